"""Retrospectives, lessons, improvement actions and benefits as readers see them."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from written import assembled

from opsgen.export import sheet
from opsgen.history import Provenance
from opsgen.render import Renderer
from opsgen.views import Audience, edition, pages

AS_OF = date(2026, 11, 22)
HEAD = "owner: Ada\nstart: 2026-01-01\nfinish: 2026-12-31\nconfidentiality: public\n"
LAST = """
title: Last year
owner: Ada
start: 2025-01-01
finish: 2025-12-15
lifecycle: closed
closed: 2025-12-20
category: campaign
confidentiality: public
goals: [{id: G1, title: Sell more, status: achieved}]
metrics:
- id: K1
  title: Sales
  unit: boxes
  target: 100
  due: 2025-12-10
  measurements: [{date: 2025-11-30, value: 80}, {date: 2025-12-10, value: 120}, {date: 2026-10-31, value: 99}]
milestones: [{id: M1, title: Tested, baseline: 2025-10-10, actual: 2025-11-02}]
budget: [{id: B1, title: Ads, planned: 60k, actuals: [{date: 2025-12-01, amount: 54k}]}]
lessons:
- id: L1
  title: Two carriers
  recommendation: "**Sign** a second one."
  polarity: keep
  cause_category: material
  applies_to: {category: [Campaign], tags: [SMS, peak]}
  adopted_in: [other, hush]
- {id: L2, title: Freeze early, polarity: avoid, recommendation: Stop it., applies_to: {category: [campaign]}}
- {id: L3, title: For nobody, recommendation: Nothing.}
actions:
- {id: A1, title: Contracts, owner: Bo, due: 2026-01-31, done: 2026-02-01, status: done}
- id: A2
  title: Numbers
  owner: Bo
  due: 2026-01-31
  done: 2026-02-01
  status: done
  verified: 2026-03-01
  verified_by: Cy
retrospectives:
- id: end
  date: 2025-12-22
  facilitator: Ada
  participants: [Bo, Cy]
  goals: Nobody should notice.
  results: "Two shops *called*."
  causes:
  - {result: The test came late, why: [No window, Asked late], root_cause: Nobody owned it}
  - {result: Nothing was sold twice, success_factor: Tested together}
  rules:
  - {rule: Write windows into contracts, when: A supplier tests, kind: start}
  - {rule: Move dates by word of mouth, kind: stop}
  lessons: [L1]
  actions: [A1, A2]
- {id: first, date: 2025-11-15, scope: The first weeks}
benefits:
- id: BN1
  title: Members stay
  owner: Cy
  metric: K1
  measure_on: [2026-10-31]
  expected: 3 % more
  actual: [{date: 2026-01-31, value: 2 % more, note: Without new shops}]
