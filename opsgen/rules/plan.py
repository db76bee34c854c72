"""Rules about dates: a project has some, they stand in order, and what is past has happened."""

from __future__ import annotations

from datetime import date
from functools import cache
from heapq import nlargest
from typing import TYPE_CHECKING, Any

from opsgen.calendar import after
from opsgen.derive.standing import goes_on, named
from opsgen.model import Milestone, Task
from opsgen.rules.rule import DAY, Finding, reach, rule, whole_rule
from opsgen.schema import marked
from opsgen.schema.fields import resolved, schema
from opsgen.words import DaysSince, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from opsgen.load import Path
    from opsgen.model import Dependency, Project
    from opsgen.portfolio import House, Whole
    from opsgen.rules.rule import Pattern

_PAIRS = (("start", "finish"), ("from", "until"))
_LATEST = 20
"""Of a long list of dates only the latest can matter."""
_OVER = frozenset({"done", "cancelled"})


@rule("no-goal-or-milestone", "error")
def no_goal_or_milestone(project: Project, _: House) -> Iterator[Finding]:
    """A project has neither a goal nor a milestone, so that nothing can be said about how it goes.

    Example:
        milestones:
          - {id: M1, title: Launched, forecast: 2026-09-20}
    """
    if not project.goals and not project.milestones:
        text = message("the project has no goal and no milestone")
        hint = message("write at least one: `milestones: [{{id: M1, title: …, forecast: 2026-09-20}}]`")
        yield Finding((), text, hint)


@rule("dates-missing", "error")
def dates_missing(project: Project, _: House) -> Iterator[Finding]:
    """A project has no `start` or no `finish`, and does not say that it is only proposed.

    Example:
        lifecycle: proposed      # excuses missing dates; nothing else does
    """
    if project.lifecycle == "proposed":
        return
    missing = [key for key in ("start", "finish") if getattr(project, key) is None]
    if missing:
        text = message("the project has no {fields}", fields=tuple(f"`{key}`" for key in missing))
        yield Finding((), text, message("write the dates, or `lifecycle: proposed`"))


@whole_rule("finish-before-start", "error")
def finish_before_start(whole: Whole, _: House) -> Iterator[Finding]:
    """Something ends before it begins: a project, a phase, a task, an original plan, a stay in the team.

    Example:
        phases:
          - {id: P1, title: Preparation, start: 2026-09-01, finish: 2026-08-01}
    """
    for pattern, (first, last) in _spans(whole.kind):
        for path, span in reach(whole.value, pattern):
            start, finish = (_day(span, key) for key in (first, last))
            if start and finish and finish < start:
                text = message(
                    "`{last}` {finish} is before `{first}` {start}",
                    first=first,
                    last=last,
                    start=start,
                    finish=finish,
                )
                yield Finding((*path, last), text)


@rule("milestone-outside-project", "warning")
def milestone_outside_project(project: Project, _: House) -> Iterator[Finding]:
    """A milestone lies before the project's start or after its finish.

    Example:
        start: 2026-07-01
        finish: 2026-09-30
        milestones:
          - {id: M1, title: Launched, forecast: 2026-10-20}     # move it, or move the finish
    """
    for i, milestone in enumerate(project.milestones):
        field = "actual" if milestone.actual else "forecast"
        day = milestone.actual or milestone.forecast
        if day and project.finish and day > project.finish:
            text = message(
                "{item} on {day} is after the project's finish {finish}",
                item=named(milestone),
                day=day,
                finish=project.finish,
            )
            hint = message("move the milestone, or the project's `finish`")
            yield Finding(("milestones", i, field), text, hint)
        elif day and project.start and day < project.start:
            text = message(
                "{item} on {day} is before the project's start {start}",
                item=named(milestone),
                day=day,
                start=project.start,
            )
            yield Finding(
                ("milestones", i, field), text, message("move the milestone, or the project's `start`")
            )


