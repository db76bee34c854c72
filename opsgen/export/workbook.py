"""Tables as a workbook of Excel: real numbers and dates, text that is no formula, each time the same bytes.

A cell holds what the CSV file beside it holds, without the apostrophe that guards a formula there: here the
cell itself says that it is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from xlsxwriter import Workbook

from opsgen.export.grid import MACHINE, Figure, heading, said
from opsgen.text import one_line
from opsgen.words import Message, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from opsgen.export.grid import Grid, Line, Value
    from opsgen.export.imprint import Imprint
    from opsgen.words import Words

MOST_ROWS = 1_048_576 - 1
"""What a sheet has room for below its headings."""
MOST_LINKS = 65_530
MOST_CHARACTERS = 32_767
"""Of one cell, in UTF-16 as Excel counts."""
_LONGEST_ADDRESS = 2_000
_LONGEST_NAME = 31
_NARROWEST, _WIDEST = 9, 60
_MEASURED = 400
"""Rows that a column's width is taken from."""
_FIRST_DAY = date(1900, 3, 1)
"""Days before it Excel counts wrongly: its 1900 is a leap year."""
_DAY_ZERO = date(1899, 12, 30).toordinal()
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_WIDE = re.compile(
    r"[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]"
)
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "'")
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
Fact = tuple[Message, str | date | Message]
AUDIENCES = {
    "public": message("Everybody"),
    "internal": message("The organisation"),
    "board": message("The board"),
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """One sheet: what it is called, and what it holds."""

    name: str
    grid: Grid


def workbook(title: str, page: str, leaves: Sequence[Leaf], of: Imprint) -> bytes:
    """The bytes of a workbook with a sheet for each leaf, and a last one that says what it is."""
    made, say = BytesIO(), words(of.lang)
    book = Workbook(made, _OPTIONS)
    book.set_properties({"title": one_line(title), "created": datetime.combine(of.as_of, time())})
    styles = Styles(book)
    about = say.gettext("About this file")
    *names, last = sheet_names((*(leaf.name for leaf in leaves), about))
    for name, leaf in zip(names, leaves, strict=True):
        _sheet(book.add_worksheet(name), leaf.grid, styles, of)
    cut = [(name, len(leaf.grid.lines)) for name, leaf in zip(names, leaves, strict=True)]
    _about(book.add_worksheet(last), _facts(title, page, cut, of), styles, say)
    book.close()
    return made.getvalue()


def sheet_names(wanted: Iterable[str]) -> tuple[str, ...]:
    """Names that Excel takes: short, without its signs, no two alike whatever their case."""
    found: list[str] = []
    taken = {"", "history"}  # Excel keeps that one for itself
    for text in wanted:
        base = _FORBIDDEN.sub(" ", one_line(text)).strip("' ")
        name, n = _cut(base, _LONGEST_NAME).strip("' "), 1
        while name.casefold() in taken:
            n += 1
            name = f"{_cut(base, _LONGEST_NAME - len(str(n)) - 1)} {n}".strip()
        taken.add(name.casefold())
        found.append(name)
    return tuple(found)


class Styles:
    """The few formats of a workbook."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#EEF1F4"}
        )
        self.bold = book.add_format({"bold": True})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self.days = book.add_format({"num_format": "+0;-0;0"})
        # What would begin a formula stays text also for who edits the cell.
        self.quoted = book.add_format({"quote_prefix": True})
        self.link = book.add_format({"font_color": "#0B57D0", "underline": 1})
        self._numbers: dict[int, Format] = {}

    def number(self, places: int) -> Format:
        """Numbers in groups of three, with so many places."""
        if places not in self._numbers:
            shown = "#,##0" + (f".{'0' * places}" if places else "")
            self._numbers[places] = self.book.add_format({"num_format": shown})
        return self._numbers[places]


def _sheet(into: Worksheet, grid: Grid, styles: Styles, of: Imprint) -> None:
    say, lines = words(of.lang), grid.lines[:MOST_ROWS]
    titles = (*MACHINE, *(heading(head, say) for head in grid.heads))
    for column, title in enumerate(titles):
        into.write_string(0, column, cell_text(title), styles.head)
    formats = [_format(grid, column, styles) for column in range(len(grid.heads))]
    for row, line in enumerate(lines, 1):
        _text(into, row, 0, line.project, styles)
        _text(into, row, 1, line.item, styles)
        for column, value in enumerate(line.values):
            _cell(into, row, column + len(MACHINE), value, formats[column], styles)
    _link(into, lines, styles, of)
    for column, title in enumerate(titles):
        into.set_column(column, column, _width(title, lines, column))
    into.freeze_panes(1, 0)
    into.autofilter(0, 0, len(lines), len(titles) - 1)


def _cell(into: Worksheet, row: int, column: int, value: Value, shown: Format, styles: Styles) -> None:
    match value:
        case None:
            return
        case Figure(digits=digits):
            into.write_number(row, column, float(digits), shown)
        case date() if value >= _FIRST_DAY:
            into.write_number(row, column, value.toordinal() - _DAY_ZERO, styles.day)
        case _:
            _text(into, row, column, said(value), styles)


def _text(into: Worksheet, row: int, column: int, text: str, styles: Styles) -> None:
    if shown := cell_text(text):
        into.write_string(row, column, shown, styles.quoted if shown.startswith(_FORMULA) else None)


def _link(into: Worksheet, lines: Sequence[Line], styles: Styles, of: Imprint) -> None:
    """The titles lead to the items on their pages, where somebody says where the site is."""
    for row, line in enumerate(lines[:MOST_LINKS] if of.folder else (), 1):
        address, title = of.address(line.page, line.anchor), cell_text(said(line.values[0]))
        if address and title and len(address) <= _LONGEST_ADDRESS:
            into.write_url(row, len(MACHINE), address, styles.link, title)


def _format(grid: Grid, column: int, styles: Styles) -> Format:
    """How the numbers of a column are shown: with as many places as they have, within reason."""
    if grid.heads[column].type == "days":
        return styles.days
    found = [line.values[column] for line in grid.lines]
    digits = [value.digits for value in found if isinstance(value, Figure)]
    places = max((len(text.partition(".")[2]) for text in digits), default=0)
    large = any(len(text.partition(".")[0].lstrip("-")) > 1 for text in digits)
    return styles.number(min(places, 2 if large else 4))


def cell_text(text: str) -> str:
    """As much of a text as a cell has room for."""
    return _cut(one_line(text), MOST_CHARACTERS)


def _cut(text: str, most: int) -> str:
    """The beginning of a text, in UTF-16 units; what is cut ends with an ellipsis."""
    if len(text) <= most // 2 or len(text.encode("utf-16-le")) <= 2 * most:
        return text
    return text.encode("utf-16-le")[: 2 * (most - 1)].decode("utf-16-le", "ignore") + "…"


def _width(title: str, lines: Sequence[Line], column: int) -> float:
    """As wide as what stands in it, within reason; a Chinese character is as wide as two letters."""
    texts = (_at(line, column) for line in lines[:_MEASURED])
    widest = max((len(text) + len(_WIDE.findall(text[:_WIDEST])) for text in texts), default=0)
    own = len(title) + len(_WIDE.findall(title)) + 3  # beside the button of the filter
    return float(min(max(widest + 2, min(own, 24), _NARROWEST), _WIDEST))


def _at(line: Line, column: int) -> str:
    if column < len(MACHINE):
        return (line.project, line.item)[column]
    value = line.values[column - len(MACHINE)]
    return f"{float(value.digits):,.2f}" if isinstance(value, Figure) else said(value)


def _facts(title: str, page: str, sheets: Sequence[tuple[str, int]], of: Imprint) -> Iterable[Fact]:
    """What the last sheet says, line by line."""
    yield message("Title"), title
    if of.portfolio:
        yield message("Portfolio"), of.portfolio
    yield message("Data as of"), of.as_of
    yield message("Version of the data"), of.commit_said
    yield message("Made for"), AUDIENCES[of.audience]
    if address := of.address(page):
        yield message("Page"), address
    yield message("Made by"), f"opsgen {of.version}"
    for name, rows in sheets:
        if rows > MOST_ROWS:
            left = plural(
                "{n} row had no room on the sheet “{name}”; the CSV file has it.",
                "{n} rows had no room on the sheet “{name}”; the CSV file has them.",
                rows - MOST_ROWS,
                name=name,
            )
            yield message("Left out"), left


def _about(into: Worksheet, facts: Iterable[Fact], styles: Styles, say: Words) -> None:
    for row, (name, fact) in enumerate(facts):
        into.write_string(row, 0, say.say(name), styles.bold)
        _cell(into, row, 1, say.say(fact) if isinstance(fact, Message) else fact, styles.day, styles)
    into.set_column(0, 0, 24)
    into.set_column(1, 1, _WIDEST)
