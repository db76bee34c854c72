"""What the numbers of a project were on one day: small enough to be kept for every report."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from opsgen.derive.schedule import complete_of, weight_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date
    from decimal import Decimal

    from opsgen.derive.assessment import Assessment
    from opsgen.derive.risk import RiskState
    from opsgen.derive.schedule import Basis
    from opsgen.model import Rag, Scales

Confidentiality = Literal["public", "internal", "restricted"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A metric as it stood, in its unit; None where it was unknown."""

    status: str
    value: float | None
    expected: float | None
    target: float | None
    projected: float | None


@dataclass(frozen=True, slots=True)
class Spent:
    """The spending of a project without its management reserve; `actual` is None where nobody wrote it."""

    currency: str
    planned: Decimal
    actual: Decimal | None
    forecast: Decimal


@dataclass(frozen=True, slots=True)
class Work:
    """The tasks at the bottom of the tree: how many, what they weigh, and how much of that is done."""

    tasks: int
    weight: float
    done: float
    basis: Basis = "count"
    """What they weigh: their effort in person-days, a written weight, or each the same."""


Steps = tuple[tuple[int, ...], tuple[int, ...]]
"""The values of probability and of impact that a portfolio has."""
FIVE: Steps = ((1, 2, 3, 4, 5), (1, 2, 3, 4, 5))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A project as one report said it; everything by the ids that its items had then."""

    day: date
    overall: Rag
    lights: Mapping[str, Rag] = field(default_factory=dict)
    """The lights that counted, by dimension."""
    exposure: int = 0
    """The scores of the open threats together."""
    risks: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Probability and impact of the open risks that were rated, each 1-5."""
    milestones: Mapping[str, date] = field(default_factory=dict)
    """When each milestone was reached, else when that was forecast."""
    metrics: Mapping[str, Reading] = field(default_factory=dict)
    money: Spent | None = None
    work: Work = Work(0, 0, 0)
    deliverables: tuple[int, int] = (0, 0)
    """How many were to be handed over, and how many were taken."""
    chances: frozenset[str] = frozenset()
    """Which of the risks were opportunities."""
    confidentiality: Confidentiality = "internal"
    published: bool = False
    """Whether everybody might know its amounts."""
    steps: Steps = FIVE
    """The steps that risks were rated by."""


@dataclass(frozen=True, slots=True)
class Reports:
    """What former reports said of the projects, by their ids of today; the oldest first."""

    previous: date | None = None
    """The day of the last report before the status date; None where no project was in one."""
    of: Mapping[str, tuple[Snapshot, ...]] = field(default_factory=dict)

    def last(self, project: str) -> Snapshot | None:
        """What the last report said of a project; None where it was not in it."""
        said = self.of.get(project, ())
        return said[-1] if said and said[-1].day == self.previous else None

    def course(self, assessment: Assessment) -> tuple[Snapshot, ...]:
        """What each report said of a project, and what this one says."""
        return (*self.of.get(assessment.project.id, ()), snapshot(assessment))


NO_REPORTS = Reports()


def reports(said: Mapping[str, tuple[Snapshot, ...]]) -> Reports:
    """The reports of these projects; the last one is the newest that any of them was in."""
    days = [snapshots[-1].day for snapshots in said.values() if snapshots]
    return Reports(max(days, default=None), said)


def shown(said: tuple[Snapshot, ...], confidences: Collection[str], *, public: bool) -> tuple[Snapshot, ...]:
    """The reports back to where a project was last kept from those who see these confidentialities.

    What it cost then is not for the public where it was not published then.
    """
    found: list[Snapshot] = []
    for one in reversed(said):
        if one.confidentiality not in confidences:
            break
        found.append(replace(one, money=None) if public and not one.published else one)
    return tuple(found[::-1])


def snapshot(assessment: Assessment) -> Snapshot:
    """The numbers of a project on the day of its assessment that later reports look back at."""
    budget = assessment.budget
    spending = budget.spending if budget else None
    rated = _rated(assessment)
    return Snapshot(
        day=assessment.as_of,
        overall=assessment.health.overall,
        lights={light.dimension: light.rag for light in assessment.health.dimensions if light.counts},
        exposure=assessment.exposure.score,
        risks={state.risk.id: (state.risk.probability, state.impact or 0) for state in rated},
        milestones=_milestones(assessment),
        metrics=_metrics(assessment),
        money=Spent(budget.currency, spending.planned, spending.actual, spending.forecast)
        if budget and spending
        else None,
        work=_work(assessment),
        deliverables=_deliverables(assessment),
        steps=_steps(assessment.settings.scales),
        chances=frozenset(state.risk.id for state in rated if state.open_chance),
        confidentiality=assessment.project.confidentiality,
        published=assessment.project.publish_amounts,
    )


def _steps(scales: Scales) -> Steps:
    return tuple(step.value for step in scales.probability), tuple(step.value for step in scales.impact)


def _rated(assessment: Assessment) -> list[RiskState]:
    """The open risks that have a score and an id to be found by."""
    return [s for s in assessment.risks if s.risk.status == "open" and s.score and s.risk.id]


def _milestones(assessment: Assessment) -> dict[str, date]:
    return {state.milestone.id: state.due for state in assessment.milestones if state.due}


def _metrics(assessment: Assessment) -> dict[str, Reading]:
    return {
        state.metric.id: Reading(
            state.status,
            state.latest.value if state.latest else None,
            state.expected,
            state.target,
            state.projected,
        )
        for state in assessment.metrics
    }


def _work(assessment: Assessment) -> Work:
    """What is under way without a percentage counts as work, and as not done."""
    tasks = assessment.breakdown.bottom()
    weights = [(weight_of(task), complete_of(task) or 0) for task in tasks]
    return Work(
        len(tasks),
        sum(weight for weight, _ in weights),
        sum(weight * complete / 100 for weight, complete in weights),
        assessment.completion.basis,
    )


def _deliverables(assessment: Assessment) -> tuple[int, int]:
    wanted = [
        state
        for state in assessment.deliverables
        if state.deliverable.status != "dropped" and state.deliverable.moscow != "wont"
    ]
    return len(wanted), sum(state.taken for state in wanted)
