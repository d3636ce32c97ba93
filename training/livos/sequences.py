"""Annotated sequences, decoded once and kept in memory as bytes."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Iterable

import numpy as np
import torch
from PIL import Image
from torch import Tensor

VALIDATION = ("breakdance-flare", "car-turn", "flamingo", "horsejump-low", "soccerball")
"""The sequences that are never trained on: people and look-alikes, a vehicle, an animal, fast motion, occlusion."""


@dataclass(frozen=True)
class Sequence:
    """Frames [T, 3, H, W] and the masks that are given, by frame, [H, W]; all uint8."""

    name: str
    frames: Tensor
    masks: dict[int, Tensor]
    files: tuple[str, ...] = ()

    def labels(self) -> Tensor:
        """All masks [T, H, W] of a sequence whose every frame has one."""
        return torch.stack([self.masks[i] for i in range(len(self.frames))])


def load(folder: str | Path, names: Iterable[str] | None = None, size: int = 240) -> list[Sequence]:
    """The sequences of a folder laid out like DAVIS (JPEGImages/NAME and Annotations/NAME), or a single one with neither level."""
    folder = Path(folder)
    images = folder / "JPEGImages"
    if not images.is_dir():
        raise FileNotFoundError(f"{folder} has no folder JPEGImages; name the folder of a data set laid out like DAVIS.")
    found = sorted(path.name for path in images.iterdir() if path.is_dir())
    if not found:
        return [load_one(folder.name, images, folder / "Annotations", size)]
    missing = sorted(set(names or ()) - set(found))
    if missing:
        raise FileNotFoundError(f"{images} has no sequence {missing[0]}.")
    return [load_one(name, images / name, folder / "Annotations" / name, size) for name in (sorted(names) if names else found)]


def load_one(name: str, images: Path, annotations: Path, size: int) -> Sequence:
    """One sequence, its shorter side reduced to the given size where it is longer (docs/network.md#evaluation-protocol)."""
    files = sorted(path for path in images.iterdir() if path.suffix in (".jpg", ".png"))
    frames = torch.stack([image(path, size) for path in files])
    masks = {i: mask(annotations / f"{path.stem}.png", tuple(frames.shape[2:]))
             for i, path in enumerate(files) if (annotations / f"{path.stem}.png").exists()}
    if 0 not in masks:
        raise FileNotFoundError(f"{annotations} has no mask of the first frame, {files[0].stem}.png.")
    return Sequence(name, frames, masks, tuple(path.stem for path in files))


def image(path: Path, size: int) -> Tensor:
    """A frame [3, H, W]."""
    with Image.open(path) as opened:
        picture = opened.convert("RGB")
        shorter, longer = sorted(picture.size)
        if shorter > size:
            reduced = (size, size * longer // shorter)
            picture = picture.resize(reduced if picture.width < picture.height else reduced[::-1], Image.Resampling.BILINEAR)
        return torch.from_numpy(np.array(picture)).permute(2, 0, 1).contiguous()


def mask(path: Path, size: tuple[int, int]) -> Tensor:
    """An index mask [H, W] of the given size; 255 in a grey mask is object 1."""
    with Image.open(path) as opened:
        ids = opened if opened.mode in ("P", "L") else opened.convert("L")
        labels = torch.from_numpy(np.array(ids.resize(size[::-1], Image.Resampling.NEAREST)))
    return torch.where(labels == 255, torch.ones_like(labels), labels)
