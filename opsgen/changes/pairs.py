"""Which item of an old version is which of the new one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from opsgen.changes.change import Change
from opsgen.changes.edits import short, without_equals
from opsgen.words import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Names = Callable[[Any], tuple[Any, ...]]

_NATURAL: Mapping[str, tuple[str, ...]] = {
    "Allocation": ("person", "role", "task", "phase"),
    "Communication": ("audience", "what"),
    "Feedback": ("date", "channel", "theme"),
    "RaciRow": ("item",),
    "Retrospective": ("date",),
    "Update": ("period",),
}
"""What stands for an id in lists that need none."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An item as it was and as it is; None where it was not, or is not any more."""

    project: str
    kind: str
    old: Any
    new: Any

    @property
    def any(self) -> Any:
        """The item as it is, else as it was."""
        return self.old if self.new is None else self.new

    @property
    def item(self) -> str:
        """Its id, else what stands for one."""
        return _identity(self.any) or " / ".join(title_of(self.any).forms)

    def change(
        self,
        code: str,
        field: str = "",
        old: object = None,
        new: object = None,
        *,
        delta: float | None = None,
        unit: str = "",
        reason: Text = Text(),
    ) -> Change:
        """A change of this item."""
        title = title_of(self.any)
        before, after = short(old), short(new)
        return Change(
            code, self.project, self.kind, self.item, title, field, before, after, delta, unit, reason
        )


def title_of(item: Any) -> Text:
    """What an item is called: its title, else what stands for one in its list."""
    for name in ("title", "name", "item", "theme", "scope", "audience", "role"):
        found = getattr(item, name, None)
        if isinstance(found, Text) and found:
            return found
    # Time is given by somebody, who is more than the role.
    return Text(getattr(item, "person", "") or _identity(item))


def pairs(project: str, kind: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> Iterator[Pair]:
    """The items that differ, by id, then by a former id, then by their title; what is gone comes last.

    The items of (b, a) pair as those of (a, b), in whatever order they stand.
    """
    for before, item in _matched(old, new):
        if before is not item and before != item:
            yield Pair(project, kind, before, item)


def _matched(old: tuple[Any, ...], new: tuple[Any, ...]) -> Iterator[tuple[Any, Any]]:
    """Each item with its other version in the order of the new ones; None beside what has none."""
    if _repeated(old) or _repeated(new):
        left, items = without_equals(old, new)
    else:
        left, items = list(old), list(new)
    found = _Found(left, items)
    found.by(_by_id)
    found.by(_by_alias)
    found.by_title()
    yield from ((found.before.get(id(item)), item) for item in items)
    yield from ((item, None) for item in found.old())


class _Found:
    """Which of two lists belong together, as far as it is known."""

    def __init__(self, old: list[Any], new: list[Any]) -> None:
        self._old = {id(item): item for item in old}
        self._new = {id(item): item for item in new}
        self.before: dict[int, Any] = {}
        """The old item by the identity of the new one."""

    def old(self) -> list[Any]:
        """The old items that are nobody's yet."""
        return list(self._old.values())

    def by(self, names: Names) -> None:
        """Puts together what has a name in common: in the order of names, then as they stand."""
        ours, theirs = _grouped(self._old, names), _grouped(self._new, names)
        for name in sorted(ours.keys() & theirs.keys()):
            self._together(ours[name], theirs[name])

    def by_title(self) -> None:
        """Puts together what has one title; an id is for ever, so at least one of the two has none."""
        ours, theirs = _grouped(self._old, _by_title), _grouped(self._new, _by_title)
        for title in ours.keys() & theirs.keys():
            before, after = ours[title], theirs[title]
            self._together(_without_id(before), _without_id(after))
            self._together(_without_id(before), after)
            self._together(before, _without_id(after))

    def _together(self, old: list[Any], new: list[Any]) -> None:
        left = [item for item in old if id(item) in self._old]
        free = [item for item in new if id(item) in self._new]
        for one, other in zip(left, free, strict=False):
            self.before[id(other)] = self._old.pop(id(one))
            del self._new[id(other)]


def _repeated(items: tuple[Any, ...]) -> bool:
    """Whether several have one id, or one title where they have no id."""
    names = [_identity(item) or title_of(item).forms for item in items]
    return len(set(names)) < len(names)


def _grouped(items: Mapping[int, Any], names: Names) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for item in items.values():
        for name in dict.fromkeys(names(item)):
            found.setdefault(name, []).append(item)
    return found


def _without_id(items: list[Any]) -> list[Any]:
    return [item for item in items if not getattr(item, "id", "")]


def _by_id(item: Any) -> tuple[str, ...]:
    name = _identity(item)
    return (name,) if name else ()


def _by_alias(item: Any) -> tuple[str, ...]:
    # Whichever of the two versions tells the former id: the comparison works in both directions.
    return tuple(filter(None, (_identity(item), *getattr(item, "aliases", ()))))


def _by_title(item: Any) -> tuple[object, ...]:
    """What tells an item beside its id: what it is about where its list has such a key, else its title."""
    natural = _natural(item)
    title = title_of(item)
    return (natural,) if natural else (title.forms,) if title else ()


def _identity(item: Any) -> str:
    return str(getattr(item, "id", "") or "") or _natural(item)


def _natural(item: Any) -> str:
    """What stands for an id in a list that needs none; empty in other lists."""
    values = (getattr(item, name) for name in _NATURAL.get(type(item).__name__, ()))
    return " ".join(" / ".join(v.forms) if isinstance(v, Text) else str(v) for v in values if v)
