"""How much a change asks of its reader, where its amount decides: by the bands of risks, by the tolerance."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from opsgen.changes.vocabulary import VOCABULARY
from opsgen.derive.risk import band

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from opsgen.changes.change import Change, Severity
    from opsgen.derive.standing import Limits
    from opsgen.model import Scales

_OF_BAND: Mapping[str, Severity] = {
    "low": "info", "medium": "notice", "high": "attention", "critical": "attention",
}  # fmt: skip


def graded(change: Change, scales: Scales, limits: Limits) -> Change:
    """The change with its severity by the scales and tolerances in force; the gate may raise it further."""
    return replace(change, severity=severity(change, scales, limits))


def severity(change: Change, scales: Scales, limits: Limits) -> Severity:
    """How much the change asks of its reader by the scales and tolerances in force."""
    by_amount = _BY_AMOUNT.get(change.code)
    return by_amount(change, scales, limits) if by_amount else VOCABULARY[change.code]


def usual(change: Change) -> Severity:
    """How much the change asks of its reader whatever its amount."""
    return VOCABULARY[change.code]


def _of_risk(change: Change, scales: Scales, _limits: Limits) -> Severity:
    """By the band the risk is in now, or was in where it is gone."""
    score = change.old if change.new is None else change.new
    if change.unit == "chance" or not isinstance(score, int):
        return "notice"
    return _OF_BAND[band(score, scales) or "low"]


def _of_money(change: Change, _scales: Scales, limits: Limits) -> Severity:
    """A forecast beyond half of the tolerance asks for attention."""
    old, new = change.old, change.new
    if not isinstance(old, Decimal) or not isinstance(new, Decimal) or not old:
        return "notice"
    return "attention" if abs((new - old) / old) * 100 > Decimal(str(limits.cost_pct)) / 2 else "notice"


def _of_light(change: Change, _scales: Scales, _limits: Limits) -> Severity:
    """A light that got better asks for nothing; that of a project that is new or gone only informs."""
    if change.old is None or change.new is None:
        return "info"
    return "attention" if change.new in ("amber", "red") and change.old != "red" else "notice"


_BY_AMOUNT: Mapping[str, Callable[[Change, Scales, Limits], Severity]] = {
    "risk.raised": _of_risk,
    "risk.escalated": _of_risk,
    "risk.removed": _of_risk,
    "budget.forecast_changed": _of_money,
    "health.changed": _of_light,
}
