"""What vendors owe and are owed, as of a day."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import assembled, assessed, said

from opsgen.calendar import period
from opsgen.derive import Assessment, assess
from opsgen.derive.links import links
from opsgen.derive.vendors import (
    VendorState,
    by_currency,
    companies,
    deliveries_due,
    payments_due,
    promise,
    punctuality,
    vendor_called,
)
from opsgen.model import Contract, Delivery, Milestone, Payment, Project, Settings, Vendor
from opsgen.words import Text

AS_OF = "2026-06-01"
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
MONEY = st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)


def vendor(fields: str, more: str = "") -> VendorState:
    return assessed(f"vendors: [{{id: V1, name: Northern Paper, {fields}}}]\n{more}", AS_OF).vendors[0]


@pytest.mark.parametrize(
    ("fields", "standing", "late", "left"),
    [
        ("due: 2026-05-31", "overdue", 1, -1),
        ("due: 2026-06-01", "due", None, 0),
        ("due: 2026-05-20, delivered: 2026-05-25", "delivered_late", 5, -12),
        ("due: 2026-05-20, delivered: 2026-05-20", "delivered", 0, -12),
        ("due: 2026-06-20, delivered: 2026-05-20", "delivered", -31, 19),
        ("due: 2026-05-20, delivered: 2026-06-02", "overdue", 12, -12),  # a delivery to come is none
    ],
)
def test_a_delivery_is_late_from_the_day_after_it_was_due(
    fields: str, standing: str, late: int | None, left: int
) -> None:
    (found,) = vendor(f"deliveries: [{{title: Boxes, {fields}}}]").deliveries
    assert (found.standing, found.late, found.days_left) == (standing, late, left)


STONES = """
milestones:
- {id: M1, title: Accepted, forecast: 2026-05-10, actual: 2026-05-12}
- {id: M2, title: Launched, forecast: 2026-07-10}
- {id: M3, title: Closed, forecast: 2026-05-20}
"""


@pytest.mark.parametrize(
    ("fields", "standing", "due"),
    [
        ("due: 2026-05-31", "overdue", "2026-05-31"),
        ("due: 2026-06-01", "due", "2026-06-01"),
        ("due: 2026-05-31, paid: 2026-06-01", "paid", "2026-05-31"),
        ("due: 2026-05-31, paid: 2026-06-02", "overdue", "2026-05-31"),
        ("title: Last", "undated", None),
        ("milestone: M1", "payable", "2026-05-12"),
        ("milestone: M1, due: 2026-05-11", "overdue", "2026-05-12"),
        ("milestone: M1, due: 2026-06-11", "due", "2026-06-11"),
        ("milestone: M2", "waiting", "2026-07-10"),
        ("milestone: M2, due: 2026-05-01", "waiting", "2026-07-10"),
        ("milestone: M2, due: 2026-08-01", "waiting", "2026-08-01"),
        ("milestone: M3", "waiting", "2026-06-01"),  # expected in the past: today at the earliest
    ],
)
def test_a_payment_is_due_on_its_day_and_not_before_its_milestone(
    fields: str, standing: str, due: str | None
) -> None:
    (found,) = vendor(f"payments: [{{amount: 90k, {fields}}}]", STONES).payments
    assert (found.standing, found.due) == (standing, date.fromisoformat(due) if due else None)
    assert found.late == (
        1 if standing == "paid" else -(found.days_left or 0) if standing == "overdue" else None
    )


@pytest.mark.parametrize("more", ["lifecycle: on_hold\n", "lifecycle: proposed\n", "lifecycle: cancelled\n"])
def test_where_nothing_goes_on_nothing_is_asked(more: str) -> None:
    fields = "deliveries: [{title: Boxes, due: 2026-05-01}], payments: [{amount: 9, due: 2026-05-01}]"
    found = vendor(fields, more)
    assert {state.standing for state in (*found.deliveries, *found.payments)} == {"dropped"}
    ended = vendor(f"status: terminated, {fields}")
    assert {state.standing for state in (*ended.deliveries, *ended.payments)} == {"dropped"}
    assert ended.over
    assert ended.rest is None


def test_a_contract_its_payments_and_what_is_left_of_it() -> None:
    found = vendor(
        "contract: {value: 300k, currency: EUR},"
        "payments: [{amount: 90k, paid: 2026-05-01}, {amount: 60k, due: 2026-06-10}, {amount: 9k}]"
    )
    assert found.currency == "EUR"
    assert (found.planned, found.paid, found.rest) == (159000, 90000, 210000)
    assert (found.unplanned, found.paid_pct) == (141000, 30)
    assert found.next_payment is not None
    assert found.next_payment.due == date(2026, 6, 10)


def test_what_nobody_wrote_is_unknown() -> None:
    bare = vendor("contract: {value: 300k}")
    assert (bare.planned, bare.paid, bare.rest, bare.unplanned, bare.paid_pct) == (None,) * 5
    assert punctuality((bare,)).percent is None
    unvalued = vendor("payments: [{amount: 90k, paid: 2026-05-01}, {amount: 60k, due: 2026-06-10}]")
    assert (unvalued.value, unvalued.rest, unvalued.paid_pct) == (None, 60000, None)
    assert vendor("contract: {value: 0}, payments: [{amount: 1, paid: 2026-05-01}]").paid_pct is None
    assert unvalued.currency == "CNY"


def test_punctuality_is_of_all_whose_day_has_come() -> None:
    found = vendor(
        "deliveries: [{title: a, due: 2026-05-01, delivered: 2026-05-01}, {title: d, due: 2026-05-02},"
        "{title: b, due: 2026-05-01, delivered: 2026-04-20}, {title: e, due: 2026-08-02},"
        "{title: c, due: 2026-05-01, delivered: 2026-05-02}]"
    )
    of = punctuality((found,))
    assert (of.on_time, of.delivered, of.overdue) == (2, 3, 1)
    assert of.percent == 50
    assert found.next_delivery is not None
    assert said(promise(found.vendor, found.next_delivery.delivery.title).title) == "Northern Paper · d"


def test_the_most_urgent_vendor_comes_first() -> None:
    text = """
