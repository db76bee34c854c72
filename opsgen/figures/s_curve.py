"""Money over time: what was planned, what is used up to today, and where the forecast leads."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from opsgen.calendar import month_end, month_start
from opsgen.figures.boxes import Box
from opsgen.figures.canvas import Canvas, Key, diamond, empty, num
from opsgen.figures.lettering import SMALL, text_width
from opsgen.figures.scales import Linear, Time
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from opsgen.figures.boxes import Point

_TODAY = 9.0
_TOP = 22.0
_STRIP = 38.0  # the bars of the months, beneath the curve
_BAR = 3.0  # pixels that a bar needs at least
_MARKED = 13.0  # pixels between months, below which only the end of a line is marked
_LINE = 13.0  # from one line of a label to the next
_NARROW = 560.0


@dataclass(frozen=True, slots=True)
class CurveMonth:
    """Money up to the end of a month, of the present month up to today; None where it is unknown.

    `month` is any day of it. `spent` is what was used in this month alone, less than 0 after a credit note.
    """

    month: date
    planned: Decimal | None = None
    actual: Decimal | None = None
    forecast: Decimal | None = None
    earned: Decimal | None = None
    spent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """The months in their order, from the first that has any money: before it there is none.

    `committed` is what is ordered or signed today, `contingency` the part of the plan that is kept for what
    nobody foresaw: the band below the plan's end.
    """

    months: tuple[CurveMonth, ...]
    committed: Decimal | None = None
    contingency: Decimal | None = None

    def last(self, of: str) -> Decimal | None:
        """The last known amount of `planned`, `actual`, `forecast` or `earned`."""
        known = [getattr(one, of) for one in self.months]
        return next((amount for amount in reversed(known) if amount is not None), None)

    @property
    def overrun(self) -> Decimal | None:
        """The end of the forecast less that of the plan; None where one is unknown."""
        planned, forecast = self.last("planned"), self.last("forecast")
        return None if planned is None or forecast is None else forecast - planned

    @property
    def amounts(self) -> tuple[Decimal, ...]:
        """Every amount of the curve that is known."""
        of_months = (
            amount for one in self.months for amount in (one.planned, one.actual, one.forecast, one.earned)
        )
        return tuple(amount for amount in (*of_months, self.committed) if amount is not None)


class _Series(NamedTuple):
    """How one line is drawn: no two share a mark or a dash."""

    of: str
    name: Message
    token: str
    width: float
    dash: str | None
    mark: str


_PLANNED = _Series("planned", message("Planned"), "d6", 1.4, None, "square")
_USED = _Series("actual", message("Used"), "d1", 2.8, None, "dot")
_FORECAST = _Series("forecast", message("Forecast"), "d2", 2.0, "7 4", "ring")
_COMMITTED = _Series("committed", message("Committed"), "d4", 1.4, "1.5 3", "triangle")
_EARNED = _Series("earned", message("Earned value"), "d3", 1.8, "9 3 2 3", "diamond")


@dataclass(frozen=True, slots=True)
class _Label:
    """What stands at the end of a line: our words, then amounts, one below the other."""

    series: _Series
    y: float
    lines: tuple[tuple[str, str], ...]
    """Texts with their paint."""

    @property
    def height(self) -> float:
        return _LINE * len(self.lines) + 3


@dataclass(frozen=True, slots=True)
class _Plot:
    canvas: Canvas
    curve: Curve
    today: date
    currency: str
    time: Time
    value: Linear
    bars: Linear | None
    """The scale of the months' own amounts, where there is room for their bars."""
    lines: dict[str, tuple[Point, ...]] = field(default_factory=dict)
    taken: list[Box] = field(default_factory=list)
    """Where labels stand."""

    @property
    def bottom(self) -> float:
        return self.value.start

    @property
    def foot(self) -> float:
        """The lower end of all that is drawn above the names of the months."""
        return self.bars.start if self.bars else self.bottom

    def money(self, amount: Decimal) -> str:
        return self.canvas.words.money(amount, self.currency)

    def end_of(self, month: date) -> float:
        return self.time(month_end(month), 1.0)


