"""Keys that tell an object from its surroundings."""
import json
import tempfile
import unittest
from pathlib import Path

import torch

from livos.blocks import area_resize
from livos.clips import TWIN, Sources
from livos.network import LiVOS
from livos.separation import area_under_curve, clip_losses, evidence, separation_loss, teach_keys, told_apart

from .fixtures import TINY, moving_square, tiny_recipe

SOURCES = Sources([moving_square("one"), moving_square("three")])


class SeparationTests(unittest.TestCase):
    def setUp(self) -> None:
        torch.set_num_threads(1)
        torch.manual_seed(5)

    def test_evidence_is_what_linear_matching_reads(self) -> None:
        keys, inside = torch.rand(3, 4, 10).double(), torch.rand(3, 10).double()
        found = evidence(keys, inside, 1 - inside)
        for i in range(3):
            for j in range(3):
                for place in range(10):
                    alike = keys[i].t() @ keys[j][:, place]
                    own, others = (alike * inside[i]).sum() / inside[i].sum(), (alike * (1 - inside[i])).sum() / (1 - inside[i]).sum()
                    self.assertAlmostEqual(found[i, j, place].item(), (own / others).log().item(), delta=2e-3)

    def test_the_loss_is_low_where_keys_tell_the_object_apart(self) -> None:
        inside = torch.zeros(3, 12)
        inside[:, :4] = 1
        right = torch.stack([inside, 1 - inside], 1)
        wrong = torch.full((3, 2, 12), 0.5)
        self.assertLess(separation_loss(right, inside, 1 - inside).item(), 0.01)
        self.assertAlmostEqual(separation_loss(wrong, inside, 1 - inside).item(), torch.tensor(2.0).log().item(), places=3)

    def test_frames_without_the_object_do_not_count(self) -> None:
        inside, keys = torch.zeros(3, 12), torch.rand(3, 5, 12)
        self.assertIsNone(separation_loss(keys, inside, 1 - inside))
        inside[:2, :4] = 1
        torch.testing.assert_close(separation_loss(keys, inside, 1 - inside), separation_loss(keys[:2], inside[:2], 1 - inside[:2]))

    def test_twins_are_neither_inside_nor_outside(self) -> None:
        keys, labels = torch.rand(2, 5, 16), torch.zeros(2, 64, 64, dtype=torch.long)
        labels[:, :32, :32] = 1
        labels[:, 32:] = TWIN
        changed = keys.clone()
        changed[:, :, 8:] = torch.rand(2, 5, 8)
        one, other = (list(clip_losses(each, labels, (4, 4))) for each in (keys, changed))
        self.assertEqual(1, len(one))
        torch.testing.assert_close(one, other)

    def test_only_keys_learn_and_their_loss_falls(self) -> None:
        network = LiVOS(TINY)
        before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder) / "log.jsonl"
            teach_keys(network, tiny_recipe(30, learning_rate=2e-2, average=0.5), SOURCES, log, workers=0)
            losses = [json.loads(line)["loss"] for line in log.read_text().splitlines()]
        self.assertGreater(len(losses), 20)  # a batch that shows too little of its objects has no loss
        self.assertLess(sum(losses[-5:]), 0.9 * sum(losses[:5]))
        changed = {name.split(".")[0] for name, tensor in network.state_dict().items() if not torch.equal(tensor, before[name])}
        self.assertEqual({"key_projector"}, changed)

    def test_the_area_under_the_curve_counts_pairs(self) -> None:
        inside, outside = torch.rand(20) + 0.3, torch.rand(30)
        counted = (inside[:, None] > outside).float().mean().item()
        self.assertAlmostEqual(counted, area_under_curve(inside, outside), places=6)

    def test_keys_that_mark_the_object_tell_it_apart(self) -> None:
        network, square = LiVOS(TINY).eval(), moving_square("square", 11)
        keys, _ = told_apart(network, square, 72)
        self.assertTrue(0 <= keys <= 1)
        network.encode = self.marking(network.encode)
        self.assertEqual(1.0, told_apart(network, square, 72)[0])

    @staticmethod
    def marking(encode):
        """An encoder whose keys are the mask of the frame, told from the place of its bright square."""
        def marked(images):
            features = encode(images)
            inside = area_resize((images.mean(1, keepdim=True) > 0.6).float(), *features.key.shape[2:])
            features.key = torch.cat([inside, 1 - inside], 1)
            return features
        return marked


if __name__ == "__main__":
    unittest.main()
