"""Processes that train together."""
import os
import sys
import tempfile
import unittest
from pathlib import Path
from threading import BrokenBarrierError

import torch

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
        tiny_recipe().check_shares(1)
        with self.assertRaisesRegex(ValueError, "a batch of 2 clips cannot be shared by 3 processes"):
            tiny_recipe().check_shares(3)

    def test_a_member_that_fails_stops_all(self) -> None:
        def member(team: Team) -> None:
            if not team.leads:
                sys.stderr = open(os.devnull, "w")  # its trace is expected
                raise RuntimeError("lost")
            team.agree(False)

        with self.assertRaises(BrokenBarrierError):
            work(2, 1, member)
