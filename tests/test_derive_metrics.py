"""Metrics against the way they should go. Source of the rules: OKR and operations practice."""

from datetime import date

import pytest
from written import assessed, project

from opsgen.derive.metrics import MetricState, course
from opsgen.derive.series import Change, latest_change


def metric(fields: str, as_of: str, *, settings: str = "", header: str = "") -> MetricState:
    """The state of one metric."""
    text = f"{header}\nmetrics: [{{id: K1, title: Sales, {fields}}}]"
    return assessed(text, as_of, settings).metrics[0]


def values(*pairs: tuple[str, float]) -> str:
    return "measurements: [" + ", ".join(f"{{date: {day}, value: {v}}}" for day, v in pairs) + "]"


def test_cost_per_customer_of_86_6_against_86_0_attains_99_3_percent() -> None:
    """Less is better: target / actual."""
    state = metric(f"direction: down, target: 86.0, {values(('2026-06-01', 86.6))}", "2026-06-02")
    assert state.attainment == pytest.approx(99.3, abs=0.05)
    assert (state.gap, state.status) == (pytest.approx(0.6), "near")


def test_a_campaign_by_the_middle_of_its_time() -> None:
    """成交额 4,450 of 12,000 between 1 August and 30 November, on 8 November (99 of 121 days)."""
    state = metric(
        f"unit: 万元, target: 12000, due: 2026-11-30, cumulative: true, {values(('2026-11-08', 4450))}",
        "2026-11-08",
        header="start: 2026-08-01",
    )
    assert state.elapsed == pytest.approx(99 / 121 * 100)
    assert state.attainment == pytest.approx(37.08, abs=0.01)
    assert state.expected == pytest.approx(12000 * 99 / 121)
    assert state.gap == pytest.approx(4450 - 12000 * 99 / 121)
    assert state.projected == pytest.approx(4450 * 121 / 99)
    assert (state.status, state.progress, state.start_value) == ("behind", None, 0)


def test_a_rate_that_starts_somewhere() -> None:
    """复购率 from 21 to 24 % in 100 days, after 50 of them at 21.6."""
    state = metric(
        f"start_value: 21, target: 24, due: 2026-04-11, {values(('2026-02-20', 21.6))}", "2026-02-20"
    )
    assert state.progress == pytest.approx(20)
    assert state.expected == pytest.approx(22.5)
    assert state.projected == pytest.approx(22.2)
    assert state.shortfall == pytest.approx(4)
    assert state.status == "near"


def test_a_metric_with_neither_start_nor_sum_is_held_against_its_target_alone() -> None:
    state = metric(f"target: 97, {values(('2026-02-20', 95))}", "2026-02-20")
    assert (state.paced, state.expected, state.projected) == (False, 97, None)
    assert state.gap == -2


def test_dated_targets_are_the_way() -> None:
    steps = "target: [{date: 2026-03-01, value: 100}, {date: 2026-03-11, value: 200}]"
    state = metric(f"{steps}, cumulative: true, {values(('2026-03-06', 120))}", "2026-03-06")
    assert (state.target, state.due, state.expected) == (200, date(2026, 3, 11), 150)
    assert state.projected == pytest.approx(200 * 120 / 150)


def test_before_the_first_dated_target_its_value_holds() -> None:
    steps = "target: [{date: 2026-03-01, value: 100}, {date: 2026-03-11, value: 200}]"
    assert metric(steps, "2026-02-01").expected == 100
    # 59 days from the start to the first target, 31 of them gone
    assert metric(f"{steps}, start_value: 0", "2026-02-01").expected == pytest.approx(100 * 31 / 59)


@pytest.mark.parametrize(
    ("as_of", "expected", "elapsed"),
    [("2025-12-01", 10, 0), ("2026-01-01", 10, 0), ("2026-12-31", 20, 100), ("2027-06-01", 20, 100)],
)
def test_outside_of_its_time_the_way_is_level(as_of: str, expected: float, elapsed: float) -> None:
    state = metric("start_value: 10, target: 20", as_of)
    assert (state.expected, state.elapsed) == (expected, elapsed)


def test_the_points_of_a_way_are_there_for_a_chart() -> None:
    found = project("metrics: [{id: K1, title: Sales, target: 20, start_value: 10, due: 2026-07-01}]")
    points = course(found.metrics[0], found).points
    assert points == ((date(2026, 1, 1), 10), (date(2026, 7, 1), 20))


@pytest.mark.parametrize(
    "fields",
    [
        "direction: range, target: {min: 1, max: 5}, " + values(("2026-02-01", 3)),
        "target: 0, " + values(("2026-02-01", 3)),
        "target: -5, " + values(("2026-02-01", -10)),
        "direction: down, target: 5, " + values(("2026-02-01", 0)),
        "target: 5",
        values(("2026-02-01", 3)),
    ],
)
def test_attainment_is_undefined(fields: str) -> None:
    assert metric(fields, "2026-02-01").attainment is None


