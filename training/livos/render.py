"""Films of three-dimensional models that move and turn, as cut-out things over time (`livos render`). Needs python3-moderngl."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import moderngl
import numpy as np
from PIL import Image

from . import g3d
from .motion import drift
from .stills import picture_files

LENGTH, SIDE, FINER = 32, 160, 2
"""Frames of a film; the pixels of its picture's side, and how many are drawn for each along a side."""

DISGUISED = 0.5
"""The share of films, where there are photographs, in which a part of one covers the model in place of its own textures."""

VERTEX = """#version 330
in vec3 point, normal; in vec2 place;
uniform mat4 onto; uniform mat3 turn;
out vec3 facing; out vec2 at;
void main() { gl_Position = onto * vec4(point, 1); facing = turn * normal; at = place; }"""

FRAGMENT = """#version 330
in vec3 facing; in vec2 at; out vec4 colour;
uniform sampler2D cover; uniform vec3 light, team; uniform float ambient; uniform bool teamed;
void main() {
    vec4 found = texture(cover, at);
    if (!teamed && found.a < 0.5) discard;
    vec3 base = teamed ? mix(team, found.rgb, found.a) : found.rgb;
    vec3 side = normalize(gl_FrontFacing ? facing : -facing);
    colour = vec4(base * (ambient + (1.2 - ambient) * max(dot(side, light), 0)), 1);
}"""


@dataclass(frozen=True)
class Shot:
    """How a model is filmed: yaw and pitch in each frame, where in its movement it is [0, 1], and the light."""

    yaw: np.ndarray
    pitch: np.ndarray
    phase: np.ndarray
    light: np.ndarray
    ambient: float
    team: np.ndarray

    @staticmethod
    def random(rng: np.random.Generator) -> Shot:
        """A camera that wanders around the model, and a movement to and fro at any pace."""
        light = rng.normal(0, 1, 3) + (0, 1, 1)
        to_and_fro = np.abs((rng.uniform(0, 2) + np.arange(LENGTH) * rng.uniform(0.02, 0.09)) % 2 - 1)
        return Shot(
            rng.uniform(0, 2 * np.pi) + drift(rng, LENGTH, 0.04), np.clip(rng.uniform(0, 0.7) + drift(rng, LENGTH, 0.012), -0.1, 1.2),
            to_and_fro, light / np.linalg.norm(light), float(rng.uniform(0.35, 0.75)), rng.random(3))


class Studio:
    """Draws models through OpenGL, on a card or in software."""

    def __init__(self) -> None:
        self.context = moderngl.create_standalone_context(backend="egl")
        self.program = self.context.program(vertex_shader=VERTEX, fragment_shader=FRAGMENT)
        side = SIDE * FINER
        self.target = self.context.simple_framebuffer((side, side), 4)
        self.target.use()
        self.context.enable(moderngl.DEPTH_TEST)

    def film(self, model: list[g3d.Mesh], shot: Shot, disguise: Image.Image | None = None) -> np.ndarray:
        """Pictures [L, SIDE, SIDE, 4]: red, green, blue, alpha."""
        points = np.concatenate([mesh.vertices.reshape(-1, 3) for mesh in model])
        centre = (points.min(0) + points.max(0)) / 2
        radius = max(float(np.linalg.norm(points - centre, axis=1).max()), 1e-6)
        covers = [self._cover(mesh, disguise) for mesh in model]
        frames = [self._frame(model, covers, shot, i, centre, radius) for i in range(LENGTH)]
        for cover in covers:
            cover.release()
        return np.stack(frames)

    def _cover(self, mesh: g3d.Mesh, disguise: Image.Image | None) -> moderngl.Texture:
        if mesh.texture is None:
            return self.context.texture((1, 1), 4, bytes(int(np.clip(c, 0, 1) * 255) for c in (*mesh.colour, 1)))
        with Image.open(mesh.texture) as opened:
            picture = (disguise or opened).convert("RGBA").transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        cover = self.context.texture(picture.size, 4, picture.tobytes())
        cover.build_mipmaps()
        return cover

    def _frame(self, model, covers, shot: Shot, i: int, centre: np.ndarray, radius: float) -> np.ndarray:
        turn = rotation(shot.yaw[i], shot.pitch[i])
        onto = camera(turn, centre, radius)
        self.target.clear()
        self.program["onto"].write(onto.T.astype("f4").tobytes())
        self.program["turn"].write(turn.T.astype("f4").tobytes())
        self.program["light"].value = tuple(shot.light)
        self.program["team"].value = tuple(shot.team)
        self.program["ambient"].value = shot.ambient
        for mesh, cover in zip(model, covers):
            self._draw(mesh, cover, shot.phase[i])
        side = SIDE * FINER
        drawn = np.frombuffer(self.target.read(components=4), np.uint8).reshape(side, side, 4)[::-1].astype(np.float32)
        small = drawn.reshape(SIDE, FINER, SIDE, FINER, 4).mean((1, 3))
        small[..., :3] *= 255 / np.maximum(small[..., 3:], 1)
        return small.round().clip(0, 255).astype(np.uint8)

    def _draw(self, mesh: g3d.Mesh, cover: moderngl.Texture, phase: float) -> None:
        at = phase * (len(mesh.vertices) - 1)
        before = min(int(at), max(len(mesh.vertices) - 2, 0))
        after, share = min(before + 1, len(mesh.vertices) - 1), at - before
        between = [(1 - share) * each[before] + share * each[after] for each in (mesh.vertices, mesh.normals)]
        corners = np.concatenate([*between, mesh.texture_coordinates], 1).astype("f4")
        self.program["teamed"].value = mesh.team_coloured
        cover.use()
        (self.context.disable if mesh.two_sided else self.context.enable)(moderngl.CULL_FACE)
        numbers, triangles = self.context.buffer(corners.tobytes()), self.context.buffer(mesh.triangles.tobytes())
        array = self.context.vertex_array(self.program, [(numbers, "3f 3f 2f", "point", "normal", "place")], triangles)
        array.render()
        for used in (array, numbers, triangles):
            used.release()


