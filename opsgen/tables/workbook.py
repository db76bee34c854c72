"""Workbooks as input: what their cells show, not how it is computed.

The sheets are read here cell by cell: a library that reads workbooks whole hides which results were never
computed and which rows are hidden, and makes floats of amounts. What it knows of number formats is used.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from bisect import bisect_left
from dataclasses import dataclass, field
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any

from opsgen.problem import Place, Problem
from opsgen.tables.archive import MalformedError, damaged, elements, refusal
from opsgen.tables.table import MAX_COLUMNS, MAX_ROWS, Book, Sheet, SheetRow
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_SHEETS = 100
_MAX_LETTERS = 1000
"""Of a cell; names, months and amounts have fewer."""
_MAX_FILLED = 200_000
"""Cells that merging may fill."""
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_SHOWN = Context(prec=15)
"""Programs show fifteen digits and keep two more, which is where 0.1 + 0.2 is not 0.3."""
_WIDEST = 30
_SIGN = re.compile(r"\[\$([^\]-]*)[^\]]*\]|([$€£])")
_UNSAID = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?\Z")


def read_workbook(file: str, content: bytes, most: int) -> Book:
    """The sheets in the bytes of an `.xlsx` file of at most so many bytes; never raises."""
    refused = refusal(file, content, most)
    if refused:
        return Book(file, problems=(refused,))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sheets = tuple(_Archive(archive).sheets())
    except _TooMuchError as error:
        return Book(file, problems=(_problem(file, "list-too-long", error.reason),))
    except Exception:  # anything may be wrong in there, and Python's readers of it say so in many ways
        return Book(file, problems=(damaged(file),))
    if not any(sheet.rows for sheet in sheets):
        return Book(file, problems=(_problem(file, "empty-file", message("the file holds no data")),))
    return Book(file, sheets)


class _TooMuchError(Exception):
    """There is more in it than is read."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.text)
        self.reason = reason


