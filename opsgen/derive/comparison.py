"""Two projects beside each other, day by day from their starts: this year's campaign and last year's."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from opsgen.derive.outcome import outcome
from opsgen.derive.ratio import share
from opsgen.derive.standing import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from opsgen.derive.assessment import Assessment
    from opsgen.derive.metrics import MetricState
    from opsgen.derive.money import BudgetState
    from opsgen.derive.outcome import Tally
    from opsgen.derive.series import Series
    from opsgen.model import Project

NEAR = 3
"""Days by which two measurements may be apart and still count as of the same day."""
_APART = 3  # days gained on one side that are worth one day less between the two
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)\s*年?")
Points = tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Aligned:
    """A metric of this project and the same one of the other, on the same day counted from the start.

    `own` and `other` are (days from the start, value) in the metric's unit. `day` and `other_day` are the
    last days on which both are known, the same but for at most three days; `now` and `then` the values
    there. Metrics are the same by their titles, whatever the year in them: an id like K1 says nothing.
    """

    state: MetricState
    other_state: MetricState
    own: Points
    other: Points
    day: int | None
    other_day: int | None
    now: float | None
    then: float | None

    @property
    def delta(self) -> float | None:
        """This value less the other's, in the metric's unit; None where one is unknown."""
        return None if self.now is None or self.then is None else self.now - self.then

    @property
    def percent(self) -> float | None:
        """同比: the difference in percent of the other's value; None where one is unknown, or it was 0."""
        if self.now is None or self.then is None:
            return None
        return share(self.now - self.then, abs(self.then))


@dataclass(frozen=True, slots=True)
class Side:
    """One of two projects: its span, its money, and its milestones in time.

    `days` is its length in calendar days from the start to the day it was closed, else to its finish; `over`
    tells that it has come to its end. `budget` and `milestones` are None where it has none.
    """

    project: Project
    days: int | None
    over: bool
    budget: BudgetState | None
    milestones: Tally | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two projects side by side."""

    own: Side
    other: Side
    metrics: tuple[Aligned, ...]


def compared(this: Assessment, other: Assessment) -> Comparison:
    """This project beside another one, both as of the same status date."""
    metrics = aligned(this.project, this.metrics, other.project, other.metrics)
    return Comparison(_side(this), _side(other), metrics)


def _side(of: Assessment) -> Side:
    project, tallies = of.project, outcome(of.as_agreed).tallies
    end = project.closed or project.finish
    return Side(
        project=project,
        days=(end - project.start).days if project.start and end else None,
        over=of.over,
        budget=of.budget,
        milestones=next((tally for tally in tallies if tally.kind == "milestone"), None),
    )


def aligned(
    project: Project,
    metrics: tuple[MetricState, ...],
    other: Project,
    others: tuple[MetricState, ...],
) -> tuple[Aligned, ...]:
    """The metrics both projects have; nothing where one of them has no start."""
    if project.start is None or other.start is None:
        return ()
    known = _by_name(others)
    pairs = ((state, _same(state, known)) for state in metrics)
    return tuple(
        _aligned(state, twin, project.start, other.start)
        for state, twin in pairs
        if twin is not None and state.series and twin.series and state.metric.unit == twin.metric.unit
    )


def on_day(start: date | None, day: int | None) -> date | None:
    """The date of a day counted from the start."""
    return None if start is None or day is None else start + timedelta(days=day)


def _by_name(states: tuple[MetricState, ...]) -> Mapping[str, MetricState]:
    return {name: state for state in reversed(states) for name in _called(state)}


def _same(state: MetricState, known: Mapping[str, MetricState]) -> MetricState | None:
    return next((known[name] for name in _called(state) if name in known), None)


def _called(state: MetricState) -> tuple[str, ...]:
    """What a metric is called in each language, whatever the case and the year in it."""
    return tuple(folded(_YEAR.sub(" ", form)) for form in state.metric.title.forms)


def _aligned(state: MetricState, twin: MetricState, start: date, other_start: date) -> Aligned:
    own, other = _from(state.series, start), _from(twin.series, other_start)
    pair = max(_pairs(own, other), key=_worth, default=None)
    now, then = pair or (None, None)
    return Aligned(
        state=state,
        other_state=twin,
        own=own,
        other=other,
        day=now[0] if now else None,
        other_day=then[0] if then else None,
        now=now[1] if now else None,
        then=then[1] if then else None,
    )


def _from(series: Series, start: date) -> Points:
    return tuple(((m.date - start).days, m.value) for m in series)


def _pairs(own: Points, other: Points) -> Iterator[tuple[tuple[int, float], tuple[int, float]]]:
    """The values of both that are at most three days apart."""
    days = [day for day, _ in other]
    for point in own:
        first, last = bisect_left(days, point[0] - NEAR), bisect_right(days, point[0] + NEAR)
        yield from ((point, then) for then in other[first:last])


def _worth(pair: tuple[tuple[int, float], tuple[int, float]]) -> tuple[int, int]:
    """Late days first, but rather the same day than a later one of one side alone.

    Both projects are treated alike, so that the comparison the other way round is of the same days.
    """
    (one, _), (two, _) = pair
    return one + two - _APART * abs(one - two), -abs(one - two)
