"""What people write for amounts, percentages and dates, where the meaning is certain."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING

from opsgen.words import currencies, currency_signs

if TYPE_CHECKING:
    from collections.abc import Iterator

_STEPS = {
    "": 1,
    "百": 10**2,
    "千": 10**3,
    "k": 10**3,
    "thousand": 10**3,
    "万": 10**4,
    "百万": 10**6,
    "m": 10**6,
    "mn": 10**6,
    "million": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "b": 10**9,
    "bn": 10**9,
    "billion": 10**9,
    "万亿": 10**12,
}
_DOLLARS = frozenset(
    ("USD", "AUD", "CAD", "HKD", "MOP", "NZD", "SGD", "TWD", "MXN", "ARS", "BND", "CLP", "COP", "FJD")
)
_POUNDS = frozenset(("GBP", "EGP", "FKP", "GIP", "LBP", "SHP", "SSP", "SYP"))
_YUAN = frozenset({"CNY", "HKD", "MOP", "SGD", "TWD"})
_SIGNS = {
    "¥": frozenset({"CNY", "JPY"}),
    "$": _DOLLARS,
    "€": frozenset({"EUR"}),
    "£": _POUNDS,
    "元": _YUAN,
    "元整": _YUAN,
    **dict.fromkeys(("CNY", "cny", "RMB", "rmb", "CNH", "CN¥", "人民币", "人民币元"), frozenset({"CNY"})),
    **dict.fromkeys(("USD", "usd", "US$", "美元", "美金"), frozenset({"USD"})),
    **dict.fromkeys(("JP¥", "日元", "円"), frozenset({"JPY"})),
    **dict.fromkeys(("HK$", "港元", "港币"), frozenset({"HKD"})),
    **dict.fromkeys(("NT$", "新台币"), frozenset({"TWD"})),
    **dict.fromkeys(("EUR", "eur", "欧元"), frozenset({"EUR"})),
    "英镑": frozenset({"GBP"}),
}
"""What people write for a currency, and what it may mean."""
_SIGN = r"[^\d\s,.()+-]{1,4}"
_MONEY = re.compile(
    rf"(?P<sign>-?) ?(?P<before>{_SIGN}?)? ?(?P<inner>-?)(?P<digits>[0-9][0-9,]{{0,19}}(?:\.[0-9]{{1,9}})?)"
    r" ?(?:(?![A-Z]{3}\Z)(?P<step>万亿|千万|百万|[百千万亿]|thousand|million|billion|bn|mn|[kmb]))?"
    rf" ?(?P<after>{_SIGN})?\Z",
    re.ASCII | re.IGNORECASE,
)
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})*(\.[0-9]+)?\Z", re.ASCII)
_MEASURED = re.compile(r"-?[0-9][0-9,]{0,19}(\.[0-9]{1,19})? ?%?\Z", re.ASCII)
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z", re.ASCII)
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])\Z", re.ASCII)
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})\Z", re.ASCII)
_LOOSE_DATE = re.compile(
    r"([0-9]{4})[./年-] ?([0-9]{1,2})[./月-] ?([0-9]{1,2})[日号]?(?:[T ][0-9:.]{4,16}Z?)?\Z", re.ASCII
)
_YEAR_LAST = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})\Z", re.ASCII)
_COMPACT_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})\Z", re.ASCII)
_SHEET_DAY = re.compile(r"[3-9][0-9]{4}\Z", re.ASCII)
_MONTH_ALONE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})月?\Z", re.ASCII)
_LOOSE_WEEK = re.compile(r"([0-9]{4}) ?[-年]? ?[Ww第] ?([0-9]{1,2}) ?周?\Z", re.ASCII)
_TEN_THOUSANDS = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,4})?) ?[wW]\Z", re.ASCII)
_ABOUT = re.compile(r"\A(大约|约|大概|about|approx\.?|ca\.?|[~≈])|(左右|上下)\Z", re.IGNORECASE)
_WITHIN = str.maketrans("", "", " ,")
_IN_BRACKETS = re.compile(r"\(([^()]{1,40})\)\Z")
_SPACED = re.compile(r"[0-9]{1,3}([ '][0-9]{3})+(\.[0-9]{1,2})?\Z", re.ASCII)
_DECIMAL_COMMA = re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})*|[0-9]+),([0-9]{1,2}) ?([千万亿kKmM]?)\Z", re.ASCII)
_DIGITS = {"两": 2, **{digit: n for n, digit in enumerate("一二三四五六七八九", 1)}}
_TENS = {"十": 10, "百": 100, "千": 1000}
_IN_WORDS = re.compile("([一二两三四五六七八九十百千]{1,9})(万|亿)元?整?\\Z")
_DASHES = re.compile("[‐‑‒–—−]")
_TIME = re.compile(r"[0-9日][T ][0-9:.]*[1-9]")
_YEARLESS = re.compile(r"([0-9]{1,2})[月/.-]([0-9]{1,2})日?\Z", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1990, 2199


class Signed(Decimal):
    """An amount that somebody wrote with a currency: its `sign`, and the codes which that may mean."""

    sign: str = ""
    currencies: frozenset[str] = frozenset()


def money(value: object) -> Decimal:
    """An amount in units of its currency, exactly; a `Signed` one where its currency stands with it.

    Raises:
        ValueError: when the text is no amount.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    found = _MONEY.match(_DASHES.sub("-", unicodedata.normalize("NFKC", str(value)).strip()))
    if not found or (found["sign"] and found["inner"]):
        raise ValueError(value)
    digits = found["digits"]
    if "," in digits and not _GROUPED.match(digits):
        raise ValueError(value)
    amount = Decimal(digits.replace(",", "")) * _STEPS[(found["step"] or "").lower()]
    amount = -amount if found["sign"] or found["inner"] else amount
    signs = [sign for sign in (found["before"], found["after"]) if sign]
    return _signed(amount, signs) if signs else amount


