"""Rules about what waits for what: order in time, and circles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.derive.precedence import contradictions, is_over
from opsgen.derive.standing import calendar_of, named, names
from opsgen.model import Milestone, Task
from opsgen.rules.minutes import decisions
from opsgen.rules.rule import Finding, rule
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from opsgen.load import Path
    from opsgen.model import Item, Project
    from opsgen.portfolio import House

_LINKS = ("depends_on", "parent", "ratio_of", "supersedes")


@rule("forecast-before-predecessor", "warning")
def forecast_before_predecessor(project: Project, house: House) -> Iterator[Finding]:
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
    places = {id(item): path for path, item in _plannable(project)}
    for wrong in contradictions(project, calendar_of(project, house.settings)):
        text = message(
            "{item} on {day} comes before {other} on {other_day}",
            item=named(wrong.item),
            day=wrong.expected,
            other=named(wrong.before),
            other_day=wrong.earliest,
        )
        path = (*places[id(wrong.item)], "depends_on", wrong.number)
        yield Finding(path, text, message("move one of the two dates"))


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
            if before and dependency.type in ("FS", "FF") and not is_over(before):
                text = message("{item} is done, {other} is not", item=named(item), other=named(before))
                hint = message("write that {other} is done, or remove the dependency", other=named(before))
                yield Finding((*path, "depends_on", i), text, hint)


@rule("predecessor-cancelled", "warning")
def predecessor_cancelled(project: Project, _: House) -> Iterator[Finding]:
    """Something open waits for a task that was cancelled.

    Either it does not need that any more, or nobody does what it needs.

    Example:
        # wrong
        tasks:
          - {id: T1, title: Design, status: cancelled}
          - {id: T2, title: Build, depends_on: [T1]}
        # right
        tasks:
          - {id: T1, title: Design, status: cancelled}
          - {id: T2, title: Build}
    """
    known = _planned(project)
    for path, item in _plannable(project):
        for i, dependency in enumerate(() if is_over(item) else item.depends_on):
            before = known.get(dependency.ref)
            if isinstance(before, Task) and before.status == "cancelled":
                text = message(
                    "{item} waits for {other}, which was cancelled", item=named(item), other=named(before)
                )
                hint = message("remove the dependency, or name what takes its place")
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


def _graph(project: Project, field: str) -> dict[str, list[str]]:
    items = [item for _, item in _linked(project, field) if item.id]
    ids = {name: item.id for item in items for name in names(item)}
    return {item.id: [ids.get(name, name) for name in _leads_to(item, field)] for item in items}


def _linked(project: Project, field: str) -> Iterator[tuple[Path, Item]]:
    """The items that lead somewhere by this field."""
    lists: dict[str, Sequence[Item]] = {
        "milestones": project.milestones,
        "tasks": project.tasks,
        "metrics": project.metrics,
    }
    for name, listed in lists.items():
        for i, item in enumerate(listed):
            if getattr(item, field, None):
                yield (name, i), item
    for path, decision in decisions(project):
        if getattr(decision, field, None):
            yield path, decision


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


def _planned(project: Project) -> Mapping[str, Milestone | Task]:
    return {name: item for _, item in _plannable(project) for name in names(item)}


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


RULES = (forecast_before_predecessor, done_before_predecessor, predecessor_cancelled, dependency_cycle)