@pytest.mark.parametrize(
    ("fields", "as_of", "status"),
    [
        # after the due date, or the close
        ("target: 9, due: 2026-03-01, " + values(("2026-02-28", 9)), "2026-03-02", "met"),
        ("target: 9, due: 2026-03-01, " + values(("2026-02-28", 8.9)), "2026-03-02", "missed"),
        ("target: 9, due: 2026-03-01", "2026-03-02", "unknown"),
        # reached after the due date is missed; a figure for the time is awaited for half a period
        (
            "target: 9, due: 2026-03-01, " + values(("2026-02-28", 8), ("2026-03-09", 9)),
            "2026-04-01",
            "missed",
        ),
        (
            "target: 9, due: 2026-03-01, frequency: monthly, " + values(("2026-02-02", 8), ("2026-03-02", 9)),
            "2026-04-01",
            "met",
        ),
        ("target: 9, due: 2026-03-01, " + values(("2026-03-09", 9)), "2026-04-01", "met"),
        # no data, no target
        ("target: 9", "2026-03-01", "unknown"),
        (values(("2026-02-28", 9)), "2026-03-01", "unknown"),
        ("target: 9, " + values(("2026-03-02", 9)), "2026-03-01", "unknown"),
        # older than 1.5 of its periods
        ("target: 9, frequency: weekly, " + values(("2026-02-19", 9)), "2026-03-01", "met"),
        ("target: 9, frequency: weekly, " + values(("2026-02-18", 9)), "2026-03-01", "stale"),
        ("target: 9, frequency: once, " + values(("2026-01-02", 9)), "2026-11-01", "met"),
        # reached, on the way, near, accepted, behind
        ("target: 100, " + values(("2026-03-01", 100)), "2026-03-01", "met"),
        ("target: 100, start_value: 0, " + values(("2026-03-01", 99)), "2026-03-01", "on_pace"),
        ("target: 100, " + values(("2026-03-01", 95)), "2026-03-01", "near"),
        ("target: 100, " + values(("2026-03-01", 94.9)), "2026-03-01", "behind"),
        ("target: 100, near: 6, " + values(("2026-03-01", 94.9)), "2026-03-01", "near"),
        ("target: 100, near: 0, " + values(("2026-03-01", 99.9)), "2026-03-01", "behind"),
        ("target: 100, direction: down, " + values(("2026-03-01", 106)), "2026-03-01", "behind"),
        ("target: 0, direction: down, " + values(("2026-03-01", 3)), "2026-03-01", "behind"),
        ("target: {min: 10, max: 20}, direction: range, " + values(("2026-03-01", 20)), "2026-03-01", "met"),
        ("target: {min: 10, max: 20}, direction: range, " + values(("2026-03-01", 21)), "2026-03-01", "near"),
        (
            "target: {min: 10, max: 20}, direction: range, " + values(("2026-03-01", 9)),
            "2026-03-01",
            "behind",
        ),
        # a sum that must stay below its limit has not done so before the end
        (
            "target: 100, cumulative: true, direction: down, " + values(("2026-03-01", 3)),
            "2026-03-01",
            "on_pace",
        ),
        (
            "target: 100, cumulative: true, direction: down, due: 2026-03-01, " + values(("2026-03-01", 3)),
            "2026-03-02",
            "met",
        ),
    ],
)
def test_status(fields: str, as_of: str, status: str) -> None:
    assert metric(fields, as_of).status == status


def test_a_closed_project_has_met_or_missed() -> None:
    fields = "target: 9, due: 2026-12-01, " + values(("2026-02-28", 8.9))
    assert metric(fields, "2026-03-02", header="lifecycle: closed\nclosed: 2026-03-01").status == "missed"


@pytest.mark.parametrize(
    ("value", "as_of", "status"),
    [(80, "2026-03-01", "accepted"), (79, "2026-03-01", "behind"), (80, "2026-04-01", "behind")],
)
def test_an_accepted_deviation_holds_until_it_expires(value: float, as_of: str, status: str) -> None:
    deviation = "accepted_deviation: {value: 80, until: 2026-03-31, reason: New carrier, by: Grace}"
    state = metric(f"target: 100, {deviation}, {values(('2026-03-01', value))}", as_of)
    assert state.status == status


def test_near_is_the_portfolios() -> None:
    fields = "target: 100, " + values(("2026-03-01", 91))
    assert metric(fields, "2026-03-01", settings="health: {thresholds: {near_pct: 9}}").status == "near"


def test_measurements_are_sorted_and_cut_at_the_day() -> None:
    fields = values(("2026-03-01", 3), ("2026-01-01", 1), ("2026-02-01", 2))
    state = metric(fields, "2026-02-15")
    assert [m.value for m in state.series] == [1, 2]
    assert state.latest is not None
    assert state.latest.value == 2


@pytest.mark.parametrize(
    ("aggregation", "latest"), [("last", 6), ("sum", 11), ("mean", 11 / 3), ("max", 6), ("min", 1)]
)
def test_aggregation(aggregation: str, latest: float) -> None:
    fields = values(("2026-01-05", 4), ("2026-01-06", 1), ("2026-01-07", 6))
    state = metric(f"aggregation: {aggregation}, {fields}", "2026-02-15")
    assert state.latest is not None
    assert state.latest.value == pytest.approx(latest)


