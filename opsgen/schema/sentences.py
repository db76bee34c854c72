"""A violation of a schema as a finding that says what to change: one mistake, one finding."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from opsgen.problem import Place, Problem
from opsgen.schema.extra import NONE, Extra, merged
from opsgen.schema.fields import Schema, resolved
from opsgen.schema.hints import (
    about_hint,
    choices,
    date_hint,
    entry_hint,
    field_hint,
    field_labels,
    instead,
    meant_field,
    one_person_hint,
    range_hint,
    shape_hint,
    shown,
    type_hint,
    unwritten,
)
from opsgen.schema.suggest import named, suggest
from opsgen.schema.validate import within
from opsgen.schema.values import (
    repaired,
)
from opsgen.words import Message, Text, either, message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from opsgen.load import Document, Path
    from opsgen.schema.validate import Violation

_TYPES = {
    "string": message("a text"),
    "integer": message("a whole number"),
    "number": message("a number"),
    "boolean": message("true or false"),
    "array": message("a list"),
    "object": message("a mapping (field: value)"),
    "null": message("empty"),
}
_FORMATS = {
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
_HASH = re.compile(r" {0,80}#[^\s#!]")
_BARE = re.compile(r"[ \"']{0,80}[,}]")
_NOTHING = frozenset(("无", "没有", "暂无", "none", "n/a", "na", "-", "/"))
_ENTRIES = re.compile(r"(?:^|\s)\s{0,9}[0-9]{1,2}[.)、．）](?![0-9])\s{0,9}|[,，、;；]\s{0,9}")
_ID = re.compile(r"[A-Z]{1,3}-?[0-9]{1,4}\Z", re.ASCII)
_MAX_PROBLEMS = 100


def explain(
    violations: Iterable[Violation], document: Document, kind: str, extra: Extra = NONE
) -> tuple[Problem, ...]:
    """The findings for all violations of one document."""
    found = _Explainer(document, kind, extra).problems(violations)
    return tuple(sorted(dict.fromkeys(islice(found, _MAX_PROBLEMS)), key=Problem.sort_key))


def _plainest(violations: Iterable[Violation]) -> Iterator[Violation]:
    """A value of the wrong type breaks every other keyword too: then only the type is worth a sentence."""
    every = tuple(violations)
    mistyped = {violation.path for violation in every if violation.keyword == "type"}
    return (v for v in every if v.keyword == "type" or v.path not in mistyped)


class _Explainer:
    def __init__(self, document: Document, kind: str, extra: Extra) -> None:
        self.document = document
        self.kind = kind
        self.extra = extra
        self.root = merged(kind, extra)
        self.lines = document.text.split("\n")

    def problems(self, violations: Iterable[Violation]) -> Iterator[Problem]:
        for violation in _plainest(violations):
            yield from _SENTENCES.get(violation.keyword, _Explainer.other)(self, violation)

    def problem(
        self, violation: Violation, code: str, text: Message, hint: Message | None = None
    ) -> Iterator[Problem]:
        if violation.of_key or not self.is_cut_by_comma(violation.path):
            place = self.document.place(violation.path, key=violation.of_key)
            yield Problem(place.head, code, "error", text, hint)

    def is_cut_by_comma(self, path: Path) -> bool:
        """Whether a value is the beginning of one that held a comma, which the loader has told of."""
        if not path:
            return False
        around: Any = self.document.data
        for part in path[:-1]:
            around = around[part]
        names = list(around) if isinstance(around, dict) else []
        if path[-1] not in names:
            return False
        after = names[names.index(path[-1]) + 1 :][:1]
        bare = [self.document.place((*path[:-1], name), key=True) for name in after if around[name] is None]
        return any(self.is_bare(place) for place in bare)

    def other(self, violation: Violation) -> Iterator[Problem]:
        text = message("this does not fit: {problem}", problem=shown(violation.expected))
        yield from self.problem(violation, "malformed-value", text)

    def unknown_fields(self, violation: Violation) -> Iterator[Problem]:
        if self.is_text_with_colon(violation):
            yield from self.text_with_colon(violation)
            return
        part, written = violation.schema, violation.instance
        allowed = list(part.get("properties", {}))
        missing = unwritten(part, written)
        if _is_wrapped(violation):
            yield from self.wrapped(violation)
            return
        for key in written:
            if key in allowed or key.startswith("x-"):
                continue
            place = self.document.place((*violation.path, key), key=True)
            if written[key] is None and self.is_bare(place):
                continue  # the loader has told of the comma before it
            hint = field_hint(key, written, part)
            if "title" in missing and _is_id(key, written[key], part.get("properties", {})):
                hint = message("write `id: {id}, title: {title}`", id=key, title=shown(written[key]))
            yield Problem(place, "unknown-field", "error", message("unknown field `{key}`", key=key), hint)
            meant = meant_field(key, written, part)
            if meant and named(key, (meant,), field_labels(part)):
                yield from self.under((*violation.path, key), part["properties"][meant], written[key])

    def under(self, path: Path, part: Schema, value: Any) -> Iterator[Problem]:
        """What is wrong in a value under a wrong name, by the part of the schema that the right name has."""
        found = within(self.kind, part, value, self.extra)
        if not any(violation.keyword == "type" and not violation.path for violation in found):
            yield from self.problems(replace(violation, path=(*path, *violation.path)) for violation in found)

    def wrapped(self, violation: Violation) -> Iterator[Problem]:
        """All fields of a file under one more, `project:`."""
        (key,) = violation.instance
        place = self.document.place((key,), key=True)
        hint = message("delete the line `{key}:`, and begin the fields under it at the very left", key=key)
        yield Problem(place, "unknown-field", "error", message("unknown field `{key}`", key=key), hint)
        yield from self.under((key,), violation.schema, violation.instance[key])

    def is_bare(self, key: Place) -> bool:
        """Whether no colon follows a field's name, which only braces allow."""
        return bool(_BARE.match(self.line(key.end_line), key.end_column - 1))

    def is_text_with_colon(self, violation: Violation) -> bool:
        """Whether a text without quotes became a mapping by its colon: `- Phase 1: launch`."""
        is_text = "text" in (violation.schema.get("x-type"), violation.schema.get("x-short"))
        if not is_text or len(violation.instance) != 1:
            return False
        place = self.document.place(violation.path)
        return self.line(place.line)[place.column - 1 : place.column] != "{"

    def text_with_colon(self, violation: Violation) -> Iterator[Problem]:
        ((key, inner),) = violation.instance.items()
        text = message("the text holds a colon and a space, so YAML reads a field `{key}`", key=shown(key))
        hint = message('put the whole text in quotes: "{value}"', value=shown(f"{key}: {inner}"))
        yield Problem(self.start_of(violation.path), "unquoted-colon", "error", text, hint)

    def missing_fields(self, violation: Violation) -> Iterator[Problem]:
        for key in violation.expected:
            if key not in violation.instance:
                yield from self.missing_field(violation, key)

    def missing_companions(self, violation: Violation) -> Iterator[Problem]:
        needed = [k for key in violation.instance for k in violation.expected.get(key, ())]
        for key in dict.fromkeys(needed):
            if key not in violation.instance:
                yield from self.missing_field(violation, key)

    def missing_field(self, violation: Violation, key: str) -> Iterator[Problem]:
        """A missing field, unless one of the unknown fields is this one misspelt."""
        if self.misspelt(violation, [key]):
            return
        text = message("the field `{key}` is missing", key=key)
        hint = self.example_hint(key, violation.schema)
        yield Problem(self.start_of(violation.path), "missing-field", "error", text, hint)

    def misspelt(self, violation: Violation, keys: list[str]) -> bool:
        part = violation.schema
        if _is_wrapped(violation):
            return True
        known = part.get("properties", {})
        unknown = [key for key in violation.instance if key not in known and not key.startswith("x-")]
        if any("：" in key for key in unknown):
            return True  # the loader has told of the colon; what stands behind it is not missing
        if "title" in keys and any(_is_id(key, violation.instance[key], known) for key in unknown):
            return True
        labels = field_labels(part)
        said = (suggest(key, keys, labels) or instead(key, part) in keys for key in unknown[:_MAX_PROBLEMS])
        return any(said)

    def start_of(self, path: Path) -> Place:
        """Where an entry begins: the place a reader looks at for something that is not there."""
        place = self.document.place(path)
        return Place(place.file, place.line, place.column, place.line, place.column + 1)

    def example_hint(self, key: str, part: Schema) -> Message | None:
        """How a field is written, by its example in the schema, else by what its values are."""
        field = part.get("properties", {}).get(key, {})
        whole = resolved(field, self.root) | field
        examples = whole.get("examples")
        if not examples:
            return about_hint(whole)
        chinese = whole.get("x-zh-examples", examples)[0]
        example = Text(zh=str(chinese), en=str(examples[0]))
        return message("for example `{key}: {example}`", key=key, example=example)

    def none_of_several(self, violation: Violation) -> Iterator[Problem]:
        keys = [option["required"][0] for option in violation.expected if "required" in option]
        if self.misspelt(violation, keys):
            return
        text = message("one of these fields is needed: {fields}", fields=tuple(keys))
        hint = self.example_hint(keys[0], violation.schema)
        yield Problem(self.start_of(violation.path), "missing-field", "error", text, hint)

    def wrong_type(self, violation: Violation) -> Iterator[Problem]:
        if violation.instance is None and violation.path and isinstance(violation.path[-1], str):
            yield from self.empty(violation)
        elif "format" in violation.schema and isinstance(violation.instance, int | float):
            written = self.document.written(violation.path) or violation.instance
            expected = violation.schema["format"]
            yield from self.unreadable(replace(violation, expected=expected, instance=written))
        elif violation.schema.get("x-ref") == ["person"] and isinstance(violation.instance, list):
            yield from self.several_people(violation)
        else:
            yield from self.other_type(violation)

    def several_people(self, violation: Violation) -> Iterator[Problem]:
        field, people = field_name(violation.path), violation.instance
        text = message("`{field}` is exactly one person, and this is a list", field=field)
        yield from self.problem(violation, "wrong-type", text, one_person_hint(people))

    def other_type(self, violation: Violation) -> Iterator[Problem]:
        wanted = [violation.expected] if isinstance(violation.expected, str) else list(violation.expected)
        if violation.schema.get("x-type") == "text":
            wanted = ["string"]
        text = message(
            "{subject} must be {wanted}, and this is {got}",
            subject=_subject(violation.path),
            wanted=either([_TYPES[name] for name in wanted]),
            got=_TYPES[json_type(violation.instance)],
        )
        written = self.document.written(violation.path)
        hint = (
            type_hint(violation.instance, wanted, written)
            or entry_hint(violation, wanted)
            or range_hint(violation, wanted)
            or (isinstance(violation.instance, str) and self.list_hint(violation, wanted))
            or about_hint(violation.schema)
        )
        yield from self.problem(violation, "wrong-type", text, hint)

    def list_hint(self, violation: Violation, wanted: list[str]) -> Message | None:
        """How a text becomes a list, or the number that it should have been."""
        value = violation.instance
        if "number" in wanted:
            return message("write the number alone, for example 1850")
        if "array" not in wanted:
            return None
        if value.strip().casefold() in _NOTHING:
            return message("leave the field out while there is nothing to write")
        if value.startswith(("http://", "https://")):
            return message("write a list: [{items}]", items=f"{{title: …, url: {shown(value)}}}")
        items = violation.schema.get("items", {})
        if (resolved(items, self.root) | items).get("type") == "object":
            return message("begin every entry with a dash: `- …`")
        inner = value[:200].strip("【】［］（）()[]")
        parts = [part.strip() for part in _ENTRIES.split(inner) if part.strip()]
        return message("write a list: [{items}]", items=", ".join(parts))

    def unknown_value(self, violation: Violation) -> Iterator[Problem]:
        named = violation.schema.get("x-values", {})
        words = list(named) or [str(value) for value in violation.expected]
        labels = {label: word for word, pair in named.items() for label in pair.values()}
        meant = suggest(str(violation.instance), words, labels)
        text = message(
            "`{value}` is not one of the values of `{field}`",
            value=shown(violation.instance),
            field=field_name(violation.path),
        )
        hint = (
            message("did you mean `{key}`?", key=self.choice(meant, named, violation.instance))
            if meant
            else message("allowed: {values}", values=choices(words, named))
        )
        yield from self.problem(violation, "unknown-value", text, hint)

    def choice(self, word: str, named: Mapping[str, Mapping[str, str]], written: Any) -> Text:
        """A word of a choice; its Chinese label for those who read Chinese and wrote Chinese."""
        label = named.get(word, {}).get("zh")
        return Text(plain=word, en=word, zh=word if str(written).isascii() else label)

    def unreadable(self, violation: Violation) -> Iterator[Problem]:
        value = str(violation.instance)
        if violation.expected in _FORMATS:
            code, text, hint = _FORMATS[violation.expected]
            meant = repaired(violation.expected, value)
            hint = message("write {value}", value=meant) if meant else hint
            yield from self.problem(violation, code, Message(text.text, (("value", shown(value)),)), hint)
        else:
            sentence = message("`{value}` is not a date", value=shown(value))
            yield from self.problem(violation, "not-a-date", sentence, date_hint(value))

    def malformed(self, violation: Violation) -> Iterator[Problem]:
        about = violation.schema.get("x-about")
        text = message(
            "`{value}` cannot stand in `{field}`",
            value=shown(violation.instance),
            field=field_name(violation.path[:-1] if violation.of_key else violation.path),
        )
        yield from self.problem(
            violation, "malformed-value", text, shape_hint(str(violation.instance), about)
        )

    def too_small(self, violation: Violation) -> Iterator[Problem]:
        if violation.keyword == "exclusiveMinimum":
            text = message("`{field}` must be more than {limit}", **_limited(violation))
        else:
            text = message("`{field}` is {value}, and at least {limit} is needed", **_limited(violation))
        yield from self.problem(violation, "out-of-range", text)

    def too_large(self, violation: Violation) -> Iterator[Problem]:
        if violation.keyword == "exclusiveMaximum":
            text = message("`{field}` must be less than {limit}", **_limited(violation))
        else:
            text = message("`{field}` is {value}, and at most {limit} is allowed", **_limited(violation))
        yield from self.problem(violation, "out-of-range", text)

    def too_long(self, violation: Violation) -> Iterator[Problem]:
        text = message(
            "`{field}` has {n} characters, and {limit} are allowed",
            field=field_name(violation.path),
            n=len(violation.instance),
            limit=violation.expected,
        )
        yield from self.problem(violation, "too-long", text)

    def too_short(self, violation: Violation) -> Iterator[Problem]:
        if violation.expected <= 1:
            yield from self.empty(violation)
            return
        text = message(
            "`{field}` has {n} characters, and at least {limit} are needed",
            field=field_name(violation.path),
            n=len(violation.instance),
            limit=violation.expected,
        )
        yield from self.problem(violation, "too-short", text)

    def empty(self, violation: Violation) -> Iterator[Problem]:
        if violation.instance is None and self.is_cut_by_hash(violation.path):
            text = message("everything from ` #` on is a comment, so `{field}` is empty", **_field(violation))
            yield from self.problem(violation, "cut-by-hash", text, message("put the value in quotes"))
            return
        text = message("`{field}` is empty", field=field_name(violation.path))
        yield from self.problem(
            violation, "empty-value", text, message("write a value, or leave the field out")
        )

    def is_cut_by_hash(self, path: Path) -> bool:
        """Whether a `#` that is no usual comment stands where a value should."""
        place = self.document.place(path)
        return bool(_HASH.match(self.line(place.line), place.column - 1))

    def line(self, number: int) -> str:
        """One line of the file; empty behind the last, where YAML puts a value that is not there."""
        return self.lines[number - 1] if number <= len(self.lines) else ""

    def too_few(self, violation: Violation) -> Iterator[Problem]:
        if violation.expected == 1:
            yield from self.empty(violation)
            return
        text = message("`{field}` needs {n} entries", field=field_name(violation.path), n=violation.expected)
        yield from self.problem(violation, "wrong-number", text)

    def too_many(self, violation: Violation) -> Iterator[Problem]:
        text = message(
            "`{field}` has more than {n} entries", field=field_name(violation.path), n=violation.expected
        )
        yield from self.problem(violation, "wrong-number", text)

    def repeated(self, violation: Violation) -> Iterator[Problem]:
        text = message("`{field}` names the same twice", field=field_name(violation.path))
        yield from self.problem(violation, "wrong-number", text, message("keep one of the two"))


