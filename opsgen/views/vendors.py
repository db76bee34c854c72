"""Who owes what and when, over all projects: deliveries, payments, and the vendors themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from opsgen.derive.vendors import by_currency, companies, deliveries_due, payments_due, punctuality
from opsgen.views import states
from opsgen.views.agreed import Spot
from opsgen.views.how.vendors import punctual
from opsgen.views.page import project_path
from opsgen.views.registers.table import (
    CURRENCY,
    OWNER,
    PROJECT,
    STATUS,
    Choice,
    Column,
    Number,
    ProjectCell,
    Row,
    choice,
    project_cell,
    register,
    row,
)
from opsgen.words import Message, Text, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from opsgen.derive.vendors import (
        Amounts,
        Company,
        DeliveryState,
        PaymentState,
        Placed,
        VendorState,
    )
    from opsgen.model import Project
    from opsgen.views.edition import Edition
    from opsgen.views.how import How
    from opsgen.views.page import Page
    from opsgen.views.states import State

AHEAD = 30
"""Days that count as soon."""
MOST = 200
"""Rows of a list on the page; the file has all."""
VENDOR = Column(message("Vendor"), "project")
_DELIVERIES = (
    Column(message("Delivery")),
    VENDOR,
    PROJECT,
    OWNER,
    Column(message("Due"), "date"),
    STATUS,
)
_PAYMENTS = (
    Column(message("Payment")),
    VENDOR,
    PROJECT,
    OWNER,
    Column(message("Amount"), "num"),
    Column(message("Milestone")),
    Column(message("Due"), "date"),
    STATUS,
)
_FILE = (
    Column(message("Vendor")),
    PROJECT,
    OWNER,
    Column(message("Service")),
    Column(message("Vendor status"), "name"),
    Column(message("Rating"), "num"),
    Column(message("Contract number"), "name"),
    Column(message("Contract value"), "num"),
    CURRENCY,
    Column(message("Kind"), "name"),
    Column(message("Delivery or payment")),
    Column(message("Due"), "date"),
    Column(message("Delivered or paid"), "date"),
    Column(message("Deviation"), "days"),
    Column(message("Amount"), "num"),
    Column(message("Milestone"), "name"),
    STATUS,
)
"""One line for each delivery and payment, also those that are over; one for a vendor without any."""


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """A vendor over all projects in words; sums that are not known are empty."""

    spot: Spot
    projects: tuple[Spot, ...]
    status: tuple[State, ...]
    value: str
    paid: str
    rest: str
    on_time: str
    on_time_how: How | None
    late: int
    ratings: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class Owing:
    """One of the two lists of what is owed: a sentence on it, its rows, and how many there are besides."""

    title: Message
    anchor: str
    lead: Message
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    more: int


def vendors(edition: Edition) -> Iterator[Page]:
    """The page, where a project has a vendor."""
    found = [(of.project, state) for of in edition.assessments for state in of.vendors]
    if not found:
        return
    deliveries, payments = deliveries_due(edition.assessments), payments_due(edition.assessments)
    parts = (_deliveries(deliveries, edition), _payments(payments, edition))
    rows = tuple(line for project, state in found for line in _lines(project, state, edition))
    grouped = companies(edition.assessments)
    lead = plural(
        "{n} vendor; {late} late with a delivery.",
        "{n} vendors; {late} late with a delivery.",
        len(grouped),
        late=sum(any(state.overdue for state in one.states) for one in grouped),
    )
    page = register(edition, "vendors", message("Vendors"), lead, _FILE, rows)
    yield replace(
        page,
        template="pages/vendors.html.j2",
        context={
            **page.context,
            "rows": (),
            "parts": tuple(part for part in parts if part.rows),
            "companies": tuple(_company(one, edition) for one in grouped[:MOST]),
            "more": max(0, len(grouped) - MOST),
            "count": len(grouped),
        },
    )


def _deliveries(found: Sequence[Placed[DeliveryState]], edition: Edition) -> Owing:
    lead = plural(
        "{n} delivery is overdue, {soon} due within {days} days, of {all} to come.",
        "{n} deliveries are overdue, {soon} due within {days} days, of {all} to come.",
        sum(placed.state.standing == "overdue" for placed in found),
        soon=sum(0 <= placed.state.days_left <= AHEAD for placed in found),
        days=AHEAD,
        all=len(found),
    )
    rows = tuple(_delivery(placed, edition) for placed in found[:MOST])
    more = max(0, len(found) - MOST)
    return Owing(message("Deliveries to come"), "deliveries", lead, _DELIVERIES, rows, more)


def _delivery(placed: Placed[DeliveryState], edition: Edition) -> Row:
    return _owed(
        placed,
        placed.state.delivery.title,
        states.delivery(placed.state),
        placed.project,
        edition,
        placed.state.due,
    )


def _payments(found: Sequence[Placed[PaymentState]], edition: Edition) -> Owing:
    late = [placed for placed in found if placed.state.standing in ("overdue", "payable")]
    soon = [
        placed
        for placed in found
        if placed.state.days_left is not None and placed.state.days_left <= AHEAD and placed not in late
    ]
    lead = message(
        "Due already: {late}. Within {days} days: {soon}. All together: {all}.",
        late=_sum(late, edition),
        days=AHEAD,
        soon=_sum(soon, edition),
        all=_sum(found, edition),
    )
    rows = tuple(_payment(placed, edition) for placed in found[:MOST])
    more = max(0, len(found) - MOST)
    return Owing(message("Payments to make"), "payments", lead, _PAYMENTS, rows, more)


def _sum(found: Iterable[Placed[PaymentState]], edition: Edition) -> str | Message:
    """Amounts in words, each currency for itself."""
    sums = by_currency((placed.state.currency, placed.state.payment.amount) for placed in found)
    return said(sums, edition) or message("nothing")


def said(sums: Amounts, edition: Edition) -> str:
    """Sums by currency in one line; empty where there is none."""
    say = words(edition.lang)
    return " + ".join(say.money(amount, currency) for currency, amount in sums)


def _payment(placed: Placed[PaymentState], edition: Edition) -> Row:
    state, say = placed.state, words(edition.lang)
    return _owed(
        placed,
        state.payment.title or Text(say.gettext("Payment")),
        states.payment(state),
        placed.project,
        edition,
        Number(state.payment.amount, say.money(state.payment.amount, state.currency)),
        state.milestone.title if state.milestone else None,
        state.due,
    )


def _owed(
    placed: Placed[DeliveryState] | Placed[PaymentState],
    title: Text,
    light: State,
    project: Project,
    edition: Edition,
    *cells: object,
) -> Row:
    """A row that leads to its vendor on the page of the project."""
    vendor = placed.vendor.vendor
    path = project_path(project.id)
    return Row(
        "",
        title,
        path,
        vendor.id,
        light[0] if light[0] in ("late", "risk") else "",
        (
            ProjectCell(vendor.name, path, vendor.id),
            project_cell(project),
            edition.person(placed.vendor.owner),
            *cells,
            light,
        ),
        project.id,
    )


def _company(of: Company, edition: Edition) -> CompanyRow:
    say, punctual_of = words(edition.lang), punctuality(of.states)
    first_project, first = of.entries[0]
    spot = Spot(of.name, project_path(first_project.id), first.vendor.id)
    projects = tuple(
        Spot(project.title, project_path(project.id), state.vendor.id) for project, state in of.entries
    )
    found = [states.vendor(state.vendor) for state in of.states]
    return CompanyRow(
        spot=spot,
        projects=projects,
        status=tuple(dict.fromkeys(light for light in found if light)),
        value=said(by_currency((s.currency, s.value) for s in of.states), edition),
        paid=said(by_currency((s.currency, s.paid) for s in of.states), edition),
        rest=said(by_currency((s.currency, s.rest) for s in of.states), edition),
        on_time=say.percent(punctual_of.percent) if punctual_of.percent is not None else "",
        on_time_how=punctual(punctual_of, say),
        late=punctual_of.overdue,
        ratings=tuple(states.RATING[rating] for rating in dict.fromkeys(of.ratings)),
    )


def _lines(project: Project, state: VendorState, edition: Edition) -> Iterator[Row]:
    """A vendor in the file: a line for each delivery and payment."""
    for delivery in state.deliveries:
        yield _line(
            project,
            state,
            edition,
            Choice("delivery", words(edition.lang).gettext("Delivery")),
            delivery.delivery.title,
            delivery.due,
            delivery.delivery.delivered,
            delivery.late,
            None,
            None,
            states.delivery(delivery),
        )
    for payment in state.payments:
        yield _line(
            project,
            state,
            edition,
            Choice("payment", words(edition.lang).gettext("Payment")),
            payment.payment.title or None,
            payment.due,
            payment.payment.paid,
            payment.late,
            payment.payment.amount,
            payment.payment.milestone or None,
            states.payment(payment),
        )
    if not state.deliveries and not state.payments:
        yield _line(project, state, edition, *[None] * 8)


def _line(project: Project, state: VendorState, edition: Edition, *cells: object) -> Row:
    vendor = state.vendor
    return row(
        project,
        vendor,
        None,
        project_cell(project),
        edition.person(state.owner),
        vendor.service or None,
        choice("vendor.status", vendor.status, edition.lang) if vendor.status else None,
        vendor.rating,
        vendor.contract.no or None,
        state.value,
        state.currency,
        *cells,
    )
