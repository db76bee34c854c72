"""Milestones, tasks and phases. Source of the rules: PMBOK; slip: milestone trend analysis."""

from dataclasses import replace
from datetime import date

import pytest
from written import assessed, project

from opsgen.derive.standing import lifecycle_of


@pytest.mark.parametrize(
    ("dates", "status"),
    [
        ("forecast: 2026-06-30, actual: 2026-05-30", "achieved"),
        ("forecast: 2026-05-31", "overdue"),
        ("forecast: 2026-06-01", "due_soon"),
        ("forecast: 2026-06-15", "due_soon"),
        ("forecast: 2026-06-16", "on_track"),
        ("baseline: 2026-06-20, forecast: 2026-06-30", "on_track"),
        ("baseline: 2026-06-20, forecast: 2026-07-01", "slipping"),
        ("baseline: 2026-05-01, forecast: 2026-06-05", "slipping"),
        ("actual: 2026-06-10", "due_soon"),
    ],
)
def test_milestone_status(dates: str, status: str) -> None:
    found = assessed(f"milestones: [{{id: M1, title: Load test, {dates}}}]", "2026-06-01")
    assert found.milestones[0].status == status


def test_days_until_due_soon_are_the_portfolios() -> None:
    text = "milestones: [{id: M1, title: Load test, forecast: 2026-06-15}]"
    found = assessed(text, "2026-06-01", "health: {thresholds: {due_soon_days: 7}}")
    assert found.milestones[0].status == "on_track"


def test_slip_counts_calendar_and_working_days() -> None:
    """From Friday 9 October to Monday 12 October: three days, one of them worked."""
    text = "milestones: [{id: M1, title: Load test, baseline: 2026-10-09, forecast: 2026-10-12}]"
    state = assessed(text + "\ncalendar: weekdays", "2026-06-01").milestones[0]
    assert (state.slip, state.slip_working) == (3, 1)


def test_a_saturday_that_makes_up_for_a_holiday_is_a_working_day() -> None:
    """From Friday 9 October to Monday 12 October 2026: two days worked in China, and one elsewhere."""
    text = "milestones: [{id: M1, title: Load test, baseline: 2026-10-09, forecast: 2026-10-12}]"
    assert assessed(text, "2026-06-01").milestones[0].slip_working == 2
    assert assessed(text, "2026-06-01", "calendar: DE").milestones[0].slip_working == 1


def test_an_early_milestone_slips_less_than_nothing() -> None:
    text = "milestones: [{id: M1, title: Load test, baseline: 2026-10-12, actual: 2026-10-09}]"
    state = assessed(text + "\ncalendar: weekdays", "2026-10-31").milestones[0]
    assert (state.slip, state.slip_working) == (-3, -1)


def test_an_overdue_milestone_keeps_slipping() -> None:
    text = "milestones: [{id: M1, title: Load test, baseline: 2026-05-20, forecast: 2026-05-25}]"
    assert assessed(text, "2026-05-25").milestones[0].slip == 5
    state = assessed(text, "2026-06-10").milestones[0]
    assert (state.slip, state.overdue, state.status) == (21, 16, "overdue")


def test_it_stops_slipping_when_the_project_closes() -> None:
    text = """
closed: 2026-06-01
milestones: [{id: M1, title: Load test, baseline: 2026-05-20, forecast: 2026-05-25}]
"""
    assert assessed(text, "2026-12-01").milestones[0].slip == 12


def test_slip_is_unknown_without_an_original_plan() -> None:
    text = "milestones: [{id: M1, title: Load test, forecast: 2026-05-25}]"
    state = assessed(text, "2026-06-10").milestones[0]
    assert (state.slip, state.slip_working, state.overdue) == (None, None, 16)


def test_tolerance_of_a_phase_holds_for_its_milestones() -> None:
    text = """
tolerance: {schedule_days: 5}
phases: [{id: P1, title: Build, start: 2026-01-01, finish: 2026-09-01, tolerance: {schedule_days: 40}}]
milestones:
- {id: M1, title: In the phase, phase: P1, baseline: 2026-07-01, forecast: 2026-08-01}
- {id: M2, title: Outside, baseline: 2026-07-01, forecast: 2026-08-02}
"""
    assert [(s.status, s.tolerance) for s in assessed(text, "2026-06-01").milestones] == [
        ("on_track", 40),
        ("slipping", 5),
    ]


def test_milestones_stand_in_the_order_of_their_dates_and_know_their_owner() -> None:
    text = """
milestones:
- {id: M1, title: Late, forecast: 2026-09-01, owner: Grace}
- {id: M2, title: Early, forecast: 2026-03-01, actual: 2026-02-01}
- {id: M3, title: Middle, forecast: 2026-05}
"""
    found = assessed(text, "2026-04-01").milestones
    assert [(s.milestone.id, s.owner) for s in found] == [("M2", "Ada"), ("M3", "Ada"), ("M1", "Grace")]


