"""Money by month: planned, spent and expected, from the first month with any to the last.

Every amount is spread to the cent: the months of a line add up to the line, whatever the profile. Amounts are
Decimals in one currency. Source: PMBOK, cost management (time-phased budget, S-curve).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from opsgen.calendar import month_end, month_start
from opsgen.derive.money import is_spending, known_sum
from opsgen.derive.standing import by_name, calendar_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from opsgen.calendar import WorkingCalendar
    from opsgen.derive.assessment import Assessment
    from opsgen.derive.money import LineState
    from opsgen.model import BudgetLine, Phase, Project, Task

_NOTHING = Decimal(0)
Months = dict[date, Decimal]
"""Amounts by the first day of their month."""


@dataclass(frozen=True, slots=True)
class Month:
    """The money of one month alone; `actual` is None after the status date.

    What was spent on no known day stands in the month of the status date.
    """

    month: date
    planned: Decimal
    actual: Decimal | None
    forecast: Decimal


@dataclass(frozen=True, slots=True)
class Point:
    """Money up to the end of a month, and in the month of the status date up to that day.

    `actual` is None after the status date, and before it where nothing is known by its day. `forecast` is
    what is spent and what is expected to be.
    """

    month: date
    planned: Decimal
    actual: Decimal | None
    forecast: Decimal


@dataclass(frozen=True, slots=True)
class Series:
    """Money of some budget lines by month, every month from the first to the last that has any.

    `committed` is what is ordered or signed, a level without months. `undated` is spending that is known
    without its day; `unplaced` what was planned on lines without any dates, which is in no month, and
    `unplaced_forecast` what is expected there. `dated` says whether any spending is known by its day.
    """

    as_of: date
    months: tuple[Month, ...]
    committed: Decimal | None
    undated: Decimal
    unplaced: Decimal
    unplaced_forecast: Decimal
    dated: bool

    @property
    def points(self) -> tuple[Point, ...]:
        """The months added up one after the other: the S-curve."""
        now = month_start(self.as_of)
        planned = accumulate(one.planned for one in self.months)
        actual = accumulate(one.actual or _NOTHING for one in self.months)
        forecast = accumulate(one.forecast for one in self.months)
        seen = [
            one.actual is not None and (self.dated or (one.month == now and self.undated != 0))
            for one in self.months
        ]
        return tuple(
            Point(one.month, p, a if known else None, f)
            for one, known, p, a, f in zip(self.months, seen, planned, actual, forecast, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Times:
    """The days over which a line's money is spread, both included."""

    start: date
    finish: date


@dataclass(frozen=True, slots=True)
class _Course:
    """A line by month: `ahead` is what is still expected; the rest is in no month."""

    planned: Months
    actual: Months
    ahead: Months
    unplaced: Decimal
    unplaced_ahead: Decimal


# ---- of a project


def spending(of: Assessment) -> Series | None:
    """The spending of a project by month, without income and management reserve; None without any line."""
    return _of(of, is_spending)


def income(of: Assessment) -> Series | None:
    """The income of a project by month; None without any line."""
    return _of(of, lambda line: line.type == "income")


def _of(of: Assessment, wanted: Callable[[BudgetLine], bool]) -> Series | None:
    lines = tuple(state for state in of.budget.lines if wanted(state.line)) if of.budget else ()
    return (
        series(lines, of.project, calendar_of(of.project, of.settings), of.as_of, of.plan) if lines else None
    )


def series(
    lines: Iterable[LineState],
    project: Project,
    calendar: WorkingCalendar,
    as_of: date,
    plan: Project | None = None,
) -> Series:
    """Some lines of a project by month; the plan is spread over the original dates of `plan`, if given."""
    states = tuple(lines)
    found = [_course(state, project, plan or project, calendar, as_of) for state in states]
    now, dayless = month_start(as_of), sum((undated(state) or _NOTHING for state in states), _NOTHING)
    actual = [course.actual for course in found]
    months = _months(
        summed(course.planned for course in found),
        summed([*actual, {now: dayless}] if dayless else actual),
        summed(course.ahead for course in found),
        now,
    )
    return Series(
        as_of=as_of,
        months=tuple(months),
        committed=known_sum(state.committed for state in states),
        undated=dayless,
        unplaced=sum((course.unplaced for course in found), _NOTHING),
        unplaced_forecast=sum((course.unplaced_ahead for course in found), _NOTHING),
        dated=any(actual),
    )


