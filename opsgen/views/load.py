"""The load of people over all projects: who is over in which weeks, what is free, who is still looked for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from opsgen.derive.free import Room, coming, room, together
from opsgen.derive.standing import by_name
from opsgen.derive.workload import FULL, calendar_of_person
from opsgen.figures.heat_map import HeatCell, HeatRow, heat_map, whole
from opsgen.views.how import load as how
from opsgen.views.overload import highest, overloads, peak, week_name, weeks_name
from opsgen.views.page import Page, person_anchor, project_path
from opsgen.views.registers.table import PROJECT, Column, Number, Row, Table, project_cell
from opsgen.views.spells import spells
from opsgen.words import Message, Text, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from opsgen.derive.workload import Cell, OpenRole, PersonLoad, Week
    from opsgen.model import Allocation, Project
    from opsgen.views.edition import Edition
    from opsgen.views.how import How
    from opsgen.words import Words

MOST_DRAWN = 40
"""People in the figure: more rows nobody compares."""
MOST_PEOPLE = 600
SHOWN, LISTED = 12, 60
"""Over-allocations that are not folded away, and those that are said at all."""
_NAMED = 3
_SPANS = (4, 8)
_EXPLAINED = 100
"""People of each of whom it is said how the free days came about; of more the teams' say it."""
_ROLES = (
    Column(message("Role")),
    PROJECT,
    Column(message("For"), "text"),
    Column(message("Share"), "num"),
    Column(message("From"), "date"),
    Column(message("Until"), "date"),
)
_FILE = (
    Column(message("Person")),
    Column(message("Team"), "name"),
    Column(message("Week"), "name"),
    Column(message("Week begins"), "date"),
    PROJECT,
    Column(message("Share"), "num", message("%")),
    Column(message("Load of the week"), "num", message("%")),
    Column(message("Capacity"), "num", message("%")),
)


@dataclass(frozen=True, slots=True)
class Free:
    """What some people have free within some days: person-days, their share of what there is, and how."""

    days: float
    shown: str
    share: str
    how: How | None


@dataclass(frozen=True, slots=True)
class Crew:
    """A team: how many are planned for something, of how many nothing is known, and what is free."""

    title: Text | Message
    people: int
    unplanned: int
    free: tuple[Free, ...]


@dataclass(frozen=True, slots=True)
class Capacity:
    """The share of the working time that there is for projects, and how many days that makes."""

    percent: float
    how: How | None


@dataclass(frozen=True, slots=True)
class Busy:
    """One person in the table; `worst` is the week with the highest load, None without a working day."""

    name: str
    anchor: str
    team: Text
    worst: Cell | None
    peak: str
    how: How | None
    week: Message | None
    over: int
    capacity: Capacity
    free: tuple[Free, ...]
    projects: tuple[Project, ...]


def load(edition: Edition) -> Iterator[Page]:
    """The page, where a project that goes on has somebody or looks for somebody; none for the public."""
    work = edition.workload
    if edition.audience == "public" or not (work.people or work.roles):
        return
    over = overloads(edition, work.stretches[:LISTED])
    crews, (columns, roles) = tuple(_crews(edition)), _roles(edition)
    drawn = _drawn(edition)
    context = {
        "lead": lead(edition),
        "figure": figure(edition, drawn, work.weeks, "_load-figure") if work.people else "",
        "caption": _caption(len(drawn), len(work.people)),
        "spells": spells(edition, drawn),
        "over": over[:SHOWN],
        "more_over": over[SHOWN:],
        "over_count": len(work.stretches),
        "spans": _SPANS,
        "crews": crews,
        "total": _total(edition) if len(crews) > 1 else None,
        "people": tuple(_busy(edition, one) for one in work.people[:MOST_PEOPLE]),
        "cut": _cut(len(work.people)),
        "roles": roles,
        "role_columns": columns,
        "notes": tuple(_notes(edition)),
    }
    title = words(edition.lang).gettext("Workload")
    table = Table(_FILE, tuple(_file(edition))) if work.people else None
    yield Page("load.md", "pages/load.html.j2", title, context, wide=True, table=table)


