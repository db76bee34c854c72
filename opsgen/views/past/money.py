"""What reports said of money, as a table and a figure: of a project, or of several in one currency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.figures.budget_over_time import MoneyPoint, budget_over_time
from opsgen.words import Money, message, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from opsgen.views.edition import Edition
    from opsgen.words import Message

WIDE, NARROW = 640.0, 340.0


@dataclass(frozen=True, slots=True)
class CourseRow:
    """The money of one report in words; empty where nobody had written what was used."""

    day: date
    planned: str
    used: str
    forecast: str
    variance: str
    tone: str


def amounts(point: MoneyPoint) -> tuple[Decimal | None, ...]:
    """What a report says, to see whether another says the same."""
    return (point.planned, point.actual, point.forecast)


def outlook(points: Sequence[MoneyPoint], currency: str) -> Message:
    """How the forecast went from the first report to this one."""
    first, last = points[0], points[-1]
    amount = Money(last.forecast, currency)
    if first.forecast == last.forecast:
        return message("The forecast is {amount}, as on {day}.", amount=amount, day=first.day)
    before = Money(first.forecast, currency)
    return message("Forecast {first} → {last} since {day}.", first=before, last=amount, day=first.day)


def drawn(edition: Edition, points: Sequence[MoneyPoint], currency: str, id: str, width: float) -> str:
    """The figure."""
    title = words(edition.lang).gettext("Money, report by report")
    return budget_over_time(
        points, edition.as_of, currency=currency, id=id, title=title, lang=edition.lang, width=width
    )


def rows(edition: Edition, points: Sequence[MoneyPoint], currency: str) -> Iterator[CourseRow]:
    """The reports, the newest first, all amounts in one step."""
    say = words(edition.lang)
    scale = say.scale(amount for point in points for amount in amounts(point))

    def money(amount: Decimal | None) -> str:
        return "" if amount is None else say.money(amount, currency, scale if amount else None)

    for point in reversed(points):
        over = point.forecast - point.planned
        tone = "bad" if over > 0 else "good" if over < 0 else "flat"
        variance = ("+" if over > 0 else "") + money(over)
        planned, used, forecast = map(money, amounts(point))
        yield CourseRow(point.day, planned, used, forecast, variance, tone)
