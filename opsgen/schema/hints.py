"""What to write instead: the second half of a finding about a value or a field."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from opsgen.schema.advice import Advice, in_quotes, write, write_so
from opsgen.schema.repairs import choice, entry, keyed, narrow, number_alone, span, titled
from opsgen.schema.suggest import exactly, means_something, named, said_of_one, suggest
from opsgen.schema.values import (
    FIRST_YEAR,
    LAST_YEAR,
    certain_date,
    date_with_year_last,
    days_in_month,
    fits,
    last_of_month,
    measured,
    money,
    repaired,
    repaired_date,
    sheet_date,
    yearless,
)
from opsgen.words import LANGUAGES, Message, Text, message

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Mapping

    from opsgen.schema.fields import Schema
    from opsgen.schema.validate import Violation

_YES = "yes y on done 是 对 有 满足 已满足 达成 已达成 通过"
_NO = "no n off 否 不 无 没有 未满足 不满足 未达成 不通过"
_BOOLEANS = dict.fromkeys(_YES.split(), "true") | dict.fromkeys(_NO.split(), "false")
_SHOWN = 20
_SAID = {
    **dict.fromkeys(("均匀", "平均", "均摊", "平均分摊", "even", "evenly", "flat"), "linear"),
    **dict.fromkeys(("靠前", "期初", "前期", "一次性", "begin", "beginning"), "start"),
    **dict.fromkeys(("靠后", "期末", "后期", "finish"), "end"),
}
"""What people say for the ways in which an amount spreads over the months."""
_AT_LEAST = re.compile(r"\A(大约|约|不低于|不高于|不超过|不少于|至少|至多|[<>≤≥≈~=])+\s*")
_OF_AMOUNT = re.compile(r"[a-z_]+: [¥$€]?[0-9]\S*\Z")
_BETWEEN = re.compile(
    r"([0-9]{1,9}(\.[0-9]{1,4})?) ?[-~–—至到] ?([0-9]{1,9}(?:\.[0-9]{1,4})?[千万亿kKmM]?元?)\Z"
)
_IN_STEPS = re.compile(r"(-?[0-9]{1,9}(?:\.[0-9]{1,4})?) ?(万亿|千万|百万|[百千万亿]|[kKmM])\Z")
FORMATS = {
    "money": (
        "not-an-amount",
        message("`{value}` is not an amount"),
        message("write 800000, 800万, 1.2亿 or 60k"),
    ),
    "percent": (
        "not-a-percentage",
        message("`{value}` is not a percentage of 0 to 100"),
        message("write a number from 0 to 100, for example 60"),
    ),
    "measured": (
        "not-a-number",
        message("`{value}` is not a number"),
        message("write the number alone, for example 1850"),
    ),
    "period": (
        "not-a-period",
        message("`{value}` is not a week, a month or a date"),
        message("write 2026-W41, 2026-10 or 2026-10-12"),
    ),
}
"""The code, the sentence and the hint for a text that its format does not fit."""


def date_advice(value: str) -> Advice:
    """What to write instead of a date that is none."""
    plain = value.strip("“”‘’ ")
    repaired = repaired_date(plain) or date_with_year_last(plain)
    if repaired and repaired != value:
        return write(repaired).if_certain(certain_date(value))
    return Advice(_no_date(value))


def date_hint(value: str) -> Message:
    """The same as a sentence."""
    return date_advice(value).said


def _no_date(value: str) -> Message:
    short = days_in_month(value)
    if short and 1 <= int(value[8:]) <= short[1]:
        return message("the year must lie between {first} and {last}", first=FIRST_YEAR, last=LAST_YEAR)
    if short:
        return message("{month} has {n} days", month=short[0], n=short[1])
    of_sheet = sheet_date(value)
    if of_sheet:
        return message("write {value}, if this is how a spreadsheet counts days", value=of_sheet)
    without_year = yearless(value)
    if without_year:
        month, day = without_year
        return message("write the year too: YYYY-{month}-{day}", month=f"{month:02}", day=f"{day:02}")
    month_end = last_of_month(value)
    if month_end:
        return message("write the day too, for example {value}", value=month_end)
    return message("write YYYY-MM-DD, for example 2026-09-30")


def amount_hint(value: str) -> Message | None:
    """What to write instead of a share of an amount, or of two amounts between which it lies."""
    if "%" in unicodedata.normalize("NFKC", value):
        return message("write an amount, not a share of one")
    between = _BETWEEN.match(value.strip())
    return message("write one amount, for example {value}", value=between[3]) if between else None


def counted_hint(value: str, part: Schema) -> Message | Advice | None:
    """The number of a text such as `90万`, `≥ 9%` or `10-20`; None for a text that has none."""
    text = _AT_LEAST.sub("", unicodedata.normalize("NFKC", value).strip())
    number = _number(text)
    if number and _is_within(float(number), part):
        return message("write {value}", value=number)
    between = _BETWEEN.match(text)
    if between and _number(between[3]) and {"min", "max"} <= set(part.get("properties", {})):
        pair = f"min: {between[1]}, max: {between[3]}"
        return write_so(f"{{{pair}}}", message("write {{{entry}}}", entry=pair))
    found = _IN_STEPS.match(text)
    if not found or not fits("money", f"{found[1]}{found[2]}"):
        return None
    whole = f"{money(f'{found[1]}{found[2]}'):f}".removesuffix(".0")
    return message(
        "write {whole}, or {digits} where the unit says {step} already",
        whole=whole,
        digits=found[1],
        step=found[2],
    )


def instead(key: str, part: Schema) -> str | None:
    """The field that says it in this entity, for one that other entities have; None where there is none."""
    others: dict[str, str] = part.get("x-instead", {})
    return others.get(suggest(key, others) or "")


def _free(written: Container[str], part: Schema, taken: Container[str] = ()) -> list[str]:
    fields = [*part.get("properties", {})]
    languages = LANGUAGES if set(fields) - set(LANGUAGES) else ()  # a text alone may stand there, too
    return [f for f in fields if f not in written and f not in taken and f not in languages]


def meant_field(key: str, written: dict[str, Any], part: Schema, taken: Collection[str] = ()) -> str | None:
    """The field not written yet that an unknown one probably is; those in `taken` were meant by others."""
    labels = field_labels(part)
    needed = [field for field in unwritten(part, written) if field not in taken]
    meant = suggest(key, needed, labels) or suggest(key, _free(written, part, taken), labels)
    chosen = _chosen_field(written.get(key), _free(written, part, taken), part)
    return chosen if meant and chosen and named(key, ("type", "kind")) else meant


def _chosen_field(value: Any, free: Iterable[str], part: Schema) -> str | None:
    """The one free field whose choices hold the value: `type: opportunity` is a risk's kind."""
    fields = part.get("properties", {})
    fitting = [field for field in free if choice(str(value), fields[field])]
    return fitting[0] if len(fitting) == 1 else None


