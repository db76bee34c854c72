"""What the data says of a period: by its dates, nothing from outside, and nothing that nobody wrote."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_derive_properties import DAYS, MAYBE_DAY, MONEY, PROJECTS, drawn, ids, several
from written import assessed

from opsgen.calendar import Period, period
from opsgen.derive.meetings import alone
from opsgen.derive.period import Chronicle, Facts, following, month_of, runs_in, said_done
from opsgen.model import (
    Action,
    Actual,
    BudgetLine,
    Decision,
    Deliverable,
    Dependency,
    Impact,
    Issue,
    Meeting,
    MeetingAction,
    Milestone,
    Project,
    Risk,
    Settings,
    Span,
    Task,
)
from opsgen.words import Text

TITLE = st.just(Text("a thing"))
DATED = {
    "issues": st.builds(
        Issue, id=ids("I"), title=TITLE, raised=MAYBE_DAY, resolved=MAYBE_DAY, due=MAYBE_DAY,
        status=st.sampled_from(["open", "resolved", "closed"]),
    ),
    "decisions": st.builds(
        Decision, id=ids("D"), title=TITLE, raised=MAYBE_DAY, due=MAYBE_DAY, date=MAYBE_DAY,
        status=st.sampled_from(["requested", "decided", "deferred"]),
    ),
    "actions": st.builds(
        Action, id=ids("A"), title=TITLE, due=DAYS, done=MAYBE_DAY,
        status=st.sampled_from(["open", "done", "cancelled"]),
    ),
    "deliverables": st.builds(
        Deliverable, id=ids("L"), title=TITLE, due=MAYBE_DAY, delivered=MAYBE_DAY,
        status=st.sampled_from(["planned", "accepted", "dropped"]),
    ),
    "dependencies": st.builds(
        Dependency, id=ids("X"), title=TITLE, due=DAYS, delivered=MAYBE_DAY,
        status=st.sampled_from(["open", "delivered"]),
    ),
    "meetings": st.builds(
        Meeting, id=ids("H"), title=TITLE, date=DAYS,
        actions=st.lists(
            st.builds(MeetingAction, title=TITLE, due=DAYS, done=MAYBE_DAY), max_size=1
        ).map(tuple),
    ),
    "tasks": st.builds(
        Task, id=ids("T"), title=TITLE, finish=MAYBE_DAY, actual=st.builds(Span, finish=MAYBE_DAY),
        status=st.sampled_from(["todo", "in_progress", "done", "cancelled"]),
    ),
    "risks": st.builds(
        Risk, id=ids("R"), title=TITLE, probability=st.just(3), impact=st.just(Impact(overall=3)),
        raised=MAYBE_DAY, reviewed=MAYBE_DAY, closed=MAYBE_DAY, review_every=st.sampled_from(["", "2w"]),
        status=st.sampled_from(["open", "closed", "occurred"]),
    ),
    "budget": st.builds(
        BudgetLine, id=ids("B"), title=TITLE, planned=MONEY, type=st.sampled_from(["opex", "income"]),
        actuals=st.lists(st.builds(Actual, date=DAYS, amount=MONEY), max_size=3).map(tuple),
    ),
}  # fmt: skip
FULL = st.builds(
    lambda project, **lists: replace(project, **lists),
    PROJECTS,
    **{key: several(items) for key, items in DATED.items()},
)
PERIODS = st.sampled_from(["2026-W09", "2026-W18", "2026-W27", "2026-03", "2026-06", "2026-11"])


def chronicle(project: Project, as_of: date) -> Chronicle:
    return Chronicle(project, Settings(), as_of, alone(project))


def cut(label: str) -> Period:
    found = period(label)
    assert found
    return found


def days(span: Period) -> list[Period]:
    count = (span.finish - span.start).days + 1
    return [cut_day(span.start + timedelta(days=n)) for n in range(count)]


def cut_day(day: date) -> Period:
    return Period(day, day, day.isoformat())


@drawn
@given(FULL, PERIODS, DAYS)
def test_the_facts_of_a_period_are_those_of_its_days(project: Project, label: str, as_of: date) -> None:
    of, span = chronicle(project, as_of), cut(label)
    whole, daily = of.during(span), [of.during(day) for day in days(span) if day.start <= as_of]
    assert whole.events == tuple(event for one in daily for event in one.events)
    assert {m.state.metric.id for m in whole.measured} == {
        m.state.metric.id for o in daily for m in o.measured
    }
    for name in ("spent", "earned"):
        sums = [amount for one in daily if (amount := getattr(one, name)) is not None]
        assert getattr(whole, name) == (sum(sums, Decimal(0)) if sums else None)
    # What fell due on a day and was not met that day may have been met by the end, but not the other way.
    assert {id(duty.item) for duty in whole.missed} <= {id(duty.item) for one in daily for duty in one.missed}


@drawn
@given(FULL, PERIODS, DAYS)
def test_nothing_lies_outside_of_its_period_or_after_the_status_date(
    project: Project, label: str, as_of: date
) -> None:
    span = cut(label)
    facts, after = chronicle(project, as_of).during(span), following(span)
    assert after
    last = min(span.finish, as_of)
    assert all(span.start <= event.day <= last for event in facts.events)
    assert all(span.start <= duty.due <= last and duty.due < as_of for duty in facts.missed)
    assert all(after.start <= duty.due <= after.finish for duty in facts.coming)
    for measured in facts.measured:
        assert measured.state.latest
        assert span.start <= measured.state.latest.date <= last
        assert measured.before is None or measured.before.date < span.start


@drawn
@given(FULL, PERIODS, DAYS)
def test_what_is_missed_is_not_met_and_each_item_once(project: Project, label: str, as_of: date) -> None:
    facts = chronicle(project, as_of).during(cut(label))
    assert all(duty.met is None or duty.met > facts.until for duty in (*facts.missed, *facts.coming))
    for duties in (facts.missed, facts.coming):
        assert len({(duty.kind, id(duty.item)) for duty in duties}) == len(duties)


@drawn
@given(FULL, PERIODS, DAYS)
def test_a_period_that_is_spoken_of_has_facts(project: Project, label: str, as_of: date) -> None:
    of, span = chronicle(project, as_of), cut(label)
    assert of.speaks_of(span) == bool(of.during(span))


@drawn
@given(FULL, DAYS)
def test_a_month_has_the_events_of_its_weeks_and_no_others(project: Project, as_of: date) -> None:
    of = chronicle(project, as_of)
    weeks = [cut(f"2026-W{number:02}") for number in range(1, 54)]
    months = [cut(f"2026-{number:02}") for number in range(1, 13)]
    within = [e for week in weeks for e in of.during(week).events if e.day.year == 2026]
    assert within == [event for month in months for event in of.during(month).events]


def facts(text: str, label: str, as_of: str = "2026-06-30") -> Facts:
    return assessed(text, as_of).chronicle.during(cut(label))


MILESTONES = """
milestones:
- {id: M1, title: Done in time, baseline: 2026-06-05, actual: 2026-06-05}
- {id: M2, title: Due and open, forecast: 2026-06-10}
- {id: M3, title: Moved, baseline: 2026-06-03, forecast: 2026-06-24}
- {id: M4, title: Late within the month, forecast: 2026-06-08, actual: 2026-06-16}
- {id: M5, title: No original plan, actual: 2026-06-18}
"""


def missed(of: Facts) -> list[tuple[str, str, bool]]:
    return [(duty.item.id, duty.due.isoformat(), duty.planned) for duty in of.missed]


def happened(of: Facts) -> list[tuple[str, str]]:
    return [(event.code, event.item.id if event.item else "") for event in of.events]


def test_milestones_achieved_and_missed() -> None:
    week = facts(MILESTONES, "2026-W24")  # 8 to 14 June
    assert missed(week) == [("M4", "2026-06-08", False), ("M2", "2026-06-10", False)]
    assert happened(week) == []
    assert [duty.item.id for duty in week.coming] == []
    month = facts(MILESTONES, "2026-06")
    assert missed(month) == [("M2", "2026-06-10", False), ("M3", "2026-06-24", False)]
    assert [item for _, item in happened(month)] == ["M1", "M4", "M5"]


def test_an_original_plan_that_was_moved_is_missed_on_its_own_day() -> None:
    week = facts(MILESTONES, "2026-W23")
    assert missed(week) == [("M3", "2026-06-03", True)]
    assert [duty.item.id for duty in week.coming] == ["M4", "M2"]


def test_today_is_not_over_yet() -> None:
    assert missed(facts(MILESTONES, "2026-W24", "2026-06-10")) == [("M4", "2026-06-08", False)]
    assert [d.item.id for d in facts(MILESTONES, "2026-W24", "2026-06-11").missed] == ["M4", "M2"]


def test_what_ended_on_an_unknown_day_is_neither_met_nor_missed() -> None:
    text = """
