"""The image encoder from ImageNet: a ResNet-18 in Microsoft's ONNX file (NuGet package Microsoft.ML.DnnImageFeaturizer.ResNet18) in this network's names."""
from __future__ import annotations

from pathlib import Path
from typing import Iterator

import torch
from torch import Tensor

from .architecture import ResNetShape

SHAPE = ResNetShape(64, (64, 128, 256), (2, 2, 2))

MEAN, STD = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
"""What this network takes from frames in [0, 1], and divides them by."""

LESS = 114.0
"""What the file's network takes from frames in [0, 255], whose channels are blue, green and red."""

EPSILON = 1e-5
"""What batch norms add to a variance, here and in the file."""


def convert(onnx_file: Path) -> dict[str, Tensor]:
    """The encoder's tensors up to layer3, for normalized frames (RGB)."""
    import onnx  # the one thing that needs it
    from onnx.numpy_helper import to_array

    graph = onnx.load(str(onnx_file)).graph
    numbers = {each.name: torch.from_numpy(to_array(each).copy()).float() for each in graph.initializer}
    inputs = {kind: iter([node.input[1:] for node in graph.node if node.op_type == kind]) for kind in ("Conv", "BatchNormalization")}
    tensors = {}
    for conv, norm in layers():
        (tensors[f"{conv}.weight"],) = (numbers[name] for name in next(inputs["Conv"]))
        for name, source in zip(("weight", "bias", "running_mean", "running_var"), next(inputs["BatchNormalization"])):
            tensors[f"{norm}.{name}"] = numbers[source]
    return for_normalized_frames(tensors)


def layers() -> Iterator[tuple[str, str]]:
    """The convolutions and their batch norms, in the file's order."""
    yield "conv1", "bn1"
    for stage, blocks in enumerate(SHAPE.blocks, 1):
        for block in range(blocks):
            at = f"layer{stage}.{block}"
            if stage > 1 and block == 0:
                yield f"{at}.downsample.0", f"{at}.downsample.1"
            yield from ((f"{at}.conv{i}", f"{at}.bn{i}") for i in (1, 2))


def for_normalized_frames(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """The same network with the frames' preparation in its first convolution and norm. There, variances go from nothing to 72,000, beyond
    float16; each channel is divided so that its variance is 1."""
    weight = tensors["conv1.weight"].flip(1)
    shift = (weight.sum((2, 3)) * (255 * MEAN - LESS)).sum(1)
    deviation = (tensors["bn1.running_var"] + EPSILON).sqrt()
    return {
        **tensors,
        "conv1.weight": weight * (255 * STD)[:, None, None] / deviation[:, None, None, None],
        "bn1.running_mean": (tensors["bn1.running_mean"] - shift) / deviation,
        "bn1.running_var": torch.full_like(deviation, 1 - EPSILON),
    }
