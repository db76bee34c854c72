"""One project with everything that can be computed of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from opsgen.derive import goals, health, metrics, money, risk, schedule, steering
from opsgen.derive.health import Evidence, Health
from opsgen.derive.standing import Limits, is_live, lifecycle_of, limits

if TYPE_CHECKING:
    from datetime import date

    from opsgen.derive.goals import GoalState
    from opsgen.derive.metrics import MetricState
    from opsgen.derive.money import BudgetState
    from opsgen.derive.risk import Exposure, RiskState
    from opsgen.derive.schedule import Completion, MilestoneState, PhaseState, TaskState
    from opsgen.derive.steering import ActionState, DecisionState, Reminder, UpdateState
    from opsgen.model import Lifecycle, Project, Settings


@dataclass(frozen=True)
class Assessment:
    """A project as of a day: its items beside what is computed of them, and its health."""

    project: Project
    as_of: date
    lifecycle: Lifecycle
    limits: Limits
    phases: tuple[PhaseState, ...]
    milestones: tuple[MilestoneState, ...]
    tasks: tuple[TaskState, ...]
    completion: Completion
    finish_slip: int | None
    elapsed: float | None
    metrics: tuple[MetricState, ...]
    risks: tuple[RiskState, ...]
    exposure: Exposure
    goals: tuple[GoalState, ...]
    budget: BudgetState | None
    decisions_wanted: tuple[DecisionState, ...]
    actions: tuple[ActionState, ...]
    update: UpdateState
    reminders: tuple[Reminder, ...]
    health: Health

    @property
    def live(self) -> bool:
        """Whether work goes on: not proposed, on hold, closed or cancelled."""
        return is_live(self.lifecycle)

    @cached_property
    def milestone(self) -> dict[str, MilestoneState]:
        """The milestones by id."""
        return {state.milestone.id: state for state in self.milestones}

    @cached_property
    def metric(self) -> dict[str, MetricState]:
        """The metrics by id."""
        return {state.metric.id: state for state in self.metrics}


def assess(project: Project, settings: Settings, as_of: date) -> Assessment:
    """Everything computed of a project as of a day, by the rules of `opsgen.derive.method`."""
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
    )
    update = steering.latest_update(project, settings, as_of)
    return Assessment(
        project=project,
        as_of=as_of,
        lifecycle=evidence.lifecycle,
        limits=limits(project, settings),
        phases=schedule.phases(project, settings, as_of),
        milestones=milestone_states,
        tasks=schedule.tasks(project, settings, as_of),
        completion=schedule.completion(project.tasks),
        finish_slip=schedule.finish_slip(project, as_of),
        elapsed=metrics.elapsed(project.start, project.finish, as_of),
        metrics=metric_states,
        risks=risk_states,
        exposure=evidence.exposure,
        goals=goals.goals(project, metric_states, milestone_states),
        budget=evidence.budget,
        decisions_wanted=steering.decisions_wanted(project, as_of),
        actions=steering.actions(project, as_of),
        update=update,
        reminders=steering.reminders(project, as_of, metric_states, risk_states, update),
        health=health.health(evidence),
    )