_SENTENCES: dict[str, Callable[[_Explainer, Violation], Iterator[Problem]]] = {
    "additionalProperties": _Explainer.unknown_fields,
    "required": _Explainer.missing_fields,
    "dependentRequired": _Explainer.missing_companions,
    "anyOf": _Explainer.none_of_several,
    "type": _Explainer.wrong_type,
    "enum": _Explainer.unknown_value,
    "format": _Explainer.unreadable,
    "pattern": _Explainer.malformed,
    "minimum": _Explainer.too_small,
    "exclusiveMinimum": _Explainer.too_small,
    "maximum": _Explainer.too_large,
    "exclusiveMaximum": _Explainer.too_large,
    "maxLength": _Explainer.too_long,
    "minLength": _Explainer.too_short,
    "minProperties": _Explainer.empty,
    "minItems": _Explainer.too_few,
    "maxItems": _Explainer.too_many,
    "uniqueItems": _Explainer.repeated,
}


def field_name(path: Path) -> str:
    """The nearest field name of a path."""
    return next((str(part) for part in reversed(path) if isinstance(part, str)), "file")


def _subject(path: Path) -> Message:
    if not path:
        return message("the file")
    if isinstance(path[-1], int):
        return message("an entry of `{field}`", field=field_name(path))
    return message("`{field}`", field=path[-1])


def json_type(value: Any) -> str:
    """The JSON name of a value's type."""
    names = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}
    return names.get(type(value), "null")


def _is_id(key: str, value: Any, known: Mapping[str, Any]) -> bool:
    """Whether an entry's id stands in the place of a field: `M1: Launch`."""
    return "id" in known and isinstance(value, str) and bool(_ID.match(key))


def _is_wrapped(violation: Violation) -> bool:
    """Whether a file holds nothing but one unknown field, and the known ones stand under that."""
    known, written = violation.schema.get("properties", {}), violation.instance
    if violation.path or len(written) != 1:
        return False
    ((key, inner),) = written.items()
    return key not in known and isinstance(inner, dict) and any(name in known for name in inner)


def _field(violation: Violation) -> dict[str, object]:
    return {"field": field_name(violation.path)}


def _limited(violation: Violation) -> dict[str, object]:
    return {
        "field": field_name(violation.path),
        "value": violation.instance,
        "limit": violation.expected,
    }
