"""Coverage of the eight areas, and the inputs that are missing or old."""

from __future__ import annotations

import pytest
from written import assessed

from opsgen.derive.coverage import AREAS, coverage, missing
from opsgen.derive.inputs import lacking
from opsgen.words import words

AS_OF = "2026-06-01"
MINIMAL = "milestones: [{id: M1, title: Go, forecast: 2026-09-01}]\n"
FULL = """
goals: [{id: G1, title: Sell more, metrics: [K1]}]
charter: {purpose: More members}
milestones: [{id: M1, title: Go, baseline: 2026-09-01, forecast: 2026-09-01}]
team: ops
budget: [{id: B1, title: Ads, planned: 100, actual: 40}]
metrics: [{id: K1, title: Sales, start_value: 0, target: 10, measurements: [{date: 2026-05-30, value: 4}]}]
tasks: [{id: T1, title: Build}]
updates: [{period: 2026-05-30, summary: Fine}]
risks: [{id: R1, title: Late, probability: 5, impact: 5, response: Two carriers}]
sponsor: Lin
raci: [{item: Build, accountable: Ada}]
actions: [{id: A1, title: Call, owner: Ada, due: 2026-07-01}]
"""


def extents(text: str) -> dict[str, str]:
    return {one.area.name: one.extent for one in coverage(assessed(text, AS_OF))}


def test_the_areas_are_the_eight_of_operations_work() -> None:
    assert [area.name for area in AREAS] == [
        "planning", "resources", "analysis", "progress", "risk", "collaboration", "outcome", "improvement",
    ]  # fmt: skip
    assert all(words(lang).say(part.name) for lang in ("en", "zh") for area in AREAS for part in area.parts)


def test_what_a_running_project_has_written_for() -> None:
    found = extents(FULL)
    assert found.pop("improvement") == "not_asked"
    assert set(found.values()) == {"full"}


def test_ten_lines_cover_little_and_it_is_said_what_is_missing() -> None:
    found = {one.area.name: one for one in coverage(assessed(MINIMAL, AS_OF))}
    say = words("en").say
    assert found["planning"].extent == "partly"
    assert [say(part) for part in found["planning"].there] == ["milestones or phases"]
    assert [say(part) for part in found["planning"].missing] == ["goals", "charter"]
    assert found["risk"].extent == "nothing"
    assert found["improvement"].extent == "not_asked"


@pytest.mark.parametrize(
    ("lifecycle", "asked"),
    [
        ("proposed", {"planning"}),
        ("planning", {"planning", "resources", "analysis", "risk", "collaboration"}),
        ("executing", {"planning", "resources", "analysis", "progress", "risk", "collaboration", "outcome"}),
        ("on_hold", {"planning", "resources", "analysis", "progress", "risk", "collaboration", "outcome"}),
        ("closed", {area.name for area in AREAS}),
        ("cancelled", set()),
    ],
)
def test_what_is_asked_for_depends_on_the_lifecycle(lifecycle: str, asked: set[str]) -> None:
    found = {area.name for area in AREAS if any(part.is_asked(lifecycle) for part in area.parts)}  # type: ignore[arg-type]
    assert found == asked


def test_a_closed_project_is_asked_for_its_closing_and_its_lessons() -> None:
    closed = "lifecycle: closed\nclosed: 2026-05-29\n"
    assert extents(FULL + closed)["outcome"] == "partly"
    assert extents(FULL + closed)["improvement"] == "nothing"
    more = """
lessons: [{id: L1, title: Sooner, recommendation: Ask sooner}]
closing: {summary: Done, recommendations: [Again], accepted: 2026-05-29, accepted_by: Lin}
"""
    assert set(extents(FULL + closed + more).values()) == {"full"}


def test_an_honest_register_is_not_punished() -> None:
    more = FULL.replace("risks: [", "risks: [{id: R2, title: Low one, probability: 1, impact: 1}, ")
    assert extents(more)["risk"] == "full"
    open_one = FULL.replace(", response: Two carriers", "")
    assert extents(open_one)["risk"] == "partly"


def test_missing_counts_the_parts_of_all_areas() -> None:
    assert missing(coverage(assessed(FULL, AS_OF))) == 0
    assert missing(coverage(assessed(MINIMAL, AS_OF))) > 10


# Inputs


def lacks(text: str) -> list[tuple[str, str]]:
    return [(lack.kind, lack.item.id if lack.item else "") for lack in lacking(assessed(text, AS_OF))]


def test_nothing_is_lacking_where_all_is_written() -> None:
    assert lacks(FULL) == []


def test_what_is_missing_or_old_is_named() -> None:
    text = """
cadence: weekly
updates: [{period: 2026-03-01, summary: Fine}]
metrics:
  - {id: K1, title: Sales, target: 10, frequency: weekly, measurements: [{date: 2026-01-10, value: 4}]}
  - {id: K2, title: Calls, target: 10}
milestones:
  - {id: M1, title: Go, forecast: 2026-09-01}
  - {id: M2, title: Gone, actual: 2026-02-01}
tasks:
  - {id: T1, title: Build, status: in_progress}
  - {id: T2, title: Ship, status: todo}
budget: [{id: B1, title: Ads, planned: 100}]
risks:
  - {id: R1, title: Late, probability: 5, impact: 5, review_every: 1mo, reviewed: 2026-01-01}
  - {id: R2, title: Never mind, probability: 1, impact: 1}
"""
    assert lacks(text) == [
        ("no_update", ""),
        ("metric_stale", "K1"),
        ("metric_without_data", "K2"),
        ("milestone_without_plan", "M1"),
        ("task_without_percent", "T1"),
        ("budget_without_actual", "B1"),
        ("risk_not_reviewed", "R1"),
    ]


@pytest.mark.parametrize("lifecycle", ["proposed", "on_hold", "closed", "cancelled"])
def test_nothing_is_asked_of_a_project_that_does_not_live(lifecycle: str) -> None:
    assert lacks(f"lifecycle: {lifecycle}\n{MINIMAL}") == []


def test_before_work_begins_nothing_has_to_be_known_of_it() -> None:
    assert lacks(f"lifecycle: planning\n{MINIMAL}budget: [{{id: B1, title: Ads, planned: 1}}]\n") == []
