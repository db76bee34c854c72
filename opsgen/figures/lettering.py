"""How wide a text is, what of it fits, and where labels go when they would meet.

No font is opened: the widths are those of Helvetica and its metric twins, which are wider than the handouts'
Source Sans, so what fits here fits there. A Han character is one em.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING
from unicodedata import category, east_asian_width

from opsgen.text import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

SMALL = 11.0
NORMAL = 12.0
_BOLD = 1.08
_ELLIPSIS = "…"

_WIDTHS = {
    character: width
    for width, characters in (
        (0.20, "'"),
        (0.23, "ijl"),
        (0.27, "|"),
        (0.28, " !,./:;I[\\]ft·"),
        (0.34, '()-`r{}"“”‘’'),
        (0.40, "*"),
        (0.50, "Jcksvxyz^"),
        (0.56, "#$0123456789?L_abdeghnopqu–¥"),
        (0.60, "+<=>~±×−"),
        (0.62, "FTZ"),
        (0.67, "&ABEKPSVXY"),
        (0.73, "CDHNRUw"),
        (0.78, "GOQ"),
        (0.84, "Mm"),
        (0.89, "%"),
        (0.95, "W"),
        (1.02, "@"),
    )
    for character in characters
}


def text_width(text: str, size: float = NORMAL, *, bold: bool = False) -> float:
    """The width of one line in pixels, rather too wide than too narrow."""
    return sum(map(_em, text)) * size * (_BOLD if bold else 1)


def clip(text: str, room: float, size: float = NORMAL, *, bold: bool = False) -> str:
    """The text, cut with an ellipsis where it is wider than `room` pixels; empty where nothing fits."""
    if text_width(text, size, bold=bold) <= room:
        return text
    left = room / size / (_BOLD if bold else 1) - _em(_ELLIPSIS)
    kept = 0
    for character in text:
        left -= _em(character)
        if left < 0:
            break
        kept += 1
    cut = text[:kept].rstrip()
    return cut + _ELLIPSIS if cut else ""


def clean(text: str) -> str:
    """The text on one line, without characters that XML refuses or that turn the reading direction."""
    return " ".join(plain(text).split())


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> tuple[float, ...]:
    """Places for labels, `gap` apart and in their order, as near to the wanted ones as `low..high` allows."""
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    places = [min(max(place, low), high) for place in wanted]
    for before, after in itertools.pairwise(order):
        places[after] = max(places[after], places[before] + gap)
    ceiling = high
    for i in reversed(order):
        places[i] = min(places[i], ceiling)
        ceiling = places[i] - gap
    return tuple(places)


class Lane:
    """One line of labels: remembers what is taken, so that no two meet."""

    def __init__(self, left: float, right: float) -> None:
        self._left, self._right = left, right
        self._taken: list[tuple[float, float]] = []

    def block(self, start: float, end: float) -> None:
        """Keep labels off this stretch."""
        self._taken.append((start, end))

    def free(self, start: float, end: float) -> bool:
        """Whether a label of this stretch lies inside the lane and meets nothing."""
        inside = self._left <= start and end <= self._right
        return inside and all(end <= a or start >= b for a, b in self._taken)

    def take(self, start: float, end: float) -> bool:
        """Take the stretch if it is free; whether it was."""
        if not self.free(start, end):
            return False
        self.block(start, end)
        return True


def _em(character: str) -> float:
    known = _WIDTHS.get(character)
    if known is not None:
        return known
    if category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    match east_asian_width(character):
        case "W" | "F":
            return 1.0 if ord(character) < 0x10000 else 1.3
        case "A":
            return 1.0
        case _:
            return 0.67
