"""Prompts one after the other, as the engine takes them: each refines the mask before it."""
from __future__ import annotations

from dataclasses import replace
from typing import Callable

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from ..encoders import normalized
from ..resnet import ResNet
from .head import STRIDE, ClickHead, enlarged
from .prompts import Prompts, draw


class ClickSession:
    """One object in one frame [3, H, W] in [0, 1], which the network sees with a shorter side of `size` pixels, or as it is."""

    def __init__(self, encoder: ResNet, head: ClickHead, frame: Tensor, size: int | None = None) -> None:
        self._head = head
        self._source = tuple(frame.shape[1:])
        if size is not None:
            seen = [size * side // min(self._source) for side in self._source]
            frame = F.interpolate(frame[None], seen, mode="bilinear", align_corners=False, antialias=True)[0]
        self._height, self._width = frame.shape[1:]
        self._top, self._left = -self._height % STRIDE // 2, -self._width % STRIDE // 2
        padding = (self._left, -self._width % STRIDE - self._left, self._top, -self._height % STRIDE - self._top)
        # The frame is padded as it is, and the border is black in it.
        self._features = encoder(normalized(F.pad(frame, padding)[None]))
        self._cells = self._features[2].shape[2:]
        self.begin()

    def begin(self) -> None:
        """Forgets all prompts."""
        self._prompts, self._logits = Prompts(), None

    def say(self, change: Callable[[Prompts], object]) -> Tensor:
        """Changes the prompts, which are in the frame's pixels, and gives logits [1, 1, h, w] at 1/4 of the padded frame."""
        change(self._prompts)
        before = torch.zeros(1, *self._cells) if self._logits is None else self._logits[0].sigmoid()
        self._logits = self._head(*self._features, torch.cat([draw(self._padded(), *self._cells), before])[None])
        return self._logits

    def mask(self) -> np.ndarray:
        """Where the object is [H, W]."""
        seen = enlarged(self._logits)[:, :, self._top:self._top + self._height, self._left:self._left + self._width]
        return (F.interpolate(seen, self._source, mode="bilinear", align_corners=False)[0, 0] > 0).numpy()

    def _padded(self) -> Prompts:
        """The prompts in the padded frame's pixels."""
        scale = np.array([self._width / self._source[1], self._height / self._source[0]])
        shift = np.array([self._left, self._top], float)
        box = self._prompts.box
        return replace(
            self._prompts, strokes=[((points + 0.5) * scale - 0.5 + shift, positive) for points, positive in self._prompts.strokes],
            box=None if box is None else tuple(edge * scale[i % 2] + shift[i % 2] for i, edge in enumerate(box)))