@rule("milestone-overdue", "warning")
def milestone_overdue(project: Project, _: House) -> Iterator[Finding]:
    """The forecast of an open milestone has passed.

    Either it has happened and `actual` is missing, or it has not and the forecast is no longer believed.

    Example:
        - {id: M1, title: Launched, forecast: 2026-09-20}     # and today is the 25th
    """
    if not goes_on(project):
        return
    for i, milestone in enumerate(project.milestones):
        if milestone.forecast and milestone.actual is None:
            text = plural(
                "{item} is {n} day overdue",
                "{item} is {n} days overdue",
                DaysSince(milestone.forecast),
                item=named(milestone),
            )
            hint = message("write `actual` if it has happened, else a new `forecast` and the `reason`")
            yield Finding(("milestones", i, "forecast"), text, hint, since=milestone.forecast + DAY)


@rule("moved-without-reason", "warning")
def moved_without_reason(project: Project, _: House) -> Iterator[Finding]:
    """An open milestone is expected later than planned, and nothing says why.

    Example:
        - {id: M2, title: Load test, baseline: 2026-10-10, forecast: 2026-11-09, reason: SMS gateway late}
    """
    for i, milestone in enumerate(project.milestones):
        planned, expected = milestone.baseline, milestone.forecast
        if planned and expected and expected > planned and not milestone.actual and not milestone.reason:
            text = plural(
                "{item} is expected {n} day later than planned, without a reason",
                "{item} is expected {n} days later than planned, without a reason",
                (expected - planned).days,
                item=named(milestone),
            )
            yield Finding(("milestones", i, "forecast"), text, message("write a sentence: `reason: …`"))


@whole_rule("actual-in-future", "warning")
def actual_in_future(whole: Whole, _: House) -> Iterator[Finding]:
    """A date that says what has happened lies in the future.

    Example:
        - {id: M1, title: Launched, actual: 2027-01-10}     # and it is 2026
    """
    for pattern, _mark in marked(whole.kind, "x-past"):
        days = ((day, path) for path, day in reach(whole.value, pattern) if isinstance(day, date))
        for day, path in nlargest(_LATEST, days):
            text = message("`{field}` {day} lies in the future", field=str(path[-1]), day=day)
            hint = message("a date that is only expected is a `forecast`, or a `due` date")
            yield Finding(path, text, hint, until=day - DAY)


@rule("forecast-before-predecessor", "warning")
def forecast_before_predecessor(project: Project, _: House) -> Iterator[Finding]:
    """Something is expected before what it waits for is done.

    Example:
        - {id: M1, title: Load test, forecast: 2026-10-10}
        - {id: M2, title: Launched, forecast: 2026-10-01, depends_on: [M1]}
    """
    known = _planned(project)
    for path, item in _waiting(project):
        for i, dependency in enumerate(item.depends_on):
            before = known.get(dependency.ref)
            earliest = _earliest(dependency, before) if before else None
            ends = "start" if dependency.type in ("FS", "SS") else "finish"
            expected = _expected(item, ends)
            if before and earliest and expected and expected < earliest:
                text = message(
                    "{item} on {day} comes before {other} on {other_day}",
                    item=named(item),
                    day=expected,
                    other=named(before),
                    other_day=earliest,
                )
                yield Finding((*path, "depends_on", i), text, message("move one of the two dates"))


@rule("dependency-cycle", "error")
def dependency_cycle(project: Project, _: House) -> Iterator[Finding]:
    """Items wait for one another in a circle, or a task is its own parent.

    Example:
        - {id: T1, title: Design, depends_on: [T2]}
        - {id: T2, title: Build, depends_on: [T1]}
    """
    items = {item.id: (path, item) for path, item in _plannable(project) if item.id}
    after_what = {name: [d.ref for d in item.depends_on] for name, (_, item) in items.items()}
    parents = {task.id: [task.parent] for task in project.tasks if task.id and task.parent}
    for graph, field in ((after_what, "depends_on"), (parents, "parent")):
        for circle in _circles(graph):
            text = message("a circle: {circle}", circle=_drawn(circle))
            yield Finding((*items[circle[0]][0], field), text, message("remove one of these links"))


