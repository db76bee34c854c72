"""The finance sheet for all projects: read as finance sends it, matched, and nothing of it lost unseen."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import judging
import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from repository import Repository
from written import assembled

from opsgen import check, portfolio
from opsgen.cache import Store
from opsgen.cli.main import opsgen
from opsgen.history import Provenance
from opsgen.portfolio.actuals import Called, Register, Spending, settle
from opsgen.portfolio.headings import columns, month
from opsgen.tables import Row
from opsgen.views.edition import edition
from opsgen.words import words

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from opsgen.portfolio import Portfolio
    from opsgen.words import Text

DAY = date(2026, 11, 22)
CSV = "projects/data/actuals.csv"
XLSX = "projects/data/actuals.xlsx"
HEAD = "owner: Zhao Min\nstart: 2026-07-01\nfinish: 2026-12-31\nlifecycle: executing\n"
STONE = "milestones:\n  - {id: M1, title: Shops open, forecast: 2026-12-01}\n"
SALE = (
    f"title: {{zh: 双十一大促, en: Singles Day}}\ncode: XM-11\naliases: [promo]\n{HEAD}{STONE}budget:\n"
    "  - {id: B1, title: {zh: 站外投放, en: Advertising}, planned: 800万, aliases: [Ads]}\n"
    "  - {id: B2, title: 设计, planned: 10万}\n"
)
GIFT = f"title: Member gift\n{HEAD}{STONE}budget:\n  - {{id: B1, title: Gifts, planned: 600k}}\n"


def read(sheet: str | bytes = "", name: str = CSV, **more: str) -> Portfolio:
    files = {"projects/sale.yaml": SALE, "projects/gift.yaml": GIFT, name: sheet}
    files |= {f"projects/{file}.yaml": text for file, text in more.items()}
    return assembled({file: text.encode() if isinstance(text, str) else text for file, text in files.items()})


def _noted(note: Text) -> str:
    return "".join(f" {form}" for form in note.forms)


def spent(found: Portfolio) -> dict[str, list[str]]:
    """The amounts by project and line, as they add up."""
    return {
        f"{project.id}/{line.id}": [f"{a.date:%m-%d} {a.amount}{_noted(a.note)}" for a in line.actuals]
        for project in found.projects
        for line in project.budget
        if line.actuals
    }


def said(found: Portfolio) -> list[str]:
    return [
        f"{p.line}:{p.column} {p.severity} {p.code}: {words('en').say(p.message)}"
        + (f" / {words('en').say(p.hint)}" if p.hint else "")
        for p in found.problems
        if p.file == found.spending
    ]


def lost(found: Portfolio) -> dict[tuple[str, str], tuple[str, int]]:
    return {(one.project, one.currency): (str(one.amount), one.rows) for one in found.unmatched}


def book(*sheets: list[tuple[Any, ...]], **titles: str) -> bytes:
    made = openpyxl.Workbook()
    for number, rows in enumerate(sheets):
        sheet = made.active if number == 0 else made.create_sheet(titles.get(f"s{number}", f"S{number}"))
        for row in rows:
            sheet.append(row)
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()


LONG = """project,line,month,amount,note
sale,B1,2026-10,1200.50,first
sale,B1,2026-11,-200,
gift,B1,2026-10,60,
"""
WHOLE = {"sale/B1": ["10-01 1200.50 first", "11-01 -200"], "gift/B1": ["10-01 60"]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_rows_become_the_actuals_of_their_lines(encoding: str) -> None:
    found = read(LONG.replace("first", "首付").encode(encoding))
    assert spent(found) == {**WHOLE, "sale/B1": ["10-01 1200.50 首付", "11-01 -200"]}
    assert said(found) == []
    assert found.unmatched == ()


@pytest.mark.parametrize("sign", [";", "\t"])
def test_other_signs_between_the_cells(sign: str) -> None:
    assert spent(read(LONG.replace(",", sign))) == WHOLE


def test_each_amount_stands_where_its_row_does() -> None:
    found = read(LONG)
    place = found.sources["sale"].place(("budget", 0, "actuals", 1, "amount"))
    assert (place.file, place.line, place.column, place.end_column) == (CSV, 3, 17, 21)
    assert found.sources["sale"].place(("budget", 0, "actuals", 1, "date")).column == 9
    assert found.sources["sale"].place(("budget", 0, "planned")).file == "projects/sale.yaml"
    assert [document.file for document in found.sources["sale"].documents()] == ["projects/sale.yaml"]


AS_SENT = """2026年各项目支出明细,,,,
编制单位：财务部,,,单位：万元,
序号,项目名称,预算科目,月份,实际金额（含税）,备注
1,双十一大促,站外投放,10月,"1,200.50",
2,,,11月,（30）,红冲
3,,设计,2026年10月,３.５,
,,设计 小计,,3.5,
,双十一大促 合计,,,1174,
4,Member gift,Gifts,2026/10/31,-,
5,,,2026.11,6,
合计,,,,1180,
制表人：王,,审核：李,,,
"""


def test_as_finance_sends_it() -> None:
    found = read(AS_SENT)
    assert said(found) == []
    assert spent(found) == {
        "sale/B1": ["10-01 12005000.00", "11-01 -300000 红冲"],
        "sale/B2": ["10-01 35000.0"],
        "gift/B1": ["11-01 60000"],
    }


WIDE = """项目,科目,2026-10,2026年11月,Dec 2026,合计,Q4
sale,B1,100,200,,300,300
,B2,5,,6,11,11
gift,B1,,7,,7,7
"""


def test_a_column_for_each_month() -> None:
    found = read(WIDE)
    assert spent(found) == {
        "sale/B1": ["10-01 100", "11-01 200"],
        "sale/B2": ["10-01 5", "12-01 6"],
        "gift/B1": ["11-01 7"],
    }
    assert [line.partition(" / ")[0] for line in said(found)] == [
        "1:36 info left-out-columns: these columns are not read: “Q4”"
    ]
    assert found.sources["sale"].place(("budget", 1, "actuals", 1, "amount")).column == 8


def test_months_without_a_year_take_that_of_the_title_if_there_is_one() -> None:
    rows = "项目,科目,10月,11月\nsale,B1,1,2\n"
    assert spent(read("2026年度支出,,,\n" + rows)) == {"sale/B1": ["10-01 1", "11-01 2"]}
    for title in ("", "2026年对比2025年,,,\n", "打印于2026年10月5日,,,\n"):
        found = read(title + rows)
        assert spent(found) == {}
        assert [line.split(": ")[0].split()[-1] for line in said(found)] == ["not-a-period", "not-a-period"]


def test_the_year_in_a_column_of_its_own() -> None:
    found = read("年度,月份,项目,科目,金额\n2026,10,sale,B1,5\n2026年,11月,sale,B1,6\n,12,sale,B1,7\n")
    assert spent(found) == {"sale/B1": ["10-01 5", "11-01 6"]}
    assert [line.partition(" / ")[0] for line in said(found)] == [
        "4:2 error not-a-period: `12` is not a month"
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-10", date(2026, 10, 1)),
        ("2026/10", date(2026, 10, 1)),
        ("2026.10", date(2026, 10, 1)),
        ("202610", date(2026, 10, 1)),
        ("2026年10月份", date(2026, 10, 1)),
        ("Oct 2026", date(2026, 10, 1)),
        ("October-26", date(2026, 10, 1)),
        ("2026-10-31 00:00:00", date(2026, 10, 31)),
        ("20261031", date(2026, 10, 31)),
        ("46326", date(2026, 10, 31)),
        ("２０２６年１０月", date(2026, 10, 1)),
        ("2026.1", None),
        ("2026-13", None),
        ("10/11/2026", None),
        ("1020", None),
        ("Octember 2026", None),
        ("0026-10", None),
    ],
)
def test_months(written: str, meant: date | None) -> None:
    assert month(written, None) == meant


def test_days_stay_days_in_a_column_of_dates() -> None:
    assert spent(read("项目,科目,日期,金额\nsale,B1,2026/10/31,5\n")) == {"sale/B1": ["10-31 5"]}


AMOUNTS = [
    *(("1,200.50", "1200.50"), ("¥1,200.50", "1200.50"), ("（1,200）", "-1200"), ("(1.5)", "-1.5")),
    *(("¥(1,200)", "-1200"), ("1200-", "-1200"), ("+7", "7"), ("－７", "-7"), ("12万", "120000")),
    *(("CNY 5", "5"), ("5 元", "5"), ("RMB60k", "60000"), ("0", "0")),
]


@pytest.mark.parametrize(("written", "meant"), AMOUNTS)
def test_amounts(written: str, meant: str) -> None:
    found = read(f'project,line,month,amount\nsale,B1,2026-10,"{written}"\n')
    assert spent(found) == {"sale/B1": [f"10-01 {meant}"]}, said(found)


@pytest.mark.parametrize("written", ["", "-", "—", "/", "－"])
def test_signs_for_nothing(written: str) -> None:
    found = read(f"project,line,month,amount\nsale,B1,2026-10,{written}\nsale,B1,,{written}\n")
    assert (spent(found), said(found)) == ({}, [])


@pytest.mark.parametrize(
    "written", ["about 5", "12%", "(-5)", "1,20", "1.2.3", "NaN", "1e5", "9" * 16, "5 XYZ", "--5"]
)
def test_what_is_no_amount(written: str) -> None:
    found = read(f'project,line,month,amount\nsale,B1,2026-10,"{written}"\n')
    assert spent(found) == {}
    assert [line.split(":")[0:2] for line in said(found)] == [["2", "17 error not-an-amount"]]


def test_a_unit_stands_once() -> None:
    found = read("项目,科目,月份,金额（万元）\nsale,B1,2026-10,1.5\nsale,B2,2026-10,2万\n")
    assert spent(found) == {"sale/B1": ["10-01 15000.0"]}
    assert [line.partition(": ")[2] for line in said(found)] == [
        "`2万` is not an amount / the heading counts in another unit already: write the number alone"
    ]


@pytest.mark.parametrize("title", ["单位：元；单位：万元", "单位：元,货币单位：万元", "单位：十万元"])
def test_a_unit_that_is_not_clear_is_said(title: str) -> None:
    found = read(f"{title}\n项目,科目,月份,金额\nsale,B1,2026-10,1.5\n")
    assert [line.partition(" / ")[0] for line in said(found)] == [
        "2:10 error malformed-table: nobody can tell in which unit the amounts are"
    ]


def test_a_comma_between_semicolons_is_no_thousand() -> None:
    found = read("project;line;month;amount\nsale;B1;2026-10;1,234\nsale;B1;2026-11;1200.5\n")
    assert spent(found) == {"sale/B1": ["11-01 1200.5"]}


# Matching


@pytest.mark.parametrize(
    "name", ["sale", "SALE", "promo", "xm-11", "双十一大促", " singles  day ", "ＳＡＬＥ"]
)
@pytest.mark.parametrize("line", ["B1", "ads", "站外投放", "Advertising"])
def test_projects_and_lines_by_any_of_their_names(name: str, line: str) -> None:
    assert spent(read(f"project,line,month,amount\n{name},{line},2026-10,5\n")) == {"sale/B1": ["10-01 5"]}


def test_a_number_that_nobody_knows_beside_a_name_that_is_known() -> None:
    head = "项目编号,项目名称,科目编号,科目,月份,金额\n"
    rows = "0071,双十一大促,660201,设计,2026-10,5\n,,,站外投放,2026-10,6\n"
    assert spent(read(head + rows)) == {"sale/B1": ["10-01 6"], "sale/B2": ["10-01 5"]}


def test_an_id_is_stronger_than_a_title() -> None:
    other = GIFT.replace("Member gift", "sale")
    found = read("project,line,month,amount\nsale,B1,2026-10,5\n", other=other)
    assert spent(found) == {"sale/B1": ["10-01 5"]}
    assert said(found) == []


def test_every_row_that_fits_nothing_is_said_once_a_name() -> None:
    found = read(
        "project,line,month,amount\nslae,B1,2026-10,5\nslae,B2,2026-11,7.5\nsale,Desing,2026-10,3\n"
        "Nobody,x,2026-10,1\nsale,Desing,2026-11,3\ngift,Gifts,2026-10,2\n"
    )
    assert said(found) == [
        "2:1 warning spending-without-project: there is no project `slae`; 2 rows with 12.5 CNY are"
        " not counted / did you mean `sale`? Then write `also_called: [slae]` there",
        "4:6 warning spending-without-line: project `sale` has no budget line `Desing`; 2 rows with 6 CNY are"
        " not counted / budget lines there: `B1`, `B2`; one of them may have `also_called: [Desing]`",
        "5:1 warning spending-without-project: there is no project `Nobody`; 1 row with 1 CNY is not counted"
        " / write the id, the code or the title of a project; or in the project `also_called: [Nobody]`",
    ]
    assert spent(found) == {"gift/B1": ["10-01 2"]}
    assert lost(found) == {("", "CNY"): ("13.5", 3), ("sale", "CNY"): ("6", 2)}


def test_what_finance_calls_a_project_and_a_line_is_written_once_and_then_counts() -> None:
    sheet = 'project,line,month,amount\n双11 大促（全国）,"广告费 (线上, 站外)",2026-10,5\n'
    found = read(sheet)
    assert "/ write the id, the code or the title of a project; or in the project" in said(found)[0]
    assert said(found)[0].endswith("`also_called: [双11 大促（全国）]`")
    half = read(sheet, sale=SALE.replace("code:", "also_called: [双11大促（全国）]\ncode:"))
    assert said(half)[0].endswith('one of them may have `also_called: ["广告费 (线上, 站外)"]`')
    whole = SALE.replace("code:", "also_called: [双11大促（全国）]\ncode:").replace(
        "aliases: [Ads]", 'aliases: [Ads], also_called: ["广告费 (线上, 站外)"]'
    )
    assert (said(read(sheet, sale=whole)), spent(read(sheet, sale=whole))) == ([], {"sale/B1": ["10-01 5"]})


def test_headings_and_days_as_finance_writes_them() -> None:
    found = read(
        "2026年支出台账\n项目,预算科目,发生月份,报销金额\nsale,B1,9月3日,7\nsale,B1,2026-13,1\ngift,B1,10月,约1.5万\n"
    )
    assert spent(found) == {"sale/B1": ["09-01 7"]}
    assert said(found) == [
        "4:9 error not-a-period: `2026-13` is not a month / a year has the months 01 to 12: write `2026-10`",
        "5:13 error not-an-amount: `约1.5万` is not an amount / write 1.5万",
    ]
    assert said(read("月度支出\n项目,科目,几时,钱\nsale,B1,2026-10,1\n")) == [
        "2:1 error malformed-table: there is no column for `month`, `amount`; these headings are not known:"
        " “几时”, “钱” / one row names the columns: `project,line,month,amount`"
    ]


def test_a_name_of_several_is_counted_nowhere() -> None:
    found = read("project,line,month,amount\nMember gift,Gifts,2026-10,5\n", again=GIFT)
    assert spent(found) == {}
    assert said(found) == [
        "2:1 warning ambiguous-spending: several projects may be called `Member gift`; 1 row with 5 CNY is"
        " not counted / write the id: `again`, `gift`"
    ]
    twice = GIFT + "  - {id: B2, title: Gifts, planned: 600k}\n"
    found = read("project,line,month,amount\ntwo,Gifts,2026-10,5\n", two=twice.replace("Member", "Two"))
    assert [line.split(": ")[0] for line in said(found)] == ["2:5 warning ambiguous-spending"]
    assert lost(found) == {("two", "CNY"): ("5", 1)}


def test_another_currency_is_not_added() -> None:
    found = read(
        "project,line,month,amount,currency\nsale,B1,2026-10,$5,\nsale,B1,2026-10,6,USD\nsale,B1,2026-10,7,人民币\n"
        "sale,B1,2026-11,¥8,\nsale,B1,2026-12,9,Taler\n"
    )
    assert spent(found) == {"sale/B1": ["10-01 7", "11-01 8"]}
    assert lost(found) == {("sale", "USD"): ("11", 2), ("sale", "Taler"): ("9", 1)}
    assert [line.split(": ")[0] for line in said(found)] == [
        "2:17 warning spending-in-other-currency",
        "6:17 warning spending-in-other-currency",
    ]


def test_a_line_with_actuals_of_its_own_keeps_them() -> None:
    own = GIFT.replace("600k}", "600k, actuals: [{date: 2026-09-01, amount: 4}]}")
    found = read("project,line,month,amount\nown,B1,2026-10,5\n", own=own.replace("Member", "Own"))
    assert spent(found) == {"own/B1": ["09-01 4"]}
    assert [line.split(": ")[0] for line in said(found)] == ["2:5 error spent-twice"]
    assert lost(found) == {("own", "CNY"): ("5", 1)}


def test_the_rows_of_a_project_that_cannot_be_read_are_counted_too() -> None:
    found = read(
        "project,line,month,amount\nbroken,B1,2026-10,5\nnobody,B1,2026-10,5\n", broken="title: x\nownr: y\n"
    )
    assert lost(found) == {("", "CNY"): ("5", 1), ("broken", "CNY"): ("5", 1)}
    assert said(found)[0].endswith("/ it may be the project that could not be read")


# What is not certain


def test_a_blank_project_after_a_sum_is_no_longer_that_of_above() -> None:
    found = read("project,line,month,amount\nsale,B1,2026-10,5\nTotal,,,5\n,B2,2026-10,6\ngift,,2026-10,7\n")
    assert spent(found) == {"sale/B1": ["10-01 5"]}
    assert [line.split(": ")[0] for line in said(found)] == [
        "4:1 error missing-field",
        "5:6 error missing-field",
    ]


def test_a_header_that_lacks_something() -> None:
    assert said(read("项目,月份,金额\nsale,2026-10,5\n")) == [
        "1:1 error malformed-table: there is no column for `line`"
        " / one row names the columns: `project,line,month,amount`"
    ]
    found = read("project,line,month,amount,实际金额\nsale,B1,2026-10,5,6\n")
    assert [line.split(": ")[0] for line in said(found)] == ["1:27 error malformed-table"]


def test_the_header_of_every_page_and_empty_rows_are_passed_over() -> None:
    assert spent(read(LONG + ",,,,\n" + LONG)) == {
        "sale/B1": ["10-01 1200.50 first"] * 2 + ["11-01 -200"] * 2,
        "gift/B1": ["10-01 60"] * 2,
    }


def test_what_stands_twice_is_a_warning() -> None:
    found = read(LONG + "sale,B1,2026-11,-200,\n")
    assert [(p.code, p.line) for p in judging.check(found, DAY) if p.file == CSV] == [
        ("repeated-spending", 5)
    ]


def test_a_month_that_is_still_to_come() -> None:
    found = read(LONG.replace("2026-11,-200", "2026-12,200"))
    assert [(p.code, p.line, p.column) for p in judging.check(found, DAY) if p.file == CSV] == [
        ("actual-in-future", 3, 9)
    ]


def test_two_sheets_and_other_files_in_the_folder() -> None:
    found = read(LONG, **{"data/old": "x"}, more="title: x\nowner: y\n" + HEAD[16:] + STONE)
    assert [(p.file, p.code) for p in found.problems if "data" in p.file] == [
        ("projects/data/old.yaml", "unknown-file")
    ]
    files = {CSV: LONG.encode(), XLSX: b"", "projects/actuals.csv": b"x", "projects/sale.yaml": SALE.encode()}
    hints = {p.file: (p.code, words("en").say(p.hint)) for p in assembled(files).problems if p.hint}
    assert hints[XLSX] == ("file-twice", "keep one of the two files")
    assert hints["projects/actuals.csv"][1].startswith("the finance sheet is `projects/data/actuals.csv`")


# Workbooks


def test_a_workbook_as_finance_sends_it() -> None:
    first = [
        ("2026年支出",),
        ("项目", "科目", "月份", "金额"),
        ("双十一大促", "设计", date(2026, 10, 1), 0.1 + 0.2),
    ]
    second = [
        ("Project", "Line", "Month", "Amount"),
        ("gift", "B1", "2026-11", 1033.25),
        ("gift", "B1", "2026-10", "x"),
    ]
    found = read(book(first, second, [("说明",)], s1="Gifts", s2="说明"), XLSX)
    assert spent(found) == {"sale/B2": ["10-01 0.3"], "gift/B1": ["11-01 1033.25"]}
    assert said(found) == [
        "1:1 info left-out-sheet: the sheet “说明” is not read:"
        " there is no column for `project`, `line`, `month`, `amount`",
        "3:4 error not-an-amount: `x` is not an amount"
        " / write the number alone, for example 1200.50; an empty cell says that nothing was spent",
    ]
    judged = judging.findings(found, DAY)
    cells = [words("en").say(p.message).partition(":")[0] for p in judged if p.file == XLSX]
    assert cells == ["说明!A1", "Gifts!D3"]


def test_results_of_formulas_are_read_to_the_cent_and_typed_numbers_as_they_are() -> None:
    head = ("project", "line", "month", "amount")
    content = book([head, ("sale", "B1", "2026-10", 1 / 3), ("sale", "B2", "2026-10", 1 / 3)])
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = re.sub(rb'(<c r="D2"[^>]*>)', rb"\1<f>1/3</f>", parts[sheet])
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as new:
        for name, part in parts.items():
            new.writestr(name, part)
    found = read(saved.getvalue(), XLSX)
    assert spent(found) == {"sale/B1": ["10-01 0.33"], "sale/B2": ["10-01 0.333333333333333"]}
    wrong = [(p.code, p.line, p.column) for p in judging.check(found, DAY) if p.file == XLSX]
    assert wrong == [("money-decimals", 3, 4)]


def test_formulas_errors_percentages_and_merged_amounts() -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    for row in (
        ("project", "line", "month", "amount"),
        ("sale", "B1", "2026-10", "=1+1"),
        ("sale", "B1", "2026-10", "#REF!"),
        ("sale", "B1", "2026-10", 0.5),
        ("sale", "B1", "2026-10", 30),
        ("sale", "B2", "2026-10", None),
        ("gift", "B1", "2026-10", 7),
        (None, None, "2026-11", 8),
    ):
        sheet.append(row)
    sheet["D4"].number_format = "0%"
    sheet.merge_cells("D5:D6")
    sheet.merge_cells("A7:A8")
    sheet.merge_cells("B7:B8")
    sheet.row_dimensions[8].hidden = True
    saved = io.BytesIO()
    made.save(saved)
    found = read(saved.getvalue(), XLSX)
    assert spent(found) == {"sale/B1": ["10-01 30"], "gift/B1": ["10-01 7", "11-01 8"]}
    assert [line.split(": ")[0] for line in said(found)] == [
        "2:4 error cell-error",
        "3:4 error cell-error",
        "4:4 error not-an-amount",
        "6:4 error merged-amount",
        "8:1 warning hidden-rows",
    ]


def test_a_hidden_sheet_is_not_read() -> None:
    made = openpyxl.load_workbook(io.BytesIO(book([("project", "line", "month", "amount")], [("x",)])))
    made["S1"].append(("project", "line", "month", "amount"))
    made["S1"].sheet_state = "hidden"
    saved = io.BytesIO()
    made.save(saved)
    assert [line.split(": ")[0] for line in said(read(saved.getvalue(), XLSX))] == ["1:1 info left-out-sheet"]


@pytest.mark.parametrize(
    "content", [b"", b"\0", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xfe\xff", b'"' * 9, b"," * 5000]
)
@pytest.mark.parametrize("name", [CSV, XLSX])
def test_a_file_that_is_none_is_one_finding_and_the_projects_are_read(name: str, content: bytes) -> None:
    found = read(content, name)
    assert [p.severity for p in found.problems if p.file == name] == ["error"]
    assert len(found.projects) == 2


# Sums: nothing is lost and nothing counted twice


PROJECTS = ["sale", "promo", "双十一大促", "gift", "GIFT", "nobody", "sale2"]
LINES = ["B1", "B2", "设计", "Gifts", "x"]
CENTS = st.integers(-(10**12), 10**12).map(lambda cents: Decimal(cents) / 100)
ROWS = st.lists(
    st.tuples(st.sampled_from(PROJECTS), st.sampled_from(LINES), st.integers(1, 12), CENTS), max_size=30
)


def as_csv(rows: list[tuple[str, str, int, Decimal]]) -> str:
    return "project,line,month,amount\n" + "".join(f"{p},{b},2026-{m:02},{a}\n" for p, b, m, a in rows)


def sums(found: Portfolio) -> dict[tuple[str, str, date], Decimal]:
    made: dict[tuple[str, str, date], Decimal] = {}
    for project in found.projects:
        for line in project.budget:
            for actual in line.actuals:
                key = (project.id, line.id, actual.date)
                made[key] = made.get(key, Decimal(0)) + actual.amount
    return made


@given(ROWS, st.randoms())
def test_the_order_of_the_rows_changes_no_amount_and_none_is_lost(
    rows: list[Any], draw: random.Random
) -> None:
    found = read(as_csv(rows))
    counted = sum(sums(found).values(), Decimal(0))
    left = sum((one.amount for one in found.unmatched), Decimal(0))
    assert counted + left == sum((amount for *_, amount in rows), Decimal(0))
    assert sum(one.rows for one in found.unmatched) + sum(
        len(line.actuals) for project in found.projects for line in project.budget
    ) == len(rows)
    shuffled = [*rows]
    draw.shuffle(shuffled)
    again = read(as_csv(shuffled))
    assert sums(again) == sums(found)
    assert set(again.unmatched) == set(found.unmatched)


@given(ROWS)
@settings(deadline=None)
def test_a_workbook_says_the_same_as_csv(rows: list[Any]) -> None:
    cells = [(p, b, f"2026-{m:02}", float(a)) for p, b, m, a in rows]
    one = read(book([("project", "line", "month", "amount"), *cells]), XLSX)
    other = read(as_csv(rows))
    assert sums(one) == sums(other)
    assert set(one.unmatched) == set(other.unmatched)


@given(st.lists(st.text(max_size=12), max_size=12), st.text(max_size=20))
def test_no_header_raises(cells: list[str], name: str) -> None:
    columns([Row(1, tuple(cells)), Row(2, tuple(reversed(cells)))], name)


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_no_cell_raises(name: str, when: str, amount: str) -> None:
    cells = [text.replace('"', "") for text in (name, when, amount)]
    read('project,line,month,amount\n"{}",B1,"{}","{}"\n'.format(*cells))


# The same for what is kept, and for a commit


def folder(root: Path, sheet: str = LONG) -> Path:
    for name, text in (("sale.yaml", SALE), ("gift.yaml", GIFT), ("data/actuals.csv", sheet)):
        file = root / "projects" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


def found(root: Path) -> tuple[Any, ...]:
    return check.findings(check.opened(root), DAY)


class Counted:
    """How often projects are read in a check."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.names: list[str] = []
        really = portfolio.read_project

        def reading(files: Any, *more: Any) -> Any:
            self.names.append(files.id)
            return really(files, *more)

        monkeypatch.setattr(portfolio, "read_project", reading)

    def taken(self) -> list[str]:
        taken, self.names = sorted(self.names), []
        return taken


