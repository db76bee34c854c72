"""The figures of lights over time: what they say, what they draw, and that their labels keep apart."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from figure_cases import lit, lit_counts, report_days
from hypothesis import given
from hypothesis import strategies as st
from test_figures import SVG, finding, painted, texts, tree

from opsgen.figures.health_over_time import HealthRow, health_over_time, lights_over_time
from opsgen.figures.lettering import SMALL, text_width
from opsgen.figures.tokens import STATUSES, Status
from opsgen.words import LANGUAGES

DAYS = (date(2026, 9, 30), date(2026, 10, 30), date(2026, 11, 22))


def drawn(*rows: HealthRow, days: tuple[date, ...] = DAYS, lang: str = "en", width: float = 760) -> str:
    return health_over_time(rows, days, id="h", title="Health", lang=lang, width=width)


def test_the_finding_says_since_when_and_what_turned_last() -> None:
    overall = HealthRow("Overall", ("ok", "late", "late"), strong=True)
    cost = HealthRow("Cost", ("ok", "ok", "risk"))
    risk = HealthRow("Risk", (None, None, "late"))
    assert finding(drawn(overall, cost, risk)) == (
        "3 reports from 30 Sept 2026 to 22 Nov 2026. Overall: Red since 30 Oct 2026."
        " Cost: Green in the last report, now Amber."
    )
    assert finding(drawn(HealthRow("Overall", ("ok", "ok", "ok")))).endswith("Overall: Green in all of them.")


def test_a_light_has_a_mark_and_where_there_is_room_its_word() -> None:
    row = HealthRow("Overall", ("ok", "late", "todo"))
    assert [said for said in texts(drawn(row)) if said in ("Green", "Red")] == ["Green", "Red"] * 2
    narrow = texts(drawn(row, width=200))
    assert [said for said in narrow if said in ("Green", "Red")] == ["Green", "Red"]  # of the keys
    assert len(painted(drawn(row, width=200), "ok")) == 3  # a cell, its mark, and the key


def test_nothing_is_drawn_where_there_was_no_light() -> None:
    row = HealthRow("Overall", (None, None, "late"))
    cells = [e for e in tree(drawn(row)).iter(f"{SVG}rect") if e.get("fill-opacity")]
    assert len(cells) == 1


@pytest.mark.parametrize("days", [(), DAYS[:1]])
def test_with_fewer_than_two_reports_it_says_why_it_is_empty(days: tuple[date, ...]) -> None:
    row = HealthRow("Overall", ("ok",) * len(days))
    said = "Nothing to draw: no report before this one is known."
    assert finding(drawn(row, days=days)) == said
    assert finding(lights_over_time({"ok": (1,)}, days, id="l", title="", lang="en")) == said


def test_numbers_stand_over_bars_to_one_scale() -> None:
    counts: dict[Status, tuple[int, ...]] = {"late": (0, 2, 4), "ok": (8, 6, 4), "done": (0, 0, 0)}
    svg = lights_over_time(counts, DAYS, id="l", title="Lights", lang="en")
    assert finding(svg) == (
        "3 reports from 30 Sept 2026 to 22 Nov 2026. Red: 2 in the last report, 4 now."
        " Green: 6 in the last report, 4 now."
    )
    heights = {
        token: [float(e.get("height", "0")) for e in painted(svg, token) if e.tag == f"{SVG}rect"]
        for token in ("late", "ok")
    }
    assert heights["late"] == [5, 10]
    assert heights["ok"] == [20, 15, 10]
    assert "Complete" not in texts(svg)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [340, 760])
@pytest.mark.parametrize("count", [2, 7, 22, 30])
def test_labels_keep_apart_and_inside(count: int, width: float, lang: str) -> None:
    rows, days = lit(count, lang)
    counted, _ = lit_counts(count)
    for svg in (
        health_over_time(rows, days, id="h", title="", lang=lang, width=width),
        lights_over_time(counted, days, id="l", title="", lang=lang, width=width),
    ):
        root = tree(svg)
        head: dict[str, list[tuple[float, float]]] = {}
        for e in root.iter(f"{SVG}text"):
            if e.get("text-anchor") == "middle" and float(e.get("y", "0")) < 45:
                half = text_width(e.text or "", SMALL) / 2
                head.setdefault(e.get("y", ""), []).append(
                    (float(e.get("x", "0")) - half, float(e.get("x", "0")) + half)
                )
        assert len(head) == 3
        for places in head.values():
            assert all(end <= start for (_, end), (start, _) in itertools.pairwise(sorted(places)))
            assert max(end for _, end in places) <= float(root.get("width", "0"))


def test_two_reports_of_one_month_name_it_once() -> None:
    days = (date(2026, 11, 6), date(2026, 11, 13), date(2026, 12, 4))
    said = texts(drawn(HealthRow("Overall", ("ok", "ok", "ok")), days=days))
    assert [label for label in said if label in ("2026", "Nov", "Dec")] == ["2026", "Nov", "Dec"]


def test_what_an_author_writes_is_text() -> None:
    assert "<script" not in drawn(HealthRow("<script>hit()</script>", ("ok", "ok", "ok")))


lights = st.sampled_from((None, *STATUSES))


@given(st.integers(2, 30), st.data())
def test_any_lights_can_be_drawn(count: int, data: st.DataObject) -> None:
    of = st.lists(lights, min_size=count, max_size=count).map(tuple)
    rows = [HealthRow("x", row) for row in data.draw(st.lists(of, min_size=1, max_size=7))]
    svg = health_over_time(rows, report_days(count), id="h", title="", lang="en")
    assert "nan" not in svg.lower()
    tree(svg)
