"""Changes between two versions of a project as people write it, and what is said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.changes.compare import project_changes
from opsgen.changes.sentences import Teller, sentence
from opsgen.words import words
from tests.written import project

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from opsgen.changes.change import Change


def changes(old: str, new: str) -> tuple[Change, ...]:
    """What differs between two versions of one project."""
    return project_changes(project(old), project(new))


def one(old: str, new: str) -> Change:
    """The only thing that differs."""
    found = changes(old, new)
    assert len(found) == 1, found
    return found[0]


def told(change: Change, lang: str = "en", teller: Teller | None = None) -> str:
    """The sentence of a change."""
    return words(lang).say(sentence(change, teller or Teller()))


def mirrored(old: str, new: str) -> bool:
    """Whether the way back tells the same differences with old and new the other way round."""
    forth = {(c.project, c.kind, c.item, c.field, repr(c.old), repr(c.new)) for c in changes(old, new)}
    back = {(c.project, c.kind, c.item, c.field, repr(c.new), repr(c.old)) for c in changes(new, old)}
    return forth == back


def retold(cases: Mapping[str, Iterable[Change]], lang: str) -> str:
    """All sentences below the names of their cases, to be read by people."""
    lines: list[str] = []
    for name, found in cases.items():
        lines += [f"# {name}", *(f"{change.code}: {told(change, lang)}" for change in found), ""]
    return "\n".join(lines)
