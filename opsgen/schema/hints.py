"""What to write instead: the second half of a finding about a value or a field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opsgen.schema.suggest import suggest
from opsgen.schema.values import (
    FIRST_YEAR,
    LAST_YEAR,
    days_in_month,
    last_of_month,
    measured,
    repaired_date,
    sheet_date,
    yearless,
)
from opsgen.words import Message, Text, message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opsgen.schema.fields import Schema
    from opsgen.schema.validate import Violation

_BOOLEANS = dict.fromkeys(("yes", "y", "on", "是", "对", "有"), "true") | dict.fromkeys(
    ("no", "n", "off", "否", "不", "无", "没有"), "false"
)
_SHOWN = 20


def date_hint(value: str) -> Message:
    """What to write instead of a date that is none."""
    repaired = repaired_date(value.strip("“”‘’ "))
    if repaired and repaired != value:
        return message("write {value}", value=repaired)
    short = days_in_month(value)
    if short and 1 <= int(value[8:]) <= short[1]:
        return message("the year must lie between {first} and {last}", first=FIRST_YEAR, last=LAST_YEAR)
    if short:
        return message("{month} has {n} days", month=short[0], n=short[1])
    of_sheet = sheet_date(value)
    if of_sheet:
        return message("write {value}, if this is how a spreadsheet counts days", value=of_sheet)
    if yearless(value):
        return message("write the year too: YYYY-MM-DD")
    month_end = last_of_month(value)
    if month_end:
        return message("write the day too, for example {value}", value=month_end)
    return message("write YYYY-MM-DD, for example 2026-09-30")


def instead(key: str, part: Schema) -> str | None:
    """The field that says it in this entity, for one that other entities have; None where there is none."""
    others: dict[str, str] = part.get("x-instead", {})
    return others.get(suggest(key, others) or "")


def _free(written: dict[str, Any], part: Schema) -> list[str]:
    return [field for field in part.get("properties", {}) if field not in written]


def meant_field(key: str, written: dict[str, Any], part: Schema) -> str | None:
    """The field not written yet that an unknown one probably is."""
    labels = field_labels(part)
    return suggest(key, unwritten(part, written), labels) or suggest(key, _free(written, part), labels)


def field_hint(key: str, written: dict[str, Any], part: Schema) -> Message:
    """What to do about a field that the entity does not have."""
    meant = meant_field(key, written, part)
    if meant:
        return message("did you mean `{key}`?", key=meant)
    given = suggest(key, part.get("properties", {}), field_labels(part))
    if given:
        return message("`{key}` is given already: delete one of the two", key=given)
    said_by = instead(key, part)
    if said_by:
        what = Text(zh=part["x-zh"], en=part["title"].lower())
        return message("a {what} that has happened has `{key}: DATE`", what=what, key=said_by)
    free = _free(written, part)
    more = ("…",) if len(free) > _SHOWN else ()
    return message("fields here: {fields}", fields=(*free[:_SHOWN], *more))


def type_hint(value: Any, wanted: list[str], written: str) -> Message | None:
    """How a value of another type is written right; None where that depends on its place."""
    if isinstance(value, bool | int | float) and "string" in wanted:
        return message('put it in quotes: "{value}"', value=written or value)
    if isinstance(value, str) and wanted == ["object"] and value.startswith(("http://", "https://")):
        return message("write {{title: …, url: {value}}}", value=shown(value))
    if isinstance(value, str) and "boolean" in wanted and value.casefold() in _BOOLEANS:
        return message("write {value}", value=_BOOLEANS[value.casefold()])
    share = "integer" in wanted and "%" in str(value)  # 80 % is no 80 on a scale of 1 to 5
    if isinstance(value, str) and {"integer", "number"} & set(wanted) and not share and _number_hint(value):
        return _number_hint(value)
    if isinstance(value, dict) and len(value) == 1 and "string" in wanted:
        key, inner = next(iter(value.items()))
        text = f"{key}: {inner}"
        return message(
            'a colon and a space start a mapping; put the text in quotes: "{value}"', value=shown(text)
        )
    return message("write a value, or delete the line") if value is None else None


def entry_hint(violation: Violation, wanted: list[str]) -> Message | None:
    """How a list and its entries are written, to somebody who left out the dash or the braces."""
    value = violation.instance
    if isinstance(value, dict) and not violation.path and [type(part) for part in value.values()] == [list]:
        return message("the file is the list itself: delete the line `{key}:`", key=next(iter(value)))
    if isinstance(value, list) and not violation.path:
        if "people" in violation.schema.get("properties", {}):
            return message("begin the file with `{key}:`", key="people")
        alone = len(value) == 1 and isinstance(value[0], dict)
        return message("the file is one entry: leave out the dash before it") if alone else None
    if isinstance(value, dict) and "array" in wanted:
        return message("begin every entry with a dash: `- …`")
    if isinstance(value, str) and wanted == ["object"] and violation.path:
        fields = violation.schema.get("properties", {})
        chosen = next((key for key, field in fields.items() if named_choice(value, field)), None)
        if chosen:
            return message("write {{{entry}}}", entry=f"{chosen}: {named_choice(value, fields[chosen])}")
        named = [key for key in ("id", "title", "name", "text") if key in fields]
        entry = ", ".join(f"{key}: {'…' if key == 'id' else shown(' '.join(value.split()))}" for key in named)
        return message("write {{{entry}}}", entry=entry) if entry else None
    return None


def named_choice(value: str, field: Schema) -> str | None:
    """The choice of a field that a text is, by its word or by a label; None where it is none of them."""
    named: dict[str, dict[str, str]] = field.get("x-values", {})
    return next((word for word, labels in named.items() if value in (word, *labels.values())), None)


def one_person_hint(value: list[Any]) -> Message:
    """How a field of one person is written, to somebody who wrote a list."""
    if len(value) == 1 and isinstance(value[0], str):
        return message("write {value}", value=shown(value[0]))
    return message("write the one who answers for it")


def range_hint(violation: Violation, wanted: list[str]) -> Message | None:
    """Between which numbers to choose, to somebody who wrote a word such as `high`."""
    low, high = (violation.schema.get(limit) for limit in ("minimum", "maximum"))
    if wanted != ["integer"] or low is None or high is None or "x-type" in violation.schema:
        return None
    return message("write a whole number from {low} to {high}", low=low, high=high)


def choices(values: list[str], named: Mapping[str, Mapping[str, str]]) -> tuple[Text, ...]:
    """The words of a choice, with their Chinese labels for those who read Chinese."""
    labels = ((value, named.get(value, {}).get("zh")) for value in values)
    return tuple(Text(plain=value, zh=label, en=value) for value, label in labels)


def _number_hint(value: str) -> Message | None:
    try:
        return message("write {value}", value=f"{measured(value):.15g}")
    except ValueError:
        return None


def shape_hint(value: str, about: dict[str, str] | None) -> Message | None:
    """What to write instead of a text of another shape; None where nobody knows."""
    wide = next((character for character in "，、；" if character in value), None)
    if wide:
        return message("`{character}` does not separate entries: write `, `", character=wide)
    return about_hint({"x-about": about})


def about_hint(part: Schema) -> Message | None:
    """What the schema says of the values here; None where it says nothing."""
    about = part.get("x-about")
    return message("write {what}", what=Text(zh=about["zh"], en=about["en"])) if about else None


def field_labels(part: Schema) -> dict[str, str]:
    """The Chinese and English titles of an entity's fields, to their keys."""
    return {
        str(field[name]): key
        for key, field in part.get("properties", {}).items()
        for name in ("title", "x-zh")
        if field.get(name)
    }


def unwritten(part: Schema, written: Any) -> list[str]:
    """The required fields that are not written."""
    needed = [*part.get("required", ())]
    needed += [key for option in part.get("anyOf", ()) for key in option.get("required", ())]
    return [key for key in needed if key not in written]


def shown(value: Any) -> str:
    """A value as a text of at most 60 characters."""
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"
