"""Verdicts as JSON and back: sentences as their rule and figures, in no language."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from math import inf, isfinite
from string import Formatter
from typing import TYPE_CHECKING, Any, TypeVar

from opsgen.derive.workload import Claim
from opsgen.portfolio.actuals import Called
from opsgen.problem import Place, Problem, Repair
from opsgen.problem.finding import SEVERITIES
from opsgen.rules import RULES
from opsgen.rules.allows import Allowance
from opsgen.rules.rule import DAY, Remark
from opsgen.rules.verdict import Reference, Verdict
from opsgen.schema import marked
from opsgen.words import DaysSince, Message, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from opsgen.portfolio.spending import Spent

T = TypeVar("T")

_CODE = re.compile(r"[a-z]+(-[a-z]+)*")
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
"""Half a character: no file that could be read has one."""
_VALUES = (str, int, float, bool, Decimal, date, Text, Message, DaysSince)


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
        "problems": [
            [_place(p.place), p.code, p.severity, p.message, p.hint, _mend(p.repair)]
            for p in verdict.problems
        ],
        "remarks": [
            [r.code, _place(r.place), r.message, r.hint, _iso(r.since), _mend(r.repair)] for r in lasting
        ],
        "allowances": [
            [_place(a.place), a.rules, a.reason, _iso(a.until), a.project, a.line] for a in verdict.allowances
        ],
        "aliases": [[name, _place(place)] for name, place in verdict.aliases],
        "names": verdict.names,
        "supports": verdict.supports,
        "baseline": verdict.baseline,
        "claims": [
            [c.person, _iso(c.first), _iso(c.last), c.percent, c.days, c.index, _place(place)]
            for c, place in verdict.claims
        ],
        "outward": [[_place(r.place), r.kinds, r.name] for r in verdict.outward],
    }
    return json.dumps(data, ensure_ascii=False, allow_nan=False, default=_plain).encode()


def restored(text: bytes, as_of: date, files: Collection[str]) -> Verdict | None:
    """The verdict on a project of these files, or None where it was made without what is wrong on a day
    this early, or where the text is none: whoever can write into a cache can write anything.
    """
    try:
        data = json.loads(text, object_hook=_made, parse_constant=_refused)
        if _SURROGATE.search(text) or (data["from"] and as_of < date.fromisoformat(data["from"])):
            return None
        return _Reader({"", *files}).verdict(data)
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError):
        return None


def out_of_rows(verdict: Verdict, file: str, rows: Sequence[Spent]) -> Verdict:
    """The verdict with the number of a row and of one of its parts for each place in the finance sheet, as
    where a project's rows stand there changes with the rows of others.
    """
    if not any(place.file == file for place in _said_at(verdict)):
        return verdict
    numbers = {
        place: Place(file, number, part)
        for number, row in enumerate(rows, start=1)
        for part, place in enumerate(row.places(file), start=1)
    }
    return _moved(verdict, lambda place: numbers[place] if place.file == file else place)


def in_rows(verdict: Verdict, file: str, rows: Sequence[Spent]) -> Verdict | None:
    """The same verdict with the places where these rows stand now; None where it names rows there are not."""
    if not any(place.file == file for place in _said_at(verdict)):
        return verdict
    now = {
        (n, part): place for n, row in enumerate(rows, 1) for part, place in enumerate(row.places(file), 1)
    }
    try:
        return _moved(verdict, lambda kept: now[kept.line, kept.column] if kept.file == file else kept)
    except KeyError:
        return None


def _said_at(verdict: Verdict) -> Iterator[Place]:
    yield from (problem.place for problem in verdict.problems)
    yield from (remark.place for remark in verdict.remarks)


def _moved(verdict: Verdict, to: Callable[[Place], Place]) -> Verdict:
    return replace(
        verdict,
        problems=tuple(replace(problem, place=to(problem.place)) for problem in verdict.problems),
        remarks=tuple(replace(remark, place=to(remark.place)) for remark in verdict.remarks),
    )


def stored_called(called: Called) -> bytes:
    """What a project is called, as JSON."""
    return json.dumps([called.id, sorted(called.others), called.written], ensure_ascii=False).encode()


def restored_called(text: bytes) -> Called | None:
    """What a project is called, or None where the text does not say it."""
    try:
        name, others, written = json.loads(text)
        return Called(_is(name, str), frozenset(_texts(others)), _is(written, str))
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError):
        return None


class _Reader:
    """Makes a verdict of what JSON gave.

    Raises:
        LookupError, TypeError, ValueError: for anything that `stored` does not write.
    """

    def __init__(self, files: Collection[str]) -> None:
        self.files = files

    def verdict(self, data: dict[str, Any]) -> Verdict:
        return Verdict(
            _is(data["source"], str),
            tuple(self.problem(*found) for found in data["problems"]),
            _is(data["readable"], bool),
            tuple(self.remark(*found) for found in data["remarks"]),
            tuple(self.allowance(*said) for said in data["allowances"]),
            tuple((_is(name, str), self.place(place)) for name, place in data["aliases"]),
            tuple((_is(kind, str), _texts(names)) for kind, names in data["names"]),
            tuple(self.reference(*named) for named in data["outward"]),
            self.place(data["place"]),
            _texts(data["supports"]),
            baseline=str(data["baseline"]),
            claims=tuple(self.claim(data["source"], taken) for taken in data["claims"]),
        )

    def place(self, given: Any) -> Place:
        file, *numbers = given
        if file not in self.files or len(numbers) != 4 or any(type(n) is not int or n < 0 for n in numbers):
            raise ValueError(given)
        return Place(file, *numbers)

    def problem(self, place: Any, code: Any, severity: Any, said: Any, hint: Any, repair: Any) -> Problem:
        if not _CODE.fullmatch(code) or severity not in SEVERITIES:
            raise ValueError(code)
        return Problem(
            self.place(place), code, severity, _settled_sentence(said), _hint(hint), self.repair(repair)
        )

    def repair(self, given: Any) -> Repair | None:
        if given is None:
            return None
        place, text = given
        return Repair(self.place(place), _is(text, str))

    def remark(self, code: Any, place: Any, said: Any, hint: Any, since: Any, repair: Any) -> Remark:
        return Remark(
            _known_codes()[code],
            self.place(place),
            _is(said, Message),
            _hint(hint),
            _day(since),
            repair=self.repair(repair),
        )

    def allowance(
        self, place: Any, rules: Any, reason: Any, until: Any, project: Any, line: Any
    ) -> Allowance:
        return Allowance(
            self.place(place),
            _texts(rules),
            _is(reason, bool),
            _day(until),
            _is(project, str),
            _is(line, int),
        )

    def claim(self, project: str, taken: Any) -> tuple[Claim, Place]:
        person, first, last, percent, days, index, place = taken
        start, end = date.fromisoformat(first), date.fromisoformat(last)
        if not _is(person, str) or end < start or (percent is None) == (days is None):
            raise ValueError(person)
        much = (_amount(percent, 100.0), _amount(days), _is(index, int))
        return Claim(project, person, Text(), start, end, *much), self.place(place)

    def reference(self, place: Any, kinds: Any, name: Any) -> Reference:
        return Reference(self.place(place), _known_kinds()[tuple(kinds)], _is(name, str))


def _is(value: Any, kind: type[T]) -> T:
    if type(value) is not kind:
        raise TypeError(value)
    return value


def _amount(value: Any, most: float = inf) -> float | None:
    """A finite number from 0 on."""
    if value is None:
        return None
    number = float(value if type(value) is int else _is(value, float))
    if not (isfinite(number) and 0 <= number <= most):
        raise ValueError(value)
    return number


def _texts(values: Any) -> tuple[str, ...]:
    return tuple(_is(value, str) for value in values)


def _hint(value: Any) -> Message | None:
    return None if value is None else _settled_sentence(value)


def _settled_sentence(value: Any) -> Message:
    """A sentence that says the same on every day."""
    if _counts_days(_is(value, Message)):
        raise ValueError(value)
    return value  # type: ignore[no-any-return]


def _counts_days(value: object) -> bool:
    if isinstance(value, Message):
        return any(_counts_days(param) for _, param in value.params)
    return isinstance(value, DaysSince)


@cache
def _known_codes() -> dict[str, str]:
    return {rule.code: rule.code for rule in RULES}


@cache
def _known_kinds() -> dict[tuple[str, ...], tuple[str, ...]]:
    return {tuple(kinds): tuple(kinds) for _, kinds in marked("project", "x-ref")}


def _settled(remarks: Iterable[Remark]) -> date | None:
    """The first day on which nothing is wrong any more that only time mends."""
    return max((remark.until + DAY for remark in remarks if remark.until), default=None)


def _place(place: Place) -> tuple[str, int, int, int, int]:
    return (place.file, place.line, place.column, place.end_line, place.end_column)


def _mend(repair: Repair | None) -> tuple[tuple[str, int, int, int, int], str] | None:
    return (_place(repair.place), repair.text) if repair else None


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
            text, params, several = value
            return _sentence(text, {_is(name, str): _frozen(param) for name, param in params}, several)
        case "text":
            plain, *spoken = value
            zh, en = (None if text is None else _is(text, str) for text in spoken)
            return Text(_is(plain, str), zh, en)
        case "decimal":
            return _finite(Decimal(value))
        case "date":
            return date.fromisoformat(value)
        case "since":
            return DaysSince(date.fromisoformat(value))
    return data


def _sentence(text: Any, params: dict[str, object], several: Any) -> Message:
    """A sentence whose places all have a parameter."""
    if not _places(_is(text, str)) | _places(_is(several, str)) <= params.keys():
        raise ValueError(text)
    if several and type(params["n"]) not in (int, DaysSince):
        raise TypeError(params["n"])
    return Message(text, tuple(params.items()), several)


@lru_cache(1000)
def _places(text: str) -> frozenset[str]:
    """The names of the places; `{x.y}` and `{x:9}` are none that a parameter could have."""
    return frozenset(
        f"{name}{':' * bool(form)}{form}{change or ''}"
        for _, name, form, change in Formatter().parse(text)
        if name is not None
    )


def _frozen(value: Any) -> object:
    if isinstance(value, list):
        items = tuple(map(_frozen, value))
        if any(map(_counts_days, items)):
            raise TypeError(value)
        return items
    if value.__class__ not in _VALUES:
        raise TypeError(value)
    return value


def _finite(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise ValueError(number)
    return number


def _refused(constant: str) -> None:
    raise ValueError(constant)
