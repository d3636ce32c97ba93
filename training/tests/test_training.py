"""Learning, and going on with it."""
import copy
import tempfile
import unittest
from dataclasses import replace
from pathlib import Path

import torch

from livos.batches import Batches, stream
from livos.clips import TWIN, Sources
from livos.mistakes import Mistakes
from livos.resnet import ResNet
from livos.trainer import Trainer

from .fixtures import TINY, moving_square, tiny_recipe

SOURCES = Sources([moving_square("one"), moving_square("three")])


def states(trainer: Trainer) -> dict[str, torch.Tensor]:
    return {f"{part}.{name}": tensor for part, network in (("network", trainer.network), ("average", trainer.average))
            for name, tensor in network.state_dict().items()}


class TrainingTests(unittest.TestCase):
    def setUp(self) -> None:
        torch.set_num_threads(1)

    def test_the_loss_falls_on_one_batch(self) -> None:
        recipe = tiny_recipe(batches=60, learning_rate=2e-3)
        frames, labels = Batches(recipe, SOURCES)[0]
        trainer = Trainer(recipe)
        losses = [trainer.train(frames, labels)["loss"] for _ in range(40)]
        self.assertLess(losses[-1], 0.6 * losses[0])

    def test_twins_are_background_and_may_be_taken_for_the_object(self) -> None:
        frames, labels = Batches(tiny_recipe(), SOURCES)[3]  # long enough for a lapse
        labels = labels * (labels == 1)
        twins = labels.masked_fill((labels == 0) & (torch.arange(64) < 32), TWIN)
        losses = []
        for taken, marked in ((0.0, labels), (0.0, twins), (1.0, twins)):
            stages = tuple(replace(stage, mistakes=Mistakes(twin=taken)) for stage in tiny_recipe().stages)
            losses.append(Trainer(replace(tiny_recipe(), stages=stages)).train(frames, marked)["loss"])
        self.assertEqual(losses[0], losses[1])
        self.assertNotEqual(losses[1], losses[2])

    def test_a_resumed_run_is_exactly_the_run(self) -> None:
        recipe = tiny_recipe()
        whole, half = Trainer(recipe), Trainer(recipe)
        for frames, labels in stream(recipe, SOURCES, 0, workers=0):
            whole.train(frames, labels)
        batches = stream(recipe, SOURCES, 0, workers=0)
        for _ in range(4):
            half.train(*next(batches))
        with tempfile.TemporaryDirectory() as folder:
            half.save(Path(folder) / "latest.pt")
            resumed = Trainer.resume(Path(folder) / "latest.pt")
        self.assertEqual(resumed.recipe, recipe)
        for frames, labels in stream(recipe, SOURCES, resumed.batch, workers=1):
            resumed.train(frames, labels)
        self.assertEqual(resumed.batch, whole.batch)
        expected = states(whole)
        for name, tensor in states(resumed).items():
            self.assertTrue(torch.equal(tensor, expected[name]), name)

    def test_a_checkpoint_of_another_version_is_refused(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "latest.pt"
            Trainer(tiny_recipe()).save(path)
            state = torch.load(path)
            state["network"] = {name: tensor for name, tensor in state["network"].items() if "looks" not in name}
            torch.save(state, path)
            with self.assertRaisesRegex(ValueError, "latest.pt was written by another version.*--weights"):
                Trainer.resume(path)

    def test_frozen_norms_keep_their_statistics(self) -> None:
        recipe = tiny_recipe()
        trainer = Trainer(recipe)
        for batch, keeps in ((0, False), (3, True)):
            trainer.batch = batch
            before = copy.deepcopy(trainer.network.mask_encoder.bn1.state_dict())
            trainer.train(*Batches(recipe, SOURCES)[batch])
            after = trainer.network.mask_encoder.bn1.state_dict()
            self.assertEqual(torch.equal(before["running_mean"], after["running_mean"]), keeps)
            self.assertFalse(torch.equal(before["weight"], after["weight"]))

    def test_the_image_encoder_is_taken_and_stays_as_it_is(self) -> None:
        recipe = tiny_recipe(batches=12)
        encoder = {name: tensor + 0.01 for name, tensor in ResNet(3, TINY.image).state_dict().items() if tensor.is_floating_point()}
        encoder["conv1.weight"][0] = -0.0
        trainer = Trainer(recipe)
        trainer.take_encoder(encoder)
        for frames, labels in stream(recipe, SOURCES, 0, workers=0):
            trainer.train(frames, labels)
        for network in (trainer.network, trainer.average):
            found = network.image_encoder.state_dict()
            for name, tensor in encoder.items():
                self.assertEqual(found[name].numpy().tobytes(), tensor.numpy().tobytes(), name)

    def test_the_image_encoder_learns_where_it_is_asked_to(self) -> None:
        recipe = tiny_recipe(encoder_rate=0.1)
        trainer = Trainer(recipe)
        before = copy.deepcopy(trainer.network.image_encoder.state_dict())
        trainer.train(*Batches(recipe, SOURCES)[0])
        self.assertEqual([group["lr"] for group in trainer.optimizer.param_groups], [recipe.rate(0), recipe.rate(0), 0.1 * recipe.rate(0)])
        after = trainer.network.image_encoder.state_dict()
        self.assertFalse(torch.equal(before["conv1.weight"], after["conv1.weight"]))
        self.assertTrue(torch.equal(before["bn1.running_mean"], after["bn1.running_mean"]))

    def test_another_encoder_is_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "the encoder is not one of ResNetShape.stem=16"):
            Trainer(tiny_recipe()).take_encoder({"conv1.weight": torch.zeros(64, 3, 7, 7)})

    def test_a_step_whose_gradient_surges_is_left_out(self) -> None:
        trainer = Trainer(tiny_recipe())
        for factor, moves in ((1e6, False), (1e-3, True)):
            for group in trainer.optimizer.param_groups:
                group["lr"] = 1e-3
            before = {name: tensor.clone() for name, tensor in states(trainer).items()}
            trainer._step(factor * sum(p.square().sum() for p in trainer.network.parameters() if p.requires_grad))
            moved = any(not torch.equal(tensor, before[name]) for name, tensor in states(trainer).items())
            self.assertEqual(moved, moves, factor)

    def test_the_rate_warms_up_and_falls_to_nothing(self) -> None:
        recipe = tiny_recipe(batches=10, learning_rate=1.0)
        rates = [recipe.rate(batch) for batch in range(10)]
        self.assertEqual(rates[:4], [0.5, 1.0, 1.0, 1.0])
        self.assertEqual(rates[4:], sorted(rates[4:], reverse=True))
        self.assertLess(rates[-1], 0.2)

    def test_mixed_precision_learns_too(self) -> None:
        recipe = tiny_recipe()
        trainer = Trainer(recipe, half=True)
        numbers = trainer.train(*Batches(recipe, SOURCES)[0])
        self.assertTrue(all(torch.isfinite(tensor).all() for tensor in states(trainer).values()), numbers)
