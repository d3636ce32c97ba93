"""Linear matching that reads something from the start.

A key is a soft-max. Where its logits are small, all places have the same key, linear matching reads the same everywhere (the mean of all
values), and hardly any gradient says otherwise: a network trained from nothing stays there, and learns to follow by nearness alone. And what
is read of a thing is as small as the thing: where values are no larger than what is added to it, it is overlooked."""
from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from .encoders import KeyProjector
from .network import LiVOS

SHARPNESS = 0.5
"""How much of a key is its largest part, on average, at first."""

READOUT = 0.5
"""The standard deviation of what is read, at first."""

AROUND = torch.full((3, 3), 1 / 18)
AROUND[1, 1] += 1 / 2
"""How much a place and those around it count."""


@torch.no_grad()
def prepare(network: LiVOS, frames: Tensor, masks: Tensor) -> None:
    """Gives a network keys that tell places of frames [B, 3, H, W] in [0, 1] apart, in place of those that it has, and values so large that
    what is read of the objects in them, masks [B, N, H, W], counts."""
    spread(network.key_projector, network.encode(frames).f16)
    features = network.encode(frames)
    readout = network._match(features.key, network.begin(features, masks))
    enlarge_values(network, READOUT / readout.std().item())


@torch.no_grad()
def enlarge_values(network: LiVOS, factor: float) -> None:
    """Multiplies values, and nothing else that is made of them: what takes values in divides by as much, all but the memory's state."""
    fuser, width = network.mask_encoder.fuser, network.architecture.dimension
    for transform in (fuser.x_transform, fuser.y_transform):
        transform.weight.mul_(factor)
        transform.bias.mul_(factor)
    for block in (fuser.layer1, fuser.layer2):
        block.conv1.bias.mul_(factor)
        block.conv2.bias.mul_(factor)
        block.conv.weight.div_(factor)
    network.mask_encoder.sensory_updater.transform.weight[:, :width].div_(factor)
    network.object_summarizer.input_proj.weight.div_(factor)


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
    centres = clusters((places - mean) @ project.T, len(projector.layer2.weight))
    logits = ((places - mean) @ project.T) @ centres.T - centres.square().sum(1) / 2
    scale = sharpening(logits)
    projector.layer2.weight.zero_()[:, :len(project)] = scale * centres[:, :, None, None] * AROUND
    projector.layer2.bias.copy_(-scale * centres.square().sum(1) / 2)


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
