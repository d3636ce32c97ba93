"""GrabCut of OpenCV, to compare with (needs python3-opencv)."""
from __future__ import annotations

from typing import Callable

import cv2
import numpy as np
from torch import Tensor

from .prompts import Prompts

RADIUS, ROUNDS = 5, 5


class GrabCut:
    """One object in one frame [3, H, W] (bytes): disks around clicks are certain, all else is probably background at first."""

    def __init__(self, frame: Tensor) -> None:
        self._picture = np.ascontiguousarray(frame.permute(1, 2, 0).numpy()[:, :, ::-1])
        self._labels = np.full(self._picture.shape[:2], cv2.GC_PR_BGD, np.uint8)
        self._models = np.zeros((1, 65)), np.zeros((1, 65))
        self._prompts = Prompts()

    def say(self, change: Callable[[Prompts], object]) -> None:
        """Changes the prompts, of which clicks count, and cuts anew."""
        change(self._prompts)
        for points, positive in self._prompts.strokes:
            x, y = (int(round(at)) for at in points[0])
            cv2.circle(self._labels, (x, y), RADIUS, cv2.GC_FGD if positive else cv2.GC_BGD, -1)
        cv2.grabCut(self._picture, self._labels, None, *self._models, ROUNDS, cv2.GC_INIT_WITH_MASK)

    def mask(self) -> np.ndarray:
        """Where the object is [H, W]."""
        return (self._labels == cv2.GC_FGD) | (self._labels == cv2.GC_PR_FGD)
