"""Procedural things: blobs that change their outline, covered with made-up textures."""
from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

SIDE = 96


def blob(rng: np.random.Generator, times: np.ndarray) -> Tensor:
    """Masks [L, SIDE, SIDE] of a star-shaped outline whose waves wander over time."""
    waves = np.arange(2, 7)
    height = rng.uniform(0, 0.9) * rng.normal(0, 1, len(waves)) / waves
    phase = rng.uniform(0, 2 * np.pi, len(waves)) + times[:, None] * rng.normal(0, rng.uniform(0, 0.12), len(waves))
    y, x = np.meshgrid(*2 * [np.linspace(-1, 1, SIDE)], indexing="ij")
    angle = np.arctan2(y, x * rng.uniform(0.6, 1.6))
    radius = 0.6 * (1 + (height[:, None, None] * np.cos(waves[:, None, None] * angle + phase[:, :, None, None])).sum(1))
    return torch.from_numpy((np.hypot(x, y) < radius.clip(0.15, 0.95)).astype(np.float32))


def texture(rng: np.random.Generator) -> Tensor:
    """A picture [3, SIDE, SIDE]: noise of several grains, or stripes, between two or three colours."""
    colours = torch.from_numpy(rng.random((3, 3)).astype(np.float32))
    if rng.random() < 0.4:
        y, x = torch.meshgrid(*2 * [torch.linspace(0, 1, SIDE)], indexing="ij")
        turn, waves = rng.uniform(0, np.pi), rng.uniform(2, 14)
        weight = (0.5 + 0.5 * torch.sin((x * np.cos(turn) + y * np.sin(turn)) * waves * 2 * np.pi)).pow(rng.uniform(0.3, 3))
    else:
        weight = sum(noise(rng, grain) * share for grain, share in zip((3, 8, 24, 48), rng.dirichlet(np.ones(4))))
        weight = ((weight - weight.min()) / (weight.max() - weight.min() + 1e-6)).pow(rng.uniform(0.5, 2))
    shade = noise(rng, 3)
    return torch.lerp(torch.lerp(colours[0][:, None, None], colours[1][:, None, None], weight), colours[2][:, None, None], 0.5 * shade)


def noise(rng: np.random.Generator, cells: int) -> Tensor:
    """Smooth noise [SIDE, SIDE] in [0, 1] with that many cells a side."""
    coarse = torch.from_numpy(rng.random((1, 1, cells, cells)).astype(np.float32))
    return F.interpolate(coarse, (SIDE, SIDE), mode="bicubic", align_corners=True)[0, 0].clamp(0, 1)


def patch(rng: np.random.Generator, picture: Tensor) -> Tensor:
    """A square [3, SIDE, SIDE] cut anywhere out of a picture [3, h, w] of bytes, at any scale."""
    side = max(int(min(picture.shape[1:]) * rng.uniform(0.15, 0.8)), 1)
    top, left = (int(rng.integers(extent - side + 1)) for extent in picture.shape[1:])
    cut = picture[None, :, top:top + side, left:left + side].float() / 255
    return F.interpolate(cut, (SIDE, SIDE), mode="bilinear", align_corners=False)[0]


def shape(rng: np.random.Generator, times: np.ndarray, picture: Tensor | None = None) -> tuple[Tensor, Tensor]:
    """Frames [L, 3, SIDE, SIDE] and masks [L, SIDE, SIDE] of one thing, covered with a part of a picture or a made-up texture."""
    cover = texture(rng) if picture is None else patch(rng, picture)
    return cover.expand(len(times), -1, -1, -1), blob(rng, times)
