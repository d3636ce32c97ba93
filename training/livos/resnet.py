"""ResNet up to layer3 (docs/network.md#resnet): features at 1/4, 1/8 and 1/16."""
from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor, nn

from .architecture import ResNetShape


class BasicBlock(nn.Module):
    """Two 3x3 convolutions; the first carries the stride."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = shortcut(inputs, outputs, stride)

    def forward(self, x: Tensor) -> Tensor:
        y = F.relu(normalized(x, self.conv1, self.bn1), inplace=True)
        y = normalized(y, self.conv2, self.bn2)
        return F.relu(y + (x if self.downsample is None else normalized(x, *self.downsample)), inplace=True)


class Bottleneck(nn.Module):
    """1x1, 3x3 (carries the stride), 1x1 to four times the planes."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        planes = outputs // 4
        self.conv1 = nn.Conv2d(inputs, planes, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(planes)
        self.conv2 = nn.Conv2d(planes, planes, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(planes)
        self.conv3 = nn.Conv2d(planes, outputs, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(outputs)
        self.downsample = shortcut(inputs, outputs, stride)

    def forward(self, x: Tensor) -> Tensor:
        y = F.relu(normalized(x, self.conv1, self.bn1), inplace=True)
        y = F.relu(normalized(y, self.conv2, self.bn2), inplace=True)
        y = normalized(y, self.conv3, self.bn3)
        return F.relu(y + (x if self.downsample is None else normalized(x, *self.downsample)), inplace=True)


def normalized(x: Tensor, conv: nn.Conv2d, norm: nn.BatchNorm2d) -> Tensor:
    """A convolution and its batch norm; one convolution where the norm keeps its statistics."""
    if norm.training:
        return norm(conv(x))
    scale = norm.weight * (norm.running_var + norm.eps).rsqrt()
    return F.conv2d(x, conv.weight * scale[:, None, None, None], norm.bias - norm.running_mean * scale, conv.stride, conv.padding)


def shortcut(inputs: int, outputs: int, stride: int) -> nn.Sequential | None:
    """The convolution beside a block that changes the shape."""
    if stride == 1 and inputs == outputs:
        return None
    return nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))


class ResNet(nn.Module):
    """A stem at 1/4 and three stages; there is no layer4."""

    def __init__(self, inputs: int, shape: ResNetShape) -> None:
        super().__init__()
        self.shape = shape
        self.conv1 = nn.Conv2d(inputs, shape.stem, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(shape.stem)
        block = Bottleneck if shape.bottleneck else BasicBlock
        width = shape.stem
        for i, (outputs, count) in enumerate(zip(shape.widths, shape.blocks), 1):
            stride = 1 if i == 1 else 2
            stage = [block(width, outputs, stride)] + [block(outputs, outputs, 1) for _ in range(count - 1)]
            setattr(self, f"layer{i}", nn.Sequential(*stage))
            width = outputs

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """[B, inputs, H, W] to features at 1/16, 1/8 and 1/4."""
        x = F.max_pool2d(F.relu(normalized(x, self.conv1, self.bn1), inplace=True), 3, 2, 1)
        f4 = self.layer1(x)
        f8 = self.layer2(f4)
        return self.layer3(f8), f8, f4
