"""Earned value and earned schedule, against examples of the literature, and what holds for every project."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import assessed

from opsgen.calendar import WEEKDAYS
from opsgen.derive import assess
from opsgen.derive.earned_schedule import Timing, course, earned_schedule
from opsgen.derive.earned_value import EarnedValue, Values
from opsgen.model import Actual, BudgetLine, Phase, Project, Settings, Span, Task
from opsgen.words import Text


def values(bac: float, pv: float, ev: float, ac: float | None, forecast: float | None = None) -> Values:
    """The terms of amounts as a book prints them."""
    kept = [None if amount is None else Decimal(str(amount)) for amount in (bac, pv, ev, ac, forecast)]
    return Values(
        bac=kept[0] or Decimal(0),
        pv=kept[1] or Decimal(0),
        ev=kept[2] or Decimal(0),
        ac=kept[3],
        forecast=kept[4],
    )


def near(found: Decimal | None, printed: float) -> bool:
    """Whether a number is what a book printed, to as many digits as it did."""
    digits = len(str(printed).partition(".")[2])
    return found is not None and round(found, digits) == Decimal(str(printed))


def found(text: str, as_of: str = "2026-03-31", settings: str = "calendar: weekdays\n") -> EarnedValue:
    """The earned value of a project as a person writes it."""
    one = assessed(text, as_of, settings).earned_value
    assert one is not None
    return one


def total(of: EarnedValue) -> Values:
    """The terms of all its lines together."""
    assert of.total is not None
    return of.total


def test_project_ez() -> None:
    """PMI, Practice Standard for Earned Value Management (2005), chapter 3: Project EZ at the end of April.

    Twelve months, BAC 150, PV 48, EV 32, AC 40, in thousands of dollars.
    """
    of = values(150, 48, 32, 40)
    assert (of.sv, of.cv) == (-16, -8)
    assert near(of.sv_pct, -33)
    assert near(of.cv_pct, -25)
    assert near(of.spi, 0.67)
    assert near(of.cpi, 0.80)
    assert (of.eac, of.etc, of.vac) == (Decimal("187.5"), Decimal("147.5"), Decimal("-37.5"))
    assert near(of.tcpi, 1.07)


FENCE = """
start: 2026-03-02
finish: 2026-03-05
tasks:
  - {id: T1, title: Side 1, start: 2026-03-02, finish: 2026-03-02, complete: 100}
  - {id: T2, title: Side 2, start: 2026-03-03, finish: 2026-03-03, complete: 100}
  - {id: T3, title: Side 3, start: 2026-03-04, finish: 2026-03-04, complete: 50}
  - {id: T4, title: Side 4, start: 2026-03-05, finish: 2026-03-05, complete: 0}
budget:
  - {id: B1, title: Side 1, planned: 1000, actual: 1000, task: T1}
  - {id: B2, title: Side 2, planned: 1000, actual: 1200, task: T2}
  - {id: B3, title: Side 3, planned: 1000, actual: 600, task: T3}
  - {id: B4, title: Side 4, planned: 1000, actual: 0, task: T4}
