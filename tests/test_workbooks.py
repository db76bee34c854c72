"""Workbooks as input: what cells show, and everything that can be wrong with such a file."""

from __future__ import annotations

import io
import random
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from opsgen.tables import archive, read_workbook, workbook
from opsgen.words import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from opsgen.tables import Book

FILE = "projects/data/actuals.xlsx"
MOST = 1 << 24


def made(fill: Callable[[Any], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def of_rows(*rows: tuple[Any, ...]) -> bytes:
    def fill(book: Any) -> None:
        for row in rows:
            book.active.append(row)

    return made(fill)


def read(content: bytes) -> Book:
    return read_workbook(FILE, content, MOST)


def cells(content: bytes) -> list[tuple[str, ...]]:
    found = read(content)
    assert found.problems == ()
    return [row.cells for sheet in found.sheets for row in sheet.rows]


def refused(content: bytes) -> tuple[str, str]:
    found = read(content)
    assert found.sheets == ()
    (problem,) = found.problems
    assert (problem.file, problem.severity) == (FILE, "error")
    for lang in ("zh", "en"):
        assert words(lang).say(problem.message)
    return problem.code, words("en").say(problem.message)


def with_parts(content: bytes, **changed: bytes | None) -> bytes:
    """The archive with parts exchanged, `xl__workbook_xml` for `xl/workbook.xml`; left out with None."""
    parts = {name.replace("__", "/").replace("_xml", ".xml"): text for name, text in changed.items()}
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        given = {name: old.read(name) for name in old.namelist()} | parts
    return packed({name: text for name, text in given.items() if text is not None})


def packed(parts: dict[str, bytes | None], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", how) as new:
        for name, text in parts.items():
            new.writestr(name, text or b"")
    return saved.getvalue()


SHEET = "xl__worksheets__sheet1_xml"
HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"


def by_hand(rows: bytes, behind: bytes = b"") -> bytes:
    sheet = HEAD + rows + b"</sheetData>" + behind + b"</worksheet>"
    return with_parts(of_rows(("x",)), **{SHEET: sheet})


def test_values_are_what_the_cells_show() -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet.append(
            ["双十一", 1200.5, 0.1 + 0.2, 12_000_000, True, date(2026, 10, 31), datetime(2026, 10, 1, 8)]
        )
        sheet.append([0.12, 1234.5, 99, 46326, -3, "文本 ", "1,200"])
        sheet["A2"].number_format = "0.0%"
        sheet["B2"].number_format = "[$$-409]#,##0.00;[RED]-[$$-409]#,##0.00"
        sheet["C2"].number_format = '"¥"#,##0.00'
        sheet["D2"].number_format = "yyyy年m月"
        sheet["E2"].number_format = '_-"€"* #,##0.00'

    assert cells(made(fill)) == [
        ("双十一", "1200.5", "0.3", "12000000", "TRUE", "2026-10-31", "2026-10-01"),
        ("12%", "$1234.5", "99", "2026-10-31", "€-3", "文本", "1,200"),
    ]


def test_places_and_names_of_cells() -> None:
    def fill(book: Any) -> None:
        book.active["AB7"] = "x"
        book.create_sheet("十月")["B2"] = "y"

    first, second = read(made(fill)).sheets
    place = first.rows[0].place(FILE, 27)
    assert (place.line, place.column, place.cell) == (7, 28, "Sheet!AB7")
    assert second.rows[0].place(FILE, 1).cell == "十月!B2"
    alone = read(of_rows(("x",))).sheets[0].rows[0].place(FILE, 0)
    assert alone.cell == "A1"


def test_formulas_show_their_kept_result_or_themselves() -> None:
    rows = (
        b'<row r="1"><c r="A1"><f>1+2</f><v>3</v></c><c r="B1"><f>SUM(A1:A9)</f></c>'
        b'<c r="C1" t="e"><f>X1</f><v>#REF!</v></c><c r="D1" t="str"><f>A1&amp;""</f><v>ab</v></c></row>'
    )
    (row,) = read(by_hand(rows)).sheets[0].rows
    assert row.cells == ("3", "=SUM(A1:A9)", "#REF!", "ab")
    assert row.computed == frozenset({0, 1, 2, 3})


def test_merged_cells_fill_the_rows_below() -> None:
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>%d</v></c><c r="C%d"><v>1</v></c></row>' % (n, n, n, n) for n in (2, 3, 5)
    )
    merged = b'<mergeCells count="1"><mergeCell ref="A2:B4"/></mergeCells>'
    first, second, third = read(by_hand(rows, merged)).sheets[0].rows
    assert (first.cells, second.cells, third.cells) == (("2", "", "1"), ("2", "", "1"), ("5", "", "1"))
    assert (first.continued, second.continued, third.continued) == (set(), {0, 1}, set())


def test_hidden_rows_and_sheets_are_told() -> None:
    def fill(book: Any) -> None:
        for n in range(3):
            book.active.append([n])
        book.active.row_dimensions[2].hidden = True
        book.create_sheet("old").append([1])
        book["old"].sheet_state = "veryHidden"

    first, second = read(made(fill)).sheets
    assert (first.hidden, first.hidden_lines, second.hidden) == (False, {2}, True)


def test_days_counted_from_1904() -> None:
    def fill(book: Any) -> None:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        book.active.append([date(2026, 10, 31)])

    assert cells(made(fill)) == [("2026-10-31",)]


def test_texts_set_in_several_ways_and_escaped() -> None:
    rows = (
        b'<row><c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r><rPh><t>no</t></rPh></is></c>'
        b'<c t="inlineStr"><is><t>x_x000D_y</t></is></c></row>'
    )
    assert cells(by_hand(rows)) == [("ab", "x\ry")]


@pytest.mark.parametrize("text", ["1E+400", "NaN", "Infinity", "-1E-300", "12x", "9" * 400, "1E9999999999"])
def test_odd_numbers_are_texts(text: str) -> None:
    (row,) = cells(by_hand(b"<row><c><v>%s</v></c></row>" % text.encode()))
    assert row == (text,)


# What is refused


def test_what_is_no_workbook() -> None:
    assert refused(b"")[0] == "empty-file"
    assert refused(b"project,line\n") == ("unreadable-workbook", "this is a text file, not a workbook")
    assert refused(b"%PDF-1.7 \x00\xff")[1] == "this is no workbook, or a damaged one"
    assert refused(b"\x00\x01\x02\xff")[1] == "this is no workbook, or a damaged one"
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert refused(old)[1] == "this is a workbook of an old version of Excel"
    locked = old + "EncryptedPackage".encode("utf-16-le")
    assert refused(locked)[1] == "the workbook is protected by a password"
    assert refused(packed({"content.xml": b"<x/>", "mimetype": b"x"}))[1] == "this is no workbook of Excel"


def test_macros_are_refused() -> None:
    parts = packed({"xl/workbook.xml": b"<x/>", "xl/vbaProject.bin": b"x"})
    assert refused(parts)[1] == "the workbook holds macros, which are programs"


def test_archives_with_a_password_are_refused() -> None:
    content = bytearray(of_rows((1,)))
    at = content.rindex(b"PK\x01\x02")
    content[at + 8] |= 1
    assert refused(bytes(content))[1] == "the workbook is protected by a password"


def test_what_grows_when_it_is_unpacked_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = with_parts(of_rows((1,)), xl__media__a=bytes(archive.MAX_UNPACKED))
    assert len(bomb) < 1 << 20
    monkeypatch.setattr(workbook, "_Archive", None)
    assert refused(bomb)[0] == "file-too-large"
    many = packed({f"xl/{n}": b"" for n in range(archive.MAX_MEMBERS + 1)})
    assert refused(many)[0] == "file-too-large"
    assert read_workbook(FILE, bytes(100), 99).problems[0].code == "file-too-large"


def test_ways_to_pack_without_a_bound_are_refused() -> None:
    parts: dict[str, bytes | None] = {"xl/workbook.xml": bytes(1 << 20)}
    for how in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        assert refused(packed(parts, how))[1] == "the workbook is damaged"


@pytest.mark.parametrize(
    "part",
    ["xl__workbook_xml", "xl___rels__workbook_xml.rels", "_rels__.rels", SHEET],
)
@pytest.mark.parametrize(
    "text", [None, b"", b"<", b"<a><b></a>", b"\xff\xfe", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>']
)
def test_parts_that_are_missing_or_damaged(part: str, text: bytes | None) -> None:
    assert refused(with_parts(of_rows((1,)), **{part: text}))[0] == "unreadable-workbook"


def test_entities_open_no_file(tmp_path: Any) -> None:
    secret = tmp_path / "secret"
    secret.write_text("42")
    outside = b'<!DOCTYPE a [<!ENTITY x SYSTEM "%s">]>' % secret.as_uri().encode()
    laughs = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    for head in (outside, laughs):
        sheet = head + HEAD + b"<row><c><v>&x;&b;</v></c></row>" + TAIL
        assert refused(with_parts(of_rows((1,)), **{SHEET: sheet}))[0] == "unreadable-workbook"


def test_no_part_outside_the_archive_is_read() -> None:
    rels = (
        b'<Relationships xmlns="x"><Relationship Id="rId1" Type="a/worksheet"'
        b' Target="../../../../etc/passwd"/></Relationships>'
    )
    name = "xl/_rels/workbook.xml.rels"
    with zipfile.ZipFile(io.BytesIO(of_rows((1,)))) as old:
        parts: dict[str, bytes | None] = {n: old.read(n) for n in old.namelist()}
    assert refused(packed(parts | {name: rels}))[0] == "unreadable-workbook"


def test_bounds_of_rows_columns_sheets_and_merging(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 3)
    assert refused(of_rows((1,), (2,), (3,), (4,)))[0] == "list-too-long"
    assert refused(by_hand(b'<row><c r="ALM1"><v>1</v></c></row>'))[0] == "list-too-long"

    def sheets(book: Any) -> None:
        for n in range(workbook.MAX_SHEETS):
            book.create_sheet(str(n))

    assert refused(made(sheets))[0] == "list-too-long"
    monkeypatch.setattr(workbook, "_MAX_FILLED", 5)
    merged = b"<mergeCells><mergeCell ref='A1:ALL3'/></mergeCells>"
    assert refused(by_hand(b"<row><c><v>1</v></c></row>" * 3, merged))[0] == "list-too-long"


def test_long_cells_are_cut() -> None:
    ((cell,),) = cells(of_rows(("长" * 30_000,)))
    assert len(cell) == workbook._MAX_LETTERS


def test_what_is_nested_or_filled_as_no_program_does_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = b"<x>" * 100 + b"</x>" * 100
    assert refused(by_hand(deep))[0] == "unreadable-workbook"
    monkeypatch.setattr(archive, "_MAX_INSIDE", 50)
    assert refused(by_hand(b"<row>" + b"<c/>" * 100 + b"</row>"))[0] == "unreadable-workbook"


def test_a_row_that_is_there_twice_is_damage() -> None:
    assert refused(by_hand(b'<row r="2"><c><v>1</v></c></row>' * 2))[0] == "unreadable-workbook"
    assert refused(by_hand(b'<row r="0"><c><v>1</v></c></row>'))[0] == "unreadable-workbook"


def test_an_empty_workbook() -> None:
    assert refused(of_rows())[0] == "empty-file"


def test_parts_with_other_names_and_the_strict_form() -> None:
    rows = (
        b'<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData>'
        b'<x:row r="1"><x:c r="B1"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    assert cells(with_parts(of_rows((1,)), **{SHEET: rows})) == [("", "7")]


def mutated(content: bytes, seed: int) -> bytes:
    """The workbook with some bytes of it, or of one of its parts, exchanged, cut out or doubled."""
    draw = random.Random(seed)
    if draw.random() < 0.3:
        return damaged(content, draw)
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts: dict[str, bytes | None] = {name: old.read(name) for name in old.namelist()}
    name = draw.choice(sorted(parts))
    parts[name] = damaged(parts[name] or b"", draw)
    return packed(parts)


PIECES = (
    b"<",
    b">",
    b'"',
    b"&",
    b"-1",
    b"99999999999",
    b"1e999",
    b"A1:XFD1048576",
    b"\0",
    b"\xff",
    b"s",
    b"NaN",
    b"",
)


def damaged(content: bytes, draw: random.Random) -> bytes:
    for _ in range(draw.randint(1, 4)):
        at = draw.randrange(len(content) + 1)
        end = min(len(content), at + draw.choice((0, 1, 2, 8, 200)))
        content = content[:at] + draw.choice((*PIECES, content[at:end] * 2)) + content[end:]
    return content


@pytest.fixture(scope="module")
def rich() -> bytes:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet.append(["2026年支出", None, None])
        sheet.append(["项目", "科目", "月份", "金额"])
        sheet.append(["双十一", "投放", date(2026, 10, 1), 1200.5])
        sheet.append([None, None, "2026-11", "=SUM(D3)"])
        sheet["D3"].number_format = "0.00%"
        sheet.merge_cells("A3:A4")
        book.create_sheet("二").append(["x", 0.1])

    return made(fill)


@pytest.mark.parametrize("block", range(10))
def test_whatever_the_bytes_there_is_an_answer(rich: bytes, block: int) -> None:
    """No exception, no warning; either sheets or one finding, and the same again."""
    for seed in range(block * 60, block * 60 + 60):
        content = mutated(rich, seed)
        found = read(content)
        assert bool(found.sheets) != bool(found.problems)
        assert found == read(content)
        for sheet in found.sheets:
            for row in sheet.rows:
                assert row.line > 0
                assert all(len(cell) <= workbook._MAX_LETTERS for cell in row.cells)
