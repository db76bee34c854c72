"""Changes as JSON and back, so that they can be kept."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from opsgen.changes.change import Change
from opsgen.words import Text

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Broken:
    """A version of some files that cannot be read: what is wrong with it first."""

    file: str
    line: int
    code: str
    problems: int
    """How much is wrong with it in all."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of two versions of a whole: its changes, and who it is now."""

    id: str = ""
    aliases: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    broken: Broken | None = None
    """What is wrong with the new version; then nothing is said of changes."""


def stored(record: Record) -> bytes:
    """The record as JSON.

    Raises:
        TypeError: for a value that no change holds.
    """
    broken = record.broken
    data = {
        "id": record.id,
        "aliases": record.aliases,
        "changes": [_row(change) for change in record.changes],
        "broken": broken and [broken.file, broken.line, broken.code, broken.problems],
    }
    return _JSON.encode(data).encode("utf-8", "surrogateescape")


def restored(data: bytes) -> Record | None:
    """The record that was stored; None for anything else."""
    try:
        given = json.loads(data)
        broken = given["broken"]
        return Record(
            id=given["id"],
            aliases=tuple(given["aliases"]),
            changes=tuple([_change(row) for row in given["changes"]]),
            broken=Broken(*broken) if broken else None,
        )
    except (ValueError, TypeError, KeyError, ArithmeticError):
        return None


def _row(change: Change) -> list[object]:
    return [
        change.code,
        change.project,
        change.kind,
        change.item,
        _plain(change.title),
        change.field,
        _plain(change.old),
        _plain(change.new),
        change.delta,
        change.unit,
        _plain(change.reason),
    ]


def _change(row: list[Any]) -> Change:
    code, project, kind, item, title, field, old, new, delta, unit, reason = row
    return Change(
        code, project, kind, item, _value(title), field, _value(old), _value(new), delta, unit, _value(reason)
    )


def _plain(value: object) -> object:
    """A value as JSON has it; what JSON lacks as a mapping of one key that tells what it is."""
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return value
        case date():
            return {"d": value.isoformat()}
        case Decimal():
            return {"n": str(value)}
        case Text():
            return {"t": [value.plain, value.zh, value.en]}
        case tuple():
            return [_plain(part) for part in value]
        case _:
            raise TypeError(f"no change holds {type(value).__name__}")


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return tuple([_value(part) for part in value])
    if not isinstance(value, dict):
        return value
    ((kind, given),) = value.items()
    match kind:
        case "d":
            return date.fromisoformat(given)
        case "n":
            return Decimal(given)
        case "t":
            return Text(*given)
        case _:
            raise ValueError(kind)
