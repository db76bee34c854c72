"""Changes as plain data for programs, as `schemas/output/diff.schema.json` and `log.schema.json` say."""

from __future__ import annotations

from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from opsgen.changes.edits import name_of
from opsgen.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opsgen.changes.change import Change
    from opsgen.export.telling import Telling
    from opsgen.history import Commit

VERSION = 1
"""Raised when a field goes or changes its meaning, never for a new field."""


def rows(telling: Telling, changes: Iterable[Change]) -> list[dict[str, object]]:
    """One mapping for each change."""
    return [_row(telling, change) for change in changes]


def commit(telling: Telling, found: Commit) -> dict[str, object]:
    """A commit; its author is nothing for the public."""
    public = telling.reader.audience == "public"
    return {
        "commit": found.id,
        "date": telling.local(found.date).isoformat(),
        "author": None if public else telling.person(found.author),
        "title": None if public else found.title,
        "request": found.request or None,
    }


def _row(telling: Telling, change: Change) -> dict[str, object]:
    origin = change.origin
    return {
        "code": change.code,
        "severity": change.severity,
        "project": change.project or None,
        "kind": change.kind,
        "item": change.item,
        "title": _value(change.title),
        "field": change.field,
        "from": _value(telling.known(change, change.old)),
        "to": _value(telling.known(change, change.new)),
        "delta": change.delta,
        "unit": change.unit,
        "reason": _value(change.reason) or None,
        "approval": change.approval,
        "by_time": change.by_time,
        "commit": origin.commit if origin else None,
        "date": telling.local(origin.date).isoformat() if origin else None,
        "author": telling.author(change) or None,
        "request": (origin.request or None) if origin else None,
        "text": telling.both(change),
    }


def _value(given: object) -> object:
    """A value as JSON has it: days and names as texts, texts of several languages by language."""
    match given:
        case Text():
            return _text(given)
        case date():
            return given.isoformat()
        case Decimal():
            return int(given) if given == given.to_integral_value() else float(given)
        case tuple():
            return [_value(part) for part in given]
        case dict():
            return {str(key): _value(value) for key, value in given.items()}
        case _ if is_dataclass(given):
            return name_of(given)
        case None | bool() | int() | float() | str():
            return given
        case _:
            return str(given)


def _text(text: Text) -> object:
    if text.zh is None and text.en is None:
        return text.plain
    return {lang: form for lang, form in (("zh", text.zh), ("en", text.en)) if form is not None}
