"""The load of people: a row a person, a column a week, and in each cell how much of the time is taken.

The ground deepens with the share of what the person has for projects. Beyond that a cell turns warm, wears a
dark corner and its number is bold, so that it is told apart in grey and by every eye.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby, pairwise
from math import ceil, floor
from typing import TYPE_CHECKING

from opsgen.figures.canvas import Canvas, Key, empty, hatching, num
from opsgen.figures.lettering import NORMAL, SMALL, Lane, clean, text_width
from opsgen.figures.scales import month_name
from opsgen.figures.tokens import LOAD
from opsgen.words import Message, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

_MONTHS = 9.0  # the middle line of the names of the months
_WEEKS = 25.0  # and of the numbers of the weeks
_TOP = 36.0
_STEP = 24.0
_HEADING = 25.0
_NARROWEST, _WIDEST = 90.0, 150.0  # the column of names
_CELL = 36.0  # the widest cell
_CORNER = 7.0
_NAMED = 5  # people named in the description

_HALF, _MOST, _ALL, _OVER, _FAR_OVER = LOAD
_LABELS = {
    _HALF: message("up to {share}% of capacity", share=50),
    _MOST: message("up to {share}%", share=80),
    _ALL: message("up to {share}%", share=100),
    _OVER: message("over capacity"),
    _FAR_OVER: message("more than a quarter over"),
}


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A week of a person in percent of its working days; None where there is none.

    `capacity` is what the person has in it for projects, `over` whether more than that is planned; `tip` says
    what it is made of.
    """

    percent: float | None
    capacity: float = 100
    over: bool = False
    tip: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A person with a cell for each week; rows of one `group` follow each other.

    `capacity` is what there usually is for projects, in percent of the working time.
    """

    name: str
    cells: tuple[HeatCell, ...]
    capacity: float = 100
    href: str = ""
    group: str = ""

    @property
    def over(self) -> tuple[int, ...]:
        """The places of the weeks that are too much."""
        return tuple(i for i, cell in enumerate(self.cells) if cell.over)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the cells stand: their left edge, their width, and which column is this week."""

    canvas: Canvas
    weeks: tuple[date, ...]
    names: float
    """The room for names."""
    left: float
    cell: float
    capacities: float | None
    """The right edge of the column of capacities, where they differ."""
    current: int | None

    @property
    def right(self) -> float:
        return self.left + self.cell * len(self.weeks)

    def x(self, column: int) -> float:
        """The left edge of a column."""
        return self.left + column * self.cell


def heat_map(
    rows: Sequence[HeatRow],
    weeks: Sequence[date],
    today: date,
    *,
    id: str,
    title: str,
    lang: str,
    width: float = 1120,
) -> str:
    """A row for each person in the order given; `weeks` are the Mondays of the columns.

    `width` is the most it takes: few weeks stay cells.
    """
    if not rows or not weeks:
        reason = message("No load to draw: nobody is allocated to a project in these weeks.")
        return empty("heat-map", reason, id=id, title=title, lang=lang, width=min(width, 560))
    canvas = Canvas("heat-map", id, title, lang, width)
    grid = _grid(canvas, rows, tuple(weeks), today)
    canvas.width = max(grid.right + 2, min(width, 380))
    tops, headings, bottom = _places(rows)
    _head(grid)
    for top, row in zip(tops, rows, strict=True):
        if top - _HEADING in headings:
            _heading(grid, row.group, top - _HEADING)
        _row(grid, row, top)
    _now(grid, tops)
    canvas.height = canvas.legend(_keys(grid, rows), 4, bottom + 8) + 4
    return canvas.svg(*_finding(rows, weeks))


def _grid(canvas: Canvas, rows: Sequence[HeatRow], weeks: tuple[date, ...], today: date) -> _Grid:
    names = 14 + max(text_width(clean(row.name), NORMAL) for row in rows)
    names = min(max(names, _NARROWEST), _WIDEST, max(canvas.width * 0.25, _NARROWEST))
    left, capacities = names, None
    if any(row.capacity != 100 for row in rows):
        shown = [canvas.say("Capacity"), *(canvas.words.percent(row.capacity) for row in rows)]
        capacities = left + max(text_width(label, SMALL) for label in shown)
        left = capacities + 8
    current = next((i for i, monday in enumerate(weeks) if 0 <= (today - monday).days < 7), None)
    cell = min((canvas.width - left - 2) / len(weeks), _CELL)
    return _Grid(canvas, weeks, names - 10, left, cell, capacities, current)


