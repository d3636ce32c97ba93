"""What a network knows of its own mistakes: numbers for each object and frame that should fall where J does."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from .evaluation import introductions, jaccard
from .network import LiVOS
from .sequences import Sequence
from .tracking import Tracker

LOST = 0.3
"""An object whose J is less is lost."""

RANGES = 6
"""Of values, for which the mean J is told."""

CANDIDATES = ("inside", "border", "mirror")


@dataclass(frozen=True)
class Judgement:
    """One object in one frame: its J, and what each candidate says, from 0 (lost) to 1."""

    sequence: str
    j: float
    values: dict[str, float]


def judge(network: LiVOS, sequence: Sequence) -> list[Judgement]:
    """Judges each known object in every frame that has a true mask with it and did not introduce it."""
    tracker, mirrored = Tracker(network), Tracker(network)
    judgements = []
    for i, (frame, given) in enumerate(zip(sequence.frames, introductions(sequence))):
        known = list(tracker.ids)
        probabilities = tracker.step(frame.float() / 255, given)
        other = mirrored.step(frame.flip(2).float() / 255, None if given is None else given.flip(1))
        true = sequence.masks.get(i)
        if true is None:
            continue
        found, mirror = tracker.labels(probabilities), mirrored.labels(other).flip(1)
        for number, id in enumerate(known, 1):
            if (true == id).any():
                values = (inside(probabilities[number], found == id), border(probabilities[number], found == id), agreement(found == id, mirror == id))
                judgements.append(Judgement(sequence.name, jaccard(found == id, true == id), dict(zip(CANDIDATES, values))))
    return judgements


def inside(probability: Tensor, mask: Tensor) -> float:
    """The mean probability of an object inside its mask; 0 where it has none."""
    return probability[mask].mean().item() if mask.any() else 0.0


def border(probability: Tensor, mask: Tensor) -> float:
    """1 less the mean entropy, in bits, on both sides of a mask's border; 0 where there is no mask."""
    planes = mask.float()[None]
    widened, narrowed = F.max_pool2d(planes, 3, 1, 1)[0] > 0, F.max_pool2d(1 - planes, 3, 1, 1)[0] == 0
    p = probability[widened & ~narrowed].clamp(1e-6, 1 - 1e-6)
    return 1 + (p * p.log2() + (1 - p) * (1 - p).log2()).mean().item() if mask.any() else 0.0


def agreement(mask: Tensor, mirror: Tensor) -> float:
    """The overlap with what is found in the mirrored clip; 0 where nothing is found."""
    return jaccard(mask, mirror) if mask.any() else 0.0


@dataclass(frozen=True)
class Quality:
    """How well values below a threshold tell lost objects."""

    threshold: float = 0.0
    precision: float = 0.0
    recall: float = 0.0

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / max(self.precision + self.recall, 1e-9)


def quality(values: np.ndarray, lost: np.ndarray) -> Quality:
    """With the threshold that has the best F1 on these very frames."""
    best = Quality()
    for threshold in np.unique(np.round(values, 2)) + 0.005:
        said = values < threshold
        hits = (lost & said).sum()
        tried = Quality(float(threshold), hits / max(said.sum(), 1), hits / max(lost.sum(), 1))
        best = max(best, tried, key=lambda each: each.f1)
    return best


def calibration(values: np.ndarray, js: np.ndarray) -> list[tuple[float, float, int, float]]:
    """What J values mean: ranges of them with as many frames each, and the mean J in each: from, to, frames, J."""
    order = np.argsort(values)
    return [(float(values[part[0]]), float(values[part[-1]]), len(part), float(js[part].mean())) for part in np.array_split(order, min(RANGES, len(order)))]


def correlation(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.corrcoef(a, b)[0, 1]) if a.std() > 0 and b.std() > 0 else 0.0


def table(judgements: Iterable[Judgement]) -> str:
    """The candidates' qualities in Markdown."""
    judgements = list(judgements)
    js = np.array([each.j for each in judgements])
    rows = [f"{len(js)} frames of objects, {(js < LOST).sum()} of them lost (J < {LOST}).", "",
            "| | correlation with J | lost below | precision | recall |", "|---|---:|---:|---:|---:|"]
    for name in CANDIDATES:
        values = np.array([each.values[name] for each in judgements])
        found = quality(values, js < LOST)
        rows.append(f"| {name} | {correlation(values, js):.3f} | {found.threshold:.3f} | {found.precision:.2f} | {found.recall:.2f} |")
    values = np.array([each.values["inside"] for each in judgements])
    rows += ["", "| inside | frames | mean J |", "|---|---:|---:|"]
    rows += [f"| {low:.2f} to {high:.2f} | {frames} | {j:.2f} |" for low, high, frames, j in calibration(values, js)]
    return "\n".join(rows)
