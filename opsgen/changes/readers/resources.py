"""Changes of what a project takes besides money: people's time, equipment, vendors; and of conflicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.changes.edits import named
from opsgen.changes.readers.money import amount
from opsgen.changes.readers.raid import DAYS, days, moved
from opsgen.words import Text, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from opsgen.changes.change import Change
    from opsgen.changes.edits import Edit
    from opsgen.changes.pairs import Pair
    from opsgen.model import Allocation, Booking, Payment

PERCENT = "percent"
PERSON_DAYS = "person-days"
_ENDS = {"resolved": "conflict.resolved", "escalated": "conflict.escalated"}
_UNITS = {"percent": PERCENT, "days": PERSON_DAYS}


def allocation(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """Somebody's time of which a project takes more or less, or at other times."""
    for field, unit in _UNITS.items():
        if told := left.pop(field, None):
            both = told.old is not None and told.new is not None
            delta = told.new - told.old if both else None
            yield pair.change("allocation.changed", field, told.old, told.new, delta=delta, unit=unit)
    for field in ("from", "until"):
        yield from moved(pair, left, field, "allocation.changed")


def whole_allocation(pair: Pair) -> Change:
    """Somebody's time that a project takes, or takes no more: how much of it."""
    found: Allocation = pair.any
    field = "days" if found.percent is None else "percent"
    taken, unit = getattr(found, field), _UNITS[field]
    if pair.old is None:
        return pair.change("allocation.added", "", None, taken, unit=unit)
    return pair.change("allocation.removed", "", taken, None, unit=unit)


def equipment(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """Bookings of a thing or place, all together: those that are new or not the same, and those before."""
    told = [name for name in left if name.startswith("bookings.")]
    for name in told:
        del left[name]
    old, new = dict(named(pair.old.bookings)), dict(named(pair.new.bookings))
    if told:
        both = (_bookings(old, new), _bookings(new, old))
        yield pair.change("equipment.booked", "bookings", *both)


def _bookings(bookings: Mapping[str, Booking], others: Mapping[str, Booking]) -> tuple[Text, ...] | None:
    """The bookings that are not among the others: `2026-11-09 – 2026-11-12: 2 × Load test`."""
    found = (one for name, one in bookings.items() if others.get(name) != one)
    return tuple(map(_booking, found)) or None


def _booking(found: Booking) -> Text:
    when = str(found.from_) if found.from_ == found.until else f"{found.from_} – {found.until}"
    many = "" if found.quantity == 1 else f"{found.quantity:g} × "
    if not found.for_:
        return Text(f"{when} ({found.quantity:g})" if many else when)
    plain, zh, en = found.for_.plain, found.for_.zh, found.for_.en
    return Text(
        f"{when}: {many}{plain}" if plain else "",
        zh and f"{when}: {many}{zh}",
        en and f"{when}: {many}{en}",
    )


def conflict(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """A conflict that is resolved, taken higher, or open again; its resolution stands as what was said."""
    if status := left.pop("status", None):
        solved = status.new == "resolved"
        for field in ("decided", "decided_by", "resolution"):
            left.pop(field, None)
        why = pair.new.resolution if solved else Text()
        code = _ENDS.get(status.new, "conflict.reopened")
        yield pair.change(code, "status", status.old, status.new, reason=why)


def vendor(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """A vendor on its way from sourcing to acceptance: contract, deliveries, payments."""
    if told := left.pop("contract.value", None):
        yield _amount(pair, "vendor.changed", "contract.value", told.old, told.new)
    for field in ("contract.signed", "contract.start", "contract.finish"):
        yield from moved(pair, left, field, "vendor.changed")
    for list_ in ("deliveries", "payments"):
        for name in [name for name in left if name.startswith(f"{list_}.")]:
            del left[name]
    yield from _deliveries(pair)
    yield from _payments(pair)


def _deliveries(pair: Pair) -> Iterator[Change]:
    old, new = dict(named(pair.old.deliveries)), dict(named(pair.new.deliveries))
    for name in dict.fromkeys((*old, *new)):
        before, after, field = old.get(name), new.get(name), f"deliveries.{name}"
        if before is None or after is None:
            both = (one.due if one else None for one in (before, after))
            yield pair.change("vendor.delivery_changed", field, *both)
            continue
        yield from _moved(pair, "vendor.delivery_changed", f"{field}.due", before.due, after.due)
        if before.delivered != after.delivered:
            late = days(after.due, after.delivered)
            dates = (before.delivered, after.delivered)
            yield pair.change("vendor.delivered", f"{field}.delivered", *dates, delta=late, unit=DAYS)


def _amount(pair: Pair, code: str, field: str, old: Decimal | None, new: Decimal | None) -> Change:
    """An amount in the currency of the contract; both with their own where that is not the same."""
    before, after = pair.old.contract.currency, pair.new.contract.currency
    if old is None or new is None or not before or not after or before == after:
        return amount(pair, code, field, old, new, (before if new is None else after) or after or before)
    return pair.change(code, field, _written(old, before), _written(new, after))


def _written(found: Decimal, currency: str) -> Text:
    zh, en = (words(lang).exact(found, currency) for lang in ("zh", "en"))
    return Text(zh=zh, en=en)


def _payments(pair: Pair) -> Iterator[Change]:
    old, new = (dict(named(one.payments, _called)) for one in (pair.old, pair.new))
    for name in dict.fromkeys((*old, *new)):
        before, after, field = old.get(name), new.get(name), f"payments.{name}"
        if before is None or after is None or before.amount != after.amount:
            was, now = (one.amount if one else None for one in (before, after))
            yield _amount(pair, "vendor.payment_changed", field, was, now)
        if before is None or after is None:
            continue
        yield from _moved(pair, "vendor.payment_changed", f"{field}.due", before.due, after.due)
        if before.paid != after.paid:
            yield pair.change("vendor.paid", f"{field}.paid", before.paid, after.paid)
        if before.milestone != after.milestone:
            stones = (before.milestone or None, after.milestone or None)
            yield pair.change("vendor.payment_changed", f"{field}.milestone", *stones)


def _called(one: Payment) -> str:
    """What tells a payment from others, which is not its day where it has a title."""
    return " / ".join(one.title.forms) or one.milestone or str(one.due or "")


def _moved(pair: Pair, code: str, field: str, old: date | None, new: date | None) -> Iterator[Change]:
    if old != new:
        yield pair.change(code, field, old, new, delta=days(old, new), unit=DAYS)
