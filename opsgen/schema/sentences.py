"""A violation of a schema as a finding that says what to change: one mistake, one finding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from opsgen.load import Document, Path
from opsgen.problem import Place, Problem
from opsgen.schema.fields import Schema, resolved, schema
from opsgen.schema.suggest import suggest
from opsgen.schema.values import days_in_month, repaired_date, yearless
from opsgen.words import Message, message

if TYPE_CHECKING:
    from jsonschema import ValidationError

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
    "money": (message("`{value}` is not an amount"), message("write 800000, 800万, 1.2亿 or 60k")),
    "percent": (message("`{value}` is not a percentage of 0 to 100"), message("write 60")),
    "measured": (message("`{value}` is not a number"), message("write the number alone, for example 1850")),
    "period": (
        message("`{value}` is not a week, a month or a date"),
        message("write 2026-W41, 2026-10 or 2026-10-12"),
    ),
}


def explain(violations: tuple[ValidationError, ...], document: Document, kind: str) -> tuple[Problem, ...]:
    """The findings for all violations of one document."""
    explainer = _Explainer(document, schema(kind))
    found = [problem for violation in violations for problem in explainer.problems(violation)]
    return tuple(sorted(dict.fromkeys(found), key=Problem.sort_key))


class _Explainer:
    def __init__(self, document: Document, root: Schema) -> None:
        self.document = document
        self.root = root
        self.renamed: set[tuple[Path, str]] = set()

    def problems(self, violation: ValidationError) -> Iterator[Problem]:
        path: Path = tuple(violation.absolute_path)
        keyword = str(violation.validator)
        handler = getattr(self, f"_{keyword}", None)
        if handler is None:
            yield self.problem(
                path, "schema", message("this does not fit: {problem}", problem=violation.message[:200])
            )
        else:
            yield from handler(violation, path)

    def problem(
        self, path: Path, code: str, text: Message, hint: Message | None = None, *, key: bool = False
    ) -> Problem:
        return Problem(self.at(path, key), code, "error", text, hint)

    def at(self, path: Path, key: bool) -> Place:
        place = self.document.place(path, key=key)
        if place.end_line > place.line:
            return Place(place.file, place.line, place.column, place.line, place.column + 1)
        return place

    def _additionalProperties(self, violation: ValidationError, path: Path) -> Iterator[Problem]:  # noqa: N802
        part = violation.schema
        allowed = list(part.get("properties", {}))
        labels = field_labels(part)
        missing = [key for key in part.get("required", ()) if key not in violation.instance]
        missing += [k for option in part.get("anyOf", ()) for k in option.get("required", ())]
        for key in violation.instance:
            if key in allowed or key.startswith("x-"):
                continue
            meant = suggest(key, [a for a in missing if a not in violation.instance], labels) or suggest(
                key, [a for a in allowed if a not in violation.instance], labels
            )
            hint = (
                message("did you mean `{key}`?", key=meant)
                if meant
                else message("fields here: {fields}", fields=", ".join(allowed))
            )
            yield self.problem(
                (*path, key), "unknown-field", message("unknown field `{key}`", key=key), hint, key=True
            )

    def _required(self, violation: ValidationError, path: Path) -> Iterator[Problem]:
        match = re.match(r"'(.*)' is a required", violation.message)
        key = match[1] if match else "?"
        part = violation.schema
        labels = field_labels(part)
        unknown = [
            k for k in violation.instance if k not in part.get("properties", {}) and not k.startswith("x-")
        ]
        if any(suggest(k, [key], labels) == key for k in unknown):
            return
        example = self.example(key, part)
        hint = message("for example `{key}: {example}`", key=key, example=example) if example else None
        text = message("the field `{key}` is missing", key=key)
        yield Problem(self.start_of(path), "missing-field", "error", text, hint)

    def start_of(self, path: Path) -> Place:
        """Where an entry begins: the place a reader looks at for something that is not there."""
        place = self.document.place(path)
        return Place(place.file, place.line, place.column, place.line, place.column + 1)

    def example(self, key: str, part: Schema) -> str:
        field = part.get("properties", {}).get(key, {})
        examples = field.get("examples") or resolved(field, self.root).get("examples") or [""]
        return str(examples[0])

    def _anyOf(self, violation: ValidationError, path: Path) -> Iterator[Problem]:  # noqa: N802
        keys = [option["required"][0] for option in violation.validator_value if "required" in option]
        unknown = [k for k in violation.instance if k not in violation.schema.get("properties", {})]
        if any(suggest(k, keys, field_labels(violation.schema)) in keys for k in unknown):
            return
        text = message("one of these fields is needed: {fields}", fields=", ".join(keys))
        yield Problem(self.start_of(path), "missing-field", "error", text, None)

    def _type(self, violation: ValidationError, path: Path) -> Iterator[Problem]:
        wanted = violation.validator_value
        wanted = [wanted] if isinstance(wanted, str) else list(wanted)
        value = violation.instance
        text = message(
            "`{field}` must be {wanted}, and this is {got}",
            field=field_name(path),
            wanted=either(wanted),
            got=_TYPES[json_type(value)],
        )
        yield self.problem(path, "wrong-type", text, self.type_hint(value, wanted, path))

    def type_hint(self, value: Any, wanted: list[str], path: Path) -> Message | None:
        written = self.document.written(path)
        if isinstance(value, bool | int | float) and "string" in wanted:
            return message('put it in quotes: "{value}"', value=written or value)
        if isinstance(value, str) and "array" in wanted:
            parts = [part for part in re.split(r"[,，、;；]\s*", value) if part]
            return message("write a list: [{items}]", items=", ".join(parts))
        if isinstance(value, dict) and len(value) == 1 and "string" in wanted:
            key, inner = next(iter(value.items()))
            return message(
                'a colon and a space start a mapping; put the text in quotes: "{value}"',
                value=f"{key}: {inner}",
            )
        if value is None:
            return message("write a value, or delete the line")
        if isinstance(value, str) and {"integer", "number"} & set(wanted):
            return message("write the number alone, without unit and quotes")
        return None

    def _enum(self, violation: ValidationError, path: Path) -> Iterator[Problem]:
        part = violation.schema
        named = part.get("x-values", {})
        words = list(named) or [str(value) for value in violation.validator_value]
        labels = {label.casefold(): word for word, pair in named.items() for label in pair.values()}
        meant = suggest(str(violation.instance), words, labels)
        text = message(
            "`{value}` is not one of the values of `{field}`",
            value=_short(violation.instance),
            field=field_name(path),
        )
        allowed = message("allowed: {values}", values=", ".join(words))
        hint = message("did you mean `{key}`?", key=meant) if meant else allowed
        yield self.problem(path, "unknown-value", text, hint)

    def _format(self, violation: ValidationError, path: Path) -> Iterator[Problem]:
        name, value = str(violation.validator_value), str(violation.instance)
        if name in _FORMATS:
            text, hint = _FORMATS[name]
            yield self.problem(
                path, f"not-{_CODES[name]}", Message(text.text, (("value", _short(value)),)), hint
            )
            return
        yield self.problem(
            path, "not-a-date", message("`{value}` is not a date", value=_short(value)), date_hint(value)
        )

    def _propertyNames(self, violation: ValidationError, path: Path) -> Iterator[Problem]:  # noqa: N802
        yield from self._pattern(violation, path)

    def _pattern(self, violation: ValidationError, path: Path) -> Iterator[Problem]:
        about = violation.schema.get("x-about", {})
        text = message(
            "`{value}` cannot stand in `{field}`", value=_short(violation.instance), field=field_name(path)
        )
        hint = message("write {what}", what=Message(about["en"])) if about else None
        yield self.problem(path, "malformed-value", text, hint)

    def _minimum(self, violation: ValidationError, path: Path) -> Iterator[Problem]:
        text = message(
            "`{field}` is {value}, and at least {limit} is needed",
            field=field_name(path),
            value=violation.instance,
            limit=violation.validator_value,
        )
        yield self.problem(path, "out-of-range", text)

    def _maximum(self, violation: ValidationError, path: Path) -> Iterator[Problem]:
        text = message(
            "`{field}` is {value}, and at most {limit} is allowed",
            field=field_name(path),
            value=violation.instance,
            limit=violation.validator_value,
        )
        yield self.problem(path, "out-of-range", text)

    def _maxLength(self, violation: ValidationError, path: Path) -> Iterator[Problem]:  # noqa: N802
        text = message(
            "`{field}` has {n} characters, and {limit} are allowed",
            field=field_name(path),
            n=len(violation.instance),
            limit=violation.validator_value,
        )
        yield self.problem(path, "too-long", text)

    def _minLength(self, violation: ValidationError, path: Path) -> Iterator[Problem]:  # noqa: N802
        yield self.problem(
            path,
            "empty-value",
            message("`{field}` is empty", field=field_name(path)),
            message("write a value, or delete the line"),
        )

    _minProperties = _minLength

    def _minItems(self, violation: ValidationError, path: Path) -> Iterator[Problem]:  # noqa: N802
        text = message("`{field}` needs {n} entries", field=field_name(path), n=violation.validator_value)
        yield self.problem(path, "wrong-number", text)

    def _maxItems(self, violation: ValidationError, path: Path) -> Iterator[Problem]:  # noqa: N802
        text = message(
            "`{field}` has more than {n} entries", field=field_name(path), n=violation.validator_value
        )
        yield self.problem(path, "wrong-number", text)


_CODES = {"money": "an-amount", "percent": "a-percentage", "measured": "a-number", "period": "a-period"}


def date_hint(value: str) -> Message:
    """What to write instead of a date that is none."""
    repaired = repaired_date(value)
    if repaired:
        return message("write {date}", date=repaired)
    short = days_in_month(value)
    if short:
        return message("{month} has {n} days", month=short[0], n=short[1])
    if yearless(value):
        return message("write the year too: YYYY-MM-DD")
    return message("write YYYY-MM-DD, for example 2026-09-30")


def field_labels(part: Schema) -> dict[str, str]:
    """The Chinese and English titles of an entity's fields, in lower case, to their keys."""
    return {
        str(field[name]).casefold(): key
        for key, field in part.get("properties", {}).items()
        for name in ("title", "x-zh")
        if field.get(name)
    }


def field_name(path: Path) -> str:
    """The nearest field name of a path."""
    return next((str(part) for part in reversed(path) if isinstance(part, str)), "file")


def either(types: list[str]) -> Message:
    """`a text or a number`."""
    named = [_TYPES[name] for name in dict.fromkeys(types)]
    if len(named) == 1:
        return named[0]
    return message("{first} or {second}", first=named[0], second=either(types[1:]))


def json_type(value: Any) -> str:
    """The JSON name of a value's type."""
    for kind, name in (
        (bool, "boolean"),
        (int, "integer"),
        (float, "number"),
        (str, "string"),
        (list, "array"),
    ):
        if isinstance(value, kind):
            return name
    return "null" if value is None else "object"


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"
