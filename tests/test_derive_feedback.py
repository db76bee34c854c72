"""What users say, counted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written import project

from opsgen.derive.feedback import Score, across, feedback, net_promoters, recommenders

if TYPE_CHECKING:
    from opsgen.model import Project

DAY = date(2026, 11, 22)


def of(text: str) -> Project:
    return project(f"goals: [{{id: G1, title: x}}]\nfeedback:\n{text}")


@pytest.mark.parametrize(
    ("answers", "score"),
    [
        ([(9, 70), (7, 20), (3, 10)], 60),
        ([(10, 1), (0, 1)], 0),
        ([(7, 3), (8, 5)], 0),
        ([(6, 4)], -100),
        ([(9, 2)], 100),
    ],
)
def test_promoters_less_detractors_in_percent_of_all(answers: list[tuple[int, int]], score: float) -> None:
    """Reichheld, The One Number You Need to Grow (2003): 9-10 promote, 0-6 detract, 7-8 are passive."""
    assert net_promoters(answers) == Score(score, sum(count for _, count in answers))


def test_nobody_asked_is_no_score() -> None:
    assert net_promoters([]) is None


def test_a_mean_counts_each_answer() -> None:
    found = feedback(
        of("- {date: 2026-10-01, csat: 4, count: 30}\n- {date: 2026-10-02, csat: 2, count: 10}"), DAY
    )
    assert found is not None
    assert found.all.csat == Score(3.5, 40)
    assert found.all.nps is None
    assert found.all.answers == 40


def test_themes_are_one_in_both_languages_and_the_most_spoken_of_comes_first() -> None:
    found = feedback(
        of(
            "- {date: 2026-10-01, theme: 包装, count: 3}\n"
            "- {date: 2026-10-02, theme: {zh: 等待, en: Waiting}, sentiment: -2, quote: too long}\n"
            "- {date: 2026-10-09, theme: waiting, sentiment: 0, count: 3}\n"
        ),
        DAY,
    )
    assert found is not None
    waiting, packing = found.themes
    assert (waiting.voices.answers, packing.voices.answers) == (4, 3)
    assert waiting.voices.sentiment == Score(-0.5, 4)
    assert (waiting.first, waiting.last) == (date(2026, 10, 2), date(2026, 10, 9))
    assert waiting.latest is not None
    assert waiting.latest.date == date(2026, 10, 2)


def test_what_comes_later_is_not_known_yet() -> None:
    assert feedback(of("- {date: 2026-10-01, csat: 4}"), date(2026, 9, 30)) is None


@given(st.lists(st.tuples(st.integers(0, 10), st.integers(1, 500)), min_size=1, max_size=20))
def test_a_score_lies_within_its_bounds_however_the_answers_are_written(
    answers: list[tuple[int, int]],
) -> None:
    found = net_promoters(answers)
    assert found is not None
    assert -100 <= found.value <= 100
    assert net_promoters([(value, 1) for value, count in answers for _ in range(count)]) == found


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(1, 50), st.integers(1, 5)), min_size=1, max_size=20)
)
def test_the_months_hold_all_answers(entries: list[tuple[int, int, int]]) -> None:
    first = date(2026, 1, 1).toordinal()
    lines = "\n".join(
        f"- {{date: {date.fromordinal(first + day)}, csat: {csat}, count: {count}}}"
        for day, count, csat in entries
    )
    found = feedback(of(lines), date(2027, 1, 1))
    assert found is not None
    assert sum(voices.answers for _, voices in found.months) == found.all.answers
    assert [month.start for month, _ in found.months] == sorted({month.start for month, _ in found.months})


def test_a_theme_written_in_both_languages_ties_the_others_together() -> None:
    """Whatever comes first: an entry in each language, and then one in both."""
    lines = [
        "- {date: 2026-10-01, theme: 等待}",
        "- {date: 2026-10-02, theme: Waiting}",
        "- {date: 2026-10-03, theme: {zh: 等待, en: waiting }}",
        "- {date: 2026-10-04, theme: WAITING, count: 2}",
    ]
    for order in (lines, lines[::-1], [lines[1], lines[3], lines[0], lines[2]]):
        found = feedback(of("\n".join(order)), DAY)
        assert found is not None
        (theme,) = found.themes
        assert theme.voices.answers == 5
        assert set(theme.title.forms) == {"等待", "waiting"}
        assert (theme.first, theme.last) == (date(2026, 10, 1), date(2026, 10, 4))


def test_what_the_users_of_several_projects_say_is_one() -> None:
    one = feedback(of("- {date: 2026-10-09, theme: 等待, csat: 5, count: 3}"), DAY)
    other = feedback(of("- {date: 2026-10-01, theme: 等待, csat: 1}\n- {date: 2026-09-01, nps: 9}"), DAY)
    assert one is not None
    assert other is not None
    both = across([one, other])
    assert both is not None
    assert both.all.answers == 5
    assert both.all.csat == Score(4, 4)
    assert [theme.voices.answers for theme in both.themes] == [4]
    assert [month.label for month, _ in both.months] == ["2026-09", "2026-10"]
    assert across([]) is None


def test_what_a_net_promoter_score_is_made_of() -> None:
    found = recommenders([(10, 2), (9, 1), (8, 4), (7, 1), (6, 5), (0, 1)])
    assert (found.promoters, found.passives, found.detractors, found.total) == (3, 5, 6, 14)
