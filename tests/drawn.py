"""Documents drawn from a schema, with what hypothesis may think of in every field."""

from __future__ import annotations

import json
import os
from datetime import date, timedelta
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


# Projects that hold together: whoever, whatever and whenever a list names is there.

_START = date(2026, 3, 2)
_LENGTH = 400
SECRETS = ("韩秘密", "SecretContact", "77123")
"""A name, a contact and an amount that no public page may show."""


def _span(within: tuple[date, date]) -> st.SearchStrategy[tuple[date, date]]:
    """Two days in their order."""
    return st.tuples(st.dates(*within), st.dates(*within)).map(lambda days: (min(days), max(days)))


@st.composite
def staffed(draw: st.DrawFn) -> dict[str, Any]:
    """Files of a workspace: people with calendars, and two projects with their time, vendors and money.

    One of the people is shown by role, and one project is public; nothing that is drawn is an error.
    """
    calendars = st.sampled_from([{}, {"calendar": "CN"}, {"calendar": "SG"}, {"calendar": "weekdays"}])
    people = [
        {"id": f"p{i}", "name": name, "role": "Clerk", "team": f"t{i % 2}"}
        | {"capacity": draw(st.integers(1, 100))}
        | draw(calendars)
        for i, name in enumerate(("王芳", "Li Qiang", SECRETS[0], "赵敏"))
    ]
    people[2]["display"] = "role"
    teams = [{"id": "t0", "title": "甲组", "calendar": "CN"}, {"id": "t1", "title": "乙组"}]
    settings = {"title": "全部", "languages": ["zh", "en"], "currency": "CNY", "calendar": "CN"}
    if draw(st.booleans()):
        settings["rates"] = {"USD": draw(st.sampled_from([7, 7.12]))}
    first = draw(_staffed_project(settings, public=True))
    second = draw(_staffed_project(settings, public=False))
    return {
        "portfolio.yaml": settings,
        "people.yaml": {"people": people, "teams": teams},
        "first.yaml": first,
        "second.yaml": second,
    }


@st.composite
def _staffed_project(draw: st.DrawFn, settings: dict[str, Any], *, public: bool) -> dict[str, Any]:
    start = _START + timedelta(days=draw(st.integers(0, 200)))
    whole = (start, start + timedelta(days=draw(st.integers(10, _LENGTH))))
    phases = [_dated(f"P{i}", draw(_span(whole))) for i in (1, 2)]
    tasks = [
        _dated(f"T{i}", draw(_span(whole))) | {"complete": draw(st.integers(0, 99)), "phase": f"P{1 + i % 2}"}
        for i in (1, 2, 3)
    ]
    project: dict[str, Any] = {
        "title": "同城配送" if public else "Returns",
        "owner": "p0",
        "start": str(whole[0]),
        "finish": str(whole[1]),
        "lifecycle": draw(st.sampled_from(["executing", "planning", "on_hold", "closing"])),
        "confidentiality": "public" if public else draw(st.sampled_from(["internal", "restricted"])),
        "phases": phases,
        "tasks": tasks,
        "milestones": [{"id": "M1", "title": "交付", "forecast": str(whole[1]), "phase": "P2"}],
        "allocations": draw(st.lists(_allocations(whole), max_size=5, unique_by=_key)),
        "equipment": [
            {"id": "E1", "title": "叉车", "quantity": draw(st.integers(1, 3)), "unit": "台",
             "bookings": draw(st.lists(_bookings(whole), max_size=4))},
        ],
        "vendors": [draw(_vendors(i, whole)) for i in range(1, draw(st.integers(1, 3)))],
        "budget": [draw(_lines(i)) for i in range(1, draw(st.integers(1, 5)))],
    }  # fmt: skip
    if "rates" in settings and draw(st.booleans()):
        project["currency"] = "USD"
    return {key: value for key, value in project.items() if value}


