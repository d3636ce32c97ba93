"""Videos of several objects as sequences of one object each."""
import tempfile
import unittest
from pathlib import Path

import numpy as np
from PIL import Image

from livos import sequences, singles


class SinglesTests(unittest.TestCase):
    def test_every_object_becomes_a_sequence_from_where_it_appears(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            videos, output = Path(folder, "videos"), Path(folder, "singles")
            for kind in ("JPEGImages", "Annotations"):
                (videos / kind / "two").mkdir(parents=True)
            for i in range(14):
                mask = np.zeros((96, 128), np.uint8)
                mask[:30, :30] = 1
                mask[50:80, 50:80] = 2 * (i >= 4)
                mask[90:, :2] = 3  # a speck
                Image.new("RGB", (128, 96), (i, 90, 0)).save(videos / "JPEGImages" / "two" / f"{i:03}.png")
                Image.fromarray(mask).save(videos / "Annotations" / "two" / f"{i:03}.png")
            self.assertEqual(singles.write(videos, output, 48), ["two-1", "two-2"])
            first, second = sequences.load(output)
            self.assertEqual((len(first.frames), len(second.frames), second.files[0]), (14, 10, "004"))
            self.assertEqual(second.frames.shape[2:], (48, 64))
            self.assertEqual((int(second.labels().max()), int(second.masks[0].sum())), (1, 15 * 15))
            self.assertEqual(singles.write(videos, Path(folder, "one"), 48, most=1), ["two-1"])
            with self.assertRaisesRegex(FileExistsError, "already has a sequence two-1"):
                singles.write(videos, output, 48)

            for path in (videos / "Annotations" / "two").iterdir():  # 255 is object 1, as everywhere
                Image.fromarray(255 * (np.array(Image.open(path)) == 1).astype(np.uint8)).save(path)
            self.assertEqual(singles.write(videos, Path(folder, "grey"), 48), ["two"])
