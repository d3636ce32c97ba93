"""Pictures with objects to click at, made on the fly: parts of frames and of outlined photographs, with things pasted over some of them."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ..appearance import blur, recolour
from ..motion import log_uniform
from ..scenes import Scene
from ..sequences import Sequence
from ..stills import Stills

UNKNOWN = 255
LEAST_AREA = 0.004
TRIES = 8


def held_out(name: str) -> bool:
    """Whether a photograph is never trained on: where its number can be divided by ten."""
    return name.isdigit() and int(name) % 10 == 0


@dataclass(frozen=True)
class Pictures:
    """Where samples come from: frames of sequences, folders of outlined photographs, cut-out things."""

    sequences: list[Sequence]
    scenes: tuple[tuple[Scene, ...], ...] = ()
    stills: Stills = Stills()

    def any(self, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
        """A picture [3, h, w] and the numbers of its regions [h, w], both uint8; a third of them are frames, where there are photographs."""
        if not self.scenes or rng.random() < 1 / 3:
            sequence = self.sequences[rng.integers(len(self.sequences))]
            at = rng.choice(list(sequence.masks))
            return sequence.frames[at], sequence.masks[at]
        folder = self.scenes[rng.integers(len(self.scenes))]
        scene = folder[rng.integers(len(folder))]
        return scene.picture, scene.partitions[rng.integers(len(scene.partitions))][0]


@dataclass(frozen=True)
class Samples:
    """Pictures [B, 3, S, S] in [0, 1], objects' masks [B, T, S, S] and where they are known [B, T, S, S], 0 or 1."""

    pictures: Tensor
    masks: Tensor
    known: Tensor


def samples(rng: np.random.Generator, pictures: Pictures, count: int, targets: int, size: int, pasted: float) -> Samples:
    made = [sample(rng, pictures, targets, size, pasted) for _ in range(count)]
    return Samples(*(torch.stack(parts) for parts in zip(*made)))


def sample(rng: np.random.Generator, pictures: Pictures, targets: int, size: int, pasted: float) -> tuple[Tensor, Tensor, Tensor]:
    """One picture [3, S, S] with as many objects; one with fewer shows some of them more than once."""
    while True:
        picture, regions = view(rng, *pictures.any(rng), size)
        if rng.random() < pasted:
            picture, regions = paste(rng, pictures, picture, regions)
        numbers, counts = regions.unique(return_counts=True)
        fit = [int(n) for n, count in zip(numbers, counts) if 0 < n < UNKNOWN and LEAST_AREA <= count / size ** 2 <= 0.7]
        if fit:
            break
    if rng.random() < 0.6:
        picture = recolour(rng, picture[None], 0.7)[0]
    if rng.random() < 0.15:
        picture = blur(rng, picture[None])[0]
    chosen = rng.permutation(fit)[:targets]
    chosen = np.resize(chosen, targets)
    masks = torch.stack([(regions == int(n)).float() for n in chosen])
    return picture.clamp(0, 1), masks, (regions != UNKNOWN).float().expand_as(masks)


def view(rng: np.random.Generator, picture: Tensor, regions: Tensor, size: int) -> tuple[Tensor, Tensor]:
    """A part of a picture around some place of a region, at the size wanted [3, S, S] and [S, S]; mirrored or not."""
    height, width = regions.shape
    side = log_uniform(rng, 0.4, 1.0) * min(height, width)
    rows, columns = (int(min(max(side * np.exp(rng.normal(0, 0.12)), 32), extent)) for extent in (height, width))
    numbers = [int(n) for n in regions.unique() if 0 < n < UNKNOWN]
    at = torch.nonzero(regions == numbers[rng.integers(len(numbers))]) if numbers else torch.tensor([[height // 2, width // 2]])
    y, x = at[rng.integers(len(at))].tolist()
    top = int(np.clip(y - rng.uniform(0.1, 0.9) * rows, 0, height - rows))
    left = int(np.clip(x - rng.uniform(0.1, 0.9) * columns, 0, width - columns))
    part = (slice(top, top + rows), slice(left, left + columns))
    seen = F.interpolate(picture[:, part[0], part[1]][None].float() / 255, (size, size), mode="bilinear", align_corners=False, antialias=True)[0]
    numbered = F.interpolate(regions[part][None, None].float(), (size, size), mode="nearest")[0, 0].byte()
    return (seen.flip(2), numbered.flip(1)) if rng.random() < 0.5 else (seen, numbered)


def paste(rng: np.random.Generator, pictures: Pictures, picture: Tensor, regions: Tensor) -> tuple[Tensor, Tensor]:
    """A thing over a picture [3, S, S]: one of the cut-out ones, or a region of another picture; its number is the first that is free."""
    size = len(regions)
    thing = some_thing(rng, pictures)
    wanted = log_uniform(rng, 0.15, 0.7) * size
    scale = wanted / max(thing[3].sum().sqrt().item(), 1)
    rows, columns = (min(max(int(extent * scale), 4), 2 * size) for extent in thing.shape[1:])
    thing = F.interpolate(thing[None], (rows, columns), mode="bilinear", align_corners=False, antialias=True)[0]
    top, left = (int(rng.uniform(0, size) - extent / 2) for extent in (rows, columns))
    laid = F.pad(thing, (left, size - left - columns, top, size - top - rows))
    alpha = laid[3:]
    free = next(n for n in range(1, UNKNOWN) if not (regions == n).any())
    regions = torch.where(alpha[0] > 0.5, torch.full_like(regions, free), regions)
    return picture * (1 - alpha) + laid[:3] * alpha, regions


def some_thing(rng: np.random.Generator, pictures: Pictures) -> Tensor:
    """A thing [4, h, w] in [0, 1], with its alpha channel, cut to its extent."""
    if pictures.stills.things and rng.random() < 0.4:
        return pictures.stills.things[rng.integers(len(pictures.stills.things))].float() / 255
    for _ in range(TRIES):
        picture, regions = pictures.any(rng)
        numbers = [int(n) for n in regions.unique() if 0 < n < UNKNOWN]
        if numbers:
            break
    else:
        return torch.zeros(4, 8, 8)
    mask = regions == numbers[rng.integers(len(numbers))]
    y, x = torch.nonzero(mask, as_tuple=True)
    part = (slice(y.min().item(), y.max().item() + 1), slice(x.min().item(), x.max().item() + 1))
    thing = torch.cat([picture[:, part[0], part[1]].float() / 255, mask[part][None].float()])
    return torch.cat([recolour(rng, thing[None, :3])[0], thing[3:]]) if rng.random() < 0.5 else thing
