"""Closing reports: the verdict, target against actual, what nobody explains, what goes on, who signs."""

from __future__ import annotations

from handout import printed, said

PROJECT = """
title: Shop
owner: ann
sponsor: bob
start: 2026-01-01
finish: 2026-10-31
baseline_finish: 2026-10-21
lifecycle: {lifecycle}
confidentiality: {seen}
goals:
  - {{id: G1, title: Open in time, status: achieved, milestones: [M1]}}
  - {{id: G2, title: Be loved, status: missed, notes: The service was slow}}
metrics:
  - {{id: K1, title: Visitors, unit: people, direction: up, target: 1000, due: 2026-10-31,
     measurements: [{{date: 2026-10-30, value: 800}}]}}
milestones:
  - {{id: M1, title: Opening, baseline: 2026-09-01, actual: 2026-09-02}}
  - {{id: M2, title: Party, baseline: 2026-09-01, actual: 2026-10-20, reason: The band was ill}}
deliverables: [{{id: DL1, title: Till, due: 2026-09-01, status: planned}}]
budget: [{{id: B1, title: Rent, planned: 10000, actual: 14321, notes: A month more}}]
lessons:
  - {{id: L1, title: Book bands early, recommendation: Book in March, cause: One band, polarity: avoid}}
actions:
  - {{id: A1, title: Return the keys, owner: ann, due: 2026-11-30}}
  - {{id: A2, title: Old, owner: ann, due: 2026-10-01, status: done}}
issues: [{{id: I1, title: Door squeaks}}]
benefits: [{{id: BN1, title: Regulars, measure_on: [2027-03-01], expected: Half come again}}]
{closed}
closing:
  summary: It opened and was too dear.
  results: A shop that works.
  success_factors: [A good corner]
  problems: [{{problem: Slow till, solution: A second one}}, {{problem: Rain}}]
  recommendations: [Open in spring]
  follow_on:
    - {{action: Sell the stage, owner: ann, due: 2026-12-01, to: Events team}}
    - {{action: Thank the band}}
  handover: [Keys to Events]
  satisfaction: {{score: 4.2, n: 37}}
  {accepted}
"""
PEOPLE = "people: [{id: ann, name: Ann Ames, role: Shopkeeper, display: role}, {id: bob, name: Bob Brown}]"
ACCEPTED = "accepted_by: bob\n  accepted: 2026-11-05"


def project(lifecycle: str = "closed", accepted: str = ACCEPTED, seen: str = "internal") -> str:
    closed = "closed: 2026-10-31" if lifecycle == "closed" else ""
    return PROJECT.format(lifecycle=lifecycle, accepted=accepted, closed=closed, seen=seen)


def closing(text: str, lang: str = "en", **more: str) -> str:
    (found,) = printed("closing", text, people=PEOPLE, lang=lang, **more)
    return said(found)


def test_the_first_page_says_what_was_reached_and_what_it_cost() -> None:
    page = closing(project()).partition("Contents")[0]
    assert "Partly reached" in page
    assert "1 of 2 goals reached, 0 of 1 targets met, 1 of 2 milestones in time." in page
    assert "more than the" in page
    assert "It ended 10 days later than planned." in page
    assert "Accepted by Bob Brown on 5 Nov 2026" in page
    assert "5 deviations, 2 without a reason" in page
    assert "Satisfaction 4.2 37 answers" in page
    assert "It opened and was too dear." in page


def test_the_same_in_chinese() -> None:
    text = closing(project(), "zh")
    assert "2 个目标达成 1 个" in text
    assert "Bob Brown 于 2026年11月5日验收" in text
    for heading in (
        "目标与实际对照",
        "没有写原因的偏差",
        "成功因素",
        "经验教训",
        "结项后继续的事",
        "移交",
        "签字",
    ):
        assert heading in text


def test_target_stands_against_actual_with_reasons() -> None:
    text = closing(project())
    table = text.partition("Shown by")[2].partition("Deviations without a reason")[0]
    assert "G2 Be loved Missed The service was slow" in table
    assert "K1 Visitors 1,000 people 800 people 80% Target missed no reason written" in table
    assert "M2 Party 2026-09-01 2026-10-20 +49 days Achieved The band was ill" in table
    assert "DL1 Till 2026-09-01" in table
    assert "A month more" in table
    silent = text.rpartition("Deviations without a reason")[2].partition("Success factors")[0]
    assert "K1 Visitors" in silent
    assert "DL1 Till" in silent
    assert "M2" not in silent


def test_what_goes_on_has_an_owner_or_says_that_it_has_none() -> None:
    text = closing(project()).rpartition("What goes on after the end")[2]
    assert "Sell the stage Ann Ames 2026-12-01 Events team" in text
    assert "Thank the band nobody" in text
    assert "Action A1 Return the keys" in text
    assert "Issue I1 Door squeaks" in text
    assert "A2" not in text
    assert "BN1 Regulars Half come again Ann Ames 2027-03-01" in text


def test_problems_lessons_and_handover() -> None:
    text = closing(project())
    assert "Slow till A second one" in text
    assert "Rain not solved" in text
    assert "L1 Book bands early One band Book in March" in text
    assert "Keys to Events" in text


def test_it_is_signed_by_who_accepted_and_by_who_takes_over() -> None:
    signed = closing(project()).rpartition("Sign-off")[2]
    assert "Accepted by Bob Brown" in signed
    assert "Owner Ann Ames" in signed
    assert "Takes over" in signed


def test_before_the_end_it_is_a_draft_for_the_sponsor() -> None:
    text = closing(project("closing", accepted=""))
    assert "The closing report is a draft until the project is closed." in text
    assert "To accept Bob Brown" in text.rpartition("Sign-off")[2]
    assert "Not accepted yet" in closing(project(accepted=""))


def test_a_project_that_has_little_to_say_has_a_short_report() -> None:
    text = closing("title: Tiny\nowner: Ann\nclosing: {summary: It is over.}")
    assert "Nothing to hold it against" in text
    assert "It is over." in text
    for absent in ("Target against actual", "Problems", "What goes on", "Handover", "Contents"):
        assert absent not in text


def test_a_project_that_goes_on_has_none() -> None:
    assert printed("closing", "title: Tiny\nowner: Ann") == ()


def test_the_public_sees_neither_amounts_nor_hidden_names() -> None:
    text = closing(project(seen="public"), audience="public")
    for hidden in ("14.3", "14,321", "10 k", "10,000", "A month more", "Ann Ames"):
        assert hidden not in text
    assert "Shopkeeper" in text
