"""Gate reviews: what the criteria allow, the stage that ends, what threatens it, and who signs."""

from __future__ import annotations

import pytest
from handout import printed, said

PROJECT = """
title: Shop
owner: ann
sponsor: bob
start: 2026-07-01
finish: 2026-12-31
lifecycle: executing
confidentiality: {seen}
phases:
  - {{id: P1, title: Build, start: 2026-07-01, finish: 2026-11-20, exit_gate: G1,
     baseline: {{start: 2026-07-01, finish: 2026-11-06}}}}
  - {{id: P2, title: Sell, start: 2026-11-21, finish: 2026-12-31, entry_criteria: [Shelves full]}}
milestones:
  - id: G1
    title: Ready to open
    type: gate
    phase: P1
    baseline: 2026-11-06
    forecast: 2026-11-20
    reason: The inspector came late
    decided_by: cleo
    deliverables: [DL1]
    criteria: [{criteria}]
    {outcome}
  - {{id: M2, title: Doors, baseline: 2026-12-01, forecast: 2026-12-01}}
deliverables:
  - {{id: DL1, title: Fire report, due: 2026-11-18, acceptance_criteria: [Stamped]}}
  - {{id: DL2, title: Unrelated, due: 2026-12-18}}
risks:
  - {{id: R1, title: No stamp, probability: 2, impact: 2, affects: [DL1]}}
  - {{id: R2, title: Flood, probability: 5, impact: 5}}
  - {{id: R3, title: Rain, probability: 1, impact: 1}}
issues:
  - {{id: I1, title: Sprinkler leaks, due: 2026-11-15, impact: No stamp}}
  - {{id: I2, title: Poster is ugly, due: 2026-12-15}}
"""
PEOPLE = """
people:
  - {id: ann, name: Ann Ames, role: Shopkeeper, display: role}
  - {id: bob, name: Bob Brown, role: Director}
  - {id: cleo, name: Cleo Carr, role: Inspector, display: role}
"""
MET = "{text: Fire tested, met: true, evidence: Report of 3 Nov}"
UNMET = "{text: Staff trained, met: false}"
UNKNOWN = "{text: Permit here}"


def project(criteria: str = f"{MET}, {UNMET}, {UNKNOWN}", outcome: str = "", seen: str = "internal") -> str:
    return PROJECT.format(criteria=criteria, outcome=outcome, seen=seen)


def gate(text: str, lang: str = "en", **more: str) -> str:
    (found,) = printed("gate", text, people=PEOPLE, lang=lang, **more)
    return said(found)


def test_the_first_page_says_what_the_criteria_allow_and_who_decides() -> None:
    text = gate(project())
    assert text.index("Ready to open") < text.index("Decision to come")
    assert "The criteria do not allow a go: 1 of 3 is not met." in text
    assert "Cleo Carr is to decide on 20 Nov 2026." in text
    for choice in ("Go", "Conditional go", "Hold", "Stop"):
        assert f" {choice} " in text
    assert "✓" not in text.partition("Criteria")[0]


def test_the_same_in_chinese() -> None:
    text = gate(project(), "zh")
    assert "按标准还不能通过：3 条中有 1 条未满足。" in text
    assert "请 Cleo Carr 于 2026年11月20日决定。" in text
    for heading in ("评审标准", "附带条件", "本阶段", "未关闭的风险与问题", "下一阶段", "签字"):
        assert heading in text


@pytest.mark.parametrize(
    ("criteria", "verdict"),
    [
        (MET, "The criterion is met and allows a go."),
        (f"{MET}, {MET}", "All 2 criteria are met and allow a go."),
        (f"{MET}, {UNKNOWN}", "Whether the criteria allow a go is not known: of 1 of 2 nobody says"),
        ("", "No criteria are written for this gate"),
    ],
)
def test_what_the_criteria_allow(criteria: str, verdict: str) -> None:
    assert verdict in gate(project(criteria))


def test_what_was_met_without_evidence_is_told() -> None:
    assert "no evidence written" in gate(project("{text: Fire tested, met: true}"))
    assert "no evidence written" not in gate(project(MET))


def test_a_decided_gate_has_its_box_ticked_and_its_conditions() -> None:
    text = gate(project(outcome="outcome: conditional_go\n    decided: 2026-11-07"))
    assert "✓ Conditional go" in text
    assert "1 of 3 criteria met; passed on condition of: Staff trained, Permit here." in text
    assert "Decided by Cleo Carr on 7 Nov 2026." in text
    assert "It was passed on condition of what was not met:" in text


def test_a_gate_of_the_past_without_a_decision_says_so() -> None:
    text = gate(project(), day="2026-11-23")
    assert "Decision missing" in text
    assert "A decision is missing: the gate was to be on 20 Nov 2026." in text


def test_the_stage_holds_what_belongs_to_it_and_nothing_else() -> None:
    text = gate(project())
    stage = text.partition("The stage that ends")[2].partition("What begins after it")[0]
    assert "P1 Build 2026-07-01 2026-11-20 2026-11-06" in stage
    assert "DL1 Fire report Stamped" in stage
    assert "DL2" not in stage
    assert "R1 No stamp" in stage
    assert "R2 Flood" in stage
    assert "R3" not in stage
    assert "I1 Sprinkler leaks" in stage
    assert "I2" not in stage
    assert stage.index("R1") < stage.index("R2"), "what names the gate stands first"
    assert "Shelves full" in text.partition("What begins after it")[2]


def test_there_is_room_to_sign() -> None:
    text = gate(project()).partition("Sign-off")[2]
    assert "Who decides Cleo Carr" in text
    assert "Owner of the gate Ann Ames" in text


def test_a_gate_for_the_public_names_nobody_who_is_shown_by_role() -> None:
    text = gate(project(seen="public"), audience="public")
    assert "Cleo" not in text
    assert "Inspector is to decide" in text


def test_gates_without_ids_and_on_the_same_day_have_files_of_their_own() -> None:
    twins = "{title: A, type: gate, forecast: 2026-11-20}, {title: B, type: gate, forecast: 2026-11-20}"
    found = printed("gate", f"title: Tiny\nowner: Ann\nmilestones: [{twins}]")
    assert [one.path for one in found] == [
        "tiny.gate.2026-11-20.en.pdf",
        "tiny.gate.2026-11-20-2.en.pdf",
    ]


def test_the_file_says_which_gate_it_is_about() -> None:
    (found,) = printed("gate", project(), people=PEOPLE)
    assert found.title == "Shop · Ready to open · Gate review"
    assert found.path == "tiny.gate.G1.en.pdf"


def test_a_project_without_gates_has_no_review_of_one() -> None:
    assert printed("gate", "title: Tiny\nowner: Ann") == ()
