"""A register as a CSV file: what Excel, LibreOffice and scripts read alike.

RFC 4180 in UTF-8 with a byte order mark, without which Excel takes Chinese for another encoding. One item is
one line, all items are there. Dates are ISO 8601, numbers have a point and no grouping, the unknown is empty.
"""

from __future__ import annotations

import csv
import re
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING

from opsgen.text import plain
from opsgen.views.registers.table import Number, ProjectCell
from opsgen.words import Message, Text, message, words

if TYPE_CHECKING:
    from opsgen.views.registers.table import Cell, Column, Row, Table
    from opsgen.words import Words

MACHINE = ("project_id", "item_id")
"""The first two columns, in every language: what a script finds an item by."""

_PLACES = 6
# A spreadsheet that separates by semicolons begins a new cell after each.
_FORMULA = re.compile(r"(^|;)(\s*)(?=[=+\-@＝＋－＠])")


def sheet(table: Table, lang: str) -> bytes:
    """The bytes of the file, its headings and words in the language of the page beside it."""
    say = words(lang)
    shown = [(place, column) for place, column in enumerate(table.columns) if column.kind != "figure"]
    text = StringIO(newline="")
    writer = csv.writer(text)  # commas, quotes where needed, lines end in CR LF
    writer.writerow((*MACHINE, *(_heading(column, say) for _, column in shown)))
    for row in table.rows:
        cells = (row.title, *row.cells)
        writer.writerow((*_ids(row), *(_value(cells[place], say) for place, _ in shown)))
    return text.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """Author text that no spreadsheet takes for a formula, on one line.

    What begins with `=`, `+`, `-` or `@`, in either width, gets an apostrophe in front, which a spreadsheet
    shows; tabs and line ends become spaces.
    """
    return _FORMULA.sub(r"\1\2'", " ".join(plain(text).split()))


def _ids(row: Row) -> tuple[str, str]:
    return harmless(row.project), harmless(row.id)


def _heading(column: Column, say: Words) -> str:
    unit = message("days") if column.kind == "days" else column.unit
    said = harmless(say.say(column.title))  # a team names its own columns
    return say.say(message("{title} ({unit})", title=said, unit=unit)) if unit else said


def _value(cell: Cell, say: Words) -> str:
    """A cell as the file holds it."""
    match cell:
        case None:
            return ""
        case Number(value=value):
            return _number(value)
        case int() | float() | Decimal():
            return _number(cell)
        case date():
            return cell.isoformat()
        case ProjectCell(title=title):
            return harmless(say.pick(title))
        case Message() | Text():
            return harmless(say.say(cell))
        case (str(), Message() as word):  # a state: its word, without its mark
            return harmless(say.say(word))
        case str():
            return harmless(cell)
        case tuple():  # several states
            return "; ".join(_value(state, say) for state in cell)
    raise TypeError(f"no cell of a file: {cell!r}")


def _number(value: float | Decimal) -> str:
    """A number without grouping, exponent or idle zeros; never text, so a negative one stays a number."""
    digits = f"{value:.{_PLACES}f}".rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits
