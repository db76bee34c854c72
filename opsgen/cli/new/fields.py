"""The fields of an entry as they can be asked for: what the schema says of each, whatever it is called."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from opsgen.schema import NONE, label, merged
from opsgen.schema.fields import resolved, schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.schema import Extra
    from opsgen.schema.fields import Schema

_SCALARS = frozenset({"string", "number", "integer", "boolean"})
_OTHERWISE = {"budget-line": "budget"}
"""Kinds of items that references call otherwise."""
_NOT_NEW = frozenset({"id", "aliases"})


@dataclass(frozen=True)
class Field:
    """One field of an entry whose value, or each of whose values, is typed on one line."""

    key: str
    named: Schema
    """The field as its entity has it, with its names."""
    part: Schema
    """What a value must be."""
    several: bool = False

    @property
    def flag(self) -> str:
        """How the option for it is called."""
        return f"--{self.key.replace('_', '-')}"

    @property
    def types(self) -> frozenset[str]:
        """The JSON types that a value may have."""
        given = self.part.get("type", "string")
        return frozenset((given,) if isinstance(given, str) else given)

    @property
    def choices(self) -> dict[str, dict[str, str]]:
        """The words that can be chosen, each with its labels; empty for other fields."""
        labels: dict[str, dict[str, str]] = self.part.get("x-values", {})
        return labels or {str(word): {} for word in self.part.get("enum", ())}

    @property
    def is_day(self) -> bool:
        """Whether it wants a day."""
        return self.part.get("format") in ("date", "day")

    @property
    def is_past(self) -> bool:
        """Whether its day is behind us."""
        return bool(self.part.get("x-past"))

    @property
    def is_rating(self) -> bool:
        """Whether it wants a step of a scale of the portfolio."""
        return self.part.get("x-type") == "rating" or self.part.get("x-short") == "rating"

    @property
    def refers(self) -> tuple[str, ...]:
        """The kinds of things a value names."""
        return tuple(self.part.get("x-ref", ()))

    def label(self, lang: str) -> str:
        """What it is called in a language."""
        return label(self.named, lang)

    def about(self, lang: str) -> str:
        """What there is to say about it; empty where its name says it."""
        return str(self.named.get("x-zh-description" if lang == "zh" else "description") or "")


def fields_of(entity: str, extra: Extra = NONE) -> tuple[Field, ...]:
    """The fields of a kind of entry that can be typed on one line, in the order of the schema."""
    root = merged("project", extra)
    return tuple(_fields(root["$defs"][entity]["properties"], root))


def _fields(properties: Schema, root: Schema) -> Iterator[Field]:
    for key, named in properties.items():
        part = resolved(named, root) | {name: named[name] for name in named if name != "$ref"}
        several = part.get("type") == "array"
        inner = resolved(part["items"], root) if several else part
        found = Field(key, named, inner, several)
        if key not in _NOT_NEW and ("enum" in inner or found.types & _SCALARS):
            yield found


def needed(entity: str, extra: Extra = NONE) -> tuple[tuple[str, ...], ...]:
    """What an entry must have: each field alone, or the several of which one is enough."""
    part = merged("project", extra)["$defs"][entity]
    alone = tuple((key,) for key in part.get("required", ()))
    one_of = tuple(key for option in part.get("anyOf", ()) for key in option.get("required", ()))
    return (*alone, one_of) if one_of else alone


@cache
def lists() -> dict[str, str]:
    """The list of a project that holds what a reference can name, by its kind: `milestone`, `milestones`."""
    given = schema("project")["properties"].items()
    found = {part.get("items", {}).get("$ref", "").rpartition("/")[2]: name for name, part in given}
    return {_OTHERWISE.get(kind, kind): name for kind, name in found.items() if kind}