"""


def test_the_fence() -> None:
    """Mulcahy, PMP Exam Prep, chapter on cost: four sides, a day and 1,000 each; the third day is over."""
    of = total(found(FENCE, "2026-03-04"))
    assert (of.pv, of.ev, of.ac, of.bac) == (3000, 2500, 2800, 4000)
    assert (of.cv, of.sv) == (-300, -500)
    assert near(of.cpi, 0.893)
    assert near(of.spi, 0.833)
    # The book divides by the rounded CPI: 4,479, 1,679 and -479.
    assert near(of.eac, 4480)
    assert near(of.etc, 1680)
    assert near(of.vac, -480)


def test_task_two_thirds_finished() -> None:
    """Meredith and Mantel, Project Management: A Managerial Approach, chapter on monitoring.

    A task of 1,500 that should be finished today is two thirds done and has cost 1,350. The book divides by
    the rounded CPI .74; unrounded the rest costs 675 and all of it 2,025.
    """
    of = values(1500, 1500, 1000, 1350)
    assert (of.cv, of.sv) == (-350, -500)
    assert near(of.cpi, 0.74)
    assert near(of.spi, 0.67)
    assert (of.etc, of.eac) == (675, 2025)


def test_earned_schedule() -> None:
    """The formula of Lipke, Schedule is Different (2003), ES = C + I, on months of our own."""
    months = [0, 10, 30, 60, 100, 130, 150]

    def planned(month: int) -> Decimal:
        return Decimal(months[month])

    assert earned_schedule(planned, 6, Decimal(45)) == Decimal("2.5")
    assert earned_schedule(planned, 6, Decimal(60)) == 3
    assert earned_schedule(planned, 6, Decimal(0)) == 0
    assert earned_schedule(planned, 6, Decimal(150)) == 6


def timing(planned: int, at: int | None, es: float) -> Timing:
    """A plan from Monday, 5 January 2026."""
    start = date(2026, 1, 5)
    finish = WEEKDAYS.workday(start - timedelta(1), planned)
    until = None if at is None else WEEKDAYS.workday(start - timedelta(1), at)
    es_ = Decimal(str(es))
    return Timing(start=start, finish=finish, planned=planned, es=es_, at=at, until=until, calendar=WEEKDAYS)


def test_time_is_not_all_right_at_the_end_of_what_was_late() -> None:
    """Lipke, Schedule is Different: late, it ends with SPI = 1, but SPI(t) = planned / actual duration."""
    late = timing(10, 12, 10)
    assert values(100, 100, 100, 100).spi == 1
    assert (late.sv, late.duration) == (-2, 12)
    assert near(late.spi, 0.833)
    assert late.expected == date(2026, 1, 20)


def test_estimate_of_the_duration() -> None:
    of = timing(20, 10, 8)
    assert (of.sv, of.spi, of.duration) == (-2, Decimal("0.8"), 25)
    assert of.expected == WEEKDAYS.workday(date(2026, 1, 4), 25)
    assert (timing(20, 0, 0).spi, timing(20, 10, 0).duration) == (None, None)
    assert timing(20, 10, 0.5).expected is None, "forty times as long as planned says nothing"
    assert (timing(20, None, 20).sv, timing(20, None, 20).spi) == (None, None)


def test_what_cannot_be_divided_is_unknown() -> None:
    unspent = values(100, 0, 0, 0)
    assert (unspent.spi, unspent.cpi, unspent.eac, unspent.cv_pct, unspent.sv_pct) == (None,) * 5
    assert (unspent.etc, unspent.vac) == (None, None)
    assert unspent.tcpi == 1
    unknown = values(100, 50, 40, None)
    assert (unknown.cv, unknown.cpi, unknown.eac, unknown.etc, unknown.tcpi) == (None,) * 5
    assert unknown.spi == Decimal("0.8")
    assert values(100, 50, 40, 120).tcpi is None, "the money is gone"
    assert values(100, 100, 100, 90).tcpi is None, "nothing is left to do"
    assert values(100, 50, 40, -5).cpi is None


def test_the_owners_forecast_stands_in_and_is_aimed_at() -> None:
    begun = values(100, 50, 0, 20, 130)
    assert (begun.basis, begun.eac, begun.vac, begun.etc) == ("forecast", 130, -30, 110)
    paced = values(100, 50, 40, 50, 110)
    assert (paced.basis, paced.eac, paced.aim) == ("pace", 125, 110)
    assert paced.tcpi_eac == 1
    assert values(100, 50, 40, 50).tcpi_eac == Decimal("0.8"), "without a forecast it is the CPI itself"


WORK = """
phases:
- {id: P1, title: Build, start: 2026-03-02, finish: 2026-03-27}
- {id: P2, title: Roll out, start: 2026-04-01, finish: 2026-04-30}
tasks:
- {id: T1, title: Group, phase: P1}
- {id: T2, title: Walls, parent: T1, start: 2026-03-02, finish: 2026-03-13, status: done}
- {id: T3, title: Roof, parent: T1, start: 2026-03-16, finish: 2026-03-27, status: in_progress, complete: 40}
- {id: T4, title: Garden, start: 2026-03-02, finish: 2026-03-27, status: cancelled}
- {id: T5, title: Fence, status: todo}
- {id: T6, title: Paint, start: 2026-03-23, finish: 2026-04-03, status: in_progress}
"""


def test_lines_on_tasks_groups_and_phases_count_once_each() -> None:
    of = found(
        WORK
        + """
