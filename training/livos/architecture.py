"""All that tells one LiVOS network from another."""
from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Mapping

import torch


@dataclass(frozen=True)
class ResNetShape:
    """Widths after the stem and the three stages, and the blocks in each stage."""

    stem: int
    widths: tuple[int, int, int]
    blocks: tuple[int, int, int]
    bottleneck: bool = False

    @staticmethod
    def read(tensors: Mapping[str, torch.Tensor], prefix: str = "") -> ResNetShape:
        """The shape of the ResNet whose tensors' names begin with the prefix."""
        bottleneck = f"{prefix}layer1.0.conv3.weight" in tensors
        last = "conv3" if bottleneck else "conv2"
        return ResNetShape(
            len(tensors[f"{prefix}conv1.weight"]),
            tuple(len(tensors[f"{prefix}layer{i}.0.{last}.weight"]) for i in (1, 2, 3)),
            tuple(children(tensors, f"{prefix}layer{i}.") for i in (1, 2, 3)),
            bottleneck)


@dataclass(frozen=True)
class Architecture:
    """The widths of a network; the default is the bundled one's (2.0 M parameters)."""

    image: ResNetShape = ResNetShape(32, (32, 48, 96), (2, 2, 2))
    mask: ResNetShape = ResNetShape(32, (32, 48, 96), (1, 1, 1))
    dimension: int = 64
    key: int = 32
    width8: int = 48
    width4: int = 32
    queries: int = 16
    heads: int = 8
    feed_forward: int = 256
    transformer_blocks: int = 3

    @staticmethod
    def read(tensors: Mapping[str, torch.Tensor], heads: int = 8) -> Architecture:
        """The architecture of a weight file. Shapes do not tell the number of heads."""
        return Architecture(
            ResNetShape.read(tensors, "image_encoder."), ResNetShape.read(tensors, "mask_encoder."),
            dimension=len(tensors["pix_projector.layer.weight"]),
            key=len(tensors["key_projector.layer2.weight"]),
            width8=len(tensors["mask_decoder.upsample_16_to_8.conv1.weight"]),
            width4=len(tensors["mask_decoder.upsample_8_to_4.conv1.weight"]),
            queries=len(tensors["object_transformer.query_init.weight"]),
            heads=heads,
            feed_forward=len(tensors["object_transformer.blocks.0.ffn.linear1.weight"]),
            transformer_blocks=children(tensors, "object_transformer.blocks."))


def children(tensors: Mapping[str, torch.Tensor], prefix: str) -> int:
    """How many different next parts the names that begin with the prefix have."""
    return len({name[len(prefix):].split(".")[0] for name in tensors if name.startswith(prefix)})


def channel_attention_kernel(channels: int) -> int:
    """The kernel of a channel attention's convolution over channels (docs/network.md#caresblock)."""
    t = int((math.log2(channels) + 1) / 2)
    return t if t % 2 else t + 1
