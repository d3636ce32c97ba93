"""Small parts that several modules share (docs/network.md#building-blocks). Objects are flattened into the batch: B clips of N objects are [B*N, ...]."""
from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .architecture import channel_attention_kernel


class ChannelAttentionBlock(nn.Module):
    """Two convolutions whose result is weighted by channel and added to the input (CAResBlock)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(width, width, 3, padding=1)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1)
        kernel = channel_attention_kernel(width)
        self.conv = nn.Conv1d(1, 1, kernel, padding=kernel // 2, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        y = self.conv2(F.relu(self.conv1(F.relu(x)), inplace=True))
        attention = self.conv(y.mean((2, 3)).unsqueeze(1)).sigmoid()
        return y * attention.transpose(1, 2).unsqueeze(3) + x


class FeatureFuser(nn.Module):
    """Fuses pixel features, shared by a clip's objects, with each object's own."""

    def __init__(self, pixels: int, inputs: int, width: int) -> None:
        super().__init__()
        self.x_transform = nn.Conv2d(pixels, width, 1)
        self.y_transform = nn.Conv2d(inputs, width, 1)
        self.layer1 = ChannelAttentionBlock(width)
        self.layer2 = ChannelAttentionBlock(width)

    def forward(self, pixels: Tensor, y: Tensor) -> Tensor:
        """[B, pixels, h, w] and [B*N, inputs, h, w] to [B*N, width, h, w]."""
        fused = per_object(self.x_transform(pixels), len(y)) + self.y_transform(y)
        return self.layer2(self.layer1(fused))


class SensoryUpdate(nn.Module):
    """The gated recurrent update of sensory memory."""

    def __init__(self, inputs: int, width: int) -> None:
        super().__init__()
        self.transform = nn.Conv2d(inputs + width, 3 * width, 3, padding=1)

    def forward(self, x: Tensor, sensory: Tensor) -> Tensor:
        forget, update, new = self.transform(torch.cat([x, sensory], 1)).chunk(3, 1)
        update = update.sigmoid()
        return forget.sigmoid() * sensory * (1 - update) + update * new.tanh()


class PositionalEncoding(nn.Module):
    """Sines and cosines of a position; nothing learned."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        half = channels // 2
        self.register_buffer("inv_freq", 128.0 ** (-torch.arange(0, half, 2).float() / half), persistent=False)
        self._grids: dict[tuple[int, int], Tensor] = {}

    def forward(self, height: int, width: int) -> Tensor:
        """[channels, height, width]: the first half encodes x, the second y."""
        grid = self._grids.get((height, width))
        if grid is None or grid.device != self.inv_freq.device:
            x = self._encode(width)[:, None, :].expand(-1, height, -1)
            y = self._encode(height)[:, :, None].expand(-1, -1, width)
            grid = self._grids[height, width] = torch.cat([x, y])
        return grid

    def _encode(self, extent: int) -> Tensor:
        at = torch.arange(extent, device=self.inv_freq.device).float() / (extent - 1 + 1e-6) * 32
        angle = self.inv_freq[:, None] * at
        return torch.stack([angle.sin(), angle.cos()], 1).flatten(0, 1)


class Attention(nn.Module):
    """Multi-head attention with PyTorch's parameter names and fewer of its detours."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.in_proj_weight = nn.Parameter(torch.empty(3 * width, width))
        self.in_proj_bias = nn.Parameter(torch.zeros(3 * width))
        self.out_proj = nn.Linear(width, width)
        nn.init.xavier_uniform_(self.in_proj_weight)
        nn.init.zeros_(self.out_proj.bias)

    def forward(self, query: Tensor, key: Tensor, value: Tensor, forbidden: Tensor | None = None) -> Tensor:
        """[M, L, C], [M, S, C], [M, S, C] to [M, L, C]; forbidden [M, L, S] is true where a query must not look."""
        projected = [self._heads(F.linear(x, weight, bias)) for x, weight, bias in
                     zip((query, key, value), self.in_proj_weight.chunk(3), self.in_proj_bias.chunk(3))]
        q, k, v = projected
        scores = q @ k.transpose(2, 3) * q.shape[3] ** -0.5
        if forbidden is not None:
            scores = scores.masked_fill(forbidden.unsqueeze(1), float("-inf"))
        return self.out_proj((scores.softmax(3) @ v).transpose(1, 2).flatten(2))

    def _heads(self, x: Tensor) -> Tensor:
        return x.unflatten(2, (self.heads, -1)).transpose(1, 2)


def per_object(x: Tensor, count: int) -> Tensor:
    """Repeats what B clips share for each of their objects: [B, ...] to [count, ...]."""
    return x if len(x) == count else x.repeat_interleave(count // len(x), 0)


def others(masks: Tensor) -> Tensor:
    """Where a clip's other objects are: [B, N, H, W] to the same."""
    return (masks.sum(1, keepdim=True) - masks).clamp(0, 1)


def aggregate(probabilities: Tensor) -> Tensor:
    """Objects' own probabilities [B, N, H, W] to logits of background and objects [B, N+1, H, W]."""
    probabilities = probabilities.float()
    background = (1 - probabilities).prod(1, keepdim=True)
    planes = torch.cat([background, probabilities], 1).clamp(1e-7, 1 - 1e-7)
    return torch.log(planes / (1 - planes))


def area_resize(x: Tensor, height: int, width: int) -> Tensor:
    """The average over the box that each result covers."""
    return F.adaptive_avg_pool2d(x, (height, width))
