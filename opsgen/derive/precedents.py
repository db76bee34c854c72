"""What became of earlier milestones that stood as far from their date: how late one of today may be."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from opsgen.derive.trend import Stated

DISTANCES = (0, 7, 14, 30, 60, 90, 180, 365)
"""Days before the forecast, each the end of a class; the first one is of dates that are due or over."""
LEAST = 8
"""Fewer cases than this say nothing."""
HALF = 50
MOST = 80
"""Of a hundred milestones so many are reached by the earlier and by the later date."""
AnyNumber = TypeVar("AnyNumber", int, float)
_LOST = 1e-9  # what sums of many parts may lose


@dataclass(frozen=True, slots=True)
class Course:
    """What was forecast of a milestone, as it landed, and the day it was reached; None while it is open."""

    stated: tuple[Stated, ...]
    actual: date | None


@dataclass(frozen=True, slots=True)
class Case:
    """How late a milestone became in calendar days, + is later; of an open one how late it is at least."""

    slip: int
    reached: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """By when a milestone is reached, as earlier ones at this distance were.

    `distance` are the days from the status date to the forecast, below 0 once it is over; `nearest` and
    `farthest` are the ends of its class, `nearest` None for dates that are due or over. `cases` were reached,
    `waiting` are still open. `slip50` and `slip80` are the calendar days that `p50` and `p80` are later than
    the forecast, None with fewer than `LEAST` cases, and where so many are still open that nobody knows.
    """

    forecast: date
    distance: int
    nearest: int | None
    farthest: int
    cases: int
    waiting: int
    slip50: int | None = None
    slip80: int | None = None

    @property
    def p50(self) -> date | None:
        """The day by which half of such milestones are reached."""
        return _later(self.forecast, self.slip50)

    @property
    def p80(self) -> date | None:
        """The day by which four in five of them are reached."""
        return _later(self.forecast, self.slip80)


@dataclass(frozen=True, slots=True)
class Curve:
    """The cases of a class in the order of their slips, and the share that is later than each.

    Source: Kaplan and Meier 1958. The milestone that is asked about counts as one more that comes last, so
    that without open ones the day is the ⌈(n + 1) · percent⌉-th of n, and never one in between: of n + 1 that
    are alike the last is no later than that with a probability of at least `percent` (Wilks 1941).
    """

    slips: tuple[int, ...]
    later: tuple[float, ...]
    """For each place the share that is later than the case there."""
    reached: tuple[int, ...]
    """For each place how many of the cases up to there were reached."""

    def cases(self, after: int) -> int:
        """How many were reached later than this slip."""
        return self.reached[-1] - self._before(self.reached, after, 0) if self.reached else 0

    def open(self, after: int) -> int:
        """How many are open, and already later than this."""
        return len(self.slips) - bisect_right(self.slips, after) - self.cases(after)

    def quantile(self, percent: int, after: int) -> int | None:
        """The slip that so many of those later than `after` do not exceed; None where that is still open."""
        share = self._before(self.later, after, 1.0) * (100 - percent) / 100 + _LOST
        place = bisect_left(self.later, -share, key=lambda later: -later)
        return self.slips[place] if place < len(self.slips) else None

    def _before(self, of: tuple[AnyNumber, ...], after: int, nothing: AnyNumber) -> AnyNumber:
        place = bisect_right(self.slips, after)
        return of[place - 1] if place else nothing


NO_CASES = Curve((), (), ())


@dataclass(frozen=True, slots=True)
class Precedents:
    """The curves of milestones by class of distance."""

    curves: Mapping[int, Curve]

    def outlook(self, forecast: date, as_of: date) -> Outlook | None:
        """What they say of an open milestone; None for a date farther ahead than they are kept for.

        Only those count that were still open when they were as early or late as it is now, so both days lie
        after `as_of`.
        """
        distance = (forecast - as_of).days
        place = bisect_left(DISTANCES, distance)
        if place == len(DISTANCES):
            return None
        curve = self.curves.get(DISTANCES[place], NO_CASES)
        nearest = DISTANCES[place - 1] + 1 if place else None
        cases = curve.cases(-distance)
        half = curve.quantile(HALF, -distance) if cases >= LEAST else None
        most = curve.quantile(MOST, -distance) if cases >= LEAST else None
        waiting = curve.open(-distance)
        return Outlook(forecast, distance, nearest, DISTANCES[place], cases, waiting, half, most)


NO_PRECEDENTS = Precedents({})


def precedents(courses: Iterable[Course], as_of: date) -> Precedents:
    """What is known on a day: every milestone is at most one case in each class."""
    found: dict[int, list[Case]] = defaultdict(list)
    for course in courses:
        for distance, case in cases(course, as_of):
            found[distance].append(case)
    return Precedents({distance: curve(of) for distance, of in found.items()})


def cases(course: Course, as_of: date) -> Iterator[tuple[int, Case]]:
    """For each class in which a milestone stood while it was open, how late it became.

    The forecast counts that was in force on the first day on which it stood there.
    """
    reached = course.actual is not None and course.actual <= as_of
    known = course.actual.toordinal() if reached and course.actual else as_of.toordinal()
    end = known if reached else known + 1
    said = [(one.day.toordinal(), one.forecast.toordinal()) for one in course.stated]
    spans = zip(said, [*(day for day, _ in said[1:]), end], strict=False)
    open_for = [(day, min(until, end), forecast) for (day, forecast), until in spans]
    nearer = None
    for distance in DISTANCES:
        for first, until, forecast in open_for:
            begins = max(first, forecast - distance)
            if begins < (until if nearer is None else min(until, forecast - nearer)):
                yield distance, Case(known - forecast, reached)
                break
        nearer = distance


def curve(of: Iterable[Case]) -> Curve:
    """The curve of some cases, in whatever order."""
    ordered = sorted(of, key=lambda case: (case.slip, not case.reached))
    later, reached = [], []
    share, count = 1.0, 0
    for place, case in enumerate(ordered):
        if case.reached:
            at_stake = len(ordered) - place + 1
            share, count = share * (1 - 1 / at_stake), count + 1
        later.append(share)
        reached.append(count)
    return Curve(tuple(case.slip for case in ordered), tuple(later), tuple(reached))


def _later(day: date, slip: int | None) -> date | None:
    return None if slip is None else day + timedelta(days=slip)
