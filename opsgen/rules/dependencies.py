"""Rules about what waits for what: order in time, and circles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.calendar import after
from opsgen.derive.standing import is_open, named, names
from opsgen.model import Milestone, Task
from opsgen.rules.rule import Finding, rule
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from opsgen.load import Path
    from opsgen.model import Item, Predecessor, Project
    from opsgen.portfolio import House

_LINKS = ("depends_on", "parent", "ratio_of", "supersedes")


@rule("forecast-before-predecessor", "warning")
def forecast_before_predecessor(project: Project, _: House) -> Iterator[Finding]:
    """Something is expected before what it waits for is done.

    Example:
        # wrong
        milestones:
          - {id: M1, title: Load test, forecast: 2026-12-10}
          - {id: M2, title: Launched, forecast: 2026-12-01, depends_on: [M1]}
        # right
        milestones:
          - {id: M1, title: Load test, forecast: 2026-11-27}
          - {id: M2, title: Launched, forecast: 2026-12-01, depends_on: [M1]}
    """
    known = _planned(project)
    turning = _turning(project)
    for path, item in _plannable(project):
        if _done(item) or item.id in turning:
            continue
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


@rule("done-before-predecessor", "warning")
def done_before_predecessor(project: Project, _: House) -> Iterator[Finding]:
    """Something is done although what it waited for is not.

    Either the other one is done too and nobody wrote it, or the two never depended on each other.

    Example:
        # wrong
        tasks:
          - {id: T1, title: Design, status: in_progress}
          - {id: T2, title: Build, status: done, depends_on: [T1]}
        # right
        tasks:
          - {id: T1, title: Design, status: done}
          - {id: T2, title: Build, status: done, depends_on: [T1]}
    """
    known = _planned(project)
    for path, item in _plannable(project):
        if not item.depends_on or not _achieved(item):
            continue
        for i, dependency in enumerate(item.depends_on):
            before = known.get(dependency.ref)
            if before and dependency.type in ("FS", "FF") and not _done(before):
                text = message("{item} is done, {other} is not", item=named(item), other=named(before))
                hint = message("write that {other} is done, or remove the dependency", other=named(before))
                yield Finding((*path, "depends_on", i), text, hint)


@rule("dependency-cycle", "error")
def dependency_cycle(project: Project, _: House) -> Iterator[Finding]:
    """Items lead to one another in a circle: they wait for each other, contain, divide or replace each other.

    Example:
        # wrong
        tasks:
          - {id: T1, title: Design, depends_on: [T2]}
          - {id: T2, title: Build, depends_on: [T1]}
        # right
        tasks:
          - {id: T1, title: Design}
          - {id: T2, title: Build, depends_on: [T1]}
    """
    for field in _LINKS:
        items = {item.id: (path, item) for path, item in _linked(project, field) if item.id}
        for circle in _circles(_graph(project, field)):
            text = message("a circle: {circle}", circle=_drawn(circle))
            yield Finding((*items[circle[0]][0], field), text, message("remove one of these links"))


def _turning(project: Project) -> frozenset[str]:
    """The ids of what waits for itself in the end: no order of dates would be right."""
    return frozenset(name for circle in _circles(_graph(project, "depends_on")) for name in circle)


def _graph(project: Project, field: str) -> dict[str, list[str]]:
    return {item.id: _leads_to(item, field) for _, item in _linked(project, field) if item.id}


def _linked(project: Project, field: str) -> Iterator[tuple[Path, Item]]:
    """The items that lead somewhere by this field."""
    lists: dict[str, Sequence[Item]] = {
        "milestones": project.milestones,
        "tasks": project.tasks,
        "metrics": project.metrics,
        "decisions": project.decisions,
    }
    for name, listed in lists.items():
        for i, item in enumerate(listed):
            if getattr(item, field, None):
                yield (name, i), item


def _leads_to(item: Item, field: str) -> list[str]:
    value = getattr(item, field)
    if isinstance(value, str):
        return [value]
    return [entry if isinstance(entry, str) else entry.ref for entry in value]


def _plannable(project: Project) -> Iterator[tuple[Path, Milestone | Task]]:
    for i, milestone in enumerate(project.milestones):
        yield ("milestones", i), milestone
    for i, task in enumerate(project.tasks):
        yield ("tasks", i), task


def _achieved(item: Milestone | Task) -> bool:
    return item.actual is not None if isinstance(item, Milestone) else item.status == "done"


def _done(item: Milestone | Task) -> bool:
    """Whether nothing waits for it any more; before that its dates are beliefs."""
    return item.actual is not None if isinstance(item, Milestone) else not is_open(item)


def _planned(project: Project) -> Mapping[str, Milestone | Task]:
    return {name: item for _, item in _plannable(project) for name in names(item)}


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


def _earliest(dependency: Predecessor, before: Milestone | Task) -> date | None:
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


RULES = (forecast_before_predecessor, done_before_predecessor, dependency_cycle)
