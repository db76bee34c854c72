"""The ids of risks in a cell of a matrix, and what says that one moved or is new."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from opsgen.figures.canvas import num, star
from opsgen.figures.lettering import SMALL, clean, clip, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opsgen.figures.canvas import Canvas
    from opsgen.figures.risk_matrix import RiskPoint

CHIP = 17.0
_GAP = 4.0
LINE = CHIP + _GAP
_LEAST = 26.0  # the narrowest chip
_SIGN = 9.0  # the room of an arrow, or a star


@dataclass(frozen=True, slots=True)
class Chip:
    """One risk, or the count of those that did not fit."""

    label: str
    width: float
    risks: tuple[RiskPoint, ...]
    moved: int = 0
    new: bool = False

    @property
    def sign(self) -> float:
        """The room for what says that it moved, or is new."""
        return _SIGN if self.moved or self.new else 0.0


def laid_out(risks: Sequence[RiskPoint], room: float, lines: int) -> list[tuple[Chip, float, int]]:
    """As many risks as fit, with the count of the others: chip, x, line."""
    most = min(len(risks), lines * int(room // _LEAST + 1))
    for kept in range(most, -1, -1):
        chips = [_risk_chip(risk, room) for risk in risks[:kept]]
        others = tuple(risks[kept:])
        if others:
            label = f"+{len(others)}"
            chips.append(Chip(label, _chip_width(label, room), others))
        places = _places([chip.width for chip in chips], room)
        if not places or places[-1][1] < lines:
            return [(chip, x, line) for chip, (x, line) in zip(chips, places, strict=True)]
    return []


def _risk_chip(risk: RiskPoint, room: float) -> Chip:
    chip = Chip("", 0, (risk,), risk.moved, risk.new)
    label = clip(clean(risk.id), room - 10 - chip.sign, SMALL, bold=True)
    return replace(chip, label=label, width=_chip_width(label, room, chip.sign))


def _chip_width(label: str, room: float, sign: float = 0) -> float:
    return min(room, max(_LEAST, text_width(label, SMALL, bold=True) + 10 + sign))


def _places(widths: Sequence[float], room: float) -> list[tuple[float, int]]:
    places: list[tuple[float, int]] = []
    x, line = 0.0, 0
    for width in widths:
        if x and x + width > room:
            x, line = 0.0, line + 1
        places.append((x, line))
        x += width + _GAP
    return places


def draw_chip(canvas: Canvas, x: float, y: float, chip: Chip, *, welcome: bool) -> None:
    """The chip; where a higher score is `welcome`, going up is good."""
    middle = y + CHIP / 2
    canvas.rect(x, y, chip.width, CHIP, "surface", stroke="wire", rx=CHIP / 2)
    end = x + chip.width - chip.sign
    canvas.text((x + end) / 2, middle, chip.label, anchor="middle", bold=len(chip.risks) == 1)
    if chip.moved:
        up = chip.moved > 0
        rise = -6 if up else 6
        path = f"M{num(end - 1)} {num(middle - rise / 2)}h7l-3.5 {rise}z"
        canvas.path(path, fill="ok" if up == welcome else "late")
    elif chip.new:
        canvas.path(star(end + 2.5, middle, 4.2), fill="ink")
