"""A training run in a folder: its checkpoint, its log, its evaluations."""
from __future__ import annotations

import json
import signal
import time
from pathlib import Path

from .batches import stream
from .clips import Sources
from .evaluation import evaluate
from .sequences import Sequence
from .trainer import Trainer

CHECKPOINT, LOG = "latest.pt", "log.jsonl"


class Run:
    """Trains until the recipe's end, the time limit or a request to stop (SIGTERM or Ctrl+C), and leaves a checkpoint."""

    def __init__(self, folder: Path, trainer: Trainer, training: Sources, validation: list[Sequence], workers: int = 1) -> None:
        self.folder, self.trainer = folder, trainer
        self.training, self.validation, self.workers = training, validation, workers
        self.stopping = False

    def go(self, save_every: int = 100, evaluate_every: int = 1000, minutes: float | None = None) -> None:
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: setattr(self, "stopping", True))
        deadline = None if minutes is None else time.monotonic() + 60 * minutes
        trainer = self.trainer
        team = trainer.team
        batches = stream(trainer.recipe, self.training, trainer.batch, self.workers, team)
        while trainer.batch < trainer.recipe.batches and not team.agree(self.stopping or (deadline is not None and time.monotonic() >= deadline)):
            began = time.monotonic()
            frames, labels = next(batches)
            waited = time.monotonic() - began
            numbers = trainer.train(frames, labels)
            if not team.leads:
                continue
            self.log({**numbers, "rate": trainer.recipe.rate(trainer.batch - 1), "frames": team.size * labels.shape[0] * labels.shape[1],
                      "seconds": time.monotonic() - began, "waited": waited})
            if trainer.batch % save_every == 0:
                trainer.save(self.folder / CHECKPOINT)
            if trainer.batch % evaluate_every == 0 and self.validation:
                self.log({"j": evaluate(trainer.average, self.validation)})
        if team.leads:
            trainer.save(self.folder / CHECKPOINT)

    def log(self, numbers: dict) -> None:
        """One line of JSON; after a resumed run, the last line of a batch counts."""
        rounded = {name: round(value, 6) if isinstance(value, float) else value for name, value in numbers.items()}
        with open(self.folder / LOG, "a") as log:
            log.write(json.dumps({"batch": self.trainer.batch, **rounded}) + "\n")
