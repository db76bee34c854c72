"""Looking back as of the day it was done, and whether what was to be better was seen to be."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from judging import findings
from written import assembled, assessed, portfolio, said

from opsgen.derive import assess
from opsgen.derive.lessons import library
from opsgen.derive.standing import lifecycle_of
from opsgen.model import AppliesTo, Lesson, Phase, Project
from opsgen.words import Text

CLOSED = """
lifecycle: closed
closed: 2026-06-30
finish: 2026-06-30
goals: [{id: G1, title: Come back, status: achieved, metrics: [K1]}]
metrics:
- id: K1
  title: Sales
  target: 100
  due: 2026-06-30
  measurements: [{date: 2026-03-31, value: 40}, {date: 2026-06-30, value: 110}]
- {id: K2, title: Without a target, measurements: [{date: 2026-03-31, value: 1}]}
milestones:
- {id: M1, title: Early, baseline: 2026-03-01, actual: 2026-03-05}
- {id: M2, title: Should have come, baseline: 2026-03-20, actual: 2026-04-20}
- {id: M3, title: Later, baseline: 2026-06-01, actual: 2026-06-01}
- {id: M4, title: Ours, type: internal, baseline: 2026-03-01, actual: 2026-03-01}
budget:
- id: B1
  title: Ads
  planned: 100
  actuals: [{date: 2026-03-15, amount: 30}, {date: 2026-05-15, amount: 90}]
