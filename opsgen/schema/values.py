"""What people write for amounts, percentages and dates, where the meaning is certain."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

_STEPS = {
    "": 1,
    "千": 10**3,
    "k": 10**3,
    "K": 10**3,
    "万": 10**4,
    "百万": 10**6,
    "m": 10**6,
    "M": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "bn": 10**9,
}
_MONEY = re.compile(
    r"(-?)[¥$€£]? ?([0-9][0-9,]{0,19}(?:\.[0-9]{1,9})?) ?(千万|百万|[千万亿kKmM]|bn)?元?\Z", re.ASCII
)
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})*(\.[0-9]+)?\Z", re.ASCII)
_MEASURED = re.compile(r"-?[0-9][0-9,]{0,19}(\.[0-9]{1,19})? ?%?\Z", re.ASCII)
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z", re.ASCII)
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])\Z", re.ASCII)
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})\Z", re.ASCII)
_LOOSE_DATE = re.compile(
    r"([0-9]{4})[./年-] ?([0-9]{1,2})[./月-] ?([0-9]{1,2})日?(?:[T ][0-9:.]{4,16}Z?)?\Z", re.ASCII
)
_COMPACT_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})\Z", re.ASCII)
_SHEET_DAY = re.compile(r"[3-9][0-9]{4}\Z", re.ASCII)
_MONTH_ALONE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})月?\Z", re.ASCII)
_LOOSE_WEEK = re.compile(r"([0-9]{4}) ?[-年]? ?[Ww第] ?([0-9]{1,2}) ?周?\Z", re.ASCII)
_TEN_THOUSANDS = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,4})?) ?[wW]\Z", re.ASCII)
_DASHES = re.compile("[‐‑‒–—−]")
_YEARLESS = re.compile(r"([0-9]{1,2})[月/.-]([0-9]{1,2})日?\Z", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1990, 2199


def money(value: object) -> Decimal:
    """An amount in units of its currency, exactly.

    Raises:
        ValueError: when the text is no amount.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    found = _MONEY.match(unicodedata.normalize("NFKC", str(value)).strip())
    if not found or ("," in found[2] and not _GROUPED.match(found[2])):
        raise ValueError(value)
    amount = Decimal(found[2].replace(",", "")) * _STEPS[found[3] or ""]
    return -amount if found[1] else amount


def measured(value: object) -> float:
    """A measured number; `12%` is 12, `1,200` is 1200.

    Raises:
        ValueError: when the text is no number.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    text = unicodedata.normalize("NFKC", str(value)).strip()
    digits = text.removeprefix("-").rstrip("% ")
    if not _MEASURED.match(text) or ("," in digits and not _GROUPED.match(digits)):
        raise ValueError(value)
    try:
        return float(Decimal(text.rstrip("% ").replace(",", "")))
    except InvalidOperation:
        raise ValueError(value) from None


def percent(value: object) -> float:
    """A percentage of 0-100.

    Raises:
        ValueError: when it is no number or outside 0-100.
    """
    share = measured(value)
    if not 0 <= share <= 100:
        raise ValueError(value)
    return share


def day(value: object) -> date:
    """A date, or a month's last weekday.

    Raises:
        ValueError: when the text is neither.
    """
    month = _MONTH.match(str(value))
    if month is None:
        return plain_date(value)
    return last_working_day(int(month[1]), int(month[2]))


def last_working_day(year: int, month: int) -> date:
    """The last Monday to Friday of a month."""
    last = date(year, month, calendar.monthrange(year, month)[1])
    return last.replace(day=last.day - max(0, last.weekday() - 4))


def plain_date(value: object) -> date:
    """A date written YYYY-MM-DD, between 1990 and 2199.

    Raises:
        ValueError: when the text is no such date.
    """
    if not isinstance(value, str):
        raise ValueError(value)
    return _date(value)


@lru_cache(4096)  # the same days stand many times in a portfolio
def _date(text: str) -> date:
    if not _DATE.match(text):
        raise ValueError(text)
    found = date.fromisoformat(text)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError(text)
    return found


def period(value: object) -> str:
    """An ISO week, a month or a date, as written.

    Raises:
        ValueError: when the text is none of them.
    """
    week = _WEEK.match(str(value))
    if week:
        date.fromisocalendar(int(week[1]), int(week[2]), 1)
    elif not _MONTH.match(str(value)):
        plain_date(value)
    return str(value)


def repaired(kind: str, text: str) -> str | None:
    """The amount or period that somebody meant by `300W` or `2026年11月`, where that is certain."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if kind == "money":
        found = _TEN_THOUSANDS.match(plain)
        return f"{found[1]}万" if found else None
    if kind != "period":
        return None
    week, month = _LOOSE_WEEK.match(plain), _MONTH_ALONE.match(plain)
    meant = f"{week[1]}-W{week[2]:0>2}" if week else f"{month[1]}-{month[2]:0>2}" if month else None
    meant = meant or repaired_date(plain) or ""
    return meant if meant != text and fits("period", meant) else None


def repaired_date(text: str) -> str | None:
    """The date somebody meant by `2026/11/8` or `2026年11月8日`, as YYYY-MM-DD."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text).strip())
    found = _LOOSE_DATE.match(plain) or _COMPACT_DATE.match(plain)
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return None


def sheet_date(text: str) -> str | None:
    """The date of a number such as 46334, by which a spreadsheet counts days, as YYYY-MM-DD."""
    return (date(1899, 12, 30) + timedelta(days=int(text))).isoformat() if _SHEET_DAY.match(text) else None


def days_in_month(text: str) -> tuple[str, int] | None:
    """The month of a date whose day does not exist, and how many days it has."""
    found = _DATE.match(text)
    if not found or not 1 <= int(found[2]) <= 12 or int(found[1]) == 0:
        return None
    return f"{found[1]}-{found[2]}", calendar.monthrange(int(found[1]), int(found[2]))[1]


def last_of_month(text: str) -> str | None:
    """The last day of a month that stands alone, `2026-05`, as YYYY-MM-DD."""
    found = _MONTH_ALONE.match(text)
    days = days_in_month(f"{found[1]}-{found[2]:0>2}-01") if found else None
    return f"{days[0]}-{days[1]}" if days else None


def yearless(text: str) -> tuple[int, int] | None:
    """Month and day of a date without a year, `11月8日`."""
    found = _YEARLESS.match(unicodedata.normalize("NFKC", text).strip())
    return (int(found[1]), int(found[2])) if found else None


READERS = {
    "money": money,
    "percent": percent,
    "measured": measured,
    "date": plain_date,
    "day": day,
    "period": period,
}


def fits(name: str, value: object) -> bool:
    """Whether a value can be read as `name`; values of other JSON types are the type check's business."""
    if not isinstance(value, str):
        return True
    try:
        READERS[name](value)
    except ValueError:
        return False
    return True
