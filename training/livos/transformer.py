"""The object transformer (docs/network.md#object-transformer): queries and pixels of each object read each other."""
from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .architecture import Architecture
from .blocks import Attention, ChannelAttentionBlock, PositionalEncoding, aggregate


class CrossAttention(nn.Module):
    def __init__(self, a: Architecture, norm: bool) -> None:
        super().__init__()
        self.cross_attn = Attention(a.dimension, a.heads)
        self.norm = nn.LayerNorm(a.dimension) if norm else nn.Identity()

    def forward(self, x: Tensor, x_at: Tensor, read: Tensor, read_at: Tensor, forbidden: Tensor | None = None) -> Tensor:
        x = self.norm(x)
        return x + self.cross_attn(x + x_at, read + read_at, read, forbidden)


class SelfAttention(nn.Module):
    def __init__(self, a: Architecture) -> None:
        super().__init__()
        self.self_attn = Attention(a.dimension, a.heads)
        self.norm = nn.LayerNorm(a.dimension)

    def forward(self, x: Tensor, x_at: Tensor) -> Tensor:
        x = self.norm(x)
        return x + self.self_attn(x + x_at, x + x_at, x)


class FeedForward(nn.Module):
    def __init__(self, a: Architecture) -> None:
        super().__init__()
        self.linear1 = nn.Linear(a.dimension, a.feed_forward)
        self.linear2 = nn.Linear(a.feed_forward, a.dimension)
        self.norm = nn.LayerNorm(a.dimension)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.linear2(F.relu(self.linear1(self.norm(x)), inplace=True))


class PixelFeedForward(nn.Module):
    def __init__(self, a: Architecture) -> None:
        super().__init__()
        self.conv = ChannelAttentionBlock(a.dimension)

    def forward(self, tokens: Tensor, height: int, width: int) -> Tensor:
        grid = tokens.transpose(1, 2).unflatten(2, (height, width))
        return self.conv(grid).flatten(2).transpose(1, 2)


class Block(nn.Module):
    def __init__(self, a: Architecture) -> None:
        super().__init__()
        self.read_from_pixel = CrossAttention(a, norm=True)
        self.self_attn = SelfAttention(a)
        self.ffn = FeedForward(a)
        self.read_from_query = CrossAttention(a, norm=False)
        self.pixel_ffn = PixelFeedForward(a)

    def forward(
        self, queries: Tensor, queries_at: Tensor, pixels: Tensor, pixels_at: Tensor, forbidden: Tensor, size: tuple[int, int],
    ) -> tuple[Tensor, Tensor]:
        queries = self.read_from_pixel(queries, queries_at, pixels, pixels_at, forbidden)
        queries = self.ffn(self.self_attn(queries, queries_at))
        pixels = self.read_from_query(pixels, pixels_at, queries, queries_at)
        return queries, self.pixel_ffn(pixels, *size)


class ObjectTransformer(nn.Module):
    def __init__(self, a: Architecture) -> None:
        super().__init__()
        self.query_init = nn.Embedding(a.queries, a.dimension)
        self.query_emb = nn.Embedding(a.queries, a.dimension)
        self.summary_to_query_init = nn.Linear(a.dimension, a.dimension)
        self.summary_to_query_emb = nn.Linear(a.dimension, a.dimension)
        self.pixel_init_proj = nn.Conv2d(a.dimension, a.dimension, 1)
        self.pixel_emb_proj = nn.Conv2d(a.dimension, a.dimension, 1)
        self.spatial_pe = PositionalEncoding(a.dimension)
        self.blocks = nn.ModuleList(Block(a) for _ in range(a.transformer_blocks))
        self.mask_pred = nn.ModuleList(
            nn.Sequential(nn.ReLU(), nn.Conv2d(a.dimension, 1, 1)) for _ in range(a.transformer_blocks + 1))

    def forward(self, x: Tensor, object_memory: Tensor, clips: int) -> tuple[Tensor, list[Tensor]]:
        """x [B*N, C, h, w] and object memory [B*N, queries, C + 1] to pixels like x, and aggregated logits [B, N+1, h, w] before
        each block and after the last."""
        size = x.shape[2:]
        values = object_memory[:, :, :-1] / (object_memory[:, :, -1:] + 1e-4)
        queries = self.query_init.weight + self.summary_to_query_init(values)
        queries_at = self.query_emb.weight + self.summary_to_query_emb(values)
        pixels = tokens(self.pixel_init_proj(x))
        pixels_at = tokens(self.pixel_emb_proj(x) + self.spatial_pe(*size))
        logits = []
        for block, predict in zip(self.blocks, self.mask_pred):
            logits.append(self._masks(predict, pixels, size, clips))
            queries, pixels = block(queries, queries_at, pixels, pixels_at, self._forbidden(logits[-1]), size)
        if self.training:
            logits.append(self._masks(self.mask_pred[-1], pixels, size, clips))
        return pixels.transpose(1, 2).unflatten(2, size), logits

    @staticmethod
    def _masks(predict: nn.Module, pixels: Tensor, size: tuple[int, int], clips: int) -> Tensor:
        own = predict(pixels.transpose(1, 2).unflatten(2, size)).sigmoid()
        return aggregate(own.flatten(0, 1).unflatten(0, (clips, -1)))

    def _forbidden(self, logits: Tensor) -> Tensor:
        """Where queries must not look: the first half looks at its object, the rest at what is around it; with nothing left, anywhere."""
        with torch.no_grad():
            foreground = (logits[:, 1:] >= logits.max(1, keepdim=True).values).flatten(0, 1).flatten(1)[:, None]
            sides = torch.cat([~foreground, foreground], 1)
            sides = sides & ~sides.all(2, keepdim=True)
            return sides.repeat_interleave(self.query_init.num_embeddings // 2, 1)


def tokens(grid: Tensor) -> Tensor:
    """[M, C, h, w] to [M, h*w, C]."""
    return grid.flatten(2).transpose(1, 2)
