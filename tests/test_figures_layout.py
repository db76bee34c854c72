"""The geometry of the figures: no label meets a bar, a line or another label, or leaves the picture."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar
from xml.etree import ElementTree

import pytest
from figure_cases import (
    BANDS,
    MONDAYS,
    TODAY,
    adjusted,
    budget,
    crew,
    plan,
    programme,
    register,
    road_to_order,
    turnover,
    years,
)

from opsgen.figures.budget_bars import budget_bars
from opsgen.figures.comparison import comparison
from opsgen.figures.funnel import funnel
from opsgen.figures.gantt import gantt
from opsgen.figures.heat_map import heat_map
from opsgen.figures.kpi_line import kpi_line
from opsgen.figures.lettering import text_width
from opsgen.figures.risk_matrix import Sides, Step, count_matrix, risk_matrix
from opsgen.figures.roadmap import roadmap
from opsgen.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SVG = "{http://www.w3.org/2000/svg}"
Point = tuple[float, float]
Segment = tuple[Point, Point]
QUIET = ("s-grid",)  # thin lines of the ground, which a label may cross
BAND = 40


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float
    name: str = ""

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: Box) -> bool:
        return (
            self.left <= other.left + 0.5
            and self.right >= other.right - 0.5
            and self.top <= other.top + 0.5
            and self.bottom >= other.bottom - 0.5
        )

    def crossed(self, segment: Segment) -> bool:
        """Whether the segment runs through the box (Liang and Barsky 1984)."""
        (x, y), (x2, y2) = segment
        enter, leave = 0.0, 1.0
        for p, q in (
            (x - x2, x - self.left),
            (x2 - x, self.right - x),
            (y - y2, y - self.top),
            (y2 - y, self.bottom - y),
        ):
            if p == 0:
                if q < 0:
                    return False
            elif p < 0:
                enter = max(enter, q / p)
            else:
                leave = min(leave, q / p)
        return enter < leave


@dataclass(frozen=True)
class Picture:
    frame: Box
    labels: tuple[Box, ...]
    boxes: tuple[Box, ...]
    strokes: tuple[tuple[str, Segment], ...]


def number(element: ElementTree.Element, name: str, default: float = 0) -> float:
    return float(element.get(name, default))


def label(element: ElementTree.Element, turn: Point | None) -> Box:
    size = number(element, "font-size", 12)
    text = element.text or ""
    width = text_width(text, size, bold=element.get("font-weight") == "700")
    x, y = number(element, "x"), number(element, "y") - size * 0.36
    left = x - {"start": 0, "middle": width / 2, "end": width}[element.get("text-anchor", "start")]
    box = Box(left, y - size * 0.45, left + width, y + size * 0.45, text)
    if turn is None:
        return box
    cx, cy = turn
    return Box(cx + box.top - cy, cy - (box.right - cx), cx + box.bottom - cy, cy - (box.left - cx), text)


def segments(path: str) -> Iterator[Segment]:
    """The straight pieces of path data made of M L H V l m h v z."""
    x = y = 0.0
    start = (x, y)
    for command, written in re.findall(r"([MLHVlmhvz])([^MLHVlmhvz]*)", path):
        values = [float(v) for v in re.findall(r"-?[\d.]+", written)]
        here = (x, y)
        match command:
            case "M" | "L":
                x, y = values
            case "l" | "m":
                x, y = x + values[0], y + values[1]
            case "H":
                x = values[0]
            case "V":
                y = values[0]
            case "h":
                x += values[0]
            case "v":
                y += values[0]
            case "z":
                x, y = start
        if command in "Mm":
            start = (x, y)
        else:
            yield here, (x, y)


def read(svg: str) -> Picture:
    root = ElementTree.fromstring(svg)
    turned: dict[ElementTree.Element, Point] = {}
    for group in root.iter(f"{SVG}g"):
        turn = re.fullmatch(r"rotate\(-90 (\S+) (\S+)\)", group.get("transform", ""))
        if turn:
            turned |= dict.fromkeys(group.iter(), (float(turn[1]), float(turn[2])))
    labels, boxes, strokes = [], [], []
    for element in root.iter():
        name = element.get("class", "")
        match element.tag.removeprefix(SVG):
            case "text":
                labels.append(label(element, turned.get(element)))
            case "rect":
                x, y = number(element, "x"), number(element, "y")
                boxes.append(Box(x, y, x + number(element, "width"), y + number(element, "height"), name))
            case "circle":
                x, y, r = (number(element, key) for key in ("cx", "cy", "r"))
                boxes.append(Box(x - r, y - r, x + r, y + r, name))
            case "line" if name not in QUIET:
                ends = [(number(element, f"x{i}"), number(element, f"y{i}")) for i in (1, 2)]
                strokes.append((name, (ends[0], ends[1])))
            case "path":
                strokes += [(name, segment) for segment in segments(element.get("d", ""))]
    frame = Box(0, 0, number(root, "width"), number(root, "height"))
    return Picture(frame, tuple(labels), tuple(boxes), tuple(strokes))


def faults(svg: str) -> list[str]:
    """What is wrong with the labels, in words, each once."""
    picture = read(svg)
    labels, boxes = in_bands(picture.labels), in_bands(picture.boxes)
    strokes = in_bands(stroke(name, *ends) for name, ends in picture.strokes)
    found = [
        f"{label.name!r} leaves the picture" for label in picture.labels if not picture.frame.holds(label)
    ]
    for band, ones in labels.items():
        for i, one in enumerate(ones):
            found += [f"{one.name!r} meets {two.name!r}" for two in ones[i + 1 :] if one.meets(two)]
            # A label stands inside of a bar or clear of it.
            found += [
                f"{one.name!r} meets a box {box.name}"
                for box in boxes[band]
                if one.meets(box) and not box.holds(one)
            ]
            found += [
                f"{one.name!r} is crossed by {line.name}" for line in strokes[band] if one.crossed(line.ends)
            ]
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class Stroke:
    name: str
    ends: Segment
    top: float
    bottom: float


def stroke(name: str, one: Point, two: Point) -> Stroke:
    return Stroke(name, (one, two), *sorted((one[1], two[1])))


Part = TypeVar("Part", Box, Stroke)


def in_bands(parts: Iterable[Part]) -> dict[int, list[Part]]:
    """The parts by the horizontal bands they reach into: what shares no band cannot meet."""
    bands: dict[int, list[Part]] = defaultdict(list)
    for part in parts:
        for band in range(int(part.top // BAND), int(part.bottom // BAND) + 1):
            bands[band].append(part)
    return bands


COUNTS = pytest.mark.parametrize("count", [1, 5, 30, 100])
LANGS = pytest.mark.parametrize("lang", LANGUAGES)


@COUNTS
@LANGS
@pytest.mark.parametrize("width", [460, 680, 960])
def test_gantt(count: int, lang: str, width: float) -> None:
    assert faults(gantt(plan(count, lang), TODAY, id="g", title="", lang=lang, width=width)) == []


@COUNTS
@LANGS
@pytest.mark.parametrize("width", [460, 680, 1200])
def test_roadmap(count: int, lang: str, width: float) -> None:
    projects = programme(count, lang)
    assert faults(roadmap(projects, TODAY, id="r", title="", lang=lang, width=width)) == []
    grouped = tuple(replace(p, group=projects[i // 3].title * 4) for i, p in enumerate(projects))
    assert faults(roadmap(grouped, TODAY, id="r", title="", lang=lang, width=width)) == []


@COUNTS
@LANGS
@pytest.mark.parametrize("size", [3, 5, 8])
@pytest.mark.parametrize("width", [340, 560])
def test_risk_matrix(count: int, lang: str, size: int, width: float) -> None:
    svg = risk_matrix(register(count), BANDS[lang], size=size, id="m", title="", lang=lang, width=width)
    assert faults(svg) == []
    counts = count_matrix(register(count), BANDS[lang], size=size, id="m", title="", lang=lang, width=width)
    assert faults(counts) == []


@COUNTS
@LANGS
@pytest.mark.parametrize(("steps", "width"), [(3, 400), (5, 420), (9, 700)])
def test_risk_matrix_with_names_and_marks(count: int, lang: str, steps: int, width: float) -> None:
    names = tuple(
        Step(v, ("几乎肯定会发生" if lang == "zh" else "almost certain") * 2) for v in range(1, steps + 1)
    )
    risks = tuple(replace(risk, inherent=(3, 3), target=(2, 1)) for risk in register(count))
    size = Sides(names, names)
    svg = risk_matrix(risks, BANDS[lang], size=size, id="m", title="", lang=lang, width=width)
    assert faults(svg) == []


@LANGS
@pytest.mark.parametrize("width", [360, 620])
def test_kpi_line(lang: str, width: float) -> None:
    assert faults(kpi_line(turnover(lang), TODAY, id="k", title="", lang=lang, width=width)) == []


@LANGS
@pytest.mark.parametrize("width", [340, 400, 760])
@pytest.mark.parametrize(("count", "apart"), [(1, 1), (3, 6), (8, 1), (12, 3), (30, 1)])
def test_kpi_line_with_adjustments(count: int, apart: int, lang: str, width: float) -> None:
    kpi = adjusted(lang, count, apart)
    assert faults(kpi_line(kpi, TODAY, id="k", title="", lang=lang, width=width)) == []
    named = replace(kpi, events=tuple(replace(e, label=e.tip * 3) for e in kpi.events))
    assert faults(kpi_line(named, TODAY, id="k", title="", lang=lang, width=width)) == []


@LANGS
@pytest.mark.parametrize("width", [340, 640])
@pytest.mark.parametrize("count", range(2, 13))
def test_funnel(count: int, lang: str, width: float) -> None:
    falling = tuple(1e7 / 3**i for i in range(count))
    for values in (falling, falling[::-1], (5.0,) * count, (*falling[:-1], 0.0)):
        steps = road_to_order(values, lang, count // 2)
        assert faults(funnel(steps, id="f", title="", lang=lang, width=width)) == []


@COUNTS
@LANGS
@pytest.mark.parametrize(("weeks", "width"), [(26, 1120), (26, 700), (26, 380), (13, 760), (1, 380)])
def test_heat_map(count: int, lang: str, weeks: int, width: float) -> None:
    rows = tuple(replace(row, cells=row.cells[:weeks]) for row in crew(count, lang))
    grouped = tuple(replace(row, group=rows[i // 3].name * 4) for i, row in enumerate(rows))
    for of, today in ((rows, TODAY), (grouped, MONDAYS[weeks // 2])):
        svg = heat_map(of, MONDAYS[:weeks], today, id="l", title="", lang=lang, width=width)
        assert faults(svg) == []


@LANGS
@pytest.mark.parametrize("width", [420, 600, 760])
def test_budget_bars(lang: str, width: float) -> None:
    assert faults(budget_bars(budget(lang), id="b", title="", lang=lang, width=width)) == []


@LANGS
@pytest.mark.parametrize("close", [True, False])
@pytest.mark.parametrize("width", [300, 360, 620])
def test_comparison(lang: str, close: bool, width: float) -> None:
    for own, other in (years(lang, close=close), years(lang, close=close)[::-1]):
        svg = comparison(own, other, unit="万元", id="v", title="", lang=lang, width=width)
        assert faults(svg) == []


def test_the_check_itself_finds_faults() -> None:
    figure = f'<svg xmlns="{SVG[1:-1]}" width="100" height="40">{{}}</svg>'
    text = '<text x="{}" y="20">Label</text>'
    assert faults(figure.format(text.format(90))) == ["'Label' leaves the picture"]
    assert faults(figure.format(text.format(5) * 2)) == ["'Label' meets 'Label'"]
    crossing = text.format(5) + '<line x1="9" x2="9" y1="0" y2="40" class="s-today"/>'
    assert faults(figure.format(crossing)) == ["'Label' is crossed by s-today"]
    half = text.format(5) + '<rect x="9" y="0" width="80" height="40" class="f-ok"/>'
    assert faults(figure.format(half)) == ["'Label' meets a box f-ok"]
