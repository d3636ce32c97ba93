"""A click head's run in a folder: its checkpoint and its log."""
from __future__ import annotations

import json
import signal
import time
from pathlib import Path

from ..run import CHECKPOINT, LOG
from .samples import Pictures
from .trainer import ClickTrainer


def go(folder: Path, trainer: ClickTrainer, pictures: Pictures, save_every: int = 100) -> None:
    """Trains until the recipe's end or a request to stop (SIGTERM or Ctrl+C), and leaves a checkpoint."""
    stops: list[int] = []
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda number, _: stops.append(number))
    while trainer.batch < trainer.recipe.batches and not stops:
        began = time.monotonic()
        numbers = trainer.train(trainer.make(pictures))
        with open(folder / LOG, "a") as log:
            log.write(json.dumps({"batch": trainer.batch, **{name: round(value, 5) for name, value in numbers.items()},
                                  "seconds": round(time.monotonic() - began, 2)}) + "\n")
        if trainer.batch % save_every == 0:
            trainer.save(folder / CHECKPOINT)
    trainer.save(folder / CHECKPOINT)