def together(series: Iterable[tuple[Series, Decimal]], as_of: date) -> Series:
    """Several series as one, each multiplied by its rate; without months for none."""
    parts = tuple(series)
    planned, actual, forecast = (
        summed(
            {one.month: (getattr(one, field) or _NOTHING) * rate for one in part.months}
            for part, rate in parts
        )
        for field in ("planned", "actual", "forecast")
    )
    now = month_start(as_of)
    ahead = {month: amount - actual.get(month, _NOTHING) for month, amount in forecast.items()}
    return Series(
        as_of=as_of,
        months=tuple(_months(planned, actual, ahead, now)),
        committed=known_sum(
            None if part.committed is None else part.committed * rate for part, rate in parts
        ),
        undated=sum((part.undated * rate for part, rate in parts), _NOTHING),
        unplaced=sum((part.unplaced * rate for part, rate in parts), _NOTHING),
        unplaced_forecast=sum((part.unplaced_forecast * rate for part, rate in parts), _NOTHING),
        dated=any(part.dated for part, _ in parts),
    )


def _months(planned: Months, actual: Months, ahead: Months, now: date) -> Iterable[Month]:
    """Every month from the first to the last with money; the forecast is what is spent and what is ahead."""
    filled = [month for course in (planned, actual, ahead) for month, amount in course.items() if amount]
    if not filled:
        return
    for month in months_between(min(filled), max(filled)):
        spent = actual.get(month, _NOTHING)
        yield Month(
            month,
            planned.get(month, _NOTHING),
            spent if month <= now else None,
            spent + ahead.get(month, _NOTHING),
        )


def _course(
    state: LineState, project: Project, plan: Project, calendar: WorkingCalendar, as_of: date
) -> _Course:
    """A line by month; where its spending is unknown, the forecast is spread over all of its days."""
    line, expected = state.line, state.forecast - (state.actual or _NOTHING)
    planned = spread(state.planned, line.profile, times(line, plan, planned=True), calendar)
    days = times(line, project)
    if state.actual is None:
        ahead = spread(expected, line.profile, days, calendar)
    else:
        ahead = _ahead(expected, line, days, calendar, as_of)
    return _Course(
        planned=planned or {},
        actual=dated(line, as_of),
        ahead=ahead or {},
        unplaced=state.planned if planned is None else _NOTHING,
        unplaced_ahead=expected if ahead is None else _NOTHING,
    )


def dated(line: BudgetLine, as_of: date) -> Months:
    """What was spent on a line on known days, up to `as_of`."""
    found: Months = defaultdict(lambda: _NOTHING)
    for actual in line.actuals:
        if actual.date <= as_of:
            found[month_start(actual.date)] += actual.amount
    return found


def undated(state: LineState) -> Decimal | None:
    """What was spent on a line on no known day; None where that is nothing or unknown."""
    return None if state.line.actuals else state.actual


def _ahead(
    rest: Decimal, line: BudgetLine, of: Times | None, calendar: WorkingCalendar, as_of: date
) -> Months | None:
    """What is still to be spent, after the status date; in its month where the dates are over."""
    if not rest:
        return {}
    if isinstance(line.profile, dict):
        weights = _weights_ahead(line, as_of)
        if weights:
            return shared(rest, weights)
    if of is None:
        return None
    tomorrow = as_of + timedelta(days=1)
    if of.finish < tomorrow:
        return {month_start(as_of): rest}
    return spread(rest, line.profile, Times(max(of.start, tomorrow), of.finish), calendar)


def _weights_ahead(line: BudgetLine, as_of: date) -> Months:
    """The months of a written profile from the present one on, of that what is not spent yet."""
    assert isinstance(line.profile, dict)
    now, spent = month_start(as_of), dated(line, as_of)
    found = {_month(text): amount for text, amount in line.profile.items()}
    ahead = {month: amount for month, amount in found.items() if month >= now and amount > 0}
    if now in ahead:
        ahead[now] = max(ahead[now] - spent.get(now, _NOTHING), _NOTHING)
    return {month: amount for month, amount in ahead.items() if amount}


