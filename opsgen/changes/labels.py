"""What lists, fields and words of choices are called, from the schemas."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way to a field: a field of its own, or an entry of a list."""

    name: str
    part: Schema
    entry: bool = False

    @property
    def label(self) -> Text:
        """What the field, or the kind of entry, is called."""
        return _text(self.part)


@cache
def way(kind: str, field: str) -> tuple[Step, ...]:
    """The steps to a field; none where no schema has it."""
    found = _below(_entity(kind), tuple(field.split(".")), schema(_ROOTS.get(kind, "project")))
    return found or ()


def _part(kind: str, field: str) -> Schema | None:
    if not field:
        return _entity(kind)
    found = way(kind, field)
    return found[-1].part if found else None


def _below(part: Schema, names: tuple[str, ...], root: Schema) -> tuple[Step, ...] | None:
    """The steps that the names make; the entries of a list are all alike, whatever they are called."""
    if not names:
        return ()
    if isinstance(inner := part.get("properties", {}).get(names[0]), dict):
        whole = resolved(inner, root) | inner
        rest = _below(whole, names[1:], root)
        return None if rest is None else (Step(names[0], whole), *rest)
    entry = part.get("items") or part.get("additionalProperties")
    if not isinstance(entry, dict):
        return None
    whole = resolved(entry, root) | entry
    # What an entry is called may hold a full stop: the field is what a schema has.
    for index in range(1, len(names)):
        if names[index] in whole.get("properties", {}):
            rest = _below(whole, names[index:], root)
            if rest is not None:
                return (Step(".".join(names[:index]), whole, entry=True), *rest)
    return (Step(".".join(names), whole, entry=True),)


def _entity(kind: str) -> Schema:
    root = schema(_ROOTS.get(kind, "project"))
    listed = root.get("properties", {}).get(kind, {}).get("items")
    return resolved(listed, root) if listed else root


def _text(part: Schema) -> Text:
    return Text(zh=label(part, "zh"), en=label(part, "en").lower())
