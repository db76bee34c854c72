"""Retrospectives in their four steps, each beside what the data says of its day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from opsgen.derive.portfolio import Placed
from opsgen.views import states
from opsgen.views.agreed import action_of
from opsgen.views.how import goals, metrics, money, schedule
from opsgen.views.one_pager import target_words
from opsgen.words import Message, message, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from opsgen.derive import Assessment
    from opsgen.derive.goals import GoalState
    from opsgen.derive.learning import LookingBack
    from opsgen.derive.metrics import MetricState
    from opsgen.derive.money import Totals
    from opsgen.derive.schedule import MilestoneState
    from opsgen.derive.standing import Called
    from opsgen.model import Lesson, Retrospective
    from opsgen.views.agreed import Agreed
    from opsgen.views.edition import Edition
    from opsgen.views.how import How
    from opsgen.views.states import State
    from opsgen.words import Words


@dataclass(frozen=True, slots=True)
class Wanted:
    """A goal, or the target of a metric, with the day it was wanted by."""

    item: Called
    target: str
    by: date | None


@dataclass(frozen=True, slots=True)
class Came:
    """What came of something beside what was wanted; the item is none where it is all the money together.

    `slip` counts days, of a milestone alone; `how` explains it there, else what came.
    """

    kind: Literal["goal", "metric", "milestone", "budget"]
    item: Called | None
    wanted: str
    came: str
    how: How | None
    light: State
    slip: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """An action of a retrospective, and whether somebody has seen that it helped."""

    agreed: Agreed
    light: State
    verified: date | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A retrospective for a reader; `note` says what of the results is not as of its day."""

    retrospective: Retrospective
    anchor: str
    coming: bool
    wanted: tuple[Wanted, ...]
    came: tuple[Came, ...]
    note: Message | None
    lessons: tuple[tuple[Lesson, State], ...]
    actions: tuple[Step, ...]


def anchor_of(of: Retrospective) -> str:
    """The anchor of a retrospective on the page of its project; no item's id begins like that."""
    return anchor_at(of.id or of.date.isoformat())


def anchor_at(name: str) -> str:
    """The same by its id, or its day where it has none."""
    return "_retrospective-" + "-".join(name.split())


def retrospectives(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """The retrospectives, the newest first."""
    return {"retrospectives": tuple(shown(one, assessment, edition) for one in assessment.retrospectives)}


def shown(of: LookingBack, assessment: Assessment, edition: Edition) -> Shown:
    """A retrospective for a reader of this edition."""
    return Shown(
        retrospective=of.retrospective,
        anchor=anchor_of(of.retrospective),
        coming=of.coming,
        wanted=tuple(_wanted(of, words(edition.lang))),
        came=tuple(_came(of, assessment, edition)),
        note=_note(of, assessment),
        lessons=tuple((lesson, states.lesson(lesson)) for lesson in of.lessons),
        actions=tuple(_steps(of, assessment, edition)),
    )


def _note(of: LookingBack, assessment: Assessment) -> Message | None:
    """What of the results has no day of its own, so that it is as it is written now."""
    if of.coming or of.day >= assessment.as_of:
        return None
    stated = any(state.goal.status != "active" for state in of.goals)
    written = of.budget is not None and any(line.source == "written" for line in of.budget.lines)
    if stated and written:
        return message(
            "As of {day}; amounts without a date and the status of goals are as written now.", day=of.day
        )
    if stated:
        return message("As of {day}; the status of goals is as written now.", day=of.day)
    if written:
        return message("As of {day}; amounts without a date are as written now.", day=of.day)
    return message("As of {day}.", day=of.day)


def _steps(of: LookingBack, assessment: Assessment, edition: Edition) -> Iterator[Step]:
    known = {id(one.state): one for one in assessment.improvements}
    for state in of.actions:
        one = known[id(state)]
        agreed = action_of(edition, Placed(assessment.project, state))
        verified = state.action.verified if one.stage == "verified" else None
        yield Step(agreed, states.improvement(one), verified)


def _wanted(of: LookingBack, say: Words) -> Iterator[Wanted]:
    """The goals, or the targets where there is none: beside the results each target stands again."""
    for goal in of.goals:
        yield Wanted(goal.goal, "", goal.due)
    for metric in of.metrics if not of.goals else ():
        yield Wanted(metric.metric, target_words(metric, say), metric.due)


def _came(of: LookingBack, assessment: Assessment, edition: Edition) -> Iterator[Came]:
    say = words(edition.lang)
    found = (
        *(_goal(state, say) for state in of.goals),
        *(_metric(state, say) for state in of.metrics),
        *(_milestone(state, say) for state in of.milestones),
        *_money(of, assessment, edition),
    )
    for one in found:
        yield replace(one, how=replace(one.how, as_of=of.day) if one.how else None)


def _goal(state: GoalState, say: Words) -> Came:
    goal = state.goal
    score = ""
    if state.score is not None:
        score = say.say(message("score {score}", score=say.number(state.score, 2)))
    return Came("goal", goal, "", score, goals.score(state, say), states.GOAL[goal.status])


def _metric(state: MetricState, say: Words) -> Came:
    metric, basis = state.metric, state.stands_on or state.latest
    came = say.amount(basis.value, metric.unit) if basis else ""
    attained = state.attainment if state.progress is None else state.progress
    if came and attained is not None:
        came = say.say(message("{value} ({percent})", value=came, percent=say.percent(attained)))
    explained = metrics.attainment(state, say) if state.progress is None else metrics.progress(state, say)
    return Came("metric", metric, target_words(state, say), came, explained, states.METRIC[state.status])


def _milestone(state: MilestoneState, say: Words) -> Came:
    stone = state.milestone
    came = say.date(state.due) if state.due and state.status == "achieved" else ""
    planned = say.date(stone.baseline) if stone.baseline else ""
    light = states.milestone(state)
    return Came("milestone", stone, planned, came, schedule.slip(state, say), light, state.slip)


def _money(of: LookingBack, assessment: Assessment, edition: Edition) -> Iterator[Came]:
    project = assessment.project
    if of.budget is None or not edition.shows_amounts(project):
        return
    together = of.budget.spending
    light = states.spending(
        together, assessment.limits.cost_pct, edition.settings.health.thresholds.green_pct
    )
    say = words(edition.lang)
    explained = money.deviation(together, of.budget.currency, say, assumed=together.assumed > 0)
    yield Came(
        "budget",
        None,
        edition.amount(together.planned, project),
        say.say(_ending(together, assessment, edition)),
        explained,
        light,
    )


def _ending(of: Totals, assessment: Assessment, edition: Edition) -> Message:
    """What was spent, and where it was expected to end."""
    forecast = edition.amount(of.forecast, assessment.project)
    if of.actual is None:
        return message("{forecast} expected", forecast=forecast)
    used = edition.amount(of.actual, assessment.project)
    if of.actual == of.forecast:
        return message("{used} used", used=used)
    return message("{used} used, {forecast} expected", used=used, forecast=forecast)
