"""The schedule as a network: floats, critical paths, contradictions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import assessed, project

from opsgen.calendar import WEEKDAYS
from opsgen.derive.breakdown import breakdown
from opsgen.derive.network import network
from opsgen.model import Milestone, Predecessor, Project, Span, Task
from opsgen.words import Text

if TYPE_CHECKING:
    from opsgen.derive.network import Network, Scheduled

MONDAY = date(2026, 6, 1)
AS_OF = "2026-06-01"
Book = dict[str, tuple[int, str]]

# "The ABCs of the Critical Path Method", F. K. Levy, G. L. Thompson and J. D. Wiest, Harvard Business Review,
# September-October 1963: building a house. Days and predecessors; the critical path takes 34 days.
HOUSE: Book = {
    "a": (0, ""),
    "b": (4, "a"),
    "c": (2, "b"),
    "d": (4, "c"),
    "e": (6, "d"),
    "f": (1, "c"),
    "g": (2, "f"),
    "h": (3, "f"),
    "i": (2, "d"),
    "j": (4, "dg"),
    "k": (10, "ijh"),
    "l": (3, "k"),
    "m": (1, "l"),
    "n": (2, "l"),
    "o": (3, "l"),
    "p": (2, "e"),
    "q": (1, "p"),
    "r": (1, "c"),
    "s": (2, "ot"),
    "t": (3, "mn"),
    "u": (1, "t"),
    "v": (2, "qr"),
    "w": (5, "v"),
    "x": (0, "suw"),
}
# F. S. Hillier and G. J. Lieberman, Introduction to Operations Research, 7th edition, chapter 10, the
# Reliable Construction Co.: 44 weeks, and the slack of every activity.
PLANT: Book = {
    "A": (2, ""),
    "B": (4, "A"),
    "C": (10, "B"),
    "D": (6, "C"),
    "E": (4, "C"),
    "F": (5, "E"),
    "G": (7, "D"),
    "H": (9, "EG"),
    "I": (7, "C"),
    "J": (8, "FI"),
    "K": (4, "J"),
    "L": (5, "J"),
    "M": (2, "H"),
    "N": (6, "KL"),
}
PLANT_SLACK = dict(zip("ABCDEFGHIJKLMN", (0, 0, 0, 4, 0, 0, 4, 4, 2, 0, 1, 0, 4, 0), strict=True))


def early(book: Book) -> dict[str, int]:
    """The days before each activity can begin, by hand."""
    found: dict[str, int] = {}
    while len(found) < len(book):
        for name, (_, before) in book.items():
            if name not in found and all(b in found for b in before):
                found[name] = max((found[b] + book[b][0] for b in before), default=0)
    return found


def planned(book: Book, starts: dict[str, int]) -> Project:
    """The activities of a book, each so many working days after Monday; those of no days are milestones."""
    tasks, milestones = [], []
    for name, (days, before) in book.items():
        links = tuple(Predecessor(ref=b) for b in before)
        eve = WEEKDAYS.workday(MONDAY - timedelta(days=3), starts[name])
        if days:
            dates = Span(start=WEEKDAYS.workday(eve, 1), finish=WEEKDAYS.workday(eve, days))
            task = Task(id=name, title=Text(name), start=dates.start, finish=dates.finish, depends_on=links)
            tasks.append(task)
        else:
            day = max(WEEKDAYS.workday(eve, 0), MONDAY)
            milestones.append(Milestone(id=name, title=Text(name), forecast=day, depends_on=links))
    return Project(id="p", title=Text("p"), owner="Ada", tasks=tuple(tasks), milestones=tuple(milestones))


def netted(of: Project, as_of: date = MONDAY) -> Network:
    return network(of, breakdown(of.tasks), as_of)


def floats(found: Network) -> dict[str, int | None]:
    return {name: state.total_float for name, state in found.scheduled.items()}


def paths(found: Network) -> list[str]:
    return ["".join(item.id for item in path) for path in found.paths]


def written(tasks: str, milestones: str = "[]", as_of: str = AS_OF) -> Network:
    return assessed(f"tasks: {tasks}\nmilestones: {milestones}\ncalendar: weekdays", as_of).network


# ---- worked examples


def test_the_house_of_levy_thompson_and_wiest() -> None:
    found = netted(planned(HOUSE, early(HOUSE)))
    assert early(HOUSE)["x"] == 34
    assert paths(found) == ["abcdjklntsx"]
    assert not found.contradictions
    assert {name for name, room in floats(found).items() if room == 0} == set("abcdjklntsx")
    # By hand from the days of the example: v may begin on day 27 instead of 19, r ends on day 7.
    assert {name: floats(found)[name] for name in "efghimopqruvw"} == {
        **dict.fromkeys("epqvw", 8),
        "f": 1,
        "g": 1,
        "h": 4,
        "i": 2,
        "m": 1,
        "o": 2,
        "r": 20,
        "u": 1,
    }


def test_the_plant_of_hillier_and_lieberman() -> None:
    found = netted(planned(PLANT, early(PLANT)))
    assert floats(found) == PLANT_SLACK
    assert paths(found) == ["ABCEFJLN"]
    assert found.end == WEEKDAYS.workday(MONDAY - timedelta(days=3), 44)


def test_the_forward_pass_finds_the_dates_that_the_book_has() -> None:
    """All begin at once on paper: they are pushed to the book's dates, and the end is that much short."""
    found = netted(planned(PLANT, dict.fromkeys(PLANT, 0)))
    friday = MONDAY - timedelta(days=3)
    starts = {
        name: WEEKDAYS.working_days(friday, s.early_start) - 1
        for name, s in found.scheduled.items()
        if s.early_start
    }
    assert starts == early(PLANT)
    assert floats(found) == {name: slack - (44 - 10) for name, slack in PLANT_SLACK.items()}
    assert len(found.contradictions) == sum(len(before) for _, before in PLANT.values())


