"""What a new entry stands on: the list that takes it, the ids that are taken, people and items to name."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from opsgen import check, load
from opsgen.cli.new.called import called
from opsgen.cli.new.fields import lists
from opsgen.cli.terminal import refuse, status_date
from opsgen.portfolio.layout import YAML
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from opsgen.check import Workspace
    from opsgen.cli.terminal import Session
    from opsgen.portfolio import ProjectFiles


_AGREED = ("decisions", "actions")
"""Lists whose entries may stand in meetings too."""


@dataclass(frozen=True, slots=True)
class Named:
    """Something that can be named by its id."""

    id: str
    titles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ground:
    """A project as somebody finds it who adds an entry to one of its lists."""

    workspace: Workspace
    project: str
    file: str
    """The file of the list, or the one that will hold it."""
    key: str
    """The list's name in its file; empty where the file is the list."""
    listed: tuple[str, ...]
    """The ids of the list, in its order."""
    used: frozenset[str]
    """All ids that anything of the project has or had."""
    known: Mapping[str, tuple[Named, ...]]
    """What references can name, by kind."""
    owner: str
    day: date


def ground(session: Session, asked: str, name: str) -> Ground:
    """The ground for an entry of the list of this name; ends where there is no place for it."""
    project = unicodedata.normalize("NFC", called(session, asked))
    workspace = check.opened(session.root)
    files = next(one for one in workspace.layout.projects if one.id == project)
    data = {file: _data(workspace, file) for file in files.names if file.lower().endswith(YAML)}
    file, key = _home(session, files, data, name)
    found = _lists(files, data)
    header = data[files.header[0]]
    names = {project, str(header.get("id") or project), *_texts(header.get("aliases"))}
    return Ground(
        workspace=workspace,
        project=project,
        file=file,
        key=key,
        listed=tuple(one.id for one in _named(found.get(name))),
        used=frozenset((*_ids(list(data.values())), *_former(workspace, names))),
        known=dict(_known(workspace, _with_agreed(files, data, found))),
        owner=str(header.get("owner") or ""),
        day=status_date(workspace.house.settings, None),
    )


def _data(workspace: Workspace, file: str) -> Any:
    content = workspace.contents[file]()
    return load.parse(file, content).data if isinstance(content, bytes) else None


def _home(session: Session, files: ProjectFiles, data: Mapping[str, Any], name: str) -> tuple[str, str]:
    """The file that takes the entry, and what the list is called there."""
    own = files.lists.get(name, [])
    header = data[files.header[0]] if len(files.header) == 1 else None
    if not isinstance(header, dict) or len(own) > 1 or (own and name in header):
        text = message(
            "nothing was written: it is not clear where `{list}` of `{id}` stands; see `opsgen check`",
            list=name,
            id=files.id,
        )
        refuse(session, text)
    return (own[0], "") if own else (files.header[0], name)


def _lists(files: ProjectFiles, data: Mapping[str, Any]) -> dict[str, Any]:
    """The lists of a project, whichever file they stand in."""
    own = {name: data[found[0]] for name, found in files.lists.items()}
    return dict(data[files.header[0]]) | own


def _with_agreed(files: ProjectFiles, data: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    """The lists, with what meetings decided and agreed on."""
    meetings = [data[name] for name in files.entries.get("meetings", ())]
    meetings += found["meetings"] if isinstance(found.get("meetings"), list) else []
    held = [one for one in meetings if isinstance(one, dict)]
    more = {name: [entry for one in held for entry in _listed(one.get(name))] for name in _AGREED}
    return {**found, **{name: [*_listed(found.get(name)), *more[name]] for name in _AGREED}}


def _known(workspace: Workspace, found: Mapping[str, Any]) -> Iterator[tuple[str, tuple[Named, ...]]]:
    """The things that references can name, by kind."""
    for kind, name in lists().items():
        yield kind, _named(found.get(name))
    house = workspace.house
    yield "person", tuple(Named(one.id, one.name.forms) for one in house.people.people)
    yield "team", tuple(Named(one.id) for one in house.people.teams)
    yield "project", tuple(Named(one.id) for one in workspace.layout.projects)


def _named(entries: Any) -> tuple[Named, ...]:
    """The entries of a list that have an id, with their titles."""
    given = [one for one in _listed(entries) if isinstance(one, dict)]
    return tuple(
        Named(str(one["id"]), tuple(_titles(one.get("title"))))
        for one in given
        if isinstance(one.get("id"), str | int)
    )


def _listed(entries: Any) -> list[Any]:
    return entries if isinstance(entries, list) else []


def _titles(title: Any) -> Iterator[str]:
    yield from (t for t in title.values() if isinstance(t, str)) if isinstance(title, dict) else _texts(title)


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str)]


def _ids(data: Any) -> Iterator[str]:
    """Every id and former id in some data, however deep."""
    if isinstance(data, dict):
        yield from _texts(data.get("id"))
        yield from _texts(data.get("aliases"))
    if isinstance(data, dict | list):
        for inner in data.values() if isinstance(data, dict) else data:
            yield from _ids(inner)


def _former(workspace: Workspace, names: set[str]) -> Iterator[str]:
    """The ids that items of a project had in the past."""
    for landing in check.past_of(workspace).of_project(*sorted(names)):
        yield from (change.item for change in landing.changes if change.item)
