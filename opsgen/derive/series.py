"""The measured values of a metric as one series: merged, added up, divided, and laid into periods."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from opsgen.calendar import Frequency, Period, period_of
from opsgen.derive.ratio import share
from opsgen.derive.standing import PERCENT
from opsgen.model import Measurement, Metric

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Series = tuple[Measurement, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Two values that follow one another, in the metric's unit; the labels say when they were."""

    before: float
    after: float
    before_label: str
    after_label: str

    @property
    def delta(self) -> float:
        """The later value less the earlier one."""
        return self.after - self.before

    @property
    def percent(self) -> float | None:
        """环比: the difference in percent of the earlier value; None where that was 0."""
        return share(self.delta, abs(self.before))


def series(metric: Metric, metrics: Mapping[str, Metric], as_of: date) -> Series:
    """The values that count, by date, up to `as_of`: one a day, the last written wins.

    A metric that is a ratio of two others and has no values of its own gets theirs divided, on the days both
    were measured. `aggregation` other than `last` makes each value the sum, mean, … of all up to that day.
    """
    return running(metric, measured(metric, metrics, as_of))


def measured(metric: Metric, metrics: Mapping[str, Metric], as_of: date) -> Series:
    """The values as they were measured, or divided, by date."""
    own = merged(metric.measurements, as_of)
    parts = [metrics[name] for name in metric.ratio_of if name in metrics]
    if own or len(parts) != 2:
        return own
    above, below = (running(part, merged(part.measurements, as_of)) for part in parts)
    return _divided(above, below, percent=metric.unit in PERCENT)


def merged(measurements: Iterable[Measurement], as_of: date) -> Series:
    """The measurements up to a day in their order, one a day: the last written wins."""
    by_day = {m.date: m for m in measurements if m.date <= as_of}
    return tuple(by_day[day] for day in sorted(by_day))


def running(metric: Metric, values: Series) -> Series:
    """The values added up so far in the metric's way; unchanged for `last`."""
    if metric.aggregation == "last" or metric.cumulative:
        return values
    numbers = [m.value for m in values]
    match metric.aggregation:
        case "sum":
            totals = list(accumulate(numbers))
        case "mean":
            totals = [total / n for n, total in enumerate(accumulate(numbers), 1)]
        case "max":
            totals = list(accumulate(numbers, max))
        case _:
            totals = list(accumulate(numbers, min))
    return tuple(replace(m, value=total) for m, total in zip(values, totals, strict=True))


def grows(metric: Metric) -> bool:
    """Whether the value only adds up: running totals, or a sum of single values."""
    return metric.cumulative or metric.aggregation == "sum"


def latest_change(values: Series) -> Change | None:
    """The last value against the one measured before it; None below two values.

    Source: 环比.
    """
    if len(values) < 2:
        return None
    before, after = values[-2:]
    return Change(before.value, after.value, before.date.isoformat(), after.date.isoformat())


def period_change(metric: Metric, values: Series, as_of: date, start: date | None) -> Change | None:
    """The last period against the one before it, as measured; None where they do not follow one another.

    Of a metric that adds up, the amounts added in each period are compared, and only periods that are over;
    `start` is that of the project. Source: 环比.
    """
    periods = by_period(metric, values, start)
    if grows(metric):
        periods = tuple((period, value) for period, value in periods if period.finish <= as_of)
    if len(periods) < 2:
        return None
    (before, earlier), (after, later) = periods[-2:]
    if before.finish + timedelta(days=1) != after.start:
        return None
    return Change(earlier, later, before.label, after.label)


def year_change(metric: Metric, values: Series, as_of: date, start: date | None) -> Change | None:
    """The last period against the same one of the year before, as measured; None where one is unknown.

    The same week is that of the same ISO number, the same day that of the same date. Of a metric that adds up
    only periods that are over are compared. Source: 同比.
    """
    frequency = _frequency(metric)
    if frequency is None:
        return None
    known = {p.label: (p, value) for p, value in by_period(metric, values, start)}
    over = [p for p, _ in known.values() if p.finish <= as_of or not grows(metric)]
    before = _year_before(over[-1], frequency) if over else None
    if before is None or before.label not in known:
        return None
    label = over[-1].label
    return Change(known[before.label][1], known[label][1], before.label, label)


def _year_before(period: Period, frequency: Frequency) -> Period | None:
    """The same period of the year before; None for what that year did not have: 29 February, a 53rd week."""
    try:
        if frequency in ("weekly", "biweekly"):
            year, week, _ = period.start.isocalendar()
            return period_of(date.fromisocalendar(year - 1, week, 1), frequency)
        return period_of(period.start.replace(year=period.start.year - 1), frequency)
    except ValueError:
        return None


def by_period(metric: Metric, values: Series, start: date | None) -> tuple[tuple[Period, float], ...]:
    """What each period of the metric's frequency brought; nothing where it has none.

    Of running totals that is known where there is a total of the period before too, and of the period in
    which the project starts; what a gap brought is no period's.
    """
    frequency = _frequency(metric)
    if frequency is None:
        return ()
    grouped = groupby(values, key=lambda m: period_of(m.date, frequency))
    found = [(period, [m.value for m in group]) for period, group in grouped]
    if metric.cumulative:
        return tuple(_added([(period, numbers[-1]) for period, numbers in found], metric, start))
    return tuple((period, _aggregate(metric, numbers)) for period, numbers in found)


def _added(
    totals: Sequence[tuple[Period, float]], metric: Metric, start: date | None
) -> Iterator[tuple[Period, float]]:
    """The totals at the ends of periods, each less the one of the period before it."""
    ends = {period.finish.toordinal(): total for period, total in totals}
    for period, total in totals:
        before = ends.get(period.start.toordinal() - 1)
        if before is None and start and period.start <= start <= period.finish:
            before = metric.start_value or 0.0
        if before is not None:
            yield period, total - before


def _frequency(metric: Metric) -> Frequency | None:
    return None if metric.frequency == "once" else metric.frequency


def _aggregate(metric: Metric, numbers: Sequence[float]) -> float:
    match metric.aggregation:
        case "sum":
            return sum(numbers)
        case "mean":
            return sum(numbers) / len(numbers)
        case "max":
            return max(numbers)
        case "min":
            return min(numbers)
        case _:
            return numbers[-1]


def _divided(above: Series, below: Series, *, percent: bool) -> Series:
    divisors = {m.date: m.value for m in below}
    quotients = ((m, share(m.value, divisors[m.date])) for m in above if m.date in divisors)
    scale = 1 if percent else 100
    return tuple(Measurement(date=m.date, value=value / scale) for m, value in quotients if value is not None)
