"""The network against the recorded numbers of the published code."""
import unittest

import torch

from livos import safetensors, weights
from livos.architecture import Architecture
from livos.blocks import aggregate
from livos.network import LiVOS
from livos.tracking import Tracker

from .fixtures import REPOSITORY, TINY, WEIGHTS

GOLDEN = REPOSITORY / "goldens" / "nano-blackswan.safetensors"


class NetworkTests(unittest.TestCase):
    def test_probabilities_are_the_reference_s(self) -> None:
        golden, _ = safetensors.read(GOLDEN)
        tracker = Tracker(weights.load(WEIGHTS).eval())
        frames = sum(name.endswith(".rgb") for name in golden)
        compared = 0
        for i in range(frames):
            frame = golden[f"frame{i}.rgb"].permute(2, 0, 1).float() / 255
            found = tracker.step(frame, golden.get(f"frame{i}.mask"))
            if f"frame{i}.prob" in golden:
                torch.testing.assert_close(found, golden[f"frame{i}.prob"], atol=2e-5, rtol=0)
                compared += 1
        self.assertGreater(compared, 0)

    def test_objects_of_a_clip_are_exchangeable(self) -> None:
        torch.manual_seed(1)
        network = LiVOS(TINY).eval()
        frames, masks = torch.rand(2, 3, 64, 64), torch.zeros(64, 64, dtype=torch.uint8)
        masks[:20, :20], masks[30:, 30:] = 1, 2
        swapped = torch.tensor([0, 2, 1], dtype=torch.uint8)[masks.long()]
        one, other = Tracker(network), Tracker(network)
        one.step(frames[0], masks), other.step(frames[0], swapped)
        torch.testing.assert_close(one.step(frames[1]), other.step(frames[1])[[0, 2, 1]], atol=1e-5, rtol=0)

    def test_an_object_that_comes_later_is_like_a_first_one(self) -> None:
        torch.manual_seed(2)
        network = LiVOS(TINY).eval()
        frames, none = torch.rand(3, 3, 64, 64), torch.zeros(64, 64, dtype=torch.uint8)
        late = none.clone()
        late[8:40, 8:40] = 7
        tracker = Tracker(network)
        tracker.step(frames[0], torch.where(late > 0, 0, 3).byte())
        found = tracker.step(frames[1], late)
        self.assertEqual(tracker.ids, [3, 7])
        self.assertTrue((found[2] == (late > 0)).all())
        self.assertEqual(found[:2, late > 0].abs().max().item(), 0)
        key = network.encode(frames[1:2]).key
        torch.testing.assert_close(tracker.memory.key_sum[:, 1], key)

    def test_widths_are_read_off_a_file(self) -> None:
        network = LiVOS(TINY)
        self.assertEqual(Architecture.read(network.state_dict()), TINY)

    def test_aggregated_logits_know_the_background(self) -> None:
        logits = aggregate(torch.tensor([[[[0.2]], [[0.5]]]]))
        torch.testing.assert_close(logits.sigmoid().flatten(), torch.tensor([0.8 * 0.5, 0.2, 0.5]))