def _places(rows: Sequence[HeatRow]) -> tuple[list[float], set[float], float]:
    """Where each row begins, where the headings stand, and where all of it ends."""
    tops: list[float] = []
    headings: set[float] = set()
    y, group = _TOP, ""
    for row in rows:
        if row.group != group:
            group = row.group
            headings.add(y)
            y += _HEADING
        tops.append(y)
        y += _STEP
    return tops, headings, y


# ---- the head


def _head(grid: _Grid) -> None:
    """The months, where one begins, and below them as many numbers of weeks as there is room for."""
    canvas, lane = grid.canvas, Lane(0, grid.right + 2)
    if grid.capacities is not None:
        canvas.text(grid.capacities, _WEEKS, canvas.say("Capacity"), "muted", anchor="end")
    for column, label in _months(grid):
        x = grid.x(column)
        if lane.take(x, x + text_width(label, SMALL) + 6):
            canvas.line(x, 2, x, _MONTHS + 8)
            canvas.text(x + 3, _MONTHS, label, "muted")
    _week_numbers(grid)


def _months(grid: _Grid) -> Iterator[tuple[int, str]]:
    """The first week of each month with its name; with the year where that is new.

    A week belongs to the month of its Thursday, as it does to the year.
    """
    thursdays = [monday + timedelta(3) for monday in grid.weeks]
    words = grid.canvas.words
    for column, day in enumerate(thursdays):
        before = thursdays[column - 1] if column else None
        if before is None or before.year != day.year:
            yield column, words.month(day)
        elif before.month != day.month:
            yield column, words.say(month_name(day))


def _week_numbers(grid: _Grid) -> None:
    canvas, lane = grid.canvas, Lane(grid.left - 6, grid.right + 2)
    order = sorted(range(len(grid.weeks)), key=lambda column: column != grid.current)
    for column in order:
        label = canvas.say(_week(grid.weeks[column]))
        own, x = column == grid.current, grid.x(column) + grid.cell / 2
        half = text_width(label, SMALL, bold=own) / 2
        if lane.take(x - half - 1, x + half + 1):
            with canvas.group(_days(canvas, grid.weeks[column])):
                canvas.text(x, _WEEKS, label, "today" if own else "muted", anchor="middle", bold=own)


def _week(monday: date) -> Message:
    return message("W{week}", week=f"{monday.isocalendar().week:02}")


def _days(canvas: Canvas, monday: date) -> str:
    return f"{canvas.words.day(monday)} – {canvas.words.day(monday + timedelta(6))}"


def _now(grid: _Grid, tops: Sequence[float]) -> None:
    """A line on both sides of this week, from its number down, beside the headings."""
    if grid.current is None:
        return
    x = grid.x(grid.current)
    starts = [tops[0], *(below for above, below in pairwise(tops) if below - above > _STEP)]
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        last = max(top for top in tops if end is None or top < end) + _STEP
        for edge in (x - 0.5, x + grid.cell - 0.5):
            grid.canvas.line(edge, start, edge, last, "today", stroke_width=1.2)


# ---- rows


def _heading(grid: _Grid, name: str, top: float) -> None:
    """The name of a group across the figure."""
    grid.canvas.rect(0, top + 0.5, grid.canvas.width, _HEADING - 1, "band")
    grid.canvas.text(4, top + _HEADING / 2, name, size=NORMAL, bold=True, room=grid.right - 8)


def _row(grid: _Grid, row: HeatRow, top: float) -> None:
    canvas, middle = grid.canvas, top + _STEP / 2
    canvas.line(0, top + _STEP, grid.right, top + _STEP)
    if grid.capacities is not None:
        canvas.text(grid.capacities, middle, canvas.words.percent(row.capacity), "muted", anchor="end")
    with canvas.group(row.name, row.href):
        canvas.text(4, middle, row.name, size=NORMAL, bold=bool(row.over), room=grid.names)
    for column, cell in enumerate(row.cells):
        _cell(grid, row, cell, column, top + 1)


