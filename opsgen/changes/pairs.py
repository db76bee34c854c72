"""Which item of an old version is which of the new one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from opsgen.changes.change import Change
from opsgen.words import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Names = Callable[[Any], tuple[object, ...]]

_NATURAL: Mapping[str, tuple[str, ...]] = {
    "Allocation": ("person", "role", "task", "phase", "from_"),
    "Communication": ("audience", "what"),
    "Feedback": ("id", "date", "channel", "theme"),
    "RaciRow": ("item",),
    "Retrospective": ("id", "date"),
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
        return Change(code, self.project, self.kind, self.item, title, field, old, new, delta, unit, reason)


def title_of(item: Any) -> Text:
    """What an item is called: its title, else what stands for one in its list."""
    for name in ("title", "name", "item", "theme", "scope", "audience", "role"):
        found = getattr(item, name, None)
        if isinstance(found, Text) and found:
            return found
    return Text(_identity(item))


def pairs(project: str, kind: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> Iterator[Pair]:
    """The items that differ, by id, then by a former id, then by their title; what is gone comes last."""
    left = {id(item): item for item in old}
    for item, before in zip(new, _matched(left, new), strict=True):
        if before is not item and before != item:
            yield Pair(project, kind, before, item)
    yield from (Pair(project, kind, item, None) for item in left.values())


def _matched(left: dict[int, Any], new: tuple[Any, ...]) -> list[Any]:
    """For each new item the old one, which is taken out of what is left; None where there is none."""
    found: list[Any] = [None] * len(new)
    for names in (_by_id, _by_alias, _by_title):
        if not left:
            break
        known = {name: item for item in reversed(left.values()) for name in names(item)}
        for index, item in enumerate(new):
            if found[index] is None:
                found[index] = _taken(left, known, names, item)
    return found


def _taken(left: dict[int, Any], known: dict[object, Any], names: Names, item: Any) -> Any:
    for name in names(item):
        before = known.get(name)
        if before is not None and id(before) in left and _may_be_one(before, item, names):
            return left.pop(id(before))
    return None


def _may_be_one(old: Any, new: Any, names: Names) -> bool:
    """An id is for ever: only where one of the two has none, a title tells which they are."""
    return names is not _by_title or not (getattr(old, "id", "") and getattr(new, "id", ""))


def _by_id(item: Any) -> tuple[object, ...]:
    name = _identity(item)
    return (name,) if name else ()


def _by_alias(item: Any) -> tuple[object, ...]:
    # Whichever of the two versions tells the former id: the comparison works in both directions.
    return tuple(filter(None, (_identity(item), *getattr(item, "aliases", ()))))


def _by_title(item: Any) -> tuple[object, ...]:
    title = title_of(item)
    return (title.forms,) if title else ()


def _identity(item: Any) -> str:
    natural = _NATURAL.get(type(item).__name__)
    written = str(getattr(item, "id", "") or "")
    if natural is None or written:
        return written
    values = (getattr(item, name) for name in natural)
    parts = (" / ".join(v.forms) if isinstance(v, Text) else str(v) for v in values if v)
    return " ".join(parts)
