"""What must come before what: the dates that the predecessors of tasks and milestones allow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from opsgen.derive.standing import is_open, names
from opsgen.model import Milestone, Task

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from opsgen.calendar import WorkingCalendar
    from opsgen.model import Predecessor, Project

Planned = Milestone | Task
End = Literal["start", "finish"]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Something expected on a day before the earliest one that a predecessor allows.

    `number` is the predecessor's place in the item's `depends_on`.
    """

    item: Planned
    number: int
    before: Planned
    expected: date
    earliest: date


def planned(project: Project) -> tuple[Planned, ...]:
    """What may wait for something: the tasks, then the milestones, in the order they are written."""
    return (*project.tasks, *project.milestones)


def by_any_name(items: Sequence[Planned]) -> dict[str, int]:
    """The numbers of the items by everything a field may call them; of two of one name, the first."""
    return {name: i for i, item in reversed(list(enumerate(items))) for name in names(item)}


def leaves_from(link: Predecessor) -> End:
    """The end of the predecessor that counts."""
    return "finish" if link.type in ("FS", "FF") else "start"


def leads_to(link: Predecessor) -> End:
    """The end of the one that waits which counts."""
    return "start" if link.type in ("FS", "SS") else "finish"


def days_of(item: Planned) -> dict[End, date | None]:
    """Start and finish as they happened, else as they are expected; a milestone has one day for both."""
    if isinstance(item, Milestone):
        day = item.actual or item.forecast
        return {"start": day, "finish": day}
    return {"start": item.actual.start or item.start, "finish": item.actual.finish or item.finish}


def earliest(link: Predecessor, before: Planned, calendar: WorkingCalendar) -> date | None:
    """The earliest day that a predecessor allows; None where it does not say or was cancelled.

    It takes no more than the two items and holds between projects too.
    Source: CPM, precedence relations with lag.
    """
    if isinstance(before, Task) and before.status == "cancelled":
        return None
    day = days_of(before)[leaves_from(link)]
    return calendar.after(day, link.lag) if day and link.lag else day


def expected(item: Planned, end: End) -> date | None:
    """A day that is still only expected."""
    if isinstance(item, Task) and item.actual.start and end == "start":
        return None
    return days_of(item)[end]


def is_over(item: Planned) -> bool:
    """Whether nothing waits for it any more; before that its dates are beliefs."""
    return item.actual is not None if isinstance(item, Milestone) else not is_open(item)


def contradictions(project: Project, calendar: WorkingCalendar) -> Iterator[Contradiction]:
    """What is expected before a predecessor allows it; nothing is said of items that wait for themselves."""
    items = planned(project)
    if not any(item.depends_on for item in items):
        return
    known = by_any_name(items)
    turning = circling([[known.get(link.ref) for link in item.depends_on] for item in items])
    for i, item in enumerate(items):
        if item.depends_on and i not in turning and not is_over(item):
            yield from _contradicted(item, items, known, calendar)


def _contradicted(
    item: Planned, items: Sequence[Planned], known: Mapping[str, int], calendar: WorkingCalendar
) -> Iterator[Contradiction]:
    for number, link in enumerate(item.depends_on):
        if link.ref not in known:
            continue
        before = items[known[link.ref]]
        allowed, day = earliest(link, before, calendar), expected(item, leads_to(link))
        if allowed and day and day < allowed:
            yield Contradiction(item, number, before, day, allowed)


def circling(graph: Sequence[Sequence[int | None]]) -> frozenset[int]:
    """The numbers of what waits for itself in the end, or lies between two circles.

    `graph` says what each waits for; what is unknown is None.
    """
    waits = [[j for j in before if j is not None] for before in graph]
    awaited: list[list[int]] = [[] for _ in waits]
    for i, before in enumerate(waits):
        for j in before:
            awaited[j].append(i)
    return _never_free(waits, awaited) & _never_free(awaited, waits)


def in_order(waits: Sequence[Sequence[int]], awaited: Sequence[Sequence[int]]) -> list[int]:
    """Each after all it waits for; what waits for a circle is left out. Source: Kahn 1962."""
    missing = [len(before) for before in waits]
    order = [i for i, count in enumerate(missing) if not count]
    for i in order:  # grows while it is read
        for j in awaited[i]:
            missing[j] -= 1
            if not missing[j]:
                order.append(j)
    return order


def _never_free(waits: Sequence[Sequence[int]], awaited: Sequence[Sequence[int]]) -> frozenset[int]:
    return frozenset(range(len(waits))).difference(in_order(waits, awaited))
