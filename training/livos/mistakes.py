"""Mistakes put into what a network remembers of a frame, so that it learns to mend its own."""
from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from .blocks import area_resize, others
from .network import Memory


@dataclass(frozen=True)
class Mistakes:
    """Shares of objects of which, after a frame, a part is forgotten, something beside it is taken for it, all is lost, or sensory memory alone is lost."""

    part: float = 0.0
    beside: float = 0.0
    all: float = 0.0
    sensory: float = 0.0


class Blunderer:
    """Makes mistakes that follow from seeds, one for each clip."""

    def __init__(self, mistakes: Mistakes, seeds: list[int]) -> None:
        self.mistakes = mistakes
        self._generators = [torch.Generator().manual_seed(seed) for seed in seeds]

    def spoil(self, masks: Tensor, memory: Memory) -> tuple[Tensor, Memory]:
        """A frame's masks [B, N, H, W] and the memory that saw it, with mistakes in both."""
        if self.mistakes == Mistakes():
            return masks, memory
        with torch.no_grad():
            kept = (1 - self._some(masks, self.mistakes.part) * self._spot(masks, 0.0)) * (1 - self._some(masks, self.mistakes.all))
            added = self._some(masks, self.mistakes.beside) * self._spot(masks, 0.8)
            free = 1 - others(added)
            felt = kept * (1 - self._some(masks, self.mistakes.sensory))
        sensory = memory.sensory * area_resize(felt, *memory.sensory.shape[3:]).unsqueeze(2)
        return (masks * kept).maximum(added) * free, memory.seen(sensory)

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
