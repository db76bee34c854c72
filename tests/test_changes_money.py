"""Changes of budgets, vendors, time, equipment and conflicts; and which of all changes tell amounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opsgen.changes.change import Change
from opsgen.changes.compare import project_changes
from opsgen.changes.fields import KINDS
from opsgen.changes.grade import graded
from opsgen.changes.privacy import tells_money
from opsgen.changes.sentences import Teller, sentence
from opsgen.derive.standing import limits
from opsgen.model import Actual, Allocation, BudgetLine, Contract, Payment, Vendor
from opsgen.schema.fields import marked
from opsgen.words import LANGUAGES, Text, words
from tests.test_changes import complete, of_dataclass
from tests.written import portfolio, project

if TYPE_CHECKING:
    from opsgen.model import Project
    from tests.conftest import Golden

TELLER = Teller(person=lambda name: {"ada": "Tester", "p1": "Li Qiang"}.get(name, name))


def changes(old: str, new: str) -> tuple[Change, ...]:
    """What is not the same in two versions of a project, as its file is written."""
    return project_changes(project(old), project(new))


def only(old: str, new: str) -> Change:
    """The one change between two versions."""
    (found,) = changes(old, new)
    return found


def said(change: Change, lang: str = "en") -> str:
    return words(lang).say(sentence(change, TELLER))


def line(fields: str = "planned: 60万") -> str:
    return f"budget: [{{id: B1, title: 印刷, {fields}}}]"


def time(fields: str, who: str = "person: ada") -> str:
    return f"allocations: [{{{who}, {fields}}}]"


def van(*bookings: str) -> str:
    return f"equipment: [{{id: E1, title: 货车, quantity: 2, bookings: [{', '.join(bookings)}]}}]"


def vendor(fields: str = "status: signed") -> str:
    return f"vendors: [{{id: V1, name: 北方纸品, {fields}}}]"


def conflict(fields: str) -> str:
    return f"conflicts: [{{id: C1, title: 测试人手, {fields}}}]"


def test_a_raised_plan_says_how_much_in_money_and_in_percent() -> None:
    found = only(line(), line("planned: 64.5万"))
    assert (found.code, found.old, found.new, found.delta) == ("planned.changed", 600000, 645000, 45000.0)
    assert said(found) == "Budget line B1 “印刷”: planned amount raised from ¥600 k to ¥645 k (+¥45 k, +7.5%)"
    assert said(found, "zh") == "预算科目 B1「印刷」的预算金额由 60 万元上调至 64.5 万元（+4.5 万元，+7.5%）"


def test_amounts_are_in_the_currency_of_the_project_and_those_of_a_contract_in_its_own() -> None:
    found = only("currency: EUR\n" + line(), "currency: EUR\n" + line("planned: 70万"))
    assert (found.unit, said(found).count("€")) == ("EUR", 3)
    old, new = (
        "currency: EUR\n"
        + vendor(f"contract: {{value: {value}, currency: USD}}, payments: [{{amount: {value}}}]")
        for value in (100, 200)
    )  # fmt: skip
    assert {one.unit for one in changes(old, new)} == {"USD"}


def test_dated_amounts_are_one_change_with_the_new_total() -> None:
    first, second = "{date: 2026-02-01, amount: 10万}", "{date: 2026-03-01, amount: 5万}"
    old, new = (
        line(f"planned: 60万, actuals: [{first}]"),
        line(f"planned: 60万, actuals: [{first}, {second}]"),
    )
    found = only(old, new)
    assert (found.field, found.old, found.new) == ("actual", 100000, 150000)
    assert said(found) == "Budget line B1 “印刷” has come to ¥150 k so far (+¥50 k, +50%)"


def test_a_date_put_right_leaves_the_total_as_it_is() -> None:
    old, new = (
        line(f"planned: 60万, actuals: [{{date: {day}, amount: 10万}}]")
        for day in ("2026-02-01", "2026-02-02")
    )
    found = only(old, new)
    assert (found.code, found.field, found.old, found.new) == (
        "budget.actual_changed", "actuals", 100000, 100000,
    )  # fmt: skip


def test_how_a_line_spreads_needs_no_approval() -> None:
    found = only(line("planned: 6, profile: linear"), line("planned: 6, profile: {2026-10: 4, 2026-11: 2}"))
    assert (found.code, found.old) == ("budget.line_changed", "linear")
    assert tells_money(found)
    assert not tells_money(only(line("planned: 6, profile: linear"), line("planned: 6, profile: end")))


@pytest.mark.parametrize(("forecast", "severity"), [("62万", "notice"), ("64万", "attention")])
def test_a_forecast_beyond_half_of_the_tolerance_asks_for_attention(forecast: str, severity: str) -> None:
    found = only(line("planned: 60万, forecast: 60万"), line(f"planned: 60万, forecast: {forecast}"))
    whole = portfolio("")
    found_limits = limits(whole.projects[0], whole.settings)
    assert graded(found, whole.settings.scales, found_limits).severity == severity


def test_a_moved_delivery_says_by_how_many_days_and_a_late_one_how_late() -> None:
    moved = only(
        vendor("deliveries: [{title: 首批, due: 2026-03-02}]"),
        vendor("deliveries: [{title: 首批, due: 2026-03-16}]"),
    )
    assert (moved.code, moved.field, moved.delta) == ("vendor.delivery_changed", "deliveries.首批.due", 14)
    came = only(
        vendor("deliveries: [{title: 首批, due: 2026-03-02}]"),
        vendor("deliveries: [{title: 首批, due: 2026-03-02, delivered: 2026-03-05}]"),
    )
    assert said(came) == "Vendor V1 “北方纸品” delivered “首批” on 5 Mar 2026, 3 days late"


def test_a_contract_in_another_currency_says_both() -> None:
    old, new = (
        vendor(f"contract: {{value: {value}, currency: {currency}}}, payments: [{{amount: {value}}}]")
        for value, currency in ((100, "USD"), (700, "CNY"))
    )
    value, currency, payment = sorted(
        changes(old, new), key=lambda one: (one.field != "contract.value", one.field)
    )
    assert said(value) == "Vendor V1 “北方纸品”: contract value is now “¥700”, it was “$100”"
    assert said(payment, "zh") == "供应商 V1「北方纸品」的付款 1改为「700 元」（原为「$100」）"
    assert [tells_money(one) for one in (value, currency, payment)] == [True, False, True]


def test_a_payment_that_falls_due_on_another_day_is_the_same_payment() -> None:
    found = only(
        vendor("payments: [{amount: 9万, title: 首付款, due: 2026-03-02}]"),
        vendor("payments: [{amount: 9万, title: 首付款, due: 2026-03-09}]"),
    )
    assert (found.field, found.delta, tells_money(found)) == ("payments.首付款.due", 7, False)


def test_time_that_starts_on_another_day_is_the_same_time() -> None:
    found = only(
        time("task: T1, percent: 50, from: 2026-03-02"), time("task: T1, percent: 50, from: 2026-03-09")
    )
    assert (found.code, found.field, found.delta) == ("allocation.changed", "from", 7)


def test_people_are_named_as_the_reader_knows_them() -> None:
    versions = (
        time("task: T1, percent: 50"), time("task: T1, percent: 80"), time("days: 3"),
        time("days: 3, note: 仅上午"), "allocations: []", conflict("status: open, decided_by: ada"),
        conflict("status: open, decided_by: p1"),
    )  # fmt: skip
    for old in versions:
        for new in versions:
            told = [said(one, lang) for one in changes(old, new) for lang in LANGUAGES]
            assert [one for one in told if "ada" in one.lower()] == []


def test_whom_to_ask_at_a_vendor_is_not_said() -> None:
    found = only(vendor("contact: 李经理 5555"), vendor("contact: 王经理 6666"))
    assert said(found) == "Vendor V1 “北方纸品”: contact is not the same"


DELIVERY, LATER = "{title: 首批, due: 2026-03-02}", "{title: 首批, due: 2026-03-16}"
CASES: tuple[tuple[str, str], ...] = (
    ("budget: []", line()),
    (line(), "budget: []"),
    (line("planned: 60万"), line("planned: 45万")),
    (line("planned: 0"), line("planned: 5万")),
    (line(), line("planned: 60万, forecast: 64.5万")),
    (line("planned: 60万, forecast: 60万"), line("planned: 60万, forecast: 66万")),
    (line("planned: 60万, forecast: 60万"), line("planned: 60万, forecast: 54万")),
    (line("planned: 60万, forecast: 60万"), line()),
    (line("planned: 60万, committed: 10万"), line("planned: 60万, committed: 30万")),
    (line(), line("planned: 60万, actual: 24万")),
    (line("planned: 60万, actual: 24万"), line("planned: 60万, actual: 30万")),
    (line("planned: 60万, actual: 24万"), line()),
    (
        line("planned: 60万, actuals: [{date: 2026-02-01, amount: 10万}]"),
        line("planned: 60万, actuals: [{date: 2026-02-02, amount: 10万}]"),
    ),
    (line("planned: 60万, type: opex"), line("planned: 60万, type: capex")),
    (line("planned: 60万, profile: linear"), line("planned: 60万, profile: end")),
    (
        line("planned: 60万, profile: {2026-10: 30万, 2026-11: 30万}"),
        line("planned: 60万, profile: {2026-10: 20万, 2026-11: 40万}"),
    ),
    ("allocations: []", time("task: T1, percent: 50")),
    ("allocations: []", time("days: 12", "role: 测试工程师")),
    (time("task: T1, percent: 50"), time("task: T1, percent: 80")),
    (time("task: T1, percent: 80"), time("task: T1, percent: 50")),
    (time("percent: 50"), time("days: 12")),
    (time("percent: 50, until: 2026-03-31"), time("percent: 50, until: 2026-04-30")),
    (time("percent: 50"), time("percent: 50, note: 仅上午")),
    (time("task: T1, percent: 50"), "allocations: []"),
    ("equipment: []", van()),
    (van(), "equipment: []"),
    (van(), van().replace("quantity: 2", "quantity: 3")),
    (van(), van("{from: 2026-03-02, until: 2026-03-05, for: 搬仓, quantity: 2}")),
    (
        van("{from: 2026-03-02, until: 2026-03-05, for: 搬仓}", "{from: 2026-03-20, until: 2026-03-20}"),
        van("{from: 2026-03-02, until: 2026-03-06, for: 搬仓}", "{from: 2026-03-20, until: 2026-03-20}"),
    ),
    (van("{from: 2026-03-02, until: 2026-03-05}"), van()),
    ("vendors: []", vendor()),
    (vendor(), "vendors: []"),
    (vendor("status: negotiating"), vendor("status: signed")),
    (vendor("rating: 3"), vendor("rating: 4, status: delivering")),
    (vendor("contract: {value: 30万}"), vendor("contract: {value: 33万, signed: 2026-01-30}")),
    (vendor("contract: {finish: 2026-05-30}"), vendor("contract: {finish: 2026-06-30, no: HT-1}")),
    (vendor(f"deliveries: [{DELIVERY}]"), vendor(f"deliveries: [{LATER}]")),
    (vendor(f"deliveries: [{LATER}]"), vendor(f"deliveries: [{DELIVERY}]")),
    (vendor("rating: 3"), vendor(f"rating: 3, deliveries: [{DELIVERY}]")),
    (vendor(f"rating: 3, deliveries: [{DELIVERY}]"), vendor("rating: 3")),
    (
        vendor(f"deliveries: [{DELIVERY}]"),
        vendor("deliveries: [{title: 首批, due: 2026-03-02, delivered: 2026-03-02}]"),
    ),
    (
        vendor("deliveries: [{title: 首批, due: 2026-03-02, delivered: 2026-03-01}]"),
        vendor(f"deliveries: [{DELIVERY}]"),
    ),
    (vendor("rating: 3"), vendor("rating: 3, payments: [{amount: 9万, title: 首付款}]")),
    (vendor("rating: 3, payments: [{amount: 9万}]"), vendor("rating: 3")),
    (
        vendor("payments: [{amount: 9万, title: 首付款}]"),
        vendor("payments: [{amount: 8万, title: 首付款, due: 2026-03-02, milestone: M1}]"),
    ),
    (
        vendor("payments: [{amount: 9万, milestone: M1}]"),
        vendor("payments: [{amount: 9万, milestone: M1, paid: 2026-01-05}]"),
    ),
    (
        vendor("payments: [{amount: 9万, milestone: M1, paid: 2026-01-05}]"),
        vendor("payments: [{amount: 9万, milestone: M1}]"),
    ),
    ("conflicts: []", conflict("status: open")),
    (
        conflict("status: open"),
        conflict("status: resolved, resolution: 借调一名测试, decided_by: p1, decided: 2026-01-05"),
    ),
    (conflict("status: open"), conflict("status: escalated")),
    (conflict("status: resolved, resolution: 借调一名测试"), conflict("status: open")),
    (conflict("status: open, decided_by: ada"), conflict("status: open, decided_by: p1, period: 2026-W11")),
    (conflict("status: open"), "conflicts: []"),
)


def test_what_every_change_says(golden: Golden) -> None:
    found = (one for old, new in CASES for one in changes(old, new))
    golden(
        "\n".join(
            f"{one.code} {one.field}{' (money)' if tells_money(one) else ''}\n"
            f"  en  {said(one)}\n  zh  {said(one, 'zh')}\n"
            for one in found
        ),
        "changes/money.txt",
    )


@pytest.mark.parametrize(("old", "new"), CASES)
def test_swapped_versions_swap_the_values(old: str, new: str) -> None:
    there = {(one.kind, one.item, one.field, one.new, one.old) for one in changes(old, new)}
    back = {(one.kind, one.item, one.field, one.old, one.new) for one in changes(new, old)}
    assert there == back != set()


@pytest.mark.parametrize(("old", "new"), CASES)
def test_what_says_an_amount_tells_money(old: str, new: str) -> None:
    for one in changes(old, new):
        if one.field != "profile":  # whose months are written as in the file, without a sign
            assert tells_money(one) == ("¥" in said(one)), said(one)


FIELDS_OF_MONEY = [path for path, kind in marked("project", "x-type") if kind == "money"]


def test_every_field_of_money_tells_money() -> None:
    assert {path[0] for path in FIELDS_OF_MONEY} >= {"budget", "vendors", "risks", "decisions"}
    for kind, _, *rest in FIELDS_OF_MONEY:
        field = ".".join("2026-10" if name == "*" else name for name in rest)
        for old, new in ((None, Decimal(5)), (Decimal(5), None), ("one", "other")):
            assert tells_money(Change("text.changed", "spring", kind, "X1", Text("X"), field, old, new)), (
                field
            )


def test_a_metric_in_yuan_is_no_secret() -> None:
    old, new = (f"metrics: [{{id: K1, title: 成交额, unit: 万元, target: {target}}}]" for target in (5, 6))
    assert not tells_money(only(old, new))


CENTS = st.integers(0, 9).map(Decimal)
DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 9))
LINES = st.builds(
    BudgetLine,
    title=st.just(Text("印刷")),
    id=st.just("B1"),
    planned=CENTS,
    forecast=st.none() | CENTS,
    committed=st.none() | CENTS,
    actual=st.none() | CENTS,
    actuals=st.lists(st.builds(Actual, date=DAYS, amount=CENTS), max_size=3).map(tuple),
    profile=st.sampled_from(["", "linear", {"2026-01": Decimal(1)}, {"2026-01": Decimal(2)}]),
    type=st.sampled_from(["opex", "income"]),
)
VENDORS = st.builds(
    Vendor,
    name=st.just(Text("北方")),
    id=st.just("V1"),
    contract=st.builds(Contract, value=st.none() | CENTS, signed=st.none() | DAYS),
    payments=st.lists(
        st.builds(
            Payment,
            amount=CENTS,
            title=st.sampled_from([Text(), Text("首付款")]),
            due=st.none() | DAYS,
            paid=st.none() | DAYS,
            milestone=st.sampled_from(["", "M1"]),
        ),
        max_size=3,
    ).map(tuple),
)
TIMES = st.builds(
    Allocation,
    person=st.sampled_from(["ada", "p1"]),
    task=st.sampled_from(["", "T1"]),
    percent=st.none() | st.integers(1, 3).map(float),
    from_=st.none() | DAYS,
)
EMPTY = portfolio("").projects[0]
PROJECTS = st.builds(
    lambda line, vendor, times: replace(EMPTY, budget=(line,), vendors=(vendor,), allocations=tuple(times)),
    LINES,
    VENDORS,
    st.lists(TIMES, max_size=3),
)


@settings(max_examples=150, deadline=None)
@given(PROJECTS, PROJECTS)
def test_any_two_projects_differ_in_the_same_way_in_both_directions(old: Project, new: Project) -> None:
    there, back = project_changes(old, new), project_changes(new, old)
    assert {(c.kind, c.item, c.field, c.old, c.new) for c in there} == {
        (c.kind, c.item, c.field, c.new, c.old) for c in back
    }
    for change in there:
        assert all("{" not in said(change, lang) for lang in LANGUAGES)


@settings(max_examples=50, deadline=None)
@given(PROJECTS, PROJECTS)
def test_nothing_that_differs_is_passed_over(old: Project, new: Project) -> None:
    assert bool(project_changes(old, new)) or _sorted(old) == _sorted(new)


def _sorted(found: Project) -> tuple[object, ...]:
    """The project with its lists in one order, which has no meaning."""
    (line,), (vendor,) = found.budget, found.vendors
    return (
        replace(line, actuals=tuple(sorted(line.actuals, key=repr))),
        replace(vendor, payments=tuple(sorted(vendor.payments, key=repr))),
        sorted(found.allocations, key=repr),
    )


def test_no_change_of_the_complete_example_says_an_amount_without_telling_money() -> None:
    richest = max(complete().projects, key=lambda found: len(repr(found)))
    empty: dict[str, Any] = {kind: () for kind in KINDS if isinstance(getattr(richest, kind, None), tuple)}
    bare = replace(richest, **empty)
    others = (bare, *list(of_dataclass(richest))[::2])
    found = [one for other in others for one in project_changes(richest, other)]
    with_amounts = [one for one in found if any(sign in said(one) for sign in "¥€$£")]
    assert {one.kind for one in with_amounts} >= {"budget", "vendors", "decisions", "risks"}
    assert [said(one) for one in with_amounts if not tells_money(one)] == []