def test_what_is_summed_up_starts_from_nothing() -> None:
    """Two of ten after half of the time, measured as 1 and 1."""
    fields = values(("2026-01-05", 1), ("2026-01-06", 1))
    state = metric(f"aggregation: sum, target: 10, due: 2026-01-11, {fields}", "2026-01-06")
    assert (state.expected, state.gap) == (5, -3)


def test_a_ratio_is_computed_where_both_were_measured() -> None:
    """支付转化率: 62.2 of 1,398."""
    text = """
metrics:
- {id: K1, title: Visitors, cumulative: true}
- {id: K2, title: Payers, cumulative: true}
- {id: K3, title: Conversion, unit: "%", ratio_of: [K2, K1], target: 4.2}
- {id: K4, title: Payers a visitor, ratio_of: [K2, K1]}
measurements:
  2026-03-01: {K1: 1000, K2: 40}
  2026-03-02: {K1: 1200}
  2026-03-08: {K1: 1398, K2: 62.2}
  2026-03-09: {K1: 0, K2: 1}
"""
    found = assessed(text, "2026-03-09").metric
    assert [round(m.value, 3) for m in found["K3"].series] == [4, 4.449]
    assert [round(m.value, 5) for m in found["K4"].series] == [0.04, 0.04449]
    assert found["K3"].status == "met"


def test_values_of_its_own_come_before_the_ratio() -> None:
    text = """
metrics:
- {id: K1, title: a}
- {id: K2, title: b}
- {id: K3, title: c, ratio_of: [K1, K2], measurements: [{date: 2026-03-01, value: 7}]}
- {id: K4, title: itself, ratio_of: [K4, K4]}
measurements: {2026-03-01: {K1: 1, K2: 2}}
"""
    found = assessed(text, "2026-03-09").metric
    assert [m.value for m in found["K3"].series] == [7]
    assert found["K4"].series == ()


def test_change_against_the_measurement_before() -> None:
    def change(*points: tuple[str, float]) -> Change | None:
        return latest_change(metric(values(*points), "2026-02-01").series)

    found = change(("2026-01-05", 40), ("2026-01-20", 50))
    assert found is not None
    assert (found.delta, found.percent) == (10, 25)
    assert (found.before_label, found.after_label) == ("2026-01-05", "2026-01-20")
    assert change(("2026-01-05", 40)) is None
    from_nothing = change(("2026-01-05", 0), ("2026-01-20", 50))
    assert from_nothing is not None
    assert from_nothing.percent is None


def test_change_against_the_week_before() -> None:
    """Of a running total the amounts added are compared, in weeks that are over."""
    totals = values(
        ("2026-01-04", 10), ("2026-01-09", 20), ("2026-01-11", 30), ("2026-01-18", 60), ("2026-01-20", 99)
    )
    state = metric(f"cumulative: true, frequency: weekly, {totals}", "2026-01-21")
    change = state.period_change
    assert change is not None
    assert (change.before, change.after, change.percent) == (20, 30, 50)
    assert (change.before_label, change.after_label) == ("2026-W02", "2026-W03")


def test_no_change_over_a_hole() -> None:
    state = metric("frequency: weekly, " + values(("2026-01-04", 10), ("2026-01-18", 60)), "2026-01-21")
    assert state.period_change is None


def test_what_a_gap_brought_is_no_periods() -> None:
    """Of totals of weeks 3 and 5 nobody knows what week 5 brought, and so not how week 6 differs."""
    totals = values(("2026-01-18", 100), ("2026-02-01", 300), ("2026-02-08", 350))
    weekly = f"cumulative: true, frequency: weekly, {totals}"
    assert metric(weekly, "2026-02-09").period_change is None
    later = weekly.replace("]", ", {date: 2026-02-15, value: 410}]")
    change = metric(later, "2026-02-16").period_change
    assert change is not None
    assert (change.before, change.after, change.percent) == (50, 60, 20)


def test_the_first_total_is_no_periods_but_of_the_one_in_which_the_project_starts() -> None:
    """The project starts in January: a first total of March holds three months; one of January does not."""
    march = values(("2026-03-31", 300), ("2026-04-30", 340))
    assert metric(f"cumulative: true, frequency: monthly, {march}", "2026-05-02").period_change is None
    january = values(("2026-01-31", 300), ("2026-02-28", 340))
    change = metric(
        f"cumulative: true, frequency: monthly, start_value: 260, {january}", "2026-03-02"
    ).period_change
    assert change is not None
    assert (change.before, change.after) == (40, 40)


def test_a_year_ago_a_gap_was_no_month_either() -> None:
    totals = values(("2026-01-31", 10), ("2026-10-31", 1000), ("2027-09-30", 2000), ("2027-10-31", 2100))
    assert metric(f"cumulative: true, frequency: monthly, {totals}", "2027-11-02").year_change is None


def test_a_rate_is_compared_month_by_month_while_the_month_runs() -> None:
    state = metric("frequency: monthly, " + values(("2026-01-15", 10), ("2026-02-15", 12)), "2026-02-20")
    assert state.period_change is not None
    assert state.period_change.percent == pytest.approx(20)
