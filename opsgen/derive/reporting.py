"""The days on which the portfolio reports."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from opsgen.calendar import WEEKDAYS, period_of, working_calendar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.calendar import Period, WorkingCalendar
    from opsgen.model import Settings

_DAY = timedelta(days=1)
_WEEK_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def report_days(settings: Settings, first: date, last: date) -> tuple[date, ...]:
    """The report days of the portfolio's report calendar from `first` to `last`, both included.

    `day` is `last_workday`, `first_workday`, a weekday (`friday`) or a number of days into the period (`25`);
    what is none of these is taken for the first.
    """
    return tuple(day for day in _days(settings, first, last) if first <= day <= last)


def previous_report(settings: Settings, as_of: date) -> date:
    """The last report day before a day. Source: the portfolio's report calendar."""
    before = report_days(settings, as_of - timedelta(days=400), as_of - _DAY)
    return before[-1]


def _days(settings: Settings, first: date, last: date) -> Iterator[date]:
    calendar = working_calendar(settings.calendar) or WEEKDAYS
    period = period_of(first, settings.report_calendar.cadence)
    fortnight = settings.report_calendar.cadence == "biweekly"
    while period.start <= last:
        # Of every two weeks the even ones of the ISO calendar report.
        if not fortnight or period.start.isocalendar().week % 2 == 0:
            yield _day(period, settings.report_calendar.day, calendar)
        period = period_of(period.finish + _DAY, settings.report_calendar.cadence)


def _day(period: Period, said: str, calendar: WorkingCalendar) -> date:
    word = said.strip().lower()
    if word == "first_workday":
        return calendar.workday(period.start - _DAY, 1)
    if word in _WEEK_DAYS:
        ahead = (_WEEK_DAYS.index(word) - period.start.weekday()) % 7
        return min(period.start + timedelta(days=ahead), period.finish)
    if word.isascii() and word.isdigit() and 0 < int(word) <= 31:
        return min(period.start + timedelta(days=int(word) - 1), period.finish)
    return max(calendar.workday_until(period.finish), period.start)
