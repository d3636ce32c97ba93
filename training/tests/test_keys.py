"""Keys that say what places look like."""
import unittest

import torch

from livos.batches import Batches, first_frames
from livos.clips import Sources
from livos.keys import SHARPNESS, Looks, clusters, look
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

    def test_a_look_is_mean_and_spread_of_colours(self) -> None:
        flat, striped = torch.full((1, 3, 48, 48), 0.5), torch.zeros(1, 3, 48, 48)
        striped[..., ::2] = 1
        torch.testing.assert_close(look(flat)[0, :, 1, 1], torch.tensor([0.5, 0.5, 0.5, 0, 0, 0]), atol=1e-3, rtol=0)
        torch.testing.assert_close(look(striped)[0, :, 1, 1], torch.full((6,), 0.5), atol=1e-3, rtol=0)

    def test_looks_tell_places_apart_as_sharply_as_wanted(self) -> None:
        rgb, looks = torch.randn(8, 3, 4, 4).repeat_interleave(16, 2).repeat_interleave(16, 3), Looks(16)
        looks.find(rgb)
        wanted = looks(rgb)
        self.assertAlmostEqual(wanted.max(1).values.mean().item(), SHARPNESS, delta=0.02)
        self.assertGreater(wanted.mean((0, 2, 3)).min().item(), 0.005)

    def test_equal_places_have_equal_keys(self) -> None:
        rgb = torch.zeros(1, 3, 80, 160)
        rgb[..., 80:] = torch.randn(3, 80, 80)
        wanted = self.network.aux_computer.looks(rgb)[0]
        torch.testing.assert_close(wanted[:, 0, 0], wanted[:, 3, 3])
        self.assertLess((wanted[:, 2, 1] * wanted[:, 2, 8]).sum().item(), 0.1)

    def test_only_looks_teach_keys(self) -> None:
        window_loss(self.network, self.frames, self.labels.long(), None, 1.0, Blunderer(Mistakes(), [1, 2]))[0].backward()
        learned = self.network.key_projector.layer2.weight.grad.clone()
        self.network.zero_grad()
        (KEYS * key_loss(self.network, self.network.encode(self.frames.flatten(0, 1)))).backward()
        torch.testing.assert_close(learned, self.network.key_projector.layer2.weight.grad)
        self.assertGreater(learned.abs().max().item(), 0)

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
