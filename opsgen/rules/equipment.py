"""Rules about equipment: nothing is booked twice, more often than it is there, or when nobody needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.calendar import period
from opsgen.derive.conflicts import about
from opsgen.derive.equipment import Use, clashes, counted
from opsgen.derive.standing import goes_on, named
from opsgen.rules.rule import Finding, rule
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.derive.equipment import Clash
    from opsgen.model import Conflict, Equipment, Project
    from opsgen.portfolio import House

_NAMED = 3
"""Bookings of a clash that a sentence names."""


@rule("booking-clash", "warning")
def booking_clash(project: Project, _: House) -> Iterator[Finding]:
    """Several bookings take more of some equipment than there is, on the same days.

    Where a conflict of the project names the equipment and these days, somebody sees to it already. What is
    past is past.

    Example:
        # wrong
        equipment:
          - id: E1
            title: Studio
            bookings:
              - {from: 2026-12-01, until: 2026-12-04, for: Rehearsal}
              - {from: 2026-12-04, until: 2026-12-06, for: Recording}
        # right
        equipment:
          - id: E1
            title: Studio
            bookings:
              - {from: 2026-12-01, until: 2026-12-03, for: Rehearsal}
              - {from: 2026-12-04, until: 2026-12-06, for: Recording}
    """
    for i, one in enumerate(project.equipment) if goes_on(project) else ():
        places = {id(booking): j for j, booking in enumerate(one.bookings)}
        known = tuple(about(one, project))
        for clash in _clashes(one, project):
            if len(clash.uses) > 1 and not any(_settles(conflict, clash) for conflict in known):
                place = max(places[id(use.booking)] for use in clash.uses)
                hint = message("move one of them, or write it down in `conflicts` with the options there are")
                yield Finding(("equipment", i, "bookings", place), _clashing(clash), hint, until=clash.last)


@rule("booked-more-than-there-is", "warning")
def booked_more_than_there_is(project: Project, _: House) -> Iterator[Finding]:
    """A single booking takes more of some equipment than there is.

    Example:
        # wrong
        equipment:
          - id: E1
            title: Vans
            quantity: 2
            bookings: [{from: 2026-12-01, until: 2026-12-04, quantity: 3}]
        # right
        equipment:
          - id: E1
            title: Vans
            quantity: 3
            bookings: [{from: 2026-12-01, until: 2026-12-04, quantity: 3}]
    """
    for i, one in enumerate(project.equipment) if goes_on(project) else ():
        for j, booking in enumerate(one.bookings):
            if booking.quantity > one.quantity:
                text = message(
                    "{item}: {booked} are booked, and there are {quantity}",
                    item=named(one),
                    booked=counted(booking.quantity),
                    quantity=counted(one.quantity),
                )
                hint = message("correct `quantity` of the booking or of the equipment, or get more of it")
                yield Finding(("equipment", i, "bookings", j, "quantity"), text, hint, until=booking.until)


@rule("booking-outside-project", "info")
def booking_outside_project(project: Project, _: House) -> Iterator[Finding]:
    """A booking lies wholly before the project's start or after its finish: most often a wrong year or month.

    Example:
        # wrong
        start: 2026-07-01
        finish: 2026-12-31
        equipment:
          - {id: E1, title: Studio, bookings: [{from: 2027-12-01, until: 2027-12-04}]}
        # right
        start: 2026-07-01
        finish: 2026-12-31
        equipment:
          - {id: E1, title: Studio, bookings: [{from: 2026-12-01, until: 2026-12-04}]}
    """
    start, finish = project.start, project.finish
    if start and finish and finish < start:
        return
    for i, one in enumerate(project.equipment) if goes_on(project) else ():
        for j, booking in enumerate(one.bookings):
            if (start and booking.until < start) or (finish and booking.from_ > finish):
                text = message(
                    "{item} is booked for {first} – {last}, when the project does not run",
                    item=named(one),
                    first=booking.from_,
                    last=booking.until,
                )
                yield Finding(("equipment", i, "bookings", j, "from"), text, message("correct the dates"))


def _clashes(one: Equipment, project: Project) -> tuple[Clash, ...]:
    """The clashes of bookings that are possible by themselves; what is too much alone is told alone."""
    uses = [Use(project, one, booking) for booking in one.bookings if booking.quantity <= one.quantity]
    return clashes(uses, counted(one.quantity))


def _settles(conflict: Conflict, clash: Clash) -> bool:
    """Whether a conflict is about the days of a clash; one without a period is about all of them."""
    span = period(conflict.period)
    return span is None or (span.start <= clash.last and clash.first <= span.finish)


def _clashing(clash: Clash) -> Message:
    more = ("…",) if len(clash.uses) > _NAMED else ()
    return message(
        "{item}: {booked} are booked from {first} to {last}, and there are {quantity}: {bookings}",
        item=named(clash.uses[0].equipment),
        booked=clash.most,
        first=clash.first,
        last=clash.last,
        quantity=clash.quantity,
        bookings=(*(_booked(use) for use in clash.uses[:_NAMED]), *more),
    )


def _booked(use: Use) -> Message:
    """A booking as a sentence names it: what for, else from which day to which."""
    booking = use.booking
    if booking.for_:
        return message("{count} for “{purpose}”", count=use.quantity, purpose=booking.for_)
    return message(
        "{count} from {first} to {last}", count=use.quantity, first=booking.from_, last=booking.until
    )


RULES = (booking_clash, booked_more_than_there_is, booking_outside_project)