# ---- spreading


def times(line: BudgetLine, project: Project, *, planned: bool = False) -> Times | None:
    """The days over which a line's money is spent: of its task, else its phase, else the project.

    `planned` asks for the original plan, and takes the present dates where there is none. None without dates.
    """
    of_task = by_name(project.tasks).get(line.task) if line.task else None
    phase = line.phase or (of_task.phase if of_task else "")
    of_phase = by_name(project.phases).get(phase) if phase else None
    for part in (of_task, of_phase):
        start, finish = _dates(part, planned=planned)
        if start and finish:
            return Times(min(start, finish), finish)
    finish = (project.baseline_finish if planned else None) or project.finish
    if project.start and finish:
        return Times(min(project.start, finish), finish)
    return None


def _dates(part: Task | Phase | None, *, planned: bool) -> tuple[date | None, date | None]:
    if part is None:
        return None, None
    if planned:
        return part.baseline.start or part.start, part.baseline.finish or part.finish
    return part.actual.start or part.start, part.actual.finish or part.finish


def spread(
    amount: Decimal, profile: str | Mapping[str, Decimal], of: Times | None, calendar: WorkingCalendar
) -> Months | None:
    """An amount by month, to the cent; None where there are neither dates nor months to spread it over.

    `linear`, the default, spreads by working days of the calendar (by days, where there are none), `start`
    and `end` put it into the first or last month. Months that are written share the amount as they say.
    """
    if isinstance(profile, str):
        return None if of is None else shared(amount, _weights(profile, of, calendar))
    written = {_month(text): share for text, share in profile.items()}
    if sum(written.values(), _NOTHING) == amount:
        return written
    weights = {month: share for month, share in written.items() if share > 0}
    if weights:
        return shared(amount, weights)
    return spread(amount, "linear", of, calendar)


@lru_cache(maxsize=256)  # most lines of a project run over the same days
def _weights(profile: str, of: Times, calendar: WorkingCalendar) -> Months:
    if profile == "start":
        return {month_start(of.start): Decimal(1)}
    if profile == "end":
        return {month_start(of.finish): Decimal(1)}
    parts = {
        month: (max(of.start, month), min(of.finish, month_end(month)))
        for month in months_between(of.start, of.finish)
    }
    worked = {month: Decimal(calendar.days_worked(*part)) for month, part in parts.items()}
    if any(worked.values()):
        return worked
    return {month: Decimal((last - first).days + 1) for month, (first, last) in parts.items()}


def shared(amount: Decimal, weights: Months) -> Months:
    """An amount shared out by weight in whole cents, which add up to it; weights are at least 0, one is more.

    What is left of a cent goes to the largest remainders, the earliest month first. Source: Hamilton's method
    of the largest remainder.
    """
    exponent = amount.as_tuple().exponent
    places = max(2, -exponent if isinstance(exponent, int) else 2)
    units, sign = int(abs(amount).scaleb(places)), -1 if amount < 0 else 1
    whole = sum(weights.values(), _NOTHING)
    exact = {month: units * weight / whole for month, weight in weights.items()}
    found = {month: int(part.to_integral_value(ROUND_FLOOR)) for month, part in exact.items()}
    left = units - sum(found.values())
    for month in sorted(exact, key=lambda month: (found[month] - exact[month], month))[:left]:
        found[month] += 1
    return {month: Decimal(sign * part).scaleb(-places) for month, part in found.items() if part}


# ---- months


def months_between(first: date, last: date) -> Iterable[date]:
    """The first days of the months from one day's to another's."""
    for n in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield date(n // 12, n % 12 + 1, 1)


def _month(text: str) -> date:
    return date(int(text[:4]), int(text[5:7]), 1)


def summed(courses: Iterable[Months]) -> Months:
    """Several courses as one."""
    found: Months = defaultdict(lambda: _NOTHING)
    for course in courses:
        for month, amount in course.items():
            found[month] += amount
    return dict(found)
