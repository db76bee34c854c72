"""The curve of money: what it says, what it draws, and that no label meets a line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from figure_cases import TODAY, spending
from hypothesis import given, settings
from hypothesis import strategies as st
from test_figures import SVG, finding, painted, texts, tree
from test_figures_layout import faults

from opsgen.figures.s_curve import Curve, CurveMonth, s_curve
from opsgen.words import LANGUAGES, message

if TYPE_CHECKING:
    from collections.abc import Iterable

LANGS = pytest.mark.parametrize("lang", LANGUAGES)
WIDTHS = pytest.mark.parametrize("width", [340, 560, 680, 960])


def drawn(curve: Curve, today: date = TODAY, lang: str = "en", width: float = 960, **rest: str) -> str:
    return s_curve(curve, today, id="c", title="Money", lang=lang, width=width, **rest)


def months(*of: CurveMonth) -> Curve:
    return Curve(of)


def month(n: int, **amounts: int) -> CurveMonth:
    return CurveMonth(date(2026, n, 1), **{name: Decimal(amount) for name, amount in amounts.items()})


def strokes(svg: str, token: str) -> list[str]:
    """The path data of the lines of a series."""
    return [
        e.get("d", "") for e in tree(svg).iter(f"{SVG}path") if f"s-{token}" in e.get("class", "").split()
    ]


# ---- what it says


def test_the_finding_says_used_planned_and_where_it_leads() -> None:
    assert finding(drawn(spending())) == (
        "¥11.54 M of ¥12 M used by 16 Nov 2026, 96%. The forecast for Feb 2027 is ¥13.08 M,"
        " ¥1.08 M over the plan. ¥9.4 M is committed."
    )


def test_the_finding_without_an_actual_or_a_forecast() -> None:
    assert finding(drawn(months(month(1, planned=500), month(2, planned=900)))) == (
        "¥900 planned; what is used is not known."
    )
    assert finding(drawn(months(month(10, actual=200)))) == "¥200 used by 16 Nov 2026."


@pytest.mark.parametrize(("forecast", "end"), [(800, "¥100 below the plan."), (900, "as planned.")])
def test_the_finding_below_and_on_plan(forecast: int, end: str) -> None:
    svg = drawn(months(month(11, planned=500, actual=100), month(12, planned=900, forecast=forecast)))
    assert finding(svg).endswith(end)


def test_lines_are_labelled_with_what_they_come_to() -> None:
    shown = texts(drawn(spending()))
    ends = {"Forecast ¥13.08 M", "+¥1.08 M", "Planned ¥12 M", "Committed ¥9.4 M", "Used ¥11.54 M"}
    assert ends <= set(shown)


def test_amounts_are_in_the_language_s_own_steps() -> None:
    shown = texts(drawn(spending(), lang="zh"))
    assert {"500 万元", "1,000 万元", "0 元"} <= set(shown)
    large = Curve(tuple(replace(one, planned=(one.planned or 0) * 100) for one in spending().months))
    assert "12 亿元" in "".join(texts(drawn(large, lang="zh")))
    assert "$5 M" in texts(s_curve(spending(), TODAY, currency="USD", id="c", title="", lang="en"))


def test_a_forecast_below_the_plan_is_marked_as_good() -> None:
    svg = drawn(spending(over="0.8"))
    assert strokes(svg, "ok")
    assert not strokes(svg, "late")
    assert "−¥2.4 M" in texts(svg)


# ---- what it draws


def test_every_series_has_a_dash_and_a_mark_of_its_own() -> None:
    svg = drawn(spending())
    lines = [
        (e.get("stroke-dasharray"), e.get("stroke-width"))
        for e in tree(svg).iter(f"{SVG}path")
        if any(f"s-{t}" in e.get("class", "").split() for t in ("d1", "d2", "d3", "d4", "d6"))
    ]
    assert len(lines) == len(set(lines)) == 5
    assert len({dash for dash, _ in lines}) == 4, "only planned and used are solid, thin and thick"


def test_used_ends_today_and_the_forecast_begins_there() -> None:
    svg = drawn(spending())
    (used,), (forecast,) = strokes(svg, "d1"), strokes(svg, "d2")
    end = used.rpartition("L")[2]
    assert forecast.startswith(f"M{end}L")
    today = next(e for e in tree(svg).iter(f"{SVG}line") if e.get("class") == "s-today")
    assert float(end.split()[0]) == pytest.approx(float(today.get("x1", 0)), abs=2)


def test_money_known_from_the_first_month_begins_with_nothing() -> None:
    svg = drawn(months(month(10, planned=500), month(11, planned=900)))
    start = strokes(svg, "d6")[0].partition("L")[0].removeprefix("M").split()
    zero = next(e for e in tree(svg).iter(f"{SVG}line") if e.get("class") == "s-wire")
    assert start == [zero.get("x1"), zero.get("y1")]


def test_an_amount_known_only_today_is_a_point() -> None:
    svg = drawn(months(month(10, planned=500), month(11, planned=900, actual=400)))
    assert not strokes(svg, "d1")
    assert len([e for e in painted(svg, "d1") if e.tag == f"{SVG}circle"]) == 1


def test_each_month_has_a_bar_and_a_credit_note_goes_down() -> None:
    def bars(curve: Curve) -> list[tuple[float, float]]:
        found = [e for e in painted(drawn(curve), "d1") if e.tag == f"{SVG}rect" and "rx" not in e.attrib]
        return [(float(e.get("y", 0)), float(e.get("height", 0))) for e in found]

    usual, credit = bars(spending()), bars(spending(credit=True))
    assert len(usual) == len(credit) == 11
    foot = {round(y + height, 1) for y, height in usual}
    assert len(foot) == 1
    assert len({round(y + height, 1) for y, height in credit}) > 1


def test_no_bars_where_there_is_no_room() -> None:
    assert "Used in each month" in texts(drawn(spending(60)))
    assert "Used in each month" not in texts(drawn(spending(60), width=340))


def test_the_contingency_is_the_band_below_the_end_of_the_plan() -> None:
    svg = drawn(spending())
    (band,) = [e for e in painted(svg, "d5") if "rx" not in e.attrib and e.tag == f"{SVG}rect"]
    plan = strokes(svg, "d6")[0].rpartition("L")[2].split()
    assert float(band.get("y", 0)) == pytest.approx(float(plan[1]))
    assert "Contingency in the plan" in texts(svg)
    assert not painted(drawn(replace(spending(), contingency=None)), "d5")


def test_an_empty_curve_says_why() -> None:
    said = "No curve to draw: no amount belongs to a month."
    assert said in finding(drawn(Curve(())))
    assert said in texts(drawn(months(month(1))))
    own = message("No month is known: nobody dated what was spent.")
    svg = s_curve(Curve(()), TODAY, id="c", title="", lang="en", why=own)
    assert finding(svg) == "No month is known: nobody dated what was spent."


# ---- geometry


def flat(amount: int) -> Curve:
    value = Decimal(amount)
    return months(
        *(CurveMonth(date(2026, n, 1), value, value, value, value, Decimal(0)) for n in (9, 10, 11))
    )


CURVES = {
    **{f"{n} months": spending(n) for n in (1, 2, 3, 14, 30, 60)},
    "below": spending(over="0.8"),
    "far over": spending(over="2.6"),
    "credit": spending(credit=True),
    "nothing": flat(0),
    "flat": flat(500),
    "owed": flat(-700),
}


@LANGS
@WIDTHS
@pytest.mark.parametrize("name", CURVES)
def test_no_label_meets_anything(name: str, width: float, lang: str) -> None:
    assert faults(drawn(CURVES[name], lang=lang, width=width)) == []


@pytest.mark.parametrize("today", [date(2025, 1, 1), date(2026, 1, 1), date(2027, 2, 28), date(2031, 1, 1)])
@WIDTHS
def test_no_label_meets_anything_on_any_day(today: date, width: float) -> None:
    assert faults(drawn(spending(), today, width=width)) == []


def amounts() -> st.SearchStrategy[Decimal | None]:
    return st.none() | st.decimals(-(10**10), 10**12, places=2, allow_nan=False, allow_infinity=False)


@st.composite
def curves(draw: st.DrawFn) -> Curve:
    count = draw(st.integers(1, 30))
    first = draw(st.integers(2020 * 12, 2030 * 12))
    found: Iterable[CurveMonth] = (
        CurveMonth(date((first + i) // 12, (first + i) % 12 + 1, 1), *(draw(amounts()) for _ in range(5)))
        for i in range(count)
    )
    return Curve(tuple(found), draw(amounts()), draw(amounts()))


@settings(deadline=None, max_examples=60)
@given(curve=curves(), lang=st.sampled_from(LANGUAGES), width=st.sampled_from((340, 960)))
def test_any_course_is_drawn(curve: Curve, lang: str, width: float) -> None:
    svg = drawn(curve, lang=lang, width=width)
    assert "nan" not in svg
    assert "inf" not in svg.replace("information", "")
    assert tree(svg).get("role") == "img"
    assert faults(svg) == []
