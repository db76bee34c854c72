"""A finding as plain text, in which nothing can steer a terminal or a log."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from opsgen.words import message

if TYPE_CHECKING:
    from opsgen.problem.finding import Problem
    from opsgen.words import Words

# GitHub takes `::error::` at the start of a line (a table may break one anywhere), Azure `##[…]`, `##vso[…]`.
_COMMAND = re.compile(r":(?=:)|#(?=#(?:vso)?\[)")
_SEVERITIES = {"error": message("error"), "warning": message("warning"), "info": message("info")}


def render_text(problem: Problem, words: Words) -> str:
    """A finding as text: `file:line:column: severity[code]: sentence`, the hint on a second line."""
    first = "".join(headline(problem, words))
    hint = hint_line(problem, words)
    return f"{first}\n    {hint}" if hint else first


def headline(problem: Problem, words: Words) -> tuple[str, str, str]:
    """The first line of a finding in three parts: `file:line:column: `, `severity[code]`, `: sentence`."""
    where = f"{problem.file}:{problem.line}:{problem.column}"
    severity = words.say(_SEVERITIES[problem.severity])
    said = visible(words.say(problem.message))
    return f"{visible(where)}: ", f"{severity}[{problem.code}]", f": {said}"


def hint_line(problem: Problem, words: Words) -> str:
    """`= hint: …`; empty without a hint."""
    if problem.hint is None:
        return ""
    return "= " + visible(words.say(message("hint: {hint}", hint=problem.hint)))


def visible(text: str) -> str:
    """The text with what a terminal would obey or hide (escapes, direction marks) written out.

    Commands that CI services take from a log are broken by a space.
    """
    return "".join(visible_characters(text))


def visible_characters(text: str) -> list[str]:
    """What `visible` makes of each character of the text."""
    written = [c if c.isprintable() else f"\\u{ord(c):04x}" for c in text]
    for found in _COMMAND.finditer(text):
        written[found.start()] += " "
    return written
