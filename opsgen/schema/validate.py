"""The two validators: a fast one that says yes, and jsonschema that says what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from opsgen.schema.extra import NONE, Extra, merged
from opsgen.schema.values import READERS, fits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

    from opsgen.load import Path
    from opsgen.schema.fields import Schema


MOST_MEMORY = 1 << 18
"""Bytes that one regular expression may take."""


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


def violations(kind: str, data: Any, extra: Extra = NONE) -> tuple[Violation, ...]:
    """What a schema finds wrong in the data, in the order of the data; empty when it fits."""
    if accepted(kind, data, extra):
        return ()
    found = sorted(
        explained(kind, data, extra), key=lambda violation: [str(p).zfill(6) for p in violation.path]
    )
    return tuple(found) or tuple(_gate_violations(kind, data, extra))


def explained(kind: str, data: Any, extra: Extra = NONE) -> tuple[Violation, ...]:
    """What the slow validator finds, whatever the fast one says."""
    return tuple(_violation(error) for error in _reference(kind, extra).iter_errors(data))


def within(kind: str, part: Schema, data: Any, extra: Extra = NONE) -> tuple[Violation, ...]:
    """What the slow validator finds in the data of one part of a schema, with the paths from there."""
    return tuple(_violation(error) for error in _reference(kind, extra).evolve(schema=part).iter_errors(data))


def accepted(kind: str, data: Any, extra: Extra = NONE) -> bool:
    """Whether the fast validator says yes."""
    return bool(_gate(kind, extra).is_valid(data))


@lru_cache(128)
def _gate(kind: str, extra: Extra) -> jsonschema_rs.Draft202012Validator:
    formats = {name: (lambda value, name=name: fits(name, value)) for name in READERS}
    # A pattern may be somebody's: this engine takes time that grows with the text alone.
    linear = jsonschema_rs.RegexOptions(size_limit=MOST_MEMORY, dfa_size_limit=MOST_MEMORY)
    return jsonschema_rs.Draft202012Validator(
        merged(kind, extra), formats=formats, validate_formats=True, pattern_options=linear
    )


@lru_cache(128)
def _reference(kind: str, extra: Extra) -> Validator:
    # Imported late: it takes longer to import than most portfolios take to check.
    from jsonschema import Draft202012Validator, FormatChecker, validators
    from referencing import Registry

    checker = FormatChecker(formats=())
    for name in READERS:
        checker.checks(name)(lambda value, name=name: fits(name, value))
    kind_of = validators.extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]
    # An explicit empty registry: the default one opens addresses.
    validator: Validator = kind_of(merged(kind, extra), format_checker=checker, registry=Registry())
    return validator


def _pattern(_: Validator, pattern: str, value: Any, __: Schema) -> Iterator[ValidationError]:
    """By the engine of the other validator: so they agree, and nobody's pattern takes for ever."""
    from jsonschema import ValidationError  # loaded by now

    if isinstance(value, str) and not _matcher(pattern).is_valid(value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


def usable(pattern: str) -> bool:
    """Whether a regular expression matches in time that grows with the text alone, and is small."""
    try:
        return _matcher(pattern) is not None
    except (jsonschema_rs.ValidationError, ValueError):
        return False


@lru_cache(1000)
def _matcher(pattern: str) -> jsonschema_rs.Draft202012Validator:
    linear = jsonschema_rs.RegexOptions(size_limit=MOST_MEMORY, dfa_size_limit=MOST_MEMORY)
    return jsonschema_rs.Draft202012Validator({"pattern": pattern}, pattern_options=linear)


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


def _gate_violations(kind: str, data: Any, extra: Extra) -> Iterator[Violation]:
    """Should the two ever disagree, what the fast one says is better than nothing."""
    for error in _gate(kind, extra).iter_errors(data):
        yield Violation("schema", tuple(error.instance_path), error.instance, error.message, {})
