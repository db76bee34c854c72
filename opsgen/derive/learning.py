"""What came of looking back: goals and results as of that day, and what was to be done better since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from opsgen.derive import goals, metrics, money, schedule
from opsgen.derive.standing import by_name, names

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from opsgen.derive.goals import GoalState
    from opsgen.derive.metrics import MetricState
    from opsgen.derive.money import BudgetState
    from opsgen.derive.schedule import MilestoneState
    from opsgen.derive.steering import ActionState
    from opsgen.model import Lesson, Project, Retrospective, Settings

Stage = Literal["overdue", "open", "unverified", "verified", "cancelled"]
PATIENCE = timedelta(days=30)
"""How long after its end an action may wait for somebody to see whether it helped."""


@dataclass(frozen=True, slots=True)
class Improvement:
    """An action that a retrospective names, or that comes from a lesson or a retrospective.

    `done` is the day it was done, None where it is not or nobody wrote when. `waits` are the days since then
    without anybody having seen whether it helped; None where that is not waited for or unknown.
    """

    state: ActionState
    retrospectives: tuple[Retrospective, ...]
    lessons: tuple[Lesson, ...]
    stage: Stage
    waits: int | None

    @property
    def late(self) -> bool:
        """Whether it has waited too long for somebody to see whether it helped."""
        return self.waits is not None and self.waits > PATIENCE.days


@dataclass(frozen=True, slots=True)
class LookingBack:
    """A retrospective beside what the data says of its day; nothing of it where that is still to come.

    `day` is the day of the retrospective; milestones are those that were due or reached by then. Metrics,
    milestones and dated amounts are as of that day; what has no day of its own is as it is written now.
    """

    retrospective: Retrospective
    day: date
    coming: bool
    goals: tuple[GoalState, ...]
    metrics: tuple[MetricState, ...]
    milestones: tuple[MilestoneState, ...]
    budget: BudgetState | None
    lessons: tuple[Lesson, ...]
    actions: tuple[ActionState, ...]


def improvements(project: Project, actions: Iterable[ActionState], as_of: date) -> tuple[Improvement, ...]:
    """The improvement actions of a project: those to do, those to verify, those verified, the others."""
    found = (_improvement(project, state, as_of) for state in actions)
    kept = (one for one in found if one.retrospectives or one.lessons)
    return tuple(sorted(kept, key=lambda one: (_ORDER[one.stage], -(one.waits or 0), one.state.action.due)))


_ORDER: dict[Stage, int] = {"overdue": 0, "open": 1, "unverified": 2, "verified": 3, "cancelled": 4}


def _improvement(project: Project, state: ActionState, as_of: date) -> Improvement:
    action, called = state.action, frozenset(names(state.action))
    asking = tuple(
        one
        for one in project.retrospectives
        if called.intersection(one.actions) or (one.id and one.id == action.source)
    )
    sources = tuple(one for one in project.lessons if action.source and action.source in names(one))
    stage = _stage(state, as_of)
    done = action.done if stage == "unverified" else None
    return Improvement(state, asking, sources, stage, (as_of - done).days if done else None)


def _stage(state: ActionState, as_of: date) -> Stage:
    action = state.action
    if state.open:
        return "overdue" if state.overdue else "open"
    if action.status == "cancelled":
        return "cancelled"
    return "verified" if action.verified and action.verified <= as_of else "unverified"


def looking_back(
    project: Project, settings: Settings, actions: Iterable[ActionState], as_of: date
) -> tuple[LookingBack, ...]:
    """The retrospectives of a project, the newest first."""
    known = {name: state for state in actions for name in names(state.action)}
    ordered = sorted(project.retrospectives, key=lambda one: one.date, reverse=True)
    return tuple(_looked(one, project, settings, known, as_of) for one in ordered)


def _looked(
    of: Retrospective, project: Project, settings: Settings, actions: dict[str, ActionState], as_of: date
) -> LookingBack:
    coming = of.date > as_of
    lessons, then = by_name(project.lessons), _then(project, of.date)
    stones = () if coming else schedule.milestones(then, settings, of.date)
    measured = () if coming else metrics.metrics(then, settings, of.date)
    return LookingBack(
        retrospective=of,
        day=of.date,
        coming=coming,
        goals=() if coming else goals.goals(then, measured, stones),
        metrics=tuple(state for state in measured if state.metric.target),
        milestones=tuple(state for state in stones if _was_due(state, of.date)),
        budget=None if coming else money.budget(then, settings, of.date),
        lessons=tuple(lessons[name] for name in of.lessons if name in lessons),
        actions=tuple(actions[name] for name in of.actions if name in actions),
    )


def _then(project: Project, day: date) -> Project:
    """The project as it was on a day before it was closed: it went on."""
    before = project.closed is not None and day < project.closed
    return replace(project, lifecycle=None, closed=None) if before else project


def _was_due(state: MilestoneState, day: date) -> bool:
    """Whether a milestone was planned for a day, or came, by then; internal ones are left out."""
    planned = state.milestone.baseline or state.milestone.forecast
    wanted = state.status == "achieved" or (planned is not None and planned <= day)
    return wanted and state.milestone.type != "internal"
