"""Scores."""
import unittest

import torch

from livos.evaluation import copy_first, introductions, jaccard, score
from livos.pairs import pair, pairs
from livos.sequences import Sequence

from .fixtures import moving_square


class EvaluationTests(unittest.TestCase):
    def test_jaccard_of_shifted_squares(self) -> None:
        true = torch.zeros(10, 10, dtype=torch.bool)
        true[3:7, 3:7] = True
        for shift, expected in ((0, 1.0), (1, 0.6), (2, 1 / 3), (3, 1 / 7)):
            self.assertAlmostEqual(jaccard(true.roll(shift, 1), true), expected)
        nothing = torch.zeros_like(true)
        self.assertEqual((jaccard(nothing, nothing), jaccard(true, nothing)), (1, 0))

    def test_first_and_last_frame_do_not_count(self) -> None:
        sequence = moving_square(length=4)
        shifts = [3, 6]
        expected = sum((30 - s) / (30 + s) for s in shifts) / len(shifts)
        self.assertAlmostEqual(score(sequence, copy_first).j, expected)

    def test_an_object_counts_from_where_it_appears(self) -> None:
        square = moving_square(length=6)
        masks = {i: mask.clone() for i, mask in square.masks.items()}
        for i in (2, 3, 4, 5):
            masks[i][60:70, 60:70] = 5
        sequence = Sequence("two", square.frames, masks)
        given = list(introductions(sequence))
        self.assertEqual([i for i, mask in enumerate(given) if mask is not None], [0, 2])
        self.assertEqual(sorted(given[2].unique().tolist()), [0, 5])
        result = score(sequence, copy_first)
        self.assertEqual({id: len(each) for id, each in result.by_object.items()}, {1: 4, 5: 3})
        self.assertEqual(result.by_object[5], [1.0, 1.0, 1.0])

    def test_a_pair_shows_the_other_object_where_it_covers_least(self) -> None:
        square, other = moving_square(length=6), moving_square("other ground", length=5)
        both = pair(square, other)
        self.assertEqual((len(both.frames), both.name), (5, "square and other ground"))
        mask = both.masks[0]
        self.assertEqual(sorted(mask.unique().tolist()), [0, 1, 2])
        self.assertEqual(int((mask == 1).sum()), 30 * 30)  # the first object is not covered: the other one was moved
        self.assertTrue((both.frames[0][:, mask == 2] == 220).all())
        self.assertTrue((both.frames[0][:, mask == 0] == square.frames[0][:, mask == 0]).all())
        self.assertEqual([clip.name for clip in pairs([square, other])], ["square and other ground", "other ground and square"])
