"""What a project books of its equipment: by whom for what, where it is too much, and what is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.items import items_by_name
from opsgen.views import states
from opsgen.views.sections.folding import folding
from opsgen.words import Text, message, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.calendar import Period
    from opsgen.derive import Assessment
    from opsgen.derive.equipment import Clash, EquipmentState, Use
    from opsgen.derive.standing import Called
    from opsgen.model import Booking, Equipment
    from opsgen.views.edition import Edition
    from opsgen.views.states import State
    from opsgen.words import Words


@dataclass(frozen=True, slots=True)
class BookingRow:
    """A booking with its equipment; without one it is equipment that nobody has booked.

    `item` is what it is booked for where that is an item of the project, else `purpose` says it.
    """

    equipment: Equipment
    owner: str
    there: str
    booking: Booking | None = None
    booked: str = ""
    item: Called | None = None
    purpose: Text = Text()
    light: State | None = None
    clash: Clash | None = None
    over: bool = False


@dataclass(frozen=True, slots=True)
class UseRow:
    """How much of some equipment is taken, week by week; `over` where that is more than there is."""

    equipment: Equipment
    cells: tuple[tuple[str, bool], ...]


def equipment(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """What the part on equipment needs; empty where the audience may not see it."""
    say, known = words(edition.lang), items_by_name(assessment.project)
    found = assessment.equipment
    rows = [row for state in found for row in _rows(state, known, edition)]
    booked = [state for state in found if state.weeks]
    return {
        "booking_rows": folding(rows, lambda row: row.over),
        "use_rows": tuple(_use(state, say) for state in booked),
        "use_weeks": tuple(_week(week.period, say) for week in booked[0].weeks) if booked else (),
    }


def _rows(state: EquipmentState, known: dict[str, Called], edition: Edition) -> Iterator[BookingRow]:
    there = quantity(state, words(edition.lang))
    if not state.uses:
        yield BookingRow(state.equipment, state.owner, there)
    for use in state.uses:
        clash = state.clash_of(use, edition.as_of)
        item, purpose = booked_for(use, known, edition)
        yield BookingRow(
            equipment=state.equipment,
            owner=state.owner,
            there=there,
            booking=use.booking,
            booked=words(edition.lang).number(use.quantity),
            item=item,
            purpose=purpose,
            light=states.booking(use.booking, clash, edition.as_of),
            clash=clash,
            over=use.booking.until < edition.as_of,
        )


def quantity(state: EquipmentState, say: Words) -> str:
    """How many there are: `4 台`."""
    return say.amount(state.quantity, state.equipment.unit)


def booked_for(use: Use, known: dict[str, Called], edition: Edition) -> tuple[Called | None, Text]:
    """The item of the project that something is booked for, else the words in which it is said."""
    said = use.booking.for_
    item = next((known[form] for form in said.forms if form in known), None)
    return item, Text() if item else edition.told(said)


def _use(state: EquipmentState, say: Words) -> UseRow:
    most = say.number(state.quantity)
    cells = (
        (f"{say.number(week.most)} / {most}" if week.most else "", week.most > state.quantity)
        for week in state.weeks
    )
    return UseRow(state.equipment, tuple(cells))


def _week(period: Period, say: Words) -> str:
    """A week in a narrow column: `W47`."""
    return say.say(message("W{week}", week=period.label[-2:]))
