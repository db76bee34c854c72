"""The lights of a project: each dimension against its tolerance, and all of them together.

Source for the whole module: PRINCE2, tolerances by exception. The written lifecycle comes first: a closed
project is blue (complete), one that is proposed, on hold or cancelled is grey, and neither has lights by
dimension. The light is always the computed one; what the owner declares stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite
from typing import TYPE_CHECKING

from opsgen.derive.metrics import wanted
from opsgen.derive.money import is_spending
from opsgen.derive.ratio import share
from opsgen.derive.schedule import MilestoneState, finish_slip, is_key
from opsgen.derive.scope import scope
from opsgen.derive.standing import Limits, is_live, limits, named, quantity
from opsgen.derive.workload import weeks_of
from opsgen.model import DIMENSIONS, DeclaredHealth, Dimension, Lifecycle, Project, Rag, Settings
from opsgen.words import Message, message, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from opsgen.derive.metrics import MetricState
    from opsgen.derive.money import BudgetState, LineState
    from opsgen.derive.risk import Exposure, RiskState
    from opsgen.derive.workload import Stretch

_RANK: Mapping[Rag, int] = {"green": 0, "amber": 1, "red": 2}
_AT_MOST_AMBER = frozenset({"scope", "resources"})
_JUDGED_LEVELS = frozenset({"north_star", "key"})
_USUAL = tuple(dimension for dimension in DIMENSIONS if dimension != "resources")
"""The dimensions that count where nobody names any: how busy people are is not a matter of one project."""


@dataclass(frozen=True, slots=True)
class Light:
    """One dimension as of a day.

    `reason` is one sentence that names the item, `used` the percent of the tolerance taken (None where there
    is none to take from), `counts` whether it counts in the overall light, `declared` the owner's word on it.
    """

    dimension: Dimension
    rag: Rag
    reason: Message
    used: float | None = None
    item: str = ""
    counts: bool = True
    declared: Rag | None = None
    mismatch: Message | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """The light of a project with its reason and its dimensions.

    `assessed` of `counted` dimensions have a light. `declared` is what the owner says while that has not
    expired; `mismatch` says so where it is better than what is computed (自评与测算不符).
    """

    overall: Rag
    reason: Message
    dimensions: tuple[Light, ...]
    assessed: int
    counted: int
    declared: Rag | None
    mismatch: Message | None

    @property
    def coverage(self) -> Message:
        """How many dimensions could be assessed, as a sentence."""
        return message("{n} of {of} dimensions assessed", n=self.assessed, of=self.counted)

    def light(self, dimension: Dimension) -> Light:
        """The light of one dimension."""
        return next(light for light in self.dimensions if light.dimension == dimension)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What health is judged on."""

    project: Project
    settings: Settings
    as_of: date
    lifecycle: Lifecycle
    milestones: tuple[MilestoneState, ...]
    metrics: tuple[MetricState, ...]
    risks: tuple[RiskState, ...]
    exposure: Exposure
    budget: BudgetState | None
    over: tuple[Stretch, ...] | None = None
    """Over-allocations of its people in the coming weeks; None where it has nobody in them."""

    @property
    def limits(self) -> Limits:
        """The project's tolerance."""
        return limits(self.project, self.settings)

    def rag(self, used: float) -> Rag:
        """Green up to half of the tolerance (the portfolio's threshold), amber up to all of it, else red."""
        taken = round(used, 9)  # 9.7 of 97 is exactly a tenth for people
        if taken > 100:
            return "red"
        return "amber" if taken > self.settings.health.thresholds.green_pct else "green"


def health(evidence: Evidence) -> Health:
    """The lights of a project."""
    declared = declared_in_force(evidence.project.declared_health, evidence.as_of)
    named_dimensions = evidence.project.health_dimensions or evidence.settings.health.dimensions
    counting = named_dimensions or _USUAL
    lights = tuple(_light(d, evidence, declared, counts=d in counting) for d in DIMENSIONS)
    overall, reason = _overall(lights, evidence)
    said = declared.overall if declared else None
    return Health(
        overall=overall,
        reason=reason,
        dimensions=lights,
        assessed=sum(light.counts and light.rag in _RANK for light in lights),
        counted=sum(light.counts for light in lights),
        declared=said,
        mismatch=mismatch(said, overall),
    )


def declared_in_force(declared: DeclaredHealth | None, as_of: date) -> DeclaredHealth | None:
    """What the owner declares, while it is valid; without an end it stays so, and the check asks for one."""
    return declared if declared and (declared.until is None or declared.until >= as_of) else None


