"""A line as small as a word: the course of a number, with a mark on its last value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.figures.canvas import Canvas
from opsgen.figures.scales import Linear, Number
from opsgen.words import message

if TYPE_CHECKING:
    from opsgen.figures.tokens import Status


@dataclass(frozen=True, slots=True)
class Spark:
    """Values in the order of time, None where one is missing, and how the last one stands."""

    values: tuple[Number | None, ...]
    status: Status = "todo"


def sparkline(spark: Spark, *, id: str, title: str, lang: str, width: float = 96, height: float = 22) -> str:
    """The course without axes; a short dash where nothing was measured."""
    canvas = Canvas("spark", id, title, lang, width, height)
    known = [(i, float(value)) for i, value in enumerate(spark.values) if value is not None]
    if not known:
        canvas.line(width / 2 - 4, height / 2, width / 2 + 4, height / 2, "muted", stroke_width=1.4)
        return canvas.svg(message("Nothing measured yet."))
    levels = [value for _, value in known]
    along = Linear(0, max(len(spark.values) - 1, 1), 4, width - 6)
    up = Linear(min(levels), max(levels), height - 5, 5)
    points = [(along(i), up(value)) for i, value in known]
    if len(points) > 1:
        canvas.polyline(points, "d1", stroke_width=1.4, stroke_linejoin="round")
    canvas.mark(*points[-1], spark.status, 3.4)
    words = canvas.words
    first, last = words.number(levels[0]), words.number(levels[-1])
    if len(known) == 1:
        return canvas.svg(message("One value: {last}.", last=last))
    return canvas.svg(message("From {first} to {last}.", first=first, last=last))