@cache
def _spans(kind: str) -> tuple[tuple[Pattern, tuple[str, str]], ...]:
    """Where a schema has a mapping with a first and a last day."""
    found: list[tuple[Pattern, tuple[str, str]]] = []
    waiting: list[tuple[Pattern, dict[str, Any]]] = [((), schema(kind))]
    while waiting:
        pattern, part = waiting.pop()
        part = resolved(part, schema(kind)) | part
        properties = part.get("properties", {})
        found += [(pattern, pair) for pair in _PAIRS if all(_is_date(properties.get(key)) for key in pair)]
        waiting += [((*pattern, key), field) for key, field in properties.items()]
        if isinstance(part.get("items"), dict):
            waiting.append(((*pattern, "*"), part["items"]))
    return tuple(found)


def _is_date(field: dict[str, Any] | None) -> bool:
    return field is not None and field.get("x-type") == "date"


def _day(span: Any, key: str) -> date | None:
    return next((day for _, day in reach(span, (key,))), None)


def _plannable(project: Project) -> Iterator[tuple[Path, Milestone | Task]]:
    for i, milestone in enumerate(project.milestones):
        yield ("milestones", i), milestone
    for i, task in enumerate(project.tasks):
        yield ("tasks", i), task


def _waiting(project: Project) -> Iterator[tuple[Path, Milestone | Task]]:
    """What is not done yet, so that its dates are beliefs."""
    for path, item in _plannable(project):
        over = item.actual is not None if isinstance(item, Milestone) else item.status in _OVER
        if not over:
            yield path, item


def _planned(project: Project) -> Mapping[str, Milestone | Task]:
    return {name: item for _, item in _plannable(project) for name in (*item.aliases, item.id) if name}


def _dates(item: Milestone | Task) -> dict[str, date | None]:
    """Start and finish as they happened, else as they are expected; a milestone has one day for both."""
    if isinstance(item, Milestone):
        day = item.actual or item.forecast
        return {"start": day, "finish": day}
    return {"start": item.actual.start or item.start, "finish": item.actual.finish or item.finish}


def _expected(item: Milestone | Task, end: str) -> date | None:
    """A date that is still only expected."""
    if isinstance(item, Task) and item.actual.start and end == "start":
        return None
    return _dates(item)[end]


def _earliest(dependency: Dependency, before: Milestone | Task) -> date | None:
    """The earliest day that a dependency allows.

    Source: CPM, precedence relations with lag.
    """
    if isinstance(before, Task) and before.status == "cancelled":
        return None
    day = _dates(before)["finish" if dependency.type in ("FS", "FF") else "start"]
    return after(day, dependency.lag) if day and dependency.lag else day


def _drawn(circle: tuple[str, ...]) -> str:
    """The circle in arrows; of a long one, how it begins and ends."""
    whole = (*circle, circle[0])
    shown = whole if len(whole) <= 12 else (*whole[:8], "…", *whole[-3:])
    return " → ".join(shown)


def _circles(graph: Mapping[str, list[str]]) -> Iterator[tuple[str, ...]]:
    """Circles of the graph, each once, starting at the name that comes first in the file."""
    order = {name: i for i, name in enumerate(graph)}
    done: set[str] = set()
    for start in graph:
        way = {start: iter(graph[start])} if start not in done else {}
        while way:
            name = next(reversed(way))
            other = next(way[name], None)
            if other is None:
                done.add(name)
                del way[name]
            elif other in way:
                yield _from_first(list(way)[list(way).index(other) :], order)
            elif other in graph and other not in done:
                way[other] = iter(graph[other])


def _from_first(circle: list[str], order: Mapping[str, int]) -> tuple[str, ...]:
    first = min(range(len(circle)), key=lambda i: order[circle[i]])
    return tuple(circle[first:] + circle[:first])


RULES = (
    no_goal_or_milestone,
    dates_missing,
    finish_before_start,
    milestone_outside_project,
    milestone_overdue,
    moved_without_reason,
    actual_in_future,
    forecast_before_predecessor,
    dependency_cycle,
)
