"""Documents drawn from a schema, with what hypothesis may think of in every field."""

from __future__ import annotations

import json
import os
from datetime import date
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from opsgen.load import parse
from opsgen.schema import NONE, Extra, merged, read_definitions
from opsgen.schema.fields import Schema, resolved, schema

Strategy = st.SearchStrategy[Any]

# How many times as many examples; the nightly run sets it.
TIMES = int(os.environ.get("OPSGEN_FUZZ_TIMES", "1"))

# What YAML, HTML and paths care about; nothing that a file must not hold.
_LETTERS = "aZ09 双十一大促,.:;#&*!|'\"%@`{}[]=/\\-_?~é😀，。（）："
_HOSTILE = ["<script>hit()</script>", "</b><script>hit()</script>", "{{ 7*7 }}", "[x](javascript:hit())"]
_TEXTS = st.one_of(st.text(st.sampled_from(_LETTERS), min_size=1, max_size=12), st.sampled_from(_HOSTILE))
_DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31)).map(str)
_AMOUNTS = st.one_of(st.integers(-(10**9), 10**9), st.sampled_from(["800万", "1.2亿", "60k", "¥1,200.50"]))
_FORMATS: dict[str, Strategy] = {
    "date": _DAYS,
    "day": st.one_of(_DAYS, st.sampled_from(["2026-05", "2026-12"])),
    "period": st.one_of(_DAYS, st.sampled_from(["2026-W41", "2026-W53", "2026-10"])),
    "money": _AMOUNTS,
    "percent": st.one_of(st.integers(0, 100), st.sampled_from(["12 %", "99.5%"])),
    "measured": st.one_of(st.integers(-1000, 1000), st.sampled_from(["21.6%", "1,200"])),
}
_VISIBLE = st.characters(min_codepoint=33, max_codepoint=0x9FFF, exclude_categories=["C", "M", "Z"])
_ADDRESSES = st.sampled_from(
    ["https://example.org/a?b=1#c", "http://example.org/计划", "mailto:a@example.org"]
)
_PATTERNS: dict[str, Strategy] = {"^(https": _ADDRESSES, "^[^@": st.just("wang@example.org")}


# One field of a team's own of each kind that `extra.schema.json` can type.
_OWN: list[Schema] = [
    *({"format": name} for name in ("text", "date", "period", "money", "percent", "uri", "email", "person")),
    {"type": "string", "minLength": 2, "title": "</dt><script>hit()</script>", "x-zh": "{{ 7*7 }}"},
    {"type": "integer", "minimum": 0, "maximum": 9},
    {"type": "number", "minimum": 0, "exclusiveMaximum": 1000},
    {"type": "boolean"},
    {"enum": ["north", 2, True], "x-values": {"north": {"en": "<b>North</b>", "zh": "北"}}},
    {"type": "array", "items": {"format": "date"}, "maxItems": 2},
    {"type": "object", "properties": {"floor": {"type": "integer"}, "room": {"format": "text"}}},
]
_KINDS = tuple(kind for kind in schema("extra")["properties"]["$defs"]["properties"] if kind != "person")


def definitions() -> Strategy:
    """An `extra.schema.json`: a few fields of a team's own for a few kinds of item, and for projects."""
    fields = st.dictionaries(st.sampled_from(["x-a", "x-b", "x-c"]), st.sampled_from(_OWN), min_size=1)
    kinds = st.dictionaries(st.sampled_from(_KINDS), fields.map(lambda own: {"properties": own}), max_size=4)
    whole = st.tuples(kinds, fields).map(lambda drawn: drawn[0] | {"project": {"properties": drawn[1]}})
    return whole.map(lambda defs: {"$defs": defs})


@lru_cache(200)
def _extra(text: str) -> Extra:
    found, problems = read_definitions(parse("extra.schema.json", text.encode()))
    assert found is not None, problems
    return found


def workspaces() -> Strategy:
    """A workspace by file name: settings, people, a project, a meeting of the portfolio, own fields."""
    return definitions().flatmap(
        lambda own: st.fixed_dictionaries(
            {
                "extra.schema.json": st.just(own),
                "portfolio.yaml": documents("portfolio"),
                "people.yaml": documents("people"),
                "drawn.yaml": documents("project", leave_out=ELSEWHERE, extra=_extra(json.dumps(own))),
                "meetings/drawn.yaml": documents("meeting", extra=_extra(json.dumps(own))),
            }
        )
    )


ELSEWHERE = frozenset({"measurements", "id"})
"""Which metric a block of measurements names is a matter of the whole project, not of its schema."""


def documents(kind: str, *, leave_out: frozenset[str] = frozenset(), extra: Extra = NONE) -> Strategy:
    """Data that fits the schema `kind` with a team's own fields; without the top fields that are left out."""
    root = merged(kind, extra)
    known = {key: part for key, part in root.get("properties", {}).items() if key not in leave_out}
    return _values(root | ({"properties": known} if known else {}), root)


def _values(part: Schema, root: Schema) -> Strategy:
    part = resolved(part, root)
    if "enum" in part:
        return st.sampled_from(part["enum"])
    if part.get("format") in _FORMATS:
        return _FORMATS[part["format"]]
    types = part.get("type", "string")
    return st.one_of([_typed(name, part, root) for name in ([types] if isinstance(types, str) else types)])


def _typed(name: str, part: Schema, root: Schema) -> Strategy:
    match name:
        case "boolean":
            return st.booleans()
        case "integer":
            return st.integers(part.get("minimum", -1000), part.get("maximum", 1000))
        case "number":
            low, high = part.get("minimum", -1e6), part.get("maximum", 1e6)
            high = min(high, part.get("exclusiveMaximum", high + 1) - 1)
            return st.floats(max(low, part.get("exclusiveMinimum", low) or 0.5), high)
        case "array":
            length = {"min_size": part.get("minItems", 0), "max_size": min(3, part.get("maxItems", 3))}
            once = {"unique_by": repr} if part.get("uniqueItems") else {}
            return st.lists(_values(part["items"], root), **length, **once)
        case "object":
            return _mappings(part, root)
    return _strings(part)


def _strings(part: Schema) -> Strategy:
    pattern = part.get("pattern")
    if pattern is None:
        least = part.get("minLength", 1)
        return _TEXTS.filter(lambda text: len(text.strip()) >= least) if least > 1 else _TEXTS
    named = next((strategy for start, strategy in _PATTERNS.items() if pattern.startswith(start)), None)
    return named if named is not None else st.from_regex(pattern, fullmatch=True, alphabet=_VISIBLE)


def _mappings(part: Schema, root: Schema) -> Strategy:
    properties = {key: _values(field, root) for key, field in part.get("properties", {}).items()}
    if not properties:
        keys = part.get("propertyNames", {})
        names = _FORMATS.get(keys.get("format", ""), _strings(keys))
        return st.dictionaries(names, _values(part["additionalProperties"], root), min_size=1, max_size=3)
    if part.get("x-type") == "text" or part.get("x-short") == "text":
        return st.fixed_dictionaries({"zh": _TEXTS}, optional={"en": _TEXTS})
    required = {
        *part.get("required", ()),
        *(key for one in part.get("anyOf", ())[:1] for key in one["required"]),
    }
    if not required and part.get("minProperties"):
        required = {next(iter(properties))}
    return st.fixed_dictionaries(
        {key: field for key, field in properties.items() if key in required},
        optional={key: field for key, field in properties.items() if key not in required},
    )