# ---- the sentence


def lead(edition: Edition) -> Message:
    """Who is over capacity in which weeks."""
    work = edition.workload
    over = list(dict.fromkeys(stretch.key for stretch in work.stretches))
    if not work.people:
        return plural(
            "Nobody is allocated yet; {n} role is to be filled.",
            "Nobody is allocated yet; {n} roles are to be filled.",
            len(work.roles),
        )
    if not over:
        return plural(
            "{n} person is allocated, and not over capacity in the coming {weeks} weeks.",
            "{n} people are allocated, and nobody is over capacity in the coming {weeks} weeks.",
            len(work.people),
            weeks=len(work.weeks),
        )
    named = tuple(_over_in(edition, key) for key in over[:_NAMED])
    if len(over) > _NAMED:
        return plural(
            "{n} of {all} people is over capacity, most of all {people}.",
            "{n} of {all} people are over capacity, most of all {people}.",
            len(over),
            all=len(work.people),
            people=named,
        )
    return plural(
        "{n} of {all} people is over capacity: {people}.",
        "{n} of {all} people are over capacity: {people}.",
        len(over),
        all=len(work.people),
        people=named,
    )


def _over_in(edition: Edition, key: str) -> Message:
    """Somebody with the weeks they are over in."""
    spans = tuple(weeks_name(one.first, one.last) for one in edition.workload.stretches if one.key == key)
    more = ("…",) if len(spans) > _NAMED else ()
    return message("{person} ({weeks})", person=edition.person(key), weeks=(*spans[:_NAMED], *more))


# ---- the figure


def _drawn(edition: Edition) -> tuple[PersonLoad, ...]:
    """Whoever has anything in these weeks, the most overloaded first, as many as can be compared."""
    busy = (load for load in edition.workload.people if load.peak)
    return tuple(load for load, _ in zip(busy, range(MOST_DRAWN), strict=False))


def figure(
    edition: Edition, loads: Sequence[PersonLoad], weeks: Sequence[Week], id: str, *, width: float = 1120
) -> str:
    """The heat map of these people by team; the names lead to their rows on the page of the load."""
    teams = edition.portfolio.people.teams
    order = {team.id: i for i, team in enumerate(teams)}
    named, say = edition.ledger.projects, words(edition.lang)
    ranked = sorted(loads, key=lambda load: order.get(_team(load), len(order)))
    home = len({_team(load) for load in loads} & order.keys()) > 0
    groups = {team.id: say.pick(team.title) for team in teams}
    rows = tuple(
        HeatRow(
            name=edition.person(load.key),
            cells=tuple(_cell(cell, named, say) for cell in load.cells[: len(weeks)]),
            capacity=load.person.capacity if load.person else FULL,
            href=f"#{person_anchor(load.key)}" if id == "_load-figure" else "",
            group=groups.get(_team(load), say.gettext("In no team")) if home else "",
        )
        for load in ranked
    )
    title = say.gettext("Load by person and week")
    mondays = [week.start for week in weeks]
    return heat_map(rows, mondays, edition.as_of, id=id, title=title, lang=edition.lang, width=width)


def _team(load: PersonLoad) -> str:
    return load.person.team if load.person else ""


def _cell(cell: Cell, projects: Mapping[str, Project], say: Words) -> HeatCell:
    parts = (
        f"{say.pick(projects[name].title)} {say.percent(whole(percent))}"
        for name, percent in cell.shares.items()
    )
    return HeatCell(cell.percent, cell.capacity, cell.over, say.gettext(", ").join(parts))


