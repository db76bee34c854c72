"""The report of a week or a month: what was done, what comes, risks and problems, what is wanted of others.

It is that of the week or month under way on the status date; where nobody wrote on that yet, of the last one
on which somebody did.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from opsgen.calendar import period, period_of
from opsgen.derive.period import frequency_of, runs_in
from opsgen.derive.portfolio import worst_first
from opsgen.views import states
from opsgen.views.handouts.deviations import Deviations, deviations
from opsgen.views.period import looking_ahead, looking_back, period_name
from opsgen.views.since import turn
from opsgen.views.status import Sheet, Shelf
from opsgen.words import Text, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from opsgen.calendar import Period
    from opsgen.derive import Assessment
    from opsgen.derive.links import Link
    from opsgen.model import HelpNeeded, Item, Project, Update
    from opsgen.views.edition import Edition
    from opsgen.views.period import Group
    from opsgen.views.since import Turn
    from opsgen.views.states import State
    from opsgen.views.status import Said
    from opsgen.words import Message

Often = Literal["weekly", "monthly"]
RISKS = 5
POINTS = 12
"""Entries of an author that are printed; nobody reads more of them."""
NEEDS = 8
CARDS = 60
"""Projects that are printed with everything."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A risk that can still do harm, or an issue that is open: what is done about it, by whom, until when.

    `bare` is a risk to which nobody has a response.
    """

    light: State
    kind: Message
    id: str
    title: Text
    answer: Text
    owner: str
    due: date | None
    overdue: bool
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """What is wanted of others: what it is, of whom, until when; `amount` where this audience may see it."""

    light: State
    id: str
    text: Text
    more: Text
    whom: str
    due: date | None
    overdue: bool
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A project in its period: the words of its author, and beside them what the data says.

    `said` are the updates whose words they are, the latest first; without any the project has not reported.
    """

    of: Assessment
    turn: Turn | None
    said: tuple[Said, ...]
    done: tuple[Text, ...]
    next: tuple[Text, ...]
    became: tuple[Group, ...]
    coming: tuple[Group, ...]
    contradicted: tuple[Item, ...]
    troubles: tuple[Trouble, ...]
    more_troubles: int
    deviations: Deviations
    needs: tuple[Need, ...]
    more_needs: int

    @property
    def summary(self) -> Text:
        """What its author says of it all."""
        return self.said[0].update.summary if self.said else Text()


@dataclass(frozen=True, slots=True)
class Row:
    """A project in the list of all: `owed` where a report was due and there is none.

    `cadence` is how often it reports, empty where it never does.
    """

    of: Assessment
    turn: Turn | None
    summary: Text
    reported: bool
    owed: bool
    cadence: str


@dataclass(frozen=True, slots=True)
class Told:
    """A week or month of all projects, those in trouble or newly worse first; or of one."""

    span: Period
    name: str
    now: bool
    """Whether it is under way on the status date."""
    lead: Message
    rows: tuple[Row, ...]
    missing: tuple[Project, ...]
    cards: tuple[Card, ...]
    more: int


def told(edition: Edition, often: Often, only: Assessment | None = None) -> Told:
    """The report of the projects of an edition, or of one of them."""
    shelf = Shelf(edition)
    span = span_of(shelf, often, only)
    sheet = Sheet(shelf, span)
    about = [only] if only else sorted(_concerned(sheet), key=lambda of: _order(sheet, of))
    rows = tuple(_row(sheet, of) for of in about)
    worth = [of for of in about if only or of.project.id in sheet.reported or of.chronicle.speaks_of(span)]
    return Told(
        span=span,
        name=period_name(span, shelf.say),
        now=span.finish >= edition.as_of,
        lead=sheet.lead,
        rows=rows,
        missing=tuple(row.of.project for row in rows if row.owed),
        cards=tuple(_card(sheet, of) for of in worth[:CARDS]),
        more=max(0, len(worth) - CARDS),
    )


def span_of(shelf: Shelf, often: Often, only: Assessment | None = None) -> Period:
    """The period under way on the status date, or the last one on which somebody wrote."""
    now = period_of(shelf.as_of, often)
    written = (
        span
        for label, updates in shelf.by_label.items()
        if (span := period(label)) and span.label == label and frequency_of(span) == often
        if span.start <= now.start and (only is None or any(of is only for of, _ in updates))
    )
    return max(written, key=lambda span: span.start, default=now)


def _concerned(sheet: Sheet) -> list[Assessment]:
    """The projects that wrote, of which the data has facts, or that owe a report."""
    known = {of.project.id for of in sheet.projects}
    return [a for a in sheet.shelf.edition.assessments if a.project.id in known or _owes(sheet, a)]


def _order(sheet: Sheet, of: Assessment) -> tuple[bool, bool, tuple[int, int, int, str]]:
    since = turn(sheet.shelf.edition, of)
    worse = since is not None and since.course == "worse"
    wrote = of.project.id in sheet.reported
    return (not (worse or of.health.overall == "red"), not wrote, worst_first(of))


