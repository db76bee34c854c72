"""Two versions of all projects, with the settings, the people and the meetings: everything that differs."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from opsgen.changes.change import SEVERITIES
from opsgen.changes.compare import meeting_changes, people_changes, project_changes, settings_changes
from opsgen.changes.fields import KINDS
from opsgen.changes.pairs import pairs

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


def portfolio_changes(old: Portfolio, new: Portfolio) -> tuple[Change, ...]:
    """What is not the same in two versions; of what cannot be read in one of them nothing is said."""
    return (
        *house_changes(old, new),
        *(change for two in twosomes(old, new) for change in project_changes(two.old, two.new)),
    )


def house_changes(old: Portfolio, new: Portfolio) -> Iterator[Change]:
    """What is not the same in the settings, among the people and in the meetings about several projects."""
    unread = {*old.unread, *new.unread}
    if "portfolio" not in unread:
        yield from settings_changes(old.settings, new.settings)
    if "people" not in unread:
        yield from people_changes(old.people, new.people)
    for pair in pairs("", "meetings", old.meetings, new.meetings):
        yield from meeting_changes(pair.old, pair.new)


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
