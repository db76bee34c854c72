"""How ratings became scores."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from opsgen.derive.standing import named
from opsgen.views.how.how import How
from opsgen.views.states import band_word
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from decimal import Decimal

    from opsgen.derive.risk import RiskState
    from opsgen.model import Scales
    from opsgen.words import Words

_IMPACTS = {
    "overall": message("Impact"),
    "schedule": message("Impact on the schedule"),
    "cost": message("Impact on the cost"),
    "scope": message("Impact on the scope"),
    "quality": message("Impact on the quality"),
    "benefit": message("Impact on the benefit"),
    "reputation": message("Impact on the reputation"),
}


def score(state: RiskState, scales: Scales, say: Words) -> How | None:
    """Probability × the highest impact, and where its band begins."""
    if state.score is None or state.band is None:
        return None
    impact = state.risk.impact
    parts = ((f.name, getattr(impact, f.name)) for f in fields(impact))
    given = [(_IMPACTS[name], say.number(value)) for name, value in parts if value is not None]
    start = max((step.from_ for step in scales.bands if step.from_ <= state.score), default=None)
    band = say.say(band_word(state.band, scales, state.risk.kind))
    text = band if start is None else say.say(message("{band}, from {score}", band=band, score=start))
    return How(
        message("probability × highest impact"),
        ((message("Probability"), say.number(state.risk.probability)), *given, (message("Band"), text)),
    )


def expected(
    state: RiskState, scales: Scales, amount: Callable[[Decimal | None], str], say: Words
) -> How | None:
    """Midpoint of the probability × cost; None where one of them is unknown, or not for this audience."""
    step = next((step for step in scales.probability if step.value == state.risk.probability), None)
    shown = amount(state.risk.cost)
    if state.emv is None or step is None or step.percent is None or not shown:
        return None
    money = message("Cost") if state.risk.kind == "threat" else message("Benefit")
    return How(
        message("midpoint of the probability × money"),
        ((message("Probability"), say.percent(step.percent)), (money, shown)),
    )


def expected_sum(states: Iterable[RiskState], amount: Callable[[Decimal | None], str]) -> How | None:
    """The expected money of the open risks that say what they cost or bring, added up."""
    inputs = tuple((named(state.risk), amount(state.emv)) for state in states if state.emv is not None)
    return How(message("Σ midpoint of the probability × money"), inputs) if inputs else None


def contingency(states: Iterable[RiskState], amount: Callable[[Decimal | None], str]) -> How | None:
    """What the plans for the open threats would cost, added up."""
    inputs = tuple(
        (named(state.risk), amount(state.risk.contingency.cost))
        for state in states
        if state.open_threat and state.risk.contingency and state.risk.contingency.cost is not None
    )
    return How(message("Σ cost of the contingency plans of the open threats"), inputs) if inputs else None


def chances(states: Iterable[RiskState], say: Words) -> How | None:
    """The scores of the open opportunities, added up."""
    found = [state for state in states if state.open_chance]
    inputs = tuple(
        (named(state.risk), say.gettext("n/a") if state.score is None else say.number(state.score))
        for state in found
    )
    return How(message("Σ score of the open opportunities"), inputs) if inputs else None


def exposure(states: Iterable[RiskState], say: Words) -> How | None:
    """The scores of the open threats, added up."""
    threats = [state for state in states if state.open_threat]
    if not threats:
        return None
    inputs = tuple(
        (named(state.risk), say.gettext("n/a") if state.score is None else say.number(state.score))
        for state in threats
    )
    return How(message("Σ score of the open threats"), inputs)
