"""The exposure to risks as report after report said it, and the tolerance that it is held against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.figures.boxes import Box
from opsgen.figures.canvas import Canvas, Key, empty
from opsgen.figures.lettering import SMALL, text_width
from opsgen.figures.reported import Plot, Reported, Ticks, drawn, plotted
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from opsgen.figures.boxes import Point
    from opsgen.figures.scales import Linear
    from opsgen.words import Message

_HEIGHT = 130.0
_AWAY = 11.5  # from a point to the middle of its number
_MARK = 4.0
_HALO = 6.0  # around a cross
_NOTHING = message("Nothing to draw: no report before this one is known.")


@dataclass(frozen=True, slots=True)
class Exposure:
    """What the exposure was on the day of a report, and what is said of it."""

    day: date
    score: int
    tip: str = ""


def exposure_trend(
    points: Sequence[Exposure],
    today: date,
    *,
    id: str,
    title: str,
    lang: str,
    tolerance: float | None = None,
    width: float = 640,
) -> str:
    """One line over the reports, its values at the points; what is above today's tolerance has a cross."""
    if len(points) < 2:
        return empty("exposure", _NOTHING, id=id, title=title, lang=lang, width=width)
    canvas = Canvas("exposure", id, title, lang, width)
    lines = tuple(_lines(canvas, points, tolerance))
    plot = plotted(canvas, lines, today, lambda value: _ticks(canvas, value), height=_HEIGHT)
    drawn(plot, lines)
    places = [plot.at(point.day, point.score) for point in points]
    _numbers(plot, points, places, _crossing(plot, places, today, tolerance))
    _points(plot, points, places, tolerance)
    canvas.height = canvas.legend(tuple(_keys(canvas, points, tolerance)), 4, plot.bottom + 22) + 4
    return canvas.svg(*_finding(points, tolerance))


def _lines(canvas: Canvas, points: Sequence[Exposure], tolerance: float | None) -> Iterator[Reported]:
    number = canvas.words.number
    if tolerance is not None:
        ends = tuple((point.day, tolerance) for point in (points[0], points[-1]))
        label = canvas.say(message("Tolerance {value}", value=number(tolerance)))
        yield Reported(label, ends, "ink", 1.2, dash="6 4")
    label = canvas.say(message("Exposure {value}", value=number(points[-1].score)))
    yield Reported(label, tuple((point.day, point.score) for point in points), "d1", 2.2, mark="dot")


def _ticks(canvas: Canvas, value: Linear) -> Ticks:
    whole = (level for level in value.ticks(4) if level == int(level))
    return tuple((level, canvas.words.number(level)) for level in whole)


def _numbers(
    plot: Plot,
    points: Sequence[Exposure],
    places: Sequence[Point],
    lines: Sequence[Sequence[Point]],
) -> None:
    """The values beside their points, the newest first, where no line and no other number is in the way.

    The last one stands at the end of its line.
    """
    canvas = plot.canvas
    taken = [Box(x - _HALO, y - _HALO, x + _HALO, y + _HALO) for x, y in places]
    for point, (x, y) in reversed(list(zip(points[:-1], places[:-1], strict=True))):
        said = canvas.words.number(point.score)
        half = text_width(said, SMALL) / 2
        for middle in (y - _AWAY, y + _AWAY):
            box = Box(x - half - 2, middle - 5, x + half + 2, middle + 5)
            inside = plot.time.start <= box.left and plot.top - 6 <= box.top and box.bottom <= plot.bottom
            free = not any(box.meets(other) for other in taken)
            if inside and free and not any(_through(box, line) for line in lines):
                canvas.text(x, middle, said, anchor="middle")
                taken.append(box)
                break


def _crossing(plot: Plot, places: Sequence[Point], today: date, tolerance: float | None) -> list[list[Point]]:
    """The lines that no number may stand on."""
    now = plot.time(today, 0.5)
    lines = [list(places), [(now, plot.top), (now, plot.bottom)]]
    if tolerance is not None:
        y = plot.value(tolerance)
        lines.append([(plot.time.start, y), (plot.time.end, y)])
    return lines


def _through(box: Box, line: Sequence[Point]) -> bool:
    """Whether a line runs through the box itself; its marks are round, and stand aside."""
    slim = Box(box.left, box.top + 3, box.right, box.bottom - 3)
    return slim.touched(line)


def _points(
    plot: Plot,
    points: Sequence[Exposure],
    places: Sequence[Point],
    tolerance: float | None,
) -> None:
    """What each report said under the pointer, and a cross where it was too much."""
    for point, (x, y) in zip(points, places, strict=True):
        with plot.canvas.group(point.tip or f"{plot.canvas.words.date(point.day)} · {point.score}"):
            if tolerance is not None and point.score > tolerance:
                plot.canvas.circle(x, y, _HALO, "surface")
                plot.canvas.mark(x, y, "late", _MARK)
            else:
                plot.canvas.circle(x, y, 2.8, "d1")


def _keys(canvas: Canvas, points: Sequence[Exposure], tolerance: float | None) -> Iterator[Key]:
    yield Key("line", canvas.say(message("scores of the open threats together")), "d1")
    if tolerance is not None:
        yield Key("dash", canvas.say(message("tolerance of today")), "ink")
        if any(point.score > tolerance for point in points):
            yield Key("late", canvas.say(message("above it")))


def _finding(points: Sequence[Exposure], tolerance: float | None) -> Iterator[Message]:
    first, before, last = points[0], points[-2], points[-1]
    yield message("The exposure is {score} on {day}.", score=last.score, day=last.day)
    yield message("In the last report it was {score}.", score=before.score)
    if first is not before:
        yield message("On {day} it was {score}.", day=first.day, score=first.score)
    if tolerance is not None and last.score > tolerance:
        yield message("That is above the tolerance of {tolerance}.", tolerance=tolerance)
