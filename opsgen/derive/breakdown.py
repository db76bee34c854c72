"""Tasks as a tree: which lies below which, by the parents they name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.standing import names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opsgen.model import Task


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Tasks by their number in the list: what lies above and below each.

    A parent is found by its id or a former one. Tasks that lie below themselves lie below nothing, and
    nothing is added up over them. Source: PMBOK, work breakdown structure.
    """

    tasks: tuple[Task, ...]
    parents: tuple[int | None, ...]
    children: tuple[tuple[int, ...], ...]
    depths: tuple[int, ...]
    circling: frozenset[int]
    dropped: frozenset[int]
    """Cancelled tasks and everything below them."""

    def walk(self) -> Iterator[int]:
        """Every task once, each before the tasks below it, in the order they are written."""
        waiting = [i for i in reversed(range(len(self.tasks))) if self.parents[i] is None]
        while waiting:
            i = waiting.pop()
            yield i
            waiting.extend(reversed(self.children[i]))

    def bottom(self) -> tuple[Task, ...]:
        """The tasks that count: those without tasks below them that are not cancelled."""
        skipped = self.dropped | self.circling
        return tuple(t for i, t in enumerate(self.tasks) if not self.children[i] and i not in skipped)


def breakdown(tasks: Sequence[Task]) -> Breakdown:
    """The tree of these tasks."""
    known = {name: i for i, task in reversed(list(enumerate(tasks))) for name in names(task)}
    named = [known.get(task.parent) if task.parent else None for task in tasks]
    circling = _circling(named)
    parents = tuple(None if i in circling else parent for i, parent in enumerate(named))
    children: dict[int, list[int]] = defaultdict(list)
    for i, parent in enumerate(parents):
        if parent is not None:
            children[parent].append(i)
    order = _downwards(parents, children)
    return Breakdown(
        tasks=tuple(tasks),
        parents=parents,
        children=tuple(tuple(children.get(i, ())) for i in range(len(tasks))),
        depths=_depths(parents, order),
        circling=circling,
        dropped=_dropped(tasks, parents, order),
    )


def _circling(parents: Sequence[int | None]) -> frozenset[int]:
    """Tasks that come to themselves again on the way up."""
    found: set[int] = set()
    passed: dict[int, int] = {}
    for start in range(len(parents)):
        way, i = [], start if parents[start] is not None else None
        while i is not None and i not in passed:
            passed[i] = start
            way.append(i)
            i = parents[i]
        if i is not None and passed[i] == start:
            found.update(way[way.index(i) :])
    return frozenset(found)


def _downwards(parents: Sequence[int | None], children: dict[int, list[int]]) -> list[int]:
    order = [i for i, parent in enumerate(parents) if parent is None]
    for i in order:  # grows while it is read
        order.extend(children.get(i, ()))
    return order


def _depths(parents: Sequence[int | None], order: Sequence[int]) -> tuple[int, ...]:
    found = [0] * len(parents)
    for i in order:
        parent = parents[i]
        found[i] = 0 if parent is None else found[parent] + 1
    return tuple(found)


def _dropped(tasks: Sequence[Task], parents: Sequence[int | None], order: Sequence[int]) -> frozenset[int]:
    found: set[int] = set()
    for i in order:
        if tasks[i].status == "cancelled" or parents[i] in found:
            found.add(i)
    return frozenset(found)
