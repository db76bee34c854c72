"""Planning as readers see it: charter, goals, research, phases, gates, deliverables, strategy, roadmap."""

from __future__ import annotations

import re
import sys

import pytest
from test_views import DATA, rendered
from written import assembled

from opsgen.portfolio import read

HEADER = "title: {}\nowner: Ada\nstart: 2026-01-01\nfinish: 2026-12-31\nlifecycle: executing\n"
STRATEGY = "title: All\nstrategic_goals: [{id: S1, title: Growth, weight: 2}, {id: S2, title: Trust}]\n"
PEOPLE = """
people:
- {id: ada, name: Ada Lovelace, team: core}
- {id: bo, name: Bo Larsen, team: core, role: Tester, display: role}
- {id: cy, name: Cy Young}
teams: [{id: core, title: Core team}]
"""


def site(*projects: str, settings: str = "", people: str = "", **of: str) -> dict[str, str]:
    """The pages of projects a, b, … by their paths."""
    files = {f"projects/{chr(97 + n)}.yaml": text.encode() for n, text in enumerate(projects)}
    if settings:
        files["projects/portfolio.yaml"] = settings.encode()
    if people:
        files["projects/people.yaml"] = people.encode()
    found = assembled(files)
    assert not [problem for problem in found.problems if problem.severity == "error"], found.problems
    return {path: page.html for path, page in rendered(found, **of).items()}


def project(lines: str, title: str = "One") -> str:
    return HEADER.format(title) + lines


def text(html: str) -> str:
    """What a reader reads."""
    without = re.sub(r"</?(?:a|b|strong|span|time)\b[^>]*>", "", re.sub(r"(</span>)(?=<span)", r"\1 ", html))
    return " ".join(re.sub(r"<[^>]+>", " ", without).split())


def section(html: str, anchor: str) -> str:
    """One section of a page."""
    start = html.index(f'id="_{anchor}"')
    end = html.find("<h2", start + 1)
    return html[start : end if end > 0 else None]


def test_a_charter_stands_whole_with_who_decides_and_who_works_on_it() -> None:
    lines = """board: [ada, cy]
team: core
charter:
  background: Sales fell.
  purpose: Win them back.
  scope_in: [Shops]
  scope_out: [Abroad]
  constraints: [No downtime]
  success_criteria: [A fifth comes back]
"""
    for audience, bo in (("internal", "Bo Larsen"), ("public", "Tester")):
        header = "confidentiality: public\n"
        html = site(project(header + lines), people=PEOPLE, audience=audience)["projects/a.md"]
        found = section(html, "charter")
        assert "<details" not in found
        shown = text(found)
        for word in ("Sales fell.", "Win them back.", "Shops", "Abroad", "No downtime", "A fifth comes back"):
            assert word in shown
        assert f"Board Ada Lovelace, Cy Young Team Core team Team members Ada Lovelace, {bo}" in shown


def test_a_project_without_goals_research_phases_or_deliverables_has_no_such_sections() -> None:
    pages = site(project("milestones: [{id: M1, title: Go, forecast: 2026-12-01}]"))
    for anchor in ("charter", "goals", "research", "phases", "gates", "deliverables"):
        assert f'id="_{anchor}"' not in pages["projects/a.md"]
    assert "goals.md" not in pages
    assert "deliverables.md" not in pages


GOALS = """
goals:
- id: G1
  title: Come back
  supports: S1
  metrics: [K1]
  specific: Members of the last 30 days
  key_results: [{id: KR1, title: A fifth, metric: K1, confidence: 60}]
metrics: [{id: K1, title: Back within 30 days, unit: "%", start_value: 10, target: 20, due: 2026-12-10}]
measurements: {2026-11-01: {K1: 15}}
milestones: [{id: M1, title: Opening, forecast: 2026-12-01, supports: [G1]}]
tasks: [{id: T1, title: Ask them, supports: [G1], start: 2026-11-01, finish: 2026-12-01}]
risks: [{id: R1, title: Nobody comes, probability: 2, impact: 2, response: Wait, affects: [G1]}]
research:
- {id: RS1, title: Asked, finding: Two in **three**, sample_size: 38, method: interview, supports: [G1, R1]}
"""


