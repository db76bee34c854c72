"""Metrics as a board: a table of all, the funnel, then each with its course and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.funnel import Rate, Step, comparable, funnel, weakest
from opsgen.derive.segments import SegmentState, segments
from opsgen.derive.series import grows
from opsgen.derive.standing import by_name
from opsgen.views import drawings
from opsgen.views.how import metrics as how_metrics
from opsgen.views.past.metric import CODES, MetricPast, metric_past
from opsgen.views.past.traced import Tracer, note
from opsgen.views.readings import Shift, Shown, compared_with, difference, moved, readings, worst_first
from opsgen.words import message, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from opsgen.derive import Assessment
    from opsgen.derive.series import Series
    from opsgen.model import Metric
    from opsgen.views.edition import Edition
    from opsgen.views.readings import Reading
    from opsgen.words import Message, Text, Words

FEW = 3
"""Metrics from which on a table of all of them says more than their cards."""
CARDS = 4
"""Cards that are shown; of more, those that follow are folded, but for what is behind or was adjusted for."""
BEHIND = 12
"""Cards that are shown of what is behind, the worst of it; the table has all of it first."""
SEGMENTS = 8
"""Segments that are shown; smaller ones are folded."""
LISTED = 400
"""Measurements that are listed, the latest of them: a year of days, whatever an export has kept."""
_WIDE, _NARROW = 760, 340


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A channel, a city, …; `bar` is its value in percent of the largest, None where one is below 0.

    `on` is the day of its latest number, None where that is the day of the newest of all.
    """

    title: Text
    latest: Shown
    share: Shown | None
    change: Shift | None
    bar: float | None
    on: date | None
    spark: str
    first: str
    """The value where that course begins."""


@dataclass(frozen=True, slots=True)
class SegmentTable:
    """What a metric is made of; `whole` is all segments together, of numbers that add up.

    `unnamed` is the metric's own value where the segments are not all of it.
    """

    by: str
    shown: tuple[SegmentRow, ...]
    folded: tuple[SegmentRow, ...]
    whole: str
    unnamed: str


@dataclass(frozen=True, slots=True)
class Card:
    """A metric in full; `narrow` is its figure for a phone where the other is too wide for one."""

    reading: Reading
    past: MetricPast
    figure: str
    narrow: str
    parts: tuple[Metric, ...]
    """The two metrics that it is computed from."""
    segments: SegmentTable | None
    accepted_ended: bool
    large: bool

    @property
    def listed(self) -> Series:
        """The measurements that are listed, the latest first."""
        return self.reading.state.series[: -LISTED - 1 : -1]


@dataclass(frozen=True, slots=True)
class FunnelRow:
    """A step of the funnel with its rates, None where they are unknown; `change` is in percentage points."""

    metric: Metric
    value: str
    on: date | None
    rate: Shown | None
    overall: Shown | None
    change: Shown | None
    weakest: bool


@dataclass(frozen=True, slots=True)
class FunnelView:
    """The funnel of a project; without figures where its steps are not counted in one unit."""

    rows: tuple[FunnelRow, ...]
    figure: str
    narrow: str
    changes: bool
    comparable: bool


@dataclass(frozen=True, slots=True)
class Board:
    """The metrics of a project: the table has what is behind first, the cards the north star.

    `year_with` is the title of the project that 同比 is against, None where it is the year before; `note`
    says why the history of the metrics is not whole.
    """

    table: tuple[tuple[Reading, str], ...]
    cards: tuple[Card, ...]
    folded: tuple[Card, ...]
    funnel: FunnelView | None
    year_with: Text | None
    has: frozenset[str]
    """The columns that some metric has a number for."""
    note: Message | None


