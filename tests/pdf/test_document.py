"""What a printed handout carries: our fonts, tags, names, dates, its source; the same bytes anywhere."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pikepdf
import pytest
from written import assembled

from opsgen.pdf import faces
from opsgen.pdf.jobs import Handout, print_all
from opsgen.rules.characters import told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CSS = 'html { font-family: "Opsgen Sans Zh", "Opsgen Sans", "Opsgen Sans SC" }'
HTML = """<!doctype html><html lang="zh"><head><title>x</title>
<link rel="attachment" href="file:///etc/passwd"></head><body><h1>双十一大促</h1>
<p>目标1.2亿元，<b>推迟</b> <i>Latin</i> <span style="font-weight:600">half</span></p>
<table><thead><tr><th scope="col">里程碑</th></tr></thead>
<tbody><tr><th scope="row">压测</th></tr></tbody></table>
<ul><li>压测<ul><li>两轮</li></ul></li><li>上线</li></ul>
<svg width="9" height="9"><title>a dot</title><circle r="4"/></svg></body></html>"""
SOURCE = b"title: \xe5\x8f\x8c\xe5\x8d\x81\xe4\xb8\x80\n"


def handout(path: str = "a.pdf", html: str = HTML) -> Handout:
    return Handout(
        path,
        "one-pager",
        "projects/x.yaml",
        lambda _: html,
        CSS,
        "双十一 <大促> & 1",
        "zh",
        author="王芳",
        made=datetime(2026, 11, 20, 18, 30, tzinfo=UTC),
        attached={"x.yaml": SOURCE},
    )


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    (outcome,) = print_all([handout()], tmp_path_factory.mktemp("pdf"))
    assert outcome.file is not None, outcome.problems
    assert outcome.problems == ()
    return outcome.file


@pytest.fixture
def pdf(file: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(file) as opened:
        yield opened


def test_fonts_are_ours_and_embedded(pdf: pikepdf.Pdf) -> None:
    fonts = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/FontFile2" in item]
    names = {str(font.FontName).split("+")[1].replace("-", " ") for font in fonts}
    assert len(fonts) >= 4
    for name in names:
        assert any(name.startswith(family) for family in faces.FAMILIES), name
    descriptors = [
        item
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
    ]
    assert len(descriptors) == len(fonts)


def test_tagged_with_language_and_title(pdf: pikepdf.Pdf) -> None:
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "zh"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    tags = {
        str(item.S)
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem"
    }
    assert {"/H1", "/P", "/Table", "/TH", "/Figure"} <= tags


def test_metadata_and_marks_of_both_standards(pdf: pikepdf.Pdf) -> None:
    assert str(pdf.docinfo["/Title"]) == "双十一 <大促> & 1"
    assert str(pdf.docinfo["/Author"]) == "王芳"
    assert str(pdf.docinfo["/CreationDate"]) == "D:20261120183000Z"
    with pdf.open_metadata() as metadata:
        assert metadata.pdfa_status == "3A"
        assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
        assert metadata["dc:title"] == "双十一 <大促> & 1"


def test_the_source_lies_inside_and_nothing_else(pdf: pikepdf.Pdf) -> None:
    assert list(pdf.attachments) == ["x.yaml"]
    attached = pdf.attachments["x.yaml"]
    assert attached.get_file().read_bytes() == SOURCE
    assert attached.get_file().creation_date == datetime(2026, 11, 20, 18, 30, tzinfo=UTC)


def test_same_bytes_anywhere(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("TZ", "Pacific/Chatham"), ("LC_ALL", "tr_TR.UTF-8"), ("PYTHONHASHSEED", "7")):
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    another = handout("first.pdf", "<html lang=en><p>夢 other glyphs first")
    outcomes = print_all([another, handout()], tmp_path, workers=1)
    assert outcomes[1].file is not None
    assert outcomes[1].file.read_bytes() == file.read_bytes()


def test_lists_are_tagged_as_both_standards_want(pdf: pikepdf.Pdf) -> None:
    allowed = {"/L": {"/LI", "/L", "/Caption"}, "/LI": {"/Lbl", "/LBody"}}
    elements = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item]
    lists = [item for item in elements if str(item.S) in allowed and "/K" in item]
    assert lists
    for item in lists:
        children = [kid for kid in item.K if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
        assert {str(kid.S) for kid in children} <= allowed[str(item.S)]


def test_a_character_without_glyph_is_named_and_stood_in_for(tmp_path: Path) -> None:
    (outcome,) = print_all([handout("a.pdf", "<html lang=en><p>party 🎉")], tmp_path)
    assert outcome.file is not None
    (problem,) = outcome.problems
    assert (problem.code, problem.severity, problem.file) == ("missing-glyph", "warning", "projects/x.yaml")
    assert dict(problem.message.params)["characters"] == "🎉 (U+1F389)"
    with pikepdf.open(outcome.file) as pdf:
        maps = [item.ToUnicode.read_bytes() for item in pdf.objects if _is(item, "/ToUnicode")]
    assert any(b"3013" in item for item in maps)  # 〓


def test_what_check_tells_of_is_not_told_again(tmp_path: Path) -> None:
    html = "<html lang=en><p>party 🎉🎁"
    (outcome,) = print_all([handout("a.pdf", html)], tmp_path, told=frozenset("🎉"))
    (problem,) = outcome.problems
    assert dict(problem.message.params)["characters"] == "🎁 (U+1F381)"
    assert told(assembled({"projects/a.yaml": "title: A 🎉\nowner: B\nlifecycle: proposed\n".encode()})) == {
        "🎉"
    }


def test_what_was_replaced_in_the_data_is_not_told_again(tmp_path: Path) -> None:
    (outcome,) = print_all([handout("a.pdf", "<html lang=en><p>a\ufffdb")], tmp_path)
    assert outcome.problems == ()


def _is(item: object, key: str) -> bool:
    return isinstance(item, pikepdf.Dictionary) and key in item
