"""Whether an adjustment helped."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written import assessed, said

from opsgen.calendar import period_of
from opsgen.derive import Assessment, assess
from opsgen.derive.adjustments import AdjustmentState, adjustments
from opsgen.model import Adjustment, Measurement, Metric, Project, Settings
from opsgen.words import Text

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


def test_both_windows_hold_the_same_days_of_the_week() -> None:
    """10 on weekdays and 40 at weekends: two weeks on either side of a Monday are alike."""
    days = [date(2026, 9, 28) + timedelta(n) for n in range(29)]
    values = ", ".join(f"{{date: {day}, value: {40 if day.weekday() > 4 else 10}}}" for day in days)
    text = f"metrics: [{{id: K1, title: Orders, measurements: [{values}]}}]\n"
    text += "adjustments: [{id: AD1, title: a, date: 2026-10-12, observation: low, metric: K1}]"
    found = assessed(text, "2026-11-22").adjustments[0].comparison
    assert found is not None
    assert (found.measured_before, found.measured_after, found.effect) == (14, 14, "same")


def test_of_a_mean_of_all_values_the_values_are_compared() -> None:
    found = state(f"aggregation: mean, {LEVEL}", "metric: K1, check_on: 2026-10-28").comparison
    assert found is not None
    assert (found.before, found.after) == (2.5, 3.0)


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


def test_harm_that_the_number_denies_is_contradicted_too() -> None:
    assert state(LEVEL, "metric: K1, check_on: 2026-10-28, result: worse").contradicted
    assert not state(LEVEL, "metric: K1, check_on: 2026-10-28, result: no_effect").contradicted
    assert not state(LEVEL, "metric: K1, check_on: 2026-10-28, result: helped").contradicted


def test_one_that_is_not_in_force_yet_is_to_come() -> None:
    assert state(LEVEL, "result: pending", "2026-10-13").to_come
    assert not state(LEVEL, "result: pending", "2026-10-14").to_come


def checked(check_on: str) -> Assessment:
    text = "adjustments: [{id: AD1, title: a, owner: Bo, date: 2026-11-02, observation: low,"
    return assessed(f"{text} check_on: {check_on}}}]", "2026-11-22")


def test_a_check_that_is_due_reminds_its_owner_and_falls_due_in_its_week() -> None:
    found = checked("2026-11-18")
    (reminder,) = (one for one in found.reminders if one.kind == "check")
    assert (said(reminder.text), reminder.item, reminder.owner) == (
        "Did AD1 “a” help? It was to be checked on 18 Nov 2026",
        "AD1",
        "Bo",
    )
    facts = found.chronicle.during(period_of(date(2026, 11, 18), "weekly"))
    assert [(duty.kind, duty.due) for duty in facts.missed] == [("check", date(2026, 11, 18))]
    done = checked("2026-11-18, result: helped")
    assert "check" not in [one.kind for one in done.reminders]
    facts = done.chronicle.during(period_of(date(2026, 11, 18), "weekly"))
    assert facts.missed == ()
    assert [(event.code, event.day) for event in facts.events] == [("adjustment.checked", date(2026, 11, 18))]
    made = done.chronicle.during(period_of(date(2026, 11, 2), "weekly"))
    assert [(event.code, event.day) for event in made.events] == [("adjustment.made", date(2026, 11, 2))]
    coming = checked("2026-11-25").chronicle
    assert [duty.kind for duty in coming.during(period_of(date(2026, 11, 18), "weekly")).coming] == ["check"]
    early = checked("2026-11-25, result: worse").chronicle
    assert early.during(period_of(date(2026, 11, 18), "weekly")).coming == ()


@given(
    st.lists(st.tuples(st.integers(0, 60), st.floats(-1e6, 1e6)), max_size=25, unique_by=lambda one: one[0]),
    st.integers(1, 60),
    st.booleans(),
)
def test_better_one_way_is_worse_the_other_and_both_windows_are_as_long(
    values: list[tuple[int, float]], day: int, adds: bool
) -> None:
    first = date(2026, 1, 1)
    measured = tuple(Measurement(date=first + timedelta(n), value=v) for n, v in sorted(values))
    adjustment = Adjustment(
        id="AD1", title=Text("a"), date=first + timedelta(day), observation=Text("x"), metric="K1"
    )
    effects = []
    for direction in ("up", "down"):
        metric = Metric(id="K1", title=Text("k"), direction=direction, cumulative=adds, measurements=measured)
        project = Project(id="p", title=Text("p"), owner="Ada", metrics=(metric,), adjustments=(adjustment,))
        (one,) = assess(project, Settings(), first + timedelta(90)).adjustments
        effects.append(one.comparison.effect if one.comparison else None)
        if one.comparison:
            assert one.comparison.days == 14
            assert one.comparison.measured_before + one.comparison.measured_after <= len(values) + adds
    assert effects[1] == {"better": "worse", "worse": "better"}.get(effects[0] or "", effects[0])
