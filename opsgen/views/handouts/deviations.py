"""Where a project deviates from its plan, as a report says it: milestones, metrics, money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.views import states
from opsgen.views.one_pager import target_words
from opsgen.words import Message, Text, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from opsgen.derive import Assessment
    from opsgen.derive.metrics import MetricState
    from opsgen.derive.schedule import MilestoneState
    from opsgen.views.edition import Edition
    from opsgen.views.states import State
    from opsgen.words import Words

MOST = 5
"""Milestones and metrics that are told of; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """What was planned, what is expected or was reached, and the difference in words."""

    light: State
    id: str
    title: Text | Message
    planned: str
    now: str
    by: str


@dataclass(frozen=True, slots=True)
class Deviations:
    """The furthest ones; `more` counts those that are not shown."""

    shown: tuple[Deviation, ...] = ()
    more: int = 0


def deviations(of: Assessment, edition: Edition) -> Deviations:
    """Milestones later than planned or overdue, metrics behind their targets, and spending over its plan."""
    if not of.live:
        return Deviations()
    say = words(edition.lang)
    stones = [s for s in of.milestones if states.milestone(s)[0] in ("late", "risk")]
    stones.sort(key=lambda s: (states.milestone(s)[0] != "late", -(s.slip or s.overdue)))
    metrics = [s for s in of.metrics if s.status in ("behind", "missed")]
    shown = (
        *(_stone(state, edition.as_of, say) for state in stones[:MOST]),
        *(_metric(state, say) for state in metrics[:MOST]),
        *_money(of, edition, say),
    )
    return Deviations(shown, max(0, len(stones) - MOST) + max(0, len(metrics) - MOST))


def _stone(state: MilestoneState, as_of: date, say: Words) -> Deviation:
    days = state.slip if state.slip is not None else state.overdue
    by = plural("{signed} day", "{signed} days", abs(days), signed=say.signed(days))
    return Deviation(
        light=states.milestone(state),
        id=state.milestone.id,
        title=state.milestone.title,
        planned=_day(state.milestone.baseline, as_of, say),
        now=_day(state.due, as_of, say),
        by=say.say(by),
    )


def _day(day: date | None, as_of: date, say: Words) -> str:
    if day is None:
        return "–"
    return say.day(day) if day.year == as_of.year else say.date(day)


def _metric(state: MetricState, say: Words) -> Deviation:
    return Deviation(
        light=states.metric(state),
        id=state.metric.id,
        title=state.metric.title,
        planned=target_words(state, say),
        now=say.amount(state.latest.value, state.metric.unit) if state.latest else "–",
        by=say.say(_rate(state, say)),
    )


def _rate(state: MetricState, say: Words) -> Message | str:
    """How far the number has come: of its way where it began somewhere, else of its target."""
    if state.progress is not None:
        return message("progress {percent}", percent=say.percent(state.progress, 1))
    if state.attainment is not None:
        return message("{percent} attained", percent=say.percent(state.attainment, 1))
    return "–"


def _money(of: Assessment, edition: Edition, say: Words) -> Iterator[Deviation]:
    """That more will be spent than was planned, for those who may see amounts."""
    if of.budget is None or not edition.shows_amounts(of.project):
        return
    total, currency = of.budget.spending, of.budget.currency
    if total.variance <= 0:
        return
    percent, over = total.variance_pct, "+" + say.money(total.variance, currency)
    beyond = percent is None or percent > of.limits.cost_pct
    yield Deviation(
        light=("late", message("Over the plan")) if beyond else ("risk", message("Over the plan")),
        id="",
        title=message("Spending"),
        planned=say.money(total.planned, currency),
        now=say.money(total.forecast, currency),
        by=over if percent is None else f"{over} (+{say.percent(percent, 1)})",
    )
