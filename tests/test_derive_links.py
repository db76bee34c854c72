"""Dependencies between projects: both sides, former ids, and what an edition does not show."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from written import assembled

from opsgen.derive import assess
from opsgen.derive.links import Link, links

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opsgen.derive.links import Links

AS_OF = date(2026, 11, 22)
HEAD = "title: {title}\nowner: Ada\nstart: 2026-01-01\nfinish: 2026-12-31\n"
CRM = """
aliases: [old-crm]
milestones:
  - {id: M4, title: Data moved, forecast: 2026-12-10, aliases: [M3]}
  - {id: M5, title: Switched on, actual: 2026-11-10}
tasks:
  - {id: T1, title: Export, status: in_progress, start: 2026-11-01, finish: 2026-12-04}
  - {id: T2, title: Never, status: cancelled}
"""


def tied(promo: str, crm: str = CRM, *, hidden: Iterable[str] = ()) -> Links:
    """The links of two projects, without those that are hidden."""
    files = {
        "projects/promo.yaml": (HEAD.format(title="Promotion") + promo).encode(),
        "projects/crm.yaml": (HEAD.format(title="CRM") + crm).encode(),
    }
    found = assembled(files)
    assert not [problem for problem in found.problems if problem.severity == "error"], found.problems
    seen = [assess(p, found.settings, AS_OF) for p in found.projects if p.id not in hidden]
    unseen = [name for p in found.projects if p.id in hidden for name in (p.id, *p.aliases)]
    return links(seen, unseen)


def inbound(fields: str, **given: Iterable[str]) -> Link:
    return tied(f"dependencies: [{{id: DP1, title: Data, {fields}}}]\n", **given).all[0]


@pytest.mark.parametrize("other", ["crm:M4", "old-crm:M4", "crm:M3", "old-crm:M3"])
def test_former_ids_of_projects_and_items_lead_to_the_same_place(other: str) -> None:
    found = inbound(f'other: "{other}", due: 2026-12-01')
    assert found.giving.project is not None
    assert found.giving.item is not None
    assert (found.giving.project.id, found.giving.item.id) == ("crm", "M4")
    assert found.between


@pytest.mark.parametrize(
    ("fields", "standing", "late"),
    [
        ('other: "crm:M4", due: 2026-12-01', "late", 9),  # its forecast is the 10th
        ('other: "crm:M4", due: 2026-12-01, promised: 2026-12-15', "late", 14),  # the later of the two
        ('other: "crm:M4", due: 2026-12-20', "waiting", -10),
        ('other: "crm:M4", due: 2026-12-01, delivered: 2026-11-20', "delivered", -11),
        ('other: "crm:M5", due: 2026-11-01', "delivered_late", 9),  # achieved there
        ('other: "crm:T2", due: 2026-12-01', "never", None),
        ("other: crm, due: 2026-11-20", "late", 2),
        ("other: Agency, due: 2026-12-01, promised: 2026-12-01", "waiting", 0),
        ("other: Agency, due: 2026-12-01", "waiting", None),
        ("other: Agency, due: 2026-12-01, status: cancelled", "cancelled", None),
        ("other: Agency, due: 2026-11-01, status: delivered", "delivered", None),
    ],
)
def test_where_a_dependency_stands(fields: str, standing: str, late: int | None) -> None:
    found = inbound(fields).arrival
    assert (found.standing, found.late) == (standing, late)


def test_both_projects_have_the_link() -> None:
    found = tied('dependencies: [{id: DP1, title: Data, other: "crm:M4", due: 2026-12-01}]\n')
    assert found.waits["promo"] == found.awaited["crm"] == found.all
    assert "crm" not in found.waits
    assert "promo" not in found.awaited


def test_outbound_turns_the_sides_around() -> None:
    text = "dependencies: [{id: DP1, title: Codes, direction: outbound, other: crm, due: 2026-12-01}]\n"
    found = tied(text)
    assert [link.item.id for link in found.waits["crm"]] == ["DP1"]
    assert [link.item.id for link in found.awaited["promo"]] == ["DP1"]


@pytest.mark.parametrize(
    ("tied_by", "needed", "late"),
    [
        ('"crm:T1"', "2026-12-01", 3),  # T1 ends on the 4th
        ('{ref: "crm:T1", lag: 3ed}', "2026-12-01", 6),
        ('{ref: "crm:T1", type: SS}', "2026-12-01", None),  # T1 began, nobody wrote when: see below
        ('{ref: "crm:T1", type: FF}', "2026-12-08", -4),
    ],
)
def test_a_predecessor_of_another_project(tied_by: str, needed: str, late: int | None) -> None:
    """PMBOK, precedence relationships: finish-to-start, start-to-start, finish-to-finish, with lag."""
    dates = "start: 2026-12-01, finish: 2026-12-08"
    found = tied(f"tasks: [{{id: T9, title: Use it, {dates}, depends_on: [{tied_by}]}}]\n").all[0]
    assert found.needed == date.fromisoformat(needed)
    if late is None:  # expected to begin on 1 November, not begun as far as anybody wrote: today counts
        assert found.arrival.late == (AS_OF - date(2026, 12, 1)).days
    else:
        assert found.arrival.late == late


def test_a_milestone_waits_with_its_forecast() -> None:
    found = tied('milestones: [{id: M1, title: Live, forecast: 2026-12-01, depends_on: ["crm:M4"]}]\n').all[0]
    assert (found.arrival.standing, found.arrival.late) == ("late", 9)
    assert found.waiting.item is not None
    assert found.waiting.item.id == "M1"


@pytest.mark.parametrize(
    "text",
    [
        'milestones: [{id: M1, title: Live, actual: 2026-11-01, depends_on: ["crm:M4"]}]\n',
        'tasks: [{id: T1, title: a, status: cancelled, depends_on: ["crm:M4"]}]\n',
        "tasks: [{id: T1, title: a, depends_on: [T2]}, {id: T2, title: b}]\n",
        'lifecycle: on_hold\ntasks: [{id: T1, title: a, depends_on: ["crm:M4"]}]\n',
    ],
)
def test_who_waits_no_more_has_no_link(text: str) -> None:
    assert tied(text).all == ()


def test_nothing_comes_from_a_cancelled_project() -> None:
    crm = "lifecycle: cancelled\nmilestones: [{id: M4, title: a, forecast: 2026-11-30}]\n"
    text = 'dependencies: [{id: DP1, title: Data, other: "crm:M4", due: 2026-12-20}]\n'
    assert tied(text, crm).all[0].arrival.standing == "never"


@pytest.mark.parametrize("other", ["crm", "crm:M4", "old-crm:M3"])
def test_of_a_hidden_project_nothing_is_known_but_that_there_is_one(other: str) -> None:
    found = inbound(f'other: "{other}", due: 2026-12-01', hidden=["crm"])
    assert (found.giving.hidden, found.giving.name, found.giving.item, found.giving.project) == (
        True,
        "",
        None,
        None,
    )
    assert found.arrival.standing == "waiting"  # its forecast would have said late


def test_a_hidden_project_that_waits_is_not_there() -> None:
    text = 'dependencies: [{id: DP1, title: Data, other: "crm:M4", due: 2026-12-01}]\n'
    assert tied(text, hidden=["promo"]).all == ()


def test_a_text_with_a_colon_is_no_project() -> None:
    found = inbound('other: "Supplier: Acme", due: 2026-12-01')
    assert (found.giving.name, found.giving.project, found.giving.hidden) == ("Supplier: Acme", None, False)


def test_the_worst_comes_first() -> None:
    text = """
dependencies:
  - {id: DP1, title: later, other: Agency, due: 2026-12-20}
  - {id: DP2, title: late, other: Agency, due: 2026-11-01}
  - {id: DP3, title: later still, other: Agency, due: 2026-10-01}
  - {id: DP4, title: done, other: Agency, due: 2026-10-01, delivered: 2026-10-01}
"""
    assert [link.item.id for link in tied(text).all] == ["DP3", "DP2", "DP1", "DP4"]
