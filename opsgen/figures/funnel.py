"""The steps on the way to a result, each as wide as what comes through, with the share that goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.figures.canvas import Canvas, empty, num
from opsgen.figures.lettering import NORMAL, SMALL, clean, text_width
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TOP = 8.0
_BAR = 26.0
_BETWEEN = 22.0


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """A step with its value in words; `rate` is its percent of the step before, None where there is none."""

    id: str
    title: str
    value: float
    shown: str
    rate: float | None = None
    href: str = ""
    weakest: bool = False


@dataclass(frozen=True, slots=True)
class _Plot:
    canvas: Canvas
    names: float
    """Where the names end and the bars begin."""
    room: float
    """How wide the widest bar is."""
    most: float

    @property
    def middle(self) -> float:
        return self.names + self.room / 2

    def extent(self, value: float) -> float:
        return self.room * max(value, 0.0) / self.most


def funnel(steps: Sequence[FunnelStep], *, id: str, title: str, lang: str, width: float = 640) -> str:
    """Bars about a middle line, the widest for the largest value, and between them how many go on."""
    most = max((step.value for step in steps), default=0.0)
    if len(steps) < 2 or most <= 0:
        return empty("funnel", _why_empty(steps), id=id, title=title, lang=lang, width=width)
    canvas = Canvas("funnel", id, title, lang, width)
    plot = _plot(canvas, steps, most)
    for i, step in enumerate(steps):
        y = _TOP + i * (_BAR + _BETWEEN)
        if i:
            _passage(plot, steps[i - 1], step, y)
        with canvas.group(_tip(canvas, step), step.href):
            _bar(plot, step, y)
    canvas.height = _TOP + len(steps) * (_BAR + _BETWEEN) - _BETWEEN + 8
    return canvas.svg(*_finding(canvas, steps))


def _why_empty(steps: Sequence[FunnelStep]) -> Message:
    if len(steps) < 2:
        return message("No funnel to draw: fewer than two of its steps are measured.")
    return message("No funnel to draw: nothing comes through any of its steps.")


def _plot(canvas: Canvas, steps: Sequence[FunnelStep], most: float) -> _Plot:
    widest = max(text_width(clean(step.title), NORMAL) for step in steps)
    names = min(widest + 12, canvas.width * 0.34)
    values = max(text_width(step.shown, NORMAL, bold=True) for step in steps)
    return _Plot(canvas, names, canvas.width - names - values - 20, most)


def _bar(plot: _Plot, step: FunnelStep, y: float) -> None:
    canvas, extent = plot.canvas, plot.extent(step.value)
    middle = y + _BAR / 2
    canvas.text(0, middle, step.title, size=NORMAL, room=plot.names - 8)
    canvas.rect(plot.middle - extent / 2, y, max(extent, 1.0), _BAR, "d1", rx=2)
    canvas.text(canvas.width - 4, middle, step.shown, anchor="end", size=NORMAL, bold=True)


def _passage(plot: _Plot, before: FunnelStep, step: FunnelStep, y: float) -> None:
    """What narrows between two bars, and the rate on it; the weakest in bold with its mark."""
    canvas, top = plot.canvas, y - _BETWEEN
    wide, narrow = plot.extent(before.value) / 2, plot.extent(step.value) / 2
    corners = ((-wide, top), (wide, top), (narrow, y), (-narrow, y))
    outline = "L".join(f"{num(plot.middle + x)} {num(at)}" for x, at in corners)
    canvas.path(f"M{outline}z", fill="d1", fill_opacity=0.14)
    if step.rate is None:
        return
    shown = canvas.words.percent(step.rate, 1)
    extent = text_width(shown, SMALL, bold=step.weakest) + (16 if step.weakest else 0)
    left = plot.middle + _beside(wide, narrow, extent)
    if step.weakest:
        canvas.mark(left + 5, y - _BETWEEN / 2, "risk", 4.5)
    canvas.text(left + (16 if step.weakest else 0), y - _BETWEEN / 2, shown, bold=step.weakest)


def _beside(wide: float, narrow: float, extent: float) -> float:
    """Where a label begins, from the middle line: about it where the passage holds it, else right of it."""
    # What the letters reach, above and below the middle of the passage, as a share of its height.
    reach = SMALL / 2 / _BETWEEN
    halves = [wide + (narrow - wide) * (0.5 + side * reach) for side in (-1, 1)]
    return -extent / 2 if min(halves) > extent / 2 + 2 else max(halves) + 5


def _tip(canvas: Canvas, step: FunnelStep) -> str:
    facts = [f"{step.id} {step.title}".strip(), step.shown]
    if step.rate is not None:
        facts.append(
            canvas.say(message("{rate} of the step before", rate=canvas.words.percent(step.rate, 1)))
        )
    return " · ".join(facts)


def _finding(canvas: Canvas, steps: Sequence[FunnelStep]) -> Iterator[Message]:
    first, last = steps[0], steps[-1]
    yield message(
        "From {first} ({before}) to {last} ({after}).",
        first=first.title,
        before=first.shown,
        last=last.title,
        after=last.shown,
    )
    worst = next((step for step in steps if step.weakest and step.rate is not None), None)
    if worst is not None and worst.rate is not None:
        yield message(
            "Most are lost on the way to {step}: {rate} go on.",
            step=worst.title,
            rate=canvas.words.percent(worst.rate, 1),
        )
