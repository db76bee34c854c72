"""Days as people plan with them: working days, durations, ISO weeks and reporting periods.

A working day is a Monday to Friday.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from opsgen.schema.values import last_working_day

Frequency = Literal["daily", "weekly", "biweekly", "monthly", "quarterly"]

_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})\Z", re.ASCII)
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})\Z", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", re.ASCII)
_DURATION = re.compile(r"([0-9]+)(d|w|mo|ed)\Z", re.ASCII)
_LATE = 1.5  # periods
_LENGTHS = {"daily": 1, "weekly": 7, "biweekly": 14, "monthly": 30, "quarterly": 91}


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends included; the label is `2026-W41`, `2026-10`, `2026-Q4` or a date."""

    start: date
    finish: date
    label: str


def today(timezone: str) -> date:
    """The day it is now in a time zone; in UTC where the zone is unknown.

    The one clock of opsgen: commands ask it once, and hand the day on.
    """
    try:
        zone: tzinfo = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = UTC
    return datetime.now(zone).date()


def working_days(a: date, b: date) -> int:
    """Working days after `a` up to and including `b`; negative where `b` lies before `a`."""
    return _weekdays_until(b.toordinal()) - _weekdays_until(a.toordinal())


def after(day: date, duration: str) -> date | None:
    """The day that lies `5d` working days, `2w`, `3mo` or `10ed` elapsed days later; None if unreadable."""
    found = _DURATION.match(duration)
    if not found:
        return None
    count, unit = int(found[1]), found[2]
    if unit == "mo":
        return _months_after(day, count)
    if unit == "d":
        return workday(day, count)
    return _day_of(day.toordinal() + count * (7 if unit == "w" else 1))


def before(day: date, duration: str) -> date | None:
    """The latest day that the duration leads to no later than `day`: the reverse of `after`."""
    found = _DURATION.match(duration)
    if not found:
        return None
    count, unit = int(found[1]), found[2]
    if unit == "mo":
        return _months_before(day, count)
    if unit == "d":
        return workday(day, -count)
    return _day_of(day.toordinal() - count * (7 if unit == "w" else 1))


def workday(day: date, count: int) -> date:
    """The working day that is reached `count` working days later, and the day itself for none.

    Where the count is negative, the latest day from which it takes that many to get no further than `day`.
    """
    if not count:
        return day
    reached = _weekdays_until(day.toordinal()) + count
    return _day_of(_weekday_ordinal(reached) if count > 0 else _weekday_ordinal(reached + 1) - 1)


def workday_until(day: date) -> date:
    """The last working day up to and including this one."""
    return _day_of(_weekday_ordinal(_weekdays_until(day.toordinal())))


def beyond(day: date, finish: date) -> bool:
    """Whether a day is later than a finish.

    The last working day of the finish's own month is not: a month without a day is read as that one.
    """
    return finish < day != last_working_day(finish.year, finish.month)


def days_in(frequency: str) -> int | None:
    """Calendar days of one period, 1-91; None for what does not repeat."""
    return _LENGTHS.get(frequency)


def late_from(last: date, frequency: str) -> date | None:
    """The first day more than 1.5 periods after `last`, when the next one is late.

    None for what does not repeat.
    """
    length = days_in(frequency)
    return None if length is None else _day_of(last.toordinal() + int(_LATE * length) + 1)


def iso_week(day: date) -> str:
    """The ISO 8601 week of a day, `2026-W41`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def period(text: str, cadence: Frequency = "weekly") -> Period | None:
    """The period a person wrote: a week, a month, or any date in a period of this cadence.

    None where it is no such text.
    """
    try:
        if week := _WEEK.match(text):
            return period_of(date.fromisocalendar(int(week[1]), int(week[2]), 1), "weekly")
        if month := _MONTH.match(text):
            return period_of(date(int(month[1]), int(month[2]), 1), "monthly")
        return period_of(date.fromisoformat(text), cadence) if _DAY.match(text) else None
    except ValueError:
        return None


@lru_cache(8192)  # measurements of many metrics are of the same days
def period_of(day: date, frequency: Frequency) -> Period:
    """The period of this frequency that holds the day; every two weeks means the ISO week of the day."""
    match frequency:
        case "daily":
            return Period(day, day, day.isoformat())
        case "monthly":
            return Period(day.replace(day=1), _month_end(day.year, day.month), f"{day:%Y-%m}")
        case "quarterly":
            first = day.month - (day.month - 1) % 3
            label = f"{day.year:04}-Q{(first + 2) // 3}"
            return Period(date(day.year, first, 1), _month_end(day.year, first + 2), label)
        case _:
            monday = _day_of(day.toordinal() - day.weekday())
            return Period(monday, _day_of(monday.toordinal() + 6), iso_week(day))


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _months_after(day: date, count: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if years > date.max.year:
        return date.max
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def _months_before(day: date, count: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    if years < date.min.year:
        return date.min
    last = monthrange(years, month + 1)[1]
    return date(years, month + 1, last if day == _month_end(day.year, day.month) else min(day.day, last))


def _day_of(ordinal: int) -> date:
    """The day of this number, kept within the years a date can have."""
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))


def _weekdays_until(ordinal: int) -> int:
    """Working days from 1 January of year 1, which was a Monday, up to and including this day."""
    weeks, rest = divmod(ordinal, 7)
    return weeks * 5 + min(rest, 5)


def _weekday_ordinal(count: int) -> int:
    """The number of the day on which the count of working days is reached."""
    weeks, rest = divmod(count - 1, 5)
    return weeks * 7 + rest + 1