tasks:
- {id: T1, title: Done some day, finish: 2026-06-10, status: done}
- {id: T2, title: Dropped, finish: 2026-06-10, status: cancelled}
actions:
- {id: A1, title: Done some day, owner: Ada, due: 2026-06-10, status: done}
issues:
- {id: I1, title: Closed some day, due: 2026-06-10, status: closed}
decisions:
- {id: D1, title: Not now, due: 2026-06-10, status: deferred}
deliverables:
- {id: P1, title: Accepted some day, due: 2026-06-10, status: accepted}
"""
    assert not facts(text, "2026-06")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("lifecycle: on_hold", []),
        ("lifecycle: cancelled", []),
        ("lifecycle: closed", []),
        ("lifecycle: closed\nclosed: 2026-06-12", ["M4", "M2"]),
        ("lifecycle: closed\nclosed: 2026-06-09", ["M4"]),
    ],
)
def test_a_project_that_does_not_go_on_misses_nothing_after_that(more: str, expected: list[str]) -> None:
    assert [item for item, *_ in missed(facts(f"{more}\n{MILESTONES}", "2026-W24"))] == expected


def test_everything_that_has_a_day() -> None:
    text = """
phases:
- {id: P1, title: Build, start: 2026-05-01, finish: 2026-06-01, actual: {finish: 2026-06-02}}
milestones:
- {id: M1, title: Gate, type: gate, actual: 2026-06-03, outcome: go, decided: 2026-06-04}
tasks: [{id: T1, title: Task, status: done, actual: {start: 2026-06-01, finish: 2026-06-05}}]
deliverables:
- id: E1
  title: Report
  delivered: 2026-06-06
  status: accepted
  quality: {method: read, result: passed, date: 2026-06-07}
