"""From pixels at 1/16 to masks at 1/4 (docs/network.md#mask-decoder, #sensory-memory)."""
from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .architecture import Architecture
from .blocks import SensoryUpdate, per_object


def gelu(x: Tensor) -> Tensor:
    """GELU of [B, C, H, W]. Where channels lie last in memory PyTorch 1.13 has to be told so, or it takes nine times as long."""
    if not x.is_contiguous(memory_format=torch.channels_last):
        return F.gelu(x)
    return F.gelu(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


class Upsample(nn.Module):
    """Doubles the size and takes in the encoder's features of that size."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1)
        self.linear_proj = nn.Conv2d(inputs, outputs, 1) if inputs != outputs else nn.Identity()

    def forward(self, x: Tensor, skip: Tensor) -> Tensor:
        s = F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False) + per_object(skip, len(x))
        return self.linear_proj(s) + gelu(self.conv2(gelu(self.conv1(s))))


class DecoderSensoryUpdate(SensoryUpdate):
    """Sensory memory learns from all of the decoder's sizes."""

    def __init__(self, a: Architecture) -> None:
        super().__init__(a.dimension, a.dimension)
        self.g16_conv = nn.Conv2d(a.dimension, a.dimension, 1)
        self.g8_conv = nn.Conv2d(a.width8, a.dimension, 1)
        self.g4_conv = nn.Conv2d(a.width4 + 1, a.dimension, 1)

    def forward(self, pixels: Tensor, v8: Tensor, v4: Tensor, sensory: Tensor) -> Tensor:
        g = self.g16_conv(pixels) + self.g8_conv(F.avg_pool2d(v8, 2)) + self.g4_conv(F.avg_pool2d(v4, 4))
        return super().forward(g, sensory)


class MaskDecoder(nn.Module):
    def __init__(self, a: Architecture) -> None:
        super().__init__()
        self.linear_proj_f8 = nn.Conv2d(a.image.widths[1], a.dimension, 1)
        self.linear_proj_f4 = nn.Conv2d(a.image.widths[0], a.width8, 1)
        self.upsample_16_to_8 = Upsample(a.dimension, a.width8)
        self.upsample_8_to_4 = Upsample(a.width8, a.width4)
        self.pred = nn.Conv2d(a.width4, 1, 1)
        self.sensory_updater = DecoderSensoryUpdate(a)

    def forward(self, pixels: Tensor, f8: Tensor, f4: Tensor, sensory: Tensor) -> tuple[Tensor, Tensor]:
        """Pixels and sensory [B*N, C, h, w] to logits [B*N, 1, 4h, 4w] and the new sensory."""
        v8 = self.upsample_16_to_8(pixels, self.linear_proj_f8(f8))
        v4 = self.upsample_8_to_4(v8, self.linear_proj_f4(f4))
        logits = self.pred(v4)
        return logits, self.sensory_updater(pixels, v8, torch.cat([v4, logits], 1), sensory)
