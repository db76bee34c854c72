"""Tasks as readers see them: the tree, the board, floats, the critical path, and what is not shown."""

from __future__ import annotations

import re
from datetime import date

import pytest
from test_views import rendered
from written import assembled, assessed, portfolio

from opsgen.history import Provenance
from opsgen.views import edition
from opsgen.views.drawings import MOST_ROWS, fewer, plan_rows
from opsgen.views.sections.tasks import tasks as section_of

HEADER = "title: One\nowner: Ada\nstart: 2026-01-01\nfinish: 2027-12-31\nlifecycle: executing\n"
CHAIN = """tasks:
- {id: T1, title: Design, start: 2026-11-23, finish: 2026-11-27}
- {id: T2, title: Build, start: 2026-11-30, finish: 2026-12-04, depends_on: [{ref: T1, lag: 1d}]}
- {id: T3, title: Print, start: 2026-11-30, finish: 2026-12-01, depends_on: [T1]}
milestones:
- {id: M1, title: Go, forecast: 2026-12-11, depends_on: [T2, T3]}
"""


def page(lines: str, lang: str = "en") -> str:
    """The page of one project."""
    found = assembled({"projects/a.yaml": (HEADER + lines).encode()})
    assert not [problem for problem in found.problems if problem.severity == "error"], found.problems
    pages = {path: one.html for path, one in rendered(found, lang=lang).items()}
    return pages["projects/a.md"]


def tasks(lines: str, lang: str = "en") -> str:
    """The section on tasks."""
    html = page(lines, lang)
    start = html.index('id="_tasks"')
    end = html.find("<h2", start + 1)
    return html[start : end if end > 0 else None]


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def row(html: str, name: str) -> str:
    """The row of a task."""
    found = re.search(rf'<tr id="{name}".*?</tr>', html, re.DOTALL)
    assert found
    return found[0]


def test_a_project_without_tasks_has_no_such_section() -> None:
    assert 'id="_tasks"' not in page("milestones: [{id: M1, title: Go, forecast: 2026-12-01}]")


def test_the_critical_path_is_named_and_marked() -> None:
    """M1 falls a week after T2: what is before it has room, so M1 alone decides the end."""
    html = tasks(CHAIN.replace("2026-12-11", "2026-12-04"))
    path = re.search(r'<ol class="ops-path">.*?</ol>', html, re.DOTALL)
    assert path
    assert text(path[0]) == "T1 Design T2 Build M1 Go"
    assert "Critical path" in row(html, "T2")
    assert "Critical path" not in row(html, "T3")


def test_a_float_says_how_it_came_about() -> None:
    shown = text(row(tasks(CHAIN), "T3"))
    assert "latest finish − earliest finish, in working days" in shown
    assert "Earliest finish 1 Dec 2026 Latest finish 11 Dec 2026" in shown
    assert "8 latest finish" in shown


def test_milestones_have_their_float_too() -> None:
    html = page(CHAIN)
    assert '<th scope="col" class="ops-num">Float, working days</th>' in html
    assert "Waits for T2" in text(row(html, "M1"))
    assert "Float" not in page("milestones: [{id: M1, title: Go, forecast: 2026-12-01}]")


def test_what_a_task_waits_for_is_short_and_said_in_words() -> None:
    lines = """tasks:
- {id: T1, title: a, start: 2026-11-23, finish: 2026-11-27, aliases: [T0]}
- {id: T2, title: b, depends_on: [{ref: T0, type: SS, lag: 2w}, {ref: T1, type: FF, lag: 10ed}]}
- {id: T3, title: c, depends_on: [{ref: T1, type: SF}, {ref: T2, lag: 1mo}, 'secret:M1']}
"""
    html = tasks(lines)
    first, second = row(html, "T2"), row(html, "T3")
    assert "Waits for T1 SS +2w (starts 2 weeks after the start of T1) , T1 FF +10ed (ends 10" in text(first)
    assert "T1 SF (ends once T1 has started) , T2 +1mo (1 month after T2)" in text(second)
    assert "ends 10 days after the end of T1" in text(first)
    assert "secret" not in html
    assert "T1 开始 2 周后开始" in text(row(tasks(lines, "zh"), "T2"))


def test_contradictions_are_named() -> None:
    html = tasks(
        CHAIN.replace("start: 2026-11-30, finish: 2026-12-04", "start: 2026-11-26, finish: 2026-12-04")
    )
    assert "T2 “Build” is expected on 26 Nov 2026; T1 “Design” allows it from 30 Nov 2026 on." in text(html)


