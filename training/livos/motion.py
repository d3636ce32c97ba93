"""Smooth affine motion, and drawing pictures through it."""
from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

EXPOSURES = 7
"""How many moments make a blurred frame."""


@dataclass(frozen=True)
class Pace:
    """How many times as fast as otherwise things and cameras go from place to place, and for what share of the time between two frames the shutter
    is open, which blurs them along their way."""

    haste: float = 1.0
    shutter: float = 0.0


@dataclass(frozen=True)
class Restlessness:
    """How much a motion moves in a frame, at most about: in pixels, radians, and the logarithm of its size; how far its
    parts stray from where it takes them, in shares of the output; how far it turns in all, in radians; and the shutter."""

    shift: float = 2.0
    turn: float = 0.015
    zoom: float = 0.015
    bend: float = 0.0
    furthest_turn: float = 0.25
    shutter: float = 0.0

    def at(self, pace: Pace) -> Restlessness:
        """The same at another pace."""
        return replace(self, shift=self.shift * pace.haste, shutter=pace.shutter)


def drift(rng: np.random.Generator, length: int, strength: float) -> np.ndarray:
    """A smooth random walk from 0: a velocity that wanders."""
    velocity = rng.normal(0, strength) + np.cumsum(rng.normal(0, strength / 3, length))
    return np.concatenate([[0], np.cumsum(velocity)])[:length]


def fold(path: np.ndarray, extent: float) -> np.ndarray:
    """A path that is thrown back where it would leave [0, extent]."""
    at = path % (2 * extent)
    return np.minimum(at, 2 * extent - at)


def bending(rng: np.random.Generator, times: np.ndarray, strength: float) -> np.ndarray:
    """How far each of 5 x 5 parts of the output strays [L, 2, 5, 5], in shares of the output: a sway from one shape to another and back."""
    shapes = rng.normal(0, strength, (2, 2, 5, 5))
    phase = rng.uniform(0, 2 * np.pi) + rng.uniform(0.05, 0.4) * times
    return np.stack([np.cos(at) * shapes[0] + np.sin(at) * shapes[1] for at in phase])


@dataclass(frozen=True)
class Placement:
    """How a picture lies on the output in each frame: its point `anchor` lies at `centre`, turned and magnified."""

    anchor: np.ndarray
    centre: np.ndarray
    size: np.ndarray
    turn: np.ndarray
    mirror: bool
    aspect: float
    bend: np.ndarray
    shutter: float = 0.0

    @staticmethod
    def random(
        rng: np.random.Generator, times: np.ndarray, anchor: tuple[float, float], centre: tuple[float, float], size: float, moves: Restlessness,
    ) -> Placement:
        """A motion that starts near the given place and size, at the given times, in frames from 0."""
        length = times[-1] + 1
        path = np.stack([centre[axis] + drift(rng, length, moves.shift)[times] for axis in (0, 1)], 1)
        return Placement(
            np.tile(np.array(anchor), (len(times), 1)), path,
            size * np.exp(np.clip(drift(rng, length, moves.zoom)[times], -0.5, 0.5)),
            rng.normal(0, 0.12) + np.clip(drift(rng, length, moves.turn)[times], -moves.furthest_turn, moves.furthest_turn),
            bool(rng.random() < 0.5), float(np.exp(rng.normal(0, 0.1))),
            bending(rng, times, moves.bend), moves.shutter)

    def exposures(self) -> list[Placement]:
        """The placements whose mean a camera takes for each frame: this one, or several while its shutter is open."""
        if not self.shutter or len(self.centre) < 2:
            return [self]
        velocity = np.gradient(self.centre, axis=0)
        return [replace(self, centre=self.centre + share * velocity) for share in np.linspace(-self.shutter / 2, self.shutter / 2, EXPOSURES)]

    def matrices(self) -> np.ndarray:
        """[L, 2, 3]: from output pixels (x, y, 1) to the picture's pixels."""
        sine, cosine = np.sin(self.turn) / self.size, np.cos(self.turn) / self.size
        flip = -1.0 if self.mirror else 1.0
        linear = np.stack([
            np.stack([flip * cosine * self.aspect, flip * sine * self.aspect], 1),
            np.stack([-sine / self.aspect, cosine / self.aspect], 1)], 1)
        offset = self.anchor - (linear @ self.centre[:, :, None])[:, :, 0]
        return np.concatenate([linear, offset[:, :, None]], 2)


def draw(pictures: Tensor, placement: Placement, size: tuple[int, int], padding: str) -> Tensor:
    """Pictures [L, C, h, w] as they lie on an output [L, C, H, W]; `padding` is grid_sample's."""
    height, width = pictures.shape[2:]
    matrices = torch.from_numpy(placement.matrices()).float()
    y, x = torch.meshgrid(torch.arange(size[0]).float(), torch.arange(size[1]).float(), indexing="ij")
    if placement.bend.any():
        stray = F.interpolate(torch.from_numpy(placement.bend).float(), size, mode="bicubic", align_corners=True)
        x, y = x + stray[:, 0] * min(size), y + stray[:, 1] * min(size)
    at = torch.stack([x, y, torch.ones_like(x)], -3).flatten(-2)
    grid = (matrices @ at).unflatten(2, size)
    normalized = torch.stack([(2 * grid[:, 0] + 1) / width - 1, (2 * grid[:, 1] + 1) / height - 1], 3)
    return F.grid_sample(pictures, normalized, padding_mode=padding, align_corners=False)


def keep_inside(centres: np.ndarray, extent: float, whole: float) -> np.ndarray:
    """Moves a view's centres so that it stays within a picture, where it fits."""
    half = extent / 2
    return np.full_like(centres, whole / 2) if 2 * half >= whole else np.clip(centres, half, whole - half)


def log_uniform(rng: np.random.Generator, low: float, high: float) -> float:
    return math.exp(rng.uniform(math.log(low), math.log(high)))
