"""Numbers as report after report said them: lines over the days of the reports, named at their ends."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from opsgen.figures.canvas import Canvas, num
from opsgen.figures.lettering import SMALL, clip, spread, text_width
from opsgen.figures.scales import Linear, Time, span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

Ticks = tuple[tuple[float, str], ...]
_TODAY = 9.0
_TOP = 22.0
_LABEL = 14.0  # between two names
_LABELLED = 0.42  # of the width at most
_MARKED = 7.0  # pixels between reports, below which only the last has its mark


@dataclass(frozen=True, slots=True)
class Reported:
    """One number: its name with the last of its values, and what each report said.

    A `step` stays until the report that says another; without one the line goes straight between reports.
    """

    label: str
    points: tuple[tuple[date, float], ...]
    token: str
    width: float = 1.6
    dash: str | None = None
    mark: Literal["", "dot", "ring"] = ""
    step: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """Where days and values of a drawing stand."""

    canvas: Canvas
    time: Time
    value: Linear

    @property
    def top(self) -> float:
        return self.value.end

    @property
    def bottom(self) -> float:
        return self.value.start

    def at(self, day: date, value: float) -> tuple[float, float]:
        """The pixel of a value on a day."""
        return self.time(day, 0.5), self.value(value)


def plotted(
    canvas: Canvas,
    lines: Sequence[Reported],
    today: date,
    ticks: Callable[[Linear], Ticks],
    *,
    height: float,
    days: Iterable[date] = (),
) -> Plot:
    """Scales from 0 over all values and days, with room for the names; axes and today are drawn."""
    values = [value for line in lines for _, value in line.points]
    low, high = min(*values, 0.0), max(*values, 0.0)
    air = (high - low) * 0.06 or 1.0
    value = Linear(low - (air if low < 0 else 0.0), high + air, _TOP + height, _TOP)
    marked = ticks(value)
    left = 10 + max((text_width(said, SMALL) for _, said in marked), default=0.0)
    named = max(text_width(line.label, SMALL) for line in lines) + 20
    right = canvas.width - min(named, canvas.width * _LABELLED)
    found = (day for line in lines for day, _ in line.points)
    plot = Plot(canvas, span([*found, today, *days], left, right), value)
    for level, said in marked:
        y = value(level)
        canvas.line(left, y, right, y, "grid" if level else "wire")
        canvas.text(left - 6, y, said, "muted", anchor="end")
    canvas.time_axis(plot.time, plot.bottom + 11, plot.bottom, plot.bottom + 5)
    canvas.today(plot.time, today, _TODAY, plot.top, plot.bottom)
    return plot


def drawn(plot: Plot, lines: Sequence[Reported]) -> None:
    """The lines, the last on top, and their names beside the plot."""
    for line in lines:
        _line(plot, line)
    ends = [plot.value(line.points[-1][1]) for line in lines]
    places = spread(ends, _LABEL, plot.top, plot.bottom)
    canvas, x = plot.canvas, plot.time.end + 14
    for line, end, y in zip(lines, ends, places, strict=True):
        last = plot.time(line.points[-1][0], 0.5)
        reach = max(last + 6, plot.time.end)
        canvas.polyline([(last + 6, end), (reach, end), (x - 4, y)], "wire", stroke_width=0.7)
        canvas.text(x, y, clip(line.label, canvas.width - x - 2, SMALL))


def _line(plot: Plot, line: Reported) -> None:
    canvas = plot.canvas
    points = [plot.at(day, value) for day, value in line.points]
    if len(points) > 1:
        canvas.path(
            _stepped(points) if line.step else "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points),
            stroke=line.token,
            stroke_width=line.width,
            stroke_dasharray=line.dash,
            stroke_linejoin="round",
        )
    crowded = any(b[0] - a[0] < _MARKED for a, b in pairwise(points))
    for x, y in points[-1:] if crowded or not line.mark else points:
        _mark(canvas, line, x, y)


def _stepped(points: Sequence[tuple[float, float]]) -> str:
    """Level from each report to the next, and there to what that one says."""
    (x, y), rest = points[0], points[1:]
    return f"M{num(x)} {num(y)}" + "".join(f"H{num(x)}V{num(y)}" for x, y in rest)


def _mark(canvas: Canvas, line: Reported, x: float, y: float) -> None:
    match line.mark:
        case "ring":
            canvas.circle(x, y, 2.8, "surface", stroke=line.token, stroke_width=1.5)
        case "dot":
            canvas.circle(x, y, 2.8, line.token)
        case _:
            canvas.circle(x, y, 1.8, line.token)
