"""Clips with two objects, for a check in the manner of DAVIS 2017: a sequence, and before it the object of another one."""
from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor

from .sequences import Sequence

SHIFTS = (0, -1 / 3, 1 / 3)
"""How far the other object may be moved sideways, in shares of a frame's width."""


def pairs(sequences: list[Sequence]) -> list[Sequence]:
    """Each sequence with the object of the next one, the last with that of the first."""
    return [pair(behind, before) for behind, before in zip(sequences, sequences[1:] + sequences[:1])]


def pair(behind: Sequence, before: Sequence) -> Sequence:
    """The object of `before`, as label 2, over the frames of `behind`, whose object is label 1. It is moved sideways to where it covers least of
    the other in the first frame. The frames of both have one size; the clip is as long as the shorter one."""
    shift = min(SHIFTS, key=lambda share: _overlap(behind, before, share))
    frames, masks = [], {}
    for i in range(min(len(behind.frames), len(before.frames))):
        object = _moved(before.masks[i] > 0, shift)
        frames.append(torch.where(object, _moved(before.frames[i], shift), behind.frames[i]))
        masks[i] = torch.where(object, 2, (behind.masks[i] > 0).to(torch.uint8)).to(torch.uint8)
    return replace(behind, name=f"{behind.name} and {before.name}", frames=torch.stack(frames), masks=masks, files=())


def _overlap(behind: Sequence, before: Sequence, share: float) -> int:
    return int(((behind.masks[0] > 0) & _moved(before.masks[0] > 0, share)).sum())


def _moved(picture: Tensor, share: float) -> Tensor:
    """A picture [..., W] that was moved to the right by a share of its width; zeros come in."""
    width = picture.shape[-1]
    moved, by = torch.zeros_like(picture), round(share * width)
    moved[..., max(by, 0):width + min(by, 0)] = picture[..., max(-by, 0):width - max(by, 0)]
    return moved
