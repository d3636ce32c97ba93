"""Records nano-44x60-newobj.safetensors: the sample clip, small, with two objects from the first frame on and a third from the third.

    PYTHONPATH=training python3 goldens/nano-44x60-newobj.py
"""
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from livos.golden import record
from livos.sequences import Sequence

HEIGHT, WIDTH, FRAMES = 44, 60, (0, 6, 12, 18)
root = Path(__file__).resolve().parents[1]
clip, weights = root / "samples" / "blackswan", "models/livos-nano.safetensors"


def picture(path: Path, how: Image.Resampling) -> np.ndarray:
    with Image.open(path) as opened:
        return np.array(opened.resize((WIDTH, HEIGHT), how))


frames = [picture(clip / "frames" / f"{i:05}.png", Image.Resampling.BILINEAR)[:, :, :3] for i in FRAMES]
first = picture(clip / "truth" / "00000.png", Image.Resampling.NEAREST)
first[33:42, 3:20] = 2
third = np.zeros_like(first)
third[4:13, 38:57] = 3
masks = {0: torch.from_numpy(first), 2: torch.from_numpy(third)}
sequence = Sequence("blackswan", torch.from_numpy(np.stack(frames)).permute(0, 3, 1, 2).contiguous(), masks)
record(root / weights, sequence, Path(__file__).with_suffix(".safetensors"), len(FRAMES), weights)
