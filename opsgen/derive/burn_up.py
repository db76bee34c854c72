"""Work done against scope, report by report, and when the scope of today is done if it goes on like that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opsgen.derive.snapshot import Snapshot

Measure = Literal["effort", "weight", "count", "deliverables"]
_LEAST, _MOST = 3, 6
"""Steps from report to report that a pace rests on."""
_APART = timedelta(days=7)
"""Reports that are nearer to each other than that say nothing of a pace."""


@dataclass(frozen=True, slots=True)
class BurnPoint:
    """What there was to do on the day of a report, and how much of it was done."""

    day: date
    scope: float
    done: float


@dataclass(frozen=True, slots=True)
class Ahead:
    """When the scope of today is done at the pace of the last reports, at their fastest and slowest."""

    day: date
    earliest: date
    latest: date
    since: date
    """The report from which on the pace is taken."""


@dataclass(frozen=True, slots=True)
class BurnUp:
    """The reports that count work as this one does, the oldest first; `otherwise` is how many do not."""

    measure: Measure
    points: tuple[BurnPoint, ...]
    otherwise: int
    ahead: Ahead | None

    @property
    def moved(self) -> bool:
        """Whether any report says other than the one before it."""
        return any((a.scope, a.done) != (b.scope, b.done) for a, b in pairwise(self.points))


def burn_up(course: Sequence[Snapshot], *, goes_on: bool) -> BurnUp | None:
    """Work against scope, else deliverables where there are no tasks; None with fewer than two reports.

    Reports that weighed tasks in another way, or had none, are left out: their numbers are of another kind.
    Once a project is over only what still moved is kept, and nothing lies ahead.
    """
    if not course:
        return None
    measure = _measure(course[-1])
    of = [(one, _point(one, measure)) for one in course if _measure(one) == measure]
    points = [point for _, point in of if point.scope > 0 or point.done > 0]
    if not goes_on:
        points = _while_it_moved(points)
    if measure is None or len(points) < 2:
        return None
    weighed = sum(1 for one in course if one.work.tasks or any(one.deliverables))
    ahead = _ahead(points) if goes_on and measure != "deliverables" else None
    return BurnUp(measure, tuple(points), weighed - len(of), ahead)


def _measure(one: Snapshot) -> Measure | None:
    if one.work.tasks:
        return one.work.basis
    return "deliverables" if one.deliverables[0] else None


def _point(one: Snapshot, measure: Measure | None) -> BurnPoint:
    if measure == "deliverables":
        wanted, taken = one.deliverables
        return BurnPoint(one.day, float(wanted), float(taken))
    return BurnPoint(one.day, float(one.work.weight), float(one.work.done))


def _while_it_moved(points: list[BurnPoint]) -> list[BurnPoint]:
    """Without the reports at the end that say what the one before them does."""
    end = len(points)
    while end > 1 and (points[end - 1].scope, points[end - 1].done) == (
        points[end - 2].scope,
        points[end - 2].done,
    ):
        end -= 1
    return points[:end]


def _ahead(points: Sequence[BurnPoint]) -> Ahead | None:
    """When the scope of today is done: only if every step brought something, and soon enough to be said.

    The slowest of the steps must lead to an end that is no further ahead than the reports look back.
    """
    kept = _spaced(points)[-_MOST - 1 :]
    paces = [(b.done - a.done) / (b.day - a.day).days for a, b in pairwise(kept)]
    left = points[-1].scope - points[-1].done
    if len(paces) < _LEAST or min(paces) <= 0 or left <= 0:
        return None
    now, since = kept[-1], kept[0].day
    span = (now.day - since).days
    usual = (now.done - kept[0].done) / span
    if left / min(paces) > span:
        return None
    day, earliest, latest = (
        now.day + timedelta(ceil(left / pace)) for pace in (usual, max(paces), min(paces))
    )
    return Ahead(day, earliest, latest, since)


def _spaced(points: Sequence[BurnPoint]) -> list[BurnPoint]:
    """The reports that are far enough from each other, counted back from today."""
    kept: list[BurnPoint] = []
    for point in reversed(points):
        if not kept or kept[-1].day - point.day >= _APART:
            kept.append(point)
    return kept[::-1]
