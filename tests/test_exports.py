"""Numbers as programs for analysis export them: which are read, which are left out, and what is said."""

from __future__ import annotations

import io
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from repository import Repository

from opsgen import check, history
from opsgen.portfolio import assemble
from opsgen.words import words
from tests.fuzz import promises

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from opsgen.model import Metric
    from opsgen.portfolio import Portfolio

HEAD = (
    "title: 双十一\nowner: 王芳\nstart: 2026-01-01\nfinish: 2026-12-15\n"
    "milestones:\n  - {id: M1, title: 上线, forecast: 2026-12-01}\nmetrics:\n"
)
SESSIONS = "  - {id: K1, title: 会话, source: {file: data/ga4.csv, column: Sessions}}\n"
USERS = "  - {id: K2, title: 用户, source: {file: data/ga4.csv, column: Total users}}\n"
BY_CHANNEL = (
    "  - {id: K1, title: 会话, aggregation: sum, breakdown: Session default channel group,"
    " source: {file: data/ga4.csv, column: Sessions}}\n"
)


def read(metrics: str, table: str | bytes, name: str = "ga4.csv", **more: str | bytes) -> Portfolio:
    """A project with these metrics and a table in its folder `data/`."""
    texts = {f"a/data/{name}": table, "a/project.yaml": HEAD + metrics}
    texts |= {f"a/data/{key.replace('_', '.')}": text for key, text in more.items()}
    contents = {
        f"projects/{key}": partial(bytes, text if isinstance(text, bytes) else text.encode())
        for key, text in texts.items()
    }
    return assemble(contents)


def said(found: Portfolio) -> list[str]:
    return [
        f"{p.file.removeprefix('projects/a/')}:{p.line}:{p.column} {p.code}: {words('en').say(p.message)}"
        for p in found.problems
    ]


def hints(found: Portfolio) -> list[str]:
    return [words("en").say(problem.hint) for problem in found.problems if problem.hint]


def numbers(metric: Metric) -> dict[str, float]:
    return {m.date.isoformat(): m.value for m in metric.measurements}


def parts(metric: Metric) -> dict[str, dict[str, float]]:
    return {
        part.title.forms[0]: {m.date.isoformat(): m.value for m in part.measurements}
        for part in metric.segments
    }


def metrics_of(found: Portfolio) -> tuple[Metric, ...]:
    assert said(found) == []
    return found.projects[0].metrics


# Whole exports


GA4 = """\
# ----------------------------------------
# Reports snapshot
# Account: Shop, Inc
# Property: shop.example
# ----------------------------------------
#
# All Users
# Start date: 20260101
# End date: 20260131
Nth day,Active users
0000,112
0001,98

# Start date: 20260101
# End date: 20260131
Session default channel group,Sessions,Total users
,"1,025",800,Grand total
Organic Search,700,500
Direct,300,280
(not set),25,20
"""


def test_an_export_of_google_analytics_with_several_sections() -> None:
    active = "  - {id: K3, title: 活跃, source: {file: data/ga4.csv, column: active users}}\n"
    first, second, third = metrics_of(read(BY_CHANNEL + USERS + active, GA4))
    assert numbers(first) == {"2026-01-31": 1025}
    assert parts(first) == {
        "Organic Search": {"2026-01-31": 700},
        "Direct": {"2026-01-31": 300},
        "(not set)": {"2026-01-31": 25},
    }
    assert numbers(second) == {"2026-01-31": 800}
    assert numbers(third) == {"2026-01-01": 112, "2026-01-02": 98}


def test_a_crosstab_of_tableau() -> None:
    metrics = "  - {id: K1, title: 成交额, source: {file: data/t.csv, column: Sales}}\n"
    text = "Month of Order Date\tSales\tProfit Ratio\n2026年1月\t1,850\t21.2%\n2026年2月\t2,066\t22%\n"
    text += "总计\t3,916\t\n"
    (metric,) = metrics_of(read(metrics, text.encode("utf-16"), "t.csv"))
    assert numbers(metric) == {"2026-01-31": 1850, "2026-02-28": 2066}


