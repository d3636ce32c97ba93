"""Photographs with people's outlines."""
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from livos import scenes
from livos.clips import Sources, clip
from livos.mixture import Mixture

from .fixtures import moving_square

try:
    from scipy.io import savemat
except ImportError:
    savemat = None


def write_scene(folder: Path) -> None:
    """A photograph with two people's partitions: a speck, a large ground and two regions between; and one with nothing to follow."""
    partition = np.ones((60, 80), np.uint16)
    partition[10:30, 10:30], partition[30:50, 40:60], partition[0, 0] = 2, 3, 4
    for part, name, drawn in (("train", "one", [partition, partition]), ("test", "two", [np.ones((60, 80), np.uint16)])):
        (folder / "images" / part).mkdir(parents=True)
        (folder / "groundTruth" / part).mkdir(parents=True)
        Image.new("RGB", (80, 60), (90, 160, 40)).save(folder / "images" / part / f"{name}.jpg")
        cells = np.empty((1, len(drawn)), object)
        for i, each in enumerate(drawn):
            cells[0, i] = {"Segmentation": each}
        savemat(folder / "groundTruth" / part / f"{name}.mat", {"groundTruth": cells})


class ScenesTests(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)

    @unittest.skipIf(savemat is None, "SciPy is not installed")
    def test_regions_are_neither_specks_nor_most_of_the_picture(self) -> None:
        write_scene(self.folder)
        (scene,) = scenes.load(self.folder)
        self.assertEqual([numbers for _, numbers in scene.partitions], [(2, 3), (2, 3)])
        areas = {int(scene.region(np.random.default_rng(seed)).sum()) for seed in range(20)}
        self.assertEqual(areas, {400})

    @unittest.skipIf(savemat is None, "SciPy is not installed")
    def test_a_clip_follows_a_region(self) -> None:
        write_scene(self.folder)
        sources = Sources([moving_square()], scenes=(scenes.load(self.folder),))
        for seed in range(4):
            made = clip(np.random.default_rng(seed), sources, 4, (48, 64), 1, Mixture(still=0.0, scene=1.0, own=1.0))
            self.assertTrue(bool((made.labels[0] == 1).any()))

    def test_folders_are_shown_equally_often(self) -> None:
        few, many = scenes.Scene(torch.zeros(3, 4, 4), ()), scenes.Scene(torch.ones(3, 4, 4), ())
        sources = Sources([moving_square()], scenes=((few,), 9 * (many,)))
        rng = np.random.default_rng(1)
        self.assertAlmostEqual(np.mean([sources.scene(rng) is few for _ in range(400)]), 0.5, delta=0.1)

    def test_masks_number_things(self) -> None:
        for part in ("images", "masks"):
            (self.folder / part).mkdir()
        Image.new("RGB", (1280, 960), (90, 160, 40)).save(self.folder / "images" / "one.png")
        numbers = np.zeros((960, 1280), np.uint8)
        numbers[160:480, 160:480], numbers[480:800, 640:960], numbers[:160, :640], numbers[0, 0] = 1, 2, 255, 3
        Image.fromarray(numbers).save(self.folder / "masks" / "one.png")
        (scene,) = scenes.load(self.folder)
        self.assertEqual(tuple(scene.picture.shape), (3, 320, 427))
        self.assertEqual([numbers for _, numbers in scene.partitions], [(1, 2)])
        self.assertAlmostEqual(int(scene.region(np.random.default_rng(1)).sum()), 107 * 107, delta=250)

    def test_a_folder_without_scenes_is_refused(self) -> None:
        with self.assertRaisesRegex(FileNotFoundError, "name a folder like BSDS500/data"):
            scenes.load(self.folder)
