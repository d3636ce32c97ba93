"""Small things that several tests share."""
from __future__ import annotations

import os
from pathlib import Path

import torch

from livos.architecture import Architecture, ResNetShape
from livos.mistakes import Mistakes
from livos.recipe import Recipe, Stage
from livos.sequences import Sequence

REPOSITORY = Path(__file__).resolve().parents[2]
WEIGHTS = REPOSITORY / "models" / "livos-nano.safetensors"
SAMPLE = REPOSITORY / "samples" / "blackswan"
TINY = Architecture(ResNetShape(16, (16, 16, 32), (1, 1, 1)), ResNetShape(16, (16, 16, 32), (1, 1, 1)),
                    dimension=32, key=16, width8=16, width4=16, feed_forward=64, transformer_blocks=2)


def tiny_recipe(batches: int = 6, **changes) -> Recipe:
    stages = (Stage(3, (48, 64), 2, (4,)), Stage(batches, (64, 64), 2, (6,), freeze_norm=True, mistakes=Mistakes(0.3, 0.3, 0.1)))
    return Recipe(stages, decay_from=4, architecture=TINY, warm_up=2, hard_from=4, window=3, **changes)


def moving_square(name: str = "square", length: int = 9) -> Sequence:
    """A bright square that moves over a dark, uneven ground."""
    generator = torch.Generator().manual_seed(len(name))
    ground = torch.randint(0, 90, (3, 72, 96), generator=generator, dtype=torch.uint8)
    frames, masks = ground.repeat(length, 1, 1, 1), {}
    for i in range(length):
        mask = torch.zeros(72, 96, dtype=torch.uint8)
        mask[20:50, 20 + 3 * i:50 + 3 * i] = 1
        frames[i][:, mask > 0] = 220
        masks[i] = mask
    return Sequence(name, frames, masks)


def engine() -> list[str] | None:
    """The command that runs the engine, where it is built; LIVOS may name it."""
    built = [Path(os.environ["LIVOS"])] if "LIVOS" in os.environ else sorted((REPOSITORY / "src" / "Cli" / "bin").glob("Release/*/livos"))
    return [str(built[-1])] if built else None
