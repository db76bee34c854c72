"""A metric over time: what was measured, where it should be by now, where it should go, what was changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from opsgen.figures.canvas import Canvas, Key, empty, num, status_keys
from opsgen.figures.kpi_past import (
    FormerTarget,
    Projection,
    led,
    name_former,
    past,
    projections,
    stepped,
)
from opsgen.figures.lettering import NORMAL, SMALL, Lane, clean, clip, spread, text_width
from opsgen.figures.scales import Linear, Number, Time, span
from opsgen.words import Message, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from opsgen.figures.tokens import Status

_READOUT = 10.0
_TODAY = 28.0
_TOP = 40.0
_APART = 8.0  # pixels between two points, below which only the last keeps its mark
_EVENT = "d4"
_LINE = 14.0  # between two lines of what happened
_LINES = 3
_LABEL = 72.0
_HALF = 4.0  # of the mark of what happened
_SAID = 6  # of what happened is said of the figure; the rest is counted
METRIC_WORDS: dict[Status, Message] = {
    "ok": message("on pace"),
    "risk": message("near"),
    "late": message("behind"),
    "done": message("target met"),
    "todo": message("not judged"),
}


@dataclass(frozen=True, slots=True)
class KpiPoint:
    """A measurement and, where it was judged, how it stood on its day."""

    date: date
    value: Number
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class KpiEvent:
    """What happened on a day that the number may show: its short name there, and what it was."""

    date: date
    label: str
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Kpi:
    """A metric: its measurements by date and what they are held against.

    `target` is one value or the two ends of a range; `expected` are the corners of the line the value should
    follow; `near` is the share of the expected value by which it may fall short and still count as near.
    """

    title: str
    unit: str
    points: tuple[KpiPoint, ...]
    target: Number | tuple[Number, Number] | None = None
    expected: tuple[tuple[date, Number], ...] = ()
    direction: Literal["up", "down", "range"] = "up"
    near: float = 0.0
    due: date | None = None
    events: tuple[KpiEvent, ...] = ()
    former: tuple[FormerTarget, ...] = ()
    """Targets that were others, the oldest first."""
    projected: tuple[Projection, ...] = ()
    """Where former reports and this one saw it end, by their days."""

    @property
    def targets(self) -> tuple[float, ...]:
        """The one target, the two ends of a range in order, or nothing."""
        if self.target is None:
            return ()
        return (
            tuple(sorted(map(float, self.target)))
            if isinstance(self.target, tuple)
            else (float(self.target),)
        )

    @property
    def course(self) -> tuple[tuple[date, float], ...]:
        """The corners of the expected line by date."""
        return tuple(sorted((day, float(value)) for day, value in self.expected))

    @property
    def allowance(self) -> float:
        """The factor from the expected line to the far edge of the near band."""
        return 1 + self.near if self.direction == "down" else 1 - self.near


@dataclass(frozen=True, slots=True)
class _Event:
    """What happened on one day, and the line its mark stands on; None where no line had room for it."""

    x: float
    label: str
    tip: str
    line: int | None = None
    before: bool = False
    """Whether its label stands before the mark."""


@dataclass(frozen=True, slots=True)
class _Plot:
    canvas: Canvas
    time: Time
    value: Linear
    top: float
    bottom: float
    events: tuple[_Event, ...]

    def inside(self, level: float) -> float:
        """The pixel of a level, held inside the plot."""
        return self.value(min(max(level, self.value.low), self.value.high))


def kpi_line(
    kpi: Kpi, today: date, *, id: str, title: str, lang: str, width: float = 400, height: float = 190
) -> str:
    """The measured line with marks of their status, the target, the expected line and the near band."""
    points = sorted(kpi.points, key=lambda point: point.date)
    if not points:
        return empty("kpi", message("Nothing measured yet."), id=id, title=title, lang=lang, width=width)
    canvas = Canvas("kpi", id, title, lang, width)
    plot = _plot(canvas, kpi, points, today, height)
    _readout(plot, kpi, points[-1])
    _axes(plot)
    _band(plot, kpi)
    canvas.today(plot.time, today, _TODAY, plot.top, plot.bottom)
    _happened(plot)
    aim = _targets(plot, kpi)
    projections(canvas, plot.time, plot.value, kpi.projected)
    line = [(plot.time(day, 0.5), plot.value(value)) for day, value in kpi.course]
    if len(line) > 1:
        canvas.polyline(line, "muted", stroke_width=1.2, stroke_dasharray="5 4")
    _measurements(plot, points)
    around = [line, [(plot.time(point.date, 0.5), plot.value(point.value)) for point in points]]
    around += [led(plot.time, plot.value, kpi.projected), aim]
    name_former(canvas, plot.time, plot.value, kpi.former, kpi.unit, [*around, *_uprights(plot, today)])
    canvas.height = canvas.legend(_keys(plot, kpi, points), 4, plot.bottom + 22) + 4
    return canvas.svg(*_finding(plot, kpi, points))


def _plot(canvas: Canvas, kpi: Kpi, points: Sequence[KpiPoint], today: date, height: float) -> _Plot:
    values = [float(point.value) for point in points]
    values += [*kpi.targets, *(value for _, value in kpi.course), *(float(f.value) for f in kpi.former)]
    if not kpi.course and len(kpi.targets) == 1:
        values.append(kpi.targets[0] * kpi.allowance)
    air = (max(values) - min(values)) * 0.08 or abs(values[0]) * 0.1 or 1.0
    low, high = _widened(kpi, min(values) - air, max(values) + air)
    if min(values) >= 0:
        low = max(low, 0.0)
    ticks = Linear(low, high, 0, 1).ticks()
    left = 12 + max(text_width(canvas.words.number(tick), SMALL) for tick in ticks)
    right = 10 + max((text_width(_amount(canvas, kpi, target), SMALL) for target in kpi.targets), default=0)
    days = [
        *(point.date for point in points),
        *(day for day, _ in kpi.course),
        *([kpi.due] if kpi.due else []),
    ]
    first, last = min(days), max(days)
    # Today, and what happened, belong on the axis unless the metric's time is long over or not begun.
    room = (last - first).days / 4 + 31
    days += [day for day in (today, *(e.date for e in kpi.events)) if 0 <= (day - last).days <= room]
    earlier = (*(e.date for e in kpi.events), *(f.until for f in kpi.former), *(p.day for p in kpi.projected))
    days += [day for day in earlier if 0 <= (first - day).days <= room / 2]
    time = span(days, left, canvas.width - right)
    events = _placed(canvas, time, kpi.events)
    lines = max((e.line + 1 for e in events if e.line is not None), default=0)
    top, bottom = _TOP + lines * _LINE, height - 46 + lines * _LINE
    return _Plot(canvas, time, Linear(low, high, bottom, top + 4), top, bottom, events)


def _widened(kpi: Kpi, low: float, high: float) -> tuple[float, float]:
    """The scale with room for the projections, as long as that leaves the measurements most of it."""
    found, room = [float(one.value) for one in kpi.projected], (high - low) / 3
    return min([low, *(v for v in found if v >= low - room)]), max(
        [high, *(v for v in found if v <= high + room)]
    )


def _uprights(plot: _Plot, today: date) -> Iterator[list[tuple[float, float]]]:
    """The lines down from today and from what happened."""
    found = [plot.time(today, 0.5)] if plot.time.shows(today) else []
    for x in (*found, *(event.x for event in plot.events)):
        yield [(x, plot.top), (x, plot.bottom)]


def _placed(canvas: Canvas, time: Time, events: Sequence[KpiEvent]) -> tuple[_Event, ...]:
    """What happened within the axis, day by day, each on the first line that has room for its label.

    The line down from a mark runs through the lines of labels below it, so it needs its room there too.
    """
    lanes = [Lane(0, canvas.width) for _ in range(_LINES)]
    by_day = groupby(sorted(events, key=lambda e: (e.date, e.label)), key=lambda e: e.date)
    together = [(day, tuple(group)) for day, group in by_day if time.shows(day)]
    return tuple(_taken(lanes, _event(canvas, time(day, 0.5), group)) for day, group in together)


def _event(canvas: Canvas, x: float, group: Sequence[KpiEvent]) -> _Event:
    day = canvas.words.date(group[0].date)
    tips = [" ".join(filter(None, (e.label, e.tip))) for e in group]
    labels = canvas.say(", ").join(e.label for e in group if e.label)
    return _Event(x, clip(clean(labels), _LABEL, SMALL), " · ".join((day, *tips)))


def _taken(lanes: Sequence[Lane], event: _Event) -> _Event:
    """The event where it found room: the mark with its label after it, or before it."""
    extent = text_width(event.label, SMALL) + 6 if event.label else 0.0
    for place, lane in enumerate(lanes):
        if not all(below.free(event.x - 2, event.x + 2) for below in lanes[:place]):
            continue
        for before in (False, True):
            left, right = event.x - _HALF, event.x + _HALF
            if lane.take(*((left - extent, right) if before else (left, right + extent))):
                for below in lanes[:place]:
                    below.block(event.x - 2, event.x + 2)
                return replace(event, line=place, before=before)
    return event


def _happened(plot: _Plot) -> None:
    """A dashed line down from the mark of each day on which something was changed."""
    canvas = plot.canvas
    for event in plot.events:
        with canvas.group(event.tip):
            y = plot.top
            if event.line is not None:
                # The first line is the lowest, next to the plot.
                y -= (event.line + 0.5) * _LINE
                h = num(_HALF)
                mark = f"M{num(event.x - _HALF)} {num(y - _HALF)}h{num(2 * _HALF)}l-{h} {num(2 * _HALF)}z"
                canvas.path(mark, fill=_EVENT)
                side = -1 if event.before else 1
                anchor = "end" if event.before else "start"
                canvas.text(event.x + side * (_HALF + 3), y, event.label, _EVENT, anchor=anchor)
                y += _HALF
            canvas.line(event.x, y, event.x, plot.bottom, _EVENT, stroke_width=1, stroke_dasharray="2 3")


def _amount(canvas: Canvas, kpi: Kpi, value: Number) -> str:
    return canvas.words.amount(value, kpi.unit)


def _readout(plot: _Plot, kpi: Kpi, last: KpiPoint) -> None:
    """The last value in bold, its day, and the target, in one line above the plot."""
    canvas = plot.canvas
    value = _amount(canvas, kpi, last.value)
    _mark(canvas, 9, _READOUT, last.status)
    canvas.text(20, _READOUT, value, bold=True, size=NORMAL, room=canvas.width * 0.5)
    x = 20 + min(text_width(value, NORMAL, bold=True), canvas.width * 0.5) + 10
    canvas.text(x, _READOUT, canvas.words.date(last.date), "muted", room=canvas.width - x)


def _axes(plot: _Plot) -> None:
    canvas, time = plot.canvas, plot.time
    for tick in plot.value.ticks():
        y = plot.value(tick)
        canvas.line(time.start, y, time.end, y)
        canvas.text(time.start - 6, y, canvas.words.number(tick), "muted", anchor="end")
    canvas.time_axis(time, plot.bottom + 11, plot.bottom, plot.bottom + 5)


def _band(plot: _Plot, kpi: Kpi) -> None:
    """The range of the target, or the near band below (for `down`: above) what is expected."""
    time, value = plot.time, plot.value
    if len(kpi.targets) == 2:
        y, below = value(kpi.targets[1]), value(kpi.targets[0])
        plot.canvas.rect(time.start, y, time.end - time.start, below - y, "ok", fill_opacity=0.12)
        return
    if not kpi.near:
        return
    if len(kpi.course) > 1:
        edge = [(time(day, 0.5), level) for day, level in kpi.course]
    else:
        edge = [(x, level) for level in kpi.targets for x in (time.start, time.end)]
    if edge:
        far = [(x, level * kpi.allowance) for x, level in reversed(edge)]
        outline = "L".join(f"{num(x)} {num(plot.inside(level))}" for x, level in (*edge, *far))
        plot.canvas.path(f"M{outline}z", fill="risk", fill_opacity=0.16)


def _targets(plot: _Plot, kpi: Kpi) -> list[tuple[float, float]]:
    """The lines of the targets; gives the one of a single target, with the steps it came by."""
    canvas, time = plot.canvas, plot.time
    wanted = [plot.value(target) for target in kpi.targets]
    places = spread(wanted, 13, plot.top, plot.bottom)
    aim = stepped(time, plot.value, kpi.former, wanted[0]) if len(wanted) == 1 else []
    if len(aim) > 2:
        canvas.polyline(aim, "ink", stroke_width=1)
    for target, y, label_y in zip(kpi.targets, wanted, places, strict=True):
        if len(aim) <= 2:
            canvas.line(time.start, y, time.end, y, "ink", stroke_width=1)
        canvas.text(time.end + 6, label_y, _amount(canvas, kpi, target))
    return aim


def _measurements(plot: _Plot, points: Sequence[KpiPoint]) -> None:
    canvas = plot.canvas
    places = [(plot.time(point.date, 0.5), plot.value(point.value)) for point in points]
    if len(places) > 1:
        canvas.polyline(places, "d1", stroke_width=1.8, stroke_linejoin="round")
    crowded = _crowded(plot, points)
    for point, (x, y) in zip(points, places, strict=True):
        if not crowded or point is points[-1]:
            with canvas.group(f"{canvas.words.date(point.date)} · {canvas.words.number(point.value)}"):
                canvas.circle(x, y, 6 if point.status else 4, "surface")
                _mark(canvas, x, y, point.status)


def _crowded(plot: _Plot, points: Sequence[KpiPoint]) -> bool:
    """Whether the marks of the measurements would hide each other."""
    extent = plot.time(points[-1].date) - plot.time(points[0].date)
    return extent < _APART * (len(points) - 1)


def _mark(canvas: Canvas, x: float, y: float, status: Status | None) -> None:
    """The sign of the status, a plain dot without one."""
    if status is None:
        canvas.circle(x, y, 2.6, "d1")
    else:
        canvas.mark(x, y, status, 4.4)


def _keys(plot: _Plot, kpi: Kpi, points: Sequence[KpiPoint]) -> list[Key]:
    canvas = plot.canvas
    marked = points[-1:] if _crowded(plot, points) else points
    keys = status_keys(canvas, [point.status for point in marked if point.status], METRIC_WORDS)
    if len(points) > 1:
        keys.append(Key("line", canvas.say("measured"), "d1"))
    if len(kpi.course) > 1:
        keys.append(Key("dash", canvas.say("expected")))
    if kpi.targets:
        keys.append(Key("line", canvas.say("target"), "ink"))
    if len(kpi.targets) == 2:
        keys.append(Key("tint", canvas.say("target range"), "ok"))
    elif kpi.near and (kpi.targets or len(kpi.course) > 1):
        keys.append(Key("tint", canvas.say("still near"), "risk"))
    if kpi.projected:
        keys.append(Key("dash", canvas.say("projected for the due date"), "d2"))
    if plot.events:
        keys.append(Key("down", canvas.say("adjustment"), _EVENT))
    return keys


def _finding(plot: _Plot, kpi: Kpi, points: Sequence[KpiPoint]) -> Iterator[Message]:
    canvas, last = plot.canvas, points[-1]
    yield message(
        "{metric}: {value} on {day}, {status}.",
        metric=kpi.title,
        value=_amount(canvas, kpi, last.value),
        day=last.date,
        status=METRIC_WORDS[last.status or "todo"],
    )
    if len(kpi.targets) == 2:
        low, high = (_amount(canvas, kpi, target) for target in kpi.targets)
        yield message("The target is {low} to {high}.", low=low, high=high)
    elif kpi.targets:
        yield message("The target is {target}.", target=_amount(canvas, kpi, kpi.targets[0]))
    else:
        yield message("There is no target.")
    yield from past(canvas, kpi.former, kpi.projected, kpi.unit)
    yield from _changes(plot, kpi)


def _changes(plot: _Plot, kpi: Kpi) -> Iterator[Message]:
    """What was changed, and when; of many the first, and how many more."""
    shown = sorted((e for e in kpi.events if plot.time.shows(e.date)), key=lambda e: (e.date, e.label))
    for event in shown[:_SAID]:
        what = " ".join(filter(None, (event.label, event.tip)))
        yield message("Adjusted on {day}: {what}.", day=event.date, what=what)
    if len(shown) > _SAID:
        yield plural("One more adjustment.", "{n} more adjustments.", len(shown) - _SAID)
