"""A run's log as an SVG picture: the loss, the gradient's norm and the learning rate, and J on the validation split."""
from __future__ import annotations

import json
from pathlib import Path
from xml.sax.saxutils import escape

WIDTH, HEIGHT, LEFT, TOP, GAP = 900, 180, 60, 30, 50
COLOURS = ("#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf", "#8c564b", "#e377c2")

Points = list[tuple[float, float]]


def read(log: Path) -> tuple[dict[int, dict], dict[int, dict]]:
    """Training numbers and evaluations by batch; what a resumed run did again replaces what stood there."""
    training, evaluations = {}, {}
    for line in log.read_text().splitlines():
        entry = json.loads(line)
        (evaluations if "j" in entry else training)[entry["batch"]] = entry
    return dict(sorted(training.items())), dict(sorted(evaluations.items()))


def smooth(points: Points, buckets: int = 300) -> Points:
    """Means of neighbours, where there are more points than can be told apart."""
    size = -(-len(points) // buckets)
    parts = [points[i:i + size] for i in range(0, len(points), size)]
    return [(part[-1][0], sum(y for _, y in part) / len(part)) for part in parts]


def panel(title: str, lines: dict[str, Points], top: int, last: float, highest: float) -> str:
    """One diagram from 0 to `highest` over the batches up to `last`."""
    parts = [f'<text x="{LEFT}" y="{top - 8}" font-weight="bold">{escape(title)}</text>']
    for share in (0, 0.25, 0.5, 0.75, 1):
        y = top + HEIGHT * (1 - share)
        parts.append(f'<path d="M{LEFT},{y}H{LEFT + WIDTH}" stroke="#ddd"/><text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{highest * share:.3g}</text>')
        parts.append(f'<text x="{LEFT + WIDTH * share}" y="{top + HEIGHT + 14}" text-anchor="middle">{last * share:.0f}</text>')
    for i, (name, points) in enumerate(lines.items()):
        colour = COLOURS[i % len(COLOURS)]
        at = " ".join(f"{LEFT + WIDTH * x / last:.1f},{top + HEIGHT * (1 - min(y / highest, 1)):.1f}" for x, y in points)
        parts.append(f'<polyline points="{at}" fill="none" stroke="{colour}" stroke-width="{3 if name == "mean" else 1.2}"/>')
        parts.append(f'<text x="{LEFT + WIDTH + 8}" y="{top + 12 + 15 * i}" fill="{colour}">{escape(name)} {points[-1][1]:.3g}</text>')
    return "".join(parts)


def plot(log: Path, output: Path) -> None:
    if not log.exists():
        raise FileNotFoundError(f"There is no log {log}.")
    training, evaluations = read(log)
    if not training:
        raise ValueError(f"{log} holds no trained batch yet.")
    panels = []
    for name in ("loss", "gradient", "rate"):
        points = smooth([(batch, entry[name]) for batch, entry in training.items()])
        panels.append((name, {name: points}, max(sorted(y for _, y in points)[int(0.98 * (len(points) - 1))], 1e-9)))
    if evaluations:
        names = list(next(reversed(evaluations.values()))["j"])
        panels.append(("J on the validation split", {
            name: [(batch, entry["j"][name]) for batch, entry in evaluations.items() if name in entry["j"]] for name in names}, 1.0))
    last = max([*training, *evaluations])
    drawn = [panel(title, lines, TOP + i * (HEIGHT + GAP), last, highest) for i, (title, lines, highest) in enumerate(panels)]
    size = f'width="{LEFT + WIDTH + 180}" height="{TOP + len(panels) * (HEIGHT + GAP)}"'
    output.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12">'
                      f'<rect width="100%" height="100%" fill="white"/>{"".join(drawn)}</svg>\n')
