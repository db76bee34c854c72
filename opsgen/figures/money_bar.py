"""The money of a project in one thin bar: used, expected at the end, and the plan as a tick."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from opsgen.figures.canvas import Canvas, empty
from opsgen.figures.lettering import SMALL, text_width
from opsgen.figures.scales import Linear
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.figures.tokens import Status


@dataclass(frozen=True, slots=True)
class Money:
    """Planned, used and expected amounts in one currency; None where unknown."""

    planned: Decimal | None
    used: Decimal | None = None
    forecast: Decimal | None = None
    currency: str = "CNY"
    status: Status = "todo"


def money_bar(money: Money, *, id: str, title: str, lang: str, width: float = 340) -> str:
    """Used solid, up to the forecast pale, the plan as a tick, and the three amounts in a line below."""
    known = [amount for amount in (money.planned, money.used, money.forecast) if amount is not None]
    if not known:
        return empty("money", message("No budget is set."), id=id, title=title, lang=lang, width=width)
    canvas = Canvas("money", id, title, lang, width, 24)
    scale = Linear(0, float(max(*known, Decimal(1))), 1, width - 1)
    canvas.rect(1, 5, width - 2, 10, "grid", rx=2)
    if money.forecast is not None:
        canvas.rect(
            1, 5, scale(max(money.forecast, Decimal(0))) - 1, 10, money.status, rx=2, fill_opacity=0.35
        )
    if money.used is not None:
        canvas.rect(1, 5, scale(max(money.used, Decimal(0))) - 1, 10, money.status, rx=2)
    if money.planned is not None:
        x = scale(max(money.planned, Decimal(0)))
        canvas.line(x, 1, x, 19, "ink", stroke_width=2)
    said = list(_amounts(canvas, money))
    canvas.height = _captions(canvas, said) + 4
    return canvas.svg(message("{amounts}.", amounts=tuple(said)))


def _amounts(canvas: Canvas, money: Money) -> Iterator[str]:
    for pattern, amount in (
        (message("used {amount}", amount=_spoken(canvas, money, money.used)), money.used),
        (message("planned {amount}", amount=_spoken(canvas, money, money.planned)), money.planned),
        (message("forecast {amount}", amount=_spoken(canvas, money, money.forecast)), money.forecast),
    ):
        if amount is not None:
            yield canvas.say(pattern)


def _spoken(canvas: Canvas, money: Money, amount: Decimal | None) -> str:
    return "" if amount is None else canvas.words.money(amount, money.currency)


def _captions(canvas: Canvas, said: list[str]) -> float:
    """The amounts side by side, or below one another where they do not fit; the y below them."""
    x, y = 1.0, 29.0
    for caption in said:
        extent = text_width(caption, SMALL)
        if x > 1 and x + extent > canvas.width:
            x, y = 1.0, y + 15
        canvas.text(x, y, caption, "muted", room=canvas.width - x)
        x += extent + 14
    return y + 6
