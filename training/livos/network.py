"""The LiVOS network, one step at a time (docs/network.md#one-step)."""
from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .architecture import Architecture
from .blocks import FeatureFuser, aggregate, area_resize, others, per_object
from .decoder import MaskDecoder
from .encoders import Features, KeyProjector, MaskEncoder, ObjectSummarizer, Projector, normalized
from .keys import Looks
from .resnet import ResNet
from .transformer import ObjectTransformer


OPEN = 7.0
"""The gates' bias: they forget a thousandth in a frame. A state that forgets fades on long clips, since what it is divided by only grows."""


@dataclass
class Memory:
    """What is remembered of each object, [B, N, ...]. Its size does not depend on how many frames have gone by.

    A key sum per object, from the frame that introduced it, stands for the reference's one sum less a base per object.
    """

    state: Tensor
    key_sum: Tensor
    sensory: Tensor
    summaries: Tensor
    masks: Tensor

    def map(self, function: Callable[[Tensor], Tensor]) -> Memory:
        return Memory(*(function(getattr(self, field.name)) for field in fields(self)))

    def seen(self, sensory: Tensor) -> Memory:
        """The same but for the sensory memory, which segmenting a frame renews."""
        return replace(self, sensory=sensory)

    def detach(self) -> Memory:
        """The same numbers, through which no gradient flows."""
        return self.map(Tensor.detach)


@dataclass
class Prediction:
    """What a frame gives: logits [B, N+1, H, W], background first, and for training what the auxiliary losses look at."""

    logits: Tensor
    sensory: Tensor
    query_logits: list[Tensor]


class PixelFuser(nn.Module):
    def __init__(self, a: Architecture) -> None:
        super().__init__()
        self.fuser = FeatureFuser(a.dimension, a.dimension, a.dimension)
        self.conv = nn.Conv2d(a.dimension + 2, a.dimension, 1)

    def forward(self, pixels: Tensor, readout: Tensor, sensory: Tensor, masks: Tensor) -> Tensor:
        small = area_resize(masks, *pixels.shape[2:])
        planes = torch.stack([small, others(small)], 2).flatten(0, 1)
        return self.fuser(pixels, readout + self.conv(torch.cat([sensory, planes], 1)))


class AuxComputer(nn.Module):
    """What only losses in training look at: masks read off sensory memory alone, and what keys are to be."""

    def __init__(self, a: Architecture) -> None:
        super().__init__()
        self.looks = Looks(a.key, a.image.widths[2])
        self.sensory_aux = nn.ModuleDict({"projection": nn.Conv2d(a.dimension, a.dimension + 1, 1)})

    def forward(self, pixels: Tensor, sensory: Tensor) -> Tensor:
        """Pixels [B, C, h, w] and sensory [B, N, C, h, w] to aggregated logits [B, N+1, h, w]."""
        projected = self.sensory_aux["projection"](sensory.flatten(0, 1)).unflatten(0, sensory.shape[:2])
        own = (pixels.unsqueeze(1) * projected[:, :, :-1]).sum(2) + projected[:, :, -1]
        return aggregate(own.sigmoid())


class LiVOS(nn.Module):
    def __init__(self, architecture: Architecture = Architecture()) -> None:
        super().__init__()
        a = self.architecture = architecture
        f16 = a.image.widths[2]
        self.image_encoder = ResNet(3, a.image)
        self.mask_encoder = MaskEncoder(a)
        self.key_projector = KeyProjector(f16, a.dimension, a.key)
        self.pix_projector = Projector(f16, a.dimension)
        self.gate_projector = Projector(f16, a.dimension)
        self.mask_decoder = MaskDecoder(a)
        self.pixel_fuser = PixelFuser(a)
        self.object_transformer = ObjectTransformer(a)
        self.object_summarizer = ObjectSummarizer(a)
        self.aux_computer = AuxComputer(a)
        nn.init.zeros_(self.gate_projector.layer.weight)
        nn.init.constant_(self.gate_projector.layer.bias, OPEN)

    def encode(self, images: Tensor) -> Features:
        """Frames [B, 3, H, W] in [0, 1], H and W multiples of 16."""
        rgb = normalized(images)
        f16, f8, f4 = self.image_encoder(rgb)
        gate = self.gate_projector(f16).sigmoid().mean((2, 3))
        return Features(rgb, f16, f8, f4, self.pix_projector(f16), self.key_projector(f16.detach()), gate)

    def begin(self, features: Features, masks: Tensor) -> Memory:
        """The memory after a first frame with the given masks [B, N, H, W]."""
        return self.memorize(features, masks, self.blank(features, masks.shape[1]))

    def blank(self, features: Features, objects: int) -> Memory:
        """The memory of objects of which nothing is known yet."""
        a, (clips, _, height, width) = self.architecture, features.key.shape
        rows, columns = features.rgb.shape[2:]
        zeros = partial(torch.zeros, dtype=torch.float, device=features.key.device)  # sums over many frames, also in mixed precision
        return Memory(
            zeros(clips, objects, a.key, a.dimension),
            zeros(clips, objects, a.key, height, width),
            zeros(clips, objects, a.dimension, height, width),
            zeros(clips, objects, a.queries, a.dimension + 1),
            zeros(clips, objects, rows, columns))

    def segment(self, features: Features, memory: Memory) -> Prediction:
        """Where the objects are in the next frame."""
        clips, objects = memory.masks.shape[:2]
        sensory = memory.sensory.flatten(0, 1)
        x = self.pixel_fuser(features.pixels, self._match(features.key.detach(), memory), sensory, memory.masks)
        pixels, query_logits = self.object_transformer(x, memory.summaries.flatten(0, 1), clips)
        own, sensory = self.mask_decoder(pixels, features.f8, features.f4, sensory)
        small = aggregate(own.sigmoid().flatten(0, 1).unflatten(0, (clips, objects)))
        logits = F.interpolate(small, scale_factor=4, mode="bilinear", align_corners=False)
        return Prediction(logits, sensory.unflatten(0, (clips, objects)), query_logits)

    def memorize(self, features: Features, masks: Tensor, memory: Memory) -> Memory:
        """Takes the (soft) masks [B, N, H, W] of a frame into memory."""
        value, sensory = self.mask_encoder(features, masks, memory.sensory.flatten(0, 1))
        value, sensory, summaries = (x.unflatten(0, masks.shape[:2]) for x in (value, sensory, self.object_summarizer(masks, value)))
        key = features.key.detach()  # only what places show teaches keys
        written = key.flatten(2).unsqueeze(1) @ value.flatten(3).transpose(2, 3)
        return Memory(
            features.gate[:, None, None] * memory.state + written,
            memory.key_sum + key.unsqueeze(1),
            sensory,
            memory.summaries + summaries,
            masks)

    @staticmethod
    def _match(key: Tensor, memory: Memory) -> Tensor:
        """Linear matching: [B, K, h, w] keys to readouts [B*N, C, h, w]."""
        norm = (key.unsqueeze(1) * memory.key_sum).sum((2, 3, 4))
        readout = memory.state.transpose(2, 3) @ key.flatten(2).unsqueeze(1) / norm[:, :, None, None]
        return readout.flatten(0, 1).unflatten(2, key.shape[2:])
