"""What came of a project beside what was wanted: how much was reached, and what was not, with its reason.

It can be asked at any time; once the project is closed it is the evaluation of its outcome.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from opsgen.derive.money import is_spending
from opsgen.derive.standing import quantity
from opsgen.words import Message, Text, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opsgen.derive.assessment import Assessment
    from opsgen.derive.goals import GoalState
    from opsgen.derive.metrics import MetricState
    from opsgen.derive.money import LineState
    from opsgen.derive.schedule import MilestoneState
    from opsgen.derive.standing import Called

Kind = Literal["goal", "metric", "milestone", "deliverable", "budget"]
_GOAL = {
    "missed": message("missed"),
    "dropped": message("dropped"),
    "partly_achieved": message("partly achieved"),
}
_DONE = frozenset({"accepted", "handed_over"})


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of one kind were reached, of those that count: `met` of `of`."""

    kind: Kind
    met: int
    of: int


@dataclass(frozen=True, slots=True)
class Deviation:
    """Something that came out otherwise than wanted; `reason` is empty where nobody wrote one."""

    kind: Kind
    item: Called
    what: Message
    reason: Text


@dataclass(frozen=True, slots=True)
class Outcome:
    """A project's outcome; kinds of which there is nothing are left out."""

    tallies: tuple[Tally, ...]
    deviations: tuple[Deviation, ...]

    @property
    def unexplained(self) -> int:
        """How many deviations have no reason."""
        return sum(not one.reason for one in self.deviations)


def outcome(assessment: Assessment) -> Outcome:
    """Target against actual of goals, metrics, milestones, deliverables and budget lines.

    A goal is reached when its status says so, a metric when it meets its target, a milestone and a budget
    line when they stay within the tolerance, a deliverable when it is signed off. What was dropped on purpose
    is a deviation of a goal, and does not count elsewhere.
    """
    return Outcome(tuple(_tallies(assessment)), tuple(_deviations(assessment)))


def _tallies(of: Assessment) -> Iterator[Tally]:
    goals = [state.goal.status for state in of.goals]
    yield from _tally("goal", (status == "achieved" for status in goals))
    yield from _tally("metric", (s.status == "met" for s in of.metrics if s.metric.target))
    planned = [s for s in of.milestones if s.slip is not None]
    yield from _tally("milestone", (s.status == "achieved" and not _late(s) for s in planned))
    kept = [s for s in of.deliverables if s.status != "dropped"]
    yield from _tally("deliverable", (s.status in _DONE for s in kept))
    yield from _tally("budget", (not _overran(s, of) for s in _lines(of) if s.planned))


def _tally(kind: Kind, met: Iterable[bool]) -> Iterator[Tally]:
    found = list(met)
    if found:
        yield Tally(kind, sum(found), len(found))


def _deviations(of: Assessment) -> Iterator[Deviation]:
    yield from (_goal(s) for s in of.goals if s.goal.status in _GOAL)
    yield from (_metric(s) for s in of.metrics if s.status in ("missed", "behind") and s.stands_on)
    yield from (_milestone(s) for s in of.milestones if _late(s))
    yield from (_line(s) for s in _lines(of) if _overran(s, of) or _underran(s, of))


def _goal(state: GoalState) -> Deviation:
    return Deviation("goal", state.goal, _GOAL[state.goal.status], state.goal.notes)


def _metric(state: MetricState) -> Deviation:
    metric, basis = state.metric, state.stands_on
    assert basis is not None
    value = quantity(basis.value, metric.unit)
    what = value
    if state.target is not None:
        what = message("{value}, wanted {target}", value=value, target=quantity(state.target, metric.unit))
    accepted = metric.accepted_deviation.reason if metric.accepted_deviation else Text()
    return Deviation("metric", metric, what, accepted or basis.note or metric.notes)


def _milestone(state: MilestoneState) -> Deviation:
    what = plural("{n} day late", "{n} days late", state.slip or 0)
    return Deviation("milestone", state.milestone, what, state.milestone.reason)


def _late(state: MilestoneState) -> bool:
    return state.slip is not None and state.slip > state.tolerance


def _lines(of: Assessment) -> list[LineState]:
    return [s for s in of.budget.lines if is_spending(s.line)] if of.budget else []


def _overran(state: LineState, of: Assessment) -> bool:
    return state.variance > 0 and (state.variance_pct is None or state.variance_pct > of.limits.cost_pct)


def _underran(state: LineState, of: Assessment) -> bool:
    return state.variance_pct is not None and -state.variance_pct > of.limits.cost_pct and not of.live


def _line(state: LineState) -> Deviation:
    what = message("{forecast} instead of {planned}", forecast=state.forecast, planned=state.planned)
    return Deviation("budget", state.line, what, state.line.notes)
