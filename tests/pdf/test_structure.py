"""Every kind of handout in both languages: its type, language, figures, tables, contents and bookmarks."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from look import look, unlike
from written import assembled

from opsgen.history import Provenance
from opsgen.pdf import faces
from opsgen.pdf.handouts import handouts
from opsgen.pdf.jobs import print_all
from opsgen.pdf.reading import text_of
from opsgen.render import Renderer
from opsgen.views import edition
from opsgen.views.handouts import KINDS
from opsgen.views.handouts.subjects import MOST_ROWS
from opsgen.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from opsgen.pdf.jobs import Handout

NAMES = tuple(kind.name for kind in KINDS)
LOOKS = Path(__file__).parent.parent / "golden" / "handouts"
DATA = Path(__file__).parent.parent / "data" / "handouts"
AS_OF = date(2026, 11, 8)
RISK = (
    "  - {{id: R{n}, title: {{en: Risk number {n}, zh: 第 {n} 项风险}}, probability: {p}, impact: 4,"
    " response: {{en: Watch, zh: 观察}}}}"
)


def written(name: str) -> str:
    return (DATA / f"{name}.yaml").read_text(encoding="utf-8")


def given(lang: str, names: tuple[str, ...] = NAMES, risks: int = 40, more: str = "") -> tuple[Handout, ...]:
    """The handouts of a portfolio of a whole project, one of ten lines, and a meeting."""
    rows = "\n".join(RISK.format(n=n, p=1 + n % 5) for n in range(1, risks + 1))
    files = {
        "portfolio": written("portfolio"),
        "gift": written("gift") + rows + more,
        "tiny": written("tiny"),
        "meetings/november": written("november"),
    }
    portfolio = assembled({f"projects/{name}.yaml": text.encode() for name, text in files.items()})
    assert [problem for problem in portfolio.problems if problem.severity == "error"] == []
    provenance = Provenance(commit="0123456789" * 4, date=datetime(2026, 11, 8, tzinfo=UTC))
    return handouts(Renderer(edition(portfolio, as_of=AS_OF, provenance=provenance, lang=lang)), names)


@pytest.fixture(scope="module", params=LANGUAGES)
def printed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Every handout in a language, by its name without the language."""
    outcomes = print_all(given(request.param), tmp_path_factory.mktemp(request.param))
    assert [outcome.problems for outcome in outcomes if outcome.problems] == []
    return {"lang": request.param} | {
        outcome.handout.path.removesuffix(f".{request.param}.pdf"): outcome.file
        for outcome in outcomes
        if outcome.file
    }


def files_of(printed: Mapping[str, Any]) -> dict[str, Path]:
    return {name: file for name, file in printed.items() if name != "lang"}


# --- what a file holds


def pages(file: Path) -> list[str]:
    """The text of each page, on one line."""
    return [" ".join(text.replace("\u2009", " ").split()) for text in text_of(file.read_bytes())]


def dictionaries(pdf: pikepdf.Pdf, key: str, value: str) -> Iterator[pikepdf.Dictionary]:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and str(item.get(key, "")) == value:
            yield item


def bookmarks(pdf: pikepdf.Pdf) -> list[tuple[str, int]]:
    """Every bookmark with the number of its page."""
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
    found: list[tuple[str, int]] = []

    def walk(items: list[pikepdf.OutlineItem]) -> None:
        for item in items:
            target = item.destination if item.destination is not None else item.action.D
            found.append((item.title.replace("\u2009", " "), numbers[target[0].objgen]))
            walk(item.children)

    with pdf.open_outline() as outline:
        walk(outline.root)
    return found


def contents(file: Path) -> list[tuple[str, int]]:
    """What the table of contents on the first page says, where it has one."""
    return [
        (title.strip(), int(number))
        for title, number in re.findall(r"(.+?)\s+(?:\.\s+){3,}(\d+)", text_of(file.read_bytes())[0])
    ]


# --- every kind


def test_there_is_one_of_every_project_kind(printed: Mapping[str, Path]) -> None:
    kinds = {name.rpartition(".")[2] if "." in name else name for name in files_of(printed)}
    assert {"one-pager", "portfolio-summary", "roadmap", "review", "risk-register", "lessons"} <= kinds
    assert "committee-pack.november" in printed
    assert {"gift.review", "tiny.review"} <= printed.keys()


