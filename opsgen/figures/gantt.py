"""The plan of a project: phases, tasks and milestones as rows, with the dates that matter in columns beside.

Nothing is written inside of the plot, so no label can meet a bar or a dependency; names stand left, the
expected finish, its slip and the share done stand right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from opsgen.figures.canvas import STATUS_WORDS, Canvas, Key, diamond, empty, hatching, num, status_keys
from opsgen.figures.lettering import NORMAL, SMALL, clean, text_width
from opsgen.figures.scales import Time, span
from opsgen.words import Message, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from opsgen.figures.tokens import Status

_TOP = 40.0
_LONG_PLAN = 300  # days, from which a date needs its year
_MANY = 40  # rows, from which they stand closer
_INDENT, _DEEPEST = 10.0, 4
_BEND = 7.0  # how far a dependency goes past the end of a bar before it turns
_TALL = 30  # rows, from which the axis is repeated below
_BOLD = ("phase", "group")
_FINISH, _SLIP, _DONE = message("Finish"), message("Slip, days"), message("Done")


@dataclass(frozen=True, slots=True)
class GanttLink:
    """What a row waits for: which end of that row, and which end of its own."""

    id: str
    type: Literal["FS", "SS", "FF", "SF"] = "FS"


@dataclass(frozen=True, slots=True)
class GanttRow:
    """A phase, a task, a group of tasks or a milestone (which has only a finish).

    Dates are the forecast or what happened; `depth` is how far it stands below others.
    """

    id: str
    title: str
    kind: Literal["phase", "task", "group", "milestone"] = "task"
    start: date | None = None
    finish: date | None = None
    baseline_start: date | None = None
    baseline_finish: date | None = None
    complete: float | None = None
    status: Status = "todo"
    depends_on: tuple[GanttLink, ...] = ()
    href: str = ""
    critical: bool = False
    depth: int = 0
    slipped: int | None = None
    """Calendar days late as of today, where an overdue item slips on after its finish."""

    @property
    def slip(self) -> int | None:
        """Calendar days later than planned; None where the finish or its baseline is unknown."""
        if self.finish is None or self.baseline_finish is None:
            return None
        return (self.finish - self.baseline_finish).days if self.slipped is None else self.slipped

    @property
    def moved(self) -> bool:
        """Whether the baseline says something else than the forecast."""
        if self.baseline_finish is None or self.finish is None:
            return False
        moved = self.finish != self.baseline_finish
        return moved or (self.kind != "milestone" and self.baseline_start not in (None, self.start))


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row that has dates, with the middle of its line."""

    row: GanttRow
    y: float
    begins: date
    ends: date


@dataclass(frozen=True, slots=True)
class _Columns:
    """The edges of the plot and the right edges of the columns beside it; None where one is left out."""

    left: float
    right: float
    finish: float
    slip: float | None
    done: float | None


@dataclass(frozen=True, slots=True)
class _Plot:
    """What every part of the drawing needs."""

    canvas: Canvas
    time: Time
    columns: _Columns
    step: float
    with_year: bool

    def finish(self, day: date) -> str:
        return self.canvas.words.date(day) if self.with_year else self.canvas.words.day(day)


def gantt(
    rows: Sequence[GanttRow],
    today: date,
    *,
    id: str,
    title: str,
    lang: str,
    width: float = 960,
    around: Sequence[date] = (),
) -> str:
    """A row for each item in the order given; rows without dates are named and say so.

    The axis also reaches the days `around`: those of the project.
    """
    step = 20.0 if len(rows) > _MANY else 24.0
    middles = [_TOP + step * (i + 0.5) for i in range(len(rows))]
    placed = list(_placed(rows, middles))
    if not placed:
        return empty("gantt", _why_empty(rows), id=id, title=title, lang=lang, width=width)
    canvas = Canvas("gantt", id, title, lang, width)
    plot = _plot(canvas, rows, placed, step, around)
    bottom = _TOP + step * len(rows)
    _ground(plot, rows, middles, bottom)
    canvas.today(plot.time, today, 8, _TOP, bottom)
    _wires(plot, placed)
    dates = {item.y: item for item in placed}
    for row, y in zip(rows, middles, strict=True):
        with canvas.group(_tip(canvas, row), row.href):
            _name(plot, row, y)
            _item(plot, dates.get(y), y)
    end = bottom + (20 if len(rows) > _TALL else 4)
    canvas.height = canvas.legend(_keys(canvas, rows), 4, end + 4) + 4
    return canvas.svg(*_finding(rows, placed))