def test_a_crosstab_with_a_column_a_month() -> None:
    metrics = "  - {id: K1, title: 成交额, cumulative: true, breakdown: 渠道, source: {file: data/t.csv}}\n"
    text = "渠道\t2026年1月\t2026年2月\t总计\n抖音\t100\t220\t320\n快手\t50\t70\t120\n"
    (metric,) = metrics_of(read(metrics, text.encode("utf-16"), "t.csv"))
    assert parts(metric) == {
        "抖音": {"2026-01-31": 100, "2026-02-28": 220},
        "快手": {"2026-01-31": 50, "2026-02-28": 70},
    }
    assert numbers(metric) == {"2026-01-31": 150, "2026-02-28": 290}


def test_rows_of_metrics_with_a_column_a_month() -> None:
    metrics = "  - {id: K1, title: 成交额}\n  - {id: K2, title: 复购率}\n"
    text = '指标,2026-01,2026-02\n成交额,"1,850",2066\nK2,21.2%,--\n'
    first, second = metrics_of(read(metrics, text))
    assert (numbers(first), numbers(second)) == (
        {"2026-01-31": 1850, "2026-02-28": 2066},
        {"2026-01-31": 21.2},
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16", "utf-8"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_titles_above_the_header_and_a_foot_below(encoding: str, sign: str) -> None:
    metrics = "  - {id: K1, title: 支付金额, unit: 元, source: {file: data/s.csv, column: 支付金额（元）}}\n"
    rows = ["日期,访客数,支付金额(元)", "1月1日,120,￥１２５０", "1月2日,130,1300元", "合计,250,2550"]
    text = "店铺日报\n统计时间：2026-01-01 至 2026-01-02\n\n" + "\n".join(rows).replace(",", sign)
    text += "\n\n导出人：王芳\n"
    (metric,) = metrics_of(read(metrics, text.encode(encoding), "s.csv"))
    assert numbers(metric) == {"2026-01-01": 1250, "2026-01-02": 1300}


# Cells


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ('"1,025"', 1025),
        ("１２．５％", 12.5),
        ("2066075.5899999999", 2066075.59),
        ("0.30000000000000004", 0.3),
        ("1 025", 1025),
        ("1\u00a0025", 1025),
        ("$1025.50", 1025.5),
        ("¥1025", 1025),
        ("(12)", -12),
        ("−3", -3),
        ("5e-05", 5e-05),
    ],
)
def test_numbers_as_people_mean_them(cell: str, number: float) -> None:
    (metric,) = metrics_of(read("  - {id: K1, title: x}\n", f"date,K1\n2026-01-01,{cell}\n"))
    assert numbers(metric) == {"2026-01-01": number}


@pytest.mark.parametrize("cell", ["--", "-", "N/A", "(not set)", "", "—", "#N/A", "null", "暂无"])
def test_a_cell_that_says_that_there_is_nothing(cell: str) -> None:
    (metric,) = metrics_of(read("  - {id: K1, title: x}\n", f"date,K1\n2026-01-01,{cell}\n2026-01-02,3\n"))
    assert numbers(metric) == {"2026-01-02": 3}


@pytest.mark.parametrize(
    "cell", ["1.2万", "1.23E+05", '"1,02"', "about 3", "#REF!", "€5", "1-2", "inf", "1e999"]
)
def test_numbers_nobody_is_certain_of(cell: str) -> None:
    found = read("  - {id: K1, title: x, unit: 元}\n", f"date,K1\n2026-01-01,{cell}\n")
    assert [(p.line, p.column, p.code) for p in found.problems] == [(2, 12, "not-a-number")]


@pytest.mark.parametrize("cell", ["9e99", "-9007199254740994"])
def test_numbers_that_count_nothing(cell: str) -> None:
    """Sums and means of them are no numbers any more."""
    found = read("  - {id: K1, title: x}\n", f"date,K1\n2026-01-01,{cell}\n")
    assert [(p.line, p.column, p.code) for p in found.problems] == [(2, 12, "number-too-large")]


