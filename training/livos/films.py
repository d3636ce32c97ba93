"""Films of single things: pictures with an alpha channel, frame by frame (`livos render` makes some)."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor


def load(folder: Path) -> tuple[Tensor, ...]:
    """The films of a folder, each a folder of PNG files of one size: red, green, blue and alpha [T, 4, h, w], uint8."""
    folders = sorted({path.parent for path in folder.rglob("*.png")})
    if not folders:
        raise FileNotFoundError(f"{folder} has no folders of PNG files; name a folder of films, one folder each.")
    return tuple(torch.stack([picture(path) for path in sorted(each.glob("*.png"))]) for each in folders)


def picture(path: Path) -> Tensor:
    with Image.open(path) as opened:
        return torch.from_numpy(np.array(opened.convert("RGBA"))).permute(2, 0, 1).contiguous()
