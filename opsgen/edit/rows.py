"""The lines of a file as pieces: where each was typed, and where it goes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal
from unicodedata import category, east_asian_width

STEP = 2
"""How much deeper a level stands than the one around it."""
COMMENT = "#"
TAIL = "tail"
"""What a text of several lines has on the lines below its first one."""
_NAMES = ("<anchor>", "<tag>", "<alias>")
_BEFORE_COMMENT = 2


@dataclass(slots=True, eq=False)
class Piece:
    """A sign, a text or a comment on one line; columns are those of a terminal, from 0."""

    sign: str
    start: int
    end: int
    typed: int
    """The column where it was typed."""
    width: int
    before: Piece | None = None
    """The piece to the left of it."""
    gap: int = 0
    """How many spaces stand between the two."""
    number: bool = False
    """Whether it looks like a number, which people line up by their ends."""
    doubtful: bool = False
    """Whether what stands before it may be meant as text: `1,200`, `No #3`."""
    text: str = ""
    """What stands there from now on; empty where that stays."""
    column: int = 0
    """The column where it goes."""

    @property
    def ends(self) -> int:
        """The column behind it, as it was typed."""
        return self.typed + self.width

    @property
    def reach(self) -> int:
        """How many columns it takes from now on."""
        return cells(self.text) if self.text else self.width

    @property
    def least(self) -> int:
        """How many spaces belong before it."""
        before = self.before.sign if self.before else ""
        if self.doubtful:
            return self.gap
        if self.sign == COMMENT:
            return _BEFORE_COMMENT
        if before in (":", "-", "?"):
            return 1  # also in `{a: , b: }`: without the space the colon would be one of the name
        if before in ("[", "{"):
            return 0
        if before in _NAMES:
            return min(self.gap, 1)
        if self.sign in (",", ":", "]", "}"):
            return int(self.sign == ":" and before == ",")
        return 1


@dataclass(slots=True, eq=False)
class Row:
    """A line with pieces on it; `end` is where its line end begins."""

    start: int
    end: int
    pieces: list[Piece] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Level:
    """A list or mapping: the column of its entries, as typed and where they go.

    A list is `bare` whose dashes stand below the name of its field: YAML takes it for no level.
    """

    kind: Literal["mapping", "list", "bare", "brackets"]
    typed: int
    column: int
    entries: list[tuple[Row, int]] = field(default_factory=list)
    """The row on which each entry begins, and the number of its first piece there."""

    @property
    def moved(self) -> int:
        """How far its entries are moved to the right."""
        return self.column - self.typed


@dataclass(frozen=True, slots=True)
class Block:
    """A text of `|` or `>`: its lines below the first, the depth they were typed at, and the one to be."""

    lines: range
    typed: int
    column: int


@dataclass(slots=True)
class Rows:
    """All lines of a file that hold something, by number from 0."""

    rows: dict[int, Row] = field(default_factory=dict)
    levels: list[Level] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    inside: set[int] = field(default_factory=set)
    """The lines within texts that nobody may touch, or a block does."""
    open_ended: bool = False
    """Whether the file ends in a text to which a line end would add something."""


def cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(_cell, text))


def _cell(character: str) -> int:
    if east_asian_width(character) in "WF":
        return 2
    return 0 if category(character) in ("Mn", "Me", "Cf") else 1