def test_free_float_is_the_room_before_the_next_one_moves() -> None:
    """D may not slip without moving G, which may not without H; only M at the end is free."""
    found = netted(planned(PLANT, early(PLANT)))
    free = {name: state.free_float for name, state in found.scheduled.items()}
    assert {name: room for name, room in free.items() if room} == {"I": 2, "K": 1, "M": 4}


# ---- links, dates, weekends

CHAIN = """
- {{id: T1, title: Design, start: 2026-06-01, finish: 2026-06-05}}
- {{id: T2, title: b, start: {start}, finish: {finish}, depends_on: [{{ref: T1, type: {kind}, lag: {lag}}}]}}
"""


@pytest.mark.parametrize(
    ("kind", "lag", "dates", "room"),
    [
        ("FS", "0d", ("2026-06-08", "2026-06-12"), 0),  # Friday to Monday is no gap
        ("FS", "0d", ("2026-06-05", "2026-06-12"), 0),  # they share the Friday
        ("FS", "0d", ("2026-06-09", "2026-06-12"), 1),
        ("FS", "2d", ("2026-06-10", "2026-06-12"), 0),
        ("FS", "5d", ("2026-06-15", "2026-06-19"), 0),
        ("FS", "1w", ("2026-06-15", "2026-06-19"), 0),
        ("FS", "10ed", ("2026-06-15", "2026-06-19"), 0),
        ("FS", "9ed", ("2026-06-16", "2026-06-19"), 0),  # a day later, and nine days on, is Wednesday
        ("FS", "9ed", ("2026-06-18", "2026-06-19"), 1),
        ("FS", "1mo", ("2026-07-06", "2026-07-10"), 0),
        ("SS", "0d", ("2026-06-01", "2026-06-12"), 0),
        ("SS", "5d", ("2026-06-08", "2026-06-12"), 0),
        ("SS", "5d", ("2026-06-09", "2026-06-12"), 1),
        ("FF", "5d", ("2026-06-01", "2026-06-12"), 0),
        ("FF", "2d", ("2026-06-01", "2026-06-12"), 3),
        ("SF", "5d", ("2026-06-01", "2026-06-08"), 0),
        ("SF", "5d", ("2026-06-01", "2026-06-10"), 2),
    ],
)
def test_float_of_what_another_waits_for(kind: str, lag: str, dates: tuple[str, str], room: int) -> None:
    text = CHAIN.format(kind=kind, lag=lag, start=dates[0], finish=dates[1])
    found = assessed(f"tasks:{text}", "2026-05-01").network
    assert floats(found) == {"T1": room, "T2": 0}
    assert not found.contradictions


def test_what_is_expected_too_early_is_a_contradiction_and_lacks_days() -> None:
    found = written(
        "[{id: T1, title: a, start: 2026-06-01, finish: 2026-06-12},"
        " {id: T2, title: b, start: 2026-06-10, finish: 2026-06-16, depends_on: [T1]}]"
    )
    (wrong,) = found.contradictions
    assert (wrong.item.id, wrong.before.id, wrong.expected, wrong.earliest) == (
        "T2",
        "T1",
        date(2026, 6, 10),
        date(2026, 6, 12),
    )
    assert floats(found) == {"T1": -3, "T2": -3}
    pushed = found.scheduled["T2"]
    assert (pushed.early_start, pushed.early_finish) == (date(2026, 6, 15), date(2026, 6, 19))
    assert paths(found) == ["T1T2"]