vendors:
- {id: V1, name: done, status: accepted}
- {id: V2, name: nothing}
- {id: V3, name: pay, payments: [{amount: 1, due: 2026-06-08}]}
- {id: V4, name: late, deliveries: [{title: a, due: 2026-05-30}]}
- {id: V5, name: soon, deliveries: [{title: a, due: 2026-06-02}]}
"""
    found = assessed(text, AS_OF).vendors
    assert [state.vendor.id for state in found] == ["V4", "V5", "V3", "V2", "V1"]


def test_reminders_say_what_is_late_or_soon_due_once_for_each_vendor() -> None:
    text = """
vendors:
- id: V1
  name: Northern Paper
  deliveries: [{title: First, due: 2026-05-20}, {title: Second, due: 2026-05-25}]
  payments: [{amount: 1, due: 2026-06-08}, {amount: 1, due: 2026-06-07}]
- {id: V2, name: Far, deliveries: [{title: a, due: 2026-06-09}], payments: [{amount: 2}]}
- id: V3
  name: Near
  deliveries: [{title: Films, due: 2026-06-08}]
  payments: [{amount: 2, due: 2026-05-30}]
"""
    found = [r for r in assessed(text, AS_OF).reminders if r.kind in ("delivery", "payment")]
    assert [(r.kind, r.item, said(r.text)) for r in found] == [
        ("delivery", "V1", "V1 “Northern Paper” was to deliver “First” by 20 May 2026"),
        ("payment", "V1", "A payment to V1 “Northern Paper” is due on 7 Jun 2026"),
        ("delivery", "V3", "V3 “Near” is to deliver “Films” by 8 Jun 2026"),
        ("payment", "V3", "A payment to V3 “Near” was due on 30 May 2026"),
    ]


def assessments(*texts: str) -> list[Assessment]:
    head = "title: A\nowner: Ada\nstart: 2026-01-01\nfinish: 2026-12-31\n"
    files = {f"projects/p{n}.yaml": (head + text).encode() for n, text in enumerate(texts)}
    read = assembled(files)
    return [assess(p, read.settings, date.fromisoformat(AS_OF)) for p in read.projects]


def test_one_name_is_one_vendor_whatever_its_id() -> None:
    found = companies(
        assessments(
            "vendors: [{id: V1, name: {zh: 北方纸品, en: Northern Paper}, rating: 4}, {id: V2, name: Other}]",
            "vendors: [{id: V2, name: NORTHERN  paper, rating: 2}]",
            "vendors: [{id: V1, name: 北方纸品}]",
        )
    )
    assert sorted((said(one.name), len(one.entries), one.ratings) for one in found) == [
        ("Northern Paper", 3, (2, 4)),
        ("Other", 1, ()),
    ]


def test_a_name_in_two_languages_ties_what_was_written_before() -> None:
    found = companies(
        assessments(
            "vendors: [{id: V1, name: 北方纸品}]",
            "vendors: [{id: V1, name: Northern Paper}]",
            "vendors: [{id: V1, name: {zh: 北方纸品, en: Northern Paper}}]",
        )
    )
    assert [len(one.entries) for one in found] == [3]


def test_lists_over_all_projects_go_by_day() -> None:
    found = assessments(
        "vendors: [{id: V1, name: a, deliveries: [{title: x, due: 2026-07-01}], payments: [{amount: 3}]}]",
        "vendors: [{id: V1, name: b, deliveries: [{title: y, due: 2026-05-01}],"
        " payments: [{amount: 5, due: 2026-06-03}, {amount: 7, paid: 2026-05-01}]}]",
    )
    assert [said(p.state.delivery.title) for p in deliveries_due(found)] == ["y", "x"]
    assert [(p.project.id, p.state.payment.amount) for p in payments_due(found)] == [("p1", 5), ("p0", 3)]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("V1", "V1"),
        ("V0", "V1"),
        ("北方纸品", "V1"),
        (" northern PAPER ", "V1"),
        ("Nobody", None),
        ("", None),
    ],
)
def test_a_vendor_is_called_by_id_or_name(name: str, found: str | None) -> None:
    known = (Vendor(name=Text(zh="北方纸品", en="Northern Paper"), id="V1", aliases=("V0",)),)
    called = vendor_called(name, known)
    assert (called.id if called else None) == found


@pytest.mark.parametrize(
    ("deliveries", "standing", "expected", "late"),
    [
        ("[{title: Bills, due: 2026-06-20}]", "late", "2026-06-20", 5),
        ("[{title: bills, due: 2026-05-20, delivered: 2026-05-21}]", "delivered", "2026-05-21", -25),
        ("[{title: Other, due: 2026-05-20}]", "waiting", None, None),
    ],
)
def test_what_a_vendor_delivers_is_what_a_dependency_waits_for(
    deliveries: str, standing: str, expected: str | None, late: int | None
) -> None:
    text = (
        f"vendors: [{{id: V1, name: Agency B, deliveries: {deliveries}}}]\n"
        "dependencies: [{id: DP1, title: Bills, other: agency b, due: 2026-06-15}]\n"
    )
    (link,) = links([assessed(text, AS_OF)]).all
    assert link.giving.vendor is not None
    assert link.giving.vendor.id == "V1"
    found = link.arrival
    assert (found.standing, found.expected, found.late) == (
        standing,
        date.fromisoformat(expected) if expected else None,
        late,
    )


def test_a_week_says_what_was_delivered_paid_and_missed() -> None:
    text = """
