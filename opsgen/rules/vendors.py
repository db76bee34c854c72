"""Rules about vendors: what they owe, what is owed to them, and what the contract says of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.derive.money import known_sum
from opsgen.derive.standing import by_name, goes_on, named
from opsgen.rules.rule import DAY, Finding, rule
from opsgen.words import DaysSince, Message, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.model import Payment, Project, Vendor
    from opsgen.portfolio import House


@rule("vendor-delivery-overdue", "warning")
def vendor_delivery_overdue(project: Project, _: House) -> Iterator[Finding]:
    """A vendor was to deliver by now, and has not.

    Example:
        # wrong
        vendors:
          - {id: V1, name: Northern Paper, deliveries: [{title: First 20 000 boxes, due: 2026-11-13}]}
        # right
        vendors:
          - id: V1
            name: Northern Paper
            deliveries: [{title: First 20 000 boxes, due: 2026-11-13, delivered: 2026-11-16}]
    """
    for i, vendor in enumerate(project.vendors) if goes_on(project) else ():
        for j, delivery in enumerate(vendor.deliveries) if vendor.status != "terminated" else ():
            if delivery.delivered is None:
                text = plural(
                    "{vendor}: “{title}” is {n} day overdue",
                    "{vendor}: “{title}” is {n} days overdue",
                    DaysSince(delivery.due),
                    vendor=named(vendor),
                    title=delivery.title,
                )
                hint = message("write `delivered`, or the new `due` date that was agreed")
                path = ("vendors", i, "deliveries", j, "due")
                yield Finding(path, text, hint, since=delivery.due + DAY)


@rule("payment-overdue", "warning")
def payment_overdue(project: Project, _: House) -> Iterator[Finding]:
    """A payment to a vendor was due, and nobody has written that it is paid.

    One that waits for a milestone is due once that is achieved.

    Example:
        # wrong
        vendors:
          - {id: V1, name: Northern Paper, payments: [{amount: 90k, due: 2026-11-05}]}
        # right
        vendors:
          - {id: V1, name: Northern Paper, payments: [{amount: 90k, due: 2026-11-05, paid: 2026-11-04}]}
    """
    stones = by_name(project.milestones)
    for i, vendor in enumerate(project.vendors) if goes_on(project) else ():
        for j, payment in enumerate(vendor.payments) if vendor.status != "terminated" else ():
            stone = stones.get(payment.milestone)
            if payment.paid or payment.due is None or (stone and stone.actual is None):
                continue
            last = max(payment.due, stone.actual) if stone and stone.actual else payment.due
            text = plural(
                "{payment} is {n} day overdue",
                "{payment} is {n} days overdue",
                DaysSince(last),
                payment=_called(payment, vendor),
            )
            hint = message("write `paid` with the day, or the `due` date that was agreed")
            yield Finding(("vendors", i, "payments", j, "due"), text, hint, since=last + DAY)


@rule("payments-over-contract", "warning")
def payments_over_contract(project: Project, _: House) -> Iterator[Finding]:
    """The payments to a vendor add up to more than the contract is worth.

    Example:
        # wrong
        vendors:
          - id: V1
            name: Northern Paper
            contract: {value: 300k, signed: 2026-07-30}
            payments: [{amount: 90k, paid: 2026-08-05}, {amount: 240k, due: 2026-12-05}]
        # right
        vendors:
          - id: V1
            name: Northern Paper
            contract: {value: 330k, signed: 2026-07-30}
            payments: [{amount: 90k, paid: 2026-08-05}, {amount: 240k, due: 2026-12-05}]
    """
    for i, vendor in enumerate(project.vendors):
        value, total = vendor.contract.value, known_sum(payment.amount for payment in vendor.payments)
        if value is not None and total is not None and total > value:
            text = message(
                "the payments to {vendor} add up to {total}, and its contract is worth {value}",
                vendor=named(vendor),
                total=total,
                value=value,
            )
            hint = message("correct the payments, or write what the contract is worth now")
            yield Finding(("vendors", i, "contract", "value"), text, hint)


@rule("payment-without-date", "info")
def payment_without_date(project: Project, _: House) -> Iterator[Finding]:
    """A payment is still to be made, and nothing says when: no list of what is due can hold it.

    Example:
        # wrong
        vendors:
          - {id: V1, name: Northern Paper, payments: [{title: Second instalment, amount: 90k}]}
        # right
        vendors:
          - {id: V1, name: Northern Paper, payments: [{title: Second instalment, amount: 90k, milestone: M1}]}
        milestones:
          - {id: M1, title: Boxes accepted, forecast: 2026-12-05}
    """
    for i, vendor in enumerate(project.vendors) if goes_on(project) else ():
        for j, payment in enumerate(vendor.payments) if vendor.status != "terminated" else ():
            if not (payment.paid or payment.due or payment.milestone):
                text = message("nothing says when {payment} is due", payment=_called(payment, vendor))
                hint = message("write `due`, or the `milestone` that makes it due")
                yield Finding(("vendors", i, "payments", j), text, hint)


@rule("delivery-after-contract", "warning")
def delivery_after_contract(project: Project, _: House) -> Iterator[Finding]:
    """A vendor is to deliver after its contract has ended.

    Example:
        # wrong
        vendors:
          - id: V1
            name: Northern Paper
            contract: {finish: 2026-11-30}
            deliveries: [{title: The last 20 000 boxes, due: 2026-12-04}]
        # right
        vendors:
          - id: V1
            name: Northern Paper
            contract: {finish: 2026-12-31}
            deliveries: [{title: The last 20 000 boxes, due: 2026-12-04}]
    """
    for i, vendor in enumerate(project.vendors) if goes_on(project) else ():
        finish = vendor.contract.finish
        for j, delivery in enumerate(vendor.deliveries) if finish else ():
            if finish and delivery.due > finish and delivery.delivered is None:
                text = message(
                    "{vendor}: “{title}” is due on {due}, after the contract has ended on {finish}",
                    vendor=named(vendor),
                    title=delivery.title,
                    due=delivery.due,
                    finish=finish,
                )
                hint = message("agree on an earlier day, or extend the contract and its `finish`")
                yield Finding(("vendors", i, "deliveries", j, "due"), text, hint)


@rule("delivering-without-contract", "info")
def delivering_without_contract(project: Project, _: House) -> Iterator[Finding]:
    """A vendor delivers, and nothing says that a contract has been signed.

    Example:
        # wrong
        vendors:
          - {id: V1, name: Northern Paper, status: delivering, contract: {value: 300k}}
        # right
        vendors:
          - {id: V1, name: Northern Paper, status: delivering, contract: {value: 300k, signed: 2026-07-30}}
    """
    for i, vendor in enumerate(project.vendors) if goes_on(project) else ():
        if vendor.status == "delivering" and vendor.contract.signed is None:
            text = message(
                "{vendor} delivers, and nothing says that a contract is signed", vendor=named(vendor)
            )
            hint = message("write `contract: {{signed: …}}` with the day")
            yield Finding(("vendors", i, "status"), text, hint)


@rule("signed-against-status", "warning")
def signed_against_status(project: Project, _: House) -> Iterator[Finding]:
    """A contract is signed, and its vendor is still said to be looked for or negotiated with.

    Example:
        # wrong
        vendors:
          - {id: V1, name: Northern Paper, status: negotiating, contract: {signed: 2026-07-30}}
        # right
        vendors:
          - {id: V1, name: Northern Paper, status: signed, contract: {signed: 2026-07-30}}
    """
    for i, vendor in enumerate(project.vendors):
        if vendor.status in ("sourcing", "negotiating") and vendor.contract.signed:
            text = message(
                "the contract with {vendor} is signed, and its `status` is still `{status}`",
                vendor=named(vendor),
                status=vendor.status,
            )
            hint = message("write `status: signed` or `status: delivering`, or delete `signed`")
            yield Finding(("vendors", i, "status"), text, hint)


def _called(payment: Payment, vendor: Vendor) -> Message:
    """A payment as a sentence names it."""
    if payment.title:
        return message("the payment “{title}” to {vendor}", title=payment.title, vendor=named(vendor))
    return message("the payment of {amount} to {vendor}", amount=payment.amount, vendor=named(vendor))


RULES = (
    vendor_delivery_overdue,
    payment_overdue,
    payments_over_contract,
    payment_without_date,
    delivery_after_contract,
    delivering_without_contract,
    signed_against_status,
)
