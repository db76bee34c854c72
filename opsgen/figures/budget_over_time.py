"""What each report said of the money: planned, used up to then, and expected in the end."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from opsgen.figures.canvas import Canvas, empty
from opsgen.figures.reported import Reported, Ticks, drawn, plotted
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from opsgen.figures.scales import Linear
    from opsgen.words import Message

_HEIGHT = 140.0


@dataclass(frozen=True, slots=True)
class MoneyPoint:
    """The money of one report; `actual` is None where nobody had written it."""

    day: date
    planned: Decimal
    actual: Decimal | None
    forecast: Decimal


def budget_over_time(
    points: Sequence[MoneyPoint],
    today: date,
    *,
    currency: str,
    id: str,
    title: str,
    lang: str,
    width: float = 640,
) -> str:
    """Three lines over the days of the reports, all amounts in one currency."""
    if len(points) < 2:
        reason = message("A course of the forecast needs two reports.")
        return empty("budget-course", reason, id=id, title=title, lang=lang, width=width)
    canvas = Canvas("budget-course", id, title, lang, width)
    lines = tuple(_lines(canvas, points, currency))
    plot = plotted(canvas, lines, today, lambda value: _ticks(canvas, value, currency), height=_HEIGHT)
    drawn(plot, lines)
    canvas.height = plot.bottom + 24
    return canvas.svg(*_finding(canvas, points, currency))


def _lines(canvas: Canvas, points: Sequence[MoneyPoint], currency: str) -> Iterator[Reported]:
    last = points[-1]

    def named(name: Message, amount: Decimal) -> str:
        return f"{canvas.say(name)} {canvas.words.money(amount, currency)}"

    planned = tuple((p.day, float(p.planned)) for p in points)
    yield Reported(named(message("Planned"), last.planned), planned, "d6", 1.4, step=True)
    used = tuple((p.day, float(p.actual)) for p in points if p.actual is not None)
    latest = next((p.actual for p in reversed(points) if p.actual is not None), None)
    if latest is not None:
        yield Reported(named(message("Used"), latest), used, "d1", 2.4, mark="dot")
    forecast = tuple((p.day, float(p.forecast)) for p in points)
    yield Reported(named(message("Forecast"), last.forecast), forecast, "d2", 1.8, "7 4", "ring", step=True)


def _ticks(canvas: Canvas, value: Linear, currency: str) -> Ticks:
    """Round amounts, all said in one step; nothing alone has none."""
    amounts = [Decimal(str(tick)) for tick in value.ticks()]
    scale = canvas.words.scale(amounts)
    return tuple((float(one), canvas.words.money(one, currency, scale if one else None)) for one in amounts)


def _finding(canvas: Canvas, points: Sequence[MoneyPoint], currency: str) -> Iterator[Message]:
    def said(amount: Decimal) -> str:
        return canvas.words.money(amount, currency)

    first, last = points[0], points[-1]
    if first.forecast == last.forecast:
        yield message("The forecast is {amount}, as on {day}.", amount=said(last.forecast), day=first.day)
    else:
        yield message(
            "The forecast went from {first} on {day} to {last}.",
            first=said(first.forecast),
            day=first.day,
            last=said(last.forecast),
        )
    if first.planned == last.planned:
        yield message("{amount} is planned throughout.", amount=said(last.planned))
    else:
        yield message(
            "The plan went from {first} to {last}.", first=said(first.planned), last=said(last.planned)
        )
