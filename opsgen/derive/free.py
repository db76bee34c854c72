"""What of people's time is left to be planned in the coming weeks, in person-days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import fsum
from typing import TYPE_CHECKING

from opsgen.derive.workload import calendar_of_person

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opsgen.derive.workload import Cell, PersonLoad
    from opsgen.model import People, Settings


@dataclass(frozen=True, slots=True)
class Room:
    """Person-days from `first` to `last`, both included: what there is for projects, planned and free.

    What one person or week has too much of takes nothing from what is free of another, so that
    free + planned may be more than there is. Source: PMBOK, resource levelling.
    """

    first: date
    last: date
    capacity: float = 0.0
    planned: float = 0.0
    free: float = 0.0

    @property
    def share(self) -> float | None:
        """What is free of what there is, 0-100 percent; None where there is nothing."""
        return 100 * self.free / self.capacity if self.capacity else None


def coming(as_of: date, weeks: int) -> Room:
    """The days of so many weeks from the status date on, of nobody yet."""
    last = as_of.toordinal() + 7 * weeks - 1
    return Room(as_of, date.fromordinal(min(last, date.max.toordinal())))


def room(load: PersonLoad, people: People, settings: Settings, as_of: date, weeks: int) -> Room:
    """What one person has in the coming weeks: of each week the working days from the status date on."""
    span = coming(as_of, weeks)
    counted = tuple(_counted(load, people, settings, span))
    return Room(
        span.first,
        span.last,
        fsum(cell.capacity * days / 100 for cell, days in counted),
        fsum((cell.percent or 0.0) * days / 100 for cell, days in counted),
        fsum(max(cell.free or 0.0, 0.0) * days / 100 for cell, days in counted),
    )


def together(rooms: Iterable[Room], span: Room) -> Room:
    """What several people have within the same days."""
    found = tuple(rooms)
    return Room(
        span.first,
        span.last,
        fsum(one.capacity for one in found),
        fsum(one.planned for one in found),
        fsum(one.free for one in found),
    )


def _counted(load: PersonLoad, people: People, settings: Settings, span: Room) -> Iterator[tuple[Cell, int]]:
    """The weeks within these days that have a working day, with how many of them lie within."""
    calendar = calendar_of_person(load.person, people, settings)
    for cell in load.cells:
        if cell.week.start > span.last:
            return
        if cell.percent is not None and cell.week.finish >= span.first:
            first, last = max(cell.week.start, span.first), min(cell.week.finish, span.last)
            yield cell, calendar.days_worked(first, last)
