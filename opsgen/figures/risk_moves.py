"""Arrows between the cells of a matrix: from where risks stood to where they stand now.

Each arrow has places of its own on the sides of both cells, so that none lies on another; a line runs below
labels, which is to say that it is left out where they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import hypot
from typing import TYPE_CHECKING, Literal

from opsgen.figures.boxes import Box
from opsgen.figures.canvas import num

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from opsgen.figures.boxes import Point
    from opsgen.figures.canvas import Canvas

_Side = Literal["top", "bottom", "left", "right"]
_PLACES = 7  # on each side of a cell
_HEAD = 7.5
_DOT = 2.4  # where one risk stood
_DISC = 7.0  # the same of several, with their number
_DISC_TEXT = 10.0
_LANE = 5.0  # between two lines side by side
_AIR = 1.5  # between a line and a label
_LEAST = 2.0  # a shorter piece of a line is left out
_TAILS = (16.0, 13.0, 19.0, 10.0, 23.0, 8.0)
"""How far inside its cell an arrow may begin, the best first."""
_TIPS = (9.0, 7.0, 11.0, 13.0, 5.0, 4.0, 17.0, 21.0)
"""How far inside the other cell it may end."""
_INWARD: dict[_Side, Point] = {"top": (0, 1), "bottom": (0, -1), "left": (1, 0), "right": (-1, 0)}
_OPPOSITE: dict[_Side, _Side] = {"top": "bottom", "bottom": "top", "left": "right", "right": "left"}


@dataclass(frozen=True, slots=True)
class Move:
    """The cell where some risks stood, the one where they stand now, and what is said of them."""

    source: Box
    target: Box
    risks: int
    tip: str = ""


@dataclass(frozen=True, slots=True)
class _Arrow:
    """An arrow; `radius` is that of the mark where it begins, 0 where nothing had room."""

    move: Move
    tail: Point
    tip: Point
    radius: float

    @property
    def way(self) -> Point:
        """One pixel along it."""
        x, y = self.tip[0] - self.tail[0], self.tip[1] - self.tail[1]
        length = hypot(x, y) or 1.0
        return x / length, y / length

    def at(self, start: Point, far: float) -> Point:
        return start[0] + self.way[0] * far, start[1] + self.way[1] * far


@dataclass(slots=True)
class _Places:
    """What is free on the sides of the cells and behind them."""

    taken: list[Box]
    lines: list[tuple[Point, Point]] = field(default_factory=list)

    def tail(self, cell: Box, side: _Side, wanted: float, risks: int) -> tuple[Point, float]:
        """Where an arrow begins, and the radius of its mark: a disc for several risks, else a dot."""
        points = self._near(cell, side, wanted)
        pairs = [(point, inside(point, side, depth)) for point in points for depth in _TAILS]
        pairs.sort(key=lambda pair: any(_hidden(pair[0], pair[1], label) for label in self.taken))
        for radius in (_DISC, _DOT) if risks > 1 else (_DOT,):
            for _, spot in pairs:
                if cell.holds(around(spot, radius)) and self._take(around(spot, radius + 1)):
                    return spot, radius
        return points[0], 0.0

    def tip(self, cell: Box, side: _Side, wanted: float, tail: Point) -> Point | None:
        """Where an arrow ends that begins at `tail`; None where its head has no room."""
        for point in self._near(cell, side, wanted):
            for depth in _TIPS:
                spot = inside(point, side, depth)
                if self._take(_extent(head(tail, spot))):
                    return spot
        return None

    def _near(self, cell: Box, side: _Side, wanted: float) -> list[Point]:
        """The points of a side, those near to the wanted one first, those on the line of an arrow last."""
        points = sorted(_on(cell, side), key=lambda point: abs(_along(point, side) - wanted))
        return sorted(points, key=lambda point: any(_apart(point, *line) < _LANE for line in self.lines))

    def _take(self, box: Box) -> bool:
        """Whether the box meets nothing; then it is taken."""
        if any(box.meets(other) for other in self.taken):
            return False
        self.taken.append(box)
        return True


def draw(canvas: Canvas, moves: Iterable[Move], labels: Sequence[Box]) -> int:
    """The arrows of these moves, none of them across a label; how many had room."""
    places = _Places(list(labels))
    arrows = [arrow for move in moves if (arrow := _arrow(move, places))]
    discs = {arrow.tail: around(arrow.tail, _DISC) for arrow in arrows if arrow.radius == _DISC}
    for arrow in arrows:
        hidden = [*labels, *(disc for tail, disc in discs.items() if tail != arrow.tail)]
        with canvas.group(arrow.move.tip):
            _line(canvas, arrow, hidden)
            _ends(canvas, arrow)
    return len(arrows)


def _arrow(move: Move, places: _Places) -> _Arrow | None:
    leaves = _leaving(move)
    upright = leaves in ("top", "bottom")
    (x, y), (x2, y2) = _centre(move.source), _centre(move.target)
    # Where the line between the centres crosses the sides of the two cells.
    half = (move.source.bottom - move.source.top if upright else move.source.right - move.source.left) / 2
    first, last = (x, x2) if upright else (y, y2)
    aslant = (last - first) * half / (abs(y2 - y if upright else x2 - x) or 1.0)
    tail, radius = places.tail(move.source, leaves, first + aslant, move.risks)
    beside = _along(tail, leaves) - first - aslant
    tip = places.tip(move.target, _OPPOSITE[leaves], last - aslant + beside, tail)
    if tip is None:
        return None
    places.lines.append((tail, tip))
    return _Arrow(move, tail, tip, radius)


def _leaving(move: Move) -> _Side:
    """The side of the cell on which an arrow leaves it."""
    (x, y), (x2, y2) = _centre(move.source), _centre(move.target)
    across = (x2 - x) / (move.source.right - move.source.left)
    down = (y2 - y) / (move.source.bottom - move.source.top)
    if abs(across) > abs(down) + 1e-6:
        return "right" if across > 0 else "left"
    return "bottom" if down > 0 else "top"


def _on(cell: Box, side: _Side) -> Iterator[Point]:
    for number in range(1, _PLACES + 1):
        share = number / (_PLACES + 1)
        x = cell.left + (cell.right - cell.left) * share
        y = cell.top + (cell.bottom - cell.top) * share
        match side:
            case "top" | "bottom":
                yield x, cell.top if side == "top" else cell.bottom
            case _:
                yield cell.left if side == "left" else cell.right, y


def _along(point: Point, side: _Side) -> float:
    return point[0] if side in ("top", "bottom") else point[1]


def inside(point: Point, side: _Side, depth: float) -> Point:
    """The point so far inside the cell from a point of its side."""
    x, y = _INWARD[side]
    return point[0] + x * depth, point[1] + y * depth


def around(point: Point, radius: float) -> Box:
    """The box of a circle."""
    return Box(point[0] - radius, point[1] - radius, point[0] + radius, point[1] + radius)


def _line(canvas: Canvas, arrow: _Arrow, hidden: Sequence[Box]) -> None:
    """The pieces of the line that no label hides."""
    start, end = arrow.at(arrow.tail, arrow.radius), arrow.at(arrow.tip, -_HEAD + 1)
    length = hypot(end[0] - start[0], end[1] - start[1])
    cuts = sorted(part for box in hidden if (part := _hidden(start, end, _wider(box))) is not None)
    shown, at = [], 0.0
    for enter, leave in cuts:
        shown.append((at, enter))
        at = max(at, leave)
    for first, last in (*shown, (at, 1.0)):
        if (last - first) * length >= _LEAST:
            a, b = (arrow.at(start, share * length) for share in (first, last))
            canvas.line(*a, *b, "ink", stroke_width=1.5)


def _wider(box: Box) -> Box:
    return Box(box.left - _AIR, box.top - _AIR, box.right + _AIR, box.bottom + _AIR)


def _ends(canvas: Canvas, arrow: _Arrow) -> None:
    """The dot or the number where it begins, and the head."""
    x, y = arrow.tail
    if arrow.radius == _DISC:
        canvas.circle(x, y, _DISC, "surface", stroke="ink", stroke_width=1)
        canvas.text(x, y, str(arrow.move.risks), anchor="middle", size=_DISC_TEXT)
    elif arrow.radius:
        canvas.circle(x, y, arrow.radius, "ink")
    corners = "L".join(f"{num(px)} {num(py)}" for px, py in head(arrow.tail, arrow.tip))
    canvas.path(f"M{corners}z", fill="ink")


def head(tail: Point, tip: Point) -> tuple[Point, Point, Point]:
    """The corners of the head of an arrow."""
    x, y = tip[0] - tail[0], tip[1] - tail[1]
    length = hypot(x, y) or 1.0
    ux, uy = x / length * _HEAD, y / length * _HEAD
    bx, by = tip[0] - ux, tip[1] - uy
    return tip, (bx - uy / 2, by + ux / 2), (bx + uy / 2, by - ux / 2)


def _extent(points: Sequence[Point]) -> Box:
    across, down = [x for x, _ in points], [y for _, y in points]
    return Box(min(across), min(down), max(across), max(down))


def _apart(point: Point, start: Point, end: Point) -> float:
    """How far a point is from a line."""
    x, y = end[0] - start[0], end[1] - start[1]
    share = ((point[0] - start[0]) * x + (point[1] - start[1]) * y) / (x * x + y * y or 1.0)
    share = min(max(share, 0.0), 1.0)
    return hypot(start[0] + share * x - point[0], start[1] + share * y - point[1])


def _hidden(start: Point, end: Point, box: Box) -> tuple[float, float] | None:
    """Which part of a line runs through a box, as shares of its length (Liang and Barsky 1984)."""
    (x, y), (x2, y2) = start, end
    enter, leave = 0.0, 1.0
    for p, q in (
        (x - x2, x - box.left),
        (x2 - x, box.right - x),
        (y - y2, y - box.top),
        (y2 - y, box.bottom - y),
    ):
        if p == 0:
            if q < 0:
                return None
        elif p < 0:
            enter = max(enter, q / p)
        else:
            leave = min(leave, q / p)
    return (enter, leave) if enter < leave else None


def _centre(box: Box) -> Point:
    return (box.left + box.right) / 2, (box.top + box.bottom) / 2
