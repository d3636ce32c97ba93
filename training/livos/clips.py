"""Training clips made on the fly: views of sequences and photographs, with things pasted over and behind the objects in them."""
from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import torch
from torch import Tensor

from .appearance import finish, recolour
from .mixture import Mixture
from .motion import Pace, Placement, Restlessness, draw, fold, keep_inside, log_uniform
from .scenes import Scene
from .sequences import Sequence
from .shapes import shape
from .stills import Stills

TRIES = 10
LEAST_AREA = 0.004
FOLLOWED = 4
"""The most time between two frames over which a thing can be told from its look-alike, by where it is."""
FINE = 2.0
"""How many times as many lines a fine sequence has."""
TWIN = 255
"""The label of what looks like object 1 and is not."""

PASTED = Restlessness(shift=2.5, turn=0.03, zoom=0.02, furthest_turn=0.8)
BENDING = Restlessness(shift=2.5, turn=0.03, zoom=0.02, bend=0.03, furthest_turn=0.8)
FILMED = Restlessness()
SWAYING = Restlessness(shift=3.0, turn=0.02, zoom=0.02, bend=0.02, furthest_turn=0.5)
"""How cameras move: before what moves by itself, and before photographs, which do not."""


@dataclass(frozen=True)
class Sources:
    """What clips are made of; scenes by the folder that they come from, each folder as often as any other. Fine sequences have twice as many
    lines as the others: cameras come close to them."""

    sequences: list[Sequence]
    stills: Stills = Stills()
    films: tuple[Tensor, ...] = ()
    scenes: tuple[tuple[Scene, ...], ...] = ()
    fine: tuple[Sequence, ...] = ()

    def sequence(self, rng: np.random.Generator) -> Sequence:
        return self.sequences[rng.integers(len(self.sequences))]

    def scene(self, rng: np.random.Generator) -> Scene:
        folder = self.scenes[rng.integers(len(self.scenes))]
        return folder[rng.integers(len(folder))]

    @cached_property
    def photographs(self) -> tuple[Tensor, ...]:
        """All photographs [3, h, w], with known regions or without."""
        return (*(scene.picture for folder in self.scenes for scene in folder), *self.stills.photographs)

    def picture(self, rng: np.random.Generator) -> Tensor:
        """A photograph or a frame [3, h, w], uint8."""
        if self.photographs and rng.random() < 0.4:
            return self.photographs[rng.integers(len(self.photographs))]
        frames = self.sequence(rng).frames
        return frames[rng.integers(len(frames))]


@dataclass(frozen=True)
class Clip:
    """Frames [L, 3, H, W] and labels [L, H, W], both uint8; label n is object n, or a twin of object 1."""

    frames: Tensor
    labels: Tensor


@dataclass(frozen=True)
class Layer:
    """A thing over time: pictures [L, 3, h, w] in [0, 1] and where it is in them [L, h, w]."""

    pictures: Tensor
    masks: Tensor

    def centre(self) -> tuple[float, float]:
        """The thing's middle (x, y) in its first frame; the picture's where it is not in sight."""
        y, x = torch.nonzero(self.masks[0] > 0.5, as_tuple=True)
        return (x.float().mean().item(), y.float().mean().item()) if len(x) else (self.masks.shape[2] / 2, self.masks.shape[1] / 2)

    def path(self) -> np.ndarray:
        """How far the thing's middle lies from where it was first (x, y), in each frame [L, 2]; where it is not in sight, as far as before."""
        total = self.masks.sum((1, 2))
        seen = total > 0
        if not seen.any():
            return np.zeros((len(seen), 2))
        x = (self.masks.sum(1) * torch.arange(self.masks.shape[2])).sum(1) / total.clamp(min=1)
        y = (self.masks.sum(2) * torch.arange(self.masks.shape[1])).sum(1) / total.clamp(min=1)
        last = torch.where(seen, torch.arange(len(seen)), torch.zeros(1, dtype=torch.long)).cummax(0).values
        found = torch.stack([x, y], 1)[last].double().numpy()
        return found - found[0]


