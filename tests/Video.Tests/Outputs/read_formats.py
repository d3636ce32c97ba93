"""Reads the formats that livos writes beside each other with other code, and compares them with the indexed masks.

read_formats.py DIR: DIR has NAME.png with ids, and any of coco.json, ytvis.json, mots.txt, cvat.xml, labelme, yolo-seg, 001, matte.
Object 1 is a duck, 4 a yes: a "swan", all others are <thing>s. Prints what was compared. pycocotools reads run lengths if it is installed; else the few lines below do.
"""

import base64
import glob
import io
import json
import os
import sys
import xml.etree.ElementTree

import numpy as np
from PIL import Image

try:
    from pycocotools import mask as coco_mask
except ImportError:
    coco_mask = None


CATEGORIES = ["duck", 'yes: a "swan"', "<thing>"]


def category(i):
    """The number of an object's category, from 1."""
    return {1: 1, 4: 2}.get(i, 3)


def decode_coco(segmentation):
    if coco_mask is not None:
        return coco_mask.decode(segmentation).astype(bool)
    text, counts, position = segmentation["counts"].encode(), [], 0
    while position < len(text):
        value, shift, more = 0, 0, True
        while more:
            c = text[position] - 48
            value |= (c & 0x1F) << 5 * shift
            more = c & 0x20 != 0
            position += 1
            shift += 1
            if not more and c & 0x10:
                value |= -1 << 5 * shift
        if len(counts) > 2:
            value += counts[-2]
        counts.append(value)
    return decode_runs(counts, segmentation["size"][::-1]).T


def decode_runs(counts, size):
    flat = np.repeat(np.arange(len(counts)) % 2 == 1, counts)
    return flat.reshape(size)


def require(same, what):
    if not same:
        sys.exit("different: " + what)


def read_masks(folder):
    return {os.path.basename(f)[:-4]: np.array(Image.open(f)).astype(int) for f in sorted(glob.glob(os.path.join(folder, "*.png")))}


def objects(masks):
    return [(frame, name, i) for frame, (name, mask) in enumerate(masks.items()) for i in np.unique(mask) if i]


def check_coco(path, masks):
    data = json.load(open(path))
    require(set(data) == {"images", "annotations", "categories"}, "coco keys")
    names = {image["id"]: image["file_name"][:-4] for image in data["images"]}
    size = next(iter(masks.values())).shape
    require(all((image["height"], image["width"]) == size for image in data["images"]), "coco sizes")
    require([a["id"] for a in data["annotations"]] == list(range(1, len(data["annotations"]) + 1)), "coco ids")
    require(list(names.values()) == list(masks), "names")
    require(data["categories"] == [{"id": n + 1, "name": name} for n, name in enumerate(CATEGORIES)], "categories")
    found = set()
    for a in data["annotations"]:
        mask = decode_coco(a["segmentation"])
        name = names[a["image_id"]]
        require((mask == (masks[name] == a["track_id"])).all(), f"coco {name}")
        ys, xs = np.nonzero(mask)
        require(a["bbox"] == [xs.min(), ys.min(), np.ptp(xs) + 1, np.ptp(ys) + 1] and a["area"] == mask.sum() and a["iscrowd"] == 0, "coco box")
        require(a["category_id"] == category(a["track_id"]), "coco category")
        found.add((name, a["track_id"]))
    require(found == {(name, i) for _, name, i in objects(masks)} and len(data["annotations"]) == len(found), "coco annotations")


def check_ytvis(path, masks):
    data = json.load(open(path))
    video = data["videos"][0]
    require([n[:-4] for n in video["file_names"]] == list(masks) and video["length"] == len(masks), "ytvis names")
    require({a["id"] for a in data["annotations"]} == {i for _, _, i in objects(masks)}, "ytvis ids")
    require([c["name"] for c in data["categories"]] == CATEGORIES, "ytvis categories")
    for a in data["annotations"]:
        require(a["category_id"] == category(a["id"]), "ytvis category")
        require(len(a["segmentations"]) == len(a["areas"]) == len(a["bboxes"]) == len(masks), "ytvis lengths")
        for mask, segmentation, area in zip(masks.values(), a["segmentations"], a["areas"]):
            shown = mask == a["id"]
            require((segmentation is None) == (not shown.any()) == (area is None), "ytvis null")
            if segmentation is not None:
                require((decode_coco(segmentation) == shown).all() and area == shown.sum(), "ytvis mask")


