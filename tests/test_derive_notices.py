"""What the numbers say is wrong."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written import assessed, said

from opsgen.derive import assess
from opsgen.derive.notices import KINDS, Notice, notices
from opsgen.model import Adjustment, Measurement, Metric, Project, Settings, Target
from opsgen.words import Text

AS_OF = "2026-08-31"


def of(metric: str, more: str = "", as_of: str = AS_OF) -> tuple[Notice, ...]:
    found = assessed(f"metrics: [{{id: K1, title: Orders, {metric}}}]\n{more}", as_of)
    return notices(found.project, found.metrics, date.fromisoformat(as_of))


def weekly(*values: float) -> str:
    first = date(2026, 7, 1).toordinal()
    listed = (
        f"{{date: {date.fromordinal(first + 7 * n)}, value: {value}}}" for n, value in enumerate(values)
    )
    return f"measurements: [{', '.join(listed)}]"


def kinds(found: tuple[Notice, ...]) -> list[str]:
    return [one.kind for one in found]


def test_a_metric_behind_says_what_was_expected() -> None:
    values = weekly(1, 5, 10, 14, 19, 23, 28, 33, 37)
    (found,) = of(f"start_value: 0, target: 92, unit: pieces, due: 2026-10-01, {values}", "start: 2026-07-01")
    assert found.kind == "behind"
    assert said(found.text) == (
        "K1 “Orders” is behind: 37 pieces on 26 Aug 2026, by now 61 pieces were expected"
    )
    assert [m.value for m in found.rests_on] == [5, 10, 14, 19, 23, 28, 33, 37]


def test_what_is_behind_now_rests_on_the_numbers_since_it_fell_behind() -> None:
    values = weekly(1, 10, 9, 22, 29, 35, 41, 47, 53)
    (found,) = of(f"start_value: 0, target: 92, due: 2026-10-01, {values}", "start: 2026-07-01")
    assert [m.value for m in found.rests_on] == [41, 47, 53]


def test_a_sudden_drop_is_one_step_far_beyond_the_usual() -> None:
    (found,) = of(weekly(30, 31, 30, 32, 31, 32, 31, 24))
    assert found.kind == "drop"
    assert "went from 31" in said(found.text)
    assert "22.6% worse" in said(found.text)
    assert [m.value for m in found.rests_on] == [31, 24]


@pytest.mark.parametrize(
    "values",
    [
        (30, 31, 30, 32, 31, 32, 31, 40),  # better
        (30, 31, 30, 32, 31, 32, 31, 30.5),  # small
        (30, 20, 31, 19, 32, 21, 31, 21),  # as restless as ever
        (31, 24),  # nothing to compare with
    ],
)
def test_no_sudden_drop(values: tuple[float, ...]) -> None:
    assert "drop" not in kinds(of(weekly(*values)))


def test_less_is_better_turns_a_rise_into_a_drop() -> None:
    assert kinds(of(f"direction: down, {weekly(30, 31, 30, 32, 31, 32, 31, 40)}")) == ["drop"]


def test_worse_three_times_in_a_row() -> None:
    (found,) = of(weekly(30, 31, 30.5, 30, 29))
    assert found.kind == "slide"
    assert said(found.text).endswith("worse 3 times in a row: 31, 30.5, 30, 29")
    assert kinds(of(weekly(30, 31, 30.5, 30, 30))) == []


def test_of_what_adds_up_the_periods_are_compared() -> None:
    """100, 90, 80 and 70 a week, and the week under way does not count."""
    starts, metric = "start: 2026-06-30", "cumulative: true, frequency: weekly"
    values = weekly(100, 190, 270, 340, 345)
    assert kinds(of(f"{metric}, {values}", starts, "2026-07-30")) == ["slide"]
    values = weekly(100, 190, 280, 350, 355)
    assert kinds(of(f"{metric}, {values}", starts, "2026-07-30")) == []


def test_of_running_totals_a_gap_is_no_long_week() -> None:
    """The first total holds all that was before, so that it is no week's; nor is what a gap brought."""
    metric = f"cumulative: true, frequency: weekly, {weekly(100, 190, 270, 340, 345)}"
    assert kinds(of(metric, as_of="2026-07-30")) == []
    gap = "measurements: [{date: 2026-07-01, value: 100}, {date: 2026-07-29, value: 190},"
    gap += " {date: 2026-08-05, value: 270}, {date: 2026-08-12, value: 340}]"
    assert kinds(of(f"cumulative: true, frequency: weekly, {gap}", "start: 2026-06-30")) == []