def _signed(amount: Decimal, signs: list[str]) -> Decimal:
    """An amount with the currencies that all of its signs may mean.

    Raises:
        ValueError: when a sign is none, or two do not agree.
    """
    meant = frozenset.intersection(*map(_meant, signs))
    if not meant:
        raise ValueError(signs)
    made = Signed(amount)
    made.sign, made.currencies = signs[0], meant
    return made


def _meant(sign: str) -> frozenset[str]:
    if sign in _SIGNS:
        return _SIGNS[sign]
    return frozenset({sign}) if sign in currencies() else currency_signs().get(sign, frozenset())


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
        return _repaired_amount(_DASHES.sub("-", plain))
    if kind != "period":
        return None
    week, month = _LOOSE_WEEK.match(plain), _MONTH_ALONE.match(plain)
    meant = f"{week[1]}-W{week[2]:0>2}" if week else f"{month[1]}-{month[2]:0>2}" if month else None
    meant = meant or repaired_date(plain) or ""
    return meant if meant != text and fits("period", meant) else None


def _repaired_amount(text: str) -> str | None:
    """The amount that somebody meant who wrote less than it, `300W`, or more, `约 80 万`, `12 000`."""
    said = _ABOUT.sub("", text).strip()
    loss = _IN_BRACKETS.match(said)
    said, sign = (loss[1], "-") if loss else (said, "")
    meant = next((made for made in _amounts(said) if made and fits("money", made)), None)
    return f"{sign}{meant.translate(_WITHIN)}" if meant else None


def _amounts(said: str) -> Iterator[str | None]:
    """What an amount may be that is written in another way: as it is, in 万, in words, with other marks."""
    tens, comma = _TEN_THOUSANDS.match(said), _DECIMAL_COMMA.match(said)
    yield f"{tens[1]}万" if tens else None
    yield said
    yield said.replace(" ", "").replace("'", "") if _SPACED.match(said) else None
    yield f"{comma[1].replace('.', '')}.{comma[2]}{comma[3]}" if comma else None
    yield _in_figures(said)


def _in_figures(said: str) -> str | None:
    """The amount in figures that stands in Chinese words: `一百二十万` is 120万."""
    found = _IN_WORDS.match(said)
    if not found:
        return None
    total, digit = 0, 0
    for letter in found[1]:
        if letter in _TENS:
            total, digit = total + max(digit, 1) * _TENS[letter], 0
        else:
            digit = _DIGITS[letter]
    return f"{total + digit}{found[2]}"


def repaired_date(text: str) -> str | None:
    """The date somebody meant by `2026/11/8` or `2026年11月8日`, as YYYY-MM-DD."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text).strip())
    found = _LOOSE_DATE.match(plain) or _COMPACT_DATE.match(plain)
    return _day(found[1], found[2], found[3]) if found else None


def date_with_year_last(text: str) -> str | None:
    """The date of `12/24/2026` or `24.12.2026`, as YYYY-MM-DD, where it can only be one."""
    found = _YEAR_LAST.match(_DASHES.sub("-", unicodedata.normalize("NFKC", text).strip()))
    if not found:
        return None
    meant = {_day(found[3], found[1], found[2]), _day(found[3], found[2], found[1])} - {None}
    return meant.pop() if len(meant) == 1 else None  # 3/4/2026 may be two days


def _day(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def certain_date(text: str) -> bool:
    """Whether a repaired date takes nothing away: no time, which elsewhere belongs to another day."""
    return not _TIME.search(unicodedata.normalize("NFKC", text).strip(" “”‘’"))


def certain_amount(text: str) -> bool:
    """Whether a repaired amount says all that was written: no `约`, no comma that may be a point."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text)).strip()
    return not (_ABOUT.search(plain) or _DECIMAL_COMMA.match(plain) or _IN_BRACKETS.match(plain))


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
