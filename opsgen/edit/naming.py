"""Where the files of a portfolio name things: the references that the schemas mark, and a few they do not."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from opsgen.edit.values import value_at
from opsgen.schema import marked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.load import Document, Path

ITEM = "item"
"""What a reference of any kind of item names: ids are unique over all lists of a project."""
OF_ALL = frozenset({"person", "project", "team", "programme", "strategic_goal"})
"""Kinds of things that are no items of one project."""
_WHO = ("project", "team", "person")
_APPROVED = ((("approves", "*"), (ITEM, "project")), (("approves", "*", "id"), (ITEM, "project")))
# What may be a text, and where it is the id of something means that: no schema marks it.
_UNMARKED: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    *((("decisions", "*", *path), kinds) for path, kinds in _APPROVED),
    *((("meetings", "*", "decisions", "*", *path), kinds) for path, kinds in _APPROVED),
    (("raci", "*", "item"), (ITEM,)),
    (("equipment", "*", "bookings", "*", "for"), (ITEM,)),
    (("adjustments", "*", "action"), (ITEM,)),
    (("conflicts", "*", "parties", "*"), _WHO),
    (("conflicts", "*", "resource"), (ITEM, "person")),
    (("closing", "follow_on", "*", "to"), _WHO),
)
_ENTRIES = {"meeting": "meetings", "update": "updates", "retrospective": "retrospectives"}
"""Kinds of files that hold one entry of a list."""
_WHOLE = ("project", "portfolio", "people")
_FILE = ("metrics", "*", "source", "file")
_NUMBERS = ("measurements", "*", "*")
Patterns = tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Site:
    """One place that names something."""

    path: Path
    kinds: tuple[str, ...]
    """What it may name; `item` for any item."""
    name: str
    about: str = ""
    """The project that a point of a meeting is about, where an id without a project is looked for."""
    of_key: bool = False
    """Whether a field's name names it, not a value."""


def sites(document: Document, kind: str) -> Iterator[Site]:
    """Every place of a file that names something, whether it fits its schema or not."""
    for pattern, kinds in (*_references(kind), *_within(_UNMARKED, kind)):
        for path, value in _reached(document.data, pattern):
            if isinstance(value, str) and value:
                yield Site(path, kinds, value, _about(document.data, path))
    for pattern, _ in _within(((_NUMBERS, ()),), kind):
        for path, _ in _reached(document.data, pattern):
            yield Site(path, (ITEM,), str(path[-1]), of_key=True)


def source_files(document: Document, kind: str) -> Iterator[tuple[Path, str]]:
    """Where metrics name the files of their numbers."""
    for pattern, _ in _within(((_FILE, ()),), kind):
        for path, value in _reached(document.data, pattern):
            if isinstance(value, str):
                yield path, value


def reached(data: Any, pattern: tuple[str, ...], kind: str) -> Iterator[tuple[Path, Any]]:
    """The values of a file at a pattern of the whole that it belongs to."""
    for inside, _ in _within(((pattern, ()),), kind):
        yield from _reached(data, inside)


@cache
def _references(kind: str) -> Patterns:
    """Where a schema says that a value names something."""
    marks = (*marked(kind, "x-ref"), *marked(kind, "x-counterpart"))
    counterparts = {path for path, _ in marked(kind, "x-counterpart")}
    return tuple(
        (path, _kinds(said) + (("project",) if path in counterparts else ())) for path, said in marks
    )


def _kinds(said: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(kind if kind in OF_ALL else ITEM for kind in said))


def _within(patterns: Patterns, kind: str) -> Patterns:
    """The same patterns as a file of a kind has them, which may hold one list, or one entry of it."""
    above: tuple[str, ...] = () if kind in _WHOLE else (kind,)
    above = (_ENTRIES[kind], "*") if kind in _ENTRIES else above
    depth = len(above)
    return tuple((path[depth:], kinds) for path, kinds in patterns if path[:depth] == above)


def _reached(data: Any, pattern: tuple[str, ...], path: Path = ()) -> Iterator[tuple[Path, Any]]:
    if not pattern:
        yield path, data
        return
    step, *rest = pattern
    if step == "*" and isinstance(data, list | dict):
        for key, value in enumerate(data) if isinstance(data, list) else data.items():
            yield from _reached(value, tuple(rest), (*path, key))
    elif isinstance(data, dict) and step in data:
        yield from _reached(data[step], tuple(rest), (*path, step))


def _about(data: Any, path: Path) -> str:
    """The project beside a decision, or an entry written elsewhere, of a point of a meeting."""
    if path[-1] not in ("decision", "ref"):
        return ""
    point = value_at(data, path[:-1])
    about = point.get("project") if isinstance(point, dict) else None
    return about if isinstance(about, str) else ""