- {id: BN2, title: More calls, disbenefit: true, measure_on: [2026-12-01]}
"""
THIS = HEAD + "title: This year\ncategory: campaign\ntags: [sms]\ncompare_with: last\n"
OTHER = HEAD + "title: Other\ncategory: campaign\n"
HUSH = (
    "title: HUSHED\nowner: Ada\nstart: 2026-01-01\nfinish: 2026-12-31\nconfidentiality: restricted\n"
    "category: campaign\nlessons:\n"
    "- {id: L9, title: HUSHLESSON, recommendation: x, applies_to: {category: [campaign]}}\n"
    "milestones: [{id: M1, title: a, forecast: 2026-12-01}]\n"
)
STONE = "milestones: [{id: M1, title: Live, forecast: 2026-12-20}]\n"


def written(audience: Audience = "internal", lang: str = "en") -> dict[str, str]:
    """The pages of the projects as plain lines, their HTML under `html …`, their tables under `….csv`."""
    files = {"last": LAST, "this": THIS + STONE, "other": OTHER + STONE, "hush": HUSH}
    of = edition(
        assembled({f"projects/{name}.yaml": text.encode() for name, text in files.items()}),
        as_of=AS_OF,
        provenance=Provenance(),
        lang=lang,
        audience=audience,
    )
    renderer, found = Renderer(of), {}
    for page in pages(of):
        html = renderer.page(page).html
        found[page.path] = " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
        found["html " + page.path] = html
        if page.table:
            found[page.path + ".csv"] = sheet(page.table, lang).decode("utf-8-sig")
    return found


def section(page: str, name: str) -> str:
    """A section of a page as plain text; empty where it has none."""
    ends = r'</section>\s*(?=<section class="ops-section">|<footer)'
    found = re.search(rf'<h2 id="_{name}">(.*?){ends}', page, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split()) if found else ""


def test_a_retrospective_has_four_steps_with_goals_and_results_of_its_day() -> None:
    said = section(written()["html projects/last.md"], "retrospectives")
    steps = (
        "1. What was wanted",
        "2. What came of it",
        "3. Why",
        "4. What to do from now on",
        "What follows",
    )
    assert [said.index(step) for step in steps] == sorted(said.index(step) for step in steps)
    assert "Nobody should notice. G1 Sell more 2. What came of it" in said
    assert "120 boxes (120%)" in said
    assert "+23 days" in said
    assert "Spending ¥60 k ¥54 k used forecast − planned" in said
    assert "As of 22 Dec 2025; the status of goals is as written now." in said
    assert "99 boxes" not in said
    assert "The test came late No window Asked late Root cause Nobody owned it" in said
    assert "Start doing Write windows into contracts When: A supplier tests" in said
    assert "Keep L1 Two carriers" in said
    assert "Done, not verified A1 Contracts Bo" in said
    assert "Verified A2 Numbers Bo · Verified on 2026-03-01 · Verified by Cy" in said
    assert "Earlier retrospectives 1 The first weeks 2025-11-15" in said


def test_each_retrospective_has_an_address() -> None:
    html = written()["html projects/last.md"]
    assert 'id="_retrospective-end"' in html
    assert 'id="_retrospective-first"' in html
    assert 'projects/last.html#_retrospective-end"' in written()["html improvements.md"]


def test_lessons_that_apply_say_why_and_which_are_followed() -> None:
    found = written()
    said = section(found["html projects/this.md"], "offered")
    assert "Lessons that apply to this project 3" in said
    assert said.index("Two carriers") < said.index("Freeze early") < said.index("For nobody")
    assert "Chosen because: of the project this one is compared with, same category, tag sms" in said
    other = section(found["html projects/other.md"], "offered")
    assert other.index("Freeze early") < other.index("Two carriers Last year Adopted")
    assert "For nobody" not in other
    assert section(found["html projects/last.md"], "offered") == ""


def test_the_library_has_every_lesson_with_what_one_can_choose_by() -> None:
    found = written()
    html = found["html lessons.md"]
    assert html.count("data-pick") == 5  # of no phase, no column
    assert '<span class="ops-chip">SMS</span> <span class="ops-chip">peak</span>' in html
    assert "<strong>Sign</strong>" in html
    table = found["lessons.md.csv"].splitlines()
    assert table[0].split(",")[2:9] == [
        "Lesson", "Recommendation", "Keep or avoid", "Kind of cause", "Category", "Phase", "Tags",
    ]  # fmt: skip
    assert [line.split(",")[1] for line in table[1:]] == ["L2", "L1", "L3"]
    assert "Campaign,,SMS; peak,Last year,Other,This year" in table[2]


def test_improvement_actions_are_listed_until_somebody_saw_that_they_helped() -> None:
    found = written()
    assert "2 improvement actions: 0 to do, 1 done and not verified, 1 verified." in found["improvements.md"]
    rows = found["improvements.md.csv"].splitlines()[1:]
    assert [row.split(",")[1] for row in rows] == ["A1", "A2"]
    assert "294" in rows[0]
    assert rows[1].endswith("2026-03-01,Cy,Verified")


def test_benefits_are_asked_for_after_the_end() -> None:
    found = written()
    said = section(found["html projects/last.md"], "benefits")
    assert "BN1 To be looked at now Members stay Expected 3 % more Actual 2 % more" in said
    assert "Metric K1 Sales : 99 boxes" in said
    assert "BN2 To be looked at later Disbenefit More calls" in said
    assert "1 benefit is to be looked at now, of 2." in found["benefits.md"]
    assert found["benefits.md.csv"].splitlines()[1].startswith("last,BN1,Members stay,Last year,Cy,Benefit")
    home = section(found["html index.md"], "reminders")
    assert "Last year : What came of BN1 “Members stay” was to be seen on 31 Oct 2026 Cy" in home


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("audience", ["public", "internal"])
def test_a_hidden_project_neither_teaches_nor_adopts(audience: Audience, lang: str) -> None:
    found = written(audience, lang)
    assert not [path for path, text in found.items() if re.search("HUSH|hush", text)]
    assert "HUSHLESSON" in written("board", lang)["projects/this.md"]


def test_the_public_reads_no_money_of_a_retrospective() -> None:
    said = section(written("public")["html projects/last.md"], "retrospectives")
    assert "120 boxes" in said
    assert "Spending" not in said
    assert "54" not in said


def test_nothing_is_shown_where_nobody_wrote_anything() -> None:
    found = written()
    for name in ("retrospectives", "lessons", "benefits"):
        assert f'id="_{name}"' not in found["html projects/this.md"]


def test_pages_are_there_in_chinese() -> None:
    found = written(lang="zh")
    said = section(found["html projects/last.md"], "retrospectives")
    for step in ("一、回顾目标", "二、评估结果", "三、分析原因", "四、总结规律"):
        assert step in said
    assert "适用于本项目的经验教训" in found["projects/this.md"]
    assert "推荐理由：" in found["projects/this.md"]
