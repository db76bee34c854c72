"""The exposure over the reports: what it says, what it marks, and that its numbers keep apart."""

from __future__ import annotations

from datetime import timedelta

import pytest
from figure_cases import TODAY
from hypothesis import given, settings
from hypothesis import strategies as st
from test_figures import SVG, finding, texts, tree
from test_figures_layout import faults

from opsgen.figures.exposure import Exposure, exposure_trend
from opsgen.words import LANGUAGES


def drawn(*scores: int, tolerance: float | None = None, lang: str = "en", width: float = 640) -> str:
    last = len(scores) - 1
    points = [Exposure(TODAY - timedelta(days=28 * (last - n)), score) for n, score in enumerate(scores)]
    return exposure_trend(
        points, TODAY, id="e", title="Exposure", lang=lang, tolerance=tolerance, width=width
    )


def test_it_says_what_it_is_what_it_was_and_where_it_came_from() -> None:
    assert finding(drawn(21, 31)) == "The exposure is 31 on 16 Nov 2026. In the last report it was 21."
    assert finding(drawn(8, 21, 31)).endswith("On 21 Sept 2026 it was 8.")
    assert {"21", "Exposure 31"} <= set(texts(drawn(21, 31)))


def test_above_the_tolerance_there_is_a_cross_and_a_word() -> None:
    svg = drawn(20, 31, 30, tolerance=30)
    assert {"Tolerance 30", "tolerance of today", "above it"} <= set(texts(svg))
    crosses = [e for e in tree(svg).iter(f"{SVG}path") if e.get("class") == "s-late"]
    assert len(crosses) == 2  # the report, and the legend
    assert "above" not in finding(svg)
    assert finding(drawn(20, 31, tolerance=30)).endswith("That is above the tolerance of 30.")
    assert "above it" not in texts(drawn(20, 30, tolerance=30))


@pytest.mark.parametrize("scores", [(), (5,)])
def test_with_one_report_nothing_is_drawn(scores: tuple[int, ...]) -> None:
    assert finding(drawn(*scores)) == "Nothing to draw: no report before this one is known."


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 400), min_size=2, max_size=26),
    st.sampled_from(LANGUAGES),
    st.sampled_from([390.0, 640.0]),
    st.none() | st.integers(0, 300),
)
def test_no_number_meets_another_or_a_line(
    scores: list[int], lang: str, width: float, tolerance: int | None
) -> None:
    assert faults(drawn(*scores, tolerance=tolerance, lang=lang, width=width)) == []
