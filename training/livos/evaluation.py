"""J of a network beside the baseline that copies the first mask (docs/network.md#region-similarity)."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Iterable

import torch
from torch import Tensor

from .network import LiVOS
from .sequences import Sequence
from .tracking import Tracker

Method = Callable[[Sequence], list[Tensor]]


@dataclass(frozen=True)
class Score:
    """The mean J over a sequence's objects, and J of each object in each scored frame."""

    sequence: str
    j: float
    by_object: dict[int, list[float]]


def jaccard(found: Tensor, true: Tensor) -> float:
    union = (found | true).sum().item()
    return (found & true).sum().item() / union if union else 1.0


def track(network: LiVOS) -> Method:
    """Follows a sequence's objects with a network; results are labels [H, W], frame by frame."""

    def run(sequence: Sequence) -> list[Tensor]:
        tracker = Tracker(network)
        return [tracker.labels(tracker.step(frame.float() / 255, mask))
                for frame, mask in zip(sequence.frames, introductions(sequence))]

    return run


def copy_first(sequence: Sequence) -> list[Tensor]:
    """Each object stays where it was introduced."""
    labels, results = torch.zeros_like(sequence.masks[0]), []
    for mask in introductions(sequence):
        labels = labels if mask is None else torch.where(mask > 0, mask, labels)
        results.append(labels)
    return results


def introductions(sequence: Sequence) -> Iterable[Tensor | None]:
    """For each frame, the mask of the objects that it is the first to show."""
    known: set[int] = set()
    for i in range(len(sequence.frames)):
        mask = sequence.masks.get(i)
        new = set() if mask is None else {int(id) for id in mask.unique() if id > 0} - known
        known |= new
        yield torch.where(torch.isin(mask, torch.tensor(sorted(new), dtype=mask.dtype)), mask, torch.zeros_like(mask)) if new else None


def score(sequence: Sequence, method: Method) -> Score:
    """Scores every frame with a true mask but the first and the last, each object from the first scored frame that shows it."""
    results = method(sequence)
    scored = sorted(sequence.masks)[1:-1]
    by_object: dict[int, list[float]] = {}
    for i in scored:
        true, found = sequence.masks[i], results[i]
        for id in sorted(set(by_object) | {int(x) for x in true.unique() if x > 0}):
            by_object.setdefault(id, []).append(jaccard(found == id, true == id))
    means = [sum(each) / len(each) for each in by_object.values()]
    return Score(sequence.name, sum(means) / len(means), by_object)


def evaluate(network: LiVOS, sequences: Iterable[Sequence]) -> dict[str, float]:
    """J of each sequence, and their mean."""
    training = network.training
    network.eval()
    scores = {sequence.name: score(sequence, track(network)).j for sequence in sequences}
    network.train(training)
    return {**scores, "mean": sum(scores.values()) / len(scores)}