dependencies: [{id: X1, title: Cards, due: 2026-06-08, delivered: 2026-06-08, status: delivered}]
risks:
- {id: R1, title: Storm, probability: 2, impact: 2, raised: 2026-06-09, reviewed: 2026-06-10}
- {id: R2, title: Flood, probability: 2, impact: 2, status: closed, closed: 2026-06-11}
- {id: R3, title: Fire, probability: 2, impact: 2, status: occurred, closed: 2026-06-12}
issues: [{id: I1, title: Smoke, raised: 2026-06-13, resolved: 2026-06-14, status: resolved, resolution: Out}]
decisions: [{id: D1, title: Stop, raised: 2026-06-15, status: decided, date: 2026-06-16, outcome: go on}]
actions: [{id: A1, title: Call, owner: Ada, due: 2026-06-20, done: 2026-06-17, status: done}]
meetings:
- id: H1
  title: Talk
  date: 2026-06-18
  actions: [{id: A9, title: Write, owner: Ada, due: 2026-06-30, done: 2026-06-19}]
training: [{id: N1, title: Tills, date: 2026-06-20}]
"""
    found = happened(facts(text, "2026-06"))
    assert found == [
        ("phase.finished", "P1"),
        ("milestone.achieved", "M1"),
        ("gate.decided", "M1"),
        ("task.done", "T1"),
        ("deliverable.delivered", "E1"),
        ("deliverable.checked", "E1"),
        ("dependency.delivered", "X1"),
        ("risk.raised", "R1"),
        ("risk.reviewed", "R1"),
        ("risk.closed", "R2"),
        ("risk.occurred", "R3"),
        ("issue.opened", "I1"),
        ("issue.resolved", "I1"),
        ("decision.requested", "D1"),
        ("decision.made", "D1"),
        ("action.closed", "A1"),
        ("meeting.held", "H1"),
        ("action.closed", "A9"),
        ("training.held", "N1"),
    ]


METRIC = """
metrics:
- id: K1
  title: Sales
  target: 365
  due: 2027-01-01
  cumulative: true
  measurements:
  - {date: 2026-05-30, value: 100}
  - {date: 2026-06-06, value: 120}
  - {date: 2026-06-13, value: 190}
