"""The rows of the finance sheet as amounts of a project, a budget line and a month; as it is really sent."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from opsgen.portfolio.headings import Columns, Lacking, Unit, columns, folded, is_sum, month, names_month
from opsgen.problem import Place, Problem
from opsgen.schema.values import Signed, money, repaired
from opsgen.tables import Row
from opsgen.words import Message, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from opsgen.problem import Severity
    from opsgen.tables import Book, Cells, Sheet

MOST_PROBLEMS = 100
Names: TypeAlias = tuple[str, ...]
"""What a row calls something: its number and its name, or one of them."""
_NOTHING = frozenset(("", "-", "--", "---", "–", "—", "―", "/"))
_ERROR = re.compile(r"#(REF|N/A|VALUE|DIV/0|NAME|NUM|NULL|SPILL|CALC|FIELD|BUSY)[!?]?\Z")
_PLAIN = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?\Z", re.ASCII)
_BRACKETED = re.compile(r"([^0-9()]{0,4})\((.+)\)\Z")
_BEHIND = re.compile(r"([^-].*[0-9])-\Z")
_COUNTED = re.compile(r"[0-9.,]+ ?([A-Z]{3})?|([A-Z]{3}|[$€£¥]|[A-Z]{2}\$) ?[0-9.,]+")
_KNOWN = ("CNY", "USD", "EUR", "GBP")
"""What the sign of several currencies most probably means."""
_FOOT = re.compile(
    r"(制表|编制|审核|复核|审批|批准|填表|财务|经办|注|备注|说明|单位|prepared|approved|checked|reviewed|source|note)"
    r"[^:]{0,12}:",
    re.IGNORECASE,
)
_CENT = Decimal("0.01")
_LARGEST = 10**15
"""More than there is; sums of smaller amounts are exact."""
_MOST_DIGITS = 26
_PARTS = 4


class Amount(NamedTuple):
    """An amount as its cell says it, and which currencies its sign may mean; none where there is none."""

    number: Decimal
    currencies: frozenset[str]


@dataclass(frozen=True, slots=True)
class Spent:
    """One amount of the sheet."""

    project: Names
    line: Names
    day: date
    amount: Decimal
    currencies: frozenset[str]
    """What the sign of its currency may mean; empty where it has none."""
    note: str
    row: Cells
    at: tuple[int, int, int, int]
    """The columns of project, budget line, month and amount."""

    @property
    def currency(self) -> str:
        """The currency that is most probably meant; empty where none is written."""
        known = (code for code in _KNOWN if code in self.currencies)
        return next(known, min(self.currencies, default=""))

    def place(self, file: str, part: int = 3) -> Place:
        """Where it stands: its project, line, month or amount, by their numbers from 0."""
        return self.row.place(file, self.at[part])

    def places(self, file: str) -> tuple[Place, ...]:
        """All four places."""
        return tuple(self.place(file, part) for part in range(_PARTS))

    def content(self) -> bytes:
        """What it says, wherever in the sheet that stands."""
        said = (
            *self.project,
            "",
            *self.line,
            "",
            self.day,
            self.amount,
            *sorted(self.currencies),
            "",
            self.note,
        )
        return "\0".join(map(str, said)).encode("utf-8", "surrogatepass")


def amounts(book: Book) -> tuple[list[Spent], list[Problem]]:
    """The amounts of all sheets that have the columns; and what is wrong, or left out."""
    reports = Reports(book.file)
    reports.found += book.problems
    rows: list[Spent] = []
    lacking: list[tuple[Sheet, Lacking]] = []
    read = 0
    for sheet in book.sheets:
        found = columns(sheet.rows, sheet.name)
        if isinstance(found, Lacking):
            lacking.append((sheet, found))
        elif sheet.hidden:
            text = message("the sheet “{name}” is hidden and is not read", name=sheet.name)
            reports.add(sheet.rows[0].place(book.file, 0), "left-out-sheet", text, _SHOW, "info")
        else:
            read += 1
            rows += SheetReader(sheet, found, reports).amounts()
    _say_lacking(reports, lacking, read)
    return rows, reports.found


_SHOW = message("show it, or delete it")
_HEADER = message("one row names the columns: `project,line,month,amount`")


def _say_lacking(reports: Reports, lacking: list[tuple[Sheet, Lacking]], read: int) -> None:
    """Sheets without the columns: fine beside one that has them, else the fault of the file."""
    for sheet, found in lacking:
        if not sheet.rows:
            continue
        place, reason = sheet.rows[found.at].place(reports.file, 0), found.reason
        if read:
            text = message("the sheet “{name}” is not read: {reason}", name=sheet.name, reason=reason)
            reports.add(place, "left-out-sheet", text, None, "info")
        else:
            reports.add(place, "malformed-table", reason, _HEADER)


class Reports:
    """Findings in the sheet, no more of one kind than anybody reads."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Problem] = []
        self.numbers: dict[str, int] = {}

    def add(
        self, place: Place, code: str, text: Message, hint: Message | None, severity: Severity = "error"
    ) -> None:
        self.numbers[code] = self.numbers.get(code, 0) + 1
        if self.numbers[code] <= MOST_PROBLEMS:
            self.found.append(Problem(place, code, severity, text, hint))