class _Archive:
    """The parts of a workbook, found by how they refer to each other."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        roots = (target for kind, target in self.related("").values() if kind == "officeDocument")
        self.book = next(roots, "xl/workbook.xml")
        self.parts = self.related(self.book)

    def sheets(self) -> Iterator[Sheet]:
        named, of_1904 = self.named()
        if len(named) > MAX_SHEETS:
            raise _TooMuchError(message("the workbook has more than {limit} sheets", limit=MAX_SHEETS))
        strings = [_text(part) for _, part in self.of_kind("sharedStrings", ("si",))]
        styles, left = _Styles(self.of_kind("styles", ("numFmt", "cellXfs")), of_1904), MAX_ROWS
        for name, hidden, part in named:
            reader = _SheetReader(strings, styles, left, name if len(named) > 1 else "")
            with self.archive.open(part) as source:
                reader.read(source)
            rows = reader.rows()
            left -= len(rows)
            yield Sheet(name, rows, hidden, frozenset(reader.hidden))

    def named(self) -> tuple[list[tuple[str, bool, str]], bool]:
        """Name, whether it is hidden, and part of each sheet with cells; whether days count from 1904."""
        found, of_1904 = [], False
        with self.archive.open(self.book) as source:
            for tag, element in elements(source, ("sheet", "workbookPr")):
                if tag == "workbookPr":
                    of_1904 = element.get("date1904") in ("1", "true")
                    continue
                kind, part = self.parts.get(element.get(_RELATION) or element.get(_STRICT), ("", ""))
                if kind == "worksheet":
                    hidden = element.get("state", "visible") != "visible"
                    found.append((element.get("name", ""), hidden, part))
        return found, of_1904

    def of_kind(self, kind: str, wanted: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
        """The elements of the part of this kind; none where there is no such part."""
        part = next((target for found, target in self.parts.values() if found == kind), None)
        if part is not None:
            with self.archive.open(part) as source:
                yield from elements(source, wanted)

    def related(self, part: str) -> dict[str | None, tuple[str, str]]:
        """What a part refers to, by the names it uses: the kind, and the other part."""
        folder, _, name = part.rpartition("/")
        found: dict[str | None, tuple[str, str]] = {}
        with self.archive.open(posixpath.join(folder, "_rels", f"{name}.rels")) as source:
            for _, one in elements(source, ("Relationship",)):
                target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/")
                found[one.get("Id")] = (one.get("Type", "").rpartition("/")[2], target)
        return found


def _text(element: Any) -> str:
    """The text of a cell, of several pieces where it is set in several ways; not how it is pronounced."""
    runs = [(part,) if _is(part, "t") else part for part in element if not _is(part, "rPh")]
    text = "".join(piece.text or "" for run in runs for piece in run if _is(piece, "t"))
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _is(element: Any, name: str) -> bool:
    return str(element.tag).rpartition("}")[2] == name


class _Styles:
    """What the styles of cells say about the numbers in them."""

    def __init__(self, parts: Iterator[tuple[str, Any]], of_1904: bool) -> None:
        self.of_1904 = of_1904
        self.own: dict[int, str] = {}
        self.formats: list[int] = []
        self.known: dict[int, tuple[bool, bool, str]] = {}
        for tag, part in parts:
            if tag == "numFmt":
                self.own[int(part.get("numFmtId"))] = part.get("formatCode", "")
            else:
                self.formats = [int(one.get("numFmtId") or 0) for one in part if _is(one, "xf")]

    def shown(self, text: str, style: int) -> str:
        """A number as its cell shows it, without rounding: a date, a percentage, an amount in dollars."""
        try:
            number = _SHOWN.plus(Decimal(text))
        except ArithmeticError:
            return text
        if not number.is_finite() or abs(number.adjusted()) > _WIDEST:
            return text
        if style not in self.known:
            self.known[style] = _meaning(self.pattern(style))
        is_date, is_share, sign = self.known[style]
        if is_date:
            return self.day(number) or _plain(number)
        return f"{_plain(number * 100)}%" if is_share else sign + _plain(number)

    def day(self, number: Decimal) -> str | None:
        """The date of a number by which days are counted, as YYYY-MM-DD."""
        from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

        try:
            found = from_excel(float(number), MAC_EPOCH if self.of_1904 else WINDOWS_EPOCH)
        except (OverflowError, ValueError):
            return None
        return found.date().isoformat() if hasattr(found, "date") else None

    def pattern(self, style: int) -> str:
        """The number format of a style."""
        from openpyxl.styles.numbers import BUILTIN_FORMATS

        number = self.formats[style] if 0 <= style < len(self.formats) else 0
        return self.own.get(number) or str(BUILTIN_FORMATS.get(number, "General"))


def _meaning(pattern: str) -> tuple[bool, bool, str]:
    """Whether a number format writes dates, or shares in percent; and the sign of its currency.

    `¥` is left out: it is the sign of two currencies.
    """
    from openpyxl.styles.numbers import is_date_format, is_timedelta_format

    positive = pattern.partition(";")[0]
    found = _SIGN.search(positive)
    sign = (found[1] or found[2] or "") if found else ""
    is_date = bool(is_date_format(pattern)) and not is_timedelta_format(pattern)
    return is_date, "%" in _UNSAID.sub("", positive), "" if sign in ("¥", "￥") else sign


def _plain(number: Decimal) -> str:
    """A number without exponent and without zeros that say nothing."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(slots=True)
class _Line:
    """A row of a sheet while it is read: its cells by column, from 0."""

    cells: dict[int, str] = field(default_factory=dict)
    computed: set[int] = field(default_factory=set)
    continued: set[int] = field(default_factory=set)