def some_times(rng: np.random.Generator, length: int, mixture: Mixture) -> np.ndarray:
    """When a clip's frames were taken, from 0: one by one, some apart, or far apart, so that being near the last mask says little; or,
    of a frozen clip, all at once."""
    if mixture.frozen and rng.random() < mixture.frozen:
        return np.zeros(length, int)
    longest = int(rng.choice([1, 4, 12], p=[1 - mixture.apart - mixture.far_apart, mixture.apart, mixture.far_apart]))
    return np.concatenate([[0], np.cumsum(rng.integers(1, longest + 1, length - 1))])


def some_pace(rng: np.random.Generator, times: np.ndarray, mixture: Mixture) -> Pace:
    """How fast a clip is, whose frames were taken at such times, and whether what is fast is blurred."""
    if not mixture.fast or rng.random() >= mixture.fast or np.diff(times).max() != 1:
        return Pace()
    haste = log_uniform(rng, 1.5, mixture.fastest)
    return Pace(haste, rng.uniform(0.2, 0.8) if mixture.blurred and rng.random() < mixture.blurred else 0.0)


def some_frames(rng: np.random.Generator, count: int, times: np.ndarray) -> np.ndarray:
    """Frame numbers at given times in steps of 0 to 3, forwards or backwards; at a sequence's end they turn around."""
    step = int(rng.choice([0, 1, 2, 3], p=[0.05, 0.5, 0.3, 0.15]))
    at = rng.integers(count) + step * times * (1 if rng.random() < 0.5 else -1)
    period = max(2 * (count - 1), 1)
    at = at % period
    return np.minimum(at, period - at)


def hidden(rng: np.random.Generator, length: int) -> np.ndarray:
    """Whether a thing is gone in each frame: for some while, in one of five."""
    gone = np.zeros(length, bool)
    if rng.random() < 0.2:
        start = rng.integers(1, length)
        gone[start:start + rng.integers(1, 6)] = True
    return gone


def scene(sequence: Sequence, frames: np.ndarray) -> Layer:
    """A sequence's whole frames and its object."""
    masks = torch.stack([sequence.masks[int(i)] for i in frames])
    return Layer(sequence.frames[torch.from_numpy(frames)].float() / 255, (masks > 0).float())


def standing(picture: Tensor, mask: Tensor, length: int) -> Layer:
    """A picture [3, h, w] of bytes that stays as it is, and where its thing is [h, w]."""
    return Layer((picture.float() / 255).expand(length, -1, -1, -1), mask.expand(length, -1, -1))


def still_scene(picture: Tensor, length: int) -> Layer:
    """A picture that shows no object."""
    return standing(picture, torch.zeros(picture.shape[1:]), length)


def region(rng: np.random.Generator, photograph: Scene, length: int) -> Layer:
    """A photograph and one of its regions."""
    return standing(photograph.picture, photograph.region(rng), length)


def still_thing(picture: Tensor, length: int) -> Layer:
    """A cut-out thing."""
    return standing(picture[:3], picture[3].float() / 255, length)


def filmed(rng: np.random.Generator, film: Tensor, times: np.ndarray) -> Layer:
    """A thing that moves by itself, from a film [T, 4, h, w]."""
    planes = film[torch.from_numpy(some_frames(rng, len(film), times))].float() / 255
    return Layer(planes[:, :3], planes[:, 3])


def cut_out(layer: Layer) -> Layer:
    """A thing, and no more of the pictures than it takes."""
    rows, columns = (span((layer.masks > 0).any(0).any(axis)) for axis in (1, 0))
    return Layer(layer.pictures[:, :, rows, columns], layer.masks[:, rows, columns])


def span(where: Tensor) -> slice:
    """From the first to the last true place; all of them where none is."""
    places = where.nonzero()
    return slice(places[0].item(), places[-1].item() + 1) if len(places) else slice(None)


