"""The loss that teaches keys."""
import unittest

import torch
import torch.nn.functional as F
from torch import Tensor

from livos.losses import matching_loss


def moving(shift: int) -> Tensor:
    """Planes [1, 4, 2, 6, 12] of an object that moves, and its ground."""
    labels = torch.zeros(1, 4, 6, 12, dtype=torch.long)
    for t in range(4):
        labels[0, t, 2:4, 1 + shift * t:4 + shift * t] = 1
    return F.one_hot(labels, 2).permute(0, 1, 4, 2, 3).float()


class MatchingLossTests(unittest.TestCase):
    def test_keys_that_tell_the_object_from_its_ground_lose_nothing(self) -> None:
        planes = moving(2)
        keys = torch.cat([planes, torch.zeros(1, 4, 6, 6, 12)], 2)
        self.assertLess(matching_loss(keys, planes).item(), 1e-4)

    def test_keys_that_are_the_same_everywhere_say_how_large_the_object_was(self) -> None:
        planes = moving(2)
        share = planes[0, 0, 1].mean()
        expected = -(share.log() + (1 - share).log()) / 2
        self.assertAlmostEqual(matching_loss(torch.full((1, 4, 8, 6, 12), 1 / 8), planes).item(), expected.item(), places=4)

    def test_a_class_that_is_out_of_sight_does_not_count(self) -> None:
        planes = moving(2)
        planes[:, 1:, 1], planes[:, 1:, 0] = 0, 1
        self.assertTrue(torch.isfinite(matching_loss(torch.full((1, 4, 8, 6, 12), 1 / 8), planes)))

    def test_a_clip_counts_the_same_in_any_batch(self) -> None:
        planes = torch.cat([moving(2), moving(1)])
        planes[1, 2:, 1], planes[1, 2:, 0] = 0, 1
        keys = torch.randn(2, 4, 8, 6, 12).softmax(2)
        alone = [matching_loss(keys[i:i + 1], planes[i:i + 1]).item() for i in (0, 1)]
        self.assertAlmostEqual(matching_loss(keys, planes).item(), sum(alone) / 2, places=5)

    def test_a_single_frame_has_no_loss(self) -> None:
        self.assertEqual(matching_loss(torch.full((1, 1, 8, 6, 12), 1 / 8), moving(1)[:, :1]).item(), 0)
