"""Which column of the finance sheet is what: by its heading, in the words that finance uses.

A heading counts only where every word of it is known. `Amount (10k)` is an amount; `Budgeted amount` is none.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from opsgen.schema.values import FIRST_YEAR, LAST_YEAR, repaired_date, sheet_date, yearless
from opsgen.words import Message, Text, currencies, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from opsgen.tables import Cells

_SUM_WORDS = "合计 总计 小计 总和 汇总 累计 平均 共计 总合计 sum total subtotal sub-total grandtotal average"
SUMS = frozenset(_SUM_WORDS.split())
_FIRST = 30
"""Rows among which the header is looked for; what stands above it is a title."""
_WORDS = {
    "project number": "项目编号 项目id 项目代码 项目编码 项目号 projectid projectno projectnumber"
    " projectcode",
    "project": "项目 项目名称 项目名 所属项目 归属项目 project projectname projecttitle projects",
    "line number": "科目编号 科目代码 科目编码 预算编号 预算行编号 lineid lineno budgetid accountcode",
    "line": "科目 科目名称 预算科目 预算项 预算项目 预算行 费用科目 费用项 费用项目 费用名称 支出科目"
    " 明细科目 明细 line budgetline lineitem budgetitem item costitem account expense",
    "month": "月份 月 期间 会计期间 记账期间 所属期间 年月 所属月份 入账月份 费用月份"
    " 发生月份 支出月份 付款月份 支付月份 报销月份 归属月份 月度 month period"
    " accountingperiod",
    "date": "日期 时间 记账日期 入账日期 发生日期 付款日期 支付日期 业务日期 凭证日期"
    " 报销日期 支出日期 date postingdate"
    " paymentdate day",
    "year": "年 年份 年度 会计年度 year fiscalyear",
    "amount": "金额 实际金额 发生额 发生金额 本期发生额 本月发生额 实际发生额 实际发生 支出 支出金额"
    " 实际支出 实际 付款金额 支付金额 报销金额 已付金额 实付金额"
    " amount actual actuals actualamount spent spend spending value",
    "currency": "币种 货币 币别 currency",
    "note": "备注 说明 摘要 附注 用途 note notes remark remarks comment comments memo description",
}
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_NEUTRAL_WORDS = (
    "含税 不含税 税前 税后 必填 可选 实际 实际支出 支出 发生额 金额 actual actuals amount spent gross net"
    " required optional yyyy-mm yyyy-mm-dd yyyymm"
)
_NEUTRAL = frozenset(_NEUTRAL_WORDS.split())
_STEPS = {
    "": 0,
    "百": 2,
    "千": 3,
    "万": 4,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "k": 3,
    "'000": 3,
    "thousand": 3,
    "m": 6,
}
_MONEY = {
    "": "",
    "元": "",
    "圆": "",
    "人民币": "CNY",
    "人民币元": "CNY",
    "美元": "USD",
    "欧元": "EUR",
    "港元": "HKD",
    "港币": "HKD",
    "日元": "JPY",
    "英镑": "GBP",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "",
    "rmb": "CNY",
    "us$": "USD",
    "hk$": "HKD",
}
_BESIDE_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff]) | (?=[\u4e00-\u9fff])")
_PARTED = re.compile(r"[()\[\]【】〔〕/:|,、\n]+")
_BILINGUAL = re.compile(r"(?<=[\u4e00-\u9fff]) *(?=[a-z])|(?<=[a-z]) *(?=[\u4e00-\u9fff])")
_UNIT = re.compile(r"(?:货币|金额)?单位:?(\S{1,12})")
_YEAR = re.compile(r"(?<![0-9./年-])(20[0-9]{2})(?![0-9./-]|年\s*[0-9]{1,2}\s*月\s*[0-9])")
_MONTH = re.compile(r"([0-9]{4}) ?[-./年] ?([0-9]{1,2}) ?(?:月份?)?\Z")
_COMPACT = re.compile(r"(20[0-9]{2})(0[1-9]|1[0-2])\Z")
_DAY_ALONE = re.compile(r"[0-9]{1,2}月[0-9]{1,2}日\Z")
_ALONE = re.compile(r"([0-9]{1,2}) ?月份?\Z")
_SPOKEN = re.compile(r"([a-z]{3,9})\.?[ -]?([0-9]{4}|[2-9][0-9])?\Z")
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october"),
    *("november", "december"),
)


@dataclass(frozen=True, slots=True)
class Unit:
    """What an amount is counted in; `currency` is empty where nobody says."""

    factor: Decimal = Decimal(1)
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a sheet says what, by the numbers of its columns; either a row a month or a column a month."""

    at: int
    """Which of the rows is the header."""
    projects: tuple[int, ...]
    lines: tuple[int, ...]
    amounts: tuple[tuple[int, Unit, date | None], ...]
    """The columns with amounts, and their months where each has one of its own."""
    month: int | None = None
    is_month: bool = True
    """Whether the month alone counts, even where somebody wrote a day of it."""
    year: int | None = None
    currency: int | None = None
    note: int | None = None
    certain_year: int | None = None
    """The one year that a title or the name of the sheet gives."""
    yearless: tuple[int, ...] = ()
    """Columns of months whose year nobody can tell."""
    twice: tuple[int, ...] = ()
    """Columns that say what another one says too."""
    left_out: tuple[int, ...] = ()
    """Columns that may hold amounts, and are not read."""
    is_unit_clear: bool = True
    """Whether the titles leave no doubt what the amounts are counted in."""


