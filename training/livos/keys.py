"""Keys that tell places apart from the start.

A key is a soft-max. Where its logits are small, all places have the same key, linear matching reads the same everywhere (the mean of all
values), and hardly any gradient says otherwise: a network trained from nothing stays there, and learns to follow by nearness alone."""
from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from .encoders import KeyProjector

SHARPNESS = 0.5
"""How much of a key is its largest part, on average, at first."""

AROUND = torch.full((3, 3), 1 / 18)
AROUND[1, 1] += 1 / 2
"""How much a place and those around it count."""


@torch.no_grad()
def spread(projector: KeyProjector, features: Tensor) -> None:
    """Sets a projector so that its keys say to which of as many clusters as a key has parts a place of features [B, C, h, w] belongs."""
    around = AROUND.expand(features.shape[1], 1, 3, 3)
    places = F.conv2d(features, around, groups=len(around)).permute(0, 2, 3, 1).flatten(0, 2).double()
    mean = places.mean(0)
    spreads, axes = torch.linalg.eigh((places - mean).T @ (places - mean) / len(places))
    width, least = len(projector.layer1.weight), 1e-4 * spreads[-1]
    project = (axes / spreads.clamp(min=least).pow(0.25)).T.flip(0)[:width]
    projector.layer1.weight.zero_()[:len(project), :, 0, 0] = project
    projector.layer1.bias.zero_()[:len(project)] = -project @ mean
    points = (places - mean) @ project.T
    centres = clusters(points, len(projector.layer2.weight))
    offset = centres.square().sum(1) / 2
    scale = sharpening(points @ centres.T - offset)
    projector.layer2.weight.zero_()[:, :len(project)] = scale * centres[:, :, None, None] * AROUND
    projector.layer2.bias.copy_(-scale * offset)


def clusters(points: Tensor, count: int, rounds: int = 30) -> Tensor:
    """The centres [count, C] of clusters of points [P, C] (k-means, begun at points that lie apart)."""
    generator, centres = torch.Generator().manual_seed(1), points[:1]
    while len(centres) < count:
        apart = torch.cdist(points, centres).min(1).values.square()
        centres = torch.cat([centres, points[torch.multinomial(apart + 1e-9, 1, generator=generator)]])
    for _ in range(rounds):
        nearest = torch.cdist(points, centres).argmin(1)
        sums = torch.zeros_like(centres).index_add_(0, nearest, points)
        counts = nearest.bincount(minlength=count)[:, None]
        centres = torch.where(counts > 0, sums / counts.clamp(min=1), centres)
    return centres


def sharpening(logits: Tensor) -> float:
    """By how much logits [P, K] are to be multiplied for the wanted sharpness of their soft-max."""
    low, high = 1e-4, 1e4
    for _ in range(60):
        middle = (low * high) ** 0.5
        low, high = (middle, high) if (middle * logits).softmax(1).max(1).values.mean() < SHARPNESS else (low, middle)
    return low