def _dated(name: str, days: tuple[date, date]) -> dict[str, Any]:
    return {"id": name, "title": f"事项 {name}", "start": str(days[0]), "finish": str(days[1])}


def _key(allocation: dict[str, Any]) -> tuple[Any, ...]:
    """What tells an allocation from the others of its project."""
    return tuple(allocation.get(name) for name in ("person", "role", "task", "phase", "from"))


@st.composite
def _allocations(draw: st.DrawFn, whole: tuple[date, date]) -> dict[str, Any]:
    item: dict[str, Any] = draw(
        st.sampled_from([{"person": "p0"}, {"person": "Li Qiang"}, {"person": "p2"}, {"role": "测试"}])
    ).copy()
    item |= draw(st.sampled_from([{}, {"task": "T1"}, {"task": "T3"}, {"phase": "P1"}]))
    item |= (
        {"percent": draw(st.integers(1, 100))}
        if draw(st.booleans())
        else {"days": draw(st.sampled_from([0.5, 3, 40]))}
    )
    if draw(st.booleans()):
        item |= dict(zip(("from", "until"), map(str, draw(_span(whole))), strict=True))
    return item


@st.composite
def _bookings(draw: st.DrawFn, whole: tuple[date, date]) -> dict[str, Any]:
    first, last = draw(_span(whole))
    item = {"from": str(first), "until": str(last), "for": draw(st.sampled_from(["T2", "搬仓"]))}
    return item | {"quantity": draw(st.integers(1, 3))}


@st.composite
def _vendors(draw: st.DrawFn, i: int, whole: tuple[date, date]) -> dict[str, Any]:
    first, last = draw(_span(whole))
    return {
        "id": f"V{i}",
        "name": f"供应商 {i}",
        "contact": SECRETS[1],
        "contract": {"value": SECRETS[2], "signed": str(_START), "start": str(first), "finish": str(last)},
        "status": draw(st.sampled_from(["signed", "delivering", "accepted", "terminated"])),
        "deliveries": [{"title": "首批", "due": str(first)}, {"title": "其余", "due": str(last)}],
        "payments": [
            {"amount": SECRETS[2], "due": str(first)}
            | ({"paid": str(_START)} if draw(st.booleans()) else {}),
            {"amount": 12.5, "milestone": "M1"},
        ],
        "rating": draw(st.integers(1, 5)),
    }


@st.composite
def _lines(draw: st.DrawFn, i: int) -> dict[str, Any]:
    cents = st.integers(0, 10**9).map(lambda amount: f"{amount // 100}.{amount % 100:02}")
    item: dict[str, Any] = {"id": f"B{i}", "title": f"科目 {i}", "planned": draw(cents)}
    item |= draw(st.sampled_from([{}, {"task": "T1"}, {"task": "T2"}, {"phase": "P2"}]))
    item |= draw(st.sampled_from([{}, {"type": "income"}, {"category": "contingency"}, {"type": "capex"}]))
    item |= draw(st.sampled_from([{}, {"profile": "linear"}, {"profile": "end"}]))
    months = draw(st.lists(st.sampled_from(["2025-12-31", "2026-01-05", "2026-02-28"]), max_size=3))
    if months:
        item["actuals"] = [{"date": day, "amount": draw(cents)} for day in months]
    elif draw(st.booleans()):
        item["actual"] = draw(cents)
    return item | ({"forecast": draw(cents)} if draw(st.booleans()) else {})


# Projects that learn: their numbers have parts, somebody adjusts, listens, looks back and measures what came.

QUOTE = "悄悄话 SecretQuote"
"""What one user said, which no public page may show."""
LATEST = _START + timedelta(days=200 + _LENGTH)
"""The last day on which anything that is drawn has happened."""


