"""What a network knows of its own mistakes."""
import unittest

import numpy as np
import torch

from livos.confidence import CANDIDATES, Judgement, agreement, border, calibration, inside, judge, quality, table
from livos.network import LiVOS

from .fixtures import TINY, moving_square


class ConfidenceTests(unittest.TestCase):
    def setUp(self) -> None:
        self.mask = torch.zeros(20, 30, dtype=torch.bool)
        self.mask[5:12, 8:20] = True

    def test_a_certain_mask_is_trusted(self) -> None:
        probability = self.mask.float()
        self.assertAlmostEqual(inside(probability, self.mask), 1)
        self.assertAlmostEqual(border(probability, self.mask), 1, places=3)
        self.assertEqual(agreement(self.mask, self.mask), 1)

    def test_a_doubtful_mask_is_not(self) -> None:
        probability = torch.full((20, 30), 0.5)
        self.assertAlmostEqual(inside(probability, self.mask), 0.5)
        self.assertAlmostEqual(border(probability, self.mask), 0, places=3)
        self.assertEqual(agreement(self.mask, self.mask.flip(1) & ~self.mask), 0)

    def test_only_the_border_counts_there(self) -> None:
        probability = self.mask.float()
        probability[8, 14] = probability[0, 0] = 0.5
        self.assertAlmostEqual(border(probability, self.mask), 1, places=3)

    def test_nothing_found_is_lost(self) -> None:
        nothing = torch.zeros_like(self.mask)
        self.assertEqual([inside(nothing.float(), nothing), border(nothing.float(), nothing), agreement(nothing, nothing)], [0, 0, 0])

    def test_a_threshold_tells_lost_objects(self) -> None:
        found = quality(np.array([0.1, 0.2, 0.4, 0.3, 0.8, 0.9]), np.array([True, True, True, False, False, False]))
        self.assertEqual((round(found.precision, 2), found.recall), (0.75, 1))
        self.assertTrue(0.4 < found.threshold < 0.8)

    def test_every_object_and_frame_is_judged(self) -> None:
        torch.manual_seed(4)
        sequence = moving_square("one", 5)
        sequence.masks[2] = torch.zeros_like(sequence.masks[2])
        judgements = judge(LiVOS(TINY).eval(), sequence)
        self.assertEqual(len(judgements), 3)
        for each in judgements:
            self.assertEqual(tuple(each.values), CANDIDATES)
            self.assertTrue(all(0 <= value <= 1.001 for value in each.values.values()), each)

    def test_the_table_names_the_correlation(self) -> None:
        judgements = [Judgement("x", j, {"inside": j, "border": 1 - j, "mirror": 0.5}) for j in (0.1, 0.2, 0.8, 0.9)]
        said = table(judgements)
        self.assertIn("4 frames of objects, 2 of them lost", said)
        self.assertIn("| inside | 1.000 | 0.205 | 1.00 | 1.00 |", said)
        self.assertIn("| border | -1.000 |", said)
        self.assertIn("| mirror | 0.000 |", said)
        self.assertIn("| 0.90 to 0.90 | 1 | 0.90 |", said)

    def test_ranges_have_as_many_frames_each(self) -> None:
        values = np.arange(12)[::-1] / 12
        ranges = calibration(values, values ** 2)
        self.assertEqual([frames for _, _, frames, _ in ranges], [2] * 6)
        self.assertEqual((ranges[0][0], ranges[-1][1]), (0, 11 / 12))
        self.assertAlmostEqual(ranges[0][3], (0 + 1 / 144) / 2)
