"""One project with everything that can be computed of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from opsgen.derive import (
    adjustments,
    benefits,
    conflicts,
    equipment,
    feedback,
    gates,
    goals,
    health,
    learning,
    meetings,
    metrics,
    money,
    notices,
    raid,
    risk,
    schedule,
    scope,
    steering,
    vendors,
)
from opsgen.derive.breakdown import breakdown
from opsgen.derive.earned_value import earned_value
from opsgen.derive.health import Evidence, Health
from opsgen.derive.network import network
from opsgen.derive.period import Chronicle
from opsgen.derive.standing import Limits, calendar_of, is_live, is_over, lifecycle_of, limits
from opsgen.derive.unit_cost import unit_costs

if TYPE_CHECKING:
    from datetime import date

    from opsgen.derive.adjustments import AdjustmentState
    from opsgen.derive.benefits import BenefitState
    from opsgen.derive.breakdown import Breakdown
    from opsgen.derive.conflicts import ConflictState
    from opsgen.derive.earned_value import EarnedValue
    from opsgen.derive.equipment import EquipmentState
    from opsgen.derive.feedback import FeedbackState
    from opsgen.derive.gates import GateState
    from opsgen.derive.goals import GoalState
    from opsgen.derive.learning import Improvement, LookingBack
    from opsgen.derive.meetings import Share
    from opsgen.derive.metrics import MetricState
    from opsgen.derive.money import BudgetState
    from opsgen.derive.network import Network
    from opsgen.derive.notices import Notice
    from opsgen.derive.raid import AssumptionState, IssueState
    from opsgen.derive.risk import Exposure, RiskState
    from opsgen.derive.schedule import Completion, MilestoneState, PhaseState, TaskState
    from opsgen.derive.scope import DeliverableState
    from opsgen.derive.steering import ActionState, DecisionState, Reminder, Reported, UpdateState
    from opsgen.derive.vendors import VendorState
    from opsgen.derive.workload import Stretch
    from opsgen.model import Lifecycle, Project, Settings


@dataclass(frozen=True)
class Assessment:
    """A project as of a day: its items beside what is computed of them, and its health.

    What the health stands on is computed at once, the rest when somebody asks: a rule needs little of it.
    """

    project: Project
    settings: Settings
    as_of: date
    lifecycle: Lifecycle
    limits: Limits
    milestones: tuple[MilestoneState, ...]
    deliverables: tuple[DeliverableState, ...]
    finish_slip: int | None
    elapsed: float | None
    metrics: tuple[MetricState, ...]
    risks: tuple[RiskState, ...]
    exposure: Exposure
    goals: tuple[GoalState, ...]
    budget: BudgetState | None
    meetings: tuple[Share, ...]
    """What meetings hold of it, its own and those of others, the newest first."""
    decisions: tuple[DecisionState, ...]
    actions: tuple[ActionState, ...]
    update: UpdateState
    health: Health

    @property
    def live(self) -> bool:
        """Whether work goes on: not proposed, on hold, closed or cancelled."""
        return is_live(self.lifecycle)

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it: it is closed, or was cancelled."""
        return is_over(self.lifecycle)

    @property
    def as_agreed(self) -> Assessment:
        """The project beside its original plan, which it is unless another one is asked for."""
        return self

    @property
    def plan(self) -> Project:
        """The project with the original plan that its money is spread over."""
        return self.project

    @cached_property
    def phases(self) -> tuple[PhaseState, ...]:
        """The phases, by their starts."""
        return schedule.phases(self.project, self.settings, self.as_of)

    @cached_property
    def gates(self) -> tuple[GateState, ...]:
        """The gates with their criteria, by their dates."""
        return gates.gates(self.project, self.milestones, self.as_of)

    @cached_property
    def breakdown(self) -> Breakdown:
        """The tasks as a tree."""
        return breakdown(self.project.tasks)

    @cached_property
    def tasks(self) -> tuple[TaskState, ...]:
        """The tasks, in the order of the tree."""
        return schedule.tasks(self.project, self.breakdown, self.settings, self.as_of)

    @cached_property
    def completion(self) -> Completion:
        """How much of the tasks is done."""
        return schedule.completion(self.breakdown)

    @cached_property
    def network(self) -> Network:
        """What waits for what, and the critical path."""
        return network(self.project, self.breakdown, self.as_of, calendar_of(self.project, self.settings))

    @cached_property
    def issues(self) -> tuple[IssueState, ...]:
        """The issues, open ones first."""
        return raid.issues(self.project, self.as_of)

    @cached_property
    def assumptions(self) -> tuple[AssumptionState, ...]:
        """The assumptions, false ones first."""
        return raid.assumptions(self.project, self.as_of)

    @cached_property
    def equipment(self) -> tuple[EquipmentState, ...]:
        """The equipment with its bookings, what clashes first."""
        return equipment.equipment(self.project, self.as_of)

    @cached_property
    def conflicts(self) -> tuple[ConflictState, ...]:
        """The conflicts over people and things, open ones first."""
        return conflicts.conflicts(self.project, self.as_of)

    @cached_property
    def vendors(self) -> tuple[VendorState, ...]:
        """The vendors, those who are late first."""
        return vendors.vendors(self.project, self.settings, self.as_of)

    @cached_property
    def reminders(self) -> tuple[Reminder, ...]:
        """What time or a measurement made due."""
        return steering.reminders(
            self.project,
            self.as_of,
            self.metrics,
            self.risks,
            self.update,
            self.vendors,
            self.adjustments,
            self.benefits,
            self.improvements,
        )

    @cached_property
    def benefits(self) -> tuple[BenefitState, ...]:
        """What the project is good for, and whether somebody looked."""
        return benefits.benefits(self.project, self.metrics, self.as_of)

    @cached_property
    def improvements(self) -> tuple[Improvement, ...]:
        """The actions that retrospectives and lessons led to, those to do first."""
        return learning.improvements(self.project, self.actions, self.as_of)

    @cached_property
    def retrospectives(self) -> tuple[LookingBack, ...]:
        """The retrospectives, each beside the numbers of its day, the newest first."""
        return learning.looking_back(self.project, self.settings, self.actions, self.as_of)

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """What is wrong with the numbers, the gravest first."""
        return notices.notices(self.project, self.metrics, self.as_of, unit_costs(self))

    @cached_property
    def adjustments(self) -> tuple[AdjustmentState, ...]:
        """What was changed because of a number, and whether it helped; the latest first."""
        return adjustments.adjustments(self.project, self.metrics, self.as_of)

    @cached_property
    def feedback(self) -> FeedbackState | None:
        """What users said; None where nobody wrote any of it down."""
        return feedback.feedback(self.project, self.as_of)

    @cached_property
    def chronicle(self) -> Chronicle:
        """All that is dated, for the facts of a period."""
        return Chronicle(self.project, self.settings, self.as_of, self.meetings)

    @cached_property
    def earned_value(self) -> EarnedValue | None:
        """Earned value of the budget lines that name a task or a phase; None where none does."""
        return earned_value(self.project, self.breakdown, self.budget, self.settings, self.as_of)

    @cached_property
    def updates(self) -> tuple[Reported, ...]:
        """The updates on periods that have begun, the latest first."""
        return tuple(
            one for one in steering.reported(self.project, self.settings) if one.period.start <= self.as_of
        )

    @cached_property
    def decisions_wanted(self) -> tuple[DecisionState, ...]:
        """The decisions that are asked for and not taken, the most urgent first."""
        return tuple(state for state in self.decisions if state.wanted)

    @cached_property
    def milestone(self) -> dict[str, MilestoneState]:
        """The milestones by id."""
        return {state.milestone.id: state for state in self.milestones}

    @cached_property
    def metric(self) -> dict[str, MetricState]:
        """The metrics by id."""
        return {state.metric.id: state for state in self.metrics}


