"""Mistakes in what is remembered."""
import unittest

import torch

from livos.mistakes import LATEST_LAPSE, LONGEST_LAPSE, Blunderer, Mistakes
from livos.network import Memory


def remembered() -> tuple[torch.Tensor, Memory]:
    """Two clips' masks of two objects side by side, and a memory of ones."""
    masks = torch.zeros(2, 2, 48, 64)
    masks[:, 0, 10:30, 8:28] = 0.9
    masks[:, 1, 10:30, 30:50] = 0.9
    ones = torch.ones(2, 2, 1)
    return masks, Memory(ones, ones, torch.ones(2, 2, 8, 3, 4), ones, masks)


def twins() -> torch.Tensor:
    """Where the first object's twin is in the first clip; the second has none."""
    where = torch.zeros(2, 48, 64, dtype=torch.bool)
    where[0, 30:46, 8:28] = True
    return where


def spoiled(mistakes: Mistakes, seeds: tuple[int, ...] = (1, 2)) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The masks before and after, and the sensory memory after; the first clip's first object has a twin below it."""
    masks, memory = remembered()
    after, memory = Blunderer(mistakes, list(seeds)).spoil(masks, memory, twins())
    return masks, after, memory.sensory


class MistakesTests(unittest.TestCase):
    def test_without_mistakes_all_stays(self) -> None:
        masks, after, sensory = spoiled(Mistakes())
        self.assertTrue(torch.equal(masks, after) and bool((sensory == 1).all()))

    def test_mistakes_follow_from_each_clips_seed(self) -> None:
        often = Mistakes(0.5, 0.5, 0.1)
        one, again, other = (spoiled(often, seeds)[1] for seeds in ((1, 2), (1, 2), (1, 3)))
        self.assertTrue(torch.equal(one, again))
        self.assertTrue(torch.equal(one[0], other[0]))
        self.assertFalse(torch.equal(one[1], other[1]))

    def test_a_part_is_forgotten_in_mask_and_sensory_memory(self) -> None:
        masks, after, sensory = spoiled(Mistakes(part=1.0))
        self.assertTrue(bool((after <= masks).all()))
        self.assertTrue(bool((after.sum((2, 3)) < masks.sum((2, 3))).all()))
        self.assertTrue(bool((sensory.mean((2, 3, 4)) < 1).all()))

    def test_something_beside_an_object_is_taken_for_it(self) -> None:
        masks, after, sensory = spoiled(Mistakes(beside=1.0))
        self.assertTrue(bool(((after > 0.5) & (masks < 0.5)).flatten(1).any(1).all()))
        self.assertTrue(bool((sensory == 1).all()))

    def test_a_twin_is_taken_for_the_first_object_for_some_frames_in_a_row(self) -> None:
        masks, memory = remembered()
        blunderer, taken = Blunderer(Mistakes(twin=1.0), [1, 2]), []
        for _ in range(LATEST_LAPSE + LONGEST_LAPSE):
            after, kept = blunderer.spoil(masks, memory, twins())
            taken.append(bool((after[0, 0][twins()[0]] == 1).all()))
            self.assertEqual(taken[-1], bool(after[0, 0][twins()[0]].any()))
            self.assertTrue(torch.equal(after[0, 0] * ~twins()[0], masks[0, 0]))
            self.assertTrue(torch.equal(after[0, 1], masks[0, 1]) and torch.equal(after[1], masks[1]))
            self.assertTrue(torch.equal(kept.sensory, memory.sensory))
        self.assert_in_a_row(taken)

    def test_a_side_is_forgotten_for_some_frames_in_a_row(self) -> None:
        masks, memory = remembered()
        blunderer, forgotten = Blunderer(Mistakes(side=1.0), [1, 2]), []
        for _ in range(LATEST_LAPSE + LONGEST_LAPSE):
            after, kept = blunderer.spoil(masks, memory, twins())
            forgotten.append((masks - after)[0, 0])
            self.assertEqual(bool(forgotten[-1].any()), bool((kept.sensory[0, 0] < 1).any()))
        self.assert_in_a_row([bool(each.any()) for each in forgotten])
        sides = [each for each in forgotten if each.any()]
        self.assertTrue(all(torch.equal(each, sides[0]) for each in sides))
        self.assertTrue(0.1 < sides[0].sum() / masks[0, 0].sum() < 0.9)

    def assert_in_a_row(self, lapsed: list[bool]) -> None:
        """That frames lapsed, one after another, and no others."""
        first, last = lapsed.index(True), len(lapsed) - lapsed[::-1].index(True)
        self.assertTrue(all(lapsed[first:last]))
        self.assertTrue(first < LATEST_LAPSE and last - first <= LONGEST_LAPSE)

    def test_sensory_memory_alone_is_lost(self) -> None:
        masks, after, sensory = spoiled(Mistakes(sensory=1.0))
        self.assertTrue(torch.equal(masks, after))
        self.assertFalse(bool(sensory.any()))

    def test_all_is_lost(self) -> None:
        _, after, sensory = spoiled(Mistakes(all=1.0))
        self.assertFalse(bool(after.any()) or bool(sensory.any()))
