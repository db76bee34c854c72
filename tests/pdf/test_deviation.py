"""Deviation reports: for projects in trouble alone, with cause, consequence and what is asked first."""

from __future__ import annotations

from handout import printed, said

PROJECT = """
title: Shop
owner: ann
sponsor: bob
start: 2026-01-01
finish: 2026-12-31
baseline_finish: 2026-12-01
lifecycle: executing
confidentiality: {seen}
tolerance: {{schedule_days: 10, cost_pct: 10}}
goals: [{{id: G1, title: Open in time, milestones: [M2]}}, {{id: G2, title: Be loved}}]
milestones:
  - {{id: M1, title: Permit, baseline: 2026-10-01, forecast: {permit}, {reason}}}
  - {{id: M2, title: Opening, baseline: 2026-12-01, forecast: 2026-12-05, depends_on: [M1]}}
tasks:
  - {{id: T1, title: Hire, finish: 2026-12-20, depends_on: [M2]}}
  - {{id: T2, title: Paint, finish: 2026-12-20}}
budget:
  - {{id: B1, title: Rent, planned: 100000, actual: 50000, forecast: {rent}, notes: The landlord wants more}}
metrics:
  - {{id: K1, title: Sign-ups, level: key, unit: people, direction: up, target: 1000,
     start_value: 0, due: 2026-12-31, measurements: [{{date: 2026-11-01, value: {signups}}}]}}
adjustments:
  - {{id: AD1, title: Vouchers, date: 2026-10-15, metric: K1, observation: Few come, cause: Nobody knows us,
     action: Vouchers at the door}}
actions:
  - {{id: A1, title: Call the office, owner: ann, due: 2026-11-20}}
  - {{id: A2, title: Old, owner: ann, due: 2026-10-01, status: done}}
{more}
"""
PEOPLE = "people: [{id: ann, name: Ann Ames, role: Shopkeeper, display: role}, {id: bob, name: Bob Brown}]"
ASK = """
decisions:
  - {id: D1, title: Open without a permit, options: [Open, Wait], recommendation: Wait for it, cost: 7777,
     due: 2026-11-20}
"""
OTHER = """
title: Franchise
owner: Cy
start: 2026-01-01
milestones: [{id: X1, title: Copy it, forecast: 2026-10-10, depends_on: ["tiny:M1"]}]
"""


def project(
    permit: str = "2026-11-20",
    reason: str = "reason: The office is closed",
    rent: int = 150000,
    signups: int = 100,
    more: str = ASK,
    seen: str = "internal",
) -> str:
    return PROJECT.format(permit=permit, reason=reason, rent=rent, signups=signups, more=more, seen=seen)


CALM = {"permit": "2026-10-01, actual: 2026-10-01", "reason": "trend: true", "rent": 100000, "signups": 900}


def deviation(text: str, lang: str = "en", **more: str) -> str:
    (found,) = printed("deviation", text, OTHER, people=PEOPLE, lang=lang, **more)
    return said(found)


def first_page(text: str) -> str:
    return text.partition("Tolerance beside actual")[0]


def test_the_first_page_says_cause_consequence_and_what_is_asked() -> None:
    page = first_page(deviation(project()))
    assert "M1 “Permit” is 50 days later than planned, tolerance 10" in page
    assert "Beyond tolerance: Schedule, Cost, Benefits." in page
    assert "Cause M1 Permit : The office is closed" in page
    assert "The project ends on 31 Dec 2026, 30 days later than planned." in page
    assert "D1 Open without a permit : Wait for it by 20 Nov 2026" in page


def test_the_same_in_chinese() -> None:
    text = deviation(project(), "zh")
    assert "超出容差：进度、费用、收益。" in text
    assert "项目要到 2026年12月31日才完成，比原计划晚 30 天。" in text
    for heading in ("容差与实际对照", "原因分析", "后果与影响", "需决策事项", "已采取的措施", "签字"):
        assert heading in text


