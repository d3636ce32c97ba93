#!/usr/bin/env python3
"""Compares this program with the published PyTorch code: the same weights, the same frames, the same number of threads, in turns.
With --onnx also with ONNX Runtime, which runs the same network as export_onnx.py writes it.

    python3 bench/compare.py --reference ../LiVOS [--onnx]

Needs the .NET SDK, a checkout of github.com/uncbiag/LiVOS, torch (1.13 or later) and what the checkout's network needs beside it (numpy).
Each turn is a process of its own, so that neither side's threads or memory are in the other's way, and checks its results: the reference
segments the frames that `livos-bench record` has written down, and its probabilities are compared with the recorded ones.
"""
import argparse
import concurrent.futures
import json
import multiprocessing
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
OURS = "LiVOS for .NET"
RECORDED = 4  # frames whose results are compared; they are also the warm-up
NANO = ["--weights", str(REPOSITORY / "models/livos-nano.safetensors"),
        "--clip", str(REPOSITORY / "samples/blackswan/frames"), "--masks", str(REPOSITORY / "samples/blackswan/truth")]
TIE = 2e-4  # planes closer than this may change places (docs/network.md#tolerances)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--reference", required=True, type=Path, metavar="CHECKOUT", help="a checkout of github.com/uncbiag/LiVOS")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="threads of each side (default: all processors)")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each side (default: 5)")
    parser.add_argument("--frames", type=int, default=5, help="frames that are timed in a turn (default: 5)")
    parser.add_argument("--size", default="480x864", metavar="HxW", help="of the made-up frames (default: 480x864)")
    parser.add_argument("--device", default="cpu", choices=["cpu", "opencl"], help="what this program computes on (default: cpu)")
    parser.add_argument("--nano", action="store_true", help="the bundled weights on the sample clip, instead of the base model on made-up ones")
    parser.add_argument("--onnx", action="store_true", help="ONNX Runtime as a third side (needs python3-onnx)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    if not (arguments.reference / "livos/eval.py").is_file():
        parser.error(f"{arguments.reference} holds no livos/eval.py; clone github.com/uncbiag/LiVOS and name the folder.")

    with tempfile.TemporaryDirectory(prefix="livos-bench-") as folder:
        result = compare(arguments, Path(folder))
    if arguments.json:
        print(json.dumps(result, indent=2))
    else:
        print_result(result)
    sys.exit(0 if result["same_masks"] else 1)


def compare(arguments, folder):
    what = NANO if arguments.nano else ["--variant", "base", "--size", arguments.size, "--objects", "1"]
    what = [*what, "--threads", str(arguments.threads), "--device", arguments.device]
    run_ours("record", *what, "--frames", str(RECORDED), "--out", str(folder), build=True)

    checkout, threads, frames = arguments.reference.resolve(), str(arguments.threads), str(arguments.frames)
    sides = {
        OURS: lambda: json.loads(run_ours("frame", *what, "--warm-up", str(RECORDED), "--frames", frames, "--json")),
        "PyTorch": lambda: in_new_process(measure_reference, checkout, folder, arguments.threads, arguments.frames),
    }
    if arguments.onnx:
        import export_onnx

        in_new_process(export_onnx.export, checkout, folder)
        run("bench/OnnxRuntime", "--help", build=True)
        sides["ONNX Runtime"] = lambda: json.loads(run("bench/OnnxRuntime", str(folder), "--threads", threads, "--frames", frames))

    turns = {name: [] for name in sides}
    for number in range(arguments.rounds):
        for name, measure in sides.items():
            turns[name].append(measure())
        medians = ", ".join(f"{name} {statistics.median(turns[name][-1]['seconds']):.3f}" for name in sides)
        print(f"round {number + 1}, seconds a frame: {medians}", file=sys.stderr)

    ours, peers = summary(turns[OURS]), [name for name in sides if name != OURS]
    return {
        "date": time.strftime("%Y-%m-%d %H:%M"),
        "machine": machine(),
        "versions": {name: turns[name][0]["version"] for name in peers},
        "case": "nano, sample clip" if arguments.nano else f"base, made-up weights, {arguments.size}, 1 object",
        "device": arguments.device,
        "threads": arguments.threads,
        "rounds": arguments.rounds,
        "frames_per_round": arguments.frames,
        "sides": {OURS: ours, **{name: summary(turns[name]) for name in peers}},
        "ratios": {name: ratios(ours, turns[OURS], summary(turns[name]), turns[name]) for name in peers},
        "checks": {name: turns[name][0]["checks"] for name in peers},
        "same_masks": all(check["argmax_differences"] == 0 for name in peers for check in turns[name][0]["checks"]),
    }


def ratios(ours, our_turns, peer, peer_turns):
    return {
        "of_medians": peer["median_seconds"] / ours["median_seconds"],
        "of_minima": peer["minimum_seconds"] / ours["minimum_seconds"],
        "of_peak_memory": peer["peak_resident_bytes"] / ours["peak_resident_bytes"],
        "by_round": [statistics.median(p["seconds"]) / statistics.median(o["seconds"]) for o, p in zip(our_turns, peer_turns)],
    }


def summary(turns):
    seconds = [s for turn in turns for s in turn["seconds"]]
    return {
        "median_seconds": statistics.median(seconds),
        "minimum_seconds": min(seconds),
        "peak_resident_bytes": max(turn["peak_resident_bytes"] for turn in turns),
        "seconds_by_round": [turn["seconds"] for turn in turns],
    }


def print_result(result):
    print("; ".join([result["date"], result["machine"], *(f"{name} {version}" for name, version in result["versions"].items())]))
    print(f"{result['case']}; device {result['device']}; {result['threads']} threads; {result['rounds']} rounds of {result['frames_per_round']} frames")
    print()
    print(f"| {'':20} | {'median s/frame':>14} | {'minimum s/frame':>15} | {'peak resident MB':>16} |")
    print(f"|{'-' * 22}|{'-' * 15}:|{'-' * 16}:|{'-' * 17}:|")
    for name, side in result["sides"].items():
        print(f"| {name:20} | {side['median_seconds']:14.4f} | {side['minimum_seconds']:15.4f} | {side['peak_resident_bytes'] / 1e6:16.0f} |")
    for name, ratio in result["ratios"].items():
        print(f"| {name + ' / ours':20} | {ratio['of_medians']:14.2f} | {ratio['of_minima']:15.2f} | {ratio['of_peak_memory']:16.2f} |")
    print()
    for name, ratio in result["ratios"].items():
        print(f"{name}, ratio by round: " + ", ".join(f"{one:.2f}" for one in ratio["by_round"]))
        for check in result["checks"][name]:
            print(f"{name}, frame {check['frame']}: probabilities differ by at most {check['largest_difference']:.1e}, "
                  f"the masks in {check['argmax_differences']} pixels of {check['pixels']} ({check['object_pixels']} of them show an object)")


def machine():
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        model = next((line.split(":", 1)[1].strip() for line in cpuinfo.read_text().splitlines() if line.startswith("model name")), model)
    return f"{model}, {os.cpu_count()} processors"


def run_ours(*command, build=False):
    return run("bench", *command, build=build)


def run(project, *command, build=False):
    program = ["dotnet", "run", "-c", "Release", "--project", str(REPOSITORY / project), *([] if build else ["--no-build"]), "--", *command]
    return subprocess.run(program, check=True, stdout=subprocess.PIPE, text=True).stdout


def in_new_process(function, *arguments):
    """Calls a function in a fresh interpreter, whose peak memory is then its own."""
    with concurrent.futures.ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(function, *arguments).result()


# The rest runs in the reference's process.


def measure_reference(checkout, folder, threads, frames):
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = str(threads)  # before torch is loaded
    import resource
    import torch

    torch.set_num_threads(threads)
    sys.path.insert(0, str(checkout))
    evaluation = import_evaluation()
    with torch.inference_mode():
        network = build_network(folder / "weights.safetensors")
        core = evaluation.InferenceCore(network)
        recorded = dict(read_safetensors(folder / "frames.safetensors"))
        images = [recorded[f"frame{t}.image"].permute(2, 0, 1).contiguous() for t in range(RECORDED)]
        mask = recorded["mask"].long()
        objects = [int(i) for i in mask.unique() if i > 0]

        core.step(images[0], mask, objects)
        checks = [check(t, core.step(images[t]), recorded[f"frame{t}.prob"]) for t in range(1, RECORDED)]
        seconds = []
        for t in range(frames):
            start = time.perf_counter()
            core.step(images[t % RECORDED])
            seconds.append(time.perf_counter() - start)

    unit = 1 if sys.platform == "darwin" else 1024
    return {
        "seconds": seconds,
        "peak_resident_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit,
        "checks": checks,
        "version": torch.__version__,
    }


def import_evaluation():
    """The evaluation script, whose frame loop is measured. What it imports beside that (configuration, data sets, results) is left out."""
    import logging
    from unittest import mock

    for name in ("hydra", "hydra.core", "hydra.core.hydra_config", "omegaconf", "tqdm",
                 "livos.inference.data.vos_test_dataset", "livos.inference.data.burst_test_dataset",
                 "livos.inference.utils.results_utils", "livos.inference.utils.burst_utils", "livos.inference.utils.args_utils"):
        sys.modules[name] = mock.MagicMock()
    import livos.eval

    logging.disable(logging.INFO)
    return livos.eval


def build_network(path):
    """The published network with the weights of a file; for other widths, its classes with the widths that the file has."""
    from livos.model import livos_wrapper
    from livos.model.utils import resnet
    from torch.utils import model_zoo

    # The constructors would fetch ImageNet weights.
    resnet.load_weights_add_extra_dim = lambda *_: None
    model_zoo.load_url = lambda *_: None
    shapes = {name: tuple(tensor.shape) for name, tensor in read_safetensors(path)}
    bottleneck = "image_encoder.layer1.0.conv3.weight" in shapes
    network = livos_wrapper.LIVOS(
        model_type="small" if shapes["mask_decoder.pred.weight"][1] == 64 else "base",
        image_encoder_type="resnet50" if bottleneck else "resnet18")
    if network.mask_encoder.layer3[0].conv1.weight.shape != shapes["mask_encoder.layer3.0.conv1.weight"]:
        set_widths(network, livos_wrapper, resnet, shapes)

    missing = set(network.state_dict())
    for name, tensor in read_safetensors(path):  # one after the other, so that the file is never in memory as a whole
        network.load_state_dict({name: tensor.float()}, strict=False)
        missing.remove(name)
    unlearned = ("num_batches_tracked", "inv_freq")
    missing = [name for name in missing if not name.endswith(unlearned) and not name.startswith("aux_computer.")]
    if missing:
        raise RuntimeError(f"{path} lacks {missing[0]} and {len(missing) - 1} more")
    return network.eval()


def set_widths(network, livos_wrapper, resnet, shapes):
    """Replaces the network's modules by smaller ones of the same classes."""
    from torch import nn

    def out(name):
        return shapes[name + ".weight"][0]

    def narrow(encoder, name):
        layers = [[out(f"{name}.layer{i}.{b}.conv1") for b in range(9) if f"{name}.layer{i}.{b}.conv1.weight" in shapes] for i in (1, 2, 3)]
        stem, inputs = shapes[f"{name}.conv1.weight"][:2]
        plain = resnet.ResNet(resnet.BasicBlock, [1, 1, 1, 1])
        plain.inplanes = stem
        encoder.conv1, encoder.bn1 = nn.Conv2d(inputs, stem, 7, 2, 3, bias=False), nn.BatchNorm2d(stem)
        for i, widths in enumerate(layers, 1):
            setattr(encoder, f"layer{i}", plain._make_layer(resnet.BasicBlock, widths[0], len(widths), stride=1 if i == 1 else 2))
        return [widths[0] for widths in reversed(layers)]

    dim, key = out("pix_projector.layer"), out("key_projector.layer2")
    queries, feed_forward = out("object_transformer.query_init"), out("object_transformer.blocks.0.ffn.linear1")
    up = [dim, out("mask_decoder.upsample_16_to_8.conv1"), out("mask_decoder.upsample_8_to_4.conv1")]
    features = narrow(network.image_encoder, "image_encoder")
    mask_features = narrow(network.mask_encoder, "mask_encoder")
    network.sensory_dim = dim
    network.mask_encoder.fuser = livos_wrapper.FeatureFuser(dim, mask_features[0], dim)
    network.mask_encoder.sensory_updater = livos_wrapper.SensoryUpdater(dim, dim)
    network.key_projector = livos_wrapper.KeyProj(features[0], dim, key)
    network.pix_projector = livos_wrapper.PixProj(features[0], dim)
    network.gate_projector = livos_wrapper.GateProj(features[0], dim)
    network.mask_decoder = livos_wrapper.MaskDecoder(features, up, dim)
    network.pixel_fuser = livos_wrapper.PixelFuser(dim, dim, dim, dim)
    network.object_transformer = livos_wrapper.QueryTransformer(dim, dim, feed_forward, network.num_blocks, network.num_heads, queries)
    network.object_summarizer = livos_wrapper.ObjectSummarizer(dim, dim, queries, add_pe=True)


def check(frame, probabilities, expected):
    best, second = expected.topk(2, dim=0).values
    differs = (probabilities.argmax(0) != expected.argmax(0)) & (best - second > TIE)
    return {
        "frame": frame,
        "largest_difference": (probabilities - expected).abs().max().item(),
        "argmax_differences": int(differs.sum()),
        "pixels": best.numel(),
        "object_pixels": int((expected.argmax(0) > 0).sum()),
    }


def read_safetensors(path):
    """The names and tensors of a file, one after the other."""
    import torch

    types = {"F32": torch.float32, "F16": torch.float16, "I32": torch.int32}
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        start = file.tell()
        header.pop("__metadata__", None)
        for name, entry in header.items():
            begin, end = entry["data_offsets"]
            file.seek(start + begin)
            yield name, torch.frombuffer(bytearray(file.read(end - begin)), dtype=types[entry["dtype"]]).reshape(entry["shape"])


if __name__ == "__main__":
    main()