def field_hint(
    key: str, written: dict[str, Any], part: Schema, taken: Collection[str] = ()
) -> Message | Advice:
    """What to do about a field that the entity does not have."""
    said_by = instead(key, part)
    if said_by:
        what = Text(zh=part["x-zh"], en=part["title"].lower())
        return message("a {what} that has happened has `{key}: DATE`", what=what, key=said_by)
    meant = meant_field(key, written, part, taken)
    if meant:
        same = exactly(key, part["properties"], field_labels(part)) or said_of_one(key)
        return write(meant, message("did you mean `{key}`?", key=meant)).if_certain(same == meant)
    letter = lettered(key, written, part)
    if letter:
        return message("write `{key}: [{person}]`", key=letter, person=shown(key))
    known = [field for field in part.get("properties", {}) if field in written and field != key]
    given = suggest(key, known, field_labels(part), 0.8)
    if given and given not in taken:
        return message("`{key}` is given already: delete one of the two", key=given)
    return _own_hint(key) or _unit_hint(key, written, part) or _fields_hint(key, written, part)


def _unit_hint(key: str, written: dict[str, Any], part: Schema) -> Message | None:
    """That an amount has its unit with it, to somebody who wrote the unit into a field of its own."""
    amounts = (name for name, field in part.get("properties", {}).items() if field.get("x-type") == "money")
    first = next((name for name in amounts if isinstance(written.get(name), int | float)), None)
    if first is None or not named(key, ("unit",)):
        return None
    amount = f"{written[first]}{written[key]}"
    return message("write `{key}: {amount}`", key=first, amount=amount) if fits("money", amount) else None