def test_stale_and_missed() -> None:
    assert kinds(of(f"frequency: weekly, target: 9, {weekly(1, 2, 3)}")) == ["stale"]
    assert kinds(of(f"target: 9, due: 2026-08-01, {weekly(1, 2, 3)}")) == ["missed"]


def test_a_slip_of_the_hand_is_named_with_its_neighbours() -> None:
    found = of(weekly(30, 31, 30, 32, 310, 32, 31, 30, 31))
    assert kinds(found) == ["outlier"]
    assert [m.value for m in found[0].rests_on] == [32, 310, 32]


def test_adjustments_since_then_answer_it() -> None:
    adjusted = (
        "adjustments: [{id: AD1, title: a, date: 2026-08-20, observation: x, metric: K1},"
        " {id: AD2, title: b, date: 2026-08-11, observation: x, metric: K1},"
        " {id: AD3, title: c, date: 2026-08-20, observation: x}]"
    )
    (found,) = of(weekly(30, 31, 30, 32, 31, 32, 31, 24), adjusted)
    assert [one.id for one in found.answered] == ["AD1"]


def test_a_range_has_no_better_or_worse() -> None:
    (found,) = of(f"direction: range, target: {{min: 10, max: 20}}, {weekly(30, 31, 30, 32, 31, 32, 31, 24)}")
    assert said(found.text) == "K1 “Orders” is outside its range: 24 on 19 Aug 2026"


@pytest.mark.parametrize("lifecycle", ["proposed", "on_hold", "cancelled"])
def test_what_does_not_go_on_has_no_problems(lifecycle: str) -> None:
    assert of(weekly(30, 31, 30, 32, 31, 32, 31, 24), f"lifecycle: {lifecycle}") == ()


def test_of_a_closed_project_only_its_outcome_is_said() -> None:
    over = "lifecycle: closed\nclosed: 2026-08-28"
    assert kinds(of(f"target: 40, {weekly(30, 31, 30, 32, 31, 32, 31, 24)}", over)) == ["missed"]


def test_the_metric_that_counts_most_comes_first() -> None:
    levels = (("K1", "supporting", 90), ("K2", "key", 4), ("K3", "key", 9), ("K4", "north_star", 4))
    metrics = ", ".join(
        f"{{id: {name}, title: x, level: {level}, target: {target}, {weekly(1, 2, 3)}}}"
        for name, level, target in levels
    )
    found = assessed(f"metrics: [{metrics}]", AS_OF)
    assert [one.state.metric.id for one in found.notices] == ["K4", "K3", "K2", "K1"]


SERIES = st.lists(st.floats(0, 1e6), min_size=1, max_size=20)


@given(SERIES, st.sampled_from(["up", "down"]), st.booleans(), st.integers(0, 200), st.booleans())
def test_a_problem_rests_on_numbers_that_are_known_and_is_answered_only_later(
    values: list[float], direction: str, adds: bool, day: int, weeks: bool
) -> None:
    first = date(2026, 1, 5)
    as_of = first + timedelta(90)
    measured = tuple(Measurement(date=first + timedelta(7 * n), value=v) for n, v in enumerate(values))
    metric = Metric(
        id="K1", title=Text("k"), direction=direction, cumulative=adds, measurements=measured,
        frequency="weekly" if weeks else None, target=Target(value=5e5), start_value=10.0,
    )  # fmt: skip
    adjustment = Adjustment(
        id="AD1", title=Text("a"), date=first + timedelta(day), observation=Text("x"), metric="K1"
    )
    project = Project(
        id="p", title=Text("p"), owner="Ada", start=first, finish=date(2026, 12, 31),
        metrics=(metric,), adjustments=(adjustment,),
    )  # fmt: skip
    found = assess(project, Settings(), as_of).notices
    assert [KINDS.index(one.kind) for one in found] == sorted(KINDS.index(one.kind) for one in found)
    assert len({one.kind for one in found}) == len(found)
    for one in found:
        assert one.rests_on
        assert all(m.date <= as_of for m in one.rests_on)
        assert [m.date for m in one.rests_on] == sorted(m.date for m in one.rests_on)
        assert bool(one.answered) == (adjustment.date >= one.rests_on[0].date)
