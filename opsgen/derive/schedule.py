"""Where milestones, tasks and phases stand against their plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from opsgen.derive.standing import calendar_of, limits, owner_of, settled_on
from opsgen.model import Milestone, Phase, Project, Settings, Span, Task

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opsgen.derive.breakdown import Breakdown

Basis = Literal["effort", "weight", "count"]
_BASES: tuple[Basis, ...] = ("count", "weight", "effort")
MilestoneStatus = Literal["achieved", "overdue", "slipping", "due_soon", "on_track", "unknown"]
TaskStatus = Literal[
    "done", "cancelled", "overdue", "blocked", "late_start", "slipping", "in_progress", "todo"
]
PhaseStatus = Literal["done", "overdue", "slipping", "current", "upcoming"]


@dataclass(frozen=True, slots=True)
class MilestoneState:
    """A milestone as of a day.

    `due` is the date it happened or is expected. `slip` counts calendar days against the original plan,
    `slip_working` working days, + is late; both are None without an original plan. `overdue` are the days
    an open milestone is past its date, 0 where it is not. `tolerance` are the days in force for it.
    """

    milestone: Milestone
    status: MilestoneStatus
    due: date | None
    slip: int | None
    slip_working: int | None
    overdue: int
    tolerance: int
    owner: str
    behind: bool | None = None
    """Whether it is later than its original plan, where `slip` is held against another one."""


@dataclass(frozen=True, slots=True)
class Completion:
    """Share of the work done, 0-100, None where nothing can be said; `unknown` tasks are left out of it.

    `basis` says what tasks weigh: their effort, a written weight, or each the same.
    Source: PMBOK, weighted percent complete.
    """

    percent: float | None
    tasks: int
    unknown: int
    basis: Basis


@dataclass(frozen=True, slots=True)
class TaskState:
    """A task as of a day; a parent takes missing dates, status and its share from the tasks below it.

    `complete` is 0-100 and None where nobody said; `slip` counts calendar days, None without a plan.
    `below` is how far the tasks below it are, None where there are none.
    """

    task: Task
    status: TaskStatus
    start: date | None
    finish: date | None
    complete: float | None
    slip: int | None
    owner: str
    below: Completion | None


@dataclass(frozen=True, slots=True)
class PhaseState:
    """A phase as of a day; `slip` counts calendar days of its finish, None without a plan."""

    phase: Phase
    status: PhaseStatus
    start: date
    finish: date
    slip: int | None
    owner: str


def milestones(project: Project, settings: Settings, as_of: date) -> tuple[MilestoneState, ...]:
    """All milestones in the order of their dates."""
    states = (milestone_state(milestone, project, settings, as_of) for milestone in project.milestones)
    return tuple(sorted(states, key=lambda s: (s.due or date.max, s.milestone.id, str(s.milestone.title))))


def milestone_state(
    milestone: Milestone, project: Project, settings: Settings, as_of: date
) -> MilestoneState:
    """One milestone as of a day."""
    achieved = milestone.actual is not None and milestone.actual <= as_of
    due = _expected_on(milestone, achieved=achieved)
    day = settled_on(project, as_of)
    reached = due if achieved or due is None else max(due, day)
    tolerance = limits(project, settings, milestone.phase).schedule_days
    planned = milestone.baseline
    return MilestoneState(
        milestone=milestone,
        status=_milestone_status(milestone, due, day, tolerance, settings, achieved=achieved),
        due=due,
        slip=days_late(planned, reached),
        slip_working=calendar_of(project, settings).working_days(planned, reached)
        if planned and reached
        else None,
        overdue=0 if achieved or due is None else max(0, (day - due).days),
        tolerance=tolerance,
        owner=owner_of(milestone, project),
    )


def is_key(milestone: Milestone) -> bool:
    """Whether others count on it: a key milestone or a gate."""
    return milestone.type in ("key", "gate")


def days_late(planned: date | None, reached: date | None) -> int | None:
    """Calendar days from the plan to what is expected or happened, + is late; None where one is unknown.

    Source: milestone trend analysis.
    """
    return (reached - planned).days if planned and reached else None


def finish_slip(project: Project, as_of: date) -> int | None:
    """Calendar days the project's finish is later than planned, + is late; None without a plan.

    An open project past its finish keeps slipping.
    """
    if project.closed and project.closed <= as_of:
        return days_late(project.baseline_finish, project.closed)
    return days_late(project.baseline_finish, max(project.finish, as_of) if project.finish else None)


def _expected_on(milestone: Milestone, *, achieved: bool) -> date | None:
    """The day it happened, else the latest belief; a day in the future is a belief, whatever its name."""
    if achieved:
        return milestone.actual
    return milestone.forecast or milestone.actual or milestone.baseline


def _milestone_status(
    milestone: Milestone, due: date | None, day: date, tolerance: int, settings: Settings, *, achieved: bool
) -> MilestoneStatus:
    """Source: PMBOK, milestone status."""
    if achieved:
        return "achieved"
    if due is None:
        return "unknown"
    if due < day:
        return "overdue"
    if milestone.baseline and (due - milestone.baseline).days > tolerance:
        return "slipping"
    soon = (due - day).days <= settings.health.thresholds.due_soon_days
    return "due_soon" if soon else "on_track"


def phases(project: Project, settings: Settings, as_of: date) -> tuple[PhaseState, ...]:
    """All phases in the order of their starts."""
    states = (_phase_state(phase, project, settings, as_of) for phase in project.phases)
    return tuple(sorted(states, key=lambda s: (s.start, s.finish, s.phase.id)))


def _phase_state(phase: Phase, project: Project, settings: Settings, as_of: date) -> PhaseState:
    done = phase.actual.finish is not None and phase.actual.finish <= as_of
    start = phase.actual.start or phase.start
    finish = phase.actual.finish if done and phase.actual.finish else phase.finish
    day = settled_on(project, as_of)
    slip = days_late(phase.baseline.finish, finish if done else max(finish, day))
    status: PhaseStatus
    if done:
        status = "done"
    elif finish < day:
        status = "overdue"
    elif slip is not None and slip > limits(project, settings, phase.id).schedule_days:
        status = "slipping"
    else:
        status = "current" if start <= day else "upcoming"
    return PhaseState(phase, status, start, finish, slip, owner_of(phase, project))


def tasks(project: Project, tree: Breakdown, settings: Settings, as_of: date) -> tuple[TaskState, ...]:
    """All tasks in the order they are written."""
    below = _below(tree)
    return tuple(
        _task_state(task, below.get(i), project, settings, as_of) for i, task in enumerate(tree.tasks)
    )


def completion(tree: Breakdown) -> Completion:
    """Σ weight·complete / Σ weight over the tasks that have no tasks below them and are not cancelled.

    Weight is the effort, else the written weight, else 1; a cancelled parent takes its tasks with it.
    Source: PMBOK, weighted percent complete.
    """
    return completion_of(tree.bottom())


def completion_of(tasks: Iterable[Task]) -> Completion:
    """The same over any tasks, each with its weight."""
    whole = _Sum()
    for task in tasks:
        whole.count(task)
    return whole.completion


@dataclass(slots=True)
class _Sum:
    """What tasks at the bottom come to together."""

    tasks: int = 0
    unknown: int = 0
    weight: float = 0
    done: float = 0
    basis: Basis = "count"
    start: date | None = None
    finish: date | None = None
    untouched: int = 0
    finished: int = 0

    @property
    def completion(self) -> Completion:
        percent = self.done / self.weight if self.weight > 0 else None
        return Completion(percent, self.tasks, self.unknown, self.basis)

    def count(self, task: Task) -> None:
        """Add one task."""
        complete, weight = complete_of(task), weight_of(task)
        self.add(
            _Sum(
                tasks=1,
                unknown=int(complete is None),
                weight=0 if complete is None else weight,
                done=0 if complete is None else weight * complete,
                basis="effort" if task.effort else "count" if task.weight is None else "weight",
                start=task.actual.start or task.start,
                finish=task.actual.finish or task.finish,
                untouched=int(task.status == "todo"),
                finished=int(task.status == "done"),
            )
        )

    def add(self, other: _Sum) -> None:
        """Add what others come to."""
        self.tasks += other.tasks
        self.unknown += other.unknown
        self.weight += other.weight
        self.done += other.done
        self.basis = max(self.basis, other.basis, key=_BASES.index)
        self.start = min(filter(None, (self.start, other.start)), default=None)
        self.finish = max(filter(None, (self.finish, other.finish)), default=None)
        self.untouched += other.untouched
        self.finished += other.finished


def _below(tree: Breakdown) -> dict[int, _Sum]:
    """For each task with tasks below it what these come to, as far as they are not cancelled."""
    found: dict[int, _Sum] = {}
    for i in reversed(list(tree.walk())):
        parent = tree.parents[i]
        if parent is None or i in tree.dropped:
            continue
        if not tree.children[i]:
            found.setdefault(parent, _Sum()).count(tree.tasks[i])
        elif i in found:
            found.setdefault(parent, _Sum()).add(found[i])
    return found


def complete_of(task: Task) -> float | None:
    """The share of one task done, 0-100; None where work began and nobody said how far it is."""
    if task.status == "done":
        return 100.0
    if task.complete is not None:
        return float(task.complete)
    if task.effort and task.remaining is not None:
        return max(0.0, (task.effort - task.remaining) / task.effort * 100)
    return 0.0 if task.status == "todo" else None


def weight_of(task: Task) -> float:
    """What a task weighs among others: its effort in person-days, else its written weight, else 1."""
    if task.effort is not None:
        return task.effort
    return task.weight if task.weight is not None else 1.0


def _task_state(
    task: Task, below: _Sum | None, project: Project, settings: Settings, as_of: date
) -> TaskState:
    start = task.actual.start or task.start or (below.start if below else None)
    finish = task.actual.finish or task.finish or (below.finish if below else None)
    status = _status_of(task, below)
    day = settled_on(project, as_of)
    reached = finish if status == "done" or finish is None else max(finish, day)
    slip = days_late(task.baseline.finish, reached)
    tolerance = limits(project, settings, task.phase).schedule_days
    late = slip is not None and slip > tolerance
    return TaskState(
        task=task,
        status=_task_status(status, Span(start=start, finish=finish), day, late=late),
        start=start,
        finish=finish,
        complete=below.completion.percent if below else complete_of(task),
        slip=slip,
        owner=owner_of(task, project),
        below=below.completion if below else None,
    )


def _status_of(task: Task, below: _Sum | None) -> str:
    """The written status; of a task that only holds others and says nothing, what theirs come to."""
    if below is None or task.status != "todo":
        return task.status
    if below.finished == below.tasks:
        return "done"
    return "todo" if below.untouched == below.tasks else "in_progress"


def _task_status(status: str, span: Span, day: date, *, late: bool) -> TaskStatus:
    if status in ("done", "cancelled"):
        return "done" if status == "done" else "cancelled"
    if span.finish and span.finish < day:
        return "overdue"
    if status == "blocked":
        return "blocked"
    if status == "todo" and span.start and span.start < day:
        return "late_start"
    if late:
        return "slipping"
    return "todo" if status == "todo" else "in_progress"
