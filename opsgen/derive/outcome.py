"""What came of a project beside what was wanted: how much was reached, and what was not, with its reason.

It can be asked at any time; once the project is closed it is the evaluation of its outcome.
Source for the whole module: PMBOK, PRINCE2 (end project report).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from opsgen.derive.money import CONTINGENCY, is_spending
from opsgen.derive.standing import quantity, settled_on
from opsgen.words import Message, Text, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opsgen.derive.assessment import Assessment
    from opsgen.derive.goals import GoalState
    from opsgen.derive.metrics import MetricState
    from opsgen.derive.money import LineState
    from opsgen.derive.schedule import MilestoneState
    from opsgen.derive.scope import DeliverableState
    from opsgen.derive.standing import Called
    from opsgen.model import Metric, Project

Kind = Literal["goal", "metric", "milestone", "deliverable", "budget"]
Verdict = Literal["met", "missed", "open"]
AState = TypeVar("AState", covariant=True)
_GOAL = {
    "missed": message("missed"),
    "dropped": message("dropped"),
    "partly_achieved": message("partly achieved"),
}
_NO_TEXT = Text()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of one kind were reached, of those that count: `met` of `of`.

    `open` are those of which nothing final can be said yet; what is left of the whole was missed.
    """

    kind: Kind
    met: int
    of: int
    open: int = 0

    @property
    def missed(self) -> int:
        """How many were not reached and will not be."""
        return self.of - self.met - self.open

    @property
    def percent(self) -> float:
        """What was reached in percent of what counts."""
        return self.met / self.of * 100


@dataclass(frozen=True, slots=True)
class Judged(Generic[AState]):
    """An item with its verdict; None where it does not count, having nothing it could be held against.

    `deviates` tells that it came out otherwise than wanted, or is about to; `reason` is what somebody wrote
    of that, or of anything at all.
    """

    state: AState
    verdict: Verdict | None
    deviates: bool
    reason: Text


@dataclass(frozen=True, slots=True)
class Deviation:
    """Something that came out otherwise than wanted; `reason` is empty where nobody wrote one."""

    kind: Kind
    item: Called
    what: Message
    reason: Text


@dataclass(frozen=True, slots=True)
class Outcome:
    """A project's outcome, every item beside what it was held against; kinds without any have no tally."""

    goals: tuple[Judged[GoalState], ...]
    metrics: tuple[Judged[MetricState], ...]
    milestones: tuple[Judged[MilestoneState], ...]
    deliverables: tuple[Judged[DeliverableState], ...]
    lines: tuple[Judged[LineState], ...]

    @property
    def judged(self) -> tuple[tuple[Kind, tuple[Judged[object], ...]], ...]:
        """All items by their kind."""
        return (
            ("goal", self.goals),
            ("metric", self.metrics),
            ("milestone", self.milestones),
            ("deliverable", self.deliverables),
            ("budget", self.lines),
        )

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """How many of each kind were reached."""
        found = (_tally(kind, (one.verdict for one in items)) for kind, items in self.judged)
        return tuple(tally for tally in found if tally.of)

    @property
    def begun(self) -> bool:
        """Whether anything final can be said already."""
        return any(tally.open < tally.of for tally in self.tallies)

    @property
    def deviations(self) -> tuple[Deviation, ...]:
        """What came out otherwise than wanted, kind by kind; amounts of money are in it."""
        return tuple(_deviations(self))

    @property
    def unexplained(self) -> int:
        """How many deviations have no reason."""
        return sum(one.deviates and not one.reason for _, items in self.judged for one in items)


def outcome(assessment: Assessment) -> Outcome:
    """Target against actual of goals, metrics, milestones, deliverables and budget lines.

    A goal is reached when its status says so, a metric when it meets its target, a milestone and a budget
    line when they end within the tolerance, a deliverable when it is signed off. What was dropped on purpose
    is a deviation of a goal, and does not count elsewhere.
    """
    metrics = tuple(_metric(state, assessment) for state in assessment.metrics)
    milestones = tuple(_milestone(state, assessment) for state in assessment.milestones)
    lines = assessment.budget.lines if assessment.budget else ()
    return Outcome(
        goals=tuple(_goal(state, metrics, milestones) for state in assessment.goals),
        metrics=metrics,
        milestones=milestones,
        deliverables=tuple(_deliverable(state, assessment) for state in assessment.deliverables),
        lines=tuple(_line(state, assessment) for state in lines if is_spending(state.line)),
    )


def _tally(kind: Kind, verdicts: Iterable[Verdict | None]) -> Tally:
    found = [verdict for verdict in verdicts if verdict]
    return Tally(kind, found.count("met"), len(found), found.count("open"))


def _goal(
    state: GoalState,
    metrics: Iterable[Judged[MetricState]],
    milestones: Iterable[Judged[MilestoneState]],
) -> Judged[GoalState]:
    goal, shown = state.goal, [key_result.shown_by for key_result in state.key_results]
    shown += [s.metric for s in state.metrics] + [s.milestone for s in state.milestones]
    linked = [one.reason for one in metrics if one.deviates and one.state.metric in shown]
    linked += [one.reason for one in milestones if one.deviates and one.state.milestone in shown]
    verdict: Verdict = "missed"
    if goal.status in ("achieved", "active"):
        verdict = "met" if goal.status == "achieved" else "open"
    deviates = goal.status in _GOAL
    return Judged(state, verdict, deviates, first(goal.notes, *(linked if deviates else ())))


