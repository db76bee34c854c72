"""Tables as workbooks and JSON: the values of the CSV file, typed; the same bytes; nothing that runs."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from opsgen.export import workbook as xlsx
from opsgen.export.data import register_json
from opsgen.export.grid import grid
from opsgen.export.imprint import Imprint
from opsgen.export.sheet import harmless, sheet
from opsgen.export.workbook import MOST_CHARACTERS, Leaf, sheet_names, workbook
from opsgen.schema.output import output_schema
from opsgen.views import states
from opsgen.views.page import Download
from opsgen.views.registers.table import Choice, Column, Missing, Number, ProjectCell, Row, Table
from opsgen.words import Text, message
from tests.sample_site import PAYLOADS

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

AS_OF = date(2026, 11, 22)
COLUMNS = (
    Column(message("Risk")),
    Column(message("Owner"), "name"),
    Column(message("Amount"), "num"),
    Column(message("Due"), "date"),
    Column(message("Deviation"), "days"),
    Column(message("Status"), "light"),
    Column(message("Adopted in"), "projects"),
)


def imprint(folder: str = "", lang: str = "en") -> Imprint:
    commit = "0123456789" * 4
    return Imprint("Portfolio", lang, "internal", AS_OF, commit, False, "commit 0123456789", folder, "1.0")


def row(*cells: object, title: str = "x", project: str = "a", item: str = "R1") -> Row:
    empty = (None,) * (len(COLUMNS) - 1 - len(cells))
    return Row(item, Text(title), "projects/a.md", item, "", (*cells, *empty), project)


def made(table: Table, of: Imprint | None = None, *, title: str = "Risks") -> bytes:
    of = of or imprint()
    return workbook(title, "risks.md", [Leaf(title, grid(table, of.lang))], of)


def opened(content: bytes) -> list[Worksheet]:
    return list(load_workbook(io.BytesIO(content)).worksheets)


def values(of: Worksheet) -> list[list[Any]]:
    return [[cell.value for cell in line] for line in of.iter_rows()]


def csv_rows(table: Table, lang: str = "en") -> list[list[str]]:
    return list(csv.reader(io.StringIO(sheet(table, lang).decode("utf-8-sig"), newline="")))


def as_json(table: Table, of: Imprint | None = None) -> dict[str, Any]:
    of = of or imprint()
    what = Download("", "Risks", "risks.md", "risks.csv", "risks.xlsx", "risks.json", table)
    found: dict[str, Any] = json.loads(register_json(what, grid(table, of.lang), of), parse_float=Decimal)
    Draft202012Validator(json.loads(output_schema("register"))).validate(
        json.loads(json.dumps(found, default=float))
    )
    return found


# ---- workbooks


def as_csv(value: Any) -> str:
    """A cell that was read back, as the CSV file has it."""
    match value:
        case None:
            return ""
        case datetime():
            return value.date().isoformat()
        case bool():
            raise AssertionError("no cell is true or false")
        case int() | float():
            digits = f"{value:.6f}".rstrip("0").rstrip(".")
            return "0" if digits == "-0" else digits
    return harmless(str(value))


TEXTS = (
    st.text(max_size=30)
    | st.sampled_from(PAYLOADS)
    | st.sampled_from(["=1+1", "-5", "+8", "@x", "'q", "007"])
)
NUMBERS = (
    st.integers(-(10**9), 10**9)
    | st.floats(-1e8, 1e8, allow_nan=False)
    | st.decimals(-(10**8), 10**8, places=2).map(lambda amount: Number(amount, "shown"))
)
PROJECTS = st.builds(ProjectCell, TEXTS.map(Text), st.just("projects/a.md"))
ROWS = st.builds(
    row,
    st.none() | TEXTS,
    st.none() | NUMBERS,
    st.none() | st.dates(date(1899, 1, 1), date(2200, 1, 1)),
    st.none() | st.integers(-900, 900),
    st.none() | st.sampled_from([*states.MILESTONE.values(), *states.BAND.values()]),
    st.none() | st.lists(PROJECTS, max_size=3).map(tuple),
    title=TEXTS,
    project=TEXTS,
    item=TEXTS,
)


@settings(deadline=None, max_examples=40)
@given(st.lists(ROWS, max_size=6).map(tuple), st.sampled_from(["", "https://example.org/site/"]))
def test_a_workbook_holds_what_the_csv_file_holds(rows: tuple[Row, ...], folder: str) -> None:
    table = Table(COLUMNS, rows)
    sheets = opened(made(table, imprint(folder)))
    read = [[as_csv(value) for value in line] for line in values(sheets[0])]
    nothing = [""] * (len(COLUMNS) + 2)
    assert read + [nothing] * (len(rows) + 1 - len(read)) == csv_rows(table), "empty rows at the end are none"
    for line in sheets[0].iter_rows():
        assert "f" not in {cell.data_type for cell in line}, "no cell is a formula"


def test_days_are_days_and_numbers_are_numbers() -> None:
    cells = (
        "王芳",
        Number(Decimal("-1200.50"), "−1,200.50"),
        date(2026, 10, 2),
        -7,
        ("late", message("Overdue")),
    )
    sheet_, about = opened(made(Table(COLUMNS, (row(*cells),))))
    head, first = sheet_.iter_rows(max_col=8)
    assert [cell.value for cell in head][:3] == ["project_id", "item_id", "Risk"]
    assert [cell.value for cell in first][3:] == ["王芳", -1200.5, datetime(2026, 10, 2), -7, "Overdue"]
    assert [cell.number_format for cell in first][4:7] == ["#,##0.0", "yyyy-mm-dd", "+0;-0;0"]
    assert (sheet_.freeze_panes, sheet_.auto_filter.ref) == ("A2", "A1:I2")
    assert about.title == "About this file"
    facts = {line[0].value: line[1].value for line in about.iter_rows()}
    assert facts["Data as of"] == datetime(2026, 11, 22)
    assert (facts["Made for"], facts["Version of the data"]) == ("The organisation", "commit 0123456789")


def test_what_begins_like_a_formula_is_text_also_for_who_edits_it() -> None:
    (listed, _) = opened(made(Table(COLUMNS, (row("=1+1", title="+86 10"), row("plain")))))
    dangerous, plain = (listed.cell(line, 4) for line in (2, 3))
    assert (dangerous.value, dangerous.data_type, dangerous.quotePrefix) == ("=1+1", "s", True)
    assert not plain.quotePrefix


def test_a_day_before_excel_counts_right_is_a_text() -> None:
    days = (date(1899, 12, 31), date(1900, 2, 28), date(1900, 3, 1))
    (listed, _) = opened(made(Table(COLUMNS, tuple(row(None, None, day) for day in days))))
    read = [line[5] for line in values(listed)[1:]]
    assert read == ["1899-12-31", "1900-02-28", datetime(1900, 3, 1)]


@pytest.mark.parametrize("text", ["x" * 40_000, "甲" * 40_000, "😀" * 20_000])
def test_a_text_that_is_too_long_for_a_cell_is_cut(text: str) -> None:
    (listed, _) = opened(made(Table(COLUMNS, (row(text),))))
    shown = str(listed.cell(2, 4).value)
    assert len(shown.encode("utf-16-le")) // 2 in (MOST_CHARACTERS, MOST_CHARACTERS - 1)
    assert shown.endswith("…")
    assert text.startswith(shown[:-1])


def test_rows_that_have_no_room_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert xlsx.MOST_ROWS == 2**20 - 1
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    listed, about = opened(made(Table(COLUMNS, tuple(row(item=f"R{n}") for n in range(5)))))
    assert listed.max_row == 4
    assert "2 rows had no room on the sheet “Risks”; the CSV file has them." in str(values(about))


def test_titles_lead_to_their_items_where_the_site_has_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    table = Table(COLUMNS, (row(item="风险 1"), row(item="R2")))
    (bare, _) = opened(made(table))
    assert bare.cell(2, 3).hyperlink is None
    (linked, about) = opened(made(table, imprint("https://example.org/en/")))
    link = linked.cell(2, 3).hyperlink
    assert link is not None
    target = f"{link.target}#{link.location}" if link.location else link.target
    assert target == "https://example.org/en/projects/a.html#%E9%A3%8E%E9%99%A9%201"
    assert ["Page", "https://example.org/en/risks.html"] in values(about)
    monkeypatch.setattr(xlsx, "MOST_LINKS", 1)
    (some, _) = opened(made(table, imprint("https://example.org/en/")))
    assert [some.cell(line, 3).hyperlink is None for line in (2, 3)] == [False, True]
    assert some.cell(3, 3).value == "x"


def test_the_same_table_is_the_same_file() -> None:
    table = Table(COLUMNS, (row("王芳", 5, AS_OF), row(title="=x")))
    content = made(table)
    assert content == made(table)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2026-11-22T00:00:00Z"}


def test_columns_are_as_wide_as_what_stands_in_them() -> None:
    table = Table(COLUMNS, (row("王" * 20, title="w" * 20, item="x" * 300),))
    (listed, _) = opened(made(table))
    wide = {name: listed.column_dimensions[name].width for name in "BCD"}
    assert wide["D"] > 1.8 * wide["C"] > 36, "a Chinese character takes the room of two letters"
    assert wide["B"] < 80


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.text(max_size=50) | st.sampled_from(["History", "a/b", "A B", "a b", "'q'", "", "项" * 40]),
        max_size=8,
    )
)
def test_names_of_sheets_are_names_that_excel_takes(wanted: list[str]) -> None:
    names = sheet_names(wanted)
    assert len({name.casefold() for name in names}) == len(wanted)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not re.search(r"[\[\]:*?/\\\x00-\x1f]|^'|'$", name)
        assert name.casefold() != "history"


# ---- JSON


def test_a_row_of_json_has_ids_a_link_and_typed_values() -> None:
    table = Table(
        (*COLUMNS, Column(message("Kind"), "name")),
        (
            Row(
                "R1",
                Text(zh="短信", en="SMS"),
                "projects/甲.md",
                "R1",
                "late",
                (
                    'Wang\n"Fang"',
                    Number(Decimal("12345678901234.56"), "12 trn"),
                    date(2026, 10, 2),
                    -7,
                    ("late", message("Overdue")),
                    (ProjectCell(Text("Sale"), "projects/sale.md"), ProjectCell(Text("and 2 more"), "")),
                    Choice("threat", "威胁"),
                ),
                "甲",
            ),
            row(),
        ),
    )  # fmt: skip
    found = as_json(Table(table.columns, table.rows[:1]), imprint(lang="zh"))
    assert found["columns"][2] == {"key": "amount", "title": "金额", "type": "number", "unit": None}
    assert found["columns"][4] == {"key": "deviation", "title": "偏差", "type": "days", "unit": "days"}
    assert found["rows"] == [
        {
            "project_id": "甲",
            "item_id": "R1",
            "link": "projects/%E7%94%B2.html#R1",
            "risk": "短信",
            "owner": 'Wang\n"Fang"',
            "amount": Decimal("12345678901234.56"),
            "due": "2026-10-02",
            "deviation": -7,
            "status": {"code": "overdue", "mark": "late", "word": "逾期"},
            "adopted_in": [
                {"title": "Sale", "link": "projects/sale.html"},
                {"title": "and 2 more", "link": None},
            ],
            "kind": {"code": "threat", "word": "威胁"},
        }
    ]


def test_what_nobody_wrote_is_null_in_files_and_a_word_on_the_page() -> None:
    table = Table((COLUMNS[0], COLUMNS[1]), (Row("R1", Text("x"), "p.md", "R1", "", (Missing("none yet"),)),))
    assert grid(table, "en").lines[0].values[-1] is None
    assert str(Missing("none yet")) == "none yet"


def test_what_is_not_known_is_null() -> None:
    table = Table(COLUMNS, (Row("", Text(), "", "", "", (None, float("nan"), None, None, None, None), ""),))
    (only,) = as_json(table)["rows"]
    assert set(only.values()) == {None}
    assert len(values(opened(made(table))[0])) == 1, "empty cells are not there"


def test_links_are_whole_where_the_site_has_an_address() -> None:
    found = as_json(Table(COLUMNS, (row(),)), imprint("https://example.org/en/"))
    assert found["$schema"] == "https://example.org/en/schemas/register.schema.json"
    assert found["rows"][0]["link"] == "https://example.org/en/projects/a.html#R1"


def test_links_of_a_file_in_a_folder_lead_up() -> None:
    of = imprint()
    assert of.link("projects/a.md", "", "projects/b.md") == "../projects/a.html"
    assert of.file("schemas/register.schema.json", "projects/b.md") == "../schemas/register.schema.json"


@settings(deadline=None, max_examples=40)
@given(st.lists(ROWS, max_size=4).map(tuple))
def test_json_says_the_numbers_of_the_csv_file(rows: tuple[Row, ...]) -> None:
    table = Table(COLUMNS, rows)
    for line, written in zip(as_json(table)["rows"], csv_rows(table)[1:], strict=True):
        amount = line["amount"]
        assert ("" if amount is None else f"{Decimal(amount):f}") == written[4]
        assert (line["due"] or "") == written[5]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payloads_are_values(payload: str) -> None:
    (only,) = as_json(Table(COLUMNS, (row(payload, title=payload, item=payload, project=payload),)))["rows"]
    assert isinstance(only["owner"], str | None)
