"""CSV as input, in the encodings that sheets export, with the line of every row."""

from __future__ import annotations

import csv
import io
import re
from itertools import islice

from opsgen.load import is_office_document
from opsgen.problem import Place, Problem
from opsgen.tables.table import MAX_COLUMNS, MAX_ROWS, Book, Row, Sheet
from opsgen.words import Message, message

_SIGNS = "\t,;"
_SAID = re.compile(r"sep=([,;\t])[,;\t]*\Z", re.IGNORECASE)
_FIRST = 30
"""Lines that are asked for what separates the cells."""


def read_csv_sheet(file: str, content: bytes, most: int) -> Book:
    """The rows of a CSV file as the only sheet of a book; those without any text are left out."""
    hint = message("if it is a workbook of Excel, rename it to `{name}.xlsx`", name=file.rpartition(".")[0])
    found = _rows_of(file, content, most, hint)
    if isinstance(found, Problem):
        return Book(file, problems=(found,))
    return Book(file, (Sheet("", tuple(found)),))


def _rows_of(file: str, content: bytes, most: int, no_text: Message) -> list[Row] | Problem:
    """The rows of the file, at least one; or why there are none."""
    if len(content) > most:
        text = message("the table has more than {limit} bytes", limit=most)
        return _refusal(file, "file-too-large", text, message("divide it, or leave out what nobody reads"))
    if is_office_document(content):
        text = message("this is a document of an office program, not a text file")
        return _refusal(file, "not-text", text, no_text)
    decoded_text = decoded(content)
    if decoded_text is None:
        return _refusal(file, "encoding", message("the file is not text in a known encoding"))
    try:
        rows = _rows(decoded_text)
    except csv.Error as error:
        text = message("the table cannot be read: {problem}", problem=str(error))
        return _refusal(file, "malformed-table", text)
    unclosed = _unclosed(rows[-1], decoded_text) if rows else None
    if unclosed is not None:
        text = message("a quotation mark opens here and is never closed; the rows below are part of the cell")
        place = rows[-1].place(file, unclosed)
        return Problem(place, "malformed-table", "error", text, message("delete it, or close it in this row"))
    if len(rows) > MAX_ROWS:
        text = message("the table has more than {limit} rows", limit=MAX_ROWS)
        return _refusal(file, "list-too-long", text)
    return rows or _refusal(file, "empty-file", message("the file holds no data"))


def _unclosed(last: Row, text: str) -> int | None:
    """Which cell of the last row begins with a quotation mark that nothing closes; None where all is well.

    It matters only where rows below were taken for a part of the cell.
    """
    rest = text.split("\n")[last.line - 1 :]
    if not any(rest[1:]) or "\n".join(rest).count('"') % 2 == 0:
        return None
    return next((i for i, cell in enumerate(last.cells) if "\n" in cell), None)


def _rows(text: str) -> list[Row]:
    lines = text.split("\n")
    delimiter = _delimiter(lines)
    if _SAID.match(lines[0]):
        lines[0] = ""  # not a row, but so that the others keep their numbers
        text = "\n".join(lines)
    if any(line.count(delimiter) >= MAX_COLUMNS for line in lines):
        raise csv.Error(f"more than {MAX_COLUMNS} columns")
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    rows, line, apart = [], 1, False
    for cells in reader:
        trimmed = tuple(cell.strip() for cell in cells)
        if any(trimmed):
            rows.append(Row(line, trimmed, lines[line - 1], delimiter, apart))
            if len(rows) > MAX_ROWS:
                break
        apart = not any(trimmed)
        line = reader.line_num + 1
    return rows


def _delimiter(lines: list[str]) -> str:
    """What separates the cells; Excel writes `;` where the comma stands in numbers.

    A file may say it, `sep=;`. Else it stands in most of the first lines; a title above the header has none.
    """
    said = _SAID.match(lines[0])
    if said:
        return said[1]
    first = list(islice((line for line in lines if line.strip() and not line.startswith("#")), _FIRST))
    return max(_SIGNS, key=lambda sign: sum(sign in line for line in first)) if _any(first) else ","


def _any(lines: list[str]) -> bool:
    return any(sign in line for line in lines for sign in _SIGNS)


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


def _refusal(file: str, code: str, text: Message, hint: Message | None = None) -> Problem:
    return Problem(Place(file), code, "error", text, hint)
