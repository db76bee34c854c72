"""A document by its schema: the findings, and the data with every value read as what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from opsgen.schema.fields import Schema, resolved, schema
from opsgen.schema.sentences import explain
from opsgen.schema.validate import violations
from opsgen.schema.values import READERS

if TYPE_CHECKING:
    from opsgen.load import Document
    from opsgen.problem import Problem


@dataclass(frozen=True, slots=True)
class Read:
    """The data of a document, None where it does not fit; and the findings."""

    data: Any
    problems: tuple[Problem, ...]


def read(document: Document, kind: str) -> Read:
    """Check a document against the schema `kind` and read its values."""
    if document.data is None:
        return Read(None, document.problems)
    found = explain(violations(kind, document.data), document, kind)
    if found:
        return Read(None, document.problems + found)
    root = schema(kind)
    return Read(_value(document.data, root, root), document.problems)


def _value(data: Any, part: Schema, root: Schema) -> Any:
    part = resolved(part, root)
    if isinstance(data, dict):
        return _mapping(data, part, root)
    if isinstance(data, list):
        items = part.get("items", {})
        return [_value(item, items, root) for item in data]
    kind = part.get("x-type")
    if kind == "choice":
        return _choice(data, part)
    if kind in READERS and data is not None:
        return READERS[kind](data)
    return data


def _mapping(data: dict[str, Any], part: Schema, root: Schema) -> dict[Any, Any]:
    known = part.get("properties", {})
    other = part.get("additionalProperties") or {}
    keyed = READERS.get(part.get("x-keys", ""), str)
    return {
        keyed(key): _value(value, known.get(key, other), root)
        for key, value in data.items()
        if key in known or other
    }


def _choice(value: Any, part: Schema) -> Any:
    """The word of a choice, whichever of its labels was written."""
    named = part.get("x-values", {})
    if value in named:
        return value
    return next((word for word, pair in named.items() if value in pair.values()), value)
