"""Conflicts over people and things, as of a day."""

from __future__ import annotations

import pytest
from written import assembled, assessed, said

from opsgen.derive.conflicts import ConflictState, wanted

AS_OF = "2026-06-01"


def conflict(fields: str) -> ConflictState:
    return assessed(f"conflicts: [{{id: C1, title: Two tests, {fields}}}]\n", AS_OF).conflicts[0]


@pytest.mark.parametrize(
    ("fields", "standing", "passed", "left"),
    [
        ("period: 2026-W22", "open", True, -7),  # ended the day before
        ("period: 2026-W23", "open", False, 0),
        ("period: 2026-07", "open", False, 30),
        ("period: 2026-W22, status: escalated", "escalated", True, -7),
        ("period: 2026-W22, status: resolved", "resolved", False, -7),
        ("period: 2026-W22, decided: 2026-05-20", "resolved", False, -7),
        ("period: 2026-W22, decided: 2026-06-20", "open", True, -7),
        ("impact: Some", "open", False, None),
    ],
)
def test_a_conflict_is_settled_or_its_time_passes(
    fields: str, standing: str, passed: bool, left: int | None
) -> None:
    found = conflict(fields)
    assert (found.standing, found.passed, found.days_left) == (standing, passed, left)
    assert found.open == (standing != "resolved")


def test_open_conflicts_come_first_by_when_they_hit() -> None:
    text = """
conflicts:
- {id: C1, title: over, status: resolved, period: 2026-05}
- {id: C2, title: some day}
- {id: C3, title: later, period: 2026-W30}
- {id: C4, title: escalated, period: 2026-W25, status: escalated}
"""
    assert [state.conflict.id for state in assessed(text, AS_OF).conflicts] == ["C4", "C3", "C2", "C1"]


@pytest.mark.parametrize(
    ("resource", "found"),
    [
        ("studio", "Studio"),
        ("E0", "Studio"),
        ("agency b", "Agency B"),
        ("V1", "Agency B"),
        ("bo", "Bo Larsen"),
    ],
)
def test_what_both_sides_want_is_found_by_id_or_name(resource: str, found: str) -> None:
    text = (
        "title: A\nowner: bo\nstart: 2026-01-01\nfinish: 2026-12-31\n"
        "equipment: [{id: E1, title: Studio, aliases: [E0]}]\nvendors: [{id: V1, name: Agency B}]\n"
        f"conflicts: [{{id: C1, title: x, resource: {resource}}}, {{id: C2, title: y, resource: the moon}}]\n"
    )
    people = "people: [{id: bo, name: Bo Larsen}]\n"
    read = assembled({"projects/p.yaml": text.encode(), "projects/people.yaml": people.encode()})
    (project,) = read.projects
    known, unknown = (wanted(one, project, read.people) for one in project.conflicts)
    assert known is not None
    assert said(getattr(known, "title", None) or getattr(known, "name", None)) == found
    assert unknown is None
