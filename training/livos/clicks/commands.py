"""The commands about click heads."""
from __future__ import annotations

import argparse
from pathlib import Path
from typing import Callable

from torch import Tensor

from .. import safetensors, scenes, sequences
from ..run import CHECKPOINT
from ..stills import Stills
from . import head as heads
from . import run
from .evaluation import Case, Scores, Session, curve, of_scenes, of_sequences, table
from .golden import record
from .recipe import ClickRecipe
from .samples import Pictures, held_out
from .session import ClickSession
from .trainer import ClickTrainer, build_encoder

SIDE = 480
"""The shorter side of a photograph, at most, in pixels."""

IMAGE, ENCODER = "image_encoder.", "image_encoder"
"""What names of the image encoder's tensors begin with, and where a head's file says which encoder it belongs to."""

Add = Callable[[str, Callable[[argparse.Namespace], None], str], argparse.ArgumentParser]


def add(command: Add) -> None:
    """Adds the commands to a parser."""

    def of_run(added: argparse.ArgumentParser) -> None:
        added.add_argument("run", type=Path, help="the run's folder: checkpoint and log")
        added.add_argument("--data", type=Path, required=True, help="sequences, laid out like DAVIS; those of the validation split are not trained on")
        added.add_argument("--scenes", type=Path, nargs="+", default=[], help="photographs with outlines, as for `train`; every tenth is not trained on")
        added.add_argument("--stills", type=Path, help="cut-out things to paste over pictures")
        added.add_argument("--half", action="store_true", help="mixed precision (bfloat16)")

    train = command("train-clicks", start, "Start a run of a click head.")
    of_run(train)
    train.add_argument("--recipe", type=Path, required=True, help="what to do (recipes/clicks.json)")
    train.add_argument("--encoder", type=Path, required=True, help="the image encoder's weights, which stay as they are: those of a network's file, or what `livos imagenet` writes")

    again = command("resume-clicks", resume, "Go on with a run of a click head where its checkpoint stands.")
    of_run(again)
    again.add_argument("--recipe", type=Path, help="another plan for what comes; the head stays")
    again.add_argument("--encoder", type=Path, help="another image encoder from here on, of the same widths")

    out = command("export-clicks", export, "Write a run's averaged click head, for `join`.")
    out.add_argument("run", type=Path)
    out.add_argument("output", type=Path, help="a .safetensors file")
    out.add_argument("--float32", action="store_true", help="rather than float16")

    scoring = command("evaluate-clicks", evaluate, "Score masks of clicks on pictures that no head is trained on.")
    scoring.add_argument("weights", type=Path, nargs="*", help="networks' .safetensors files with heads, or runs of heads")
    scoring.add_argument("--data", type=Path, help="sequences; every tenth frame of the validation split is scored")
    scoring.add_argument("--scenes", type=Path, nargs="+", default=[], help="photographs with outlines; every tenth is scored")
    scoring.add_argument("--grabcut", action="store_true", help="score OpenCV's GrabCut too (needs python3-opencv)")
    scoring.add_argument("--size", type=int, default=SIDE, help=f"the shorter side of pictures as heads see them; 0 for their own (default {SIDE})")

    scoring.add_argument("--most", type=int, help="objects of each kind, at most, from evenly spaced pictures")

    golden = command("record-clicks", lambda options: record(options.output), "Record what PyTorch computes of prompts, for the engine's tests.")
    golden.add_argument("output", type=Path, help="a .safetensors file")

    joining = command("join", join, "Write a network's file with a click head in it.")
    joining.add_argument("network", type=Path, help="a network's .safetensors file; a head in it gives way")
    joining.add_argument("head", type=Path, help="a click head's .safetensors file, trained on the same image encoder, or a network's that has such a head")
    joining.add_argument("output", type=Path, help="a .safetensors file")


def pictures(options: argparse.Namespace) -> Pictures:
    """What a run may learn from."""
    training = [each for each in sequences.load(options.data) if each.name not in sequences.VALIDATION]
    outlined = tuple(scenes.load(folder, SIDE, lambda name: not held_out(name)) for folder in options.scenes)
    return Pictures(training, outlined, Stills.load(options.stills) if options.stills else Stills())