def metrics(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """The board of a project's metrics; None without any."""
    if not assessment.metrics:
        return {"kpis": None}
    of = assessment.project
    other = compared_with(edition).get(of.id) if of.compare_with else None
    found = readings(edition, assessment, other)
    listed = sorted(found, key=worst_first) if len(found) >= FEW else ()
    cards, folded = _cards(edition, assessment, found)
    board = Board(
        table=tuple((one, _spark(edition, one, n)) for n, one in enumerate(listed)),
        cards=cards,
        folded=folded,
        funnel=_funnel(edition, assessment),
        year_with=other.project.title if other and any(one.twin for one in found) else None,
        has=frozenset(name for name in _COLUMNS if any(getattr(one, name) is not None for one in found)),
        note=note(edition) if edition.timeline.reach != "none" else None,
    )
    return {"kpis": board}


_COLUMNS = ("attained", "elapsed", "gap", "projected", "period", "year")


def _spark(edition: Edition, reading: Reading, number: int) -> str:
    return drawings.spark(edition, reading.state, number) if len(reading.state.series) > 1 else ""


def _cards(
    edition: Edition, assessment: Assessment, found: Sequence[Reading]
) -> tuple[tuple[Card, ...], tuple[Card, ...]]:
    """The cards, north stars first, then the worst; of many the later ones apart."""
    ordered = sorted(found, key=lambda one: (one.state.metric.level != "north_star", worst_first(one)))
    known, tracer = by_name(assessment.project.metrics), Tracer(edition, assessment.project)
    changes, course = tracer.changes(*CODES), edition.reports.course(assessment)
    pasts = [metric_past(one.state, changes, course, tracer) for one in ordered]
    cards = [_card(edition, assessment, one, pasts[n], n, known) for n, one in enumerate(ordered)]
    adjusted = {id(one.metric) for one in assessment.adjustments}
    shown = tuple(
        card
        for n, card in enumerate(cards)
        if n < CARDS or (n < BEHIND and card.reading.late) or id(card.reading.state) in adjusted
    )
    return shown, tuple(card for card in cards if card not in shown) if len(shown) < len(cards) else ()


def _card(
    edition: Edition,
    assessment: Assessment,
    one: Reading,
    past: MetricPast,
    number: int,
    known: Mapping[str, Metric],
) -> Card:
    state, metric = one.state, one.state.metric
    large, name = metric.level == "north_star", f"_metric-{number}"
    drawn = len(state.series) > 1
    size = {"width": _WIDE, "height": 240.0} if large else {}
    line = drawings.metric_line
    own = bool(metric.measurements)
    deviation = metric.accepted_deviation
    return Card(
        reading=one,
        past=past,
        figure=line(edition, assessment, state, name, past, **size) if drawn else "",
        narrow=line(edition, assessment, state, f"{name}-narrow", past, width=_NARROW)
        if drawn and large
        else "",
        parts=() if own else tuple(known[ref] for ref in metric.ratio_of if ref in known),
        segments=_segments(edition, one, number),
        accepted_ended=deviation is not None and deviation.until < edition.as_of,
        large=large,
    )


# ---- what a metric is made of


def _segments(edition: Edition, reading: Reading, number: int) -> SegmentTable | None:
    metric, say = reading.state.metric, words(edition.lang)
    found = segments(metric, edition.as_of)
    if not found:
        return None
    whole = sum(one.latest.value for one in found)
    rows = tuple(
        _segment_row(edition, metric, one, found, whole, f"_segment-{number}-{n}")
        for n, one in enumerate(found)
    )
    return SegmentTable(
        by=metric.breakdown,
        shown=rows[:SEGMENTS],
        folded=rows[SEGMENTS:],
        whole=say.amount(whole, metric.unit) if grows(metric) and len(found) > 1 else "",
        unnamed=_unnamed(reading, whole),
    )


def _unnamed(reading: Reading, whole: float) -> str:
    """The metric's own value, where the segments together are clearly not that."""
    latest, metric = reading.state.latest, reading.state.metric
    if not grows(metric) or latest is None or reading.actual is None:
        return ""
    return reading.actual.text if abs(latest.value - whole) > abs(latest.value) * 0.005 else ""


def _segment_row(
    edition: Edition, metric: Metric, one: SegmentState, all_of: Sequence[SegmentState], whole: float, id: str
) -> SegmentRow:
    say, value = words(edition.lang), one.latest.value
    title = message("{title}", title=one.segment.title)
    share, change = one.share, one.change
    shown = say.amount(value, metric.unit)
    most, least = all_of[0].latest.value, all_of[-1].latest.value
    newest = max(other.latest.date for other in all_of)
    part = how_metrics.share(value, whole, title, metric.unit, say)
    return SegmentRow(
        title=one.segment.title,
        latest=Shown(value, shown),
        share=None if share is None or len(all_of) < 2 else Shown(share, say.percent(share, 1), part),
        change=Shift(
            change.percent,
            change.delta,
            moved(change.percent, change.delta, metric.unit, say),
            how_metrics.latest_change(metric, change, say),
        )
        if change
        else None,
        bar=value / most * 100 if most > 0 and least >= 0 else None,
        on=None if one.latest.date == newest else one.latest.date,
        spark=drawings.segment_spark(edition, one, id) if len(one.series) > 1 else "",
        first=say.number(drawings.of_spark(one.series)[0]),
    )


# ---- the funnel


def _funnel(edition: Edition, assessment: Assessment) -> FunnelView | None:
    steps = funnel(assessment.metrics)
    if not steps:
        return None
    say, worst = words(edition.lang), weakest(steps)
    rows = tuple(_funnel_row(steps, n, worst, say) for n in range(len(steps)))
    return FunnelView(
        rows=rows,
        figure=drawings.funnel_figure(edition, steps, "_funnel-figure"),
        narrow=drawings.funnel_figure(edition, steps, "_funnel-figure-narrow", _NARROW),
        changes=any(row.change for row in rows),
        comparable=comparable(steps),
    )


def _funnel_row(steps: Sequence[Step], n: int, worst: Step | None, say: Words) -> FunnelRow:
    step, metric, change = steps[n], steps[n].state.metric, steps[n].rate_change
    return FunnelRow(
        metric=metric,
        value=say.amount(step.value, metric.unit),
        on=step.state.latest.date if step.state.latest else None,
        rate=_rate(step.onward, step, steps[n - 1], say),
        overall=_rate(step.through, step, steps[0], say),
        change=None
        if change is None
        else Shown(change, difference(change, "%", say), how_metrics.rate_change(step, say)),
        weakest=step is worst,
    )


def _rate(rate: Rate | None, step: Step, of: Step, say: Words) -> Shown | None:
    if rate is None or rate.percent is None:
        return None
    return Shown(rate.percent, say.percent(rate.percent, 1), how_metrics.rate(rate, step, of, say))
