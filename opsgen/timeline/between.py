"""What changed between two versions of a workspace, what follows from it, and what nobody approved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from opsgen.changes.between import link_consequences
from opsgen.changes.consequences import consequences, load_consequences
from opsgen.changes.gate import gated
from opsgen.changes.grade import graded
from opsgen.changes.portfolio import difference, in_order, readable_in_both, twosomes, unreadable
from opsgen.derive.standing import limits, names
from opsgen.derive.workload import claims
from opsgen.timeline.desk import Desk
from opsgen.timeline.sides import touched

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date

    from opsgen.changes.change import Change
    from opsgen.changes.portfolio import Difference, Twosome
    from opsgen.changes.renamed import Renames
    from opsgen.derive.workload import Claim, Workload
    from opsgen.model import People, Project
    from opsgen.portfolio import Portfolio, Reading
    from opsgen.timeline.sides import Side, Touched


@dataclass(frozen=True)
class Between:
    """Two versions and what is not the same in them, the gravest first."""

    old: Portfolio
    new: Portfolio
    """Of unchanged projects no more is in them than the changes of others ask for."""
    changes: tuple[Change, ...]
    broken: tuple[str, ...]
    """What cannot be read in one of the versions: of these projects, settings, people nothing is said."""


@dataclass(frozen=True, slots=True)
class _Version:
    """A version on its day."""

    portfolio: Portfolio
    day: date


def between(old: Side, new: Side, names: Collection[str], then: date, now: date) -> Between:
    """What is not the same in two versions, of which the files with these names differ.

    `then` is the status date of the old one, `now` that of the new one.

    Raises:
        GitError: when git gives no answer, or this clone has left out contents.
    """
    about = touched(names)
    before, after = _read(old, new, about, aged=then != now)
    everybody = about.house or about.sheet or then != now
    told = difference(before, after)
    found = _compared(_Version(before, then), _Version(after, now), told, everybody=everybody)
    unread = {*before.unread, *after.unread}
    broken = (*sorted(unread), *sorted(unreadable(before, after)))
    judged = gated(_once(found), told.old, told.new, then, now)
    return Between(before, after, in_order(judged), broken)


def _once(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Each change once: what is late by its own dates may be late by those of another project, too."""
    found: dict[tuple[object, ...], Change] = {}
    for change in changes:
        key = (change.code, change.project, change.kind, change.item)
        late = change.code == "dependency.late"
        found.setdefault(key if late else (*key, change.field, len(found)), change)
    return tuple(found.values())


def _read(old: Side, new: Side, about: Touched, *, aged: bool) -> tuple[Portfolio, Portfolio]:
    """Both versions, as far as their changes need; what is the same in both is read once."""
    if about.sheet:
        return old.whole(), new.whole()
    before, after = old.readings(about.projects), new.readings(about.projects)
    if about.house or aged or _plans_otherwise(_values(before), _values(after), new.house.people):
        others = new.readings({files.id for files in new.layout.projects} - about.projects)
        before, after = before | others, after | others
    elif near := new.naming(about.projects | _called(before) | _called(after)) - about.projects:
        others = new.readings(near)
        before, after = before | others, after | others
    return old.put_together(before), new.put_together(after)


def _values(read: Mapping[str, Reading]) -> dict[str, Project]:
    return {name: one.whole.value for name, one in read.items() if one.whole.value is not None}


def _called(read: Mapping[str, Reading]) -> frozenset[str]:
    return frozenset(name for one in _values(read).values() for name in names(one))


def _plans_otherwise(old: Mapping[str, Project], new: Mapping[str, Project], people: People) -> bool:
    """Whether people are planned otherwise, or colour a light: their load all projects together make."""
    if any("resources" in project.health_dimensions for project in (*old.values(), *new.values())):
        return True
    return any(_claimed(old.get(name), people) != _claimed(new.get(name), people) for name in {**old, **new})


def _claimed(project: Project | None, people: People) -> tuple[Claim, ...]:
    return claims(project, people) if project else ()


def _compared(old: _Version, new: _Version, told: Difference, *, everybody: bool) -> Iterator[Change]:
    yield from map(_Grade(old.portfolio).of, told.changes)
    twos = _all(old, new) if everybody else twosomes(old.portfolio, new.portfolio)
    yield from _following(old, new, tuple(twos), told.renames)


def _all(old: _Version, new: _Version) -> Iterator[Twosome]:
    return twosomes(old.portfolio, new.portfolio, same=True)


def _following(old: _Version, new: _Version, twos: Iterable[Twosome], renames: Renames) -> Iterator[Change]:
    """What follows from the changes, and what came with time."""
    # What waits for a project that cannot be read, and who works for it, is as unknown as the project.
    before, after = readable_in_both(old.portfolio, new.portfolio)
    desk, other = Desk(before, old.day), Desk(after, new.day)
    alone = Desk(before, new.day) if old.day != new.day else None
    for two in twos:
        aged = alone.assessed(two.old) if alone else desk.assessed(two.old)
        yield from consequences(desk.assessed(two.old), other.assessed(two.new), aged)
    if before.projects != after.projects or alone:
        yield from link_consequences(desk.links, other.links, (alone or desk).links)
    titles = {project.id: project.title for project in after.projects}
    was, later = (_named(of.load, renames) for of in (desk, alone or desk))
    yield from load_consequences(was, other.load, later, titles)


def _named(load: Workload, renames: Renames) -> Workload:
    """The load of the same people by the ids that they have now."""
    if not renames:
        return load
    people = (replace(one, key=renames.now("person", one.key)) for one in load.people)
    return replace(load, people=tuple(people))


class _Grade:
    """How grave changes are by the scales and tolerances before them."""

    def __init__(self, old: Portfolio) -> None:
        self._scales = old.settings.scales
        self._house = limits(None, old.settings)
        self._of = {
            name: limits(project, old.settings)
            for project in old.projects
            for name in (project.id, *project.aliases)
        }

    def of(self, change: Change) -> Change:
        return graded(change, self._scales, self._of.get(change.project, self._house))
