"""The ResNet-18 out of Microsoft's ONNX file."""
import os
import unittest
from pathlib import Path

import torch
import torch.nn.functional as F

from livos import imagenet
from livos.resnet import ResNet

PACKAGE = Path.home() / ".nuget/packages/microsoft.ml.dnnimagefeaturizer.resnet18/0.23.1/tools/DnnImageModels/ResNet18Onnx/ResNet18.onnx"


def onnx_file() -> Path:
    """ResNet18.onnx where NuGet puts it; LIVOS_RESNET18 may name it."""
    return Path(os.environ.get("LIVOS_RESNET18", PACKAGE))


def by_hand(path: Path, picture: torch.Tensor, results: int) -> list[torch.Tensor]:
    """What the first ReLUs of the file's graph give for a picture whose sides the first convolution is not to pad."""
    import onnx
    from onnx.helper import get_attribute_value
    from onnx.numpy_helper import to_array

    graph = onnx.load(str(path)).graph
    values = {each.name: torch.from_numpy(to_array(each).copy()) for each in graph.initializer}
    values[graph.input[0].name] = picture
    found = []
    for node in graph.node:
        x, *others = (values[name] for name in node.input)
        settings = {each.name: get_attribute_value(each) for each in node.attribute}
        top, left, bottom, right = settings.get("pads", (0, 0, 0, 0))
        if node.op_type == "Conv":
            padded = x if x is picture else F.pad(x, (left, right, top, bottom))
            y = F.conv2d(padded, others[0], None, settings["strides"])
        elif node.op_type == "BatchNormalization":
            y = F.batch_norm(x, others[2], others[3], others[0], others[1], eps=settings["epsilon"])
        elif node.op_type == "MaxPool":
            y = F.max_pool2d(F.pad(x, (left, right, top, bottom), value=float("-inf")), settings["kernel_shape"], settings["strides"])
        elif node.op_type == "Add":
            y = x + others[0]
        else:
            y = x.relu()
            found.append(y)
        values[node.output[0]] = y
        if len(found) == results:
            return found
    raise AssertionError(f"{path} has only {len(found)} ReLUs")


class ImageNetTests(unittest.TestCase):
    def setUp(self) -> None:
        try:
            import onnx  # noqa: F401
        except ImportError:
            self.skipTest("needs python3-onnx")
        if not onnx_file().exists():
            self.skipTest(f"needs {onnx_file().name} of the NuGet package Microsoft.ML.DnnImageFeaturizer.ResNet18 (LIVOS_RESNET18 may name it)")
        torch.set_num_threads(1)
        torch.manual_seed(2)
        self.tensors = imagenet.convert(onnx_file())
        self.picture = torch.rand(1, 3, 64, 96)

    def features(self, tensors: dict[str, torch.Tensor]) -> tuple[torch.Tensor, ...]:
        encoder = ResNet(3, imagenet.SHAPE).eval()
        unknown = encoder.load_state_dict(tensors, strict=False)
        self.assertFalse([name for name in unknown.missing_keys if not name.endswith("num_batches_tracked")] + unknown.unexpected_keys)
        normalized = (self.picture - imagenet.MEAN[:, None, None]) / imagenet.STD[:, None, None]
        with torch.no_grad():
            return encoder(normalized)

    def test_the_encoder_computes_what_the_file_says(self) -> None:
        # This network's zero padding is the mean colour, which the file's is not: there it is given as a part of the picture.
        mean = imagenet.MEAN[:, None, None].expand(1, 3, 69, 101).clone()
        mean[:, :, 3:-2, 3:-2] = self.picture
        relus = by_hand(onnx_file(), 255 * mean.flip(1) - imagenet.LESS, 13)
        for found, expected in zip(self.features(self.tensors), (relus[12], relus[8], relus[4])):
            torch.testing.assert_close(found, expected, rtol=1e-3, atol=1e-3)

    def test_float16_holds_it(self) -> None:
        exact = self.features(self.tensors)
        for found, expected in zip(self.features({name: tensor.half().float() for name, tensor in self.tensors.items()}), exact):
            self.assertLess((found - expected).norm().item(), 0.005 * expected.norm().item())
