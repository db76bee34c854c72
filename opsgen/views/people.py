"""Who to ask, over all projects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.people import Duties
from opsgen.views.agreed import Spot, action_of, decision_of, project_spot
from opsgen.views.how import load as how
from opsgen.views.overload import highest, peak, week_name
from opsgen.views.page import Page, person_anchor, project_path
from opsgen.words import Text, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from opsgen.derive.standing import Called
    from opsgen.derive.workload import PersonLoad
    from opsgen.model import Person, Project
    from opsgen.views.edition import Edition
    from opsgen.views.how import How
    from opsgen.words import Message

MOST = 5
"""Entries of one kind that a card names; the others it counts."""
MOST_PEOPLE = 600


@dataclass(frozen=True, slots=True)
class Duty:
    """One kind of duty: its name, how many there are, and the first of them."""

    name: Message
    count: int
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Burden:
    """The highest load of the coming weeks and its week, and in how many weeks there is too much."""

    peak: str
    how: How | None
    week: Message | None
    over: int


@dataclass(frozen=True, slots=True)
class Card:
    """One person: how to reach them, and what to ask them about."""

    name: str
    page: str
    anchor: str
    role: Text
    email: str
    open: int
    overdue: int
    duties: tuple[Duty, ...]
    person: Person | None = None
    """Who it is in `people.yaml`."""
    load: Burden | None = None
    """What is planned of their time; None where no project says anything."""


@dataclass(frozen=True, slots=True)
class Crew:
    """A team and its people; those of no team have no title."""

    title: Text
    cards: tuple[Card, ...]


def people(edition: Edition) -> Iterator[Page]:
    """The page of everybody who answers for something; none for the public."""
    diary = edition.diary
    shown = [diary.duties.get(key) or Duties(key, None) for key in diary.pages]
    if not any(one.any for one in shown):
        return
    say = words(edition.lang)
    lead = plural(
        "{n} person, and what they answer for.", "{n} people, and what they answer for.", len(shown)
    )
    context = {"lead": lead, "crews": tuple(_crews(edition, shown[:MOST_PEOPLE])), "cut": _cut(len(shown))}
    yield Page("people.md", "pages/people.html.j2", say.gettext("People"), context, wide=True)


def _cut(n: int) -> Message | None:
    return message("The first {n} of {all}.", n=MOST_PEOPLE, all=n) if n > MOST_PEOPLE else None


def _crews(edition: Edition, named: Iterable[Duties]) -> Iterator[Crew]:
    """The people by team, in the order of `people.yaml`; those of no team come last."""
    loads = edition.diary.loads
    by_team: dict[str, list[Card]] = {team.id: [] for team in edition.portfolio.people.teams}
    for one in named:
        team = one.person.team if one.person else ""
        by_team.setdefault(team if team in by_team else "", []).append(_card(edition, one, loads))
    titles = {team.id: team.title for team in edition.portfolio.people.teams}
    for team, cards in sorted(by_team.items(), key=lambda pair: pair[0] == ""):
        if cards:
            yield Crew(titles.get(team, Text()), tuple(cards))


def _card(edition: Edition, one: Duties, loads: Mapping[str, PersonLoad]) -> Card:
    person = one.person
    return Card(
        name=edition.person(one.key),
        page=edition.diary.pages[one.key],
        anchor=person_anchor(one.key),
        role=person.role if person else Text(),
        email=person.email if person else "",
        open=len(one.actions),
        overdue=one.overdue,
        duties=tuple(duty for duty in _duties(edition, one) if duty.count),
        person=person,
        load=_burden(edition, loads.get(one.key)),
    )


def _burden(edition: Edition, load: PersonLoad | None) -> Burden | None:
    worst = highest(load) if load else None
    if load is None or worst is None:
        return None
    say = words(edition.lang)
    known = how.load(worst, edition.ledger.projects, say) if worst.parts else None
    return Burden(peak(worst, say), known, week_name(worst.week) if worst.parts else None, len(load.over))


def _duties(edition: Edition, one: Duties) -> Iterator[Duty]:
    yield _duty(message("Decisions to take"), (decision_of(edition, p).at for p in one.decisions))
    yield _duty(message("Owner of"), (project_spot(edition, project) for project in one.owns))
    yield _duty(message("Sponsor of"), (project_spot(edition, project) for project in one.sponsors))
    yield _duty(message("On the board of"), (project_spot(edition, project) for project in one.board))
    rows = ((project, line.item, edition.told(line.row.item)) for project, line in one.accountable)
    yield _duty(message("Accountable for"), (_row(*row) for row in rows))
    yield _duty(message("Open actions"), (action_of(edition, placed).at for placed in one.actions))
    yield _duty(message("Open risks"), (_item(project, state.risk) for project, state in one.risks))
    yield _duty(message("Open issues"), (_item(project, issue) for project, issue in one.issues))


def _duty(name: Message, spots: Iterable[Spot]) -> Duty:
    found = tuple(spots)
    return Duty(name, len(found), found[:MOST])


def _item(project: Project, item: Called) -> Spot:
    return Spot(item.title, project_path(project.id), item.id)


def _row(project: Project, item: Called | None, written: Text) -> Spot:
    """A row of the responsibility matrix: the item it names, else the matrix."""
    return _item(project, item) if item else Spot(written, project_path(project.id), "_raci")
