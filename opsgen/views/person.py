"""One person: what is due, then the projects, the load, and what else they answer for; not for the public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.raci import person_key
from opsgen.figures.heat_map import whole
from opsgen.views import states
from opsgen.views.agreed import Spot, project_spot
from opsgen.views.calendar import subscribed
from opsgen.views.entries import Entry, entry
from opsgen.views.how import load as how
from opsgen.views.load import figure
from opsgen.views.overload import overloads, week_name
from opsgen.views.page import Dates, Page, person_anchor, project_path
from opsgen.words import Message, Text, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from opsgen.derive import Assessment
    from opsgen.derive.conflicts import ConflictState
    from opsgen.derive.dated import Dated
    from opsgen.derive.people import Duties
    from opsgen.derive.steering import Reminder
    from opsgen.derive.workload import Cell, PersonLoad
    from opsgen.model import Person, Project
    from opsgen.views.edition import Edition
    from opsgen.views.how import How
    from opsgen.views.states import State

SOON = 14
"""Days ahead of which something is due soon."""
MOST = 60
"""Entries of one list; the others are counted."""
MOST_OVER = 6
"""Over-allocations that are said; the figure and the page of the load show the others."""
_WEEKS = 13
"""Weeks that the figure shows."""
_DATED = frozenset({"review", "check", "benefit", "delivery", "payment"})
"""Reminders of what has a day and stands among what is due."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The first entries of a list, and how many more there are."""

    entries: tuple[Entry, ...]
    more: int

    @property
    def count(self) -> int:
        """How many there are in all."""
        return len(self.entries) + self.more


@dataclass(frozen=True, slots=True)
class Noted:
    """Something to see to that has no day of its own."""

    text: Message
    project: Spot
    anchor: str


