"""Earned value on the page of a project and over all projects: what is said, and to whom."""

from __future__ import annotations

from datetime import date

import pytest

from opsgen.export import sheet
from opsgen.history import Provenance
from opsgen.render import Renderer
from opsgen.views import Audience, Edition, edition, pages
from opsgen.views.sections.earned_value import lead
from opsgen.words import words
from tests.written import assembled

TASKS = """
phases: [{id: P1, title: Build, start: 2026-03-02, finish: 2026-03-27}]
tasks:
- {id: T1, title: Walls, phase: P1, start: 2026-03-02, finish: 2026-03-13, status: done}
- {id: T2, title: Roof, phase: P1, start: 2026-03-16, finish: 2026-03-27, status: in_progress, complete: 40}
- {id: T3, title: Paint <b>, status: todo}
"""
LINES = """
budget:
- {id: B1, title: Bricks, planned: 100k, actual: 120k, task: T1}
- {id: B2, title: Tiles, planned: 200k, actual: 90k, task: T2}
- {id: B3, title: Colours, planned: 50k, task: T3}
- {id: B4, title: Rent, planned: 150k}
"""


def made(
    more: str = LINES,
    audience: Audience = "internal",
    as_of: str = "2026-03-20",
    lang: str = "en",
    head: str = "",
) -> Edition:
    """An edition of one project in CNY, without holidays."""
    project = (
        "title: House\nowner: Ada\nstart: 2026-03-01\nfinish: 2026-04-30\nlifecycle: executing\n"
        f"goals: [{{id: G1, title: A house}}]\n{head}{TASKS}{more}"
    )
    found = assembled(
        {
            "projects/house.yaml": project.encode(),
            "projects/portfolio.yaml": b"title: All\ncalendar: weekdays\n",
        }
    )
    assert not [problem for problem in found.problems if problem.severity == "error"], found.problems
    return edition(
        found,
        as_of=date.fromisoformat(as_of),
        provenance=Provenance("abc"),
        lang=lang,
        audience=audience,
    )


def page(of: Edition, path: str = "projects/house.md") -> str:
    """A page as HTML; empty where it is not made."""
    renderer = Renderer(of)
    return "".join(renderer.page(found).html for found in pages(of) if found.path == path)


def sentences(of: Edition) -> list[str]:
    """The sentences at the top of the section."""
    found = of.assessments[0].earned_value
    assert found is not None
    say = words(of.lang)
    return [say.say(sentence) for sentence in lead(found, say)]


def test_where_the_work_stands_in_a_sentence() -> None:
    assert sentences(made()) == [
        "Work worth ¥180 k is done, ¥200 k should be, and ¥210 k is spent: about 10% behind, "
        "about 17% over the planned cost.",
        "At this rate this work costs ¥350 k instead of ¥300 k.",
    ]
    assert sentences(made(lang="zh")) == [
        "已完成价值 18 万元的工作，按计划应完成 20 万元，已花 21 万元：进度约落后 10%，约超支 17%。",
        "照此下去，这些工作共需 35 万元，预算是 30 万元。",
    ]


@pytest.mark.parametrize(
    ("lines", "as_of", "expected"),
    [
        (
            "budget: [{id: B1, title: a, planned: 100, task: T1}]",
            "2026-03-20",
            [
                "All of this work is done, worth ¥100.",
                "What it cost is unknown, because nobody wrote it for B1 “a”.",
            ],
        ),
        (
            "budget: [{id: B1, title: a, planned: 100, actual: 100, task: T1}]",
            "2026-03-20",
            ["All of this work is done, worth ¥100.", "It cost ¥100: at the planned cost."],
        ),
        (
            "budget: [{id: B1, title: a, planned: 100, actual: 20, task: T2}]",
            "2026-03-02",
            [
                "Work worth ¥40 is done, ¥0 should be, and ¥20 is spent: nothing should be done yet, "
                "about 50% below the planned cost.",
                "At this rate this work costs ¥50 instead of ¥100.",
            ],
        ),
        (
            "budget: [{id: B1, title: a, planned: 100, task: T3}]",
            "2026-03-20",
            ["Nothing can be said of the work yet: no budget line of a task or phase counts."],
        ),
    ],
)
def test_other_ways_to_stand(lines: str, as_of: str, expected: list[str]) -> None:
    assert sentences(made(lines, as_of=as_of)) == expected


def test_the_section_says_what_counts_and_what_does_not() -> None:
    html = page(made())
    assert 'id="_earned-value"' in html
    assert "¥300 k of ¥500 k planned (60%) counts here" in html
    assert "1 line names neither." in html
    assert "T3 “Paint &lt;b&gt;” has no start or no finish" in html
    for term in ("SPI(t)", "TCPI(EAC)", "IEAC(t)", "0.90", "0.86"):
        assert term in html
    assert "earned value / actual cost" in html


def test_a_budget_that_names_no_work_has_no_section_and_no_register() -> None:
    of = made("budget: [{id: B1, title: a, planned: 100}]")
    assert "_earned-value" not in page(of)
    assert not page(of, "earned-value.md")


def test_the_register_holds_every_term_in_its_file() -> None:
    of = made()
    assert 'href="projects/house.html#_earned-value"' in page(of, "earned-value.md")
    (table,) = (found.table for found in pages(of) if found.path == "earned-value.md")
    assert table is not None
    heading, row = sheet(table, "en").decode("utf-8-sig").splitlines()
    cells = dict(zip(heading.split(","), row.split(","), strict=True))
    assert cells["project_id"] == "house"
    assert (cells["Planned BAC"], cells["Schedule SPI"], cells["Cost CPI"]) == ("300000", "0.9", "0.8571")
    assert cells["Status"] == "Behind and over its cost"
    assert (cells["ES (working days)"], cells["SV(t) (working days)"]) == ("14", "-1")
    assert (cells["Share of the budget (%)"], cells["Currency"]) == ("60", "CNY")


def test_indices_are_amounts_and_only_for_who_may_see_those() -> None:
    public = "confidentiality: public\n"
    hidden = made(audience="public", head=public)
    for path in ("projects/house.md", "earned-value.md"):
        html = page(hidden, path)
        assert "_earned-value" not in html
        assert "0.86" not in html
        assert "SPI(t)" not in html
    shown = made(audience="public", head=public + "publish_amounts: true\n")
    assert "_earned-value" in page(shown)
    assert page(shown, "earned-value.md")


def test_the_words_stand_in_the_glossary() -> None:
    html = page(made(lang="zh"), "method.md")
    assert "挣得进度 ES" in html
    assert "Cost performance index CPI" in html
