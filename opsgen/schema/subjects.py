"""What the sentences about data call it: a field, an entry of a list, the file; and the types of values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opsgen.words import Message, message

if TYPE_CHECKING:
    from opsgen.load import Path

TYPES = {
    "string": message("a text"),
    "integer": message("a whole number"),
    "number": message("a number"),
    "boolean": message("true or false"),
    "array": message("a list"),
    "object": message("a mapping (field: value)"),
    "null": message("empty"),
}
"""What each JSON type is called."""


def field_name(path: Path) -> str:
    """The nearest field name of a path."""
    return next((str(part) for part in reversed(path) if isinstance(part, str)), "file")


def subject(path: Path) -> Message:
    """What stands at a path, in a sentence."""
    if not path:
        return message("the file")
    if not any(isinstance(part, str) for part in path):
        return message("an entry of the file")
    if isinstance(path[-1], int):
        return message("an entry of `{field}`", field=field_name(path))
    return message("`{field}`", field=path[-1])


def json_type(value: Any) -> str:
    """The JSON name of a value's type."""
    names = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}
    return names.get(type(value), "null")
