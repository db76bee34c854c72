"""Rules about the end of a project: what came of its goals, and why it came out otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.derive import assess
from opsgen.derive.outcome import outcome
from opsgen.derive.standing import named
from opsgen.rules.rule import Finding, rule
from opsgen.words import message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from opsgen.derive.standing import Called
    from opsgen.load import Path
    from opsgen.model import Project
    from opsgen.portfolio import House

_NAMED = 3


@rule("goal-without-outcome", "warning")
def goal_without_outcome(project: Project, _: House) -> Iterator[Finding]:
    """A project is closed, and nobody says whether one of its goals was reached.

    Whoever reads the outcome cannot tell whether it was worth it.

    Example:
        # wrong
        lifecycle: closed
        closed: 2026-11-16
        goals: [{id: G1, title: Members come back}]
        closing: {summary: The gift was sent to 8200 members.}
        # right
        lifecycle: closed
        closed: 2026-11-16
        goals: [{id: G1, title: Members come back, status: achieved}]
        closing: {summary: The gift was sent to 8200 members.}
    """
    for i, goal in enumerate(project.goals) if project.lifecycle == "closed" else ():
        if goal.status == "active":
            text = message("the project is closed, and nobody says what came of {item}", item=named(goal))
            hint = message("write `status`: achieved, partly_achieved, missed or dropped")
            yield Finding(("goals", i), text, hint)


@rule("compared-with-itself", "error")
def compared_with_itself(project: Project, _: House) -> Iterator[Finding]:
    """A project names itself as the one that it is compared with.

    Nothing would stand beside it. Name last year's project, or another one of the kind.

    Example:
        # wrong
        id: festival-2026
        compare_with: festival-2026
        # right
        id: festival-2026
    """
    if project.compare_with and project.compare_with in (project.id, *project.aliases):
        hint = message("name another project, or delete the line")
        yield Finding(("compare_with",), message("a project cannot be compared with itself"), hint)


@rule("closed-without-summary", "info")
def closed_without_summary(project: Project, _: House) -> Iterator[Finding]:
    """A project with goals is closed, and nobody sums up what came of it.

    The numbers are computed; what made them, and what the next project should do, only its people know.

    Example:
        # wrong
        lifecycle: closed
        closed: 2026-11-16
        goals: [{id: G1, title: Members come back, status: achieved}]
        # right
        lifecycle: closed
        closed: 2026-11-16
        goals: [{id: G1, title: Members come back, status: achieved}]
        closing: {summary: The gift was sent to 8200 members.}
    """
    if project.lifecycle == "closed" and project.goals and project.closing is None:
        text = message("the project is closed, and nobody sums up what came of it")
        hint = message("write `closing` with a `summary`; `recommendations` say what the next one should do")
        yield Finding(("lifecycle",), text, hint)


@rule("deviation-without-reason", "info")
def deviation_without_reason(project: Project, house: House) -> Iterator[Finding]:
    """At the end of a project something came out otherwise than wanted, and nobody says why.

    A goal is explained by its `notes` or by what explains its metrics; a metric by its `notes`, a `note` at
    the measurement or the `cause` of an adjustment; a deliverable, or a line that cost more, by its `notes`.
    Milestones that came late have a rule of their own.

    Example:
        # wrong
        lifecycle: closed
        closed: 2026-11-16
        goals: [{id: G1, title: Members come back, status: missed}]
        closing: {summary: The gift was sent to 8200 members.}
        # right
        lifecycle: closed
        closed: 2026-11-16
        goals: [{id: G1, title: Members come back, status: missed, notes: The coupon ended too early}]
        closing: {summary: The gift was sent to 8200 members.}
    """
    found = list(_unexplained(project, house))
    if found:
        items = tuple(named(item) for _, item in found[:_NAMED])
        more = len(found) - _NAMED
        text = message("{items} came out otherwise than wanted, and nobody says why", items=items)
        if more > 0:
            text = plural(
                "{items} and {n} more came out otherwise than wanted, and nobody says why",
                "{items} and {n} more came out otherwise than wanted, and nobody says why",
                more,
                items=items,
            )
        yield Finding(found[0][0], text, message("write a sentence: `notes: …`"))


def _unexplained(project: Project, house: House) -> Iterator[tuple[Path, Called]]:
    """Deviations without a reason; before the project is closed those of goals that somebody has judged."""
    day = _last_day(project)
    if project.lifecycle not in ("closing", "closed") or day is None:
        return
    found = outcome(assess(project, house.settings, day))
    for goal in found.goals:
        if goal.deviates and not goal.reason:
            yield ("goals", project.goals.index(goal.state.goal)), goal.state.goal
    if project.lifecycle == "closing":
        return
    for metric in found.metrics:
        if metric.deviates and not metric.reason:
            yield ("metrics", project.metrics.index(metric.state.metric)), metric.state.metric
    for piece in found.deliverables:
        if piece.deviates and not piece.reason:
            item = piece.state.deliverable
            yield ("deliverables", project.deliverables.index(item)), item
    for line in found.lines:
        if line.deviates and not line.reason and line.state.variance > 0:
            yield ("budget", project.budget.index(line.state.line)), line.state.line


def _last_day(project: Project) -> date | None:
    """The day it ended, or a later one on which something was measured or spent."""
    days = [day for day in (project.closed, project.finish) if day]
    days += [one.date for metric in project.metrics for one in metric.measurements]
    days += [one.date for line in project.budget for one in line.actuals]
    return max(days, default=None)


RULES = (goal_without_outcome, compared_with_itself, closed_without_summary, deviation_without_reason)
