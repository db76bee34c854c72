"""Pages of portfolios that say little: no sentence claims more than is known, no block stands there empty."""

from __future__ import annotations

import re
from datetime import date

from opsgen.history import Provenance
from opsgen.portfolio import assemble
from opsgen.render import Renderer
from opsgen.views import edition, pages
from opsgen.views.home import RED
from opsgen.views.one_pager import OnePager, one_pager

AS_OF = date(2026, 11, 22)
RUNNING = "title: {title}\nowner: Ada\nstart: 2026-09-01\nfinish: 2026-12-31\n"
PROPOSED = "title: {title}\nowner: Ada\nlifecycle: proposed\ngoals: [{{id: G1, title: Sell more}}]\n"


def site(*texts: str, **more: str) -> dict[str, str]:
    """The English pages of some projects as `a`, `b`, `c` …, and of more files by their names."""
    names = ("a", "b", "c", "d")
    files = {
        f"projects/{name}.yaml": (lambda text=text: text.encode())
        for name, text in (*zip(names, texts, strict=False), *more.items())
    }
    portfolio = assemble(files)
    assert not [problem for problem in portfolio.problems if problem.severity == "error"]
    of = edition(portfolio, as_of=AS_OF, provenance=Provenance(None, None), lang="en")
    renderer = Renderer(of)
    return {page.path: renderer.page(page).html for page in pages(of)}


def running(title: str, more: str) -> str:
    return RUNNING.format(title=title) + more


def proposed(title: str) -> str:
    return PROPOSED.format(title=title)


def lead(html: str) -> str:
    found = re.search(r'<p class="ops-lead">(.*?)</p>', html, re.DOTALL)
    assert found
    return found[1]


def test_nobody_is_told_that_all_is_well_where_nothing_was_assessed() -> None:
    home = site(proposed("One"), proposed("Two"))["index.md"]
    assert "2 projects, none of them assessed." in lead(home)


def test_the_headline_counts_what_is_not_assessed() -> None:
    green = running("One", "milestones: [{id: M1, title: Go, baseline: 2026-12-01, forecast: 2026-12-01}]\n")
    home = site(green, proposed("Two"))["index.md"]
    assert "no project is in trouble; 1 is not assessed." in lead(home)
    assert "1 project, none in trouble." in lead(site(green)["index.md"])


def test_a_project_that_is_not_live_has_no_table_of_grey_lights() -> None:
    html = site(proposed("One"))["projects/a.md"]
    assert "The project is only proposed" in html
    assert 'id="_health"' not in html


def test_dimensions_that_are_not_assessed_share_a_line() -> None:
    html = site(running("One", "milestones: [{id: M1, title: Go, forecast: 2026-11-01}]\n"))["projects/a.md"]
    table = html[html.index('id="_health"') : html.index('id="_plan"')]
    assert table.count("<tr>") == 2  # the heading and the schedule
    assert "Not assessed: Cost (There is no budget); Scope" in table


def test_a_milestone_late_within_its_tolerance_looks_the_same_everywhere() -> None:
    late = "milestones: [{id: M1, title: Go, baseline: 2026-12-01, forecast: 2026-12-05, reason: Rain}]\n"
    found = site(running("One", late))
    for path in ("index.md", "milestones.md", "projects/a.md"):
        assert "Within tolerance" in found[path], path
        assert "On track" not in found[path], path
        assert "ops-bad" not in found[path], path


def test_the_plan_shows_the_same_slip_as_the_table() -> None:
    overdue = "milestones: [{id: M1, title: Go, baseline: 2026-10-13, forecast: 2026-10-13}]\n"
    html = site(running("One", overdue))["projects/a.md"]
    figure = html[html.index("<svg") :]
    assert "+40" in figure[: figure.index("</svg>")]
    assert "+40 days" in html


def test_the_plan_reaches_from_start_to_finish_and_shows_today() -> None:
    html = site(running("One", "milestones: [{id: M1, title: Go, forecast: 2026-12-20}]\n"))["projects/a.md"]
    figure = html[html.index("<svg") :]
    assert "Today 22 Nov" in figure[: figure.index("</svg>")]


def test_the_roadmap_leaves_out_what_has_no_date_and_says_so() -> None:
    dated = running("One", "goals: [{id: G1, title: Sell more}]\n")
    register = site(dated, proposed("Two"), proposed("Three"))["roadmap.md"]
    figure = register[register.index("<svg") : register.index("</svg>")]
    assert "One" in figure
    assert "Two" not in figure
    assert "2 projects without any date are not drawn." in register


def test_headings_count_what_is_there_and_not_what_is_shown() -> None:
    stones = "".join(f"  - {{id: M{n}, title: Step {n}, forecast: 2026-12-01}}\n" for n in range(1, 21))
    home = site(running("One", "milestones:\n" + stones))["index.md"]
    assert 'in the next 30 days <span class="ops-count">20</span>' in home
    assert "8 more milestones" in home


def test_closed_risks_are_not_red_and_equal_ones_keep_their_order() -> None:
    risks = "".join(
        f"  - {{id: R{n}, title: Risk {n}, probability: 4, impact: 5, response: Wait, status: {status}}}\n"
        for n, status in ((1, "open"), (2, "open"), (10, "open"), (11, "closed"))
    )
    html = site(running("One", "goals: [{id: G1, title: Sell}]\nrisks:\n" + risks))["projects/a.md"]
    assert re.findall(r'<tr id="(R\d+)"', html) == ["R1", "R2", "R10", "R11"]
    closed = html[html.index('<tr id="R11"') :]
    assert 'ops-todo">Critical' in closed[: closed.index("</tr>")]