@lru_cache(4096)  # a column says the same few names again and again
def folded(text: str) -> str:
    """A name without the differences that nobody means: width, case and spaces."""
    return _BESIDE_CHINESE.sub("", " ".join(unicodedata.normalize("NFKC", text).casefold().split()))


@lru_cache(4096)
def is_sum(text: str) -> bool:
    """Whether a cell says that its row, or its column, adds up others."""
    return folded(text).replace(" ", "").strip(":") in SUMS


@dataclass(frozen=True, slots=True)
class Lacking:
    """That a sheet has not all columns: which of its rows comes nearest to a header, and what is missing."""

    at: int
    reason: Message


_NEEDED = {"project": "项目", "line": "科目", "month": "月份", "amount": "金额"}
_MOST_UNKNOWN = 12


def columns(rows: Sequence[Cells], sheet: str) -> Columns | Lacking:
    """The columns of a sheet, or what is missing."""
    missing: tuple[str, ...] = tuple(_NEEDED)
    nearest = 0
    unknown: tuple[str, ...] = ()
    for at, row in enumerate(rows[:_FIRST]):
        titles = [cell for above in rows[:at] for cell in above.cells if cell]
        reader = _Header(row, at, titles, sheet)
        lacking = reader.missing()
        if not lacking:
            return reader.columns()
        if len(lacking) < len(missing):
            missing, nearest, unknown = lacking, at, reader.unknown()
    names = tuple(Text(plain=f"`{name}`", en=f"`{name}`", zh=f"“{_NEEDED[name]}”") for name in missing)
    if not unknown:
        return Lacking(nearest, message("there is no column for {columns}", columns=names))
    text = message(
        "there is no column for {columns}; these headings are not known: {headings}",
        columns=names,
        headings=unknown[:_MOST_UNKNOWN],
    )
    return Lacking(nearest, text)