@st.composite
def learning(draw: st.DrawFn) -> dict[str, Any]:
    """Files of a workspace: people, and two projects, the second compared with the first.

    One of the people is shown by role, and one project is public; nothing that is drawn is an error from
    `LATEST` on.
    """
    people = [{"id": f"p{i}", "name": name} for i, name in enumerate(("王芳", "Li Qiang", SECRETS[0]))]
    people[2] |= {"display": "role", "role": "Clerk"}
    return {
        "portfolio.yaml": {"title": "全部", "languages": ["zh", "en"]},
        "people.yaml": {"people": people},
        "first.yaml": draw(_learning_project(public=True)),
        "second.yaml": draw(_learning_project(public=False)),
    }


@st.composite
def _learning_project(draw: st.DrawFn, *, public: bool) -> dict[str, Any]:
    start = _START + timedelta(days=draw(st.integers(0, 200)))
    whole = (start, start + timedelta(days=draw(st.integers(10, _LENGTH))))
    over = draw(st.booleans())
    project: dict[str, Any] = {
        "title": "大促 2025" if public else "大促 2026",
        "owner": "p0",
        "start": str(whole[0]),
        "finish": str(whole[1]),
        "category": draw(st.sampled_from(["campaign", "product"])),
        "lifecycle": "closed" if over else draw(st.sampled_from(["executing", "closing", "on_hold"])),
        "confidentiality": "public" if public else "internal",
        "tags": draw(st.lists(st.sampled_from(["短信", "online"]), unique=True, max_size=2)),
        "goals": [{"id": "G1", "title": "卖得更多", "metrics": ["K1"],
                   "status": draw(st.sampled_from(["achieved", "missed", "partly_achieved"]))}],
        "milestones": [{"id": "M1", "title": "收官", "baseline": str(whole[1]), "actual": str(whole[1])}],
        "metrics": [draw(_metrics(i, whole)) for i in (1, 2, 3)],
        "adjustments": [draw(_adjustments(i, whole)) for i in range(1, draw(st.integers(1, 4)))],
        "feedback": draw(st.lists(_feedback(whole), max_size=6)),
        "lessons": [draw(_lessons(i, public=public)) for i in range(1, draw(st.integers(2, 4)))],
        "actions": [draw(_actions(i, whole)) for i in (1, 2)],
        "retrospectives": draw(st.lists(_retrospectives(whole), max_size=2, unique_by=lambda one: one["id"])),
        "benefits": [draw(_benefits(i, whole)) for i in range(1, draw(st.integers(1, 3)))],
    }  # fmt: skip
    if over:
        project |= {"closed": str(whole[1]), "closing": {"summary": "做完了", "results": QUOTE}}
    if not public:
        project["compare_with"] = "first"
    return {key: value for key, value in project.items() if value}


