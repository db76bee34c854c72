"""Days as people plan with them: working days with holidays, durations, ISO weeks, reporting periods.

A working calendar is named by its country, `CN`, or by country and part, `DE-BY`; `weekdays` is Monday to
Friday without holidays. Source: the library holidays, which knows the days that make up for Chinese bridge
days as far as they have been announced.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache, lru_cache
from typing import Literal
from warnings import catch_warnings
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from opsgen.schema.values import last_working_day

Frequency = Literal["daily", "weekly", "biweekly", "monthly", "quarterly"]

_COUNTRY = re.compile(r"([A-Z]{2})(?:-(.{1,40}))?\Z")
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})\Z", re.ASCII)
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})\Z", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", re.ASCII)
_DURATION = re.compile(r"([0-9]+)(d|w|mo|ed)\Z", re.ASCII)
_SATURDAY = 5
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
    return datetime.now(zone(timezone)).date()


def zone(timezone: str) -> tzinfo:
    """The time zone of this name; UTC where it is unknown."""
    try:
        return ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def local_day(moment: datetime, timezone: str) -> date:
    """The day it was at a moment in the time zone of this name."""
    return moment.astimezone(zone(timezone)).date()


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The working days of a place: Monday to Friday, without what is `off`, and with what is `on`.

    Both hold ordinals of days in their order, within `HOLIDAYS_KNOWN`; outside of these years there are no
    holidays.
    """

    name: str = "weekdays"
    off: tuple[int, ...] = ()
    on: tuple[int, ...] = ()

    @property
    def makes_up_until(self) -> int | None:
        """The last year for which days that make up for bridge days are known; None where there are none."""
        return date.fromordinal(self.on[-1]).year if self.on else None

    def works(self, day: date) -> bool:
        """Whether it is a working day."""
        ordinal = day.toordinal()
        return self._until(ordinal) > self._until(ordinal - 1)

    def working_days(self, a: date, b: date) -> int:
        """Working days after `a` up to and including `b`; negative where `b` lies before `a`."""
        return self._until(b.toordinal()) - self._until(a.toordinal())

    def days_worked(self, first: date, last: date) -> int:
        """Working days from `first` to `last`, both included; 0 where `last` lies before `first`."""
        return max(0, self._until(last.toordinal()) - self._until(first.toordinal() - 1))

    def after(self, day: date, duration: str) -> date | None:
        """The day `5d` working days, `2w`, `3mo` or `10ed` elapsed days later; None if unreadable."""
        found = _DURATION.match(duration)
        if not found:
            return None
        count, unit = int(found[1]), found[2]
        if unit == "mo":
            return _months_after(day, count)
        if unit == "d":
            return self.workday(day, count)
        return _day_of(day.toordinal() + count * (7 if unit == "w" else 1))

    def before(self, day: date, duration: str) -> date | None:
        """The latest day that the duration leads to no later than `day`: the reverse of `after`."""
        found = _DURATION.match(duration)
        if not found:
            return None
        count, unit = int(found[1]), found[2]
        if unit == "mo":
            return _months_before(day, count)
        if unit == "d":
            return self.workday(day, -count)
        return _day_of(day.toordinal() - count * (7 if unit == "w" else 1))

    def workday(self, day: date, count: int) -> date:
        """The working day that is reached `count` working days later, and the day itself for none.

        Where the count is negative, the latest day from which it takes that many to get no further.
        """
        if not count:
            return day
        reached = self._until(day.toordinal()) + count
        return _day_of(self._ordinal(reached) if count > 0 else self._ordinal(reached + 1) - 1)

    def workday_until(self, day: date) -> date:
        """The last working day up to and including this one."""
        return _day_of(self._ordinal(self._until(day.toordinal())))

    def _until(self, ordinal: int) -> int:
        """Working days from 1 January of year 1, which was a Monday, up to and including this day."""
        weeks, rest = divmod(ordinal, 7)
        return weeks * 5 + min(rest, 5) - bisect_right(self.off, ordinal) + bisect_right(self.on, ordinal)

    def _ordinal(self, count: int) -> int:
        """The number of the day on which the count of working days is reached."""
        first, last = _weekday_ordinal(count - len(self.on)), _weekday_ordinal(count + len(self.off))
        return first + bisect_left(range(first, last), count, key=self._until)


WEEKDAYS = WorkingCalendar()
HOLIDAYS_KNOWN = range(2015, 2041)
"""The years whose holidays are looked up."""


@cache
def working_calendar(name: str) -> WorkingCalendar | None:
    """The calendar of this name; None where there is none."""
    if name == WEEKDAYS.name:
        return WEEKDAYS
    found = _COUNTRY.match(name)
    if not found:
        return None
    import holidays  # takes its time, and many a portfolio has no use for it

    country, part = found.groups()
    try:
        with catch_warnings(action="ignore"):  # of some countries not all years are known
            known = holidays.country_holidays(country, subdiv=part, years=HOLIDAYS_KNOWN)
    except NotImplementedError:
        return None
    if part and part not in known.subdivisions:
        return None
    days = [date(year, 1, 1) + timedelta(n) for year in HOLIDAYS_KNOWN for n in range(_length(year))]
    exceptions = [day for day in days if known.is_working_day(day) != (day.weekday() < _SATURDAY)]
    return WorkingCalendar(
        name,
        off=tuple(day.toordinal() for day in exceptions if day.weekday() < _SATURDAY),
        on=tuple(day.toordinal() for day in exceptions if day.weekday() >= _SATURDAY),
    )


@cache
def calendar_names() -> frozenset[str]:
    """The names of all calendars, those of parts of countries too; it takes a while to gather them."""
    import holidays

    countries = holidays.list_supported_countries(include_aliases=False)
    parts = (f"{country}-{part}" for country, parts in countries.items() for part in parts)
    return frozenset((WEEKDAYS.name, *countries, *parts))


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


def month_start(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


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
            return Period(month_start(day), month_end(day), f"{day:%Y-%m}")
        case "quarterly":
            first = day.month - (day.month - 1) % 3
            label = f"{day.year:04}-Q{(first + 2) // 3}"
            return Period(date(day.year, first, 1), month_end(date(day.year, first + 2, 1)), label)
        case _:
            monday = _day_of(day.toordinal() - day.weekday())
            return Period(monday, _day_of(monday.toordinal() + 6), iso_week(day))


def _length(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


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
    return date(years, month + 1, last if day == month_end(day) else min(day.day, last))


def _day_of(ordinal: int) -> date:
    """The day of this number, kept within the years a date can have."""
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))


def _weekday_ordinal(count: int) -> int:
    """The number of the day on which the count of Mondays to Fridays is reached."""
    weeks, rest = divmod(count - 1, 5)
    return weeks * 7 + rest + 1