budget:
- {id: B1, title: a, planned: 100, actual: 120, task: T2}
- {id: B2, title: b, planned: 200, actual: 90, task: T3}
- {id: B3, title: c, planned: 60, actual: 50, task: T1}
- {id: B4, title: d, planned: 40, actual: 10, phase: P1}
- {id: B5, title: e, planned: 80, phase: P2}
- {id: B6, title: f, planned: 500, actual: 400}
- {id: B7, title: g, planned: 30, type: income, task: T2}
- {id: B8, title: h, planned: 70, category: management_reserve, phase: P1}
""",
        "2026-03-20",
    )
    lines = [(one.line.id, one.complete, one.values.pv, one.values.ev, one.values.ac) for one in of.lines]
    assert lines == [
        ("B1", 100, 100, 100, 120),
        ("B2", 40, 100, 80, 90),
        ("B3", 70, 45, 42, 50),
        ("B4", 70, 30, 28, 10),
        ("B5", 0, 0, 0, 0),
    ]
    assert (total(of).bac, total(of).pv, total(of).ev, total(of).ac) == (480, 275, 250, 270)
    assert [line.id for line in of.unassigned] == ["B6"]
    assert of.budget == 980
    assert near(of.covered_pct, 48.98)
    assert [(p.phase and p.phase.id, [part.item.id for part in p.parts]) for p in of.phases] == [
        ("P1", ["P1", "T1", "T2", "T3"]),
        ("P2", ["P2"]),
    ]
    assert of.phases[0].values.ev == 250


def test_what_is_left_out_is_named() -> None:
    of = found(
        WORK
        + """
budget:
- {id: B1, title: a, planned: 100, actual: 120, task: T2}
- {id: B2, title: b, planned: 200, task: T4}
- {id: B3, title: c, planned: 60, task: T5}
- {id: B4, title: d, planned: 40, task: T6}
- {id: B5, title: e, planned: -40, task: T2}
"""
    )
    assert [(one.line.id, one.reason) for one in of.left_out] == [
        ("B2", "cancelled"),
        ("B3", "undated"),
        ("B4", "progress_unknown"),
        ("B5", "below_zero"),
    ]
    assert [task.id for task in of.left_out[2].silent] == ["T6"]
    assert total(of).bac == 100
    nothing = found(WORK + "budget: [{id: B3, title: c, planned: 60, task: T5}]")
    assert (nothing.total, nothing.timing, nothing.covered_pct, nothing.phases) == (None, None, None, ())


def test_cost_nobody_wrote_is_unknown_once_work_has_begun() -> None:
    of = found(
        WORK + "budget: [{id: B1, title: a, planned: 9, task: T3}, {id: B2, title: b, planned: 9, phase: P2}]"
    )
    assert [one.values.ac for one in of.lines] == [None, 0]
    assert (total(of).ac, total(of).cpi) == (None, None)
    assert total(of).spi is not None
    assert [line.id for line in of.cost_unknown] == ["B1"]


def test_the_original_plan_is_what_work_is_held_against() -> None:
    moved = (
        "tasks: [{id: T1, title: t, start: 2026-04-01, finish: 2026-04-30, complete: 10, status: in_progress,"
        " baseline: {start: 2026-03-02, finish: 2026-03-13}}]\n"
        "budget: [{id: B1, title: a, planned: 100, actual: 5, task: T1}]"
    )
    assert total(found(moved, "2026-03-13")).pv == 100
    assert total(found(moved, "2026-03-06")).pv == 50
    assert total(found(moved, "2026-03-08")).pv == 50, "no weekend earns"


def test_holidays_of_the_calendar_earn_nothing() -> None:
    task = (
        "tasks: [{id: T1, title: t, start: 2026-09-28, finish: 2026-10-09}]\n"
        "budget: [{id: B1, title: a, planned: 60, task: T1}]"
    )
    china = "calendar: CN\n"
    assert total(found(task, "2026-09-30", china)).pv == total(found(task, "2026-10-07", china)).pv
    assert total(found(task, "2026-10-07", "calendar: weekdays\n")).pv == 48


def test_months_of_a_profile_are_the_plan() -> None:
    text = """
