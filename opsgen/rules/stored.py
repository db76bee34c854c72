"""Verdicts as JSON and back: sentences as their rule and figures, in no language."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from opsgen.problem import Place, Problem
from opsgen.rules.allows import Allowance
from opsgen.rules.rule import DAY, Remark
from opsgen.rules.verdict import Reference, Verdict
from opsgen.words import DaysSince, Message, Text

if TYPE_CHECKING:
    from collections.abc import Iterable


def stored(verdict: Verdict) -> bytes:
    """The verdict as JSON, without what only days before its last date could make wrong.

    Raises:
        TypeError, ValueError: when a sentence holds something that JSON cannot keep.
    """
    lasting = [remark for remark in verdict.remarks if remark.until is None]
    data = {
        "source": verdict.source,
        "readable": verdict.readable,
        "from": _iso(_settled(verdict.remarks)),
        "place": _place(verdict.place),
        "problems": [[_place(p.place), p.code, p.severity, p.message, p.hint] for p in verdict.problems],
        "remarks": [[r.code, _place(r.place), r.message, r.hint, _iso(r.since)] for r in lasting],
        "allowances": [
            [_place(a.place), a.rules, a.reason, _iso(a.until), a.project, a.line] for a in verdict.allowances
        ],
        "aliases": [[name, _place(place)] for name, place in verdict.aliases],
        "names": verdict.names,
        "outward": [[_place(r.place), r.kinds, r.name] for r in verdict.outward],
    }
    return json.dumps(data, ensure_ascii=False, allow_nan=False, default=_plain).encode()


def restored(text: bytes, as_of: date) -> Verdict | None:
    """The verdict, or None where it was made without what is wrong on a day this early."""
    data = json.loads(text, object_hook=_made)
    if data["from"] and as_of < date.fromisoformat(data["from"]):
        return None
    return Verdict(
        data["source"],
        tuple(Problem(Place(*place), *rest) for place, *rest in data["problems"]),
        data["readable"],
        tuple(
            Remark(code, Place(*place), said, hint, _day(since))
            for code, place, said, hint, since in data["remarks"]
        ),
        tuple(
            Allowance(Place(*place), tuple(rules), reason, _day(until), project, line)
            for place, rules, reason, until, project, line in data["allowances"]
        ),
        tuple((name, Place(*place)) for name, place in data["aliases"]),
        tuple((kind, tuple(names)) for kind, names in data["names"]),
        tuple(Reference(Place(*place), tuple(kinds), name) for place, kinds, name in data["outward"]),
        Place(*data["place"]),
    )


def _settled(remarks: Iterable[Remark]) -> date | None:
    """The first day on which nothing is wrong any more that only time mends."""
    return max((remark.until + DAY for remark in remarks if remark.until), default=None)


def _place(place: Place) -> tuple[str, int, int, int, int]:
    return (place.file, place.line, place.column, place.end_line, place.end_column)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _plain(value: object) -> dict[str, Any]:
    """What JSON has no form for, as a mapping with one field that names its kind."""
    match value:
        case Message():
            return {"message": [value.text, value.params, value.plural]}
        case Text():
            return {"text": [value.plain, value.zh, value.en]}
        case Decimal():
            return {"decimal": str(value)}
        case date():
            return {"date": value.isoformat()}
        case DaysSince():
            return {"since": value.day.isoformat()}
    raise TypeError(type(value))


def _made(data: dict[str, Any]) -> Any:
    if len(data) != 1:
        return data
    ((kind, value),) = data.items()
    match kind:
        case "message":
            text, params, plural = value
            return Message(text, tuple((name, _frozen(param)) for name, param in params), plural)
        case "text":
            return Text(*value)
        case "decimal":
            return Decimal(value)
        case "date":
            return date.fromisoformat(value)
        case "since":
            return DaysSince(date.fromisoformat(value))
    return data


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