def _owes(sheet: Sheet, of: Assessment) -> bool:
    """Whether a report of this period was due of a project, and there is none.

    One that reports every other week owes none after a week on which it wrote; of longer cadences nothing is
    due for a week or month, and one that never reports owes nothing.
    """
    if of.project.id in sheet.reported or not (_reports(of) and runs_in(of.project, sheet.span)):
        return False
    cadence = of.update.cadence
    if frequency_of(sheet.span) == "monthly":
        return cadence != "quarterly"
    if cadence == "biweekly":
        return not any(0 < (sheet.span.start - one.place.start).days <= 7 for one in of.updates)
    return cadence == "weekly"


def _reports(of: Assessment) -> bool:
    return of.project.cadence is not None or bool(of.updates)


def _row(sheet: Sheet, of: Assessment) -> Row:
    updates = sheet.reported.get(of.project.id, [])
    return Row(
        of=of,
        turn=turn(sheet.shelf.edition, of),
        summary=updates[0].update.summary if updates else Text(),
        reported=bool(updates),
        owed=_owes(sheet, of),
        cadence=of.update.cadence if _reports(of) else "",
    )


def _card(sheet: Sheet, of: Assessment) -> Card:
    edition, block = sheet.shelf.edition, sheet.block(of)
    facts = of.chronicle.during(sheet.span)
    said = block.said or block.folded
    updates = [one.update for one in said]
    troubles, needs = list(_troubles(of, edition)), list(_needs(of, updates, edition))
    return Card(
        of=of,
        turn=turn(edition, of),
        said=said,
        done=_entries(one.done for one in updates),
        next=updates[0].next[:POINTS] if updates else (),
        became=looking_back(facts, of, edition),
        coming=looking_ahead(facts, of, edition),
        contradicted=block.contradicted,
        troubles=tuple(troubles[:RISKS]),
        more_troubles=max(0, len(troubles) - RISKS),
        deviations=deviations(of, edition),
        needs=tuple(needs[:NEEDS]),
        more_needs=max(0, len(needs) - NEEDS),
    )


def _entries(lists: Iterable[Sequence[Text]]) -> tuple[Text, ...]:
    """The entries of all lists, each once."""
    return tuple(dict.fromkeys(entry for entries in lists for entry in entries))[:POINTS]


def _troubles(of: Assessment, edition: Edition) -> Iterator[Trouble]:
    """Severe issues, then open threats by their weight, then the other issues; nothing of what is over."""
    if not of.live:
        return
    issues = [
        (
            state.severe,
            Trouble(
                light=("late", message("Severe")) if state.severe else states.ISSUE[state.issue.status],
                kind=message("Issue"),
                id=state.issue.id,
                title=state.issue.title,
                answer=state.issue.impact,
                owner=edition.person(state.owner),
                due=state.issue.due,
                overdue=state.overdue,
            ),
        )
        for state in of.issues
        if state.open
    ]
    yield from (one for severe, one in issues if severe)
    for risk in (state for state in of.risks if state.open_threat):
        token, word = states.band(risk, edition.settings.scales) or ("todo", message("not rated"))
        scored = message("{score} {band}", score=risk.score, band=word) if risk.score else word
        yield Trouble(
            light=(token, scored),
            kind=message("Risk"),
            id=risk.risk.id,
            title=risk.risk.title,
            answer=risk.risk.response,
            owner=edition.person(risk.owner),
            due=risk.review_due,
            overdue=risk.review_overdue,
            bare=not risk.responded,
        )
    yield from (one for severe, one in issues if not severe)


def _needs(of: Assessment, updates: Sequence[Update], edition: Edition) -> Iterator[Need]:
    """What the author asks for, then what the data has others owe: decisions, promises, what blocks tasks."""
    asked: dict[Text, HelpNeeded] = {}
    for update in updates:
        for one in update.help_needed:
            asked.setdefault(one.text, one)
    latest = of.update.latest in updates
    for one in sorted(asked.values(), key=lambda one: (one.due is None, one.due)):
        overdue = latest and one.due is not None and one.due < edition.as_of
        whom = edition.person(one.from_) if one.from_ else ""
        yield Need(_HELP, "", one.text, Text(), whom, one.due, overdue)
    yield from _decisions(of, edition)
    if of.live:
        yield from (_owed(link) for link in edition.links.waits.get(of.project.id, ()) if link.late)
        for task in of.project.tasks:
            if task.status == "blocked":
                yield Need(states.TASK["blocked"], task.id, task.title, task.blocked_by, "", None, False)


_HELP: State = ("risk", message("Help needed"))


def _decisions(of: Assessment, edition: Edition) -> Iterator[Need]:
    for state in of.decisions_wanted:
        one = state.decision
        late = state.days_left is not None and state.days_left < 0
        whom = edition.person(one.by) if one.by else ""
        amount = edition.cost(one.cost, of.project)
        light: State = ("late" if late else "risk", message("Decision to take"))
        yield Need(light, one.id, one.title, one.recommendation, whom, one.due, late, amount)


def _owed(link: Link) -> Need:
    """What another project is late with; its name only where this edition shows it."""
    token, word = states.ARRIVAL[link.arrival.standing]
    giver = link.giving.project.title if link.giving.project else Text()
    return Need((token, word), link.item.id, link.item.title, giver, "", link.needed, True)
