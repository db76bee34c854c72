"""Projects that adjust, listen, look back and learn, drawn at random: from their files to the pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from math import isclose
from typing import TYPE_CHECKING, Any

import judging
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opsgen.derive import assess
from opsgen.derive.comparison import compared
from opsgen.derive.feedback import across, feedback
from opsgen.derive.funnel import funnel
from opsgen.derive.lessons import library
from opsgen.derive.notices import notices
from opsgen.derive.outcome import outcome
from opsgen.derive.segments import segments
from opsgen.words import LANGUAGES
from tests.drawn import LATEST, QUOTE, SECRETS, TIMES, learning
from tests.test_properties import as_json, as_yaml
from tests.test_staffed import read, written
from tests.written import assembled

if TYPE_CHECKING:
    from opsgen.derive import Assessment

DAYS = st.dates(date(2026, 3, 2), LATEST)
SETTINGS = settings(
    max_examples=15 * TIMES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
LISTS = ("metrics", "adjustments", "feedback", "lessons", "actions", "retrospectives", "benefits")


def assessments(files: dict[str, Any], as_of: date) -> list[Assessment]:
    found = read(files)
    return [assess(project, found.settings, as_of) for project in found.projects]


@given(learning())
@SETTINGS
def test_nothing_that_holds_together_is_an_error(files: dict[str, Any]) -> None:
    found = read(files)
    wrong = [p for p in (*found.problems, *judging.check(found, LATEST)) if p.severity == "error"]
    assert wrong == []


@given(learning())
@SETTINGS
def test_it_comes_back_equal_from_other_files(files: dict[str, Any]) -> None:
    """In YAML, with every list in a file of its own, and every retrospective too."""
    found = read(files).projects
    assert assembled({f"projects/{name}": as_yaml(data) for name, data in files.items()}).projects == found
    apart: dict[str, bytes] = {}
    for name, data in files.items():
        lists = {key: data[key] for key in LISTS if key in data}
        if not lists:
            apart[f"projects/{name}"] = as_json(data)
            continue
        folder = f"projects/{name.removesuffix('.yaml')}"
        head = {key: value for key, value in data.items() if key not in lists}
        apart[f"{folder}/project.yaml"] = as_json(head)
        for held in lists.pop("retrospectives", ()):
            apart[f"{folder}/retrospectives/{held['id']}.yaml"] = as_yaml(held)
        apart |= {f"{folder}/{key}.yaml": as_yaml(items) for key, items in lists.items()}
    for one, other in zip(assembled(apart).projects, found, strict=True):
        for name in (*LISTS, "title", "closing", "compare_with"):
            same, was = getattr(one, name), getattr(other, name)
            in_order = name != "retrospectives"
            assert same == was if in_order else sorted(same, key=str) == sorted(was, key=str)


@given(learning(), DAYS)
@SETTINGS
def test_every_answer_counts_once(files: dict[str, Any], as_of: date) -> None:
    states = []
    for project in read(files).projects:
        state, told = feedback(project, as_of), [one for one in project.feedback if one.date <= as_of]
        assert (state is None) == (not told)
        if state is None:
            continue
        states.append(state)
        assert state.all.answers == sum(one.count for one in told)
        assert sum(month.answers for _, month in state.months) == state.all.answers
        themed = [one for one in told if one.theme]
        assert sum(theme.voices.answers for theme in state.themes) == sum(one.count for one in themed)
        assert state.all.nps is None or -100 <= state.all.nps.value <= 100
        assert state.all.csat is None or 1 <= state.all.csat.value <= 5
        shuffled = feedback(replace(project, feedback=project.feedback[::-1]), as_of)
        assert shuffled
        assert (shuffled.all.nps, shuffled.all.answers) == (state.all.nps, state.all.answers)
    together = across(states)
    assert (together.all.answers if together else 0) == sum(state.all.answers for state in states)


@given(learning(), DAYS)
@SETTINGS
def test_before_and_after_are_told_from_what_was_measured(files: dict[str, Any], as_of: date) -> None:
    for one in assessments(files, as_of):
        for state in one.adjustments:
            found = state.comparison
            assert not state.to_come or found is None
            assert not state.check_due or state.adjustment.result == "pending"
            if found is None or state.metric is None:
                continue
            assert found.measured_before > 0
            assert found.measured_after > 0
            rose = found.after - found.before
            if found.effect != "same":
                better = rose < 0 if state.metric.metric.direction == "down" else rose > 0
                assert better == (found.effect == "better")
            assert not state.contradicted or found.effect != "same"


@given(learning(), DAYS)
@SETTINGS
def test_a_problem_rests_on_numbers_that_are_there(files: dict[str, Any], as_of: date) -> None:
    for one in assessments(files, as_of):
        found = notices(one.project, one.metrics, as_of)
        assert len({(notice.kind, notice.state.metric.id) for notice in found}) == len(found)
        for notice in found:
            assert notice.rests_on
            assert all(measured.date <= as_of for measured in notice.rests_on)
            assert all(answer in one.project.adjustments for answer in notice.answered)


@given(learning(), DAYS)
@SETTINGS
def test_parts_and_steps_add_up(files: dict[str, Any], as_of: date) -> None:
    for one in assessments(files, as_of):
        for state in one.metrics:
            shares = [part.share for part in segments(state.metric, as_of) if part.share is not None]
            assert not shares or isclose(sum(shares), 100)
        steps = funnel(one.metrics)
        days = {step.state.latest.date for step in steps if step.state.latest}
        for before, step in pairwise(steps):
            # A step measured long ago is held against its own day: such rates do not follow one another.
            if len(days) > 1 or step.rate is None or step.overall is None:
                continue
            whole = before.overall if before.overall is not None else 100.0
            assert isclose(step.overall, whole * step.rate / 100, abs_tol=1e-6)


@given(learning(), DAYS)
@SETTINGS
def test_what_was_reached_is_never_more_than_what_counts(files: dict[str, Any], as_of: date) -> None:
    for one in assessments(files, as_of):
        found = outcome(one)
        for tally in found.tallies:
            assert min(tally.met, tally.missed, tally.open) >= 0
            assert tally.met + tally.missed + tally.open == tally.of
        assert found.unexplained == sum(not deviation.reason for deviation in found.deviations)


@given(learning(), DAYS)
@SETTINGS
def test_a_comparison_from_the_other_side_is_the_same(files: dict[str, Any], as_of: date) -> None:
    first, second = assessments(files, as_of)
    here, there = compared(second, first), compared(first, second)
    assert [(one.now, one.then) for one in here.metrics] == [(one.then, one.now) for one in there.metrics]
    for one in here.metrics:
        if one.day is not None and one.other_day is not None:
            assert abs(one.day - one.other_day) <= 3
        assert (one.delta is None) == (one.now is None or one.then is None)


@given(learning())
@SETTINGS
def test_lessons_reach_others_and_say_why(files: dict[str, Any]) -> None:
    found = read(files).projects
    lessons = library(found)
    for project in found:
        offered = lessons.applicable(project)
        assert len({one.place for one in offered}) == len(offered)
        for one in offered:
            assert one.home.id != project.id
            assert one.reasons or one.adopted
            assert one.adopted == (project.id in one.lesson.adopted_in)
        if project.lifecycle == "closed":
            assert offered == ()
        elif project.compare_with:
            home = next(one for one in found if one.id == project.compare_with)
            assert {one.lesson.id for one in offered} == {lesson.id for lesson in home.lessons}


@given(learning(), DAYS)
@SETTINGS
def test_a_look_that_is_due_has_come_and_the_next_has_not(files: dict[str, Any], as_of: date) -> None:
    for one in assessments(files, as_of):
        for state in one.benefits:
            assert state.due is None or state.due <= as_of
            assert state.next is None or state.next > as_of
            assert state.latest is None or state.latest.date <= as_of
            if one.project.lifecycle == "on_hold":
                assert (state.due, state.next) == (None, None)


@given(learning(), DAYS, st.sampled_from(LANGUAGES))
@settings(SETTINGS, max_examples=8 * TIMES)
def test_the_public_reads_neither_quotes_nor_names(files: dict[str, Any], as_of: date, lang: str) -> None:
    found = read(files)
    shown = {audience: written(found, as_of, lang, audience) for audience in ("board", "public")}
    assert SECRETS[0] not in shown["public"]
    quotes = any(one.quote for one in found.project("first").feedback if one.date <= as_of)
    closed = found.project("first").closing
    if not closed:
        assert QUOTE not in shown["public"]
    assert QUOTE in shown["board"] or not quotes
