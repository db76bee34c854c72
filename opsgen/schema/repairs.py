"""The right form of a value that has a wrong one: what to write, with the author's own words in it."""

from __future__ import annotations

import re
import unicodedata
from itertools import chain
from typing import TYPE_CHECKING, Any

from opsgen.schema.suggest import named
from opsgen.schema.values import last_of_month, plain_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from opsgen.schema.fields import Schema

_AMOUNT = re.compile(r"(-?[0-9][0-9,]{0,18}(?:\.[0-9]{1,9})?) {0,3}[^\W\d_][^0-9]{0,12}\Z")
_BARE_AMOUNT = re.compile(r"[¥$€]?[0-9][0-9,.]{0,20} ?[百千万亿kKmM%]?元?\Z")
_OUT_OF = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3})?) ?(?:分)? ?(?:[/／]|out of) ?[0-9]{1,3} ?(?:分)?\Z")
_SHARE = re.compile(r"(\S[^0-9%％]{0,40}?)[ :：]{0,3}([0-9]{1,3}(?:\.[0-9])?) ?[%％]\Z")
_DAYS = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[^0-9]{1,9}([0-9]{4}-[0-9]{2}-[0-9]{2})\Z", re.ASCII)
_MULTIPLIERS = frozenset("百千万亿kmbw")
_SPAN = re.compile(r"(?:每|every )?([0-9]{1,4}|[一二两三四五六七八九十]?) {0,3}(\S{1,16})\Z")
_DIGITS = {"": 1, "两": 2, **{digit: n for n, digit in enumerate("一二三四五六七八九十", 1)}}
_UNITS = (
    ("d", ("工作日", "个工作日", "天", "日", "day", "days", "workday", "workdays", "daily")),
    ("w", ("周", "个周", "星期", "个星期", "week", "weeks", "weekly", "wk")),
    ("mo", ("月", "个月", "month", "months", "monthly", "m")),
    ("ed", ("自然日", "个自然日", "日历日")),
)
_SPANS = {word: unit for unit, words in _UNITS for word in words}
_OWN = ("title", "name", "text", "what", "problem", "action", "theme", "result", "rule", "value", "no")
_FIELDS_OF_NAMES = ("period", "id", "title", "name", "text", "item", "audience")


def number_alone(text: str) -> str | None:
    """The number of a text such as `12 人天` or `4.6/5`; None where there is none, or several."""
    of_so_many = _OUT_OF.match(text.strip())
    if of_so_many:
        return of_so_many[1]
    found = _AMOUNT.match(text)
    return found[1].replace(",", "") if found and text[-1].casefold() not in _MULTIPLIERS else None


def span(text: str) -> str | None:
    """A length of time as it is written here, for `2 天`, `每周` or `monthly`; None for other texts."""
    found = _SPAN.match(text.strip().casefold())
    if not found or found[2] not in _SPANS:
        return None
    return f"{int(found[1]) if found[1].isdecimal() else _DIGITS[found[1]]}{_SPANS[found[2]]}"


def narrow(text: str) -> str:
    """The id that somebody meant, without full-width characters and the space behind its colon."""
    return re.sub(r" {0,9}[:/] {0,9}", ":", unicodedata.normalize("NFKC", text).strip())


def titled(data: Any, title: str, *, last: bool = False) -> str | None:
    """The id of the first entry of a project's lists that has this title, or of the last one; None where
    none has both.
    """
    lists = [value for value in data.values() if isinstance(value, list)] if isinstance(data, dict) else []
    items = list(chain.from_iterable(lists))
    for item in reversed(items) if last else items:
        if isinstance(item, dict) and title == item.get("title") and isinstance(item.get("id"), str):
            return str(item["id"])
    return None


def entry(value: str, part: Schema) -> str | None:
    """A text as an entry of a list of mappings: `id: …, title: TEXT`, with what else is needed."""
    fields: Mapping[str, Schema] = part.get("properties", {})
    text = " ".join(value.split())
    if _BARE_AMOUNT.match(text):
        return _of_amount(text, part)
    named_so = _share_of(text, fields) or _stretch(text, fields)
    if named_so:
        return named_so
    chosen = next((key for key, field in fields.items() if choice(value, field)), None)
    if chosen:
        return f"{chosen}: {choice(value, fields[chosen])}"
    dated = [key for key in ("finish", "date") if key in fields]
    if dated and _is_day(text):
        return f"{dated[0]}: {text}"
    keys = [key for key in ("id",) if key in fields]
    keys += [key for key in ("title", "name", "text", "no") if key in fields]
    needed = list(_needed(part))
    keys += [key for key in needed if key not in keys]
    if "results" in fields and not set(keys) & set(_OWN):  # a retrospective in one sentence
        return ", ".join((*(f"{key}: …" for key in needed), f"results: {text}"))
    own = next((key for key in _OWN if key in keys and "format" not in fields[key]), None)
    return ", ".join(f"{key}: {text if key == own else '…'}" for key in keys) if own else None


