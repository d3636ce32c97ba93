#!/usr/bin/env python3
"""Tracks objects through a folder of pictures, by a server that `livos serve` runs. Python's own library is all it needs.

    livos serve --port 8000
    python3 track.py http://127.0.0.1:8000 frames first-mask.png masks
"""
import base64
import json
import pathlib
import sys
import urllib.request


def text_of(file: pathlib.Path) -> str:
    return base64.b64encode(file.read_bytes()).decode()


def main(server: str, frames: str, mask: str, folder: str) -> None:
    out = pathlib.Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    session = None
    for frame in sorted(path for path in pathlib.Path(frames).iterdir() if path.suffix.lower() in (".jpg", ".jpeg", ".png")):
        body = {"frame": text_of(frame)}
        body |= {"session": session} if session else {"mask": text_of(pathlib.Path(mask))}
        request = urllib.request.Request(f"{server}/v1/step", json.dumps(body).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            session = session or answer.headers["Livos-Session"]
            (out / f"{frame.stem}.png").write_bytes(answer.read())
    if session:
        urllib.request.urlopen(urllib.request.Request(f"{server}/v1/step/{session}", method="DELETE")).close()


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    main(*sys.argv[1:])
