"""Whether an adjustment helped."""

from __future__ import annotations

from datetime import date

import pytest
from written import assessed

from opsgen.derive.adjustments import AdjustmentState, adjustments

SERIES = "measurements: [{date: 2026-10-01, value: 3.0}, {date: 2026-10-08, value: 2.0},"
LEVEL = (
    SERIES + " {date: 2026-10-15, value: 2.5}, {date: 2026-10-22, value: 3.5}, {date: 2026-11-15, value: 9}]"
)


def state(metric: str, adjustment: str, as_of: str = "2026-11-22") -> AdjustmentState:
    text = (
        f"metrics: [{{id: K1, title: Orders, {metric}}}]\n"
        f"adjustments: [{{id: AD1, title: a, date: 2026-10-14, observation: low, {adjustment}}}]"
    )
    found = assessed(text, as_of)
    (one,) = adjustments(found.project, found.metrics, date.fromisoformat(as_of))
    return one


def test_a_level_is_compared_over_as_many_days_before_as_after() -> None:
    found = state(LEVEL, "metric: K1, check_on: 2026-10-28").comparison
    assert found is not None
    assert (found.before, found.after, found.days, found.effect) == (2.5, 3.0, 14, "better")
    assert (found.measured_before, found.measured_after) == (2, 2)
    assert found.percent == pytest.approx(20)


def test_less_is_better_where_the_metric_says_so() -> None:
    found = state(f"direction: down, {LEVEL}", "metric: K1, check_on: 2026-10-28, result: helped")
    assert found.comparison is not None
    assert found.comparison.effect == "worse"
    assert found.contradicted


def test_of_what_adds_up_the_pace_is_compared() -> None:
    """From 100 a week to 150 a week."""
    values = "measurements: [{date: 2026-09-30, value: 0}, {date: 2026-10-14, value: 200},"
    values += " {date: 2026-10-28, value: 500}]"
    found = state(f"cumulative: true, {values}", "metric: K1, check_on: 2026-10-28").comparison
    assert found is not None
    assert (found.before * 7, found.after * 7, found.effect) == (
        pytest.approx(100),
        pytest.approx(150),
        "better",
    )


@pytest.mark.parametrize(
    "adjustment",
    ["check_on: 2026-10-28", "metric: K1, check_on: 2026-10-14", "metric: K1, check_on: 2026-10-10"],
)
def test_without_numbers_on_both_sides_nothing_is_said(adjustment: str) -> None:
    assert state(LEVEL, adjustment).comparison is None


def test_a_check_is_due_until_somebody_says_whether_it_helped() -> None:
    assert state(LEVEL, "check_on: 2026-11-22").check_due
    assert not state(LEVEL, "check_on: 2026-11-23").check_due
    assert not state(LEVEL, "check_on: 2026-10-22, result: no_effect").check_due
    assert not state(LEVEL, "result: pending").check_due


def test_numbers_of_later_days_do_not_count_yet() -> None:
    found = state(LEVEL, "metric: K1, check_on: 2026-11-28", "2026-10-20").comparison
    assert found is not None
    assert (found.days, found.after) == (6, 2.5)
    assert found.before == 2.0