def test_a_deferred_decision_was_not_decided() -> None:
    decision = "decisions: [{id: D1, title: Move, status: deferred, date: 2026-11-01}]\n"
    html = site(running("One", "goals: [{id: G1, title: Sell}]\n" + decision))["projects/a.md"]
    assert "<dt>Deferred on</dt>" in html
    assert "Decided on" not in html


def test_a_range_as_target_is_written_out() -> None:
    metric = "metrics: [{id: K1, title: Heat, unit: ℃, direction: range, target: {min: 5, max: 25}}]\n"
    found = site(running("One", "goals: [{id: G1, title: Sell}]\n" + metric))
    for path in ("metrics.md", "projects/a.md"):
        assert "5 – 25 ℃" in found[path], path


def test_work_without_effort_is_not_said_to_be_weighed_by_it() -> None:
    tasks = "tasks: [{id: T1, title: Dig, status: done}, {id: T2, title: Fill, status: todo}]\n"
    html = site(running("One", "goals: [{id: G1, title: Sell}]\n" + tasks))["projects/a.md"]
    assert "50% of the work is done, every task counted alike." in html
    weighed = tasks.replace("status: done", "status: done, effort: 3").replace("todo", "todo, effort: 1")
    html = site(running("One", "goals: [{id: G1, title: Sell}]\n" + weighed))["projects/a.md"]
    assert "75% of the work is done, by effort." in html


def test_a_project_without_milestones_is_told_so() -> None:
    html = site(running("One", "goals: [{id: G1, title: Sell}]\n"))["projects/a.md"]
    assert "Schedule (There are no milestones)" in html


def test_equal_risks_without_a_response_come_first() -> None:
    risks = "".join(
        f"  - {{id: R{n}, title: Risk {n}, probability: 5, impact: 5{more}}}\n"
        for n, more in ((1, ", response: Wait"), (2, ""))
    )
    html = site(running("One", "goals: [{id: G1, title: Sell}]\nrisks:\n" + risks))["projects/a.md"]
    assert re.findall(r'<tr id="(R\d+)"', html) == ["R2", "R1"]


def test_the_handout_of_a_project_without_numbers_and_dates_says_what_it_is_for() -> None:
    goals = "".join(f"  - {{id: G{n}, title: Goal {n}}}\n" for n in range(1, 6))
    one = first_one_pager("summary: Sells ice in winter.\ngoals:\n" + goals)
    assert one.summary.plain == "Sells ice in winter."
    assert [goal.plain for goal in one.goals] == ["Goal 1", "Goal 2", "Goal 3"]
    assert "2 goals" in one.left_out
    busy = first_one_pager("summary: Sells ice.\nmilestones: [{id: M1, title: Go, forecast: 2026-12-01}]\n")
    assert not busy.summary
    assert not busy.goals


def first_one_pager(text: str) -> OnePager:
    portfolio = assemble({"projects/a.yaml": lambda: running("One", text).encode()})
    of = edition(portfolio, as_of=AS_OF, provenance=Provenance(None, None), lang="en")
    return one_pager(of.assessments[0], of)


def test_the_register_of_risks_says_where_a_response_is_missing() -> None:
    risk = "risks: [{id: R1, title: Rain, probability: 5, impact: 5}]\n"
    register = site(running("One", "goals: [{id: G1, title: Sell}]\n" + risk))["risks.md"]
    assert "none yet" in register


def test_the_front_page_shows_as_many_projects_in_trouble_as_a_reader_takes_in() -> None:
    late = "milestones: [{id: M1, title: Go, baseline: 2026-09-01, forecast: 2026-12-01}]\n"
    files = {f"projects/p{n}.yaml": running(f"Late {n}", late).encode for n in range(RED + 2)}
    of = edition(assemble(files), as_of=AS_OF, provenance=Provenance(None, None), lang="en")
    page = next(page for page in pages(of) if page.path == "index.md")
    home = Renderer(of).page(page).html
    assert home.count('class="ops-card ops-late"') == RED
    assert '<a href="#_all">2 more projects in the table below</a>' in home


def test_nobody_is_told_that_the_money_will_do_where_only_a_plan_is_written() -> None:
    pages_of = site(running("One", "budget: [{id: B1, title: Rent, planned: 800k}]\n"))
    unknown = "Nobody has written yet what is used or expected"
    for path in ("index.md", "money.md"):
        assert unknown in pages_of[path]
        assert "No project is expected to cost more" not in pages_of[path]
    assert "use and forecast not written yet" in pages_of["projects/a.md"]
    assert "Used ¥0" not in pages_of["money.md"]
    budget = pages_of["budget.md"]
    assert "Not judged" in budget
    assert "Within budget" not in budget
    told = running("One", "budget: [{id: B1, title: Rent, planned: 800k, forecast: 800k}]\n")
    assert "Within budget" in site(told)["budget.md"]


def test_a_portfolio_without_projects_says_the_same_in_its_first_sentence_and_its_list() -> None:
    home = site(portfolio="title: Ours\n")["index.md"]
    assert "no projects yet." in home
    assert "No project is listed here." in home
    assert "audience" not in home
