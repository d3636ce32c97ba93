"""Batches of clips: each follows from the seed and its number alone, so that a run can resume at any of them."""
from __future__ import annotations

from typing import Iterator

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from .clips import Sources, clip
from .recipe import Recipe
from .team import Team


class Batches(Dataset):
    """Item i: frames [B, L, 3, H, W] and labels [B, L, H, W], uint8, all clips with equally many objects; of a team's batch, a member's share."""

    def __init__(self, recipe: Recipe, sources: Sources, team: Team = Team()) -> None:
        self.recipe, self.sources, self.team = recipe, sources, team

    def __len__(self) -> int:
        return self.recipe.batches

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        rng = np.random.default_rng([self.recipe.seed, index])
        stage = self.recipe.stage(index)
        objects = 2 if rng.random() < self.recipe.two_objects else 1
        length = int(rng.choice(stage.lengths))
        clips = [clip(np.random.default_rng([self.recipe.seed, index, number]), self.sources, length, stage.size, objects, stage.mixture)
                 for number in self.team.share(stage.clips(objects))]
        return torch.stack([made.frames for made in clips]), torch.stack([made.labels for made in clips])


def stream(recipe: Recipe, sources: Sources, start: int, workers: int, team: Team = Team()) -> Iterator[tuple[Tensor, Tensor]]:
    """The batches from number `start` on, made beside the training where there are workers."""
    batches = Batches(recipe, sources, team)
    return iter(DataLoader(
        batches, batch_size=None, sampler=range(start, len(batches)), num_workers=workers, prefetch_factor=4 if workers else 2))


def first_frames(recipe: Recipe, sources: Sources, batches: int = 16) -> Tensor:
    """The first frames [B, 3, H, W] of the clips of a run's first batches."""
    made = Batches(recipe, sources)
    return torch.cat([made[i][0][:, 0] for i in range(min(batches, recipe.stages[0].until))])
