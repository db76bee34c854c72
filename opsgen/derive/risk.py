"""Scores of risks, what all of them weigh together, and what is due about them."""

from __future__ import annotations

import operator
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from opsgen.derive.money import known_sum
from opsgen.derive.standing import calendar_of, names, owner_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from opsgen.calendar import WorkingCalendar
    from opsgen.derive.metrics import MetricState
    from opsgen.model import Band, Measurement, Project, Rated, Risk, Scales, Settings, Trigger

_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ORDER = {"open": 0, "draft": 1, "occurred": 2, "closed": 3}
GRAVE: tuple[Band, ...] = ("high", "critical")
"""The bands in which a threat needs a response and a plan."""
Signal = Literal["met", "not_met", "unknown", "words"]
"""What a trigger says: met or not by the latest measurement, unknown without one, or only in words."""


@dataclass(frozen=True, slots=True)
class RiskState:
    """A risk as of a day.

    `score` is 1-25 with the default scales, at most 81 with larger ones, and None for an unrated impact;
    `impact` its highest part; `inherent` and `target` are the scores before the response and wanted after
    it, None where they are not written; `emv` the expected cost (a chance for an opportunity), None where
    the cost is not given; `review_due` None where no review is agreed; `trigger_met` None where the trigger
    cannot be measured; `signal` None where there is no trigger, `measured` the value it was judged by.
    """

    risk: Risk
    score: int | None
    impact: int | None
    band: Band | None
    inherent: int | None
    target: int | None
    emv: Decimal | None
    responded: bool
    review_due: date | None
    review_overdue: bool
    trigger_met: bool | None
    signal: Signal | None
    measured: Measurement | None
    owner: str

    @property
    def open_threat(self) -> bool:
        """Whether it can still do harm."""
        return self.risk.kind == "threat" and self.risk.status == "open"

    @property
    def open_chance(self) -> bool:
        """Whether it is an opportunity that can still be taken."""
        return self.risk.kind == "opportunity" and self.risk.status == "open"

    @property
    def grave(self) -> bool:
        """Whether it is an open threat, high or critical."""
        return self.open_threat and self.band in GRAVE


@dataclass(frozen=True, slots=True)
class Exposure:
    """What the open risks weigh.

    `score` and `chances` are the sums of the scores of the `threats` and `opportunities`; `cost` and `chance`
    their expected money over the `costed` and `valued` of them that say what they cost or bring, None where
    none does; `contingency` what the plans for the threats would cost, None where no plan says it.
    """

    score: int
    threats: int
    cost: Decimal | None
    chance: Decimal | None
    chances: int = 0
    opportunities: int = 0
    costed: int = 0
    valued: int = 0
    contingency: Decimal | None = None


def risks(
    project: Project, settings: Settings, as_of: date, metrics: Iterable[MetricState]
) -> tuple[RiskState, ...]:
    """All risks, open ones first, the worst on top."""
    measured = {name: state for state in metrics for name in names(state.metric)}
    states = (risk_state(risk, project, settings, as_of, measured) for risk in project.risks)
    return tuple(sorted(states, key=_worst_first))


def risk_state(
    risk: Risk, project: Project, settings: Settings, as_of: date, measured: Mapping[str, MetricState]
) -> RiskState:
    """One risk as of a day."""
    points = score(risk)
    due = review_due(risk, calendar_of(project, settings))
    met = trigger_met(risk, measured)
    return RiskState(
        risk=risk,
        score=points,
        impact=impact(risk),
        band=None if points is None else band(points, settings.scales),
        inherent=rated(risk.inherent) if risk.inherent else None,
        target=rated(risk.residual_target) if risk.residual_target else None,
        emv=expected_value(risk, settings.scales),
        responded=responded(risk),
        review_due=due,
        review_overdue=risk.status == "open" and due is not None and due < as_of,
        trigger_met=met,
        signal=_signal(risk.trigger, met),
        measured=_latest(risk.trigger, measured),
        owner=owner_of(risk, project),
    )


