"""The lights report by report: of a project a cell for each, of all projects how many there were of each.

A column is a report, the last one the status date. A light is told by its mark, and by its word where there
is room; how many there are of one stands in a row of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from opsgen.figures.canvas import Canvas, empty, status_keys
from opsgen.figures.lettering import NORMAL, SMALL, Lane, clean, text_width
from opsgen.figures.scales import month_name
from opsgen.figures.tokens import STATUSES
from opsgen.words import message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from opsgen.figures.tokens import Status
    from opsgen.words import Message

LIGHTS: Mapping[Status, Message] = {
    "ok": message("Green"),
    "risk": message("Amber"),
    "late": message("Red"),
    "done": message("Complete"),
    "todo": message("Not assessed"),
}
_ORDER: tuple[Status, ...] = ("late", "risk", "ok", "todo", "done")
"""The rows of the numbers, the most urgent first."""
_YEARS, _MONTHS, _DAYS = 8.0, 22.0, 37.0  # the middle lines of the head
_TOP = 48.0
_STEP = 24.0
_LANE, _BAR = 40.0, 20.0
_NARROWEST, _WIDEST = 70.0, 150.0  # the column of names
_LEAST, _CELL = 20.0, 36.0  # a cell without a word
_LEGEND = 300.0  # room for the keys below a narrow figure
_NOTHING = message("Nothing to draw: no report before this one is known.")


@dataclass(frozen=True, slots=True)
class HealthRow:
    """A dimension, or the project itself, with a light for each report; None where it had none."""

    name: str
    lights: tuple[Status | None, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the columns stand."""

    canvas: Canvas
    days: tuple[date, ...]
    left: float
    cell: float

    @property
    def right(self) -> float:
        return self.left + self.cell * len(self.days)

    def x(self, column: int) -> float:
        """The left edge of a column."""
        return self.left + column * self.cell

    def middle(self, column: int) -> float:
        """The middle of a column."""
        return self.x(column) + self.cell / 2


def health_over_time(
    rows: Sequence[HealthRow],
    days: Sequence[date],
    *,
    id: str,
    title: str,
    lang: str,
    width: float = 760,
) -> str:
    """A row for each light of a project, a column for each report; `width` is the most it takes."""
    if len(days) < 2 or not rows:
        return empty("health", _NOTHING, id=id, title=title, lang=lang, width=min(width, 560))
    canvas = Canvas("health", id, title, lang, width)
    present = [light for light in STATUSES if any(light in row.lights for row in rows)]
    grid = _grid(canvas, [row.name for row in rows], tuple(days), _worded(canvas, present))
    _head(grid)
    for number, row in enumerate(rows):
        _row(grid, row, _TOP + number * _STEP)
    bottom = _TOP + len(rows) * _STEP
    canvas.height = canvas.legend(status_keys(canvas, present, dict(LIGHTS)), 4, bottom + 6) + 4
    return canvas.svg(*_finding(rows, days))


def lights_over_time(
    counts: Mapping[Status, Sequence[int]],
    days: Sequence[date],
    *,
    id: str,
    title: str,
    lang: str,
    width: float = 760,
) -> str:
    """How many projects had each light in each report: a row of bars a light, all to one scale."""
    rows = {light: counts[light] for light in _ORDER if any(counts.get(light, ()))}
    if len(days) < 2 or not rows:
        return empty("lights", _NOTHING, id=id, title=title, lang=lang, width=min(width, 560))
    canvas = Canvas("lights", id, title, lang, width)
    names = [canvas.say(LIGHTS[light]) for light in rows]
    grid = _grid(canvas, [f"mm{name}" for name in names], tuple(days), _CELL)
    _head(grid)
    most = max(max(row) for row in rows.values())
    for number, (light, row) in enumerate(rows.items()):
        _bars(grid, light, row, most, _TOP + number * _LANE)
    canvas.height = _TOP + len(rows) * _LANE + 6
    return canvas.svg(_span(days), *_numbers(rows))


def _worded(canvas: Canvas, lights: Sequence[Status]) -> float:
    """The width of a cell that holds a mark and its word."""
    return 28 + max((text_width(canvas.say(LIGHTS[light]), SMALL) for light in lights), default=0)


def _grid(canvas: Canvas, names: Sequence[str], days: tuple[date, ...], wanted: float) -> _Grid:
    """The columns as wide as wanted where all of them fit, else as wide as a mark needs."""
    widest = 14 + max(text_width(clean(name), NORMAL, bold=True) for name in names)
    left = min(max(widest, _NARROWEST), _WIDEST)
    room = (canvas.width - left - 2) / len(days)
    cell = wanted if wanted <= room else max(min(room, _CELL), _LEAST)
    grid = _Grid(canvas, days, left, cell)
    canvas.width = max(grid.right + 2, _LEGEND)
    return grid


