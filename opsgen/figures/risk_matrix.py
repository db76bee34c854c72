"""Risks by probability and impact: each cell wears the colour of its own score's band."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from opsgen.figures.boxes import Box
from opsgen.figures.canvas import Canvas, Key, diamond, empty
from opsgen.figures.lettering import SMALL, clean, clip, text_width
from opsgen.figures.risk_chips import CHIP, LINE, draw_chip, laid_out
from opsgen.figures.risk_moves import Move, draw
from opsgen.words import Day, Message, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

_LEFT = 40.0
_SIDE = 88.0  # the most that the names of the steps take on the left
_NAME = 13.0  # the height of the line with the names of the steps below
_SIGN = 8.0  # the ring or diamond of a mark
_MARGIN = 2.0
_COUNT = 16.0  # the number of risks in a cell
_TINY = 10.0  # the score in the corner of a cell
_HEAD = 17.0  # the height its line takes
_NAMED = 10  # risks of a band named in the description
_ARROWS = 12  # between cells, at most


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
    """A risk in its cell.

    `before` is the cell, as probability and impact, in which the last report had it, `new` that it had it in
    none; `inherent` and `target` are the cells before the response and after it.
    """

    id: str
    title: str
    probability: int
    impact: int
    before: tuple[int, int] | None = None
    href: str = ""
    inherent: tuple[int, int] | None = None
    target: tuple[int, int] | None = None
    new: bool = False

    @property
    def score(self) -> int:
        return self.probability * self.impact

    @property
    def moved(self) -> int:
        """Its score minus that in the last report."""
        return self.score - self.before[0] * self.before[1] if self.before else 0


@dataclass(frozen=True, slots=True)
class Past:
    """The day of the report that a matrix is compared with; how many of its risks are no longer open."""

    day: date
    over: int = 0


@dataclass(frozen=True, slots=True)
class _Cell:
    x: float
    y: float
    width: float
    height: float

    @property
    def box(self) -> Box:
        return Box(self.x, self.y, self.x + self.width, self.y + self.height)


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


def band_of(score: int, bands: Sequence[Band]) -> Band | None:
    """The band of a score: the one with the highest minimum not above it; None below all of them."""
    reached = [band for band in bands if band.minimum <= score]
    return max(reached, key=lambda band: band.minimum, default=None)


@dataclass(slots=True)
class _Marks:
    """The risks that were in a cell before their response, and those that are to be there after it."""

    inherent: list[RiskPoint] = field(default_factory=list)
    target: list[RiskPoint] = field(default_factory=list)


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
    past: Past | None = None,
) -> str:
    """Probability upwards and impact to the right, with the ids of the risks in their cells.

    `size` is the steps of both sides, or of one and the other, or the steps with their names; `outcome` what
    the side to the right is called where it is no impact, but welcome. A ring says where a risk was before
    the response, a diamond where it is to be after it, an arrow where it stood in the report of the `past`.
    """
    if not risks:
        return _empty(id, title, lang, width)
    canvas = Canvas("risk-matrix", id, title, lang, width)
    drawing = _Drawing(canvas, _grid(size, width), bands, outcome, past)
    places, marks = _placed(risks), _marked(risks)
    for probability, impact, cell in drawing.grid.cells():
        here, seen = places.get((probability, impact), []), marks.get((probability, impact), _Marks())
        if drawing.ground(probability, impact, cell, crowded=bool(here)):
            drawing.signs(cell, probability * impact, seen)
        drawing.chips(cell, here)
    return drawing.finished(risks)


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
    past: Past | None = None,
) -> str:
    """The same matrix with the number of risks in each cell, for those of many projects."""
    if not risks:
        return _empty(id, title, lang, width)
    canvas = Canvas("risk-matrix", id, title, lang, width)
    drawing = _Drawing(canvas, _grid(size, width), bands, outcome, past)
    places = _placed(risks)
    for probability, impact, cell in drawing.grid.cells():
        here = places.get((probability, impact), [])
        drawing.ground(probability, impact, cell, crowded=bool(here))
        if here:
            drawing.number(cell, len(here), _factors(probability, impact))
    return drawing.finished(risks)


def _empty(id: str, title: str, lang: str, width: float) -> str:
    return empty("risk-matrix", message("No open risk to place."), id=id, title=title, lang=lang, width=width)


@dataclass(slots=True)
class _Drawing:
    """One matrix while it is drawn: what its labels take, and the marks in use."""

    canvas: Canvas
    grid: _Grid
    bands: Sequence[Band]
    outcome: Message | None
    past: Past | None
    taken: list[Box] = field(default_factory=list)
    drawn: set[str] = field(default_factory=set)

    @property
    def welcome(self) -> bool:
        """Whether a higher score is the better one: of opportunities it is."""
        return self.outcome is not None

    def ground(self, probability: int, impact: int, cell: _Cell, *, crowded: bool) -> bool:
        """The cell in the colour of its band, its score in the corner; whether that had room."""
        score = probability * impact
        band = band_of(score, self.bands)
        token = band.token if band else "band"
        self.canvas.rect(cell.x + 1, cell.y + 1, cell.width - 2, cell.height - 2, token, rx=2)
        if crowded and cell.height < _HEAD + LINE:
            return False
        right = cell.x + cell.width - 5
        self.canvas.text(right, cell.y + 9, str(score), anchor="end", size=_TINY)
        self.taken.append(Box(right - text_width(str(score), _TINY), cell.y + 4, right, cell.y + 14))
        return True

    def number(self, cell: _Cell, risks: int, factors: Message) -> None:
        """How many risks are in a cell."""
        canvas = self.canvas
        with canvas.group(f"{canvas.say(plural('{n} risk', '{n} risks', risks))} · {canvas.say(factors)}"):
            x = cell.x + cell.width / 2
            y = cell.y + cell.height / 2 + (4 if cell.height >= _HEAD + LINE else 0)
            canvas.text(x, y, str(risks), anchor="middle", size=_COUNT, bold=True)
        half = text_width(str(risks), _COUNT, bold=True) / 2 + 2
        self.taken.append(Box(x - half, y - _COUNT / 2, x + half, y + _COUNT / 2))

    def chips(self, cell: _Cell, risks: Sequence[RiskPoint]) -> None:
        """The ids in lines below the score; what does not fit is counted in a last chip."""
        top = cell.y + min(_HEAD, cell.height - LINE)
        lines = max(1, int((cell.y + cell.height - top) // LINE))
        for chip, across, line in laid_out(risks, cell.width - 10, lines):
            tip = "; ".join(self._tip(risk) for risk in chip.risks)
            href = chip.risks[0].href if len(chip.risks) == 1 else ""
            x, y = cell.x + 5 + across, top + line * LINE
            with self.canvas.group(tip, href):
                draw_chip(self.canvas, x, y, chip, welcome=self.welcome)
            self.taken.append(Box(x, y, x + chip.width, y + CHIP))

    def signs(self, cell: _Cell, score: int, marks: _Marks) -> None:
        """In the line of the score what was or is to be here: the id of one, the number of several."""
        canvas = self.canvas
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
            extent = _SIGN + 3 + text_width(label, _TINY)
            self.taken.append(Box(x, cell.y + 3, x + extent, cell.y + 15))
            x += extent + 6
            self.drawn.add(shape)

    def finished(self, risks: Sequence[RiskPoint]) -> str:
        """The figure with its arrows, its axes, its legend and its description."""
        moves = self._moves(risks)
        arrows = draw(self.canvas, moves[:_ARROWS], self.taken)
        _axes(self.canvas, self.grid, self.outcome or message("Impact"))
        inside = [risk for risk in risks if self.grid.holds(risk)]
        below = self.grid.bottom + 40 + (_NAME if self.grid.named else 0)
        keys = [*self._keys(inside), *self._past_keys(inside, arrows, len(moves))]
        self.canvas.height = self.canvas.legend(keys, self.grid.left, below) + 4
        said = (*_finding(inside, len(risks) - len(inside), self.bands), *_moved(inside, self.past))
        return self.canvas.svg(*said)

    def _moves(self, risks: Sequence[RiskPoint]) -> list[Move]:
        """One for each two cells between which risks moved, those of most risks and of the farthest first."""
        cells = {(p, i): cell.box for p, i, cell in self.grid.cells()}
        found = defaultdict(list)
        for risk in risks:
            now = (risk.probability, risk.impact)
            if risk.before and risk.before != now and risk.before in cells and now in cells:
                found[risk.before, now].append(risk)
        ranked = sorted(found.items(), key=lambda one: (-len(one[1]), -abs(one[1][0].moved)))
        return [
            Move(cells[before], cells[now], len(own), "; ".join(map(self._went, own)))
            for (before, now), own in ranked
        ]

    def _tip(self, risk: RiskPoint) -> str:
        factors = self.canvas.say(_factors(risk.probability, risk.impact))
        return f"{risk.id} {risk.title} · {factors}"

    def _went(self, risk: RiskPoint) -> str:
        return f"{risk.id} {risk.title} · {risk.score - risk.moved} → {risk.score}"

    def _keys(self, risks: Sequence[RiskPoint]) -> Iterator[Key]:
        """The bands that some cell wears, with the scores they span, and the marks in use."""
        for band in sorted(self.bands, key=lambda band: band.minimum):
            own = [score for score in self.grid.scores if band_of(score, self.bands) == band]
            if own:
                extent = f"{own[0]}–{own[-1]}" if own[0] < own[-1] else str(own[0])
                yield Key("box", f"{band.name} {extent}", band.token)
        say = self.canvas.say
        if "ring" in self.drawn:
            yield Key("ring", say(message("before the response")), "ink")
        if "diamond" in self.drawn:
            yield Key("diamond", say(message("wanted after the response")), "ink")
        up, down = ("ok", "late") if self.welcome else ("late", "ok")
        if any(risk.moved > 0 for risk in risks):
            yield Key("up", say("score up since the last report"), up)
        if any(risk.moved < 0 for risk in risks):
            yield Key("down", say("score down since the last report"), down)

    def _past_keys(self, risks: Sequence[RiskPoint], arrows: int, moves: int) -> Iterator[Key]:
        """What the arrows say, and what is not to be seen: how many are no longer open."""
        if self.past is None:
            return
        say, day = self.canvas.say, Day(self.past.day)
        if 0 < arrows < moves:
            many = message("moved since {day}; {n} of {all} moves", day=day, n=arrows, all=moves)
            yield Key("arrow", say(many), "ink")
        elif arrows:
            yield Key("arrow", say(message("moved since {day}", day=day)), "ink")
        if any(risk.new for risk in risks):
            yield Key("star", say(message("new since {day}", day=day)), "ink")
        if self.past.over:
            over = plural(
                "{n} no longer open since {day}", "{n} no longer open since {day}", self.past.over, day=day
            )
            yield Key("done", say(over))


def _placed(risks: Sequence[RiskPoint]) -> dict[tuple[int, int], list[RiskPoint]]:
    found: dict[tuple[int, int], list[RiskPoint]] = {}
    for risk in risks:
        found.setdefault((risk.probability, risk.impact), []).append(risk)
    return found


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


def _sign_label(risks: Sequence[RiskPoint], room: float) -> str:
    """What fits of one id, else the number; nothing where not even that has room."""
    said = [clean(risks[0].id)] if len(risks) == 1 else []
    said += [str(len(risks))] if risks else []
    return next((label for label in said if label and text_width(label, _TINY) <= room), "")


def _factors(probability: int, impact: int) -> Message:
    return message(
        "probability {p} × impact {i} = {score}", p=probability, i=impact, score=probability * impact
    )


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


def _moved(risks: Sequence[RiskPoint], past: Past | None) -> Iterator[Message]:
    """What became of the risks since the last report."""
    if past is None:
        return
    moved = [risk for risk in sorted(risks, key=lambda risk: -abs(risk.moved)) if risk.moved]
    for risk in moved[:_NAMED]:
        yield message(
            "{item} moved from {before} to {after}.",
            item=clean(risk.id) or clean(risk.title),
            before=risk.score - risk.moved,
            after=risk.score,
        )
    if len(moved) > _NAMED:
        yield plural("One more has moved.", "{n} more have moved.", len(moved) - _NAMED)
    new = sum(risk.new for risk in risks)
    if new:
        yield plural("{n} is new since {day}.", "{n} are new since {day}.", new, day=past.day)
    if past.over:
        yield plural("{n} is no longer open.", "{n} are no longer open.", past.over)
