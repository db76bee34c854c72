"""What the numbers of a project say is wrong, each with the measurements it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise, takewhile
from statistics import median
from typing import TYPE_CHECKING, Literal

from opsgen.derive.metrics import course, shortfall
from opsgen.derive.outliers import outliers
from opsgen.derive.ratio import share
from opsgen.derive.series import by_period, grows
from opsgen.derive.standing import goes_on, named, quantity
from opsgen.derive.unit_cost import rising
from opsgen.model import Measurement
from opsgen.words import Message, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from opsgen.derive.metrics import MetricState
    from opsgen.derive.unit_cost import UnitCost
    from opsgen.model import Adjustment, Project

Kind = Literal["missed", "behind", "drop", "cost", "slide", "outlier", "stale"]
KINDS: tuple[Kind, ...] = ("missed", "behind", "drop", "cost", "slide", "outlier", "stale")
"""What can be wrong, the gravest first."""
_DAY = timedelta(days=1)
_WHOLE = 100
_LEVELS = ("north_star", "key", "supporting")
_STEPS = 5
"""Steps that say what is usual: with fewer, one odd week would be the rule."""
_TIMES = 5
"""How far beyond the usual a drop is: five times the median of steps that scatter normally is 3.4 standard
deviations."""
_DROP_PCT = 5.0
"""A drop of less is not worth a sentence, however steady the number was."""
_IN_A_ROW = 3
"""Of a number that goes up as often as down, one in eight is worse three times in a row."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something wrong with a metric; `text` says it with its numbers, which `rests_on` holds by date.

    Of a metric that is short these are all values since it fell short. `costs` are the months of a cost per
    result that rises. `answered` are the adjustments made for the metric since the first of these numbers.
    """

    kind: Kind
    state: MetricState
    text: Message
    rests_on: tuple[Measurement, ...]
    answered: tuple[Adjustment, ...]
    costs: tuple[UnitCost, ...] = ()


def notices(
    project: Project, states: Iterable[MetricState], as_of: date, costs: Sequence[UnitCost] = ()
) -> tuple[Notice, ...]:
    """What is wrong with the metrics of a project as of a day, the gravest first.

    Each kind once a metric: its target missed, behind its pace, a sudden drop, a cost per result that rises,
    worse three times in a row, a value that looks like a slip of the hand, nothing measured for too long.
    `costs` is what a result cost by month, in their order. Of a project that is over only its outcome is
    said, and of one that has not begun, is on hold or cancelled nothing.
    """
    found = [one for state in states for one in _of_metric(project, state, as_of)]
    found += _dearer(project, costs, as_of)
    if not goes_on(project):
        over = project.lifecycle == "closed"
        found = [one for one in found if over and one.kind == "missed"]
    return tuple(sorted(found, key=_gravest_first))


def _gravest_first(notice: Notice) -> tuple[int, int, float]:
    """By what is wrong, then by how much the metric counts, then by how much is missing."""
    level = _LEVELS.index(notice.state.metric.level)
    return KINDS.index(notice.kind), level, -(notice.state.shortfall or 0.0)


def _of_metric(project: Project, state: MetricState, as_of: date) -> Iterator[Notice]:
    steps = _brought(state, project, as_of)
    looks = (
        _short(project, state),
        _drop(state, steps),
        _slide(state, steps),
        _outlier(state),
        _stale(state, as_of),
    )
    for found in looks:
        if found is not None:
            kind, text, numbers = found
            yield Notice(kind, state, text, numbers, _answers(project, state, numbers[0].date))


def _dearer(project: Project, costs: Sequence[UnitCost], as_of: date) -> Iterator[Notice]:
    """The cost per result rises from month to month."""
    found = rising(costs, as_of)
    if not found:
        return
    first, last = found[0], found[-1]
    text = message(
        "{item}: the cost per result rose every month, by {percent}% from {first} to {last}",
        item=named(last.state.metric),
        percent=round(float((last.cost / first.cost - 1) * 100), 1),
        first=f"{first.month:%Y-%m}",
        last=f"{last.month:%Y-%m}",
    )
    yield Notice("cost", last.state, text, (), _answers(project, last.state, first.month), found)


Found = tuple[Kind, Message, "tuple[Measurement, ...]"]


def _short(project: Project, state: MetricState) -> Found | None:
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
            expected=quantity(about(wanted), metric.unit),
        )
    return ("missed" if state.status == "missed" else "behind"), text, _since(project, state, basis)


def about(expected: float) -> float:
    """An expectation in as many digits as it deserves: nobody expects a hundredth of an order."""
    return float(round(expected)) if abs(expected) >= _WHOLE else expected


def _since(project: Project, state: MetricState, basis: Measurement) -> tuple[Measurement, ...]:
    """The values up to the one that is judged since the metric fell short of its way, that one at least."""
    way = course(state.metric, project)
    before = [m for m in state.series if m.date < basis.date]
    short = takewhile(lambda m: (shortfall(state.metric, m.value, way.at(m.date)) or 0) > 0, reversed(before))
    return (*reversed(list(short)), basis)


def _brought(state: MetricState, project: Project, as_of: date) -> Sequence[Measurement]:
    """The values as measured; of a metric that adds up what each period that is over brought.

    Only the last periods that follow one another: of running totals a gap would be one long period.
    """
    if not grows(state.metric):
        return state.series
    measured = by_period(state.metric, state.raw, project.start)
    found = [(p, value) for p, value in measured if p.finish <= as_of]
    gaps = [i for i, ((a, _), (b, _)) in enumerate(pairwise(found), 1) if a.finish + _DAY != b.start]
    first = gaps[-1] if gaps else 0
    return [Measurement(date=p.finish, value=value) for p, value in found[first:]]


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


def _answers(project: Project, state: MetricState, since: date) -> tuple[Adjustment, ...]:
    called = {state.metric.id, *state.metric.aliases} - {""}
    return tuple(one for one in project.adjustments if one.metric in called and one.date >= since)
