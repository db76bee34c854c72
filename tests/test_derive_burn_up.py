"""Burn-up: what reports say of the work, and when the work ahead may be said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsgen.derive.burn_up import Ahead, BurnPoint, burn_up
from opsgen.derive.snapshot import Snapshot, Work

if TYPE_CHECKING:
    from opsgen.derive.schedule import Basis

FIRST = date(2026, 8, 3)


def report(days: int, scope: float, done: float, *, tasks: int = 4, basis: Basis = "effort") -> Snapshot:
    return Snapshot(FIRST + timedelta(days), "green", work=Work(tasks, scope, done, basis))


def weekly(*done: float, scope: float = 100) -> tuple[Snapshot, ...]:
    return tuple(report(7 * n, scope, value) for n, value in enumerate(done))


def test_scope_and_done_of_each_report() -> None:
    found = burn_up((report(0, 132, 0), report(28, 145, 91)), goes_on=True)
    assert found is not None
    assert (found.measure, found.otherwise, found.ahead) == ("effort", 0, None)
    assert found.points == (
        BurnPoint(FIRST, 132, 0),
        BurnPoint(date(2026, 8, 31), 145, 91),
    )
    assert found.moved


@pytest.mark.parametrize("course", [(), weekly(10), (report(0, 0, 0, tasks=0), report(7, 5, 1))])
def test_fewer_than_two_reports_are_no_course(course: tuple[Snapshot, ...]) -> None:
    assert burn_up(course, goes_on=True) is None


def test_reports_that_weigh_in_another_way_are_left_out_and_counted() -> None:
    course = (report(0, 4, 1, basis="count"), report(7, 40, 10), report(14, 40, 12))
    found = burn_up(course, goes_on=True)
    assert found is not None
    assert ([point.scope for point in found.points], found.otherwise) == ([40, 40], 1)


def test_without_tasks_deliverables_are_counted() -> None:
    one = Snapshot(FIRST, "green", deliverables=(3, 0))
    found = burn_up((one, replace(one, day=date(2026, 9, 1), deliverables=(4, 2))), goes_on=True)
    assert found is not None
    assert (found.measure, found.points[-1]) == ("deliverables", BurnPoint(date(2026, 9, 1), 4, 2))


def test_what_is_over_ends_where_it_last_moved() -> None:
    found = burn_up(weekly(20, 60, 100, 100, 100), goes_on=False)
    assert found is not None
    assert (found.points[-1].day, len(found.points)) == (date(2026, 8, 17), 3)
    assert burn_up(weekly(100, 100, 100), goes_on=False) is None
    still = burn_up(weekly(20, 20), goes_on=True)
    assert still is not None
    assert not still.moved


def test_the_end_at_the_usual_the_fastest_and_the_slowest_pace() -> None:
    """30, 20 and 25 a week; 25 are left: 7 days at the usual pace."""
    found = burn_up(weekly(0, 30, 50, 75), goes_on=True)
    assert found is not None
    assert found.ahead == Ahead(
        day=date(2026, 8, 31), earliest=date(2026, 8, 30), latest=date(2026, 9, 2), since=FIRST
    )


@pytest.mark.parametrize(
    ("course", "goes_on"),
    [
        (weekly(0, 30, 50), True),  # two steps are no pace
        (weekly(0, 30, 30, 75), True),  # nothing came of one of them
        (weekly(0, 30, 20, 75), True),  # work was taken back
        (weekly(0, 2, 4, 6), True),  # the end is further off than the reports look back
        (weekly(0, 30, 60, 100), True),  # all is done
        (weekly(0, 30, 50, 75), False),
        (tuple(report(2 * n, 100, 25 * n) for n in range(4)), True),  # days, not weeks
    ],
)
def test_nothing_is_said_of_the_end_where_that_would_be_a_guess(
    course: tuple[Snapshot, ...], goes_on: bool
) -> None:
    found = burn_up(course, goes_on=goes_on)
    assert found is not None
    assert found.ahead is None


def test_only_the_last_six_steps_are_the_pace() -> None:
    course = weekly(0, 0, 0, 10, 25, 40, 55, 70, 85)
    found = burn_up(course, goes_on=True)
    assert found is not None
    assert found.ahead is not None
    assert found.ahead.since == FIRST + timedelta(14)


@given(st.lists(st.tuples(st.integers(1, 40), st.floats(0, 1e6), st.floats(0, 1e6)), max_size=12))
def test_an_end_lies_ahead_and_no_further_than_the_reports_look_back(
    steps: list[tuple[int, float, float]],
) -> None:
    course, day = [], 0
    for days, scope, done in steps:
        day += days
        course.append(report(day, scope, min(done, scope)))
    found = burn_up(course, goes_on=True)
    if found and found.ahead:
        now, ahead = found.points[-1].day, found.ahead
        assert now < ahead.earliest <= ahead.day <= ahead.latest
        assert ahead.latest - now <= now - ahead.since + timedelta(1)
