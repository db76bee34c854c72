"""How derived numbers came about: what the panels say fits the numbers, and keeps to the audience."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from opsgen.history import Provenance
from opsgen.portfolio import assemble, read
from opsgen.render import Renderer
from opsgen.views import Audience, edition, pages
from opsgen.views.how import Explained, How
from opsgen.words import words

if TYPE_CHECKING:
    from opsgen.render import Rendered

AS_OF = date(2026, 11, 22)
SALE = {
    "id": "sale",
    "title": "Sale",
    "owner": "wang",
    "start": "2026-08-01",
    "finish": "2026-12-15",
    "milestones": [
        {"id": "M1", "title": "Open", "baseline": "2026-10-10", "actual": "2026-10-12"},
        {"id": "M2", "title": "Load test", "baseline": "2026-10-10", "forecast": "2026-11-09"},
        {"id": "M3", "title": "Party", "forecast": "2026-12-01"},
    ],
    "tasks": [
        {"id": "T1", "title": "a", "effort": 3, "status": "done"},
        {"id": "T2", "title": "b", "effort": 1, "status": "in_progress"},
        {"id": "T3", "title": "c", "effort": 1, "status": "todo"},
    ],
    "metrics": [
        {
            "id": "K1",
            "title": "Sales",
            "unit": "万元",
            "target": 12000,
            "due": "2026-11-30",
            "cumulative": True,
            "measurements": [{"date": "2026-11-08", "value": 4450}],
        },
        {
            "id": "K2",
            "title": "CAC",
            "direction": "down",
            "target": 86,
            "start_value": 120,
            "measurements": [{"date": "2026-11-08", "value": 86.6}],
        },
    ],
    "goals": [
        {
            "id": "G1",
            "title": "Sell",
            "key_results": [
                {"id": "KR1", "title": "x", "metric": "K2"},
                {"id": "KR2", "title": "y", "milestone": "M1", "weight": 3},
            ],
        }
    ],
    "risks": [
        {"id": "R1", "title": "Queue", "probability": 4, "impact": {"schedule": 4, "cost": 2}},
        {"id": "R2", "title": "Rain", "probability": 2, "impact": 2},
    ],
    "budget": [
        {"id": "B1", "title": "Ads", "planned": 8_000_000, "actual": 6_120_000, "forecast": 8_600_000},
        {"id": "B2", "title": "Tickets", "planned": 9_000_000, "type": "income"},
    ],
}


def explained(lang: str = "en", audience: Audience = "internal", **changed: object) -> Explained:
    content = yaml.safe_dump({**SALE, **changed}, allow_unicode=True).encode()
    found = assemble({"projects/sale.yaml": partial(bytes, content)})
    assert found.projects, found.problems
    of = edition(found, as_of=AS_OF, provenance=Provenance(), lang=lang, audience=audience)
    return Explained(of, of.assessments[0])


def said(how: How | None, lang: str = "en") -> tuple[str, dict[str, str]]:
    assert how is not None
    say = words(lang)
    return say.say(how.formula), {say.say(name): value for name, value in how.inputs}


def test_days_late_are_a_difference_of_two_dates() -> None:
    how = explained()
    achieved, overdue, unplanned = how.assessment.milestones
    assert said(how.slip(achieved)) == (
        "actual date − original plan, in calendar days",
        {
            "Original plan": "10 Oct 2026",
            "Actual": "12 Oct 2026",
            "In working days": "+1 day",
            "Tolerance": "10 days",
        },
    )
    formula, inputs = said(how.slip(overdue))
    assert formula.startswith("later of forecast and status date")
    assert (inputs["Forecast"], inputs["Overdue, so up to"]) == ("9 Nov 2026", "22 Nov 2026")
    assert how.slip(unplanned) is None, "without a plan there is no number to explain"


def test_a_share_of_work_says_what_tasks_weigh_and_what_is_left_out() -> None:
    assert said(explained().completion())[1] == {
        "Weight": "by effort",
        "Tasks": "3",
        "Left out: nobody said how far": "1",
    }
    assert explained(tasks=[]).completion() is None


def test_a_metric_says_its_rates_in_its_own_figures() -> None:
    how = explained()
    sales, cac = how.assessment.metrics
    assert said(how.attainment(sales)) == (
        "actual / target",
        {"Actual, 8 Nov 2026": "4,450 万元", "Target": "12,000 万元"},
    )
    assert said(how.attainment(cac))[0] == "target / actual, because less is better"
    assert said(how.progress(cac))[1] == {"Actual, 8 Nov 2026": "86.6", "Start value": "120", "Target": "86"}
    assert how.progress(sales) is None
    assert said(how.expected(sales))[1] == {"1 Aug 2026": "0 万元", "30 Nov 2026": "12,000 万元"}
    assert said(how.gap(sales))[1]["Actual, 8 Nov 2026"] == "4,450 万元"
    assert said(how.projected(sales))[1]["Due"] == "30 Nov 2026"
    assert said(how.metric_elapsed(sales))[1]["Status date"] == "22 Nov 2026"
    assert said(how.elapsed())[1]["Due"] == "15 Dec 2026"


def test_a_dated_target_is_a_line_of_its_own() -> None:
    steps = [{"date": "2026-09-01", "value": 10}, {"date": "2026-12-01", "value": 40}]
    metric = {"id": "K", "title": "k", "target": steps, "measurements": [{"date": "2026-10-01", "value": 9}]}
    how = explained(metrics=[metric], goals=[])
    formula, inputs = said(how.expected(how.assessment.metrics[0]))
    assert formula == "On the line through the dated targets"
    assert inputs == {"1 Sept 2026": "10", "1 Dec 2026": "40"}


def test_a_score_says_what_each_key_result_brings() -> None:
    how = explained()
    goal = how.assessment.goals[0]
    assert list(said(how.score(goal))[1].values()) == ["0.98", "3 × 1"]
    by_metric, by_milestone = goal.key_results
    assert said(how.key_result(by_metric))[1] == {"Actual": "86.6", "Start value": "120", "Target": "86"}
    assert said(how.key_result(by_milestone))[0] == "100% once the milestone is achieved, 0% before"


def test_a_risk_says_its_ratings_and_where_its_band_begins() -> None:
    how = explained()
    first = how.assessment.risks[0]
    formula, inputs = said(how.risk(first))
    assert formula == "probability × highest impact"
    assert (inputs["Probability"], inputs["Impact on the schedule"]) == ("4", "4")
    assert inputs["Impact on the cost"] == "2"
    start = int(inputs["Band"].rpartition(" ")[2])
    assert first.score is not None
    assert start <= first.score
    assert list(said(how.exposure())[1].values()) == ["16", "4"]


def test_money_says_its_amounts_to_those_who_may_see_them() -> None:
    how = explained()
    budget = how.assessment.budget
    assert budget is not None
    assert said(how.line(budget.lines[0]))[1] == {
        "Planned": "¥8,000,000",
        "Forecast": "¥8,600,000",
        "In percent of the plan": "7.5%",
    }
    assert "Forecast: highest of plan, used and committed" in said(how.line(budget.lines[1]))[1]
    returned = said(how.return_pct())[1]
    assert returned == {"Expected income": "¥9,000,000", "Expected spending": "¥8,600,000"}
    hidden = explained(audience="public", confidentiality="public")
    assert hidden.line(budget.lines[0]) is hidden.spending() is hidden.return_pct() is None


def test_a_light_says_its_tolerance_and_how_much_of_it_is_taken() -> None:
    how = explained()
    schedule = how.assessment.health.light("schedule")
    assert said(how.light(schedule))[1] == {"Tolerance": "10 days", "Tolerance used": "430%"}
    assert how.light(how.assessment.health.light("resources")) is None
    assert said(how.overall())[1]["Schedule"] == "Red"


@pytest.fixture(scope="module")
def complete() -> dict[str, Rendered]:
    of = edition(
        read(Path(__file__).parent / "data" / "complete"),
        as_of=AS_OF,
        provenance=Provenance(),
        lang="zh",
    )
    renderer = Renderer(of)
    return {page.path: renderer.page(page) for page in pages(of)}


def test_every_panel_says_the_day_and_leads_to_the_method(complete: dict[str, Rendered]) -> None:
    html = complete["projects/完整示例.md"].html
    panels = re.findall(r'<details class="ops-how".*?</details>', html, re.DOTALL)
    assert len(panels) > 40
    held = ("2026年11月20日", "2026年11月21日")  # what a retrospective looks back on is of its own day
    own = [panel for panel in panels if "2026年11月22日" not in panel]
    assert all(any(f"数据截至{day}" in panel for day in held) for panel in own)
    for panel in panels:
        assert "数据截至" in panel
        assert 'href="../method.html"' in panel
        assert "<dd></dd>" not in panel, panel


def test_registers_say_no_formulas(complete: dict[str, Rendered]) -> None:
    for name in ("milestones", "metrics", "risks", "decisions", "actions"):
        assert "ops-how" not in complete[f"{name}.md"].html


def test_a_panel_stands_where_html_allows_it(complete: dict[str, Rendered]) -> None:
    """A paragraph or a link that holds one would end before it."""
    for page in complete.values():
        for tag in ("p", "a", "h2", "h3", "summary"):
            for inner in re.findall(rf"<{tag}[ >](?:(?!</{tag}>).)*", page.html, re.DOTALL):
                assert "<details" not in inner, (page.path, inner[:200])
