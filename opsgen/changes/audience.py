"""Which changes an audience may see."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from opsgen.changes.portfolio import called
from opsgen.changes.privacy import is_internal, tells_money, unaddressed
from opsgen.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from opsgen.changes.change import Change
    from opsgen.model import Project
    from opsgen.portfolio import Portfolio

Audience = Literal["public", "internal", "board"]
_SEES: Mapping[Audience, frozenset[str]] = {
    "public": frozenset({"public"}),
    "internal": frozenset({"public", "internal"}),
    "board": frozenset({"public", "internal", "restricted"}),
}


@dataclass(frozen=True)
class Reader:
    """What an audience may see of two versions: of a project no more than either of them allows."""

    audience: Audience
    hidden: frozenset[str]
    """The names of the projects that it may not see, those of their files too."""
    silent: frozenset[str]
    """The names of those whose amounts it may not see."""
    naming: re.Pattern[str] | None
    """What a text says that names a project it may not see."""

    def sees(self, change: Change) -> bool:
        """Whether the change may be told."""
        if change.project in self.hidden or (self.naming and self._is_named(change)):
            return False
        if self.audience != "public":
            return True
        if is_internal(change) or not change.project:
            return False
        return not (change.project in self.silent and tells_money(change))

    def told(self, changes: Iterable[Change]) -> tuple[Change, ...]:
        """Those that may be told, for the public without e-mail addresses."""
        seen = filter(self.sees, changes)
        return tuple(map(unaddressed, seen) if self.audience == "public" else seen)

    def _is_named(self, change: Change) -> bool:
        assert self.naming
        said = (change.item, change.field, change.unit, change.approval or "")
        values = (change.old, change.new, change.title, change.reason)
        return any(self.naming.search(text) for text in (*said, *(t for v in values for t in _texts(v))))


def reader(audience: Audience, *versions: Portfolio) -> Reader:
    """What an audience may see of these versions."""
    projects = [project for version in versions for project in version.projects]
    unseen = [p for p in projects if p.confidentiality not in _SEES[audience]]
    hidden = frozenset(name for p in unseen for name in (p.id, *p.aliases))
    silent = {name for p in projects if not p.publish_amounts for name in (p.id, *p.aliases)}
    said = {*hidden, *(form for p in unseen for form in _called(p))}
    files = frozenset(n for v in versions for p in v.projects if p in unseen for n in called(v, p))
    return Reader(audience, hidden | files, frozenset(silent), _naming(said) if said else None)


def _called(project: Project) -> Iterator[str]:
    yield from filter(None, (project.code, *project.also_called, *project.title.forms))


def _naming(names: Iterable[str]) -> re.Pattern[str]:
    # Chinese has no spaces between words: there a name may stand anywhere.
    parts = (
        rf"(?<![A-Za-z0-9_]){re.escape(name)}(?![A-Za-z0-9_])"
        for name in sorted(names, key=len, reverse=True)
    )
    return re.compile("|".join(parts), re.IGNORECASE)


def _texts(given: object) -> Iterator[str]:
    match given:
        case str():
            yield given
        case Text():
            yield from given.forms
        case tuple():
            for part in given:
                yield from _texts(part)
        case _ if hasattr(given, "__dataclass_fields__"):
            for name in given.__dataclass_fields__:
                yield from _texts(getattr(given, name))
        case _:
            return
