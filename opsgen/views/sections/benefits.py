"""What the project is good for, beside what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.views import states
from opsgen.words import words

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.derive.benefits import BenefitState
    from opsgen.model import BenefitActual
    from opsgen.views.edition import Edition
    from opsgen.views.states import State


@dataclass(frozen=True, slots=True)
class Worth:
    """A benefit; `looks` are those up to the day, the latest first, `value` the metric's latest in words."""

    state: BenefitState
    light: State
    owner: str
    looks: tuple[BenefitActual, ...]
    value: str


def benefits(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """The benefits in the order they are written."""
    return {"benefits": tuple(_worth(state, edition) for state in assessment.benefits)}


def _worth(state: BenefitState, edition: Edition) -> Worth:
    metric = state.metric
    latest = metric.latest if metric else None
    looks = (one for one in state.benefit.actual if one.date <= edition.as_of)
    return Worth(
        state=state,
        light=states.benefit(state),
        owner=edition.person(state.owner),
        looks=tuple(sorted(looks, key=lambda one: one.date, reverse=True)),
        value=words(edition.lang).amount(latest.value, metric.metric.unit) if metric and latest else "",
    )
