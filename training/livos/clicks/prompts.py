"""Prompts and how they are drawn at a quarter of the frame's size."""
from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

RADIUS = 1.5
"""A stroke's radius, in cells of 4 x 4 pixels."""


@dataclass
class Prompts:
    """What a user says of one object, in pixels: strokes (points (x, y), and whether they lie on the object), of which a click is the shortest,
    and the edges of a box (x0, y0, x1, y1)."""

    strokes: list[tuple[np.ndarray, bool]] = field(default_factory=list)
    box: tuple[float, float, float, float] | None = None

    def click(self, x: float, y: float, positive: bool) -> None:
        self.strokes.append((np.array([[x, y]], float), positive))


def draw(prompts: Prompts, height: int, width: int) -> Tensor:
    """Planes [3, height, width] at 1/4: positive strokes, negative ones, the share of each cell that the box covers."""
    planes = np.zeros((3, height, width), np.float32)
    for points, positive in prompts.strokes:
        plane = planes[0 if positive else 1]
        np.maximum(plane, np.clip(RADIUS + 0.5 - distance(points, height, width), 0, 1), out=plane)
    if prompts.box is not None:
        x0, y0, x1, y1 = (edge / 4 for edge in prompts.box)
        planes[2] = covered(y0, y1, height)[:, None] * covered(x0, x1, width)
    return torch.from_numpy(planes)


def distance(points: np.ndarray, height: int, width: int) -> np.ndarray:
    """How far each cell's centre lies from a line through points, in cells [height, width]."""
    at = (points + 0.5) / 4 - 0.5
    y, x = np.mgrid[:height, :width].astype(float)
    nearest = np.full((height, width), np.inf)
    for (x0, y0), (x1, y1) in zip(at, at[1:] if len(at) > 1 else at):
        dx, dy = x1 - x0, y1 - y0
        along = np.clip(((x - x0) * dx + (y - y0) * dy) / max(dx * dx + dy * dy, 1e-12), 0, 1)
        nearest = np.minimum(nearest, np.hypot(x - x0 - along * dx, y - y0 - along * dy))
    return nearest


def covered(start: float, end: float, cells: int) -> np.ndarray:
    """The share of each cell between two edges, in cells."""
    at = np.arange(cells)
    return np.clip(np.minimum(at + 1, end) - np.maximum(at, start), 0, 1)