def test_commas_before_decimals_where_semicolons_stand_between() -> None:
    table = "date;K1\n2026-01-01;1.234,5\n2026-01-02;1.234\n2026-01-03;21,125\n"
    (metric,) = metrics_of(read("  - {id: K1, title: x}\n", table))
    assert numbers(metric) == {"2026-01-01": 1234.5, "2026-01-02": 1234, "2026-01-03": 21.125}


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("20260108", "2026-01-08"),
        ("2026/1/8", "2026-01-08"),
        ("2026-01-08 (周四)", "2026-01-08"),
        ("2026-01", "2026-01-31"),
        ("202601", "2026-01-31"),
        ("2026年1月", "2026-01-31"),
        ("Jan 2026", "2026-01-31"),
        ("January 8, 2026", "2026-01-08"),
        ("8-Jan-26", "2026-01-08"),
        ("Thursday, January 8, 2026", "2026-01-08"),
        ("2026-W02", "2026-01-11"),
        ("2026年第2周", "2026-01-11"),
        ("13/1/2026", "2026-01-13"),
        ("8.1.2026", "2026-01-08"),
        ("2026-01-02 ~ 2026-01-08", "2026-01-08"),
    ],
)
def test_dates_that_are_certain(cell: str, day: str) -> None:
    (metric,) = metrics_of(read("  - {id: K1, title: x}\n", f'date,K1\n"{cell}",3\n'))
    assert numbers(metric) == {day: 3}


@pytest.mark.parametrize("cell", ["1月8日", "1/8/2026", "2026.1", "8 Jan", "第2周", "2026-02-30", "46030"])
def test_dates_nobody_is_certain_of(cell: str) -> None:
    found = read("  - {id: K1, title: x}\n", f"date,K1\n{cell},3\n")
    assert [(p.line, p.column, p.code) for p in found.problems] == [(2, 1, "not-a-date")]


@pytest.mark.parametrize("cell", ["1月8日", "1/8/2026", "1/8", "8 Jan", "Jan 8", "08-Jan"])
def test_a_period_makes_them_certain(cell: str) -> None:
    table = f"# Start date: 20260101\n# End date: 20260131\ndate,K1\n{cell},3\n"
    (metric,) = metrics_of(read("  - {id: K1, title: x}\n", table))
    assert numbers(metric) == {"2026-01-08": 3}


def test_a_period_over_new_year_tells_the_year_of_most_days() -> None:
    table = "# 20251220-20261225\ndate,K1\n12月31日,3\n1月5日,4\n12月22日,5\n"
    found = read("  - {id: K1, title: x}\n", table)
    assert [(p.line, p.column, p.code) for p in found.problems] == [(5, 1, "not-a-date")]


def test_the_other_dates_of_a_column_tell_the_order() -> None:
    table = "date,K1\n1/5/2026,3\n1/13/2026,4\n"
    (metric,) = metrics_of(read("  - {id: K1, title: x}\n", table))
    assert numbers(metric) == {"2026-01-05": 3, "2026-01-13": 4}


def test_a_month_that_is_not_over_ends_with_the_period() -> None:
    table = "# Start date: 20260101\n# End date: 20260215\n月份,K1\n2026-01,3\n2026-02,4\n"
    (metric,) = metrics_of(read("  - {id: K1, title: x}\n", table))
    assert numbers(metric) == {"2026-01-31": 3, "2026-02-15": 4}


# Parts and wholes


CHANNELS = "  - {id: K1, title: 成交额, breakdown: 渠道%s}\n"
SPLIT = "日期,渠道,K1\n2026-01-01,抖音,0.1\n2026-01-01,快手,0.2\n2026-01-02,抖音,3\n2026-01-02,快手,5\n"


@pytest.mark.parametrize("adds", [", aggregation: sum", ", cumulative: true"])
def test_parts_are_added_where_the_metric_adds_up(adds: str) -> None:
    (metric,) = metrics_of(read(CHANNELS % adds, SPLIT))
    assert parts(metric)["快手"] == {"2026-01-01": 0.2, "2026-01-02": 5}
    assert numbers(metric) == {"2026-01-01": 0.3, "2026-01-02": 8}


def test_no_total_is_made_of_what_does_not_add_up() -> None:
    found = read(CHANNELS % "", SPLIT)
    assert said(found) == [
        "data/ga4.csv:2:15 no-total: nothing says the total of `K1` on 2 days, the first of them 2026-01-01"
    ]
    assert numbers(found.projects[0].metrics[0]) == {}