def s_curve(
    curve: Curve,
    today: date,
    *,
    currency: str = "CNY",
    id: str,
    title: str,
    lang: str,
    width: float = 960,
    height: float = 250,
    why: Message | None = None,
) -> str:
    """Cumulative money by month, labelled at the ends of its lines; `why` says why there may be none."""
    if not curve.amounts or not curve.months:
        reason = why or message("No curve to draw: no amount belongs to a month.")
        return empty("s-curve", reason, id=id, title=title, lang=lang, width=width)
    canvas = Canvas("s-curve", id, title, lang, width)
    plot = _plot(canvas, curve, today, currency, height)
    _axes(plot)
    _band(plot)
    _bars(plot)
    canvas.today(plot.time, today, _TODAY, _TOP - 6, plot.foot)
    for series in (_COMMITTED, _PLANNED, _EARNED, _FORECAST, _USED):
        _draw(plot, series)
    _difference(plot)
    _beside(plot)
    unplaced = [series for series in (_USED, _EARNED) if not _within(plot, series)]
    canvas.height = canvas.legend(_keys(plot, unplaced), 4, plot.foot + 22) + 4
    return canvas.svg(*_finding(plot))


# ---- scales


def _plot(canvas: Canvas, curve: Curve, today: date, currency: str, height: float) -> _Plot:
    amounts = [*map(float, curve.amounts), 0.0]
    low, high = min(amounts), max(amounts)
    air = (high - low) * 0.06
    value = Linear(low - (air if low < 0 else 0), high + air, _TOP + height, _TOP)
    shown = [said for _, said in _ticks(canvas, value, currency)]
    shown.append(canvas.words.money(_most(curve), currency))
    left = 12 + max(text_width(said, SMALL) for said in shown)
    draft = _Plot(canvas, curve, today, currency, _months(curve, left, canvas.width - 20), value, None)
    room = max((_extent(label) for label in _labels(draft)), default=0.0)
    time = _months(curve, left, max(canvas.width - room - 24, left + 60))
    plot = _Plot(canvas, curve, today, currency, time, value, _bar_scale(curve, time, value))
    plot.lines.update({series.of: _course(plot, series) for series in (_PLANNED, _USED, _FORECAST, _EARNED)})
    plot.lines[_COMMITTED.of] = _level(plot)
    return plot


def _months(curve: Curve, start: float, end: float) -> Time:
    first, last = curve.months[0].month, curve.months[-1].month
    return Time(month_start(first).toordinal(), month_end(last).toordinal(), start, end)


def _ticks(canvas: Canvas, value: Linear, currency: str) -> tuple[tuple[Decimal, str], ...]:
    """Round amounts, all said in one step; one alone where all amounts are the same."""
    amounts = [Decimal(str(tick)) for tick in value.ticks(6)]
    scale = canvas.words.scale(amounts)
    return tuple((one, canvas.words.money(one, currency, scale if one else None)) for one in amounts)


def _bar_scale(curve: Curve, time: Time, value: Linear) -> Linear | None:
    spent = [float(one.spent) for one in curve.months if one.spent is not None]
    if not any(spent) or (time.end - time.start) / len(curve.months) < _BAR + 1:
        return None
    top = value.start + 18
    return Linear(min(*spent, 0.0), max(*spent, 0.0), top + _STRIP, top)


# ---- lines


def _course(plot: _Plot, series: _Series) -> tuple[Point, ...]:
    """The corners of a line: from nothing where it is known from the first month, flat after its last."""
    measured, now = series in (_USED, _EARNED), plot.time(plot.today, 0.5)
    known = [
        (min(plot.end_of(one.month), now) if measured else plot.end_of(one.month), amount)
        for one in plot.curve.months
        if (amount := getattr(one, series.of)) is not None
        and not (measured and month_start(one.month) > plot.today)
    ]
    if not known:
        return ()
    if series is _FORECAST:
        return _onward(plot, known)
    begins = getattr(plot.curve.months[0], series.of) is not None
    points = [(plot.time.start, Decimal(0))] * begins + known
    if not measured:
        points.append((plot.time.end, known[-1][1]))
    return _distinct((x, plot.value(amount)) for x, amount in points)


