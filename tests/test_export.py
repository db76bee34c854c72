"""Registers as CSV files: every row, values as machines read them, nothing that a spreadsheet runs."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsgen.export import sheet
from opsgen.export.sheet import harmless
from opsgen.history import Provenance
from opsgen.portfolio import Portfolio, read
from opsgen.views import Audience, Page, edition, pages
from opsgen.views.page import data_path
from opsgen.views.registers.table import MOST_ROWS, Column, Number, ProjectCell, Row, Table
from opsgen.words import Text, message
from tests.sample_site import PAYLOADS

DATA = Path(__file__).parent / "data"
COLUMNS = (Column(message("Risk")), Column(message("Owner"), "name"))


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def only(cell: object, column: Column | None = None, lang: str = "en") -> tuple[str, str]:
    """Heading and cell of a table of one row."""
    row = Row("R1", Text("x"), "projects/a.md", "R1", "", (cell,), "a")
    heads, cells = rows_of(sheet(Table((COLUMNS[0], column or COLUMNS[1]), (row,)), lang))
    return heads[-1], cells[-1]


def registers(portfolio: Portfolio, lang: str = "en", audience: Audience = "internal") -> dict[str, Page]:
    of = edition(portfolio, as_of=date(2026, 11, 22), provenance=Provenance(), lang=lang, audience=audience)
    return {page.path: page for page in pages(of) if page.table}


@pytest.fixture(scope="module")
def complete() -> Portfolio:
    return read(DATA / "complete")


def test_excel_reads_chinese_and_lines_end_as_the_standard_says() -> None:
    row = Row("R1", Text('短信, "拥堵"'), "projects/甲.md", "R1", "late", ("王芳",), "甲")
    content = sheet(Table(COLUMNS, (row,)), "zh")
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig") == (
        'project_id,item_id,风险,负责人\r\n甲,R1,"短信, ""拥堵""",王芳\r\n'
    )


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (None, ""),
        (date(2026, 10, 2), "2026-10-02"),
        (-7, "-7"),
        (1.5, "1.5"),
        (0.1 + 0.2, "0.3"),
        (-1e-9, "0"),
        (12345678901234.0, "12345678901234"),
        (Decimal("-1200.50"), "-1200.5"),
        (Number(-3.25, "−3.25 万元"), "-3.25"),
        (("late", message("Overdue")), "Overdue"),
        (Text(zh="甲", en="A"), "A"),
        (Text(zh="甲"), "甲"),
        (message("none yet"), "none yet"),
        (ProjectCell(Text("Sale"), "projects/sale.md"), "Sale"),
        ("two\nlines\tand a tab", "two lines and a tab"),
    ],
)
def test_values_stand_as_machines_read_them(cell: object, shown: str) -> None:
    assert only(cell)[1] == shown


def test_what_is_no_cell_is_a_mistake_of_ours() -> None:
    with pytest.raises(TypeError):
        only(object())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+86 10 1234", "'+86 10 1234"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+1", "'=1+1"),
        ("\r=1+1", "'=1+1"),
        (" \n =1+1", "'=1+1"),
        ("＝1+1", "'＝1+1"),
        ("a;=1+1", "a;'=1+1"),
        ("a; @b", "a; '@b"),
        ("1-2", "1-2"),
        ("a = b", "a = b"),
    ],
)
def test_no_text_of_an_author_is_a_formula(text: str, shown: str) -> None:
    assert harmless(text) == shown
    assert only(text)[1] == shown


@given(st.text())
def test_whatever_is_written_begins_no_formula_in_any_cell(text: str) -> None:
    row = Row(text, Text(text), "p.md", text, "", (text,), text)
    content = sheet(Table(COLUMNS, (row,)), "en")
    assert len(rows_of(content)) == 2, "one item is one line"
    for cell in rows_of(content)[1]:
        assert not re.search(r"(^|;)\s*[=+\-@\t\r]", cell)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payloads_are_text_of_one_line(payload: str) -> None:
    assert len(rows_of(sheet(Table(COLUMNS, (Row("", Text(payload), "p", "", "", ("",)),)), "zh"))) == 2


def test_headings_say_the_unit_and_figures_stay_on_the_page() -> None:
    assert only(37.5, Column(message("Attained"), "num", unit=message("%")))[0] == "Attained (%)"
    assert only(30, Column(message("Deviation"), "days"), "zh")[0] == "偏差（天）"
    assert only("<svg>", Column(message("Course"), "figure")) == ("Risk", "x")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_register_has_a_file_with_every_item(complete: Portfolio, lang: str) -> None:
    for path, page in registers(complete, lang).items():
        assert page.table is not None
        head, *rows = rows_of(sheet(page.table, lang))
        assert head[:2] == ["project_id", "item_id"]
        assert len(set(head)) == len(head), path
        assert len(rows) == len(page.table.rows)
        assert {len(row) for row in rows} == {len(head)}


def test_a_file_is_not_cut_where_its_page_is(complete: Portfolio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opsgen.views.registers.table.MOST_ROWS", 3)
    page = registers(complete)["milestones.md"]
    assert page.table is not None
    shown: Any = page.context["rows"]
    assert len(shown) == 3 < len(rows_of(sheet(page.table, "en"))) - 1
    assert MOST_ROWS > 3


def test_what_an_audience_may_not_see_stands_in_no_file(complete: Portfolio) -> None:
    def everything(audience: Audience) -> str:
        found = registers(complete, "zh", audience).values()
        return "".join(sheet(page.table, "zh").decode() for page in found if page.table)

    for audience in ("public", "internal"):
        hidden = [p for p in complete.projects if p.confidentiality not in {"public", audience}]
        assert hidden
        assert not [project.id for project in hidden if f"\n{project.id}," in everything(audience)]
    assert all(f"\n{p.id}," in everything("board") for p in complete.projects if p.milestones)


def test_amounts_are_numbers_with_their_currency(complete: Portfolio) -> None:
    table = registers(complete)["decisions.md"].table
    assert table is not None
    head, *rows = rows_of(sheet(table, "zh"))
    costs = [(row[head.index("金额")], row[head.index("币种")]) for row in rows]
    assert ("40000", "CNY") in costs
    assert all(bool(cost) == bool(currency) for cost, currency in costs)


def test_the_file_lies_beside_its_page() -> None:
    assert data_path("risks.md", "csv") == "risks.csv"
    assert data_path("status/2026-W47.md", "csv") == "status/2026-W47.csv"
