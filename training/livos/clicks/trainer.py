"""Learning to turn clicks into masks: what a checkpoint holds, and what a batch does to it."""
from __future__ import annotations

import copy
import os
from functools import partial
from pathlib import Path
from typing import Mapping

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..architecture import ResNetShape
from ..averaging import follow, pace
from ..encoders import normalized
from ..resnet import ResNet
from .head import ClickHead, enlarged
from .recipe import ClickRecipe
from .samples import Pictures, Samples, samples
from .user import User


class ClickTrainer:
    """A head that learns on an image encoder that stays as it is."""

    def __init__(self, recipe: ClickRecipe, encoder: Mapping[str, Tensor], half: bool = False) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe, self.half = recipe, half
        self.encoder = build_encoder(encoder)
        self.head = ClickHead(ResNetShape.read(encoder), recipe.shape).to(memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.head).requires_grad_(False).eval()
        learned = list(self.head.parameters())
        self.optimizer = torch.optim.AdamW([
            {"params": [p for p in learned if p.ndim > 1], "weight_decay": recipe.weight_decay},
            {"params": [p for p in learned if p.ndim <= 1], "weight_decay": 0.0}], lr=0.0)
        self.batch = 0

    def make(self, pictures: Pictures) -> Samples:
        """The next batch: it follows from the seed and its number alone."""
        stage = self.recipe.stage(self.batch)
        rng = np.random.default_rng([self.recipe.seed, self.batch])
        return samples(rng, pictures, stage.pictures, self.recipe.targets, stage.size, self.recipe.pasted)

    def train(self, batch: Samples) -> dict[str, float]:
        """Learns from one batch; gives numbers for the log."""
        for group in self.optimizer.param_groups:
            group["lr"] = self.recipe.rate(self.batch)
        masks, known = batch.masks.flatten(0, 1), batch.known.flatten(0, 1)
        seeds = np.random.SeedSequence([self.recipe.seed, self.batch, 1]).spawn(len(masks) + 1)
        users = [User(np.random.default_rng(seed), *each) for seed, *each in zip(seeds, masks, known)]
        weights = np.array(self.recipe.rounds)
        rounds = np.random.default_rng(seeds[-1]).choice(len(weights), p=weights / weights.sum())
        mixed = partial(torch.autocast, "cpu", torch.bfloat16, enabled=self.half)
        with torch.no_grad(), mixed():
            features = self.encoder(normalized(batch.pictures).contiguous(memory_format=torch.channels_last))
            for _ in range(rounds):
                self._correct(users, self.head(*features, planes(users)).float())
        with mixed():  # another context: what one casts without gradients has none later in it
            logits = self.head(*features, planes(users))
        logits = enlarged(logits.float())[:, 0]
        loss = normalized_focal(logits, masks, known) + dice(logits, masks, known)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        norm = nn.utils.clip_grad_norm_(self.head.parameters(), self.recipe.gradient_norm)
        self.optimizer.step()
        follow(self.average, self.head, pace(self.recipe.average, self.batch))
        self.batch += 1
        found = (logits > 0) & (known > 0)
        true = masks * known > 0
        overlap = (found & true).sum((1, 2)) / (found | true).sum((1, 2)).clamp(min=1)
        return {"loss": loss.item(), "iou": overlap.mean().item(), "rounds": int(rounds), "gradient": norm.item()}

    @staticmethod
    def _correct(users: list[User], logits: Tensor) -> None:
        """Each user looks at a mask and clicks where it is wrong."""
        for user, own in zip(users, logits[:, 0]):
            user.correct((own > 0).float())
            user.previous = own.sigmoid()

    def save(self, path: Path) -> None:
        """Writes a checkpoint; it replaces the last one only when it is whole."""
        partial = path.with_suffix(".partial")
        torch.save({
            "recipe": self.recipe.to_json(), "batch": self.batch, "encoder": self.encoder.state_dict(), "head": self.head.state_dict(),
            "average": self.average.state_dict(), "optimizer": self.optimizer.state_dict(),
        }, partial)
        os.replace(partial, path)

    @staticmethod
    def resume(path: Path, recipe: ClickRecipe | None = None, half: bool = False) -> ClickTrainer:
        """Goes on where a checkpoint stands; another recipe may change what comes, but not the head."""
        state = torch.load(path)
        trainer = ClickTrainer(recipe or ClickRecipe.from_json(state["recipe"]), state["encoder"], half)
        trainer.head.load_state_dict(state["head"])
        trainer.average.load_state_dict(state["average"])
        trainer.optimizer.load_state_dict(state["optimizer"])
        trainer.batch = state["batch"]
        return trainer


def build_encoder(tensors: Mapping[str, Tensor]) -> ResNet:
    """The image encoder of tensors that are named without a prefix, not to be trained."""
    encoder = ResNet(3, ResNetShape.read(tensors))
    encoder.load_state_dict(dict(tensors), strict=False)
    return encoder.to(memory_format=torch.channels_last).requires_grad_(False).eval()


def planes(users: list[User]) -> Tensor:
    """What all users say [N, 4, h, w]."""
    return torch.stack([user.planes() for user in users])


def normalized_focal(logits: Tensor, masks: Tensor, known: Tensor) -> Tensor:
    """The cross entropy [N, H, W], weighed by how wrong a pixel is, with the same weight in sum for each mask (Sofiiuk et al., 2019)."""
    right = torch.where(masks > 0, logits, -logits)
    weight = (1 - right.sigmoid()) ** 2 * known
    scale = known.sum((1, 2)) / weight.sum((1, 2)).clamp(min=1e-6).detach()
    return (scale * (weight * F.softplus(-right)).sum((1, 2)) / known.sum((1, 2)).clamp(min=1)).mean()


def dice(logits: Tensor, masks: Tensor, known: Tensor) -> Tensor:
    """One less the overlap of probabilities and true masks [N, H, W]."""
    found, true = logits.sigmoid() * known, masks * known
    return (1 - (2 * (found * true).sum((1, 2)) + 1) / (found.sum((1, 2)) + true.sum((1, 2)) + 1)).mean()
