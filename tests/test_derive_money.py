"""Money. Source of the rules: PMBOK, cost management."""

from decimal import Decimal

import pytest
from written import assessed

from opsgen.derive.money import BudgetState

BUDGET = """
budget:
- {id: B1, title: Media, category: marketing, planned: 800万, actual: 612万, forecast: 860万}
- {id: B2, title: Vouchers, category: subsidy, planned: 420万, committed: 450万, type: capex}
- {id: B3, title: Stores, category: marketing, planned: 100万, actuals: [{date: 2026-05-02, amount: 30万},
   {date: 2026-05-31, amount: 20万}, {date: 2026-06-01, amount: 99万}]}
- {id: B4, title: Reserve, category: management_reserve, planned: 50万}
- {id: B5, title: Sales, type: income, planned: 2000万, forecast: 1800万}
"""


def budget(as_of: str = "2026-05-31") -> BudgetState:
    """The demonstration above."""
    found = assessed(BUDGET, as_of).budget
    assert found is not None
    return found


def test_lines() -> None:
    rows = [(s.line.id, s.actual, s.forecast, s.assumed, s.variance) for s in budget().lines]
    wan = 10_000
    assert rows[:3] == [
        ("B1", 612 * wan, 860 * wan, False, 60 * wan),
        ("B2", None, 450 * wan, True, 30 * wan),
        ("B3", 50 * wan, 100 * wan, True, 0),
    ]
    assert budget().lines[0].variance_pct == pytest.approx(7.5)
    assert budget().lines[0].used_pct == pytest.approx(76.5)


def test_spending_leaves_income_and_management_reserve_apart() -> None:
    found = budget()
    assert found.spending.planned == Decimal(13_200_000)
    assert found.spending.forecast == Decimal(14_100_000)
    assert found.spending.actual == Decimal(6_620_000)
    assert (found.spending.lines, found.spending.without_actual, found.spending.assumed) == (3, 1, 2)
    assert found.reserve == Decimal(500_000)
    assert found.income is not None
    assert (found.income.planned, found.income.actual) == (Decimal(20_000_000), None)
    assert found.return_pct == pytest.approx((18_000_000 - 14_100_000) / 14_100_000 * 100)


def test_cuts_by_category_and_type() -> None:
    found = budget()
    assert [(name, t.planned) for name, t in found.by_category] == [
        ("marketing", 9_000_000),
        ("subsidy", 4_200_000),
    ]
    assert [(name, t.forecast) for name, t in found.by_type] == [("opex", 9_600_000), ("capex", 4_500_000)]


def test_dated_amounts_count_up_to_the_day() -> None:
    assert budget("2026-06-01").lines[2].actual == 1_490_000
    assert budget("2026-06-01").lines[2].forecast == 1_490_000


def test_of_a_closed_project_the_forecast_is_what_was_spent() -> None:
    text = "lifecycle: closed\nbudget: [{id: B1, title: Media, planned: 100, actual: 90, forecast: 110}]"
    found = assessed(text, "2026-06-01").budget
    assert found is not None
    assert (found.spending.forecast, found.spending.assumed) == (90, 0)


def test_amounts_are_exact() -> None:
    lines = ", ".join(f"{{id: B{n}, title: a, planned: 0.1, actual: 0.1}}" for n in range(10))
    found = assessed(f"budget: [{lines}]", "2026-06-01").budget
    assert found is not None
    assert (found.spending.planned, found.spending.actual) == (Decimal(1), Decimal(1))


def test_nothing_planned_has_no_percentage() -> None:
    found = assessed("budget: [{id: B1, title: Media, planned: 0, actual: 5}]", "2026-06-01").budget
    assert found is not None
    assert (found.spending.used_pct, found.spending.variance_pct, found.return_pct) == (None, None, None)


def test_no_budget_is_no_zero() -> None:
    assert assessed("", "2026-06-01").budget is None
