"""Where metrics stand against the way they should go.

Source for the whole module: OKR and operations practice (目标, 实际, 完成率, 时间进度, 差距, 环比).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from opsgen.calendar import days_in, late_from
from opsgen.derive.ratio import share
from opsgen.derive.series import (
    Change,
    Series,
    grows,
    measured,
    period_change,
    running,
    year_change,
)
from opsgen.derive.standing import by_name, lifecycle_of, owner_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opsgen.model import Measurement, Metric, Project, Settings

MetricStatus = Literal["met", "missed", "unknown", "stale", "on_pace", "near", "accepted", "behind"]
_EQUAL = 1e-9  # of the expectation; sums of decimal fractions are not exact


@dataclass(frozen=True)
class MetricState:
    """A metric as of a day; values are in its unit, `raw` as measured and `series` added up in its way.

    `elapsed`, `attainment` and `progress` are percent.

    `target` is where it should end (None for a range or without one), `expected` where it should be now,
    `gap` the latest value less that, `shortfall` the percent of the expectation that is missing, never
    negative, `projected` the value at `due` at the present pace. `paced` tells whether it has a way to go, or
    is judged against its target alone. `stands_on` is the measurement the status is judged on, after `due`
    the one of that time; `since` the start of the project. All are None where something they need is unknown.
    """

    metric: Metric
    as_of: date
    since: date | None
    status: MetricStatus
    raw: Series
    series: Series
    latest: Measurement | None
    stands_on: Measurement | None
    start_value: float | None
    target: float | None
    due: date | None
    paced: bool
    expected: float | None
    elapsed: float | None
    attainment: float | None
    progress: float | None
    gap: float | None
    shortfall: float | None
    projected: float | None
    owner: str

    # Of the states of each period nobody asks for these, and they cost as much as all the rest.

    @cached_property
    def period_change(self) -> Change | None:
        """环比: the last period against the one before it, as measured."""
        return period_change(self.metric, self.raw, self.as_of, self.since)

    @cached_property
    def year_change(self) -> Change | None:
        """同比: the last period against the same one of the year before, as measured."""
        return year_change(self.metric, self.raw, self.as_of, self.since)


@dataclass(frozen=True, slots=True)
class Course:
    """The way a metric should go: dated values, straight between them, level before and after."""

    points: tuple[tuple[date, float], ...] = ()
    paced: bool = False

    def at(self, day: date) -> float | None:
        """The value expected on a day; None without a course."""
        if not self.points:
            return None
        place = bisect_right(self.points, day, key=lambda point: point[0])
        if place in (0, len(self.points)):
            return self.points[max(0, place - 1)][1]
        (begin, low), (end, high) = self.points[place - 1 : place + 1]
        return low + (high - low) * ((day - begin).days / (end - begin).days)


def metrics(project: Project, settings: Settings, as_of: date) -> tuple[MetricState, ...]:
    """All metrics in the order they are written."""
    known = by_name(project.metrics)
    return tuple(metric_state(metric, project, settings, as_of, known) for metric in project.metrics)


def metric_state(
    metric: Metric, project: Project, settings: Settings, as_of: date, known: Mapping[str, Metric]
) -> MetricState:
    """One metric as of a day; `known` are the metrics it may be a ratio of."""
    raw = measured(metric, known, as_of)
    values = running(metric, raw)
    latest = values[-1] if values else None
    due, way = due_of(metric, project), course(metric, project)
    expected = way.at(as_of)
    basis = _stands_on(metric, values, due, as_of)
    short = shortfall(metric, basis.value, expected) if basis else None
    return MetricState(
        metric=metric,
        as_of=as_of,
        since=project.start,
        status=_status(
            metric,
            basis,
            short,
            as_of,
            near=near_pct(metric, settings),
            over=_is_over(due, project, as_of),
        ),
        raw=raw,
        series=values,
        latest=latest,
        stands_on=basis,
        start_value=start_value(metric),
        target=target_value(metric),
        due=due,
        paced=way.paced,
        expected=expected,
        elapsed=elapsed(project.start, due, as_of),
        attainment=attainment(metric, latest.value) if latest else None,
        progress=progress(metric.start_value, target_value(metric), latest.value) if latest else None,
        gap=latest.value - expected if latest and expected is not None else None,
        shortfall=short,
        projected=projected(metric, way, latest),
        owner=owner_of(metric, project),
    )


def due_of(metric: Metric, project: Project) -> date | None:
    """The metric's deadline: written, else the last of its dated targets, else the project's finish."""
    steps = metric.target.steps if metric.target else ()
    return metric.due or (steps[-1][0] if steps else project.finish)


def start_value(metric: Metric) -> float | None:
    """Where the number began: written, else 0 for one that adds up and should grow."""
    if metric.start_value is None and grows(metric) and metric.direction == "up":
        return 0.0
    return metric.start_value


def target_value(metric: Metric) -> float | None:
    """Where the number should end; None for a range and without a target."""
    if metric.target is None:
        return None
    return metric.target.steps[-1][1] if metric.target.steps else metric.target.value


def course(metric: Metric, project: Project) -> Course:
    """The way from the project's start and the start value to the due date and target, or the dated targets.

    A metric without a start value and dated targets has only its target, at all times.
    """
    begin, due, end = start_value(metric), due_of(metric, project), target_value(metric)
    steps = metric.target.steps if metric.target else ()
    if end is None:
        return Course()
    if begin is None:
        return Course(steps, paced=True) if steps else Course(((date.max, end),))
    ends = steps or (((due, end),) if due else ())
    if not ends or not project.start:
        return Course(steps, paced=True)
    first = ((project.start, begin),) if project.start < ends[0][0] else ()
    return Course((*first, *ends), paced=True)


def elapsed(start: date | None, due: date | None, as_of: date) -> float | None:
    """时间进度: share of the time from start to due that has gone, 0-100; None without both."""
    if not start or not due or due <= start:
        return None
    return min(100.0, max(0.0, (as_of - start).days / (due - start).days * 100))


def attainment(metric: Metric, value: float) -> float | None:
    """完成率: actual/target in percent, target/actual where less is better.

    Undefined (None) for a range, a target of 0 or less, and a value of 0 or less where less is better.
    """
    target = target_value(metric)
    if target is None or target <= 0 or metric.direction == "range":
        return None
    if metric.direction == "up":
        return share(value, target)
    return share(target, value) if value > 0 else None


def progress(begin: float | None, end: float | None, value: float) -> float | None:
    """(actual − start) / (target − start) in percent; None without a start value, or where both are one."""
    return None if begin is None or end is None else share(value - begin, end - begin)


def reached(metric: Metric, value: float) -> bool:
    """Whether a value is at the target or beyond it; False without a target."""
    end = wanted(metric, value, target_value(metric))
    return end is not None and _missing(metric, value, end) <= 0


def wanted(metric: Metric, value: float, expected: float | None) -> float | None:
    """What a value is held against: the expectation, or what is nearest to it in the metric's range."""
    target = metric.target
    if target and target.min is not None and target.max is not None:
        return min(max(value, target.min), target.max)
    return expected


