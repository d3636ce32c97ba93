"""Moving averages of weights. They are what is exported: steadier than the weights that learn."""
from __future__ import annotations

import torch
from torch import nn


def pace(average: float, batch: int) -> float:
    """How far an average moves towards the learned weights after a batch; further while it is young."""
    return 1 - min(average, (1 + batch) / (10 + batch))


@torch.no_grad()
def follow(averaged: nn.Module, learned: nn.Module, rate: float) -> None:
    """Moves a module's averaged parameters towards the learned ones."""
    for kept, new in zip(averaged.parameters(), learned.parameters()):
        kept.lerp_(new, rate)
