"""What a change tells that not every reader may know."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from opsgen.changes.labels import type_of
from opsgen.words import Text

if TYPE_CHECKING:
    from opsgen.changes.change import Change

_KINDS = frozenset(
    {
        *("equipment", "conflicts", "vendors", "allocations", "people", "teams", "portfolio"),
        *("meetings", "stakeholders", "communications", "feedback"),
    }
)
"""What is bought from whom, who works how much, what is said of people, and how the house is run."""
_FIELDS = frozenset({"extra", "attended"})
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}")
_CODES = frozenset(
    {
        "planned.changed",
        *("budget.line_added", "budget.line_removed", "budget.overspent", "budget.forecast_changed"),
        *("budget.committed_changed", "budget.actual_changed"),
    }
)
_TOLD = ("item", "title", "field", "old", "new", "reason")
_WRITTEN = frozenset({("budget", "profile"), ("vendors", "payments")})


def is_internal(change: Change) -> bool:
    """Whether no public page shows what it is about."""
    return change.kind in _KINDS or change.field.partition(".")[0] in _FIELDS


def without_addresses(text: str) -> str:
    """The text with a mark in place of each e-mail address."""
    return _EMAIL.sub("…", text)


def unaddressed(change: Change) -> Change:
    """The change with a mark in place of each e-mail address in its texts."""
    told = {name: _unaddressed(getattr(change, name)) for name in _TOLD}
    return replace(change, **told)


def _unaddressed(given: Any) -> Any:
    match given:
        case Text():
            forms = (None if form is None else without_addresses(form) for form in (given.zh, given.en))
            return Text(without_addresses(given.plain), *forms)
        case str():
            return without_addresses(given)
        case tuple():
            return tuple(map(_unaddressed, given))
        case _:
            return given


def tells_money(change: Change) -> bool:
    """Whether its sentence holds an amount in a currency; a metric, in yuan too, is a metric."""
    return (
        change.code in _CODES
        or _is_written(change)
        or type_of(change.kind, change.field) == "money"
        or any(_is_amount(found) for found in (change.old, change.new))
    )


def _is_written(change: Change) -> bool:
    """Amounts in words: of each month of a budget line, of a payment in another currency than before."""
    place = (change.kind, change.field.partition(".")[0])
    return place in _WRITTEN and any(isinstance(one, tuple | Text) for one in (change.old, change.new))


def _is_amount(given: object) -> bool:
    if isinstance(given, tuple):
        return any(map(_is_amount, given))
    return isinstance(given, Decimal)