def impact(risk: Risk) -> int | None:
    """The highest of the impacts given, a step of the portfolio's scale (1-5, at most 9); None where none is.

    Source: PMBOK, probability and impact matrix.
    """
    given = [getattr(risk.impact, f.name) for f in fields(risk.impact)]
    return max((value for value in given if value is not None), default=None)


def rated(rating: Rated) -> int:
    """Probability × impact of a rating that is wanted or was once true; 1-25, at most 81."""
    return rating.probability * rating.impact


def score(risk: Risk) -> int | None:
    """Probability × highest impact; 1-25, at most 81 with larger scales; None for an unrated impact.

    Source: PMBOK, probability and impact matrix.
    """
    highest = impact(risk)
    return None if highest is None else risk.probability * highest


def band(points: int, scales: Scales) -> Band:
    """The band of a score: the one with the highest start that is not above it.

    A cell of the matrix wears the band of its own score. Source: the portfolio's scales.
    """
    steps = sorted(scales.bands, key=lambda step: step.from_)
    return next(
        (step.id for step in reversed(steps) if step.from_ <= points), steps[0].id if steps else "low"
    )


def expected_value(risk: Risk, scales: Scales) -> Decimal | None:
    """Expected money: midpoint of the probability × cost; None where one of them is not given.

    Source: PMBOK, expected monetary value.
    """
    percent = next((step.percent for step in scales.probability if step.value == risk.probability), None)
    if risk.cost is None or percent is None:
        return None
    return (risk.cost * Decimal(str(percent)) / 100).quantize(Decimal("0.01"))


def exposure(states: Iterable[RiskState]) -> Exposure:
    """What the open risks weigh together. Source: M_o_R, risk exposure."""
    still_open = [state for state in states if state.risk.status == "open"]
    threats = [state for state in still_open if state.open_threat]
    chances = [state for state in still_open if state.open_chance]
    return Exposure(
        score=sum(state.score or 0 for state in threats),
        threats=len(threats),
        cost=known_sum(state.emv for state in threats),
        chance=known_sum(state.emv for state in chances),
        chances=sum(state.score or 0 for state in chances),
        opportunities=len(chances),
        costed=sum(state.emv is not None for state in threats),
        valued=sum(state.emv is not None for state in chances),
        contingency=known_sum(s.risk.contingency.cost for s in threats if s.risk.contingency),
    )


def responded(risk: Risk) -> bool:
    """Whether somebody answered: a response, actions, or the decision to accept it or to hand it up."""
    return bool(risk.response or risk.actions) or risk.strategy in ("accept", "escalate")


def review_due(risk: Risk, calendar: WorkingCalendar) -> date | None:
    """The day of the next review: the agreed interval after the last one, or after it was raised."""
    last = risk.reviewed or risk.raised
    return calendar.after(last, risk.review_every) if last and risk.review_every else None


def trigger_met(risk: Risk, measured: Mapping[str, MetricState]) -> bool | None:
    """Whether the latest measurement meets the trigger; None for a trigger in words or without data."""
    found = _latest(risk.trigger, measured)
    return meets(risk.trigger, found.value) if risk.trigger and found else None


def _latest(trigger: Trigger | None, measured: Mapping[str, MetricState]) -> Measurement | None:
    """The latest measurement of the metric a trigger looks at."""
    state = measured.get(trigger.metric) if trigger else None
    return state.latest if state else None


def _signal(trigger: Trigger | None, met: bool | None) -> Signal | None:
    if trigger is None:
        return None
    if not trigger.metric:
        return "words"
    return "unknown" if met is None else "met" if met else "not_met"


def meets(trigger: Trigger, value: float) -> bool | None:
    """Whether a value meets the trigger; None for a trigger in words."""
    if trigger.op is None or trigger.value is None:
        return None
    return _COMPARE[trigger.op](value, trigger.value)


def _worst_first(state: RiskState) -> tuple[int, int, bool, bool]:
    """Of equals those without a response first; else as they are written, R2 before R10."""
    risk = state.risk
    return (_ORDER[risk.status], -(state.score or 0), risk.kind != "threat", state.responded)
