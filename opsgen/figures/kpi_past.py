"""What reports and commits say of a metric's past: other targets, and where its pace would have led."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from opsgen.figures.boxes import Box, Point
from opsgen.figures.canvas import Canvas, num, triangle
from opsgen.figures.lettering import SMALL, text_width
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from opsgen.figures.scales import Linear, Number, Time
    from opsgen.words import Message

_HALF = 3.2  # of a triangle at the edge


@dataclass(frozen=True, slots=True)
class FormerTarget:
    """A target that was in force up to a day, and is another one since."""

    value: Number
    until: date


@dataclass(frozen=True, slots=True)
class Projection:
    """Where the pace led on the day of a report: the value that it would reach by the due date."""

    day: date
    value: Number


def former_targets(
    canvas: Canvas, time: Time, value: Linear, former: Sequence[FormerTarget], now: float
) -> float:
    """Steps down to the target of today, whose level is `now`; gives the pixel from which on that holds."""
    start, shown = time.start, [one for one in former if one.until.toordinal() > time.first]
    levels = [*(value(one.value) for one in shown), now]
    for one, (y, after) in zip(shown, pairwise(levels), strict=True):
        end = min(time(one.until), time.end)
        canvas.path(f"M{num(start)} {num(y)}H{num(end)}V{num(after)}", stroke="ink", stroke_width=1)
        start = end
    return start


def name_former(
    canvas: Canvas,
    time: Time,
    value: Linear,
    former: Sequence[FormerTarget],
    unit: str,
    lines: Sequence[Sequence[Point]],
) -> None:
    """The value and the last day of each former target, where no line runs through it."""
    field, taken = Box(time.start, value.end - 6, time.end, value.start), list[Box]()
    for one in former:
        if not time.shows(one.until):
            continue
        said = canvas.say(until(canvas, one, unit))
        wide, x, y = text_width(said, SMALL) + 4, time(one.until), value(one.value)
        for left, middle in ((x - wide - 4, y - 8), (x - wide - 4, y + 8), (x + 4, y - 8), (x + 4, y + 8)):
            box = Box(left, middle - 7, left + wide, middle + 7)
            free = not any(box.meets(other) for other in taken)
            if field.holds(box) and free and not any(box.touched(line) for line in lines):
                canvas.text(left + 2, middle, said, "muted")
                taken.append(box)
                break


def until(canvas: Canvas, one: FormerTarget, unit: str) -> Message:
    """A former target and its last day in words."""
    day = canvas.words.day(one.until)
    return message("{target} until {day}", target=canvas.words.amount(one.value, unit), day=day)


def projections(canvas: Canvas, time: Time, value: Linear, said: Sequence[Projection]) -> None:
    """Small dots joined by a thin line; what lies beyond the scale stands at its edge as a triangle."""
    points = [(time(one.day, 0.5), value(min(max(one.value, value.low), value.high))) for one in said]
    if len(points) > 1:
        canvas.polyline(points, "d2", stroke_width=1, stroke_dasharray="1 2.5")
    for one, (x, y) in zip(said, points, strict=True):
        if value.low <= one.value <= value.high:
            canvas.circle(x, y, 1.7, "d2")
            continue
        canvas.path(triangle(x, y, _HALF, up=one.value > value.high), fill="d2")


def past(
    canvas: Canvas, former: Sequence[FormerTarget], said: Sequence[Projection], unit: str
) -> Iterator[Message]:
    """What the figure shows of the past, in sentences."""
    for one in former:
        target = canvas.words.amount(one.value, unit)
        yield message("Until {day} the target was {target}.", day=one.until, target=target)
    if said:
        first, last = (canvas.words.amount(one.value, unit) for one in (said[0], said[-1]))
        yield message(
            "Projected for the due date: {first}, then {last} in the latest of {n} reports.",
            first=first,
            last=last,
            n=len(said),
        )
