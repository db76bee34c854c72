"""All projects as they stand, for a terminal: light and reason, what comes next, what is wanted of whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.views.states import band

if TYPE_CHECKING:
    from datetime import date

    from opsgen.calendar import Period
    from opsgen.derive import Assessment
    from opsgen.derive.portfolio import Placed
    from opsgen.derive.risk import RiskState
    from opsgen.derive.schedule import MilestoneState, MilestoneStatus
    from opsgen.derive.steering import DecisionState
    from opsgen.model import Lifecycle, Rag
    from opsgen.views.edition import Edition
    from opsgen.words import Message, Text


@dataclass(frozen=True, slots=True)
class NextMilestone:
    """The open milestone with the earliest date; `days_left` is negative once that has passed."""

    id: str
    title: Text
    due: date
    days_left: int
    status: MilestoneStatus


@dataclass(frozen=True, slots=True)
class TopRisk:
    """The open threat that weighs most; score and word are None where it is not rated."""

    id: str
    title: Text
    score: int | None
    band: str | None
    word: Message | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A decision that somebody waits for; `project` is empty where it is the portfolio's."""

    project: str
    id: str
    title: Text
    due: date | None
    days_left: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A project as it stands."""

    id: str
    title: Text
    owner: str
    lifecycle: Lifecycle
    light: Rag
    reason: Message
    milestone: NextMilestone | None
    risk: TopRisk | None
    decisions: tuple[Wanted, ...]
    """The most urgent first."""
    update: Period | None
    """What the last update is about; None where there is none."""
    age: int | None
    """Days since the end of that."""
    late: bool
    """Whether the next update is overdue."""
    over: bool
    """Whether nothing more will come of it."""


@dataclass(frozen=True, slots=True)
class Dashboard:
    """All projects of an edition, the worst first."""

    title: Text
    as_of: date
    counts: tuple[tuple[Rag, int], ...]
    projects: tuple[Standing, ...]
    decisions: tuple[Wanted, ...]
    """Those wanted of all projects and of the portfolio, the most urgent first."""
    late: int
    """How many projects owe an update."""


def dashboard(edition: Edition) -> Dashboard:
    """What one looks at in the morning."""
    summary = edition.summary
    return Dashboard(
        title=edition.settings.title,
        as_of=edition.as_of,
        counts=summary.counts,
        projects=tuple(_standing(one, edition) for one in summary.projects),
        decisions=tuple(_placed(one, edition) for one in summary.decisions),
        late=len(summary.no_update),
    )


def _standing(of: Assessment, edition: Edition) -> Standing:
    project, update = of.project, of.update
    return Standing(
        id=project.id,
        title=project.title,
        owner=edition.person(project.owner),
        lifecycle=of.lifecycle,
        light=of.health.overall,
        reason=of.health.reason,
        milestone=None if of.over else _next(of, edition),
        risk=None if of.over else _top(of, edition),
        decisions=() if of.over else tuple(_wanted(one, project.id, edition) for one in of.decisions_wanted),
        update=update.period,
        age=update.age_days,
        late=update.late,
        over=of.over,
    )


def _next(of: Assessment, edition: Edition) -> NextMilestone | None:
    waiting = [(one.due, one) for one in of.milestones if one.status != "achieved" and one.due]
    if not waiting:
        return None
    due, state = min(waiting, key=_by_date)
    milestone = state.milestone
    left = (due - edition.as_of).days
    return NextMilestone(milestone.id, edition.told(milestone.title), due, left, state.status)


def _by_date(one: tuple[date, MilestoneState]) -> tuple[date, str]:
    return one[0], one[1].milestone.id


def _top(of: Assessment, edition: Edition) -> TopRisk | None:
    state: RiskState | None = next((one for one in of.risks if one.open_threat), None)
    if state is None:
        return None
    weighed = band(state, edition.settings.scales)
    title = edition.told(state.risk.title)
    return TopRisk(state.risk.id, title, state.score, state.band, weighed[1] if weighed else None)


def _placed(of: Placed[DecisionState], edition: Edition) -> Wanted:
    return _wanted(of.state, of.project.id if of.project else "", edition)


def _wanted(state: DecisionState, project: str, edition: Edition) -> Wanted:
    decision = state.decision
    return Wanted(project, decision.id, edition.told(decision.title), decision.due, state.days_left)