class _Header:
    """A row that may be the header."""

    def __init__(self, row: Cells, at: int, titles: list[str], sheet: str) -> None:
        self.row = row
        self.at = at
        self.titles = titles
        self.found: dict[str, list[tuple[int, Unit]]] = {}
        self.dated: list[tuple[int, Unit, date | None]] = []
        self.year = _only_year([*titles, sheet])
        self.others: list[int] = []
        for column, cell in enumerate(row.cells):
            self.take(column, cell)

    def take(self, column: int, cell: str) -> None:
        kind, unit = _kind(cell)
        month = None if kind else _heads_month(cell, self.year)
        if kind:
            self.found.setdefault(kind, []).append((column, unit))
        elif month:
            self.dated.append((column, *month))
        elif cell and not is_sum(cell) and re.search("[0-9月]", cell):
            self.others.append(column)

    def numbers(self, *kinds: str) -> tuple[int, ...]:
        return tuple(column for kind in kinds for column, _ in self.found.get(kind, ()))

    def missing(self) -> tuple[str, ...]:
        """What a header needs and this row has not."""
        has = {
            "project": self.numbers("project number", "project"),
            "line": self.numbers("line number", "line"),
            "month": self.numbers("month", "date") or self.dated,
            "amount": self.numbers("amount") or self.dated,
        }
        return tuple(name for name, given in has.items() if not given)

    def unknown(self) -> tuple[str, ...]:
        """The headings of which nobody knows what they mean."""
        others = (cell for cell in self.row.cells if cell and not _kind(cell)[0] and not is_sum(cell))
        return tuple(f"“{cell[:30]}”" for cell in others)

    def columns(self) -> Columns:
        dates, units = self.numbers("month", "date"), self.units()
        said = next(iter(units)) if len(units) == 1 else None
        is_long = bool(dates and self.numbers("amount"))
        given = (
            [(column, unit, None) for column, unit in self.found.get("amount", ())] if is_long else self.dated
        )
        amounts = [(column, _either(unit, said), day) for column, unit, day in given]
        months = [day for _, _, day in amounts]
        twice = [c for i, (c, _, day) in enumerate(amounts) if (day or is_long) and day in months[:i]]
        yearless = [] if is_long else [column for column, _, day in amounts if day is None]
        return Columns(
            at=self.at,
            projects=self.numbers("project number", "project"),
            lines=self.numbers("line number", "line"),
            amounts=tuple(a for a in amounts if a[0] not in (*twice, *yearless)),
            month=dates[0] if is_long else None,
            is_month=bool(self.numbers("month")),
            year=next(iter(self.numbers("year")), None),
            currency=next(iter(self.numbers("currency")), None),
            note=next(iter(self.numbers("note")), None),
            certain_year=self.year,
            yearless=tuple(yearless),
            twice=(*twice, *self.numbers("currency")[1:]),
            left_out=() if is_long else tuple(self.others),
            is_unit_clear=len(units) < 2 and None not in units,
        )

    def units(self) -> set[Unit | None]:
        """What titles say all amounts are counted in, `单位：万元`; None for what nobody knows."""
        texts = (unicodedata.normalize("NFKC", text).casefold().replace(" ", "") for text in self.titles)
        said = (unit[1] for text in texts for unit in _UNIT.finditer(text))
        return {_unit(text) for text in said if _unit(text) or re.search("[元万千亿]", text)}


def _either(unit: Unit, said: Unit | None) -> Unit:
    """The unit of a heading; that of the title where the heading has none."""
    return said if said and unit == Unit() else unit


@lru_cache(2048)
def _kind(heading: str) -> tuple[str, Unit]:
    """What a heading names, and in which unit; empty where any word of it is unknown."""
    text = unicodedata.normalize("NFKC", heading).casefold().strip("*: ")
    whole = _KINDS.get(re.sub("[ _-]", "", text))
    if whole:
        return whole, Unit()
    parts = [part.strip("*. ") for piece in _PARTED.split(text) for part in _BILINGUAL.split(piece)]
    kinds: list[str] = []
    unit = Unit()
    for part in filter(None, parts):
        kind, counted = _KINDS.get(re.sub("[ _-]", "", part)), _unit(part)
        if kind and not (kinds and part in _NEUTRAL):
            kinds.append(kind)
        elif counted:
            unit = counted
        elif part not in _NEUTRAL:
            return "", Unit()
    return (kinds[0], unit) if len(set(kinds)) == 1 else ("", Unit())