lessons: [{id: L1, title: a, recommendation: x}]
actions:
- {id: A1, title: Verified, owner: Bo, due: 2026-04-30, done: 2026-04-20, status: done, verified: 2026-05-20}
- {id: A2, title: Done, owner: Bo, due: 2026-04-30, done: 2026-05-01, status: done}
- {id: A3, title: Of a lesson, owner: Cy, due: 2026-07-31, source: L1}
- {id: A4, title: Of nobody, owner: Cy, due: 2026-07-31}
- {id: A5, title: Done some day, owner: Cy, due: 2026-05-31, status: done, source: half}
retrospectives:
- {id: half, date: 2026-03-31, lessons: [L1], actions: [A1, A2, A0]}
- {id: end, date: 2026-07-10}
- {id: again, date: 2027-01-10}
"""


def test_a_retrospective_sees_the_numbers_of_its_day() -> None:
    found = {one.retrospective.id: one for one in assessed(CLOSED, "2026-11-22").retrospectives}
    half, end, again = found["half"], found["end"], found["again"]
    assert list(found) == ["again", "end", "half"]
    assert [(s.metric.id, s.latest and s.latest.value, s.status) for s in half.metrics] == [
        ("K1", 40, "behind")
    ]
    assert [(s.milestone.id, s.status, s.slip) for s in half.milestones] == [
        ("M1", "achieved", 4),
        ("M2", "slipping", 31),
    ]
    assert half.budget is not None
    assert half.budget.spending.actual == 30
    assert [(s.metric.id, s.status) for s in end.metrics] == [("K1", "met")]
    assert [s.milestone.id for s in end.milestones] == ["M1", "M2", "M3"]
    assert end.budget is not None
    assert end.budget.spending.actual == 120
    assert [lesson.id for lesson in half.lessons] == ["L1"]
    assert [state.action.id for state in half.actions] == ["A1", "A2"]
    assert again.coming
    assert (again.goals, again.metrics, again.milestones, again.budget) == ((), (), (), None)


def test_what_was_done_is_better_only_once_somebody_has_seen_it() -> None:
    found = assessed(CLOSED, "2026-11-22").improvements
    assert [(one.state.action.id, one.stage, one.waits, one.late) for one in found] == [
        ("A3", "overdue", None, False),
        ("A2", "unverified", 205, True),
        ("A5", "unverified", None, False),
        ("A1", "verified", None, False),
    ]
    assert [held.id for held in found[1].retrospectives] == ["half"]
    assert [lesson.id for lesson in found[0].lessons] == ["L1"]


def test_nobody_has_seen_it_before_the_day() -> None:
    found = {one.state.action.id: one for one in assessed(CLOSED, "2026-05-10").improvements}
    assert (found["A1"].stage, found["A1"].waits, found["A1"].late) == ("unverified", 20, False)


WORTH = """
benefits:
- {id: BN1, title: Members stay, owner: Bo, measure_on: [2026-10-31]}
- {id: BN2, title: Fewer calls, measure_on: [2026-11-27]}
- {id: BN3, title: Later, measure_on: [2027-12-01]}
"""


def test_reminders_of_benefits_go_on_after_the_end_and_nothing_else_does() -> None:
    risk = "risks: [{id: R1, title: Late, probability: 3, impact: 3, review_every: 2w, reviewed: 2026-01-31}]"
    found = assessed(f"lifecycle: closed\nclosed: 2026-09-30{WORTH}{risk}", "2026-11-22").reminders
    assert [(one.kind, one.item, one.owner, said(one.text)) for one in found] == [
        ("benefit", "BN1", "Bo", "What came of BN1 “Members stay” was to be seen on 31 Oct 2026"),
        ("benefit", "BN2", "Ada", "What came of BN2 “Fewer calls” is to be seen on 27 Nov 2026"),
    ]
    for lifecycle in ("proposed", "on_hold", "cancelled"):
        assert assessed(f"lifecycle: {lifecycle}{WORTH}", "2026-11-22").reminders == ()


def test_who_verifies_is_reminded_else_who_did_it() -> None:
    found = [one for one in assessed(CLOSED, "2026-11-22").reminders if one.kind == "verification"]
    assert [(one.item, one.owner) for one in found] == [("A2", "Bo")]
    asked = CLOSED.replace(
        "done: 2026-05-01, status: done}", "done: 2026-05-01, status: done, verified_by: Di}"
    )
    found = [one for one in assessed(asked, "2026-11-22").reminders if one.kind == "verification"]
    assert [one.owner for one in found] == ["Di"]


def test_an_entry_in_a_file_of_its_own_names_what_exists() -> None:
    text = "date: 2026-03-31\nlessons: [L1, L9]\nactions: [A9]\n"
    head = "title: A\nowner: B\nstart: 2026-01-01\nfinish: 2026-12-31\n"
    head += "milestones: [{id: M1, title: a, forecast: 2026-12-01}]\n"
    files = {
        "projects/a/project.yaml": head.encode(),
        "projects/a/lessons.yaml": b"- {id: L1, title: a, recommendation: x}\n",
        "projects/a/retrospectives/first.yaml": text.encode(),
    }
    found = assembled(files)
    assert [one.id for one in found.projects[0].retrospectives] == ["first"]
    wrong = [(p.file, p.line, p.code) for p in findings(found, date(2026, 11, 22)) if p.severity == "error"]
    place = "projects/a/retrospectives/first.yaml"
    assert wrong == [(place, 2, "unknown-reference"), (place, 3, "unknown-reference")]


NAMES = st.sampled_from(["a", "b", "c", "d"])
FACETS = st.lists(st.sampled_from(["campaign", "sms", "Preparation", "活动"]), max_size=2).map(tuple)
LESSONS = st.builds(
    Lesson,
    title=st.just(Text("a lesson")),
    recommendation=st.just(Text("do it")),
    applies_to=st.builds(AppliesTo, category=FACETS, phase=FACETS, tags=FACETS),
    adopted_in=st.lists(NAMES, max_size=2).map(tuple),
)
PROJECTS = st.lists(
    st.builds(
        Project,
        id=NAMES,
        title=st.just(Text("a project")),
        owner=st.just("Ada"),
        category=st.sampled_from(["", "campaign", "product"]),
        lifecycle=st.sampled_from([None, "executing", "closed", "cancelled"]),
        compare_with=st.just("") | NAMES,
        tags=FACETS,
        phases=st.sampled_from(
            [(), (Phase(title=Text("preparation"), start=date(2026, 1, 1), finish=date(2026, 2, 1)),)]
        ),
        lessons=st.lists(LESSONS, max_size=3).map(tuple),
    ),
    unique_by=lambda project: project.id,
    min_size=1,
    max_size=4,
)


@given(PROJECTS, st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_what_applies_is_never_ones_own_nor_of_a_project_left_out_and_has_one_order(projects, random) -> None:  # type: ignore[no-untyped-def]
    here, *others = projects
    shuffled = random.sample(projects, len(projects))
    found = library(projects).applicable(here)
    assert library(shuffled).applicable(here) == found
    assert all(one.home is not here and (one.reasons or one.adopted) for one in found)
    assert len({one.place for one in found}) == len(found)
    matches = library(projects).matches(here)
    assert matches.first(2) == found[:2]
    assert (len(matches), set(matches.to_adopt)) == (len(found), {o.place for o in found if not o.adopted})
    assert [one.adopted for one in found] == sorted(one.adopted for one in found)
    assert not found or lifecycle_of(here, date(2026, 1, 1)) not in ("closed", "cancelled")
    for hidden in others:
        kept = [one for one in projects if one is not hidden]
        left = [(one.home.id, one.lesson, one.reasons) for one in found if one.home is not hidden]
        assert [(one.home.id, one.lesson, one.reasons) for one in library(kept).applicable(here)] == left


def test_it_can_be_told_of_every_day() -> None:
    found = portfolio(CLOSED)
    for day in (date(2020, 1, 1), date(2026, 3, 31), date(2040, 1, 1)):
        of = assess(found.projects[0], found.settings, day)
        assert len(of.retrospectives) == 3
        assert all(one.coming == (one.day > day) for one in of.retrospectives)
