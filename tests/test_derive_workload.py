"""Who is planned for how much: a worked example by hand, and what holds for any allocations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from math import fsum
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from written import assembled, said

from opsgen.calendar import WEEKDAYS, working_calendar
from opsgen.derive import assess
from opsgen.derive.workload import Claim, claims, workload
from opsgen.model import Active, People, Person, Settings, Team
from opsgen.words import Text
from tests.drawn import TIMES

if TYPE_CHECKING:
    from opsgen.derive.health import Health
    from opsgen.derive.workload import Cell, PersonLoad, Workload
    from opsgen.portfolio import Portfolio

DAY = timedelta(days=1)
CHINA = working_calendar("CN")
assert CHINA is not None

# A worked example by hand. In 2026 the first seven days of October are off, and 25 September; Sunday
# 20 September and Saturday 10 October make up for them. Working days: W38 six, W39 four, W40 three,
# W41 three, W42 five.

GIFT = """
title: Member gift
owner: Zhao Min
start: 2026-08-01
finish: 2026-12-15
lifecycle: executing
milestones: [{id: M1, title: Launched, forecast: 2026-12-01}]
phases: [{id: P1, title: Sales, start: 2026-10-12, finish: 2026-10-16}]
tasks:
  - {id: T1, title: Load test, start: 2026-09-18, finish: 2026-10-09}
  - {id: T2, title: Dropped, start: 2026-09-14, finish: 2026-10-31, status: cancelled}
  - {id: T3, title: Done, start: 2026-09-14, finish: 2026-10-31, status: done, actual: {finish: 2026-09-15}}
  - {id: T4, title: Desk, phase: P1}
allocations:
  - {person: Zhao Min, task: T1, percent: 60}
  - {person: zhaomin, task: T2, percent: 100}
  - {person: zhaomin, task: T3, percent: 12}
  - {person: zhaomin, task: T4, percent: 10}
  - {role: Tester, percent: 50, from: 2026-09-21, until: 2026-10-30}
  - {role: Guide, percent: 50, from: 2026-08-03, until: 2026-09-15}
"""
CRM = """
title: CRM
owner: Zhao Min
start: 2026-08-01
finish: 2026-12-15
milestones: [{id: M1, title: Moved, forecast: 2026-12-01}]
allocations:
  - {person: zhaomin, days: 4.5, from: 2026-09-28, until: 2026-10-10}
  - {person: Ada, percent: 100, from: 2026-09-28, until: 2026-10-02}
"""
PEOPLE = """
people:
  - {id: zhaomin, name: Zhao Min, capacity: 80}
  - {id: ada, name: Ada, team: us}
  - {id: bo, name: Bo}
  - {id: eve, name: Eve, active: {until: 2026-08-31}}
