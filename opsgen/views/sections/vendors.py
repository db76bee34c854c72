"""Who delivers to the project, what was agreed, and what is still to come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.vendors import by_currency, punctuality
from opsgen.views import states
from opsgen.views.how import How
from opsgen.views.how import vendors as explained
from opsgen.views.sections.folding import Folding, folding
from opsgen.words import Message, Text, message, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from opsgen.derive import Assessment
    from opsgen.derive.vendors import Amounts, DeliveryState, PaymentState, VendorState
    from opsgen.model import Contract, Milestone, Vendor
    from opsgen.views.edition import Edition
    from opsgen.views.states import State
    from opsgen.words import Words


@dataclass(frozen=True, slots=True)
class OwedRow:
    """A delivery or a payment as a row: when it was due, when it came, and how it stands."""

    kind: Message
    title: Text
    due: date | None
    done: date | None
    late: int | None
    amount: str
    milestone: Milestone | None
    light: State
    open: bool


@dataclass(frozen=True, slots=True)
class VendorItem:
    """A vendor in words; `owes` and `owed` are what comes next from them and to them."""

    vendor: Vendor
    owner: str
    status: State | None
    owes: OwedRow | None
    owed: OwedRow | None
    contract: str
    value: str
    paid: str
    rest: str
    rest_how: How | None
    unplanned: str
    on_time: str
    on_time_how: How | None
    rating: State | None
    rows: tuple[OwedRow, ...]


@dataclass(frozen=True, slots=True)
class VendorSums:
    """All contracts of one currency together."""

    value: str
    paid: str
    rest: str


def vendors(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """What the section on vendors needs; empty where the audience may not see them."""
    found = assessment.vendors
    items: Folding[VendorItem] = folding(
        (_item(state, words(edition.lang)) for state in found),
        lambda item: item.vendor.status in ("accepted", "terminated") and not (item.owes or item.owed),
    )
    return {"vendor_items": items, "vendor_sums": tuple(_sums(found, words(edition.lang)))}


def _item(state: VendorState, say: Words) -> VendorItem:
    vendor, punctual = state.vendor, punctuality((state,))
    delivery, payment = state.next_delivery, state.next_payment
    paid = _money(state.paid, state, say)
    return VendorItem(
        vendor=vendor,
        owner=state.owner,
        status=states.vendor(vendor),
        owes=delivered(delivery) if delivery else None,
        owed=payable(payment, say) if payment else None,
        contract=contract(vendor.contract, say),
        value=_money(state.value, state, say),
        paid=_with_share(paid, state.paid_pct, say),
        rest=_money(state.rest, state, say),
        rest_how=explained.rest(state, say),
        unplanned=_money(state.unplanned, state, say) if (state.unplanned or 0) > 0 else "",
        on_time=say.percent(punctual.percent) if punctual.percent is not None else "",
        on_time_how=explained.punctual(punctual, say),
        rating=states.RATING.get(vendor.rating or 0),
        rows=tuple(sorted(_rows(state, say), key=lambda row: (row.due is None, row.due))),
    )


def _with_share(paid: str, share: float | None, say: Words) -> str:
    if not paid or share is None:
        return paid
    return say.say(message("{amount} ({percent})", amount=paid, percent=say.percent(share)))


def _money(amount: Decimal | None, state: VendorState, say: Words) -> str:
    return "" if amount is None else say.money(amount, state.currency)


def _rows(state: VendorState, say: Words) -> Iterator[OwedRow]:
    yield from (delivered(delivery) for delivery in state.deliveries)
    yield from (payable(payment, say) for payment in state.payments)


def delivered(state: DeliveryState) -> OwedRow:
    """A delivery as a row."""
    of = state.delivery
    came = of.delivered if state.standing in ("delivered", "delivered_late") else None
    light = states.delivery(state)
    return OwedRow(message("Delivery"), of.title, of.due, came, state.late, "", None, light, state.open)


def payable(state: PaymentState, say: Words) -> OwedRow:
    """A payment as a row."""
    of = state.payment
    return OwedRow(
        kind=message("Payment"),
        title=of.title,
        due=state.due,
        done=of.paid if state.standing == "paid" else None,
        late=state.late,
        amount=say.money(of.amount, state.currency),
        milestone=state.milestone,
        light=states.payment(state),
        open=state.open,
    )


def contract(of: Contract, say: Words) -> str:
    """A contract in one line: its number, when it was signed, and from when to when it runs."""
    parts = [of.no]
    if of.signed:
        parts.append(say.say(message("signed on {day}", day=of.signed)))
    if of.start and of.finish:
        parts.append(say.days(of.start, of.finish))
    elif of.finish:
        parts.append(say.say(message("until {day}", day=of.finish)))
    elif of.start:
        parts.append(say.say(message("from {day}", day=of.start)))
    return " · ".join(part for part in parts if part)


def _sums(found: tuple[VendorState, ...], say: Words) -> Iterator[VendorSums]:
    """What several contracts come to, each currency for itself."""
    if sum(state.value is not None for state in found) < 2:
        return
    value: Amounts = by_currency((state.currency, state.value) for state in found)
    paid = dict(by_currency((state.currency, state.paid) for state in found))
    rest = dict(by_currency((state.currency, state.rest) for state in found))
    for currency, amount in value:
        yield VendorSums(
            say.money(amount, currency),
            say.money(paid[currency], currency) if currency in paid else "",
            say.money(rest[currency], currency) if currency in rest else "",
        )