def _caption(drawn: int, people: int) -> Message | None:
    if drawn == people:
        return None
    if drawn < MOST_DRAWN:
        return plural(
            "{n} person has nothing planned in these weeks and is not drawn.",
            "{n} people have nothing planned in these weeks and are not drawn.",
            people - drawn,
        )
    return message(
        "The {n} people with the highest load are drawn, those over capacity first, of {all}; all of them "
        "are in the table below.",
        n=drawn,
        all=people,
    )


# ---- what is free


def _free(one: Room, people: int, say: Words) -> Free:
    share = "" if one.share is None else say.percent(one.share)
    return Free(one.free, say.number(one.free, 1), share, how.free(one, people, say) if people else None)


def _rooms(edition: Edition, one: PersonLoad) -> tuple[Room, ...]:
    portfolio = edition.portfolio
    return tuple(room(one, portfolio.people, portfolio.settings, edition.as_of, weeks) for weeks in _SPANS)


def _crews(edition: Edition) -> Iterator[Crew]:
    """The teams in their order, then those who are in none."""
    people = edition.portfolio.people
    known = {team.id: team.title for team in people.teams}
    found: dict[str, list[tuple[Room, ...]]] = defaultdict(list)
    silent: dict[str, int] = defaultdict(int)
    for one in edition.workload.people:
        found[_team(one) if _team(one) in known else ""].append(_rooms(edition, one))
    for person in edition.workload.unplanned:
        silent[person.team if person.team in known else ""] += 1
    every: tuple[tuple[str, Text | Message], ...] = (*known.items(), ("", message("In no team")))
    for team, title in every:
        if team in found or team in silent:
            yield _crew(edition, title, found[team], silent[team])


def _total(edition: Edition) -> Crew:
    work = edition.workload
    return _crew(
        edition, message("Total"), [_rooms(edition, one) for one in work.people], len(work.unplanned)
    )


def _crew(edition: Edition, title: Text | Message, rooms: Sequence[tuple[Room, ...]], silent: int) -> Crew:
    say = words(edition.lang)
    spans = (together((of[i] for of in rooms), coming(edition.as_of, n)) for i, n in enumerate(_SPANS))
    free = tuple(_free(one, len(rooms), say) for one in spans)
    return Crew(title, len(rooms), silent, free if rooms else ())


# ---- the people


def _busy(edition: Edition, one: PersonLoad) -> Busy:
    say = words(edition.lang)
    teams = {team.id: team.title for team in edition.portfolio.people.teams}
    worst = highest(one)
    projects = dict.fromkeys(part.project for cell in one.cells for part in cell.parts)
    rooms, full = _rooms(edition, one), one.person.capacity if one.person else FULL
    explained = len(edition.workload.people) <= _EXPLAINED
    return Busy(
        name=edition.person(one.key),
        anchor=person_anchor(one.key),
        team=teams.get(_team(one), Text()),
        worst=worst,
        peak=peak(worst, say),
        how=how.load(worst, edition.ledger.projects, say) if worst and worst.parts else None,
        week=week_name(worst.week) if worst and worst.percent else None,
        over=len(one.over),
        capacity=Capacity(full, how.capacity(rooms[-1], full, say) if explained else None),
        free=tuple(_free(found, 1 if explained else 0, say) for found in rooms),
        projects=tuple(edition.ledger.projects[name] for name in projects),
    )


def _cut(people: int) -> Message | None:
    if people <= MOST_PEOPLE:
        return None
    return message("The first {n} of {all}; all of them are in the CSV file.", n=MOST_PEOPLE, all=people)


def _file(edition: Edition) -> Iterator[Row]:
    """A line for each person, week and project; one without a project for a week that is free."""
    teams = {team.id: team.title for team in edition.portfolio.people.teams}
    cells = {a.project.id: project_cell(a.project) for a in edition.assessments}
    for one in edition.workload.people:
        name, team = Text(edition.person(one.key)), teams.get(_team(one))
        for cell in one.cells:
            if cell.percent is None:
                continue
            week = (team, cell.week.label, cell.week.start)
            sums = (cell.percent, cell.capacity)
            for project, percent in cell.shares.items():
                yield _line(one, name, project, (*week, cells.get(project), percent, *sums))
            if not cell.parts:
                yield _line(one, name, "", (*week, None, 0, *sums))


