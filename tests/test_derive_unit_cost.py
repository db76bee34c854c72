"""What a result cost by month, and when that is a problem."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from written import assessed, said

from opsgen.derive.unit_cost import rising, unit_costs

AS_OF = "2026-11-22"
TOTALS = "{date: 2026-07-31, value: 4000}, {date: 2026-08-31, value: 9000}, {date: 2026-09-28, value: 13000}"
TOTALS += ", {date: 2026-10-31, value: 16000}"
ORDERS = f"{{id: K1, title: Orders, cumulative: true, measurements: [{TOTALS}]}}"
SPENT = "{date: 2026-07-30, amount: 60000}, {date: 2026-08-20, amount: 100000},"
SPENT += " {date: 2026-09-20, amount: 110000}, {date: 2026-10-20, amount: 150000}"
LINE = f"{{id: B1, title: Advertising, planned: 900000, actuals: [{SPENT}]}}"


def project(metrics: str = ORDERS, budget: str = LINE, start: str = "2026-07-01") -> str:
    return f"start: {start}\nmetrics: [{metrics}]\nbudget: [{budget}]"


def test_spending_of_a_month_over_what_it_brought() -> None:
    found = unit_costs(assessed(project(), AS_OF))
    assert [(one.month.month, one.brought, one.cost) for one in found] == [
        (7, 4000, Decimal(15)),
        (8, 5000, Decimal(20)),
        (9, 4000, Decimal("27.5")),
        (10, 3000, Decimal(50)),
    ]


def test_a_cost_that_rises_is_a_problem_with_its_months() -> None:
    (found,) = (one for one in assessed(project(), AS_OF).notices if one.kind == "cost")
    assert said(found.text) == (
        "K1 “Orders”: the cost per result rose every month, by 150% from 2026-08 to 2026-10"
    )
    assert [one.month.month for one in found.costs] == [8, 9, 10]


def test_the_month_under_way_does_not_count_yet() -> None:
    assert [one.month.month for one in unit_costs(assessed(project(), "2026-10-30"))] == [7, 8, 9]
    assert [one.month.month for one in unit_costs(assessed(project(), "2026-10-31"))] == [7, 8, 9, 10]


@pytest.mark.parametrize(
    ("metrics", "budget"),
    [
        (ORDERS, "{id: B1, title: a, planned: 9, actual: 5}"),  # nobody knows when
        (ORDERS, f"{LINE}, {{id: B2, title: b, planned: 9, actual: 5}}"),  # some of it
        (ORDERS, "{id: B1, title: a, planned: 9}"),
        (f"{ORDERS}, {ORDERS.replace('K1', 'K2')}", LINE),  # which of the two is it for?
        (ORDERS.replace("cumulative: true", "level: key"), LINE),  # does not add up
        (f"{ORDERS}, {{id: K2, title: Rate, level: north_star}}", LINE),  # the north star does not
        (ORDERS.replace("cumulative: true", "cumulative: true, direction: down"), LINE),
    ],
)
def test_where_it_is_not_certain_nothing_is_said(metrics: str, budget: str) -> None:
    assert unit_costs(assessed(project(metrics, budget), AS_OF)) == ()


def test_the_north_star_counts_among_several() -> None:
    star = ORDERS.replace("cumulative: true", "cumulative: true, level: north_star")
    found = unit_costs(assessed(project(f"{star}, {ORDERS.replace('K1', 'K2')}"), AS_OF))
    assert {one.state.metric.id for one in found} == {"K1"}


def test_a_month_without_a_total_near_its_end_is_unknown() -> None:
    metrics = ORDERS.replace("2026-09-28", "2026-09-20")
    found = unit_costs(assessed(project(metrics), AS_OF))
    assert [one.month.month for one in found] == [7, 8]
    assert rising(found, date(2026, 11, 22)) == ()


def test_of_a_metric_that_began_before_the_project_the_first_month_is_unknown() -> None:
    assert unit_costs(assessed(project(start="2026-06-01"), AS_OF))[0].month.month == 8


def test_a_small_rise_or_an_old_one_is_none() -> None:
    dear = project(budget=LINE.replace("150000", "90000").replace("110000", "84000"))
    found = unit_costs(assessed(dear, AS_OF))
    assert [float(one.cost) for one in found] == [15, 20, 21, 30]
    assert rising(found, date(2026, 11, 22)) == found[1:]
    assert rising(found, date(2027, 1, 2)) == ()
    level = project(budget=LINE.replace("150000", "65000").replace("110000", "84000"))
    found = unit_costs(assessed(level, AS_OF))
    assert [round(float(one.cost), 1) for one in found] == [15, 20, 21, 21.7]
    assert rising(found, date(2026, 11, 22)) == ()
