"""What a decision has to approve, and every way round it that somebody could try."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest

from opsgen.changes.sentences import Teller, sentence
from opsgen.timeline.between import between
from opsgen.timeline.sides import Side
from opsgen.words import words

DAY = date(2026, 11, 2)
TITLE = "title: Projects\n"
HEAD = """
title: Member gift
owner: Wang Fang
start: 2026-07-01
finish: 2026-12-31
"""
M2 = "milestones:\n  - {id: M2, title: Load test passed, baseline: 2026-10-10, forecast: 2026-11-09}\n"
MOVED = M2.replace("2026-10-10", "2026-11-09")
GONE = "milestones:\n  - {id: M9, title: Gift in all shops, forecast: 2026-12-01}\n"
OPEN = "decisions:\n  - {id: D1, title: A later test, approves: [M2]}\n"


def decided(approves: str, name: str = "D1", more: str = "") -> str:
    taken = "status: decided, date: 2026-11-01, outcome: Agreed"
    return f"decisions:\n  - {{id: {name}, title: A later test, {taken}, approves: {approves}{more}}}\n"


TAKEN = decided("[M2]")
EXACT = decided("[{id: M2, field: baseline, to: 2026-11-09}]")


def side(**files: str) -> Side:
    contents = {f"projects/{name}.yaml": partial(text.encode) for name, text in files.items()}
    return Side(contents, ())


def changes(old: str, new: str, then: date = DAY, now: date = DAY, **both: Any) -> tuple[Any, ...]:
    """The changes of a project; of other files the text before and the one after."""
    before = {"gift": HEAD + old} | {name: text for name, (text, _) in both.items() if text}
    after = {"gift": HEAD + new} | {name: text for name, (_, text) in both.items() if text}
    names = [f"projects/{name}.yaml" for name in {**before, **after}]
    found = between(side(**before), side(**after), names, then, now)
    assert found.broken == (), "the example cannot be read"
    return found.changes


def verdict(code: str, found: tuple[Any, ...]) -> tuple[str, str | None]:
    """The severity of the one change of this code, and what approves it."""
    ((severity, approval),) = {(c.severity, c.approval) for c in found if c.code == code}
    return severity, approval


def of(code: str, old: str, new: str, **both: Any) -> tuple[str, str | None]:
    return verdict(code, changes(old, new, **both))


BREACH = ("breach", "")
BASELINE = "baseline.changed"


def test_a_baseline_that_nobody_approved_is_a_breach_and_its_sentence_says_so() -> None:
    (found,) = (c for c in changes(M2, MOVED) if c.code == BASELINE)
    assert (found.severity, found.approval) == BREACH
    said = sentence(found, Teller())
    assert words("en").say(said).endswith(", not approved")
    assert words("zh").say(said).endswith("，未经批准")


@pytest.mark.parametrize("decision", [TAKEN, EXACT])
def test_a_new_decision_approves(decision: str) -> None:
    (found,) = (c for c in changes(M2, MOVED + decision) if c.code == BASELINE)
    assert (found.severity, found.approval) == ("notice", "D1")
    assert words("en").say(sentence(found, Teller())).endswith(", approved by D1")
    assert words("zh").say(sentence(found, Teller())).endswith("，已由 D1 批准")


def test_one_that_was_asked_for_and_is_taken_now_approves() -> None:
    assert of(BASELINE, M2 + OPEN, MOVED + TAKEN) == ("notice", "D1")


def test_a_value_that_was_approved_before_may_land_whenever() -> None:
    assert of(BASELINE, M2 + EXACT, MOVED + EXACT) == ("notice", "D1")


def test_a_slipped_forecast_is_never_a_breach() -> None:
    found = changes(M2, M2.replace("2026-11-09", "2026-12-24"))
    assert verdict("milestone.slipped", found) == ("attention", None)
    assert not [c for c in found if c.severity == "breach"]


# The ways round it

BARE = decided("[M2]")
SUPERSEDED = (
    EXACT
    + "  - {id: D2, title: Back, status: decided, date: 2026-11-01, outcome: As before, supersedes: D1}\n"
)
ROUND_IT = {
    "a decision that is only asked for": (M2, MOVED + OPEN),
    "a decision that was withdrawn": (M2, MOVED + OPEN.replace("approves", "status: withdrawn, approves")),
    "a decision of tomorrow": (M2, MOVED + TAKEN.replace("2026-11-01", "2026-11-03")),
    "an old decision that names only the item": (M2 + BARE, MOVED + BARE),
    "an old decision to which the item is added": (M2 + decided("[M9]"), MOVED + decided("[M9, M2]")),
    "an old decision to which the value is added": (M2 + decided("[M9]"), MOVED + EXACT),
    "an approval of another value": (M2, MOVED + EXACT.replace("to: 2026-11-09", "to: 2026-11-08")),
    "an approval of another field": (M2, MOVED + EXACT.replace("field: baseline", "field: forecast")),
    "an approval of another item": (M2, MOVED + decided("[M1]")),
    "a decision that another one replaced": (M2, MOVED + SUPERSEDED),
    "back to planning in the same go": (M2, "lifecycle: planning\n" + MOVED),
    "proposed in the same go": (M2, "lifecycle: proposed\n" + MOVED),
    "a new id with the old one as an alias": (M2, MOVED.replace("id: M2", "id: M3, aliases: [M2]")),
    "on hold": ("lifecycle: on_hold\n" + M2, "lifecycle: on_hold\n" + MOVED),
    "closed": ("lifecycle: closed\n" + M2, "lifecycle: closed\n" + MOVED),
    "taken away": (M2, M2.replace("baseline: 2026-10-10, ", "")),
    "written for the first time, and not what was planned": (
        M2.replace("baseline: 2026-10-10, ", ""),
        M2.replace("baseline: 2026-10-10", "baseline: 2026-12-01"),
    ),
    "written for the first time as a plan of the same go": (
        M2.replace("baseline: 2026-10-10, ", ""),
        M2.replace("2026-10-10", "2026-12-01").replace("2026-11-09", "2026-12-01"),
    ),
}


@pytest.mark.parametrize("way", ROUND_IT)
def test_no_way_leads_round_it(way: str) -> None:
    assert of(BASELINE, *ROUND_IT[way]) == BREACH


def test_start_in_the_future_does_not_make_it_a_plan_again() -> None:
    new = (HEAD + MOVED).replace("start: 2026-07-01", "start: 2026-12-01")
    found = between(side(gift=HEAD + M2), side(gift=new), ["projects/gift.yaml"], DAY, DAY).changes
    assert verdict(BASELINE, found) == BREACH
    assert verdict("dates.changed", found) == ("attention", None)


def test_a_decision_of_another_project_approves_nothing() -> None:
    other = HEAD.replace("Member gift", "Other") + GONE
    assert of(BASELINE, M2, MOVED, other=(other, other + TAKEN)) == BREACH
    exact = EXACT.replace("id: M2", "id: 'gift:M2'")
    assert of(BASELINE, M2, MOVED, other=(other, other + exact)) == BREACH


def test_the_portfolio_may_decide_for_a_project_that_it_names() -> None:
    named = EXACT.replace("id: M2", "id: 'gift:M2'")
    assert of(BASELINE, M2, MOVED, portfolio=(TITLE, TITLE + named)) == ("notice", "D1")
    assert of(BASELINE, M2, MOVED, portfolio=(TITLE, TITLE + EXACT)) == BREACH


def test_a_decision_of_a_meeting_approves() -> None:
    minutes = "meetings:\n  - id: MT1\n    title: Committee\n    date: 2026-11-01\n    " + EXACT.replace(
        "\n  -", "\n      -"
    )
    assert of(BASELINE, M2, MOVED + minutes) == ("notice", "D1")


def test_removed_and_added_under_another_id() -> None:
    again = MOVED.replace("id: M2", "id: M3")
    found = changes(M2, again)
    assert verdict("milestone.removed", found) == BREACH
    assert verdict("milestone.added", found) == ("notice", None)
    assert of("milestone.removed", M2, again + TAKEN) == ("notice", "D1")
    assert of("milestone.removed", M2 + TAKEN, again + TAKEN) == BREACH


def test_under_a_new_id_it_can_be_approved_by_either() -> None:
    renamed = MOVED.replace("id: M2", "id: M3, aliases: [M2]")
    for approval in ("M2", "M3", "{id: M2, field: baseline, to: 2026-11-09}"):
        assert of(BASELINE, M2, renamed + decided(f"[{approval}]")) == ("notice", "D1"), approval


def test_a_project_under_a_new_id_is_the_same() -> None:
    new = f"id: present\naliases: [gift]\n{HEAD}{MOVED}"
    names = ["projects/gift.yaml", "projects/present.yaml"]
    found = between(side(gift=HEAD + M2), side(present=new), names, DAY, DAY).changes
    assert verdict(BASELINE, found) == BREACH
    found = between(side(gift=HEAD + M2), side(present=new + TAKEN), names, DAY, DAY).changes
    assert verdict(BASELINE, found) == ("notice", "D1")


def compared(before: dict[str, str], after: dict[str, str]) -> tuple[Any, ...]:
    """The changes of whole files."""
    names = [f"projects/{name}.yaml" for name in {**before, **after}]
    return between(side(**before), side(**after), names, DAY, DAY).changes


def test_two_items_that_become_one_are_the_one_that_promised() -> None:
    """The first of the former ids was promised for the very day that the other one is moved to."""
    other = "  - {id: M9, title: Other, forecast: 2026-11-09}\n"
    keep = "  - {id: M8, title: Kept, forecast: 2026-12-09}\n"
    one = MOVED.replace("id: M2", "id: M3, aliases: [M9, M2]")
    assert of(BASELINE, M2 + other + keep, one + keep) == BREACH


@pytest.mark.parametrize("name", ["agile", "zagile"])
def test_a_project_that_takes_in_one_that_has_not_begun_has_begun(name: str) -> None:
    planned = f"lifecycle: planning\n{HEAD.replace('Member gift', 'Other')}{M2}"
    present = f"aliases: [{name}, gift]\n{HEAD}{MOVED}"
    found = compared({"gift": HEAD + M2, name: planned}, {"present": present})
    assert [c for c in found if c.severity == "breach"]


def test_a_project_that_is_gone_takes_its_promises_with_it() -> None:
    files, other = {"gift": HEAD + M2}, {"other": HEAD.replace("Member gift", "Other") + GONE}
    again = other | {"present": HEAD + MOVED}
    for after in (other, again):
        assert verdict("project.removed", compared(files | other, after)) == BREACH
        for approval in ("gift", "gift:M2"):
            decision = {"portfolio": TITLE + decided(f"[{approval}]")}
            said = verdict("project.removed", compared(files | other, after | decision))
            assert said == (("notice", "D1") if approval == "gift" else BREACH)
    taken = {"portfolio": TITLE + decided("[gift]")}
    assert verdict("project.removed", compared(files | other | taken, other | taken)) == BREACH


@pytest.mark.parametrize(
    ("head", "promise"),
    [("lifecycle: planning\n", M2), ("", GONE)],
)
def test_a_project_may_go_that_promises_nothing(head: str, promise: str) -> None:
    other = {"other": HEAD + GONE}
    found = compared({"gift": head + HEAD + promise} | other, other)
    assert verdict("project.removed", found) == ("attention", None)


@pytest.mark.parametrize(
    "line",
    [
        "{title: 'Load  test', baseline: 2026-10-10, forecast: 2026-11-09}",
        "{title: Kept, baseline: 2026-10-10, forecast: 2026-11-09}",
    ],
)
def test_an_item_without_an_id_is_found_however_it_is_called(line: str) -> None:
    kept = "milestones:\n  - {title: Kept, forecast: 2026-12-09}\n"
    assert of("milestone.removed", f"{kept}  - {line}\n", kept) == BREACH


def test_the_tolerance_of_a_phase_is_its_own_under_every_name() -> None:
    for name, new in (("id: P1, ", "id: P2, aliases: [P1], "), ("", ""), ("id: P1, ", "")):
        old = PHASE.replace("id: P1, ", name).replace(
            "title: Build", "title: Build, tolerance: {schedule_days: 5}"
        )
        wider = old.replace("{id: P1, ", "{" + new).replace("days: 5", "days: 10")
        assert of("tolerance.changed", old, wider) == BREACH, (name, new)
    narrow = PHASE.replace("title: Build", "title: Build, tolerance: {schedule_days: 5}")
    plain = narrow.replace(", baseline: {start: 2026-08-01, finish: 2026-09-15}", "")
    assert of("phase.removed", plain, GONE) == BREACH


def test_a_key_result_whose_id_has_a_full_stop() -> None:
    old = G1.replace("KR1", "KR1.1")
    other = old.replace("KR1.1", "KR1.2").replace("100", "90")
    gone = [c for c in changes(old, other) if c.field == "key_results.KR1.1"]
    assert [(c.severity, c.approval) for c in gone] == [BREACH]
    gone = [c for c in changes(old, other + decided("[KR1.1]")) if c.field == "key_results.KR1.1"]
    assert [(c.severity, c.approval) for c in gone] == [("notice", "D1")]


def test_a_plan_that_a_tag_has_is_no_first_baseline() -> None:
    tagged = "baseline: {ref: baseline/gift/1}\n"
    assert of(BASELINE, tagged + M2.replace("baseline: 2026-10-10, ", ""), tagged + MOVED) == BREACH


def test_a_key_result_that_is_taken_out() -> None:
    other = G1.replace("KR1", "KR2").replace("100", "90")
    gone = [c for c in changes(G1, other) if c.field == "key_results.KR1"]
    assert [(c.severity, c.approval) for c in gone] == [BREACH]
    gone = [c for c in changes(G1, other + decided("[KR1]")) if c.field == "key_results.KR1"]
    assert [(c.severity, c.approval) for c in gone] == [("notice", "D1")]
    assert of("goal.removed", G1, GONE) == BREACH
    assert of("goal.removed", G1, GONE + decided("[G1]")) == ("notice", "D1")
    assert of("goal.removed", G1.replace(", target: 100", ""), GONE) == ("attention", None)


def test_what_was_never_promised_may_go() -> None:
    no_baseline = M2.replace("baseline: 2026-10-10, ", "")
    assert of("milestone.removed", no_baseline + GONE[12:], GONE) == ("attention", None)


K1 = "metrics:\n  - {id: K1, title: Turnover, unit: kEUR, target: 62.4, due: 2026-11-30}\n" + GONE
B1 = "budget:\n  - {id: B1, title: Ads, planned: 800k}\n" + GONE
G1 = "goals:\n  - {id: G1, title: Sell, key_results: [{id: KR1, title: Sold, target: 100}]}\n" + GONE
PHASE = (
    "phases:\n  - {id: P1, title: Build, start: 2026-08-01, finish: 2026-10-01,"
    " baseline: {start: 2026-08-01, finish: 2026-09-15}}\n" + GONE
)


@pytest.mark.parametrize(
    ("code", "old", "before", "after", "approval"),
    [
        ("target.changed", K1, "62.4", "58", "{id: K1, field: target, to: 58}"),
        ("target.changed", K1, "2026-11-30", "2026-12-30", "{id: K1, field: due, to: 2026-12-30}"),
        (
            "target.changed",
            K1,
            "62.4",
            "{min: 50, max: 60}",
            "{id: K1, field: target, to: {min: 50, max: 60}}",
        ),
        (
            "target.changed",
            K1,
            "62.4",
            "[{date: 2026-11-30, value: 50}]",
            "{id: K1, field: target, to: [{date: 2026-11-30, value: 50}]}",
        ),
        ("target.changed", G1, "100", "90", "{id: KR1, field: target, to: 90}"),
        ("planned.changed", B1, "800k", "900k", "{id: B1, field: planned, to: 900k}"),
        ("planned.changed", B1, "800k", "90万", "{id: B1, field: planned, to: 900000}"),
        ("metric.removed", K1, "K1", "K2", "K1"),
        ("budget.line_removed", B1, "B1", "B2", "B1"),
        (BASELINE, PHASE, "2026-09-15", "2026-10-01", "{id: P1, field: baseline.finish, to: 2026-10-01}"),
        (
            BASELINE,
            PHASE,
            "2026-09-15",
            "2026-10-01",
            "{id: P1, field: baseline, to: {start: 2026-08-01, finish: 2026-10-01}}",
        ),
        ("tolerance.changed", "tolerance: {schedule_days: 5}\n" + GONE, "days: 5", "days: 9", "tolerance"),
        (
            "tolerance.changed",
            "tolerance: {schedule_days: 5}\n" + GONE,
            "days: 5",
            "days: 9",
            "{id: tolerance, field: schedule_days, to: 9}",
        ),
        (
            BASELINE,
            "baseline_finish: 2026-12-01\n" + GONE,
            "2026-12-01\nm",
            "2026-12-09\nm",
            "baseline_finish",
        ),
        (BASELINE, "baseline: {ref: baseline/gift/1}\n" + GONE, "gift/1", "gift/2", "baseline"),
        ("kpi.definition_changed", K1, "kEUR", "EUR", "{id: K1, field: unit, to: EUR}"),
        ("kpi.definition_changed", K1, "unit", "direction: down, unit", "K1"),
        ("budget.line_changed", B1, "planned", "type: income, planned", "B1"),
        ("planned.changed", "currency: CNY\n" + B1, "CNY", "JPY", "{id: currency, field: currency, to: JPY}"),
        ("planned.changed", B1, "budget:", "currency: JPY\nbudget:", "currency"),
    ],
)
def test_everything_that_is_gated(code: str, old: str, before: str, after: str, approval: str) -> None:
    new = old.replace(before, after, 1)
    assert new != old
    assert of(code, old, new) == BREACH
    assert of(code, old, new + decided(f"[{approval}]")) == ("notice", "D1")
    assert of(code, old, new + decided("[Z9]")) == BREACH


def test_both_of_two_changed_dates_need_approval() -> None:
    new = PHASE.replace("baseline: {start: 2026-08-01", "baseline: {start: 2026-08-09").replace(
        "09-15", "10-01"
    )
    half = "{id: P1, field: baseline.finish, to: 2026-10-01}"
    both = f"{half}, {{id: P1, field: baseline.start, to: 2026-08-09}}"
    assert ("breach", "") in {(c.severity, c.approval) for c in changes(PHASE, new + decided(f"[{half}]"))}
    assert {c.approval for c in changes(PHASE, new + decided(f"[{both}]")) if c.code == BASELINE} == {"D1"}


# What needs no approval


def test_before_execution_nothing_is_promised() -> None:
    for lifecycle in ("proposed", "initiating", "planning"):
        said = f"lifecycle: {lifecycle}\n"
        assert of(BASELINE, said + M2, said + MOVED) == ("notice", None)
        assert of(BASELINE, said + M2, "lifecycle: executing\n" + MOVED) == ("notice", None)


def test_the_lifecycle_is_that_of_the_day_of_the_base() -> None:
    assert verdict(BASELINE, changes(M2, MOVED, date(2026, 6, 1), DAY)) == ("notice", None)


def test_a_first_baseline_may_write_down_the_plan() -> None:
    plan = M2.replace("baseline: 2026-10-10, ", "")
    assert of(BASELINE, plan, MOVED) == ("notice", None)


def test_a_milestone_that_is_new_may_have_a_baseline() -> None:
    found = changes(GONE, GONE + M2[12:])
    assert verdict("milestone.added", found) == ("notice", None)


def test_writing_down_an_inherited_tolerance_changes_nothing() -> None:
    assert of("tolerance.changed", GONE, "tolerance: {schedule_days: 10}\n" + GONE) == ("notice", None)
    assert of("tolerance.changed", GONE, "tolerance: {schedule_days: 12}\n" + GONE) == BREACH


# Settings

HOUSE = "title: Projects\ntolerance: {schedule_days: 10}\n"


def test_settings_need_a_decision_of_the_portfolio() -> None:
    wider = HOUSE.replace("10", "30")
    code = "tolerance.changed"
    assert of(code, GONE, GONE, portfolio=(HOUSE, wider)) == BREACH
    assert of(code, GONE, GONE, portfolio=(HOUSE, wider + decided("[tolerance]"))) == ("notice", "D1")
    assert of(code, GONE, GONE + decided("[tolerance]"), portfolio=(HOUSE, wider)) == BREACH
    exact = decided("[{id: tolerance, field: schedule_days, to: 30}]")
    assert of(code, GONE, GONE, portfolio=(HOUSE + exact, wider + exact)) == ("notice", "D1")


def test_the_currency_of_all_is_that_of_their_plans() -> None:
    yen, code = HOUSE + "currency: JPY\n", "settings.changed"
    assert of(code, B1, B1, portfolio=(HOUSE, yen)) == BREACH
    assert of(code, B1, B1, portfolio=(HOUSE, yen + decided("[currency]"))) == ("notice", "D1")
    own = "currency: CNY\n" + B1
    assert of(code, own, own, portfolio=(HOUSE, yen)) == ("info", None)
    planned = "lifecycle: planning\n" + B1
    assert of(code, planned, planned, portfolio=(HOUSE, yen)) == ("info", None)


def test_writing_down_the_currency_of_all_changes_nothing() -> None:
    assert of("planned.changed", B1, "currency: CNY\n" + B1) == ("notice", None)
    assert of("planned.changed", GONE, "currency: JPY\n" + GONE) == ("notice", None)


def test_a_metric_without_a_target_may_be_anything() -> None:
    free = K1.replace(" target: 62.4,", "")
    assert of("kpi.definition_changed", free, free.replace("kEUR", "EUR")) == ("attention", None)


def test_the_first_settings_need_none() -> None:
    assert of("tolerance.changed", GONE, GONE, portfolio=("", HOUSE.replace("10", "30"))) == ("notice", None)


def test_scales_need_a_decision_of_the_portfolio() -> None:
    bands = "scales: {bands: [{id: low, from: 1}, {id: medium, from: 5}, {id: high, from: %d}]}\n"
    old, new = HOUSE + bands % 10, HOUSE + bands % 20
    assert of("scale.changed", GONE, GONE, portfolio=(old, new)) == BREACH
    assert of("scale.changed", GONE, GONE, portfolio=(old, new + decided("[scales]"))) == ("notice", "D1")


def test_a_wider_tolerance_of_the_same_go_does_not_judge() -> None:
    """The forecast of a budget line is held against the tolerance of the base."""
    line = "budget:\n  - {id: B1, title: Ads, planned: 800k, forecast: 800k}\n" + GONE
    dearer = line.replace("forecast: 800k", "forecast: 870k")
    found = changes(line, "tolerance: {cost_pct: 90}\n" + dearer)
    assert verdict("budget.forecast_changed", found) == ("attention", None)
    assert verdict("tolerance.changed", found) == BREACH


# What somebody should look at


@pytest.mark.parametrize(
    ("old", "new", "severity"),
    [
        ("restricted", "internal", "attention"),
        ("internal", "public", "attention"),
        ("public", "internal", "notice"),
    ],
)
def test_more_readers_ask_for_attention(old: str, new: str, severity: str) -> None:
    of_old, of_new = f"confidentiality: {old}\n{GONE}", f"confidentiality: {new}\n{GONE}"
    assert of("confidentiality.changed", of_old, of_new) == (severity, None)


@pytest.mark.parametrize(
    ("old", "new", "severity"),
    [("error", "info", "attention"), ("info", "error", "notice"), ("warning", "info", "attention")],
)
def test_a_milder_rule_asks_for_attention(old: str, new: str, severity: str) -> None:
    rules = "title: Projects\nrules: {severity: {milestone-moved-without-reason: %s}}\n"
    assert of("rule.changed", GONE, GONE, portfolio=(rules % old, rules % new)) == (severity, None)


def test_something_newly_allowed_asks_for_attention() -> None:
    allowed = "rules: {allow: [{rule: milestone-moved-without-reason, reason: Later}]}\n"
    assert of("allow.added", GONE, GONE, portfolio=("title: P\n", "title: P\n" + allowed)) == (
        "attention",
        None,
    )


def test_planning_anew_asks_for_attention() -> None:
    assert of("lifecycle.changed", GONE, "lifecycle: planning\n" + GONE) == ("attention", None)
    assert of("lifecycle.changed", "lifecycle: planning\n" + GONE, "lifecycle: executing\n" + GONE) == (
        "notice",
        None,
    )


def test_an_approval_that_is_added_to_an_old_decision_asks_for_attention() -> None:
    found = changes(M2 + decided("[M9]"), M2 + decided("[M9, M2]"))
    assert verdict("decision.changed", found) == ("attention", None)
    found = changes(M2 + OPEN, M2 + OPEN.replace("[M2]", "[M2, M9]"))
    assert verdict("decision.changed", found) == ("notice", None)


def test_a_milestone_that_counts_no_more_asks_for_attention() -> None:
    assert of("milestone.changed", M2, M2.replace("baseline", "type: internal, baseline")) == (
        "attention",
        None,
    )
