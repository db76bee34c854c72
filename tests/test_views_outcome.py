"""What came of a project, on its page and over all projects, and beside the one it is compared with."""

from __future__ import annotations

import re
from datetime import date

import pytest

from opsgen.export import sheet
from opsgen.history import Provenance
from opsgen.render import Renderer
from opsgen.views import Audience, Edition, edition, pages
from tests.written import assembled

OVER = """
title: Gift 2025
owner: Ada
start: 2025-08-01
finish: 2025-12-15
baseline_finish: 2025-12-11
closed: 2025-12-15
lifecycle: closed
confidentiality: SEEN
goals:
  - {id: G1, title: More sales, status: achieved, metrics: [K1]}
  - {id: G2, title: Members come back, status: partly_achieved, metrics: [K2]}
metrics:
  - {id: K1, title: Sales, target: 98, due: 2025-11-30, measurements: [
      {date: 2025-11-08, value: 50}, {date: 2025-11-30, value: 101}]}
  - {id: K2, title: Back, unit: "%", target: 24, due: 2025-12-10, measurements: [
      {date: 2025-12-10, value: 21, note: The <b>app</b> came late}]}
milestones:
  - {id: M1, title: Cards, baseline: 2025-10-10, actual: 2025-10-12}
  - {id: M2, title: Counted, baseline: 2025-11-10, actual: 2025-12-10, reason: Two rounds}
deliverables: [{id: DL1, title: Boxes, status: rejected}]
budget:
  - {id: B1, title: Ads, planned: 100k, actual: 130k}
  - {id: B2, title: Cards, planned: 50k, actual: 46k}
  - {id: B3, title: Income of sales, type: income, planned: 300k, actual: 352k}
closing:
  summary: Sold, and sent too late.
  success_factors: [Early orders]
  problems: [{problem: One carrier, solution: Two of them}]
  recommendations: [Sign in June]
  follow_on: [{action: Reuse the scripts, owner: Bo, due: 2026-03-01, to: gift-2026}]
  satisfaction: {score: 4.1, n: 37}
  accepted_by: Ada
  accepted: 2025-12-15
"""
GOING = """
title: Gift 2026
owner: Ada
start: 2026-08-01
finish: 2026-12-15
lifecycle: executing
confidentiality: internal
compare_with: gift-2025
goals: [{id: G1, title: More sales, metrics: [K1]}]
metrics:
  - {id: K1, title: Sales, target: 120, due: 2026-11-30, cumulative: true, measurements: [
      {date: 2026-11-08, value: 60}]}
milestones: [{id: M1, title: Cards, baseline: 2026-10-10, actual: 2026-10-10}]
budget: [{id: B1, title: Ads, planned: 200k, forecast: 180k}]
"""
SMALL = (
    "title: Small\nowner: Ada\nstart: 2026-08-01\nfinish: 2026-12-15\ngoals: [{id: G1, title: More sales}]\n"
)


def made(
    audience: Audience = "internal", *, seen: str = "internal", going: str = GOING, lang: str = "en"
) -> Edition:
    found = assembled(
        {
            "projects/gift-2025.yaml": OVER.replace("SEEN", seen).encode(),
            "projects/gift-2026.yaml": going.encode(),
            "projects/small.yaml": SMALL.encode(),
            "projects/portfolio.yaml": b"title: All\ncalendar: weekdays\n",
        }
    )
    assert not [problem for problem in found.problems if problem.severity == "error"], found.problems
    return edition(
        found, as_of=date(2026, 11, 22), provenance=Provenance("abc"), lang=lang, audience=audience
    )


def page(of: Edition, path: str) -> str:
    """A page as HTML; empty where it is not made."""
    renderer = Renderer(of)
    return "".join(renderer.page(found).html for found in pages(of) if found.path == path)


def section(of: Edition, project: str, anchor: str) -> str:
    """A section of a project's page as plain text; empty where there is none."""
    found = re.search(
        rf'<h2 id="_{anchor}">.*?(?=<h2 |<footer)', page(of, f"projects/{project}.md"), re.DOTALL
    )
    return plain(found[0]) if found else ""


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_one_screen_says_whether_it_was_worth_it() -> None:
    text = section(made(), "gift-2025", "closing")
    assert text.startswith(
        "Outcome evaluation 1 of 2 goals reached, 1 of 2 targets met, 1 of 2 milestones in time."
    )
    assert "¥176 k was spent, ¥26 k more than the ¥150 k planned. It ended 4 days later than planned." in text
    for said in (
        "Return on spending +100.0%",
        "planned +100.0%",
        "Satisfaction 4.1 37 answers",
        "Sold, and sent too late.",
        "Early orders",
        "Two of them",
        "Sign in June",
        "Reuse the scripts",
        "Accepted by Ada",
    ):
        assert said in text, said


def test_every_target_stands_beside_what_came_with_its_reason() -> None:
    html = page(made(), "projects/gift-2025.md")
    text = section(made(), "gift-2025", "closing")
    assert "5 deviations, 2 without a reason" in text
    assert "The &lt;b&gt;app&lt;/b&gt; came late" in html
    rows = {
        row.split()[0]: row
        for row in re.findall(r"(?:K2|M2|DL1|B1|B2) .*?(?=(?: K2| M2| DL1| B1| B2) |$)", text)
    }
    assert "24%" in rows["K2"]
    assert "21%" in rows["K2"]
    assert "Two rounds" in rows["M2"]
    assert "no reason written" in rows["DL1"]
    assert "no reason written" in rows["B1"]
    assert "no reason written" not in rows["B2"].split("Problems")[0]


