"""Meetings: whose each entry is, what is left out, what is found by its name, and what came before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written import assembled

from opsgen.derive import assess, meetings, summarise
from opsgen.derive.ledger import Ledger, ledger
from opsgen.derive.meetings import Entry, Share, Sitting, common, previous, shares, sittings
from opsgen.model import AgendaPoint, Meeting, MeetingDecision, Project
from opsgen.words import Text

if TYPE_CHECKING:
    from opsgen.portfolio import Portfolio

AS_OF = date(2026, 6, 1)
HEADER = "owner: Ada\nstart: 2026-01-01\nfinish: 2026-12-31\nlifecycle: executing\n"
GIFT = f"""title: Gift
{HEADER}aliases: [old-gift]
decisions: [{{id: D1, title: More money, due: 2026-06-09}}]
actions: [{{id: A1, title: Own, owner: Grace, due: 2026-05-30}}]
meetings:
- id: weekly
  title: Weekly
  date: 2026-05-18
  type: progress
  decisions: [D1, {{id: MD1, title: Shifts, due: 2026-06-03}}]
  actions: [A1, {{id: MA1, title: Rota, owner: Ada, due: 2026-05-20}}]
- {{title: Nameless, date: 2026-05-11}}
- {{title: Nameless too, date: 2026-05-11}}
"""
STORE = f"""title: Store
{HEADER}decisions: [{{id: D1, title: Rent}}]
"""
MAY = """
title: Committee in May
date: 2026-05-20
type: steering
agenda:
- {text: Money, project: gift, decision: D1}
- {text: Rent, project: store, decision: D1}
- Plans
decisions:
- "store:D1"
- {id: PD1, title: One more week, project: old-gift, due: 2026-06-02}
- {id: PD2, title: Budget of all, due: 2026-06-04}
actions:
- {id: PA1, title: Offers, project: gift, owner: Ada, due: 2026-05-25}
- {id: PA2, title: Table, owner: Lin, due: 2026-05-28}
- "april:PA0"
"""
APRIL = """
title: Committee in April
date: 2026-04-20
type: steering
actions: [{id: PA0, title: Lease, project: store, owner: Ada, due: 2026-05-01}]
"""
REVIEW = "title: Review\ndate: 2026-05-02\ntype: review\n"


@pytest.fixture(scope="module")
def portfolio() -> Portfolio:
    texts = {
        "projects/gift.yaml": GIFT,
        "projects/store.yaml": STORE,
        "projects/meetings/may.yaml": MAY,
        "projects/meetings/april.yaml": APRIL,
        "projects/meetings/review.yaml": REVIEW,
    }
    found = assembled({name: text.encode() for name, text in texts.items()})
    assert not found.problems
    return found


def held(portfolio: Portfolio, *names: str) -> tuple[Sitting, ...]:
    """The meetings as somebody sees them who may see these projects."""
    return sittings([p for p in portfolio.projects if p.id in names], portfolio.meetings)


def one(found: tuple[Sitting, ...], name: str) -> Sitting:
    return next(sitting for sitting in found if sitting.meeting.id == name)


def book(portfolio: Portfolio, *names: str) -> Ledger:
    found = held(portfolio, *names)
    parts = shares(found)
    projects = [p for p in portfolio.projects if p.id in names]
    assessments = [assess(p, portfolio.settings, AS_OF, parts.get(p.id, ())) for p in projects]
    return ledger(assessments, portfolio.settings, AS_OF, found, common(found))


def test_the_newest_meeting_comes_first_and_each_has_a_name(portfolio: Portfolio) -> None:
    found = held(portfolio, "gift", "store")
    assert [(s.project.id if s.project else "", s.meeting.id) for s in found] == [
        ("", "may"),
        ("gift", "weekly"),
        ("gift", "2026-05-11"),
        ("gift", "2026-05-11-2"),
        ("", "review"),
        ("", "april"),
    ]


def test_each_entry_is_of_one_project_or_of_the_portfolio(portfolio: Portfolio) -> None:
    may = one(held(portfolio, "gift", "store"), "may").meeting
    assert [point.project for point in may.agenda] == ["gift", "store", ""]
    assert [decision.project for decision in may.decisions] == ["store", "gift", ""]
    assert [action.project for action in may.actions] == ["gift", "", "store"]


def test_what_is_about_a_project_that_is_not_asked_for_is_left_out_and_counted(portfolio: Portfolio) -> None:
    may = one(held(portfolio, "gift"), "may")
    assert may.left_out == 3  # the rent, twice, and the lease of April
    shown = (*may.meeting.agenda, *may.meeting.decisions, *may.meeting.actions)
    assert {entry.project for entry in shown} == {"gift", ""}
    assert one(held(portfolio, "gift"), "april").left_out == 1
    assert [s.left_out for s in held(portfolio, "gift", "store")] == [0] * 6


def test_a_project_has_what_meetings_agreed_on_for_it(portfolio: Portfolio) -> None:
    parts = shares(held(portfolio, "gift", "store"))
    gift = assess(portfolio.projects[0], portfolio.settings, AS_OF, parts["gift"])
    assert [(s.action.id, s.overdue, s.sitting.meeting.id if s.sitting else "") for s in gift.actions] == [
        ("MA1", True, "weekly"),
        ("PA1", True, "may"),
        ("A1", True, ""),
    ]
    assert [s.decision.id for s in gift.decisions_wanted] == ["PD1", "MD1", "D1"]
    store = assess(portfolio.projects[1], portfolio.settings, AS_OF, parts["store"])
    assert [s.action.id for s in store.actions] == ["PA0"]


def test_without_the_others_a_project_has_its_own_meetings(portfolio: Portfolio) -> None:
    gift = assess(portfolio.projects[0], portfolio.settings, AS_OF)
    assert [s.action.id for s in gift.actions] == ["MA1", "A1"]
    assert [share.sitting.meeting.id for share in gift.meetings] == ["weekly", "2026-05-11", "2026-05-11-2"]


def test_the_front_page_counts_what_the_register_lists(portfolio: Portfolio) -> None:
    found = held(portfolio, "gift", "store")
    parts = shares(found)
    assessments = [assess(p, portfolio.settings, AS_OF, parts.get(p.id, ())) for p in portfolio.projects]
    summary = summarise(assessments, portfolio.settings, AS_OF, common(found))
    listed = ledger(assessments, portfolio.settings, AS_OF, found, common(found))
    wanted = [p.state.decision.id for p in listed.decisions if p.state.wanted]
    assert [p.state.decision.id for p in summary.decisions] == wanted == ["PD1", "MD1", "PD2", "D1", "D1"]
    assert [p.state.action.id for p in listed.actions] == ["PA0", "MA1", "PA1", "PA2", "A1"]


@pytest.mark.parametrize(
    ("name", "about", "found"),
    [
        ("D1", "gift", "More money"),
        ("D1", "store", "Rent"),
        ("gift:D1", "", "More money"),
        ("old-gift:MD1", "", "Shifts"),
        ("PD2", "", "Budget of all"),
        ("PD1", "gift", "One more week"),  # what stands in the meeting itself comes first
        ("may:PD1", "", "One more week"),
        ("D1", "", None),
        ("nowhere:D1", "", None),
    ],
)
def test_a_decision_is_found_by_its_name(
    portfolio: Portfolio, name: str, about: str, found: str | None
) -> None:
    may = one(held(portfolio, "gift", "store"), "may")
    placed = book(portfolio, "gift", "store").decision(name, may, about)
    assert (placed.state.decision.title.plain if placed else None) == found


def test_nothing_of_a_project_that_is_not_asked_for_is_found(portfolio: Portfolio) -> None:
    may = one(held(portfolio, "gift"), "may")
    known = book(portfolio, "gift")
    assert known.decision("store:D1", may, "") is None
    assert known.action("april:PA0", may, "") is None
    assert known.action("may:PA2", may, "")


def test_the_last_meeting_is_one_of_the_same_type(portfolio: Portfolio) -> None:
    found = held(portfolio, "gift", "store")
    before = previous(one(found, "may"), found)
    assert before == one(found, "april")
    assert previous(one(found, "april"), found) is None
    assert previous(one(found, "weekly"), found) is None


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (["a", "a", "a"], ["a", "a-2", "a-3"]),
        (["a-2", "a", "a"], ["a-2", "a", "a-3"]),
        (["a", "a", "a-2", "a-2"], ["a", "a-3", "a-2", "a-2-2"]),
        (["a b", "a-b", "a  b"], ["a b", "a-b-2", "a  b-3"]),
    ],
)
def test_each_meeting_has_an_anchor_of_its_own(ids: list[str], expected: list[str]) -> None:
    held = tuple(Meeting(id=name, title=Text("M"), date=AS_OF) for name in ids)
    found = sittings((Project(id="g", title=Text("G"), owner="Ada", meetings=held),))
    assert sorted(sitting.meeting.id for sitting in found) == sorted(expected)


def test_a_point_is_about_the_project_of_a_decision_written_beside_it() -> None:
    text = """title: May
