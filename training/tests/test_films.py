"""Models, and films of them."""
import struct
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from livos import films, g3d
from livos.clips import Sources, clip

from .fixtures import moving_square


def write_triangle(path: Path, frames: int = 2) -> None:
    """A model of one triangle, red without a texture, that moves along x from key frame to key frame."""
    corners = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], np.float32)
    vertices = np.stack([corners + (i, 0, 0) for i in range(frames)]).astype(np.float32)
    normals = np.tile(np.array([0, 0, 1], np.float32), (frames, 3, 1))
    path.write_bytes(
        b"G3D" + struct.pack("<BHB", g3d.VERSION, 1, 0) + struct.pack("<64s3I8f2I", b"triangle", frames, 3, 3, 1, 0, 0, 0, 0, 0, 1, 1, g3d.TWO_SIDED, 0)
        + vertices.tobytes() + normals.tobytes() + np.arange(3, dtype=np.uint32).tobytes())


def write_film(folder: Path, length: int = 4) -> None:
    """A green disc that grows."""
    folder.mkdir(parents=True)
    y, x = np.mgrid[-1:1:24j, -1:1:24j]
    for i in range(length):
        alpha = (np.hypot(x, y) < 0.5 + 0.1 * i) * np.uint8(255)
        Image.fromarray(np.stack([0 * alpha, alpha, 0 * alpha, alpha], 2)).save(folder / f"{i:03}.png")


class FilmTests(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)

    def test_a_model_is_read(self) -> None:
        write_triangle(self.folder / "triangle.g3d")
        mesh, = g3d.read(self.folder / "triangle.g3d")
        self.assertEqual((mesh.vertices.shape, mesh.triangles.tolist(), mesh.colour), ((2, 3, 3), [0, 1, 2], (1, 0, 0)))
        self.assertEqual(mesh.vertices[1, 0].tolist(), [1, 0, 0])
        self.assertTrue(mesh.two_sided and not mesh.team_coloured and mesh.texture is None)

    def test_another_file_is_no_model(self) -> None:
        (self.folder / "other.g3d").write_bytes(b"PNG and more")
        with self.assertRaisesRegex(ValueError, "other.g3d is not a G3D model"):
            g3d.read(self.folder / "other.g3d")

    def test_a_model_is_filmed(self) -> None:
        try:
            from livos.render import LENGTH, render
        except ImportError as error:
            self.skipTest(f"python3-moderngl is not installed ({error})")
        write_triangle(self.folder / "triangle.g3d", frames=1)
        try:
            self.assertEqual(render(self.folder, self.folder / "films", limit=3), 1)
        except Exception as error:  # moderngl raises bare Exceptions where EGL is missing
            if "EGL" in str(error) or "context" in str(error):
                self.skipTest(f"no OpenGL here: {error}")
            raise
        film, = films.load(self.folder / "films")
        self.assertEqual((len(film), film.shape[1]), (LENGTH, 4))
        seen = film[:, :, film[0, 3] > 250][0]
        self.assertTrue((seen[0] > 60).all() and (seen[1:3] == 0).all())

    def test_films_appear_in_clips(self) -> None:
        write_film(self.folder / "films" / "disc")
        write_film(self.folder / "films" / "other", length=7)
        loaded = films.load(self.folder / "films")
        self.assertEqual([film.shape for film in loaded], [torch.Size([4, 4, 24, 24]), torch.Size([7, 4, 24, 24])])
        with_films, without = Sources([moving_square()], films=loaded), Sources([moving_square()])
        different = [not torch.equal(*(clip(np.random.default_rng(seed), sources, 3, (48, 64), 2).frames for sources in (with_films, without)))
                     for seed in range(8)]
        self.assertTrue(any(different))

    def test_an_empty_folder_is_refused(self) -> None:
        with self.assertRaisesRegex(FileNotFoundError, "has no folders of PNG files"):
            films.load(self.folder)