WRONG = LONG + "sale,B1,2026-11,-200,\nsale,B9,2026-10,5,\ngift,B1,2026-12,3,\n"


def test_what_is_kept_says_the_same(tmp_path: Path) -> None:
    root = folder(tmp_path, WRONG)
    cold, warm = found(root), found(root)
    assert cold == warm == check.read(root).findings(DAY) == judging.findings(portfolio.read(root), DAY)
    assert {p.code for p in cold if p.file == CSV} == {
        "repeated-spending",
        "spending-without-line",
        "actual-in-future",
    }


def test_only_the_projects_whose_rows_change_are_judged_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = WRONG.replace("gift,B1,2026-12", "gift,B9,2026-10")
    root = folder(tmp_path, wrong)
    reads = Counted(monkeypatch)
    found(root)
    assert reads.taken() == ["gift", "sale"]
    found(root)
    assert reads.taken() == []
    folder(root, wrong.replace("gift,B1,2026-10,60", "gift,B1,2026-10,61"))
    found(root)
    assert reads.taken() == ["gift"]
    head, *rows = wrong.splitlines(keepends=True)
    folder(root, head + "gift,B1,2026-09,1,\n" + "".join(rows))
    moved = found(root)
    assert reads.taken() == ["gift"]
    assert moved == check.read(root).findings(DAY)
    assert [(p.code, p.line) for p in moved if p.file == CSV] == [
        ("repeated-spending", 6),
        ("spending-without-line", 7),
        ("spending-without-line", 8),
    ]
    reads.taken()
    folder(root, head + "nobody,B1,2026-09,1,\n" + "".join(rows))
    found(root)
    assert reads.taken() == []