def test_a_milestone_on_the_day_its_last_task_ends_has_no_room() -> None:
    found = written(
        "[{id: T1, title: a, start: 2026-06-01, finish: 2026-06-12}]",
        "[{id: M1, title: m, forecast: 2026-06-12, depends_on: [T1]}]",
    )
    assert floats(found) == {"T1": 0, "M1": 0}


def test_overdue_work_pushes_what_waits_for_it() -> None:
    """Open on Monday 15 June, three working days after it should have ended."""
    text = (
        "[{id: T1, title: a, start: 2026-06-01, finish: 2026-06-10, status: in_progress},"
        " {id: T2, title: b, start: 2026-06-11, finish: 2026-06-12, depends_on: [T1]},"
        " {id: T3, title: c, start: 2026-06-15, finish: 2026-06-26, depends_on: [T2]}]"
    )
    found = written(text, as_of="2026-06-15")
    assert found.scheduled["T1"].early_finish == date(2026, 6, 15)
    assert found.scheduled["T3"].early_finish == date(2026, 6, 30)
    assert floats(found) == {"T1": -2, "T2": -2, "T3": -2}
    assert not found.contradictions  # the dates on paper are in order


def test_done_work_holds_to_its_dates_and_has_no_float() -> None:
    text = (
        "[{id: T1, title: a, start: 2026-06-01, finish: 2026-06-05, status: done,"
        " actual: {finish: 2026-06-03}},"
        " {id: T2, title: b, start: 2026-06-08, finish: 2026-06-12, depends_on: [T1]},"
        " {id: T3, title: c, start: 2026-06-15, finish: 2026-06-16, depends_on: [T2]}]"
    )
    found = written(text, as_of="2026-06-05")
    assert floats(found) == {"T2": 0, "T3": 0}
    assert paths(found) == ["T2T3"]


def test_work_under_way_does_not_start_again() -> None:
    text = (
        "[{id: T1, title: a, start: 2026-06-01, finish: 2026-06-12},"
        " {id: T2, title: b, start: 2026-06-01, finish: 2026-06-19, actual: {start: 2026-06-01},"
        " status: in_progress, depends_on: [T1]}]"
    )
    found = written(text, as_of="2026-06-03")
    assert found.scheduled["T2"].early_start == found.scheduled["T2"].late_start == date(2026, 6, 1)
    assert floats(found) == {"T1": 5, "T2": 0}


def test_unknown_dates_stay_unknown() -> None:
    """How long T2 takes nobody knows: so nobody knows what room T1 has."""
    text = (
        "[{id: T1, title: a, start: 2026-06-01, finish: 2026-06-05},"
        " {id: T2, title: b, finish: 2026-06-19, depends_on: [T1]},"
        " {id: T3, title: c, depends_on: [T2]},"
        " {id: T4, title: d, start: 2026-06-01, finish: 2026-06-26, depends_on: [{ref: T1, type: SS}]}]"
    )
    found = written(text)
    assert floats(found) == {"T1": None, "T2": None, "T4": 0}
    assert found.scheduled["T2"].late_start is None


def test_nothing_is_said_of_what_is_linked_to_nothing() -> None:
    found = written("[{id: T1, title: a, start: 2026-06-01, finish: 2026-06-05}]")
    assert (found.scheduled, found.paths, found.end) == ({}, (), None)


def test_circles_are_left_out_and_leave_what_leads_to_them_unknown() -> None:
    text = (
        "[{id: T0, title: before, start: 2026-06-01, finish: 2026-06-02},"
        " {id: T1, title: a, start: 2026-06-03, finish: 2026-06-05, depends_on: [T0, T2]},"
        " {id: T2, title: b, start: 2026-06-08, finish: 2026-06-09, depends_on: [T1]},"
        " {id: T3, title: behind, start: 2026-06-10, finish: 2026-06-12, depends_on: [T2]}]"
    )
    assert floats(written(text)) == {"T0": None, "T3": 0}


def test_predecessors_in_other_projects_are_kept_for_others() -> None:
    found = written("[{id: T1, title: a, start: 2026-06-01, finish: 2026-06-05, depends_on: ['winter:M1']}]")
    assert not found.scheduled
    assert [(item.id, link.ref) for item, link in found.outside] == [("T1", "winter:M1")]