def mismatch(declared: Rag | None, computed: Rag) -> Message | None:
    """A sentence where the owner declares a better light than the computed one.

    Unknown and complete are neither better nor worse.
    """
    comparable = declared in _RANK and computed in _RANK
    if declared is None or not comparable or _RANK[declared] >= _RANK[computed]:
        return None
    return message(
        "declared {declared}, computed {computed}",
        declared=light_word(declared),
        computed=light_word(computed),
    )


def light_word(rag: Rag) -> Message:
    """The word of a light."""
    words: Mapping[Rag, Message] = {
        "green": message("green"),
        "amber": message("amber"),
        "red": message("red"),
        "grey": message("not assessed"),
        "blue": message("complete"),
    }
    return words[rag]


def _overall(lights: Iterable[Light], evidence: Evidence) -> tuple[Rag, Message]:
    """The worst light that counts; scope and resources make it amber at most."""
    if not is_live(evidence.lifecycle):
        return ("blue" if evidence.lifecycle == "closed" else "grey"), _standstill(evidence)
    counting = [light for light in lights if light.counts and light.rag in _RANK]
    if not counting:
        return "grey", message("Nothing could be assessed")
    # Of equals the first gives the reason: schedule before cost.
    worst = max(counting, key=lambda light: _RANK[_capped(light)])
    return _capped(worst), worst.reason


def _capped(light: Light) -> Rag:
    return "amber" if light.rag == "red" and light.dimension in _AT_MOST_AMBER else light.rag


def _standstill(evidence: Evidence) -> Message:
    """Why a project that is not live has no lights."""
    match evidence.lifecycle:
        case "closed":
            judged = [state.status for state in evidence.metrics if state.status in ("met", "missed")]
            if not judged:
                return message("The project is closed")
            met = judged.count("met")
            return message(
                "The project is closed: {n} of {of} metrics met their target", n=met, of=len(judged)
            )
        case "cancelled":
            return message("The project is cancelled")
        case "on_hold":
            return message("The project is on hold")
        case _:
            return message("The project is only proposed")


def _light(
    dimension: Dimension, evidence: Evidence, declared: DeclaredHealth | None, *, counts: bool
) -> Light:
    said: Rag | None = getattr(declared, dimension) if declared else None
    if is_live(evidence.lifecycle):
        finding = _FINDINGS[dimension](evidence)
    else:
        finding = _Finding("grey", _standstill(evidence))
    return Light(
        dimension=dimension,
        rag=finding.rag,
        reason=finding.reason,
        used=finding.used if finding.used is None or isfinite(finding.used) else None,
        item=finding.item,
        counts=counts,
        declared=said,
        mismatch=mismatch(said, finding.rag),
    )


@dataclass(frozen=True, slots=True)
class _Finding:
    rag: Rag
    reason: Message
    used: float | None = None
    item: str = ""


@dataclass(frozen=True, slots=True)
class _Lateness:
    """Days that something open is late; `planned` is False where there is no original plan."""

    days: int
    tolerance: int
    item: str
    name: Message
    planned: bool = True

    @property
    def used(self) -> float:
        return used_share(self.days, self.tolerance)


def used_share(taken: float, tolerance: float) -> float:
    """The percent of a tolerance that is taken, at least 0; any overrun of no tolerance is far beyond it."""
    if taken <= 0:
        return 0.0
    percent = share(taken, tolerance)
    return inf if percent is None else percent


def _schedule(evidence: Evidence) -> _Finding:
    """The worst of the open key milestones, gates and the project's own finish."""
    found = [*_late_milestones(evidence), *_late_finish(evidence)]
    if not found:
        unplanned = message("No open milestone has an original plan to compare with")
        return _Finding("grey", unplanned if evidence.milestones else message("There are no milestones"))
    worst = max(found, key=lambda late: (late.used, late.days, late.item))
    return _Finding(evidence.rag(worst.used), _lateness(worst), worst.used, worst.item)


def _late_milestones(evidence: Evidence) -> Iterable[_Lateness]:
    for state in evidence.milestones:
        if state.status == "achieved" or not is_key(state.milestone):
            continue
        name, item = named(state.milestone), state.milestone.id
        if state.slip is not None:
            yield _Lateness(state.slip, state.tolerance, item, name)
        elif state.overdue:
            yield _Lateness(state.overdue, state.tolerance, item, name, planned=False)


