"""Losses."""
import unittest

import torch
import torch.nn.functional as F

from livos.encoders import Features
from livos.losses import colour_loss
from livos.network import LiVOS

from .fixtures import TINY


class LossTests(unittest.TestCase):
    def test_features_that_hold_the_colours_lose_nothing(self) -> None:
        network, rgb = LiVOS(TINY), torch.randn(2, 3, 48, 64)
        f16 = torch.zeros(2, 32, 3, 4)
        f16[:, :12] = F.pixel_unshuffle(F.avg_pool2d(rgb, 8), 2)
        features = Features(rgb, f16, *5 * [f16])
        with torch.no_grad():
            network.aux_computer.colours.weight.copy_(torch.eye(12, 32)[:, :, None, None])
            network.aux_computer.colours.bias.zero_()
        self.assertLess(colour_loss(network, features).item(), 1e-10)
        f16.zero_()
        self.assertGreater(colour_loss(network, features).item(), 0.005)
