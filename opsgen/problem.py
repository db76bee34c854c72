"""What is wrong in the users' files, as values: one `Problem` a finding, and the ways to print them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opsgen.words import Message, Words

Severity = Literal["error", "warning", "info"]
# GitHub takes `::error::` at the start of a line (a table may break one anywhere), Azure `##[…]`, `##vso[…]`.
_COMMAND = re.compile(r":(?=:)|#(?=#(?:vso)?\[)")
_SEVERITIES = {"error": message("error"), "warning": message("warning"), "info": message("info")}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file; lines and columns count from 1, in characters."""

    file: str
    line: int = 1
    column: int = 1
    end_line: int = 0
    end_column: int = 0

    @property
    def head(self) -> Place:
        """The place within one line: of something over several lines, its first character."""
        if self.end_line <= self.line:
            return self
        return Place(self.file, self.line, self.column, self.line, self.column + 1)


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: where, what, how bad, and what to do."""

    place: Place
    code: str
    severity: Severity
    message: Message
    hint: Message | None = None

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


def render_text(problem: Problem, words: Words) -> str:
    """A finding as text: `file:line:column: severity[code]: sentence`, the hint on a second line."""
    severity = words.say(_SEVERITIES[problem.severity])
    where = f"{problem.file}:{problem.line}:{problem.column}"
    text = f"{where}: {severity}[{problem.code}]: {words.say(problem.message)}"
    if problem.hint is None:
        return visible(text)
    return visible(text) + "\n    = " + visible(words.say(message("hint: {hint}", hint=problem.hint)))


def visible(text: str) -> str:
    """The text with what a terminal would obey or hide (escapes, direction marks) written out.

    Commands that CI services take from a log are broken by a space.
    """
    written = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    return _COMMAND.sub(r"\g<0> ", written)


def render_json(problems: Iterable[Problem], words: Words) -> list[dict[str, object]]:
    """The findings as plain data for machines."""
    return [
        {
            "file": problem.file,
            "line": problem.line,
            "column": problem.column,
            "end_line": problem.place.end_line or problem.line,
            "end_column": problem.place.end_column or problem.column,
            "code": problem.code,
            "severity": problem.severity,
            "message": words.say(problem.message),
            "hint": words.say(problem.hint) if problem.hint else None,
        }
        for problem in problems
    ]
