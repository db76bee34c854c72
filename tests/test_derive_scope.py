"""Deliverables and gates. Source of the rules: DSDM (MoSCoW), PRINCE2 (scope tolerance, end of a stage)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written import assessed, said

from opsgen.derive.scope import deliverables, scope
from opsgen.model import Deliverable, Project
from opsgen.words import Text

DAY = "2026-06-01"


@pytest.mark.parametrize(
    ("fields", "status", "days"),
    [
        ("", "planned", None),
        ("due: 2026-06-01", "planned", None),
        ("due: 2026-05-30", "overdue", 2),
        ("due: 2026-05-30, moscow: wont", "planned", None),
        ("due: 2026-05-30, status: dropped", "dropped", None),
        ("due: 2026-05-30, status: rejected", "rejected", 2),
        ("due: 2026-05-20, delivered: 2026-05-23, status: rejected", "rejected", 12),
        ("due: 2026-05-30, delivered: 2026-05-28, status: in_review", "in_review", -2),
        ("due: 2026-05-20, delivered: 2026-05-23, status: accepted", "accepted", 3),
        ("due: 2026-05-20, status: handed_over", "handed_over", None),
        ("due: 2026-05-20, delivered: 2026-05-20, status: accepted", "accepted", 0),
        ("delivered: 2026-05-20, status: accepted", "accepted", None),
    ],
)
def test_where_a_deliverable_stands(fields: str, status: str, days: int | None) -> None:
    found = assessed(f"deliverables: [{{id: DL1, title: Boxes, {fields}}}]", DAY).deliverables[0]
    assert (found.status, found.days) == (status, days)


def test_nothing_grows_older_after_the_project_was_closed() -> None:
    text = "lifecycle: closed\nclosed: 2026-05-10\ndeliverables: [{id: DL1, title: Boxes, due: 2026-05-01}]"
    assert assessed(text, DAY).deliverables[0].overdue == 9


def test_deliverables_stand_in_the_order_of_their_dates() -> None:
    text = """
deliverables:
- {id: DL1, title: a}
- {id: DL2, title: b, due: 2026-08-01}
- {id: DL3, title: c, due: 2026-07-01}
"""
    assert [s.deliverable.id for s in assessed(text, DAY).deliverables] == ["DL3", "DL2", "DL1"]


MUSTS = """
tolerance: {{scope: {tolerance}}}
deliverables:
- {{id: DL1, title: Boxes, moscow: must, status: dropped}}
- {{id: DL2, title: Cards, moscow: must, status: rejected}}
- {{id: DL3, title: Poster, moscow: must}}
- {{id: DL4, title: Film, moscow: should, status: dropped}}
"""


@pytest.mark.parametrize(
    ("tolerance", "rag", "used"), [(0, "red", None), (1, "red", 200), (2, "amber", 100), (4, "green", 50)]
)
def test_scope_against_its_tolerance(tolerance: int, rag: str, used: float | None) -> None:
    light = assessed(MUSTS.format(tolerance=tolerance), DAY).health.light("scope")
    assert (light.rag, light.used, light.item) == (rag, used, "DL1")


def test_scope_names_the_first_must_have_that_is_lost() -> None:
    found = assessed(MUSTS.format(tolerance=0), DAY).health.light("scope")
    assert said(found.reason) == "2 must-haves are dropped or rejected, first DL1 “Boxes”, tolerance 0"


@pytest.mark.parametrize(
    ("text", "rag", "reason"),
    [
        ("", "grey", "No deliverables are recorded"),
        (
            "deliverables: [{id: D, title: a, status: dropped}]",
            "grey",
            "No deliverable is called a must-have",
        ),
        (
            "deliverables: [{id: D, title: a, moscow: must}]",
            "green",
            "1 must-have, neither dropped nor rejected",
        ),
    ],
)
def test_scope_without_inputs_is_grey(text: str, rag: str, reason: str) -> None:
    light = assessed(text, DAY).health.light("scope")
    assert (light.rag, said(light.reason)) == (rag, reason)


def test_scope_alone_makes_a_project_amber_at_most() -> None:
    found = assessed(MUSTS.format(tolerance=0), DAY)
    assert (found.health.light("scope").rag, found.health.overall) == ("red", "amber")


DAYS = st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31))
DELIVERABLES = st.builds(
    lambda due, delivered, status, moscow: Deliverable(
        title=Text("a"), due=due, delivered=delivered, status=status, moscow=moscow
    ),
    DAYS,
    DAYS,
    st.sampled_from(
        ["planned", "in_progress", "in_review", "accepted", "rejected", "handed_over", "dropped"]
    ),
    st.sampled_from([None, "must", "should", "could", "wont"]),
)


@given(st.lists(DELIVERABLES, max_size=6), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_numbers_stay_in_their_ranges(drawn: list[Deliverable], as_of: date) -> None:
    project = Project(id="a", title=Text("a"), owner="Ada", deliverables=tuple(drawn))
    found = deliverables(project, as_of)
    assert len(found) == len(drawn)
    for state in found:
        assert state.overdue >= 0
        assert (state.status == "overdue") <= (state.overdue > 0)
        assert not (state.taken and state.overdue)
        assert state.late is None or state.deliverable.delivered is not None
    assert len(scope(drawn).lost) <= scope(drawn).musts <= len(drawn)


GATE = "milestones: [{{id: M1, title: Launch, type: gate, forecast: {day}{fields}}}]"


@pytest.mark.parametrize(
    ("day", "fields", "status"),
    [
        ("2026-06-01", "", "pending"),
        ("2026-06-01", ", outcome: pending", "pending"),
        ("2026-05-31", ", outcome: pending", "undecided"),
        ("2026-06-20", ", actual: 2026-05-30", "undecided"),
        ("2026-05-30", ", actual: 2026-05-30, outcome: conditional_go", "conditional_go"),
        ("2026-05-30", ", outcome: stop, decided: 2026-05-30", "stop"),
        ("2026-07-30", ", outcome: go, decided: 2026-07-30", "pending"),
    ],
)
def test_what_was_decided_at_a_gate(day: str, fields: str, status: str) -> None:
    assert assessed(GATE.format(day=day, fields=fields), DAY).gates[0].status == status


def test_a_criterion_of_which_nobody_wrote_is_unknown_and_not_met() -> None:
    criteria = "[{text: Stock, met: true}, {text: Queue, met: false}, {text: Staff}]"
    text = GATE.format(day="2026-05-30", fields=f", outcome: go, criteria: {criteria}")
    text += "\nphases: [{id: P1, title: Prepare, start: 2026-02-01, finish: 2026-05-30, exit_gate: M1}]"
    found = assessed(text, DAY).gates[0]
    counts = (len(found.met), len(found.unmet), len(found.unknown))
    assert (counts, found.against_criteria, found.phases[0].id) == ((1, 1, 1), True, "P1")
