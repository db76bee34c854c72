"""What became of earlier milestones that stood as far from their date: how late one of today may be."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

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


@dataclass(frozen=True, slots=True)
class Reached:
    """A milestone that was reached: what was forecast of it, as it landed, and the day."""

    stated: tuple[Stated, ...]
    actual: date


@dataclass(frozen=True, slots=True)
class Outlook:
    """By when a milestone is reached, as earlier ones at this distance were.

    `distance` are the days from the status date to the forecast, below 0 once it is over; `nearest` and
    `farthest` are the ends of its class, `nearest` None for dates that are due or over. `p50` and `p80` are
    None with fewer than `LEAST` cases, and `slip50` and `slip80` the calendar days they are later than the
    forecast.
    """

    forecast: date
    distance: int
    nearest: int | None
    farthest: int
    cases: int
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
class Precedents:
    """The slips of reached milestones by class of distance, each sorted."""

    slips: Mapping[int, tuple[int, ...]]

    def outlook(self, forecast: date, as_of: date) -> Outlook | None:
        """What they say of an open milestone; None for a date farther ahead than they are kept for.

        Only those count that were still open when they were as early or late as it is now, so both days lie
        after `as_of`.
        """
        distance = (forecast - as_of).days
        place = bisect_left(DISTANCES, distance)
        if place == len(DISTANCES):
            return None
        known = self.slips.get(DISTANCES[place], ())
        known = known[bisect_right(known, -distance) :]
        nearest = DISTANCES[place - 1] + 1 if place else None
        found = Outlook(forecast, distance, nearest, DISTANCES[place], len(known))
        if len(known) < LEAST:
            return found
        half, most = quantile(known, HALF), quantile(known, MOST)
        return Outlook(forecast, distance, nearest, DISTANCES[place], len(known), half, most)


NO_PRECEDENTS = Precedents({})


def precedents(reached: Iterable[Reached], as_of: date) -> Precedents:
    """The cases known on a day: of every milestone reached by then at most one in each class."""
    slips: dict[int, list[int]] = defaultdict(list)
    for milestone in reached:
        if milestone.actual <= as_of:
            for distance, slip in cases(milestone):
                slips[distance].append(slip)
    return Precedents({distance: tuple(sorted(found)) for distance, found in slips.items()})


def cases(milestone: Reached) -> Iterator[tuple[int, int]]:
    """For each class in which a milestone stood while it was open, how late it became.

    The forecast counts that was in force on the first day on which it stood there. Calendar days, + is later.
    """
    actual = milestone.actual.toordinal()
    said = [(one.day.toordinal(), one.forecast.toordinal()) for one in milestone.stated]
    ends = [day for day, _ in said[1:]]
    spans = zip(said, [*ends, actual], strict=False)
    open_for = [(day, min(end, actual), forecast) for (day, forecast), end in spans]
    nearer = None
    for distance in DISTANCES:
        for first, end, forecast in open_for:
            begins = max(first, forecast - distance)
            ends_on = end if nearer is None else min(end, forecast - nearer)
            if begins < ends_on:
                yield distance, actual - forecast
                break
        nearer = distance


def quantile(slips: tuple[int, ...], percent: int) -> int:
    """The ⌈(n + 1) · percent⌉-th of n sorted slips, at most the last: one that was, none in between.

    Of n + 1 that are alike and come in any order, the last one is no later than this rank of the others with
    a probability of at least `percent`. Source: Wilks 1941, tolerance limits by order statistics.
    """
    rank = -(-(len(slips) + 1) * percent // 100)
    return slips[min(rank, len(slips)) - 1]


def _later(day: date, slip: int | None) -> date | None:
    return None if slip is None else day + timedelta(days=slip)