def test_set_in_our_fonts_alone_all_inside(printed: Mapping[str, Path]) -> None:
    for name, file in files_of(printed).items():
        with pikepdf.open(file) as pdf:
            used = list(dictionaries(pdf, "/Type", "/FontDescriptor"))
            assert used, name
            names = {str(font.FontName).partition("+")[2].replace("-", " ") for font in used}
            families = {re.sub(r"( Semi)? Bold$", "", called) for called in names}
            assert families <= faces.FAMILIES, name
            assert all("/FontFile2" in font for font in used), name
            basic = {str(font.BaseFont) for font in dictionaries(pdf, "/Type", "/Font")}
            assert {font for font in basic if "+" not in font} == set(), name


def test_language_title_and_pages(printed: Mapping[str, Path]) -> None:
    for name, file in files_of(printed).items():
        with pikepdf.open(file) as pdf:
            assert str(pdf.Root.Lang) == printed["lang"], name
            assert pdf.Root.ViewerPreferences.DisplayDocTitle, name
            about = {"en": ("Member gift", "Tiny", "Retail", "Steering of November")}
            about["zh"] = ("会员礼包", "小项目", "零售项目", "十一月例会")
            assert str(pdf.docinfo["/Title"]).startswith(about[str(printed["lang"])]), name
        said = pages(file)
        assert all(f"{number} / {len(said)}" in text for number, text in enumerate(said, 1)), name
        assert all(text.strip() != f"{number} / {len(said)}" for number, text in enumerate(said, 1)), name


FINDINGS = {
    "en": ("Budget: 1 budget line. 1 exceeds its plan.", "New members: 3,000 on 1 Nov 2026, behind."),
    "zh": ("预算：共 1 个预算科目。1 个预计超预算。", "新增会员：2026年11月1日为 3,000，落后。"),
}


def test_figures_say_what_they_show(printed: Mapping[str, Path]) -> None:
    shown: set[str] = set()
    for name, file in files_of(printed).items():
        with pikepdf.open(file) as pdf:
            said = [str(figure.get("/Alt", "")) for figure in dictionaries(pdf, "/S", "/Figure")]
        shown |= {text for text in said if name == "gift.review"}
        assert all(re.search(r"[:：].{12}", text) for text in said), name  # its name, and then what it shows
    for finding in FINDINGS[str(printed["lang"])]:
        assert any(text.startswith(finding) for text in shown), finding


def test_tables_have_heads(printed: Mapping[str, Path]) -> None:
    for name, file in files_of(printed).items():
        with pikepdf.open(file) as pdf:
            heads = list(dictionaries(pdf, "/S", "/TH"))
            assert bool(heads) == any(dictionaries(pdf, "/S", "/Table")), name
            assert all("/A" in head for head in heads), name


def test_contents_and_bookmarks_lead_to_the_headings(printed: Mapping[str, Path]) -> None:
    for name, file in files_of(printed).items():
        with pikepdf.open(file) as pdf:
            marks = bookmarks(pdf)
        said = pages(file)
        assert marks, name
        for title, number in marks:
            assert " ".join(title.split()) in said[number - 1], (name, title)
        for title, number in contents(file):
            assert (title, number) in marks, (name, title)
    assert len(contents(printed["gift.review"])) >= 6


def test_heads_of_tables_come_again_on_each_page(printed: Mapping[str, Path]) -> None:
    said = pages(printed["risk-register"])
    assert len(said) > 1
    head = {"en": r"Risk Project Owner", "zh": r"风险 项目 负责人"}[str(printed["lang"])]
    with_rows = [text for text in said if re.search(r"R\d+ ", text)]
    assert len(with_rows) > 1
    assert all(re.search(head, text) for text in with_rows)
    for text in with_rows:
        assert len(re.findall(r"\bR\d+ ", text)) > 2  # neither the first nor the last row stands alone


# --- exact texts

