"""Still pictures that widen what clips show: cut-out things (pictures with an alpha channel) and photographs."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

CUT_OUT, PHOTO = 128, 360
"""The longer side of a cut-out thing and the shorter side of a photograph, at most, in pixels."""


@dataclass(frozen=True)
class Stills:
    """Cut-out things [4, h, w] (red, green, blue, alpha) and photographs [3, h, w], all uint8."""

    things: tuple[Tensor, ...] = ()
    photographs: tuple[Tensor, ...] = ()

    @staticmethod
    def load(folder: Path) -> Stills:
        """All PNG and JPEG files below a folder; one that is partly transparent is a thing, any other a photograph."""
        files = picture_files(folder)
        if not files:
            raise FileNotFoundError(f"{folder} has no PNG or JPEG files; name a folder of cut-out things and photographs.")
        pictures = [reduced(path) for path in files]
        return Stills(tuple(p for p in pictures if len(p) == 4), tuple(p for p in pictures if len(p) == 3))


def picture_files(folder: Path) -> list[Path]:
    """The PNG and JPEG files below a folder."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".png", ".jpg", ".jpeg"))


def reduced(path: Path) -> Tensor:
    """A picture at the size that clips need; three channels where it is opaque."""
    with Image.open(path) as opened:
        picture = opened.convert("RGBA")
    box = picture.getchannel("A").getbbox() or (0, 0, *picture.size)
    transparent = picture.getchannel("A").getextrema()[0] < 128
    if transparent:
        picture = picture.crop(box)
        scale = CUT_OUT / max(picture.size)
    else:
        picture = picture.convert("RGB")
        scale = PHOTO / min(picture.size)
    return torch.from_numpy(np.array(shrunk(picture, scale))).permute(2, 0, 1).contiguous()


def shrunk(picture: Image.Image, scale: float) -> Image.Image:
    """A picture reduced to a share of its size; as it is where that would enlarge it."""
    return picture.resize([max(round(side * scale), 1) for side in picture.size], Image.Resampling.BOX) if scale < 1 else picture
