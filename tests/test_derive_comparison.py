"""Two projects beside each other, on the same day from their starts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import assessed

from opsgen.derive import assess
from opsgen.derive.comparison import NEAR, aligned, compared
from opsgen.model import Measurement, Metric, Settings
from opsgen.words import Text
from tests.drawn import TIMES

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.derive.comparison import Aligned

AS_OF = "2026-10-25"
LAST = """
start: 2025-10-01
finish: 2025-12-01
closed: 2025-12-05
lifecycle: closed
metrics:
  - id: K9
    title: Sales 2025
    measurements: [{date: 2025-10-11, value: 100}, {date: 2025-10-22, value: 180}]
milestones:
  - {id: M1, title: a, baseline: 2025-11-01, actual: 2025-11-01}
  - {id: M2, title: b, baseline: 2025-11-01, actual: 2025-11-30}
budget: [{id: B1, title: c, planned: 100k, actual: 120k}]
"""
THIS = """
start: 2026-10-01
finish: 2026-12-01
metrics:
  - id: K1
    title: 2026 sales
    measurements: [{date: 2026-10-11, value: 120}, {date: 2026-10-21, value: 270}]
  - {id: K2, title: Orders, measurements: [{date: 2026-10-11, value: 1}]}
budget: [{id: B1, title: c, planned: 150k, forecast: 150k}]
"""


def pair(this: str = THIS, last: str = LAST) -> tuple[Aligned, ...]:
    one, two = assessed(this, AS_OF), assessed(last, AS_OF)
    return aligned(one.project, one.metrics, two.project, two.metrics)


def test_the_same_metric_on_the_same_day_from_the_start() -> None:
    (found,) = pair()
    assert found.own == ((10, 120), (20, 270))
    assert found.other == ((10, 100), (21, 180))
    assert (found.day, found.other_day, found.now, found.then) == (20, 21, 270, 180)
    assert (found.delta, found.percent) == (90, pytest.approx(50))


def test_rather_the_same_day_than_a_later_one_of_one_side_alone() -> None:
    """What adds up has three days more to do so: 300 on day 24 is not held against day 21."""
    (found,) = pair(THIS.replace("value: 270}", "value: 270}, {date: 2026-10-25, value: 300}"))
    assert (found.day, found.now) == (20, 270)


def test_days_too_far_apart_are_not_compared() -> None:
    (found,) = pair(last=LAST.replace("2025-10-11", "2025-11-11").replace("2025-10-22", "2025-11-22"))
    assert (found.day, found.now, found.then, found.percent) == (None, None, None, None)


@pytest.mark.parametrize(
    "last", [LAST.replace("value: 180}]", "value: 180}]\n    unit: 元"), LAST.replace("Sales", "Visits")]
)
def test_only_the_same_title_and_unit_are_compared(last: str) -> None:
    assert pair(last=last) == ()


def test_an_id_alone_makes_no_two_metrics_one() -> None:
    assert pair(last=LAST.replace("K9", "K2")) != ()
    assert [one.state.metric.id for one in pair(last=LAST.replace("K9", "K2"))] == ["K1"]


def test_both_as_a_whole() -> None:
    found = compared(assessed(THIS, AS_OF), assessed(LAST, AS_OF))
    assert (found.own.days, found.own.over) == (61, False)
    assert (found.other.days, found.other.over) == (65, True)
    assert found.other.milestones is not None
    assert (found.other.milestones.met, found.other.milestones.of) == (1, 2)
    assert found.own.milestones is None


# ---- whatever the numbers are

DAYS = st.lists(st.tuples(st.integers(0, 60), st.integers(-100, 100)), max_size=9)


def project(start: date, measured: list[tuple[int, int]]) -> Assessment:
    given_ = tuple(Measurement(date=start + timedelta(days=day), value=float(v)) for day, v in measured)
    metric = Metric(id="K1", title=Text("Sales"), measurements=given_)
    of = replace(assessed(THIS, AS_OF).project, start=start, metrics=(metric,))
    return assess(of, Settings(), date(2027, 12, 31))


@given(DAYS, DAYS)
@settings(deadline=None, max_examples=60 * TIMES)
def test_the_other_way_round_it_is_the_other_sign(
    one: list[tuple[int, int]], two: list[tuple[int, int]]
) -> None:
    this, last = project(date(2026, 10, 1), one), project(date(2025, 10, 1), two)
    there, back = compared(this, last).metrics, compared(last, this).metrics
    assert len(there) == len(back)
    for found, turned in zip(there, back, strict=True):
        assert (found.day, found.other_day) == (turned.other_day, turned.day)
        if found.delta is not None and turned.delta is not None:
            assert found.delta == -turned.delta
        if found.percent is not None and turned.percent is not None:
            assert found.percent * turned.percent <= 0
        if found.day is not None and found.other_day is not None:
            assert abs(found.day - found.other_day) <= NEAR
            assert dict(found.own)[found.day] == found.now