def _placed(rows: Sequence[GanttRow], middles: Sequence[float]) -> Iterator[_Placed]:
    for row, y in zip(rows, middles, strict=True):
        begins = row.finish if row.kind == "milestone" else row.start or row.finish
        ends = row.finish or row.start
        if begins and ends:
            yield _Placed(row, y, min(begins, ends), max(begins, ends))


def _why_empty(rows: Sequence[GanttRow]) -> Message:
    if not rows:
        return message("No plan to draw: there are no phases, tasks or milestones.")
    return plural(
        "No plan to draw: the only row has no date.",
        "No plan to draw: none of {n} rows has a date.",
        len(rows),
    )


def _plot(
    canvas: Canvas, rows: Sequence[GanttRow], placed: Sequence[_Placed], step: float, around: Sequence[date]
) -> _Plot:
    days = [day for item in placed for day in (item.begins, item.ends)]
    with_year = (max(days) - min(days)).days > _LONG_PLAN
    finishes = (canvas.words.date(day) if with_year else canvas.words.day(day) for day in days)
    columns = _columns(canvas, rows, max(map(text_width, finishes)))
    moved = (item.row for item in placed if item.row.moved)
    days += around
    days += [day for row in moved for day in (row.baseline_start, row.baseline_finish) if day]
    return _Plot(canvas, span(days, columns.left, columns.right), columns, step, with_year)


def _columns(canvas: Canvas, rows: Sequence[GanttRow], finish_width: float) -> _Columns:
    """Columns as wide as what stands in them; the plot takes the rest."""
    right = canvas.width - 4
    slip = done = None
    if any(row.complete is not None for row in rows):
        done, right = right, right - _heading_width(canvas, _DONE)
    if any(row.slip is not None for row in rows):
        slip, right = right, right - _heading_width(canvas, _SLIP)
    finish = right
    right -= max(finish_width, _heading_width(canvas, _FINISH)) + 8
    wanted = 44 + max(
        _indent(row) + text_width(clean(row.title), NORMAL, bold=row.kind in _BOLD) for row in rows
    )
    return _Columns(min(max(wanted, 90), canvas.width * 0.3), right, finish, slip, done)


def _indent(row: GanttRow) -> float:
    return _INDENT * min(row.depth, _DEEPEST)


def _heading_width(canvas: Canvas, heading: Message) -> float:
    return max(40, text_width(canvas.say(heading), SMALL) + 12)


def _ground(plot: _Plot, rows: Sequence[GanttRow], middles: Sequence[float], bottom: float) -> None:
    """Bands behind the phases, the axis and the headings of the columns."""
    canvas, columns, y = plot.canvas, plot.columns, _TOP - 11
    for row, middle in zip(rows, middles, strict=True):
        if row.kind == "phase":
            canvas.rect(0, middle - plot.step / 2, canvas.width, plot.step, "band")
    canvas.time_axis(plot.time, y, _TOP, bottom)
    if len(rows) > _TALL:
        canvas.time_axis(plot.time, bottom + 11, bottom, bottom)
    for x, heading in ((columns.finish, _FINISH), (columns.slip, _SLIP), (columns.done, _DONE)):
        if x is not None:
            canvas.text(x, y, canvas.say(heading), "muted", anchor="end")
    canvas.line(0, _TOP, canvas.width, _TOP)
    canvas.line(0, bottom, canvas.width, bottom)


def _name(plot: _Plot, row: GanttRow, y: float) -> None:
    x = 22.0 if row.kind == "phase" else 32.0 + _indent(row)
    plot.canvas.mark(9, y, row.status, 4.5)
    room = plot.columns.left - x - 10
    plot.canvas.text(x, y, row.title, bold=row.kind in _BOLD, size=NORMAL, room=room)


def _item(plot: _Plot, item: _Placed | None, y: float) -> None:
    canvas, columns = plot.canvas, plot.columns
    if item is None:
        canvas.text(columns.finish, y, canvas.say("no date"), "muted", anchor="end")
        return
    row = item.row
    _drawing(plot, item)
    canvas.text(columns.finish, y, plot.finish(item.ends), anchor="end")
    if row.slip is not None and columns.slip is not None:
        late = row.slip > 0
        slip = canvas.words.signed(row.slip)
        canvas.text(columns.slip, y, slip, "ink" if late else "muted", anchor="end", bold=late)
    if row.complete is not None and columns.done is not None:
        canvas.text(columns.done, y, canvas.words.percent(row.complete), "muted", anchor="end")


