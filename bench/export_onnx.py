#!/usr/bin/env python3
"""Exports the published network as ONNX: one graph that takes a frame and the memory to the masks and the next memory.

    dotnet run -c Release --project bench -- record --variant base --size 480x864 --frames 4 --out RECORDED
    python3 bench/export_onnx.py --reference ../LiVOS --recorded RECORDED

writes RECORDED/step.onnx, and RECORDED/start.safetensors with the memory after the first frame. Needs what compare.py needs, and python3-onnx.
"""
import argparse
import json
from pathlib import Path

import compare

MEMORY = ["sensory", "state", "key_sum", "object_memory", "last_masks"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--reference", required=True, type=Path, metavar="CHECKOUT", help="a checkout of github.com/uncbiag/LiVOS")
    parser.add_argument("--recorded", required=True, type=Path, metavar="FOLDER", help="what `livos-bench record` wrote; the files go there")
    arguments = parser.parse_args()
    compare.in_new_process(export, arguments.reference.resolve(), arguments.recorded)


def export(checkout, folder):
    import sys
    import warnings
    from unittest import mock

    import torch

    warnings.simplefilter("ignore")  # the tracer's, of Python values that are constants here
    sys.path.insert(0, str(checkout))
    evaluation = compare.import_evaluation()
    network = compare.build_network(folder / "weights.safetensors")
    recorded = dict(compare.read_safetensors(folder / "frames.safetensors"))
    mask = recorded["mask"].long()
    with torch.inference_mode():
        core = evaluation.InferenceCore(network)
        core.step(image(recorded, 0), mask, [int(i) for i in mask.unique() if i > 0])
        memory = [core.sensory_BNCHW, core.state_BNCC, core.key_sum_BCHW, core.obj_mem_sum_BNQC, core.last_masks_BNHW]
    write_safetensors(folder / "start.safetensors", dict(zip(MEMORY, memory)))
    with torch.no_grad(), mock.patch("torch.nn.functional.interpolate", area_as_pooling(torch.nn.functional.interpolate)):
        torch.onnx.export(
            step_of(network), (image(recorded, 1).unsqueeze(0).clone(), *[tensor.clone() for tensor in memory]), str(folder / "step.onnx"),
            input_names=["image", *MEMORY], output_names=["prob", *["next_" + name for name in MEMORY]], opset_version=14)


def area_as_pooling(resize):
    """`interpolate`, but resizing by area is average pooling, which ONNX has."""
    import torch

    def interpolate(x, size=None, scale_factor=None, mode="nearest", **options):
        if mode != "area":
            return resize(x, size=size, scale_factor=scale_factor, mode=mode, **options)
        return torch.nn.functional.avg_pool2d(x, int(x.shape[-1]) // int(size[-1]) if scale_factor is None else round(1 / scale_factor))

    return interpolate


def image(recorded, frame):
    return recorded[f"frame{frame}.image"].permute(2, 0, 1).contiguous()


def step_of(network):
    """A frame without a prompt mask, as the published InferenceCore.step computes it; its einsums written as matrix products, which runtimes do well."""
    import torch

    class Step(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.network = network

        def forward(self, image, sensory, state, key_sum, object_memory, last_masks):
            features = self.network.encode_image(image)
            pixels, key, gate = (f(features[0]) for f in (self.network.pix_projector, self.network.key_projector, self.network.gate_projector))
            key = key.softmax(dim=1)
            height, width = key.shape[2:]

            queries = key.flatten(2).transpose(1, 2).unsqueeze(1)  # [1, 1, HW, key]
            readout = torch.matmul(queries, state).transpose(2, 3)  # [1, objects, value, HW]
            readout = (readout / (key * key_sum).sum()).reshape(*readout.shape[:3], height, width)
            _, prob, sensory, _ = self.network.segment(features, readout, pixels, last_masks, sensory, object_memory, update_sensory=True)

            masks = prob[:, 1:]
            value, sensory, objects = self.network.encode_mask(image, pixels, masks, sensory, deep_update=True)
            update = torch.matmul(key.flatten(2).unsqueeze(1), value.flatten(3).transpose(2, 3))  # [1, objects, key, value]
            state = state * gate.unsqueeze(1).unsqueeze(1) + update
            return prob[0], sensory, state, key_sum + key, object_memory + objects, masks

    return Step().eval()


def write_safetensors(path, tensors):
    header, at = {}, 0
    for name, tensor in tensors.items():
        end = at + 4 * tensor.numel()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [at, end]}
        at = end
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for tensor in tensors.values():
            file.write(tensor.float().contiguous().numpy().tobytes())


if __name__ == "__main__":
    main()
