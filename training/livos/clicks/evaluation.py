"""How good masks of clicks are: mean IoU after some clicks, and how many a good mask takes."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Iterable, Protocol

import numpy as np
import torch
from torch import Tensor

from ..evaluation import jaccard
from ..scenes import Scene, followed
from ..sequences import Sequence
from .prompts import Prompts
from .user import correction, middle

MOST = 20
GOOD = 0.85
COUNTS = (1, 3, 5)


@dataclass(frozen=True)
class Case:
    """A picture [3, H, W] (bytes), an object's mask in it [H, W] and where that is known [H, W]."""

    picture: Tensor
    mask: np.ndarray
    known: np.ndarray


class Session(Protocol):
    """Something that makes a mask of prompts, one after the other."""

    def say(self, change: Callable[[Prompts], object]) -> object: ...

    def mask(self) -> np.ndarray: ...


def of_sequences(sequences: Iterable[Sequence], step: int = 10) -> list[Case]:
    """Every tenth frame, and all objects in it."""
    return [
        Case(sequence.frames[at], mask == number, np.ones_like(mask, bool))
        for sequence in sequences for at in range(0, len(sequence.frames), step) if at in sequence.masks
        for mask in (sequence.masks[at].numpy(),) for number in np.unique(mask) if number > 0]


def of_scenes(scenes: Iterable[Scene]) -> list[Case]:
    """All things of photographs."""
    return [
        Case(scene.picture, numbered.numpy() == number, numbered.numpy() != 255)
        for scene in scenes for numbered, _ in scene.partitions for number in followed(numbered.numpy())]


@dataclass(frozen=True)
class Scores:
    """Over some cases: the mean IoU after each number of clicks, from 1, and the clicks that GOOD takes."""

    ious: np.ndarray
    clicks: float
    failed: int
    cases: int

    @staticmethod
    def of(curves: list[np.ndarray]) -> Scores:
        """Of the IoU after each click [MOST], by case."""
        all = np.stack(curves)
        reached = all >= GOOD
        needed = np.where(reached.any(1), reached.argmax(1) + 1, MOST)
        return Scores(all.mean(0), needed.mean().item(), int((~reached.any(1)).sum()), len(all))


@torch.inference_mode()
def curve(session: Session, case: Case, most: int = MOST) -> np.ndarray:
    """The IoU after each click [MOST], each in the middle of the largest error; once a mask is good, no more clicks are made."""
    ious: list[float] = []
    x, y, positive = *middle(case.mask), True
    while len(ious) < most:
        session.say(lambda prompts: prompts.click(x, y, positive))
        found = session.mask()
        ious.append(jaccard(torch.from_numpy(found & case.known), torch.from_numpy(case.mask & case.known)))
        following = correction(found, case.mask, case.known)
        if following is None or ious[-1] >= GOOD and len(ious) >= max(COUNTS):
            break
        x, y, positive = following
    return np.array(ious + [ious[-1]] * (MOST - len(ious)))


def table(rows: dict[str, Scores]) -> str:
    """Scores as Markdown."""
    lines = ["| | cases | " + " | ".join(f"IoU {count}" for count in COUNTS) + f" | clicks for {GOOD} | not in {MOST} |", "|---|---|---|---|---|---|---|"]
    for name, scores in rows.items():
        ious = " | ".join(f"{scores.ious[count - 1]:.3f}" for count in COUNTS)
        lines.append(f"| {name} | {scores.cases} | {ious} | {scores.clicks:.1f} | {scores.failed} |")
    return "\n".join(lines)
