"""How sums and shares of vendors came about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.views.how.how import How
from opsgen.words import message

if TYPE_CHECKING:
    from opsgen.derive.vendors import Punctuality, VendorState
    from opsgen.words import Words


def rest(state: VendorState, say: Words) -> How | None:
    """What is still to be paid of a contract, or of its payments where they are more than it says."""
    if state.rest is None or state.paid is None:
        return None
    whole = state.rest + state.paid
    name, formula = message("Contract value"), message("contract value − payments made")
    if whole != state.value:
        name, formula = message("All payments"), message("all payments − payments made")
    amounts = ((name, whole), (message("Paid"), state.paid))
    return How(formula, tuple((said, say.money(amount, state.currency)) for said, amount in amounts))


def punctual(of: Punctuality, say: Words) -> How | None:
    """The share of the deliveries that came by their day, of all whose day has come."""
    if of.percent is None:
        return None
    return How(
        message("delivered by the day they were due / (all that were delivered + overdue)"),
        (
            (message("On time"), say.number(of.on_time)),
            (message("Delivered"), say.number(of.delivered)),
            (message("Still to come, overdue"), say.number(of.overdue)),
        ),
    )
