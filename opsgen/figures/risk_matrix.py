"""Risks by probability and impact: each cell wears the colour of its own score's band."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from opsgen.figures.canvas import Canvas, Key, diamond, empty, num
from opsgen.figures.lettering import SMALL, clean, clip, text_width
from opsgen.words import Message, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LEFT = 40.0
_SIDE = 88.0  # the most that the names of the steps take on the left
_NAME = 13.0  # the height of the line with the names of the steps below
_SIGN = 8.0  # the ring or diamond of a mark
_MARGIN = 2.0
_COUNT = 16.0  # the number of risks in a cell
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
class Step:
    """A step of one side: its value, and what it is called."""

    value: int
    title: str = ""


@dataclass(frozen=True, slots=True)
class Sides:
    """The steps of the two sides, from the lowest to the highest; values need not follow one another."""

    probability: tuple[Step, ...]
    impact: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """A risk in its cell; `moved` is its score minus that of the last report.

    `inherent` and `target` are the cells, as probability and impact, before the response and after it.
    """

    id: str
    title: str
    probability: int
    impact: int
    moved: int = 0
    href: str = ""
    inherent: tuple[int, int] | None = None
    target: tuple[int, int] | None = None

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
    """The steps of both sides, where the cells begin and how large one is."""

    sides: Sides
    left: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        return _MARGIN + len(self.sides.probability) * self.height

    @property
    def named(self) -> bool:
        """Whether the steps of the impact have names."""
        return any(step.title for step in self.sides.impact)

    @property
    def scores(self) -> list[int]:
        """Every score of the matrix, rising."""
        return sorted({p.value * i.value for p in self.sides.probability for i in self.sides.impact})

    def cells(self) -> Iterator[tuple[int, int, _Cell]]:
        """Every cell with its probability and impact, from the top left."""
        for row, p in enumerate(reversed(self.sides.probability)):
            for column, i in enumerate(self.sides.impact):
                x, y = self.left + column * self.width, _MARGIN + row * self.height
                yield p.value, i.value, _Cell(x, y, self.width, self.height)

    def holds(self, risk: RiskPoint) -> bool:
        return any(step.value == risk.probability for step in self.sides.probability) and any(
            step.value == risk.impact for step in self.sides.impact
        )


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
    size: int | tuple[int, int] | Sides = 5,
    id: str,
    title: str,
    lang: str,
    width: float = 400,
    outcome: Message | None = None,
) -> str:
    """Probability upwards and impact to the right, with the ids of the risks in their cells.

    `size` is the steps of both sides, or of one and the other, or the steps with their names; `outcome` what
    the side to the right is called where it is no impact. A ring says where a risk was before the response, a
    diamond where it is to be after it.
    """
    if not risks:
        return empty(
            "risk-matrix", message("No open risk to place."), id=id, title=title, lang=lang, width=width
        )
    canvas = Canvas("risk-matrix", id, title, lang, width)
    grid = _grid(size, width)
    places, marks = _placed(risks), _marked(risks)
    drawn = set()
    for probability, impact, cell in grid.cells():
        here, seen = places.get((probability, impact), []), marks.get((probability, impact), _Marks())
        _ground(canvas, cell, probability * impact, bands)
        if not here or cell.height >= _HEAD + _LINE:
            _score(canvas, cell, probability * impact)
            drawn |= _signs(canvas, cell, probability * impact, seen)
        _chips(canvas, cell, here)
    return _finished(canvas, grid, risks, bands, outcome, drawn)


def count_matrix(
    risks: Sequence[RiskPoint],
    bands: Sequence[Band],
    *,
    size: int | tuple[int, int] | Sides = 5,
    id: str,
    title: str,
    lang: str,
    width: float = 400,
    outcome: Message | None = None,
) -> str:
    """The same matrix with the number of risks in each cell, for those of many projects."""
    if not risks:
        return empty(
            "risk-matrix", message("No open risk to place."), id=id, title=title, lang=lang, width=width
        )
    canvas = Canvas("risk-matrix", id, title, lang, width)
    grid = _grid(size, width)
    places = _placed(risks)
    for probability, impact, cell in grid.cells():
        here = places.get((probability, impact), [])
        _ground(canvas, cell, probability * impact, bands)
        if not here or cell.height >= _HEAD + _LINE:
            _score(canvas, cell, probability * impact)
        if here:
            factors = _factors(probability, impact)
            tip = f"{canvas.say(plural('{n} risk', '{n} risks', len(here)))} · {canvas.say(factors)}"
            with canvas.group(tip):
                middle = cell.y + cell.height / 2 + (4 if cell.height >= _HEAD + _LINE else 0)
                canvas.text(
                    cell.x + cell.width / 2, middle, str(len(here)), anchor="middle", size=_COUNT, bold=True
                )
    return _finished(canvas, grid, risks, bands, outcome, set())


def _finished(
    canvas: Canvas,
    grid: _Grid,
    risks: Sequence[RiskPoint],
    bands: Sequence[Band],
    outcome: Message | None,
    drawn: set[str],
) -> str:
    """The figure with its axes, its legend and its description."""
    _axes(canvas, grid, outcome or message("Impact"))
    inside = [risk for risk in risks if grid.holds(risk)]
    below = grid.bottom + 40 + (_NAME if grid.named else 0)
    canvas.height = canvas.legend(_keys(canvas, inside, bands, grid, drawn), grid.left, below) + 4
    return canvas.svg(*_finding(inside, len(risks) - len(inside), bands))


def _placed(risks: Sequence[RiskPoint]) -> dict[tuple[int, int], list[RiskPoint]]:
    found: dict[tuple[int, int], list[RiskPoint]] = {}
    for risk in risks:
        found.setdefault((risk.probability, risk.impact), []).append(risk)
    return found


@dataclass(slots=True)
class _Marks:
    """The risks that were in a cell before their response, and those that are to be there after it."""

    inherent: list[RiskPoint] = field(default_factory=list)
    target: list[RiskPoint] = field(default_factory=list)


def _marked(risks: Sequence[RiskPoint]) -> dict[tuple[int, int], _Marks]:
    """The marks by cell; a rating that is the present one needs none."""
    found: dict[tuple[int, int], _Marks] = {}
    for risk in risks:
        now = (risk.probability, risk.impact)
        if risk.inherent and risk.inherent != now:
            found.setdefault(risk.inherent, _Marks()).inherent.append(risk)
        if risk.target and risk.target != now:
            found.setdefault(risk.target, _Marks()).target.append(risk)
    return found


def _grid(size: int | tuple[int, int] | Sides, width: float) -> _Grid:
    if isinstance(size, int):
        size = (size, size)
    sides = size if isinstance(size, Sides) else _numbered(*size)
    names = [step.title for step in sides.probability if step.title]
    left = _LEFT + min(_SIDE, max((text_width(clean(name), SMALL) + 5 for name in names), default=0.0))
    cell_width = (width - left - 2) / len(sides.impact)
    return _Grid(sides, left, cell_width, min(max(cell_width * 0.85, 28.0), 64.0))


def _numbered(probabilities: int, impacts: int) -> Sides:
    return Sides(
        tuple(Step(value) for value in range(1, probabilities + 1)),
        tuple(Step(value) for value in range(1, impacts + 1)),
    )


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


def _axes(canvas: Canvas, grid: _Grid, outcome: Message) -> None:
    for column, step in enumerate(grid.sides.impact):
        x = grid.left + (column + 0.5) * grid.width
        canvas.text(x, grid.bottom + 11, str(step.value), "muted", anchor="middle")
        if step.title:
            name = clip(clean(step.title), grid.width - 4, SMALL)
            canvas.text(x, grid.bottom + 11 + _NAME, name, "muted", anchor="middle")
    for row, step in enumerate(grid.sides.probability):
        y = grid.bottom - (row + 0.5) * grid.height
        name = clip(clean(step.title), grid.left - _LEFT - 3, SMALL) if step.title else ""
        canvas.text(grid.left - 7, y, f"{name} {step.value}".strip(), "muted", anchor="end")
    below = grid.bottom + 28 + (_NAME if grid.named else 0)
    middle = grid.left + len(grid.sides.impact) * grid.width / 2
    canvas.text(middle, below, canvas.say(outcome) + " →", anchor="middle")
    middle = (_MARGIN + grid.bottom) / 2
    with canvas.turned(12, middle):
        canvas.text(12, middle, canvas.say("Probability") + " →", anchor="middle")


def _signs(canvas: Canvas, cell: _Cell, score: int, marks: _Marks) -> set[str]:
    """In the line of the score, what was or is to be in this cell: the id of one, the number of several."""
    drawn = set()
    x, end = cell.x + 5, cell.x + cell.width - 8 - text_width(str(score), _TINY)
    for shape, risks in (("ring", marks.inherent), ("diamond", marks.target)):
        label = _sign_label(risks, end - x - _SIGN - 3)
        if not label:
            continue
        with canvas.group("; ".join(f"{risk.id} {risk.title}".strip() for risk in risks)):
            if shape == "ring":
                canvas.circle(x + 4, cell.y + 9, 3.2, "none", stroke="ink", stroke_width=1.2)
            else:
                canvas.path(diamond(x + 4, cell.y + 9, 3.8), fill="none", stroke="ink", stroke_width=1.2)
            canvas.text(x + _SIGN + 3, cell.y + 9, label, size=_TINY)
        x += _SIGN + 3 + text_width(label, _TINY) + 6
        drawn.add(shape)
    return drawn


def _sign_label(risks: Sequence[RiskPoint], room: float) -> str:
    """What fits of one id, else the number; nothing where not even that has room."""
    said = [clean(risks[0].id)] if len(risks) == 1 else []
    said += [str(len(risks))] if risks else []
    return next((label for label in said if label and text_width(label, _TINY) <= room), "")


def _tip(canvas: Canvas, risk: RiskPoint) -> str:
    return f"{risk.id} {risk.title} · {canvas.say(_factors(risk.probability, risk.impact))}"


def _factors(probability: int, impact: int) -> Message:
    return message(
        "probability {p} × impact {i} = {score}", p=probability, i=impact, score=probability * impact
    )


def _keys(
    canvas: Canvas, risks: Sequence[RiskPoint], bands: Sequence[Band], grid: _Grid, drawn: set[str]
) -> list[Key]:
    """The bands that some cell wears, with the scores they span, and the arrows and marks in use."""
    keys = []
    for band in sorted(bands, key=lambda band: band.minimum):
        own = [score for score in grid.scores if band_of(score, bands) == band]
        if own:
            extent = f"{own[0]}–{own[-1]}" if own[0] < own[-1] else str(own[0])
            keys.append(Key("box", f"{band.name} {extent}", band.token))
    if "ring" in drawn:
        keys.append(Key("ring", canvas.say(message("before the response")), "ink"))
    if "diamond" in drawn:
        keys.append(Key("diamond", canvas.say(message("wanted after the response")), "ink"))
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
