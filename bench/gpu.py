#!/usr/bin/env python3
"""Everything that is measured on an NVIDIA card, in one run: exactness, speed, memory and kernels, beside the published PyTorch code.

    python3 bench/gpu.py --reference ../LiVOS [--programs FOLDER] [--out report.md]

Needs the card's driver, a checkout of github.com/uncbiag/LiVOS and torch with CUDA; and the .NET SDK, or a folder with the published
programs `livos` and `livos-bench` (self-contained: then the machine needs no .NET). Every measurement is a process of its own, and one that
fails (out of memory, say) is reported as such and does not end the run. Made-up weights and frames; nothing is downloaded.
"""
import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import compare
from compare import REPOSITORY

SIZES = {"480p": "480x864", "1024p": "1024x1824", "2048p": "2048x3648", "4096p": "4096x7296"}
PRECISIONS = ("fp32", "tf32", "fp16")
WARM_UP = 5


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--reference", required=True, type=Path, metavar="CHECKOUT", help="a checkout of github.com/uncbiag/LiVOS")
    parser.add_argument("--programs", type=Path, metavar="FOLDER", help="published programs livos and livos-bench (default: dotnet run)")
    parser.add_argument("--sizes", nargs="+", default=list(SIZES), choices=SIZES, metavar="SIZE", help=f"of {', '.join(SIZES)} (default: all)")
    parser.add_argument("--objects", nargs="+", type=int, default=[1, 5], help="numbers of objects (default: 1 5)")
    parser.add_argument("--frames", type=int, default=20, help="frames that are timed (default: 20)")
    parser.add_argument("--goldens", type=Path, help="recorded runs for `livos verify` (default: those of the program)")
    parser.add_argument("--device", default="cuda", help="this program's device (default: cuda)")
    parser.add_argument("--out", type=Path, help="a file for the report as well")
    arguments = parser.parse_args()
    if not (arguments.reference / "livos/eval.py").is_file():
        parser.error(f"{arguments.reference} holds no livos/eval.py; clone github.com/uncbiag/LiVOS and name the folder.")

    lines = []

    def say(line=""):
        print(line, flush=True)
        lines.append(line)

    programs = Programs(arguments.programs, arguments.device)
    say(f"{time.strftime('%Y-%m-%d %H:%M')}; {card()}; {compare.machine()}")
    with tempfile.TemporaryDirectory(prefix="livos-bench-") as folder:
        exactness(programs, arguments, say)
        speed(programs, arguments, Path(folder), say)
        kernels(programs, say)
    if arguments.out:
        arguments.out.write_text("\n".join(lines) + "\n")