def share(text: Any) -> tuple[str, str] | None:
    """Who, and how much in percent, of a text such as `张三 50%`; None for other texts."""
    found = _SHARE.match(text.strip()) if isinstance(text, str) else None
    return (found[1].strip(), found[2]) if found else None


def _share_of(text: str, fields: Mapping[str, Schema]) -> str | None:
    found = share(text) if "person" in fields and "percent" in fields else None
    return f"person: {found[0]}, percent: {found[1]}" if found else None


def _stretch(text: str, fields: Mapping[str, Schema]) -> str | None:
    found = _DAYS.match(text) if "from" in fields and "until" in fields else None
    return f"from: {found[1]}, until: {found[2]}" if found else None


def _of_amount(text: str, part: Schema) -> str | None:
    """An amount with the field that it belongs to, and what else is needed; None where no field is money."""
    fields: Mapping[str, Schema] = part.get("properties", {})
    money = next((key for key, field in fields.items() if field.get("x-type") == "money"), None)
    needed = [key for key in _needed(part) if key != money]
    return ", ".join((*(f"{key}: …" for key in needed), f"{money}: {text}")) if money else None


def keyed(value: dict[str, Any], part: Schema) -> str | None:
    """The first entry of a list that was written as a mapping from names: `- id: G1, title: TEXT`."""
    fields: Mapping[str, Schema] = part.get("properties", {})
    key, inner = next(iter(value.items()), ("", None))
    if not fields or key in fields or named(key, tuple(fields)):
        return None
    if "percent" in fields and "person" in fields:
        return _share_of(f"{key} {inner}", fields)
    if last_of_month(key) and "date" in fields and "amount" in fields and not isinstance(inner, list | dict):
        return f"date: {last_of_month(key)}, amount: {inner}"
    said = next((name for name in ("results", "value", "summary") if name in fields), None)
    if "date" in part.get("required", ()) and said and _is_day(key) and not isinstance(inner, list | dict):
        return f"date: {key}, {said}: {inner}"
    names = ["period"] if "period" in fields else ["id"] if key.isascii() and "id" in fields else []
    names += [name for name in _FIELDS_OF_NAMES if name in fields]
    if not names:
        return None
    texts = [name for name in ("summary", "title", "name", "text") if name in fields and name != names[0]]
    said = f", {texts[0]}: {inner}" if isinstance(inner, str) and texts else ", …"
    return f"{names[0]}: {key}{said}"


def dated(key: str, value: Any, part: Schema) -> str | None:
    """An entry of which somebody wrote `TITLE: DATE`, or `WHO: WHAT`; None for a part without titles."""
    fields: Mapping[str, Schema] = part.get("properties", {})
    if "percent" in fields and "person" in fields:
        return _share_of(f"{key} {value}", fields)
    if "title" not in fields or isinstance(value, list | dict) or value is None:
        return None
    day = next((name for name in ("forecast", "due", "date", "finish") if name in fields), None)
    if day and _is_day(str(value)):
        return f"title: {key}, {day}: {value}"
    money = next((name for name, field in fields.items() if field.get("x-type") == "money"), None)
    if money and _BARE_AMOUNT.match(str(value)):
        return f"title: {key}, {money}: {value}"
    return f'title: "{key}: {value}"'


def choice(value: str, field: Schema) -> str | None:
    """The choice of a field that a text is, by its word or by a label; None where it is none of them."""
    words: dict[str, dict[str, str]] = field.get("x-values", {})
    return next((word for word, labels in words.items() if value in (word, *labels.values())), None)


def _needed(part: Schema) -> Iterator[str]:
    yield from part.get("required", ())
    yield from part.get("anyOf", [{}])[0].get("required", ())


def _is_day(text: str) -> bool:
    try:
        return bool(plain_date(text))
    except ValueError:
        return False
