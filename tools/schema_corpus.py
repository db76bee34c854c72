"""Documents for trying readers of the schemas: real ones, and what becomes of them by one small change.

Every change is named after what it does. The same documents come out of every run.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from benchmarks import portfolio
from opsgen.load import parse
from opsgen.schema.fields import Schema, kinds, resolved, schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opsgen.load import Path as Place

ROOT = Path(__file__).parent.parent
FOLDERS = (ROOT / "projects", ROOT / "tests" / "data" / "complete" / "projects")
_SINGLE = ("portfolio", "people")
_SAMPLES: dict[str, Any] = {
    "null": None, "boolean": True, "integer": 7, "number": 1.5,
    "string": "x", "array": ["x"], "object": {"q": 1},
}  # fmt: skip
_ACCEPTED: dict[str, tuple[Any, ...]] = {
    "text": ({"zh": "好", "en": "Good"}, {"zh": "只有中文"}),
    "date": ("1990-01-01", "2024-02-29"),
    "day": ("2026-09", "2026-09-30"),
    "period": ("2026-W53", "2026-10", "2026-10-12"),
    "money": ("800万", "￥60k", "-1.2亿", "1,200.50", 0.5, -7),
    "percent": ("12 %", "99.5%", 0, 100),
    "measured": ("1,200", "21.6%", "－3", -0.5),
}
_REFUSED = {
    "date": ("someday", "2026-02-30", "1989-12-31", "2026-9-1", "2026-09-01\n"),
    "day": ("someday", "2026-13", "2026-02-30"),
    "period": ("someday", "2025-W53", "2026-W1"),
    "money": ("plenty", "1,20", ""),
    "percent": ("120 %", "half"),
    "measured": ("many", "1,20"),
}
_NONSENSE = "no such thing·"
Change = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """One document for one schema: how it came about, and where in it something was changed."""

    kind: str
    change: str
    place: Place
    data: Any
    text: str
    fits: bool

    @property
    def name(self) -> str:
        """Says to a person which case this is."""
        return f"{self.kind}: {self.change} at /{'/'.join(map(str, self.place))}"


def written() -> list[Case]:
    """Every YAML file of the demonstration and of the complete example, and some of a made-up portfolio."""
    files = [path for folder in FOLDERS for path in sorted(folder.rglob("*.y*ml"))]
    texts = [(_kind(path), path.read_text(encoding="utf-8")) for path in files]
    made = [("portfolio", portfolio.portfolio()), ("people", portfolio.people())]
    made += [("project", portfolio.project(number)[1]) for number in range(1, 6)]
    texts += [(kind, portfolio.yaml_text(value)) for kind, value in made]
    return [Case(kind, "as written", (), parse(kind, text.encode()).data, text, True) for kind, text in texts]


def _kind(path: Path) -> str:
    if path.parent.name in ("updates", "meetings", "retrospectives"):
        return path.parent.name.removesuffix("s")
    alone = path.parent.name == "projects" and path.stem not in _SINGLE
    return "project" if alone else path.stem


def changed(each: int) -> list[Case]:
    """Documents of every kind with one change; `each` of every change that the kind's schema allows for."""
    return [case for kind, data in complete().items() for case in _changed(kind, data, each)]


def complete() -> dict[str, Any]:
    """For every kind of schema a document with all that it can hold."""
    parts: dict[str, list[Any]] = defaultdict(list)
    folder = FOLDERS[1]
    for path in [*folder.glob("p*.y*ml"), *sorted(folder.glob("*/**/*.y*ml"))]:
        parts[_kind(path)].append(parse(path.name, path.read_bytes()).data)
    found = {kind: data[0] for kind, data in parts.items()}
    found |= {f"{kind}s": parts[kind] for kind in ("update", "meeting", "retrospective")}
    listed = {kind: data for kind, data in found.items() if kind in schema("project")["properties"]}
    found["project"] = found["project"] | listed
    return {kind: found[kind] for kind in kinds()}


def _changed(kind: str, data: Any, each: int) -> Iterator[Case]:
    possible: dict[tuple[str, bool], list[tuple[Place, Any]]] = defaultdict(list)
    for place, part, value in _places(data, schema(kind), schema(kind)):
        for changes, fits in ((_accepted(part, value), True), (_refused(part, value), False)):
            for change, other in changes:
                possible[change, fits].append((place, other))
    for (change, fits), all_of_them in possible.items():
        luck = Random(f"{kind} {change}")
        for place, other in luck.sample(all_of_them, min(each, len(all_of_them))):
            whole = _replaced(data, place, other)
            yield Case(kind, change, place, whole, json.dumps(whole, ensure_ascii=False, indent=1), fits)


