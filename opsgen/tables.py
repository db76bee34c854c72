"""Tables as input: CSV in the encodings that sheets export, with the line of every row."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from opsgen.load import is_office_document
from opsgen.problem import Place, Problem
from opsgen.words import Message, message

MAX_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it starts on, its cells, trimmed, and that line as it is written."""

    line: int
    cells: tuple[str, ...]
    written: str = ""
    delimiter: str = ","

    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where the cells of the line stand: the column of the first character, and the one behind the last.

        Cells that stand on further lines of the row are left out.
        """
        found, at = [], 1
        for cell in _as_written(self.written, self.delimiter):
            start = at + len(cell) - len(cell.lstrip())
            found.append((start, start + max(1, len(cell.strip()))))
            at += len(cell) + 1
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Table:
    """A table's header and rows; no rows where it could not be read."""

    file: str
    header: Row = Row(1, ())
    rows: tuple[Row, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_csv(file: str, content: bytes) -> Table:
    """The table in the bytes of a CSV file; rows without any text are left out."""
    if is_office_document(content):
        text = message("this is a document of an office program, not a text file")
        return _refused(file, "not-text", text, message("save it as CSV: opsgen does not read workbooks"))
    decoded_text = decoded(content)
    if decoded_text is None:
        return _refused(file, "encoding", message("the file is not text in a known encoding"))
    try:
        rows = _rows(decoded_text)
    except csv.Error as error:
        return _refused(
            file, "malformed-table", message("the table cannot be read: {problem}", problem=str(error))
        )
    if len(rows) > MAX_ROWS:
        return _refused(
            file, "list-too-long", message("the table has more than {limit} rows", limit=MAX_ROWS)
        )
    if not rows:
        return _refused(file, "empty-file", message("the file holds no data"))
    return Table(file, rows[0], tuple(rows[1:]))


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


def _rows(text: str) -> list[Row]:
    lines = text.split("\n")
    delimiter = _delimiter(next((line for line in lines if line.strip()), ""))
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    rows, line = [], 1
    for cells in reader:
        trimmed = tuple(cell.strip() for cell in cells)
        if any(trimmed):
            rows.append(Row(line, trimmed, lines[line - 1], delimiter))
        line = reader.line_num + 1
    return rows


def _delimiter(header: str) -> str:
    """What separates the cells; Excel writes `;` where the comma stands in numbers."""
    return next((sign for sign in "\t,;" if sign in header), ",")


def decoded(content: bytes) -> str | None:
    """The text of a table with plain line ends; None where it is in no encoding that sheets export."""
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text.replace("\r\n", "\n").replace("\r", "\n")
    return None


def _refused(file: str, code: str, text: Message, hint: Message | None = None) -> Table:
    return Table(file, problems=(Problem(Place(file), code, "error", text, hint),))