def test_a_new_project_may_take_rows_from_another(tmp_path: Path) -> None:
    root = folder(tmp_path, "project,line,month,amount\nSingles Day,B1,2026-10,5\n")
    assert [p.code for p in found(root) if p.file == CSV] == []
    (root / "projects" / "other.yaml").write_text(
        GIFT.replace("Member gift", "Singles Day"), encoding="utf-8"
    )
    assert [p.code for p in found(root) if p.file == CSV] == ["ambiguous-spending"]
    read = check.read(root)
    assert spent(read.portfolio) == {}
    assert read.findings(DAY) == found(root)
    (root / "projects" / "third.yaml").write_text(
        GIFT.replace("title: Member gift", "id: Singles-Day\naliases: [Singles Day]\ntitle: x"),
        encoding="utf-8",
    )
    assert found(root) == check.read(root).findings(DAY)


@pytest.mark.parametrize(
    "forged", [b"", b"[]", b"{}", b'["a", ["b"], 5]', b'["sale", "gift", "x"]', b"\xff", b"[" * 9999]
)
def test_forged_names_are_not_believed(
    tmp_path: Path, forged: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = folder(tmp_path, WRONG)
    right = found(root)
    really = Store.get

    def get(self: Store, key: bytes) -> bytes | None:
        kept = really(self, key)
        return forged if kept is not None and kept.startswith(b"[") else kept

    monkeypatch.setattr(Store, "get", get)
    assert found(root) == right


@pytest.mark.parametrize("row", [b"99,", b"0,", b"-1,", b'"1",'])
def test_forged_rows_are_not_believed(tmp_path: Path, row: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    root = folder(tmp_path, WRONG)
    right = found(root)
    really = Store.get

    def get(self: Store, key: bytes) -> bytes | None:
        kept = really(self, key)
        return kept and re.sub(rb'(actuals.csv", )[0-9]+,', rb"\g<1>" + row, kept)

    monkeypatch.setattr(Store, "get", get)
    assert found(root) == right


def brought(repository: Repository) -> list[tuple[str, str, int]]:
    options = ("check", "--as-of", "2026-11-22", "--changed-since=main", "--format", "json")
    result = CliRunner().invoke(opsgen, ["-C", str(repository.path), *options])
    return [(f["file"], f["code"], f["line"]) for f in json.loads(result.output)["findings"]]


@pytest.mark.parametrize("name", [CSV, XLSX])
def test_what_a_change_of_the_sheet_or_of_a_project_brings(tmp_path: Path, name: str) -> None:
    """The sheet of the commit before is read as that of today is, workbooks and large ones too."""
    head = ("project", "line", "month", "amount")
    rows = [("sale", "B1", "2026-10", n, "invoice" * 20) for n in range(12_000)]

    def sheet(*more: tuple[str, str, str, int]) -> bytes | str:
        if name == XLSX:
            return book([head, *more, *rows[:50]])
        return "".join(",".join(map(str, row)) + "\n" for row in (head, *more, *rows))

    repository = Repository(tmp_path)
    repository.write(name, sheet())
    repository.commit(sale=SALE, gift=GIFT)
    repository.git("switch", "-q", "-c", "proposal")
    assert brought(repository) == []
    repository.write(name, sheet(("gift", "B7", "2026-10", 5)))
    assert brought(repository) == [(name, "spending-without-line", 2)]
    repository.git("checkout", "-q", "--", ".")
    repository.write("projects/sale.yaml", SALE.replace("id: B1", "id: B5").replace("800万", "1万"))
    assert [(file, code) for file, code, _ in brought(repository) if file == name] == [
        (name, "spending-without-line")
    ]


def test_settling_gives_each_row_to_one_project_or_to_none() -> None:
    register = Register([Called("a", frozenset({"x", "b"})), Called("b", frozenset({"x"})), Called("c")])
    assert register.meant(("B",)) == {1}
    assert register.meant(("x",)) == {0, 1}
    assert register.meant(("9", "c")) == {2}
    assert register.meant(("x", "b")) == {1}
    assert register.meant(("a", "c")) == {0, 2}
    assert register.meant(()) == frozenset()
    assert settle(Spending(), [Called("a")]).names == ((),)


# Who sees what


def test_no_edition_tells_of_projects_it_does_not_show() -> None:
    secret = SALE.replace(
        "code: XM-11", "confidentiality: restricted\nalso_called: [Hush sale]\ncode: XM-11"
    ).replace("设计", "Secret design")
    rows = (
        "project,line,month,amount\nsale,B7,2026-10,5\nslae,B1,2026-10,6\nsale,B2,2026-10,7\nsale,B2,2026-10,7\n"
        "gift,B9,2026-10,1\ngift,B1,2026-10,Singles Day\nsale,B1,2026-10,#REF!\n"
    )
    read_all = assembled(
        {"projects/sale.yaml": secret.encode(), "projects/gift.yaml": GIFT.encode(), CSV: rows.encode()}
    )
    problems = judging.findings(read_all, DAY)
    seen = {
        audience: edition(
            read_all, as_of=DAY, provenance=Provenance(), lang="en", audience=audience, problems=problems
        )
        for audience in ("public", "internal", "board")
    }
    assert [p.line for p in seen["internal"].problems if p.file == CSV] == [6, 8]
    assert {p.line for p in seen["board"].problems if p.file == CSV} == {2, 3, 5, 6, 7, 8}
    assert [one.project for one in seen["internal"].portfolio.unmatched] == ["gift"]
    assert [one.project for one in seen["board"].portfolio.unmatched] == ["", "gift", "sale"]
    assert seen["public"].portfolio.unmatched == ()
    assert seen["internal"].hides("hush  SALE")
    assert not seen["board"].hides("Hush sale")
    assert replace(read_all, unmatched=()).unmatched == ()
