"""Keys that tell places apart."""
import unittest

import torch

from livos.batches import Batches, first_frames
from livos.clips import Sources
from livos.encoders import KeyProjector
from livos.keys import SHARPNESS, clusters, spread
from livos.trainer import Trainer

from .fixtures import moving_square, tiny_recipe

SOURCES = Sources([moving_square("one"), moving_square("three")])


def used(key: torch.Tensor) -> float:
    """How many parts of keys [B, K, h, w] are used, evenly counted: 1 where all keys are the same part."""
    mass = key.mean((0, 2, 3))
    return (-(mass * mass.clamp(min=1e-9).log()).sum()).exp().item()


class KeysTests(unittest.TestCase):
    def setUp(self) -> None:
        torch.set_num_threads(1)
        torch.manual_seed(3)

    def test_clusters_are_found(self) -> None:
        centres = torch.tensor([[0.0, 0], [10, 0], [0, 10]], dtype=torch.double)
        points = centres.repeat(50, 1) + 0.1 * torch.randn(150, 2).double()
        found = clusters(points, 3)
        self.assertLess(torch.cdist(centres, found).min(1).values.max().item(), 0.2)

    def test_keys_say_to_which_cluster_a_place_belongs(self) -> None:
        projector = KeyProjector(24, 16, 8)
        features = torch.randn(8, 24, 1, 1)[torch.randint(8, (12, 6, 6))][..., 0, 0].permute(0, 3, 1, 2).relu()
        spread(projector, features)
        key = projector(features)
        self.assertAlmostEqual(key[:, :, 1:-1, 1:-1].max(1).values.mean().item(), SHARPNESS, delta=0.15)
        self.assertGreater(used(key), 5)

    def test_fewer_features_than_the_projector_holds_will_do(self) -> None:
        projector = KeyProjector(12, 16, 8)
        spread(projector, torch.randn(4, 12, 6, 6))
        self.assertGreater(used(projector(torch.randn(4, 12, 6, 6))), 5)

    def test_a_new_run_reads_different_things_at_different_places(self) -> None:
        recipe = tiny_recipe()
        trainer = Trainer(recipe)
        dull = unevenness(trainer)
        trainer.spread_keys(first_frames(recipe, SOURCES))
        self.assertGreater(unevenness(trainer), 5 * dull)


def unevenness(trainer: Trainer) -> float:
    """How much readouts differ between places, in shares of their size."""
    frames, labels = Batches(trainer.recipe, SOURCES)[0]
    network = trainer.average
    with torch.no_grad():
        features = network.encode(frames[:, 0].float() / 255)
        readout = network._match(features.key, network.begin(features, (labels[:, 0] > 0).float()[:, None]))
    return (readout.std((2, 3)).mean() / readout.abs().mean()).item()
