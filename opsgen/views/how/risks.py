"""How ratings became scores."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from opsgen.derive.standing import named
from opsgen.views.how.how import How
from opsgen.views.states import BAND
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    band = say.say(BAND[state.band][1])
    text = band if start is None else say.say(message("{band}, from {score}", band=band, score=start))
    return How(
        message("probability × highest impact"),
        ((message("Probability"), say.number(state.risk.probability)), *given, (message("Band"), text)),
    )


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
