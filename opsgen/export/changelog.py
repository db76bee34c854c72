"""What happened, commit by commit, as Markdown to be pasted, in which nothing of authors means anything."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from opsgen.changes.severity import SIGNS, WORDS
from opsgen.export.comment import safe
from opsgen.export.telling import SHORT, folded, grouped, of_texts
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opsgen.changes.change import Change
    from opsgen.export.telling import Telling
    from opsgen.timeline import Landing
    from opsgen.words import Message


def changelog(
    telling: Telling, landings: Iterable[Landing], pending: tuple[Change, ...], notes: Iterable[Message] = ()
) -> str:
    """The commits with their changes, the newest first."""
    lines: list[str] = []
    if pending:
        lines += [f"<h4>{safe(telling.line(message('Not committed yet')))}</h4>", *_lists(telling, pending)]
    for landing in landings:
        lines += [f"<h4>{safe(telling.line(headline(telling, landing)))}</h4>"]
        lines += _lists(telling, landing.changes)
    lines += [f"<p>{safe(telling.line(note))}</p>" for note in notes]
    return "".join(f"{line}\n" for line in lines)


def headline(telling: Telling, landing: Landing, *, with_day: bool = True) -> Message:
    """`10 Oct 2026 · Wang Fang · Load test moved · #12 · 1a2b3c4d5e`; for the public only when and which."""
    commit = landing.commit
    day = (telling.local(commit.date).date(),) if with_day else ()
    who = () if telling.reader.audience == "public" else (telling.person(commit.author), commit.title)
    parts = tuple(part for part in (*day, *who, commit.request, commit.id[:SHORT]) if part)
    said = message("{part}", part=parts[0])
    for part in parts[1:]:
        said = message("{said} · {part}", said=said, part=part)
    return said


def _lists(telling: Telling, changes: Iterable[Change]) -> Iterator[str]:
    for project, found in grouped(changes).items():
        yield f"<p><b>{safe(telling.line(telling.title(project)))}</b></p><ul>"
        told, texts = folded(found)
        for change in told:
            mark = f"{SIGNS[change.severity]} {telling.words.say(WORDS[change.severity])}"
            yield f"<li><b>{html.escape(mark)}</b> {safe(telling.say(change))}</li>"
        if texts:
            yield f"<li>{safe(telling.line(of_texts(texts)))}</li>"
        yield "</ul>"