def start(options: argparse.Namespace) -> None:
    if (options.run / CHECKPOINT).exists():
        raise FileExistsError(f"{options.run} already holds a run; resume it, or name another folder.")
    trainer = ClickTrainer(ClickRecipe.read(options.recipe), encoder_of(options.encoder), options.half)
    options.run.mkdir(parents=True, exist_ok=True)
    run.go(options.run, trainer, pictures(options))


def resume(options: argparse.Namespace) -> None:
    recipe = ClickRecipe.read(options.recipe) if options.recipe else None
    trainer = ClickTrainer.resume(checkpoint(options.run), recipe, options.half)
    if options.encoder:
        trainer.encoder = build_encoder(encoder_of(options.encoder))
    run.go(options.run, trainer, pictures(options))


def encoder_of(path: Path) -> dict[str, Tensor]:
    """The image encoder's tensors of a file, by their names without a prefix: of a network's, or of one that has nothing else."""
    tensors, _ = safetensors.read(path)
    own = {name[len(IMAGE):]: tensor.float() for name, tensor in tensors.items() if name.startswith(IMAGE)}
    return own or tensors


def checkpoint(folder: Path) -> Path:
    path = folder / CHECKPOINT
    if not path.exists():
        raise FileNotFoundError(f"{folder} holds no checkpoint ({CHECKPOINT}); start a run with `train-clicks`.")
    return path


def export(options: argparse.Namespace) -> None:
    trainer = ClickTrainer.resume(checkpoint(options.run))
    tensors = {heads.PREFIX + name: tensor if options.float32 else tensor.half() for name, tensor in trainer.average.state_dict().items()}
    safetensors.write(options.output, tensors, {"format": "pt", ENCODER: heads.fingerprint(trainer.encoder.state_dict())})


def sessions(path: Path, size: int) -> Callable[[Tensor], Session]:
    """What begins a session on a picture, from a network's file or a run of a head."""
    if path.is_dir():
        trainer = ClickTrainer.resume(checkpoint(path))
        encoder, head = trainer.encoder, trainer.average
    else:
        found = heads.of_file(safetensors.read(path)[0])
        if not found:
            raise ValueError(f"{path} has no click head ({heads.PREFIX}*); `livos join` adds one.")
        encoder = build_encoder(encoder_of(path))
        head = heads.build(found, encoder.shape).eval()
    return lambda picture: ClickSession(encoder, head, picture.float() / 255, size or None)


def evaluate(options: argparse.Namespace) -> None:
    methods = {path.name if path.is_dir() else path.stem: sessions(path, options.size) for path in options.weights}
    if options.grabcut:
        from .grabcut import GrabCut  # what needs OpenCV

        methods["GrabCut"] = GrabCut
    judged = [each for each in sequences.load(options.data, size=SIDE) if each.name in sequences.VALIDATION] if options.data else []
    cases = {"frames": of_sequences(judged)} if judged else {}
    cases |= {f"photographs ({folder.parent.name if folder.name == 'data' else folder.name})": of_scenes(scenes.load(folder, SIDE, held_out))
              for folder in options.scenes}
    print(table({f"{what}, {name}": Scores.of([curve(begin(case.picture), case) for case in spread(some, options.most)])
                 for what, some in cases.items() for name, begin in methods.items()}))


def spread(cases: list[Case], most: int | None) -> list[Case]:
    """Some of the cases, evenly spaced; all of them where they are no more than that."""
    return cases if most is None or len(cases) <= most else [cases[i * len(cases) // most] for i in range(most)]


def join(options: argparse.Namespace) -> None:
    tensors, metadata = safetensors.read(options.network)
    given, said = safetensors.read(options.head)
    head = {name: tensor for name, tensor in given.items() if name.startswith(heads.PREFIX)}
    if not heads.of_file(head):
        raise ValueError(f"{options.head} holds no click head ({heads.PREFIX}*); `livos export-clicks` writes one.")
    trained_on = said.get(ENCODER) or heads.fingerprint(encoder_of(options.head))
    if heads.fingerprint(encoder_of(options.network)) != trained_on:
        raise ValueError(f"{options.head} was trained on another image encoder than that of {options.network}; train a head on this one with `livos train-clicks`.")
    kept = {name: tensor for name, tensor in tensors.items() if not name.startswith(heads.PREFIX)}
    safetensors.write(options.output, {**kept, **head}, metadata)
