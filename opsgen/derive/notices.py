"""What the numbers of a project say is wrong, each with the measurements it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Literal

from opsgen.derive.outliers import outliers
from opsgen.derive.ratio import share
from opsgen.derive.series import by_period, grows
from opsgen.derive.standing import named, quantity
from opsgen.model import Measurement
from opsgen.words import Message, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from opsgen.derive.metrics import MetricState
    from opsgen.model import Adjustment, Project

Kind = Literal["missed", "behind", "drop", "slide", "outlier", "stale"]
KINDS: tuple[Kind, ...] = ("missed", "behind", "drop", "slide", "outlier", "stale")
"""What can be wrong, the gravest first."""
_STEPS = 5
_TIMES = 5
_DROP_PCT = 5.0
_IN_A_ROW = 3


@dataclass(frozen=True, slots=True)
class Notice:
    """Something wrong with a metric; `text` says it with its numbers, which `rests_on` holds by date.

    `answered` are the adjustments made for the metric since the first of these numbers.
    """

    kind: Kind
    state: MetricState
    text: Message
    rests_on: tuple[Measurement, ...]
    answered: tuple[Adjustment, ...]


def notices(project: Project, states: Iterable[MetricState], as_of: date) -> tuple[Notice, ...]:
    """What is wrong with the metrics of a project as of a day, the gravest first.

    Each kind once a metric: its target missed, behind its pace, a sudden drop, worse three times in a row, a
    value that looks like a slip of the hand, nothing measured for too long.
    """
    found = [one for state in states for one in _of_metric(project, state, as_of)]
    return tuple(sorted(found, key=lambda one: KINDS.index(one.kind)))


def _of_metric(project: Project, state: MetricState, as_of: date) -> Iterator[Notice]:
    steps = _brought(state, as_of)
    looks = (_short(state), _drop(state, steps), _slide(state, steps), _outlier(state), _stale(state, as_of))
    for found in looks:
        if found is not None:
            kind, text, numbers = found
            yield Notice(kind, state, text, numbers, _answers(project, state, numbers))


Found = tuple[Kind, Message, "tuple[Measurement, ...]"]


def _short(state: MetricState) -> Found | None:
    """Behind its expectation, or its target missed."""
    basis, metric = state.stands_on, state.metric
    if basis is None or state.status not in ("behind", "missed"):
        return None
    wanted = state.target if state.status == "missed" else state.expected
    if wanted is None:
        text = message(
            "{item} is outside its range: {value} on {day}",
            item=named(metric),
            value=quantity(basis.value, metric.unit),
            day=basis.date,
        )
    elif state.status == "missed":
        text = message(
            "{item} has missed its target: {value} on {day}, wanted {target}",
            item=named(metric),
            value=quantity(basis.value, metric.unit),
            day=basis.date,
            target=quantity(wanted, metric.unit),
        )
    else:
        text = message(
            "{item} is behind: {value} on {day}, by now {expected} were expected",
            item=named(metric),
            value=quantity(basis.value, metric.unit),
            day=basis.date,
            expected=quantity(wanted, metric.unit),
        )
    return ("missed" if state.status == "missed" else "behind"), text, (basis,)


def _brought(state: MetricState, as_of: date) -> Sequence[Measurement]:
    """The values as measured; of a metric that adds up what each period that is over brought."""
    if not grows(state.metric):
        return state.series
    periods = by_period(state.metric, state.raw)
    return [Measurement(date=p.finish, value=value) for p, value in periods if p.finish <= as_of]


def _drop(state: MetricState, values: Sequence[Measurement]) -> Found | None:
    """The last step went the wrong way by at least 5 %, and by more than five times the usual step.

    The usual step is the median of the five before it, in whatever direction.
    """
    if len(values) < _STEPS + 2 or state.metric.direction == "range":
        return None
    *steps, last = [_bad(state, earlier, later) for earlier, later in pairwise(values)]
    before, after = values[-2:]
    percent = share(last, abs(before.value))
    usual = median(abs(step) for step in steps[-_STEPS:])
    if percent is None or percent < _DROP_PCT or last <= _TIMES * usual:
        return None
    text = message(
        "{item} went from {before} on {day} to {after} on {last}: {percent}% worse in one step",
        item=named(state.metric),
        before=quantity(before.value, state.metric.unit),
        day=before.date,
        after=quantity(after.value, state.metric.unit),
        last=after.date,
        percent=round(percent, 1),
    )
    return "drop", text, (before, after)


def _slide(state: MetricState, values: Sequence[Measurement]) -> Found | None:
    """Worse three times in a row."""
    metric, last = state.metric, tuple(values[-_IN_A_ROW - 1 :])
    if metric.direction == "range" or len(last) <= _IN_A_ROW:
        return None
    if any(_bad(state, earlier, later) <= 0 for earlier, later in pairwise(last)):
        return None
    text = plural(
        "{item} got worse {n} time in a row: {numbers}",
        "{item} got worse {n} times in a row: {numbers}",
        _IN_A_ROW,
        item=named(metric),
        numbers=tuple(quantity(m.value, metric.unit) for m in last),
    )
    return "slide", text, last


def _outlier(state: MetricState) -> Found | None:
    """A value that leaps away and back; the last one of several."""
    numbers = [m.value for m in state.series]
    places = outliers(numbers)
    if not places:
        return None
    odd = state.series[max(places)]
    text = message(
        "{item}: {value} on {day} does not look like the numbers around it",
        item=named(state.metric),
        value=quantity(odd.value, state.metric.unit),
        day=odd.date,
    )
    return "outlier", text, _around(state.series, max(places))


def _stale(state: MetricState, as_of: date) -> Found | None:
    if state.status != "stale" or state.latest is None:
        return None
    text = plural(
        "{item} was last measured {n} day ago, on {day}",
        "{item} was last measured {n} days ago, on {day}",
        (as_of - state.latest.date).days,
        item=named(state.metric),
        day=state.latest.date,
    )
    return "stale", text, (state.latest,)


def _bad(state: MetricState, earlier: Measurement, later: Measurement) -> float:
    """How far a step went the wrong way, in the metric's unit; negative where it went the right way."""
    step = later.value - earlier.value
    return step if state.metric.direction == "down" else -step


def _around(series: Sequence[Measurement], place: int) -> tuple[Measurement, ...]:
    return tuple(series[max(0, place - 1) : place + 2])


def _answers(project: Project, state: MetricState, numbers: Sequence[Measurement]) -> tuple[Adjustment, ...]:
    called = {state.metric.id, *state.metric.aliases} - {""}
    since = numbers[0].date
    return tuple(one for one in project.adjustments if one.metric in called and one.date >= since)