date: 2026-05-20
agenda: [{text: More, decision: PD1}]
decisions: [{id: PD1, title: Hidden, project: store}]
"""
    may = assembled({"projects/meetings/may.yaml": text.encode()}).meetings
    gift, store = (Project(id=name, title=Text(name), owner="Ada") for name in ("gift", "store"))
    (left,), (whole,) = sittings((gift,), may), sittings((gift, store), may)
    assert (left.meeting.agenda, left.left_out) == ((), 2)
    assert whole.meeting.agenda[0].project == "store"


def test_no_meetings_cost_nothing() -> None:
    assert meetings.sittings((), ()) == ()


def test_an_entry_of_a_project_may_be_about_another_one(portfolio: Portfolio) -> None:
    gift, store = portfolio.projects
    entry = replace(gift.meetings[0].actions[1], project="store")
    weekly = replace(gift.meetings[0], actions=(entry,))
    both = (replace(gift, meetings=(weekly,)), store)
    assert [a.id for share in shares(sittings(both))["store"] for a in share.actions] == ["MA1"]
    assert sittings(both[:1])[0].left_out == 1


REFERENCES = st.sampled_from(["", "D1", "a:D1", "b:D1", "m:D1", "elsewhere:D1"])
PROJECTS = st.sampled_from(["", "a", "b", "old-a", "elsewhere"])
ENTRIES = st.lists(st.builds(dict, project=PROJECTS, ref=REFERENCES, title=st.just(Text("x"))), max_size=5)


@given(ENTRIES, ENTRIES, st.sampled_from([(), ("a",), ("a", "b")]))
def test_each_entry_is_somebodys_or_left_out(
    decisions: list[dict[str, Any]], points: list[dict[str, Any]], seen: tuple[str, ...]
) -> None:
    meeting = Meeting(
        id="m",
        title=Text("x"),
        date=AS_OF,
        decisions=tuple(MeetingDecision(**one) for one in decisions),
        agenda=tuple(AgendaPoint(text=p["title"], project=p["project"], decision=p["ref"]) for p in points),
    )
    names = {"a": ("old-a",), "b": ()}
    (found,) = sittings(
        [Project(id=n, title=Text(n), owner="Ada", aliases=names[n]) for n in seen], [meeting]
    )
    parts = [*shares([found]).items(), *(("", part) for part in common([found]))]
    placed = [entry for _, part in parts for entry in _entries(part)]
    assert len(placed) + found.left_out == len(decisions) + len(points)
    assert {entry.project for entry in placed} <= {*seen, ""}


def _entries(part: tuple[Share, ...] | Share) -> tuple[Entry, ...]:
    listed = (part,) if isinstance(part, Share) else part
    return tuple(entry for share in listed for entry in (*share.points, *share.decisions, *share.actions))
