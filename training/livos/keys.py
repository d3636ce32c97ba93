"""Keys that say what a place shows.

A key is a soft-max. Left to the losses on masks, all places soon have the same key, or keys that know the training sequences' objects by
heart. So keys are taught something else: which of some looks, common in the training clips, a place has. A look is a cluster of the image
encoder's features, which come from ImageNet and stay as they are. Only looks teach keys; what is read with them is then as good on clips
never seen."""
from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

SHARPNESS = 0.5
"""How much of a key its largest part is to be, on average."""


class Looks(nn.Module):
    """As many looks as a key has parts."""

    def __init__(self, count: int, channels: int) -> None:
        super().__init__()
        self.register_buffer("centres", torch.zeros(count, channels))
        self.register_buffer("scale", torch.zeros(()))

    def find(self, f16: Tensor) -> None:
        """Takes the looks from features [B, C, h, w]: the centres of their places' clusters."""
        places = directions(f16).flatten(0, 1).double()
        self.centres.copy_(clusters(places, len(self.centres)))
        self.scale.fill_(sharpening(-torch.cdist(places, self.centres.double()).square()))

    def forward(self, f16: Tensor) -> Tensor:
        """The key [B, K, h, w] that each place of features is to have."""
        apart = torch.cdist(directions(f16), self.centres).square()
        return (-self.scale * apart).softmax(2).transpose(1, 2).unflatten(2, f16.shape[2:])


def directions(f16: Tensor) -> Tensor:
    """Features [B, C, h, w] as unit vectors [B, h*w, C]."""
    return F.normalize(f16.float(), dim=1).flatten(2).transpose(1, 2)


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