class SheetReader:
    """Reads one sheet from its header downwards."""

    def __init__(self, sheet: Sheet, at: Columns, reports: Reports) -> None:
        self.sheet = sheet
        self.at = at
        self.reports = reports
        self.header = sheet.rows[at.at]
        self.project: Names | None = None
        self.line: Names | None = None
        self.seen: set[str] = set()
        """Projects and lines so far: a row that is called after one of them and a sum adds it up."""
        self.texts: dict[Names, Names] = {}

    def amounts(self) -> Iterator[Spent]:
        self.say_columns()
        hidden: list[Cells] = []
        for row in self.sheet.rows[self.at.at + 1 :]:
            if self.is_header(row) or self.is_foot(row) or self.adds_up(row):
                continue
            self.go_on(row)
            found = tuple(self.of_row(row))
            if found and row.line in self.sheet.hidden_lines:
                hidden.append(row)
            yield from found
        if hidden:
            text = plural("{n} hidden row counts too", "{n} hidden rows count too", len(hidden))
            place = hidden[0].place(self.reports.file, self.at.projects[0])
            self.reports.add(place, "hidden-rows", text, message("show them, or delete them"), "warning")

    def say_columns(self) -> None:
        """What is wrong with the header."""
        if not self.at.is_unit_clear:
            text = message("nobody can tell in which unit the amounts are")
            hint = message("write it into the heading: `金额（万元）`, `Amount (k)`")
            self.report(
                self.header, self.at.amounts[0][0] if self.at.amounts else 0, "malformed-table", text, hint
            )
        for column in self.at.twice:
            name = self.header.cells[column]
            text = message("two columns are called “{name}”, or mean the same", name=name)
            self.report(self.header, column, "malformed-table", text, message("keep one of the two"))
        for column in self.at.yearless:
            text = message("nobody can tell the year of `{month}`", month=self.header.cells[column])
            self.report(self.header, column, "not-a-period", text, _WRITE_MONTH)
        if self.at.left_out:
            names = tuple(f"“{self.header.cells[column]}”" for column in self.at.left_out)
            text = message("these columns are not read: {columns}", columns=names)
            place = self.header.place(self.reports.file, self.at.left_out[0])
            hint = message("the columns of months are called `2026-10`")
            self.reports.add(place, "left-out-columns", text, hint, "info")

    def is_header(self, row: Cells) -> bool:
        """Whether the header is repeated, as on every printed page."""
        columns = (self.at.projects[0], self.at.lines[0], *(column for column, _, _ in self.at.amounts[:1]))
        return all(_cell(row, c) == _cell(self.header, c) for c in columns)

    def is_foot(self, row: Cells) -> bool:
        """Whether the row says who wrote the sheet, or what is to be noted."""
        first = next((cell for cell in row.cells if cell), "")
        return bool(_FOOT.match(unicodedata.normalize("NFKC", first)))

    def adds_up(self, row: Cells) -> bool:
        """Whether the row adds up others; what is above it is over, as far as it adds up."""
        first = next((column for column, cell in enumerate(row.cells) if cell), 0)
        of_all = first not in self.at.lines and is_sum(_cell(row, first))
        if of_all or any(self.is_sum(_cell(row, column)) for column in self.at.projects):
            self.project = self.line = None
            return True
        if any(self.is_sum(_cell(row, column)) for column in self.at.lines):
            self.line = None
            return True
        return self.at.month is not None and is_sum(_cell(row, self.at.month))

    def is_sum(self, text: str) -> bool:
        """`Total`; and `Fair Total` below rows of the Fair."""
        if not text or is_sum(text):
            return bool(text)
        found = _SUM_OF.match(folded(text))
        return bool(found) and (found[1] or found[2]).strip(" :-") in self.seen if found else False

    def go_on(self, row: Cells) -> None:
        """Which project and line the row is about: its own, or those of the row above."""
        project, line = self.names(row, self.at.projects), self.names(row, self.at.lines)
        if project and project != self.project:
            self.project, self.line = project, None
        if line:
            self.line = line
        self.seen.update(folded(name) for name in (*project, *line))

    def names(self, row: Cells, columns: tuple[int, ...]) -> Names:
        found = tuple(cell for column in columns if (cell := _cell(row, column)))
        return self.texts.setdefault(found, found)

    def of_row(self, row: Cells) -> Iterator[Spent]:
        for column, unit, day in self.at.amounts:
            text = _cell(row, column)
            if unicodedata.normalize("NFKC", text) in _NOTHING or not self.is_own(row, column):
                continue
            found = self.amount(row, column, unit)
            when = day or self.day(row, column)
            if found and when and self.is_called(row):
                yield self.spent(row, column, when, found)

    def spent(self, row: Cells, column: int, day: date, found: Amount) -> Spent:
        said = _cell(row, self.at.currency) if self.at.currency is not None else ""
        month_at = column if self.at.month is None else self.at.month
        return Spent(
            self.project or (),
            self.line or (),
            day,
            found.number,
            found.currencies or _currencies(said),
            _cell(row, self.at.note) if self.at.note is not None else "",
            row,
            (self.at.projects[0], self.at.lines[0], month_at, column),
        )

    def is_own(self, row: Cells, column: int) -> bool:
        """Whether the amount belongs to this row, not to several of which it is written once."""
        if column not in row.continued:
            return True
        every = {*self.at.projects, *self.at.lines, *([] if self.at.month is None else [self.at.month])}
        if not every <= row.continued:  # a row that is merged as a whole is one tall row
            text = message("one amount stands for several rows, as their cells are merged")
            self.report(row, column, "merged-amount", text, message("write an amount into each of the rows"))
        return False

    def is_called(self, row: Cells) -> bool:
        """Whether the row has a project and a line, with names that can be read."""
        for names, at, text in (
            (self.project, self.at.projects, _NO_PROJECT),
            (self.line, self.at.lines, _NO_LINE),
        ):
            if not names:
                self.report(row, at[0], "missing-field", text, _WRITE_NAME)
                return False
            if any(self.is_wrong(row, at[0], name) for name in names):
                return False
        return True

    def is_wrong(self, row: Cells, column: int, text: str) -> bool:
        """Whether a cell shows an error, or a formula that was never computed; says so."""
        if _ERROR.match(text):
            said = message("the cell shows the error `{value}`", value=text)
            hint = message("mend the formula, or write what it should give")
        elif text.startswith("=") and len(text) > 1:
            said = message("the cell holds a formula whose result was never saved")
            hint = message("open the sheet in a spreadsheet program and save it again, or write the result")
        else:
            return False
        self.report(row, column, "cell-error", said, hint)
        return True

    def amount(self, row: Cells, column: int, unit: Unit) -> Amount | None:
        text = _cell(row, column)
        if self.is_wrong(row, column, text):
            return None
        try:
            if isinstance(row, Row) and row.delimiter == ";" and "," in text:
                raise ValueError  # `1,234` is little more than 1 there
            found = _amount(text, unit)
        except ValueError:
            said = message("`{value}` is not an amount", value=text[:60])
            self.report(row, column, "not-an-amount", said, _amount_hint(text, unit))
            return None
        if column in row.computed:  # what a formula gives is shown, and meant, to the cent
            found = found._replace(number=found.number.quantize(_CENT, ROUND_HALF_UP))
        return found

    def day(self, row: Cells, column: int) -> date | None:
        """The month of a row; the day in it, where the column is one of days."""
        at = self.at.month if self.at.month is not None else column
        text = _cell(row, at)
        if self.is_wrong(row, at, text):
            return None
        found = month(text, self.year(row))
        if found is None:
            said = message("`{value}` is not a month", value=text[:60]) if text else _NO_MONTH
            self.report(row, at, "not-a-period", said, _month_hint(text))
        return found.replace(day=1) if found and self.at.is_month else found

    def year(self, row: Cells) -> int | None:
        """The year of a row: in a column of its own, or the one that the title gives."""
        if self.at.year is None:
            return self.at.certain_year
        found = re.match(r"(20[0-9]{2})年?(度)?\Z", _cell(row, self.at.year))
        return int(found[1]) if found else None

    def report(self, row: Cells, column: int, code: str, text: Message, hint: Message) -> None:
        self.reports.add(row.place(self.reports.file, column), code, text, hint)


