"""Who is planned for how much: the load of people by ISO week over all projects, and what is free.

Source for the whole module: PMBOK, resource calendars and resource histograms. The load of a week is the sum
of the shares planned in it, each by the part of the week's working days that it covers, in the calendar of
the person. Only projects that go on count, and only while the person is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from math import fsum
from operator import attrgetter
from typing import TYPE_CHECKING

from opsgen.calendar import WEEKDAYS, WorkingCalendar, iso_week, working_calendar
from opsgen.derive.raci import person_key
from opsgen.derive.standing import by_name, goes_on, is_open
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from opsgen.model import Allocation, People, Person, Phase, Project, Settings, Task
    from opsgen.words import Message, Text

WEEKS = 26
"""How far the load is looked at: the week of the status date and the 25 after it."""
FULL = 100.0
"""The capacity of somebody of whom nothing else is written, in percent of the working time."""
_ROUNDED = 0.05
"""Percent: what shares that were rounded to one place may add up to."""
_MOST = 1e6
"""Percent of a day: what is beyond it is as impossible."""


@dataclass(frozen=True, slots=True)
class Claim:
    """An allocation as work on dates, both included; either `percent` of the working time or person-days."""

    project: str
    person: str
    """The id of `people.yaml`, else the name as it is written; empty for a role."""
    role: Text
    first: date
    last: date
    percent: float | None
    days: float | None
    index: int
    """Its place among the project's allocations."""

    def a_day(self, calendar: WorkingCalendar) -> float | None:
        """The share of a working day that it takes, in percent; None where no working day is left for it."""
        if self.percent is not None:
            return self.percent
        there = calendar.days_worked(self.first, self.last)
        return min(self.days * 100 / there, _MOST) if there and self.days is not None else None


@dataclass(frozen=True, slots=True)
class Week:
    """An ISO week, Monday to Sunday; the label is `2026-W46`."""

    label: str
    start: date
    finish: date


@dataclass(frozen=True, slots=True)
class Part:
    """What one allocation of a project takes of a week, in percent of the week's working days."""

    project: str
    percent: float
    index: int


@dataclass(frozen=True, slots=True)
class Cell:
    """The load of one person in one week, in percent of its working days; the largest part first.

    `percent` is None where the person has no working day in it. `capacity` is what there is for projects:
    less than usual where somebody comes or leaves within the week.
    """

    week: Week
    percent: float | None
    parts: tuple[Part, ...]
    capacity: float

    @property
    def over(self) -> bool:
        """Whether more is planned than there is."""
        return self.percent is not None and self.percent > self.capacity + _ROUNDED

    @property
    def free(self) -> float | None:
        """Capacity less load, in percent of the week's working days; below 0 where more is planned."""
        return None if self.percent is None else self.capacity - self.percent

    def share(self, project: str) -> float:
        """What a project takes of it, in percent of its working days."""
        return fsum(part.percent for part in self.parts if part.project == project)

    @property
    def shares(self) -> dict[str, float]:
        """What each project takes of it, in percent of its working days, the largest first."""
        found: dict[str, list[float]] = {}
        for part in self.parts:
            found.setdefault(part.project, []).append(part.percent)
        shares = {project: fsum(parts) for project, parts in found.items()}
        return dict(sorted(shares.items(), key=lambda share: -share[1]))


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """The weeks of one person."""

    key: str
    """The id of `people.yaml`, else the name as it is written."""
    person: Person | None
    cells: tuple[Cell, ...]

    @property
    def over(self) -> tuple[Cell, ...]:
        """The weeks in which more is planned than there is."""
        return tuple(cell for cell in self.cells if cell.over)

    @property
    def peak(self) -> float | None:
        """The highest load of a week in percent; None where no week has a working day."""
        return max((cell.percent for cell in self.cells if cell.percent is not None), default=None)


@dataclass(frozen=True, slots=True)
class OpenRole:
    """Work for which nobody is named yet, and which is not over."""

    role: Text
    claim: Claim


@dataclass(frozen=True, slots=True)
class Stretch:
    """Weeks after each other in which more is planned than there is; one without a working day is skipped."""

    key: str
    """The id of `people.yaml`, else the name as it is written."""
    person: Person | None
    cells: tuple[Cell, ...]
    projects: tuple[str, ...]
    """Those that take part of these weeks, the one that takes most first."""

    @property
    def first(self) -> Week:
        """Its first week."""
        return self.cells[0].week

    @property
    def last(self) -> Week:
        """Its last week."""
        return self.cells[-1].week

    @property
    def worst(self) -> Cell:
        """The week that is furthest over what there is, the first of equals."""
        return max(self.cells, key=_excess)

    @property
    def peak(self) -> float:
        """The load of the worst week in percent."""
        return self.worst.percent or 0.0

    @property
    def capacity(self) -> float:
        """What there is in the worst week, in percent."""
        return self.worst.capacity

    def share(self, project: str) -> float:
        """What a project takes of the worst week, in percent of its working days."""
        return self.worst.share(project)

    def worst_of(self, project: str) -> Cell:
        """The week that is furthest over among those of which the project takes part, the first of equals."""
        return max((cell for cell in self.cells if cell.share(project)), key=_excess)


