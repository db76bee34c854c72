"""The team's own fields (`x-…`), typed by `projects/extra.schema.json`.

The file is data and untrusted. It is JSON Schema of a small kind, which `schemas/own/` describes. What it
says is checked and said again in the words of the shipped schemas, so that whatever reads and explains those
does the same for the team's fields.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from opsgen.schema.fields import Schema, schema
from opsgen.schema.suggest import suggest
from opsgen.words import Message, Text, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from opsgen.load import Path

FILE = "extra.schema.json"
MARK = "x-own"
"""In a schema with the team's fields merged in: which of an entity's fields are the team's."""
# What a kind of item is called in the file, where the schemas have another word for it.
ENTITIES = {"person": "someone"}
# What is written inside something else is an item like any other; only there it may also be a mere reference.
_LIKE = {"meeting-decision": "decision", "meeting-action": "action"}


@dataclass(frozen=True, slots=True)
class Extra:
    """The team's own fields of each kind of item; empty where there is no such file."""

    text: str = "{}"
    """By entity `properties` and `required`, as JSON: equal fields are equal, and can be looked up by."""

    def fields(self, entity: str) -> Mapping[str, Schema]:
        """The fields of a kind of item by their keys, as parts of a schema."""
        found: Mapping[str, Schema] = _parsed(self.text).get(entity, {}).get("properties", {})
        return found

    def required(self, entity: str) -> tuple[str, ...]:
        """Those that must be written."""
        return tuple(_parsed(self.text).get(entity, {}).get("required", ()))

    def holders(self, key: str) -> tuple[str, ...]:
        """The kinds of item that have a field of this name."""
        return tuple(name for name, part in _parsed(self.text).items() if key in part["properties"])


NONE = Extra()


@lru_cache(16)
def _parsed(text: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(text)
    return made


def kinds_of_item() -> tuple[str, ...]:
    """What a team may give fields of its own, as the file calls it."""
    return tuple(schema("extra")["properties"]["$defs"]["properties"])


@lru_cache(128)
def merged(kind: str, extra: Extra) -> Schema:
    """One shipped schema with the team's fields in it; not to be changed."""
    root = schema(kind)
    if extra == NONE:
        return root
    defs = {name: _with(part, name, extra) for name, part in root.get("$defs", {}).items()}
    return _with(root, kind, extra) | {"$defs": defs}


def _with(part: Schema, name: str, extra: Extra) -> Schema:
    fields = extra.fields(_LIKE.get(name, name))
    if not fields or "properties" not in part:
        return part
    more: Schema = {"properties": part["properties"] | fields, MARK: sorted(fields)}
    needed = () if name in _LIKE else extra.required(name)
    return part | more | ({"required": [*part.get("required", ()), *needed]} if needed else {})


def unknown_keys(data: Any, part: Schema, root: Schema, path: Path = ()) -> Iterator[tuple[Path, Schema]]:
    """Where `x-…` stands that the team's file does not name, and the part of the schema there."""
    part = root["$defs"][part["$ref"].rsplit("/", 1)[1]] if "$ref" in part else part
    if isinstance(data, list) and isinstance(part.get("items"), dict):
        for i, entry in enumerate(data):
            yield from unknown_keys(entry, part["items"], root, (*path, i))
    elif isinstance(data, dict):
        known = part.get("properties", {})
        for key, value in data.items():
            if key in known:
                yield from unknown_keys(value, known[key], root, (*path, key))
            elif key.startswith("x-") and "patternProperties" in part:
                yield (*path, key), part


def unknown_key_hint(key: str, written: Iterable[str], part: Schema, extra: Extra) -> Message:
    """What to do about a field of the team's that its file does not name here."""
    free = [own for own in part.get(MARK, ()) if own not in written]
    meant = suggest(key, free)
    if meant:
        return message("did you mean `{key}`?", key=meant)
    holders = [_name(holder) for holder in extra.holders(key)]
    if holders:
        return message("it is a field of: {kinds}", kinds=tuple(holders))
    return message("name it in `projects/{file}`, or delete it", file=FILE)


def _name(entity: str) -> Text:
    part = schema("people" if entity == "someone" else "project")
    part = part["$defs"].get(entity, part)
    return Text(zh=part["x-zh"], en=part["title"].lower())
