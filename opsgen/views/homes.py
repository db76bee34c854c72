"""Where an item is at home: the names that lead to it on its page, and the line that it is written in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opsgen.derive.items import every_item
from opsgen.views.past.hosts import line_url
from opsgen.views.past.items import KIND

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from opsgen.model import Project
    from opsgen.views.edition import Edition

_DATED = {"meeting": "meetings", "update": "updates", "retrospective": "retrospectives"}
"""What has an anchor of ours, as items may be called alike."""
_LISTS: Mapping[str, str] = {**KIND, **_DATED, "stakeholder": "stakeholders"}
_INSIDE = (("goals", "key_results", "key-result"), ("meetings", "decisions", "decision"))
_WITHIN = (*_INSIDE, ("meetings", "actions", "action"))
"""What stands within the entries of a list: the list, the field, and the kind."""

Path = tuple[str | int, ...]


class Homes:
    """The homes of the items of one edition; what it has to look up it does once for each project."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._names: dict[str, frozenset[str]] = {}
        self._paths: dict[str, Mapping[tuple[str, str], Path]] = {}

    def names(self, kind: str, item: Any, of: Project | str) -> tuple[str, ...]:
        """Further names of an item that no other has: former ids; the id of what has an anchor of ours."""
        project = self._project(of)
        if project is None or kind == "project":
            return ()
        if project.id not in self._names:
            self._names[project.id] = frozenset(one.id for one in every_item(project))
        own = (item.id,) if kind in _DATED else ()
        further = (*own, *getattr(item, "aliases", ()))
        return tuple(name for name in further if name and name not in self._names[project.id])

    def edit(self, kind: str, item: Any, of: Project | str) -> str:
        """The address of the line that an item begins in; empty where nobody knows one."""
        project, trunk = self._project(of), self._edition.trunk
        repository = self._edition.settings.repo_url
        if project is None or trunk is None or not line_url(repository, trunk, "", 1):
            return ""
        if project.id not in self._paths:
            self._paths[project.id] = dict(_paths(project))
        path = self._paths[project.id].get((kind, getattr(item, "id", "")))
        sources = self._edition.portfolio.sources.get(project.id)
        if path is None or sources is None:
            return ""
        place = sources.place(path)
        return line_url(repository, trunk, place.file, place.line) if place.file else ""

    def _project(self, of: Project | str) -> Project | None:
        """The project itself, or that of an id; None for what belongs to the portfolio."""
        return self._edition.ledger.projects.get(of) if isinstance(of, str) else of


def _paths(project: Project) -> Iterator[tuple[tuple[str, str], Path]]:
    """Where every item with an id stands in the data, by kind and id; the first of one id last."""
    for outer, inner, kind in _WITHIN:
        for i, entry in enumerate(getattr(project, outer)):
            for j, item in enumerate(getattr(entry, inner)):
                yield (kind, item.id), (outer, i, inner, j)
    for kind, name in _LISTS.items():
        for i, item in reversed(tuple(enumerate(getattr(project, name)))):
            if item.id:
                yield (kind, item.id), (name, i)
