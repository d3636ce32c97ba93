"""A user who clicks: first near the object's middle, then in the middle of the largest error (needs python3-scipy)."""
from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from scipy.ndimage import distance_transform_edt
from torch import Tensor

from .prompts import Prompts, draw

CELL = 4


def depth(region: np.ndarray) -> np.ndarray:
    """How far inside a region each place is; the picture's edge counts as the region's."""
    return distance_transform_edt(np.pad(region, 1))[1:-1, 1:-1]


def middle(region: np.ndarray, rng: np.random.Generator | None = None) -> tuple[int, int]:
    """The place (x, y) deepest inside a region; with a generator, one that is at least half as deep."""
    depths = depth(region)
    if rng is None:
        y, x = np.unravel_index(depths.argmax(), depths.shape)
    else:
        places = np.argwhere(depths >= rng.uniform(0.3, 0.9) * depths.max())
        y, x = places[rng.integers(len(places))]
    return int(x), int(y)


def correction(found: np.ndarray, true: np.ndarray, known: np.ndarray, rng: np.random.Generator | None = None) -> tuple[int, int, bool] | None:
    """The next click (x, y, positive), in the middle of the error that is deepest; None where there is no error."""
    missed, wrong = true & ~found & known, found & ~true & known
    deepest = [depth(region).max() for region in (missed, wrong)]
    if max(deepest) < 1:
        return None
    positive = deepest[0] >= deepest[1]
    return *middle(missed if positive else wrong, rng), bool(positive)


def box(rng: np.random.Generator, mask: np.ndarray, noise: float = 0.06) -> tuple[float, float, float, float]:
    """The box around a mask, as somebody would draw it."""
    y, x = np.nonzero(mask)
    edges = np.array([x.min(), y.min(), x.max() + 1, y.max() + 1], float)
    extents = np.tile(edges[2:] - edges[:2], 2)
    x0, y0, x1, y1 = edges + extents * np.clip(rng.normal(0, noise, 4), -0.2, 0.2)
    return max(x0, 0), max(y0, 0), min(x1, mask.shape[1]), min(y1, mask.shape[0])


def scribble(rng: np.random.Generator, mask: np.ndarray) -> np.ndarray:
    """A rough line [2 to 4, 2] through an object's inner parts, along its longer axis."""
    places = np.argwhere(depth(mask) >= 0.4 * depth(mask).max())[:, ::-1].astype(float)
    points = places[rng.integers(len(places), size=rng.integers(2, 5))]
    axis = np.linalg.svd(places[:: max(len(places) // 200, 1)] - places.mean(0), full_matrices=False)[2][0] if len(places) > 2 else np.array([1.0, 0.0])
    return points[np.argsort(points @ axis)]


def spoiled(rng: np.random.Generator, mask: Tensor) -> Tensor:
    """A mask [h, w] in [0, 1] with its edge moved here and there: one that somebody or something made badly."""
    noise = torch.from_numpy(rng.normal(0, 1, (1, 1, 6, 6)).astype(np.float32))
    noise = F.interpolate(noise, tuple(mask.shape), mode="bilinear", align_corners=False)[0, 0]
    reach = int(rng.choice([3, 5, 9]))
    soft = F.avg_pool2d(mask[None, None], reach, 1, reach // 2)[0, 0]
    return (soft + rng.uniform(0.1, 0.4) * noise > 0.5).float()


class User:
    """Prompts for one object in a training picture: a mask [H, W] and where it is known, both 0 or 1."""

    def __init__(self, rng: np.random.Generator, mask: Tensor, known: Tensor) -> None:
        self._rng = rng
        small = F.avg_pool2d(torch.stack([mask * known, known])[:, None], CELL)[:, 0]
        self._mask, self._known = (small[0] > 0.5).numpy(), (small[1] > 0.5).numpy()
        if not self._mask.any():
            self._mask = (small[0] == small[0].max()).numpy()
        self.prompts, self.previous = Prompts(), torch.zeros_like(small[0])
        self._begin(mask.numpy() > 0, small[0])

    def _begin(self, mask: np.ndarray, small: Tensor) -> None:
        rng = self._rng
        kind = rng.choice(["click", "box", "box and click", "scribble", "mask"], p=[0.6, 0.12, 0.06, 0.1, 0.12])
        if kind == "mask":
            self.previous = spoiled(rng, small)
            self.correct(self.previous)
        if kind.startswith("box"):
            self.prompts.box = box(rng, mask)
        if kind == "scribble":
            self.prompts.strokes.append((scribble(rng, mask), True))
        if kind in ("click", "box and click"):
            self.prompts.click(*middle(mask, rng), True)

    def correct(self, found: Tensor) -> None:
        """Adds a click where a mask [h, w] at 1/4, 0 or 1, is most wrong."""
        click = correction(found.numpy() > 0.5, self._mask, self._known, self._rng)
        if click is not None:
            x, y = (CELL * (at + 0.5) - 0.5 + self._rng.uniform(-1.5, 1.5) for at in click[:2])
            self.prompts.click(x, y, click[2])

    def planes(self) -> Tensor:
        """What the head sees [4, h, w]."""
        return torch.cat([draw(self.prompts, *self.previous.shape), self.previous[None]])
