"""What lists, fields and words of choices are called, from the schemas."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from opsgen.schema.fields import label, resolved, schema
from opsgen.words import Text

if TYPE_CHECKING:
    from opsgen.schema.fields import Schema

_ROOTS = {"portfolio": "portfolio", "people": "people"}


@cache
def entity(kind: str) -> Text:
    """What an entry of a list is called: `milestone`, `里程碑`."""
    return _text(_entity(kind))


@cache
def field_label(kind: str, field: str) -> Text:
    """What a field is called, by the way to it; the way itself where no schema has it."""
    part = _part(kind, field)
    return _text(part) if part else Text(field)


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
    root = schema(_ROOTS.get(kind, "project"))
    part = _entity(kind)
    for name in field.split("."):
        # The entries of a list are all alike, whatever they are called.
        inner = part.get("properties", {}).get(name) or part.get("items") or part.get("additionalProperties")
        if not isinstance(inner, dict):
            return None
        part = resolved(inner, root) | inner
    return part


def _entity(kind: str) -> Schema:
    root = schema(_ROOTS.get(kind, "project"))
    if kind == "people":
        return resolved(root["properties"]["people"]["items"], root)
    listed = root.get("properties", {}).get(kind, {}).get("items")
    return resolved(listed, root) if listed else root


def _text(part: Schema) -> Text:
    return Text(zh=label(part, "zh"), en=label(part, "en").lower())
