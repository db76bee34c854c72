"""The team's own fields as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from opsgen.schema import label
from opsgen.words import Text, message, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from opsgen.model import Project
    from opsgen.schema.fields import Schema
    from opsgen.views.edition import Edition

_YES, _NO = message("yes"), message("no")


@dataclass(frozen=True, slots=True)
class Shown:
    """One value in words; what kind it is says how it is printed."""

    value: str | Text
    kind: Literal["text", "url", "email"] = "text"


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field of the team's: what it is called in the edition's language, and its values."""

    label: str
    values: tuple[Shown, ...]


def own_fields(
    edition: Edition, entity: str, extra: Mapping[str, Any], of: Project | str = ""
) -> tuple[OwnField, ...]:
    """The fields that somebody wrote and this audience may see, in the order of `extra.schema.json`.

    `of` is the project they are of, or its id; the portfolio where it is empty. The public sees no e-mail
    addresses and nothing of people, and amounts only where the project publishes them.
    """
    if not extra or (entity == "someone" and edition.audience == "public"):
        return ()
    project = edition.portfolio.project(of) if isinstance(of, str) else of
    fields = edition.portfolio.extra.fields(entity)
    shown = (
        (key, tuple(_values(part, extra[key], edition, project)))
        for key, part in fields.items()
        if key in extra
    )
    return tuple(OwnField(label(fields[key], edition.lang), values) for key, values in shown if values)


def own_columns(edition: Edition, entity: str) -> tuple[tuple[str, str], ...]:
    """The keys of the team's fields of a kind of item, and what they are called, for a file of such items."""
    fields = edition.portfolio.extra.fields(entity)
    return tuple((key, label(part, edition.lang)) for key, part in fields.items())


def own_cells(edition: Edition, entity: str, extra: Mapping[str, Any], project: str) -> tuple[object, ...]:
    """What an item says in these fields: numbers and dates as such, all else in words; None for nothing."""
    cells = []
    for key, part in edition.portfolio.extra.fields(entity).items():
        shown = own_fields(edition, entity, {key: extra[key]}, project) if key in extra else ()
        plain = isinstance(extra.get(key), date | int | float | Decimal) and not isinstance(extra[key], bool)
        cells.append(extra[key] if shown and plain and "enum" not in part else _in_words(shown, edition))
    return tuple(cells)


def _in_words(fields: tuple[OwnField, ...], edition: Edition) -> str | None:
    say = words(edition.lang)
    values = [
        say.say(shown.value) if isinstance(shown.value, Text) else shown.value
        for of in fields
        for shown in of.values
    ]
    return "; ".join(values) or None


def _values(part: Schema, value: Any, edition: Edition, project: Project | None) -> Iterator[Shown]:
    if isinstance(value, tuple):
        for entry in value:
            yield from _values(part["items"], entry, edition, project)
    elif isinstance(value, dict):
        for key, inner in part["properties"].items():
            for shown in _values(inner, value[key], edition, project) if key in value else ():
                name = label(inner, edition.lang)
                yield Shown(words(edition.lang).say(message("{name}: {value}", name=name, value=shown.value)))
    elif part.get("x-type") != "money":
        yield from _value(part, value, edition)
    elif project is not None or edition.audience != "public":
        yield from (Shown(amount) for amount in (edition.amount(value, project),) if amount)


def _value(part: Schema, value: Any, edition: Edition) -> Iterator[Shown]:
    say = words(edition.lang)
    match part.get("x-type"):
        case "email" if edition.audience == "public":
            return
        case "url" | "email" as kind:
            yield Shown(str(value), kind)
        case "person":
            yield Shown(edition.person(str(value)))
        case "percent":
            yield Shown(say.amount(value, "%"))
        case "choice":
            named = part.get("x-values", {}).get(str(value), {})
            yield Shown(str(named.get(edition.lang) or _plain(value, edition)))
        case _:
            yield Shown(value if isinstance(value, Text) else _plain(value, edition))


def _plain(value: Any, edition: Edition) -> str:
    say = words(edition.lang)
    match value:
        case bool():
            return say.say(_YES if value else _NO)
        case int() | float() | Decimal():
            return say.number(value)
        case date():
            return say.date(value)
    return str(value)
