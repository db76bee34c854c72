"""The text of a file as it was typed, and changes to it that keep its mark, its line ends and the rest."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from opsgen.load.nodes import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opsgen.load.nodes import Node
    from opsgen.problem import Place

_MARK = "\ufeff".encode()
LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Edit:
    """What stands from `start` up to `end` of a text gives way to `text`; both count characters from 0."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Source:
    """A file as it was typed: its text with its own line ends, and whether a mark stands before it."""

    file: str
    text: str
    marked: bool = False

    @property
    def content(self) -> bytes:
        """The bytes of the file."""
        return _MARK * self.marked + self.text.encode()

    @cached_property
    def line_end(self) -> str:
        """How most lines end; `\\n` where there is one line."""
        found = Counter(LINE_END.findall(self.text)).most_common(1)
        return found[0][0] if found else "\n"

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each line begins."""
        return (0, *(found.end() for found in LINE_END.finditer(self.text)))

    @cached_property
    def root(self) -> Node | None:
        """The node at the top, with places in this text; None where it holds nothing.

        Raises:
            ValueError: where the text is no YAML. Ask only of what `load.parse` could read: it keeps limits.
        """
        return nodes(self.text)

    def offset(self, line: int, column: int) -> int:
        """Where line and column of a `Place` stand in the text; its end where there is no such line."""
        if line > len(self.starts):
            return len(self.text)
        return min(self.starts[line - 1] + column - 1, len(self.text))

    def at(self, place: Place, text: str) -> Edit:
        """The change that puts `text` in the place of what stands there."""
        return Edit(
            self.offset(place.line, place.column), self.offset(place.end_line, place.end_column), text
        )

    def line_end_after(self, at: int) -> int:
        """Where the line that holds a place ends, before the characters that end it."""
        found = LINE_END.search(self.text, at)
        return found.start() if found else len(self.text)

    def edited(self, edits: Iterable[Edit]) -> Source:
        """The file with changes made to it; new lines end as its other lines do.

        Raises:
            ValueError: where two changes overlap.
        """
        done, at = [], 0
        for edit in sorted(edits, key=lambda one: (one.start, one.end)):
            if edit.start < at:
                raise ValueError(f"{self.file}: two changes overlap at {edit.start}")
            done += [self.text[at : edit.start], edit.text.replace("\n", self.line_end)]
            at = edit.end
        return Source(self.file, "".join((*done, self.text[at:])), self.marked)


def opened(file: str, content: bytes) -> Source:
    """A file as it was typed.

    Raises:
        ValueError: where the bytes are not UTF-8.
    """
    return Source(file, content.removeprefix(_MARK).decode("utf-8"), content.startswith(_MARK))