@dataclass(frozen=True)
class Workload:
    """The load of everybody who is allocated, the most overloaded first, then by the highest week.

    `roles` are those still to be filled, the earliest first; `unplanned` the people of `people.yaml` who are
    there within these weeks and of whom no project says anything: whether they are free is unknown.
    """

    weeks: tuple[Week, ...]
    people: tuple[PersonLoad, ...]
    roles: tuple[OpenRole, ...]
    unplanned: tuple[Person, ...]
    stretches: tuple[Stretch, ...]

    def of(self, project: str) -> tuple[Stretch, ...]:
        """The over-allocations in which a project takes part, the worst person first."""
        return self._by_project.get(project, ())

    @cached_property
    def projects(self) -> frozenset[str]:
        """The projects that have somebody in these weeks."""
        cells = (cell for load in self.people for cell in load.cells)
        return frozenset(part.project for cell in cells for part in cell.parts)

    @cached_property
    def by_team(self) -> Mapping[str, tuple[PersonLoad, ...]]:
        """The people of each team, the least loaded first."""
        found: dict[str, list[PersonLoad]] = {}
        for load in reversed(self.people):
            if load.person and load.person.team:
                found.setdefault(load.person.team, []).append(load)
        return {team: tuple(loads) for team, loads in found.items()}

    @cached_property
    def _by_project(self) -> Mapping[str, tuple[Stretch, ...]]:
        found: dict[str, list[Stretch]] = {}
        for stretch in self.stretches:
            for project in stretch.projects:
                found.setdefault(project, []).append(stretch)
        return {project: tuple(stretches) for project, stretches in found.items()}


def weeks_of(stretch: Stretch) -> Message | str:
    """Its weeks, for a sentence: `2026-W46`, `2026-W46 to 2026-W48`."""
    if stretch.first == stretch.last:
        return stretch.first.label
    return message("{first} to {last}", first=stretch.first.label, last=stretch.last.label)


def claims(project: Project, people: People) -> tuple[Claim, ...]:
    """The allocations of a project that goes on, as work on dates; those without dates are left out.

    Dates that are not written are those of the task, its phase and the project, in this order. What belongs
    to a task or a phase that is over ends with it.
    """
    if not project.allocations or not goes_on(project):
        return ()
    tasks, phases = by_name(project.tasks), by_name(project.phases)
    found = []
    for index, allocation in enumerate(project.allocations):
        first, last = dates_of(allocation, project, tasks, phases)
        if first and last and first <= last:
            key = person_key(allocation.person, people) if allocation.person else ""
            days = None if allocation.percent is not None else allocation.days
            wanted = (first, last, allocation.percent, days, index)
            found.append(Claim(project.id, key, allocation.role, *wanted))
    return tuple(found)


def dates_of(
    allocation: Allocation, project: Project, tasks: Mapping[str, Task], phases: Mapping[str, Phase]
) -> tuple[date | None, date | None]:
    """From when until when an allocation takes somebody's time, both included; None where nobody says."""
    task = tasks.get(allocation.task)
    phase = phases.get(allocation.phase or (task.phase if task else ""))
    first = allocation.from_ or (task and task.start) or (phase or project).start
    last = allocation.until or (task and task.finish) or (phase or project).finish
    if task and not is_open(task):
        return (first, None) if task.actual.finish is None else (first, _earlier(last, task.actual.finish))
    if phase and phase.actual.finish:
        return first, _earlier(last, phase.actual.finish)
    return first, last


def _earlier(last: date | None, end: date) -> date:
    return min(last, end) if last else end


def calendar_of_person(person: Person | None, people: People, settings: Settings) -> WorkingCalendar:
    """The working calendar of a person, else of the team, else of the portfolio; Monday to Friday where it
    is unknown.
    """
    team = next((team for team in people.teams if person and team.id == person.team), None)
    own = (person and person.calendar) or (team and team.calendar) or settings.calendar
    return working_calendar(own) or WEEKDAYS


def workload(
    claims: Iterable[Claim], people: People, settings: Settings, as_of: date, weeks: int = WEEKS
) -> Workload:
    """The load over all projects of these claims, from the week of the status date on."""
    coming = tuple(_weeks(as_of, weeks))
    by_person: dict[str, list[Claim]] = {}
    for claim in claims:
        by_person.setdefault(claim.person, []).append(claim)
    open_roles = sorted(by_person.pop("", ()), key=attrgetter("first", "last", "project", "index"))
    known = {person.id: person for person in people.people}
    frames = _Frames(coming, people, settings)
    loads = [
        PersonLoad(key, known.get(key), frames.cells(known.get(key), own)) for key, own in by_person.items()
    ]
    loads.sort(key=_most_overloaded)
    return Workload(
        weeks=coming,
        people=tuple(loads),
        roles=tuple(OpenRole(claim.role, claim) for claim in open_roles if claim.last >= as_of),
        unplanned=tuple(
            person for person in people.people if person.id not in by_person and frames.there(person)
        ),
        stretches=tuple(stretch for load in loads for stretch in _stretches(load)),
    )