vendors:
- id: V1
  name: Agency B
  owner: Bo
  deliveries:
  - {title: Plan, due: 2026-05-26, delivered: 2026-05-27}
  - {title: Films, due: 2026-05-28}
  - {title: Report, due: 2026-06-03}
  payments:
  - {amount: 1, title: First, due: 2026-05-25, paid: 2026-05-28}
  - {amount: 1, due: 2026-05-29, milestone: M2}
  - {amount: 1, title: Second, due: 2026-05-29}
  - {amount: 1, title: Third, due: 2026-06-05}
""" + STONES.replace("2026-07-10", "2026-06-04")
    week = period("2026-W22")
    assert week
    facts = assessed(text, AS_OF).chronicle.during(week)
    events = [(event.code, said(event.item.title)) for event in facts.events if event.item]
    assert events == [("delivery.made", "Agency B · Plan"), ("payment.made", "Agency B · First")]
    kinds = ("delivery", "payment")
    assert [(d.kind, said(d.item.title), d.owner) for d in facts.missed if d.kind in kinds] == [
        ("delivery", "Agency B · Films", "Bo"),
        ("payment", "Agency B · Second", "Bo"),
    ]
    assert [(d.kind, said(d.item.title)) for d in facts.coming if d.kind in kinds] == [
        ("delivery", "Agency B · Report"),
        ("payment", "Agency B"),
        ("payment", "Agency B · Third"),
    ]


PAYMENTS = st.builds(
    Payment,
    amount=MONEY,
    due=st.none() | DAYS,
    paid=st.none() | DAYS,
    milestone=st.sampled_from(["", "M1", "M9"]),
)
VENDORS = st.builds(
    Vendor,
    name=st.sampled_from(["a", "A", "b", "c "]).map(Text),
    contract=st.builds(Contract, value=st.none() | MONEY, currency=st.sampled_from(["", "EUR", "USD"])),
    status=st.sampled_from([None, "delivering", "accepted", "terminated"]),
    deliveries=st.lists(
        st.builds(Delivery, title=st.just(Text("x")), due=DAYS, delivered=st.none() | DAYS), max_size=4
    ).map(tuple),
    payments=st.lists(PAYMENTS, max_size=4).map(tuple),
)
PROJECTS = st.builds(
    Project,
    id=st.just("p"),
    title=st.just(Text("a project")),
    owner=st.just("Ada"),
    lifecycle=st.sampled_from([None, "executing", "closed", "on_hold"]),
    milestones=st.builds(
        Milestone,
        id=st.just("M1"),
        title=st.just(Text("m")),
        forecast=st.none() | DAYS,
        actual=st.none() | DAYS,
    ).map(lambda stone: (stone,)),
    vendors=st.lists(VENDORS, max_size=4).map(tuple),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PROJECTS, max_size=3), DAYS)
def test_sums_agree_however_they_are_grouped(projects: list[Project], as_of: date) -> None:
    found = [assess(replace(p, id=f"p{n}"), Settings(), as_of) for n, p in enumerate(projects)]
    every = [state for of in found for state in of.vendors]
    grouped = [state for company in companies(found) for state in company.states]
    assert len(grouped) == len(every)
    for amount in (lambda s: s.value, lambda s: s.paid, lambda s: s.rest):
        assert by_currency((s.currency, amount(s)) for s in grouped) == by_currency(
            (s.currency, amount(s)) for s in every
        )
    for state in every:
        standings = Counter[str]()
        for payment in state.payments:
            standings[payment.standing] += int(payment.payment.amount * 100)
        assert sum(standings.values()) == int((state.planned or 0) * 100)
        assert standings["paid"] == int((state.paid or 0) * 100)
        if state.rest is not None:
            assert state.rest + (state.paid or 0) == max(state.planned or 0, state.value or 0)
    still = by_currency((p.state.currency, p.state.payment.amount) for p in payments_due(found))
    assert still == by_currency((s.currency, p.payment.amount) for s in every for p in s.payments if p.open)


@settings(max_examples=150, deadline=None)
@given(PROJECTS, DAYS, st.integers(0, 60))
def test_time_alone_makes_nothing_less_late(project: Project, as_of: date, days: int) -> None:
    now, later = (
        {id(d.delivery): d for v in assess(project, Settings(), day).vendors for d in v.deliveries}
        for day in (as_of, as_of + timedelta(days=days))
    )
    for key, state in now.items():
        if state.standing == "overdue" and later[key].standing == "overdue":
            assert (later[key].late or 0) == (state.late or 0) + days
        assert state.late is None or state.standing != "due"
        if state.standing in ("delivered", "delivered_late"):
            assert later[key].late == state.late