def _late_finish(evidence: Evidence) -> Iterable[_Lateness]:
    project, name = evidence.project, message("The project's finish")
    tolerance = evidence.limits.schedule_days
    slip = finish_slip(project, evidence.as_of)
    if slip is not None:
        yield _Lateness(slip, tolerance, "", name)
    elif project.finish and project.finish < evidence.as_of:
        yield _Lateness((evidence.as_of - project.finish).days, tolerance, "", name, planned=False)


def _lateness(late: _Lateness) -> Message:
    if late.days <= 0:
        return message("Nothing is expected later than planned")
    if not late.planned:
        return plural(
            "{item} is {n} day overdue, tolerance {tolerance}",
            "{item} is {n} days overdue, tolerance {tolerance}",
            late.days,
            item=late.name,
            tolerance=late.tolerance,
        )
    return plural(
        "{item} is {n} day later than planned, tolerance {tolerance}",
        "{item} is {n} days later than planned, tolerance {tolerance}",
        late.days,
        item=late.name,
        tolerance=late.tolerance,
    )


def _cost(evidence: Evidence) -> _Finding:
    """Expected overrun of the spending; grey where nobody wrote what was spent or is expected."""
    budget = evidence.budget
    if budget is None or not budget.spending.lines:
        return _Finding("grey", message("There is no budget"))
    total = budget.spending
    if total.without_actual == total.assumed == total.lines and total.committed is None:
        return _Finding("grey", message("Neither spending nor a forecast is recorded"))
    over, tolerance = total.variance_pct, evidence.limits.cost_pct
    if over is None:
        over = inf if total.forecast > 0 else 0.0
    if total.variance <= 0:
        return _Finding("green", message("The forecast is within the budget"), 0.0)
    spending = (state for state in budget.lines if is_spending(state.line))
    worst = max(spending, key=lambda state: (state.variance, state.line.id))
    used = used_share(over, tolerance)
    return _Finding(evidence.rag(used), _overrun(worst, over, tolerance), used, worst.line.id)


def _overrun(worst: LineState, over: float, tolerance: float) -> Message:
    if over == inf:
        return message("{item} is forecast without a plan", item=named(worst.line))
    return message(
        "The forecast is {percent}% over the budget, most of it {item}, tolerance {tolerance}%",
        percent=round(over, 1),
        item=named(worst.line),
        tolerance=tolerance,
    )


def _benefits(evidence: Evidence) -> _Finding:
    """The worst north star or key metric by pace; what is out of date can make it worse, never better."""
    judged = [s for s in evidence.metrics if s.metric.level in _JUDGED_LEVELS and s.shortfall is not None]
    tolerance = evidence.limits.benefit_pct
    fresh = [s for s in judged if s.status not in ("stale", "unknown")]
    worst = max(judged, key=lambda s: (s.shortfall or 0, s.metric.id), default=None)
    used = used_share(worst.shortfall or 0, tolerance) if worst else 0.0
    if worst is None or (not fresh and evidence.rag(used) == "green"):
        return _Finding("grey", message("No key metric can be judged"))
    if not worst.shortfall:
        n = len(fresh)
        text = plural(
            "{n} key metric is as expected or better", "{n} key metrics are as expected or better", n
        )
        return _Finding("green", text, 0.0)
    if worst.status == "accepted":
        used = min(used, 100.0)
    return _Finding(evidence.rag(used), _short(worst, tolerance), used, worst.metric.id)


def _short(worst: MetricState, tolerance: float) -> Message:
    metric, basis, short = worst.metric, worst.stands_on, worst.shortfall or 0
    value = basis.value if basis else 0.0
    expected = wanted(metric, value, worst.expected)
    given: dict[str, object] = {
        "item": named(metric),
        "value": quantity(value, metric.unit),
        "expected": quantity(value if expected is None else expected, metric.unit),
    }
    if worst.status == "accepted" and metric.accepted_deviation:
        until = metric.accepted_deviation.until
        return message(
            "{item} is at {value}, expected {expected}; accepted until {until}", until=until, **given
        )
    given |= {"percent": round(short, 1), "tolerance": tolerance}
    if worst.status == "missed":
        return message(
            "{item} missed its target: {value} instead of {expected}, {percent}% off, tolerance {tolerance}%",
            **given,
        )
    if worst.status == "stale" and basis:
        return message(
            "{item} was at {value} on {date}, expected {expected} by now: "
            "{percent}% off, tolerance {tolerance}%",
            date=basis.date,
            **given,
        )
    return message(
        "{item} is at {value}, expected {expected} by now: {percent}% off, tolerance {tolerance}%", **given
    )


