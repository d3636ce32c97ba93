"""Reads G3D, MegaGlest's models: textured triangles whose corners move from key frame to key frame."""
from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

VERSION = 4
TEAM_COLOUR, TWO_SIDED = 1, 2
DIFFUSE = 0


@dataclass(frozen=True)
class Mesh:
    """Vertices and normals [F, V, 3] by key frame, texture coordinates [V, 2], and triangles as vertex numbers [3T]."""

    vertices: np.ndarray
    normals: np.ndarray
    texture_coordinates: np.ndarray
    triangles: np.ndarray
    colour: tuple[float, float, float]
    texture: Path | None
    team_coloured: bool
    two_sided: bool


class Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def numbers(self, layout: str) -> tuple:
        result = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return result

    def array(self, kind: type, *shape: int) -> np.ndarray:
        result = np.frombuffer(self.data, kind, int(np.prod(shape)), self.at).reshape(shape)
        self.at += result.nbytes
        return result

    def text(self, length: int) -> str:
        return self.numbers(f"{length}s")[0].split(b"\0")[0].decode("latin1")


def read(path: Path) -> list[Mesh]:
    """The meshes of a model."""
    reader = Reader(path.read_bytes())
    identity, version = reader.numbers("3sB")
    if identity != b"G3D" or version != VERSION:
        raise ValueError(f"{path} is not a G3D model of version {VERSION}.")
    meshes, _ = reader.numbers("HB")
    return [mesh(reader, path.parent) for _ in range(meshes)]


def mesh(reader: Reader, folder: Path) -> Mesh:
    reader.text(64)
    frames, vertices, indices = reader.numbers("3I")
    colour = reader.numbers("8f")[:3]
    properties, textures = reader.numbers("2I")
    files = {kind: folder / reader.text(64) for kind in range(32) if textures >> kind & 1}
    points, normals = (reader.array(np.float32, frames, vertices, 3) for _ in range(2))
    coordinates = reader.array(np.float32, vertices, 2) if textures else np.zeros((vertices, 2), np.float32)
    triangles = reader.array(np.uint32, indices)
    texture = files.get(DIFFUSE)
    return Mesh(
        points, normals, coordinates, triangles, colour, texture if texture and texture.exists() else None,
        bool(properties & TEAM_COLOUR), bool(properties & TWO_SIDED))