def _onward(plot: _Plot, known: Sequence[tuple[float, Decimal]]) -> tuple[Point, ...]:
    """The forecast from where the used money stands today to its end."""
    used = _course(plot, _USED)
    start = used[-1:] or ((plot.time.start, plot.value(0.0)),) * (plot.curve.months[0].forecast is not None)
    reached = start[0][0] if start else plot.time.start
    ahead = [(x, plot.value(amount)) for x, amount in known if x > reached]
    return _distinct((*start, *ahead, (plot.time.end, plot.value(known[-1][1]))))


def _level(plot: _Plot) -> tuple[Point, ...]:
    """What is ordered or signed: a level from today on."""
    if plot.curve.committed is None:
        return ()
    from_ = plot.time(plot.today) if plot.time.shows(plot.today) else plot.time.start
    y = plot.value(plot.curve.committed)
    return ((from_, y), (plot.time.end, y))


def _distinct(points: Iterator[Point] | Sequence[Point]) -> tuple[Point, ...]:
    return tuple(dict.fromkeys(points))


# ---- drawing


def _axes(plot: _Plot) -> None:
    canvas, time = plot.canvas, plot.time
    for tick, said in _ticks(canvas, plot.value, plot.currency):
        y = plot.value(tick)
        canvas.line(time.start, y, time.end, y, "grid" if tick else "wire")
        canvas.text(time.start - 6, y, said, "muted", anchor="end")
    canvas.time_axis(time, plot.foot + 11, _TOP, plot.foot + 5)


def _band(plot: _Plot) -> None:
    """The contingency, below the plan's end."""
    box = _reserve(plot)
    if box:
        canvas = plot.canvas
        canvas.rect(box.left, box.top, box.right - box.left, box.bottom - box.top, "d5", fill_opacity=0.18)


def _reserve(plot: _Plot) -> Box | None:
    planned, kept = plot.curve.last("planned"), plot.curve.contingency
    if planned is None or not kept or kept < 0:
        return None
    return Box(
        plot.time.start, plot.value(planned), plot.time.end, plot.value(max(planned - kept, Decimal(0)))
    )


def _bars(plot: _Plot) -> None:
    """What each month used, up from a line of its own, or down after credit notes."""
    if plot.bars is None:
        return
    canvas, scale, nothing = plot.canvas, plot.bars, plot.bars(0.0)
    canvas.line(plot.time.start, nothing, plot.time.end, nothing, "wire")
    months = len(plot.curve.months)
    wide = min((plot.time.end - plot.time.start) / months * 0.66, 22.0)
    for one in plot.curve.months:
        if one.spent:
            y = scale(one.spent)
            middle = (plot.time(month_start(one.month)) + plot.end_of(one.month)) / 2
            with canvas.group(f"{canvas.words.month(one.month)} · {plot.money(one.spent)}"):
                canvas.rect(middle - wide / 2, min(y, nothing), wide, abs(y - nothing), _USED.token)
    most = _most(plot.curve)
    canvas.text(plot.time.start - 6, scale(most), plot.money(most), "muted", anchor="end")


def _most(curve: Curve) -> Decimal:
    """The largest amount of one month, or of a credit note; 0 where there is none."""
    return max((one.spent for one in curve.months if one.spent is not None), key=abs, default=Decimal(0))


