"""A network half as wide again that computes nearly what a narrower one does: where to go on once a width has learned what it can.

Of four channels, the last two are doubled. A layer that reads a doubled channel shares its weight between the two, unevenly, so that training tells them
apart (Net2Net, Chen et al., ICLR 2016). What differs at first are layer norms, which count doubled channels twice, and positions, whose waves lie closer
together: the doubled channels are those whose two neighbours are nearest to the wave before."""
from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor

from .network import LiVOS

PATTERN = (0, 1, 2, 3, 2, 3)
"""Which of four channels each of six is a copy of."""

UNEVEN = 0.15
"""How far the two shares of a weight may be from its half."""

TRAINING_ONLY = ("sensory_aux",)


class Channels:
    """The channels of the wide network, each a copy of one of the narrow one's."""

    def __init__(self, dimension: int, generator: torch.Generator) -> None:
        if dimension % 4:
            raise ValueError(f"a dimension of {dimension} cannot be widened by half; it must be a multiple of 4")
        self.old = dimension
        self.new = dimension // 4 * 6
        self.source = torch.tensor([4 * (i // 6) + PATTERN[i % 6] for i in range(self.new)])
        self._generator = generator

    def copy(self, x: Tensor, axis: int, size: int) -> Tensor:
        """An axis of outputs: each channel is copied."""
        return x.index_select(axis, self._sources(x.shape[axis], size))

    def share(self, x: Tensor, axis: int, size: int) -> Tensor:
        """An axis of inputs: what belonged to a channel is shared between its copies."""
        y = x.index_select(axis, self._sources(x.shape[axis], size)).movedim(axis, -1).clone()
        for run in range(self._runs(x.shape[axis], size)):
            for first in range(run * self.new, (run + 1) * self.new):
                if first % 6 in (2, 3):
                    part = 0.5 + UNEVEN * (2 * torch.rand(y.shape[:-1], generator=self._generator) - 1)
                    y[..., first], y[..., first + 2] = y[..., first] * part, y[..., first] * (1 - part)
        return y.movedim(-1, axis).contiguous()

    def shares(self) -> Tensor:
        """What each channel counts for in a product of two vectors that are both copied."""
        return 1 / torch.bincount(self.source)[self.source]

    def _runs(self, old: int, new: int) -> int:
        """How many times all channels stand on an axis; what is behind them stays."""
        return (new - old) // (self.new - self.old)

    def _sources(self, old: int, new: int) -> Tensor:
        runs = self._runs(old, new)
        return torch.cat([self.source + run * self.old for run in range(runs)] + [torch.arange(runs * self.old, old)])


def widen(network: LiVOS, feed_forward: int | None = None, seed: int = 1) -> LiVOS:
    """The wide network; its queries' feed-forward layers keep only their most used hidden units where fewer are wanted."""
    a = network.architecture
    channels = Channels(a.dimension, torch.Generator().manual_seed(seed))
    wide = LiVOS(replace(a, dimension=channels.new, feed_forward=feed_forward or a.feed_forward))
    narrow = most_used(network.state_dict(), a.transformer_blocks, wide.architecture.feed_forward)
    state = {name: widened(channels, name, narrow[name], tensor) for name, tensor in wide.state_dict().items()}
    wide.load_state_dict(state)
    return wide


def most_used(state: dict[str, Tensor], blocks: int, hidden: int) -> dict[str, Tensor]:
    """The same numbers with so many hidden units in each feed-forward layer: those of the largest weights."""
    state = dict(state)
    for block in range(blocks):
        first, second = (f"object_transformer.blocks.{block}.ffn.linear{i}" for i in (1, 2))
        size = state[f"{first}.weight"].norm(dim=1) * state[f"{second}.weight"].norm(dim=0)
        kept = size.topk(hidden).indices.sort().values
        for name in (f"{first}.weight", f"{first}.bias"):
            state[name] = state[name][kept]
        state[f"{second}.weight"] = state[f"{second}.weight"][:, kept]
    return state


def widened(channels: Channels, name: str, old: Tensor, new: Tensor) -> Tensor:
    """A tensor of the wide network."""
    if name.endswith("inv_freq"):
        return new
    x = old
    if x.ndim > 1 and x.shape[1] != new.shape[1]:
        is_embedding = name.endswith(("query_init.weight", "query_emb.weight"))
        x = (channels.copy if is_embedding else channels.share)(x, 1, new.shape[1])
    if x.ndim > 0 and x.shape[0] != new.shape[0]:
        x = channels.copy(x, 0, new.shape[0])
    if x.shape != new.shape:
        raise ValueError(f"{name} is {tuple(old.shape)}, of which {tuple(new.shape)} cannot be made; widen by another width")
    if "in_proj" in name:  # queries meet keys: a longer vector is divided by a larger root
        queries = (channels.new / channels.old) ** 0.5 * channels.shares().view(-1, *[1] * (x.ndim - 1))
        x = torch.cat([x[:channels.new] * queries, x[channels.new:]])
    if any(part in name for part in TRAINING_ONLY):  # pixels meet what sensory memory says
        x = torch.cat([x[:-1] * channels.shares().view(-1, *[1] * (x.ndim - 1)), x[-1:]])
    return x