def test_a_row_of_totals_says_the_whole() -> None:
    table = SPLIT + "2026-01-01,合计,0.15\n2026-01-02,平均,4\n2026-01-02,总计,4.5\n总计,,9\n"
    (metric,) = metrics_of(read(CHANNELS % "", table))
    assert numbers(metric) == {"2026-01-01": 0.15, "2026-01-02": 4.5}
    assert list(parts(metric)) == ["抖音", "快手"]


def test_running_totals_are_not_added_without_all_of_them() -> None:
    found = read(CHANNELS % ", cumulative: true", SPLIT + "2026-01-03,抖音,7\n")
    assert [p.code for p in found.problems] == ["no-total"]
    assert numbers(found.projects[0].metrics[0]) == {"2026-01-01": 0.3, "2026-01-02": 8}


def test_a_part_twice_on_a_day() -> None:
    found = read(CHANNELS % ", aggregation: sum", SPLIT + "2026-01-01,抖音,0.1\n")
    assert said(found) == [
        "data/ga4.csv:6:15 measured-twice: `K1` is measured twice for “抖音” on 2026-01-01: 0.1 and 0.1"
    ]


def test_the_same_part_in_two_exports_that_overlap() -> None:
    (metric,) = metrics_of(read(CHANNELS % ", aggregation: sum", SPLIT, b_csv=SPLIT))
    assert numbers(metric) == {"2026-01-01": 0.3, "2026-01-02": 8}


def test_parts_meet_those_that_are_written() -> None:
    own = ", aggregation: sum, segments: [{title: {zh: 抖音, en: Douyin}, measurements: ["
    own += "{date: 2026-01-02, value: 3}]}]"
    (metric,) = metrics_of(read(CHANNELS % own, SPLIT))
    assert [len(part.measurements) for part in metric.segments] == [2, 2]


def test_rows_of_several_channels_without_a_breakdown() -> None:
    found = read("  - {id: K1, title: x, source: {file: data/ga4.csv}}\n", SPLIT)
    assert [(p.line, p.column, p.code) for p in found.problems] == [
        (3, 15, "measured-twice"),
        (5, 15, "measured-twice"),
    ]
    assert "breakdown" in hints(found)[0]


def test_too_many_parts() -> None:
    table = "日期,渠道,K1\n" + "".join(f"2026-01-01,页面{i},1\n" for i in range(300))
    found = read(CHANNELS % ", aggregation: sum", table)
    assert [(p.line, p.code) for p in found.problems] == [(202, "too-many-segments")]
    (metric,) = found.projects[0].metrics
    assert (len(metric.segments), numbers(metric)) == (200, {"2026-01-01": 300})


def test_every_part_has_its_place() -> None:
    found = read(CHANNELS % ", aggregation: sum", SPLIT)
    place = found.sources["a"].place(("metrics", 0, "segments", 1, "measurements", 0, "value"))
    assert (place.file, place.line, place.column) == ("projects/a/data/ga4.csv", 3, 15)
    whole = found.sources["a"].place(("metrics", 0, "measurements", 1))
    assert (whole.file, whole.line) == ("projects/a/data/ga4.csv", 4)


# Which file, which column


def test_a_column_that_is_not_there() -> None:
    found = read(SESSIONS.replace("Sessions", "Sesions"), GA4)
    assert said(found) == ["project.yaml:8:62 unknown-column: `data/ga4.csv` has no column `Sesions`"]
    assert hints(found) == ["did you mean `column: Sessions`?"]


def test_a_file_without_a_column_called_after_the_metric() -> None:
    found = read("  - {id: K1, title: 会话, source: {file: data/ga4.csv}}\n", GA4)
    assert [(p.code, p.severity) for p in found.problems] == [("unknown-column", "warning")]
    assert hints(found)[0].startswith("columns there: `Nth day`, `Active users`, `Session default")


@pytest.mark.parametrize(
    ("file", "code", "hint"),
    [
        ("data/ga5.csv", "unknown-source-file", "did you mean `data/ga4.csv`?"),
        ("ga4.csv", "", ""),
        ("../b/data/ga4.csv", "unknown-source-file", "did you mean `data/ga4.csv`?"),
        ("/etc/passwd", "unknown-source-file", "tables there: `data/ga4.csv`"),
        ("./data/ga4.csv", "", ""),
        ("data\\ga4.csv", "", ""),
        ("projects/a/data/ga4.csv", "", ""),
    ],
)
def test_where_the_file_of_a_source_may_stand(file: str, code: str, hint: str) -> None:
    found = read(
        f"  - {{id: K1, title: 会话, source: {{file: '{file}', column: Sessions}}}}\n", "date,Sessions\n"
    )
    expected = [code] if code else []
    assert [p.code for p in found.problems if p.code.startswith("unknown-source")] == expected
    if hint:
        assert hint in hints(found)


