"""How sums and shares of vendors came about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.views.how.how import How
from opsgen.words import Message, message

if TYPE_CHECKING:
    from opsgen.derive.vendors import Punctuality, VendorState
    from opsgen.words import Words


def rest(state: VendorState, say: Words) -> How | None:
    """What is still to be paid of a contract, or of its payments where it says no value."""
    whole = state.planned if state.value is None else state.value
    if state.rest is None or whole is None:
        return None
    name, formula = message("Contract value"), message("contract value − payments made")
    if state.value is None:
        name, formula = message("All payments"), message("all payments − payments made")
    inputs: list[tuple[Message, str]] = [(name, say.money(whole, state.currency))]
    if state.paid is not None:
        inputs.append((message("Paid"), say.money(state.paid, state.currency)))
    return How(formula, tuple(inputs))


def punctual(of: Punctuality, say: Words) -> How | None:
    """The share of the deliveries that came by their day."""
    if of.percent is None:
        return None
    return How(
        message("delivered by the day they were due / all that were delivered"),
        (
            (message("On time"), say.number(of.on_time)),
            (message("Delivered"), say.number(of.delivered)),
            (message("Still to come, overdue"), say.number(of.overdue)),
        ),
    )
