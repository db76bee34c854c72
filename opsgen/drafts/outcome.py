"""Plan against actual in sentences, for those who look back on a project and for those who close it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.outcome import late_by, outcome
from opsgen.derive.raid import unsolved
from opsgen.derive.standing import currency_of, owner_of, quantity
from opsgen.drafts.point import called, noun, point
from opsgen.drafts.update import numbers
from opsgen.words import Message, Money, Text, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from opsgen.derive import Assessment
    from opsgen.derive.outcome import Deviation, Outcome, Tally
    from opsgen.derive.schedule import MilestoneState

_MOST = 12
"""Lines of one text."""
_CAUSES, _WINS = 5, 2
_COUNTED = ("key", "gate")
_LEFT = frozenset({"accepted", "handed_over"})


@dataclass(frozen=True, slots=True)
class Cause:
    """A result that is worth explaining, and what was written of it already."""

    result: Message
    reason: Text


@dataclass(frozen=True, slots=True)
class RetrospectiveDraft:
    """What was wanted and what came of it, a line each; the results that went furthest from the plan."""

    goals: tuple[Message, ...]
    results: tuple[Message, ...]
    causes: tuple[Cause, ...]
    wins: tuple[Message, ...] = ()
    """What was reached and is worth explaining too."""


@dataclass(frozen=True, slots=True)
class Left:
    """What somebody goes on with."""

    text: Message
    owner: str
    due: date | None


@dataclass(frozen=True, slots=True)
class ClosingDraft:
    """A closing report, as far as the data knows it."""

    results: tuple[Message, ...]
    problems: tuple[tuple[Message, Text], ...]
    """What went wrong, and how it was solved."""
    recommendations: tuple[Text, ...]
    follow_on: tuple[Left, ...]
    handover: tuple[Message, ...]
    accepted_by: str


def retrospective_draft(of: Assessment) -> RetrospectiveDraft:
    """A retrospective of a project as of a day."""
    found = outcome(of)
    return RetrospectiveDraft(
        goals=tuple(_goals(of))[:_MOST],
        results=tuple(_results(of, found))[:_MOST],
        causes=tuple(_cause(one) for one in _largest(found)),
        wins=tuple(_wins(of))[:_WINS],
    )


def closing_draft(of: Assessment) -> ClosingDraft:
    """A closing report of a project as of a day."""
    lessons = (lesson.recommendation for lesson in of.project.lessons)
    return ClosingDraft(
        results=tuple(_results(of, outcome(of)))[:_MOST],
        problems=tuple(_problems(of)),
        recommendations=tuple(dict.fromkeys(lessons)),
        follow_on=tuple(_follow_on(of)),
        handover=tuple(_handover(of)),
        accepted_by=of.project.sponsor,
    )


def _goals(of: Assessment) -> Iterator[Message]:
    for goal in of.project.goals:
        if goal.status != "dropped":
            yield _line(called(goal))
    for state in of.metrics:
        if state.target is not None and state.metric.level != "supporting":
            target = quantity(state.target, state.metric.unit)
            yield _line(message("{item}: target {target}", item=called(state.metric), target=target))
    if of.budget and of.budget.spending.planned:
        planned = Money(of.budget.spending.planned, currency_of(of.project, of.settings))
        yield _line(message("budget: {planned}", planned=planned))
    planned_for = [(state.milestone.baseline, state.milestone) for state in _stones(of)]
    for day, stone in sorted(((day, stone) for day, stone in planned_for if day), key=lambda two: two[0]):
        yield _line(message("{item}: planned for {day}", item=called(stone), day=day))


def _stones(of: Assessment) -> list[MilestoneState]:
    return [state for state in of.milestones if state.milestone.type in _COUNTED]


def _results(of: Assessment, found: Outcome) -> Iterator[Message]:
    yield from (_line(_tally(tally)) for tally in found.tallies)
    yield from numbers(of)
    if of.budget and of.budget.spending.planned:
        yield _line(_money(of))
    for state in _stones(of):
        if said := _reached(state):
            yield _line(said)


def _tally(tally: Tally) -> Message:
    said = {
        "goal": message("{met} of {of} goals reached", met=tally.met, of=tally.of),
        "metric": message("{met} of {of} targets met", met=tally.met, of=tally.of),
        "milestone": message("{met} of {of} milestones in time", met=tally.met, of=tally.of),
        "deliverable": message("{met} of {of} deliverables signed off", met=tally.met, of=tally.of),
        "budget": message("{met} of {of} budget lines within the plan", met=tally.met, of=tally.of),
    }[tally.kind]
    return message("{said}, {n} still open", said=said, n=tally.open) if tally.open else said


def _reached(state: MilestoneState) -> Message | None:
    """How a milestone came out; nothing while it is open and in time."""
    if state.status == "achieved" and state.milestone.actual:
        day = state.milestone.actual
        if state.slip and state.slip > 0:
            return plural(
                "{item}: achieved on {day}, {n} day late",
                "{item}: achieved on {day}, {n} days late",
                state.slip,
                item=called(state.milestone),
                day=day,
            )
        return message("{item}: achieved on {day}", item=called(state.milestone), day=day)
    if (state.slip or 0) > state.tolerance:
        return message("{item}: {late}", item=called(state.milestone), late=late_by(state))
    return None


def _money(of: Assessment) -> Message:
    assert of.budget
    total, currency = of.budget.spending, currency_of(of.project, of.settings)
    said = message(
        "money: planned {planned}, forecast {forecast}",
        planned=Money(total.planned, currency),
        forecast=Money(total.forecast, currency),
    )
    if total.actual is not None:
        said = message(
            "money: planned {planned}, spent {spent}, forecast {forecast}",
            planned=Money(total.planned, currency),
            spent=Money(total.actual, currency),
            forecast=Money(total.forecast, currency),
        )
    if total.variance_pct:
        percent = round(abs(total.variance_pct), 1)
        if total.variance > 0:
            return message("{said} ({percent}% more)", said=said, percent=percent)
        return message("{said} ({percent}% less)", said=said, percent=percent)
    return said


def _largest(found: Outcome) -> list[Deviation]:
    """The largest deviation of each kind in turn, then the next of each."""
    sizes = _sizes(found)
    ranked: dict[str, list[Deviation]] = {}
    for one in found.deviations:
        ranked.setdefault(one.kind, []).append(one)
    for several in ranked.values():
        several.sort(key=lambda one: -sizes.get(id(one.item), 0))
    rows = max(map(len, ranked.values()), default=0)
    turns = (several[n] for n in range(rows) for several in ranked.values() if n < len(several))
    return list(turns)[:_CAUSES]


def _sizes(found: Outcome) -> dict[int, float]:
    """How far each item went from what was wanted; comparable within its kind."""
    sizes: dict[int, float] = {}
    sizes.update({id(one.state.metric): one.state.shortfall or 0 for one in found.metrics})
    sizes.update({id(one.state.milestone): one.state.slip or 0 for one in found.milestones})
    sizes.update({id(one.state.line): float(abs(one.state.variance)) for one in found.lines})
    return sizes


def _cause(one: Deviation) -> Cause:
    return Cause(_line(message("{item}: {what}", item=called(one.item), what=one.what)), one.reason)


def _wins(of: Assessment) -> Iterator[Message]:
    """Targets that were reached, of the metrics that count most."""
    for state in of.metrics:
        if state.status == "met" and state.latest and state.target is not None:
            if state.metric.level == "supporting":
                continue
            unit = state.metric.unit
            what = message(
                "{value}, wanted {target}",
                value=quantity(state.latest.value, unit),
                target=quantity(state.target, unit),
            )
            yield _line(message("{item}: {what}", item=called(state.metric), what=what))


def _problems(of: Assessment) -> Iterator[tuple[Message, Text]]:
    """What weighed: issues that are severe or were solved in words, and risks that occurred."""
    for state in of.issues:
        if state.severe or state.issue.resolution:
            yield _line(called(state.issue)), state.issue.resolution
    for risk in of.project.risks:
        if risk.status == "occurred":
            yield _line(called(risk)), risk.close_reason


def _follow_on(of: Assessment) -> Iterator[Left]:
    """What is open: actions, issues, risks, milestones that were not reached."""
    for state in of.actions:
        if state.open:
            yield Left(_line(called(state.action)), state.owner, state.action.due)
    for issue in of.project.issues:
        if unsolved(issue):
            text = _line(message("solve {what}", what=noun("issues", issue)))
            yield Left(text, owner_of(issue, of.project), issue.due)
    for risk in of.project.risks:
        if risk.status == "open" and risk.kind == "threat":
            text = _line(message("keep an eye on {what}", what=noun("risks", risk)))
            yield Left(text, owner_of(risk, of.project), None)


def _handover(of: Assessment) -> Iterator[Message]:
    for item in of.project.deliverables:
        if item.status in _LEFT:
            yield _line(called(item))


def _line(said: Message) -> Message:
    return point(said, 0).text
