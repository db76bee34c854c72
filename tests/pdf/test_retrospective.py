"""Retrospectives on paper: four steps, root causes, rules, actions seen to help; or a form to fill in."""

from __future__ import annotations

from handout import printed, said

PROJECT = """
title: Shop
owner: ann
start: 2026-01-01
finish: 2026-12-31
confidentiality: {seen}
goals: [{{id: G1, title: Be loved, due: 2026-10-31, status: partly_achieved}}]
metrics:
  - {{id: K1, title: Visitors, unit: people, direction: up, target: 1000, due: 2026-10-31,
     measurements: [{{date: 2026-10-30, value: 1200}}]}}
milestones:
  - {{id: M1, title: Opening, baseline: 2026-09-01, actual: 2026-10-20}}
  - {{id: M2, title: Party, baseline: 2026-09-01, actual: 2026-09-01}}
budget: [{{id: B1, title: Rent, planned: 10000, actual: 4321}}]
lessons:
  - {{id: L1, title: Book bands early, recommendation: Book in March, polarity: avoid}}
  - {{id: L2, title: Not here, recommendation: Never mind}}
actions:
  - {{id: A1, title: Write a list, owner: ann, due: 2026-11-20}}
  - {{id: A2, title: Ask twice, owner: ann, due: 2026-11-02, status: done,
     done: 2026-11-02, verified: 2026-11-05, verified_by: bob}}
retrospectives:
  - date: {date}
    scope: Opening
    facilitator: bob
    participants: [ann, bob]
    goals: Also to be quiet
    results: It was loud
    causes:
      - {{result: Opened late, why: [No permit, No form, No list], root_cause: Nobody keeps the list}}
      - {{result: Many came, success_factor: A good corner}}
    rules: [{{rule: No permit no date, kind: start, when: Before every opening}}]
    lessons: [L1]
    actions: [{actions}]
"""
PEOPLE = "people: [{id: ann, name: Ann Ames, role: Shopkeeper, display: role}, {id: bob, name: Bob Brown}]"


def project(date: str = "2026-11-01", actions: str = "A1, A2", seen: str = "internal") -> str:
    return PROJECT.format(date=date, actions=actions, seen=seen)


def retrospective(text: str, lang: str = "en", **more: str) -> str:
    (found,) = printed("retrospective", text, people=PEOPLE, lang=lang, **more)
    return said(found)


def test_the_first_page_says_what_came_of_it() -> None:
    page = retrospective(project()).partition("1. What was wanted")[0]
    assert "Shop: Opening" in page
    assert "Held on 1 Nov 2026" in page
    assert "Participants Ann Ames, Bob Brown" in page
    assert "Actions open" in page
    assert "3 of 5 results as wanted, 1 root cause, 1 rule, 2 actions, 1 verified." in page
    assert "Root causes Nobody keeps the list" in page
    assert "Rules No permit no date" in page


def test_the_same_in_chinese() -> None:
    text = retrospective(project(), "zh")
    assert "5 项结果中 3 项如预期、1 个根因、1 条规律、2 项行动，已验证 1 项。" in text
    for heading in ("一、回顾目标", "二、评估结果", "三、分析原因", "四、总结规律", "行动项", "经验教训"):
        assert heading in text


def test_the_four_steps_are_filled_from_the_data_and_from_what_was_written() -> None:
    text = retrospective(project())
    wanted, _, rest = text.partition("1. What was wanted")[2].partition("2. What came of it")
    came, _, rest = rest.partition("3. Why")
    why, _, rest = rest.partition("4. What to do from now on")
    assert "Also to be quiet" in wanted
    assert "G1 Be loved 2026-10-31" in wanted
    assert "It was loud" in came
    assert "K1 Visitors 1,000 people 1,200 people (120%) Target met" in came
    assert "M1 Opening 1 Sept 2026 20 Oct 2026 +49 days Achieved" in came
    assert "Opened late No permit No form No list Root cause Nobody keeps the list" in why
    assert "Many came Success factor A good corner" in why
    assert "Start doing No permit no date Before every opening" in rest


def test_actions_say_whether_somebody_has_seen_that_they_help() -> None:
    text = retrospective(project()).rpartition("Seen to help")[2]
    assert "A1 Write a list Ann Ames 2026-11-20 Open nobody yet" in text
    assert "A2 Ask twice Ann Ames 2026-11-02 Verified 2026-11-05 Bob Brown" in text
    assert "L1 Book bands early" in text
    assert "L2" not in text


def test_the_light_is_that_of_the_actions() -> None:
    assert "Verified" in retrospective(project(actions="A2")).partition("1. What")[0]
    assert "Actions overdue" in retrospective(project(), day="2026-11-25").partition("1. What")[0]


def test_one_without_actions_says_so() -> None:
    text = retrospective(
        "title: Tiny\nowner: Ann\nretrospectives: [{date: 2026-11-01, rules: [{rule: Ask}]}]"
    )
    assert "No action came of it." in text


def test_one_that_is_to_come_is_a_form_with_the_goals_of_now() -> None:
    text = retrospective(
        project("2026-12-01", actions="")
        .replace("    causes:", "    extra_causes:")
        .partition("    extra_causes:")[0]
    )
    assert "To be held on 1 Dec 2026; steps 2 to 4 are to be filled in there." in text
    assert "K1 Visitors 1,000 people 2026-10-31" in text
    assert "Five whys" in text
    assert "Rules Applies when Start, stop or go on" in text


def test_two_of_one_day_have_files_of_their_own() -> None:
    twins = "[{date: 2026-11-01, scope: A}, {date: 2026-11-01, scope: B}]"
    found = printed("retrospective", f"title: Tiny\nowner: Ann\nretrospectives: {twins}")
    assert [one.path for one in found] == [
        "tiny.retrospective.2026-11-01.en.pdf",
        "tiny.retrospective.2026-11-01-2.en.pdf",
    ]
    assert "Tiny: A" in said(found[0])
    assert "Tiny: B" in said(found[1])


def test_the_public_sees_neither_amounts_nor_hidden_names() -> None:
    text = retrospective(project(seen="public"), audience="public")
    for hidden in ("4.32", "4,321", "10 k", "10,000", "Ann Ames", "Spending"):
        assert hidden not in text
    assert "Shopkeeper" in text
