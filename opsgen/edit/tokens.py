"""The tokens of a file to its lines: at which level each of them stands, and in which column it goes."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from opsgen.edit.rows import COMMENT, STEP, TAIL, Block, Level, Piece, Row, Rows, cells
from opsgen.load.nodes import tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opsgen.edit.source import Source
    from opsgen.load.nodes import Token

_MAPPING, _LIST, _END = "<block mapping start>", "<block sequence start>", "<block end>"
_NOTHING = ("<stream start>", "<stream end>")
_FRAME = ("<document start>", "<document end>", "<directive>")
_BEGINS = ("-", "?")
_BLANK = " \t"
_NUMBERS = frozenset("0123456789+-.¥$€£")
_THOUSANDS = re.compile(r"[0-9]{3}(?![0-9])")
_GLUED_HASH = re.compile(r"#[^\s#!]")


def rows(source: Source, words: Mapping[int, str]) -> Rows:
    """The lines of a file that YAML can read, each with the column where it goes.

    `words` is what takes the place of texts, by where these begin.
    """
    reader = _Reader(source, words)
    for token in tokens(source.text):
        reader.take(token)
    reader.between(len(source.text))
    reader.place_comments(None)
    return reader.made


class _Reader:
    """Takes the tokens of a file, one after the other."""

    def __init__(self, source: Source, words: Mapping[int, str]) -> None:
        self.source, self.text, self.starts, self.words = source, source.text, source.starts, words
        self.made = Rows()
        self.stack: list[Level] = []
        self.flows: list[Level] = []
        self.closed: list[Level] = []
        """Left since the last piece, the innermost first."""
        self.comments: list[Piece] = []
        """On lines of their own since the last piece; they are placed by what comes next."""
        self.begins = False
        """Whether a field begins with the next piece."""
        self.moved = 0
        """How far the last piece whose column is certain is moved."""
        self.deepest: int | None = None
        """How deep a comment may stand that is not to become a line of the block above it."""
        self.at, self.line = 0, 0
        """Behind the last piece."""

    def take(self, token: Token) -> None:
        sign, start = token.id, token.start_mark
        if sign in (_MAPPING, _LIST):
            self.open("mapping" if sign == _MAPPING else "list", start.line, start.column)
        elif sign == _END:
            self.leave_bare()
            self.closed.append(self.stack.pop())
        elif sign in ("?", ":") and not self.flows:
            self.leave_bare()
            self.begins |= sign == "?"
        if start.index < token.end_mark.index and sign not in _NOTHING:
            self.between(start.index)
            self.piece(token)

    def open(self, kind: str, line: int, column: int) -> None:
        """A level begins: one step deeper than the one around it, behind a dash too."""
        where = self.stack[-1].column + STEP if self.stack else column if line in self.made.rows else 0
        level = Level("mapping" if kind == "mapping" else "list", column, where)
        self.made.levels.append(level)
        self.stack.append(level)

    def leave_bare(self) -> None:
        if self.stack and self.stack[-1].kind == "bare":
            self.closed.append(self.stack.pop())

    def piece(self, token: Token) -> None:
        sign, start, end = token.id, token.start_mark, token.end_mark
        if sign == "-" and self.stack and self.stack[-1].kind == "mapping":
            self.made.levels.append(Level("bare", start.column, self.stack[-1].column + STEP))
            self.stack.append(self.made.levels[-1])
        if sign == "<scalar>" and token.style in ("|", ">"):
            self.block(start.index, start.line, end.index)
        elif start.line == end.line:
            self.put(sign, start.line, start.index, end.index)
            self.at, self.line = end.index, end.line
        else:
            self.put(sign, start.line, start.index, self.stripped(start.line))
            self.tails(start.line, end.index, end.line)
            self.at, self.line = end.index, end.line
        if sign in ("[", "{"):
            self.flows.append(Level("brackets", 0, self.moved))
            self.made.levels.append(self.flows[-1])
        elif sign in ("]", "}") and self.flows:
            self.flows.pop()
        self.closed.clear()
        self.begins = False

    def put(self, sign: str, line: int, start: int, end: int) -> None:
        """A piece on a line, behind those that are there."""
        row = self.made.rows.get(line)
        if row is None:
            row = self.made.rows[line] = Row(self.starts[line], self.end_of(line))
        before = row.pieces[-1] if row.pieces else None
        gap = start - before.end if before else 0
        typed = before.ends + gap if before else start - row.start
        width = cells(self.text[start:end])
        doubtful = bool(before) and self.is_doubtful(sign, start)
        number = self.text[start] in _NUMBERS
        piece = Piece(
            sign, start, end, typed, width, before, gap, number, doubtful, self.words.get(start, "")
        )
        row.pieces.append(piece)
        if before is None:
            self.first(row, piece)
        elif before.sign in _BEGINS and not self.flows and sign != COMMENT:
            piece.column = before.column + STEP
            self.moved = piece.column - typed
        if not self.flows and (sign == "-" or self.begins) and sign != COMMENT:
            self.stack[-1].entries.append((row, len(row.pieces) - 1))

    def is_doubtful(self, sign: str, start: int) -> bool:
        """Whether a comma or a hash before this place was rather meant as a part of a text."""
        if sign == COMMENT:
            return bool(_GLUED_HASH.match(self.text, start))
        return (
            self.text[start - 1] == ","
            and bool(_THOUSANDS.match(self.text, start))
            and (self.text[start - 2 : start - 1].isdecimal())
        )

    def first(self, row: Row, piece: Piece) -> None:
        """The column of the first piece of a line."""
        if self.flows or piece.sign == TAIL:
            moved = self.flows[-1].moved if self.flows else self.moved
            closes = piece.sign in ("]", "}")
            least = self.stack[-1].column + (0 if closes else 1) if self.stack else 0
            piece.column = max(piece.typed + moved, least)
            if self.flows:
                self.flows[-1].entries.append((row, 0))
        elif piece.sign == COMMENT:
            self.comments.append(piece)
            return
        elif self.stack and piece.sign not in _FRAME:
            own = self.begins or piece.sign in ("-", ":")
            piece.column = self.stack[-1].column + (0 if own else STEP)
        if piece.sign != COMMENT:
            self.moved = piece.column - piece.typed
            self.place_comments(piece)
            self.deepest = None

    def between(self, end: int) -> None:
        """The comments up to the next piece."""
        if COMMENT not in self.text[self.at : end]:
            return
        at, line = self.at, self.line
        while at < end:
            written = self.text[at : min(end, self.end_of(line))].strip(_BLANK)
            if written.startswith(COMMENT):
                begin = self.text.index(COMMENT, at)
                self.put(COMMENT, line, begin, begin + len(written))
            line += 1
            at = self.starts[line] if line < len(self.starts) else end

    def place_comments(self, follows: Piece | None) -> None:
        """Comments above a piece: they move with it, or with the level in whose column they stand."""
        levels = [*self.closed, *reversed(self.stack)]
        for comment in self.comments:
            typed = comment.typed
            around = max(
                (one for one in levels if one.typed <= typed), key=lambda one: one.typed, default=None
            )
            if follows and follows.typed == typed:
                comment.column = follows.column
            else:
                comment.column = typed + (around.moved if around else 0)
            if self.deepest is not None:
                comment.column = min(comment.column, self.deepest)
        self.comments.clear()

    def stripped(self, line: int) -> int:
        """Where the last character of a line ends that is no space, nor one that a backslash keeps."""
        start, end = self.starts[line], self.end_of(line)
        kept = start + len(self.text[start:end].rstrip(_BLANK))
        return end if self.text[kept - 1 : kept] == "\\" else kept

    def end_of(self, line: int) -> int:
        return self.source.line_end_after(self.starts[line])

    def tails(self, line: int, end: int, last: int) -> None:
        """The further lines of a text: they keep their place below it. Empty ones stand for line ends."""
        for number in range(line + 1, last + 1):
            start = self.starts[number]
            stop = end if number == last else self.stripped(number)
            blank = stop - start - len(self.text[start:stop].lstrip(_BLANK))
            if start + blank == stop or "\t" in self.text[start : start + blank]:
                self.put(TAIL, number, start, max(start, stop))
                self.made.rows[number].pieces[0].column = 0
            else:
                self.put(TAIL, number, start + blank, stop)

    def block(self, at: int, line: int, end: int) -> None:
        """A text of `|` or `>`: its head, and the lines below."""
        head = self.text[at : self.end_of(line)]
        sign, hash_, said = head.partition(COMMENT)
        sign = sign.rstrip(_BLANK)
        self.put("<scalar>", line, at, at + len(sign))
        if hash_:
            begin = at + head.index(COMMENT)
            self.put(COMMENT, line, begin, begin + 1 + len(said.rstrip(_BLANK)))
        digit = int("".join(filter(str.isdecimal, sign)) or 0)
        around = self.stack[-1] if self.stack else None
        typed, where = (around.typed, around.column) if around else (0, 0)
        lines = range(line + 1, bisect_left(self.starts, end))
        depth = typed + digit if digit else self.depth(lines)
        if "+" not in sign:
            lines = self.without_blank_end(lines, depth)
        if depth is not None:
            self.made.blocks.append(Block(lines, depth, where + (digit or STEP)))
            self.deepest = where
        self.made.inside.update(lines)
        self.made.open_ended = end == len(self.text) and "-" not in sign
        self.line = lines.stop if lines else line + 1
        self.at = self.starts[self.line] if self.line < len(self.starts) else len(self.text)

    def depth(self, lines: range) -> int | None:
        """How deep the first line stands that holds something."""
        for number in lines:
            written = self.text[self.starts[number] : self.end_of(number)]
            if written.strip(" "):
                return len(written) - len(written.lstrip(" "))
        return None

    def without_blank_end(self, lines: range, depth: int | None) -> range:
        """The lines of a block but for the empty ones at its end, which say nothing."""
        while lines:
            written = self.text[self.starts[lines[-1]] : self.end_of(lines[-1])]
            if written.strip(" ") or (depth is not None and len(written) > depth):
                break
            lines = lines[:-1]
        return lines