_SUM_OF = re.compile(
    r"(?:(.+?) ?(?:合 ?计|小 ?计|总 ?计|汇 ?总|sub-?total|total)"
    r"|(?:合 ?计|小 ?计|total)(?: of)? ?:? ?(.+)) ?:?\Z"
)
_WRITE_MONTH = message("write the year too, for example `2026-10`")
_NO_MONTH = message("this amount has no month")
_NO_PROJECT = message("nobody can tell the project of this amount")
_NO_LINE = message("nobody can tell the budget line of this amount")
_WRITE_NAME = message("write it into this row; only the rows of one block leave it out")


def _cell(row: Cells, column: int) -> str:
    return row.cells[column] if column < len(row.cells) else ""


def _currencies(text: str) -> frozenset[str]:
    """The currencies that a cell may name; what it says, where nobody knows it."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return frozenset()
    try:
        found = money(f"1 {plain}")
    except ValueError:
        return frozenset({plain})
    return found.currencies if isinstance(found, Signed) else frozenset({plain})


def _amount(text: str, unit: Unit) -> Amount:
    """The amount in a cell, in units of its currency.

    Raises:
        ValueError: where the cell holds none, or one that can be read in two ways.
    """
    plain = unicodedata.normalize("NFKC", text).strip().removeprefix("+")
    bracketed, behind = _BRACKETED.match(plain), _BEHIND.match(plain)
    negative = bool(bracketed or behind)
    plain = bracketed[1] + bracketed[2].strip() if bracketed else behind[1] if behind else plain
    if negative and "-" in plain:
        raise ValueError(text)
    if unit.factor != 1 and not _COUNTED.fullmatch(plain.removeprefix("-")):
        raise ValueError(text)  # a unit of its own beside that of the heading
    if len(plain) > _MOST_DIGITS:
        raise ValueError(text)
    number = Decimal(plain) if _PLAIN.match(plain) else money(plain)
    said = number.currencies if isinstance(number, Signed) else frozenset()
    number = (Decimal(0) - number if negative else Decimal(0) + number) * unit.factor
    if abs(number) >= _LARGEST:
        raise ValueError(text)
    return Amount(number, said or frozenset(filter(None, [unit.currency])))


def _amount_hint(text: str, unit: Unit) -> Message:
    if "%" in unicodedata.normalize("NFKC", text):
        return message("write an amount, not a share of one")
    if unit.factor != 1 and re.search("[千万亿kKmM]", text):
        return message("the heading counts in another unit already: write the number alone")
    meant = repaired("money", text)
    if meant and unit.factor == 1:
        return message("write {value}", value=meant)
    return message("write the number alone, for example 1200.50; an empty cell says that nothing was spent")


def _month_hint(text: str) -> Message:
    if re.match(r"[0-9]{4}\.1\Z", text):
        year = text[:4]
        return message("write `{first}` or `{other}`", first=f"{year}-01", other=f"{year}-10")
    beyond = re.match(r"[0-9]{4} ?[-./年] ?(1[3-9]|[2-9][0-9]|0{1,2})(?![0-9])", text)
    if beyond:
        return message("a year has the months 01 to 12: write `2026-10`")
    if names_month(text) or text.isdecimal():
        return _WRITE_MONTH
    return message("write the month as `2026-10`")