def _cell(grid: _Grid, row: HeatRow, cell: HeatCell, column: int, top: float) -> None:
    """Hatched without a working day, left empty where nothing is planned."""
    canvas, x, width, height = grid.canvas, grid.x(column) + 0.5, grid.cell - 2, _STEP - 2
    if cell.percent is None:
        canvas.path(hatching(x, top, x + width, top + height, 4), stroke="wire", stroke_width=0.7)
    elif cell.percent > 0:
        week, shown = canvas.say(_week(grid.weeks[column])), _number(canvas, cell)
        with canvas.group(" · ".join(filter(None, (row.name, week, f"{shown}%", cell.tip)))):
            canvas.rect(x, top, width, height, _ground(cell))
            if text_width(shown, SMALL, bold=cell.over) <= width - 2:
                middle = top + height / 2 + (1 if cell.over else 0)
                canvas.text(x + width / 2, middle, shown, anchor="middle", bold=cell.over)
            if cell.over:
                _corner(canvas, x + width, top)


def _corner(canvas: Canvas, right: float, top: float) -> None:
    """The mark of what is too much: a dark corner at the top right."""
    side = num(_CORNER)
    canvas.path(f"M{num(right)} {num(top)}v{side}l-{side} -{side}z", fill="ink")


def _number(canvas: Canvas, cell: HeatCell) -> str:
    return canvas.words.number(whole(cell.percent or 0, cell.capacity if cell.over else None), 0)


def whole(percent: float, capacity: float | None = None) -> int:
    """A load as it is shown: no share is rounded to none, and none above a capacity down to that."""
    rounded = floor(percent + 0.5)
    if capacity is not None and rounded <= capacity:
        return ceil(percent)
    return rounded or (1 if percent > 0 else 0)


def _ground(cell: HeatCell) -> str:
    """The token of a load by its share of the capacity."""
    share = 100 * (cell.percent or 0) / cell.capacity if cell.capacity else float("inf")
    if cell.over:
        return _OVER if share <= 125 else _FAR_OVER
    return _HALF if share <= 50 else _MOST if share <= 80 else _ALL


# ---- what it says


def _keys(grid: _Grid, rows: Sequence[HeatRow]) -> list[Key]:
    """The grounds in use, then what the other signs mean."""
    say, cells = grid.canvas.say, [cell for row in rows for cell in row.cells]
    used = {_ground(cell) for cell in cells if cell.percent}
    keys = [
        Key("corner" if token in (_OVER, _FAR_OVER) else "box", say(label), token)
        for token, label in _LABELS.items()
        if token in used
    ]
    if any(cell.percent is None for cell in cells):
        keys.append(Key("hatch", say(message("no working day")), "wire"))
    if grid.current is not None:
        keys.append(Key("tick", say(message("this week")), "today"))
    return keys


def _finding(rows: Sequence[HeatRow], weeks: Sequence[date]) -> Iterator[Message]:
    yield plural(
        "{n} person, {weeks} from {day}.",
        "{n} people, {weeks} from {day}.",
        len(rows),
        weeks=plural("{n} week", "{n} weeks", len(weeks)),
        day=weeks[0],
    )
    over = [row for row in rows if row.over]
    if not over:
        yield message("Nobody has more to do than there is time for.")
        return
    yield plural("{n} of them is over capacity:", "{n} of them are over capacity:", len(over))
    for row in over[:_NAMED]:
        most = max((row.cells[i] for i in row.over), key=lambda cell: cell.percent or 0)
        yield message(
            "{name} in {weeks}, up to {most}%.",
            name=clean(row.name),
            weeks=_stretches(row.over, weeks),
            most=whole(most.percent or 0, most.capacity),
        )
    if len(over) > _NAMED:
        yield plural("And {n} more.", "And {n} more.", len(over) - _NAMED)


def _stretches(columns: Sequence[int], weeks: Sequence[date]) -> tuple[Message, ...]:
    """Weeks in a row as one: W47–W49, W52."""
    found = []
    for _, run in groupby(enumerate(columns), key=lambda pair: pair[1] - pair[0]):
        places = [column for _, column in run]
        first, last = _week(weeks[places[0]]), _week(weeks[places[-1]])
        found.append(first if first == last else message("{first}–{last}", first=first, last=last))
    return tuple(found)