@lru_cache(256)
def _unit(text: str) -> Unit | None:
    """What amounts are counted in, `万元`, `USD`, `k EUR`; None for anything else."""
    plain = text.replace(" ", "").strip(".:;,)")
    for step, digits in _STEPS.items():
        for before, behind in ((step, ""), ("", step)):
            money = plain.removeprefix(before).removesuffix(behind)
            if len(money) != len(plain) - len(step):
                continue
            known = _MONEY.get(money, money.upper() if money.upper() in currencies() else None)
            if known is not None and plain:
                return Unit(Decimal(10**digits), known)
    return None


def _only_year(texts: Iterable[str]) -> int | None:
    """The one year that the texts give; None where there are none, or several."""
    years = {int(year) for text in texts for year in _YEAR.findall(unicodedata.normalize("NFKC", text))}
    return years.pop() if len(years) == 1 else None


@lru_cache(2048)
def _heads_month(heading: str, year: int | None) -> tuple[Unit, date | None] | None:
    """The unit and the month of a column of amounts; without a month where nobody can tell its year."""
    unit, found = Unit(), None
    if sheet_date(heading):  # as likely the number of an account
        return None
    pieces = _PARTED.split(unicodedata.normalize("NFKC", heading).casefold().strip("*: "))
    for piece in [heading] if month(heading, year) else pieces:
        part = re.sub("(实际支出|实际|支出|发生额|金额| actuals?)$", "", piece.strip()).strip()
        counted = _unit(part)
        if not part or part in _NEUTRAL:
            continue
        if counted:
            unit = counted
        elif found is None and (names_month(part) or month(part, year)):
            found = part
        else:
            return None
    day = None if found is None else month(found, year)
    return None if found is None else (unit, day.replace(day=1) if day else None)


def names_month(text: str) -> bool:
    """Whether a text names a month, but not certainly which: `10月`, `Oct`, `2026.1`."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    if _MONTH.match(plain):
        return True
    alone, spoken = _ALONE.match(plain), _SPOKEN.match(plain)
    if alone:
        return 1 <= int(alone[1]) <= 12
    return bool(spoken and not spoken[2] and _spoken(spoken[1]))


@lru_cache(4096)
def month(text: str, year: int | None) -> date | None:
    """The first day of a month, or the day where one is written; None where it is not certain."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    day = repaired_date(plain) or sheet_date(plain)
    if day:
        found: date | None = date.fromisoformat(day)
    elif numbers := _MONTH.match(plain) or _COMPACT.match(plain):
        # A sheet shortens 2026.10 to 2026.1; which of the two it was nobody can tell.
        found = None if plain.endswith(".1") else _first(int(numbers[1]), int(numbers[2]))
    elif alone := _ALONE.match(plain):
        found = _first(year, int(alone[1]))
    elif _DAY_ALONE.match(plain) and (day_of := yearless(plain)):
        found = _day(year, *day_of)
    elif plain.isdecimal() and len(plain) <= 2:
        found = _first(year, int(plain))
    elif spoken := _SPOKEN.match(plain):
        written = int(spoken[2]) % 2000 + 2000 if spoken[2] else year
        found = _first(written, _spoken(spoken[1]))
    else:
        found = None
    return found if found and FIRST_YEAR <= found.year <= LAST_YEAR else None


def _first(year: int | None, number: int) -> date | None:
    return date(year, number, 1) if year and 1 <= number <= 12 else None


def _day(year: int | None, number: int, day: int) -> date | None:
    try:
        return date(year, number, day) if year else None
    except ValueError:
        return None


def _spoken(name: str) -> int:
    """The number of a month by its English name; 0 for any other word."""
    known = name in _NAMES or name in _ENGLISH or name == "sept"
    return _ENGLISH.index(name[:3]) + 1 if known else 0