def test_cancelled_work_holds_nobody_back() -> None:
    text = (
        "[{id: T0, title: dropped, status: cancelled},"
        " {id: T1, title: a, parent: T0, start: 2026-06-01, finish: 2026-06-30},"
        " {id: T2, title: b, start: 2026-06-08, finish: 2026-06-09, depends_on: [T1]}]"
    )
    found = written(text)
    assert not found.scheduled


def test_a_former_id_leads_to_the_same_task() -> None:
    text = (
        "[{id: T1, aliases: [T9], title: a, start: 2026-06-01, finish: 2026-06-05},"
        " {id: T2, title: b, start: 2026-06-08, finish: 2026-06-09, depends_on: [T9]}]"
    )
    assert floats(written(text)) == {"T1": 0, "T2": 0}


# ---- groups

GROUP = """[
{id: T1, title: Design, start: 2026-06-01, finish: 2026-06-05},
{id: T2, title: Build, depends_on: [T1]},
{id: T3, title: Left, parent: T2, start: 2026-06-08, finish: 2026-06-12},
{id: T4, title: Right, parent: T2, start: 2026-06-08, finish: 2026-06-10},
{id: T5, title: Deeper, parent: T4, start: 2026-06-09, finish: 2026-06-10},
{id: T6, title: Ship, start: 2026-06-15, finish: 2026-06-16, depends_on: [T2]},
]"""


def test_who_waits_for_a_group_waits_for_all_of_it() -> None:
    found = written(GROUP)
    assert floats(found) == {"T1": 0, "T3": 0, "T5": 2, "T6": 0, "T2": 0, "T4": 2}
    assert paths(found) == ["T1T3T6"]
    assert found.scheduled["T5"].free_float == 2


def test_a_group_that_waits_moves_all_of_it() -> None:
    found = written(GROUP.replace("finish: 2026-06-05", "finish: 2026-06-09"))
    assert found.scheduled["T3"].early_start == date(2026, 6, 10)
    assert found.scheduled["T5"].early_start == date(2026, 6, 10)
    assert found.scheduled["T6"].early_finish == date(2026, 6, 18)


def test_a_group_with_a_gap_in_its_dates_is_unknown_to_those_behind() -> None:
    found = written(GROUP.replace("start: 2026-06-09, finish: 2026-06-10", "start: 2026-06-09"))
    assert floats(found)["T1"] is None
    assert floats(found)["T6"] == 0


def test_a_task_may_name_its_own_parent() -> None:
    text = (
        "[{id: T1, title: all, start: 2026-06-01},"
        " {id: T2, title: part, parent: T1, start: 2026-06-01, finish: 2026-06-03, depends_on: [T1]},"
        " {id: T3, title: rest, parent: T1, start: 2026-06-04, finish: 2026-06-05, depends_on: [T2]}]"
    )
    assert floats(written(text)) == {"T2": 0, "T3": 0, "T1": 0}


# ---- what holds for every network

DAYS = st.integers(0, 120).map(lambda n: WEEKDAYS.workday(MONDAY, n))
LINKS = st.builds(
    Predecessor,
    ref=st.integers(0, 7).map(lambda n: f"T{n}"),
    type=st.sampled_from(["FS", "SS", "FF", "SF"]),
    lag=st.sampled_from(["", "1d", "5d"]),
)


@st.composite
def plans(draw: st.DrawFn, *, circles: bool = False, gaps: bool = False) -> Project:
    tasks = []
    for i in range(draw(st.integers(2, 8))):
        start = draw(DAYS)
        links = draw(st.lists(LINKS, max_size=3, unique_by=lambda link: link.ref))
        tasks.append(
            Task(
                id=f"T{i}",
                title=Text("x"),
                start=None if gaps and draw(st.booleans()) else start,
                finish=None
                if gaps and draw(st.booleans())
                else WEEKDAYS.workday(start, draw(st.integers(0, 20))),
                depends_on=tuple(k for k in links if circles or int(k.ref[1:]) < i),
                parent=f"T{draw(st.integers(0, 7))}" if circles and draw(st.booleans()) else "",
                status=draw(st.sampled_from(["todo", "in_progress", "done", "cancelled"]))
                if gaps
                else "todo",
            )
        )
    return Project(id="p", title=Text("p"), owner="Ada", tasks=tuple(tasks))