class Programs:
    """This project's programs: published ones in a folder, or the projects by the .NET SDK."""

    def __init__(self, folder, device):
        self.folder, self.device = folder, device

    def run(self, name, *command):
        """Runs a program on the device; gives its exit code, output and errors."""
        projects = {"livos": "src/Cli", "livos-bench": "bench"}
        program = [str(self.folder / name)] if self.folder else ["dotnet", "run", "-c", "Release", "--project", str(REPOSITORY / projects[name]), "--"]
        done = subprocess.run([*program, *command, "--device", self.device], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        return done.returncode, done.stdout, done.stderr.strip()


def exactness(programs, arguments, say):
    say("\n## Exactness\n")
    goldens = ["--goldens", str(arguments.goldens)] if arguments.goldens else []
    for precision in PRECISIONS:
        code, output, error = programs.run("livos", "verify", *goldens, "--precision", precision)
        say(f"`livos verify --device {programs.device} --precision {precision}` ends with {code}.\n\n```\n{(output + error).strip()}\n```\n")


def speed(programs, arguments, folder, say):
    say("\n## Speed and memory\n")
    say("Frames a second (median) and MB at the peak of the device's memory: for this program what its plan allocates, for PyTorch what it has allocated. "
        "This program's times include the frame's way to the card and its mask's way back, PyTorch's are those of the network alone.\n")
    say("| size | objects | | frames/s | MB | times the published speed | of its memory |\n|---|---|---|---|---|---|---|")
    for size in arguments.sizes:
        for objects in arguments.objects:
            published = reference(arguments, folder, SIZES[size], objects, fast=False)
            sides = [("published, as its evaluation runs it", published), ("published, compiled, with autocast", reference(arguments, folder, SIZES[size], objects, fast=True))]
            sides += [(f"this program, {precision}", ours(programs, arguments, SIZES[size], objects, precision)) for precision in PRECISIONS]
            for name, measured in sides:
                say(f"| {size} | {objects} | {name} | " + " | ".join(row(measured, published)) + " |")


def row(measured, published):
    if "error" in measured:
        return [measured["error"], "", "", ""]
    rate, megabytes = 1 / measured["seconds"], measured["bytes"] / 1e6
    if "error" in published:
        return [f"{rate:.1f}", f"{megabytes:.0f}", "", ""]
    return [f"{rate:.1f}", f"{megabytes:.0f}", f"{published['seconds'] / measured['seconds']:.2f}", f"{measured['bytes'] / published['bytes']:.2f}"]


def ours(programs, arguments, size, objects, precision):
    code, output, error = programs.run(
        "livos-bench", "frame", "--size", size, "--objects", str(objects), "--precision", precision,
        "--warm-up", str(WARM_UP), "--frames", str(arguments.frames), "--json")
    if code != 0:
        return {"error": first_line(error)}
    measured = json.loads(output)
    return {"seconds": statistics.median(measured["seconds"]), "bytes": measured["planned_bytes"]}


def reference(arguments, folder, size, objects, fast):
    try:
        return compare.in_new_process(measure_reference, arguments.reference.resolve(), folder, size, objects, arguments.frames, fast)
    except Exception as error:  # whatever PyTorch dies of belongs in the table
        return {"error": first_line(str(error))}


def kernels(programs, say):
    say("\n## Kernels at 480p, one object\n")
    say("The floor of a launch is the longer of two times: its bytes by the card's bandwidth, its operations by the card's rate for them.\n")
    for precision in PRECISIONS:
        code, output, error = programs.run("livos-bench", "layers", "--size", SIZES["480p"], "--objects", "1", "--precision", precision, "--frames", "10")
        say(f"### {precision}\n\n```\n{(output if code == 0 else error).strip()}\n```\n")


def card():
    query = ["nvidia-smi", "--query-gpu=name,driver_version,memory.total", "--format=csv,noheader"]
    try:
        return subprocess.run(query, check=True, stdout=subprocess.PIPE, text=True).stdout.strip().replace("\n", "; ")
    except (OSError, subprocess.CalledProcessError):
        return "no nvidia-smi"


def first_line(text):
    return text.strip().split("\n")[0].replace("|", "/")[:200] or "failed"


# The rest runs in the reference's process.


def measure_reference(checkout, folder, size, objects, frames, fast):
    """The published frame loop as its evaluation measures it: the network alone, between two synchronisations."""
    import torch

    sys.path.insert(0, str(checkout))
    evaluation = compare.import_evaluation()
    height, width = (int(extent) for extent in size.split("x"))
    with torch.inference_mode():
        network = made_up_network(evaluation).cuda().eval()
        if fast:
            compile_network(network)
        images = [made_up_frame(t, height, width).cuda() for t in range(4)]
        mask = made_up_mask(objects, height, width).cuda()
        core = evaluation.InferenceCore(network)
        seconds = []
        with torch.amp.autocast("cuda", dtype=torch.float16, enabled=fast):
            core.step(images[0], mask, list(range(1, objects + 1)))
            for t in range(WARM_UP + frames):
                torch.cuda.synchronize()
                start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
                start.record()
                if fast:
                    torch.compiler.cudagraph_mark_step_begin()
                core.step(images[t % len(images)])
                end.record()
                torch.cuda.synchronize()
                seconds.append(start.elapsed_time(end) / 1000)
    return {"seconds": statistics.median(seconds[WARM_UP:]), "bytes": torch.cuda.max_memory_allocated()}


def made_up_network(evaluation):
    """The published network, whose constructors would fetch ImageNet weights, with PyTorch's random ones: speed does not depend on them."""
    import torch
    from livos.model.utils import resnet
    from torch.utils import model_zoo

    resnet.load_weights_add_extra_dim = lambda *_: None
    model_zoo.load_url = lambda *_: None
    torch.manual_seed(1)
    return evaluation.LIVOS(model_type="base")


def compile_network(network):
    """As fast as PyTorch can be made without changing the code: its modules compiled into CUDA graphs, channels last."""
    import torch

    torch.backends.cudnn.benchmark = True
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    network.to(memory_format=torch.channels_last)
    for name in ("encode_image", "encode_mask", "segment"):
        compiled = torch.compile(getattr(network, name), mode="reduce-overhead")
        # What a graph returns lies in memory that its next run writes over: the frame loop keeps some of it.
        setattr(network, name, lambda *given, run=compiled, **named: copied(run(*given, **named)))


def copied(result):
    import torch

    if isinstance(result, torch.Tensor):
        return result.clone()
    return type(result)(copied(part) for part in result) if isinstance(result, (list, tuple)) else result


def made_up_frame(t, height, width):
    import torch

    y, x = torch.meshgrid(torch.arange(height) - 1.5 * t, torch.arange(width) + 2.0 * t, indexing="ij")
    return torch.stack([0.5 + 0.25 * torch.sin(x * (0.06 + 0.02 * c)) + 0.25 * torch.cos(y * (0.07 + 0.02 * c)) for c in range(3)])


def made_up_mask(objects, height, width):
    """Discs in a row."""
    import torch

    y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    mask = torch.zeros(height, width, dtype=torch.long)
    for n in range(objects):
        centre, radius = (n + 0.5) * width / objects, 0.3 * min(height, width / objects)
        mask[(x - centre) ** 2 + (y - height / 2) ** 2 < radius ** 2] = n + 1
    return mask


if __name__ == "__main__":
    main()
