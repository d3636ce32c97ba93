#!/usr/bin/env python3
"""Tracks objects through a folder of pictures, by `livos`, which it starts and talks to by pipes. Python's own library is all it needs.

    python3 track.py frames first-mask.png masks

LIVOS names the program, if it is not in PATH.
"""
import base64
import json
import os
import pathlib
import subprocess
import sys


def base64_of(file: pathlib.Path) -> str:
    return base64.b64encode(file.read_bytes()).decode()


class Livos:
    """`livos serve --stdio`: a line of JSON for each frame, and a line in answer."""

    def __enter__(self) -> "Livos":
        self.program = subprocess.Popen([os.environ.get("LIVOS", "livos"), "serve", "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self

    def __exit__(self, *_) -> None:
        self.program.communicate()

    def ask(self, **request) -> dict:
        self.program.stdin.write(json.dumps(request).encode() + b"\n")
        self.program.stdin.flush()
        answer = json.loads(self.program.stdout.readline() or '{"error": "livos has ended."}')
        if "error" in answer:
            sys.exit(answer["error"])
        return answer


def main(frames: str, mask: str, folder: str) -> None:
    out = pathlib.Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    more = {"mask": base64_of(pathlib.Path(mask))}
    with Livos() as livos:
        for frame in sorted(path for path in pathlib.Path(frames).iterdir() if path.suffix.lower() in (".jpg", ".jpeg", ".png")):
            answer = livos.ask(frame=base64_of(frame), png=True, **more)
            more = {"session": answer["session"]}
            (out / f"{frame.stem}.png").write_bytes(base64.b64decode(answer["png"]))


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
