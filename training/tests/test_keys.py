"""Keys that say what places show."""
import copy
import unittest

import torch

from livos.batches import Batches, first_frames
from livos.clips import Sources
from livos.keys import SHARPNESS, Looks, clusters
from livos.losses import KEYS, key_loss, window_loss
from livos.mistakes import Blunderer, Mistakes
from livos.trainer import Trainer

from .fixtures import moving_square, tiny_recipe

SOURCES = Sources([moving_square("one"), moving_square("three")])


class KeysTests(unittest.TestCase):
    def setUp(self) -> None:
        torch.set_num_threads(1)
        torch.manual_seed(3)
        self.trainer = Trainer(tiny_recipe())
        self.trainer.find_looks(first_frames(self.trainer.recipe, SOURCES))
        self.network = self.trainer.network
        frames, self.labels = (part[:, :3] for part in Batches(self.trainer.recipe, SOURCES)[0])
        self.frames = frames.float() / 255

    def test_clusters_are_found(self) -> None:
        centres = torch.tensor([[0.0, 0], [10, 0], [0, 10]], dtype=torch.double)
        points = centres.repeat(50, 1) + 0.1 * torch.randn(150, 2).double()
        found = clusters(points, 3)
        self.assertLess(torch.cdist(centres, found).min(1).values.max().item(), 0.2)

    def test_looks_tell_places_apart_as_sharply_as_wanted(self) -> None:
        f16, looks = torch.randn(8, 20, 4, 4), Looks(16, 20)
        looks.find(f16)
        wanted = looks(f16)
        self.assertAlmostEqual(wanted.max(1).values.mean().item(), SHARPNESS, delta=0.02)
        self.assertGreater(wanted.mean((0, 2, 3)).min().item(), 0.005)

    def test_what_counts_is_which_way_features_point(self) -> None:
        f16, looks = torch.randn(4, 20, 3, 3), Looks(8, 20)
        looks.find(f16)
        torch.testing.assert_close(looks(7 * f16), looks(f16))
        self.assertLess((looks(f16)[:1] * looks(-f16)[:1]).sum(1).mean().item(), 0.2)

    def test_only_looks_teach_keys(self) -> None:
        window_loss(self.network, self.frames, self.labels.long(), None, 1.0, Blunderer(Mistakes(), [1, 2]))[0].backward()
        learned = self.network.key_projector.layer2.weight.grad.clone()
        self.network.zero_grad()
        (KEYS * key_loss(self.network, self.network.encode(self.frames.flatten(0, 1)))).backward()
        torch.testing.assert_close(learned, self.network.key_projector.layer2.weight.grad)
        self.assertGreater(learned.abs().max().item(), 0)

    def test_keys_that_are_kept_stay_while_the_rest_learns(self) -> None:
        recipe = tiny_recipe(keep_keys=True)
        trainer = Trainer(recipe)
        before = copy.deepcopy(trainer.network.state_dict())
        trainer.train(*Batches(recipe, SOURCES)[0])
        for name, tensor in trainer.network.key_projector.state_dict(prefix="key_projector.").items():
            self.assertTrue(torch.equal(tensor, before[name]), name)
        self.assertFalse(torch.equal(trainer.network.pix_projector.layer.weight, before["pix_projector.layer.weight"]))

    def test_keys_that_are_kept_have_no_loss(self) -> None:
        arguments = self.frames, self.labels.long(), None, 1.0
        learned, _ = window_loss(self.network, *arguments, Blunderer(Mistakes(), [1, 2]))
        self.network.key_projector.requires_grad_(False)
        kept, _ = window_loss(self.network, *arguments, Blunderer(Mistakes(), [1, 2]))
        taught = KEYS * key_loss(self.network, self.network.encode(self.frames.flatten(0, 1)))
        torch.testing.assert_close(learned - kept, taught)
        self.assertGreater(taught.item(), 0)

    def test_keys_do_not_teach_the_image_encoder(self) -> None:
        self.network.image_encoder.requires_grad_(True)
        key_loss(self.network, self.network.encode(self.frames.flatten(0, 1))).backward()
        self.assertTrue(all(p.grad is None for p in self.network.image_encoder.parameters()))

    def test_keys_learn_looks(self) -> None:
        losses = []
        optimizer = torch.optim.Adam(self.network.parameters(), 3e-3)
        for _ in range(30):
            loss = key_loss(self.network, self.network.encode(self.frames.flatten(0, 1)))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        self.assertLess(losses[-1], losses[0] - 0.3)