def _weeks(as_of: date, count: int) -> Iterator[Week]:
    start = as_of.toordinal() - as_of.weekday()
    for monday in range(start, min(start + 7 * count, date.max.toordinal() - 6), 7):
        first = date.fromordinal(monday)
        yield Week(iso_week(first), first, date.fromordinal(monday + 6))


@dataclass(frozen=True, slots=True)
class _Frame:
    """The weeks of those who share a calendar and are there from and until the same day."""

    calendar: WorkingCalendar
    since: date
    until: date
    worked: tuple[int, ...]
    """The working days of each week."""
    there: tuple[int, ...]
    """Those on which the person is there."""


class _Frames:
    """The weeks as people see them, each kind of them counted once."""

    def __init__(self, weeks: tuple[Week, ...], people: People, settings: Settings) -> None:
        self.weeks = weeks
        self.people = people
        self.settings = settings
        self.known: dict[tuple[str, date, date], _Frame] = {}

    def of(self, person: Person | None) -> _Frame:
        calendar = calendar_of_person(person, self.people, self.settings)
        since = (person and person.active.from_) or date.min
        until = (person and person.active.until) or date.max
        key = (calendar.name, since, until)
        if key not in self.known:
            worked = tuple(calendar.days_worked(week.start, week.finish) for week in self.weeks)
            there = tuple(
                calendar.days_worked(max(week.start, since), min(week.finish, until)) for week in self.weeks
            )
            self.known[key] = _Frame(calendar, since, until, worked, there)
        return self.known[key]

    def there(self, person: Person) -> bool:
        """Whether somebody has a working day in these weeks."""
        return any(self.of(person).there)

    def cells(self, person: Person | None, claims: Iterable[Claim]) -> tuple[Cell, ...]:
        """The weeks of one person."""
        frame = self.of(person)
        parts: list[list[Part]] = [[] for _ in self.weeks]
        for claim in claims:
            for i, percent in self._shares(claim, frame):
                parts[i].append(Part(claim.project, percent, claim.index))
        whole = person.capacity if person else FULL
        return tuple(
            _cell(week, parts[i], whole, frame.there[i], frame.worked[i]) for i, week in enumerate(self.weeks)
        )

    def _shares(self, claim: Claim, frame: _Frame) -> Iterator[tuple[int, float]]:
        """The weeks that a claim takes something of, by their place, and what in percent."""
        rate = claim.a_day(frame.calendar)
        first, last = max(claim.first, frame.since), min(claim.last, frame.until)
        if not rate or first > last or not self.weeks:
            return
        monday = self.weeks[0].start
        begin = max(0, (first - monday).days // 7)
        for i in range(begin, min(len(self.weeks), (last - monday).days // 7 + 1)):
            week = self.weeks[i]
            if first <= week.start and week.finish <= last:
                days = frame.worked[i]
            else:
                days = frame.calendar.days_worked(max(first, week.start), min(last, week.finish))
            if days:
                yield i, rate * days / frame.worked[i]


def _cell(week: Week, parts: list[Part], capacity: float, there: int, worked: int) -> Cell:
    if not there:
        return Cell(week, None, (), 0.0)
    parts.sort(key=lambda part: (-part.percent, part.project, part.index))
    return Cell(week, fsum(part.percent for part in parts), tuple(parts), capacity * there / worked)


def _excess(cell: Cell) -> float:
    """By how much a week is over, in percent of its working days; 0 where it is not."""
    return (cell.percent or 0.0) - cell.capacity if cell.over else 0.0


def _most_overloaded(load: PersonLoad) -> tuple[float, float, str]:
    return (-fsum(map(_excess, load.cells)), -(load.peak or 0.0), load.key)


def _stretches(load: PersonLoad) -> Iterator[Stretch]:
    """The over-allocations of one person; holidays of a whole week do not end them."""
    working = (cell for cell in load.cells if cell.percent is not None)
    for over, group in groupby(working, key=attrgetter("over")):
        if over:
            cells = tuple(group)
            yield Stretch(load.key, load.person, cells, _by_share(cells))


def _by_share(cells: Iterable[Cell]) -> tuple[str, ...]:
    """The projects of these weeks, the one that takes most first."""
    taken: dict[str, float] = {}
    for cell in cells:
        for part in cell.parts:
            taken[part.project] = taken.get(part.project, 0.0) + part.percent
    return tuple(sorted(taken, key=lambda project: (-taken[project], project)))