@dataclass(frozen=True, slots=True)
class Part:
    """A project of a person: what they are in it, and how it stands."""

    project: Project
    page: str
    rag: str
    roles: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """A week of a person: how much is planned, and of which projects."""

    week: Message
    days: str
    percent: str
    over: bool
    how: How | None
    shares: tuple[tuple[Spot, str], ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A risk, an issue or a conflict: where it is, and how it stands."""

    id: str
    at: Spot
    project: Spot
    lights: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class Lists:
    """All that the page shows of a person below what is due."""

    parts: tuple[Part, ...]
    risks: tuple[Held, ...]
    issues: tuple[Held, ...]
    conflicts: tuple[Held, ...]
    accountable: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class _Shared:
    """What is gathered once for all pages, by person."""

    noted: Mapping[str, tuple[Noted, ...]]
    conflicts: Mapping[str, tuple[Held, ...]]


def person_pages(edition: Edition) -> Iterator[Page]:
    """A page for everybody who has to do with a project; none for the public."""
    if not edition.diary.pages:
        return
    shared = _Shared(_noted(edition), _conflicts(edition))
    for key, path in edition.diary.pages.items():
        yield _page(edition, key, path, shared)


def _page(edition: Edition, key: str, path: str, shared: _Shared) -> Page:
    diary, say, noted = edition.diary, words(edition.lang), shared.noted.get(key, ())
    person, name = edition.portfolio.people.find(key), edition.person(key)
    days = diary.of_person.get(key, ())
    waiting = [one for one in days if one.waits and one.kind != "meeting"]
    due = _lines(edition, [one for one in waiting if (one.day - edition.as_of).days <= SOON])
    meetings = [one for one in days if one.kind == "meeting" and one.standing == "open"]
    lists = _lists(edition, key, shared.conflicts.get(key, ()))
    context: dict[str, object] = {
        "name": name,
        "person": person,
        "team": _team(edition, person),
        "anchor_of_load": person_anchor(key),
        "due": due,
        "later": _lines(edition, [one for one in waiting if (one.day - edition.as_of).days > SOON]),
        "meetings": _lines(edition, meetings),
        "noted": noted[:MOST],
        "lists": lists,
        "most": MOST,
        **_load(edition, key),
    }
    overdue = sum(one.standing == "late" for one in waiting)
    lead = _lead(overdue, due.count - overdue, nothing=not (waiting or noted or meetings or any(_all(lists))))
    dates = Dates(path.removesuffix(".md") + ".ics", name, subscribed(edition, days)) if days else None
    context |= {"lead": lead, "loaded": key in diary.loads}
    return Page(path, "pages/person.html.j2", name, context, say.say(lead), wide=True, dates=dates)


def _all(lists: Lists) -> tuple[tuple[object, ...], ...]:
    return lists.parts, lists.risks, lists.issues, lists.conflicts, lists.accountable


def _lead(overdue: int, soon: int, *, nothing: bool) -> Message:
    if nothing:
        return message("Answers for nothing that is open, and no project asks for anything.")
    if not overdue and not soon:
        return message("Nothing is overdue, and nothing is due in the next two weeks.")
    coming = plural(
        "{n} thing is due in the next two weeks", "{n} things are due in the next two weeks", soon
    )
    if not overdue:
        return message("{coming}; nothing is overdue.", coming=coming)
    late = plural("{n} thing is overdue", "{n} things are overdue", overdue)
    return message("{late}; {coming}.", late=late, coming=coming) if soon else message("{late}.", late=late)


def _lines(edition: Edition, days: Sequence[Dated]) -> Lines:
    return Lines(tuple(entry(edition, one) for one in days[:MOST]), max(0, len(days) - MOST))


def _team(edition: Edition, person: Person | None) -> Text:
    teams = edition.portfolio.people.teams
    return next((team.title for team in teams if person and team.id == person.team), Text())


# ---- what has no day


def _noted(edition: Edition) -> Mapping[str, tuple[Noted, ...]]:
    """What measurements and time made due of everybody, and whose projects have no current update."""
    found: dict[str, list[Noted]] = {}
    for of in edition.assessments:
        for one in of.reminders:
            if one.kind not in _DATED:
                key = person_key(one.owner or of.project.owner, edition.portfolio.people)
                found.setdefault(key, []).append(_note(edition, of, one))
    return {key: tuple(notes) for key, notes in found.items()}


def _note(edition: Edition, of: Assessment, one: Reminder) -> Noted:
    return Noted(one.text, project_spot(edition, of.project), one.item)


# ---- what they answer for


def _lists(edition: Edition, key: str, conflicts: tuple[Held, ...]) -> Lists:
    duties = edition.diary.duties.get(key)
    return Lists(
        parts=tuple(_parts(edition, key, duties)),
        risks=tuple(_risks(edition, duties)) if duties else (),
        issues=tuple(_issues(edition, duties)) if duties else (),
        conflicts=conflicts,
        accountable=tuple(_accountable(edition, duties)) if duties else (),
    )


def _parts(edition: Edition, key: str, duties: Duties | None) -> Iterator[Part]:
    """The projects in the order of the front page, the worst first."""
    roles: dict[str, list[Message]] = {}
    known: tuple[tuple[Message, Iterable[Project]], ...] = (
        (message("Owner"), duties.owns if duties else ()),
        (message("Sponsor"), duties.sponsors if duties else ()),
        (message("Board"), duties.board if duties else ()),
        (message("Works on it"), edition.diary.works_on.get(key, ())),
    )
    for role, projects in known:
        for project in projects:
            roles.setdefault(project.id, []).append(role)
    for of in edition.summary.projects:
        if of.project.id in roles:
            own = tuple(roles[of.project.id])
            yield Part(of.project, project_path(of.project.id), of.health.overall, own)


def _risks(edition: Edition, duties: Duties) -> Iterator[Held]:
    for project, state in duties.risks:
        at = Spot(state.risk.title, project_path(project.id), state.risk.id)
        band = states.band(state, edition.settings.scales)
        lights = ((band,) if band else ()) + states.to_see_to(state)
        yield Held(state.risk.id, at, project_spot(edition, project), lights)


def _issues(edition: Edition, duties: Duties) -> Iterator[Held]:
    for project, issue in duties.issues:
        at = Spot(issue.title, project_path(project.id), issue.id)
        overdue = issue.due is not None and issue.due < edition.as_of
        light = ("late", message("Overdue")) if overdue else states.ISSUE[issue.status]
        yield Held(issue.id, at, project_spot(edition, project), (light,))


def _conflicts(edition: Edition) -> Mapping[str, tuple[Held, ...]]:
    """The open conflicts about each person, or for them to settle."""
    found: dict[str, list[Held]] = {}
    for of in edition.assessments:
        for state in of.conflicts:
            if state.open:
                for key in _concerned(edition, state):
                    found.setdefault(key, []).append(_held(edition, of.project, state))
    return {key: tuple(held) for key, held in found.items()}


def _concerned(edition: Edition, state: ConflictState) -> Iterable[str]:
    """Who is wanted, who answers for it, who decides, and the people who want somebody or something."""
    conflict, people = state.conflict, edition.portfolio.people
    names = (*conflict.resource.forms, state.owner, conflict.decided_by, *conflict.parties)
    return dict.fromkeys(person_key(name, people) for name in names if name)


def _held(edition: Edition, project: Project, state: ConflictState) -> Held:
    conflict = state.conflict
    at = Spot(conflict.title, project_path(project.id), conflict.id or "_resources")
    return Held(conflict.id, at, project_spot(edition, project), (states.conflict(state),))


def _accountable(edition: Edition, duties: Duties) -> Iterator[Spot]:
    for project, line in duties.accountable:
        page = project_path(project.id)
        if line.item:
            yield Spot(line.item.title, page, line.item.id)
        else:
            yield Spot(edition.told(line.row.item), page, "_raci")


# ---- the load


def _load(edition: Edition, key: str) -> dict[str, object]:
    """The load by week, and where it is too much."""
    load = edition.diary.loads.get(key)
    if load is None:
        return {"figure": "", "weeks": (), "over": ()}
    stretches = [one for one in edition.workload.stretches if one.key == key]
    return {
        "figure": _figure(edition, load),
        "weeks": tuple(_week(edition, cell) for cell in load.cells[:_WEEKS] if cell.parts),
        "over": overloads(edition, stretches[:MOST_OVER]),
    }


def _figure(edition: Edition, load: PersonLoad) -> str:
    if not load.peak:
        return ""
    return figure(edition, (load,), edition.workload.weeks[:_WEEKS], "_person-load", width=760)


def _week(edition: Edition, cell: Cell) -> Load:
    say, projects = words(edition.lang), edition.ledger.projects
    shares = (
        (Spot(projects[name].title, project_path(name), "_resources"), say.percent(whole(percent)))
        for name, percent in cell.shares.items()
    )
    limit = cell.capacity if cell.over else None
    return Load(
        week=week_name(cell.week),
        days=say.days(cell.week.start, cell.week.finish),
        percent=say.percent(whole(cell.percent or 0, limit)),
        over=cell.over,
        how=how.load(cell, projects, say),
        shares=tuple(shares),
    )