def test_the_tolerance_stands_beside_what_came() -> None:
    table = deviation(project()).partition("Tolerance beside actual")[2].partition("Causes")[0]
    assert "Schedule Red +50 days +10 days 500%" in table
    assert "Cost Red +50.0% +10.0% 500%" in table
    assert "Not assessed: Scope, Risk." in table


def test_every_cause_has_its_reason_or_says_that_it_has_none() -> None:
    causes = deviation(project()).partition("Causes")[2].partition("What it leads to")[0]
    assert "M1 Permit 50 days late 2026-10-01 → 2026-11-20 The office is closed" in causes
    assert "B1 Rent +¥50 k +50.0% The landlord wants more" in causes
    assert "K1 Sign-ups 100 people, expected by now" in causes
    assert "Nobody knows us" in causes
    assert "no reason written" not in causes
    assert "M2" not in causes, "four of ten days are still green"
    silent = deviation(project(reason="trend: true"))
    assert "Cause M1 Permit : no reason written" in silent


def test_what_follows_names_who_waits() -> None:
    effects = deviation(project()).partition("What it leads to")[2].partition("Decisions wanted")[0]
    assert "2 open tasks and milestones wait for what is late: T1 “Hire”, M2 “Opening”." in effects
    assert "Franchise · X1 Copy it needs M1 “Permit” by 10 Oct 2026 and gets it 41 days late." in effects
    assert "¥150 k is expected to be spent, ¥50 k more than planned." in effects
    assert "G1 “Open in time” is at risk." in effects
    assert "G2" not in effects


def test_what_was_done_already_and_what_is_being_done() -> None:
    done = deviation(project()).partition("What is done already")[2]
    assert "AD1 Few come Vouchers at the door" in done
    assert "A1 Call the office Ann Ames 2026-11-20" in done
    assert "A2" not in done


def test_beyond_tolerance_without_a_question_is_told_and_leaves_room_for_one() -> None:
    text = deviation(project(more=""))
    assert "Beyond tolerance, and nobody asks for a decision." in text
    assert "Options and recommendation" in text
    assert "Option Cost and days For and against" in text


def test_an_amber_project_asks_for_nothing_and_is_noted() -> None:
    text = deviation(
        project(**CALM | {"permit": "2026-10-09"}, more="").replace("2026-12-01\nlife", "2026-12-31\nlife"),
        day="2026-10-05",
    )
    assert "Still within tolerance, and no longer green: Schedule." in text
    assert "Nothing; for your information." in text
    assert "Options and recommendation" not in text
    assert "To take note Bob Brown" in text


def test_nothing_is_printed_of_a_project_within_its_tolerance() -> None:
    calm = project(**CALM).replace("2026-12-01\nlife", "2026-12-31\nlife")
    assert printed("deviation", calm, people=PEOPLE) == ()
    assert printed("deviation", project().replace("executing", "on_hold"), people=PEOPLE) == ()
    assert printed("deviation", "title: Tiny\nowner: Ann") == ()


def test_a_dimension_that_does_not_count_is_told_of_once_its_tolerance_is_used_up() -> None:
    calm = project(**CALM | {"rent": 150000}).replace("2026-12-01\nlife", "2026-12-31\nlife")
    text = deviation(calm + "health_dimensions: [schedule]\n")
    assert "Beyond tolerance: Cost." in text


def test_the_public_sees_neither_amounts_nor_hidden_names_nor_hidden_projects() -> None:
    text = deviation(project(seen="public"), audience="public")
    for hidden in ("7777", "7.78", "150 k", "50 k", "landlord", "Ann Ames", "Franchise", "Copy it"):
        assert hidden not in text
    assert "The office is closed" in text


def test_a_chain_of_a_thousand_tasks_is_followed_to_its_end() -> None:
    tasks = "\n".join(
        f"  - {{id: C{n}, title: Step, finish: 2026-12-20, depends_on: [{'M1' if n == 0 else f'C{n - 1}'}]}}"
        for n in range(1000)
    )
    text = deviation(project().replace("tasks:\n", f"tasks:\n{tasks}\n"))
    assert "1,002 open tasks and milestones wait for what is late" in text
