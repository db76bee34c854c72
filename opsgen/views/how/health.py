"""How a project came by its lights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.derive.method import FORMULAS
from opsgen.views.how.how import How
from opsgen.views.how.schedule import whole_days
from opsgen.views.states import DIMENSION, RAG
from opsgen.words import Message, message

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.derive.health import Health, Light
    from opsgen.derive.standing import Limits
    from opsgen.model import Dimension
    from opsgen.words import Words

_RULES = {formula.name.text: formula.rule for formula in FORMULAS}


def light(of: Light, assessment: Assessment, say: Words) -> How | None:
    """The rule of the dimension, the tolerance in force and how much of it is taken."""
    if of.rag == "grey":
        return None
    inputs = list(_tolerance(of, assessment, say))
    if of.used is not None:
        inputs.append((message("Tolerance used"), say.percent(of.used)))
    own = f"{of.dimension.capitalize()} health"
    return How(_RULES.get(own, _RULES["Health by tolerance"]), tuple(inputs))


def _tolerance(of: Light, assessment: Assessment, say: Words) -> tuple[tuple[Message, str], ...]:
    shown = _spoken(of.dimension, assessment.limits, say)
    if of.dimension == "schedule" and of.item in assessment.milestone:
        shown = whole_days(assessment.milestone[of.item].tolerance, say)
    return ((message("Tolerance"), shown),) if shown else ()


def _spoken(dimension: Dimension, limits: Limits, say: Words) -> str:
    match dimension:
        case "schedule":
            return whole_days(limits.schedule_days, say)
        case "scope":
            return say.number(limits.scope)
        case "cost":
            return say.percent(limits.cost_pct, 1)
        case "benefits":
            return say.percent(limits.benefit_pct, 1)
        case "risk" if limits.risk_exposure is not None:
            return say.number(limits.risk_exposure)
    return ""


def overall(health: Health, say: Words) -> How:
    """The rule of the overall light, and the lights of the dimensions that count."""
    inputs = tuple(
        (DIMENSION[light.dimension], say.say(RAG[light.rag][1]))
        for light in health.dimensions
        if light.counts
    )
    return How(_RULES["Overall health"], inputs)
