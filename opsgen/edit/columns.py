"""In which column each piece of a line goes: what people lined up stays in line, all else has one space."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from opsgen.edit.rows import COMMENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opsgen.edit.rows import Piece, Row, Rows

_WIDE = 2
"""Spaces that nobody types by habit: where so many stand, two lines may have been lined up."""


def place(made: Rows) -> None:
    """Give every piece its column; the first one of a line has it."""
    lines = _Lines()
    for level in made.levels:
        for one, other in pairwise(level.entries):
            lines.line_up(one, other)
    lines.comments(made.rows)
    waiting: list[tuple[int, int, list[Piece]]] = []
    for row in made.rows.values():
        if any(id(piece) in lines.groups for piece in row.pieces):
            waiting += lines.of(row.pieces)
        else:
            for piece in row.pieces[1:]:
                _put([piece], right=False)
    for _, left, group in sorted(waiting, key=lambda one: one[:2]):
        _put(group, right=not left)


def _put(group: list[Piece], *, right: bool) -> None:
    """Places pieces that stand below one another, by their starts or by their ends."""
    behind = [piece for piece in group if piece.before]
    if not behind:
        return
    least = (piece.least for piece in behind if not piece.doubtful)
    space = max(min(piece.gap for piece in behind), *least, 0)
    if len(group) == 1 and group[0].sign != COMMENT:
        space = group[0].least
    width = {id(piece): piece.reach if right else 0 for piece in group}
    edge = max(_end(piece.before) + space + width[id(piece)] for piece in behind if piece.before)
    for piece in group:
        piece.column = edge - width[id(piece)]


def _end(piece: Piece) -> int:
    return piece.column + piece.reach


class _Lines:
    """Which pieces stand below one another."""

    def __init__(self) -> None:
        self.groups: dict[int, list[Piece]] = {}
        self.by_end: set[int] = set()

    def line_up(self, one: tuple[Row, int], other: tuple[Row, int]) -> None:
        """Find what is lined up in two entries that follow each other."""
        upper, lower = _alignable(*one), _alignable(*other)
        if not any(piece.gap >= _WIDE for piece in (*upper, *lower)):
            return
        starts = {(piece.typed, piece.sign == ":"): piece for piece in upper}
        ends = {piece.ends: piece for piece in upper if piece.number}
        for piece in lower:
            if above := starts.get((piece.typed, piece.sign == ":")):
                self.join(above, piece, by_end=False)
            elif piece.number and (above := ends.get(piece.ends)):
                self.join(above, piece, by_end=True)

    def join(self, above: Piece, below: Piece, *, by_end: bool) -> None:
        if max(above.gap, below.gap) < _WIDE:
            return
        group = self.groups.get(id(above))
        if group is None:
            group = self.groups[id(above)] = [above]
            if by_end:
                self.by_end.add(id(group))
        elif by_end != (id(group) in self.by_end):
            return
        if id(below) not in self.groups:
            group.append(below)
            self.groups[id(below)] = group

    def comments(self, rows: dict[int, Row]) -> None:
        """Comments behind texts that stand below one another, and their further lines."""
        for line, row in rows.items():
            above = rows.get(line - 1)
            if above is None or above.pieces[-1].sign != COMMENT or row.pieces[-1].sign != COMMENT:
                continue
            one, other = above.pieces[-1], row.pieces[-1]
            if one.typed == other.typed and (one.before or id(one) in self.groups):
                group = self.groups.setdefault(id(one), [one])
                group.append(other)
                self.groups[id(other)] = group

    def of(self, pieces: Iterable[Piece]) -> Iterator[tuple[int, int, list[Piece]]]:
        """The pieces of a row behind its first, each with its group, where the group is first met.

        By the numbers they can be placed in an order in which each one comes after what stands left of it.
        """
        for piece in pieces:
            group = self.groups.get(id(piece))
            if group is None:
                if piece.before:
                    yield piece.typed, 1, [piece]
            elif group[0] is piece:
                right = id(group) in self.by_end
                yield piece.ends if right else piece.typed, 0 if right else 1, group


def _alignable(row: Row, first: int) -> list[Piece]:
    """The pieces of an entry behind its first."""
    return [
        piece
        for piece in row.pieces[first + 1 :]
        if piece.sign not in (COMMENT, ",") and piece.before and piece.before.sign not in ("-", "?")
    ]