teams: [{id: us, title: Over there, calendar: US}]
"""
AS_OF = date(2026, 9, 16)


def example(**more: str) -> Workload:
    return load_of(portfolio(**more))


def portfolio(**more: str) -> Portfolio:
    texts = {"gift": GIFT, "crm": CRM, "people": PEOPLE, "portfolio": "title: All\n", **more}
    found = assembled({f"projects/{name}.yaml": text.encode() for name, text in texts.items()})
    assert not [problem for problem in found.problems if problem.severity == "error"], found.problems
    return found


def load_of(found: Portfolio) -> Workload:
    wanted = [claim for project in found.projects for claim in claims(project, found.people)]
    return workload(wanted, found.people, found.settings, AS_OF)


def of(load: Workload, key: str) -> PersonLoad:
    return next(person for person in load.people if person.key == key)


def percents(load: PersonLoad, count: int) -> list[float | None]:
    return [None if cell.percent is None else round(cell.percent, 6) for cell in load.cells[:count]]


def test_a_worked_example_by_hand() -> None:
    """W38: gift on 18 and 20 September, 60 · 2/6 = 20, and 12 · 2/6 = 4 of what was done on the 15th.

    W39: 60. W40: 60, and 4.5 days over six working days are 75 a day. W41: gift on two of three days, 40,
    and 75. W42: the task without dates has those of its phase. Of the cancelled task nothing.
    """
    zhao = of(example(), "zhaomin")
    assert [cell.week.label for cell in zhao.cells[:2]] == ["2026-W38", "2026-W39"]
    assert len(zhao.cells) == 26
    assert percents(zhao, 6) == [24, 60, 135, 115, 10, 0]
    assert [round(cell.free or 0, 6) for cell in zhao.cells[:3]] == [56, 20, -55]
    assert [(part.project, round(part.percent, 6), part.index) for part in zhao.cells[2].parts] == [
        ("crm", 75, 0),
        ("gift", 60, 0),
    ]
    assert [cell.week.label for cell in zhao.over] == ["2026-W40", "2026-W41"]
    assert zhao.peak == 135


def test_an_over_allocation_is_named_as_people_speak_of_it() -> None:
    load = example()
    (stretch,) = load.stretches
    assert (stretch.key, stretch.first.label, stretch.last.label) == ("zhaomin", "2026-W40", "2026-W41")
    assert (stretch.peak, stretch.capacity, stretch.projects) == (135, 80, ("crm", "gift"))
    assert (stretch.share("crm"), round(stretch.worst_of("gift").share("gift"), 6)) == (75, 60)
    assert load.of("gift") == load.of("crm") == (stretch,)
    assert load.of("other") == ()
    assert load.projects == {"gift", "crm"}


def test_everybody_has_their_own_calendar_else_that_of_the_team() -> None:
    """In the United States the first week of October is worked."""
    assert percents(of(example(), "ada"), 4) == [0, 0, 100, 0]
    october = CRM.replace("from: 2026-09-28, until: 2026-10-02", "from: 2026-10-01, until: 2026-10-02")
    assert percents(of(example(crm=october), "ada"), 4) == [0, 0, 40, 0]
    own = PEOPLE.replace("name: Ada,", "name: Ada, calendar: CN,")
    assert percents(of(example(crm=october, people=own), "ada"), 4) == [0, 0, 0, 0]
    of_all = PEOPLE.replace(", calendar: US", "")
    assert percents(of(example(crm=october, people=of_all), "ada"), 4) == [0, 0, 0, 0]


def test_most_overloaded_first_then_by_the_highest_week() -> None:
    assert [load.key for load in example().people] == ["zhaomin", "ada"]
    nobody_over = CRM.replace("days: 4.5", "days: 0.5")
    assert [load.key for load in example(crm=nobody_over).people] == ["ada", "zhaomin"]


def test_what_is_unknown_is_not_free() -> None:
    """Of Bo no project says anything; Eve has left."""
    assert [person.id for person in example().unplanned] == ["bo"]


def test_roles_that_nobody_fills_yet() -> None:
    assert [role.role.plain for role in example().roles] == ["Tester"]


@pytest.mark.parametrize("lifecycle", ["proposed", "on_hold", "closed", "cancelled"])
def test_only_projects_that_go_on_count(lifecycle: str) -> None:
    load = example(gift=GIFT.replace("executing", lifecycle))
    assert percents(of(load, "zhaomin"), 4) == [0, 0, 75, 75]
    assert load.roles == ()


def test_nothing_counts_outside_of_the_time_somebody_is_there() -> None:
    """Zhao Min leaves on 8 October: of W41 one day of three is left, of the load and of the capacity."""
    leaving = PEOPLE.replace("capacity: 80", "capacity: 80, active: {until: 2026-10-08}")
    load = of(example(people=leaving), "zhaomin")
    assert percents(load, 5) == [24, 60, 135, 45, None]
    assert round(load.cells[3].capacity, 6) == round(80 / 3, 6)
    assert load.cells[4].free is None
    assert load.cells[4].parts == ()


def test_a_holiday_of_a_whole_week_neither_has_a_load_nor_ends_an_over_allocation() -> None:
    """The week from 16 February 2026 is off as a whole."""
    claim = Claim("a", "ada", Text(), date(2026, 2, 9), date(2026, 3, 1), 101.0, None, 0)
    load = workload([claim], People(), Settings(), date(2026, 2, 9))
    assert percents(load.people[0], 4) == [101, None, 101, 0]
    (stretch,) = load.stretches
    assert (stretch.first.label, stretch.last.label) == ("2026-W07", "2026-W09")


def test_what_rounded_shares_add_up_to_is_not_too_much() -> None:
    thirds = [Claim("a", "ada", Text(), AS_OF, AS_OF + 60 * DAY, 33.34, None, i) for i in range(3)]
    assert workload(thirds, People(), Settings(), AS_OF).stretches == ()


def test_days_nobody_works_on_take_nothing() -> None:
    claim = Claim("a", "ada", Text(), date(2026, 10, 1), date(2026, 10, 7), None, 3.0, 0)
    assert workload([claim], People(), Settings(), AS_OF).people[0].peak == 0


def test_the_weeks_end_with_the_calendar() -> None:
    load = workload([], People(), Settings(), date(9999, 12, 20))
    assert [week.finish for week in load.weeks] == [date(9999, 12, 26)]


# The light


HEAD = GIFT.partition("allocations:")[0]


@pytest.mark.parametrize(
    ("asked", "gift", "rag", "reason"),
    [
        (True, GIFT, "amber", "Zhao Min is over capacity in 2026-W40 to 2026-W41: up to 135% of 80%"),
        (True, GIFT.replace("percent: 60", "percent: 5"), "green", "Nobody is over capacity in the coming"),
        (True, HEAD, "grey", "No allocations are recorded"),
        (True, HEAD + "allocations: [{role: Tester, percent: 5}]\n", "grey", "Nobody is allocated in the"),
        (False, GIFT, "amber", "Zhao Min is over capacity in 2026-W40 to 2026-W41"),
    ],
)
def test_the_light_counts_only_where_it_is_asked_for(asked: bool, gift: str, rag: str, reason: str) -> None:
    text = gift + ("health_dimensions: [schedule, resources]\n" if asked else "")
    health = health_of("gift", portfolio(gift=text))
    light = health.light("resources")
    assert (light.rag, light.counts) == (rag, asked)
    assert said(light.reason).startswith(reason)
    assert health.counted == (2 if asked else 5)
    schedule = health.light("schedule").rag
    assert schedule == "grey"
    assert health.overall == (rag if asked else "grey")


def test_the_reason_names_the_worst_and_counts_the_others() -> None:
    more = "  - {person: Ada, percent: 90, from: 2026-09-29}\n"
    both = CRM.replace("  - {person: Ada", f"{more}  - {{person: Ada")
    assert said(health_of("crm", portfolio(crm=both)).light("resources").reason) == (
        "Zhao Min is over capacity in 2026-W40 to 2026-W41: up to 135% of 80%; and 1 case more"
    )


def health_of(name: str, found: Portfolio) -> Health:
    load = load_of(found)
    project = next(project for project in found.projects if project.id == name)
    over = load.of(name) if name in load.projects else None
    return assess(project, found.settings, AS_OF, over=over).health


# What holds for any allocations

drawn = settings(max_examples=60 * TIMES, deadline=None)
DATES = st.dates(date(2026, 1, 1), date(2026, 12, 31))
NAMES = st.sampled_from(["ada", "bo", "陈晨"])
CROWD = People(
    people=(
        Person(id="ada", name=Text("Ada"), capacity=80, active=Active(from_=date(2026, 3, 4))),
        Person(id="bo", name=Text("Bo"), team="abroad", active=Active(until=date(2026, 11, 11))),
    ),
    teams=(Team(id="abroad", title=Text("Abroad"), calendar="DE-BY"),),
)


@st.composite
def drawn_claims(draw: st.DrawFn) -> tuple[Claim, ...]:
    found = []
    for index in range(draw(st.integers(0, 8))):
        first = draw(DATES)
        last = first + draw(st.integers(0, 200)) * DAY
        percent = draw(st.none() | st.integers(0, 1000).map(lambda n: n / 10))
        days = None if percent is not None else draw(st.integers(0, 400).map(lambda n: n / 4))
        project = draw(st.sampled_from(["gift", "crm"]))
        found.append(Claim(project, draw(NAMES), Text(), first, last, percent, days, index))
    return tuple(found)


def loaded(wanted: tuple[Claim, ...], as_of: date = date(2026, 1, 1), weeks: int = 100) -> Workload:
    return workload(wanted, CROWD, Settings(), as_of, weeks)


def shares(load: Workload) -> dict[tuple[str, str], float]:
    """What everybody has to do in each week, as far as it is anything."""
    return {
        (person.key, cell.week.label): cell.percent
        for person in load.people
        for cell in person.cells
        if cell.percent
    }


def cells(load: Workload) -> list[Cell]:
    return [cell for person in load.people for cell in person.cells]


@drawn
@given(drawn_claims())
def test_the_parts_of_a_week_add_up(wanted: tuple[Claim, ...]) -> None:
    for cell in cells(loaded(wanted)):
        assert (cell.percent or 0.0) == fsum(part.percent for part in cell.parts)
        assert cell.parts == tuple(sorted(cell.parts, key=lambda p: (-p.percent, p.project, p.index)))
        assert cell.percent is None or cell.free == cell.capacity - cell.percent
        assert not cell.over or (cell.free or 0) < 0


@drawn
@given(drawn_claims())
def test_projects_and_people_add_up_to_the_same(wanted: tuple[Claim, ...]) -> None:
    """The load of all is that of each project, added up."""
    alone = [shares(loaded(tuple(c for c in wanted if c.project == name))) for name in ("gift", "crm")]
    whole = shares(loaded(wanted))
    assert whole.keys() == alone[0].keys() | alone[1].keys()
    for key, percent in whole.items():
        assert percent == pytest.approx(fsum(part.get(key, 0.0) for part in alone))


@drawn
@given(drawn_claims(), st.randoms())
def test_the_order_of_allocations_does_not_matter(wanted: tuple[Claim, ...], random: object) -> None:
    shuffled = list(wanted)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert loaded(wanted) == loaded(tuple(shuffled))


@drawn
@given(drawn_claims())
def test_load_never_counts_a_holiday(wanted: tuple[Claim, ...]) -> None:
    """To let an allocation begin or end on days off beside it changes nothing."""
    calendars = {"bo": working_calendar("DE-BY") or WEEKDAYS}
    wider = []
    for claim in wanted:
        calendar = calendars.get(claim.person, CHINA)
        first, last = claim.first, claim.last
        while not calendar.works(first - DAY):
            first -= DAY
        while not calendar.works(last + DAY):
            last += DAY
        wider.append(replace(claim, first=first, last=last))
    assert loaded(tuple(wider)) == loaded(wanted)


@drawn
@given(drawn_claims(), st.integers(0, 7), st.integers(0, 200))
def test_cutting_an_allocation_in_two_changes_nothing(
    wanted: tuple[Claim, ...], which: int, after: int
) -> None:
    assume(which < len(wanted))
    claim = wanted[which]
    cut = claim.first + after * DAY
    assume(cut < claim.last)
    calendar = working_calendar("DE-BY") if claim.person == "bo" else CHINA
    assert calendar is not None
    one, two = replace(claim, last=cut), replace(claim, first=cut + DAY)
    if claim.days is not None:
        there = calendar.days_worked(claim.first, claim.last)
        assume(there)
        part = claim.days * calendar.days_worked(one.first, one.last) / there
        one, two = replace(one, days=part), replace(two, days=claim.days - part)
    halves = (*wanted[:which], one, two, *wanted[which + 1 :])
    before, after_cut = shares(loaded(wanted)), shares(loaded(halves))
    for key in before.keys() | after_cut.keys():
        assert before.get(key, 0.0) == pytest.approx(after_cut.get(key, 0.0), abs=1e-9)


@drawn
@given(DATES, st.integers(0, 100), st.integers(1, 400))
def test_person_days_are_all_there(first: date, length: int, quarters: int) -> None:
    """The days of an allocation are the shares of its weeks times their working days."""
    claim = Claim("gift", "陈晨", Text(), first, first + length * DAY, None, quarters / 4, 0)
    assume(CHINA.days_worked(claim.first, claim.last))
    (load,) = loaded((claim,)).people
    taken = ((c.percent or 0) * CHINA.days_worked(c.week.start, c.week.finish) / 100 for c in load.cells)
    assert fsum(taken) == pytest.approx(quarters / 4)


@drawn
@given(drawn_claims(), DATES)
def test_what_is_seen_of_a_week_does_not_rest_on_the_day(wanted: tuple[Claim, ...], as_of: date) -> None:
    """From any day on the same weeks say the same, and what is over stands in one stretch alone."""
    whole, later = shares(loaded(wanted)), loaded(wanted, as_of, 26)
    assert shares(later).items() <= whole.items()
    over = [(load.key, cell.week) for load in later.people for cell in load.over]
    assert sorted((s.key, c.week.label) for s in later.stretches for c in s.cells) == sorted(
        (key, week.label) for key, week in over
    )
    for stretch in later.stretches:
        assert {p.project for c in stretch.cells for p in c.parts} == {*stretch.projects}
        assert all(stretch.worst_of(project).share(project) for project in stretch.projects)
