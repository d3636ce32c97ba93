"""What a training run does, as a JSON file says it."""
from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from .architecture import Architecture, ResNetShape
from .mistakes import Mistakes
from .mixture import Mixture


@dataclass(frozen=True)
class Stage:
    """Batches up to number `until`: frames of this size, clips of one of these lengths, of this mixture; what is remembered with these mistakes."""

    until: int
    size: tuple[int, int]
    batch: int
    lengths: tuple[int, ...]
    freeze_norm: bool = False
    mixture: Mixture = Mixture()
    mistakes: Mistakes = Mistakes()

    def clips(self, objects: int) -> int:
        """How many clips of so many objects make a batch."""
        return max(self.batch // objects, 1)


@dataclass(frozen=True)
class Recipe:
    """A run. A batch is some clips; every `window` frames of them make one step of the optimizer, through which gradients flow.

    The learning rate warms up, stays, and falls to nothing from batch `decay_from` to the last stage's end. The image encoder learns at a share
    of it, `encoder_rate`; at 0, it stays as it is. Keys learn looks; where `keep_keys` says so they stay as the weights to start from have them."""

    stages: tuple[Stage, ...]
    decay_from: int
    architecture: Architecture = field(default_factory=Architecture)
    window: int = 4
    two_objects: float = 0.35
    learning_rate: float = 1e-3
    encoder_rate: float = 0.0
    keep_keys: bool = False
    warm_up: int = 300
    hard_pixels: float = 0.25
    hard_from: int = 2000
    weight_decay: float = 0.03
    gradient_norm: float = 1.0
    average: float = 0.999
    seed: int = 1

    @property
    def batches(self) -> int:
        return self.stages[-1].until

    def stage(self, batch: int) -> Stage:
        return next(stage for stage in self.stages if batch < stage.until)

    def check_shares(self, processes: int) -> None:
        """Raises a ValueError where so many processes cannot share every batch evenly."""
        for count in (stage.clips(objects) for stage in self.stages for objects in (1, 2)):
            if count % processes:
                raise ValueError(f"a batch of {count} clips cannot be shared by {processes} processes evenly; change the recipe's batch, or --processes")

    def rate(self, batch: int) -> float:
        """The learning rate of a batch."""
        left = (self.batches - batch) / max(self.batches - self.decay_from, 1)
        return self.learning_rate * min((batch + 1) / self.warm_up, left, 1)

    def share(self, batch: int) -> float:
        """The share of pixels that count as hard: all at first."""
        return 1 + (self.hard_pixels - 1) * min(batch / self.hard_from, 1)

    def to_json(self) -> dict:
        return asdict(self)

    @staticmethod
    def from_json(data: dict) -> Recipe:
        stages = tuple(
            Stage(**{**stage, "size": tuple(stage["size"]), "lengths": tuple(stage["lengths"]),
                     "mixture": Mixture(**stage.get("mixture", {})), "mistakes": Mistakes(**stage.get("mistakes", {}))})
            for stage in data["stages"])
        widths = dict(data.get("architecture", {}))
        for encoder in ("image", "mask"):
            if encoder in widths:
                shape = widths[encoder]
                widths[encoder] = ResNetShape(**{**shape, "widths": tuple(shape["widths"]), "blocks": tuple(shape["blocks"])})
        return Recipe(**{**data, "stages": stages, "architecture": Architecture(**widths)})

    @staticmethod
    def read(path: str | Path) -> Recipe:
        return Recipe.from_json(json.loads(Path(path).read_text()))
