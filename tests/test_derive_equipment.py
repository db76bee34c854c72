"""Bookings of equipment: where they clash, and what is left of it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import assembled, assessed

from opsgen.derive import assess
from opsgen.derive.equipment import MOST_NAMED, WEEKS, Use, clashes, counted, levels, shared
from opsgen.model import Booking, Equipment, Project
from opsgen.words import Text

FIRST = date(2026, 6, 1)
PROJECT = Project(id="p", title=Text("a"), owner="Ada")


def use(first: int, last: int, quantity: float = 1) -> Use:
    """A booking of days of June."""
    booking = Booking(
        from_=FIRST + timedelta(days=first - 1),
        until=FIRST + timedelta(days=last - 1),
        quantity=quantity,
    )
    return Use(PROJECT, Equipment(title=Text("Studio")), booking)


def found(uses: list[Use], quantity: float = 1) -> list[tuple[int, int, int, Decimal]]:
    """First and last day of June of each clash, how many bookings it has, and the most booked."""
    return [
        ((c.first - FIRST).days + 1, (c.last - FIRST).days + 1, len(c.uses), c.most)
        for c in clashes(uses, counted(quantity))
    ]


@pytest.mark.parametrize(
    ("uses", "quantity", "clash"),
    [
        ([use(1, 4), use(5, 6)], 1, []),
        ([use(1, 5), use(5, 6)], 1, [(5, 5, 2, 2)]),
        ([use(1, 5), use(5, 6)], 2, []),
        ([use(1, 10), use(3, 4), use(8, 9)], 1, [(3, 4, 2, 2), (8, 9, 2, 2)]),
        ([use(1, 10), use(5, 15), use(11, 20)], 1, [(5, 15, 3, 2)]),  # without a gap: one clash
        ([use(1, 4, 3)], 2, [(1, 4, 1, 3)]),
        ([use(1, 4, 0), use(1, 4)], 1, []),
        ([use(4, 1), use(1, 4)], 1, []),  # ends before it begins: told by another rule
        ([use(1, 4, 0.1), use(1, 4, 0.2)], 0.3, []),  # tenths are tenths
        ([use(1, 4)], 0, [(1, 4, 1, 1)]),
        ([], 1, []),
    ],
)
def test_a_clash_is_a_stretch_of_days_with_more_booked_than_there_is(
    uses: list[Use], quantity: float, clash: list[tuple[int, int, int, int]]
) -> None:
    assert found(uses, quantity) == clash


USES = st.lists(
    st.builds(
        lambda first, days, quantity: use(first, first + days, quantity),
        st.integers(1, 40),
        st.integers(-2, 12),
        st.sampled_from([0, 0.1, 0.2, 1, 2, 2.5]),
    ),
    max_size=8,
)


@settings(max_examples=300, deadline=None)
@given(USES, st.sampled_from([0, 0.3, 1, 2, 3.5]))
def test_the_sweep_finds_what_counting_day_by_day_finds(uses: list[Use], quantity: float) -> None:
    limit = counted(quantity)
    days = [FIRST + timedelta(days=n) for n in range(-3, 60)]
    booked = {
        day: sum((u.quantity for u in uses if u.booking.from_ <= day <= u.booking.until), Decimal(0))
        for day in days
    }
    swept = dict.fromkeys(days, Decimal(0))
    for first, last, number in levels(uses):
        for n in range((last - first).days + 1):
            swept[first + timedelta(days=n)] = number
    assert swept == booked
    over = {day for day in days if booked[day] > limit}
    told = clashes(uses, limit)
    assert {c.first + timedelta(days=n) for c in told for n in range((c.last - c.first).days + 1)} == over
    for clash in told:
        assert clash.first - timedelta(days=1) not in over
        assert clash.last + timedelta(days=1) not in over
        inside = [day for day in over if clash.first <= day <= clash.last]
        assert clash.most == max(booked[day] for day in inside)
        there = [u for u in uses if u.counts and any(u.booking.from_ <= d <= u.booking.until for d in inside)]
        assert sorted(map(id, clash.uses)) == sorted(map(id, there))


def test_thousands_of_bookings_name_only_some() -> None:
    told = clashes([use(1, 9) for _ in range(5000)], Decimal(1))
    assert [(len(c.uses), c.most) for c in told] == [(MOST_NAMED, 5000)]


EQUIPMENT = """
equipment:
- id: E1
  title: Studio
  bookings:
  - {from: 2026-05-01, until: 2026-05-09}
  - {from: 2026-06-03, until: 2026-06-12}
