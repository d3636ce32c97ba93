"""Following objects through a whole sequence, as the engine does it (docs/network.md#one-step, #evaluation-protocol)."""
from __future__ import annotations

from dataclasses import fields

import torch
import torch.nn.functional as F
from torch import Tensor

from .network import LiVOS, Memory


class Tracker:
    """Takes frame after frame; masks may introduce objects at any of them."""

    def __init__(self, network: LiVOS) -> None:
        self.network = network
        self.memory: Memory | None = None
        self.ids: list[int] = []

    @torch.inference_mode()
    def step(self, frame: Tensor, mask: Tensor | None = None) -> Tensor:
        """A frame [3, H, W] in [0, 1], and an index mask [H, W] from which new objects are taken (the first frame must bring one);
        gives probabilities [N+1, H, W], background first."""
        height, width = frame.shape[1:]
        top, left = -height % 16 // 2, -width % 16 // 2
        padding = (left, -width % 16 - left, top, -height % 16 - top)
        features = self.network.encode(F.pad(frame, padding)[None])
        planes = torch.ones(1, 1, *features.rgb.shape[2:])
        if self.memory is not None:
            prediction = self.network.segment(features, self.memory)
            self.memory = self.memory.seen(prediction.sensory)
            planes = prediction.logits.softmax(1)
        new = [] if mask is None else [int(i) for i in mask.unique() if i > 0 and int(i) not in self.ids]
        if new:
            given = F.pad(torch.stack([mask == i for i in new]).float(), padding)[None]
            planes = torch.cat([planes * (given.sum(1, keepdim=True) == 0), given], 1)
            blank = self.network.blank(features, len(new))
            self.memory = blank if self.memory is None else join(self.memory, blank)
            self.ids += new
        self.memory = self.network.memorize(features, planes[:, 1:], self.memory)
        return planes[0, :, top:top + height, left:left + width]

    def labels(self, probabilities: Tensor) -> Tensor:
        """The index mask [H, W]."""
        return torch.tensor([0, *self.ids], dtype=torch.uint8)[probabilities.argmax(0)]


def join(memory: Memory, more: Memory) -> Memory:
    """The memory of more objects in the same clip."""
    return Memory(*(torch.cat([getattr(memory, field.name), getattr(more, field.name)], 1) for field in fields(Memory)))