# ---- the head


def _head(grid: _Grid) -> None:
    """The year and the month where a new one begins, and the day of each report; the last one is today's."""
    canvas, last = grid.canvas, len(grid.days) - 1
    years, months = Lane(0, canvas.width), Lane(0, canvas.width)
    for column, day in enumerate(grid.days):
        before = grid.days[column - 1] if column else None
        if before is None or before.year != day.year:
            _label(grid, years, column, str(day.year), _YEARS)
        if before is None or (before.year, before.month) != (day.year, day.month):
            _label(grid, months, column, canvas.say(month_name(day)), _MONTHS)
        with canvas.group(canvas.words.date(day)):
            said, token = str(day.day), "today" if column == last else "muted"
            canvas.text(grid.middle(column), _DAYS, said, token, anchor="middle", bold=column == last)


def _label(grid: _Grid, lane: Lane, column: int, said: str, y: float) -> None:
    """A label over the middle of a column, where nothing stands in its way."""
    x, half = grid.middle(column), text_width(said, SMALL) / 2
    if lane.take(x - half - 1, x + half + 1):
        grid.canvas.text(x, y, said, "muted", anchor="middle")


# ---- rows


def _row(grid: _Grid, row: HealthRow, top: float) -> None:
    canvas, middle = grid.canvas, top + _STEP / 2
    canvas.line(0, top + _STEP, grid.right, top + _STEP)
    canvas.text(4, middle, row.name, size=NORMAL, bold=row.strong, room=grid.left - 10)
    for column, light in enumerate(row.lights):
        if light is not None:
            _cell(grid, row, light, column, top + 1)


def _cell(grid: _Grid, row: HealthRow, light: Status, column: int, top: float) -> None:
    """A light tint with the mark, and the word where it fits."""
    canvas, x, width, height = grid.canvas, grid.x(column) + 1, grid.cell - 2, _STEP - 2
    word = canvas.say(LIGHTS[light])
    worded = grid.cell >= 28 + text_width(word, SMALL)
    with canvas.group(f"{row.name} · {canvas.words.date(grid.days[column])} · {word}"):
        canvas.rect(x, top, width, height, light, rx=2, fill_opacity=0.16)
        at = x + 11 if worded else x + width / 2
        canvas.mark(at, top + height / 2, light, 4.8)
        if worded:
            canvas.text(at + 9, top + height / 2, word)


def _bars(grid: _Grid, light: Status, counts: Sequence[int], most: int, top: float) -> None:
    """A row of bars with their numbers, none of them left out."""
    canvas, bottom = grid.canvas, top + _LANE
    canvas.mark(9, bottom - 8, light, 4.8)
    name = canvas.say(LIGHTS[light])
    canvas.text(20, bottom - 8, name, size=NORMAL, bold=light == "late", room=grid.left - 26)
    width = min(grid.cell - 6, 24)
    for column, count in enumerate(counts):
        height = count / most * _BAR
        with canvas.group(f"{canvas.words.date(grid.days[column])} · {name} {count}"):
            if count:
                canvas.rect(grid.middle(column) - width / 2, bottom - height, width, height, light)
            said, token = canvas.words.number(count), "ink" if count else "muted"
            canvas.text(grid.middle(column), bottom - height - 8, said, token, anchor="middle")
    canvas.line(0, bottom, grid.right, bottom, "wire", stroke_width=0.8)


# ---- what it says


def _finding(rows: Sequence[HealthRow], days: Sequence[date]) -> Iterator[Message]:
    """How long the first light has been as it is, and what turned since the report before."""
    yield _span(days)
    first = rows[0]
    if (now := first.lights[-1]) is not None:
        since = next(
            (days[n + 1] for n in range(len(days) - 2, -1, -1) if first.lights[n] != now),
            None,
        )
        given = {"name": first.name, "light": LIGHTS[now]}
        if since:
            yield message("{name}: {light} since {day}.", day=since, **given)
        else:
            yield message("{name}: {light} in all of them.", **given)
    for row in rows:
        *_, (was, is_now) = pairwise(row.lights)
        if was and is_now and was != is_now:
            said = {"name": row.name, "was": LIGHTS[was], "light": LIGHTS[is_now]}
            yield message("{name}: {was} in the last report, now {light}.", **said)


def _span(days: Sequence[date]) -> Message:
    return plural(
        "{n} report from {first} to {last}.",
        "{n} reports from {first} to {last}.",
        len(days),
        first=days[0],
        last=days[-1],
    )


def _numbers(rows: Mapping[Status, Sequence[int]]) -> Iterator[Message]:
    for light, counts in rows.items():
        yield message(
            "{light}: {before} in the last report, {now} now.",
            light=LIGHTS[light],
            before=counts[-2],
            now=counts[-1],
        )