drawn = settings(max_examples=150, deadline=None)


@drawn
@given(plans(circles=True, gaps=True), st.integers(0, 150))
def test_whatever_is_written_there_is_an_answer(of: Project, days: int) -> None:
    found = netted(of, MONDAY + timedelta(days=days))
    for state in found.scheduled.values():
        assert state.free_float is None or state.free_float >= 0
        if state.total_float is not None and state.total_float >= 0:
            assert in_order(state)
    for path in found.paths:
        assert len(path) == len({item.id for item in path})
        assert all(found.is_critical(item) for item in path)


def in_order(state: Scheduled) -> bool:
    starts = state.early_start and state.late_start
    return (not starts or state.early_start <= state.late_start) and bool(  # type: ignore[operator]
        state.late_finish and state.early_finish and state.early_finish <= state.late_finish
    )


@drawn
@given(plans())
def test_without_a_contradiction_nothing_lacks_days_and_something_is_critical(of: Project) -> None:
    found = netted(of)
    if found.contradictions or not found.scheduled:
        return
    rooms = [state.total_float for state in found.scheduled.values()]
    assert min(room for room in rooms if room is not None) == 0
    assert found.paths
    for state in found.scheduled.values():
        assert state.free_float is not None
        assert state.total_float is not None
        assert 0 <= state.free_float <= state.total_float
        assert state.early_start == state.item.start  # type: ignore[union-attr]


@drawn
@given(plans())
def test_the_critical_path_is_a_path_to_the_end(of: Project) -> None:
    found = netted(of)
    for path in found.paths:
        for before, item in pairwise(path):
            assert before.id in {link.ref for link in item.depends_on}
    if found.paths and not found.contradictions:
        assert any(path[-1].finish == found.end for path in found.paths)  # type: ignore[union-attr]


@drawn
@given(plans(), st.data())
def test_float_is_the_delay_that_just_leaves_the_end(of: Project, data: st.DataObject) -> None:
    found = netted(of)
    known = [s for s in found.scheduled.values() if s.total_float is not None]
    if not known or found.contradictions:
        return
    state = data.draw(st.sampled_from(known))
    assert state.total_float is not None
    assert ends(delayed(of, state, state.total_float)) == found.end
    later = ends(delayed(of, state, state.total_float + 2))  # one day more may be shared
    assert later is not None
    assert found.end is not None
    assert later > found.end


def delayed(of: Project, state: Scheduled, days: int) -> Project:
    task = next(t for t in of.tasks if t.id == state.item.id)
    assert task.start is not None
    assert task.finish is not None
    later = replace(
        task, start=WEEKDAYS.workday(task.start, days), finish=WEEKDAYS.workday(task.finish, days)
    )
    return replace(of, tasks=tuple(later if t is task else t for t in of.tasks))


def ends(of: Project) -> date | None:
    found = netted(of)
    return max((s.early_finish for s in found.scheduled.values() if s.early_finish), default=None)


@drawn
@given(plans(circles=True), st.integers(-60, 60))
def test_weeks_later_all_is_the_same(of: Project, weeks: int) -> None:
    days = timedelta(weeks=weeks)
    shifted = replace(
        of,
        tasks=tuple(
            replace(t, start=t.start and t.start + days, finish=t.finish and t.finish + days)
            for t in of.tasks
        ),
    )
    now, later = netted(of), netted(shifted, MONDAY + days)
    assert floats(now) == floats(later)
    assert paths(now) == paths(later)


@drawn
@given(plans(circles=True, gaps=True), st.randoms(use_true_random=False))
def test_the_order_of_tasks_changes_no_float(of: Project, luck) -> None:  # type: ignore[no-untyped-def]
    shuffled = replace(of, tasks=tuple(luck.sample(of.tasks, len(of.tasks))))
    assert floats(netted(of)) == floats(netted(shuffled))


@pytest.mark.parametrize("nested", [False, True])
def test_a_long_chain_is_no_trouble(*, nested: bool) -> None:
    tasks = tuple(
        Task(
            id=f"T{i}",
            title=Text("x"),
            start=MONDAY,
            finish=MONDAY,
            parent=f"T{i - 2}" if nested and i > 1 else "",
            depends_on=(Predecessor(ref=f"T{i - 1}"),) if i and not (nested and i > 1) else (),
        )
        for i in range(8_000)
    )
    found = netted(replace(project(""), tasks=tasks))
    assert len(found.scheduled) == 8_000
    assert len(found.paths[0]) == (2 if nested else 8_000)
