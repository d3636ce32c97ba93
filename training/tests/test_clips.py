"""Clips made on the fly."""
import unittest
from dataclasses import replace

import numpy as np
import torch
import torch.nn.functional as F

from livos.batches import Batches
from livos.clips import LEAST_AREA, TWIN, Layer, Sources, clip, drawn, scene, some_frames, some_pace, some_times, standing, view
from livos.mixture import Mixture
from livos.motion import Pace, Placement, Restlessness, draw, fold
from livos.shapes import patch, shape

from .fixtures import moving_square, tiny_recipe

SOURCES = Sources([moving_square("one"), moving_square("three")])


class ClipTests(unittest.TestCase):
    def test_a_clip_follows_from_its_seed(self) -> None:
        one, again, other = (clip(np.random.default_rng(seed), SOURCES, 5, (48, 64), 2) for seed in (3, 3, 4))
        self.assertTrue(torch.equal(one.frames, again.frames) and torch.equal(one.labels, again.labels))
        self.assertFalse(torch.equal(one.frames, other.frames))

    def test_every_object_is_in_sight_at_first(self) -> None:
        for seed in range(12):
            made = clip(np.random.default_rng(seed), SOURCES, 4, (48, 64), 2)
            self.assertEqual((made.frames.shape, made.labels.shape), ((4, 3, 48, 64), (4, 48, 64)))
            self.assertLessEqual(made.labels.max().item(), 2)
            for label in (1, 2):
                self.assertGreaterEqual((made.labels[0] == label).float().mean().item(), LEAST_AREA, f"seed {seed}, object {label}")

    def test_pictures_may_be_much_smaller_than_frames(self) -> None:
        made = clip(np.random.default_rng(1), SOURCES, 2, (160, 176), 1)  # sequences have 72 rows
        self.assertEqual(made.frames.shape, (2, 3, 160, 176))

    def test_frame_numbers_turn_around_at_the_ends(self) -> None:
        for seed in range(50):
            numbers = some_frames(np.random.default_rng(seed), 10, np.arange(40))
            self.assertTrue(((numbers >= 0) & (numbers < 10)).all())
            self.assertLessEqual(np.abs(np.diff(numbers)).max(), 3)

    def test_times_begin_at_nothing_and_rise(self) -> None:
        gaps = {int(np.diff(times).max()) for seed in range(40) if not (times := some_times(np.random.default_rng(seed), 9, Mixture()))[0]}
        self.assertTrue(1 in gaps and max(gaps) > 4 and min(gaps) == 1, gaps)

    def test_frozen_clips_show_one_frame_again_and_again(self) -> None:
        for seed in range(8):
            labels = clip(np.random.default_rng(seed), SOURCES, 5, (64, 64), 1, Mixture(frozen=1)).labels
            self.assertTrue((labels == labels[0]).all(), f"seed {seed}")

    def test_a_twin_looks_like_the_object_and_is_not_tracked(self) -> None:
        shares, sources = [], Sources([moving_square("one")])
        for twin in (0.0, 1.0):
            mixture = Mixture(still=0, own=1, apart=0, far_apart=0, twin=twin)
            bright = labelled = 0.0
            for seed in range(12):
                made = clip(np.random.default_rng(seed), sources, 2, (96, 96), 1, mixture)
                grey = made.frames.float().mean(1)
                level = grey[made.labels == 1].median()
                bright += ((grey - level).abs() < 12).float().mean().item()
                labelled += (made.labels == 1).float().mean().item()
            shares.append(bright / labelled)
        self.assertGreater(shares[1], 1.25 * shares[0])

    def test_touching_twins_begin_at_the_object(self) -> None:
        near = []
        for touching in (0.0, 1.0):
            mixture = Mixture(still=0, own=1, apart=0, far_apart=0, twin=1, touching=touching)
            labels = torch.stack([clip(np.random.default_rng(seed), SOURCES, 2, (96, 96), 1, mixture).labels[0] for seed in range(30)])
            grown = F.max_pool2d((labels == 1).float(), 5, stride=1, padding=2) > 0
            near.append((grown & (labels == TWIN)).flatten(1).any(1).sum().item())
        self.assertGreater(near[1], 1.25 * near[0])

    def test_fast_clips_move_faster(self) -> None:
        steps = []
        for fast in (0.0, 1.0):
            mixture = Mixture(still=0, own=1, apart=0, far_apart=0, fast=fast)
            paths = [Layer(made.frames.float(), made.labels.float()).path() for made in
                     (clip(np.random.default_rng(seed), SOURCES, 4, (96, 96), 1, mixture) for seed in range(20))]
            steps.append(np.mean([np.hypot(*np.diff(path, axis=0).T).mean() for path in paths]))
        self.assertGreater(steps[1], 1.5 * steps[0])

    def test_an_open_shutter_blurs_a_thing_along_its_way(self) -> None:
        thing = Layer(torch.full((2, 3, 8, 8), 0.75), torch.ones(2, 8, 8))
        there = Placement.random(np.random.default_rng(1), np.arange(2), (4, 4), (16, 16), 1.0, Restlessness(0, 0, 0))
        passing = replace(there, centre=np.array([[16.0, 16.0], [24.0, 16.0]]), turn=np.zeros(2))
        sharp, blurred = (drawn(thing, replace(passing, shutter=shutter), (32, 40)) for shutter in (0.0, 1.0))
        partly = [((layer.masks[:, 16] > 0.05) & (layer.masks[:, 16] < 0.95)).sum(1) for layer in (sharp, blurred)]  # of the middle row
        self.assertTrue((partly[1] >= partly[0] + 8).all(), partly)
        self.assertTrue(torch.allclose(blurred.masks.sum((1, 2)), sharp.masks.sum((1, 2)), rtol=0.02))
        self.assertTrue(torch.allclose(blurred.pictures[:, :, blurred.masks.amin(0) > 0], torch.tensor(0.75)))  # as bright as it is, wherever it is seen

    def test_blurred_clips_are_fast_ones(self) -> None:
        times, still = np.arange(4), Mixture(blurred=1)
        self.assertEqual(some_pace(np.random.default_rng(1), times, still), Pace())
        for seed in range(20):
            pace = some_pace(np.random.default_rng(seed), times, replace(still, fast=1, fastest=3))
            self.assertTrue(1.5 <= pace.haste <= 3 and 0.2 <= pace.shutter <= 0.8, pace)

    def test_a_mirror_image_beyond_a_pictures_edge_is_not_the_object(self) -> None:
        for column, low, high in ((3, 0.2, 0.6), (0, 0.9, 1.1)):  # apart from the edge, and at it
            picture, mask = torch.zeros(3, 24, 24, dtype=torch.uint8), torch.zeros(24, 24)
            picture[:, 8:16, column:column + 6], mask[8:16, column:column + 6] = 200, 1
            for seed in range(10):
                seen = view(np.random.default_rng(seed), standing(picture, mask, 1), np.array([0]), (24, 72), Restlessness(0, 0, 0), 1.0)
                share = (seen.masks.sum() / (seen.pictures[:, 0] > 0.4).sum()).item()
                self.assertTrue(low < share < high, f"seed {seed}: {share}")

    def test_covered_objects_are_hidden_for_a_while(self) -> None:
        least, last = [], []
        for covered in (0.0, 1.0):
            mixture = Mixture(still=0, own=1, apart=0, far_apart=0, covered=covered)
            areas = np.array([clip(np.random.default_rng(seed), SOURCES, 8, (96, 96), 1, mixture).labels.sum((1, 2)).numpy() for seed in range(30)])
            least.append(np.mean(areas[:, 1:].min(1) < 0.2 * areas[:, 0]))
            last.append(np.mean(areas[:, -1] > 0.5 * areas[:, 0]))
        self.assertGreater(least[1], 0.3 + least[0])
        self.assertGreater(last[1], 0.3)

    def test_a_fine_sequence_is_seen_at_half_its_size(self) -> None:
        behind = scene(moving_square("one"), np.array([0]))
        shares = [view(np.random.default_rng(seed), behind, np.array([0]), (36, 48), Restlessness(0, 0, 0), 1.0, fine=True).masks.sum() / behind.masks.sum()
                  for seed in range(20)]
        self.assertAlmostEqual(np.median(shares).item(), 0.25, delta=0.05)

    def test_a_camera_zooms_in_as_far_as_it_may(self) -> None:
        far, near = (
            np.mean([clip(np.random.default_rng(seed), SOURCES, 2, (48, 48), 1, Mixture(own=1, closest=closest)).labels.numpy().mean()
                     for seed in range(20)])
            for closest in (1, 3))
        self.assertGreater(near, 1.5 * far)

    def test_a_placement_draws_its_anchor_at_its_centre(self) -> None:
        picture = torch.zeros(1, 1, 40, 40)
        picture[0, 0, 9:12, 19:22] = 1
        still = Restlessness(0, 0, 0)
        for seed in range(5):
            placement = Placement.random(np.random.default_rng(seed), np.array([0]), (20, 10), (30, 15), 2.0, still)
            y, x = torch.nonzero(draw(picture, placement, (32, 64), "zeros")[0, 0] > 0.5, as_tuple=True)
            self.assertAlmostEqual(x.float().mean().item(), 30, delta=0.6)
            self.assertAlmostEqual(y.float().mean().item(), 15, delta=0.6)

    def test_a_camera_that_goes_after_a_thing_knows_its_path(self) -> None:
        sequence = moving_square()
        path = scene(sequence, np.arange(4)).path()
        self.assertTrue(np.allclose(path, [[0, 0], [3, 0], [6, 0], [9, 0]], atol=1e-4), path)
        gone = Layer(torch.zeros(3, 3, 8, 8), torch.zeros(3, 8, 8))
        gone.masks[0, 2:4, 2:4] = 1
        self.assertTrue(np.allclose(gone.path(), 0))

    def test_a_path_is_folded_into_sight(self) -> None:
        self.assertEqual(fold(np.array([-3.0, 0, 7, 10, 12, 25]), 10).tolist(), [3, 0, 7, 10, 8, 5])

    def test_shapes_are_neither_empty_nor_everything(self) -> None:
        for seed in range(10):
            pictures, masks = shape(np.random.default_rng(seed), np.arange(6))
            self.assertTrue(((masks.mean((1, 2)) > 0.02) & (masks.mean((1, 2)) < 0.9)).all())
            self.assertTrue(pictures.min() >= 0 and pictures.max() <= 1)

    def test_a_cover_may_come_from_the_smallest_picture(self) -> None:
        cover = patch(np.random.default_rng(1), torch.full((3, 2, 3), 255, dtype=torch.uint8))
        self.assertAlmostEqual(cover.min().item(), 1, places=5)

    def test_batches_follow_the_recipe(self) -> None:
        batches = Batches(tiny_recipe(two_objects=0.5), SOURCES)
        for i in range(len(batches)):
            stage = batches.recipe.stage(i)
            frames, labels = batches[i]
            self.assertEqual(frames.shape[3:], torch.Size(stage.size))
            self.assertEqual(frames.shape[0] * labels.max().item(), stage.batch)
            self.assertIn(frames.shape[1], stage.lengths)
