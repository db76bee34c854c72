"""Changes as a comment on a pull request, in plain sentences; nothing that authors wrote can break out of it.

All of it is HTML, in which Markdown means nothing. What services make links of (names, numbers, addresses,
ids of commits) stands within `<code>`, where they leave it alone.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from opsgen.changes.sentences.addressed import addressed, listed
from opsgen.changes.severity import SIGNS, WORDS, counted
from opsgen.export.telling import folded, grouped, of_texts
from opsgen.words import message, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from opsgen.changes.change import Change
    from opsgen.changes.sentences.addressed import Addressed
    from opsgen.export.telling import Telling
    from opsgen.words import Message

MARKER = "<!-- opsgen diff -->"
"""The line by which a comment is found again, to be renewed."""
MOST = 60_000
"""Characters; GitHub takes 65,536."""
TOP = 20
_LONGEST = 600
_WORD = re.compile(r"[^\s<>「」“”，。；：！？、（）()《》]+")
_LINKED = re.compile(
    r"[@#!~$^*](?=[\w\"])|&(?=\d)|(?<!\d)%(?=[\w\"])|://|www\.|GH-\d|\b[A-Z][A-Z0-9]+-\d|:[\w+-]+:|(?i:mailto:)"
    r"|\b[0-9a-f]{7,64}\b|\[\w+:|\w\.\w+/"
)
"""What GitHub, GitLab, Gitea and Gitee make links, names and pictures of."""


def comment(
    telling: Telling,
    changes: Sequence[Change],
    title: Message,
    notes: Iterable[Message] = (),
    *,
    to_author: bool = True,
) -> str:
    """The comment: the gravest twenty, the rest folded, within what services take.

    It speaks to who made the changes, or of them, where they are not of one go.
    """
    told, texts = folded(changes)
    sentences = addressed(told, telling.teller) if to_author else listed(told, telling.teller)
    head = [MARKER, f"<h3>{safe(telling.line(title))}</h3>", ""]
    head += [f"<p>{safe(telling.line(note))}</p>" for note in notes]
    if changes:
        head.append(f"<p>{safe(telling.line(counted(changes)))}</p>")
    room = MOST - sum(len(line) + 1 for line in head)
    return "\n".join((*head, *_body(telling, sentences, texts, room))) + "\n"


def _body(telling: Telling, told: Sequence[Addressed], texts: list[Change], room: int) -> list[str]:
    top = _lists(telling, told[:TOP], room)
    room -= sum(map(len, top)) + len(top)
    rest = told[TOP:]
    if not rest and not texts:
        return top
    words = telling.words.say
    summary = plural("{n} more change", "{n} more changes", len(rest) + len(texts))
    folds = [f"<details><summary>{safe(words(summary))}</summary>"]
    inner = _lists(telling, rest, room - 1_000)
    if texts:
        inner.append(f"<p>{safe(telling.line(of_texts(texts)))}</p>")
    return [*top, *folds, *inner, "</details>"]


def _lists(telling: Telling, told: Sequence[Addressed], room: int) -> list[str]:
    """A list for each project, as far as there is room."""
    lines: list[str] = []
    left = len(told)
    for project, entries in _by_project(told).items():
        lines.append(f"<p><b>{safe(telling.line(telling.title(project)))}</b></p><ul>")
        for one in entries:
            item = _item(telling, one)
            if sum(map(len, lines)) + len(lines) + len(item) + 400 > room:
                more = plural("{n} more is left out", "{n} more are left out", left)
                return [*lines, "</ul>", f"<p>{safe(telling.line(more))}</p>"]
            lines.append(item)
            left -= 1
        lines.append("</ul>")
    return lines


def _by_project(told: Sequence[Addressed]) -> dict[str, list[Addressed]]:
    of = {id(one.change): one for one in told}
    return {
        project: [of[id(change)] for change in changes]
        for project, changes in grouped(one.change for one in told).items()
    }


def _item(telling: Telling, one: Addressed) -> str:
    severity = one.change.severity
    said = telling.line(one.said)
    said = said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"
    mark = f"{SIGNS[severity]} {telling.words.say(WORDS[severity])}"
    return f"<li><b>{html.escape(mark)}</b> {safe(said)}</li>"


def safe(text: str) -> str:
    """A text as HTML in which no service sees anything to link."""
    done, parts = 0, []
    for found in _WORD.finditer(text):
        if _LINKED.search(found[0]):
            parts += [html.escape(text[done : found.start()]), f"<code>{html.escape(found[0])}</code>"]
            done = found.end()
    return "".join((*parts, html.escape(text[done:])))


def nothing(telling: Telling, title: Message) -> str:
    """The comment where nothing changed."""
    return comment(telling, (), title, (message("Nothing in the data has changed."),))