def test_smart_says_of_each_letter_what_supports_it_or_what_is_missing() -> None:
    found = section(site(project(GOALS), settings=STRATEGY)["projects/a.md"], "goals")
    row = text(found[found.index("<tbody>") : found.index("</tbody>")])
    assert row == "G1 Come back met met missing missing met 0.50 Amber"
    shown = text(found)
    assert "Specific Members of the last 30 days" in shown
    assert "Measurable K1 Back within 30 days" in shown
    assert "Time-bound 2026-12-10" in shown
    assert "Missing for a SMART goal: why it can be done; why it matters" in shown


def test_links_between_a_goal_and_what_serves_it_go_both_ways() -> None:
    html = site(project(GOALS), settings=STRATEGY)["projects/a.md"]
    shown = section(html, "goals")
    for name in ("K1", "M1", "T1", "R1", "RS1"):
        assert f'href="#{name}"' in shown
        assert f'id="{name}"' in html
    back = re.findall(r'<span class="ops-ties">(.*?)</span>(?=[\n<])', html)
    assert sum("#G1" in ties for ties in back) >= 4
    assert sum("#RS1" in ties for ties in back) >= 1


def test_research_says_how_sure_one_can_be() -> None:
    shown = text(section(site(project(GOALS), settings=STRATEGY)["projects/a.md"], "research"))
    assert "RS1 Interview Asked Two in three Sample size 38" in shown
    assert "What it supports G1 Come back, R1 Nobody comes" in shown


PLAN = """
phases:
- id: P1
  title: Pilot
  start: 2026-02-01
  finish: 2026-10-08
  baseline: {start: 2026-02-01, finish: 2026-10-01}
  actual: {start: 2026-02-01, finish: 2026-10-08}
  entry_criteria: [Money is there]
  exit_gate: M1
  tolerance: {schedule_days: 5}
milestones:
- id: M1
  title: Pilot is over
  type: gate
  actual: 2026-10-08
  outcome: OUTCOME
  decided_by: Ada
  criteria: [{text: Sold out, met: true, evidence: Report 6}, {text: Queue, met: false}, {text: Staff}]
"""


def test_phases_show_their_slip_tolerance_and_gate() -> None:
    shown = text(section(site(project(PLAN.replace("OUTCOME", "go")))["projects/a.md"], "phases"))
    for word in ("Money is there", "5 days", "+7", "M1 Pilot is over", "Done"):
        assert word in shown


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("conditional_go", "1 of 3 criteria met; passed on condition of: Queue, Staff"),
        ("hold", "1 of 3 criteria met; open: Queue, Staff"),
        ("go", "Passed without conditions, although 2 of its criteria are not shown to be met: Queue, Staff"),
    ],
)
def test_gates_name_what_is_not_met(outcome: str, said: str) -> None:
    found = section(site(project(PLAN.replace("OUTCOME", outcome)))["projects/a.md"], "gates")
    shown = text(found)
    assert said in shown
    assert "met Sold out Evidence : Report 6 not met Queue unknown Staff" in shown.replace(
        "Evidence:", "Evidence :"
    )
    assert "Ends the phase P1 Pilot" in shown


DELIVERABLES = """
deliverables:
- {id: DL1, title: Boxes, acceptance_criteria: [In every shop], due: 2026-11-12, moscow: must}
- id: DL2
  title: Cards
  due: 2026-10-12
  delivered: 2026-10-16
  status: accepted
  quality: {method: Ten at random, result: passed}
"""


def test_deliverables_on_the_page_and_in_the_register() -> None:
    pages = site(project(DELIVERABLES))
    shown = text(section(pages["projects/a.md"], "deliverables"))
    assert "DL1 Boxes Must In every shop Ada 2026-11-12 +10 days Overdue" in shown
    assert "2026-10-16 +4 days Passed Ten at random Signed off" in shown
    register = pages["deliverables.md"]
    assert "1 deliverable is overdue, 1 of 2 are signed off or handed over." in text(register)
    assert re.findall(r'href="projects/a.html#(DL\d)"', register) == ["DL1", "DL2"]


