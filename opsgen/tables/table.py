"""What was read of a table: its rows, where their cells stand, and what was wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from opsgen.problem import Place, Problem

MAX_ROWS = 100_000
MAX_COLUMNS = 1000
Spans = tuple[tuple[int, int], ...]
"""For each cell the column of its first character, and the one behind its last."""


class Cells(Protocol):
    """One row of a table, whatever kind of file it stands in."""

    @property
    def line(self) -> int:
        """The line of the file, or the row of the sheet, from 1."""

    @property
    def cells(self) -> tuple[str, ...]:
        """The texts of the cells, trimmed."""

    @property
    def apart(self) -> bool:
        """Whether the row above it is blank."""

    @property
    def computed(self) -> frozenset[int]:
        """The cells that hold the result of a formula."""

    @property
    def continued(self) -> frozenset[int]:
        """The cells that belong to a cell above them, with whose text they are filled."""

    def place(self, file: str, column: int) -> Place:
        """Where a cell stands; one that is not there, behind the last."""


_NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of text: the line it starts on, its cells, trimmed, and that line as it is written."""

    line: int
    cells: tuple[str, ...]
    written: str = ""
    delimiter: str = ","
    apart: bool = False

    @property
    def computed(self) -> frozenset[int]:
        """None: text has no formulas."""
        return _NONE

    @property
    def continued(self) -> frozenset[int]:
        """None: text has no merged cells."""
        return _NONE

    def spans(self) -> Spans:
        """Where the cells of the line stand; those on further lines of the row are left out."""
        found, at = [], 1
        for cell in _as_written(self.written, self.delimiter):
            start = at + len(cell) - len(cell.lstrip())
            found.append((start, start + max(1, len(cell.strip()))))
            at += len(cell) + 1
        return tuple(found)

    def place(self, file: str, column: int) -> Place:
        """Where a cell stands; one that is not there, behind the last."""
        spans, behind = self.spans(), len(self.written) + 1
        start, end = spans[column] if column < len(spans) else (behind, behind + 1)
        return Place(file, self.line, start, self.line, end)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a sheet of a workbook."""

    line: int
    cells: tuple[str, ...]
    sheet: str = ""
    """The name of the sheet, where the workbook has more than one."""
    computed: frozenset[int] = _NONE
    continued: frozenset[int] = _NONE
    apart: bool = False

    def place(self, file: str, column: int) -> Place:
        """Where a cell stands: its row, its column, and what the program calls it."""
        cell = f"{self.sheet}!{letters(column)}{self.line}" if self.sheet else f"{letters(column)}{self.line}"
        return Place(file, self.line, column + 1, self.line, column + 2, cell)


def letters(column: int) -> str:
    """What programs call a column, from 0: A, B … Z, AA."""
    name, left = "", column + 1
    while left:
        left, letter = divmod(left - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def _as_written(line: str, delimiter: str) -> list[str]:
    """The cells of a line with their quotes and blanks."""
    cells: list[list[str]] = []
    quoted = False
    for part in line.split(delimiter):
        if quoted:
            cells[-1].append(part)
        else:
            cells.append([part])
        if quoted or part.startswith('"'):
            quoted ^= bool(part.count('"') % 2)
    return [delimiter.join(parts) for parts in cells]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one sheet with any text in them; a CSV file is one sheet without a name."""

    name: str
    rows: tuple[Cells, ...]
    hidden: bool = False
    hidden_lines: frozenset[int] = _NONE


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a file; none where it could not be read."""

    file: str
    sheets: tuple[Sheet, ...] = ()
    problems: tuple[Problem, ...] = ()