def assess(
    project: Project,
    settings: Settings,
    as_of: date,
    shares: tuple[Share, ...] | None = None,
    over: tuple[Stretch, ...] | None = None,
) -> Assessment:
    """Everything computed of a project as of a day, by the rules of `opsgen.derive.method`.

    `shares` is what meetings hold of it; without it, what its own meetings do. `over` is where more is
    planned of its people than there is, which all projects together tell; without it that is unknown.
    """
    milestone_states = schedule.milestones(project, settings, as_of)
    metric_states = metrics.metrics(project, settings, as_of)
    risk_states = risk.risks(project, settings, as_of, metric_states)
    evidence = Evidence(
        project=project,
        settings=settings,
        as_of=as_of,
        lifecycle=lifecycle_of(project, as_of),
        milestones=milestone_states,
        metrics=metric_states,
        risks=risk_states,
        exposure=risk.exposure(risk_states),
        budget=money.budget(project, settings, as_of),
        over=over,
    )
    update = steering.latest_update(project, settings, as_of)
    held = meetings.alone(project) if shares is None else shares
    return Assessment(
        project=project,
        settings=settings,
        as_of=as_of,
        lifecycle=evidence.lifecycle,
        limits=limits(project, settings),
        milestones=milestone_states,
        deliverables=scope.deliverables(project, as_of),
        finish_slip=schedule.finish_slip(project, as_of),
        elapsed=metrics.elapsed(project.start, project.finish, as_of),
        metrics=metric_states,
        risks=risk_states,
        exposure=evidence.exposure,
        goals=goals.goals(project, metric_states, milestone_states),
        budget=evidence.budget,
        meetings=held,
        decisions=steering.decisions(project, held, as_of),
        actions=steering.actions(project, held, as_of),
        update=update,
        health=health.health(evidence),
    )