def view(rng: np.random.Generator, layer: Layer, times: np.ndarray, size: tuple[int, int], moves: Restlessness, closest: float, fine: bool = False) -> Layer:
    """What a moving camera sees of a sequence, its object in sight in the first frame; the camera goes after it, more or less. A fine sequence
    is seen from as close as one of half as many lines, and never from far away."""
    height, width = layer.masks.shape[1:]
    near, far = (FINE / closest, FINE) if fine else (1 / closest, max(min(1.6, 1.2 * height / size[0]), 1 / closest))
    zoom = 1 / log_uniform(rng, near, far)
    spread = [0.3 * extent / zoom for extent in size]
    x, y = layer.centre() if layer.masks.any() else (rng.uniform(0, width), rng.uniform(0, height))
    start = np.array([x + rng.normal(0, spread[1]), y + rng.normal(0, spread[0])])
    wanted = start + rng.uniform(0, 1) * layer.path()
    anchors = np.stack([keep_inside(wanted[:, axis], size[1 - axis] / zoom, (width, height)[axis]) for axis in (0, 1)], 1)
    placement = Placement.random(rng, times, anchors[0], (size[1] / 2, size[0] / 2), zoom, moves)
    placement = in_sight(rng, replace(placement, anchor=anchors), size, margin=0.25)
    masks = exposed(layer.masks[:, None], placement, size, "reflection" if at_edge(layer.masks) else "zeros")
    return Layer(exposed(layer.pictures, placement, size, "reflection"), (masks[:, 0] > 0.5).float())


def at_edge(masks: Tensor) -> bool:
    """Whether a thing reaches its pictures' edge. The mirror image beyond it is then a part of the thing, otherwise a look-alike."""
    return any(edge.any() for edge in (masks[:, 0], masks[:, -1], masks[:, :, 0], masks[:, :, -1]))


def drawn(layer: Layer, placement: Placement, size: tuple[int, int]) -> Layer:
    """A thing as it lies on an otherwise empty output."""
    planes = torch.cat([layer.pictures, layer.masks[:, None]], 1)
    if not placement.shutter:
        planes = draw(planes, placement, size, "zeros")
        return Layer(planes[:, :3], planes[:, 3])
    planes[:, :3] *= planes[:, 3:]
    planes = exposed(planes, placement, size, "zeros")
    return Layer(planes[:, :3] / planes[:, 3:].clamp(min=1e-6), planes[:, 3])


def exposed(planes: Tensor, placement: Placement, size: tuple[int, int], padding: str) -> Tensor:
    """What a shutter gathers of planes [L, C, h, w]: the mean of what is seen while it is open; `padding` is grid_sample's."""
    exposures = placement.exposures()
    return sum(draw(planes, each, size, padding) for each in exposures) / len(exposures)


def paste(rng: np.random.Generator, thing: Layer, times: np.ndarray, size: tuple[int, int], pace: Pace) -> Layer:
    """A thing on an otherwise empty output, half the time in other colours."""
    placed = place(rng, thing, times, size, log_uniform(rng, 0.08 if pace.haste > 1 else 0.12, 0.5) * min(size), pace)
    return Layer(recolour(rng, placed.pictures), placed.masks) if rng.random() < 0.5 else placed


def place(
    rng: np.random.Generator, thing: Layer, times: np.ndarray, size: tuple[int, int], wanted: float, pace: Pace = Pace(),
    start: tuple[float, float] | None = None,
) -> Layer:
    """A thing on an otherwise empty output, about so many pixels wide, with a motion of its own from somewhere or from `start` (x, y) on, that mostly
    keeps it in sight."""
    magnify = min(wanted / max(thing.masks[0].sum().sqrt().item(), 1), 3.0)
    start = start or (rng.uniform(0, size[1]), rng.uniform(0, size[0]))
    placement = Placement.random(rng, times, thing.centre(), start, magnify, (BENDING if rng.random() < 0.4 else PASTED).at(pace))
    placement = in_sight(rng, placement, size)
    placed = drawn(thing, placement, size)
    if times.any():
        placed.masks[hidden(rng, len(times))] = 0
    return placed


