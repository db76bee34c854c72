"""Registers of what several people want at the same time: bookings of equipment, and conflicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from opsgen.derive.conflicts import soonest
from opsgen.derive.equipment import shared
from opsgen.derive.items import items_by_name
from opsgen.views import states
from opsgen.views.registers.table import (
    OWNER,
    PROJECT,
    STATUS,
    Column,
    Number,
    project_cell,
    register,
    row,
)
from opsgen.views.sections.conflicts import conflict_item
from opsgen.views.sections.equipment import booked_for
from opsgen.words import Message, Text, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from opsgen.derive import Assessment
    from opsgen.derive.conflicts import ConflictState
    from opsgen.derive.equipment import Clash, EquipmentState, Use
    from opsgen.views.agreed import Spot
    from opsgen.views.edition import Edition
    from opsgen.views.page import Page
    from opsgen.views.registers.table import Row
    from opsgen.views.states import State

_MOST_NAMED = 3
_BOOKINGS = (
    Column(message("Equipment")),
    PROJECT,
    OWNER,
    Column(message("From"), "date"),
    Column(message("Until"), "date"),
    Column(message("How many"), "num"),
    Column(message("There are"), "num", only_csv=True),
    Column(message("Unit"), "name", only_csv=True),
    Column(message("For")),
    Column(message("At the same time")),
    STATUS,
)
_CONFLICTS = (
    Column(message("Conflict")),
    PROJECT,
    OWNER,
    Column(message("Parties"), "brief"),
    Column(message("Resource"), "brief"),
    Column(message("When"), "brief"),
    Column(message("Impact"), only_csv=True),
    Column(message("Options"), only_csv=True),
    Column(message("Resolution")),
    Column(message("Decided by"), "name"),
    Column(message("Decided on"), "date", only_csv=True),
    STATUS,
)


def equipment(edition: Edition) -> Page:
    """The bookings of all projects: what clashes first, then by day, what is over last."""
    bookings = _Bookings(edition, tuple(_between(edition)))
    found = [use for of in edition.assessments for use in bookings.of(of)]
    found.sort(key=lambda pair: pair[0])
    rows = tuple(made for _, made in found)
    idle = (
        _idle(of, state, edition) for of in edition.assessments for state in of.equipment if not state.uses
    )
    lead = plural(
        "{n} booking clashes with another one from now on, of {all}.",
        "{n} bookings clash with each other from now on, of {all}.",
        sum(made.state == "late" for made in rows),
        all=len(rows),
    )
    return register(edition, "equipment", message("Equipment"), lead, _BOOKINGS, (*rows, *idle))


def _between(edition: Edition) -> Iterator[tuple[int, Clash]]:
    """The bookings that meet those of other projects, by identity, each with the first clash to come."""
    for one in shared(edition.assessments):
        for clash in reversed(one.clashes):
            if clash.last >= edition.as_of:
                yield from ((id(use.booking), clash) for use in clash.uses)


Order: TypeAlias = "tuple[bool, bool, date, str]"


class _Bookings:
    """The bookings of an edition as rows of its register."""

    def __init__(self, edition: Edition, between: Iterable[tuple[int, Clash]]) -> None:
        self.edition = edition
        self.between = dict(between)
        self.items = {a.project.id: items_by_name(a.project) for a in edition.assessments if a.equipment}

    def of(self, assessment: Assessment) -> Iterator[tuple[Order, Row]]:
        """The rows of a project with their place in the order of all."""
        as_of = self.edition.as_of
        for state in assessment.equipment:
            for use in state.uses:
                clash = state.clash_of(use, as_of) or self.between.get(id(use.booking))
                begun = clash.first if clash else use.booking.from_
                order = (clash is None, use.booking.until < as_of, begun, use.project.id)
                yield order, self._row(state, use, clash)

    def _row(self, state: EquipmentState, use: Use, clash: Clash | None) -> Row:
        say, booking = words(self.edition.lang), use.booking
        light = states.booking(booking, clash, self.edition.as_of)
        there = say.amount(state.quantity, state.equipment.unit)
        shown = message("{booked} of {there}", booked=use.quantity, there=there)
        return row(
            use.project,
            state.equipment,
            light if light[0] == "late" else None,
            project_cell(use.project),
            self.edition.person(state.owner),
            booking.from_,
            booking.until,
            Number(use.quantity, say.say(shown)),
            state.quantity,
            state.equipment.unit or None,
            self._purpose(use) or None,
            say.say(self._others(use, clash)) if clash else None,
            light,
        )

    def _purpose(self, use: Use) -> Text:
        item, said = booked_for(use, self.items[use.project.id], self.edition)
        return item.title if item else said

    def _others(self, use: Use, clash: Clash) -> Message:
        """What else is booked, and on which days that is too much."""
        others = [other for other in clash.uses if other.booking is not use.booking]
        if not others:
            return message("{booked} booked, {there} there", booked=clash.most, there=clash.quantity)
        more = ("…",) if len(others) > _MOST_NAMED else ()
        said = (*(self._other(other, use) for other in others[:_MOST_NAMED]), *more)
        days = words(self.edition.lang).days(clash.first, clash.last)
        return message("{days}: {others}", days=days, others=said)

    def _other(self, other: Use, use: Use) -> Message:
        """Another booking: by whom, where that is another project, for what and how many."""
        booking, purpose = other.booking, self._purpose(other)
        if other.project.id != use.project.id:
            return message("{project} ({count})", project=other.project.title, count=other.quantity)
        if purpose:
            return message("{purpose} ({count})", purpose=purpose, count=other.quantity)
        days = words(self.edition.lang).days(booking.from_, booking.until)
        return message("{days} ({count})", days=days, count=other.quantity)


def _idle(of: Assessment, state: EquipmentState, edition: Edition) -> Row:
    """Equipment that nobody has booked."""
    there = words(edition.lang).amount(state.quantity, state.equipment.unit)
    return row(
        of.project,
        state.equipment,
        None,
        project_cell(of.project),
        edition.person(state.owner),
        *(None, None, Number(state.quantity, there), state.quantity, state.equipment.unit or None),
        *(None, None, ("todo", message("Not booked"))),
    )


def conflicts(edition: Edition) -> Page:
    """The conflicts of all projects: open ones first, by when they hit."""
    found = [(of, state) for of in edition.assessments for state in of.conflicts]
    found.sort(key=lambda pair: soonest(pair[1]))
    rows = tuple(_conflict(of, state, edition) for of, state in found)
    lead = _how_many([state for _, state in found])
    return register(edition, "conflicts", message("Conflicts"), lead, _CONFLICTS, rows)


def _how_many(of: list[ConflictState]) -> Message:
    """How many conflicts are open, and of how many nobody decided in time."""
    still, late = sum(state.open for state in of), sum(state.passed for state in of)
    if not late:
        return plural(
            "{n} conflict is open, of {all}.", "{n} conflicts are open, of {all}.", still, all=len(of)
        )
    return plural(
        "{n} conflict is open, of {all}; the time of {late} is over.",
        "{n} conflicts are open, of {all}; the time of {late} is over.",
        still,
        all=len(of),
        late=late,
    )


def _conflict(of: Assessment, state: ConflictState, edition: Edition) -> Row:
    item, conflict = conflict_item(state, of.project, edition), state.conflict
    light: State = item.light
    return row(
        of.project,
        conflict,
        light if state.open else None,
        project_cell(of.project),
        edition.person(state.owner),
        _listed(item.parties, edition),
        item.resource.title if item.resource else None,
        item.when or None,
        conflict.impact or None,
        "; ".join(words(edition.lang).pick(option) for option in conflict.options) or None,
        conflict.resolution or None,
        edition.person(conflict.decided_by) or None,
        conflict.decided,
        light,
    )


def _listed(parties: Iterable[Spot], edition: Edition) -> Text | None:
    say = words(edition.lang)
    said = say.gettext(", ").join(say.pick(party.title) for party in parties)
    return Text(said) if said else None
