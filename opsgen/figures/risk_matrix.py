"""Risks by probability and impact: each cell wears the colour of its own score's band."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.figures.canvas import Canvas, Key, empty, num
from opsgen.figures.lettering import SMALL, clean, clip, text_width
from opsgen.words import Message, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LEFT = 40.0
_MARGIN = 2.0
_TINY = 10.0  # the score in the corner of a cell
_HEAD = 17.0  # the height its line takes
_CHIP = 17.0
_GAP = 4.0
_LINE = _CHIP + _GAP
_LEAST = 26.0  # the narrowest chip
_ARROW = 9.0
_NAMED = 10  # risks of a band named in the description


@dataclass(frozen=True, slots=True)
class Band:
    """Scores from `minimum` up to the next band: a name in the reader's language and a heat token."""

    name: str
    minimum: int
    token: str


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """A risk in its cell; `moved` is its score minus that of the last report."""

    id: str
    title: str
    probability: int
    impact: int
    moved: int = 0
    href: str = ""

    @property
    def score(self) -> int:
        return self.probability * self.impact


@dataclass(frozen=True, slots=True)
class _Cell:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Grid:
    """The steps of both sides and the size of a cell."""

    probabilities: int
    impacts: int
    width: float
    height: float

    @property
    def bottom(self) -> float:
        return _MARGIN + self.probabilities * self.height

    @property
    def scores(self) -> list[int]:
        """Every score of the matrix, rising."""
        return sorted({p * i for p in range(1, self.probabilities + 1) for i in range(1, self.impacts + 1)})

    def cell(self, probability: int, impact: int) -> _Cell:
        x, y = _LEFT + (impact - 1) * self.width, self.bottom - probability * self.height
        return _Cell(x, y, self.width, self.height)

    def holds(self, risk: RiskPoint) -> bool:
        return 1 <= risk.probability <= self.probabilities and 1 <= risk.impact <= self.impacts


@dataclass(frozen=True, slots=True)
class _Chip:
    """One risk, or the count of those that did not fit."""

    label: str
    width: float
    risks: tuple[RiskPoint, ...]
    moved: int = 0


def band_of(score: int, bands: Sequence[Band]) -> Band | None:
    """The band of a score: the one with the highest minimum not above it; None below all of them."""
    reached = [band for band in bands if band.minimum <= score]
    return max(reached, key=lambda band: band.minimum, default=None)


def risk_matrix(
    risks: Sequence[RiskPoint],
    bands: Sequence[Band],
    *,
    size: int | tuple[int, int] = 5,
    id: str,
    title: str,
    lang: str,
    width: float = 400,
) -> str:
    """Probability upwards and impact to the right; `size` is the steps of both, or of one and the other."""
    if not risks:
        return empty(
            "risk-matrix", message("No open risk to place."), id=id, title=title, lang=lang, width=width
        )
    canvas = Canvas("risk-matrix", id, title, lang, width)
    grid = _grid(size, width)
    for probability in range(grid.probabilities, 0, -1):
        for impact in range(1, grid.impacts + 1):
            cell = grid.cell(probability, impact)
            here = [risk for risk in risks if (risk.probability, risk.impact) == (probability, impact)]
            _ground(canvas, cell, probability * impact, bands)
            if not here or cell.height >= _HEAD + _LINE:
                _score(canvas, cell, probability * impact)
            _chips(canvas, cell, here)
    _axes(canvas, grid)
    inside = [risk for risk in risks if grid.holds(risk)]
    canvas.height = canvas.legend(_keys(canvas, inside, bands, grid), _LEFT, grid.bottom + 40) + 4
    return canvas.svg(*_finding(inside, len(risks) - len(inside), bands))


def _grid(size: int | tuple[int, int], width: float) -> _Grid:
    probabilities, impacts = size if isinstance(size, tuple) else (size, size)
    cell_width = (width - _LEFT - 2) / impacts
    return _Grid(probabilities, impacts, cell_width, min(max(cell_width * 0.85, 28.0), 64.0))


def _ground(canvas: Canvas, cell: _Cell, score: int, bands: Sequence[Band]) -> None:
    band = band_of(score, bands)
    canvas.rect(cell.x + 1, cell.y + 1, cell.width - 2, cell.height - 2, band.token if band else "band", rx=2)


def _score(canvas: Canvas, cell: _Cell, score: int) -> None:
    canvas.text(cell.x + cell.width - 5, cell.y + 9, str(score), anchor="end", size=_TINY)


