"""The network's part that turns prompts into a mask, upon the image encoder's features."""
from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Mapping

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..architecture import ResNetShape
from ..blocks import ChannelAttentionBlock, FeatureFuser, per_object
from ..decoder import Upsample

PREFIX = "click_head."
"""What the names of the head's tensors begin with in a weight file."""

STRIDE = 32
"""Frames are padded to multiples of it."""


@dataclass(frozen=True)
class ClickShape:
    """The head's widths: of the prompts at 1/4, 1/8 and 1/16, of the fused features at 1/16 and 1/32, and of the results at 1/8 and 1/4."""

    prompts: tuple[int, int, int] = (16, 32, 64)
    width16: int = 96
    width32: int = 96
    width8: int = 48
    width4: int = 32

    @staticmethod
    def read(tensors: Mapping[str, Tensor]) -> ClickShape:
        """The shape of a head by its tensors, named without the prefix."""

        def outputs(name: str) -> int:
            return len(tensors[f"{name}.weight"])

        return ClickShape(
            (outputs("prompts_4"), outputs("prompts_8"), outputs("prompts_16")),
            outputs("fuser.x_transform"), outputs("down"), outputs("upsample_16_to_8.conv1"), outputs("upsample_8_to_4.conv1"))


class ClickHead(nn.Module):
    """Features of a frame and planes of prompts to the logits of one object at 1/4."""

    def __init__(self, image: ResNetShape, shape: ClickShape = ClickShape()) -> None:
        super().__init__()
        self.image, self.shape = image, shape
        f4, f8, f16 = image.widths
        p4, p8, p16 = shape.prompts
        self.prompts_4 = nn.Conv2d(PLANES, p4, 3, padding=1)
        self.prompts_8 = nn.Conv2d(p4, p8, 3, 2, 1)
        self.prompts_16 = nn.Conv2d(p8, p16, 3, 2, 1)
        self.fuser = FeatureFuser(f16, p16, shape.width16)
        self.down = nn.Conv2d(shape.width16, shape.width32, 3, 2, 1)
        self.context1 = ChannelAttentionBlock(shape.width32)
        self.context2 = ChannelAttentionBlock(shape.width32)
        self.linear_proj_x16 = nn.Conv2d(shape.width16, shape.width32, 1)
        self.upsample_32_to_16 = Upsample(shape.width32, shape.width16)
        self.linear_proj_f8 = nn.Conv2d(f8, shape.width16, 1)
        self.linear_proj_p8 = nn.Conv2d(p8, shape.width16, 1)
        self.upsample_16_to_8 = Upsample(shape.width16, shape.width8)
        self.linear_proj_f4 = nn.Conv2d(f4, shape.width8, 1)
        self.linear_proj_p4 = nn.Conv2d(p4, shape.width8, 1)
        self.upsample_8_to_4 = Upsample(shape.width8, shape.width4)
        self.pred = nn.Conv2d(shape.width4, 1, 1)

    def forward(self, f16: Tensor, f8: Tensor, f4: Tensor, planes: Tensor) -> Tensor:
        """Features [B, C, h, w] of frames and prompts [B*N, 4, H/4, W/4] to logits [B*N, 1, H/4, W/4]."""
        p4 = F.relu(self.prompts_4(planes))
        p8 = F.relu(self.prompts_8(p4))
        p16 = F.relu(self.prompts_16(p8))
        x16 = self.fuser(f16, p16)
        x32 = self.context2(self.context1(self.down(F.relu(x16))))
        x16 = self.upsample_32_to_16(x32, self.linear_proj_x16(x16))
        x8 = self.upsample_16_to_8(x16, self.linear_proj_p8(p8) + per_object(self.linear_proj_f8(f8), len(planes)))
        x4 = self.upsample_8_to_4(x8, self.linear_proj_p4(p4) + per_object(self.linear_proj_f4(f4), len(planes)))
        return self.pred(x4)


PLANES = 4
"""Planes of prompts: positive strokes, negative strokes, the box, the mask so far."""


def of_file(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The head's tensors of a weight file, by their names without the prefix; none where the file has no head."""
    return {name[len(PREFIX):]: tensor for name, tensor in tensors.items() if name.startswith(PREFIX)}


def build(tensors: Mapping[str, Tensor], image: ResNetShape) -> ClickHead:
    """The head of some tensors on an image encoder."""
    try:
        head = ClickHead(image, ClickShape.read(tensors))
        head.load_state_dict({name: tensor.float() for name, tensor in tensors.items()})
    except (KeyError, RuntimeError) as error:
        raise ValueError(f"not a click head on an image encoder of widths {image.widths}: {error}") from error
    return head


def fingerprint(encoder: Mapping[str, Tensor]) -> str:
    """What tells an image encoder's numbers, named without a prefix, from others': their SHA-256 as float16."""
    digest = hashlib.sha256()
    for name, tensor in sorted(encoder.items()):
        if not name.endswith("num_batches_tracked"):
            digest.update(name.encode() + tensor.half().numpy().tobytes())
    return digest.hexdigest()[:16]


def enlarged(logits: Tensor) -> Tensor:
    """Logits at the frame's size."""
    return F.interpolate(logits, scale_factor=4, mode="bilinear", align_corners=False)
