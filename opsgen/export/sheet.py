"""A register as a CSV file: what Excel, LibreOffice and scripts read alike.

RFC 4180 in UTF-8 with a byte order mark, without which Excel takes Chinese for another encoding. One item is
one line, all items are there. Dates are ISO 8601, numbers have a point and no grouping, the unknown is empty.
"""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import TYPE_CHECKING

from opsgen.export.grid import MACHINE, Figure, grid, heading, said
from opsgen.text import one_line
from opsgen.words import words

if TYPE_CHECKING:
    from opsgen.export.grid import Grid, Value
    from opsgen.views.registers.table import Table

# A spreadsheet that separates by semicolons begins a new cell after each.
_FORMULA = re.compile(r"(^|;)(\s*)(?=[=+\-@＝＋－＠])")


def sheet(table: Table, lang: str) -> bytes:
    """The bytes of the file, its headings and words in the language of the page beside it."""
    return separated(grid(table, lang), lang)


def separated(of: Grid, lang: str) -> bytes:
    """The bytes of the file."""
    say = words(lang)
    text = StringIO(newline="")
    writer = csv.writer(text)  # commas, quotes where needed, lines end in CR LF
    writer.writerow((*MACHINE, *(harmless(heading(head, say)) for head in of.heads)))
    for line in of.lines:
        writer.writerow((harmless(line.project), harmless(line.item), *map(_written, line.values)))
    return text.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """Author text that no spreadsheet takes for a formula, on one line.

    What begins with `=`, `+`, `-` or `@`, in either width, gets an apostrophe in front, which a spreadsheet
    shows; tabs and line ends become spaces.
    """
    return _FORMULA.sub(r"\1\2'", one_line(text))


def _written(value: Value) -> str:
    """A value as the file holds it; a number is never text, so a negative one stays a number."""
    return value.digits if isinstance(value, Figure) else harmless(said(value))
