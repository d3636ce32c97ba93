"""Processes that train one network together, each on its share of every batch: faster on a CPU than threads that share each operation."""
from __future__ import annotations

import multiprocessing
from typing import Callable

import torch
from torch import Tensor, nn

PATIENCE = 1800
"""Seconds after which a member is taken for lost."""


class Team:
    """One member's end: what it shares with the others is averaged, so that all of them keep the same weights."""

    def __init__(self, rank: int = 0, size: int = 1, shared: Tensor | None = None, barrier=None) -> None:
        self.rank, self.size = rank, size
        self._shared, self._barrier = shared, barrier

    @property
    def leads(self) -> bool:
        """Whether this member keeps the log and the checkpoints."""
        return self.rank == 0

    def share(self, count: int) -> range:
        """Which of so many clips are this member's."""
        return range(self.rank, count, self.size)

    def mean(self, numbers: Tensor) -> Tensor:
        """The members' mean of a vector; each must call it equally often."""
        if self.size == 1:
            return numbers
        rows = self._shared[:, :len(numbers)]
        rows[self.rank].copy_(numbers)
        self._barrier.wait(PATIENCE)
        result = rows.mean(0)
        self._barrier.wait(PATIENCE)
        return result

    def share_gradients(self, network: nn.Module) -> None:
        """Replaces gradients and batch norms' statistics by the members' means."""
        if self.size == 1:
            return
        tensors = [p.grad for p in network.parameters() if p.grad is not None]
        tensors += [buffer for buffer in network.buffers() if buffer.is_floating_point()]
        means = self.mean(torch.cat([tensor.flatten() for tensor in tensors]))
        for tensor, mean in zip(tensors, means.split([tensor.numel() for tensor in tensors])):
            tensor.copy_(mean.view_as(tensor))

    def agree(self, wish: bool) -> bool:
        """Whether any member wishes so."""
        return self.mean(torch.tensor([float(wish)])).item() > 0


def work(size: int, capacity: int, function: Callable[[Team], None]) -> None:
    """Calls a function as each member of a team that shares vectors of up to so many numbers; this process leads."""
    if size == 1:
        return function(Team())

    def member(team: Team) -> None:
        try:
            function(team)
        except BaseException:
            barrier.abort()  # or the others would wait for this member
            raise

    context = multiprocessing.get_context("fork")
    shared, barrier = torch.zeros(size, capacity).share_memory_(), context.Barrier(size)
    others = [context.Process(target=member, args=(Team(rank, size, shared, barrier),)) for rank in range(1, size)]
    for other in others:
        other.start()
    try:
        member(Team(0, size, shared, barrier))
    finally:
        for other in others:
            other.join()
