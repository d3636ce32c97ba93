"""Outlined photographs out of annotations in COCO's format, laid out for `livos.scenes`."""
from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

from PIL import Image, ImageDraw

from .scenes import SIDE
from .stills import shrunk

UNKNOWN = 255


def convert(annotations: list[Path], pictures: Path, output: Path) -> int:
    """Writes images/NAME.jpg and masks/NAME.png, whose values number a picture's things, for the annotated pictures below a folder; gives
    how many. What several files annotate counts once."""
    files = {path.name: path for path in sorted(pictures.rglob("*.jpg"))}
    for folder in ("images", "masks"):
        (output / folder).mkdir(parents=True, exist_ok=True)
    done: set[str] = set()
    for path in annotations:
        content = json.loads(path.read_text())
        things = defaultdict(list)
        for thing in content["annotations"]:
            things[thing["image_id"]].append(thing)
        for image in content["images"]:
            name = Path(image["file_name"]).name
            if name in files and things[image["id"]] and name not in done:
                write(files[name], things[image["id"]], output)
                done.add(name)
    return len(done)


def write(picture: Path, things: list[dict], output: Path) -> None:
    """One picture, reduced to the size that scenes have, and its mask; smaller things lie over larger ones."""
    with Image.open(picture) as opened:
        full = opened.convert("RGB")
    mask = Image.new("L", full.size)
    draw = ImageDraw.Draw(mask)
    outlined = [thing for thing in things if isinstance(thing["segmentation"], list)]
    for crowd in (thing for thing in things if thing not in outlined):
        x, y, width, height = crowd["bbox"]
        draw.rectangle((x, y, x + width, y + height), fill=UNKNOWN)
    for number, thing in enumerate(sorted(outlined, key=lambda thing: -thing["area"]), 1):
        for outline in thing["segmentation"]:
            draw.polygon(outline, fill=min(number, UNKNOWN))
    small = shrunk(full, SIDE / min(full.size))
    small.save(output / "images" / f"{picture.stem}.jpg", quality=92)
    mask.resize(small.size, Image.Resampling.NEAREST).save(output / "masks" / f"{picture.stem}.png")
