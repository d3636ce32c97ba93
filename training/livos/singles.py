"""Videos of several objects as sequences of one object each, for `--data` and `--fine`."""
from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from .sequences import VALIDATION, image, mask

LEAST, MOST = 0.002, 0.6
"""The shares of a frame in which an object counts as seen, and that it takes at most, in half of the frames that show it."""

SHORTEST = 8
"""The frames that an object has to be seen in."""


def write(videos: Path, output: Path, lines: int, most: int | None = None) -> list[str]:
    """Writes a sequence for each object of the videos of a folder laid out like DAVIS, from the frame where it is first seen to the one where it
    was last seen, with as many lines at most; gives the names. Frames without a mask are left out, as are the validation split, objects that are
    seen in fewer than half of those frames, and those beyond the `most` first of a video."""
    names = []
    for images in sorted(path for path in (videos / "JPEGImages").iterdir() if path.is_dir() and path.name not in VALIDATION):
        masks = videos / "Annotations" / images.name
        frames = [path for path in sorted(images.iterdir()) if (masks / f"{path.stem}.png").exists()]
        if not frames:
            continue
        size = tuple(image(frames[0], lines).shape[1:])
        labels = [mask(masks / f"{path.stem}.png", size).numpy() for path in frames]
        numbers = sorted({int(number) for each in labels for number in np.unique(each) if number})
        kept = [(number, seen) for number in numbers if (seen := sight([(each == number).mean() for each in labels]))]
        for number, seen in kept[:most]:
            name = images.name if len(numbers) == 1 else f"{images.name}-{number}"
            write_one(frames[seen], [each == number for each in labels[seen]], output, name)
            names.append(name)
    return names


def sight(areas: list[float]) -> slice | None:
    """From where an object is first seen to where it was last seen, if that is worth a sequence; its share of each frame is given."""
    shares = np.array(areas)
    seen = np.flatnonzero(shares > LEAST)
    if len(seen) < SHORTEST or np.median(shares[seen]) > MOST or 2 * len(seen) < seen[-1] + 1 - seen[0]:
        return None
    return slice(int(seen[0]), int(seen[-1]) + 1)


def write_one(frames: list[Path], masks: list[np.ndarray], output: Path, name: str) -> None:
    """One sequence; its frames get the masks' size."""
    if (output / "JPEGImages" / name).exists():
        raise FileExistsError(f"{output} already has a sequence {name}; name another folder.")
    for kind in ("JPEGImages", "Annotations"):
        (output / kind / name).mkdir(parents=True)
    for path, where in zip(frames, masks):
        with Image.open(path) as opened:
            opened.convert("RGB").resize(where.shape[::-1], Image.Resampling.BILINEAR).save(output / "JPEGImages" / name / f"{path.stem}.jpg", quality=95)
        Image.fromarray(where.astype(np.uint8)).save(output / "Annotations" / name / f"{path.stem}.png")
