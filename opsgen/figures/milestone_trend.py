"""Milestone trend analysis: the day of the report across, the date that was forecast on it upwards.

A line that stays level is kept, one that climbs slips; where it meets the diagonal the milestone is reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from opsgen.figures.canvas import Canvas, Key, empty, status_keys
from opsgen.figures.lettering import SMALL, spread, text_width
from opsgen.figures.scales import Time, span
from opsgen.words import message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from opsgen.figures.tokens import Status
    from opsgen.words import Message

_SERIES = ("d1", "d2", "d3", "d4", "d5", "d6")
_DASHES = ("", "7 3", "2 3")
"""One after each round of the colours, so that no two lines look alike."""
_LINE = 14.0  # between two labels
_TODAY = 8.0
_TOP = 18.0
_LEAST, _LABELLED = 260.0, 0.34
"""The height of the plot, and the share of the width that labels may take."""
_SAID = 6


@dataclass(frozen=True, slots=True)
class TrendLine:
    """A milestone: what each report said, in the order of the days, and how it stands now.

    `days` is how much later the last forecast is than the first; `reached` the day on which it was achieved.
    """

    label: str
    reports: tuple[tuple[date, date], ...]
    status: Status
    days: int
    reached: date | None = None
    tip: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class _Plot:
    canvas: Canvas
    across: Time
    up: Time
    top: float
    bottom: float

    def y(self, day: date) -> float:
        return self.bottom - (self.up(day, 0.5) - self.up.start)


def milestone_trend(
    lines: Sequence[TrendLine], today: date, *, id: str, title: str, lang: str, width: float = 760
) -> str:
    """One line a milestone, its label where it ends, and the diagonal on which all of them are reached."""
    drawn = [line for line in lines if line.reports]
    if not drawn:
        reason = message("No forecast has landed yet.")
        return empty("mta", reason, id=id, title=title, lang=lang, width=width)
    canvas = Canvas("mta", id, title, lang, width)
    plot = _plot(canvas, drawn, today)
    _axes(plot)
    canvas.today(plot.across, today, _TODAY, plot.top, plot.bottom)
    _diagonal(plot)
    places = spread([plot.y(_end(line)[1]) for line in drawn], _LINE, plot.top + 6, plot.bottom - 6)
    for number, (line, place) in enumerate(zip(drawn, places, strict=True)):
        _line(plot, line, number, place)
    canvas.height = canvas.legend(_keys(plot, drawn), 4, plot.bottom + 22) + 4
    return canvas.svg(*_finding(drawn))


def _plot(canvas: Canvas, lines: Sequence[TrendLine], today: date) -> _Plot:
    height = max(_LEAST, _LINE * len(lines) + 24)
    room = max(text_width(line.label, SMALL) for line in lines) + 30
    right = min(room, canvas.width * _LABELLED)
    forecasts = [forecast for line in lines for _, forecast in line.reports]
    days = [day for line in lines for day, _ in line.reports]
    ends = [_end(line) for line in lines]
    up = span([*forecasts, *(forecast for _, forecast in ends)], 0, height, margin=0.06)
    left = 10 + max(text_width(tick.label, SMALL) for tick in up.ticks(canvas.words, 24))
    across = span([*days, today, *(day for day, _ in ends)], left, canvas.width - right)
    return _Plot(canvas, across, up, _TOP, _TOP + height)


def _end(line: TrendLine) -> tuple[date, date]:
    """Where a line ends: on the diagonal where the milestone was reached, else with the last report."""
    return (line.reached, line.reached) if line.reached else line.reports[-1]


def _axes(plot: _Plot) -> None:
    canvas, across = plot.canvas, plot.across
    for tick in plot.up.ticks(canvas.words, 24):
        y = plot.bottom - (tick.x - plot.up.start)
        canvas.line(across.start, y, across.end, y)
        canvas.text(across.start - 6, y, tick.label, "muted", anchor="end")
    canvas.time_axis(across, plot.bottom + 11, plot.bottom, plot.bottom + 5)


def _diagonal(plot: _Plot) -> None:
    """Where a day is reported as itself; nothing where the axes have no day in common."""
    first = max(plot.across.first, plot.up.first)
    last = min(plot.across.last, plot.up.last)
    if first >= last:
        return
    ends = []
    for ordinal in (first, last):
        x = plot.across.start + (ordinal + 0.5 - plot.across.first) * plot.across.pixels_a_day
        ends.append((x, plot.bottom - (ordinal + 0.5 - plot.up.first) * plot.up.pixels_a_day))
    plot.canvas.polyline(ends, "wire", stroke_width=1.2, stroke_dasharray="5 4")


def _line(plot: _Plot, line: TrendLine, number: int, label_y: float) -> None:
    canvas = plot.canvas
    token = _SERIES[number % len(_SERIES)]
    dash = _DASHES[number // len(_SERIES) % len(_DASHES)] or None
    points = [(plot.across(day, 0.5), plot.y(forecast)) for day, forecast in line.reports]
    if line.reached:
        points.append((plot.across(line.reached, 0.5), plot.y(line.reached)))
    with canvas.group(line.tip or line.label, line.href):
        if len(points) > 1:
            canvas.polyline(points, token, stroke_width=1.8, stroke_linejoin="round", stroke_dasharray=dash)
        for x, y in _moves(points):
            canvas.circle(x, y, 2.4, token)
        x, y = points[-1]
        canvas.circle(x, y, 6.5, "surface")
        canvas.mark(x, y, line.status, 4.4)
        left = plot.across.end + 14
        canvas.polyline([(x + 7, y), (left - 6, label_y), (left - 2, label_y)], "wire", stroke_width=0.7)
        canvas.text(left, label_y, line.label, room=canvas.width - left - 2)


def _moves(points: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """The points at which the forecast is another one than in the report before."""
    for before, point in pairwise(points):
        if before[1] != point[1]:
            yield point


def _keys(plot: _Plot, lines: Sequence[TrendLine]) -> list[Key]:
    canvas = plot.canvas
    return [
        *status_keys(canvas, [line.status for line in lines]),
        Key("line", canvas.say(message("forecast, report by report")), "d1"),
        Key("dash", canvas.say(message("reached on the day of the report")), "wire"),
    ]


def _finding(lines: Sequence[TrendLine]) -> Iterator[Message]:
    moved = sorted((line for line in lines if line.days), key=lambda line: -abs(line.days))
    yield plural("{n} milestone.", "{n} milestones.", len(lines))
    if not moved:
        yield message("No forecast has moved.")
    for line in moved[:_SAID]:
        yield _moved(line)
    if len(moved) > _SAID:
        yield plural("One more has moved.", "{n} more have moved.", len(moved) - _SAID)


def _moved(line: TrendLine) -> Message:
    if line.days > 0:
        return plural(
            "{item} moved {n} day later.", "{item} moved {n} days later.", line.days, item=line.label
        )
    return plural(
        "{item} moved {n} day earlier.", "{item} moved {n} days earlier.", -line.days, item=line.label
    )
