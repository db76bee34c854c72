"""Lessons of other projects, benefits after the end, and two projects beside each other."""

from __future__ import annotations

from datetime import date

import pytest
from written import assessed, project, said

from opsgen.derive.benefits import BenefitState, benefits
from opsgen.derive.lessons import library

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
    found = library([here, project(HOME)]).applicable(here)
    assert [(one.lesson.id, [said(reason) for reason in one.reasons]) for one in found] == [
        ("L1", ["same category", "tag sms"]),
        ("L2", ["phase preparation"]),
        ("L4", []),
    ]
    assert [one.adopted for one in found] == [False, False, True]


def test_nothing_applies_once_a_project_is_over() -> None:
    over = project("lifecycle: cancelled\ncategory: campaign")
    assert library([project(HOME)]).applicable(over) == ()


def test_lessons_of_the_compared_project_apply_even_if_they_name_nothing() -> None:
    here = project("category: campaign\ncompare_with: last-year")
    found = library([project(HOME)]).applicable(here)
    assert [one.lesson.id for one in found] == ["L1", "L2", "L3", "L4"]
    assert [said(reason) for reason in found[0].reasons] == [
        "of the project this one is compared with",
        "same category",
    ]


def test_what_has_more_reasons_comes_first_then_what_was_learnt_last_and_adopted_ones_last() -> None:
    lesson = "{{id: L1, title: a, recommendation: x, applies_to: {{category: [campaign]{0}}}{1}}}"
    homes = [
        project(f"id: old\nclosed: 2024-01-31\nlessons: [{lesson.format('', '')}]"),
        project(f"id: new\nclosed: 2026-01-31\nlessons: [{lesson.format('', '')}]"),
        project(f"id: close\nclosed: 2023-01-31\nlessons: [{lesson.format(', tags: [sms]', '')}]"),
        project(
            "id: known\nclosed: 2026-05-31\n"
            f"lessons: [{lesson.format(', tags: [sms]', ', adopted_in: [spring]')}]"
        ),
    ]
    here = project("category: campaign\ntags: [SMS]")
    found = library(homes).applicable(here)
    assert [one.home.id for one in found] == ["close", "new", "old", "known"]
    assert [one.adopted for one in found] == [False, False, False, True]


def test_who_follows_a_lesson_is_known_by_former_ids_too_and_the_unknown_is_left_out() -> None:
    home = project(
        "id: last-year\nlessons: [{id: L1, title: a, recommendation: x, adopted_in: [old, spring, away]}]"
    )
    here = project("aliases: [old]")
    assert library([home, here]).adopters(home.lessons[0]) == (here,)


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
        ("{date: 2027-10-04, value: late}", "2027-10-31", None, None),
        ("{date: 2027-03-31, value: good}", "2027-10-01", date(2027, 9, 30), None),
    ],
)
def test_a_look_is_due_until_somebody_wrote_what_was_seen(
    actual: str, as_of: str, due: date | None, coming: date | None
) -> None:
    found = state(f"measure_on: [2027-03-31, 2027-09-30], actual: [{actual}]", as_of)
    assert (found.due, found.next) == (due, coming)