def rotation(yaw: float, pitch: float) -> np.ndarray:
    """[3, 3]: around the upright axis, then towards the camera."""
    a, b, c, d = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    return np.array([[1, 0, 0], [0, c, -d], [0, d, c]]) @ np.array([[a, 0, b], [0, 1, 0], [-b, 0, a]])


def camera(turn: np.ndarray, centre: np.ndarray, radius: float, distance: float = 3.5) -> np.ndarray:
    """[4, 4]: a model of a radius, turned, as it is seen in perspective from some radii away."""
    near, far = distance - 1.2, distance + 1.2
    place = np.eye(4)
    place[:3, :3], place[:3, 3] = turn / radius, -turn @ centre / radius
    place[2, 3] -= distance
    wide = distance * 0.93
    view = np.zeros((4, 4))
    view[0, 0] = view[1, 1] = wide
    view[2, 2], view[2, 3], view[3, 2] = -(far + near) / (far - near), -2 * far * near / (far - near), -1
    return view @ place


def render(models: Path, output: Path, limit: int, photographs: Path | None = None, seed: int = 1) -> int:
    """Films some of the models below a folder, those that move before those that do not; gives their number."""
    rng, studio = np.random.default_rng(seed), Studio()
    pictures = picture_files(photographs) if photographs else []
    found = [(path, model) for path in sorted(models.rglob("*.g3d")) if (model := readable(path))]
    if not found:
        raise FileNotFoundError(f"{models} has no G3D models of version {g3d.VERSION}; name the folder of MegaGlest's data.")
    rng.shuffle(found)
    found.sort(key=lambda each: max(len(mesh.vertices) for mesh in each[1]) == 1)
    count = 0
    for path, model in found:
        if count == limit:
            break
        disguise = part(rng, pictures[rng.integers(len(pictures))]) if pictures and rng.random() < DISGUISED else None
        frames = studio.film(model, Shot.random(rng), disguise)
        shown = (frames[..., 3] > 127).mean((1, 2))
        if shown.min() < 0.02:
            continue
        save(frames, output / f"{count:04d}-{path.stem}")
        count += 1
    return count


def part(rng: np.random.Generator, photograph: Path) -> Image.Image:
    """A square out of a photograph, anywhere and at any scale."""
    with Image.open(photograph) as opened:
        picture = opened.convert("RGB")
    side = int(min(picture.size) * rng.uniform(0.2, 0.9))
    left, top = (int(rng.integers(extent - side + 1)) for extent in picture.size)
    return picture.resize((256, 256), Image.Resampling.BOX, (left, top, left + side, top + side))


def readable(path: Path) -> list[g3d.Mesh]:
    try:
        return [mesh for mesh in g3d.read(path) if mesh.triangles.size]
    except ValueError:
        return []


def save(frames: np.ndarray, folder: Path) -> None:
    """Frames as PNG files, all cut to what any of them shows."""
    folder.mkdir(parents=True)
    rows, columns = (np.flatnonzero(frames[..., 3].max(axis)) for axis in ((0, 2), (0, 1)))
    for i, frame in enumerate(frames):
        Image.fromarray(frame[rows[0]:rows[-1] + 1, columns[0]:columns[-1] + 1]).save(folder / f"{i:03d}.png")
