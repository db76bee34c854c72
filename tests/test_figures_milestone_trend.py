"""The chart of milestone trends: what it says, what it draws, and that its labels keep apart."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from figure_cases import TODAY, moved
from hypothesis import given
from hypothesis import strategies as st
from test_figures import SVG, finding, texts, tree

from opsgen.figures.milestone_trend import TrendLine, milestone_trend
from opsgen.words import LANGUAGES

FIRST = date(2026, 9, 7)


def drawn(*lines: TrendLine, today: date = TODAY, lang: str = "en", width: float = 760) -> str:
    return milestone_trend(lines, today, id="t", title="Milestones", lang=lang, width=width)


def line(label: str, *forecasts: date, reached: date | None = None) -> TrendLine:
    reports = tuple((FIRST + timedelta(weeks=n), said) for n, said in enumerate(forecasts))
    days = (forecasts[-1] - forecasts[0]).days
    return TrendLine(label, reports, "done" if reached else "ok", days, reached)


def test_the_finding_names_what_moved_most_first() -> None:
    kept = line("M1 Kept", date(2026, 12, 1), date(2026, 12, 1))
    later = line("M2 Late", date(2026, 12, 1), date(2026, 12, 15))
    earlier = line("M3 Early", date(2026, 12, 20), date(2026, 12, 19))
    assert finding(drawn(kept, later, earlier)) == (
        "3 milestones. M2 Late moved 14 days later. M3 Early moved 1 day earlier."
    )
    assert finding(drawn(kept)) == "1 milestone. No forecast has moved."


def test_of_many_moves_the_rest_is_counted() -> None:
    lines = [line(f"M{n}", date(2026, 12, 1), date(2026, 12, 2 + n)) for n in range(8)]
    assert finding(drawn(*lines)).endswith("2 more have moved.")


def test_without_a_forecast_it_says_why_it_is_empty() -> None:
    assert finding(drawn()) == "No forecast has landed yet."
    assert finding(drawn(TrendLine("M1", (), "ok", 0))) == "No forecast has landed yet."


def test_what_was_reached_ends_on_the_diagonal() -> None:
    """A line of the diagonal and the end of a reached milestone: a day across is the same day upwards."""
    svg = drawn(line("M1", date(2026, 10, 5), date(2026, 10, 12), reached=date(2026, 10, 12)))
    dashed = [e for e in tree(svg).iter(f"{SVG}path") if e.get("stroke-dasharray") == "5 4"]
    (x1, y1), (x2, y2) = (map(float, p.split()) for p in dashed[0].get("d", "")[1:].split("L"))
    solid = next(e for e in tree(svg).iter(f"{SVG}path") if "s-d1" in e.get("class", "").split())
    x, y = map(float, solid.get("d", "").split("L")[-1].split())
    assert (y - y1) / (x - x1) == pytest.approx((y2 - y1) / (x2 - x1), rel=0.02)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [400, 760])
@pytest.mark.parametrize("count", [1, 5, 14, 30])
def test_labels_keep_apart_and_inside(count: int, width: float, lang: str) -> None:
    svg = drawn(*moved(count, lang), lang=lang, width=width)
    root = tree(svg)
    height = float(root.get("height", "0"))
    labels = [e for e in root.iter(f"{SVG}text") if (e.text or "").startswith("M") and e.get("x")]
    ends = sorted(float(e.get("y", "0")) for e in labels if float(e.get("x", "0")) > width * 0.5)
    assert len(ends) >= count
    assert all(below - above >= 11 for above, below in itertools.pairwise(ends))
    assert all(0 < y < height for y in ends)


def test_no_two_lines_look_alike() -> None:
    paths = list(tree(drawn(*moved(18, "en"))).iter(f"{SVG}path"))
    looks = [(e.get("class"), e.get("stroke-dasharray")) for e in paths if e.get("stroke-width") == "1.8"]
    assert len(looks) == len(set(looks)) == 18


def test_what_an_author_writes_is_text() -> None:
    svg = drawn(line("<script>hit()</script>", date(2026, 12, 1), date(2026, 12, 2)))
    assert "<script" not in svg
    assert any("hit()" in said for said in texts(svg))


days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(st.lists(st.lists(st.tuples(days, days), min_size=1, max_size=5), max_size=6), days)
def test_any_reports_can_be_drawn(given: list[list[tuple[date, date]]], today: date) -> None:
    lines = [TrendLine(f"M{n}", tuple(sorted(reports)), "ok", 0) for n, reports in enumerate(given)]
    svg = drawn(*lines, today=today)
    assert "nan" not in svg.lower().replace("milestones", "")
    tree(svg)
