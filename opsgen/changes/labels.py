"""What lists, fields and words of choices are called, from the schemas."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from opsgen.schema.fields import label, resolved, schema
from opsgen.words import Text

if TYPE_CHECKING:
    from opsgen.schema.fields import Schema

_ROOTS = {"portfolio": "portfolio", "people": "people", "teams": "people"}


@cache
def entity(kind: str) -> Text:
    """What an entry of a list is called: `milestone`, `里程碑`."""
    return _text(_entity(kind))


@cache
def field_label(kind: str, field: str) -> Text:
    """What a field is called, by the way to it; its own name where no schema has it."""
    return _text(_part(kind, field) or {}) or Text(field.rpartition(".")[2])


@cache
def word_label(kind: str, field: str, word: str) -> Text:
    """What a word of a choice is called: `milestones`, `type`, `gate`; the word where it is no choice."""
    named = (_part(kind, field) or {}).get("x-values", {}).get(word)
    return Text(zh=named["zh"], en=named["en"].lower()) if named else Text(word)


@cache
def type_of(kind: str, field: str) -> str:
    """What a field holds: `date`, `money`, `percent`, `choice`, `person` …; empty where no schema has it."""
    part = _part(kind, field) or {}
    if "person" in part.get("x-ref", ()) or "person" in part.get("items", {}).get("x-ref", ()):
        return "person"
    return str(part.get("x-type") or ("choice" if "x-values" in part else ""))


def _part(kind: str, field: str) -> Schema | None:
    return _below(_entity(kind), tuple(field.split(".")), schema(_ROOTS.get(kind, "project")))


def _below(part: Schema, names: tuple[str, ...], root: Schema) -> Schema | None:
    """The part that the names lead to; the entries of a list are all alike, whatever they are called."""
    if not names:
        return part
    if isinstance(inner := part.get("properties", {}).get(names[0]), dict):
        return _below(resolved(inner, root) | inner, names[1:], root)
    entry = part.get("items") or part.get("additionalProperties")
    if not isinstance(entry, dict):
        return None
    whole = resolved(entry, root) | entry
    # What an entry is called may hold a full stop: the field is what a schema has.
    known = (index for index in range(1, len(names)) if names[index] in whole.get("properties", {}))
    found = (_below(whole, names[index:], root) for index in known)
    return next((part for part in found if part is not None), whole)


def _entity(kind: str) -> Schema:
    root = schema(_ROOTS.get(kind, "project"))
    listed = root.get("properties", {}).get(kind, {}).get("items")
    return resolved(listed, root) if listed else root


def _text(part: Schema) -> Text:
    return Text(zh=label(part, "zh"), en=label(part, "en").lower())