def _risk(evidence: Evidence) -> _Finding:
    """What is done about the high risks; not scores alone, so that honest registers are not punished."""
    threats = [
        state for state in evidence.risks if state.risk.kind == "threat" and state.risk.status != "draft"
    ]
    if not threats:
        return _Finding("grey", message("No risk is recorded"))
    still_open = [state for state in threats if state.open_threat]
    limit = evidence.limits.risk_exposure
    found = [finding for state in still_open if (finding := _risk_finding(state))]
    if limit is not None and evidence.exposure.score > limit:
        text = message(
            "The risk exposure of {score} exceeds its tolerance of {tolerance}",
            score=evidence.exposure.score,
            tolerance=limit,
        )
        found.append(_Finding("red", text, used_share(evidence.exposure.score, limit)))
    if found:
        return max(found, key=lambda finding: _RANK[finding.rag])
    n = len(still_open)
    return _Finding(
        "green", plural("{n} open risk, none needs attention", "{n} open risks, none needs attention", n)
    )


def _risk_finding(state: RiskState) -> _Finding | None:
    """What one open threat says of the dimension; nothing where it is in hand."""
    name, item = named(state.risk), state.risk.id
    if state.band == "critical":
        if not state.responded:
            return _Finding("red", message("The critical risk {item} has no response", item=name), item=item)
        return _Finding(
            "amber", message("The risk {item} is critical, its response is under way", item=name), item=item
        )
    if state.band != "high":
        return None
    if not state.responded:
        return _Finding("amber", message("The high risk {item} has no response", item=name), item=item)
    if state.trigger_met:
        return _Finding("amber", message("The high risk {item} has met its trigger", item=name), item=item)
    if state.review_overdue:
        return _Finding(
            "amber", message("The review of the high risk {item} is overdue", item=name), item=item
        )
    return None


def _scope(evidence: Evidence) -> _Finding:
    """The must-haves that were dropped or rejected; what is only late is a matter of the schedule."""
    found, tolerance = scope(evidence.project.deliverables), evidence.limits.scope
    if not found.musts:
        recorded = bool(evidence.project.deliverables)
        unmarked = message("No deliverable is called a must-have")
        return _Finding("grey", unmarked if recorded else message("No deliverables are recorded"))
    if not found.lost:
        text = plural(
            "{n} must-have, neither dropped nor rejected",
            "{n} must-haves, none dropped or rejected",
            found.musts,
        )
        return _Finding("green", text, 0.0)
    first = found.lost[0]
    used = used_share(len(found.lost), tolerance)
    text = plural(
        "{n} must-have is dropped or rejected: {item}, tolerance {tolerance}",
        "{n} must-haves are dropped or rejected, first {item}, tolerance {tolerance}",
        len(found.lost),
        item=named(first),
        tolerance=tolerance,
    )
    return _Finding(evidence.rag(used), text, used, first.id)


def _resources(evidence: Evidence) -> _Finding:
    """Whether more is planned of its people than there is, over all projects; amber at most."""
    if not evidence.project.allocations:
        return _Finding("grey", message("No allocations are recorded"))
    if evidence.over is None:
        return _Finding("grey", message("Nobody is allocated in the coming weeks"))
    if not evidence.over:
        return _Finding("green", message("Nobody is over capacity in the coming weeks"))
    worst = evidence.over[0]
    if worst.person and not worst.person.name:
        return _Finding("amber", _too_little_time(evidence.over))
    return _Finding("amber", _over_capacity(worst, len(evidence.over) - 1))


def _too_little_time(over: Sequence[Stretch]) -> Message:
    """For readers who may not know who it is."""
    return plural(
        "More is planned of the time of {n} person than there is",
        "More is planned of the time of {n} people than there is",
        len({stretch.key for stretch in over}),
    )


def _over_capacity(worst: Stretch, others: int) -> Message:
    given: dict[str, object] = {
        "person": worst.person.name if worst.person else worst.key,
        "weeks": weeks_of(worst),
        "percent": round(worst.peak, 1),
        "capacity": round(worst.capacity, 1),
    }
    if not others:
        return message("{person} is over capacity in {weeks}: up to {percent}% of {capacity}%", **given)
    return plural(
        "{person} is over capacity in {weeks}: up to {percent}% of {capacity}%; and {n} case more",
        "{person} is over capacity in {weeks}: up to {percent}% of {capacity}%; and {n} cases more",
        others,
        **given,
    )


_FINDINGS: Mapping[Dimension, Callable[[Evidence], _Finding]] = {
    "schedule": _schedule,
    "cost": _cost,
    "scope": _scope,
    "benefits": _benefits,
    "risk": _risk,
    "resources": _resources,
}
