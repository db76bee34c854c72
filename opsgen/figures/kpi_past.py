"""What reports and commits say of a metric's past: other targets, and where its pace would have led."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.figures.boxes import Box, Point
from opsgen.figures.canvas import Canvas, triangle
from opsgen.figures.lettering import SMALL, text_width
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from opsgen.figures.scales import Linear, Number, Time
    from opsgen.words import Message

_OFF = 12.0  # of a label from its line
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


def stepped(time: Time, value: Linear, former: Sequence[FormerTarget], now: float) -> list[Point]:
    """The corners of the target's line, over its former levels to that of today, `now`, and on to the end."""
    shown = [one for one in former if one.until.toordinal() > time.first]
    levels = [*(value(one.value) for one in shown), now]
    points = [(time.start, levels[0])]
    for one, after in zip(shown, levels[1:], strict=True):
        x = min(time(one.until), time.end)
        points += [(x, points[-1][1]), (x, after)]
    return [*points, (time.end, now)]


def name_former(
    canvas: Canvas,
    time: Time,
    value: Linear,
    former: Sequence[FormerTarget],
    unit: str,
    lines: Sequence[Sequence[Point]],
) -> None:
    """The value and the last day of each former target, or its value alone, where no line runs through it."""
    field, taken = Box(time.start, value.end - 2, time.end, value.start), list[Box]()
    for one in former:
        if not time.shows(one.until):
            continue
        at = (time(one.until), value(one.value))
        for said in (canvas.say(until(canvas, one, unit)), canvas.words.amount(one.value, unit)):
            free = (
                box
                for box in _beside(at, text_width(said, SMALL) + 4)
                if field.holds(box) and not any(map(box.meets, taken)) and not any(map(box.touched, lines))
            )
            if box := next(free, None):
                canvas.text(box.left + 2, (box.top + box.bottom) / 2, said, "muted")
                taken.append(box)
                break


def _beside(at: Point, wide: float) -> Iterator[Box]:
    """The places above and below a line that ends, before its end and then after it."""
    x, y = at
    for left in (x - wide - 4, x + 4):
        for middle in (y - _OFF, y + _OFF):
            yield Box(left, middle - 7, left + wide, middle + 7)


def until(canvas: Canvas, one: FormerTarget, unit: str) -> Message:
    """A former target and its last day in words."""
    day = canvas.words.day(one.until)
    return message("{target} until {day}", target=canvas.words.amount(one.value, unit), day=day)


def projections(canvas: Canvas, time: Time, value: Linear, said: Sequence[Projection]) -> None:
    """Small dots joined by a thin line; what lies beyond the scale stands at its edge as a triangle."""
    shown = [one for one in said if time.shows(one.day)]
    points = led(time, value, shown)
    if len(points) > 1:
        canvas.polyline(points, "d2", stroke_width=1, stroke_dasharray="1 2.5")
    for one, (x, y) in zip(shown, points, strict=True):
        if value.low <= one.value <= value.high:
            canvas.circle(x, y, 1.7, "d2")
            continue
        canvas.path(triangle(x, y, _HALF, up=one.value > value.high), fill="d2")


def led(time: Time, value: Linear, said: Sequence[Projection]) -> list[Point]:
    """Where the projections stand that the axis reaches."""
    return [
        (time(one.day, 0.5), value(min(max(one.value, value.low), value.high)))
        for one in said
        if time.shows(one.day)
    ]


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
