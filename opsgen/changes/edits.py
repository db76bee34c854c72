"""Every field in which two versions of a value differ.

What stands in a list is matched by what it is called, and a list of plain values is a set: no order counts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from opsgen.words import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

ORDERED = frozenset({"ratio_of", "steps"})
"""Lists in which the order has a meaning."""
_NAMES: Mapping[str, tuple[str, ...]] = {
    "Actual": ("date", "note"),
    "AgendaPoint": ("text", "decision"),
    "Allow": ("rule", "project"),
    "Approval": ("id", "field"),
    "BandStep": ("id",),
    "BenefitActual": ("date",),
    "Booking": ("for_", "from_"),
    "Category": ("id",),
    "ClosingProblem": ("problem",),
    "Criterion": ("text",),
    "Delivery": ("title",),
    "FollowOn": ("action",),
    "HelpNeeded": ("text",),
    "KeyResult": ("id",),
    "Link": ("url",),
    "Measurement": ("date",),
    "MeetingAction": ("ref", "id", "title"),
    "MeetingDecision": ("ref", "id", "title"),
    "Payment": ("title", "due", "milestone"),
    "Predecessor": ("ref",),
    "Programme": ("id",),
    "RetrospectiveCause": ("result",),
    "RetrospectiveRule": ("rule",),
    "ScaleStep": ("value",),
    "Segment": ("title",),
    "StrategicGoal": ("id",),
}
"""What tells the entries of a list within an item apart, by their class."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A field that differs: the way to it, and both values. None stands for nothing."""

    path: tuple[str, ...]
    """Names of fields, and what entries of lists are called."""
    old: Any
    new: Any
    pattern: str
    """The way in general: `measurements.*.value`."""

    @property
    def field(self) -> str:
        """The way as it is written."""
        return ".".join(self.path)


def edits(old: Any, new: Any, without: Collection[str] = ()) -> Iterator[Edit]:
    """Each field in which two values of one class differ, in the order of the class."""
    for name in _fields((new if old is None else old).__class__):
        if name not in without:
            yield from _of_field(old, new, name, (), "")


def _edits(old: Any, new: Any, path: tuple[str, ...], pattern: str) -> Iterator[Edit]:
    for name in _fields((new if old is None else old).__class__):
        yield from _of_field(old, new, name, path, pattern)


def _of_field(old: Any, new: Any, name: str, path: tuple[str, ...], pattern: str) -> Iterator[Edit]:
    before, after = getattr(old, name, None), getattr(new, name, None)
    if before is not after and before != after:
        written = name.removesuffix("_")
        yield from _differing(before, after, (*path, written), f"{pattern}{written}", name)


def _differing(old: Any, new: Any, path: tuple[str, ...], pattern: str, name: str) -> Iterator[Edit]:
    sample = new if old is None else old
    if is_dataclass(sample) and not isinstance(sample, Text):
        yield from _edits(old, new, path, f"{pattern}.")
    elif isinstance(sample, tuple) and name not in ORDERED:
        yield from _of_lists(old or (), new or (), path, pattern)
    elif isinstance(sample, dict):
        yield from _of_mappings(old, new, path, pattern)
    elif not _nothing(old) or not _nothing(new):
        yield Edit(path, _value(old), _value(new), pattern)


def _of_lists(
    old: tuple[Any, ...], new: tuple[Any, ...], path: tuple[str, ...], pattern: str
) -> Iterator[Edit]:
    if not any(is_dataclass(entry) and not isinstance(entry, Text) for entry in (*old, *new)):
        if Counter(map(_hashed, old)) != Counter(map(_hashed, new)):
            yield Edit(path, old or None, new or None, pattern)
        return
    before, after = dict(named(old)), dict(named(new))
    for name in dict.fromkeys((*before, *after)):
        one, other = before.get(name), after.get(name)
        if one is None or other is None:
            yield Edit((*path, name), one, other, f"{pattern}.*")
        else:
            yield from _edits(one, other, (*path, name), f"{pattern}.*.")


def _of_mappings(old: Any, new: Any, path: tuple[str, ...], pattern: str) -> Iterator[Edit]:
    if not isinstance(old or {}, dict) or not isinstance(new or {}, dict):  # a word became a mapping
        yield Edit(path, _value(old), _value(new), pattern)
        return
    before, after = old or {}, new or {}
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            yield Edit((*path, str(key)), before.get(key), after.get(key), f"{pattern}.*")


def named(entries: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    """The entries of a list by what they are called, which is made unlike where two are called the same."""
    seen: Counter[str] = Counter()
    for entry in entries:
        name = name_of(entry)
        seen[name] += 1
        yield (name if seen[name] == 1 else f"{name} ({seen[name]})"), entry


def name_of(entry: Any) -> str:
    """What an entry is called in its list; empty where nothing tells it from others."""
    parts = (getattr(entry, name) for name in _NAMES.get(type(entry).__name__, ("id",)))
    said = " ".join(_said(part) for part in parts if part)
    return said or _said(getattr(entry, "title", ""))


def _said(value: Any) -> str:
    return " / ".join(value.forms) if isinstance(value, Text) else str(value)


def _value(value: Any) -> Any:
    return None if _nothing(value) else value


def _nothing(value: Any) -> bool:
    return value is None or value == "" or value == () or (isinstance(value, Text) and not value)


def _hashed(value: Any) -> Any:
    return value if not isinstance(value, dict | list) else repr(value)


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
