"""From an export in `data/` to where a metric stands: each kind of metric, end to end."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import pytest

from opsgen.derive.metrics import metrics
from opsgen.derive.segments import segments
from opsgen.portfolio import assemble

if TYPE_CHECKING:
    from opsgen.derive.metrics import MetricState

HEAD = (
    "title: Spring\nowner: Ada\nstart: 2026-01-01\nfinish: 2026-04-11\nlifecycle: executing\n"
    "milestones:\n  - {id: M1, title: Live, forecast: 2026-04-01}\nmetrics:\n"
)
GA4 = """\
# Property: shop.example
# Start date: 20260101
# End date: 20260228
日期,会话,支付转化,客单价,库存天数
2026年1月,"2,000",1.5%,￥86.60,12
2026年2月,"3,000",2.4%,￥88.00,9
合计,"5,000",,,
"""


def states(written: str, table: str = GA4, as_of: str = "2026-03-02") -> tuple[MetricState, ...]:
    """The metrics of a project with this export, which gives no finding."""
    files = {"a/project.yaml": HEAD + written, "a/data/ga4.csv": table}
    found = assemble({f"projects/{name}": partial(bytes, text.encode()) for name, text in files.items()})
    assert found.problems == ()
    return metrics(found.projects[0], found.settings, date.fromisoformat(as_of))


def of(column: str, fields: str, identity: str = "K1") -> str:
    source = f"source: {{file: data/ga4.csv, column: {column}}}"
    return f"  - {{id: {identity}, title: {identity} is it, {fields}, {source}}}\n"


@pytest.mark.parametrize(
    ("adds", "latest", "expected", "status"),
    [
        ("aggregation: sum", 5000, 6000, "behind"),  # single months: 60 of 100 days, 5,000 of 6,000
        ("cumulative: true", 3000, 6000, "behind"),  # running totals: the last one
        ("start_value: 0", 3000, 6000, "behind"),  # a level on its way
        ("level: key", 3000, 10000, "behind"),  # a level held against its target alone
    ],
)
def test_what_adds_up_and_what_is_a_level(adds: str, latest: float, expected: float, status: str) -> None:
    (state,) = states(of("会话", f"{adds}, target: 10000"))
    assert (state.latest and state.latest.value, state.expected, state.status) == (latest, expected, status)


def test_a_ratio_of_two_columns() -> None:
    paid = of("支付", "aggregation: sum", "K2")
    ratio = '  - {id: K3, title: Conversion, unit: "%", target: 4, ratio_of: [K2, K1]}\n'
    table = "日期,会话,支付\n2026-01-31,2000,60\n2026-02-28,3000,65\n"
    *_, state = states(of("会话", "aggregation: sum") + paid + ratio, table)
    assert [(m.date.isoformat(), m.value) for m in state.series] == [("2026-01-31", 3.0), ("2026-02-28", 2.5)]
    assert (state.attainment, state.status) == (62.5, "behind")


@pytest.mark.parametrize(("highest", "status", "short"), [(10, "met", 0), (20, "near", 10)])
def test_a_range(highest: int, status: str, short: float) -> None:
    lowest = 5 if highest == 10 else 10
    target = f"direction: range, near: 10, target: {{min: {lowest}, max: {highest}}}"
    (state,) = states(of("库存天数", target))
    assert (state.status, state.shortfall) == (status, short)


def test_targets_at_dates() -> None:
    target = "target: [{date: 2026-01-31, value: 1800}, {date: 2026-03-31, value: 4700}]"
    (state,) = states(of("会话", target))
    # 30 of the 59 days between the two, from 1,800 to 4,700
    assert state.expected == pytest.approx(1800 + 2900 * 30 / 59)
    assert (state.gap, state.status) == (pytest.approx(3000 - 1800 - 2900 * 30 / 59), "behind")


@pytest.mark.parametrize(("near", "status"), [(2, "behind"), (2.4, "near")])
def test_near(near: float, status: str) -> None:
    (state,) = states(of("客单价", f"unit: 元, direction: down, target: 86, near: {near}"))
    assert state.shortfall == pytest.approx(2 / 86 * 100)
    assert state.status == status


@pytest.mark.parametrize(("as_of", "status"), [("2026-03-31", "accepted"), ("2026-04-01", "behind")])
def test_an_accepted_deviation_ends(as_of: str, status: str) -> None:
    agreed = "accepted_deviation: {value: 2.2, until: 2026-03-31, reason: New customers}"
    (state,) = states(of("支付转化", f'unit: "%", target: 3, {agreed}'), as_of=as_of)
    assert state.status == status


@pytest.mark.parametrize(("as_of", "status"), [("2026-04-14", "behind"), ("2026-04-15", "stale")])
def test_numbers_grow_old(as_of: str, status: str) -> None:
    fields = 'unit: "%", target: 3, frequency: monthly, due: 2026-12-31'
    (state,) = states(of("支付转化", fields), as_of=as_of)
    assert state.status == status


def test_the_months_of_an_export_are_compared() -> None:
    (state,) = states(of("会话", "aggregation: sum, frequency: monthly"))
    assert state.period_change is not None
    assert (state.period_change.before, state.period_change.after) == (2000, 3000)
    assert state.period_change.percent == 50


def test_the_parts_of_a_number_and_their_shares() -> None:
    metric = "  - {id: K1, title: Visits, aggregation: sum, breakdown: 渠道, target: 100,"
    metric += " source: {file: data/ga4.csv, column: 会话}}\n"
    table = "日期,渠道,会话\n2026-01-31,门店,10\n2026-01-31,网店,30\n2026-02-28,网店,40\n"
    (state,) = states(metric, table)
    assert [(m.date.month, m.value) for m in state.series] == [(1, 40), (2, 80)]
    found = segments(state.metric, date(2026, 3, 2))
    assert [(one.segment.title.forms[0], one.latest.value, one.share) for one in found] == [
        ("网店", 70, 87.5),
        ("门店", 10, 12.5),
    ]


def test_numbers_after_the_day_do_not_count() -> None:
    (state,) = states(of("会话", "target: 10000"), as_of="2026-02-27")
    assert state.latest is not None
    assert state.latest.value == 2000