def _draw(plot: _Plot, series: _Series) -> None:
    points = plot.lines[series.of]
    if len(points) > 1:
        plot.canvas.polyline(
            points,
            series.token,
            stroke_width=series.width,
            stroke_dasharray=series.dash,
            stroke_linejoin="round",
        )
    if series in (_USED, _EARNED) and points:
        apart = (plot.time.end - plot.time.start) / len(plot.curve.months)
        for x, y in points[1:] if apart >= _MARKED and len(points) > 1 else points[-1:]:
            _mark(plot.canvas, series, x, y)


def _mark(canvas: Canvas, series: _Series, x: float, y: float) -> None:
    match series.mark:
        case "dot":
            canvas.circle(x, y, 3.4, series.token)
        case "ring":
            canvas.circle(x, y, 3.2, "surface", stroke=series.token, stroke_width=1.8)
        case "diamond":
            canvas.path(diamond(x, y, 4.2), fill=series.token)
        case "triangle":
            canvas.path(f"M{num(x)} {num(y - 4)}l4.2 7.4h-8.4z", fill=series.token)
        case _:
            canvas.path(f"M{num(x - 3.2)} {num(y - 3.2)}h6.4v6.4h-6.4z", fill=series.token)


def _difference(plot: _Plot) -> None:
    """A bracket from the plan's end to the forecast's."""
    planned, forecast = plot.lines["planned"], plot.lines["forecast"]
    overrun = plot.curve.overrun
    if not planned or not forecast or not overrun:
        return
    x, above, below = plot.time.end + 4, *sorted((planned[-1][1], forecast[-1][1]))
    if below - above >= 2:
        token = "late" if overrun > 0 else "ok"
        plot.canvas.path(f"M{num(x - 3)} {num(above)}h3V{num(below)}h-3", stroke=token, stroke_width=1.6)


# ---- labels


def _labels(plot: _Plot) -> Iterator[_Label]:
    """The labels at the right: what the plan, the forecast and the commitments come to."""
    for series in (_PLANNED, _FORECAST, _COMMITTED):
        amount = plot.curve.committed if series is _COMMITTED else plot.curve.last(series.of)
        if amount is not None:
            lines = _said(plot, series, amount)
            if series is _FORECAST:
                lines = (*lines, *_deviation(plot))
            yield _Label(series, plot.value(amount), lines)


def _said(plot: _Plot, series: _Series, amount: Decimal) -> tuple[tuple[str, str], ...]:
    name, shown = plot.canvas.say(series.name), plot.money(amount)
    if plot.canvas.width < _NARROW:
        return ((name, "muted"), (shown, "ink"))
    return ((f"{name} {shown}", "ink"),)


def _deviation(plot: _Plot) -> Iterator[tuple[str, str]]:
    overrun = plot.curve.overrun
    if overrun:
        yield ("+" if overrun > 0 else "") + plot.money(overrun), "late" if overrun > 0 else "ok"


def _extent(label: _Label) -> float:
    return max(text_width(said, SMALL, bold=True) for said, _ in label.lines) + 32


def _beside(plot: _Plot) -> None:
    """The labels at the right, in the order of their lines and apart, a thin line from each to its own."""
    canvas, x = plot.canvas, plot.time.end + 22
    labels = sorted(_labels(plot), key=lambda label: label.y)
    for label, top in zip(labels, _stacked(labels, _TOP - 4, plot.foot), strict=True):
        y = top + label.height / 2
        canvas.polyline(((plot.time.end + 5, label.y), (x - 6, y)), "wire", stroke_width=0.8)
        _mark(canvas, label.series, x, y)
        first = y - _LINE * (len(label.lines) - 1) / 2
        for i, (said, token) in enumerate(label.lines):
            room = canvas.width - x - 9
            canvas.text(x + 9, first + i * _LINE, said, token, bold=token in ("late", "ok"), room=room)


def _stacked(labels: Sequence[_Label], low: float, high: float) -> list[float]:
    """The upper edges of labels, in their order and apart, as near to their lines as `low..high` allows."""
    tops = [label.y - label.height / 2 for label in labels]
    edge = low
    for i, label in enumerate(labels):
        tops[i] = max(tops[i], edge)
        edge = tops[i] + label.height
    edge = high
    for i in reversed(range(len(labels))):
        tops[i] = min(tops[i], edge - labels[i].height)
        edge = tops[i]
    return tops


