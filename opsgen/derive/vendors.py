"""What vendors owe, what is owed to them, and how they kept their word: deliveries, payments, contracts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Generic, Literal, TypeAlias, TypeVar

from opsgen.derive.money import known_sum, percent
from opsgen.derive.namesakes import fullest, namesakes
from opsgen.derive.standing import by_name, currency_of, folded, is_asleep, lifecycle_of, names, owner_of
from opsgen.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from opsgen.derive.assessment import Assessment
    from opsgen.model import Delivery, Milestone, Payment, Project, Settings, Vendor

SOON = 7
"""Days ahead that a reminder looks."""
DeliveryStanding = Literal["overdue", "due", "delivered", "delivered_late", "dropped"]
PaymentStanding = Literal["overdue", "payable", "due", "waiting", "undated", "paid", "dropped"]
"""How a payment stands: `payable` where its milestone is achieved and no day is written, `waiting` for it."""
Owed = TypeVar("Owed", "DeliveryState", "PaymentState")
Amounts: TypeAlias = "tuple[tuple[str, Decimal], ...]"
"""Sums by currency, in the order of the codes."""


@dataclass(frozen=True, slots=True)
class DeliveryState:
    """A delivery as of a day.

    `late` counts calendar days from the day it is due to the day it came, or to `as_of` while it has not;
    negative where it came early, None while its day is still to come. `open` where it is still waited for.
    """

    delivery: Delivery
    standing: DeliveryStanding
    late: int | None
    days_left: int

    @property
    def due(self) -> date:
        """The day it is due."""
        return self.delivery.due

    @property
    def open(self) -> bool:
        """Whether it is still waited for."""
        return self.standing in ("overdue", "due")


@dataclass(frozen=True, slots=True)
class PaymentState:
    """A payment as of a day, in `currency`.

    `due` is the day written, or the day of its milestone: as it happened, else as it is expected, `as_of` at
    the earliest; None where neither is known. A payment whose milestone is not achieved is not overdue.
    """

    payment: Payment
    currency: str
    standing: PaymentStanding
    due: date | None
    milestone: Milestone | None
    days_left: int | None

    @property
    def late(self) -> int | None:
        """Calendar days from the day it was due to the day it was paid, or to `as_of` where it is overdue."""
        if self.standing == "overdue":
            return None if self.days_left is None else -self.days_left
        paid = self.payment.paid if self.standing == "paid" else None
        return (paid - self.due).days if paid and self.due else None

    @property
    def open(self) -> bool:
        """Whether it is still to be paid."""
        return self.standing not in ("paid", "dropped")


@dataclass(frozen=True, slots=True)
class VendorState:
    """A vendor of a project as of a day, all amounts in `currency`.

    `planned` adds up all payments, `paid` those made; both are None where no payment is written. `owner` is
    who deals with them.
    """

    vendor: Vendor
    owner: str
    currency: str
    deliveries: tuple[DeliveryState, ...]
    payments: tuple[PaymentState, ...]
    planned: Decimal | None
    paid: Decimal | None

    @property
    def value(self) -> Decimal | None:
        """What the contract is worth; None where it is not written."""
        return self.vendor.contract.value

    @property
    def rest(self) -> Decimal | None:
        """Still to be paid: of the contract, or of the payments if they are more; None without payments."""
        if self.vendor.status == "terminated" or self.planned is None or self.paid is None:
            return None
        return max(self.planned, self.value or self.planned) - self.paid

    @property
    def unplanned(self) -> Decimal | None:
        """The contract less all its payments: + is in no payment yet, − is more than the contract."""
        return None if self.value is None or self.planned is None else self.value - self.planned

    @property
    def paid_pct(self) -> float | None:
        """Paid in percent of the contract; None where one is unknown, or the contract is worth nothing."""
        return None if self.value is None or self.paid is None else percent(self.paid, self.value)

    @property
    def overdue(self) -> tuple[DeliveryState, ...]:
        """The deliveries whose day has passed, the longest ago first."""
        return tuple(state for state in self.deliveries if state.standing == "overdue")

    @property
    def next_delivery(self) -> DeliveryState | None:
        """What they owe next: the open delivery that was or is due first."""
        return min((s for s in self.deliveries if s.open), key=lambda s: s.due, default=None)

    @property
    def next_payment(self) -> PaymentState | None:
        """What is to be paid next; one without a day comes last."""
        return min((s for s in self.payments if s.open), key=lambda s: s.due or date.max, default=None)

    @property
    def over(self) -> bool:
        """Whether nothing is expected of either side any more."""
        ended = self.vendor.status in ("accepted", "terminated")
        return ended and self.next_delivery is None and self.next_payment is None


@dataclass(frozen=True, slots=True)
class Punctuality:
    """How many deliveries came, how many of these by their day, and how many are overdue.

    Source: SCOR, delivery performance to commit date.
    """

    on_time: int
    delivered: int
    overdue: int

    @property
    def percent(self) -> float | None:
        """On time in percent of all whose day has come, 0-100; None before the first of them."""
        asked = self.delivered + self.overdue
        return 100 * self.on_time / asked if asked else None


@dataclass(frozen=True, slots=True)
class Promise:
    """A delivery or payment as others name it: below its vendor's name, at its vendor's place."""

    title: Text
    id: str
    aliases: tuple[str, ...] = ()


def promise(vendor: Vendor, what: Text) -> Promise:
    """What is owed under a title, which may be empty."""
    return Promise(_joined(vendor.name, what) if what else vendor.name, vendor.id)


def _joined(first: Text, second: Text) -> Text:
    """Two texts as one, in each language that one of them has."""
    if not (first.zh or first.en or second.zh or second.en):
        return Text(f"{first.plain} · {second.plain}")
    zh, en = (f"{first.spoken(lang)[0]} · {second.spoken(lang)[0]}" for lang in ("zh", "en"))
    return Text(zh=zh, en=en)


@dataclass(frozen=True, slots=True)
class Placed(Generic[Owed]):
    """A delivery or payment with its vendor and project."""

    project: Project
    vendor: VendorState
    state: Owed


@dataclass(frozen=True, slots=True)
class Company:
    """A vendor over all projects: its entries have one name, whatever case and width it is written in."""

    name: Text
    entries: tuple[tuple[Project, VendorState], ...]

    @property
    def states(self) -> tuple[VendorState, ...]:
        """The vendor as each project has it."""
        return tuple(state for _, state in self.entries)

    @property
    def ratings(self) -> tuple[int, ...]:
        """How it was rated, from worst to best."""
        return tuple(sorted(s.vendor.rating for s in self.states if s.vendor.rating is not None))


def vendors(project: Project, settings: Settings, as_of: date) -> tuple[VendorState, ...]:
    """All vendors: those who are late first, then those who owe something next, then the others.

    Of a project that is proposed, on hold or cancelled, and of a vendor whose contract is ended, nothing is
    asked any more: what is open there is dropped.
    """
    stones = by_name(project.milestones)
    found = (_vendor(vendor, project, settings, as_of, stones) for vendor in project.vendors)
    return tuple(sorted(found, key=_most_urgent))


def _most_urgent(state: VendorState) -> tuple[bool, bool, date]:
    """Open ones by what they owe next, or what is owed to them."""
    delivery, payment = state.next_delivery, state.next_payment
    days = [s.due for s in (delivery, payment) if s and s.due]
    return (not state.overdue, state.over, min(days, default=date.max))


def _vendor(
    vendor: Vendor, project: Project, settings: Settings, as_of: date, stones: Mapping[str, Milestone]
) -> VendorState:
    currency = vendor.contract.currency or currency_of(project, settings)
    asked = vendor.status != "terminated" and not is_asleep(lifecycle_of(project, as_of))
    deliveries = (delivery_state(delivery, as_of, asked=asked) for delivery in vendor.deliveries)
    payments = [payment_state(one, currency, as_of, stones, asked=asked) for one in vendor.payments]
    paid = (s.payment.amount if s.standing == "paid" else Decimal(0) for s in payments)
    return VendorState(
        vendor=vendor,
        owner=owner_of(vendor, project),
        currency=currency,
        deliveries=tuple(sorted(deliveries, key=_due)),
        payments=tuple(sorted(payments, key=_due)),
        planned=known_sum(payment.amount for payment in vendor.payments),
        paid=known_sum(paid),
    )


def _due(state: DeliveryState | PaymentState) -> date:
    return state.due or date.max


def delivery_state(delivery: Delivery, as_of: date, *, asked: bool = True) -> DeliveryState:
    """A delivery as of a day; one that nobody waits for any more is dropped."""
    came = delivery.delivered if delivery.delivered and delivery.delivered <= as_of else None
    late = ((came or as_of) - delivery.due).days
    if came:
        standing: DeliveryStanding = "delivered_late" if late > 0 else "delivered"
    else:
        standing = "dropped" if not asked else "overdue" if late > 0 else "due"
    return DeliveryState(
        delivery=delivery,
        standing=standing,
        late=late if came or standing == "overdue" else None,
        days_left=(delivery.due - as_of).days,
    )


def payment_state(
    payment: Payment, currency: str, as_of: date, stones: Mapping[str, Milestone], *, asked: bool = True
) -> PaymentState:
    """A payment as of a day; `stones` are the milestones of the project by what a field may call them."""
    stone = stones.get(payment.milestone)
    reached = stone.actual if stone and stone.actual and stone.actual <= as_of else None
    due = _falls_due(payment, stone, reached, as_of)
    standing = _standing(payment, stone, reached, as_of)
    return PaymentState(
        payment=payment,
        currency=currency,
        standing=standing if asked or standing == "paid" else "dropped",
        due=due,
        milestone=stone,
        days_left=(due - as_of).days if due else None,
    )


def _is_paid(payment: Payment, as_of: date) -> bool:
    return payment.paid is not None and payment.paid <= as_of


def _standing(
    payment: Payment, stone: Milestone | None, reached: date | None, as_of: date
) -> PaymentStanding:
    if _is_paid(payment, as_of):
        return "paid"
    if stone and not reached:
        return "waiting"
    if payment.due:
        return "overdue" if max(payment.due, reached or payment.due) < as_of else "due"
    return "payable" if reached else "undated"


def _falls_due(payment: Payment, stone: Milestone | None, reached: date | None, as_of: date) -> date | None:
    """The day written, or the later day on which the milestone makes it due."""
    if stone is None or _is_paid(payment, as_of):
        return payment.due or reached
    expected = reached or stone.forecast or stone.actual or stone.baseline
    if expected is None:
        return payment.due
    day = expected if reached else max(expected, as_of)
    return max(day, payment.due) if payment.due else day


def punctuality(states: Iterable[VendorState]) -> Punctuality:
    """How punctually vendors delivered, together."""
    found = [delivery for state in states for delivery in state.deliveries]
    return Punctuality(
        on_time=sum(s.standing == "delivered" for s in found),
        delivered=sum(s.standing in ("delivered", "delivered_late") for s in found),
        overdue=sum(s.standing == "overdue" for s in found),
    )


def deliveries_due(assessments: Iterable[Assessment]) -> tuple[Placed[DeliveryState], ...]:
    """The open deliveries of all projects by the day they are due, so that overdue ones come first."""
    found = [
        Placed(a.project, vendor, state)
        for a in assessments
        for vendor in a.vendors
        for state in vendor.deliveries
        if state.open
    ]
    return tuple(sorted(found, key=lambda p: (p.state.due, p.project.id)))


def payments_due(assessments: Iterable[Assessment]) -> tuple[Placed[PaymentState], ...]:
    """The payments still to be made in all projects, by the day they are due; those without a day last."""
    found = [
        Placed(a.project, vendor, state)
        for a in assessments
        for vendor in a.vendors
        for state in vendor.payments
        if state.open
    ]
    return tuple(sorted(found, key=lambda p: (p.state.due or date.max, p.project.id)))


def by_currency(amounts: Iterable[tuple[str, Decimal | None]]) -> Amounts:
    """Amounts added up currency by currency; nothing of a currency where none is known."""
    sums: dict[str, Decimal] = {}
    for currency, amount in amounts:
        if amount is not None:
            sums[currency] = sums.get(currency, Decimal(0)) + amount
    return tuple(sorted(sums.items()))


def companies(assessments: Iterable[Assessment]) -> tuple[Company, ...]:
    """The vendors of all projects by name, those who are late first.

    Entries that share a name in any language are one vendor; an id is a project's own and says nothing.
    """
    entries = [(a.project, state) for a in assessments for state in a.vendors]
    groups = namesakes(entries, lambda entry: entry[1].vendor.name)
    found = [Company(fullest(state.vendor.name for _, state in group), tuple(group)) for group in groups]
    return tuple(sorted(found, key=lambda c: min(_most_urgent(state) for state in c.states)))


def vendor_called(name: str, vendors: Iterable[Vendor]) -> Vendor | None:
    """The vendor that a text names, by its id, a former id or its name; None where none is."""
    if not name:
        return None
    found = tuple(vendors)
    by_id = next((vendor for vendor in found if name in names(vendor)), None)
    return by_id or next((v for v in found if folded(name) in map(folded, v.name.forms)), None)
