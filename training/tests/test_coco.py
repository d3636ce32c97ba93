"""Photographs annotated in COCO's format."""
import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
from PIL import Image

from livos import coco, scenes


class CocoTests(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)

    def test_outlines_become_scenes(self) -> None:
        pictures = self.folder / "some" / "val2017"
        pictures.mkdir(parents=True)
        for name in ("one.jpg", "bare.jpg"):
            Image.new("RGB", (80, 60), (90, 90, 90)).save(pictures / name)

        def box(left: int, top: int, right: int, bottom: int) -> list[list[int]]:
            return [[left, top, right, top, right, bottom, left, bottom]]

        annotations = self.folder / "instances.json"
        annotations.write_text(json.dumps({
            "images": [{"id": 7, "file_name": "one.jpg"}, {"id": 8, "file_name": "absent.jpg"}, {"id": 9, "file_name": "bare.jpg"}],
            "annotations": [
                {"image_id": 7, "area": 100, "bbox": [20, 20, 9, 9], "segmentation": box(20, 20, 29, 29)},
                {"image_id": 7, "area": 900, "bbox": [10, 10, 29, 29], "segmentation": box(10, 10, 39, 39)},
                {"image_id": 7, "area": 90, "bbox": [60, 40, 9, 9], "segmentation": {"counts": [1], "size": [60, 80]}, "iscrowd": 1},
                {"image_id": 8, "area": 100, "bbox": [20, 20, 9, 9], "segmentation": box(20, 20, 29, 29)}]}))
        self.assertEqual(coco.convert([annotations, annotations], self.folder / "some", self.folder / "scenes"), 1)

        mask = np.array(Image.open(self.folder / "scenes" / "masks" / "one.png"))
        self.assertEqual([mask[25, 25], mask[15, 15], mask[45, 65], mask[5, 5]], [2, 1, 255, 0])
        (scene,) = scenes.load(self.folder / "scenes")
        self.assertEqual(scene.partitions[0][1], (1, 2))
