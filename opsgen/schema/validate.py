"""The two validators: a fast one that says yes, and jsonschema that says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from opsgen.schema.fields import Schema, schema
from opsgen.schema.values import READERS, fits

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator


def violations(kind: str, data: Any) -> tuple[ValidationError, ...]:
    """What a schema finds wrong in the data, in the order of the data; empty when it fits."""
    if _gate(kind).is_valid(data):
        return ()
    return tuple(
        sorted(_reference(kind).iter_errors(data), key=lambda error: [str(p).zfill(6) for p in error.path])
    )


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
    kind_of = validators.extend(Draft202012Validator, {"pattern": _pattern})
    # An explicit empty registry: the default one opens addresses.
    return kind_of(schema(kind), format_checker=checker, registry=Registry())


def _pattern(_: Validator, pattern: str, value: Any, __: Schema) -> Iterator[ValidationError]:
    """`$` is the end of the text, not the place before its last line break, as in the other validator."""
    from jsonschema import ValidationError

    if isinstance(value, str) and not re.search(pattern.replace("$", r"\Z"), value, re.ASCII):
        yield ValidationError(f"{value!r} does not match {pattern!r}")
