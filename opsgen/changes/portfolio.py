"""Two versions of all projects, with the settings, the people and the meetings: everything that differs."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from opsgen.changes.change import SEVERITIES
from opsgen.changes.compare import meeting_changes, people_changes, project_changes, settings_changes
from opsgen.changes.fields import KINDS
from opsgen.changes.pairs import pairs
from opsgen.changes.renamed import Renames, renamed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opsgen.changes.change import Change
    from opsgen.model import Project
    from opsgen.portfolio import Portfolio

_ORDER = {kind: n for n, kind in enumerate(("project", "portfolio", *KINDS))}


@dataclass(frozen=True, slots=True)
class Twosome:
    """A project as it was and as it is; None where it was not, or is not any more."""

    old: Project | None
    new: Project | None

    @property
    def id(self) -> str:
        """What it is called, else was."""
        either = self.new or self.old
        return either.id if either else ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Two versions of all projects in which every name is the one of today, and what differs then."""

    old: Portfolio
    """Its things have the ids they had; what names them says those of the new version."""
    new: Portfolio
    changes: tuple[Change, ...]
    renames: Renames


def difference(old: Portfolio, new: Portfolio) -> Difference:
    """What is not the same in two versions; of what cannot be read in one of them nothing is said."""
    found = tuple(_found(old, new))
    renames = Renames(tuple(one for home, changes in found for one in renamed(home, changes)))
    if renames:  # what only followed them is no change
        old, new = (_named(version, renames) for version in (old, new))
        found = tuple(_found(old, new))
    return Difference(old, new, tuple(change for _, changes in found for change in changes), renames)


def _named(version: Portfolio, renames: Renames) -> Portfolio:
    return replace(
        version,
        settings=renames.named_in(version.settings),
        people=renames.named_in(version.people),
        meetings=tuple(map(renames.named_in, version.meetings)),
        projects=tuple(map(renames.named_in, version.projects)),
    )


def _found(old: Portfolio, new: Portfolio) -> Iterator[tuple[str, tuple[Change, ...]]]:
    """The changes of the settings, of the people, of each meeting and project, with the id of these."""
    unread = {*old.unread, *new.unread}
    if "portfolio" not in unread:
        yield "", settings_changes(old.settings, new.settings)
    if "people" not in unread:
        yield "", people_changes(old.people, new.people)
    for pair in pairs("", "meetings", old.meetings, new.meetings):
        yield pair.any.id, meeting_changes(pair.old, pair.new)
    for two in twosomes(old, new):
        yield two.id, project_changes(two.old, two.new)


def twosomes(old: Portfolio, new: Portfolio, *, same: bool = False) -> Iterator[Twosome]:
    """The projects that differ, by their ids, then by former ids; without those that cannot be compared.

    Where it is asked for, those that are the `same` in both versions are among them.
    """
    old, new = readable_in_both(old, new)
    if same:
        known = {project.id: project for project in old.projects}
        yield from (Twosome(known[p.id], p) for p in new.projects if known.get(p.id) == p)
    yield from (Twosome(pair.old, pair.new) for pair in pairs("", "project", old.projects, new.projects))


def readable_in_both(old: Portfolio, new: Portfolio) -> tuple[Portfolio, Portfolio]:
    """Both versions without the projects that cannot be read in one of them."""
    if not (broken := unreadable(old, new)):
        return old, new
    before, after = (tuple(p for p in of.projects if not called(of, p) & broken) for of in (old, new))
    return replace(old, projects=before), replace(new, projects=after)


def unreadable(old: Portfolio, new: Portfolio) -> frozenset[str]:
    """The projects that cannot be read in one of the versions, by the name of the file or folder."""
    return frozenset((*old.broken, *new.broken))


def in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The gravest first, then by project, then by kind as in a file."""
    return tuple(sorted(changes, key=_place))


def _place(change: Change) -> tuple[int, str, int]:
    return -SEVERITIES.index(change.severity), change.project, _ORDER.get(change.kind, len(_ORDER))


def called(portfolio: Portfolio, project: Project) -> set[str]:
    """What a project is known by: its ids, and the name of its file or folder."""
    _, first, *inside = portfolio.source_file(project).split("/")
    stem = first if inside else first.rpartition(".")[0]
    return {project.id, *project.aliases, unicodedata.normalize("NFC", stem)}
