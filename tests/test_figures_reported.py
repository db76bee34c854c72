"""Charts of what reports said: burn-up, money over time, and the past of a metric."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from figure_cases import BURNT_BY, TODAY, aimed_elsewhere, burning, forecasts, turnover
from hypothesis import given
from hypothesis import strategies as st
from test_figures import SVG, finding, texts, tree

from opsgen.figures.boxes import Box
from opsgen.figures.budget_over_time import MoneyPoint, budget_over_time
from opsgen.figures.burn_up import Burnt, Outlook, ScopeMark, burn_up
from opsgen.figures.kpi_line import Kpi, KpiPoint, kpi_line
from opsgen.figures.kpi_past import FormerTarget, Projection
from opsgen.figures.lettering import SMALL, text_width
from opsgen.words import LANGUAGES

WEEK = timedelta(7)


def burnt(
    *points: Burnt,
    marks: tuple[ScopeMark, ...] = (),
    ahead: Outlook | None = None,
    finish: date | None = None,
    width: float = 640,
    lang: str = "en",
) -> str:
    return burn_up(
        points,
        TODAY,
        unit="days",
        id="u",
        title="Burn-up",
        lang=lang,
        marks=marks,
        ahead=ahead,
        finish=finish,
        width=width,
    )


def paid(*points: MoneyPoint, lang: str = "en", width: float = 640) -> str:
    return budget_over_time(points, TODAY, currency="CNY", id="o", title="Money", lang=lang, width=width)


def metric(kpi: Kpi, lang: str = "en") -> str:
    return kpi_line(kpi, TODAY, id="k", title="Turnover", lang=lang)


def labels(svg: str) -> list[Box]:
    """The places of all texts, as wide as they are measured."""
    found = []
    for element in tree(svg).iter(f"{SVG}text"):
        size = float(element.get("font-size", "12"))
        wide = text_width(element.text or "", size, bold=element.get("font-weight") == "700")
        x, y = float(element.get("x", "0")), float(element.get("y", "0")) - 0.36 * size
        left = {"middle": x - wide / 2, "end": x - wide}.get(element.get("text-anchor", ""), x)
        found.append(Box(left, y - SMALL / 2, left + wide, y + SMALL / 2))
    return found


# ---- burn-up


def test_a_burn_up_says_what_is_done_then_and_now() -> None:
    first, last = Burnt(TODAY - 4 * WEEK, 132, 0), Burnt(TODAY, 145, 91)
    assert finding(burnt(first, last)) == (
        "91 of 145 days are done on 16 Nov 2026. On 19 Oct 2026 it was 0 of 132."
    )
    assert finding(burnt(first, last, ahead=BURNT_BY)).endswith(
        "At this pace all of it is done on 14 Dec 2026."
    )
    assert finding(burnt(last)) == "A burn-up needs two reports."


def test_a_finish_far_away_does_not_squeeze_the_reports() -> None:
    points = (Burnt(TODAY - 4 * WEEK, 10, 1), Burnt(TODAY, 10, 5))
    assert "finish 7 Dec 2026" in texts(burnt(*points, finish=TODAY + 3 * WEEK))
    assert not [said for said in texts(burnt(*points, finish=TODAY + 9 * WEEK)) if "finish" in said]


def test_marks_are_drawn_between_the_first_and_the_last_report() -> None:
    points, _ = burning(3)
    near = ScopeMark(TODAY - WEEK, "T1", added=True)
    far = ScopeMark(TODAY - 20 * WEEK, "T2", added=False)
    svg = burnt(*points, marks=(near, far))
    tips = [element.text for element in tree(svg).iter(f"{SVG}title")]
    assert "T1" in tips
    assert "T2" not in tips
    assert "added to the scope" in texts(svg)
    assert "dropped from it" not in texts(svg)


def test_the_fan_reaches_from_what_is_done_to_the_scope() -> None:
    points = (Burnt(TODAY - 4 * WEEK, 10, 1), Burnt(TODAY, 10, 5))
    svg = burnt(*points, ahead=BURNT_BY)
    (fan,) = [e for e in tree(svg).iter(f"{SVG}path") if e.get("fill-opacity") == "0.14"]
    corners = [tuple(map(float, corner.split())) for corner in fan.get("d", "")[1:-1].split("L")]
    (x, low), (first, high), (last, same) = corners
    assert x < first < last
    assert high == same < low


# ---- money


def test_money_over_time_says_how_forecast_and_plan_went() -> None:
    first = MoneyPoint(TODAY - 4 * WEEK, Decimal(8_000_000), None, Decimal(8_000_000))
    last = MoneyPoint(TODAY, Decimal(8_400_000), Decimal(10), Decimal(8_600_000))
    assert finding(paid(first, last)) == (
        "The forecast went from ¥8 M on 19 Oct 2026 to ¥8.6 M. The plan went from ¥8 M to ¥8.4 M."
    )
    assert finding(paid(first, replace(first, day=TODAY))) == (
        "The forecast is ¥8 M, as on 19 Oct 2026. ¥8 M is planned throughout."
    )
    assert finding(paid(first)) == "A course of the forecast needs two reports."


def test_where_nobody_wrote_what_is_used_no_line_says_so() -> None:
    points = [MoneyPoint(TODAY - n * WEEK, Decimal(8), None, Decimal(9)) for n in (1, 0)]
    assert not [said for said in texts(paid(*points)) if said.startswith("Used")]


def test_credit_notes_may_leave_less_than_nothing() -> None:
    points = [MoneyPoint(TODAY - n * WEEK, Decimal(0), Decimal(-n), Decimal(0)) for n in (2, 1, 0)]
    assert "Used ¥0" in texts(paid(*points))


# ---- the past of a metric


def test_a_former_target_is_a_step_with_its_day() -> None:
    kpi = replace(turnover("en"), former=(FormerTarget(14_000, TODAY - timedelta(4)),))
    svg = metric(kpi)
    assert "14,000 k until 12 Nov" in texts(svg)
    assert "Until 12 Nov 2026 the target was 14,000 k." in finding(svg)
    (line,) = [
        e
        for e in tree(svg).iter(f"{SVG}path")
        if "s-ink" in e.get("class", "").split() and "L" in e.get("d", "")
    ]
    heights = [float(corner.split()[1]) for corner in line.get("d", "")[1:].split("L")]
    assert heights[0] == heights[1] < heights[2] == heights[3]


def test_a_target_that_was_another_before_the_axis_begins_is_level() -> None:
    kpi = replace(turnover("en"), former=(FormerTarget(14_000, date(2020, 1, 1)),))
    assert not [said for said in texts(metric(kpi)) if "until" in said]


def test_projections_stay_within_the_plot() -> None:
    svg = metric(aimed_elsewhere("en"))
    dots = [e for e in tree(svg).iter(f"{SVG}circle") if e.get("r") == "1.7"]
    assert len(dots) == 3
    assert all(0 < float(e.get("cx", "0")) < 400 and 0 < float(e.get("cy", "0")) < 190 for e in dots)
    assert "Projected for the due date: 9,000 k, then 10,400 k in the latest of 5 reports." in finding(svg)


def test_without_a_past_the_figure_is_as_it_was() -> None:
    assert "projected" not in metric(turnover("en"))
    assert "until" not in metric(turnover("en"))


# ---- nothing overlaps


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [340, 640])
@pytest.mark.parametrize("count", [2, 5, 13, 26])
def test_labels_keep_apart_and_inside(count: int, width: float, lang: str) -> None:
    points, marks = burning(count)
    drawings = (
        burnt(*points, marks=marks, ahead=BURNT_BY, finish=TODAY + WEEK, width=width, lang=lang),
        paid(*forecasts(count), width=width, lang=lang),
    )
    for svg in drawings:
        boxes = labels(svg)
        assert not [(a, b) for n, a in enumerate(boxes) for b in boxes[:n] if a.meets(b)]
        assert all(box.left >= -1 and box.right <= width + 1 for box in boxes)
        height = float(tree(svg).get("height", "0"))
        assert max(box.bottom for box in boxes) <= height


@given(
    st.lists(st.tuples(st.integers(-800, 40), st.floats(-1e9, 1e9)), max_size=5),
    st.lists(st.tuples(st.integers(-800, 0), st.floats(-1e12, 1e12)), max_size=6),
)
def test_any_past_of_a_metric_is_drawn_in_numbers(
    former: list[tuple[int, float]], projected: list[tuple[int, float]]
) -> None:
    kpi = Kpi(
        "Sold",
        "k",
        (KpiPoint(TODAY - WEEK, 3.0), KpiPoint(TODAY, 4.0, "ok")),
        10.0,
        former=tuple(FormerTarget(value, TODAY + timedelta(days)) for days, value in sorted(former)),
        projected=tuple(Projection(TODAY + timedelta(days), value) for days, value in sorted(projected)),
    )
    svg = metric(kpi)
    numbers = re.findall(r'(?:x|y|cx|cy|x1|y1|x2|y2|d)="([^"]*)"', svg)
    assert "nan" not in " ".join(numbers)
    assert "inf" not in " ".join(numbers)
