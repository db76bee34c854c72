"""Where data names things that have ids: the references that the schemas mark, and a few they do not."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from opsgen.schema.fields import marked

if TYPE_CHECKING:
    from collections.abc import Iterable

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
Patterns = tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
"""Ways to values, `*` for every entry of a list, and what kinds of things each may name."""


@cache
def naming(kind: str) -> Patterns:
    """Every place of a kind of file that names something."""
    return (*_references(kind), *within(_UNMARKED, kind))


def within(patterns: Patterns, kind: str) -> Patterns:
    """The same patterns as a file of a kind has them, which may hold one list, or one entry of it."""
    above: tuple[str, ...] = () if kind in _WHOLE else (kind,)
    above = (_ENTRIES[kind], "*") if kind in _ENTRIES else above
    depth = len(above)
    return tuple((path[depth:], kinds) for path, kinds in patterns if path[:depth] == above)


def _references(kind: str) -> Patterns:
    """Where a schema says that a value names something."""
    marks = (*marked(kind, "x-ref"), *marked(kind, "x-counterpart"))
    counterparts = {path for path, _ in marked(kind, "x-counterpart")}
    return tuple(
        (path, _kinds(said) + (("project",) if path in counterparts else ())) for path, said in marks
    )


def _kinds(said: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(kind if kind in OF_ALL else ITEM for kind in said))