def _metric(state: MetricState, of: Assessment) -> Judged[MetricState]:
    metric, reason = state.metric, why_metric(state.metric, of.project)
    if metric.target is None:
        return Judged(state, None, deviates=False, reason=reason)
    verdict: Verdict = "met" if state.status == "met" else "missed" if state.status == "missed" else "open"
    if verdict == "open" and of.lifecycle == "cancelled" and state.stands_on:
        verdict = "missed"
    behind = state.status in ("missed", "behind", "accepted") or verdict == "missed"
    note = state.stands_on.note if state.stands_on else _NO_TEXT
    return Judged(state, verdict, behind and state.stands_on is not None, first(reason, note, metric.notes))


def why_metric(metric: Metric, project: Project) -> Text:
    """Why a metric stands where it does: the reason of what was accepted, else the cause found last."""
    accepted = metric.accepted_deviation.reason if metric.accepted_deviation else _NO_TEXT
    names = (metric.id, *metric.aliases)
    found = [one for one in project.adjustments if one.metric and one.metric in names and one.cause]
    return accepted or (max(found, key=lambda one: one.date).cause if found else _NO_TEXT)


def _milestone(state: MilestoneState, of: Assessment) -> Judged[MilestoneState]:
    milestone = state.milestone
    reason, never = first(milestone.reason, milestone.notes), of.over and state.status != "achieved"
    return Judged(state, _kept(state, of), _late(state) or never, reason)


def _kept(state: MilestoneState, of: Assessment) -> Verdict | None:
    """Whether a milestone was in time; too late is also what can no longer be in time."""
    planned = state.milestone.baseline
    if planned is None:
        return None
    if state.status == "achieved":
        return "missed" if _late(state) else "met"
    gone = (settled_on(of.project, of.as_of) - planned).days > state.tolerance
    return "missed" if gone or of.over else "open"


def _late(state: MilestoneState) -> bool:
    return state.slip is not None and state.slip > state.tolerance


def _deliverable(state: DeliverableState, of: Assessment) -> Judged[DeliverableState]:
    dropped = state.deliverable.status == "dropped" or (
        state.deliverable.moscow == "wont" and not state.taken
    )
    never = not dropped and not state.taken and (of.over or state.deliverable.status == "rejected")
    verdict: Verdict = "met" if state.taken else "missed" if never else "open"
    return Judged(state, None if dropped else verdict, never, state.deliverable.notes)


def _line(state: LineState, of: Assessment) -> Judged[LineState]:
    over = overran(state, of)
    deviates = over or (of.over and _underran(state, of))
    return Judged(state, _spent(state, over=over, of=of), deviates, state.line.notes)


def _spent(state: LineState, *, over: bool, of: Assessment) -> Verdict | None:
    """Whether a line ended within its plan; what is spent beyond it already will not come back."""
    if not state.planned:
        return None
    if of.over and state.actual is not None:
        return "missed" if over else "met"
    used = state.used_pct
    return "missed" if used is not None and used - 100 > of.limits.cost_pct else "open"


def overran(state: LineState, of: Assessment) -> bool:
    """Whether a line costs more than its plan and the tolerance of the project allow."""
    return state.variance > 0 and (state.variance_pct is None or state.variance_pct > of.limits.cost_pct)


def _underran(state: LineState, of: Assessment) -> bool:
    """Whether much less was spent than planned; what was kept for emergencies is gladly left."""
    left = state.actual is not None and state.variance_pct is not None and state.line.category != CONTINGENCY
    return left and -(state.variance_pct or 0) > of.limits.cost_pct


def first(*texts: Text) -> Text:
    """The first text that says something; an empty one where none does."""
    return next((text for text in texts if text), _NO_TEXT)


def _deviations(of: Outcome) -> Iterator[Deviation]:
    for goal in of.goals:
        if goal.deviates:
            yield Deviation("goal", goal.state.goal, _GOAL[goal.state.goal.status], goal.reason)
    for metric in of.metrics:
        if metric.deviates:
            yield Deviation("metric", metric.state.metric, short_of(metric.state), metric.reason)
    for stone in of.milestones:
        if stone.deviates:
            yield Deviation("milestone", stone.state.milestone, late_by(stone.state), stone.reason)
    for piece in of.deliverables:
        if piece.deviates:
            rejected = piece.state.deliverable.status == "rejected"
            what = message("rejected") if rejected else message("not delivered")
            yield Deviation("deliverable", piece.state.deliverable, what, piece.reason)
    for line in of.lines:
        if line.deviates:
            amounts = {"forecast": line.state.forecast, "planned": line.state.planned}
            what = message("{forecast} instead of {planned}", **amounts)
            yield Deviation("budget", line.state.line, what, line.reason)


def short_of(state: MetricState) -> Message:
    """A metric's value beside its target: `21.0%, wanted 22%`."""
    assert state.stands_on is not None
    unit, target = state.metric.unit, state.metric.target
    value = quantity(state.stands_on.value, unit)
    if state.target is not None:
        return message("{value}, wanted {target}", value=value, target=quantity(state.target, unit))
    if target and target.min is not None and target.max is not None:
        low, high = quantity(target.min, unit), quantity(target.max, unit)
        return message("{value}, wanted {low} to {high}", value=value, low=low, high=high)
    return value


def late_by(state: MilestoneState) -> Message:
    """By how much a milestone came late; that it never came where it did not."""
    if state.status != "achieved" and not _late(state):
        return message("not reached")
    return plural("{n} day late", "{n} days late", state.slip or 0)
