"""Milestone trends, worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsgen.derive.trend import Stated, trend

FIRST = date(2026, 1, 5)
WEEKS = [FIRST + timedelta(weeks=n) for n in range(8)]


def stated(*moves: tuple[int, int]) -> list[Stated]:
    """Forecasts, each with the week in which it landed and the days from the first of January 2027."""
    return [
        Stated(FIRST + timedelta(weeks=week), date(2027, 1, 1) + timedelta(days=days)) for week, days in moves
    ]


@pytest.mark.parametrize(
    ("moves", "kind", "net", "count"),
    [
        ([(0, 0)], "steady", 0, 0),
        ([(0, 0), (2, 2)], "steady", 2, 1),
        ([(0, 0), (2, 3)], "slipping", 3, 1),
        ([(0, 0), (2, 10), (5, 4)], "recovering", 4, 2),
        ([(0, 0), (2, 10), (5, 9)], "slipping", 9, 2),
        ([(0, 0), (2, -10)], "recovering", -10, 1),
        ([(0, 0), (1, 10), (3, 5), (4, 12)], "zigzag", 12, 3),
        ([(0, 0), (3, 7), (4, 14), (5, 21), (6, 28), (7, 35)], "receding", 35, 5),
        ([(0, 0), (4, 7), (5, 14), (6, 21), (7, 28)], "slipping", 28, 4),
    ],
)
def test_what_kind_of_trend_it_is(moves: list[tuple[int, int]], kind: str, net: int, count: int) -> None:
    found = trend(stated(*moves), WEEKS)
    assert found is not None
    assert (found.kind, found.net, found.moves) == (kind, net, count)


def test_where_the_line_meets_the_diagonal() -> None:
    """A forecast that moves half a day a day, 100 days ahead at the first report: it is met after 200."""
    moves = [Stated(FIRST + timedelta(days=14 * n), FIRST + timedelta(days=100 + 7 * n)) for n in range(5)]
    found = trend(moves, [said.day for said in moves])
    assert found is not None
    assert found.slope == pytest.approx(0.5)
    assert found.date == FIRST + timedelta(days=200)


def test_what_moves_away_as_fast_as_time_passes_is_never_met() -> None:
    moves = [Stated(day, day + timedelta(days=60)) for day in WEEKS[:5]]
    found = trend(moves, WEEKS[:5])
    assert found is not None
    assert found.slope == pytest.approx(1)
    assert found.date is None
    assert found.kind == "receding"


def test_three_reports_have_no_slope() -> None:
    found = trend(stated((0, 0), (1, 7), (2, 14)), WEEKS[:3])
    assert found is not None
    assert (found.slope, found.date, found.kind) == (None, None, "slipping")


def test_reports_say_what_was_in_force_and_nothing_before_the_first_statement() -> None:
    found = trend(stated((2, 0), (4, 7)), WEEKS[:6])
    assert found is not None
    assert [report.day for report in found.reports] == WEEKS[2:6]
    assert [(r.forecast - date(2027, 1, 1)).days for r in found.reports] == [0, 0, 7, 7]


def test_without_a_statement_there_is_no_trend() -> None:
    assert trend([], WEEKS) is None


days = st.integers(-400, 400)


@given(st.lists(days, min_size=1, max_size=12), st.integers(1, 40))
def test_a_trend_is_always_told_and_never_before_today(moves: list[int], reports: int) -> None:
    said = [Stated(FIRST + timedelta(days=3 * n), FIRST + timedelta(days=d)) for n, d in enumerate(moves)]
    on = [FIRST + timedelta(weeks=n) for n in range(reports)]
    found = trend(said, on)
    assert found is not None
    assert found.net == (said[-1].forecast - said[0].forecast).days
    assert found.date is None or found.date >= found.reports[-1].day