def _drawing(plot: _Plot, item: _Placed) -> None:
    canvas, time, row, y = plot.canvas, plot.time, item.row, item.y
    if row.kind == "milestone":
        if row.moved and row.baseline_finish:
            planned = diamond(time(row.baseline_finish, 0.5), y, 5)
            canvas.path(planned, fill="surface", stroke="muted", stroke_width=1.2)
        if row.critical:
            canvas.path(diamond(time(item.ends, 0.5), y, 10), stroke="ink", stroke_width=1.2)
        canvas.diamond(time(item.ends, 0.5), y, row.status)
        return
    if row.moved and row.baseline_finish:
        start = time(row.baseline_start or row.baseline_finish)
        canvas.rect(start, y + 6, time(row.baseline_finish, 1) - start, 2, "muted")
    if row.kind == "phase":
        _bracket(plot, item, "ink", 4)
    elif row.kind == "group":
        _bracket(plot, item, "muted", 2.5)
    else:
        _bar(plot, item)


def _bracket(plot: _Plot, item: _Placed, token: str, height: float) -> None:
    x, end, y = plot.time(item.begins), plot.time(item.ends, 1), item.y
    plot.canvas.rect(x, y - 4, end - x, height, token)
    foot = num(y - 4 + height)
    plot.canvas.path(f"M{num(x)} {foot}h4l-4 4zM{num(end)} {foot}h-4l4 4z", fill=token)


def _bar(plot: _Plot, item: _Placed) -> None:
    canvas, row, y = plot.canvas, item.row, item.y
    x, end = plot.time(item.begins), plot.time(item.ends, 1)
    share = min(max(row.complete or 0.0, 0.0), 100.0)
    if row.status == "done" and row.complete is None:
        share = 100.0
    canvas.rect(x, y - 5, end - x, 9, row.status, rx=1.5, fill_opacity=0.28)
    if share:
        canvas.rect(x, y - 5, (end - x) * share / 100, 9, row.status, rx=1.5)
    if row.critical:
        canvas.path(hatching(x, y - 5, end, y + 4), stroke="ink", stroke_width=0.9)
        canvas.rect(x - 1.5, y - 6.5, end - x + 3, 12, "none", stroke="ink", rx=2.5)


def _wires(plot: _Plot, placed: Sequence[_Placed]) -> None:
    """The dependencies, those of the critical path last and stronger."""
    items = {item.row.id: item for item in placed if item.row.id}
    found = [
        (before, item, link.type)
        for item in placed
        for link in item.row.depends_on
        if (before := items.get(link.id)) is not None and before is not item
    ]
    for before, item, kind in sorted(found, key=_weight):
        draw = _wire if kind == "FS" else _side_wire
        line, head = draw(plot, before, item, kind)
        critical = _weight((before, item, kind))
        token = "ink" if critical else "wire"
        plot.canvas.path(line, stroke=token, stroke_width=1.6 if critical else None)
        plot.canvas.path(head, fill=token)


def _weight(wire: tuple[_Placed, _Placed, str]) -> bool:
    return wire[0].row.critical and wire[1].row.critical


def _wire(plot: _Plot, before: _Placed, after: _Placed, _: str) -> tuple[str, str]:
    """From the end of one bar into the top of the next; round about where the next begins too early."""
    to_milestone = after.row.kind == "milestone"
    x1 = plot.time(before.ends, 0.5 if before.row.kind == "milestone" else 1)
    x2 = plot.time(after.begins, 0.5) if to_milestone else plot.time(after.begins) + 4
    y1, y2 = before.y, after.y
    down = 1 if y2 > y1 else -1
    # A milestone on the day its last task ends is in order.
    if x2 >= x1 or (to_milestone and before.ends == after.begins):
        tip = y2 - down * (8 if to_milestone else 6)
        line = f"M{num(min(x1, x2))} {num(y1)}H{num(x2)}V{num(tip)}"
        return line, f"M{num(x2)} {num(tip)}l-3 {-5 * down}h6z"
    side = x2 - (9 if to_milestone else 5)
    between = y2 - down * plot.step / 2
    line = f"M{num(x1)} {num(y1)}H{num(x1 + 5)}V{num(between)}H{num(side - 7)}V{num(y2)}H{num(side)}"
    return line, f"M{num(side)} {num(y2)}l-5 -3v6z"


