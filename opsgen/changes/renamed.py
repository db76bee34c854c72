"""Ids that were exchanged: what two versions name, said as things are called in the newer one.

So that what only followed a rename is no change of its own. The ids themselves stay: that is the change.
"""

from __future__ import annotations

from dataclasses import dataclass, field, is_dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from opsgen.model import Meeting, People, Project, Settings
from opsgen.schema.naming import ITEM, naming
from opsgen.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from opsgen.changes.change import Change
    from opsgen.model import Metric

_CODES = frozenset({"item.renamed", "project.renamed"})
_KINDS: Mapping[str, str] = {
    "project": "project",
    "people": "person",
    "teams": "team",
    "portfolio.programmes": "programme",
    "portfolio.strategic_goals": "strategic_goal",
}
"""What is no item, by the list it stands in."""
_OF_PYTHON = ("from", "for")
_ABOUT = ("decision", "ref")
"""What is looked for in the project that stands beside it."""


class Renamed(NamedTuple):
    """One thing that has another id."""

    kind: str
    home: str
    """The project or meeting of an item, as it is called now; empty for what is the portfolio's."""
    old: str
    new: str


def renamed(home: str, changes: Iterable[Change]) -> Iterator[Renamed]:
    """The things of a project, a meeting, or without a home of settings or people, that have another id."""
    for change in changes:
        if change.code in _CODES and change.old and change.new:
            kind = _kind(change)
            yield Renamed(kind, home if kind == ITEM else "", str(change.old), str(change.new))


def _kind(change: Change) -> str:
    listed = change.field.partition(".")[0]
    return _KINDS.get(change.kind if listed == "id" else f"{change.kind}.{listed}", ITEM)


@dataclass(frozen=True)
class Renames:
    """All that has another id in the newer one of two versions."""

    told: tuple[Renamed, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.told)

    @cached_property
    def _now(self) -> Mapping[tuple[str, str, str], str]:
        return {(one.kind, one.home, one.old): one.new for one in self.told}

    def now(self, kind: str, name: str, home: str = "") -> str:
        """What a thing of this id is called now."""
        return self._now.get((kind, home, name), name)

    def named_in(self, whole: Any) -> Any:
        """A project, meeting, settings or people, with the new id wherever it names another thing."""
        found = _WHOLES.get(type(whole))
        if not self.told or found is None:
            return whole
        said = _Naming(self, self._home(whole), _own(whole), found == "meeting").value(whole, _tree(found))
        return self._moved(said) if isinstance(said, Project) else said

    def _moved(self, project: Project) -> Project:
        """The same with the files of its numbers in the folder that moved with a renamed project."""
        metrics = tuple(map(self._with_file, project.metrics))
        return project if all(map(_same, metrics, project.metrics)) else replace(project, metrics=metrics)

    def _with_file(self, metric: Metric) -> Metric:
        above, _, rest = (metric.source.file if metric.source else "").partition("/")
        folder, slash, name = rest.partition("/")
        now = self.now("project", folder)
        if metric.source is None or not slash or now == folder:
            return metric
        return replace(metric, source=replace(metric.source, file=f"{above}/{now}/{name}"))

    def _home(self, whole: Any) -> str:
        return self.now("project", getattr(whole, "id", ""))


NO_RENAMES = Renames()
_WHOLES: Mapping[type, str] = {
    Project: "project",
    Meeting: "meeting",
    Settings: "portfolio",
    People: "people",
}


def _own(whole: Any) -> frozenset[str]:
    """What a meeting of the portfolio decided and agreed on itself."""
    if not isinstance(whole, Meeting):
        return frozenset()
    decided = (entry.id for entry in whole.decisions if not entry.ref)
    agreed = (entry.id for entry in whole.actions if not entry.ref)
    return frozenset(filter(None, (*decided, *agreed)))


@dataclass(slots=True)
class _Node:
    """Where a whole names something, as a tree."""

    kinds: tuple[str, ...] = ()
    fields: dict[str, _Node] = field(default_factory=dict)


@cache
def _tree(whole: str) -> _Node:
    root = _Node()
    for pattern, kinds in naming(whole):
        node = root
        for step in pattern:
            node = node.fields.setdefault(f"{step}_" if step in _OF_PYTHON else step, _Node())
        node.kinds = tuple(dict.fromkeys((*node.kinds, *kinds)))
    return root


@dataclass(frozen=True, slots=True)
class _Naming:
    """Says the new ids in one whole."""

    renames: Renames
    home: str
    own: frozenset[str]
    of_portfolio: bool
    """Whether it is a meeting, where an id may be that of a decision of the portfolio."""

    def value(self, value: Any, node: _Node, about: str = "") -> Any:
        """The value with the new ids; the same one where there are none in it."""
        if isinstance(value, Text):
            said = (value.plain, value.zh, value.en)
            forms = [form and self._said(form, node.kinds, about) for form in said]
            return value if tuple(forms) == said else Text(forms[0] or "", zh=forms[1], en=forms[2])
        if isinstance(value, str):
            return self._said(value, node.kinds, about)
        if isinstance(value, tuple) and "*" in node.fields:
            entries = tuple(self.value(entry, node.fields["*"], about) for entry in value)
            return value if all(map(_same, entries, value)) else entries
        return self._parts(value, node) if is_dataclass(value) and node.fields else value

    def _parts(self, value: Any, node: _Node) -> Any:
        about = getattr(value, "project", "")
        left = {}
        for name, inner in node.fields.items():
            old = getattr(value, name, None)
            new = self.value(old, inner, about if name in _ABOUT else "")
            if new is not old:
                left[name] = new
        return replace(value, **left) if left else value

    def _said(self, name: str, kinds: tuple[str, ...], about: str) -> str:
        found = {self._item(name, about) if kind == ITEM else self.renames.now(kind, name) for kind in kinds}
        found.discard(name)
        return found.pop() if len(found) == 1 else name

    def _item(self, name: str, about: str) -> str:
        project, colon, item = name.rpartition(":")
        if colon:
            home = self.renames.now("project", project)
            return f"{home}:{self.renames.now(ITEM, item, home)}"
        for home in self._homes(name, about):
            if (found := self.renames.now(ITEM, name, home)) != name:
                return found
        return name

    def _homes(self, name: str, about: str) -> tuple[str, ...]:
        """Where an id without a project is looked for."""
        if about and name not in self.own:
            return (self.renames.now("project", about),)
        return (self.home, "") if self.of_portfolio and name not in self.own else (self.home,)


def _same(one: object, other: object) -> bool:
    return one is other
