"""What share of clips shows what."""
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mixture:
    """Shares of clips: those before a picture that stands still, those before a photograph whose regions are known, those whose first object
    is the sequence's or the photograph's own, where they have one, those whose frames lie up to 4 and up to 12 times as far apart as the others',
    those that are frozen: one frame again and again, which teaches how exact a mask can be, and those in which a twin of the first object goes by,
    about as large and in the same colours, which must not be tracked; a share of the twins, `touching`, begin where they touch the object. Of the
    clips whose frames are taken one by one, those that are fast: cameras and things move from place to place up to `fastest` times as fast, and
    things may be smaller. A share of the fast ones, `blurred`, are taken with a shutter that stays open. Of those whose first object is the
    sequence's or the photograph's own, those in which something passes before it and hides it for a while are `covered`. `closest` is how far a
    camera zooms in at most."""

    still: float = 0.3
    scene: float = 0.0
    own: float = 0.6
    apart: float = 0.3
    far_apart: float = 0.25
    frozen: float = 0.0
    twin: float = 0.0
    touching: float = 0.0
    fast: float = 0.0
    fastest: float = 8.0
    blurred: float = 0.0
    covered: float = 0.0
    closest: float = 1.67
