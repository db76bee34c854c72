"""From numbers and days to pixels, and where the ticks stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil, floor, isfinite, log10
from typing import TYPE_CHECKING

from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opsgen.words import Message, Words

Number = float | Decimal
_MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000)
_MONTHS = (
    message("Jan"),
    message("Feb"),
    message("Mar"),
    message("Apr"),
    message("May"),
    message("Jun"),
    message("Jul"),
    message("Aug"),
    message("Sept"),
    message("Oct"),
    message("Nov"),
    message("Dec"),
)
_DAYS_A_MONTH = 30.44


@dataclass(frozen=True, slots=True)
class Linear:
    """Values `low..high` on pixels `start..end`; a scale without extent maps to its middle."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: Number) -> float:
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (float(value) - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self, count: int = 5) -> tuple[float, ...]:
        """At most `count` + 1 round values inside the scale."""
        extent = self.high - self.low
        if extent <= 0 or not isfinite(extent):
            return (self.low,)
        step = _round_step(extent / count)
        first, last = ceil(self.low / step - 1e-9), floor(self.high / step + 1e-9)
        return tuple(round(i * step, 12) for i in range(first, last + 1))


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on a time axis; `label` names the year where that is new, `short` never."""

    x: float
    label: str
    short: str


@dataclass(frozen=True, slots=True)
class Time:
    """Days `first..last`, both whole and as ordinals, on pixels `start..end`."""

    first: int
    last: int
    start: float
    end: float

    def __call__(self, day: date, part: float = 0.0) -> float:
        """The pixel of a day: of its morning, or of the given part of it."""
        return self.start + (day.toordinal() + part - self.first) * self.pixels_a_day

    @property
    def pixels_a_day(self) -> float:
        return (self.end - self.start) / (self.last + 1 - self.first)

    def shows(self, day: date) -> bool:
        return self.first <= day.toordinal() <= self.last

    def ticks(self, words: Words, room: float = 44) -> Iterator[Tick]:
        """Days, weeks, months or years, whichever leave `room` pixels for a label."""
        for days in (1, 2, 7, 14):
            if self.pixels_a_day * days >= room * 1.25:
                return self._days(words, days)
        months = (m for m in _MONTH_STEPS if self.pixels_a_day * _DAYS_A_MONTH * m >= room)
        return self._months(words, next(months, _MONTH_STEPS[-1]))

    def _days(self, words: Words, step: int) -> Iterator[Tick]:
        # ordinal 1 was a Monday; weeks begin on Mondays
        monday = (1 - self.first) % 7 if step >= 7 else 0
        for ordinal in range(self.first + monday, self.last + 1, step):
            day = date.fromordinal(ordinal)
            yield Tick(self(day), words.day(day), words.day(day))

    def _months(self, words: Words, step: int) -> Iterator[Tick]:
        first = date.fromordinal(self.first)
        start = first.year * 12 + first.month - 1 + (first.day > 1)
        named = False
        for month in range(start + -start % step, date.fromordinal(self.last).year * 12 + 12, step):
            if month // 12 > date.max.year:
                return
            day = date(month // 12, month % 12 + 1, 1)
            if not self.shows(day):
                return
            short = str(day.year) if step % 12 == 0 else words.say(_MONTHS[day.month - 1])
            new = step % 12 != 0 and (not named or day.month == 1)
            yield Tick(self(day), words.month(day) if new else short, short)
            named = True


def span(days: Iterable[date], start: float, end: float, *, margin: float = 0.02) -> Time:
    """A time scale over the days, with a little air (a share of the extent) on both sides."""
    ordinals = [day.toordinal() for day in days]
    first, last = min(ordinals), max(ordinals)
    air = max(1, round((last - first) * margin))
    return Time(max(first - air, date.min.toordinal()), min(last + air, date.max.toordinal()), start, end)


def month_name(day: date) -> Message:
    """What the month of a day is called on an axis."""
    return _MONTHS[day.month - 1]


def _round_step(least: float) -> float:
    power = 10.0 ** floor(log10(least))
    return next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= least * (1 - 1e-9))
