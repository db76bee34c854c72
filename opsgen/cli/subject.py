"""What a log is asked for: a project, one of its items, the settings or the people, or everything."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import click

from opsgen.changes.fields import KINDS
from opsgen.derive.standing import names
from opsgen.model import Project
from opsgen.problem import visible
from opsgen.schema.suggest import suggest
from opsgen.words import message

if TYPE_CHECKING:
    from opsgen.changes.audience import Reader
    from opsgen.changes.change import Change
    from opsgen.cli.terminal import Session
    from opsgen.portfolio import Portfolio
    from opsgen.timeline import Timeline

HOUSE = ("portfolio", "people")
_LISTS = tuple(field.name for field in fields(Project) if field.name in KINDS)


@dataclass(frozen=True, slots=True)
class Subject:
    """What changes are asked for."""

    projects: tuple[str, ...] = ()
    """All names of the project; empty for all projects."""
    items: tuple[str, ...] = ()
    """All names of the item; empty for all of the project."""
    kind: str = ""
    """The list it stands in."""
    house: str = ""
    """`portfolio`, `people`."""

    def holds(self, change: Change) -> bool:
        """Whether a change is about it."""
        if self.house:
            return not change.project and (change.kind == "people") == (self.house == "people")
        if self.projects and change.project not in self.projects:
            return False
        return not self.items or (change.item in self.items and change.kind == self.kind)


def subject(session: Session, asked: str | None, past: Timeline, now: Portfolio, reader: Reader) -> Subject:
    """What a name means, today's or one of the past.

    Raises:
        click.UsageError: for a name that nobody knows, or that items of several projects have.
    """
    if asked is None:
        return Subject()
    if asked in HOUSE:
        return Subject(house=asked)
    projects = _projects(past, now, reader)
    first, colon, item = asked.partition(":")
    if called := projects.get(asked):
        return Subject(called)
    if colon and (called := projects.get(first)):
        return _item(session, asked, item, called, past, now)
    if colon:
        raise click.UsageError(_unknown(session, first, tuple(projects), message("project")))
    return _anywhere(session, asked, projects, past, now)


def _projects(past: Timeline, now: Portfolio, reader: Reader) -> dict[str, tuple[str, ...]]:
    """Every name of a project, today's and former ones, with all names of it; those that may be seen."""
    found = {name: names(project) for project in now.projects for name in names(project)}
    gone = {change.project for landing in past.landings for change in landing.changes if change.project}
    return {name: (name,) for name in sorted(gone) if name not in reader.hidden} | {
        name: called for name, called in found.items() if name not in reader.hidden
    }


def _item(
    session: Session, asked: str, item: str, called: tuple[str, ...], past: Timeline, now: Portfolio
) -> Subject:
    known = _items(called, past, now)
    if item not in known:
        raise click.UsageError(
            _unknown(session, item, tuple(known), message("item"), asked.partition(":")[0])
        )
    return Subject(called, *known[item])


def _anywhere(
    session: Session, asked: str, projects: dict[str, tuple[str, ...]], past: Timeline, now: Portfolio
) -> Subject:
    items = {called: _items(called, past, now) for called in dict.fromkeys(projects.values())}
    found = {called: known[asked] for called, known in items.items() if asked in known}
    if len(found) == 1:
        ((called, item),) = found.items()
        return Subject(called, *item)
    if found:
        which = tuple(visible(f"{called[0]}:{asked}") for called in found)
        said = message("several projects have a `{id}`: {which}", id=visible(asked), which=which)
        raise click.UsageError(session.words.say(said))
    others = {name for known in items.values() for name in known}
    raise click.UsageError(_unknown(session, asked, (*projects, *sorted(others)), message("project or item")))


def _items(called: tuple[str, ...], past: Timeline, now: Portfolio) -> dict[str, tuple[tuple[str, ...], str]]:
    """Every name of an item of a project, today's before those of the past: all its names, and its list."""
    found: dict[str, tuple[tuple[str, ...], str]] = {}
    project = next((p for p in now.projects if p.id in called), None)
    for kind in _LISTS if project else ():
        for item in getattr(project, kind):
            if hasattr(item, "aliases") and hasattr(item, "title"):
                found |= {name: (names(item), kind) for name in names(item)}
    for landing in past.of_project(*called):
        for change in landing.changes:
            if change.item and change.kind in _LISTS:
                found.setdefault(change.item, ((change.item,), change.kind))
    return found


def _unknown(session: Session, asked: str, known: tuple[str, ...], noun: object, of: str = "") -> str:
    say = session.words.say
    said = (
        message("`{project}` has no `{id}`, and never had", project=visible(of), id=visible(asked))
        if of
        else message("there is no {noun} `{id}`, and never was", noun=noun, id=visible(asked))
    )
    meant = suggest(asked, known)
    hint = message("did you mean `{key}`?", key=visible(meant)) if meant else None
    return f"{say(said)}\n{say(hint)}" if hint else say(said)