class _SheetReader:
    """Reads one sheet: at most so many rows with any text in them."""

    def __init__(self, strings: list[str], styles: _Styles, most: int, name: str) -> None:
        self.strings = strings
        self.styles = styles
        self.most = most
        self.name = name
        self.lines: dict[int, _Line] = {}
        self.hidden: set[int] = set()
        self.merged: list[tuple[int, int, int, int]] = []
        self.texts: dict[str, str] = {}
        """Each text once: most cells of a column say the same."""

    def read(self, source: Any) -> None:
        number = 0
        for tag, element in elements(source, ("row", "mergeCell")):
            if tag == "row":
                number = int(element.get("r") or number + 1)
                self.take(element, number)
            else:
                self.take_merged(element.get("ref", ""))
        self.fill()

    def rows(self) -> tuple[SheetRow, ...]:
        return tuple(self.row(number, line) for number, line in sorted(self.lines.items()))

    def row(self, number: int, line: _Line) -> SheetRow:
        cells = tuple(line.cells.get(column, "") for column in range(max(line.cells) + 1))
        apart = number > 1 and number - 1 not in self.lines
        return SheetRow(number, cells, self.name, frozenset(line.computed), frozenset(line.continued), apart)

    def take(self, element: Any, number: int) -> None:
        line, column = _Line(), -1
        for cell in element:
            if _is(cell, "c"):
                column = _column(cell.get("r"), column + 1)
                self.take_cell(cell, column, line)
        if not line.cells:
            return
        if element.get("hidden") in ("1", "true"):
            self.hidden.add(number)
        if number < 1 or number in self.lines:
            raise MalformedError(number)
        if len(self.lines) >= self.most:
            raise _TooMuchError(message("the table has more than {limit} rows", limit=MAX_ROWS))
        self.lines[number] = line

    def take_cell(self, cell: Any, column: int, line: _Line) -> None:
        parts = {str(part.tag).rpartition("}")[2]: part for part in cell}
        text = self.text(cell, parts).strip()[:_MAX_LETTERS]
        if "f" in parts:
            line.computed.add(column)
            text = text or f"={parts['f'].text or ''}"[:_MAX_LETTERS]
        if text:
            if column >= MAX_COLUMNS:
                raise _TooMuchError(message("the table has more than {limit} columns", limit=MAX_COLUMNS))
            line.cells[column] = self.texts.setdefault(text, text)

    def text(self, cell: Any, parts: dict[str, Any]) -> str:
        """What the cell shows."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _text(parts["is"]) if "is" in parts else ""
        value = (parts["v"].text or "") if "v" in parts else ""
        if not value:
            return ""
        if kind == "s":
            return self.strings[int(value)]
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        return self.styles.shown(value, int(cell.get("s") or 0)) if kind == "n" else str(value)

    def take_merged(self, reference: str) -> None:
        found = _REFERENCE.match(reference)
        if found and found[3]:
            self.merged.append((int(found[2]), _number(found[1]), int(found[4]), _number(found[3])))

    def fill(self) -> None:
        """Write into the rows below what stands once for all of them."""
        numbers, filled = sorted(self.lines), 0
        for top, left, bottom, right in self.merged:
            first = self.lines.get(top)
            for number in numbers[bisect_left(numbers, top + 1) : bisect_left(numbers, bottom + 1)]:
                filled += self.fill_row(self.lines[number], first, left, min(right, MAX_COLUMNS))
                if filled > _MAX_FILLED:
                    text = message("more than {limit} cells are merged", limit=_MAX_FILLED)
                    raise _TooMuchError(text)

    def fill_row(self, line: _Line, first: _Line | None, left: int, right: int) -> int:
        text = first.cells.get(left) if first else None
        if text:
            line.cells[left] = text
        line.continued.update(range(left, right + 1))
        return max(1, right - left + 1)


def _column(reference: str | None, following: int) -> int:
    """The column of a cell, from 0: what it says itself, else the one that follows."""
    found = _REFERENCE.match(reference or "")
    return _number(found[1]) if found else following


def _number(name: str) -> int:
    """The number of a column called `A`, `B` … `AA`, from 0."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _problem(file: str, code: str, text: Message) -> Problem:
    return Problem(Place(file), code, "error", text)
