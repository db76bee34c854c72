"""When the numbers of an export were measured: the dates in its cells, and the period its comments give.

A date that can be read in two ways is none, unless the period, or the other cells of its column, leave one.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from opsgen.schema.values import FIRST_YEAR, LAST_YEAR, repaired_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DASHES = re.compile("[‐‑‒–—−~～]")
_WEEKDAY = re.compile(
    r" ?\(?(?:周|星期|礼拜)[一二三四五六日天]\)?\Z"
    r"|\A(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? "
)
_MONTH = re.compile(r"([0-9]{4}) ?[-/.年] ?([0-9]{1,2}) ?(?:月份?)?\Z")
_COMPACT = re.compile(r"(20[0-9]{2})(0[1-9]|1[0-2])\Z")
_WEEK = re.compile(r"([0-9]{4}) ?[-年]? ?(?:w|第) ?([0-9]{1,2}) ?周?\Z")
_SLASHED = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})(?: [0-9:.]{4,12}(?: ?[ap]m)?)?\Z")
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})\Z")
_YEARLESS = re.compile(r"([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?[日号]?\Z")
_PAIR = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})\Z")
_ALONE = re.compile(r"([0-9]{1,2}) ?月份?\Z")
_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october"),
    *("november", "december"),
)
_NAME = r"([a-z]{3,9})\.?"
_DAY_NAME = re.compile(
    rf"([0-9]{{1,2}})[ /-]{_NAME}(?:[ /-]([0-9]{{4}}|[2-9][0-9]))?(?: [0-9:]{{4,8}}(?: ?[ap]m)?)?\Z"
)
_NAME_DAY = re.compile(rf"{_NAME} ([0-9]{{1,2}})(?:st|nd|rd|th)?(?:,? ([0-9]{{4}}))?\Z")
_NAME_YEAR = re.compile(rf"{_NAME}(?:(?: |-|, ?)([0-9]{{4}})|-([2-9][0-9]))?\Z")
_YEAR_NAME = re.compile(rf"([0-9]{{4}})[ -]{_NAME}\Z")
_FULL = r"(?:[0-9]{8}|[0-9]{4}(?:-[0-9]{1,2}-|/[0-9]{1,2}/|\.[0-9]{1,2}\.|年 ?[0-9]{1,2} ?月 ?)[0-9]{1,2}日?)"
_RANGE = re.compile(rf"({_FULL}) ?(?:-|--|至|到|to|until|\.\.) ?({_FULL})")
_START = re.compile(rf"(?:start ?date|date ?from|开始(?:日期|时间)|起始(?:日期|时间)) ?[:=]? ?({_FULL})")
_END = re.compile(rf"(?:end ?date|date ?to|结束(?:日期|时间)|截止(?:日期|时间)|截至) ?[:=]? ?({_FULL})")
_LABELLED = re.compile(
    r"(?:\A|[ ,;])(?:(?:统计|数据|报告|查询)(?:周期|时间|日期|期间|月份)|周期|期间|月份|日期范围|时间范围"
    r"|(?:reporting )?period|date ?range|month) ?[:=] ?(.{4,24})\Z"
)
_LONGEST = 60
_LONGEST_COMMENT = 200


class Span(NamedTuple):
    """The days that a cell names, one or those of a week or a month."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a table is about, as far as it says so; `first` is None where only the last is known."""

    first: date | None
    last: date

    def holds(self, span: Span) -> bool:
        """Whether any of the days may be one of the period."""
        return span.first <= self.last and (self.first is None or self.first <= span.last)


@dataclass(frozen=True, slots=True)
class Days:
    """Reads the cells of one column: `order` is that of `1/5/2026`, `nth` says that they count days."""

    period: Period | None = None
    order: str = ""
    nth: bool = False

    def day(self, text: str) -> date | None:
        """The last day that a cell names, or of the period in it; None where it is not certain."""
        plain = _plain(text)
        if self.nth:
            return self.counted(plain)
        found = {span for by, span in self.spans(plain) if not (by and self.order) or by == self.order}
        if len(found) > 1 and self.period:
            found = {span for span in found if self.period.holds(span)}
        if len(found) != 1:
            return None
        span = next(iter(found))
        return self.period.last if self.period and span.first <= self.period.last < span.last else span.last

    def counted(self, text: str) -> date | None:
        """The day that follows so many days on the first one."""
        if not self.period or not self.period.first or not re.fullmatch("[0-9]{1,4}", text):
            return None
        found = self.period.first + timedelta(days=int(text))
        return found if found <= self.period.last else None

    def spans(self, text: str) -> Iterator[tuple[str, Span]]:
        """What a cell may mean, and for `1/5/2026` in which order."""
        if len(text) > _LONGEST:
            return
        yield from _written(text)
        if self.period:
            for year in range((self.period.first or self.period.last).year, self.period.last.year + 1):
                yield from (found for found in _without_year(text, year) if self.period.holds(found[1]))


def days_of(texts: Iterable[str], period: Period | None, *, nth: bool = False) -> Days:
    """How the cells of a column are read: day and month in the order in which all of them are dates."""
    if nth:
        return Days(period, nth=True)
    slashed = {plain for text in texts if _SLASHED.match(plain := _plain(text))}
    orders = [
        order
        for order in ("mdy", "dmy")
        if all(any(by == order and _fits(span, period) for by, span in _written(text)) for text in slashed)
    ]
    return Days(period, orders[0] if slashed and len(orders) == 1 else "")


def _fits(span: Span, period: Period | None) -> bool:
    return period is None or period.holds(span)


