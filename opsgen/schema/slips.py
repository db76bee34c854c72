"""What an entry is that fits no field: wrapped once more, a pair, an entry within another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from opsgen.schema.hints import field_labels, shown
from opsgen.schema.repairs import choice, dated
from opsgen.schema.suggest import means_something, suggest
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opsgen.schema.fields import Schema
    from opsgen.schema.validate import Violation

_ID = re.compile(r"[A-Z]{1,3}-?[0-9]{1,4}\Z", re.ASCII)


def is_id(key: str, value: Any, known: Mapping[str, Any]) -> bool:
    """Whether an entry's id stands in the place of a field: `M1: Launch`."""
    return "id" in known and isinstance(value, str) and bool(_ID.match(key))


def is_titled(violation: Violation) -> bool:
    """Whether an entry is nothing but `TITLE: DATE` or `WHO: WHAT`."""
    part = violation.schema
    known = part.get("properties", {})
    if not violation.path or not isinstance(violation.path[-1], int) or len(violation.instance) != 1:
        return False
    ((key, value),) = violation.instance.items()
    meant = (
        key in known
        or means_something(key)
        or suggest(key, known, field_labels(part))
        or is_id(key, value, known)
    )
    return not meant and dated(key, value, part) is not None


def is_pair(violation: Violation) -> bool:
    """Whether what is waited for is `PROJECT: ID` or `ID: TYPE`, not a mapping with a `ref`."""
    known = violation.schema.get("properties", {})
    keys = tuple(violation.instance)
    return "ref" in known and "title" not in known and len(keys) == 1 and not means_something(keys[0])


def pair_hint(key: str, value: Any, part: Schema) -> Message:
    """How `ID: TYPE` or `PROJECT: ID` is written."""
    if choice(str(value), part["properties"].get("type", {})):
        return message("write {{{entry}}}", entry=f"ref: {shown(key)}, type: {value}")
    return message("write {value}", value=shown(f"{key}:{value}"))


def nested_hint(violation: Violation) -> Message:
    """That no list stands within an entry of itself; a task says what it is part of."""
    above = violation.instance.get("id")
    if "parent" in violation.schema.get("properties", {}) and above:
        return message("write its entries beside this one, each with `parent: {id}`", id=shown(above))
    return message("write its entries beside this one")


def is_wrapped(violation: Violation) -> bool:
    """Whether a file holds nothing but one unknown field, and the known ones stand under that."""
    known, written = violation.schema.get("properties", {}), violation.instance
    if violation.path or len(written) != 1:
        return False
    ((key, inner),) = written.items()
    inner = inner[0] if isinstance(inner, list) and len(inner) == 1 else inner
    return key not in known and isinstance(inner, dict) and any(name in known for name in inner)


def is_short(part: Schema) -> bool:
    """Whether an entry is an id, or written here with a title: a decision of a meeting."""
    return "string" in part.get("type", ()) and "title" in part.get("properties", {})


def languages_of(written: Mapping[str, Any]) -> list[str]:
    """The fields of a text that are languages, ours or another's: `{fr: …}`."""
    return [key for key in written if re.fullmatch(r"[a-z]{2}(-[A-Za-z]{2,4})?", key)]


def required_by(option: Schema) -> list[str]:
    keys: list[str] = option.get("required", [""])
    return keys