def _line(one: PersonLoad, name: Text, project: str, cells: tuple[object, ...]) -> Row:
    return Row(one.key, name, "load.md", person_anchor(one.key), "", cells, project)


# ---- open roles


def _roles(edition: Edition) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """The roles to be filled, and their columns; without what they are for where no role says it."""
    rows = tuple(_role(edition, role) for role in edition.workload.roles)
    if any(row.cells[1] for row in rows):
        return _ROLES, rows
    cut = tuple(replace(row, cells=(row.cells[0], *row.cells[2:])) for row in rows)
    return (*_ROLES[:2], *_ROLES[3:]), cut


def _role(edition: Edition, role: OpenRole) -> Row:
    claim, project = role.claim, edition.ledger.projects[role.claim.project]
    allocation = project.allocations[claim.index]
    shown = share(allocation, words(edition.lang))
    amount = Number(claim.percent if claim.percent is not None else claim.days or 0, shown) if shown else None
    cells = (project_cell(project), purpose(allocation, project), amount, claim.first, claim.last)
    return Row("", role.role, project_path(project.id), "_resources", "", cells, project.id)


def share(allocation: Allocation, say: Words) -> str:
    """How much somebody is asked for: percent of the working time, or person-days."""
    if allocation.percent is not None:
        return say.amount(allocation.percent, "%")
    if allocation.days is None:
        return ""
    return say.say(message("{days} person-days", days=float(allocation.days)))


def purpose(allocation: Allocation, project: Project) -> Text | None:
    """The task or phase that an allocation is for, as it is called; None for the whole project."""
    item = by_name((*project.tasks, *project.phases)).get(allocation.task or allocation.phase)
    written = allocation.task or allocation.phase
    return item.title if item else Text(written) if written else None


# ---- what is counted


def _notes(edition: Edition) -> Iterator[Message]:
    """The calendars, what is not counted, and what nobody knows."""
    yield message(
        "Load is the share of a week's working days, in the calendar of the person, else of the team or the "
        "portfolio ({calendars}). A week without a working day has no load.",
        calendars=tuple(_calendars(edition)),
    )
    yield from _makes_up(edition)
    yield message(
        "Counted are allocations of projects that go on, not of those that are proposed, on hold, closed or "
        "cancelled; and no work outside of projects."
    )
    if edition.workload.unplanned:
        yield plural(
            "Of {n} person no project says anything; whether they are free is unknown.",
            "Of {n} people no project says anything; whether they are free is unknown.",
            len(edition.workload.unplanned),
        )
    if not edition.sees_all:
        yield message("Projects that this edition does not show are not counted.")
    if edition.gap:
        yield edition.gap


def _calendars(edition: Edition) -> Iterator[str]:
    """The names of the calendars in use."""
    people, settings = edition.portfolio.people, edition.settings
    used = (calendar_of_person(one.person, people, settings).name for one in edition.workload.people)
    yield from dict.fromkeys(sorted(used) or [settings.calendar])


def _makes_up(edition: Edition) -> Iterator[Message]:
    """That make-up days of a later year are not announced yet."""
    people, settings = edition.portfolio.people, edition.settings
    for calendar in {
        of.name: of
        for one in edition.workload.people
        if (of := calendar_of_person(one.person, people, settings))
    }.values():
        known, end = calendar.makes_up_until, edition.workload.weeks[-1].finish.year
        if known is not None and known < end:
            yield message(
                "In the calendar {calendar} days that make up for holidays are announced up to {year}; after "
                "that weeks may change.",
                calendar=calendar.name,
                year=str(known),
            )
