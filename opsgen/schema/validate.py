"""The two validators: a fast one that says yes, and jsonschema that says what is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from opsgen.schema.fields import Schema, schema
from opsgen.schema.values import READERS, fits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

    from opsgen.load import Path


@dataclass(frozen=True, slots=True)
class Violation:
    """One place where data breaks a schema: the broken keyword, what it expects, and what stands there."""

    keyword: str
    path: Path
    instance: Any
    expected: Any
    schema: Schema
    of_key: bool = False
    """Whether the field's name is wrong, not its value."""


def violations(kind: str, data: Any) -> tuple[Violation, ...]:
    """What a schema finds wrong in the data, in the order of the data; empty when it fits."""
    if accepted(kind, data):
        return ()
    found = sorted(explained(kind, data), key=lambda violation: [str(p).zfill(6) for p in violation.path])
    return tuple(found) or tuple(_gate_violations(kind, data))


def explained(kind: str, data: Any) -> tuple[Violation, ...]:
    """What the slow validator finds, whatever the fast one says."""
    return tuple(_violation(error) for error in _reference(kind).iter_errors(data))


def within(kind: str, part: Schema, data: Any) -> tuple[Violation, ...]:
    """What the slow validator finds in the data of one part of a schema, with the paths from there."""
    return tuple(_violation(error) for error in _reference(kind).evolve(schema=part).iter_errors(data))


def accepted(kind: str, data: Any) -> bool:
    """Whether the fast validator says yes."""
    return bool(_gate(kind).is_valid(data))


@cache
def _gate(kind: str) -> jsonschema_rs.Draft202012Validator:
    formats = {name: (lambda value, name=name: fits(name, value)) for name in READERS}
    return jsonschema_rs.Draft202012Validator(schema(kind), formats=formats, validate_formats=True)


@cache
def _reference(kind: str) -> Validator:
    # Imported late: it takes longer to import than most portfolios take to check.
    from jsonschema import Draft202012Validator, FormatChecker, validators
    from referencing import Registry

    checker = FormatChecker(formats=())
    for name in READERS:
        checker.checks(name)(lambda value, name=name: fits(name, value))
    kind_of = validators.extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]
    # An explicit empty registry: the default one opens addresses.
    validator: Validator = kind_of(schema(kind), format_checker=checker, registry=Registry())
    return validator


def _pattern(_: Validator, pattern: str, value: Any, __: Schema) -> Iterator[ValidationError]:
    """`$` is the end of the text, not the place before its last line break, as in the other validator."""
    from jsonschema import ValidationError  # loaded by now

    if isinstance(value, str) and not re.search(pattern.replace("$", r"\Z"), value, re.ASCII):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


def _violation(error: ValidationError) -> Violation:
    path: Path = tuple(error.absolute_path)
    of_key = "propertyNames" in error.absolute_schema_path
    return Violation(
        keyword=str(error.validator),
        path=(*path, str(error.instance)) if of_key else path,
        instance=error.instance,
        expected=error.validator_value,
        schema=error.schema if isinstance(error.schema, dict) else {},
        of_key=of_key,
    )


def _gate_violations(kind: str, data: Any) -> Iterator[Violation]:
    """Should the two ever disagree, what the fast one says is better than nothing."""
    for error in _gate(kind).iter_errors(data):
        yield Violation("schema", tuple(error.instance_path), error.instance, error.message, {})
