"""What somebody typed, as the value of a field; and what is wrong with it, in the sentences of the check."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from opsgen import load
from opsgen.schema import read
from opsgen.schema.listing import written
from opsgen.schema.suggest import suggest
from opsgen.schema.values import repaired, repaired_date, yearless
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from opsgen.cli.new.fields import Field
    from opsgen.cli.new.ground import Ground
    from opsgen.problem import Problem
    from opsgen.words import Message

    Complaint = tuple[Message, Message | None]

_FROM_TODAY = re.compile(r"\+ ?([0-9]{1,4}) ?(d|days?|天|日|w|weeks?|周)?\Z", re.ASCII)
_TODAY = {"today": 0, "今天": 0, "tomorrow": 1, "明天": 1, "yesterday": -1, "昨天": -1}
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?\Z", re.ASCII)
_TRUTH = {
    **dict.fromkeys(("true", "yes", "y", "是"), True),
    **dict.fromkeys(("false", "no", "n", "否"), False),
}


def value_of(field: Field, typed: str, of: Ground) -> Any:
    """What a text means as the value of a field; the text itself where it means nothing there."""
    text = typed.strip()
    if field.choices:
        return chosen(field, text) or text
    if field.is_day:
        return day_of(text, of.day, past=field.is_past) or text
    if field.refers:
        return _who_or_what(field, text, of)
    plain = unicodedata.normalize("NFKC", text)
    if "boolean" in field.types and plain.casefold() in _TRUTH:
        return _TRUTH[plain.casefold()]
    if field.types & {"number", "integer"} and _NUMBER.match(plain):
        return float(plain) if "." in plain else int(plain)
    return repaired(str(field.part.get("format")), text) or text


def chosen(field: Field, text: str) -> str | None:
    """The word of a choice, given as itself or by one of its labels, in capitals or not."""
    folded = text.casefold()
    names = ((word, (word, *labels.values())) for word, labels in field.choices.items())
    return next((word for word, said in names if folded in [one.casefold() for one in said]), None)


def day_of(text: str, today: date, *, past: bool = False) -> str | None:
    """The date that somebody means by `+30`, `+2w`, `2026/11/8` or `11月8日`; None where it is none.

    A date without a year is the next one, or the last one where the day is behind us.
    """
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    found = _FROM_TODAY.match(plain)
    with suppress(OverflowError, ValueError):
        if found:
            weeks = (found[2] or "d")[0] in "w周"
            return (today + timedelta(days=int(found[1]) * (7 if weeks else 1))).isoformat()
        if plain in _TODAY:
            return (today + timedelta(days=_TODAY[plain])).isoformat()
    return repaired_date(text) or _nearest(text, today, past=past)


def _nearest(text: str, today: date, *, past: bool) -> str | None:
    """The next day, or the last, that has this month and day."""
    parts = yearless(text)
    for year in range(today.year, today.year + (-9 if past else 9), -1 if past else 1) if parts else ():
        with suppress(ValueError):
            found = date(year, *parts)  # type: ignore[misc]
            if found <= today if past else found >= today:
                return found.isoformat()
    return None


def _who_or_what(field: Field, text: str, of: Ground) -> str:
    """The id of what is meant by its id, in capitals or not, or by its name, where one alone has it."""
    known = [one for kind in field.refers for one in of.known.get(kind, ())]
    folded = text.casefold()
    found = [one.id for one in known if one.id.casefold() == folded]
    found = found or [one.id for one in known if folded in [title.casefold() for title in one.titles]]
    return found[0] if len(found) == 1 else text


def complaint(field: Field, value: Any, of: Ground, name: str) -> Complaint | None:
    """What is wrong with the value of a field in an entry of the list `name`; None where nothing is."""
    whole = [value] if field.several else value
    for key, problem in problems(name, {"id": "X1", field.key: whole}, of):
        if key == field.key:
            return problem.message, problem.hint
    if field.is_rating and isinstance(value, int):
        return _off_scale(field, value, of)
    return _unknown(field, str(value), of) if field.refers else None


def problems(name: str, entry: Mapping[str, Any], of: Ground) -> Iterator[tuple[str, Problem]]:
    """The errors of an entry by the schema, each with the field it is about."""
    keys = tuple(entry)
    lines = "\n  ".join(f"{key}: {written(value)}" for key, value in entry.items())
    document = load.parse(of.file, f"- {lines}\n".encode())
    for problem in read(document, name, of.workspace.house.extra).problems:
        if problem.severity == "error" and problem.code != "missing-field":
            yield keys[min(problem.line, len(keys)) - 1], problem


def missing(name: str, entry: Mapping[str, Any], of: Ground, key: str) -> Complaint | None:
    """The sentence of the check on a field that is not there."""
    lines = "\n  ".join(f"{key}: {written(value)}" for key, value in entry.items())
    found = read(load.parse(of.file, f"- {lines}\n".encode()), name, of.workspace.house.extra).problems
    said = (p for p in found if p.code == "missing-field" and key in str(p.message.params))
    return next(((p.message, p.hint) for p in said), None)


def _off_scale(field: Field, value: int, of: Ground) -> Complaint | None:
    steps = tuple(steps_of(field, of))
    if not steps or value in steps:
        return None
    return (
        message("`{field}` is {value}", field=field.key, value=value),
        message("the steps of the scale: {steps}", steps=steps),
    )


def steps_of(field: Field, of: Ground) -> dict[int, tuple[str, ...]]:
    """The steps of the portfolio's scale for a rating, each with its names."""
    scales = of.workspace.house.settings.scales
    steps = scales.probability if field.key == "probability" else scales.impact
    return {step.value: step.title.forms for step in sorted(steps, key=lambda step: step.value)}


def _unknown(field: Field, value: str, of: Ground) -> Complaint | None:
    """That nobody, or nothing, is called so; of other projects it is looked at when the file is checked."""
    people = field.refers == ("person",)
    known = [one for kind in field.refers for one in of.known.get(kind, ())]
    ids = [one.id for one in known]
    if value in ids or (people and not of.workspace.house.has_people) or ":" in value:
        return None
    names = [title for one in known for title in one.titles]
    if people and names.count(value) > 1:
        text = message("{n} people have the name `{name}`", n=names.count(value), name=value)
        return text, message("write the id of `people.yaml`")
    meant = suggest(value, [*ids, *(names if people else ())])
    hint = message("did you mean `{key}`?", key=meant) if meant else None
    if people:
        return message("`people.yaml` knows nobody called `{name}`", name=value), hint
    return message("nothing in this project that fits here has the id `{id}`", id=value), hint