def lettered(key: str, written: dict[str, Any], part: Schema) -> str | None:
    """The field of a name that has a letter for its value, as in the cells of a RACI matrix."""
    value = written[key]
    fields = tuple(part.get("properties", {}))
    is_letter = isinstance(value, str) and len(value) == 1 and not means_something(key)
    return named(value, fields) if is_letter else None


def _own_hint(key: str) -> Message | None:
    """How a field of the team begins, for one that nearly does."""
    if re.match(r"[xX×Ｘｘ] ?[-_—－–]", key):
        return message("write `x-{key}`", key=re.sub(r"^.\s?.", "", key) or "…")
    return None


def _fields_hint(key: str, written: dict[str, Any], part: Schema) -> Message:
    free = _free(written, part)
    more = ("…",) if len(free) > _SHOWN else ()
    fields = (*free[:_SHOWN], *more)
    if key.isascii():
        return message("fields here: {fields}", fields=fields)
    return message(
        "fields here: {fields}; one of your own begins with `x-`: `x-{key}`", fields=fields, key=key
    )


def type_hint(value: Any, wanted: list[str], part: Schema) -> Message | Advice | None:
    """How a value of another type is written right; None where that depends on its place."""
    if isinstance(value, str) and wanted == ["object"] and value.startswith(("http://", "https://")):
        return message("write {{title: …, url: {value}}}", value=shown(value))
    if isinstance(value, str) and "boolean" in wanted and value.casefold() in _BOOLEANS:
        return write_so(_BOOLEANS[value.casefold()])
    share = "integer" in wanted and "%" in str(value)  # 80 % is no 80 on a scale of 1 to 5
    if isinstance(value, str) and {"integer", "number"} & set(wanted):
        alone = None if share else _number(value)
        number = alone or number_alone(value)
        if number and _is_within(float(number), part):
            return write_so(number).if_certain(alone)  # without its unit it may be another number
    if isinstance(value, dict) and len(value) == 1 and "string" in wanted:
        key, inner = next(iter(value.items()))
        text = f"{key}: {inner}"
        said = message(
            'a colon and a space start a mapping; put the text in quotes: "{value}"', value=shown(text)
        )
        return in_quotes(text, said).if_certain(isinstance(inner, str))
    return message("write a value, or delete the line") if value is None else None


def one_text_hint(values: Any, part: Schema) -> Message | Advice | None:
    """How a list is written where one text is wanted."""
    if not isinstance(values, list) or not values or not all(isinstance(value, str) for value in values):
        return None
    if len(values) == 1:
        return write(values[0], message("write {value}", value=shown(values[0])))
    if part.get("x-type") != "text":
        return None
    apart = "; " if all(value.isascii() for value in values) else "；"
    return message('write one text: "{value}"', value=shown(apart.join(values)))


def entry_hint(violation: Violation, wanted: list[str]) -> Message | Advice | None:
    """How a list and its entries are written, to somebody who left out the dash or the braces."""
    value = violation.instance
    if isinstance(value, dict) and not violation.path and [type(part) for part in value.values()] == [list]:
        return message("the file is the list itself: delete the line `{key}:`", key=next(iter(value)))
    if isinstance(value, list) and not violation.path:
        if "people" in violation.schema.get("properties", {}):
            return message("begin the file with `{key}:`", key="people")
        alone = len(value) == 1 and isinstance(value[0], dict)
        return message("the file is one entry: leave out the dash before it") if alone else None
    if isinstance(value, list) and violation.path and "object" in wanted and value:
        listed = _listed(value, violation.schema)
        if listed:
            return message("write {{{entry}}}", entry=shown(listed))
        alone = len(value) == 1
        return message("leave out the dash: these are the fields of one entry") if alone else None
    if isinstance(value, str) and wanted == ["object"] and violation.path:
        if named(value.partition("：")[0], tuple(violation.schema.get("properties", {}))) and "：" in value:
            return message("write `{ascii}`, with the English keyboard", ascii=": ")
        written = entry(value, violation.schema)
        if not written:
            return None
        said = message("write {{{entry}}}", entry=shown(written))
        return write_so(f"{{{written}}}", said).if_certain(is_whole(written))
    return None


