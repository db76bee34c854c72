"""A metric of two projects, day by day from their starts: this one strong, the other pale and dashed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.figures.canvas import Canvas, empty
from opsgen.figures.lettering import SMALL, spread, text_width
from opsgen.figures.scales import Linear
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator

Point = tuple[int, float]
_TOP = 22.0
_BELOW = 40.0
_LINE = 13.0  # between the two lines of a label
_LABEL = 2 * _LINE + 6
_MARGIN = 0.36  # of the width, at most, for the labels beside the lines


@dataclass(frozen=True, slots=True)
class Course:
    """What one project measured: (days from its start, value) in their order; `on` is the day compared."""

    name: str
    points: tuple[Point, ...]
    on: Point | None = None


@dataclass(frozen=True, slots=True)
class _Plot:
    canvas: Canvas
    unit: str
    day: Linear
    value: Linear
    bottom: float

    def at(self, point: Point) -> tuple[float, float]:
        return self.day(point[0]), self.value(point[1])


def comparison(
    own: Course,
    other: Course,
    *,
    unit: str,
    id: str,
    title: str,
    lang: str,
    width: float = 400,
    height: float = 210,
) -> str:
    """Both lines over the days from the start, their names and last values beside them, the day compared."""
    if not own.points or not other.points:
        why = message("Nothing to compare: one of the two measured nothing.")
        return empty("comparison", why, id=id, title=title, lang=lang, width=width)
    canvas = Canvas("comparison", id, title, lang, width, height)
    plot = _plot(canvas, own, other, unit)
    _axes(plot)
    _compared_day(plot, own)
    _line(plot, other, "muted", stroke_width=1.5, stroke_dasharray="5 4")
    _line(plot, own, "d1", stroke_width=2.4, stroke_linejoin="round")
    _labels(plot, own, other)
    return canvas.svg(*_finding(canvas, own, other, unit))


def _plot(canvas: Canvas, own: Course, other: Course, unit: str) -> _Plot:
    points = (*own.points, *other.points)
    values = [value for _, value in points]
    air = (max(values) - min(values)) * 0.08 or abs(values[0]) * 0.1 or 1.0
    low, high = min(values) - air, max(values) + air
    if min(values) >= 0:
        low = max(low, 0.0)
    bottom = canvas.height - _BELOW
    value = Linear(low, high, bottom, _TOP + 8)
    left = 12 + max(text_width(canvas.words.number(tick), SMALL) for tick in value.ticks())
    right = canvas.width - _room(canvas, own, other, unit) - 12
    days = [day for day, _ in points]
    first, last = min(days), max(days)
    if 0 <= first <= (last - first) / 3:  # most campaigns measure nothing before they open
        first = 0
    return _Plot(canvas, unit, Linear(first, max(last, first + 1), left, right), value, bottom)


def _room(canvas: Canvas, own: Course, other: Course, unit: str) -> float:
    """What the labels take beside the plot."""
    said = [line for course in (own, other) for line in _said(canvas, course, unit)]
    widest = max(text_width(line, SMALL, bold=True) for line in said)
    return min(widest + 4, canvas.width * _MARGIN)


def _said(canvas: Canvas, course: Course, unit: str) -> tuple[str, str]:
    return course.name, canvas.words.amount(course.points[-1][1], unit)


def _axes(plot: _Plot) -> None:
    canvas = plot.canvas
    for tick in plot.value.ticks():
        y = plot.value(tick)
        canvas.line(plot.day.start, y, plot.day.end, y)
        canvas.text(plot.day.start - 6, y, canvas.words.number(tick), "muted", anchor="end")
    taken = 0.0
    for tick in plot.day.ticks():
        x, label = plot.day(tick), canvas.words.number(tick)
        half = text_width(label, SMALL) / 2
        canvas.line(x, plot.bottom, x, plot.bottom + 4)
        if x - half >= taken:
            canvas.text(x, plot.bottom + 12, label, "muted", anchor="middle")
            taken = x + half + 6
    caption = canvas.say(message("Days from the start"))
    middle, half = (plot.day.start + plot.day.end) / 2, text_width(caption, SMALL) / 2
    canvas.text(max(middle, half + 2), plot.bottom + 29, caption, "muted", anchor="middle")


def _compared_day(plot: _Plot, own: Course) -> None:
    """A line on the day on which the two are compared, with its number above."""
    if own.on is None:
        return
    canvas, x = plot.canvas, plot.day(own.on[0])
    label = canvas.say(message("Day {n}", n=own.on[0]))
    half = text_width(label, SMALL) / 2
    canvas.line(x, _TOP, x, plot.bottom, "wire", stroke_width=1)
    canvas.text(min(max(x, half + 2), canvas.width - half - 2), 11, label, "muted", anchor="middle")


def _line(plot: _Plot, course: Course, token: str, **look: str | float) -> None:
    places = [plot.at(point) for point in course.points]
    canvas = plot.canvas
    if len(places) > 1:
        canvas.polyline(places, token, **look)
    else:
        canvas.circle(*places[0], 2.8, token)
    if course.on:
        said = canvas.words.amount(course.on[1], plot.unit)
        with canvas.group(f"{course.name} · {said}"):
            canvas.circle(*plot.at(course.on), 4, "surface", token, stroke_width=2)


def _labels(plot: _Plot, own: Course, other: Course) -> None:
    """The names with the last values to the right of the plot, each led to from the end of its line."""
    canvas, left = plot.canvas, plot.day.end + 10
    courses = ((own, "d1"), (other, "muted"))
    ends = [plot.at(course.points[-1]) for course, _ in courses]
    low, high = _LABEL / 2, plot.bottom
    places = spread([y for _, y in ends], _LABEL, low, high)
    for (course, token), (x, y), place in zip(courses, ends, places, strict=True):
        canvas.line(x + 6, y, left - 3, place)
        name, value = _said(canvas, course, plot.unit)
        room = canvas.width - left
        canvas.text(left, place - _LINE / 2, name, token, room=room, bold=course is own)
        canvas.text(left, place + _LINE / 2, value, "ink" if course is own else token, room=room)


def _finding(canvas: Canvas, own: Course, other: Course, unit: str) -> Iterator[Message]:
    if own.on is None or other.on is None:
        yield message(
            "{name} and {other} have no day in common on which both measured.",
            name=own.name,
            other=other.name,
        )
        return
    now, then = own.on[1], other.on[1]
    yield message(
        "Day {n}: {name} {value}, {other} {then}.",
        n=own.on[0],
        name=own.name,
        value=canvas.words.amount(now, unit),
        other=other.name,
        then=canvas.words.amount(then, unit),
    )
    if then:
        percent = canvas.words.percent(abs(now - then) / abs(then) * 100, 1)
        if now == then:
            yield message("Both are the same.")
        elif now > then:
            yield message("That is {percent} more.", percent=percent)
        else:
            yield message("That is {percent} less.", percent=percent)
