"""By when milestones are reached as earlier ones were, worked out by hand and held to what was kept back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsgen.derive.precedents import (
    DISTANCES,
    LEAST,
    Case,
    Course,
    Curve,
    Precedents,
    cases,
    curve,
    precedents,
)
from opsgen.derive.trend import Stated

if TYPE_CHECKING:
    import random

DAY = date(2026, 3, 1)
SLIPS = st.lists(st.integers(-40, 120), min_size=LEAST, max_size=40)
STILL = st.lists(st.integers(-40, 120), max_size=20)


def day(n: int) -> date:
    return DAY + timedelta(days=n)


def reached(actual: int, *said: tuple[int, int]) -> Course:
    """A milestone by days from the first: when it was reached, and each forecast with its day."""
    return Course(tuple(Stated(day(on), day(forecast)) for on, forecast in said), day(actual))


def late(*slips: int) -> list[Course]:
    """Milestones that stood a hundred days before their date and never moved."""
    return [reached(100 + slip, (0, 100)) for slip in slips]


def of_slips(*slips: int, still: tuple[int, ...] = ()) -> Curve:
    """The curve of reached ones, and of open ones that are later than so much."""
    return curve(
        [*(Case(slip, reached=True) for slip in slips), *(Case(slip, reached=False) for slip in still)]
    )


def slips_of(milestone: Course) -> dict[int, int]:
    """The slips of a milestone that was reached, by class."""
    found = dict(cases(milestone, day(1000)))
    assert all(case.reached for case in found.values())
    return {distance: case.slip for distance, case in found.items()}


# --- cases


def test_a_milestone_on_time_is_a_case_of_every_distance_it_stood_at() -> None:
    assert slips_of(reached(100, (0, 100))) == {7: 0, 14: 0, 30: 0, 60: 0, 90: 0, 180: 0}


def test_one_that_was_late_is_also_a_case_of_what_is_overdue() -> None:
    assert slips_of(reached(105, (0, 100))) == dict.fromkeys((0, 7, 14, 30, 60, 90, 180), 5)


def test_one_that_was_early_was_never_near() -> None:
    """Reached twenty days before its date it stood at no shorter distance."""
    assert slips_of(reached(80, (0, 100))) == {30: -20, 60: -20, 90: -20, 180: -20}


def test_each_distance_counts_from_the_forecast_in_force_there() -> None:
    """Forecast for day 40; ten days before that put off to day 100, and reached on day 110."""
    assert slips_of(reached(110, (0, 40), (30, 100))) == {
        0: 10,
        7: 10,  # the first date was never so near
        14: 70,
        30: 70,
        60: 70,  # the first time it stood there
        90: 10,  # seventy days away again
    }


def test_of_a_milestone_put_off_again_and_again_the_first_time_counts() -> None:
    found = slips_of(reached(60, (0, 10), (9, 20), (19, 30), (29, 40), (39, 50), (49, 60)))
    assert found == {7: 50, 14: 50}


def test_what_was_said_after_it_was_reached_is_no_forecast() -> None:
    assert slips_of(reached(20, (0, 20), (21, 25))) == {7: 0, 14: 0, 30: 0}
    assert slips_of(reached(20, (20, 20))) == {}
    assert slips_of(Course((), day(20))) == {}


def test_of_two_forecasts_of_one_day_the_later_one_counts() -> None:
    assert slips_of(reached(20, (0, 200), (0, 20))) == {7: 0, 14: 0, 30: 0}


# --- dates


def test_the_dates_of_nine_cases() -> None:
    """The fifth and the eighth of nine; twenty days before its date."""
    known = precedents(late(0, 1, 2, 3, 10, 12, 14, 21, 60), day(200))
    found = known.outlook(day(220), day(200))
    assert found is not None
    assert (found.distance, found.nearest, found.farthest, found.cases) == (20, 15, 30, 9)
    assert (found.slip50, found.slip80) == (10, 21)
    assert (found.p50, found.p80) == (day(230), day(241))


@pytest.mark.parametrize(
    ("count", "half", "most"), [(8, 5, 8), (9, 5, 8), (10, 6, 9), (14, 8, 12), (19, 10, 16), (99, 50, 80)]
)
def test_which_case_is_the_quantile(count: int, half: int, most: int) -> None:
    known = of_slips(*range(1, count + 1))
    assert (known.quantile(50, 0), known.quantile(80, 0)) == (half, most)
    assert (known.cases(0), known.open(0)) == (count, 0)


def test_open_ones_count_for_as_long_as_they_are_known() -> None:
    """Of ten, two of which are open and already later than 5 and 6 days.

    The shares later than 1 to 5 days are 10/11, 9/11 … 6/11. Later than 7: 6/11 · 3/4, than 8: 6/11 · 2/4,
    than 9: 6/11 · 1/4, which is less than one in five.
    """
    known = of_slips(1, 2, 3, 4, 5, 7, 8, 9, still=(5, 6))
    assert known.later == pytest.approx(
        [10 / 11, 9 / 11, 8 / 11, 7 / 11, 6 / 11, 6 / 11, 6 / 11, 9 / 22, 3 / 11, 3 / 22]
    )
    assert (known.quantile(50, 0), known.quantile(80, 0)) == (7, 9)
    assert (known.cases(0), known.open(0)) == (8, 2)
    assert (known.cases(5), known.open(5)) == (3, 1)


def test_nobody_knows_a_day_by_which_most_are_reached_while_many_are_open() -> None:
    known = Precedents({30: of_slips(*range(8), still=(50,) * 6)}).outlook(day(220), day(200))
    assert known is not None
    assert (known.cases, known.waiting) == (8, 6)
    assert (known.p50, known.p80) == (day(227), None)


def test_an_open_milestone_is_a_case_of_what_is_known_of_it() -> None:
    """Forecast for day 40, on day 30 put off to day 100; on day 60 it is twenty days late at least."""
    found = dict(cases(Course(reached(0, (0, 40), (30, 100)).stated, None), day(60)))
    assert found == {
        14: Case(20, reached=False),
        30: Case(20, reached=False),
        60: Case(20, reached=False),
        90: Case(-40, reached=False),
    }


def test_too_few_cases_give_no_date_but_their_number() -> None:
    found = precedents(late(*range(LEAST - 1)), day(200)).outlook(day(220), day(200))
    assert found is not None
    assert (found.cases, found.p50, found.p80) == (LEAST - 1, None, None)
    nothing = Precedents({}).outlook(day(220), day(200))
    assert nothing is not None
    assert (nothing.cases, nothing.p50) == (0, None)


def test_ties_are_as_good_as_any() -> None:
    found = precedents(late(*[7] * 8), day(200)).outlook(day(220), day(200))
    assert found is not None
    assert (found.p50, found.p80) == (day(227), day(227))


def test_an_overdue_date_is_held_against_those_that_were_as_overdue() -> None:
    """Ten days late: what was reached within ten days of its date says nothing any more."""
    known = precedents(late(*range(1, 31)), day(200))
    found = known.outlook(day(190), day(200))
    assert found is not None
    assert (found.distance, found.nearest, found.cases) == (-10, None, 20)
    assert (found.slip50, found.slip80) == (21, 27)
    assert (found.p50, found.p80) == (day(211), day(217))
    few = known.outlook(day(175), day(200))
    assert few is not None
    assert (few.cases, few.p50) == (5, None)


def test_what_was_reached_earlier_than_is_still_possible_does_not_count() -> None:
    """Ten days before the date of those that came twelve days early nobody waits any more."""
    known = Precedents({14: of_slips(-12, -11, -10, *[-9] * 8)})
    found = known.outlook(day(210), day(200))
    assert found is not None
    assert (found.cases, found.p50) == (8, day(201))


def test_due_today_is_not_due_tomorrow() -> None:
    known = Precedents({0: of_slips(*range(1, 10)), 7: of_slips(*(0,) * 9)})
    today, tomorrow = known.outlook(day(0), day(0)), known.outlook(day(1), day(0))
    assert today is not None
    assert tomorrow is not None
    assert (today.farthest, today.p50) == (0, day(5))
    assert (tomorrow.nearest, tomorrow.farthest, tomorrow.p50) == (1, 7, day(1))


def test_nothing_is_said_of_what_is_far_ahead() -> None:
    assert Precedents({}).outlook(day(365), day(0)) is not None
    assert Precedents({}).outlook(day(366), day(0)) is None


def test_a_case_counts_from_the_day_it_was_reached() -> None:
    known = late(*range(8))
    before = precedents(known, day(106)).outlook(day(130), day(106))
    after = precedents(known, day(107)).outlook(day(130), day(107))
    assert before is not None
    assert after is not None
    assert (before.cases, after.cases) == (7, 8)


# --- whatever the history


def slip_of(of: Curve, percent: int) -> int:
    """The quantile; more than any where nobody knows."""
    found = of.quantile(percent, -100)
    return 999 if found is None else found


@given(SLIPS, STILL, st.integers(-60, 400))
def test_half_come_before_four_in_five_and_both_after_today(
    slips: list[int], still: list[int], distance: int
) -> None:
    known = Precedents(dict.fromkeys(DISTANCES, of_slips(*slips, still=tuple(still))))
    found = known.outlook(day(distance), DAY)
    if found is None or found.p50 is None:
        assert found is None or found.p80 is None
        assert found is None or found.cases < LEAST or found.waiting
    else:
        assert DAY < found.p50 <= (found.p80 or date.max)


@given(SLIPS, STILL, st.integers(0, 300), st.booleans())
def test_one_more_late_case_never_brings_a_day_forward(
    slips: list[int], still: list[int], more: int, reached: bool
) -> None:
    before = of_slips(*slips, still=tuple(still))
    for percent in (50, 80):
        slip = slip_of(before, percent) + more
        after = of_slips(*slips, *([slip] * reached), still=(*still, *([slip] * (not reached))))
        assert slip_of(after, percent) >= slip_of(before, percent)


@given(SLIPS, st.data())
def test_a_case_that_was_later_never_brings_a_day_forward(slips: list[int], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(slips) - 1))
    worse = [slip + 9 if n == place else slip for n, slip in enumerate(slips)]
    for percent in (50, 80):
        assert slip_of(of_slips(*worse), percent) >= slip_of(of_slips(*slips), percent)


@given(SLIPS)
def test_without_open_ones_it_is_the_rank(slips: list[int]) -> None:
    for percent in (50, 80):
        rank = -(-(len(slips) + 1) * percent // 100)
        assert of_slips(*slips).quantile(percent, -100) == sorted(slips)[rank - 1]


@given(SLIPS, st.randoms(use_true_random=False))
def test_the_order_of_milestones_is_none(slips: list[int], shuffle: random.Random) -> None:
    milestones = late(*slips)
    other = list(milestones)
    shuffle.shuffle(other)
    assert precedents(milestones, day(400)) == precedents(other, day(400))