SAYS = {
    "gift.review": (
        ("Member gift", "Owner Ann", "Decisions wanted", "Buy a second gateway", "Buy it now", "New members"),
        ("会员礼包", "负责人 Ann", "需决策事项", "加购第二通道", "立即采购", "新增会员"),
    ),
    "tiny.review": (("Tiny", "Owner Bo", "Done"), ("小项目", "负责人 Bo", "完成")),
    "committee-pack.november": (
        ("Steering of November", "Agenda", "The gateway", "The tiny one", "Member gift", "Tiny"),
        ("十一月例会", "议程", "通道", "小项目", "会员礼包"),
    ),
    "roadmap": (
        ("Roadmap", "1 of 2 projects is late beyond its tolerance", "Member gift", "Launch"),
        ("路线图", "2 个项目中有 1 个延期超出容差", "会员礼包", "上线"),
    ),
    "risk-register": (
        (
            "Risks",
            "Data as of 8 Nov 2026: 24 open threats are high or critical, of 40 risks.",
            "Risk number 4",
            "Watch",
        ),
        (
            "风险",
            "数据截至 2026年11月8日：共 40 个风险，24 个未关闭的威胁为高或极高。",
            "第 4 项风险",
            "观察",
        ),
    ),
    "lessons": (
        ("Lessons", "1 lesson from 1 project", "Ask early", "Two quotes at once"),
        ("经验教训库", "来自 1 个项目的 1 条经验教训", "尽早询价", "同时询两家"),
    ),
}


@pytest.mark.parametrize("name", SAYS)
def test_what_is_said(printed: Mapping[str, Path], name: str) -> None:
    text = " ".join(pages(printed[name]))
    assert [said for said in SAYS[name][printed["lang"] == "zh"] if said not in text] == []


def test_a_project_of_ten_lines_is_short(printed: Mapping[str, Path]) -> None:
    assert len(pages(printed["tiny.one-pager"])) == 1
    assert len(pages(printed["tiny.review"])) == 1
    with pikepdf.open(printed["tiny.review"]) as pdf:
        headings = [title for title, _ in bookmarks(pdf)]
    assert not {"Summary", "概述", "Risks", "风险", "Budget", "预算"} & set(headings)


@pytest.mark.parametrize(("lang", "said"), [("en", "none yet"), ("zh", "暂无")])
def test_a_register_says_that_nobody_has_written_a_response(lang: str, said: str) -> None:
    unanswered = "\n  - {id: R3, title: Unanswered, probability: 5, impact: 4}"
    (register,) = given(lang, ("risk-register",), 2, unanswered)
    assert said in register.html(0)


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "300 of 307; all are on the site and in the attached file."), ("zh", "300")],
)
def test_a_long_register_prints_its_first_rows_and_carries_all(lang: str, said: str) -> None:
    (register,) = given(lang, ("risk-register",), MOST_ROWS + 7)
    html = register.html(0)
    assert said in html
    assert len(re.findall(r'<th scope="row">', html)) == MOST_ROWS
    rows = register.attached["risk-register.csv"].decode("utf-8-sig").splitlines()
    assert len(rows) == 1 + MOST_ROWS + 7
    few = given(lang, ("risk-register",), 12)[0]
    assert len(few.attached["risk-register.csv"].splitlines()) == 13


# --- how they look


def test_first_pages_look_as_they_did(printed: Mapping[str, Path], request: pytest.FixtureRequest) -> None:
    """Loosely: a line that breaks elsewhere is no difference, a table that is gone or a page of black is."""
    update = bool(request.config.getoption("--update"))
    apart = {}
    for name, file in files_of(printed).items():
        seen, known = look(file.read_bytes()), LOOKS / f"{name}.{printed['lang']}.txt"
        if update:
            known.parent.mkdir(parents=True, exist_ok=True)
            known.write_text(seen, encoding="utf-8", newline="\n")
        apart[known.name] = unlike(seen, known.read_text(encoding="utf-8"))
    assert len(apart) > 10
    assert {name: share for name, share in apart.items() if share > 0.06} == {}


def test_another_look_is_found() -> None:
    page = "@@@@    @@@@\n" * 20
    assert unlike(page, page) == 0
    assert unlike(page, page.replace("@@@@    ", "    @@@@")) > 0.06
    assert unlike(page, "") > 0.06
