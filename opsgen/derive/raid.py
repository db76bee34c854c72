"""Issues and assumptions as of a day, and where a dependency stands once both sides are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from opsgen.derive.standing import by_name, owner_of, settled_on

if TYPE_CHECKING:
    from datetime import date

    from opsgen.model import Assumption, Dependency, Issue, Project, Risk

SEVERE = 4
"""From this severity on an issue endangers the project."""
Standing = Literal["late", "never", "unknown", "waiting", "delivered_late", "delivered", "cancelled"]
"""How what somebody waits for stands, the worst first; `never` where its project or task is cancelled."""


@dataclass(frozen=True, slots=True)
class IssueState:
    """An issue as of a day.

    `age` counts calendar days since it was raised, to its solution once there is one; None where one of the
    two days is not written. `days_left` counts to its due date, negative once that has passed, None without.
    """

    issue: Issue
    open: bool
    age: int | None
    overdue: bool
    days_left: int | None
    severe: bool
    owner: str


@dataclass(frozen=True, slots=True)
class AssumptionState:
    """An assumption as of a day.

    `unchecked` where its day has passed and nobody said whether it holds. `risk` is what follows if it is
    false, `issues` what has come of that risk already.
    """

    assumption: Assumption
    unchecked: bool
    days_left: int | None
    risk: Risk | None
    issues: tuple[Issue, ...]
    owner: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """When what somebody waits for comes.

    `expected` is the day it comes or came, None where nobody knows; `late` counts calendar days from the day
    it is needed to that one, + is late, None where one of the two is unknown.
    """

    standing: Standing
    expected: date | None
    late: int | None


def unsolved(issue: Issue) -> bool:
    """Whether an issue is open, whatever the day: neither its status nor a date says that it is solved."""
    return issue.status in ("open", "in_progress") and issue.resolved is None


def issues(project: Project, as_of: date) -> tuple[IssueState, ...]:
    """All issues: open ones first, of these the most severe, then those due soonest."""
    return tuple(sorted((_issue(issue, project, as_of) for issue in project.issues), key=_gravest))


def assumptions(project: Project, as_of: date) -> tuple[AssumptionState, ...]:
    """All assumptions: false ones first, then those to be checked by their day, then what holds."""
    risks = by_name(project.risks)
    found = [_assumption(assumption, project, as_of, risks) for assumption in project.assumptions]
    return tuple(sorted(found, key=_shakiest))


def arrival(
    needed: date | None, expected: date | None, delivered: date | None, as_of: date, *, done: bool = False
) -> Arrival:
    """How something that is needed on a day stands; `done` where it has come, on whatever day.

    What has not come by its day keeps growing late: the later of what is expected and `as_of` counts.
    """
    if done or (delivered is not None and delivered <= as_of):
        late = _days(needed, delivered)
        return Arrival("delivered_late" if (late or 0) > 0 else "delivered", delivered, late)
    known = needed is not None and (expected is not None or needed < as_of)
    late = _days(needed, max(expected or as_of, as_of)) if known else None
    if needed is None and expected is None:
        return Arrival("unknown", None, None)
    return Arrival("late" if (late or 0) > 0 else "waiting", expected, late)


def promised(dependency: Dependency, forecast: date | None) -> date | None:
    """The later of what was promised and what the other side plans; None where neither is known."""
    return max((day for day in (dependency.promised, forecast) if day), default=None)


def _days(needed: date | None, day: date | None) -> int | None:
    return (day - needed).days if needed and day else None


def _issue(issue: Issue, project: Project, as_of: date) -> IssueState:
    solved = issue.resolved is not None and issue.resolved <= as_of
    still_open = issue.status in ("open", "in_progress") and not solved
    until = settled_on(project, as_of) if still_open else issue.resolved
    days = _days(issue.raised, until)
    return IssueState(
        issue=issue,
        open=still_open,
        age=days if days is not None and days >= 0 else None,
        overdue=still_open and issue.due is not None and issue.due < as_of,
        days_left=_days(as_of, issue.due),
        severe=(issue.severity or 0) >= SEVERE,
        owner=owner_of(issue, project),
    )


def _gravest(state: IssueState) -> tuple[bool, int, bool, int]:
    left = state.days_left
    return (not state.open, -(state.issue.severity or 0), left is None, left or 0)


def _assumption(
    assumption: Assumption, project: Project, as_of: date, risks: dict[str, Risk]
) -> AssumptionState:
    risk = risks.get(assumption.if_false)
    called = {risk.id, *risk.aliases} if risk else set()
    return AssumptionState(
        assumption=assumption,
        unchecked=assumption.status == "open" and assumption.due is not None and assumption.due < as_of,
        days_left=_days(as_of, assumption.due),
        risk=risk,
        issues=tuple(issue for issue in project.issues if issue.from_risk and issue.from_risk in called),
        owner=owner_of(assumption, project),
    )


def _shakiest(state: AssumptionState) -> tuple[int, bool, int]:
    order = {"false": 0, "open": 1, "holds": 2}
    left = state.days_left
    return (order[state.assumption.status], left is None, left or 0)
