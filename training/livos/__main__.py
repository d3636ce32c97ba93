"""Trains, resumes, evaluates, exports, records and plots: `python3 -m livos COMMAND --help`."""
from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

import torch

from . import coco, films, imagenet, safetensors, scenes, sequences, singles, weights
from .batches import first_frames
from .clicks import commands as clicks
from .clips import Sources
from .confidence import judge, table
from .evaluation import copy_first, score, track
from .golden import record
from .pairs import pairs
from .plot import plot
from .recipe import Recipe
from .run import CHECKPOINT, LOG, Run
from .separation import teach_keys, told_apart
from .stills import Stills
from .team import Team, work
from .trainer import Trainer
from .widen import widen


def main(arguments: list[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    torch.set_num_threads(options.threads)
    try:
        options.command(options)
    except (FileNotFoundError, FileExistsError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="livos", description=__doc__)
    top.add_argument("--threads", type=int, default=2, help="processor threads (default 2)")
    commands = top.add_subparsers(required=True)

    def command(name: str, function, description: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=description, description=description)
        added.set_defaults(command=function)
        return added

    def of_sources(added: argparse.ArgumentParser) -> None:
        added.add_argument("--data", type=Path, required=True, help="training sequences, laid out like DAVIS")
        added.add_argument("--stills", type=Path, help="cut-out things and photographs to show as well: PNG and JPEG files in a folder")
        added.add_argument("--films", type=Path, help="films of single things to show as well: a folder of folders of PNG files with an alpha channel")
        added.add_argument("--scenes", type=Path, nargs="+", default=[], help="photographs with outlines to show as well: folders with images and masks, or BSDS500/data (needs python3-scipy)")
        added.add_argument("--fine", type=Path, help="training sequences of 480 lines to show as well, laid out like DAVIS: cameras come close to them")
        added.add_argument("--half", action="store_true", help="mixed precision (bfloat16)")
        added.add_argument("--workers", type=int, default=1, help="processes that make clips, for each that trains")

    def of_run(added: argparse.ArgumentParser) -> None:
        added.add_argument("run", type=Path, help="the run's folder: checkpoint and log")
        of_sources(added)
        added.add_argument("--device", default="cpu", help="cpu or cuda")
        added.add_argument("--minutes", type=float, help="stop after that time, resumable")
        added.add_argument("--processes", type=int, default=1, help="processes that train together (with --threads 1: best on a CPU)")
        added.add_argument("--evaluate-every", type=int, default=1000, help="batches between two evaluations")

    train = command("train", start, "Start a run.")
    of_run(train)
    train.add_argument("--recipe", type=Path, required=True, help="what to do (recipes/*.json)")
    begin = train.add_mutually_exclusive_group(required=True)
    begin.add_argument("--encoder", type=Path, help="the image encoder's weights, which stay as they are (`livos imagenet` writes some); all else starts from nothing")
    begin.add_argument("--weights", type=Path, help="start from a whole network: a .safetensors file, or a run, whose looks are kept")
    train.add_argument("--seed", type=int, help="another seed than the recipe's: runs of one recipe whose mean is wanted")
    train.add_argument("--widen", action="store_true", help="with --weights: make the network half as wide again first, as the recipe has it")

    again = command("resume", resume, "Go on with a run where its checkpoint stands.")
    of_run(again)
    again.add_argument("--recipe", type=Path, help="another plan for what comes; the network stays")

    keys = command("teach-keys", teach_network_keys, "Teach a network's keys to tell objects from their surroundings, all else as it is.")
    keys.add_argument("weights", type=Path, help="a .safetensors file, or a run's folder")
    keys.add_argument("output", type=Path, help="a .safetensors file; the log goes beside it")
    of_sources(keys)
    keys.add_argument("--recipe", type=Path, required=True, help="what to do (recipes/keys.json)")

    def of_sequences(added: argparse.ArgumentParser) -> None:
        added.add_argument("--data", type=Path, required=True, nargs="+", help="data sets, or single sequences")
        added.add_argument("--names", nargs="*", help="only these sequences (default: the validation split if the data set has it, else all)")

    scoring = command("evaluate", evaluate_weights, "Score weights, beside copying the first mask.")
    scoring.add_argument("weights", type=Path, nargs="+", help=".safetensors files, or runs' folders")
    of_sequences(scoring)
    scoring.add_argument("--pairs", action="store_true", help="two objects in each sequence: its own, and the next sequence's before it")

    telling = command("judge-keys", judge_keys, "Measure how well keys tell a sequence's object from its surroundings, beside all of the encoder's features.")
    telling.add_argument("weights", type=Path, nargs="+", help=".safetensors files, or runs' folders")
    of_sequences(telling)
    telling.add_argument("--lines", type=int, default=240, help="the lines of a frame (default 240); smaller ones are enlarged")

    doubting = command("confidence", judge_confidence, "Compare what a network knows of its own mistakes with J.")
    doubting.add_argument("weights", type=Path, help="a .safetensors file, or a run's folder")
    of_sequences(doubting)

    out = command("export", export, "Write a run's averaged weights for the engine.")
    out.add_argument("run", type=Path)
    out.add_argument("output", type=Path, help="a .safetensors file")
    out.add_argument("--float32", action="store_true", help="rather than float16")

    middle = command("average", average, "Write the mean of some weights, of runs that share a beginning.")
    middle.add_argument("weights", type=Path, nargs="+", help=".safetensors files, or runs' folders")
    middle.add_argument("--output", type=Path, required=True, help="a .safetensors file")

    golden = command("record", record_golden, "Record what PyTorch computes on a clip, for the engine's `livos verify`.")
    golden.add_argument("weights", type=Path, help="a .safetensors file")
    golden.add_argument("clip", type=Path, help="a folder with JPEGImages and Annotations, or frames and truth")
    golden.add_argument("output", type=Path, help="a .safetensors file")
    golden.add_argument("--weights-name", help="the weights' path as the engine is to find them (default: the whole path)")
    golden.add_argument("--frames", type=int, default=10)

    borrow = command("imagenet", convert_encoder, "Convert Microsoft's ResNet-18 for --encoder (needs python3-onnx).")
    borrow.add_argument("onnx", type=Path, help="ResNet18.onnx of the NuGet package Microsoft.ML.DnnImageFeaturizer.ResNet18")
    borrow.add_argument("output", type=Path, help="a .safetensors file")

    outlines = command("coco", convert_outlines, "Convert photographs with outlines in COCO's format for --scenes.")
    outlines.add_argument("pictures", type=Path, help="a folder with JPEG files, at any depth")
    outlines.add_argument("output", type=Path, help="a new folder")
    outlines.add_argument("--annotations", type=Path, nargs="+", required=True, help="files like instances_val2017.json")

    single = command("singles", divide_videos, "Divide videos of several objects into sequences of one, for --data and --fine.")
    single.add_argument("videos", type=Path, help="a folder laid out like DAVIS")
    single.add_argument("output", type=Path, help="a folder for the sequences")
    single.add_argument("--lines", type=int, default=240, help="the lines of a frame, at most")
    single.add_argument("--most", type=int, help="objects of a video, at most")

    filming = command("render", render_films, "Film MegaGlest's models, for --films (needs python3-moderngl).")
    filming.add_argument("models", type=Path, help="a folder with G3D models")
    filming.add_argument("output", type=Path, help="a new folder")
    filming.add_argument("--limit", type=int, default=800, help="films at most")
    filming.add_argument("--photographs", type=Path, help="PNG and JPEG files, parts of which cover every other model")
    filming.add_argument("--seed", type=int, default=1, help="another number, other views")

    draw = command("plot", draw_log, "Draw a run's log as an SVG file beside it.")
    draw.add_argument("run", type=Path)

    clicks.add(command)
    return top


def split(data: Path, lines: int = 240) -> tuple[list[sequences.Sequence], list[sequences.Sequence]]:
    """Training and validation sequences of a data set, at so many lines at most."""
    found = sequences.load(data, size=lines)
    kept = [sequence for sequence in found if sequence.name not in sequences.VALIDATION]
    return kept, [sequence for sequence in found if sequence.name in sequences.VALIDATION]


def sources_of(options: argparse.Namespace) -> tuple[Sources, list[sequences.Sequence]]:
    """What clips are made of, and the validation sequences."""
    training, validation = split(options.data)
    stills = Stills.load(options.stills) if options.stills else Stills()
    moving = films.load(options.films) if options.films else ()
    outlined = tuple(scenes.load(folder) for folder in options.scenes)
    fine = split(options.fine, 480)[0] if options.fine else []
    return Sources(training, stills, moving, outlined, tuple(fine)), validation


def go(options: argparse.Namespace, trainer: Trainer, begins: bool = False) -> None:
    sources, validation = sources_of(options)
    if begins and not trainer.recipe.keep_keys and not trainer.network.aux_computer.looks.scale:
        trainer.find_looks(first_frames(trainer.recipe, sources))

    def member(team: Team) -> None:
        trainer.team = team
        Run(options.run, trainer, sources, validation, options.workers).go(evaluate_every=options.evaluate_every, minutes=options.minutes)

    work(options.processes, trainer.numbers, member)


def start(options: argparse.Namespace) -> None:
    if (options.run / CHECKPOINT).exists():
        raise FileExistsError(f"{options.run} already holds a run; resume it, or name another folder.")
    recipe = Recipe.read(options.recipe)
    if options.seed is not None:
        recipe = replace(recipe, seed=options.seed)
    if recipe.keep_keys and not options.weights:
        raise ValueError(f"{options.recipe} keeps the keys of other weights (keep_keys); name some with --weights.")
    recipe.check_shares(options.processes)
    options.run.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(recipe, options.device, options.half)
    if options.weights:
        given = network(options.weights)
        trainer.start_from(widen(given, recipe.architecture.feed_forward) if options.widen else given)
    else:
        trainer.take_encoder(safetensors.read(options.encoder)[0])
    go(options, trainer, begins=True)


def resume(options: argparse.Namespace) -> None:
    recipe = Recipe.read(options.recipe) if options.recipe else None
    trainer = Trainer.resume(checkpoint(options.run), recipe, options.device, options.half)
    trainer.recipe.check_shares(options.processes)
    go(options, trainer)


def teach_network_keys(options: argparse.Namespace) -> None:
    recipe, taught = Recipe.read(options.recipe), network(options.weights)
    if taught.architecture != recipe.architecture:
        raise ValueError(f"the weights are of {taught.architecture}, the recipe of {recipe.architecture}")
    teach_keys(taught, recipe, sources_of(options)[0], options.output.with_suffix(".jsonl"), options.half, options.workers)
    weights.export(taught, options.output)


def checkpoint(run: Path) -> Path:
    path = run / CHECKPOINT
    if not path.exists():
        raise FileNotFoundError(f"{run} holds no checkpoint ({CHECKPOINT}); start a run with `train`.")
    return path


def chosen(options: argparse.Namespace) -> list[sequences.Sequence]:
    """The sequences that a command is to look at."""
    kept = []
    for folder in options.data:
        found = sequences.load(folder)
        names = options.names or [s.name for s in found if s.name in sequences.VALIDATION] or [s.name for s in found]
        kept += [sequence for sequence in found if sequence.name in names]
    return kept


def judge_confidence(options: argparse.Namespace) -> None:
    loaded = network(options.weights).eval()
    print(table(each for sequence in chosen(options) for each in judge(loaded, sequence)))


def judge_keys(options: argparse.Namespace) -> None:
    networks = {path.stem if path.is_file() else path.name: network(path).eval() for path in options.weights}
    print("| | " + " | ".join(networks) + " | nearest features |\n|---|" + "---:|" * (len(networks) + 1))
    for sequence in chosen(options):
        judged = [told_apart(loaded, sequence, options.lines) for loaded in networks.values()]
        print(f"| {sequence.name} | " + " | ".join(f"{keys:.3f}" for keys, _ in judged) + f" | {judged[0][1]:.3f} |", flush=True)


def evaluate_weights(options: argparse.Namespace) -> None:
    networks = {path.stem if path.is_file() else path.name: network(path) for path in options.weights}
    columns = {"first mask": copy_first, **{name: track(loaded.eval()) for name, loaded in networks.items()}}
    scored = pairs(chosen(options)) if options.pairs else chosen(options)
    rows = {sequence.name: [score(sequence, method).j for method in columns.values()] for sequence in scored}
    print("| | " + " | ".join(columns) + " |\n|---|" + "---|" * len(columns))
    for name, values in rows.items():
        print(f"| {name} | " + " | ".join(f"{value:.3f}" for value in values) + " |")
    means = [sum(values) / len(rows) for values in zip(*rows.values())]
    print("| **mean** | " + " | ".join(f"{value:.3f}" for value in means) + " |")


def network(path: Path):
    return Trainer.resume(checkpoint(path)).average if path.is_dir() else weights.load(path)


def export(options: argparse.Namespace) -> None:
    weights.export(Trainer.resume(checkpoint(options.run)).average, options.output, half=not options.float32)


def average(options: argparse.Namespace) -> None:
    weights.export(weights.mean([network(path) for path in options.weights]), options.output)


def record_golden(options: argparse.Namespace) -> None:
    images, annotations = ("frames", "truth") if (options.clip / "frames").is_dir() else ("JPEGImages", "Annotations")
    clip = sequences.load_one(options.clip.name, options.clip / images, options.clip / annotations, size=240)
    record(options.weights, clip, options.output, options.frames, options.weights_name or str(options.weights.resolve()))


def convert_encoder(options: argparse.Namespace) -> None:
    safetensors.write(options.output, imagenet.convert(options.onnx), {"format": "pt"})


def convert_outlines(options: argparse.Namespace) -> None:
    check_new(options.output)
    print(f"{coco.convert(options.annotations, options.pictures, options.output)} photographs")


def divide_videos(options: argparse.Namespace) -> None:
    if not (options.videos / "JPEGImages").is_dir():
        raise FileNotFoundError(f"{options.videos} has no folder JPEGImages; name the folder of a data set laid out like DAVIS.")
    print(f"{len(singles.write(options.videos, options.output, options.lines, options.most))} sequences")


def render_films(options: argparse.Namespace) -> None:
    from .render import render  # the one command that needs OpenGL

    check_new(options.output)
    print(f"{render(options.models, options.output, options.limit, options.photographs, options.seed)} films")


def check_new(folder: Path) -> None:
    if folder.exists():
        raise FileExistsError(f"{folder} exists already; name a new folder.")


def draw_log(options: argparse.Namespace) -> None:
    plot(options.run / LOG, options.run / "log.svg")


if __name__ == "__main__":
    sys.exit(main())