def is_whole(written: str) -> bool:
    """Whether an entry made of a text is complete: a share of somebody, a stretch of days, an amount."""
    certain = written.startswith(("person: ", "from: ")) or _OF_AMOUNT.match(written)
    return "…" not in written and bool(certain)


def _listed(values: list[Any], part: Schema) -> str | None:
    """A list of words as the first field of a mapping that is a list: `category: [campaign]`."""
    fields = part.get("properties", {})
    first = next((key for key, field in fields.items() if field.get("type") == "array"), None)
    words = all(isinstance(value, str) for value in values)
    return f"{first}: [{', '.join(values)}]" if first and words else None


def meaning_hint(violation: Violation) -> Message | None:
    """What a number on a scale means, to somebody who wrote one beyond it."""
    part = violation.schema
    about = part.get("description")
    if not about or "minimum" not in part or "maximum" not in part:
        return None
    said = Text(zh=part.get("x-zh-description"), en=about)
    return message("what belongs here: {about}", about=said)


def dash_hint(value: Any, items: Schema) -> Message | None:
    """How the entries of a list begin, to somebody who wrote a mapping."""
    if not isinstance(value, dict):
        return None
    first = keyed(value, items)
    if first:
        return message("begin every entry with a dash: `- {entry}`", entry=f"{{{shown(first)}}}")
    return message("begin every entry with a dash: `- …`")


def one_person_hint(value: list[Any], field: str) -> Message | Advice:
    """How a field of one person is written, to somebody who wrote a list."""
    if len(value) == 1 and isinstance(value[0], str):
        return write(value[0], message("write {value}", value=shown(value[0])))
    if field == "person":
        return message("write an entry for each of them")
    return message("write the one who answers for it")


def range_hint(violation: Violation, wanted: list[str]) -> Message | None:
    """Between which numbers to choose, to somebody who wrote a word such as `high`."""
    low, high = (violation.schema.get(limit) for limit in ("minimum", "maximum"))
    if low is None or high is None or "x-type" in violation.schema:
        return None
    if wanted == ["integer"]:
        return message("write a whole number from {low} to {high}", low=low, high=high)
    return (
        message("write a number from {low} to {high}", low=low, high=high) if wanted == ["number"] else None
    )


def choices(values: list[str], named: Mapping[str, Mapping[str, str]]) -> tuple[Text, ...]:
    """The words of a choice, with their Chinese labels for those who read Chinese."""
    labels = ((value, named.get(value, {}).get("zh")) for value in values)
    return tuple(Text(plain=value, zh=label, en=value) for value, label in labels)


def _number(value: str) -> str | None:
    try:
        return f"{measured(value):.15g}"
    except ValueError:
        return None


def _is_within(number: float, part: Schema) -> bool:
    """Whether a number lies where the schema wants it."""
    low, high = part.get("minimum"), part.get("maximum")
    return (low is None or low <= number) and (high is None or number <= high)


def meant_values(value: str, part: Schema, data: Any) -> tuple[Advice, ...]:
    """What a text of another shape may mean: an id with other colons, a length of time, an entry's title."""
    of_title = titled(data, value) if part.get("x-ref") else None
    length = span(value) or ""
    meant = (
        (narrow(value), True),
        (length, not length.endswith("d")),  # a day of work, or one of the calendar
        (of_title, of_title == titled(data, value, last=True)),
        (repaired("period", value), True),
        (value.strip("“”‘’ "), True),
        (_SAID.get(value.strip()), False),
    )
    return tuple(write(text).if_certain(certain) for text, certain in meant if text)


def shape_hint(value: str, part: Schema) -> Message | None:
    """What to write instead of a text of another shape; None where nobody knows."""
    wide = next((character for character in "，、；" if character in value), None)
    if wide:
        return message("`{character}` does not separate entries: write `, `", character=wide)
    about = part.get("x-about")
    if about and part.get("x-ref"):
        return message("write the id, not the title: {what}", what=Text(zh=about["zh"], en=about["en"]))
    return about_hint(part)


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
