"""Encoding frames and masks (docs/network.md#image-features, #object-summaries, #mask-encoder)."""
from __future__ import annotations

from dataclasses import dataclass, fields

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .architecture import Architecture
from .blocks import FeatureFuser, PositionalEncoding, SensoryUpdate, area_resize, others, per_object
from .resnet import ResNet

MEAN, STD = (torch.tensor(each)[:, None, None] for each in ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)))
"""ImageNet's."""


def normalized(images: Tensor) -> Tensor:
    """Frames [B, 3, H, W] in [0, 1] as the encoders see them."""
    return (images - MEAN.to(images.device)) / STD.to(images.device)


@dataclass
class Features:
    """What is known of B frames before any object: features at 1/16 to 1/4, pixels, soft-maxed keys, gates, normalized RGB."""

    rgb: Tensor
    f16: Tensor
    f8: Tensor
    f4: Tensor
    pixels: Tensor
    key: Tensor
    gate: Tensor

    def frame(self, index: int, clips: int) -> Features:
        """One frame of each clip, where the batch is [clips * frames, ...]."""
        return Features(*(getattr(self, field.name).unflatten(0, (clips, -1))[:, index] for field in fields(self)))


class KeyProjector(nn.Module):
    def __init__(self, inputs: int, width: int, key: int) -> None:
        super().__init__()
        self.layer1 = nn.Conv2d(inputs, width, 1)
        self.layer2 = nn.Conv2d(width, key, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        return self.layer2(self.layer1(x)).softmax(1)


class Projector(nn.Module):
    def __init__(self, inputs: int, width: int) -> None:
        super().__init__()
        self.layer = nn.Conv2d(inputs, width, 1)

    def forward(self, x: Tensor) -> Tensor:
        return self.layer(x)


class MaskEncoder(ResNet):
    """A frame and one object's mask to its value and its new sensory memory."""

    def __init__(self, a: Architecture) -> None:
        super().__init__(5, a.mask)
        self.fuser = FeatureFuser(a.dimension, a.mask.widths[2], a.dimension)
        self.sensory_updater = SensoryUpdate(a.dimension, a.dimension)

    def forward(self, features: Features, masks: Tensor, sensory: Tensor) -> tuple[Tensor, Tensor]:
        """Masks [B, N, H, W] and sensory [B*N, C, h, w] to value and sensory, each [B*N, C, h, w]."""
        planes = torch.stack([masks, others(masks)], 2).flatten(0, 1)
        f16, _, _ = super().forward(torch.cat([per_object(features.rgb, len(planes)), planes], 1))
        value = self.fuser(features.pixels, f16)
        return value, self.sensory_updater(value, sensory)


class ObjectSummarizer(nn.Module):
    """An object's value to one vector per query, and the area that it sums up."""

    def __init__(self, a: Architecture) -> None:
        super().__init__()
        self.pos_enc = PositionalEncoding(a.dimension)
        self.input_proj = nn.Linear(a.dimension, a.dimension)
        self.feature_pred = perceptron(a.dimension, a.dimension)
        self.weights_pred = perceptron(a.dimension, a.queries)
        self.half = a.queries // 2

    def forward(self, masks: Tensor, value: Tensor) -> Tensor:
        """Masks [B, N, H, W] and value [B*N, C, h, w] to [B*N, queries, C + 1]."""
        height, width = value.shape[2:]
        inside = area_resize(masks, height, width).flatten(0, 1).flatten(1)[:, :, None]
        x = self.input_proj(value.flatten(2).transpose(1, 2)) + self.pos_enc(height, width).flatten(1).t()
        where = torch.cat([inside.expand(-1, -1, self.half), (1 - inside).expand(-1, -1, self.half)], 2)
        weights = self.weights_pred(x).sigmoid() * where
        sums = weights.transpose(1, 2) @ self.feature_pred(x)
        return torch.cat([sums, weights.sum(1)[:, :, None]], 2)


def perceptron(width: int, outputs: int) -> nn.Sequential:
    """Two linear layers, of the width and of the outputs."""
    return nn.Sequential(nn.Linear(width, width), nn.ReLU(), nn.Linear(width, outputs))
