"""The figures: what they say, what they refuse, and that they are the same everywhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from figure_cases import (
    BANDS,
    BURNT_BY,
    MONDAYS,
    SHORT,
    TODAY,
    adjusted,
    aimed_elsewhere,
    budget,
    burning,
    crew,
    forecasts,
    lit,
    lit_counts,
    moved,
    plan,
    programme,
    register,
    road_to_order,
    spending,
    turnover,
    years,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from opsgen.figures.budget_bars import BudgetRow, budget_bars
from opsgen.figures.budget_over_time import budget_over_time
from opsgen.figures.burn_up import burn_up
from opsgen.figures.canvas import safe_href
from opsgen.figures.comparison import Course, comparison
from opsgen.figures.exposure import Exposure, exposure_trend
from opsgen.figures.funnel import FunnelStep, funnel
from opsgen.figures.gantt import GanttLink, GanttRow, gantt
from opsgen.figures.health_over_time import health_over_time, lights_over_time
from opsgen.figures.heat_map import HeatCell, HeatRow, heat_map
from opsgen.figures.kpi_line import Kpi, KpiEvent, KpiPoint, kpi_line
from opsgen.figures.lettering import clean, clip, spread, text_width
from opsgen.figures.milestone_trend import milestone_trend
from opsgen.figures.risk_matrix import Band, Past, RiskPoint, Sides, Step, band_of, count_matrix, risk_matrix
from opsgen.figures.roadmap import RoadmapProject, roadmap
from opsgen.figures.s_curve import s_curve
from opsgen.figures.scales import Linear, span
from opsgen.figures.sparkline import Spark, sparkline
from opsgen.figures.tokens import TOKENS, css, root_css
from opsgen.words import LANGUAGES, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Golden

SVG = "{http://www.w3.org/2000/svg}"
FIGURES: dict[str, Callable[[str], str]] = {
    "gantt": lambda lang: gantt(plan(12, lang), TODAY, id="g", title="Plan", lang=lang),
    "roadmap": lambda lang: roadmap(programme(4, lang), TODAY, id="r", title="Roadmap", lang=lang),
    "risk-matrix": lambda lang: risk_matrix(
        register(14), BANDS[lang], id="m", title="Risks", lang=lang, past=Past(date(2026, 10, 30), 2)
    ),
    "risk-counts": lambda lang: count_matrix(
        register(30), BANDS[lang], id="m", title="Risks", lang=lang, past=Past(date(2026, 10, 30))
    ),
    "kpi": lambda lang: kpi_line(turnover(lang), TODAY, id="k", title="Turnover", lang=lang),
    "kpi-adjusted": lambda lang: kpi_line(adjusted(lang), TODAY, id="k", title="Turnover", lang=lang),
    "funnel": lambda lang: funnel(
        road_to_order((13_980_000, 2_437_000, 622_000, 580_000), lang, 1), id="f", title="Funnel", lang=lang
    ),
    "budget": lambda lang: budget_bars(budget(lang), id="b", title="Budget", lang=lang),
    "heat-map": lambda lang: heat_map(crew(5, lang), MONDAYS, TODAY, id="l", title="Load", lang=lang),
    "comparison": lambda lang: comparison(*years(lang), unit="k", id="v", title="Sales", lang=lang),
    "milestone-trend": lambda lang: milestone_trend(
        moved(6, lang), TODAY, id="t", title="Milestones", lang=lang
    ),
    "exposure": lambda lang: exposure_trend(
        [Exposure(date(2026, 8, 31), 21), Exposure(date(2026, 9, 30), 34), Exposure(TODAY, 31)],
        TODAY,
        id="e",
        title="Exposure",
        lang=lang,
        tolerance=30,
    ),
    "health": lambda lang: health_over_time(*lit(6, lang), id="h", title="Health", lang=lang),
    "lights": lambda lang: lights_over_time(*lit_counts(13), id="o", title="Lights", lang=lang),
    "s-curve": lambda lang: s_curve(spending(), TODAY, id="c", title="Money", lang=lang),
    "kpi-past": lambda lang: kpi_line(aimed_elsewhere(lang), TODAY, id="k", title="Turnover", lang=lang),
    "burn-up": lambda lang: burn_up(
        burning(9)[0],
        TODAY,
        unit={"en": "person-days", "zh": "人天"}[lang],
        id="u",
        title="Burn-up",
        lang=lang,
        marks=burning(9)[1],
        ahead=BURNT_BY,
        finish=date(2026, 12, 18),
    ),
    "budget-course": lambda lang: budget_over_time(
        forecasts(8), TODAY, currency="CNY", id="o", title="Money", lang=lang
    ),
    "spark": lambda lang: sparkline(
        Spark((1, 3, None, Decimal("2.5"), 4), "ok"), id="s", title="Course", lang=lang
    ),
}
EVERY = pytest.mark.parametrize(("name", "lang"), [(name, lang) for name in FIGURES for lang in LANGUAGES])


def tree(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def texts(svg: str) -> list[str]:
    return [element.text or "" for element in tree(svg).iter(f"{SVG}text")]


def finding(svg: str) -> str:
    return tree(svg).findtext(f"{SVG}desc") or ""


def painted(svg: str, token: str) -> list[ElementTree.Element]:
    """The elements filled with a token."""
    return [element for element in tree(svg).iter() if f"f-{token}" in element.get("class", "").split()]


# ---- every figure


@EVERY
def test_golden(name: str, lang: str, golden: Golden) -> None:
    golden(FIGURES[name](lang).replace("><", ">\n<") + "\n", f"figures/{name}.{lang}.svg")


@EVERY
def test_accessible(name: str, lang: str) -> None:
    svg = FIGURES[name](lang)
    root = tree(svg)
    title, desc = root[0], root[1]
    assert (title.tag, desc.tag) == (f"{SVG}title", f"{SVG}desc")
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert len(desc.text or "") > 5
    linked = root.find(f".//{SVG}a") is not None
    assert root.get("role") == ("group" if linked else "img")


@EVERY
def test_keeps_to_what_weasyprint_draws(name: str, lang: str) -> None:
    svg = FIGURES[name](lang)
    for word in (
        "var(",
        "currentColor",
        "dominant-baseline",
        "foreignObject",
        "paint-order",
        "style=",
        "<style",
    ):
        assert word not in svg
    assert "font-family=\"'Opsgen Sans','Opsgen Sans SC',sans-serif\"" in svg


@EVERY
def test_nothing_is_written_smaller_than_10_px(name: str, lang: str) -> None:
    sizes = [float(size) for size in re.findall(r'font-size="([^"]+)"', FIGURES[name](lang))]
    assert min(sizes) >= 10


@EVERY
def test_every_paint_is_a_token_with_a_class(name: str, lang: str) -> None:
    for element in tree(FIGURES[name](lang)).iter():
        classes = element.get("class", "").split()
        for attribute, prefix in (("fill", "f-"), ("stroke", "s-")):
            colour = element.get(attribute, "none")
            if colour != "none":
                (token,) = [c.removeprefix(prefix) for c in classes if c.startswith(prefix)]
                assert TOKENS[token].light == colour
                assert f".{prefix}{token}{{" in css()


def test_ids_come_from_the_argument() -> None:
    first, second = (gantt(plan(5, "en"), TODAY, id=i, title="", lang="en") for i in ("双 十一", "b"))
    assert re.findall(r' id="([^"]+)"', first) == ["双-十一-title", "双-十一-desc"]
    assert re.findall(r' id="([^"]+)"', second) == ["b-title", "b-desc"]


def test_same_bytes_under_any_hash_seed_and_time_zone() -> None:
    program = (
        "import sys; sys.path.insert(0, 'tests'); import test_figures as t, hashlib\n"
        "drawn = [draw(lang) for draw in t.FIGURES.values() for lang in t.LANGUAGES]\n"
        "print(hashlib.sha256(''.join(drawn).encode()).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed, zone, locale in (("1", "UTC", "C.UTF-8"), ("77", "Asia/Shanghai", "C"))
    }
    assert len(seen) == 1


# ---- hostile text


@settings(deadline=None, max_examples=60)
@given(said=st.text(max_size=40), href=st.text(max_size=20))
def test_any_text_is_shown_and_nothing_else_happens(said: str, href: str) -> None:
    row = GanttRow(said, said, "task", date(2026, 1, 1), date(2026, 2, 1), status="ok", href=href)
    svg = gantt((row,), TODAY, id="g", title=said, lang="en")
    shown = {element.tag.removeprefix(SVG) for element in tree(svg).iter()}
    assert shown <= {"svg", "title", "desc", "g", "a", "text", "rect", "line", "path", "circle"}
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", svg)


def test_controls_and_bidi_are_replaced() -> None:
    row = GanttRow("T1", "a\x1b\u202eb\u2066", "task", date(2026, 1, 1), date(2026, 2, 1))
    assert "a\ufffd\ufffdb\ufffd" in texts(gantt((row,), TODAY, id="g", title="", lang="en"))


@pytest.mark.parametrize(
    "href", ["#M1", "x.html#R4", "../milestones.html", "https://a.example/?a=1&b=2", "mailto:a@b.example"]
)
def test_good_addresses_lead_somewhere(href: str) -> None:
    row = GanttRow("T1", "x", "task", date(2026, 1, 1), date(2026, 2, 1), href=href)
    link = tree(gantt((row,), TODAY, id="g", title="", lang="en")).find(f".//{SVG}a")
    assert link is not None
    assert link.get("href") == href


@pytest.mark.parametrize(
    "href",
    [
        "",
        "javascript:alert(1)",
        " JAVASCRIPT:x",
        "java\tscript:x",
        "data:text/html,x",
        "vbscript:x",
        "//host/x",
        "\\\\host",
        "..//host/x",
        "../javascript:x",
        "file:///etc/passwd",
        "a\u202eb",
        "blob:x",
    ],
)
def test_bad_addresses_are_dropped(href: str) -> None:
    assert safe_href(href) is None


# ---- colours as CSS


def test_css_has_light_slate_and_print() -> None:
    sheet = css()
    late = TOKENS["late"]
    assert sheet.index(f"--ops-late:{late.light}") < sheet.index(f"--ops-late:{late.dark}")
    assert f"@media print{{:root,[data-md-color-scheme=slate]{{--ops-ink:{TOKENS['ink'].light}" in sheet
    assert ".ops-fig .f-late{fill:var(--ops-late)}.ops-fig .s-late{stroke:var(--ops-late)}" in sheet


def test_root_css_is_light_only() -> None:
    assert root_css().startswith(":root{--ops-ink:")
    assert not any(paint.dark in root_css() for paint in TOKENS.values())


# ---- lettering and scales


def test_clip_keeps_what_fits() -> None:
    assert clip("压测通过", 48) == "压测通过"
    assert clip("压测通过", 47) == "压测…"
    assert clip("Load test", 34) == "Loa…"
    assert clip("压", 5) == ""


@given(said=st.text(max_size=60), room=st.floats(0, 300))
def test_clipped_text_fits(said: str, room: float) -> None:
    assert text_width(clip(clean(said), room)) <= room + 1e-6


def test_spread_keeps_order_gap_and_bounds() -> None:
    places = spread((50, 50, 52, 99), 10, 0, 100)
    assert places == (50, 60, 70, 99)
    assert spread((95, 96, 97), 10, 0, 100) == (80, 90, 100)


@given(st.floats(-1e9, 1e9), st.floats(1e-3, 1e9))
def test_linear_ticks_are_few_and_inside(low: float, extent: float) -> None:
    ticks = Linear(low, low + extent, 0, 100).ticks()
    assert len(ticks) <= 7
    assert all(low - extent / 1000 <= tick <= low + extent * 1.001 for tick in ticks)


@pytest.mark.parametrize("days", [0, 1, 9, 60, 400, 4000, 40_000, 3_000_000])
def test_time_ticks_leave_room(days: int) -> None:
    first = date(1, 1, 1)
    time = span([first, first + timedelta(days=days)], 0, 600)
    ticks = [tick.x for tick in time.ticks(words("en"))]
    assert all(b - a >= 36 for a, b in pairwise(ticks))
    assert len(ticks) <= 16


# ---- the plan


def test_gantt_names_the_worst_slip() -> None:
    rows = (
        GanttRow("M1", "Charter", "milestone", finish=date(2026, 8, 19), baseline_finish=date(2026, 8, 14)),
        GanttRow(
            "M2",
            "Load test",
            "milestone",
            finish=date(2026, 11, 9),
            baseline_finish=date(2026, 10, 10),
            status="late",
        ),
    )
    said = finding(gantt(rows, TODAY, id="g", title="", lang="en"))
    assert said == (
        "2 rows from 19 Aug 2026 to 9 Nov 2026. 1 late, 0 at risk. The largest slip is M2 Load test: 30 days."
    )


def test_gantt_shows_slip_and_share_beside_the_plot() -> None:
    row = GanttRow(
        "T1",
        "Tender",
        "task",
        date(2026, 8, 3),
        date(2026, 9, 21),
        date(2026, 8, 3),
        date(2026, 9, 11),
        40,
        "risk",
    )
    assert {"Tender", "21 Sept", "+10", "40%"} <= set(
        texts(gantt((row,), TODAY, id="g", title="", lang="en"))
    )


def test_gantt_legend_has_only_what_occurs() -> None:
    row = GanttRow("T1", "x", "task", date(2026, 8, 3), date(2026, 9, 21), status="ok")
    shown = texts(gantt((row,), TODAY, id="g", title="", lang="en"))
    assert "on track" in shown
    assert not {"late", "at risk", "done", "as planned", "critical path", "share done"} & set(shown)


def test_gantt_bar_includes_its_last_day() -> None:
    rows = [GanttRow(f"T{i}", "", "task", date(2026, 8, 1), date(2026, 8, i), status="ok") for i in (1, 10)]
    one, ten = (
        float(e.get("width", 0))
        for e in painted(gantt(rows, TODAY, id="g", title="", lang="en"), "ok")
        if "rx" in e.attrib
    )
    assert ten == pytest.approx(one * 10, rel=0.01)


def test_gantt_survives_cycles_and_strangers_in_dependencies() -> None:
    rows = (
        GanttRow(
            "T1",
            "a",
            "task",
            date(2026, 8, 1),
            date(2026, 8, 9),
            depends_on=tuple(map(GanttLink, ("T2", "T1", "nobody"))),
        ),
        GanttRow("T2", "b", "task", date(2026, 8, 5), date(2026, 8, 20), depends_on=(GanttLink("T1"),)),
    )
    assert gantt(rows, TODAY, id="g", title="", lang="en").count('class="s-wire"') == 2


@pytest.mark.parametrize(
    ("kind", "leaves", "arrives"),
    [("FS", "end", "start"), ("SS", "start", "start"), ("FF", "end", "end"), ("SF", "start", "end")],
)
def test_gantt_dependencies_join_the_ends_they_name(kind: str, leaves: str, arrives: str) -> None:
    link = GanttLink("T1", kind)  # type: ignore[arg-type]
    rows = (
        GanttRow("T1", "a", "task", date(2026, 8, 3), date(2026, 8, 14), status="ok"),
        GanttRow("T2", "b", "task", date(2026, 8, 24), date(2026, 8, 28), depends_on=(link,)),
    )
    svg = gantt(rows, TODAY, id="g", title="", lang="en")
    one, two = (
        {"start": float(e.get("x", 0)), "end": float(e.get("x", 0)) + float(e.get("width", 0))}
        for token in ("ok", "todo")
        for e in painted(svg, token)
        if "rx" in e.attrib
    )
    (wire,) = (e for e in tree(svg).iter() if e.get("class") == "s-wire")
    points = [float(x) for x in re.findall(r"[MH](-?[\d.]+)", wire.get("d", ""))]
    assert points[0] == pytest.approx(one[leaves], abs=0.1)
    assert points[-1] == pytest.approx(two[arrives], abs=5.1)


def test_gantt_marks_the_critical_path_by_pattern_and_says_so() -> None:
    link = GanttLink("T1")
    rows = (
        GanttRow("T1", "a", "task", date(2026, 8, 3), date(2026, 8, 14), critical=True),
        GanttRow("M1", "b", "milestone", finish=date(2026, 8, 14), depends_on=(link,), critical=True),
        GanttRow("T2", "c", "task", date(2026, 8, 3), date(2026, 8, 10)),
    )
    svg = gantt(rows, TODAY, id="g", title="", lang="en")
    assert "2 rows are critical." in finding(svg)
    assert "critical path" in texts(svg)
    strokes = [e for e in tree(svg).iter() if e.get("class") == "s-ink"]
    assert len(strokes) >= 4  # the bar's hatching and frame, the diamond's, the dependency
    assert 'class="s-wire"' not in svg


@pytest.mark.parametrize("today", [date(1, 1, 1), date(2026, 8, 4), date(9999, 12, 31)])
def test_gantt_at_the_ends_of_time(today: date) -> None:
    rows = (GanttRow("T1", "a", "task", date(1, 1, 1), date(9999, 12, 31)),)
    tree(gantt(rows, today, id="g", title="", lang="zh"))


def test_today_is_left_out_where_the_axis_does_not_reach() -> None:
    row = GanttRow("T1", "x", "task", date(2025, 8, 3), date(2025, 9, 21))
    assert "s-today" not in gantt((row,), TODAY, id="g", title="", lang="en")


# ---- the matrix


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 9, 10, (3, 5), (4, 5), (6, 4)])
def test_each_cell_wears_the_colour_of_its_own_score(size: int | tuple[int, int]) -> None:
    bands = BANDS["en"]
    steps, impacts = size if isinstance(size, tuple) else (size, size)
    risks = tuple(RiskPoint(f"R{p}{i}", "", p, i) for p in range(1, steps + 1) for i in range(1, impacts + 1))
    svg = risk_matrix(risks, bands, size=size, id="m", title="", lang="en")
    heat = [e for e in tree(svg).iter(f"{SVG}rect") if "f-heat" in e.get("class", "")]
    cells = heat[: steps * impacts]  # the legend's boxes come after
    columns = sorted({float(cell.get("x", 0)) for cell in cells})
    rows = sorted({float(cell.get("y", 0)) for cell in cells}, reverse=True)
    assert (len(rows), len(columns)) == (steps, impacts)
    for cell in cells:
        impact = columns.index(float(cell.get("x", 0))) + 1
        probability = rows.index(float(cell.get("y", 0))) + 1
        band = band_of(probability * impact, bands)
        assert band is not None
        assert cell.get("class") == f"f-{band.token}"


def test_bands_are_data_in_any_order() -> None:
    bands = (Band("red", 6, "heat5"), Band("green", 1, "heat1"))
    assert [band.name for score in (1, 5, 6, 25) if (band := band_of(score, bands))] == [
        "green",
        "green",
        "red",
        "red",
    ]
    assert band_of(0, bands) is None


def test_crowded_cell_counts_what_does_not_fit() -> None:
    risks = [RiskPoint(f"R{i}", f"risk {i}", 3, 3) for i in range(1, 31)]
    svg = risk_matrix(risks, BANDS["en"], id="m", title="", lang="en")
    chips = [text for text in texts(svg) if re.fullmatch(r"R\d+|\+\d+", text)]
    shown, rest = chips[:-1], chips[-1]
    assert shown == [f"R{i}" for i in range(1, len(shown) + 1)]
    assert int(rest) + len(shown) == 30
    tips = "".join(title.text or "" for title in tree(svg).iter(f"{SVG}title"))
    assert all(f"risk {i} " in tips for i in range(1, 31))


NINE = Sides(
    tuple(Step(v, f"{v}0%") for v in range(1, 10)), tuple(Step(v, f"Grade {v} of nine") for v in range(1, 10))
)


def test_forty_risks_in_one_cell_of_the_largest_matrix_are_counted() -> None:
    risks = [RiskPoint(f"R{i}", f"risk {i}", 5, 5) for i in range(1, 41)]
    svg = risk_matrix(risks, BANDS["en"], size=NINE, id="m", title="", lang="en", width=700)
    chips = [text for text in texts(svg) if re.fullmatch(r"R\d+|\+\d+", text)]
    assert int(chips[-1]) + len(chips[:-1]) == 40


def test_a_matrix_with_its_own_steps_places_risks_by_value_not_by_count() -> None:
    """Scales may leave values out: 1, 3, 9."""
    steps = Sides((Step(1, "rare"), Step(3, "may be"), Step(9, "sure")), (Step(1), Step(4)))
    svg = risk_matrix((RiskPoint("R1", "", 9, 4),), BANDS["en"], size=steps, id="m", title="", lang="en")
    assert {"36", "9", "12", "rare 1", "sure 9"} <= set(texts(svg))
    assert finding(svg) == "1 risk. critical: R1."


def test_marks_say_where_a_risk_was_and_is_to_be() -> None:
    risk = RiskPoint("R1", "", 3, 3, inherent=(5, 4), target=(1, 2))
    said = texts(risk_matrix((risk,), BANDS["en"], id="m", title="", lang="en"))
    assert said.count("R1") == 3
    assert {"before the response", "wanted after the response"} <= set(said)
    unmoved = RiskPoint("R1", "", 3, 3, inherent=(3, 3), target=(3, 3))
    assert texts(risk_matrix((unmoved,), BANDS["en"], id="m", title="", lang="en")).count("R1") == 1


def test_the_matrix_of_many_projects_counts() -> None:
    risks = [RiskPoint(f"R{i}", "", 3, 3) for i in range(40)] + [RiskPoint("R1", "", 5, 5)]
    said = texts(count_matrix(risks, BANDS["en"], id="m", title="", lang="en"))
    assert "40" in said
    assert "R1" not in said


def test_risk_outside_of_the_matrix_is_named() -> None:
    risks = (RiskPoint("R1", "", 1, 1), RiskPoint("R2", "", 7, 1))
    said = finding(risk_matrix(risks, BANDS["en"], id="m", title="", lang="en"))
    assert said == "2 risks. low: R1. 1 risk lies outside of the matrix."


# ---- the metric


def test_kpi_says_where_it_stands() -> None:
    said = finding(kpi_line(turnover("en"), TODAY, id="k", title="", lang="en"))
    assert said == "Load test: 6,100.5 k on 15 Nov 2026, behind. The target is 12,000 k."


def test_kpi_with_one_point_and_no_target() -> None:
    svg = kpi_line(Kpi("NPS", "", (KpiPoint(TODAY, 42),)), TODAY, id="k", title="", lang="en")
    assert finding(svg) == "NPS: 42 on 16 Nov 2026, not judged. There is no target."
    assert "s-d1" not in svg
    assert "not judged" not in texts(svg)


def test_kpi_with_a_range() -> None:
    kpi = Kpi(
        "Load", "ms", (KpiPoint(TODAY, 180, "ok"), KpiPoint(date(2026, 11, 1), 240, "late")), (220, 150)
    )
    svg = kpi_line(kpi, TODAY, id="k", title="", lang="en")
    assert finding(svg).endswith("The target is 150 ms to 220 ms.")
    assert {"150 ms", "220 ms", "target range"} <= set(texts(svg))
    assert finding(svg).startswith("Load: 180 ms on 16 Nov 2026, on pace.")


@pytest.mark.parametrize(("direction", "below"), [("up", True), ("down", False)])
def test_near_band_lies_on_the_forgiving_side(direction: str, below: bool) -> None:
    kpi = replace(turnover("en"), direction=direction, expected=(), target=6000, near=0.1)
    (band, *_) = painted(kpi_line(kpi, TODAY, id="k", title="", lang="en"), "risk")
    ys = [float(y) for _, y in re.findall(r"([\d.]+) ([\d.]+)", band.get("d", ""))]
    assert (ys[-1] > ys[0]) is below


def test_long_series_marks_only_the_last() -> None:
    points = tuple(KpiPoint(TODAY - timedelta(days=i), i, "late" if i else "ok") for i in range(60))
    svg = kpi_line(Kpi("x", "", points), TODAY, id="k", title="", lang="en")
    assert "behind" not in texts(svg)
    assert "s-late" not in svg


def test_adjustments_stand_on_the_line_at_their_days() -> None:
    svg = kpi_line(adjusted("en"), TODAY, id="k", title="", lang="en")
    assert {"AD0, AD3", "AD1", "AD2", "adjustment"} <= set(texts(svg))
    assert "AD99" not in svg
    said = finding(svg)
    assert "Adjusted on 4 Nov 2026: AD2 2 Load test." in said
    assert said.index("AD2") < said.index("AD1") < said.index("AD0")
    lines = [e for e in tree(svg).iter(f"{SVG}line") if e.get("class") == "s-d4"]
    assert len(lines) == 3
    tips = [e.text for e in tree(svg).iter(f"{SVG}title")]
    assert any("16 Nov 2026" in (tip or "") and "AD3" in (tip or "") for tip in tips)


def test_many_adjustments_keep_their_lines_and_are_counted() -> None:
    svg = kpi_line(adjusted("en", 20, 1), TODAY, id="k", title="", lang="en")
    lines = [e for e in tree(svg).iter(f"{SVG}line") if e.get("class") == "s-d4"]
    assert len(lines) == 20
    assert finding(svg).endswith("15 more adjustments.")


def test_a_metric_without_adjustments_is_drawn_as_before() -> None:
    kpi = turnover("en")
    plain = kpi_line(kpi, TODAY, id="k", title="", lang="en")
    long_ago = replace(kpi, events=(KpiEvent(date(2019, 1, 1), "AD1"),))
    assert kpi_line(long_ago, TODAY, id="k", title="", lang="en") == plain


# ---- the funnel


def test_the_funnel_names_its_weakest_step() -> None:
    svg = funnel(road_to_order((1000, 250, 200), "en", 1), id="f", title="", lang="en")
    assert finding(svg).endswith("Most are lost on the way to 1 Load test: 25.0% go on.")
    assert {"25.0%", "80.0%"} <= set(texts(svg))
    widths = [float(bar.get("width", 0)) for bar in painted(svg, "d1") if bar.tag == f"{SVG}rect"]
    assert widths[1] / widths[0] == pytest.approx(0.25, abs=1e-3)


@pytest.mark.parametrize("values", [(5, 5, 5), (1, 20, 300), (9, 0, 0), (0, 7), (0.001, 0.0001)])
def test_a_funnel_of_any_values(values: tuple[float, ...]) -> None:
    svg = funnel(road_to_order(values, "zh"), id="f", title="", lang="zh")
    bars = [bar for bar in painted(svg, "d1") if bar.tag == f"{SVG}rect"]
    assert len(bars) == len(values)
    assert all(float(bar.get("x", 0)) >= 0 for bar in bars)


# ---- money, course


def test_budget_names_the_largest_overrun() -> None:
    said = finding(budget_bars(budget("en"), id="b", title="", lang="en"))
    assert said == f"4 budget lines. 1 exceeds its plan. The largest overrun is B1 1 {SHORT['en']}: ¥600 k."


def test_budget_without_forecast_judges_what_is_spent() -> None:
    assert BudgetRow("B", "", Decimal(10), Decimal(12)).overrun == 2
    assert BudgetRow("B", "", Decimal(10)).overrun is None
    assert BudgetRow("B", "", None, Decimal(12)).overrun is None


@pytest.mark.parametrize("values", [(), (None,), (3,), (2, 2, 2), (Decimal("0.1"), None, 5)])
def test_sparkline_of_any_course(values: tuple[float | None, ...]) -> None:
    tree(sparkline(Spark(values), id="s", title="", lang="zh"))


# ---- nothing to draw


@pytest.mark.parametrize(
    ("svg", "reason"),
    [
        (gantt((), TODAY, id="x", title="", lang="en"), "there are no phases, tasks or milestones"),
        (gantt((GanttRow("T1", "x"),), TODAY, id="x", title="", lang="en"), "the only row has no date"),
        (roadmap((), TODAY, id="x", title="", lang="en"), "there are no projects"),
        (
            roadmap((RoadmapProject("p", "x", "todo"),) * 3, TODAY, id="x", title="", lang="en"),
            "none of 3 projects has a date",
        ),
        (risk_matrix((), BANDS["en"], id="x", title="", lang="en"), "No open risk to place."),
        (kpi_line(Kpi("x", "", ()), TODAY, id="x", title="", lang="en"), "Nothing measured yet."),
        (funnel((), id="x", title="", lang="en"), "fewer than two of its steps are measured"),
        (funnel((FunnelStep("K", "x", 0, "0"),) * 2, id="x", title="", lang="en"), "nothing comes through"),
        (budget_bars((), id="x", title="", lang="en"), "there are no budget lines"),
        (budget_bars((BudgetRow("B", "x", None),), id="x", title="", lang="en"), "no line has an amount"),
    ],
)
def test_an_empty_figure_says_why(svg: str, reason: str) -> None:
    assert reason in finding(svg)
    assert reason in "".join(texts(svg))


# ---- the load


def person(*percents: float | None, capacity: float = 100, name: str = "Bo") -> HeatRow:
    cells = tuple(HeatCell(p, capacity, p is not None and p > capacity, "crm") for p in percents)
    return HeatRow(name, cells, capacity)


def load(*rows: HeatRow, today: date = MONDAYS[0], lang: str = "en") -> str:
    weeks = MONDAYS[: len(rows[0].cells)] if rows else MONDAYS
    return heat_map(rows, weeks, today, id="l", title="Load", lang=lang)


def test_heat_map_says_who_is_over_and_in_which_weeks() -> None:
    svg = load(person(100, 140, 110, 90, 120.2), person(0, 100, None, 20, 10, name="Li"))
    assert finding(svg) == (
        "2 people, 5 weeks from 16 Nov 2026. 1 of them is over capacity: Bo in W48–W49, W51, up to 140%."
    )
    assert finding(load(person(100))) == (
        "1 person, 1 week from 16 Nov 2026. Nobody has more to do than there is time for."
    )


def test_heat_map_marks_what_is_over_by_shape_and_weight() -> None:
    over, full = load(person(140)), load(person(100))
    assert [t.get("font-weight") for t in tree(over).iter(f"{SVG}text") if t.text == "140"] == ["700"]
    assert [t.get("font-weight") for t in tree(full).iter(f"{SVG}text") if t.text == "100"] == [None]
    corners = [e for e in painted(over, "ink") if e.tag == f"{SVG}path"]
    assert len(corners) == 2, "in the cell and in the legend"
    assert not [e for e in painted(full, "ink") if e.tag == f"{SVG}path"]


def test_heat_map_measures_against_what_the_person_has() -> None:
    svg = load(person(60, 70, capacity=60))
    assert painted(svg, "gain3")
    assert painted(svg, "heat4")
    assert "60%" in texts(svg)
    assert "Capacity" in texts(svg)
    assert "Capacity" not in texts(load(person(60)))


def test_heat_map_never_rounds_away_what_is_over_or_what_there_is() -> None:
    svg = load(person(100.2, 0.2, 99.5))
    assert {"101", "1", "100"} <= set(texts(svg))


def test_heat_map_leaves_a_free_week_empty_and_hatches_one_without_working_days() -> None:
    svg = load(person(50, 0, None))
    assert "0" not in texts(svg)
    assert "no working day" in texts(svg)
    assert "no working day" not in texts(load(person(50, 0)))


def test_heat_map_knows_this_week() -> None:
    weeks = {t.text: t.get("font-weight") for t in tree(load(person(1, 2))).iter(f"{SVG}text")}
    assert (weeks["W47"], weeks["W48"]) == ("700", None)
    assert "this week" in weeks
    assert "this week" not in texts(load(person(1, 2), today=date(2026, 11, 1)))


def test_heat_map_leaves_numbers_out_where_there_is_no_room() -> None:
    rows = (replace(person(*[80] * 26), href="#x"),)
    assert "80" in texts(heat_map(rows, MONDAYS, TODAY, id="l", title="", lang="en"))
    assert "80" not in texts(heat_map(rows, MONDAYS, TODAY, id="l", title="", lang="en", width=380))


def test_an_empty_heat_map_says_why() -> None:
    assert finding(load()) == "No load to draw: nobody is allocated to a project in these weeks."


# ---- two projects beside each other


def test_comparison_says_what_it_shows() -> None:
    own, other = years("zh")
    svg = comparison(own, other, unit="万元", id="v", title="成交额", lang="zh")
    assert finding(svg) == "第 111 天：双十一大促 2026 2,040 万元，双十一大促 2025 1,300 万元。高 56.9%。"
    less = comparison(other, own, unit="万元", id="v", title="成交额", lang="zh")
    assert finding(less).endswith("低 36.3%。")


def test_comparison_draws_this_one_strong_and_the_other_dashed() -> None:
    svg = comparison(*years("en"), unit="k", id="v", title="", lang="en")
    lines = {e.get("class"): e for e in tree(svg).iter(f"{SVG}path")}
    assert float(lines["s-d1"].get("stroke-width", 0)) > float(lines["s-muted"].get("stroke-width", 0))
    assert lines["s-muted"].get("stroke-dasharray")
    assert not lines["s-d1"].get("stroke-dasharray")


@pytest.mark.parametrize("points", [(), ((3, 1.0),)])
def test_comparison_of_little(points: tuple[tuple[int, float], ...]) -> None:
    """Nothing measured is said; a single value is a dot, and no day in common is no comparison."""
    svg = comparison(
        Course("a", ((9, 0.0), (20, 0.0))), Course("b", points), unit="", id="v", title="", lang="en"
    )
    expected = "a and b have no day in common" if points else "one of the two measured nothing"
    assert expected in finding(svg)


@given(
    st.lists(st.tuples(st.integers(-30, 900), st.floats(-1e12, 1e12)), min_size=1, max_size=9),
    st.lists(st.tuples(st.integers(-30, 900), st.floats(-1e12, 1e12)), min_size=1, max_size=9),
)
@settings(deadline=None, max_examples=40)
def test_comparison_of_anything_stays_inside(
    own: list[tuple[int, float]], other: list[tuple[int, float]]
) -> None:
    svg = comparison(
        Course("a", tuple(own), own[-1]),
        Course("b", tuple(other), other[0]),
        unit="%",
        id="v",
        title="",
        lang="en",
    )
    width, height = (float(tree(svg).get(side, "0")) for side in ("width", "height"))
    for circle in tree(svg).iter(f"{SVG}circle"):
        assert 0 <= float(circle.get("cx", "-1")) <= width
        assert 0 <= float(circle.get("cy", "-1")) <= height