def test_strategic_goals_say_who_supports_them_and_what_they_cost() -> None:
    money = "\nbudget: [{id: B1, title: All, planned: 1000, actual: 400}]\n"
    two = GOALS.replace("goals:\n", "goals:\n- {id: G2, title: Trust us, supports: S2}\n", 1)
    html = site(project(two + money), project(GOALS + money, "Two"), settings=STRATEGY)["goals.md"]
    growth, trust = section(html, "goal-S1"), text(section(html, "goal-S2"))
    assert "Projects 2 Goals 2 Weight 2 Planned ¥2 k Used ¥800" in text(growth)
    assert "1 of its projects also supports S2 “Trust”; its money is counted in full at each." in text(growth)
    assert "Score unknown Projects 1 Goals 1 Weight 1 Planned ¥1 k" in trust
    assert "its project also supports S1" in trust


def test_a_strategic_goal_that_nobody_supports_is_named() -> None:
    pages = site(project("goals: [{id: G1, title: Come back}]"), settings=STRATEGY)
    assert "2 of 2 strategic goals are supported by no project: Growth, Trust." in text(pages["goals.md"])
    assert "1 goal supports no strategic goal" in text(pages["goals.md"])
    assert "<details" in pages["goals.md"]


def test_money_of_a_strategic_goal_is_not_for_everybody() -> None:
    lines = GOALS + "\nbudget: [{id: B1, title: All, planned: 1000}]\nconfidentiality: public\n"
    assert "Planned" in site(project(lines), settings=STRATEGY)["goals.md"]
    assert "Planned" not in site(project(lines), settings=STRATEGY, audience="public")["goals.md"]


def test_goals_of_projects_nobody_may_see_are_not_told() -> None:
    hidden = project(GOALS + "\nconfidentiality: restricted\n", "Secret")
    html = site(hidden, project("goals: [{id: G7, title: Other}]"), settings=STRATEGY)["goals.md"]
    assert "Secret" not in html
    assert "Come back" not in html


STONE = """milestones:
- {id: M1, title: Opening, forecast: 2026-12-01}
- {id: M2, title: Small, type: internal, forecast: 2026-12-02}
"""
PROGRAMMES = "title: All\nprogrammes: [{id: x, title: Shops, projects: [b]}, {id: y, title: Online}]\n"


def test_the_roadmap_stands_by_programme_and_its_table_says_the_same() -> None:
    html = site(
        project(STONE), project(STONE, "Two"), project("programme: y\n" + STONE, "Three"), settings=PROGRAMMES
    )["roadmap.md"]
    figure = html[html.index("<svg") : html.index("</svg>")]
    order = [
        figure.index(f">{name}<") for name in ("Shops", "Two", "Online", "Three", "Other projects", "One")
    ]
    assert order == sorted(order)
    assert re.findall(r'href="projects/\w.html(#\w+)?"', html[html.index("<table") :]).count("#M1") == 3
    assert "Small" not in html
    roads, fold, whole = html[html.index("<table") :].partition("<details")
    assert fold, "phases and milestones stand folded below the projects"
    assert text(roads).count("1 Dec 2026 · Opening") == 3
    assert re.search(r"Programme .* Shops", text(roads))
    assert "Programme" not in whole[: whole.index("</table>")]


def test_without_programmes_the_roadmap_stands_by_strategic_goal() -> None:
    html = site(project(GOALS), project(STONE, "Two"), settings=STRATEGY)["roadmap.md"]
    assert "Strategic goal" in html
    assert text(html).index("Growth") < text(html).index("Other projects")


def test_the_roadmap_draws_sixty_and_says_what_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["opsgen.views.registers.roadmap"], "MOST_ROADS", 2)
    undated = "title: Some day\nowner: Ada\nlifecycle: proposed\ngoals: [{id: G1, title: a}]\n"
    html = site(*(project(STONE, f"Number {n}") for n in range(4)), undated)["roadmap.md"]
    figure = html[html.index("<svg") : html.index("</svg>")]
    assert len(set(re.findall(">(Number .)<", figure))) == 2
    shown = text(html)
    assert (
        "The 2 projects in most need of attention are drawn, of 4; the others are in the table below."
        in shown
    )
    assert "1 project without any date is not drawn." in shown
    assert all(f"Number {n}" in html for n in range(4))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_link_within_a_page_leads_somewhere(lang: str) -> None:
    for path, page in rendered(read(DATA / "complete"), lang).items():
        ids = set(re.findall(r'\bid="([^"]+)"', page.html))
        assert {name for name in re.findall(r'href="#([^"]+)"', page.html) if name not in ids} == set(), path
