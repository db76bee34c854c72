"""The errors of a check as a comment on a pull request: what is wrong, the line to write instead, and why.

All of it is HTML, in which Markdown means nothing, as in the comment that tells of changes. A line to write
instead stands in `<pre>`: whoever copies it gets it character by character.
"""

from __future__ import annotations

import html
import re
from itertools import groupby
from typing import TYPE_CHECKING

from opsgen.explain import explanations
from opsgen.export.comment import MOST, safe
from opsgen.problem import visible
from opsgen.problem.repaired import repaired
from opsgen.rules import RULES
from opsgen.words import message, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from opsgen.problem import Place, Problem
    from opsgen.words import Message, Words

MARKER = "<!-- opsgen check -->"
"""The line by which the comment is found again, to be renewed."""
_LONGEST = 600
_LONGEST_LINE = 2_000
_ROOM_BELOW = 2_000
_OF_RULES = frozenset(rule.code for rule in RULES)
_COMMANDS = re.compile(r":(?=:)|(?<=:):|#(?=#)|(?<=#)#")
"""Of what build services obey in a log."""


def findings_comment(
    problems: Iterable[Problem],
    words: Words,
    line_at: Callable[[Place], str | None],
    prefix: str = "",
) -> str:
    """The comment; empty where there are no errors. `prefix` leads from the repository to the workspace.

    What keeps a file from being read comes first: it hides what else is wrong with it.
    """
    wrong = [problem for problem in problems if problem.severity == "error"]
    if not wrong:
        return ""
    return _Comment(words, line_at, prefix).text(wrong)


class _Comment:
    def __init__(self, words: Words, line_at: Callable[[Place], str | None], prefix: str) -> None:
        self.words = words
        self.line_at = line_at
        self.prefix = prefix
        self.explained: set[str] = set()
        self.is_mended = False

    def text(self, wrong: list[Problem]) -> str:
        title = plural(
            "{n} error has to be mended before this can be merged",
            "{n} errors have to be mended before this can be merged",
            len(wrong),
        )
        items, left = self.items(wrong)
        lines = [MARKER, f"<h3>{self.say(title)}</h3>", "", "<ol>", *items, "</ol>"]
        if left:
            more = plural(
                "{n} more error is in the log of the check.",
                "{n} more errors are in the log of the check.",
                left,
            )
            lines.append(f"<p>{self.say(more)}</p>")
        return "\n".join((*lines, *self.advice())) + "\n"

    def items(self, wrong: list[Problem]) -> tuple[list[str], int]:
        """An entry for each line that has errors, as many as there is room for; and how many are left out."""
        items: list[str] = []
        room, left = MOST - _ROOM_BELOW, len(wrong)
        ordered = sorted(wrong, key=lambda one: (one.code in _OF_RULES, one.sort_key()))
        for _, same in groupby(ordered, key=lambda one: (one.code in _OF_RULES, one.file, one.line)):
            found = tuple(same)
            item = self.item(found)
            if len(item) >= room:
                continue  # a shorter one may come: one line with a hundred errors does not hide all others
            room -= len(item) + 1
            items.append(item)
            left -= len(found)
        return items, left

    def item(self, found: Sequence[Problem]) -> str:
        first = found[0].place
        where = f"<code>{html.escape(visible(self.prefix + first.file))}</code>"
        if not first.is_whole_file:
            number = self.say(message("line {line}", line=first.line))
            where = f"{where} · {number}"
        said = "<br>".join((where, *(line for one in found for line in self.finding(one))))
        return "".join((f"<li><p>{said}</p>", *self.right(found), *self.about(found), "</li>"))

    def finding(self, problem: Problem) -> Iterator[str]:
        """What is wrong, and what to do."""
        yield f"<b>{self.say(problem.message)}</b>"
        if problem.hint:
            yield self.say(message("What to do: {hint}", hint=problem.hint))

    def about(self, found: Sequence[Problem]) -> Iterator[str]:
        """What is good to know about each kind of finding, once in a comment and after what helps at once."""
        for code in dict.fromkeys(problem.code for problem in found):
            explained = explanations().get(code)
            if explained and explained.prose and code not in self.explained:
                self.explained.add(code)
                text = self.words.gettext(explained.prose[:2][-1])
                yield f"<p>{self.say(message('Good to know: {text}', text=text))}</p>"

    def right(self, found: Sequence[Problem]) -> list[str]:
        """The line as it should stand; nothing where that is not certain, or cannot be copied."""
        place = found[0].place
        line = self.line_at(place)
        right = None if line is None else repaired(line, place.line, found)
        if right is None or len(right) > _LONGEST_LINE or not _can_be_copied(right):
            return []
        self.is_mended = True
        lead = message("Write this instead of line {line}:", line=place.line)
        return [f"<p>{self.say(lead)}</p><pre><code>{_exactly(right)}</code></pre>"]

    def advice(self) -> list[str]:
        edit = message(
            "To mend it in the browser: open the file on this branch, choose “Edit” (the pencil), put in the "
            "new line, and save (“Commit”) to the same branch. The check then runs again by itself."
        )
        said = [f"<p>{self.say(edit)}</p>"]
        if self.is_mended:
            fix = message("On a computer, `opsgen fix` writes all lines that are shown here.")
            said.append(f"<p>{self.say(fix)}</p>")
        return said

    def say(self, text: Message) -> str:
        return _marked(self.words.say(text))


def _marked(text: str) -> str:
    """A sentence as HTML: what stands between backticks as code, whoever wrote it."""
    text = visible(" ".join(text.split()))
    text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    pieces = text.split("`")
    odd = len(pieces) % 2 == 0  # one too many: an author's
    shown = [
        f"<code>{html.escape(piece)}</code>"
        if at % 2 and not (odd and at == len(pieces) - 1)
        else safe(piece)
        for at, piece in enumerate(pieces)
    ]
    return "".join(shown)


def _can_be_copied(text: str) -> bool:
    return all(character.isprintable() or character in "\n\t" for character in text)


def _exactly(text: str) -> str:
    """A text in HTML that is copied as it is, and in which a log sees no command."""
    return _COMMANDS.sub(lambda found: f"&#{ord(found[0])};", html.escape(text, quote=False))
