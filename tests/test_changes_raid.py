"""Changes of risks, issues, assumptions and dependencies: what each is, and what is said of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from opsgen.changes.sentences import Teller
from opsgen.model import BandStep, Scales
from opsgen.words import Text
from tests.retold import changes, mirrored, one, retold, told

if TYPE_CHECKING:
    from tests.conftest import Golden


def risk(more: str = "", probability: int = 2, title: str = "Gateway late") -> str:
    return f"risks: [{{id: R4, title: {title}, probability: {probability}, impact: 4{more}}}]\n"


def issue(more: str = "") -> str:
    return f"issues: [{{id: I1, title: Codes are lost{more}}}]\n"


def assumption(more: str = "") -> str:
    return f"assumptions: [{{id: A1, title: Two in five come{more}}}]\n"


def dependency(more: str = "", due: str = "2026-10-10") -> str:
    return f"dependencies: [{{id: D1, title: Test accounts, due: {due}{more}}}]\n"


LONG = "Call the supplier on every working day, and write down what was said, by whom, and until when"
CASES = {
    "a risk is new": ("", risk()),
    "an opportunity is new": ("", risk(", kind: opportunity")),
    "a risk is gone": (risk(), ""),
    "a risk weighs more": (risk(), risk(probability=3)),
    "a risk weighs less": (risk(probability=4), risk(probability=2)),
    "a risk weighs more in its band": (risk(probability=4), risk(probability=5)),
    "an opportunity weighs more": (risk(", kind: opportunity"), risk(", kind: opportunity", 3)),
    "a risk is closed": (
        risk(),
        risk(", status: closed, closed: 2026-10-10, close_reason: The gateway is live"),
    ),
    "a risk happened": (risk(), risk(", status: occurred")),
    "a risk is open again": (risk(", status: closed, closed: 2026-10-10, close_reason: Live"), risk()),
    "a draft is a risk": (risk(", status: draft"), risk()),
    "a risk is a draft again": (risk(), risk(", status: draft")),
    "a risk was reviewed": (risk(", reviewed: 2026-09-01"), risk(", reviewed: 2026-10-01")),
    "a risk has another owner": (risk(", owner: Ada"), risk(", owner: Bob")),
    "a risk has an owner": (risk(), risk(", owner: Bob")),
    "a risk has no owner": (risk(", owner: Ada"), risk()),
    "a response is written": (risk(), risk(f', response: "{LONG}", strategy: mitigate')),
    "a response is another": (risk(", response: Call daily"), risk(", response: Switch vendor")),
    "a plan is made": (risk(), risk(", contingency: {plan: Switch vendor, cost: 10万, owner: Bob}")),
    "a plan costs more": (
        risk(", contingency: {plan: Switch vendor, cost: 10万}"),
        risk(", contingency: {plan: Switch vendor, cost: 12万}"),
    ),
    "a trigger is another": (
        risk(', trigger: {metric: K1, op: "<", value: 40}'),
        risk(', trigger: {metric: K1, op: "<", value: 50}'),
    ),
    "less is wanted": (
        risk(", residual_target: {probability: 2, impact: 2}"),
        risk(", residual_target: {probability: 1, impact: 2}"),
    ),
    "an issue is new": ("", issue(", severity: 4")),
    "an issue is solved": (
        issue(),
        issue(", status: resolved, resolved: 2026-10-12, resolution: A second route"),
    ),
    "an issue is closed": (issue(), issue(", status: closed")),
    "an issue is open again": (
        issue(", status: resolved, resolved: 2026-10-12, resolution: A second route"),
        issue(),
    ),
    "an issue is graver and later": (
        issue(", severity: 2, due: 2026-10-10"),
        issue(", severity: 4, due: 2026-10-11, status: in_progress"),
    ),
    "an assumption holds": (assumption(), assumption(", status: holds")),
    "an assumption is false": (assumption(), assumption(", status: false")),
    "an assumption is to be checked again": (assumption(", status: holds"), assumption()),
    "an assumption is to be checked later": (
        assumption(", due: 2026-10-10"),
        assumption(", due: 2026-10-24"),
    ),
    "a dependency is new": ("", dependency()),
    "a dependency came late": (
        dependency(),
        dependency(", status: delivered, delivered: 2026-10-13"),
    ),
    "a dependency came early": (dependency(), dependency(", delivered: 2026-10-09")),
    "a dependency came in time": (dependency(), dependency(", delivered: 2026-10-10")),
    "a dependency came": (dependency(), dependency(", status: delivered")),
    "a dependency is awaited again": (dependency(", delivered: 2026-10-09"), dependency()),
    "a dependency is needed later": (dependency(), dependency(due="2026-10-24")),
    "a dependency is needed earlier": (dependency(), dependency(due="2026-10-09")),
    "a dependency is promised for later": (
        dependency(", promised: 2026-10-10"),
        dependency(", promised: 2026-10-11"),
    ),
    "a dependency is promised": (dependency(), dependency(", promised: 2026-10-10, status: agreed")),
    "a dependency is cancelled": (dependency(), dependency(", status: cancelled")),
}


def test_a_score_says_how_much_and_in_which_bands() -> None:
    change = one(risk(), risk(probability=3))
    assert (change.code, change.field) == ("risk.escalated", "score")
    assert (change.old, change.new, change.delta, change.unit) == (8, 12, 4, "points")
    assert told(change) == "Risk R4 “Gateway late”: score 8 → 12 (medium → high)"
    assert told(change, "zh") == "风险 R4「Gateway late」评分 8→12（中→高）"


def test_the_portfolio_names_and_draws_the_bands() -> None:
    own = Scales(bands=(BandStep(id="low", from_=1), BandStep(id="high", from_=9, title=Text("grave"))))
    change = one(risk(), risk(probability=3))
    assert told(change, teller=Teller(scales=own)).endswith("8 → 12 (low → grave)")


def test_the_end_of_a_risk_is_one_change_with_its_reason() -> None:
    end = ", status: closed, closed: 2026-10-10, close_reason: The gateway is live"
    change = one(risk(), risk(end))
    assert (change.code, change.old, change.new) == ("risk.closed", "open", "closed")
    assert change.reason == Text("The gateway is live")
    assert not one(risk(end), risk()).reason


def test_a_solved_issue_is_one_change_with_what_solved_it() -> None:
    end = ", status: resolved, resolved: 2026-10-12, resolution: A second route"
    change = one(issue(), issue(end))
    assert (change.code, change.field, change.new) == ("issue.resolved", "resolved", date(2026, 10, 12))
    assert told(change).endswith("was solved on 12 Oct 2026: A second route")
    assert told(change, "zh").endswith("已于2026年10月12日解决：A second route")


@pytest.mark.parametrize(
    ("due", "delivered", "late"),
    [("2026-10-10", "2026-10-13", 3), ("2026-10-10", "2026-10-09", -1), ("2026-10-10", "2026-10-10", 0)],
)
def test_what_came_says_how_late(due: str, delivered: str, late: int) -> None:
    change = one(dependency(due=due), dependency(f", delivered: {delivered}", due))
    assert (change.code, change.delta, change.unit) == ("dependency.delivered", late, "days")


def test_a_trigger_in_parts_is_told_at_once() -> None:
    change = one(risk(), risk(', trigger: {metric: K1, op: "<", value: 40}'))
    assert (change.code, change.field, change.old, change.new) == (
        "risk.response_changed", "trigger", None, "K1 < 40",
    )  # fmt: skip


def test_a_trigger_in_words_stays_a_text() -> None:
    assert one(risk(), risk(", trigger: Two calls fail")).new == Text("Two calls fail")


def test_people_are_named_by_the_teller_alone() -> None:
    change = one(risk(", owner: Ada"), risk(", owner: Bob"))
    said = told(change, teller=Teller(person=lambda name: {"Ada": "the lead", "Bob": "the tester"}[name]))
    assert said == "Risk R4 “Gateway late” goes from the lead to the tester"


def test_of_long_texts_the_beginning_is_said() -> None:
    said = told(one(risk(), risk(f', response: "{LONG}"')))
    assert said.endswith("…")
    assert LONG[:50] in said
    assert LONG not in said


@pytest.mark.parametrize("name", CASES)
def test_the_way_back_tells_the_same(name: str) -> None:
    old, new = CASES[name]
    assert changes(old, new)
    assert mirrored(old, new)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_sentences(lang: str, golden: Golden) -> None:
    cases = {name: changes(*pair) for name, pair in CASES.items()}
    golden(retold(cases, lang), f"changes/raid.{lang}.txt")
