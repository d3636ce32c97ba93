#!/usr/bin/env python3
"""Times `livos score` beside the Python tools on a made-up set of DAVIS's size, and compares the figures.

    python3 bench/score.py --vos-benchmark ../vos-benchmark --davis ../davis2017-evaluation [--clips 25] [--frames 80]

Needs numpy and Pillow; the tools also want opencv, scikit-image, scipy and tqdm.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
HEIGHT, WIDTH = 480, 854


def objects_of(clip):
    """One to three objects a clip, as in DAVIS 2017, whose 30 clips have 61."""
    return 1 + clip % 3


def draw(random_shapes, frame, shift, wobble):
    """Blobs with bumpy edges that wander through the frame; the prediction's are shifted and wobble otherwise."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    for i, (cx, cy, vx, vy, size, bumps, phase) in enumerate(random_shapes):
        dx, dy = x - (cx + vx * frame + shift), y - (cy + vy * frame)
        angle = np.arctan2(dy, dx)
        radius = size * (1 + 0.2 * np.sin(bumps * angle + phase + 0.1 * frame) + wobble * np.sin(37 * angle + phase))
        mask[np.hypot(dx, dy) < radius] = i + 1
    return mask


def make_clip(folder, clip, frames):
    random = np.random.default_rng(clip)
    shapes = [(random.uniform(100, 750), random.uniform(80, 400), random.uniform(-2, 2), random.uniform(-1, 1),
               random.uniform(30, 110), random.integers(3, 9), random.uniform(0, 6)) for _ in range(objects_of(clip))]
    colours = [0, 0, 0, 200, 60, 60, 60, 200, 60, 60, 60, 200]
    for kind, shift, wobble in (("Annotations/480p", 0, 0), ("predicted", 4, 0.03)):
        to = folder / kind / f"clip{clip:02}"
        to.mkdir(parents=True)
        for frame in range(frames):
            image = Image.fromarray(draw(shapes, frame, shift, wobble))
            image.putpalette(colours)
            image.save(to / f"{frame:05}.png")


def make_set(folder, clips, frames):
    with ProcessPoolExecutor() as pool:
        list(pool.map(make_clip, [folder] * clips, range(clips), [frames] * clips))
    names = "\n".join(f"clip{clip:02}" for clip in range(clips))
    (folder / "ImageSets/2017").mkdir(parents=True)
    (folder / "ImageSets/2017/val.txt").write_text(names + "\n")
    (folder / "JPEGImages/480p").mkdir(parents=True)


VOS_BENCHMARK = """
import json, sys
sys.path.insert(0, sys.argv[1])
from vos_benchmark.benchmark import benchmark
_, j, f, objects = benchmark([sys.argv[2]], [sys.argv[3]], True, int(sys.argv[4]), verbose=False)
print(json.dumps({name: {str(i): [a[i], b[i]] for i in a} for name, (a, b) in objects[0].items()}))
"""

DAVIS = """
import json, sys
sys.path.insert(0, sys.argv[1])
from davis2017.evaluation import DAVISEvaluation
result = DAVISEvaluation(sys.argv[2], 'semi-supervised', 'val', codalab=True).evaluate(sys.argv[3])
objects = {}
for (name, j), f in zip(result['J']['M_per_object'].items(), result['F']['M_per_object'].values()):
    clip, i = name.rsplit('_', 1)
    objects.setdefault(clip, {})[i] = [100 * j, 100 * f]
print(json.dumps(objects))
"""


def run(command, **more):
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)
    if done.returncode:
        sys.exit(done.stderr)
    return time.perf_counter() - start, done.stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vos-benchmark", help="a checkout of hkchengrex/vos-benchmark")
    parser.add_argument("--davis", help="a checkout of davisvideochallenge/davis2017-evaluation")
    parser.add_argument("--clips", type=int, default=25)
    parser.add_argument("--frames", type=int, default=80)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()

    cli = ROOT / "src/Cli"
    subprocess.run(["dotnet", "build", "-c", "Release", "-v", "q", "--nologo", str(cli)], check=True, stdout=subprocess.DEVNULL)
    livos = ["dotnet", str(cli / "bin/Release/net10.0/livos.dll")]
    threads = os.cpu_count()
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        make_set(folder, args.clips, args.frames)
        truth, masks = folder / "Annotations/480p", folder / "predicted"
        tools = {"livos score": (livos + ["score", "--truth", str(truth), "--masks", str(masks), "--json"], args.rounds)}
        if args.vos_benchmark:
            tools["vos-benchmark"] = ([sys.executable, "-c", VOS_BENCHMARK, args.vos_benchmark, str(truth), str(masks), str(threads)], 1)
        if args.davis:
            tools["davis2017-evaluation"] = ([sys.executable, "-c", DAVIS, args.davis, str(folder), str(masks)], 1)

        figures = {}
        count = sum(objects_of(clip) for clip in range(args.clips))
        print(f"{args.clips * args.frames} frames of {WIDTH}x{HEIGHT}, {args.clips} clips, {count} objects, {threads} cores")
        for name, (command, rounds) in tools.items():
            runs = [run(command) for _ in range(rounds)]
            seconds = min(seconds for seconds, _ in runs)
            print(f"{name:22} {seconds:8.1f} s, {args.clips * args.frames / seconds:7.0f} frames/s")
            figures[name] = json.loads(runs[0][1].splitlines()[-1]) if name != "livos score" else {
                clip["name"]: {str(each["id"]): [100 * each["j"]["mean"], 100 * each["f"]["mean"]] for each in clip["objects"]}
                for clip in json.loads(runs[0][1])["scores"]["clips"]}
        for name in figures:
            if name == "livos score":
                continue
            same = figures[name].keys() == figures["livos score"].keys()
            difference = max(abs(a - b) for clip, objects in figures[name].items() for i, pair in objects.items()
                             for a, b in zip(pair, figures["livos score"][clip][i]))
            print(f"{name}: {'the same objects' if same else 'other clips'}, figures differ by at most {difference:.1e} percent points")


if __name__ == "__main__":
    main()