tasks: [{id: T1, title: t, start: 2026-03-01, finish: 2026-05-31}]
budget: [{id: B1, title: a, planned: 90, forecast: 180, profile: {2026-03: 60, 2026-05: 120}, task: T1}]
"""
    days = ("2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31")
    assert [total(found(text, day)).pv for day in days] == [0, 30, 30, 90]
    paid = text.replace("{2026-03: 60, 2026-05: 120}", "end")
    assert total(found(paid, "2026-03-31")).pv > 30, "when it is paid is not when it is done"


@pytest.mark.parametrize(("as_of", "pv"), [("2026-02-01", 0), ("2026-06-01", 100)])
def test_before_the_start_and_after_the_finish(as_of: str, pv: int) -> None:
    text = """
tasks: [{id: T1, title: t, start: 2026-03-02, finish: 2026-03-13}]
budget: [{id: B1, title: a, planned: 100, task: T1}]
"""
    of = found(text, as_of)
    assert (total(of).pv, total(of).ev, total(of).ac) == (pv, 0, 0)
    assert of.timing
    assert of.timing.duration is None


def test_phases_without_tasks_are_known_at_their_ends() -> None:
    text = """
phases: [{id: P1, title: p, start: 2026-03-02, finish: 2026-03-13ACTUAL}]
budget: [{id: B1, title: a, planned: 100, actual: 90, phase: P1}]
"""
    assert found(text.replace("ACTUAL", ""), "2026-03-01").lines[0].complete == 0
    assert found(text.replace("ACTUAL", ""), "2026-03-06").left_out[0].reason == "progress_unknown"
    over = text.replace("ACTUAL", ", actual: {start: 2026-03-02, finish: 2026-03-12}")
    assert found(over, "2026-03-20").lines[0].complete == 100


def test_a_group_is_unknown_as_long_as_one_of_its_tasks_is() -> None:
    text = """
tasks:
- {id: T1, title: group, start: 2026-03-02, finish: 2026-03-13}
- {id: T2, title: a, parent: T1, status: done}
- {id: T3, title: b, parent: T1, status: in_progress}
- {id: T4, title: c, parent: T1, status: cancelled}
budget: [{id: B1, title: a, planned: 100, actual: 90, task: T1}]
"""
    (left,) = found(text).left_out
    assert (left.reason, [task.id for task in left.silent]) == ("progress_unknown", ["T3"])
    assert found(text.replace("b, parent: T1", "b, parent: T1, complete: 50")).lines[0].complete == 75


def test_done_work_stops_the_clock() -> None:
    text = """
tasks: [{id: T1, title: t, start: 2026-03-02, finish: 2026-03-13, status: doneACTUAL}]
budget: [{id: B1, title: a, planned: 100, actual: 90, task: T1}]
"""
    late = found(text.replace("ACTUAL", ", actual: {finish: 2026-03-20}")).timing
    assert late
    assert (late.es, late.at, late.planned, late.expected) == (10, 15, 10, date(2026, 3, 20))
    unwritten = found(text.replace("ACTUAL", "")).timing
    assert unwritten
    assert (unwritten.es, unwritten.at, unwritten.spi, unwritten.until) == (10, None, None, None)
    closed = found(
        "lifecycle: closed\nclosed: 2026-03-24\n" + text.replace("ACTUAL", ""), "2026-06-01"
    ).timing
    assert closed
    assert closed.until == date(2026, 3, 24)


def test_a_closed_project_is_held_against_the_plan_of_its_closing() -> None:
    text = """
lifecycle: closed
closed: 2026-03-06
tasks: [{id: T1, title: t, start: 2026-03-02, finish: 2026-03-13, complete: 40, status: in_progress}]
budget:
- {id: B1, title: a, planned: 100, task: T1,
   actuals: [{date: 2026-03-04, amount: 30}, {date: 2026-04-01, amount: 10}]}