def test_the_tree_says_its_levels_and_adds_up() -> None:
    html = tasks("""tasks:
- {id: T1, title: All}
- {id: T2, title: Half, parent: T1, effort: 10, remaining: 5, status: in_progress, finish: 2026-12-01}
- {id: T3, title: Whole, parent: T1, effort: 30, status: done, start: 2026-11-02, finish: 2026-11-20}
- {id: T4, title: Below, parent: T2, aliases: [T40]}
- {id: T5, title: Deep, parent: T40, effort: 2}
""")
    assert "Level 2" in row(html, "T2")
    assert "--depth:3" in row(html, "T5")
    whole = text(row(html, "T1"))
    assert "2026-11-02" in whole
    assert "Σ weight × complete / Σ weight" in whole
    assert "(effort − remaining) / effort" not in text(row(html, "T2"))  # it has tasks below it


def test_a_share_from_what_is_left_says_so() -> None:
    html = tasks("tasks: [{id: T1, title: a, effort: 8, remaining: 2, status: in_progress}]")
    shown = text(row(html, "T1"))
    assert "75% (effort − remaining) / effort" in shown
    assert "2 left" in shown


def test_links_to_other_systems_are_safe_ones() -> None:
    html = tasks("""tasks:
- {id: T1, title: a, external: {system: Jira, key: A-1, url: "https://example.com/A-1"}}
- {id: T2, title: b, external: {system: "<b>Trac</b>", key: A-2}}
""")
    assert '<a href="https://example.com/A-1" rel="noopener noreferrer nofollow">Jira A-1</a>' in html
    assert "<b>Trac" not in html
    assert "&lt;b&gt;Trac&lt;/b&gt; A-2" in html


def test_a_task_names_what_it_brings_and_who_helps() -> None:
    html = tasks("""tasks: [{id: T1, title: a, deliverable: DL1, contributors: [Bo]}]
deliverables: [{id: DL1, title: A page}]
""")
    assert '<a href="#DL1"' in row(html, "T1")
    assert "with Bo" in text(row(html, "T1"))


# ---- the board


def board(count: int) -> str:
    started = "".join(f"- {{id: T{i}, title: t{i}, status: in_progress}}\n" for i in range(count))
    return f"tasks:\n{started}- {{id: T90, title: To do}}\n- {{id: T91, title: Off, status: cancelled}}\n"


def test_a_board_appears_once_somebody_has_moved_tasks() -> None:
    assert "ops-board" not in tasks(board(2))
    html = tasks(board(3))
    lanes = re.findall(r"<h4>(.*?)</h4>", html)
    assert [text(lane) for lane in lanes] == [
        "To do 1",
        "In progress 3",
        "Blocked 0",
        "In review 0",
        "Done 0",
    ]
    assert "1 cancelled task is left out." in html
    assert "Off" not in html[html.index("ops-board") : html.index('id="_tree"')]


def test_the_board_marks_what_is_overdue_and_shows_the_last_that_were_done() -> None:
    done = "".join(
        f"- {{id: T{i}, title: t{i}, status: done, finish: 2026-10-{i:02}}}\n" for i in range(1, 11)
    )
    late = (
        "- {id: T20, title: Late, status: blocked, blocked_by: No account, finish: 2026-11-02, owner: Bo}\n"
    )
    html = tasks(f"tasks:\n{done}{late}")
    tickets = re.findall(r'<li class="ops-ticket.*?</li>', html, re.DOTALL)
    assert [text(ticket)[:3] for ticket in tickets] == ["T20", "T10", "T9 ", "T8 ", "T7 ", "T6 "]
    assert "ops-late" in tickets[0]
    assert "Overdue" in text(tickets[0])
    assert "Bo" in text(tickets[0])
    assert "No account" in text(tickets[0])
    assert "and 5 more" in text(html)


def test_groups_are_no_tickets() -> None:
    html = tasks(board(3) + "- {id: T92, title: Part, parent: T90, status: in_review}\n")
    shown = html[html.index("ops-board") : html.index('id="_tree"')]
    assert "T90" not in shown
    assert "T92" in shown


# ---- folding


def many(count: int, more: str = "") -> str:
    return "tasks:\n" + "".join(f"- {{id: T{i}, title: t{i}{more}}}\n" for i in range(count))


def folded(lines: str) -> dict[str, list[str]]:
    found = assessed(lines, "2026-11-22")
    shown = section_of(
        edition(portfolio(lines), as_of=date(2026, 11, 22), provenance=Provenance(None, None), lang="en"),
        found,
    )
    return {
        name: [one.state.task.id for one in rows]  # type: ignore[attr-defined]
        for name, rows in shown.items()
        if name.endswith("_rows")
    }


