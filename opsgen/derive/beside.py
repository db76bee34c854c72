"""A project beside the plan of another version: what is held against it, while no light turns."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from opsgen.derive.assessment import Assessment
from opsgen.derive.money import budget_of, line_state
from opsgen.derive.schedule import days_late, finish_slip
from opsgen.derive.standing import calendar_of, names, settled_on
from opsgen.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from opsgen.derive.earned_value import EarnedValue
    from opsgen.derive.money import BudgetState, LineState
    from opsgen.derive.schedule import MilestoneState, PhaseState, TaskState
    from opsgen.model import BudgetLine, Milestone, Project


@dataclass(frozen=True)
class Beside(Assessment):
    """The same project with the dates and amounts of another version as its plan.

    Its statuses, its health and its earned value stay those of the plan that was agreed on.
    """

    agreed_on: Assessment
    planned_so: Project
    """The project with the dates of the other version as its original plan."""

    @property
    def as_agreed(self) -> Assessment:
        """The project beside the plan that was agreed on."""
        return self.agreed_on

    @property
    def plan(self) -> Project:
        """The project with the original plan that its money is spread over."""
        return self.planned_so

    @cached_property
    def phases(self) -> tuple[PhaseState, ...]:
        """The phases, by their starts."""
        known = _planned_items(self.project.phases, self.planned_so.phases)
        return tuple(_phase(state, known[id(state.phase)], self) for state in self.agreed_on.phases)

    @cached_property
    def tasks(self) -> tuple[TaskState, ...]:
        """The tasks, in the order of the tree."""
        known = _planned_items(self.project.tasks, self.planned_so.tasks)
        return tuple(_task(state, known[id(state.task)], self) for state in self.agreed_on.tasks)

    @cached_property
    def earned_value(self) -> EarnedValue | None:
        """Earned value, which is of the plan that was agreed on."""
        return self.agreed_on.earned_value


def beside(of: Assessment, then: Project | None, *, agreed: bool) -> Assessment:
    """A project beside what was agreed on in another version, else beside what was expected in it.

    What was not in that version has no plan; of a project that was not, the money stays as it is planned now.
    """
    planned = _planned(of.project, then, agreed=agreed)
    known = _planned_items(of.project.milestones, planned.milestones)
    own = {each.name: getattr(of, each.name) for each in fields(Assessment)}
    own["milestones"] = tuple(_milestone(s, known[id(s.milestone)], of) for s in of.milestones)
    own["finish_slip"] = finish_slip(planned, of.as_of)
    if then is not None and of.budget is not None and then.currency == of.project.currency:
        own["budget"] = _budget(of, of.budget, then)
    return Beside(**own, agreed_on=of, planned_so=planned)


def _planned(project: Project, then: Project | None, *, agreed: bool) -> Project:
    stones = _by_name(then.milestones if then else ())
    phases = _by_name(then.phases if then else ())
    tasks = _by_name(then.tasks if then else ())
    finish = ((then.baseline_finish if agreed else then.closed) or then.finish) if then else None
    return replace(
        project,
        baseline_finish=finish,
        milestones=tuple(
            replace(item, baseline=_day(_old(item, stones), agreed=agreed)) for item in project.milestones
        ),
        phases=tuple(replace(i, baseline=_span(_old(i, phases), agreed=agreed)) for i in project.phases),
        tasks=tuple(replace(i, baseline=_span(_old(i, tasks), agreed=agreed)) for i in project.tasks),
    )


def _day(old: Milestone | None, *, agreed: bool) -> date | None:
    if old is None:
        return None
    days = (old.baseline, old.forecast, old.actual) if agreed else (old.actual, old.forecast, old.baseline)
    return next(filter(None, days), None)


def _span(old: Any, *, agreed: bool) -> Span:
    if old is None:
        return Span()
    first = old.baseline if agreed else old.actual
    return Span(start=first.start or old.start, finish=first.finish or old.finish)


def _old(item: Any, known: Mapping[str, Any]) -> Any:
    return next((known[name] for name in _names(item) if name in known), None)


def _by_name(items: Iterable[Any]) -> dict[str, Any]:
    return {name: item for item in items for name in _names(item)}


def _names(item: Any) -> tuple[str, ...]:
    """What pairs an item with what it was: its id and former ids, else its title."""
    return names(item) or (" / ".join(item.title.forms),)


def _planned_items(items: Iterable[Any], planned: Iterable[Any]) -> dict[int, Any]:
    """Each item with its other plan, by which of the two one that is given is."""
    return {id(item): other for item, other in zip(items, planned, strict=True)}


# --- dates


def _milestone(state: MilestoneState, planned: Milestone, of: Assessment) -> MilestoneState:
    day, achieved = settled_on(of.project, of.as_of), state.status == "achieved"
    reached = state.due if achieved or state.due is None else max(state.due, day)
    working = calendar_of(of.project, of.settings).working_days
    return replace(
        state,
        milestone=planned,
        slip=days_late(planned.baseline, reached),
        slip_working=working(planned.baseline, reached) if planned.baseline and reached else None,
        behind=(state.slip or 0) > 0,
    )


def _phase(state: PhaseState, planned: Any, of: Assessment) -> PhaseState:
    reached = state.finish if state.status == "done" else max(state.finish, settled_on(of.project, of.as_of))
    return replace(state, phase=planned, slip=days_late(planned.baseline.finish, reached))


def _task(state: TaskState, planned: Any, of: Assessment) -> TaskState:
    finish = state.finish
    open_ = state.status != "done" and finish is not None
    reached = max(finish, settled_on(of.project, of.as_of)) if open_ and finish else finish
    return replace(state, task=planned, slip=days_late(planned.baseline.finish, reached))


# --- money


def _budget(of: Assessment, budget: BudgetState, then: Project) -> BudgetState:
    return budget_of(tuple(_lines(of, budget, then)), of.project, of.settings)


def _lines(of: Assessment, budget: BudgetState, then: Project) -> Iterator[LineState]:
    """The lines with what was planned of them; what is no line any more was planned, and costs nothing."""
    known = _by_name(then.budget)
    met: set[int] = set()
    for state in budget.lines:
        old = _old(state.line, known)
        met.add(id(old))
        yield replace(state, planned=old.planned if old else Decimal(0))
    for line in then.budget:
        if id(line) not in met:
            yield _gone(line, of)


def _gone(line: BudgetLine, of: Assessment) -> LineState:
    nothing = Decimal(0)
    bare = replace(line, actual=nothing, actuals=(), committed=None, forecast=nothing, phase="", task="")
    return line_state(bare, of.project, of.as_of)
