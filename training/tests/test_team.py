"""Processes that train together."""
import tempfile
import unittest
from pathlib import Path

import torch

from livos.batches import stream
from livos.clips import Sources
from livos.run import CHECKPOINT, Run
from livos.team import Team, work
from livos.trainer import Trainer

from .fixtures import moving_square, tiny_recipe

SOURCES = Sources([moving_square("one"), moving_square("three")])


class TeamTests(unittest.TestCase):
    def setUp(self) -> None:
        torch.set_num_threads(1)

    def test_two_processes_learn_what_one_does(self) -> None:
        recipe = tiny_recipe(two_objects=0.0)

        def trained(processes: int, folder: Path) -> Trainer:
            torch.manual_seed(recipe.seed)
            trainer = Trainer(recipe)
            trainer.batch = 3  # from here on batch norms keep their statistics, and a batch's mean is its parts' mean

            def member(team: Team) -> None:
                trainer.team = team
                Run(folder, trainer, SOURCES, [], workers=0).go()

            work(processes, trainer.numbers, member)
            return Trainer.resume(folder / CHECKPOINT)

        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
            alone, together = trained(1, Path(one)), trained(2, Path(two))
        self.assertEqual((alone.batch, together.batch), (recipe.batches, recipe.batches))
        untouched = Trainer(recipe).network.state_dict()
        for name, tensor in alone.network.state_dict().items():
            if tensor.is_floating_point():
                moved = (tensor - untouched[name]).norm().item()
                self.assertLessEqual((tensor - together.network.state_dict()[name]).norm().item(), 0.02 * moved + 1e-5, name)

    def test_an_uneven_share_is_refused(self) -> None:
        batches = stream(tiny_recipe(two_objects=0.0), SOURCES, 0, 0, Team(0, 3))
        with self.assertRaisesRegex(ValueError, "cannot be shared by 3 processes"):
            next(batches)