- id: E2
  title: Vans
  quantity: 3
  owner: Bo
  bookings:
  - {from: 2026-05-01, until: 2026-08-30, quantity: 2}
  - {from: 2026-05-08, until: 2026-05-09, quantity: 2}
  - {from: 2026-06-10, until: 2026-06-11, quantity: 2}
- {id: E3, title: Stage}
"""


def test_the_weeks_to_come_say_what_is_free_on_their_fullest_day() -> None:
    vans, studio, stage = assessed(EQUIPMENT, "2026-06-01").equipment
    assert [state.equipment.id for state in (vans, studio, stage)] == ["E2", "E1", "E3"]
    assert (vans.owner, studio.owner) == ("Bo", "Ada")
    assert len(vans.weeks) == WEEKS
    assert [(w.period.label, w.most, w.free) for w in vans.weeks[:2]] == [
        ("2026-W23", 2, 1),
        ("2026-W24", 4, 0),
    ]
    assert [(w.most, w.free) for w in studio.weeks[:3]] == [(1, 0), (1, 0), (0, 1)]
    assert stage.weeks == ()


def test_a_long_booking_is_told_the_clash_that_is_to_come() -> None:
    vans = assessed(EQUIPMENT, "2026-06-01").equipment[0]
    long, past, ahead = vans.uses
    as_of = date(2026, 6, 1)
    assert [c.first.isoformat() for c in vans.clashes] == ["2026-05-08", "2026-06-10"]
    assert vans.clash_of(long, as_of) == vans.clash_of(ahead, as_of) == vans.clashes[1]
    assert vans.clash_of(past, as_of) is None
    assert vans.clash_of(past, date(2026, 5, 1)) == vans.clashes[0]


def test_equipment_of_one_title_is_shared_by_projects() -> None:
    head = "title: A\nowner: Ada\nstart: 2026-01-01\nfinish: 2026-12-31\n"
    texts = {
        "one": "equipment: [{id: E1, title: Studio, bookings: [{from: 2026-06-03, until: 2026-06-12}]}]\n",
        "two": "equipment: [{id: E7, title: STUDIO, bookings: [{from: 2026-06-12, until: 2026-06-14}]}]\n",
        "three": "equipment: [{id: E1, title: Vans, bookings: [{from: 2026-06-12, until: 2026-06-14}]}]\n",
    }
    read = assembled({f"projects/{name}.yaml": (head + text).encode() for name, text in texts.items()})
    (one,) = shared([assess(p, read.settings, FIRST) for p in read.projects])
    (clash,) = one.clashes
    assert clash.between
    assert (clash.first, clash.last) == (date(2026, 6, 12), date(2026, 6, 12))
    assert sorted(u.project.id for u in clash.uses) == ["one", "two"]


def test_equipment_with_a_title_in_two_languages_is_shared_once() -> None:
    """And whoever writes one of the two means the same."""
    head = "title: A\nowner: Ada\nstart: 2026-01-01\nfinish: 2026-12-31\n"
    titles = {"one": "{zh: 摄影棚, en: Studio}", "two": "{zh: 摄影棚, en: studio}", "three": "摄影棚"}
    days = "bookings: [{from: 2026-06-03, until: 2026-06-12}]"
    texts = {name: f"equipment: [{{id: E1, title: {title}, {days}}}]\n" for name, title in titles.items()}
    read = assembled({f"projects/{name}.yaml": (head + text).encode() for name, text in texts.items()})
    (one,) = shared([assess(p, read.settings, FIRST) for p in read.projects])
    (clash,) = one.clashes
    assert sorted(u.project.id for u in clash.uses) == ["one", "three", "two"]