def distance(state: MetricState) -> float | None:
    """差距: the latest value less what it is held against: the expectation, or the nearer end of a range.

    In the metric's unit, 0 within a range; None without a value or without a target.
    """
    if state.latest is None:
        return None
    aim = wanted(state.metric, state.latest.value, state.expected)
    return None if aim is None else state.latest.value - aim


def shortfall(metric: Metric, value: float, expected: float | None) -> float | None:
    """How much is missing to the expectation, in percent of it, 0 where nothing is; None without one.

    Outside of a range its nearer end is the expectation. Where the expectation is 0 the target is the whole,
    and where that is 0 too, whatever is missing is 100 %.
    """
    aim = wanted(metric, value, expected)
    if aim is None:
        return None
    missing = _missing(metric, value, aim)
    if missing <= 0:
        return 0.0
    percent = share(missing, abs(aim) or abs(target_value(metric) or 0))
    return 100.0 if percent is None else percent


def projected(metric: Metric, way: Course, latest: Measurement | None) -> float | None:
    """The value at `due` at the present pace: what is done already, over the share of the way due by then.

    On a straight course this is the straight line through start and latest value. None where nothing was
    expected yet or there is no way to go.
    """
    begin, end = start_value(metric), target_value(metric)
    if begin is None or end is None or latest is None or not way.paced:
        return None
    expected = way.at(latest.date)
    due_share = None if expected is None else share(expected - begin, end - begin)
    pace = share(latest.value - begin, due_share) if due_share else None
    return None if pace is None else begin + pace


def _missing(metric: Metric, value: float, aim: float) -> float:
    """How far a value is on the bad side of what is wanted, in its unit; at most 0 where it is not."""
    distance = aim - value if metric.direction == "up" else value - aim
    if metric.direction == "range" or (metric.target and metric.target.min is not None):
        distance = abs(distance)
    return 0.0 if abs(distance) <= _EQUAL * abs(aim) else distance


def _stands_on(metric: Metric, values: Series, due: date | None, as_of: date) -> Measurement | None:
    """The latest value; after `due` the last one up to half a period past it, else the first after it."""
    if not values or due is None or as_of <= due:
        return values[-1] if values else None
    grace = (days_in(metric.frequency or "") or 0) // 2
    in_time = [m for m in values if (m.date - due).days <= grace]
    return in_time[-1] if in_time else values[0]


def _status(
    metric: Metric, basis: Measurement | None, short: float | None, as_of: date, *, near: float, over: bool
) -> MetricStatus:
    """The first of the rules that holds. Source: Quality-time, status of a metric."""
    if basis is None or metric.target is None:
        return "unknown"
    there = reached(metric, basis.value)
    if over:
        return "met" if there else "missed"
    if is_stale(metric, basis.date, as_of):
        return "stale"
    # What must stay below a limit while it adds up has not met it before the end.
    if there and not (metric.direction == "down" and grows(metric)):
        return "met"
    if short is None:
        return "unknown"
    if round(short, 9) <= near:
        return "near" if short > 0 else "on_pace"
    return "accepted" if accepted(metric, basis.value, as_of) else "behind"


def near_pct(metric: Metric, settings: Settings) -> float:
    """How much may be missing to the expectation and still be near it, in percent of it."""
    return settings.health.thresholds.near_pct if metric.near is None else metric.near


def _is_over(due: date | None, project: Project, as_of: date) -> bool:
    return (due is not None and due < as_of) or lifecycle_of(project, as_of) == "closed"


def is_stale(metric: Metric, last: date, as_of: date) -> bool:
    """Whether the last measurement is older than 1.5 of the metric's periods; never without a frequency."""
    stale = late_from(last, metric.frequency or "")
    return stale is not None and as_of >= stale


def accepted(metric: Metric, value: float, as_of: date) -> bool:
    """Whether the value lies within a deviation that somebody accepted and that has not expired."""
    deviation = metric.accepted_deviation
    if deviation is None or deviation.until < as_of:
        return False
    if metric.direction != "range":
        return _missing(metric, value, deviation.value) <= 0
    inside, limit = (wanted(metric, v, target_value(metric)) for v in (value, deviation.value))
    return inside is not None and limit is not None and abs(value - inside) <= abs(deviation.value - limit)
