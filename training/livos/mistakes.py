"""Mistakes put into what a network remembers of a frame, so that it learns to mend its own."""
from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from .blocks import area_resize, others
from .network import Memory

LATEST_LAPSE, LONGEST_LAPSE = 6, 8
"""The last frame in which a lapse begins, and how many frames it lasts at most."""


@dataclass(frozen=True)
class Mistakes:
    """Shares of objects of which, after a frame, a part is forgotten, something beside it is taken for it, all is lost, or sensory memory alone is lost;
    and shares of those that suffer a lapse, for some frames in a row: one `side` of the object is forgotten, or its `twin`, where the first object has
    one, is taken for it as well."""

    part: float = 0.0
    beside: float = 0.0
    all: float = 0.0
    sensory: float = 0.0
    side: float = 0.0
    twin: float = 0.0


@dataclass(frozen=True)
class Lapses:
    """For each object [B, N, 1, 1], from which frame until which it suffers a lapse, if any; frames are numbered from 1."""

    first: Tensor
    last: Tensor

    def at(self, frame: int) -> Tensor:
        """1 for objects that suffer one in a frame, else 0."""
        return ((self.first <= frame) & (frame <= self.last)).float()


@dataclass(frozen=True)
class Line:
    """A line that keeps its place in each object [B, N, 1, 1]: the angle of its normal, and how far it lies from the object's middle, in shares of its
    size."""

    angle: Tensor
    away: Tensor

    def beyond(self, masks: Tensor) -> Tensor:
        """What lies beyond it, 1 there [B, N, H, W]."""
        height, width = masks.shape[2:]
        rows, columns = torch.arange(height, device=masks.device)[:, None], torch.arange(width, device=masks.device)
        area = masks.sum((2, 3), keepdim=True).clamp(min=1)
        y, x = ((masks * at).sum((2, 3), keepdim=True) / area for at in (rows, columns))
        return ((columns - x) * self.angle.cos() + (rows - y) * self.angle.sin() > self.away * area.sqrt()).float()


class Blunderer:
    """Makes mistakes in some clips, frame after frame, that follow from seeds, one for each clip."""

    def __init__(self, mistakes: Mistakes, seeds: list[int]) -> None:
        self.mistakes = mistakes
        self._generators = [torch.Generator().manual_seed(seed) for seed in seeds]
        self._frame = 0
        self._lapses: tuple[Lapses, Lapses, Line] | None = None

    def spoil(self, masks: Tensor, memory: Memory, twins: Tensor) -> tuple[Tensor, Memory]:
        """A frame's masks [B, N, H, W] and the memory that saw it, with mistakes in both; `twins` says where twins are [B, H, W]."""
        if self.mistakes == Mistakes():
            return masks, memory
        self._frame += 1
        with torch.no_grad():
            kept = (1 - self._some(masks, self.mistakes.part) * self._spot(masks, 0.0)) * (1 - self._some(masks, self.mistakes.all))
            added = self._some(masks, self.mistakes.beside) * self._spot(masks, 0.8)
            if self.mistakes.side or self.mistakes.twin:
                forgetful, fooled, line = self._all_lapses(masks)
                kept = kept * (1 - forgetful.at(self._frame) * line.beyond(masks))
                added[:, :1] = added[:, :1].maximum(fooled.at(self._frame)[:, :1] * twins.unsqueeze(1))
            free = 1 - others(added)
            felt = kept * (1 - self._some(masks, self.mistakes.sensory))
        sensory = memory.sensory * area_resize(felt, *memory.sensory.shape[3:]).unsqueeze(2)
        return (masks * kept).maximum(added) * free, memory.seen(sensory)

    def _all_lapses(self, masks: Tensor) -> tuple[Lapses, Lapses, Line]:
        """The clips' lapses, the same in all frames: sides forgotten, twins taken for objects, and which sides."""
        if self._lapses is None:
            self._lapses = (
                self._some_lapses(masks, self.mistakes.side), self._some_lapses(masks, self.mistakes.twin),
                Line(2 * torch.pi * self._uniform(masks), 0.6 * self._uniform(masks) - 0.2))
        return self._lapses

    def _some_lapses(self, masks: Tensor, share: float) -> Lapses:
        """Lapses of that share of objects."""
        first = 1 + (LATEST_LAPSE * self._uniform(masks)).floor()
        last = first + (LONGEST_LAPSE * self._uniform(masks)).floor()
        return Lapses(first, last * self._some(masks, share))

    def _some(self, masks: Tensor, share: float) -> Tensor:
        """1 for that share of objects, else 0 [B, N, 1, 1]."""
        return (self._uniform(masks) < share).float()

    def _spot(self, masks: Tensor, stray: float) -> Tensor:
        """Ellipses about as large as the objects, 1 inside [B, N, H, W]: around a point of each, or one that strays from it, in shares of its size."""
        height, width = masks.shape[2:]
        inside = (masks > 0.5).float()
        size = inside.sum((2, 3), keepdim=True).sqrt().clamp(min=4)
        at = torch.stack([torch.multinomial(clip, 1, generator=generator) for clip, generator in
                          zip((inside + 1e-6).flatten(2).cpu(), self._generators)]).unsqueeze(3).to(masks.device)
        y, x = (part + stray * size * (2 * self._uniform(masks) - 1) for part in (at.div(width, rounding_mode="floor"), at % width))
        tall, wide = (size * (0.2 + 0.7 * self._uniform(masks)) for _ in range(2))
        rows, columns = torch.arange(height, device=masks.device)[:, None], torch.arange(width, device=masks.device)
        return (((rows - y) / tall).square() + ((columns - x) / wide).square() < 1).float()

    def _uniform(self, masks: Tensor) -> Tensor:
        """A number in [0, 1) for each object [B, N, 1, 1]."""
        return torch.stack([torch.rand((masks.shape[1], 1, 1), generator=each) for each in self._generators]).to(masks.device)
