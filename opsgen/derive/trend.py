"""How the forecast of a milestone moved from report to report: milestone trend analysis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

TrendKind = Literal["steady", "slipping", "recovering", "zigzag", "receding"]
STEADY_DAYS = 2
"""A net move of so many days is none."""
REVERSALS = 2
"""So many changes of direction make a zigzag."""
LEAST = 4
"""So many reports a slope rests on at least."""
_USED = 6
"""So many reports, the last ones, a slope rests on at most: what was long ago says little of today."""
_RECEDING = 1 - 1e-9
"""Days a day: as fast as time passes, but for what is lost in sums."""
_FARTHEST = 3650
"""Days ahead beyond which a line that never meets the diagonal is not followed."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A forecast, and the day on which it landed."""

    day: date
    forecast: date


@dataclass(frozen=True, slots=True)
class Trend:
    """What the reports of one milestone show.

    `moves` counts how often the forecast changed; `net` is the last forecast minus the first in calendar
    days, + is later; `kind` None with a single report; `slope` the days by which the forecast moves in a day,
    None with fewer than four reports; `date` the day on which it would be reached if that went on, None
    where it moves away as fast as time passes.
    """

    reports: tuple[Stated, ...]
    moves: int
    net: int
    kind: TrendKind | None
    slope: float | None
    date: date | None


def trend(stated: Sequence[Stated], days: Sequence[date]) -> Trend | None:
    """The trend of a milestone from its stated forecasts, in the order in which they landed.

    `days` are those of the reports; before the first statement nothing was reported. None without a
    statement. Source: milestone trend analysis; the slope is that of the least squares.
    """
    if not stated:
        return None
    reports = _reports(stated, days)
    line = _line(reports[-_USED:]) if len(reports) >= LEAST else None
    moved = [(new.forecast - old.forecast).days for old, new in pairwise(stated)]
    moved = [days for days in moved if days]
    slope = None if line is None else line[0]
    return Trend(
        reports=reports,
        moves=len(moved),
        net=sum(moved),
        kind=_kind(moved, slope) if len(reports) > 1 or moved else None,
        slope=slope,
        date=None if line is None else _reached(*line, reports[-1].day),
    )


def _reports(stated: Sequence[Stated], days: Sequence[date]) -> tuple[Stated, ...]:
    """What each report said: the forecast in force at the end of its day."""
    found = []
    for day in sorted(days):
        known = [said for said in stated if said.day <= day]
        if known:
            found.append(Stated(day, known[-1].forecast))
    return tuple(found) or (stated[-1],)


def _kind(moved: Sequence[int], slope: float | None) -> TrendKind:
    reversals = sum((one > 0) != (other > 0) for one, other in pairwise(moved))
    net = sum(moved)
    if reversals >= REVERSALS:
        return "zigzag"
    if slope is not None and slope >= _RECEDING:
        return "receding"
    if abs(net) <= STEADY_DAYS:
        return "steady"
    if net < 0 or moved[-1] < -STEADY_DAYS:
        return "recovering"
    return "slipping"


def _line(reports: Sequence[Stated]) -> tuple[float, date, float]:
    """The line through the reports by least squares: its slope, its first day, its forecast there.

    The forecast is an ordinal with its part of a day.
    """
    first = reports[0].day
    xs = [(report.day - first).days for report in reports]
    ys = [report.forecast.toordinal() for report in reports]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    square = sum((x - mean_x) ** 2 for x in xs)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / square if square else 0.0
    return slope, first, mean_y - slope * mean_x


def _reached(slope: float, first: date, forecast: float, today: date) -> date | None:
    """Where the line meets the diagonal, on which a day is reported as itself: t* = (f₀ − s·t₀)/(1 − s)."""
    if slope >= _RECEDING:
        return None
    t0 = first.toordinal()
    met = (forecast - slope * t0) / (1 - slope)
    ahead = round(met) - today.toordinal()
    return today + timedelta(days=max(ahead, 0)) if ahead <= _FARTHEST else None