def _side_wire(plot: _Plot, before: _Placed, after: _Placed, kind: str) -> tuple[str, str]:
    """From start to start on the left, from end to end on the right, or from a start round to an end."""
    x1 = _edge(plot, before, "start" if kind[0] == "S" else "end")
    x2 = _edge(plot, after, "start" if kind[1] == "S" else "end")
    y1, y2 = before.y, after.y
    if kind == "SF":
        between = y2 - (1 if y2 > y1 else -1) * plot.step / 2
        way = f"H{num(x1 - _BEND)}V{num(between)}H{num(x2 + _BEND)}V{num(y2)}"
    elif kind == "SS":
        way = f"H{num(min(x1, x2) - _BEND)}V{num(y2)}"
    else:
        way = f"H{num(max(x1, x2) + _BEND)}V{num(y2)}"
    inwards = -1 if kind == "SS" else 1
    head = f"M{num(x2)} {num(y2)}l{5 * inwards} -3v6z"
    return f"M{num(x1)} {num(y1)}{way}H{num(x2 + 5 * inwards)}", head


def _edge(plot: _Plot, item: _Placed, end: Literal["start", "end"]) -> float:
    """Where a bar or the mark of a milestone begins or ends."""
    outwards = -1 if end == "start" else 1
    if item.row.kind == "milestone":
        return plot.time(item.ends, 0.5) + 8 * outwards
    return plot.time(item.begins) if end == "start" else plot.time(item.ends, 1)


def _tip(canvas: Canvas, row: GanttRow) -> str:
    words = canvas.words
    facts = [f"{row.id} {row.title}".strip(), canvas.say(STATUS_WORDS[row.status])]
    if row.kind != "milestone" and row.start and row.finish:
        facts.append(f"{words.date(row.start)} – {words.date(row.finish)}")
    elif row.finish:
        facts.append(words.date(row.finish))
    if row.slip:
        facts.append(canvas.say(_moved(row.slip)))
    if row.critical:
        facts.append(canvas.say("critical path"))
    return " · ".join(facts)


def _moved(slip: int) -> Message:
    if slip > 0:
        return plural("{n} day later than planned", "{n} days later than planned", slip)
    return plural("{n} day earlier than planned", "{n} days earlier than planned", -slip)


def _keys(canvas: Canvas, rows: Sequence[GanttRow]) -> list[Key]:
    keys = status_keys(canvas, [row.status for row in rows])
    tasks = [row for row in rows if row.kind == "task"]
    if any(0 < (row.complete or 0) < 100 for row in tasks):
        keys.append(Key("share", canvas.say("share done"), "muted"))
    if any(row.critical for row in rows):
        keys.append(Key("frame", canvas.say("critical path"), "ink"))
    if any(row.moved and row.kind != "milestone" for row in rows):
        keys.append(Key("line", canvas.say("as planned")))
    if any(row.moved and row.kind == "milestone" for row in rows):
        keys.append(Key("diamond", canvas.say("milestone as planned")))
    return keys


def _finding(rows: Sequence[GanttRow], placed: Sequence[_Placed]) -> Iterator[Message]:
    """What a reader would see: the extent, how many are late or at risk, the worst slip."""
    first, last = min(item.begins for item in placed), max(item.ends for item in placed)
    yield plural(
        "{n} row from {first} to {last}.",
        "{n} rows from {first} to {last}.",
        len(rows),
        first=first,
        last=last,
    )
    late, risk = (sum(row.status == status for row in rows) for status in ("late", "risk"))
    if late or risk:
        yield message("{late} late, {risk} at risk.", late=late, risk=risk)
    else:
        yield message("Nothing is late or at risk.")
    critical = sum(row.critical for row in rows)
    if critical:
        yield plural("{n} row is critical.", "{n} rows are critical.", critical)
    slips = [row for row in rows if (row.slip or 0) > 0]
    if slips:
        worst = max(slips, key=lambda row: row.slip or 0)
        yield plural(
            "The largest slip is {item}: {n} day.",
            "The largest slip is {item}: {n} days.",
            worst.slip or 0,
            item=f"{worst.id} {worst.title}".strip(),
        )
