"""How a click head is trained, as a JSON file says it."""
from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from .head import ClickShape


@dataclass(frozen=True)
class ClickStage:
    """Batches up to number `until`: so many pictures of size x size pixels."""

    until: int
    size: int
    pictures: int


@dataclass(frozen=True)
class ClickRecipe:
    """A run. `targets` objects of each picture are clicked at; a share `pasted` of the pictures has a thing pasted over it.

    Before the step that learns, the user has corrected as many masks as a draw from `rounds` says (their weights, from none on)."""

    stages: tuple[ClickStage, ...]
    decay_from: int
    shape: ClickShape = ClickShape()
    targets: int = 2
    pasted: float = 0.2
    rounds: tuple[float, ...] = (0.34, 0.2, 0.14, 0.1, 0.08, 0.06, 0.05, 0.03)
    learning_rate: float = 1e-3
    warm_up: int = 100
    weight_decay: float = 0.03
    gradient_norm: float = 2.0
    average: float = 0.997
    seed: int = 1

    @property
    def batches(self) -> int:
        return self.stages[-1].until

    def stage(self, batch: int) -> ClickStage:
        return next(stage for stage in self.stages if batch < stage.until)

    def rate(self, batch: int) -> float:
        """The learning rate of a batch: warms up, stays, and falls to nothing."""
        left = (self.batches - batch) / max(self.batches - self.decay_from, 1)
        return self.learning_rate * min((batch + 1) / self.warm_up, left, 1)

    def to_json(self) -> dict:
        return asdict(self)

    @staticmethod
    def from_json(data: dict) -> ClickRecipe:
        shape = dict(data.get("shape", {}))
        if "prompts" in shape:
            shape["prompts"] = tuple(shape["prompts"])
        stages = tuple(ClickStage(**stage) for stage in data["stages"])
        given = {**data, "stages": stages, "shape": ClickShape(**shape)}
        return ClickRecipe(**{**given, "rounds": tuple(given["rounds"])} if "rounds" in given else given)

    @staticmethod
    def read(path: str | Path) -> ClickRecipe:
        return ClickRecipe.from_json(json.loads(Path(path).read_text()))
