"""What a change tells that not every reader may know."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from opsgen.changes.labels import type_of
from opsgen.words import Text

if TYPE_CHECKING:
    from opsgen.changes.change import Change

_CODES = frozenset(
    {
        "planned.changed",
        *("budget.line_added", "budget.line_removed", "budget.overspent", "budget.forecast_changed"),
        *("budget.committed_changed", "budget.actual_changed"),
    }
)
_WRITTEN = frozenset({("budget", "profile"), ("vendors", "payments")})


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
