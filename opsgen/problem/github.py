"""Findings for GitHub Actions: commands in the log that become annotations, and the summary of a step."""

from __future__ import annotations

import html
from collections import Counter
from typing import TYPE_CHECKING

from opsgen.problem.finding import worst_first
from opsgen.problem.plain import headline, visible
from opsgen.words import message, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from opsgen.problem.finding import Problem
    from opsgen.words import Message, Words

_KINDS = {"error": "error", "warning": "warning", "info": "notice"}
SHOWN = 10  # what GitHub shows of each kind for one step; it drops the rest without a word
_IN_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def commands(problems: Iterable[Problem], words: Words, prefix: str = "") -> tuple[str, ...]:
    """A command for each finding that GitHub will show, errors first; `prefix` leads to the workspace."""
    taken: Counter[str] = Counter()
    written = []
    for problem in worst_first(problems):
        taken[problem.severity] += 1
        if taken[problem.severity] <= SHOWN:
            written.append(_command(problem, words, prefix))
    return tuple(written)


def _command(problem: Problem, words: Words, prefix: str) -> str:
    place = problem.place.head
    properties: dict[str, object] = {"file": visible(prefix + place.file), "line": place.line}
    if not place.is_whole_file:
        end = max(place.end_column, place.column + 1)
        properties |= {"endLine": place.line, "col": place.column, "endColumn": end}
    properties["title"] = problem.code
    listed = ",".join(f"{name}={str(value).translate(_IN_PROPERTY)}" for name, value in properties.items())
    return f"::{_KINDS[problem.severity]} {listed}::{_text(problem, words).translate(_IN_DATA)}"


def _text(problem: Problem, words: Words) -> str:
    """What an annotation says: the sentence, and the hint on a second line."""
    said = visible(words.say(problem.message))
    if problem.hint is None:
        return said
    return said + "\n" + visible(words.say(message("hint: {hint}", hint=problem.hint)))


def summary(problems: Sequence[Problem], words: Words, title: Message, prefix: str, room: int) -> str:
    """A table of the findings, errors first, in at most `room` bytes of UTF-8, for `$GITHUB_STEP_SUMMARY`.

    It is one block of HTML, in which Markdown means nothing; all that authors wrote stands escaped within
    `<code>`, where GitHub makes no links of addresses, names and numbers. Empty where there is no room.
    """
    rows = [_row(problem, words, prefix) for problem in worst_first(problems)]
    head = f"\n### {html.escape(words.say(title))}\n\n"
    fitting = _fitting(rows, room - len(head.encode()) - len(_table([], words).encode()) - _REST_ROOM)
    if fitting is None:
        return ""
    table = _table(rows[:fitting], words) if fitting else ""
    return head + table + _rest(len(rows) - fitting, words)


_REST_ROOM = 200  # for the sentence that says how many are left out


def _fitting(rows: Sequence[str], room: int) -> int | None:
    """How many of the rows fit; None where there is no room for anything."""
    if room < 0:
        return None
    for number, row in enumerate(rows):
        room -= len(row.encode())
        if room < 0:
            return number
    return len(rows)


def _table(rows: Sequence[str], words: Words) -> str:
    names = (message("Place"), message("Finding"), message("What is wrong"), message("What to do"))
    heads = "".join(f"<th>{html.escape(words.say(name))}</th>" for name in names)
    return f"<table>\n<tr>{heads}</tr>\n{''.join(rows)}</table>\n"


def _row(problem: Problem, words: Words, prefix: str) -> str:
    return f"<tr>{''.join(_cells(problem, words, prefix))}</tr>\n"


def _cells(problem: Problem, words: Words, prefix: str) -> Iterator[str]:
    where = f"{visible(prefix + problem.file)}:{problem.line}:{problem.column}"
    hint = visible(words.say(problem.hint)) if problem.hint else ""
    for text in (where, headline(problem, words)[1], visible(words.say(problem.message)), hint):
        yield f"<td><code>{html.escape(text)}</code></td>" if text else "<td></td>"


def _rest(left_out: int, words: Words) -> str:
    if not left_out:
        return ""
    said = plural("{n} more finding is in the log.", "{n} more findings are in the log.", left_out)
    return f"\n{html.escape(words.say(said))}\n"
