"""Segments, funnels and the year before."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from written import assessed

from opsgen.derive.funnel import comparable, funnel, weakest
from opsgen.derive.metrics import distance
from opsgen.derive.segments import segments

if TYPE_CHECKING:
    from opsgen.derive.metrics import MetricState


def states(text: str, as_of: str = "2026-11-22") -> tuple[MetricState, ...]:
    return assessed(f"metrics:\n{text}", as_of).metrics


def test_segments_come_with_their_share_of_what_adds_up() -> None:
    text = (
        "  - id: K1\n    title: Sales\n    cumulative: true\n    breakdown: channel\n    segments:\n"
        "      - title: Shops\n"
        "        measurements: [{date: 2026-10-01, value: 100}, {date: 2026-11-01, value: 300}]\n"
        "      - title: App\n"
        "        measurements: [{date: 2026-11-01, value: 100}, {date: 2026-12-01, value: 900}]\n"
        "      - {title: None yet}\n"
    )
    (state,) = states(text)
    shops, app = segments(state.metric, date(2026, 11, 22))
    assert (shops.segment.title.plain, shops.share, app.share) == ("Shops", 75, 25)
    assert shops.change is not None
    assert shops.change.delta == 200
    assert app.change is None


def test_a_level_has_no_share() -> None:
    text = "  - {id: K1, title: Rate, segments: [{title: a, measurements: [{date: 2026-11-01, value: 3}]}]}\n"
    (one,) = segments(states(text)[0].metric, date(2026, 11, 22))
    assert one.share is None


def step(number: int, value: str) -> str:
    return (
        f"  - {{id: K{number}, title: s, funnel: {{order: {number}}},"
        f" measurements: [{{date: 2026-11-01, value: {value}}}]}}\n"
    )


def test_a_funnel_says_how_many_come_from_step_to_step() -> None:
    """10,000 visits, 2,500 carts, 1,000 orders: 25 % and 40 %, 10 % of all."""
    steps = funnel(states(step(3, "1000") + step(1, "10000") + step(2, "2500")))
    assert [(s.value, s.rate, s.overall) for s in steps] == [
        (10000, None, None),
        (2500, 25, 25),
        (1000, 40, 10),
    ]
    worst = weakest(steps)
    assert worst is not None
    assert worst.state.metric.id == "K2"


def test_nothing_comes_from_an_empty_step() -> None:
    first, second, third = funnel(states(step(1, "0") + step(2, "0") + step(3, "5")))
    assert (second.rate, second.overall, third.rate) == (None, None, None)
    assert weakest((first, second)) is None
    assert funnel(states(step(1, "5"))) == ()


def test_a_rate_is_compared_with_that_of_the_last_day_on_which_both_were_measured() -> None:
    """800 and 160, then 1,000 and 250: from 20 % to 25 %."""
    text = (
        "  - {id: K1, title: a, funnel: {order: 1}, measurements: "
        "[{date: 2026-11-01, value: 800}, {date: 2026-11-05, value: 900}, {date: 2026-11-08, value: 1000}]}\n"
        "  - {id: K2, title: b, funnel: {order: 2}, measurements: "
        "[{date: 2026-11-01, value: 160}, {date: 2026-11-08, value: 250}]}\n"
    )
    first, second = funnel(states(text))
    assert (second.rate, second.rate_before, second.rate_change) == (25, 20, 5)
    assert first.rate_change is None


def test_a_step_measured_long_ago_is_held_against_what_the_other_was_then() -> None:
    """1,000 and 300 in January, then 2,000 alone: 30 %, not 15 %."""
    visits = "[{date: 2026-01-31, value: 1000}, {date: 2026-02-28, value: 2000}]"
    text = (
        f"  - {{id: K1, title: a, funnel: {{order: 1}}, measurements: {visits}}}\n"
        "  - {id: K2, title: b, funnel: {order: 2}, measurements: [{date: 2026-01-31, value: 300}]}\n"
        "  - {id: K3, title: c, funnel: {order: 3}, measurements: [{date: 2026-02-10, value: 60}]}\n"
    )
    _, second, third = funnel(states(text))
    assert (second.value, second.rate, second.rate_before) == (300, 30, None)
    assert third.rate == 20  # never measured on one day: the latest of both
    assert third.overall == 3


def test_steps_that_are_counted_differently_have_no_rate() -> None:
    text = step(1, "5").replace("title: s", "title: s, unit: k") + step(2, "4")
    steps = funnel(states(text))
    assert steps[1].rate is None
    assert not comparable(steps)


def test_a_funnel_that_loses_nobody_has_no_weakest_step() -> None:
    assert weakest(funnel(states(step(1, "5") + step(2, "5") + step(3, "9")))) is None


@pytest.mark.parametrize(("value", "far"), [("28", 3), ("3.5", -1.5), ("25", 0), ("10", 0)])
def test_the_gap_of_a_range_is_that_to_its_nearer_end(value: str, far: float) -> None:
    text = (
        "  - {id: K1, title: t, direction: range, target: {min: 5, max: 25}, "
        f"measurements: [{{date: 2026-11-01, value: {value}}}]}}\n"
    )
    assert distance(states(text)[0]) == far


@pytest.mark.parametrize(
    ("metric", "before", "after"),
    [
        (
            "frequency: monthly, measurements: [{date: 2025-10-31, value: 8}, {date: 2026-10-30, value: 9}]",
            8,
            9,
        ),
        (
            "frequency: weekly, measurements: [{date: 2025-11-12, value: 8}, {date: 2026-11-12, value: 9}]",
            8,
            9,
        ),
        (
            "frequency: monthly, aggregation: sum, measurements: [{date: 2025-10-05, value: 3},"
            " {date: 2025-10-25, value: 4}, {date: 2026-10-05, value: 9}, {date: 2026-11-05, value: 1}]",
            7,
            9,
        ),
    ],
)
def test_the_same_period_of_the_year_before(metric: str, before: float, after: float) -> None:
    (state,) = states(f"  - {{id: K1, title: a, {metric}}}\n")
    assert state.year_change is not None
    assert (state.year_change.before, state.year_change.after) == (before, after)


@pytest.mark.parametrize(
    "metric",
    [
        "measurements: [{date: 2025-10-31, value: 80}, {date: 2026-10-30, value: 100}]",
        "frequency: monthly, measurements: [{date: 2025-09-30, value: 80}, {date: 2026-10-30, value: 100}]",
        "frequency: daily, measurements: [{date: 2023-02-28, value: 80}, {date: 2024-02-29, value: 100}]",
        "frequency: once",
    ],
)
def test_no_year_before(metric: str) -> None:
    (state,) = states(f"  - {{id: K1, title: a, {metric}}}\n")
    assert state.year_change is None
