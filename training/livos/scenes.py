"""Photographs whose every region has an outline drawn by people (BSDS500): any of them may be what is followed."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

LEAST, MOST = 0.008, 0.3
"""The shares of a picture that a region may take to be followed."""


@dataclass(frozen=True)
class Scene:
    """A photograph [3, h, w] and people's partitions of it, each [h, w] and with the numbers of the regions that may be followed; uint8."""

    picture: Tensor
    partitions: tuple[tuple[Tensor, tuple[int, ...]], ...]

    def region(self, rng: np.random.Generator) -> Tensor:
        """Where one of the regions is [h, w], 0 or 1."""
        partition, numbers = self.partitions[rng.integers(len(self.partitions))]
        return (partition == numbers[rng.integers(len(numbers))]).float()


def load(folder: Path) -> tuple[Scene, ...]:
    """The scenes of a folder laid out like BSDS500's `data`: images/PART/NAME.jpg and groundTruth/PART/NAME.mat."""
    found = [(path, folder / "groundTruth" / path.parent.name / f"{path.stem}.mat") for path in sorted((folder / "images").glob("*/*.jpg"))]
    scenes = [scene(picture, outlines) for picture, outlines in found if outlines.exists()]
    if not scenes:
        raise FileNotFoundError(f"{folder} has no images/*/*.jpg with groundTruth/*/*.mat beside them; name the folder BSDS500/data.")
    return tuple(each for each in scenes if each.partitions)


def scene(picture: Path, outlines: Path) -> Scene:
    from scipy.io import loadmat  # the one thing that needs SciPy

    with Image.open(picture) as opened:
        pixels = torch.from_numpy(np.array(opened.convert("RGB"))).permute(2, 0, 1).contiguous()
    drawn = [each["Segmentation"][0, 0] for each in loadmat(outlines)["groundTruth"][0]]
    partitions = [(torch.from_numpy(each.astype(np.uint8)), followed(each)) for each in drawn if each.max() < 256]
    return Scene(pixels, tuple((each, numbers) for each, numbers in partitions if numbers))


def followed(partition: np.ndarray) -> tuple[int, ...]:
    """The numbers of the regions that are neither specks nor most of the picture."""
    numbers, counts = np.unique(partition, return_counts=True)
    shares = counts / partition.size
    return tuple(int(n) for n in numbers[(shares >= LEAST) & (shares <= MOST)])
