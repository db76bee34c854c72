"""Money by month: what is spread adds up to the cent, whatever the profile; rates say what they know."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import assessed

from opsgen.calendar import WEEKDAYS, working_calendar
from opsgen.derive import Assessment, spending
from opsgen.derive.burn_rate import Burn, burn
from opsgen.derive.money import known_sum
from opsgen.derive.spending import Series, Times, shared, spread
from opsgen.derive.treasury import treasuries

SALE = """
start: 2026-08-01
finish: 2026-11-30
baseline_finish: 2026-10-31
calendar: weekdays
phases:
- {id: P1, title: Prepare, start: 2026-08-01, finish: 2026-08-31}
tasks:
- {id: T1, title: Build, phase: P1, start: 2026-09-01, finish: 2026-09-30, baseline: {start: 2026-08-10,
   finish: 2026-08-20}}
budget:
- {id: B1, title: Media, planned: 900, forecast: 1000, profile: {2026-08: 300, 2026-10: 600},
   actuals: [{date: 2026-08-20, amount: 250}, {date: 2026-09-30, amount: 150}]}
- {id: B2, title: Stand, planned: 100, profile: start, phase: P1, actual: 90}
- {id: B3, title: Party, planned: 60, profile: end}
- {id: B4, title: Build, planned: 90, task: T1, committed: 90}
- {id: B5, title: Reserve, planned: 5000, category: management_reserve}
- {id: B6, title: Tickets, planned: 2000, type: income, profile: end, actual: 500}
"""


def months(of: Series | None) -> dict[str, tuple[str, str | None, str]]:
    assert of is not None
    return {
        f"{one.month:%m}": (
            str(one.planned),
            None if one.actual is None else str(one.actual),
            str(one.forecast),
        )
        for one in of.months
    }


def sale(as_of: str = "2026-09-30") -> Assessment:
    return assessed(SALE, as_of)


def test_every_line_is_spread_by_its_profile_over_its_own_days() -> None:
    """Worked by hand; of B3 and B4 nobody knows what is spent, so their forecast keeps to their own days."""
    assert months(spending.spending(sale())) == {
        "08": (
            "490.00",
            "250",
            "250",
        ),  # planned: 300 of B1, B2 at the start of its phase, B4 by its first plan
        "09": ("0", "240", "340.00"),  # used: 150 and 90 without a day; expected: 10 left of B2, 90 of B4
        "10": (
            "660.00",
            None,
            "600.00",
        ),  # planned: 600 of B1, B3 at the planned end; expected: the rest of B1
        "11": ("0", None, "60.00"),  # expected: B3 at the end
    }


def test_the_curve_adds_months_up_and_ends_at_plan_and_forecast() -> None:
    of = sale()
    found = spending.spending(of)
    assert found is not None
    assert of.budget is not None
    last = found.points[-1]
    assert (last.planned, last.forecast) == (of.budget.spending.planned, of.budget.spending.forecast)
    assert [point.actual for point in found.points] == [250, 490, None, None]
    assert (found.committed, found.undated, found.unplaced, found.dated) == (90, 90, 0, True)


def test_income_stands_apart_and_the_reserve_nowhere() -> None:
    found = spending.income(sale())
    assert found is not None
    assert sum(month.planned for month in found.months) == 2000
    assert [p.actual for p in found.points if p.actual is not None] == [500], "one amount without a day"
    assert spending.income(assessed("budget: [{id: B1, title: a, planned: 1}]", "2026-06-01")) is None
    assert spending.spending(assessed("", "2026-06-01")) is None


def test_what_has_no_dates_is_in_no_month() -> None:
    of = assessed("budget: [{id: B1, title: a, planned: 10, actual: 4}]", "2026-06-01")
    assert of.budget is not None
    endless = replace(of.project, start=None, finish=None)
    found = spending.series(of.budget.lines, endless, WEEKDAYS, of.as_of)
    assert (found.unplaced, found.unplaced_forecast) == (10, 6)
    assert [(month.month, month.actual) for month in found.months] == [(date(2026, 6, 1), 4)]


def test_linear_counts_working_days_of_the_calendar() -> None:
    calendar = working_calendar("CN")
    assert calendar is not None
    october = Times(date(2026, 9, 21), date(2026, 10, 31))
    found = spread(Decimal(2700), "linear", october, calendar)
    assert found is not None
    first = calendar.days_worked(date(2026, 9, 21), date(2026, 9, 30))
    second = calendar.days_worked(date(2026, 10, 1), date(2026, 10, 31))
    assert second < 22, "the National Day holiday"
    assert found[date(2026, 9, 1)] == round(Decimal(2700) * first / (first + second), 2)
    weekend = Times(date(2026, 10, 31), date(2026, 11, 1))
    assert spread(Decimal(10), "", weekend, WEEKDAYS) == {date(2026, 10, 1): 5, date(2026, 11, 1): 5}


def test_what_is_left_of_a_cent_goes_to_the_largest_remainders() -> None:
    """The textbook example of the Alabama paradox: weights 6, 6, 2 share 10 as 4, 4, 2 and 11 as 5, 5, 1."""
    names = [date(2026, month, 1) for month in (1, 2, 3)]
    weights = dict(zip(names, map(Decimal, (6, 6, 2)), strict=True))
    assert list(shared(Decimal("0.10"), weights).values()) == [
        Decimal("0.04"),
        Decimal("0.04"),
        Decimal("0.02"),
    ]
    assert list(shared(Decimal("0.11"), weights).values()) == [
        Decimal("0.05"),
        Decimal("0.05"),
        Decimal("0.01"),
    ]
    assert sum(shared(Decimal("-0.11"), weights).values()) == Decimal("-0.11")


# ---- burn rate


def burnt(text: str, as_of: str) -> Burn:
    found = burn(assessed(text, as_of))
    assert found is not None
    return found


_SPENT = (("2026-03-05", 30), ("2026-04-05", 60), ("2026-06-20", 120))
ACTUALS = f"actuals: [{', '.join(f'{{date: {day}, amount: {amount}}}' for day, amount in _SPENT)}]"


def test_a_month_costs_the_average_of_the_last_three_full_ones() -> None:
    found = burnt(f"budget: [{{id: B1, title: a, planned: 330, {ACTUALS}}}]", "2026-07-10")
    assert (found.recent, found.overall) == (60, Decimal("52.5")), "April to June; March to June"
    assert (found.first, found.last) == (date(2026, 4, 1), date(2026, 6, 1))
    assert (found.rest, found.lasts, found.used_up) == (120, 2, date(2026, 9, 1))


def test_a_month_that_goes_on_is_no_full_month() -> None:
    found = burnt(f"budget: [{{id: B1, title: a, planned: 330, {ACTUALS}}}]", "2026-06-29")
    assert (found.first, found.last, found.recent) == (date(2026, 3, 1), date(2026, 4, 1), 45)
    assert burnt(f"budget: [{{id: B1, title: a, planned: 330, {ACTUALS}}}]", "2026-06-30").recent == 60


def test_a_plan_that_is_used_up_says_since_when() -> None:
    found = burnt(f"budget: [{{id: B1, title: a, planned: 90, {ACTUALS}}}]", "2026-07-10")
    assert (found.rest, found.lasts, found.used_up) == (-120, 0, date(2026, 4, 1))


def test_nothing_is_said_of_what_has_no_days() -> None:
    lines = f"[{{id: B1, title: a, planned: 330, {ACTUALS}}}, {{id: B2, title: b, planned: 10, actual: 5}}]"
    found = burnt(f"budget: {lines}", "2026-07-10")
    assert (found.recent, found.undated, found.lasts, found.used_up) == (60, 1, None, None)
    nothing = f"[{{id: B1, title: a, planned: 330, {ACTUALS}}}, {{id: B2, title: b, planned: 60, actual: 0}}]"
    assert burnt(f"budget: {nothing}", "2026-07-10").lasts == 3, "nothing spent needs no day"
    assert burn(assessed("budget: [{id: B1, title: a, planned: 9, actual: 5}]", "2026-07-10")) is None
    assert burn(assessed("budget: [{id: B1, title: a, planned: 9}]", "2026-07-10")) is None


def test_what_lasts_for_a_lifetime_has_no_month_in_which_it_ends() -> None:
    text = "budget: [{id: B1, title: a, planned: 1亿, actuals: [{date: 2026-03-05, amount: 1}]}]"
    assert burnt(text, "2026-07-10").lasts is None
    back = "budget: [{id: B1, title: a, planned: 9, actuals: [{date: 2026-03-05, amount: -1}]}]"
    assert burnt(back, "2026-07-10").lasts is None, "a credit note is no rate"


# ---- properties

CENTS = st.integers(0, 10**9).map(lambda cents: str(Decimal(cents).scaleb(-2)))
MONTHS = st.dictionaries(
    st.sampled_from([f"2026-{m:02}" for m in range(1, 13)]), CENTS, min_size=1, max_size=4
)
PROFILES = st.one_of(st.none(), st.sampled_from(["linear", "start", "end"]), MONTHS)
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31)).map(str)
ACTUAL = st.fixed_dictionaries({"date": DAYS, "amount": CENTS})


@st.composite
def lines(draw: st.DrawFn) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for n in range(draw(st.integers(1, 5))):
        line: dict[str, object] = {
            "id": f"B{n}",
            "title": f"line {n}",
            "planned": draw(CENTS),
            "type": draw(st.sampled_from(["opex", "capex", "income"])),
            "category": draw(st.sampled_from(["marketing", "contingency", "management_reserve", "people"])),
        }
        optional = {"forecast": CENTS, "committed": CENTS, "profile": PROFILES}
        line |= {key: said for key, kind in optional.items() if (said := draw(st.none() | kind)) is not None}
        line |= draw(st.sampled_from([{}, {"phase": "P1"}, {"task": "T1"}, {"task": "T2"}]))
        how = draw(st.sampled_from(["none", "written", "dated"]))
        if how == "written":
            line["actual"] = draw(CENTS)
        if how == "dated":
            line["actuals"] = draw(st.lists(ACTUAL, min_size=1, max_size=4))
        found.append(line)
    return found


def of_lines(found: list[dict[str, object]], settings_: str = "", currency: str = "CNY") -> Assessment:
    text = (
        f"start: 2026-01-15\nfinish: 2026-11-20\ncurrency: {currency}\n"
        "phases:\n- {id: P1, title: One, start: 2026-02-01, finish: 2026-05-31}\n"
        "tasks:\n- {id: T1, title: Build, start: 2026-03-01, finish: 2026-03-31}\n"
        "- {id: T2, title: Test, phase: P1}\n"
        f"budget: {json.dumps(found)}"
    )
    return assessed(text, "2026-07-10", settings_)


@given(lines(), st.randoms())
@settings(max_examples=60, deadline=None)
def test_sums_agree_over_every_grouping_and_in_any_order(found: list[dict[str, object]], random) -> None:  # type: ignore[no-untyped-def]
    of = of_lines(found)
    assert of.budget is not None
    total = of.budget.spending
    for cuts in (of.budget.by_category, of.budget.by_type, of.budget.by_phase):
        for field in ("planned", "forecast", "variance"):
            assert sum(getattr(part, field) for _, part in cuts) == getattr(total, field)
        for field in ("actual", "committed", "uncommitted"):
            assert known_sum(getattr(part, field) for _, part in cuts) == getattr(total, field)
        assert sum(part.lines for _, part in cuts) == total.lines
    series = spending.spending(of)
    shuffled = list(found)
    random.shuffle(shuffled)
    other = of_lines(shuffled)
    assert spending.spending(other) == series
    assert burn(other) == burn(of)
    assert other.budget is not None
    assert other.budget.spending == total


@given(lines())
@settings(max_examples=60, deadline=None)
def test_the_months_of_lines_add_up_to_them(found: list[dict[str, object]]) -> None:
    of = of_lines(found)
    assert of.budget is not None
    for state in of.budget.lines:
        series = spending.series((state,), of.project, WEEKDAYS, of.as_of)
        assert sum(one.planned for one in series.months) == state.planned
        assert sum(one.forecast for one in series.months) == state.forecast
        assert sum(one.actual or 0 for one in series.months) == (state.actual or 0)
        assert all(one.planned == round(one.planned, 2) and one.planned >= 0 for one in series.months)
        assert [one.month for one in series.months] == sorted({one.month for one in series.months})
        assert all((one.actual is None) == (one.month > of.as_of) for one in series.months)


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_shares_add_up_and_lie_within_a_cent_of_what_is_fair(cents: int, weights: list[int]) -> None:
    if not any(weights):
        weights = [*weights, 1]
    amount, whole = Decimal(cents).scaleb(-2), sum(weights)
    names = {date(2026 + n // 12, n % 12 + 1, 1): Decimal(weight) for n, weight in enumerate(weights)}
    found = shared(amount, names)
    assert sum(found.values()) == amount
    for month, weight in names.items():
        assert abs(found.get(month, Decimal(0)) - amount * weight / whole) < Decimal("0.01")


@given(st.lists(lines(), min_size=1, max_size=3), st.sampled_from(["7.12", "0.0461", "1"]))
@settings(max_examples=25, deadline=None)
def test_a_treasury_agrees_over_projects_cuts_and_months(
    found: list[list[dict[str, object]]], rate: str
) -> None:
    said = f"currency: CNY\nrates: {{USD: {rate}}}\n"
    currencies = ("CNY", "USD", "EUR")
    assessments = [of_lines(one, said, currencies[n]) for n, one in enumerate(found)]
    made = treasuries(assessments, assessments[0].settings, assessments[0].as_of)
    assert [one.currency for one in made] == (["CNY", "EUR"] if len(found) == 3 else ["CNY"])
    for one in made:
        for cuts in (one.by_category, one.by_type, one.by_programme):
            assert sum(part.planned for _, part in cuts) == one.spending.planned
            assert sum(part.forecast for _, part in cuts) == one.spending.forecast
        assert sum(share.spending.planned for share in one.projects) == one.spending.planned
        if one.series:
            assert sum(month.planned for month in one.series.months) == one.spending.planned
            assert sum(month.forecast for month in one.series.months) == one.spending.forecast
    if rate == "7.12" and len(found) > 1:
        theirs = assessments[1].budget
        assert theirs is not None
        share = next(s for s in made[0].projects if s.rate != 1)
        assert share.spending.planned == theirs.spending.planned * Decimal("7.12")


@pytest.mark.parametrize("profile", ["", "linear", "start", "end"])
def test_one_day_is_one_month(profile: str) -> None:
    day = date(2026, 10, 5)
    assert spread(Decimal("0.01"), profile, Times(day, day), WEEKDAYS) == {date(2026, 10, 1): Decimal("0.01")}
    assert spread(Decimal(5), profile, None, WEEKDAYS) is None
