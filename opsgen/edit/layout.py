"""One layout for the YAML of a workspace: indentation, spaces, empty lines; what a file says stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.edit.columns import place
from opsgen.edit.rows import COMMENT
from opsgen.edit.source import Edit
from opsgen.edit.tokens import rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from opsgen.edit.rows import Block, Row, Rows
    from opsgen.edit.source import Source

_ROUNDS = 8


class LayoutError(Exception):
    """A layout that loses a comment, or would be another one each time."""


def laid_out(source: Source, words: Mapping[int, str]) -> Source:
    """A file that YAML can read in its layout, the same value where it has it already.

    `words` take the place of texts, by where these begin.

    Raises:
        LayoutError: where the layout of the layout is another one, again and again, or a comment got lost.
    """
    before: list[str] | None = None
    for _ in range(_ROUNDS):
        made = rows(source, words)
        now = _comments(source, made)
        before = now if before is None else before
        edits = tuple(_edits(source, made))
        if now != before:
            raise LayoutError(source.file)
        if not edits:
            return source
        source, words = source.edited(edits), {}
    raise LayoutError(source.file)


def _comments(source: Source, made: Rows) -> list[str]:
    """The comments, in their order."""
    pieces = (row.pieces[-1] for _, row in sorted(made.rows.items()))
    return [source.text[piece.start : piece.end] for piece in pieces if piece.sign == COMMENT]


def _edits(source: Source, made: Rows) -> Iterator[Edit]:
    place(made)
    for row in made.rows.values():
        yield from _of_row(source.text, row)
    for block in made.blocks:
        yield from _of_block(source, block)
    yield from _empty_lines(source, made)
    text = source.text
    last = text.rstrip(" \t\r\n")
    if not made.open_ended and last == text.rstrip(" \t") and last:
        yield Edit(len(text), len(text), "\n")


def _of_row(text: str, row: Row) -> Iterator[Edit]:
    """What a line gets: its indentation, the spaces between its pieces, other words, no spaces at the end."""
    start, column = row.start, 0
    for piece in row.pieces:
        yield from _put(text, start, piece.start, " " * (piece.column - column))
        if piece.text:
            yield Edit(piece.start, piece.end, piece.text)
        start, column = piece.end, piece.column + piece.reach
    yield from _put(text, start, row.end, "")


def _put(text: str, start: int, end: int, space: str) -> Iterator[Edit]:
    if text[start:end] != space:
        yield Edit(start, end, space)


def _of_block(source: Source, block: Block) -> Iterator[Edit]:
    """The lines of a block at their depth; spaces that belong to the text stay."""
    for line in block.lines:
        start = source.starts[line]
        written = source.text[start : source.line_end_after(start)]
        if len(written) <= block.typed and not written.strip(" "):
            yield from _put(source.text, start, start + len(written), "")
        elif block.typed != block.column:
            yield Edit(start, start + block.typed, " " * block.column)


def _empty_lines(source: Source, made: Rows) -> Iterator[Edit]:
    """At most one empty line in a row, and none at the beginning and the end."""
    starts, text = source.starts, source.text
    kept = -1  # the last line that is not empty
    for line in sorted({*made.rows, *made.inside, len(starts)}):
        first = kept + 1
        if kept >= 0 and line < len(starts) and first < line:
            yield from _put(text, starts[first], source.line_end_after(starts[first]), "")
            first += 1
        end = starts[line] if line < len(starts) else len(text)
        if first < line and starts[first] < end:
            yield Edit(starts[first], end, "")
        kept = line
