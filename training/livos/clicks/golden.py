"""What PyTorch computes of made-up weights and prompts, for the engine's tests."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from .. import safetensors
from ..architecture import ResNetShape
from ..resnet import ResNet
from .head import PREFIX, ClickHead
from .session import ClickSession

SEED = 19
RESNET18 = ResNetShape(64, (64, 128, 256), (2, 2, 2))


def record(output: Path) -> None:
    """Writes a frame of 75 x 100 pixels, and the logits at 1/4 after each of some prompts. Weights are made up from names and shapes, as the engine does."""
    encoder, head = ResNet(3, RESNET18).eval(), ClickHead(RESNET18).eval()
    make_up(encoder, "image_encoder.")
    make_up(head, PREFIX)
    rng = np.random.default_rng(SEED)
    coarse = torch.from_numpy(rng.uniform(0, 1, (1, 3, 7, 9)).astype(np.float32))
    frame = (F.interpolate(coarse, (75, 100), mode="bicubic", align_corners=False)[0].clamp(0, 1) * 255).round().byte()
    tensors = {"rgb": frame.permute(1, 2, 0).contiguous()}
    with torch.inference_mode():
        session = ClickSession(encoder, head, frame.float() / 255)
        steps = (lambda p: p.click(40, 30, True), lambda p: p.click(93, 71, False), lambda p: setattr(p, "box", (20.5, 11, 70, 64.25)),
                 lambda p: p.strokes.append((np.array([[30.0, 20.0], [55.0, 41.0], [60.0, 60.0]]), True)))
        for number, step in enumerate(steps):
            tensors[f"step{number}.logits"] = session.say(step)[0, 0].contiguous()
    safetensors.write(output, tensors, {"seed": str(SEED)})


def make_up(module: torch.nn.Module, prefix: str) -> None:
    """Gives a module the engine's made-up weights."""
    with torch.no_grad():
        for name, tensor in module.state_dict().items():
            if not name.endswith("num_batches_tracked"):
                tensor.copy_(made_up(prefix + name, tensor.shape))


def made_up(name: str, shape: torch.Size) -> Tensor:
    """A tensor of made-up weights (the engine's SyntheticWeights)."""
    if name.endswith(("bias", "running_mean")):
        low, high = -0.1, 0.1
    elif "bn" in name or "downsample.1." in name:
        low, high = 0.8, 1.2
    else:
        high = (3 / np.prod(shape[1:], dtype=float)) ** 0.5
        low = -high
    return torch.from_numpy((low + (high - low) * split_mix(name, SEED, shape.numel())).astype(np.float32).reshape(shape))


def split_mix(name: str, seed: int, count: int) -> np.ndarray:
    """The random numbers of made-up weights, in [0, 1): SplitMix64, started from a name and a seed."""
    step, most = 0x9E3779B97F4A7C15, (1 << 64) - 1
    start = 0xCBF29CE484222325
    for part in name.encode():
        start = ((start ^ part) * 0x100000001B3) & most
    start ^= seed * step & most
    z = np.uint64(start) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(step)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((z ^ (z >> np.uint64(31))) >> np.uint64(40)).astype(float) / (1 << 24)
