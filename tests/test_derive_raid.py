"""Issues, assumptions and the arrival of what is waited for, as of a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import assessed

from opsgen.derive.raid import Arrival, AssumptionState, IssueState, arrival

AS_OF = "2026-06-01"
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def issue(fields: str, *, more: str = "") -> IssueState:
    return assessed(f"issues: [{{id: I1, title: No coupons, {fields}}}]\n{more}", AS_OF).issues[0]


def assumption(fields: str, *, more: str = "") -> AssumptionState:
    return assessed(f"assumptions: [{{id: AS1, title: Tills print, {fields}}}]\n{more}", AS_OF).assumptions[0]


@pytest.mark.parametrize(
    ("fields", "open_", "age"),
    [
        ("raised: 2026-05-22", True, 10),
        ("raised: 2026-05-22, status: in_progress", True, 10),
        ("raised: 2026-05-22, status: resolved, resolved: 2026-05-25", False, 3),
        ("raised: 2026-05-22, resolved: 2026-05-25", False, 3),
        ("raised: 2026-05-22, resolved: 2026-06-05", True, 10),
        ("raised: 2026-05-22, status: closed", False, None),
        ("severity: 3", True, None),
    ],
)
def test_an_issue_ages_until_it_is_solved(fields: str, open_: bool, age: int | None) -> None:
    found = issue(fields)
    assert (found.open, found.age) == (open_, age)


def test_an_issue_of_a_closed_project_ages_no_more() -> None:
    found = issue("raised: 2026-05-01", more="lifecycle: closed\nclosed: 2026-05-11\n")
    assert found.age == 10


@pytest.mark.parametrize(
    ("fields", "overdue", "left"),
    [
        ("due: 2026-05-31", True, -1),
        ("due: 2026-06-01", False, 0),
        ("due: 2026-05-31, status: closed", False, -1),
        ("severity: 2", False, None),
    ],
)
def test_an_issue_is_overdue_from_the_day_after_its_due_date(
    fields: str, overdue: bool, left: int | None
) -> None:
    found = issue(fields)
    assert (found.overdue, found.days_left) == (overdue, left)


def test_the_gravest_open_issue_comes_first() -> None:
    text = """
issues:
- {id: I1, title: solved, severity: 5, status: closed}
- {id: I2, title: slight, severity: 1}
- {id: I3, title: later, severity: 4, due: 2026-07-01}
- {id: I4, title: sooner, severity: 4, due: 2026-06-02}
- {id: I5, title: not rated}
"""
    found = assessed(text, AS_OF).issues
    assert [state.issue.id for state in found] == ["I4", "I3", "I2", "I5", "I1"]
    assert [state.severe for state in found] == [True, True, False, False, True]
    assert {state.owner for state in found} == {"Ada"}


@pytest.mark.parametrize(
    ("fields", "unchecked"),
    [
        ("due: 2026-05-31", True),
        ("due: 2026-06-01", False),
        ("due: 2026-05-31, status: holds", False),
        ("basis: The pilot", False),
    ],
)
def test_an_assumption_is_to_be_checked_by_its_day(fields: str, unchecked: bool) -> None:
    assert assumption(fields).unchecked is unchecked


def test_a_false_assumption_points_to_its_risk_and_what_came_of_it() -> None:
    more = """
risks: [{id: R1, title: Old tills, probability: 3, impact: 3, aliases: [R0], status: occurred}]
issues: [{id: I1, title: No coupons, from_risk: R1}, {id: I2, title: Queues}]
"""
    found = assumption('status: "false", if_false: R0', more=more)
    assert found.risk is not None
    assert (found.risk.id, [one.id for one in found.issues]) == ("R1", ["I1"])


def on(day: int) -> date:
    return date(2026, 6, day)


@pytest.mark.parametrize(
    ("needed", "expected", "delivered", "found"),
    [
        (on(20), on(25), None, Arrival("late", on(25), 5)),
        (on(20), on(20), None, Arrival("waiting", on(20), 0)),
        (on(20), None, None, Arrival("waiting", None, None)),
        (on(8), None, None, Arrival("late", None, 2)),
        (on(8), on(7), None, Arrival("late", on(7), 2)),  # promised, passed, and it keeps growing late
        (on(20), on(7), None, Arrival("waiting", on(7), -10)),
        (None, on(25), None, Arrival("waiting", on(25), None)),
        (None, None, None, Arrival("unknown", None, None)),
        (on(8), on(5), on(9), Arrival("delivered_late", on(9), 1)),
        (on(8), on(5), on(8), Arrival("delivered", on(8), 0)),
        (on(8), on(20), on(30), Arrival("late", on(20), 12)),  # a delivery to come is none
    ],
)
def test_arrival(needed: date | None, expected: date | None, delivered: date | None, found: Arrival) -> None:
    assert arrival(needed, expected, delivered, on(10)) == found


@settings(max_examples=200, deadline=None)
@given(st.none() | DAYS, st.none() | DAYS, DAYS, st.integers(0, 60))
def test_what_is_open_gets_no_earlier_with_time(
    needed: date | None, expected: date | None, as_of: date, days: int
) -> None:
    now = arrival(needed, expected, None, as_of)
    later = arrival(needed, expected, None, as_of + timedelta(days=days))
    if now.late is not None:
        assert later.late is not None
        assert later.late >= now.late
    assert (now.standing == "late") == ((now.late or 0) > 0)