def test_columns_that_nobody_asks_for_are_left_alone() -> None:
    table = "Date,Sessions,Bounce rate,K2\n2026-01-01,5,30%,7\n"
    first, second = metrics_of(read(SESSIONS + "  - {id: K2, title: x}\n", table))
    assert (numbers(first), numbers(second)) == ({"2026-01-01": 5}, {"2026-01-01": 7})


def test_a_table_without_dates_and_without_a_period() -> None:
    found = read(SESSIONS, "Channel,Sessions\nDirect,5\n")
    assert [(p.line, p.column, p.code) for p in found.problems] == [(1, 1, "malformed-table")]
    assert hints(found) == ["add a column `date`, or a line `# End date: 20260331` above the header"]


def test_a_point_that_may_stand_for_thousands() -> None:
    """Where semicolons stand between the cells; another cell of the table may tell which it is."""
    found = read("  - {id: K1, title: x}\n", "date;K1\n2026-01-01;1.234\n")
    assert said(found) == ["data/ga4.csv:2:12 not-a-number: `1.234` may be a thousand times as much"]
    for cell, first in (("1.5", 1.234), ("0.216", 1.234), ("2,5", 1234), ("1.000.000", 1234)):
        found = read("  - {id: K1, title: x}\n", f"date;K1\n2026-01-01;1.234\n2026-01-02;{cell}\n")
        assert numbers(metrics_of(found)[0])["2026-01-01"] == first
    assert metrics_of(read("  - {id: K1, title: x}\n", "date,K1\n2026-01-01,1.234\n"))


def test_a_column_to_split_by_that_is_not_there() -> None:
    metric = SESSIONS.replace("}}", "}, breakdown: Chanel}")
    found = read(metric, "Date,Channel,Sessions\n2026-01-01,all,5\n")
    assert said(found) == ["project.yaml:8:84 unknown-column: `data/ga4.csv` has no column `Chanel`"]
    assert hints(found) == ["did you mean `breakdown: Channel`?"]
    assert numbers(found.projects[0].metrics[0]) == {"2026-01-01": 5}
    by_hand = metric.replace("Chanel}", "Chanel, segments: [{title: a}]}")
    assert said(read(by_hand, "Date,Sessions\n2026-01-01,5\n")) == []


def test_findings_in_rows_of_metrics_stand_at_their_cell() -> None:
    found = read(
        "  - {id: K1, title: x}\n", "metric,date,value\nK1,2026-01-01,5\nK1,2026-01-01,6\n,2026-01-02,7\n"
    )
    assert said(found) == [
        "data/ga4.csv:3:15 measured-twice: `K1` is measured twice on 2026-01-01: 5 and 6",
        "data/ga4.csv:4:1 missing-field: nothing says to which metric this row belongs",
    ]


def test_two_columns_of_one_name() -> None:
    found = read(SESSIONS, "Date,Sessions,Sessions\n2026-01-01,5,6\n")
    assert said(found) == [
        "data/ga4.csv:1:15 malformed-table: two columns are called “Sessions”, or mean the same"
    ]
    assert numbers(metrics_of(read(SESSIONS, "Date,Sessions,Sessions\n2026-01-01,5,5\n"))[0]) == {
        "2026-01-01": 5
    }


def test_a_row_with_more_cells_than_the_header() -> None:
    found = read(SESSIONS, "Date,Sessions\n2026-01-01,1,850\n")
    assert said(found) == ["data/ga4.csv:2:14 malformed-table: this row has 3 cells, the header 2"]