@pytest.mark.parametrize(
    ("tasks", "percent"),
    [
        ("[]", None),
        ("[{id: T1, title: a, status: done}, {id: T2, title: b}]", 50),
        # Σ effort·complete / Σ effort: (30·100 + 10·20) / 40 = 80
        ("[{id: T1, title: a, status: done, effort: 30}, {id: T2, title: b, effort: 10, complete: 20}]", 80),
        ("[{id: T1, title: a, complete: 100, weight: 3}, {id: T2, title: b}]", 75),
        ("[{id: T1, title: a, effort: 1, weight: 9, status: done}, {id: T2, title: b}]", 50),
        ("[{id: T1, title: a, status: done}, {id: T2, title: b, status: cancelled}]", 100),
        ("[{id: T1, title: a, status: in_progress, effort: 8, remaining: 2}]", 75),
    ],
)
def test_percent_complete(tasks: str, percent: float | None) -> None:
    assert assessed(f"tasks: {tasks}", "2026-06-01").completion.percent == percent


def test_parents_count_through_their_children_only() -> None:
    text = """
tasks:
- {id: T1, title: Parent, complete: 0, effort: 100}
- {id: T2, title: Done, parent: T1, status: done, effort: 30, finish: 2026-04-01}
- {id: T3, title: Half, parent: T1, complete: 50, effort: 10, start: 2026-02-01, finish: 2026-07-01}
"""
    found = assessed(text, "2026-06-01")
    assert found.completion.percent == 87.5
    parent = found.tasks[0]
    assert parent.complete == 87.5
    assert f"{parent.start}…{parent.finish}" == "2026-02-01…2026-07-01"


def test_a_cancelled_parent_takes_its_tasks_with_it() -> None:
    text = """
tasks:
- {id: T1, title: Dropped, status: cancelled}
- {id: T2, title: Below, parent: T1}
- {id: T3, title: Further below, parent: T2}
- {id: T4, title: Done, status: done}
"""
    assert assessed(text, "2026-06-01").completion.percent == 100


def test_a_parent_is_found_by_its_former_id_too() -> None:
    text = """
tasks:
- {id: T1, aliases: [T9], title: Parent, effort: 100}
- {id: T2, title: Done, parent: T9, status: done, effort: 30, finish: 2026-04-01}
- {id: T3, title: Dropped, aliases: [T8], status: cancelled}
- {id: T4, title: Below, parent: T8, effort: 30}
"""
    found = assessed(text, "2026-06-01")
    assert found.completion.percent == 100
    assert f"{found.tasks[0].finish}" == "2026-04-01"


def test_tasks_that_name_each_other_as_parent_do_no_harm() -> None:
    text = "tasks: [{id: T1, title: a, parent: T2}, {id: T2, title: b, parent: T1}]"
    assert assessed(text, "2026-06-01").completion.percent is None


def test_work_nobody_put_a_figure_on_is_left_out_and_counted() -> None:
    text = "tasks: [{id: T1, title: a, status: in_progress}, {id: T2, title: b, status: done}]"
    found = assessed(text, "2026-06-01").completion
    assert (found.percent, found.tasks, found.unknown) == (100, 2, 1)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ("status: done, finish: 2026-05-01", "done"),
        ("status: cancelled, finish: 2026-05-01", "cancelled"),
        ("status: blocked, finish: 2026-05-01", "overdue"),
        ("status: blocked, finish: 2026-07-01", "blocked"),
        ("status: todo, start: 2026-05-01, finish: 2026-07-01", "late_start"),
        ("status: in_progress, finish: 2026-07-01, baseline: {finish: 2026-06-15}", "slipping"),
        ("status: in_progress, finish: 2026-07-01, baseline: {finish: 2026-06-30}", "in_progress"),
        ("status: todo, start: 2026-06-02", "todo"),
    ],
)
def test_task_status(fields: str, status: str) -> None:
    assert assessed(f"tasks: [{{id: T1, title: Pack, {fields}}}]", "2026-06-01").tasks[0].status == status


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ("start: 2026-01-01, finish: 2026-05-01, actual: {finish: 2026-05-02}", "done"),
        ("start: 2026-01-01, finish: 2026-05-01", "overdue"),
        ("start: 2026-01-01, finish: 2026-07-01, baseline: {finish: 2026-06-01}", "slipping"),
        ("start: 2026-01-01, finish: 2026-07-01", "current"),
        ("start: 2026-06-15, finish: 2026-07-01", "upcoming"),
    ],
)
def test_phase_status(fields: str, status: str) -> None:
    assert assessed(f"phases: [{{id: P1, title: Build, {fields}}}]", "2026-06-01").phases[0].status == status


@pytest.mark.parametrize(("as_of", "lifecycle"), [("2025-12-31", "planning"), ("2026-01-01", "executing")])
def test_lifecycle_follows_the_start_where_nobody_wrote_it(as_of: str, lifecycle: str) -> None:
    found = replace(project(""), lifecycle=None)
    assert lifecycle_of(found, date.fromisoformat(as_of)) == lifecycle
    assert lifecycle_of(replace(found, lifecycle="on_hold"), date.fromisoformat(as_of)) == "on_hold"


def test_the_projects_own_finish_slips() -> None:
    assert assessed("baseline_finish: 2026-12-21", "2026-06-01").finish_slip == 10
    assert assessed("baseline_finish: 2026-12-21", "2027-01-10").finish_slip == 20
    assert assessed("baseline_finish: 2026-12-21\nclosed: 2026-12-23", "2027-01-10").finish_slip == 2
    assert assessed("", "2026-06-01").finish_slip is None