def twin(rng: np.random.Generator, seen: Layer, times: np.ndarray, size: tuple[int, int], touching: float) -> Layer:
    """The object that was seen once more, about as large, on an otherwise empty output: somewhere, or, of a share `touching`, where the two touch."""
    extent = seen.masks[0].sum().sqrt().item() * log_uniform(rng, 0.7, 1.4)
    start = next_to(rng, seen) if touching and rng.random() < touching else None
    return place(rng, cut_out(seen), times, size, extent, start=start)


def next_to(rng: np.random.Generator, seen: Layer) -> tuple[float, float]:
    """A place (x, y) about as far from a thing's middle, in its first frame, as the thing is wide and tall."""
    x, y = seen.centre()
    columns, rows = (span(seen.masks[0].any(axis)) for axis in (0, 1))
    angle, away = rng.uniform(0, 2 * np.pi), rng.uniform(0.5, 1.1)
    return x + away * (columns.stop - columns.start) * np.cos(angle), y + away * (rows.stop - rows.start) * np.sin(angle)


def covering(rng: np.random.Generator, thing: Layer, seen: Layer, size: tuple[int, int]) -> Layer:
    """A thing on an otherwise empty output that passes before the object and hides it, in all or in part, for up to half the clip."""
    length = len(seen.masks)
    middle = int(rng.integers(1, length))
    frames = rng.uniform(1, min(length / 2, middle + 1))
    wanted = seen.masks[0].sum().sqrt().item() * log_uniform(rng, 1.2, 2.5)
    angle = rng.normal(0, 0.4) + np.pi * rng.integers(2)
    passing = (np.arange(length) - middle)[:, None] * np.array([np.cos(angle), np.sin(angle)]) * wanted / frames
    magnify = min(wanted / max(thing.masks[0].sum().sqrt().item(), 1), 6.0)
    placement = Placement.random(rng, np.zeros(length, int), thing.centre(), (0, 0), magnify, Restlessness(0, 0, 0))
    return drawn(thing, replace(placement, centre=seen.centre() + seen.path()[middle] + passing), size)


def in_sight(rng: np.random.Generator, placement: Placement, size: tuple[int, int], margin: float = 0) -> Placement:
    """Mostly, a motion that does not leave the output less a margin on each side, in shares of it."""
    if rng.random() < 0.2:
        return placement
    left, top = margin * size[1], margin * size[0]
    x, y = placement.centre.T
    return replace(placement, centre=np.stack([fold(x - left, size[1] - 2 * left) + left, fold(y - top, size[0] - 2 * top) + top], 1))


def some_thing(rng: np.random.Generator, sources: Sources, beside: list[Layer], times: np.ndarray) -> Layer:
    """A sequence's object, a filmed or a cut-out thing, a photograph's region, a shape, or a look-alike of what the clip already shows."""
    kind = rng.choice(["object", "film", "thing", "region", "shape", "look-alike"], p=[0.15, 0.25, 0.15, 0.2, 0.1, 0.15])
    if kind == "look-alike" and beside and np.diff(times).max() <= FOLLOWED:
        return beside[rng.integers(len(beside))]
    if kind == "film" and sources.films:
        return filmed(rng, sources.films[rng.integers(len(sources.films))], times)
    if kind == "thing" and sources.stills.things:
        return still_thing(sources.stills.things[rng.integers(len(sources.stills.things))], len(times))
    if kind == "region" and sources.scenes:
        return cut_out(region(rng, sources.scene(rng), len(times)))
    if kind == "shape":
        return Layer(*shape(rng, times, sources.picture(rng) if rng.random() < 0.6 else None))
    other = sources.sequence(rng)
    return cut_out(scene(other, some_frames(rng, len(other.frames), times)))


