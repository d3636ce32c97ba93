"""The losses: cross entropy on hard pixels and dice, and auxiliary ones on sensory memory, on queries and on keys."""
from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from .blocks import area_resize
from .clips import TWIN
from .encoders import Features
from .mistakes import Blunderer
from .network import LiVOS, Memory, Prediction

SENSORY, QUERIES, KEYS = 0.1, 0.1, 0.2


def hard_cross_entropy(logits: Tensor, labels: Tensor, share: float) -> Tensor:
    """The mean over that share of each frame's pixels, those with the largest loss."""
    each = F.cross_entropy(logits, labels, reduction="none").flatten(1)
    return each.mean() if share >= 1 else each.topk(max(int(share * each.shape[1]), 1), sorted=False).values.mean()


def dice(logits: Tensor, planes: Tensor) -> Tensor:
    """One less the overlap of probabilities and true masks [B, N+1, H, W], background left out."""
    found, true = logits.softmax(1)[:, 1:].flatten(2), planes[:, 1:].flatten(2)
    return (1 - (2 * (found * true).sum(2) + 1) / (found.sum(2) + true.sum(2) + 1)).mean()


def soft_cross_entropy(logits: Tensor, planes: Tensor) -> Tensor:
    """Against shares of each class rather than one class."""
    return -(planes * logits.log_softmax(1)).sum(1).mean()


def key_loss(network: LiVOS, features: Features) -> Tensor:
    """How badly keys say what places show."""
    return soft_cross_entropy(features.key.float().clamp(min=1e-6).log(), network.aux_computer.looks(features.f16.detach()))


def frame_loss(network: LiVOS, features: Features, prediction: Prediction, labels: Tensor, share: float) -> Tensor:
    """The loss of one predicted frame with labels [B, H, W]."""
    planes = F.one_hot(labels, prediction.logits.shape[1]).permute(0, 3, 1, 2).float()
    small = area_resize(planes, *features.key.shape[2:])
    loss = hard_cross_entropy(prediction.logits, labels, share) + dice(prediction.logits, planes)
    loss = loss + SENSORY * soft_cross_entropy(network.aux_computer(features.pixels, prediction.sensory), small)
    return loss + QUERIES * sum(soft_cross_entropy(logits, small) for logits in prediction.query_logits)


def window_loss(
    network: LiVOS, frames: Tensor, labels: Tensor, memory: Memory | None, share: float, blunderer: Blunderer,
) -> tuple[Tensor, Memory]:
    """The mean loss over some frames [B, T, 3, H, W] of clips with labels [B, T, H, W], and the memory after them. Twins are background.

    Without a memory, the first frame's true masks begin one. Keys have a loss only where they learn."""
    clips, length = labels.shape[:2]
    twins = labels == TWIN
    labels = labels.masked_fill(twins, 0)
    features = network.encode(frames.flatten(0, 1))
    losses = []
    for t in range(length):
        at = features.frame(t, clips)
        if memory is None:
            memory = network.begin(at, F.one_hot(labels[:, t]).permute(0, 3, 1, 2)[:, 1:].to(frames.dtype))
            continue
        prediction = network.segment(at, memory)
        losses.append(frame_loss(network, at, prediction, labels[:, t], share))
        masks, memory = blunderer.spoil(prediction.logits.softmax(1)[:, 1:], memory.seen(prediction.sensory), twins[:, t])
        memory = network.memorize(at, masks, memory)
    loss = torch.stack(losses).mean()
    return loss + KEYS * key_loss(network, features) if features.key.requires_grad else loss, memory