@st.composite
def _metrics(draw: st.DrawFn, i: int, whole: tuple[date, date]) -> dict[str, Any]:
    days = draw(st.lists(st.dates(*whole), max_size=9, unique=True).map(sorted))
    values = draw(st.lists(st.integers(0, 10**6), min_size=len(days), max_size=len(days)))
    cumulative = draw(st.booleans())
    item: dict[str, Any] = {"id": f"K{i}", "title": f"人数 {i}", "unit": "人", "funnel": {"order": i}}
    item["measurements"] = _measured(days, sorted(values) if cumulative else values)
    parts = [(title, [value * share // 10 for value in values]) for title, share in (("店", 3), ("App", 7))]
    item["segments"] = [
        {"title": title, "measurements": _measured(days, sorted(part) if cumulative else part)}
        for title, part in parts
    ]
    item |= {"cumulative": True} if cumulative else draw(st.sampled_from([{}, {"direction": "down"}]))
    item |= draw(st.sampled_from([{}, {"target": 5000}, {"target": 7, "start_value": 3}]))
    return {key: value for key, value in item.items() if value}


def _measured(days: list[date], values: list[int]) -> list[dict[str, Any]]:
    return [{"date": str(day), "value": value} for day, value in zip(days, values, strict=True)]


@st.composite
def _adjustments(draw: st.DrawFn, i: int, whole: tuple[date, date]) -> dict[str, Any]:
    first, last = draw(_span(whole))
    item = {"id": f"AD{i}", "title": f"调整 {i}", "date": str(first), "observation": "掉了", "owner": "p2"}
    item |= draw(st.sampled_from([{}, {"metric": "K1"}, {"metric": "K2"}]))
    item |= draw(st.sampled_from([{}, {"action": "A1"}, {"cause": "页面慢", "action": "换图"}]))
    item |= draw(st.sampled_from([{}, {"result": "no_effect"}, {"result": "helped"}, {"result": "pending"}]))
    return item | ({"check_on": str(last)} if draw(st.booleans()) and last > first else {})


@st.composite
def _feedback(draw: st.DrawFn, whole: tuple[date, date]) -> dict[str, Any]:
    said = draw(
        st.sampled_from(
            [{"theme": "等待", "quote": QUOTE, "sentiment": -1}, {"theme": "包装"}, {"theme": " 等待 "}]
        )
        | st.integers(0, 10).map(lambda score: {"nps": score})
        | st.integers(10, 50).map(lambda tenths: {"csat": tenths / 10})
    )
    item = {"date": str(draw(st.dates(*whole))), "count": draw(st.integers(1, 5000))}
    return item | said


@st.composite
def _lessons(draw: st.DrawFn, i: int, *, public: bool) -> dict[str, Any]:
    aims = [{"category": ["campaign"]}, {"tags": ["短信"]}, {"category": ["product"], "tags": ["online"]}]
    item: dict[str, Any] = {"id": f"L{i}", "title": f"先问 {i}", "recommendation": "早问", "polarity": "keep"}
    if draw(st.booleans()):
        item["applies_to"] = draw(st.sampled_from(aims))
    if public and draw(st.booleans()):
        item["adopted_in"] = ["second"]
    return item


@st.composite
def _actions(draw: st.DrawFn, i: int, whole: tuple[date, date]) -> dict[str, Any]:
    first, last = draw(_span(whole))
    item = {"id": f"A{i}", "title": f"改合同 {i}", "owner": "p2", "due": str(last)}
    item |= draw(st.sampled_from([{}, {"source": "L1"}]))
    if draw(st.booleans()):
        item |= {"status": "done", "done": str(first)}
        item |= draw(st.sampled_from([{}, {"verified": str(last), "verified_by": "p2"}]))
    return item


@st.composite
def _retrospectives(draw: st.DrawFn, whole: tuple[date, date]) -> dict[str, Any]:
    day = draw(st.dates(*whole))
    causes = [
        {"result": "晚了四周", "why": draw(st.lists(st.sampled_from("一二三四五"), max_size=5))},
        {"result": "没超支", "success_factor": "每周对账"},
    ]
    causes[0] |= draw(st.sampled_from([{}, {"root_cause": "没人管合同"}]))
    item = {"id": str(day), "date": str(day), "facilitator": "p2", "participants": ["p0", "p2"]}
    item |= {"causes": [{key: value for key, value in cause.items() if value} for cause in causes]}
    item |= {"rules": [{"rule": "早问", "kind": draw(st.sampled_from(["start", "stop", "continue"]))}]}
    return item | draw(st.sampled_from([{}, {"lessons": ["L1"], "actions": ["A1", "A2"]}]))


@st.composite
def _benefits(draw: st.DrawFn, i: int, whole: tuple[date, date]) -> dict[str, Any]:
    days = draw(st.lists(st.dates(whole[0], LATEST), max_size=3, unique=True).map(sorted))
    item: dict[str, Any] = {"id": f"BN{i}", "title": f"回来 {i}", "goal": "G1", "owner": "p2"}
    if days:
        item["measure_on"] = [str(day) for day in days]
    if draw(st.booleans()):
        item["actual"] = [{"date": str(draw(st.dates(whole[0], LATEST))), "value": "多 2%"}]
    return item | draw(st.sampled_from([{}, {"disbenefit": True}]))