def backdrop(
    rng: np.random.Generator, sources: Sources, times: np.ndarray, size: tuple[int, int], mixture: Mixture, pace: Pace,
) -> tuple[Layer, list[Layer]]:
    """What a clip happens before, as a camera sees it, and the object that is in it, if any."""
    kind, moves = rng.random(), FILMED.at(pace) if rng.random() < 0.6 or pace.haste > 1 else Restlessness(0, 0, 0)
    if kind < mixture.still:
        return view(rng, still_scene(sources.picture(rng), len(times)), times, size, moves, mixture.closest), []
    if kind < mixture.still + mixture.scene and sources.scenes:
        photograph = region(rng, sources.scene(rng), len(times))
        return view(rng, photograph, times, size, SWAYING.at(pace), mixture.closest), [cut_out(photograph)]
    fine = bool(sources.fine) and rng.random() < 0.5
    sequence = sources.fine[rng.integers(len(sources.fine))] if fine else sources.sequence(rng)
    behind = scene(sequence, some_frames(rng, len(sequence.frames), times))
    seen = view(rng, behind, times, size, moves, mixture.closest, fine)
    return (dressed(rng, seen) if rng.random() < 0.5 else seen), [cut_out(behind)]


def dressed(rng: np.random.Generator, seen: Layer) -> Layer:
    """The same with other colours of the object."""
    return Layer(torch.lerp(seen.pictures, recolour(rng, seen.pictures), seen.masks[:, None]), seen.masks)


def compose(rng: np.random.Generator, sources: Sources, length: int, size: tuple[int, int], objects: int, mixture: Mixture) -> Clip:
    """One attempt at a clip; its objects may be hidden or out of sight."""
    times = some_times(rng, length, mixture)
    pace = some_pace(rng, times, mixture)
    seen, shown = backdrop(rng, sources, times, size, mixture, pace)
    labelled = list(range(1, objects + 1))
    own = labelled.pop(0) if shown and rng.random() < mixture.own else 0
    pasted = labelled + [0] * int(rng.choice([0, 1, 2], p=[0.45, 0.35, 0.2]))
    rng.shuffle(pasted)

    pictures, labels = seen.pictures, seen.masks * own
    if mixture.twin and own and seen.masks[0].any() and np.diff(times).max() <= FOLLOWED and rng.random() < mixture.twin:
        pictures, labels = lay(rng, pictures, labels, seen, twin(rng, seen, times, size, mixture.touching), TWIN)
    for label in pasted:
        thing = some_thing(rng, sources, shown, times)
        shown.append(thing)
        pictures, labels = lay(rng, pictures, labels, seen, paste(rng, thing, times, size, pace), label)
    if mixture.covered and own and seen.masks[0].any() and rng.random() < mixture.covered:
        cover = covering(rng, some_thing(rng, sources, [], times), seen, size)
        pictures, labels = overlay(pictures, labels, cover, cover.masks, 0)
    return Clip(finish(rng, pictures), labels.byte())


def lay(rng: np.random.Generator, pictures: Tensor, labels: Tensor, seen: Layer, over: Layer, label: int) -> tuple[Tensor, Tensor]:
    """Pictures and labels with a thing over them, or behind the object that was seen first."""
    alpha = over.masks * (1 - seen.masks) if rng.random() < 0.35 else over.masks
    return overlay(pictures, labels, over, alpha, label)


def overlay(pictures: Tensor, labels: Tensor, over: Layer, alpha: Tensor, label: int) -> tuple[Tensor, Tensor]:
    """Pictures and labels with a thing over them, as opaque as given [L, H, W]."""
    return torch.lerp(pictures, over.pictures, alpha[:, None]), torch.where(alpha > 0.5, torch.full_like(labels, label), labels)


def clip(
    rng: np.random.Generator, sources: Sources, length: int, size: tuple[int, int], objects: int, mixture: Mixture = Mixture(),
) -> Clip:
    """A clip whose every object is in sight in its first frame."""
    for _ in range(TRIES):
        made = compose(rng, sources, length, size, objects, mixture)
        areas = [(made.labels[0] == label).float().mean() for label in range(1, objects + 1)]
        if min(areas) >= LEAST_AREA:
            break
    return made
