"""Money line by line: what was planned, what is spent, what the end is expected to be."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from opsgen.figures.canvas import Canvas, Key, empty, status_keys
from opsgen.figures.lettering import NORMAL, SMALL, clean, text_width
from opsgen.figures.scales import Linear
from opsgen.words import Message, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opsgen.figures.tokens import Status
    from opsgen.words import Scale

_TOP = 26.0
_STEP = 32.0
_PLANNED, _USED, _FORECAST = message("Planned"), message("Used"), message("Forecast")
_AMOUNTS = ((_PLANNED, "planned"), (_USED, "actual"), (_FORECAST, "forecast"))
MONEY_WORDS: dict[Status, Message] = {
    "ok": message("within budget"),
    "risk": message("within tolerance"),
    "late": message("over budget"),
    "done": message("settled"),
    "todo": message("not judged"),
}


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A line of the budget, None where an amount is unknown; `total` sums up the others."""

    id: str
    title: str
    planned: Decimal | None
    actual: Decimal | None = None
    forecast: Decimal | None = None
    status: Status = "todo"
    href: str = ""
    total: bool = False

    @property
    def amounts(self) -> tuple[Decimal, ...]:
        """The amounts that are known."""
        return tuple(amount for amount in (self.planned, self.actual, self.forecast) if amount is not None)

    @property
    def overrun(self) -> Decimal | None:
        """Forecast (or actual, if that is more) less planned; None where one is unknown."""
        spent = [amount for amount in (self.actual, self.forecast) if amount is not None]
        return None if self.planned is None or not spent else max(spent) - self.planned


@dataclass(frozen=True, slots=True)
class _Plot:
    canvas: Canvas
    money: Linear
    currency: str
    columns: tuple[tuple[str, float], ...]
    """Headings with the right edges of the columns beside the bars."""
    scale: Scale
    """The step of all amounts."""

    def amount(self, amount: Decimal | None) -> str:
        return "–" if amount is None else self.canvas.words.money(amount, self.currency, self.scale)


def budget_bars(
    rows: Sequence[BudgetRow], *, currency: str = "CNY", id: str, title: str, lang: str, width: float = 960
) -> str:
    """A bar for each line: actual solid, forecast pale behind it, planned as a tick; a total has none."""
    lines = [row for row in rows if not row.total]
    amounts = [amount for row in lines for amount in row.amounts]
    if not amounts:
        return empty("budget", _why_empty(rows), id=id, title=title, lang=lang, width=width)
    canvas = Canvas("budget", id, title, lang, width)
    plot = _plot(canvas, rows, max(*amounts, Decimal(1)), currency)
    bottom = _TOP + _STEP * len(rows)
    canvas.line(plot.money.start, _TOP, plot.money.start, bottom, "wire")
    for heading, right in plot.columns:
        canvas.text(right, _TOP - 11, heading, "muted", anchor="end")
    for i, row in enumerate(rows):
        canvas.line(0, _TOP + _STEP * i, width, _TOP + _STEP * i, "wire" if row.total else "grid")
        with canvas.group(_tip(plot, row), row.href):
            _row(plot, row, _TOP + _STEP * (i + 0.5))
    canvas.line(0, bottom, width, bottom)
    canvas.height = canvas.legend(_keys(canvas, rows, lines), 4, bottom + 6) + 4
    return canvas.svg(*_finding(plot, lines))


def _why_empty(rows: Sequence[BudgetRow]) -> Message:
    if not rows:
        return message("No budget to draw: there are no budget lines.")
    return message("No budget to draw: no line has an amount.")


def _plot(canvas: Canvas, rows: Sequence[BudgetRow], most: Decimal, currency: str) -> _Plot:
    """Columns as wide as what stands in them; actual and planned are left out where it is narrow."""
    words, scale = canvas.words, canvas.words.scale(amount for row in rows for amount in row.amounts)
    columns: list[tuple[str, float]] = []
    right = canvas.width - 4
    for heading, field in reversed(_AMOUNTS if canvas.width >= 560 else _AMOUNTS[-1:]):
        values = [getattr(row, field) for row in rows]
        shown = [words.money(value, currency, scale) for value in values if value is not None]
        columns.append((canvas.say(heading), right))
        right -= max(text_width(label, SMALL, bold=True) for label in (canvas.say(heading), *shown)) + 14
    names = 34 + max(text_width(clean(row.title), NORMAL, bold=row.total) for row in rows)
    left = min(max(names, 90), canvas.width * 0.28)
    return _Plot(canvas, Linear(0, float(most), left, right - 10), currency, tuple(reversed(columns)), scale)


def _row(plot: _Plot, row: BudgetRow, y: float) -> None:
    canvas = plot.canvas
    canvas.mark(9, y, row.status, 4.5)
    canvas.text(22, y, row.title, size=NORMAL, bold=row.total, room=plot.money.start - 32)
    if not row.total:
        _bar(plot, row, y)
    shown = (row.planned, row.actual, row.forecast)[-len(plot.columns) :]
    for (_, right), amount in zip(plot.columns, shown, strict=True):
        over = amount is row.forecast and (row.overrun or 0) > 0
        tone = "ink" if over or row.total else "muted"
        canvas.text(right, y, plot.amount(amount), tone, anchor="end", bold=over or row.total)


def _bar(plot: _Plot, row: BudgetRow, y: float) -> None:
    canvas, money = plot.canvas, plot.money
    if row.forecast is not None:
        canvas.rect(money.start, y - 7, _length(money, row.forecast), 14, row.status, fill_opacity=0.28)
    if row.actual is not None:
        canvas.rect(money.start, y - 3.5, _length(money, row.actual), 7, "d1")
    if row.planned is not None:
        x = money.start + _length(money, row.planned)
        canvas.line(x, y - 10, x, y + 10, "ink", stroke_width=2)


def _length(money: Linear, amount: Decimal) -> float:
    return max(money(amount), money.start) - money.start


def _tip(plot: _Plot, row: BudgetRow) -> str:
    facts = [f"{row.id} {row.title}".strip()]
    for word, field in _AMOUNTS:
        facts.append(f"{plot.canvas.say(word)} {plot.amount(getattr(row, field))}")
    return " · ".join(facts)


def _keys(canvas: Canvas, rows: Sequence[BudgetRow], lines: Sequence[BudgetRow]) -> list[Key]:
    keys = []
    if any(row.actual is not None for row in lines):
        keys.append(Key("box", canvas.say(_USED), "d1"))
    if any(row.forecast is not None for row in lines):
        keys.append(Key("tint", canvas.say(_FORECAST), "muted"))
    if any(row.planned is not None for row in lines):
        keys.append(Key("tick", canvas.say(_PLANNED), "ink"))
    return keys + status_keys(canvas, [row.status for row in rows], MONEY_WORDS)


def _finding(plot: _Plot, lines: Sequence[BudgetRow]) -> Iterator[Message]:
    over = [row for row in lines if (row.overrun or 0) > 0]
    yield plural("{n} budget line.", "{n} budget lines.", len(lines))
    if not over:
        yield message("None is expected to exceed its plan.")
        return
    worst = max(over, key=lambda row: row.overrun or Decimal(0))
    yield plural("{n} exceeds its plan.", "{n} exceed their plans.", len(over))
    yield message(
        "The largest overrun is {item}: {amount}.",
        item=f"{worst.id} {worst.title}".strip(),
        amount=plot.canvas.words.money(worst.overrun or Decimal(0), plot.currency),
    )
