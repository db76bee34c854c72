"""Burn-up: the work that is done against all there is to do, report by report, and when both may meet."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from opsgen.figures.canvas import Canvas, Key, empty, num, triangle
from opsgen.figures.reported import Plot, Reported, Ticks, drawn, plotted
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from opsgen.figures.scales import Linear
    from opsgen.words import Message

_HEIGHT = 150.0
_MARK = 4.0


@dataclass(frozen=True, slots=True)
class Burnt:
    """What there was to do on the day of a report, and how much of it was done."""

    day: date
    scope: float
    done: float


@dataclass(frozen=True, slots=True)
class ScopeMark:
    """What was added to the scope, or dropped from it, on a day."""

    day: date
    tip: str
    added: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """When the scope of today is done at the usual pace, at the fastest and at the slowest."""

    day: date
    earliest: date
    latest: date


def burn_up(
    points: Sequence[Burnt],
    today: date,
    *,
    unit: str,
    id: str,
    title: str,
    lang: str,
    marks: Sequence[ScopeMark] = (),
    ahead: Outlook | None = None,
    finish: date | None = None,
    width: float = 640,
) -> str:
    """Scope and done over the reports; `unit` is what they count, `finish` when all of it should be done."""
    if len(points) < 2:
        reason = message("A burn-up needs two reports.")
        return empty("burn-up", reason, id=id, title=title, lang=lang, width=width)
    canvas = Canvas("burn-up", id, title, lang, width)
    lines = tuple(_lines(canvas, points))
    days = [day for day in (ahead and ahead.latest, _within(points, today, finish)) if day]
    plot = plotted(canvas, lines, today, lambda value: _ticks(canvas, value), height=_HEIGHT, days=days)
    if finish and finish in days:
        x = plot.time(finish, 0.5)
        canvas.line(x, plot.top, x, plot.bottom, "wire", stroke_width=1.2, stroke_dasharray="2 3")
    if ahead:
        _ahead(plot, points[-1], ahead)
    drawn(plot, lines)
    shown = [mark for mark in marks if points[0].day <= mark.day <= points[-1].day]
    for mark in shown:
        _mark(plot, points, mark)
    keys = tuple(_keys(canvas, shown, ahead, finish if finish in days else None))
    canvas.height = canvas.legend(keys, 4, plot.bottom + 22) + 4
    return canvas.svg(*_finding(canvas, points, unit, ahead))


def _lines(canvas: Canvas, points: Sequence[Burnt]) -> Iterator[Reported]:
    last, number = points[-1], canvas.words.number
    scope = canvas.say(message("Scope {value}", value=number(last.scope)))
    done = canvas.say(message("Done {value}", value=number(last.done)))
    yield Reported(scope, tuple((p.day, p.scope) for p in points), "d6", 1.4, step=True)
    yield Reported(done, tuple((p.day, p.done) for p in points), "d1", 2.4, mark="dot")


def _ticks(canvas: Canvas, value: Linear) -> Ticks:
    return tuple((level, canvas.words.number(level)) for level in value.ticks())


def _within(points: Sequence[Burnt], today: date, finish: date | None) -> date | None:
    """The finish, unless it lies so far off that the reports would be squeezed."""
    last = max(points[-1].day, today)
    if finish is None or finish < points[0].day or (finish - last) > (last - points[0].day):
        return None
    return finish


def _ahead(plot: Plot, last: Burnt, ahead: Outlook) -> None:
    """From what is done today to the scope: a fan from the fastest to the slowest pace, and the usual one."""
    now = plot.at(last.day, last.done)
    first, usual, slow = (plot.at(day, last.scope) for day in (ahead.earliest, ahead.day, ahead.latest))
    fan = "L".join(f"{num(x)} {num(y)}" for x, y in (now, first, slow))
    plot.canvas.path(f"M{fan}z", fill="d1", fill_opacity=0.14)
    plot.canvas.polyline([now, usual], "d1", stroke_width=1.4, stroke_dasharray="4 3")


def _mark(plot: Plot, points: Sequence[Burnt], mark: ScopeMark) -> None:
    """A triangle above the scope: up for what was added, down for what was dropped."""
    x = plot.time(mark.day, 0.5)
    y = plot.value(_scope_on(points, mark.day)) - 9
    with plot.canvas.group(mark.tip):
        plot.canvas.path(triangle(x, y, _MARK, up=mark.added), fill=_token(added=mark.added))


def _token(*, added: bool) -> str:
    return "d4" if added else "d2"


def _scope_on(points: Sequence[Burnt], day: date) -> float:
    """The higher of the scopes that the reports around a day say."""
    for before, after in pairwise(points):
        if day <= after.day:
            return max(before.scope, after.scope)
    return points[-1].scope


def _keys(
    canvas: Canvas, marks: Sequence[ScopeMark], ahead: Outlook | None, finish: date | None
) -> Iterator[Key]:
    if any(mark.added for mark in marks):
        yield Key("up", canvas.say(message("added to the scope")), _token(added=True))
    if not all(mark.added for mark in marks):
        yield Key("down", canvas.say(message("dropped from it")), _token(added=False))
    if ahead:
        yield Key("dash", canvas.say(message("at the pace so far")), "d1")
        yield Key("tint", canvas.say(message("fastest to slowest")), "d1")
    if finish:
        yield Key("dash", canvas.say(message("finish {day}", day=finish)), "wire")


def _finding(canvas: Canvas, points: Sequence[Burnt], unit: str, ahead: Outlook | None) -> Iterator[Message]:
    number, first, last = canvas.words.number, points[0], points[-1]
    yield message(
        "{done} of {scope} {unit} are done on {day}.",
        done=number(last.done),
        scope=number(last.scope),
        unit=unit,
        day=last.day,
    )
    yield message(
        "On {day} it was {done} of {scope}.",
        day=first.day,
        done=number(first.done),
        scope=number(first.scope),
    )
    if ahead:
        yield message("At this pace all of it is done on {day}.", day=ahead.day)