def test_a_quotation_mark_that_nothing_closes() -> None:
    found = read(SESSIONS, 'Date,Sessions\n2026-01-01,"5\n2026-01-02,6\n')
    assert [(p.line, p.column, p.code) for p in found.problems] == [(2, 12, "malformed-table")]
    found = read(SESSIONS, 'Date,Sessions\n2026-01-01,"5\n2026-01-02,"6"\n2026-01-03,7\n')
    assert [(p.line, p.column, p.code) for p in found.problems] == [(2, 12, "not-a-number")]
    assert hints(found) == ["the cell goes on over several lines: a quotation mark may be missing"]


def test_the_header_repeated_on_every_page() -> None:
    table = "sep=;\nDate;Sessions\n2026-01-01;5\nDate;Sessions\n2026-01-02;6\n\nDate;Sessions\n2026-01-03;7\n"
    assert numbers(metrics_of(read(SESSIONS, table))[0]) == {
        "2026-01-01": 5,
        "2026-01-02": 6,
        "2026-01-03": 7,
    }


# Workbooks


def workbook(*rows: tuple[object, ...], hidden: bool = False) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    for row in rows:
        sheet.append(row)
    if hidden:
        made.create_sheet("More").append(("日期", "K1"))
        made["More"].append((date(2026, 1, 3), 9))
        made["More"].sheet_state = "hidden"
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def test_numbers_from_a_workbook() -> None:
    content = workbook(
        ("店铺日报",), (), ("日期", "K1", "转化率"), (date(2026, 1, 1), 5, 0.1), ("合计", 5, None)
    )
    (metric,) = metrics_of(read("  - {id: K1, title: x, source: {file: data/a.xlsx}}\n", content, "a.xlsx"))
    assert numbers(metric) == {"2026-01-01": 5}


def test_findings_in_a_workbook_name_the_cell() -> None:
    content = workbook(("日期", "K1"), (date(2026, 1, 1), "many"), hidden=True)
    found = read("  - {id: K1, title: x}\n", content, "a.xlsx")
    assert [(p.code, p.place.cell) for p in found.problems] == [
        ("left-out-sheet", "More!A1"),
        ("not-a-number", "Sheet!B2"),
    ]


# Everything, and anything


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
VALUES = st.decimals(-(10**9), 10**9, places=4).map(float)
TITLES = st.sampled_from(["抖音", "快手", "门店", "Search"])


@given(st.dictionaries(DAYS, VALUES, min_size=1, max_size=20), st.sampled_from([",", ";", "\t"]))
def test_numbers_that_are_written_come_back(written: dict[date, float], sign: str) -> None:
    rows = (f"{day}{sign}{value:.4f}\n" for day, value in written.items())  # three digits may be a thousand
    table = f"date{sign}K1\n" + "".join(rows)
    (metric,) = metrics_of(read("  - {id: K1, title: x}\n", table))
    assert numbers(metric) == {day.isoformat(): value for day, value in written.items()}


@given(st.dictionaries(st.tuples(DAYS, TITLES), VALUES, min_size=1, max_size=20), st.randoms())
def test_the_order_of_the_rows_makes_no_difference(
    written: dict[tuple[date, str], float], luck: Random
) -> None:
    rows = [f"{day},{title},{value!r}\n" for (day, title), value in written.items()]
    one = metrics_of(read(CHANNELS % ", aggregation: sum", "日期,渠道,K1\n" + "".join(rows)))[0]
    luck.shuffle(rows)
    other = metrics_of(read(CHANNELS % ", aggregation: sum", "日期,渠道,K1\n" + "".join(rows)))[0]
    assert (numbers(one), parts(one)) == (numbers(other), parts(other))
    assert parts(one) == {
        title: {day.isoformat(): value for (day, named), value in written.items() if named == title}
        for title in {title for _, title in written}
    }


