"""A finding as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opsgen.words import Message

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""The worst first."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file; lines and columns count from 1, in characters."""

    file: str
    line: int = 1
    column: int = 1
    end_line: int = 0
    end_column: int = 0
    cell: str = ""
    """What a workbook calls it: `B7`, `Oct!B7`."""

    @property
    def head(self) -> Place:
        """The place within one line: of something over several lines, its first character."""
        if self.end_line <= self.line:
            return self
        return Place(self.file, self.line, self.column, self.line, self.column + 1, self.cell)

    @property
    def is_whole_file(self) -> bool:
        """Whether this is a file or folder as such, and nothing in it."""
        start = (self.line, self.column)
        return start == (1, 1) and (self.end_line == 0 or (self.end_line, self.end_column) == start)


@dataclass(frozen=True, slots=True)
class Repair:
    """What certainly mends a finding: the text that belongs in a place of the same file; never a guess.

    Both are as in the file read with plain line ends: `\\n` begins a line of the file's own kind.
    """

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: where, what, how bad, and what to do."""

    place: Place
    code: str
    severity: Severity
    message: Message
    hint: Message | None = None
    repair: Repair | None = None
    """None where only a person can know; the hint is said of the same text."""

    @property
    def file(self) -> str:
        """The file, relative to the workspace, with forward slashes."""
        return self.place.file

    @property
    def line(self) -> int:
        """The line, from 1; a finding about a whole file stands at line 1."""
        return self.place.line

    @property
    def column(self) -> int:
        """The column, from 1, in characters."""
        return self.place.column

    def sort_key(self) -> tuple[str, int, int, str]:
        """Order of printing: by file, then line, then column."""
        return (self.file, self.line, self.column, self.code)


def errors(problems: Iterable[Problem]) -> int:
    """How many of the problems are errors."""
    return sum(problem.severity == "error" for problem in problems)


def counts(problems: Iterable[Problem]) -> dict[Severity, int]:
    """How many there are of each severity, the worst first."""
    found = [problem.severity for problem in problems]
    return {severity: found.count(severity) for severity in SEVERITIES}


def worst_first(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The errors, then the warnings, then the notes; in the order of the files within each."""
    return tuple(sorted(problems, key=lambda p: (SEVERITIES.index(p.severity), p.sort_key())))