def test_what_was_measured_after_the_due_date_changes_nothing() -> None:
    """The value, its rate and the status are of one measurement."""
    later = "{date: 2025-12-10, value: 21, note: The <b>app</b> came late}"
    found = assembled(
        {"projects/gift.yaml": OVER.replace("SEEN", "internal").replace(
            later, later + ", {date: 2026-03-10, value: 30}"
        ).replace("gift-2026", "Bo").encode()}
    )  # fmt: skip
    of = edition(found, as_of=date(2026, 11, 22), provenance=Provenance("abc"), lang="en")
    text = section(of, "gift", "closing")
    assert re.search(r"K2 Back 24% 21% 88%", text), text


def test_so_far_stands_lower_and_only_where_something_is_final() -> None:
    html = page(made(), "projects/gift-2026.md")
    assert html.index('id="_metrics"') < html.index('id="_closing"')
    assert section(made(), "gift-2026", "closing").startswith("Outcome so far")
    over = page(made(), "projects/gift-2025.md")
    assert over.index('id="_closing"') < over.index('id="_metrics"')
    assert section(made(), "small", "closing") == ""


def test_the_public_reads_no_amount_and_nothing_of_the_lines() -> None:
    text = section(made("public", seen="public"), "gift-2025", "closing")
    assert "1 of 2 goals reached" in text
    for hidden in ("176", "B1", "Return", "Budget", "Ads"):
        assert hidden not in text, hidden
    assert "4 deviations, 1 without a reason" in text


def test_beside_the_compared_project() -> None:
    text = section(made(), "gift-2026", "comparison")
    assert "Beside Gift 2025 , day by day from the start." in text
    assert "Sales on day 99: 60, 20.0% more than the 50 then." in text
    assert "K1 Sales 60 2026-11-08 50 2025-11-08 +10 +20.0%" in text
    assert "136 days, expected 136 days ±0 days" in text
    assert "Spending planned ¥200 k ¥150 k +33.3%" in text
    assert "Milestones in time 1 of 1 1 of 2" in text
    assert "Compared with this one: Gift 2026" in section(made(), "gift-2025", "comparison")


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_nothing_of_a_compared_project_that_is_not_in_the_edition(audience: Audience) -> None:
    going = GOING.replace("confidentiality: internal", "confidentiality: public")
    of = made(audience, seen="restricted", going=going)
    assert section(of, "gift-2026", "comparison") == ""
    whole = page(of, "projects/gift-2026.md")
    assert "Gift 2025" not in whole
    assert "gift-2025" not in whole


def test_the_compared_project_does_not_name_who_is_hidden() -> None:
    of = made("public", seen="public")
    assert section(of, "gift-2025", "comparison") == ""
    assert "Gift 2026" not in page(of, "projects/gift-2025.md")


def test_amounts_of_the_compared_project_are_for_whom_they_are() -> None:
    public = GOING.replace("confidentiality: internal", "confidentiality: public\npublish_amounts: true")
    text = section(made("public", seen="public", going=public), "gift-2026", "comparison")
    assert "Duration" in text
    assert "Spending" not in text
    assert "¥" not in text


def test_all_projects_those_that_have_ended_first() -> None:
    of = made()
    text = plain(page(of, "outcome.md"))
    assert "1 project has ended: 1 of 2 goals reached, 1 of 2 targets met." in text
    assert text.index("Gift 2025") < text.index("Gift 2026")
    assert "Small" not in text.partition("Ended and ending")[2].partition("As of")[0]
    (found,) = (page for page in pages(of) if page.path == "outcome.md")
    assert found.table is not None
    head, first, second = sheet(found.table, "en").decode("utf-8-sig").splitlines()
    assert head.startswith("project_id,item_id,Project,Stage,Goals reached (%),")
    assert "Gift 2025" in first
    assert ",50,1,2," in first
    assert ",17.3,100,4.1,37,5,2" in first
    assert "Gift 2026" in second


def test_the_page_of_the_public_has_no_money_in_it() -> None:
    of = made("public", seen="public")
    (found,) = (page for page in pages(of) if page.path == "outcome.md")
    assert found.table is not None
    (_, row) = sheet(found.table, "en").decode("utf-8-sig").splitlines()
    assert "17" not in row
    assert "Gift 2026" not in row


def test_no_page_where_nothing_is_final_yet() -> None:
    found = assembled({"projects/small.yaml": SMALL.encode()})
    of = edition(found, as_of=date(2026, 11, 22), provenance=Provenance("abc"), lang="en")
    assert page(of, "outcome.md") == ""


def test_the_same_in_chinese() -> None:
    of = made(lang="zh")
    assert "2 个目标达成 1 个" in section(of, "gift-2025", "closing")
    assert "第 99 天 Sales 60，当时为 50，高 20.0%。" in section(of, "gift-2026", "comparison")
