"""Earned schedule: what is earned held against the calendar, in working days.

Source for the whole module: Lipke, Schedule is Different, The Measurable News, March 2003.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING

from opsgen.calendar import WorkingCalendar, period
from opsgen.derive.ratio import quotient

if TYPE_CHECKING:
    from collections.abc import Callable

    from opsgen.model import BudgetLine, Span

_DAY = timedelta(days=1)
_NONE = Decimal(0)
_TELLING = 10
"""How many times the planned duration an estimate may be, before it says nothing any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Earned schedule, in working days of the project's calendar from the planned start of the work.

    `es` is when what is earned should have been earned, `at` the time that went by until `until`, None where
    the work is done and nobody wrote when; `planned` is the planned duration. Source: Lipke 2003.
    """

    start: date
    finish: date
    planned: int
    es: Decimal
    at: int | None
    until: date | None
    calendar: WorkingCalendar

    @property
    def sv(self) -> Decimal | None:
        """SV(t) = ES − AT, less than 0 is behind."""
        return None if self.at is None else self.es - self.at

    @property
    def spi(self) -> Decimal | None:
        """SPI(t) = ES / AT; None before the work should begin."""
        return quotient(self.es, Decimal(self.at)) if self.at else None

    @property
    def duration(self) -> Decimal | None:
        """IEAC(t) = planned duration / SPI(t); None where nothing is earned."""
        return quotient(Decimal(self.planned), self.spi) if self.spi else None

    @property
    def expected(self) -> date | None:
        """The day the work ends at this pace; None where that is more than ten times as long as planned."""
        if self.duration is None or self.duration > self.planned * _TELLING:
            return None
        return self.calendar.workday(self.start - _DAY, ceil(self.duration))


def earned_schedule(planned: Callable[[int], Decimal], periods: int, earned: Decimal) -> Decimal:
    """How many periods the plan needs to earn as much, 0 to `periods`: ES = C + I.

    `planned` gives what should be earned after so many periods, 0 after none, and never falls. C is the
    number of periods whose plan is reached, I the share of the next one. Source: Lipke 2003.
    """
    whole = bisect_right(range(periods + 1), earned, key=planned) - 1
    if whole < 0 or whole >= periods:
        return Decimal(min(max(whole, 0), periods))
    reached = planned(whole)
    return whole + (earned - reached) / (planned(whole + 1) - reached)


@dataclass(frozen=True, slots=True)
class Course:
    """How the plan of a line is spread over time: evenly over working days, or month by month.

    `parts` are stretches of days, both ends included, with the amount of each.
    """

    parts: tuple[tuple[date, date, Decimal], ...]
    calendar: WorkingCalendar

    @property
    def start(self) -> date:
        """The first day of the first stretch."""
        return min(first for first, _, _ in self.parts)

    @property
    def finish(self) -> date:
        """The last day of the last stretch."""
        return max(last for _, last, _ in self.parts)

    def until(self, day: date) -> Decimal:
        """What should be earned by the end of a day."""
        return sum((amount * self._share(first, last, day) for first, last, amount in self.parts), _NONE)

    def _share(self, first: date, last: date, day: date) -> Decimal:
        """The working days that have gone, 0-1; without any all of it falls due on the last day."""
        if day >= last:
            return Decimal(1)
        worked = self.calendar.days_worked(first, last)
        return Decimal(self.calendar.days_worked(first, day)) / worked if worked else _NONE


def course(line: BudgetLine, span: Span, calendar: WorkingCalendar) -> Course | None:
    """How a line is planned over time; None where neither months nor both dates are written.

    Months of its profile count in proportion, so that they come to the plan, whatever they add up to. The
    other profiles say when money flows, not when work is done: then the plan is even over the working days.
    """
    months = _months(line)
    if months:
        return Course(months, calendar)
    if span.start is None or span.finish is None:
        return None
    return Course(((min(span.start, span.finish), span.finish, line.planned),), calendar)


def _months(line: BudgetLine) -> tuple[tuple[date, date, Decimal], ...]:
    if not isinstance(line.profile, dict) or any(amount < 0 for amount in line.profile.values()):
        return ()
    total = sum(line.profile.values(), _NONE)
    months = [(period(month), amount) for month, amount in sorted(line.profile.items()) if amount]
    return tuple((at.start, at.finish, line.planned * amount / total) for at, amount in months if at)
