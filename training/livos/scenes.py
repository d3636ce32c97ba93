"""Photographs with outlines, of things or, drawn by people, of every region (BSDS500): any of them may be what is followed."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from .stills import shrunk

LEAST, MOST = 0.008, 0.45
"""The shares of a picture that a region may take to be followed."""

SIDE = 320
"""The shorter side of a picture, at most, in pixels."""


@dataclass(frozen=True)
class Scene:
    """A photograph [3, h, w] and partitions of it, each [h, w] and with the numbers of the regions that may be followed; uint8."""

    picture: Tensor
    partitions: tuple[tuple[Tensor, tuple[int, ...]], ...]

    def region(self, rng: np.random.Generator) -> Tensor:
        """Where one of the regions is [h, w], 0 or 1."""
        partition, numbers = self.partitions[rng.integers(len(self.partitions))]
        return (partition == numbers[rng.integers(len(numbers))]).float()


def load(folder: Path, side: int = SIDE, wanted: Callable[[str], bool] = lambda name: True) -> tuple[Scene, ...]:
    """The scenes of a folder: either images/NAME.* with masks/NAME.png, whose values number a picture's things (0: none, 255: not known), or laid out
    like BSDS500's `data`: images/PART/NAME.jpg with groundTruth/PART/NAME.mat. Pictures whose shorter side is longer
    than `side` are reduced to it, and only those are taken whose names, without their endings, are wanted."""
    masks = [(path, folder / "masks" / f"{path.stem}.png") for path in sorted((folder / "images").glob("*.*"))]
    people = [(path, folder / "groundTruth" / path.parent.name / f"{path.stem}.mat") for path in sorted((folder / "images").glob("*/*.jpg"))]
    scenes = [scene(picture, partitions(outlines), side) for picture, outlines in masks + people if wanted(picture.stem) and outlines.exists()]
    if not scenes:
        raise FileNotFoundError(f"{folder} has neither images/*.jpg with masks/*.png nor images/*/*.jpg with groundTruth/*/*.mat; name a folder like BSDS500/data.")
    return tuple(each for each in scenes if each.partitions)


def partitions(outlines: Path) -> list[Image.Image]:
    """A picture's partitions, as images whose values number regions."""
    if outlines.suffix == ".mat":
        from scipy.io import loadmat  # the one thing that needs SciPy

        drawn = [each["Segmentation"][0, 0] for each in loadmat(outlines)["groundTruth"][0]]
        return [Image.fromarray(each.astype(np.uint8)) for each in drawn if each.max() < 256]
    with Image.open(outlines) as opened:
        return [opened.copy()]


def scene(picture: Path, drawn: list[Image.Image], side: int = SIDE) -> Scene:
    """A picture and its partitions, those with nothing to follow left out."""
    with Image.open(picture) as opened:
        reduced = shrunk(opened.convert("RGB"), side / min(opened.size))
    pixels = torch.from_numpy(np.array(reduced)).permute(2, 0, 1).contiguous()
    numbered = [np.array(each.resize(reduced.size, Image.Resampling.NEAREST)) for each in drawn]
    found = [(torch.from_numpy(each), followed(each)) for each in numbered]
    return Scene(pixels, tuple((partition, numbers) for partition, numbers in found if numbers))


def followed(partition: np.ndarray) -> tuple[int, ...]:
    """The numbers of the regions that are neither specks nor most of the picture, nor its ground (0) or not known (255)."""
    numbers, counts = np.unique(partition, return_counts=True)
    shares = counts / partition.size
    return tuple(int(n) for n in numbers[(shares >= LEAST) & (shares <= MOST) & (numbers % 255 > 0)])
