"""Recording what PyTorch computes, in the format of the engine's goldens (docs/network.md#golden-files)."""
from __future__ import annotations

import json
from pathlib import Path

import torch

from . import safetensors, weights
from .evaluation import introductions
from .sequences import Sequence
from .tracking import Tracker


def record(weights_file: Path, sequence: Sequence, output: Path, frames: int, weights_name: str) -> None:
    """Follows a clip's first frames in float32 and writes frames, masks, probabilities and the memory after the last frame."""
    tracker = Tracker(weights.load(weights_file).eval())
    tensors: dict[str, torch.Tensor] = {}
    ids: dict[str, list[int]] = {}
    frames = min(frames, len(sequence.frames))
    for i, (frame, mask) in enumerate(zip(sequence.frames[:frames], introductions(sequence))):
        known = len(tracker.ids)
        probabilities = tracker.step(frame.float() / 255, mask)
        tensors[f"frame{i}.rgb"] = frame.permute(1, 2, 0).contiguous()
        if mask is not None:
            tensors[f"frame{i}.mask"] = mask
            ids[str(i)] = tracker.ids[known:]
        elif i in (1, frames // 2, frames - 1):
            tensors[f"frame{i}.prob"] = probabilities.contiguous()
    tensors[f"frame{frames - 1}.state"] = tracker.memory.state.contiguous()
    tensors[f"frame{frames - 1}.object_memory"] = tracker.memory.summaries.contiguous()
    height, width = sequence.frames.shape[2:]
    safetensors.write(output, tensors, {
        "height": str(height), "width": str(width), "frames": str(frames), "variant": "nano",
        "weights": weights_name, "ids": json.dumps(ids),
    })
