"""Rules about a project as a whole: what it is for, its lifecycle, its health and its updates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.derive.raid import unsolved
from opsgen.derive.standing import goes_on, is_open, named
from opsgen.rules.minutes import decisions
from opsgen.rules.rule import DAY, Finding, rule
from opsgen.words import DaysSince, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.load import Path
    from opsgen.model import Item, Project
    from opsgen.portfolio import House

_BEGUN = ("executing", "closing", "closed")
_NOT_BEGUN = ("proposed", "initiating", "planning")


@rule("no-goal-or-milestone", "error")
def no_goal_or_milestone(project: Project, _: House) -> Iterator[Finding]:
    """A project has neither a goal nor a milestone, so that nothing can be said about how it goes.

    Example:
        # wrong
        title: Member gift
        owner: Zhao Min
        start: 2026-07-01
        finish: 2026-12-31
        # right
        title: Member gift
        owner: Zhao Min
        start: 2026-07-01
        finish: 2026-12-31
        milestones: [{id: M1, title: Launched, forecast: 2026-12-15}]
    """
    if not project.goals and not project.milestones:
        text = message("the project has no goal and no milestone")
        hint = message("write at least one: `milestones: [{{id: M1, title: …, forecast: 2026-09-20}}]`")
        yield Finding((), text, hint)


@rule("project-overdue", "warning")
def project_overdue(project: Project, _: House) -> Iterator[Finding]:
    """The finish of a project has passed, and it still goes on.

    Example:
        # wrong
        finish: 2026-09-30
        milestones: [{id: M1, title: Launched, actual: 2026-09-15}]
        # right
        finish: 2026-09-30
        lifecycle: closed
        closed: 2026-10-08
        milestones: [{id: M1, title: Launched, actual: 2026-09-15}]
    """
    start, finish = project.start, project.finish
    if goes_on(project) and finish and not project.closed and (start is None or start <= finish):
        text = plural(
            "the project was to end {n} day ago, and goes on",
            "the project was to end {n} days ago, and goes on",
            DaysSince(finish),
        )
        hint = message("write `lifecycle: closed` and `closed` with the day, else a new `finish`")
        yield Finding(("finish",), text, hint, since=finish + DAY)


@rule("closed-without-date", "warning")
def closed_without_date(project: Project, _: House) -> Iterator[Finding]:
    """A project is closed, and nothing says since when: its open dates keep slipping.

    Example:
        # wrong
        lifecycle: closed
        milestones: [{id: M1, title: Launched, actual: 2026-09-15}]
        # right
        lifecycle: closed
        closed: 2026-10-08
        milestones: [{id: M1, title: Launched, actual: 2026-09-15}]
    """
    if project.lifecycle == "closed" and project.closed is None:
        text = message("the project is closed, and nothing says since when")
        yield Finding(("lifecycle",), text, message("write `closed` with the day"))


@rule("executing-before-start", "warning")
def executing_before_start(project: Project, _: House) -> Iterator[Finding]:
    """A project is said to be under way or over, and its start lies in the future.

    Example:
        # wrong
        lifecycle: executing
        start: 2026-12-01      # and it is November
        # right
        lifecycle: planning
        start: 2026-12-01
    """
    if project.lifecycle in _BEGUN and project.start:
        text = message(
            "`lifecycle` is `{lifecycle}`, and the start {start} lies in the future",
            lifecycle=project.lifecycle,
            start=project.start,
        )
        hint = message("correct `start`, or write `lifecycle: planning`")
        yield Finding(("lifecycle",), text, hint, until=project.start - DAY)


@rule("start-passed", "info")
def start_passed(project: Project, _: House) -> Iterator[Finding]:
    """A project was to begin by now, and is still being proposed or planned.

    Example:
        # wrong
        lifecycle: planning
        start: 2026-08-01      # and it is November
        # right
        lifecycle: executing
        start: 2026-08-01
    """
    if project.lifecycle in _NOT_BEGUN and project.start:
        text = message(
            "the project was to begin on {start}, and its `lifecycle` is still `{lifecycle}`",
            start=project.start,
            lifecycle=project.lifecycle,
        )
        hint = message("write `lifecycle: executing`, or a new `start`")
        yield Finding(("lifecycle",), text, hint, since=project.start + DAY)


@rule("open-after-closing", "warning")
def open_after_closing(project: Project, _: House) -> Iterator[Finding]:
    """A milestone, task, decision, risk or issue is still open although the project is closed.

    Actions may go on after it: improvements often do.

    Example:
        # wrong
        lifecycle: closed
        closed: 2026-11-16
        milestones: [{id: M1, title: Launched, actual: 2026-09-15}]
        decisions: [{id: D1, title: More advertising, due: 2026-11-12}]
        # right
        lifecycle: closed
        closed: 2026-11-16
        milestones: [{id: M1, title: Launched, actual: 2026-09-15}]
        decisions: [{id: D1, title: More advertising, due: 2026-11-12, status: withdrawn}]
    """
    if project.lifecycle != "closed":
        return
    for path, item in _open_items(project):
        text = message("{item} is still open, and the project is closed", item=named(item))
        hint = message("write what became of it, or `lifecycle: closing`")
        yield Finding(path, text, hint)


@rule("declared-health-expired", "warning")
def declared_health_expired(project: Project, _: House) -> Iterator[Finding]:
    """What the owner declared about the project's health was valid until a day that has passed.

    Example:
        # wrong
        declared_health: {overall: green, reason: The delay is agreed, until: 2026-10-31}
        # right
        declared_health: {overall: green, reason: The delay is agreed, until: 2026-12-15}
    """
    declared = project.declared_health
    if declared and declared.until:
        text = message("the declared health was valid until {day}", day=declared.until)
        hint = message("declare it again with a new `until`, or delete it")
        yield Finding(("declared_health", "until"), text, hint, since=declared.until + DAY)


@rule("declared-health-without-end", "warning")
def declared_health_without_end(project: Project, _: House) -> Iterator[Finding]:
    """What the owner declared about the project's health does not say until when it holds.

    Example:
        # wrong
        declared_health: {overall: green, reason: The delay is agreed}
        # right
        declared_health: {overall: green, reason: The delay is agreed, until: 2026-12-15}
    """
    declared = project.declared_health
    if declared and declared.until is None:
        text = message("the declared health has no end")
        yield Finding(("declared_health",), text, message("write `until` with the day it is looked at again"))


def _open_items(project: Project) -> Iterator[tuple[Path, Item]]:
    """What is open, by list, each item with its place."""
    yield from ((("milestones", i), m) for i, m in enumerate(project.milestones) if m.actual is None)
    yield from ((("tasks", i), t) for i, t in enumerate(project.tasks) if is_open(t))
    yield from ((path, d) for path, d in decisions(project) if d.status == "requested")
    yield from ((("risks", i), r) for i, r in enumerate(project.risks) if r.status == "open")
    yield from ((("issues", i), one) for i, one in enumerate(project.issues) if unsolved(one))


RULES = (
    no_goal_or_milestone,
    project_overdue,
    closed_without_date,
    executing_before_start,
    start_passed,
    open_after_closing,
    declared_health_expired,
    declared_health_without_end,
)
