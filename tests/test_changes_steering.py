"""Changes of decisions, actions, meetings, roles, updates and lessons: what each is, and what is said."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from opsgen.changes.compare import meeting_changes
from opsgen.words import Text
from tests.retold import changes, mirrored, one, retold, told
from tests.written import assembled

if TYPE_CHECKING:
    from opsgen.model import Meeting
    from tests.conftest import Golden


def decision(more: str = "") -> str:
    return f"decisions: [{{id: E1, title: A second vendor{more}}}]\n"


def action(more: str = "", due: str = "2026-10-10", owner: str = "Ada") -> str:
    return f"actions: [{{id: A1, title: Call the vendor, owner: {owner}, due: {due}{more}}}]\n"


def meeting(more: str = "", day: str = "2026-10-10") -> str:
    return f"meetings: [{{id: W1, title: Weekly, date: {day}{more}}}]\n"


DECIDED = ", status: decided, outcome: Take both, date: 2026-10-09"
HELD = (
    ", decisions: [{title: Go on, status: decided, outcome: We do, date: 2026-10-10}, {ref: E1}]"
    ", actions: [{title: Write it down, owner: Bob, due: 2026-10-17}, {ref: A1}]"
)
CASES = {
    "a decision is asked for": ("", decision(", due: 2026-10-10")),
    "a decision is asked for some day": ("", decision()),
    "a decision is taken": (decision(), decision(DECIDED)),
    "a decision is new and taken": ("", decision(DECIDED)),
    "a decision is put off": (decision(), decision(", status: deferred, outcome: Not before the budget")),
    "a decision is withdrawn": (decision(), decision(", status: withdrawn")),
    "a decision is asked for again": (decision(DECIDED), decision()),
    "a decision is wanted earlier": (decision(", due: 2026-10-10"), decision(", due: 2026-10-03")),
    "a decision approves more": (
        decision(DECIDED),
        decision(f"{DECIDED}, approves: [M3, {{id: K1, field: target, to: 90}}]"),
    ),
    "a decision costs more": (decision(", cost: 10万, days: 3"), decision(", cost: 12万, days: 5")),
    "a decision is gone": (decision(), ""),
    "an action is new": ("", action()),
    "an action is done late": (action(), action(", status: done, done: 2026-10-12")),
    "an action is done": (action(), action(", status: done")),
    "an action is cancelled": (action(), action(", status: cancelled")),
    "an action is open again": (action(", status: done, done: 2026-10-12"), action()),
    "an action is put off": (action(), action(due="2026-10-17")),
    "an action is earlier": (action(), action(due="2026-10-09")),
    "an action is somebody else's": (action(), action(owner="Bob")),
    "an action is under way": (action(), action(", status: in_progress")),
    "an action has helped": (
        action(", status: done, done: 2026-10-09"),
        action(", status: done, done: 2026-10-09, verified: 2026-10-30, verified_by: Bob"),
    ),
    "an action is gone": (action(), ""),
    "a meeting with all it brought": ("", meeting(HELD)),
    "a meeting brought more": (meeting(), meeting(HELD)),
    "a meeting brought less": (meeting(HELD), meeting()),
    "a meeting is moved": (meeting(), meeting(day="2026-10-12")),
    "a training is planned": ("", "training: [{id: T1, title: The new till, date: 2026-10-10}]\n"),
    "a training is moved": (
        "training: [{id: T1, title: The new till, date: 2026-10-10}]\n",
        "training: [{id: T1, title: The new till, date: 2026-10-12, attended: [Ada, Bob]}]\n",
    ),
    "an update is written": ("", "updates: [{period: 2026-W41, summary: The gateway is live}]\n"),
    "an update is gone": ("updates: [{period: 2026-W41, summary: The gateway is live}]\n", ""),
    "a retrospective": ("", "retrospectives: [{date: 2026-10-10, scope: The launch}]\n"),
    "a retrospective without a scope": ("", "retrospectives: [{date: 2026-10-10}]\n"),
    "a lesson": (
        "",
        "lessons: [{id: L1, title: Gateways slip, recommendation: Ask for a second one early}]\n",
    ),
    "who is accountable": ("", "raci: [{item: The launch, accountable: Ada}]\n"),
    "somebody else is accountable": (
        "raci: [{item: The launch, accountable: Ada, responsible: [Bob]}]\n",
        "raci: [{item: The launch, accountable: Bob, responsible: [Ada, Carl]}]\n",
    ),
    "a stakeholder": ("", "stakeholders: [{id: S1, name: The shops, attitude: critic}]\n"),
    "a stakeholder is won": (
        "stakeholders: [{id: S1, name: The shops, attitude: critic, influence: 2}]\n",
        "stakeholders: [{id: S1, name: The shops, attitude: supporter, influence: 3}]\n",
    ),
    "a communication": ("", "communications: [{audience: The shops, what: A letter, cadence: monthly}]\n"),
}


def test_a_decision_is_one_change_with_its_day_and_outcome() -> None:
    change = one(decision(), decision(DECIDED))
    assert (change.code, change.field) == ("decision.made", "date")
    assert (change.old, change.new, change.reason) == (None, date(2026, 10, 9), Text("Take both"))
    assert told(change) == "Decision E1 “A second vendor” was made on 9 Oct 2026: Take both"
    assert told(change, "zh") == "决策 E1「A second vendor」已于2026年10月9日作出：Take both"


def test_what_is_decided_as_it_is_written_was_never_asked_for() -> None:
    assert one("", decision(DECIDED)).code == "decision.made"
    assert one(decision(DECIDED), "").code == "decision.removed"


@pytest.mark.parametrize(("done", "late"), [("2026-10-12", 2), ("2026-10-10", 0), ("2026-10-08", -2)])
def test_a_done_action_says_how_late(done: str, late: int) -> None:
    change = one(action(), action(f", status: done, done: {done}"))
    assert (change.code, change.delta, change.unit) == ("action.closed", late, "days")


def test_a_moved_action_says_by_how_much() -> None:
    change = one(action(), action(due="2026-10-17"))
    assert (change.code, change.delta, change.unit) == ("action.rescheduled", 7, "days")


def test_what_a_meeting_brought_is_told_as_what_it_is() -> None:
    found = [(change.code, change.kind, str(change.new)) for change in changes("", meeting(HELD))]
    assert found == [
        ("meeting.held", "meetings", "2026-10-10"),
        ("decision.made", "decisions", "2026-10-10"),
        ("action.opened", "actions", "2026-10-17"),
    ]


def test_what_a_meeting_only_names_is_no_item_of_its_own() -> None:
    found = changes(meeting(", decisions: [{ref: E1}]"), meeting(", decisions: [{ref: E2}]"))
    assert [(change.code, change.field) for change in found] == [
        ("meeting.changed", "decisions.E1"),
        ("meeting.changed", "decisions.E2"),
    ]
    assert not changes(
        meeting(", decisions: [{ref: E1}, {ref: E2}]"), meeting(", decisions: [{ref: E2}, {ref: E1}]")
    )


def test_what_stands_beside_a_name_is_told_too() -> None:
    change = one(meeting(", actions: [{ref: A1}]"), meeting(", actions: [{ref: A1, notes: Again}]"))
    assert (change.code, change.field) == ("meeting.changed", "actions.A1.notes")
    assert told(change) == "Meeting W1 “Weekly”: notes is new: Again"


def test_what_a_meeting_names_twice_is_told_apart_by_what_stands_beside_it() -> None:
    asked, again = "{ref: E1}", "{ref: E1, notes: Again, tags: [a, b]}"
    old = meeting(f", decisions: [{asked}, {again}]")
    assert not changes(old, meeting(f", decisions: [{again.replace('a, b', 'b, a')}, {asked}]"))
    change = one(old, meeting(f", decisions: [{again}]"))
    assert (change.code, change.field, change.new) == ("meeting.changed", "decisions.E1", None)


def common(action: str) -> Meeting:
    """A meeting of the portfolio."""
    text = f"title: All\ndate: 2026-10-10\nactions: [{{id: A7, title: Share the till, {action}}}]\n"
    return assembled({"projects/meetings/W7.yaml": text.encode()}).meetings[0]


def test_an_item_of_a_common_meeting_belongs_to_the_project_it_names() -> None:
    old = common("owner: Ada, due: 2026-10-10, project: spring")
    found = meeting_changes(old, common("owner: Bob, due: 2026-10-10, project: spring"))
    assert [(change.project, change.code) for change in found] == [("spring", "action.reassigned")]


def test_an_item_that_goes_to_another_project_is_gone_from_one_and_new_in_the_other() -> None:
    old = common("owner: Ada, due: 2026-10-10, project: spring")
    found = meeting_changes(old, common("owner: Ada, due: 2026-10-10, project: autumn"))
    assert {(change.project, change.code) for change in found} == {
        ("spring", "action.removed"),
        ("autumn", "action.opened"),
    }


def test_an_update_says_how_it_begins() -> None:
    summary = "The gateway is live and holds. " * 9
    said = told(one("", f'updates: [{{period: 2026-W41, summary: "{summary.strip()}"}}]\n'))
    assert said.startswith("Update on 2026-W41: The gateway is live")
    assert said.endswith("…")


@pytest.mark.parametrize("name", CASES)
def test_the_way_back_tells_the_same(name: str) -> None:
    old, new = CASES[name]
    assert changes(old, new)
    assert mirrored(old, new)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_sentences(lang: str, golden: Golden) -> None:
    cases = {name: changes(*pair) for name, pair in CASES.items()}
    golden(retold(cases, lang), f"changes/steering.{lang}.txt")


@pytest.mark.parametrize("point", ["Costs", "Whether the costs are more than a million over the budget"])
def test_a_new_point_of_an_agenda_is_new_however_long_it_is(point: str) -> None:
    found = one(meeting(", agenda: [Go on]"), meeting(f", agenda: [Go on, {point}]"))
    assert told(found, "en") == f"Meeting W1 “Weekly”: agenda point “{point}” is new"
