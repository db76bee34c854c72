"""Registers of what people agreed on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from opsgen.derive.meetings import concerned
from opsgen.derive.standing import currency_of
from opsgen.views.agreed import (
    PORTFOLIO_DECISIONS,
    Agreed,
    Spot,
    action_of,
    decision_of,
)
from opsgen.views.minutes import minutes
from opsgen.views.registers.table import (
    CURRENCY,
    MOST_ROWS,
    OWNER,
    PROJECT,
    STATUS,
    Column,
    Number,
    ProjectCell,
    Row,
    choice,
    register,
)
from opsgen.words import message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opsgen.derive.meetings import Sitting
    from opsgen.views.edition import Edition
    from opsgen.views.page import Page

_SOURCE = Column(message("Source"), "project")
_ACTIONS = (
    Column(message("Action")),
    OWNER,
    Column(message("Due"), "date"),
    PROJECT,
    _SOURCE,
    Column(message("Done on"), "date"),
    Column(message("Verified on"), "date"),
    STATUS,
)
_DECISIONS = (
    Column(message("Decision")),
    PROJECT,
    Column(message("Who decides"), "name"),
    Column(message("Due"), "date"),
    Column(message("Recommendation")),
    Column(message("Amount"), "num"),
    CURRENCY,
    Column(message("Outcome")),
    Column(message("Meeting"), "project"),
    STATUS,
)
_MEETINGS = (
    Column(message("Meeting")),
    Column(message("Date"), "date"),
    Column(message("Type"), "name"),
    Column(message("Projects")),
    Column(message("Decisions"), "num"),
    Column(message("Decisions wanted"), "num"),
    Column(message("Open actions"), "num"),
)


@dataclass(frozen=True, slots=True)
class OfOwner:
    """The open actions of one person, those overdue first."""

    owner: str
    overdue: int
    listed: tuple[Agreed, ...]


def actions(edition: Edition) -> Page:
    """All actions by owner, those with the most overdue first; what is done stands last."""
    found = [action_of(edition, placed) for placed in edition.ledger.actions]
    late = sum(agreed.overdue for agreed in found)
    lead = plural(
        "{n} action is overdue, of {all}.", "{n} actions are overdue, of {all}.", late, all=len(found)
    )
    owners = by_owner(agreed for agreed in found if agreed.wanted)
    ordered = [*(a for of in owners for a in of.listed), *(a for a in found if not a.wanted)]
    rows = tuple(_action(agreed) for agreed in ordered)
    page = register(edition, "actions", message("Actions"), lead, _ACTIONS, rows)
    return replace(
        page, template="pages/actions.html.j2", context={**page.context, "owners": tuple(_shown(owners))}
    )


def by_owner(found: Iterable[Agreed]) -> tuple[OfOwner, ...]:
    """Open actions by owner: who has the most overdue first, then who has the most."""
    ranked = sorted(found, key=lambda agreed: agreed.owner)
    groups = [
        OfOwner(owner, sum(a.overdue for a in listed), listed)
        for owner, listed in ((name, tuple(group)) for name, group in groupby(ranked, lambda a: a.owner))
    ]
    return tuple(sorted(groups, key=lambda of: (-of.overdue, -len(of.listed), of.owner)))


def _shown(owners: Iterable[OfOwner]) -> Iterator[OfOwner]:
    """As many as the page has room for: the others are in the file."""
    room = MOST_ROWS
    for of in owners:
        if room > 0:
            yield replace(of, listed=of.listed[:room])
        room -= len(of.listed)


def _action(agreed: Agreed) -> Row:
    action, source = agreed.item, agreed.meeting or agreed.source
    return _row(
        agreed,
        agreed.owner,
        action.due,
        _cell(agreed.project),
        _cell(source) if source else None,
        getattr(action, "done", None),
        getattr(action, "verified", None),
        agreed.light,
    )


def decisions(edition: Edition) -> Page:
    """Decisions wanted by due date, then those taken, the newest first; the portfolio's own in full."""
    found = [decision_of(edition, placed) for placed in edition.ledger.decisions]
    lead = plural(
        "{n} decision is wanted, of {all}.",
        "{n} decisions are wanted, of {all}.",
        len(edition.summary.decisions),
        all=len(found),
    )
    rows = tuple(_decision(agreed, edition) for agreed in found)
    page = register(edition, "decisions", message("Decisions"), lead, _DECISIONS, rows)
    own = tuple(agreed for agreed in found if agreed.at.page == PORTFOLIO_DECISIONS)
    return replace(page, template="pages/decisions.html.j2", context={**page.context, "own": own})


def _decision(agreed: Agreed, edition: Edition) -> Row:
    decision, cost = agreed.item, getattr(agreed.item, "cost", None)
    return _row(
        agreed,
        _cell(agreed.project),
        edition.person(by) if (by := getattr(decision, "by", "")) else None,
        decision.due,
        getattr(decision, "recommendation", None) or None,
        Number(cost, agreed.amount) if agreed.amount and cost is not None else None,
        _currency(agreed, edition) if agreed.amount else None,
        agreed.outcome or None,
        _cell(agreed.meeting) if agreed.meeting else None,
        agreed.light,
    )


def _currency(agreed: Agreed, edition: Edition) -> str:
    project = edition.ledger.projects.get(agreed.project_id)
    return currency_of(project, edition.settings) if project else edition.settings.currency


def meetings(edition: Edition) -> Page:
    """All meetings, the newest first."""
    held = [sitting for sitting in edition.sittings if edition.audience != "public"]
    coming = sum(sitting.meeting.date > edition.as_of for sitting in held)
    lead = plural("{n} meeting.", "{n} meetings.", len(held))
    if coming:
        lead = plural(
            "{n} of {all} meetings is still to come.",
            "{n} of {all} meetings are still to come.",
            coming,
            all=len(held),
        )
    rows = tuple(_meeting(sitting, edition) for sitting in held)
    return register(edition, "meetings", message("Meetings"), lead, _MEETINGS, rows)


def _meeting(sitting: Sitting, edition: Edition) -> Row:
    say, shown, meeting = words(edition.lang), minutes(edition, sitting), sitting.meeting
    projects = (edition.ledger.projects[name].title for name in concerned(sitting))
    return Row(
        "",
        meeting.title,
        shown.at.page,
        shown.at.anchor,
        "",
        (
            meeting.date,
            choice("meeting.type", meeting.type, edition.lang) if meeting.type else None,
            say.gettext(", ").join(map(say.pick, projects)) or None,
            len(shown.decisions) or None,
            sum(agreed.wanted for agreed in shown.decisions) or None,
            sum(agreed.wanted for agreed in shown.actions) or None,
        ),
        sitting.project.id if sitting.project else "",
        meeting.extra,
    )


def _row(agreed: Agreed, *cells: object) -> Row:
    page, anchor = agreed.at.page, agreed.at.anchor
    colour = agreed.light[0] if agreed.wanted else ""
    item = agreed.item
    return Row(item.id, item.title, page, anchor, colour, cells, agreed.project_id, item.extra)


def _cell(spot: Spot) -> ProjectCell:
    return ProjectCell(spot.title, spot.page, spot.anchor)
