"""The arrows of the matrix: one for each two cells, inside of it, none on another or across a label."""

from __future__ import annotations

import re
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from figure_cases import BANDS
from hypothesis import given, settings
from hypothesis import strategies as st
from test_figures import SVG, finding, texts, tree
from test_figures_layout import faults

from opsgen.figures.risk_matrix import Past, RiskPoint, count_matrix, risk_matrix
from opsgen.words import LANGUAGES, message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree import ElementTree

DAY = date(2026, 10, 30)
Cell = tuple[int, int]


def risk(name: str, now: Cell, before: Cell | None = None, *, new: bool = False) -> RiskPoint:
    return RiskPoint(name, f"Risk {name}", *now, before, f"#{name}", new=new)


def drawn(*risks: RiskPoint, over: int = 0, size: int = 5, width: float = 440, lang: str = "en") -> str:
    past = Past(DAY, over)
    return risk_matrix(risks, BANDS[lang], size=size, id="m", title="", lang=lang, width=width, past=past)


def numbers(path: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?[\d.]+", path)]


def arrows(svg: str) -> Iterator[tuple[str, ElementTree.Element]]:
    """The groups of the arrows with what they say."""
    for group in tree(svg).iter(f"{SVG}g"):
        said = group.findtext(f"{SVG}title") or ""
        if "→" in said:
            yield said, group


def tips(svg: str) -> list[tuple[float, float]]:
    """Where each arrow points."""
    heads = (group.findall(f"{SVG}path")[-1] for _, group in arrows(svg))
    return [(x, y) for x, y, *_ in (numbers(head.get("d", "")) for head in heads)]


def cells(svg: str, size: int = 5) -> list[tuple[float, float, float, float]]:
    """The cells from the top left, as left, top, right, bottom."""
    found = [e for e in tree(svg).iter(f"{SVG}rect") if "f-heat" in e.get("class", "")][: size * size]
    at = [tuple(float(e.get(key, 0)) for key in ("x", "y", "width", "height")) for e in found]
    return [(x, y, x + width, y + height) for x, y, width, height in at]


def test_an_arrow_ends_in_the_cell_where_the_risk_stands_now() -> None:
    svg = drawn(risk("R4", (4, 5), (3, 4)))
    ((said, _),) = arrows(svg)
    assert said == "R4 Risk R4 · 12 → 20"
    ((x, y),) = tips(svg)
    left, top, right, bottom = cells(svg)[5 + 4]
    assert left < x < right
    assert top < y < bottom


def test_several_risks_on_one_way_are_one_arrow_with_their_number() -> None:
    svg = drawn(risk("R1", (3, 3), (2, 3)), risk("R2", (3, 3), (2, 3)), risk("R3", (2, 3), (3, 3)))
    assert [said.count("→") for said, _ in arrows(svg)] == [2, 1]
    assert "2" in [text.text for said, group in arrows(svg) for text in group.iter(f"{SVG}text")]


def test_what_is_new_and_what_is_over_is_told_beside() -> None:
    svg = drawn(risk("R1", (3, 3)), risk("R2", (1, 2), new=True), over=2)
    said = texts(svg)
    assert {"new since 30 Oct", "2 no longer open since 30 Oct"} <= set(said)
    assert "moved since 30 Oct" not in said
    assert finding(svg).endswith("1 is new since 30 Oct 2026. 2 are no longer open.")


def test_the_description_names_the_largest_moves_first() -> None:
    svg = drawn(risk("R1", (2, 2), (1, 2)), risk("R2", (5, 5), (1, 1)), risk("R3", (2, 3), (3, 2)))
    assert finding(svg).endswith("R2 moved from 1 to 25. R1 moved from 2 to 4.")
    assert "moved since 30 Oct" in texts(svg)


def test_a_risk_from_outside_of_the_matrix_has_no_arrow() -> None:
    """The scales were larger then."""
    svg = drawn(risk("R1", (2, 2), (9, 2)))
    assert list(arrows(svg)) == []
    assert "score down since the last report" in texts(svg)


def test_up_is_good_for_an_opportunity() -> None:
    chance = risk("O1", (3, 3), (1, 1))
    plain = [[chance], BANDS["en"]]
    for outcome, token in ((None, "late"), (message("Benefit"), "ok")):
        svg = risk_matrix(*plain, id="m", title="", lang="en", outcome=outcome, past=Past(DAY))
        signs = [e for e in tree(svg).iter(f"{SVG}path") if "h7l-3.5" in e.get("d", "")]
        assert {e.get("class") for e in signs} == {f"f-{token}"}


def test_of_very_many_moves_the_commonest_are_drawn_and_the_others_counted() -> None:
    ways = [(b, n) for b in range(1, 6) for n in range(1, 6) if b != n]
    risks = [risk(f"R{i}", (n, n), (b, b)) for i, (b, n) in enumerate(ways)]
    risks += [risk("X", (5, 1), (1, 5)), risk("Y", (5, 1), (1, 5))]
    svg = count_matrix(risks, BANDS["en"], id="m", title="", lang="en", width=440, past=Past(DAY))
    found = list(arrows(svg))
    assert len(found) <= 12
    assert found[0][0].startswith("X ")
    assert f"moved since 30 Oct; {len(found)} of 21 moves" in texts(svg)


CELL = st.tuples(st.integers(1, 5), st.integers(1, 5))
MOVED = st.lists(st.tuples(CELL, st.none() | CELL, st.booleans()), min_size=1, max_size=25)


@settings(max_examples=60, deadline=None)
@given(MOVED, st.sampled_from([360.0, 440.0]), st.sampled_from(LANGUAGES), st.booleans())
def test_arrows_stay_in_the_matrix_apart_and_clear_of_labels(
    moved: list[tuple[Cell, Cell | None, bool]], width: float, lang: str, counts: bool
) -> None:
    risks = [risk(f"R{i}", now, before, new=new) for i, (now, before, new) in enumerate(moved)]
    draw = count_matrix if counts else risk_matrix
    svg = draw(risks, BANDS[lang], id="m", title="", lang=lang, width=width, past=Past(DAY, 1))
    assert faults(svg) == []
    boxes = cells(svg)
    left, top, right, bottom = boxes[0][0], boxes[0][1], boxes[-1][2], boxes[-1][3]
    for _, group in arrows(svg):
        for line in group.iter(f"{SVG}line"):
            xs, ys = ([float(line.get(f"{axis}{i}", 0)) for i in (1, 2)] for axis in "xy")
            assert left <= min(xs) <= max(xs) <= right
            assert top <= min(ys) <= max(ys) <= bottom
    assert all(left <= x <= right and top <= y <= bottom for x, y in tips(svg))
    assert all(abs(a[0] - b[0]) + abs(a[1] - b[1]) > 3 for a, b in combinations(tips(svg), 2))


@pytest.mark.parametrize("size", [2, 5, 9])
def test_one_move_always_has_room(size: int) -> None:
    for step in range(1, size):
        svg = drawn(risk("R1", (step + 1, step), (step, step)), size=size, width=400)
        assert len(tips(svg)) == 1