def _chips(canvas: Canvas, cell: _Cell, risks: Sequence[RiskPoint]) -> None:
    """The ids in lines below the score; what does not fit is counted in a last chip."""
    top = cell.y + min(_HEAD, cell.height - _LINE)
    lines = max(1, int((cell.y + cell.height - top) // _LINE))
    for chip, x, line in _laid_out(risks, cell.width - 10, lines):
        tip = "; ".join(_tip(canvas, risk) for risk in chip.risks)
        href = chip.risks[0].href if len(chip.risks) == 1 else ""
        with canvas.group(tip, href):
            _chip(canvas, cell.x + 5 + x, top + line * _LINE, chip)


def _laid_out(risks: Sequence[RiskPoint], room: float, lines: int) -> list[tuple[_Chip, float, int]]:
    """As many risks as fit, with the count of the others: chip, x, line."""
    most = min(len(risks), lines * int(room // _LEAST + 1))
    for kept in range(most, -1, -1):
        chips = [_risk_chip(risk, room) for risk in risks[:kept]]
        others = tuple(risks[kept:])
        if others:
            label = f"+{len(others)}"
            chips.append(_Chip(label, _chip_width(label, room), others))
        places = _places([chip.width for chip in chips], room)
        if not places or places[-1][1] < lines:
            return [(chip, x, line) for chip, (x, line) in zip(chips, places, strict=True)]
    return []


def _risk_chip(risk: RiskPoint, room: float) -> _Chip:
    arrow = _ARROW if risk.moved else 0
    label = clip(clean(risk.id), room - 10 - arrow, SMALL, bold=True)
    return _Chip(label, _chip_width(label, room, arrow), (risk,), risk.moved)


def _chip_width(label: str, room: float, arrow: float = 0) -> float:
    return min(room, max(_LEAST, text_width(label, SMALL, bold=True) + 10 + arrow))


def _places(widths: Sequence[float], room: float) -> list[tuple[float, int]]:
    places: list[tuple[float, int]] = []
    x, line = 0.0, 0
    for width in widths:
        if x and x + width > room:
            x, line = 0.0, line + 1
        places.append((x, line))
        x += width + _GAP
    return places


def _chip(canvas: Canvas, x: float, y: float, chip: _Chip) -> None:
    middle = y + _CHIP / 2
    arrow = _ARROW if chip.moved else 0
    canvas.rect(x, y, chip.width, _CHIP, "surface", stroke="wire", rx=_CHIP / 2)
    canvas.text(x + (chip.width - arrow) / 2, middle, chip.label, anchor="middle", bold=len(chip.risks) == 1)
    if chip.moved:
        _moved(canvas, x + chip.width - arrow - 1, middle, up=chip.moved > 0)


def _moved(canvas: Canvas, x: float, y: float, *, up: bool) -> None:
    rise = -6 if up else 6
    canvas.path(f"M{num(x)} {num(y - rise / 2)}h7l-3.5 {rise}z", fill="late" if up else "ok")


def _axes(canvas: Canvas, grid: _Grid) -> None:
    for i in range(grid.impacts):
        x = _LEFT + (i + 0.5) * grid.width
        canvas.text(x, grid.bottom + 11, str(i + 1), "muted", anchor="middle")
    for i in range(grid.probabilities):
        y = grid.bottom - (i + 0.5) * grid.height
        canvas.text(_LEFT - 7, y, str(i + 1), "muted", anchor="end")
    middle = _LEFT + grid.impacts * grid.width / 2
    canvas.text(middle, grid.bottom + 28, canvas.say("Impact") + " →", anchor="middle")
    middle = (_MARGIN + grid.bottom) / 2
    with canvas.turned(12, middle):
        canvas.text(12, middle, canvas.say("Probability") + " →", anchor="middle")


def _tip(canvas: Canvas, risk: RiskPoint) -> str:
    factors = message(
        "probability {p} × impact {i} = {score}", p=risk.probability, i=risk.impact, score=risk.score
    )
    return f"{risk.id} {risk.title} · {canvas.say(factors)}"


def _keys(canvas: Canvas, risks: Sequence[RiskPoint], bands: Sequence[Band], grid: _Grid) -> list[Key]:
    """The bands that some cell wears, with the scores they span, and the arrows in use."""
    keys = []
    for band in sorted(bands, key=lambda band: band.minimum):
        own = [score for score in grid.scores if band_of(score, bands) == band]
        if own:
            extent = f"{own[0]}–{own[-1]}" if own[0] < own[-1] else str(own[0])
            keys.append(Key("box", f"{band.name} {extent}", band.token))
    if any(risk.moved > 0 for risk in risks):
        keys.append(Key("up", canvas.say("score up since the last report"), "late"))
    if any(risk.moved < 0 for risk in risks):
        keys.append(Key("down", canvas.say("score down since the last report"), "ok"))
    return keys


def _finding(risks: Sequence[RiskPoint], outside: int, bands: Sequence[Band]) -> Iterator[Message]:
    yield plural("{n} risk.", "{n} risks.", len(risks) + outside)
    for band in sorted(bands, key=lambda band: -band.minimum):
        own = tuple(clean(risk.id) for risk in risks if band_of(risk.score, bands) == band)
        if own:
            yield message(
                "{band}: {items}.", band=band.name, items=own[:_NAMED] + (("…",) if own[_NAMED:] else ())
            )
    if outside:
        yield plural("{n} risk lies outside of the matrix.", "{n} risks lie outside of the matrix.", outside)