def test_a_short_list_is_not_folded() -> None:
    lines = many(5, ", status: done")
    assert folded(lines)["finished_rows"] == []


def test_in_a_long_list_finished_branches_stand_apart() -> None:
    lines = many(12) + (
        "- {id: A, title: Begun}\n- {id: B, title: over, parent: A, status: done}\n"
        "- {id: C, title: open, parent: A}\n- {id: D, title: deep, parent: B, status: done}\n"
    )
    found = folded(lines)
    assert found["finished_rows"] == ["B", "D"]
    assert "A" in found["task_rows"]
    html = tasks(lines)
    assert "part of A Begun" in text(row(html, "B"))
    assert html.index('id="_finished"') < html.index('<tr id="B"')


def test_in_a_very_long_list_what_begins_much_later_is_folded() -> None:
    found = folded(many(40, ", start: 2026-11-30") + "- {id: A, title: Later, start: 2027-03-01}\n")
    assert found["later_rows"] == ["A"]


# ---- the chart


@pytest.mark.parametrize("finished", [0, 60])
def test_a_chart_of_very_many_tasks_leaves_some_out_and_says_so(finished: int) -> None:
    lines = "tasks:\n" + "".join(
        f"- {{id: T{i}, title: t{i}, start: 2026-11-02, finish: 2026-12-04,"
        f" status: {'done' if i < finished else 'todo'}}}\n"
        for i in range(150)
    )
    found = assessed(lines, "2026-11-22")
    of = edition(portfolio(lines), as_of=date(2026, 11, 22), provenance=Provenance(None, None), lang="en")
    rows = plan_rows(of, found)
    kept = fewer(rows)
    assert len(rows) == 150
    assert len(kept) == (90 if finished else MOST_ROWS)
    assert f"{150 - len(kept)} tasks are left out of the chart" in page(lines)


def test_the_chart_takes_groups_ends_and_marks_from_the_data() -> None:
    lines = (
        CHAIN.replace("2026-12-11", "2026-12-04")
        + "- {id: M2, title: End, forecast: 2026-12-04, depends_on: [M1]}\n"
    )
    lines += "phases: [{id: P1, title: Work, start: 2026-11-01, finish: 2026-12-31}]\n"
    lines = lines.replace("title: Design", "title: Design, parent: T9").replace(
        "tasks:\n", "tasks:\n- {id: T9, title: Top, phase: P1}\n"
    )
    found = assessed(lines, "2026-11-22")
    of = edition(portfolio(lines), as_of=date(2026, 11, 22), provenance=Provenance(None, None), lang="en")
    rows = {one.id: one for one in plan_rows(of, found)}
    assert [(name, rows[name].kind, rows[name].depth) for name in ("P1", "T9", "T1", "T2")] == [
        ("P1", "phase", 0),
        ("T9", "group", 0),
        ("T1", "task", 1),
        ("T2", "task", 0),
    ]
    assert list(rows)[:3] == ["P1", "T9", "T1"]
    assert rows["T2"].critical
    assert not rows["T3"].critical
    assert rows["M1"].href == "#M1"


def test_a_task_without_a_phase_stands_over_those_below_it_or_is_left_out() -> None:
    lines = """phases:
- {id: P1, title: One, start: 2026-11-01, finish: 2026-11-15}
- {id: P2, title: Two, start: 2026-11-16, finish: 2026-12-31}
tasks:
- {id: A, title: all in one phase}
- {id: B, title: b, parent: A, phase: P2, start: 2026-11-20, finish: 2026-11-30}
- {id: C, title: in two phases}
- {id: D, title: d, parent: C, phase: P1, start: 2026-11-02, finish: 2026-11-05}
- {id: E, title: e, parent: C, phase: P2, start: 2026-11-20, finish: 2026-11-30}
- {id: F, title: some in none}
- {id: G, title: g, parent: F, start: 2026-11-02, finish: 2026-11-05}
- {id: H, title: h, parent: F, phase: P1, start: 2026-11-02, finish: 2026-11-05}
"""
    of = edition(portfolio(lines), as_of=date(2026, 11, 22), provenance=Provenance(None, None), lang="en")
    rows = [(one.id, one.depth) for one in plan_rows(of, assessed(lines, "2026-11-22"))]
    assert rows == [
        *(("P1", 0), ("D", 0), ("H", 0)),
        *(("P2", 0), ("A", 0), ("B", 1), ("E", 0)),
        *(("F", 0), ("G", 1)),
    ]
    assert "1 task is left out of the chart; all are in the table below." in page(lines)