- {id: K2, title: Rate, target: 9, measurements: [{date: 2026-05-30, value: 8}]}
"""


def test_metrics_stand_as_they_were_at_the_end_of_the_period() -> None:
    (sales,) = facts(METRIC, "2026-W23", "2026-06-30").measured
    assert sales.state.latest
    assert (sales.state.latest.value, sales.before.value if sales.before else 0, sales.change) == (
        120,
        100,
        20,
    )
    # 1 January to 7 June are 157 of 365 days, so that 157 were expected by then
    assert (sales.state.status, sales.state.expected) == ("behind", 157)
    (month,) = facts(METRIC, "2026-06").measured
    assert (month.state.status, month.change) == ("on_pace", 90)


def test_a_first_value_has_no_change() -> None:
    of = facts(METRIC, "2026-05")
    assert [(m.state.metric.id, m.before, m.change) for m in of.measured] == [
        ("K1", None, None),
        ("K2", None, None),
    ]


def test_money_of_a_period_is_what_is_dated_in_it() -> None:
    text = """
budget:
- {id: B1, title: Ads, planned: 9, actuals: [{date: 2026-06-01, amount: 100}, {date: 2026-06-20, amount: 30}]}
- id: B2
  title: Reserve
  planned: 900
  category: management_reserve
  actuals: [{date: 2026-06-02, amount: 7}]
- {id: B3, title: Sales, planned: 900, type: income, actuals: [{date: 2026-06-03, amount: 50}]}
- {id: B4, title: No dates, planned: 900, actual: 800}
"""
    month, week, empty = (facts(text, label) for label in ("2026-06", "2026-W25", "2026-05"))
    assert (month.spent, month.earned) == (130, 50)
    assert (week.spent, week.earned) == (30, None)
    assert (empty.spent, empty.earned, bool(empty)) == (None, None, False)


@pytest.mark.parametrize(
    ("label", "month"),
    [
        # ISO 8601: the week belongs to the year, and so to the month, that has its Thursday
        ("2026-W01", "2026-01"),  # 29 December to 4 January
        ("2026-W53", "2026-12"),  # 28 December to 3 January
        ("2026-W40", "2026-10"),  # 28 September to 4 October
        ("2026-W18", "2026-04"),  # 27 April to 3 May
        ("2026-11", "2026-11"),
    ],
)
def test_a_week_belongs_to_the_month_of_its_thursday(label: str, month: str) -> None:
    assert month_of(cut(label)) == month


@pytest.mark.parametrize(
    ("label", "after"),
    [("2026-W53", "2027-W01"), ("2026-12", "2027-01"), ("2026-06-30", "2026-W28"), ("2026-W01", "2026-W02")],
)
def test_the_period_that_follows(label: str, after: str) -> None:
    found = following(cut(label))
    assert found
    assert found.label == after


def test_nothing_follows_the_last_day() -> None:
    assert following(Period(date.max, date.max, "9999-12-31")) is None


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, True),
        ({"start": date(2026, 7, 1)}, False),
        ({"start": None}, False),
        ({"lifecycle": "on_hold"}, False),
        ({"lifecycle": "closed", "closed": date(2026, 5, 31)}, False),
        ({"lifecycle": "closed", "closed": date(2026, 6, 1)}, True),
        ({"lifecycle": "closed", "finish": date(2026, 5, 1)}, False),
        ({"finish": date(2026, 5, 1)}, True),  # nobody closed it
    ],
)
def test_which_projects_were_under_way(more: dict[str, object], expected: bool) -> None:
    project = Project(id="p", title=Text("a"), owner="Ada", start=date(2026, 1, 1), finish=date(2026, 12, 31))
    assert runs_in(replace(project, **more), cut("2026-06")) is expected  # type: ignore[arg-type]


def test_an_update_that_calls_done_what_the_data_has_open() -> None:
    text = """
milestones:
- {id: M1, title: Load test passed, forecast: 2026-06-20}
- {id: M2, title: Shop open, actual: 2026-06-10}
- {id: M3, title: Later, actual: 2026-06-20}
tasks: [{id: T1, title: {zh: 联调, en: Interface test}, status: in_progress}]
updates:
- period: 2026-W24
  summary: a
  done: [Load test passed., M2 Shop open, m3, 联调, Load test passed twice]
"""
    found = assessed(text, "2026-06-30")
    items = said_done(found.project.updates[0], found.project, date(2026, 6, 14))
    assert [item.id for item in items] == ["M1", "M3", "T1"]
    assert isinstance(items[0], Milestone)
