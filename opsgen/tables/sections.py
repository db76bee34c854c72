"""The sections of a sheet, as programs for analysis export it: comments, and tables one below the other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.tables.table import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.tables.table import Cells, Sheet

_COMMENT = re.compile(r"#(?![0-9])")
_NUMBER = re.compile(r"[-+(]?[^\w\s]?\d")
_MOST_COMMENTS = 500
"""Lines of comments that are kept; a report has a dozen."""


@dataclass(frozen=True, slots=True)
class Section:
    """One table of a sheet with what is said above it; its header is among the first of the rows."""

    comments: tuple[str, ...]
    """Of this section, else those of the last one that had any."""
    rows: tuple[Cells, ...]


def sections(sheet: Sheet) -> Iterator[Section]:
    """The tables of a sheet, from the top.

    One ends where comments begin, and at a blank row with a row of words behind it, which is the next header.
    """
    comments: list[str] = []
    block: list[Cells] = []
    for row in sheet.rows:
        comment = _comment(row)
        if block and (comment is not None or (row.apart and _is_words(row))):
            titles = [cell for above in block if (cell := _alone(above))]
            if len(titles) == len(block):
                comments += titles
            else:
                yield Section(tuple(comments), tuple(block))
                comments = [] if comment is not None else list(comments)
            block = []
        if comment is None:
            block.append(row)
        elif len(comments) < _MOST_COMMENTS:
            comments.append(comment)
    if block:
        yield Section(tuple(comments), tuple(block))


def _comment(row: Cells) -> str | None:
    """What a row says that is a comment; a column that is called `#` makes none."""
    first = row.cells[0]
    if not _COMMENT.match(first) or (first == "#" and any(row.cells[1:])):
        return None
    text = row.written if isinstance(row, Row) else " ".join(row.cells)
    return text.strip().lstrip("#").strip(' ,;"\t')


def _alone(row: Cells) -> str:
    """The words of a row that has nothing beside them."""
    first, *others = [cell for cell in row.cells if cell]
    return first if not others and _is_words(row) else ""


def _is_words(row: Cells) -> bool:
    return not any(_NUMBER.match(cell) for cell in row.cells)