def _within(plot: _Plot, series: _Series) -> bool:
    """Writes the label of a line that ends today beside its end; False where no place is free."""
    amount, points = plot.curve.last(series.of), plot.lines[series.of]
    if amount is None or not points:
        return True
    said = f"{plot.canvas.say(series.name)} {plot.money(amount)}"
    box = _free(plot, points[-1], text_width(said, SMALL))
    if box is None:
        return False
    plot.canvas.text(box.left + 2, (box.top + box.bottom) / 2, said)
    plot.taken.append(box)
    return True


def _free(plot: _Plot, end: Point, width: float) -> Box | None:
    """A place near the end of a line where a text of this width meets nothing."""
    x, y = end
    field_ = Box(plot.time.start, _TOP, plot.time.end, plot.bottom)
    for dy in (12, -12, 20, -20, 32, -32, 46, -46):
        for left in (x + 6, x - width - 10):
            box = Box(left, y + dy - 7, left + width + 4, y + dy + 7)
            if field_.holds(box) and _clear(plot, box):
                return box
    return None


def _clear(plot: _Plot, box: Box) -> bool:
    band = _reserve(plot)
    if any(box.meets(other) for other in plot.taken):
        return False
    if band and box.meets(band) and not band.holds(box):
        return False
    if plot.time.shows(plot.today) and box.left < plot.time(plot.today, 0.5) < box.right:
        return False
    return not any(box.touched(line) for line in plot.lines.values())


def _keys(plot: _Plot, unplaced: Sequence[_Series]) -> list[Key]:
    canvas, keys = plot.canvas, []
    for series in unplaced:
        said = f"{canvas.say(series.name)} {plot.money(plot.curve.last(series.of) or Decimal(0))}"
        keys.append(Key("diamond" if series.mark == "diamond" else "line", said, series.token))
    if plot.bars:
        keys.append(Key("box", canvas.say(message("Used in each month")), _USED.token))
    if _reserve(plot):
        keys.append(Key("tint", canvas.say(message("Contingency in the plan")), "d5"))
    return keys


# ---- the finding


def _finding(plot: _Plot) -> Iterator[Message]:
    planned, used = plot.curve.last("planned"), plot.curve.last("actual")
    forecast, overrun = plot.curve.last("forecast"), plot.curve.overrun
    if used is not None and planned:
        yield message(
            "{used} of {planned} used by {day}, {percent}.",
            used=plot.money(used),
            planned=plot.money(planned),
            day=plot.today,
            percent=plot.canvas.words.percent(used / planned * 100),
        )
    elif used is not None:
        yield message("{used} used by {day}.", used=plot.money(used), day=plot.today)
    elif planned is not None:
        yield message("{planned} planned; what is used is not known.", planned=plot.money(planned))
    if forecast is not None:
        yield _outlook(plot, forecast, overrun)
    if plot.curve.committed is not None:
        yield message("{amount} is committed.", amount=plot.money(plot.curve.committed))


def _outlook(plot: _Plot, forecast: Decimal, overrun: Decimal | None) -> Message:
    end, amount = plot.canvas.words.month(plot.curve.months[-1].month), plot.money(forecast)
    if overrun is None:
        return message("The forecast for {month} is {amount}.", month=end, amount=amount)
    if overrun == 0:
        return message("The forecast for {month} is {amount}, as planned.", month=end, amount=amount)
    if overrun > 0:
        return message(
            "The forecast for {month} is {amount}, {more} over the plan.",
            month=end,
            amount=amount,
            more=plot.money(overrun),
        )
    return message(
        "The forecast for {month} is {amount}, {less} below the plan.",
        month=end,
        amount=amount,
        less=plot.money(-overrun),
    )