@dataclass(frozen=True, slots=True)
class Said:
    """What comments and titles have said so far about a period."""

    first: date | None = None
    last: date | None = None

    @property
    def period(self) -> Period | None:
        """The period; None without an end, or where it ends before it begins."""
        if self.last is None or (self.first and self.first > self.last):
            return None
        return Period(self.first, self.last)

    def with_text(self, text: str) -> Said:
        """The same after one more comment; what is said later counts."""
        plain = _plain(text[:_LONGEST_COMMENT])
        both, begin, end = _RANGE.search(plain), _START.search(plain), _END.search(plain)
        if both:
            return Said(_full(both[1]), _full(both[2]))
        if begin or end:
            return Said(_full(begin[1]) if begin else self.first, _full(end[1]) if end else self.last)
        labelled = _LABELLED.search(plain)
        span = _certain(labelled[1]) if labelled else None
        return Said(span.first, span.last) if span else self


def period_in(texts: Iterable[str]) -> Period | None:
    """The period that comments or titles give, the last of them."""
    said = Said()
    for text in texts:
        said = said.with_text(text)
    return said.period


def is_date(text: str) -> bool:
    """Whether a cell names a day, a week or a month, with its year, and can mean nothing else."""
    return len(text) <= _LONGEST and any(map(str.isdigit, text)) and _certain(_plain(text)) is not None


def _certain(text: str) -> Span | None:
    found = {span for _, span in _written(text)}
    return found.pop() if len(found) == 1 else None


@lru_cache(8192)
def _plain(text: str) -> str:
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text)).casefold().strip("“”‘’\"' ")
    return " ".join(_WEEKDAY.sub("", plain).split())


@lru_cache(8192)
def _written(text: str) -> tuple[tuple[str, Span], ...]:
    """What a text with a year in it may mean."""
    return tuple((by, span) for by, span in _meant(text) if _in_years(span))


def _in_years(span: Span) -> bool:
    return span.first.year >= FIRST_YEAR and span.last.year <= LAST_YEAR


def _meant(text: str) -> Iterator[tuple[str, Span]]:
    both = _RANGE.fullmatch(text)
    if both:
        first, last = _full(both[1]), _full(both[2])
        if first and last and first <= last:
            yield "", Span(first, last)
        return
    day = repaired_date(text)
    if day:
        yield from _of(date.fromisoformat(day))
    elif found := _MONTH.match(text) or _COMPACT.match(text):
        # A sheet shortens 2026.10 to 2026.1; which of the two it was nobody can tell.
        if not re.search(r"\.1\Z", text):
            yield from _of_month(int(found[1]), int(found[2]))
    elif found := _WEEK.match(text):
        yield from _of_week(int(found[1]), int(found[2]))
    elif found := _SLASHED.match(text):
        yield from _of(_day(int(found[3]), int(found[1]), int(found[2])), "mdy")
        yield from _of(_day(int(found[3]), int(found[2]), int(found[1])), "dmy")
    elif found := _DOTTED.match(text):
        yield from _of(_day(int(found[3]), int(found[2]), int(found[1])))
    else:
        yield from _spoken(text)


def _spoken(text: str) -> Iterator[tuple[str, Span]]:
    """Dates with the name of a month, and a year."""
    if (found := _DAY_NAME.match(text)) and found[3]:
        yield from _of(_day(int(found[3]) % 2000 + 2000, _month(found[2]), int(found[1])))
    elif (found := _NAME_DAY.match(text)) and found[3]:
        yield from _of(_day(int(found[3]), _month(found[1]), int(found[2])))
    elif (found := _NAME_YEAR.match(text)) and (found[2] or found[3]):
        yield from _of_month(int(found[2] or found[3]) % 2000 + 2000, _month(found[1]))
    elif found := _YEAR_NAME.match(text):
        yield from _of_month(int(found[1]), _month(found[2]))


def _without_year(text: str, year: int) -> Iterator[tuple[str, Span]]:
    if found := _YEARLESS.match(text):
        yield from _of(_day(year, int(found[1]), int(found[2])))
    elif found := _PAIR.match(text):
        yield from _of(_day(year, int(found[1]), int(found[2])), "mdy")
        yield from _of(_day(year, int(found[2]), int(found[1])), "dmy")
    elif found := _ALONE.match(text):
        yield from _of_month(year, int(found[1]))
    elif (found := _DAY_NAME.match(text)) and not found[3]:
        yield from _of(_day(year, _month(found[2]), int(found[1])))
    elif (found := _NAME_DAY.match(text)) and not found[3]:
        yield from _of(_day(year, _month(found[1]), int(found[2])))
    elif (found := _NAME_YEAR.match(text)) and not (found[2] or found[3]):
        yield from _of_month(year, _month(found[1]))


def _month(name: str) -> int:
    """The number of a month by its English name; 0 for any other word."""
    short = "sep" if name == "sept" else name
    found = [number for number, known in enumerate(_NAMES, 1) if short in (known, known[:3])]
    return found[0] if found else 0


def _of(day: date | None, by: str = "") -> Iterator[tuple[str, Span]]:
    if day:
        yield by, Span(day, day)


def _of_month(year: int, month: int) -> Iterator[tuple[str, Span]]:
    first = _day(year, month, 1)
    if first:
        yield "", Span(first, first.replace(day=calendar.monthrange(year, month)[1]))


def _of_week(year: int, week: int) -> Iterator[tuple[str, Span]]:
    try:
        yield "", Span(date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7))
    except ValueError:
        return


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _full(text: str) -> date | None:
    found = repaired_date(text)
    return date.fromisoformat(found) if found else None