"""
    of = found(text, "2026-05-01")
    assert (total(of).pv, total(of).ev, total(of).ac) == (50, 40, 40)


@pytest.mark.parametrize("lifecycle", ["proposed", "cancelled"])
def test_nothing_is_said_of_what_has_no_plan_in_force(lifecycle: str) -> None:
    text = f"lifecycle: {lifecycle}\n{WORK}budget: [{{id: B1, title: a, planned: 9, task: T2}}]"
    assert assessed(text, "2026-03-31").earned_value is None


def test_budgets_that_name_no_work_have_no_earned_value() -> None:
    assert assessed("budget: [{id: B1, title: a, planned: 9}]", "2026-03-31").earned_value is None
    assert assessed("", "2026-03-31").earned_value is None


def test_months_know_the_plan_the_cost_by_its_days_and_what_is_earned_today() -> None:
    text = """
tasks: [{id: T1, title: t, start: 2026-02-02, finish: 2026-03-31, complete: 40, status: in_progress}]
budget:
- {id: B1, title: a, planned: 420, task: T1,
   actuals: [{date: 2026-02-04, amount: 30}, {date: 2026-03-05, amount: 10}, {date: 2026-03-25, amount: 99}]}
"""
    months = [(one.month.month, one.pv, one.ev, one.ac) for one in found(text, "2026-03-20").months]
    assert months == [(2, 200, None, 30), (3, 420, 168, 40)]
    undated = text.partition("   actuals")[0] + "   actual: 40}"
    assert [one.ac for one in found(undated, "2026-03-20").months] == [None, 40]


# What holds for every project.

DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
MONEY = st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)
TASKS = st.builds(
    lambda start, days, complete, parent, phase, effort: {
        "start": start,
        "finish": start + timedelta(days),
        "status": "done" if complete == 100 else "in_progress" if complete else "todo",
        "complete": float(complete),
        "parent": parent,
        "phase": phase,
        "effort": effort,
    },
    DAYS,
    st.integers(0, 90),
    st.integers(0, 100),
    st.sampled_from(["", "", "T1", "T2"]),
    st.sampled_from(["", "P1", "P2"]),
    st.sampled_from([None, 0.1, 0.2, 0.7, 3.0]),
)
LINES = st.tuples(
    st.one_of(st.integers(1, 5).map(lambda n: ("task", f"T{n}")), st.sampled_from([("phase", "P1")])),
    MONEY,
    st.none() | MONEY,
    st.none() | MONEY,
)


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """A project with five tasks, two phases and some budget lines on them."""
    tasks = tuple(
        Task(id=f"T{n}", title=Text("t"), **{**draw(TASKS), **({"parent": ""} if n < 3 else {})})
        for n in range(1, 6)
    )
    first = draw(DAYS)
    phases = tuple(
        Phase(id=f"P{n}", title=Text("p"), start=first, finish=first + timedelta(90)) for n in (1, 2)
    )
    lines = tuple(
        BudgetLine(
            id=f"B{n}", title=Text("b"), planned=planned, actual=actual, forecast=forecast, **{kind: name}
        )
        for n, ((kind, name), planned, actual, forecast) in enumerate(draw(st.lists(LINES, min_size=1)))
    )
    return Project(
        id="p",
        title=Text("p"),
        owner="Ada",
        start=date(2026, 1, 1),
        finish=date(2026, 12, 31),
        lifecycle="executing",
        tasks=tasks,
        phases=phases,
        budget=lines,
    )


def of(project: Project, as_of: date) -> EarnedValue:
    """Its earned value."""
    one = assess(project, Settings(calendar="weekdays"), as_of).earned_value
    assert one is not None
    return one


many = settings(max_examples=80, deadline=None)


@many
@given(projects(), DAYS)
def test_identities_and_sums_hold(project: Project, as_of: date) -> None:
    one = of(project, as_of)
    assert len(one.lines) + len(one.left_out) == len(project.budget)
    if one.total is None:
        return
    whole = one.total
    for cut in (
        [line.values for line in one.lines],
        [phase.values for phase in one.phases],
        [part.values for phase in one.phases for part in phase.parts],
    ):
        assert sum(v.ev for v in cut) == whole.ev
        assert sum(v.bac for v in cut) == whole.bac
        assert abs(sum((v.pv for v in cut), Decimal(0)) - whole.pv) < Decimal("1e-12")
    assert 0 <= whole.ev <= whole.bac
    assert 0 <= whole.pv <= whole.bac
    assert whole.sv == whole.ev - whole.pv
    if whole.ac is not None:
        assert whole.cv == whole.ev - whole.ac
    if whole.eac is not None and whole.ac is not None:
        assert whole.vac == whole.bac - whole.eac
        assert whole.etc == whole.eac - whole.ac
    if whole.basis == "pace" and whole.forecast is None and whole.tcpi_eac is not None and whole.cpi:
        assert abs(whole.tcpi_eac - whole.cpi) < Decimal("1e-12")


@many
@given(projects(), DAYS)
def test_the_currency_changes_no_index(project: Project, as_of: date) -> None:
    dear = replace(
        project,
        budget=tuple(
            replace(
                line,
                planned=line.planned * 8,
                actual=None if line.actual is None else line.actual * 8,
                forecast=None if line.forecast is None else line.forecast * 8,
            )
            for line in project.budget
        ),
    )
    one, other = of(project, as_of), of(dear, as_of)
    if one.total is None or other.total is None:
        assert one.total is other.total
        return
    for index in ("spi", "cpi", "tcpi", "tcpi_eac"):
        a, b = getattr(one.total, index), getattr(other.total, index)
        assert (a is None) == (b is None)
        assert a is None or abs(a - b) <= abs(a) * Decimal("1e-20")
    if one.timing and other.timing:
        assert abs(one.timing.es - other.timing.es) < Decimal("1e-12")


@many
@given(projects(), DAYS, MONEY)
def test_a_line_without_work_changes_the_coverage_alone(
    project: Project, as_of: date, amount: Decimal
) -> None:
    line = BudgetLine(id="B99", title=Text("b"), planned=amount + 1, actual=amount)
    one, other = of(project, as_of), of(replace(project, budget=(*project.budget, line)), as_of)
    assert (other.total, other.timing, other.left_out) == (one.total, one.timing, one.left_out)
    assert other.unassigned == (line,)
    assert other.budget == one.budget + amount + 1


@many
@given(projects())
def test_when_all_is_done_all_is_earned(project: Project) -> None:
    done = replace(
        project,
        tasks=tuple(
            replace(task, status="done", complete=100.0, actual=Span(finish=task.finish))
            for task in project.tasks
        ),
        phases=tuple(replace(phase, actual=Span(finish=phase.finish)) for phase in project.phases),
    )
    one = of(done, date(2027, 12, 31))
    assert one.total is not None
    assert not one.left_out
    assert one.total.ev == one.total.bac == one.total.pv
    assert one.total.spi in (1, None)
    if one.timing:
        assert one.timing.es == one.timing.planned
        assert one.timing.until is not None
        assert one.timing.at is not None
        assert one.timing.until <= one.timing.finish or any(not line.line.planned for line in one.lines)


@many
@given(projects(), DAYS)
def test_more_done_is_never_earlier_in_the_plan(project: Project, as_of: date) -> None:
    states = []
    for share in (0, 30, 60, 100):
        tasks = tuple(
            replace(task, complete=float(share), status="done" if share == 100 else "in_progress")
            for task in project.tasks
        )
        states.append(of(replace(project, tasks=tasks), as_of))
    for less, more in pairwise(states):
        if less.total and more.total and less.timing and more.timing:
            assert less.total.ev <= more.total.ev
            assert less.timing.es <= more.timing.es


@many
@given(st.lists(MONEY, min_size=1, max_size=8), MONEY, MONEY)
def test_earned_schedule_is_within_the_plan_and_monotone(
    steps: list[Decimal], a: Decimal, b: Decimal
) -> None:
    reached = [sum(steps[:n], Decimal(0)) for n in range(len(steps) + 1)]
    less, more = (earned_schedule(reached.__getitem__, len(steps), earned) for earned in sorted((a, b)))
    assert 0 <= less <= more <= len(steps)


@many
@given(DAYS, st.integers(0, 60), MONEY, DAYS)
def test_the_plan_grows_from_nothing_to_all(start: date, days: int, planned: Decimal, day: date) -> None:
    span = Span(start=start, finish=start + timedelta(days))
    line = BudgetLine(id="B1", title=Text("b"), planned=planned, actuals=(Actual(date=day, amount=planned),))
    found = course(line, span, WEEKDAYS)
    assert found is not None
    assert found.until(start - timedelta(1)) == 0
    assert found.until(start + timedelta(days)) == planned
    assert found.until(day) <= found.until(day + timedelta(1))
