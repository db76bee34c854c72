"""Every field in which two versions of a value differ.

What stands in a list is matched by what it is called, and a list of plain values is a set: no order counts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from itertools import zip_longest
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from opsgen.words import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

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
    return _edits(old, new, (), "", without)


def _edits(
    old: Any, new: Any, path: tuple[str, ...], pattern: str, without: Collection[str] = ()
) -> Iterator[Edit]:
    kind = (new if old is None else old).__class__
    for name, before, after in zip(_fields(kind), _values(old, kind), _values(new, kind), strict=True):
        # Most are one value, or equal: those are passed over here, without a call for each.
        if before is not after and before != after and name not in without:
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
    for name, one, other in paired(old, new, _as_now(old, new)):
        if one is None or other is None:
            yield Edit((*path, name), one, other, f"{pattern}.*")
        else:
            yield from _edits(one, other, (*path, name), f"{pattern}.*.")


def _as_now(old: tuple[Any, ...], new: tuple[Any, ...]) -> Callable[[Any], str]:
    """What tells entries apart: what they are called, and of those with another id that of the new one."""
    if not any(getattr(entry, "aliases", ()) for entry in (*old, *new)):
        return name_of
    ours, theirs = ({entry.id for entry in entries} for entries in (old, new))
    came, went = theirs - ours, ours - theirs
    now = {name: one.id for one in new if one.id in came for name in one.aliases if name in went}
    now |= {one.id: name for one in old if one.id in went for name in one.aliases if name in came}
    return lambda entry: now.get(entry.id) or name_of(entry)


def _of_mappings(old: Any, new: Any, path: tuple[str, ...], pattern: str) -> Iterator[Edit]:
    if not isinstance(old or {}, dict) or not isinstance(new or {}, dict):  # a word became a mapping
        yield Edit(path, _value(old), _value(new), pattern)
        return
    before, after = old or {}, new or {}
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key) and orderless(before.get(key)) != orderless(after.get(key)):
            yield Edit((*path, str(key)), before.get(key), after.get(key), f"{pattern}.*")


def paired(
    old: Sequence[Any], new: Sequence[Any], name: Callable[[Any], str]
) -> Iterator[tuple[str, Any, Any]]:
    """The entries that differ, by what they are called."""
    before, after = _grouped(old, name), _grouped(new, name)
    for called in dict.fromkeys((*before, *after)):
        ones, others = before.get(called, []), after.get(called, [])
        if len(ones) > 1 or len(others) > 1:
            ones, others = without_equals(ones, others)
        for count, (one, other) in enumerate(zip_longest(ones, others), 1):
            if one != other:
                yield called if count == 1 else f"{called} ({count})", one, other


def _grouped(entries: Sequence[Any], name: Callable[[Any], str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for entry in entries:
        found.setdefault(name(entry), []).append(entry)
    return found


def without_equals(old: Sequence[Any], new: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """What is left of both where each takes out one that equals it, in whatever order its own lists stand."""
    left, right = _without(old, new, _hashed)
    return _without(left, right, orderless) if left and right else (left, right)


def _without(
    old: Sequence[Any], new: Sequence[Any], key: Callable[[Any], Any]
) -> tuple[list[Any], list[Any]]:
    ones, others = [key(entry) for entry in old], [key(entry) for entry in new]
    ours, theirs = Counter(ones), Counter(others)
    return list(_beyond(old, ones, theirs)), list(_beyond(new, others, ours))


def _beyond(entries: Sequence[Any], keys: Sequence[Any], others: Counter[Any]) -> Iterator[Any]:
    for entry, key in zip(entries, keys, strict=True):
        if others[key] > 0:
            others[key] -= 1
        else:
            yield entry


def orderless(value: Any) -> Any:
    """What is the same for two values that differ in the order of their lists and keys alone."""
    if isinstance(value, dict):
        return dict, frozenset((key, orderless(part)) for key, part in value.items())
    if isinstance(value, tuple | list):
        return list, frozenset(Counter(map(orderless, value)).items())
    if is_dataclass(value) and not isinstance(value, Text):
        kind: Any = value.__class__
        named = zip(_fields(kind), _values(value, kind), strict=True)
        return kind, tuple(repr(part) if name in ORDERED else orderless(part) for name, part in named)
    return value


def named(entries: Sequence[Any], name: Callable[[Any], str] | None = None) -> Iterator[tuple[str, Any]]:
    """The entries of a list by what they are called, which is made unlike where two are called the same.

    Whichever of those comes first in the list has no say in it.
    """
    for called, found in _grouped(entries, name or name_of).items():
        for count, entry in enumerate(sorted(found, key=_letters) if len(found) > 1 else found, 1):
            yield _numbered(called, count), entry


def _numbered(called: str, count: int) -> str:
    if not called:
        return str(count)
    return called if count == 1 else f"{called} ({count})"


def _letters(entry: Any) -> list[str]:
    """What an entry is written with: the same in whatever order its own lists stand."""
    return sorted(repr(entry))


def name_of(entry: Any) -> str:
    """What an entry is called in its list; empty where nothing tells it from others."""
    parts = (getattr(entry, name) for name in _NAMES.get(type(entry).__name__, ("id",)))
    said = " ".join(_said(part) for part in parts if part)
    return " ".join((said or _said(getattr(entry, "title", ""))).split())


def short(value: Any) -> Any:
    """A value as a change holds it: what is more than a value of its own by its name."""
    if isinstance(value, Text) or (not isinstance(value, tuple | list | dict) and not is_dataclass(value)):
        return value
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_said(short(part))}" for key, part in value.items())
    if isinstance(value, tuple | list):
        return tuple(short(part) for part in value)
    named = _NAMES.get(type(value).__name__, ())
    own = getattr(value, "title", None) or getattr(value, named[0] if len(named) == 1 else "title", None)
    return own if own and isinstance(own, Text) else name_of(value)


def _said(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_said, value))
    return " / ".join(value.forms) if isinstance(value, Text) else str(value)


def _value(value: Any) -> Any:
    return None if _nothing(value) else value


def _nothing(value: Any) -> bool:
    return value is None or value == "" or value == () or (isinstance(value, Text) and not value)


def _hashed(value: Any) -> Any:
    try:
        hash(value)
    except TypeError:  # the value of a team's own field may be a list or a mapping
        return repr(value)
    return value


@cache
def _fields(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _values(value: Any, kind: type) -> tuple[Any, ...]:
    """The fields of a value of the class, in its order; of any other value those it has, else None."""
    if value.__class__ is kind:
        found: tuple[Any, ...] = _getter(kind)(value)
        return found
    return tuple(getattr(value, name, None) for name in _fields(kind))


@cache
def _getter(kind: type) -> Callable[[Any], Any]:
    names = _fields(kind)
    return (
        attrgetter(*names) if len(names) > 1 else lambda value: tuple(getattr(value, name) for name in names)
    )
