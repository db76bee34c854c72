"""Lessons of other projects, benefits after the end, and two projects beside each other."""

from __future__ import annotations

from datetime import date

import pytest
from written import assessed, project, said

from opsgen.derive.benefits import BenefitState, benefits
from opsgen.derive.comparison import aligned
from opsgen.derive.lessons import applicable

HOME = """
id: last-year
lessons:
  - {id: L1, title: a, recommendation: x, applies_to: {category: [campaign], tags: [SMS]}}
  - {id: L2, title: b, recommendation: x, applies_to: {phase: [Preparation]}}
  - {id: L3, title: c, recommendation: x}
  - {id: L4, title: d, recommendation: x, adopted_in: [spring]}
"""


def test_lessons_apply_by_category_phase_and_tags_and_say_why() -> None:
    here = project(
        "category: campaign\ntags: [sms]\n"
        "phases: [{id: P1, title: {zh: 准备, en: preparation}, start: 2026-07-01, finish: 2026-07-31}]"
    )
    found = applicable(here, [here, project(HOME)])
    assert [(one.lesson.id, [said(reason) for reason in one.reasons]) for one in found] == [
        ("L1", ["same category", "tag SMS"]),
        ("L2", ["phase Preparation"]),
        ("L4", ["adopted"]),
    ]
    assert [one.adopted for one in found] == [False, False, True]


def test_nothing_applies_once_a_project_is_over() -> None:
    over = project("lifecycle: cancelled\ncategory: campaign")
    assert applicable(over, [project(HOME)]) == ()


def state(benefit: str, as_of: str) -> BenefitState:
    found = assessed(f"benefits: [{{id: BN1, title: a, {benefit}}}]", as_of)
    (one,) = benefits(found.project, found.metrics, date.fromisoformat(as_of))
    return one


@pytest.mark.parametrize(
    ("actual", "as_of", "due", "coming"),
    [
        ("", "2026-12-31", None, date(2027, 3, 31)),
        ("", "2027-03-31", date(2027, 3, 31), date(2027, 9, 30)),
        ("{date: 2027-03-20, value: good}", "2027-04-30", None, date(2027, 9, 30)),
        ("{date: 2027-06-20, value: good}", "2027-06-30", None, date(2027, 9, 30)),
        ("{date: 2027-03-01, value: early}", "2027-04-30", date(2027, 3, 31), date(2027, 9, 30)),
        ("{date: 2027-03-31, value: good}", "2027-10-01", date(2027, 9, 30), None),
    ],
)
def test_a_look_is_due_until_somebody_wrote_what_was_seen(
    actual: str, as_of: str, due: date | None, coming: date | None
) -> None:
    found = state(f"measure_on: [2027-03-31, 2027-09-30], actual: [{actual}]", as_of)
    assert (found.due, found.next) == (due, coming)


def test_two_projects_are_compared_on_the_same_day_from_their_starts() -> None:
    last = assessed(
        "start: 2025-10-01\nfinish: 2025-12-01\nmetrics: [{id: K9, title: Sales, measurements:"
        " [{date: 2025-10-11, value: 100}, {date: 2025-10-22, value: 180}]}]",
        "2026-10-25",
    )
    this = assessed(
        "start: 2026-10-01\nfinish: 2026-12-01\nmetrics: [{id: K1, title: Sales, measurements:"
        " [{date: 2026-10-11, value: 120}, {date: 2026-10-21, value: 270}, {date: 2026-10-25, value: 300}]},"
        " {id: K2, title: Orders, measurements: [{date: 2026-10-11, value: 1}]}]",
        "2026-10-25",
    )
    (found,) = aligned(this.project, this.metrics, last.project, last.metrics)
    assert found.own == ((10, 120), (20, 270), (24, 300))
    assert found.other == ((10, 100), (21, 180))
    assert (found.day, found.now, found.then) == (24, 300, 180)
    assert found.percent == pytest.approx(66.7, abs=0.1)


def test_what_is_measured_in_another_unit_is_not_compared() -> None:
    one = assessed(
        "metrics: [{id: K1, title: Sales, unit: 万元, measurements: [{date: 2026-07-11, value: 1}]}]",
        "2026-10-25",
    )
    two = assessed(
        "metrics: [{id: K1, title: Sales, unit: 元, measurements: [{date: 2026-07-11, value: 1}]}]",
        "2026-10-25",
    )
    assert aligned(one.project, one.metrics, two.project, two.metrics) == ()