CELLS = (
    *(
        "date",
        "日期",
        "Month of X",
        "Nth day",
        "渠道",
        "Sessions",
        "Total users",
        "K1",
        "metric",
        "value",
        "note",
    ),
    *(
        "# Start date: 20260101",
        "# End date: 20260131",
        "# x",
        "#",
        "20260101-20260131",
        "统计周期：2026年1月",
    ),
    *(
        "2026-01-01",
        "20260102",
        "2026年1月",
        "1月1日",
        "1/5/2026",
        "Jan 2026",
        "2026-W01",
        "0000",
        "99999999",
    ),
    *(
        "合计",
        "Grand total",
        "小计",
        "--",
        "(not set)",
        "1,025",
        '"1,025"',
        "12%",
        "1e400",
        "-",
        "½",
        "٣",
        "(1)",
    ),
    *(
        "",
        "",
        "",
        "\n",
        "\n\n",
        '"',
        "sep=;",
        "=1+1",
        "\u202e",
        "\u3000",
        "NaN",
        "1" * 400,
        "9999-12-31",
        "2026-01-01 -",
    ),
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.lists(st.sampled_from(CELLS), max_size=5), max_size=12),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    st.sampled_from([SESSIONS + USERS, BY_CHANNEL, CHANNELS % ", cumulative: true", "  - {title: x}\n"]),
)
def test_no_table_makes_the_check_fall_over(
    rows: list[list[str]], sign: str, encoding: str, metrics: str
) -> None:
    content = "\n".join(sign.join(row) for row in rows).encode(encoding)
    for name in ("ga4.csv", "x.tsv"):
        found = read(metrics, content, name)
        files = {"projects/a/project.yaml": (HEAD + metrics).encode(), f"projects/a/data/{name}": content}
        promises.said(found.problems, files)
        assert found.projects or any(problem.severity == "error" for problem in found.problems)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_the_check_fall_over(content: bytes) -> None:
    for name in ("ga4.csv", "a.xlsx"):
        read(SESSIONS, content, name)


# What is kept, and what a commit holds


def test_findings_are_kept_until_the_export_changes(tmp_path: Path) -> None:
    project = tmp_path / "projects" / "a"
    (project / "data").mkdir(parents=True)
    (project / "project.yaml").write_text(HEAD + SESSIONS, encoding="utf-8")
    expected = {
        "": ["unknown-source-file"],
        "Date,Sesions\n2026-01-01,5\n": ["unknown-column"],
        "Date,Sessions\n2026-01-01,5\n": [],
    }
    for table, codes in expected.items():
        if table:
            (project / "data" / "ga4.csv").write_text(table, encoding="utf-8")
        for _ in range(2):
            found = check.findings(check.opened(tmp_path), date(2026, 1, 2))
            sources = [p.code for p in found if p.code in ("unknown-source-file", "unknown-column")]
            assert sources == codes


def test_the_same_numbers_from_a_commit(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "team")
    repository.write("projects/a/project.yaml", HEAD + BY_CHANNEL + USERS)
    repository.write("projects/a/data/ga4.csv", GA4.encode("utf-16"))
    commit = repository.commit()
    repository.write("projects/a/data/ga4.csv", "nothing")
    files = history.files(repository.path, commit)
    blobs = history.contents(repository.path, [entry.blob for entry in files.values()], 10_000)
    found = assemble({name: partial(bytes, blobs[entry.blob]) for name, entry in files.items()})
    assert said(found) == []
    assert found.projects == read(BY_CHANNEL + USERS, GA4).projects


def test_a_heading_with_the_unit_of_the_metric_behind_its_title() -> None:
    metrics = "  - {id: K1, title: 成交额, unit: 万元}\n  - {id: K2, title: Sales, unit: EUR}\n"
    found = read(metrics, "日期,成交额（万元）,Sales (EUR)\n2026-01-01,5,7\n")
    assert found.problems == ()
    assert [metric.measurements[0].value for metric in found.projects[0].metrics] == [5, 7]


def test_a_heading_that_is_nearly_a_title_is_claimed_as_the_hint_says() -> None:
    metrics = "  - {id: K1, title: 成交额, unit: 元}\n"
    (problem,) = read(metrics, "日期,总成交额\n2026-01-01,5\n").problems
    assert problem.hint
    assert words("en").say(problem.hint) == (
        "did you mean `K1`? Then write `source: {column: 总成交额}` there"
    )
    claimed = metrics.replace("元}", "元, source: {column: 总成交额}}")
    assert read(claimed, "日期,总成交额\n2026-01-01,5\n").problems == ()


def test_a_heading_in_another_unit_is_not_claimed() -> None:
    metrics = "  - {id: K1, title: 成交额, unit: 元}\n"
    (problem,) = read(metrics, "日期,成交额（万元）\n2026-01-01,5\n").problems
    assert problem.hint
    assert words("zh").say(problem.hint) == "是不是 `K1`？它以“元”计，这一列以“万元”计：请统一单位"
