"""Keys that tell an object from its surroundings (docs/network.md#linear-matching).

Looks name what a place shows in general: two people have one look. What linear matching is to say is where *this* object is, so the keys of a
network whose keys know looks are taught that instead, on clips of thousands of things; of few, they would be known by heart. Only keys learn,
from the frozen image encoder's features, so a frame costs less than half of what it costs in a run. The rest of the network then learns to read them."""
from __future__ import annotations

import copy
import json
import math
from pathlib import Path
from typing import Iterator

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .averaging import follow, pace
from .batches import stream
from .blocks import area_resize
from .clips import TWIN, Sources
from .encoders import normalized
from .network import LiVOS
from .recipe import Recipe
from .sequences import Sequence

LEAST = 1.5
"""The area, in places at 1/16, from which on an object in a frame counts."""


def evidence(keys: Tensor, inside: Tensor, outside: Tensor) -> Tensor:
    """How much each place of each frame looks like the object rather than its surroundings, as each frame of the clip knows them.

    Keys [L, K, P] and shares of places [L, P] to log-likelihood ratios [L, L, P]: those of frame j by what frame i shows at [i, j].
    They are what linear matching reads with values of 1 inside and 1 outside, each divided by its area."""
    def read(shares: Tensor) -> Tensor:
        mean = torch.einsum("lkp,lp->lk", keys, shares) / (shares.sum(1, keepdim=True) + 1e-3)
        return (torch.einsum("ik,jkp->ijp", mean, keys) + 1e-6).log()

    return read(inside) - read(outside)


def separation_loss(keys: Tensor, inside: Tensor, outside: Tensor) -> Tensor | None:
    """The cross entropy of the evidence, inside and outside alike, over all pairs of frames that show enough of the object; None without any.
    A frame's own keys count half."""
    found = evidence(keys, inside, outside)
    missed = (F.softplus(-found) * inside).sum(2) / (inside.sum(1) + 1e-3)
    false = (F.softplus(found) * outside).sum(2) / (outside.sum(1) + 1e-3)
    shown = (inside.sum(1) > LEAST).float()
    weights = shown[:, None] * shown * (1 - 0.5 * torch.eye(len(shown)))
    return ((missed + false) * weights).sum() / (2 * weights.sum()) if shown.any() else None


def clip_losses(keys: Tensor, labels: Tensor, size: tuple[int, int]) -> Iterator[Tensor]:
    """The loss of each object of a clip: keys [L, K, P] of h*w places, labels [L, H, W]. Twins are neither inside nor outside."""
    def places(chosen: Tensor) -> Tensor:
        return area_resize(chosen.float()[:, None], *size).flatten(1)

    known = 1 - places(labels == TWIN)
    for label in labels.unique():
        if label not in (0, TWIN):
            inside = places(labels == label)
            loss = separation_loss(keys, inside, (known - inside).clamp(min=0))
            if loss is not None:
                yield loss


def teach_keys(network: LiVOS, recipe: Recipe, sources: Sources, log: Path, half: bool = False, workers: int = 1) -> None:
    """Teaches a network's keys by a recipe; they end as the average of their last steps. The log gets a line of JSON for each batch."""
    network.eval().requires_grad_(False)
    learned = copy.deepcopy(network.key_projector).requires_grad_(True)
    average = network.key_projector
    optimizer = torch.optim.Adam(learned.parameters(), lr=0.0)
    with open(log, "w") as lines:
        for batch, (frames, labels) in enumerate(stream(recipe, sources, 0, workers)):
            losses = batch_losses(network, learned, frames, labels, half)
            if not losses:
                continue
            for group in optimizer.param_groups:
                group["lr"] = recipe.rate(batch)
            loss = torch.stack(losses).mean()
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(learned.parameters(), recipe.gradient_norm)
            optimizer.step()
            follow(average, learned, pace(recipe.average, batch))
            lines.write(json.dumps({"batch": batch, "loss": round(loss.item(), 6)}) + "\n")


def batch_losses(network: LiVOS, learned: nn.Module, frames: Tensor, labels: Tensor, half: bool) -> list[Tensor]:
    """The losses of a batch [B, L, 3, H, W] with labels [B, L, H, W]."""
    with torch.no_grad(), torch.autocast(frames.device.type, torch.bfloat16, enabled=half):
        f16 = network.image_encoder(normalized(frames.flatten(0, 1).float() / 255))[0].float()
    keys = learned(f16).flatten(2).unflatten(0, labels.shape[:2])
    return [loss for clip in range(len(labels)) for loss in clip_losses(keys[clip], labels[clip].long(), f16.shape[2:])]


@torch.inference_mode()
def told_apart(network: LiVOS, sequence: Sequence, lines: int = 240, every: int = 5) -> tuple[float, float]:
    """The mean area under the curve for places of an object against its surroundings in every fifth frame, as the true mask of the first tells them:
    by keys, and by the image encoder's nearest features of the first frame. NaN where no frame shows enough of the object."""
    first, found = None, []
    for index in range(0, len(sequence.frames), every):
        if index not in sequence.masks:
            continue
        frame, mask = sequence.frames[index].float() / 255, (sequence.masks[index] > 0).float()
        size = [round(side * lines / min(mask.shape)) // 16 * 16 for side in mask.shape]
        features = network.encode(F.interpolate(frame[None], size, mode="bicubic", align_corners=False).clamp(0, 1))
        places = area_resize(mask[None, None], *features.key.shape[2:]).flatten()
        keys, looks = features.key[0].flatten(1), F.normalize(features.f16[0].flatten(1), dim=0)
        inside, outside = places > 0.6, places < 0.05
        if not inside.any() or not outside.any():
            continue
        if first is None:
            first = keys, looks, places
            continue
        known = torch.stack([first[2], places])
        by_keys = evidence(torch.stack([first[0], keys]), known, 1 - known)[0, 1]
        alike = first[1].t() @ looks
        by_looks = alike[first[2] > 0.6].max(0).values - alike[first[2] < 0.05].max(0).values
        found.append([area_under_curve(scores[inside], scores[outside]) for scores in (by_keys, by_looks)])
    return tuple(torch.tensor(found).mean(0).tolist()) if found else (math.nan, math.nan)


def area_under_curve(inside: Tensor, outside: Tensor) -> float:
    """The chance that a place inside has a higher score than one outside."""
    ranks = torch.cat([inside, outside]).argsort().argsort()[:len(inside)].double()
    return ((ranks.sum() - len(inside) * (len(inside) - 1) / 2) / (len(inside) * len(outside))).item()