def check_mots(path, masks):
    found = []
    for line in open(path):
        frame, i, kind, h, w, rle = line.split()
        require(int(i) // 1000 == int(kind) == category(int(i) % 1000), "mots class")
        name = list(masks)[int(frame)]
        require((decode_coco({"size": [int(h), int(w)], "counts": rle}) == (masks[name] == int(i) % 1000)).all(), "mots mask")
        found.append((int(frame), name, int(i) % 1000))
    require(sorted(found) == sorted(objects(masks)), "mots lines")


def check_cvat(path, masks):
    root = xml.etree.ElementTree.parse(path).getroot()
    require(root.tag == "annotations" and root.find("version").text == "1.1", "cvat version")
    found = []
    for track in root.iter("track"):
        require(track.get("source") == "auto" and track.get("label") == CATEGORIES[category(int(track.get("id"))) - 1], "cvat track")
        require(list(track.attrib) == ["id", "label", "source"] and {m.tag for m in track} == {"mask"}, "cvat track's attributes")
        frames = [int(m.get("frame")) for m in track]
        require(frames == sorted(set(frames)), "cvat order")
        for m in track.iter("mask"):
            keys = {"frame", "outside", "occluded", "keyframe", "rle", "left", "top", "width", "height", "z_order"}
            require(set(m.attrib) == keys and m.get("outside") in "01" and m.get("occluded") == "0" and m.get("keyframe") == "1", "cvat attributes")
            frame, left, top, width, height = (int(m.get(k)) for k in ("frame", "left", "top", "width", "height"))
            name, i = list(masks)[frame], int(track.get("id"))
            if m.get("outside") == "1":
                require(not (masks[name] == i).any(), "cvat outside")
                continue
            mask = np.zeros(masks[name].shape, bool)
            mask[top : top + height, left : left + width] = decode_runs([int(r) for r in m.get("rle").split(",")], (height, width))
            require((mask == (masks[name] == i)).all(), "cvat mask")
            found.append((frame, name, i))
    require(sorted(found) == sorted(objects(masks)), "cvat masks")


def check_labelme(folder, masks):
    for name, mask in masks.items():
        data = json.load(open(os.path.join(folder, name + ".json")))
        keys = ["version", "flags", "shapes", "imagePath", "imageData", "imageHeight", "imageWidth"]
        require(list(data) == keys and data["imageData"] is None, "labelme keys")
        require((data["imageHeight"], data["imageWidth"]) == mask.shape, "labelme size")
        found = np.zeros(mask.shape, int)
        for shape in data["shapes"]:
            (x1, y1), (x2, y2) = shape["points"]
            part = np.array(Image.open(io.BytesIO(base64.b64decode(shape["mask"])))).astype(bool)
            keys = ["label", "points", "group_id", "description", "shape_type", "flags", "mask"]
            require(list(shape) == keys and shape["flags"] == {} and shape["description"] == "", "labelme shape's keys")
            require(shape["label"] == CATEGORIES[category(shape["group_id"]) - 1], "labelme label")
            require(shape["shape_type"] == "mask" and part.shape == (y2 - y1 + 1, x2 - x1 + 1), "labelme shape")
            found[y1 : y2 + 1, x1 : x2 + 1][part] = shape["group_id"]
        require((found == mask).all(), "labelme mask")


def inside(polygon, shape):
    """Whether the middles of pixels lie inside, by the parity of the crossings to their left."""
    ys, xs = np.mgrid[0 : shape[0], 0 : shape[1]] + 0.5
    result = np.zeros(shape, bool)
    for (x1, y1), (x2, y2) in zip(polygon, np.roll(polygon, -1, axis=0)):
        crosses = (y1 > ys) != (y2 > ys)
        with np.errstate(divide="ignore", invalid="ignore"):
            result ^= crosses & (xs > x1 + (ys - y1) * (x2 - x1) / (y2 - y1))
    return result


def without_holes(mask):
    """What cannot be reached from the border by steps to any of eight neighbours that are not of the object."""
    padded = np.pad(mask, 1)
    outside, waiting = np.zeros(padded.shape, bool), [(0, 0)]
    while waiting:
        y, x = waiting.pop()
        if 0 <= y < padded.shape[0] and 0 <= x < padded.shape[1] and not padded[y, x] and not outside[y, x]:
            outside[y, x] = True
            waiting += [(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
    return ~outside[1:-1, 1:-1]


def check_yolo(folder, masks):
    yaml = open(os.path.join(folder, "data.yaml")).read().split("names:\n")[1].splitlines()
    require([json.loads(line.split(": ", 1)[1]) for line in yaml] == CATEGORIES, "yolo yaml")
    listed = [os.path.basename(line.strip())[:-4] for line in open(os.path.join(folder, "train.txt"))]
    require(listed == list(masks), "yolo list")
    for name, mask in masks.items():
        found = np.zeros(mask.shape, int)
        for line in open(os.path.join(folder, "labels", "train", name + ".txt")):
            kind, *numbers = line.split()
            polygon = np.array(numbers, float).reshape(-1, 2)
            require(len(polygon) >= 3 and polygon.min() >= 0 and polygon.max() <= 1, "yolo line")
            found |= inside(polygon * mask.shape[::-1], mask.shape) << int(kind)
        expected = np.zeros(mask.shape, int)
        for i in np.unique(mask):
            if i:
                expected |= without_holes(mask == i) << category(i) - 1
        require((found == expected).all(), "yolo " + name)


def check_binary(folder, masks):
    for i in {i for _, _, i in objects(masks)}:
        for name, mask in masks.items():
            path = os.path.join(folder, f"{i:03}", name + ".png")
            if os.path.exists(path):
                require((np.array(Image.open(path)) == (mask == i) * 255).all(), "binary")
            else:
                require(not (mask == i).any(), "binary missing")


def check_matte(folder, masks):
    for name, mask in masks.items():
        require((np.array(Image.open(os.path.join(folder, name + ".png"))) == (mask > 0) * 255).all(), "matte")


def main(folder):
    masks = read_masks(folder)
    checks = {
        "coco.json": check_coco, "ytvis.json": check_ytvis, "mots.txt": check_mots, "cvat.xml": check_cvat, "labelme": check_labelme,
        "yolo-seg": check_yolo, "matte": check_matte,
    }
    for name, check in checks.items():
        check(os.path.join(folder, name), masks)
        print(name)
    check_binary(folder, masks)
    print("binary")


main(sys.argv[1])
