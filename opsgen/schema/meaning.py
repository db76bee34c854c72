"""Data that fits a schema, with every value read as what it means.

For each schema a reader is put together once; it touches only the values that are something else than they
look: dates, amounts, words of a choice.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from opsgen.schema.extra import MARK, NONE, Extra, merged
from opsgen.schema.fields import Schema, resolved
from opsgen.schema.values import READERS
from opsgen.words import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    Reader = Callable[[Any], Any]


@lru_cache(128)
def reader(kind: str, extra: Extra = NONE) -> Reader:
    """What makes data that fits the schema `kind` into values; it leaves the data as it was."""
    root = merged(kind, extra)
    made = _of(root, root)
    return made if made is not None else lambda data: data


def _of(part: Schema, root: Schema) -> Reader | None:
    """The reader of a part; None where every value means what it looks like."""
    part = resolved(part, root)
    mapping = _of_mapping(part, root)
    item = _of(part["items"], root) if isinstance(part.get("items"), dict) else None
    scalar = _of_scalar(part)
    if mapping is None and item is None:
        return scalar

    def read(data: Any) -> Any:
        if type(data) is dict:
            return data if mapping is None else mapping(data)
        if type(data) is list:
            return data if item is None else [item(entry) for entry in data]
        return data if scalar is None else scalar(data)

    return read


def _of_scalar(part: Schema) -> Reader | None:
    kind = part.get("x-type", "")
    if kind != "choice":
        return READERS.get(kind)
    words = {word: word for word in part.get("x-values", {})}
    labels = {label: word for word, pair in part.get("x-values", {}).items() for label in pair.values()}
    chosen: dict[Any, str] = labels | words
    if "false" in words:
        chosen[False] = "false"  # YAML reads the bare word so
    return lambda value: chosen.get(value, value)


def _of_mapping(part: Schema, root: Schema) -> Reader | None:
    """The reader of a mapping; the team's own keys (`x-…`) go into `extra`, other such keys nowhere."""
    known = part.get("properties", {})
    if part.get("additionalProperties"):
        return _of_keyed(part, root)
    if not known:
        return None
    readers = {key: _of(field, root) for key, field in known.items()}
    for key in part.get(MARK, ()):
        del readers[key]
    own = {key: _of_own(known[key]) for key in part.get(MARK, ())}
    return _with_own(_fields(readers), own) if own else _fields(readers)


def _of_own(part: Schema) -> Reader:
    """The reader of a field of the team's, of which the model knows no more than this."""
    if part.get("x-type") == "text":
        return lambda value: Text(**value) if isinstance(value, dict) else Text(value)
    if "items" in part:
        entry = _of_own(part["items"])
        return lambda values: tuple(entry(value) for value in values)
    if "properties" in part:
        parts = {key: _of_own(inner) for key, inner in part["properties"].items()}
        return lambda values: {key: parts[key](value) for key, value in values.items()}
    return _of_scalar(part) or (lambda value: value)


def _with_own(fields: Reader, own: dict[str, Reader]) -> Reader:
    """The reader of a mapping in which a team has fields of its own."""

    def read(data: dict[str, Any]) -> dict[str, Any]:
        extra = {key: own[key](value) for key, value in data.items() if key in own}
        made: dict[str, Any] = fields(data)
        return made | {"extra": extra} if extra else made

    return read


def _fields(readers: dict[str, Reader | None]) -> Reader:
    def read(data: dict[str, Any]) -> dict[str, Any]:
        return {
            key: value if (of := readers[key]) is None else of(value)
            for key, value in data.items()
            if key in readers
        }

    return read


def _of_keyed(part: Schema, root: Schema) -> Reader:
    """The reader of a mapping whose keys are data, such as dates."""
    keyed = READERS.get(part.get("x-keys", ""), str)
    other = (
        _of(part["additionalProperties"], root) if isinstance(part["additionalProperties"], dict) else None
    )
    fields = {key: _of(field, root) for key, field in part.get("properties", {}).items()}

    def read(data: dict[str, Any]) -> dict[Any, Any]:
        found = ((key, value, fields.get(key, other)) for key, value in data.items())
        return {keyed(key): value if of is None else of(value) for key, value, of in found}

    return read
