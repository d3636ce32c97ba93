import unittest

import torch

from livos.architecture import Architecture, ResNetShape
from livos.network import LiVOS
from livos.widen import Channels, widen


def small(**widths) -> LiVOS:
    torch.manual_seed(3)
    shape = ResNetShape(8, (8, 8, 16), (1, 1, 1))
    return LiVOS(Architecture(image=shape, mask=shape, dimension=32, key=8, width8=16, width4=8, heads=4, feed_forward=32, **widths)).eval()


class WidenTest(unittest.TestCase):
    def test_a_shared_input_and_a_copied_output_compute_the_same(self) -> None:
        channels = Channels(8, torch.Generator().manual_seed(1))
        weight, x = torch.randn(3, 8), torch.randn(8)
        wide = channels.share(weight, 1, 12) @ channels.copy(x, 0, 12)
        self.assertTrue(torch.allclose(wide, weight @ x, atol=1e-5))

    def test_copies_are_told_apart(self) -> None:
        channels = Channels(8, torch.Generator().manual_seed(1))
        shared = channels.share(torch.ones(5, 8), 1, 12)
        self.assertTrue((shared[:, 2] != shared[:, 4]).all())

    def test_axes_of_several_vectors_and_more(self) -> None:
        channels = Channels(8, torch.Generator().manual_seed(1))
        weight, x = torch.randn(2, 18), torch.randn(18)
        wide = channels.share(weight, 1, 26) @ channels.copy(x, 0, 26)
        self.assertTrue(torch.allclose(wide, weight @ x, atol=1e-5))

    def test_the_wide_network_does_nearly_the_same(self) -> None:
        narrow = small()
        wide = widen(narrow).eval()
        self.assertEqual(wide.architecture.dimension, 48)
        other = LiVOS(wide.architecture).eval()
        frames = torch.rand(1, 3, 3, 64, 64)
        masks = torch.zeros(1, 1, 64, 64)
        masks[:, :, 16:40, 20:44] = 1

        def logits(network: LiVOS) -> torch.Tensor:
            memory = network.begin(network.encode(frames[:, 0]), masks)
            return network.segment(network.encode(frames[:, 1]), memory).logits

        with torch.no_grad():
            expected, found, unrelated = logits(narrow), logits(wide), logits(other)
        self.assertLess((found - expected).abs().mean(), 0.2 * (unrelated - expected).abs().mean())

    def test_fewer_hidden_units(self) -> None:
        wide = widen(small(), feed_forward=24)
        self.assertEqual(wide.state_dict()["object_transformer.blocks.0.ffn.linear1.weight"].shape, (24, 48))

    def test_a_width_that_cannot_be_widened(self) -> None:
        with self.assertRaises(ValueError):
            Channels(30, torch.Generator())
