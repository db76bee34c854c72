"""Sentences about values that are too much, too little or too many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.schema.hints import meaning_hint
from opsgen.schema.subjects import field_name
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Callable

    from opsgen.schema.validate import Violation

Told = tuple[str, Message, Message | None]
"""The code, the sentence and the hint of a finding."""


def too_small(violation: Violation) -> Told:
    text = message("`{field}` is {value}, and at least {limit} is needed", **_limited(violation))
    return "out-of-range", text, meaning_hint(violation)


def not_above(violation: Violation) -> Told:
    text = message("`{field}` must be more than {limit}", **_limited(violation))
    return "out-of-range", text, meaning_hint(violation)


def too_large(violation: Violation) -> Told:
    text = message("`{field}` is {value}, and at most {limit} is allowed", **_limited(violation))
    return "out-of-range", text, meaning_hint(violation)


def not_below(violation: Violation) -> Told:
    text = message("`{field}` must be less than {limit}", **_limited(violation))
    return "out-of-range", text, meaning_hint(violation)


def too_long(violation: Violation) -> Told:
    text = message(
        "`{field}` has {n} characters, and {limit} are allowed",
        field=field_name(violation.path),
        n=len(violation.instance),
        limit=violation.expected,
    )
    return "too-long", text, None


def too_short(violation: Violation) -> Told:
    text = message(
        "`{field}` has {n} characters, and at least {limit} are needed",
        field=field_name(violation.path),
        n=len(violation.instance),
        limit=violation.expected,
    )
    return "too-short", text, None


def too_few(violation: Violation) -> Told:
    text = message("`{field}` needs {n} entries", field=field_name(violation.path), n=violation.expected)
    return "wrong-number", text, None


def too_many(violation: Violation) -> Told:
    text = message(
        "`{field}` has more than {n} entries", field=field_name(violation.path), n=violation.expected
    )
    return "wrong-number", text, None


def repeated(violation: Violation) -> Told:
    text = message("`{field}` names the same twice", field=field_name(violation.path))
    return "wrong-number", text, message("keep one of the two")


LIMITS: dict[str, Callable[[Violation], Told]] = {
    "minimum": too_small,
    "exclusiveMinimum": not_above,
    "maximum": too_large,
    "exclusiveMaximum": not_below,
    "maxLength": too_long,
    "minLength": too_short,
    "minItems": too_few,
    "maxItems": too_many,
    "uniqueItems": repeated,
}
"""The sentence for each keyword of a schema that sets a limit."""
_OF_NOTHING = ("minLength", "minItems")


def says_empty(violation: Violation) -> bool:
    """Whether a limit says no more than that something must be there."""
    return violation.keyword in _OF_NOTHING and violation.expected <= 1


def _limited(violation: Violation) -> dict[str, object]:
    return {
        "field": field_name(violation.path),
        "value": violation.instance,
        "limit": violation.expected,
    }