def _places(data: Any, part: Schema, root: Schema, at: Place = ()) -> Iterator[tuple[Place, Schema, Any]]:
    """Every value that the schema says something about."""
    part = resolved(part, root) | part
    yield at, part, data
    others = part.get("additionalProperties")
    for key, value in data.items() if isinstance(data, dict) else ():
        inner = part.get("properties", {}).get(key, others)
        if isinstance(inner, dict):
            yield from _places(value, inner, root, (*at, key))
    # What must differ from its neighbours is changed with the whole list only.
    listed = isinstance(data, list) and "items" in part and not part.get("uniqueItems")
    for i, value in enumerate(data) if listed else ():
        yield from _places(value, part["items"], root, (*at, i))


def _replaced(data: Any, place: Place, value: Any) -> Any:
    if not place:
        return value
    copy: Any = dict(data) if isinstance(data, dict) else list(data)
    copy[place[0]] = _replaced(data[place[0]], place[1:], value)
    return copy


# What still fits


def _accepted(part: Schema, value: Any) -> Iterator[Change]:
    yield from (("another word", word) for word in part.get("enum", ()) if word != value)
    yield from (("another spelling", other) for other in _ACCEPTED.get(part.get("x-type", ""), ()))
    yield from (("the outermost number", part[limit]) for limit in ("minimum", "maximum") if limit in part)
    if "patternProperties" in part and isinstance(value, dict):
        yield "a field of one's own", value | {"x-cost-centre": [{"anything": None}]}
    if "maxLength" in part and isinstance(value, str):
        yield "the longest text", "长" * part["maxLength"]


# What does not


def _refused(part: Schema, value: Any) -> Iterator[Change]:
    yield from _of_another_type(part, value)
    if isinstance(value, dict):
        yield from _other_fields(part, value)
    elif isinstance(value, list):
        yield from _other_entries(part, value)
    yield from _other_values(part, value)


def _of_another_type(part: Schema, value: Any) -> Iterator[Change]:
    types = part.get("type", ())
    allowed = {types} if isinstance(types, str) else set(types)
    if "number" in allowed:
        allowed.add("integer")
    for name, sample in _SAMPLES.items() if allowed else ():
        if name not in allowed:
            yield ("nothing" if name == "null" else "wrong type"), sample
    if allowed and "array" not in allowed:
        yield "wrong nesting", [value]


def _other_fields(part: Schema, value: dict[str, Any]) -> Iterator[Change]:
    if part.get("additionalProperties") is False:
        yield "unknown field", value | {"titel": "x"}
    if "minProperties" in part:
        yield "empty mapping", {}
    if "propertyNames" in part:
        yield "wrong key", dict.fromkeys([_NONSENSE], next(iter(value.values()), 1))
    yield from (("missing field", _without(value, [key])) for key in part.get("required", ()))
    either = [key for way in part.get("anyOf", ()) for key in way["required"]]
    if either:
        yield "missing field", _without(value, either)
    for key, needed in part.get("dependentRequired", {}).items():
        if key in value:
            yield from (("missing field", _without(value, [other])) for other in needed)


def _without(value: dict[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {key: other for key, other in value.items() if key not in keys}


def _other_entries(part: Schema, value: list[Any]) -> Iterator[Change]:
    if part.get("minItems"):
        yield "empty list", []
    if part.get("maxItems", 10000) < 100:
        yield "long list", value * (part["maxItems"] + 1)
    if part.get("uniqueItems"):
        yield "twice the same", [value[0], value[0]]


def _other_values(part: Schema, value: Any) -> Iterator[Change]:
    if "enum" in part:
        yield "unknown word", "purple"
    if "minimum" in part:
        yield "number out of range", part["minimum"] - 1
    if "maximum" in part:
        yield "number out of range", part["maximum"] + 1
    if "exclusiveMinimum" in part:
        yield "number out of range", part["exclusiveMinimum"]
    if "minLength" in part:
        yield "empty text", ""
    if "maxLength" in part:
        yield "text too long", "长" * (part["maxLength"] + 1)
    if "pattern" in part:
        yield "wrong pattern", _NONSENSE
        if isinstance(value, str):
            yield "line break at the end", value + "\n"
            yield "line break inside", f"{value[:-1]}\n{value[-1:]}"
    yield from (("wrong format", other) for other in _REFUSED.get(part.get("format", ""), ()))
