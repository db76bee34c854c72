"""Whether an adjustment helped: the number before it, the number after it, and what the owner says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from opsgen.derive.metrics import wanted
from opsgen.derive.ratio import share
from opsgen.derive.series import grows
from opsgen.derive.standing import owner_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from opsgen.derive.metrics import MetricState
    from opsgen.derive.series import Series
    from opsgen.model import Adjustment, Measurement, Metric, Project

Effect = Literal["better", "worse", "same"]
_WINDOW = 14
"""Days that are compared where nobody wrote when to check: two whole weeks, so that weekends weigh alike."""
_SAME_PCT = 1.0
"""What is less than that is taken for no difference."""
_OPPOSITE = {"helped": "worse", "worse": "better"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A metric in the days before an adjustment and in as many days after it.

    Both are means of what was measured, in the metric's unit; of a metric that adds up what a day brought.
    What was measured on its own day is of neither.
    `days` is the length of either window; `effect` says which way it went, `same` within 1 %.
    """

    before: float
    after: float
    days: int
    measured_before: int
    measured_after: int
    effect: Effect

    @property
    def percent(self) -> float | None:
        """The difference in percent of what was before; None where that was 0."""
        return share(self.after - self.before, abs(self.before))


@dataclass(frozen=True, slots=True)
class AdjustmentState:
    """An adjustment as of a day; `comparison` is None without a metric, or where one side has no numbers.

    `check_due` tells that the day of the check has come and nobody said whether it helped; `contradicted`
    that the owner says it helped, or made it worse, and the number went the other way. `to_come` where it is
    not in force yet.
    """

    adjustment: Adjustment
    metric: MetricState | None
    comparison: Comparison | None
    check_due: bool
    contradicted: bool
    to_come: bool
    owner: str


def adjustments(project: Project, metrics: Iterable[MetricState], as_of: date) -> tuple[AdjustmentState, ...]:
    """All adjustments, the latest first."""
    known = {name: state for state in metrics for name in (state.metric.id, *state.metric.aliases) if name}
    states = (_state(one, known.get(one.metric), project, as_of) for one in project.adjustments)
    return tuple(sorted(states, key=lambda state: (-state.adjustment.date.toordinal(), state.adjustment.id)))


def _state(
    adjustment: Adjustment, metric: MetricState | None, project: Project, as_of: date
) -> AdjustmentState:
    found = compared(adjustment, metric, as_of) if metric else None
    pending = adjustment.result == "pending"
    return AdjustmentState(
        adjustment=adjustment,
        metric=metric,
        comparison=found,
        check_due=pending and adjustment.check_on is not None and adjustment.check_on <= as_of,
        contradicted=found is not None and contradicts(adjustment, found),
        to_come=adjustment.date > as_of,
        owner=owner_of(adjustment, project),
    )


def contradicts(adjustment: Adjustment, found: Comparison) -> bool:
    """Whether the number went the other way than the owner says."""
    return found.effect == _OPPOSITE.get(adjustment.result)


def compared(adjustment: Adjustment, state: MetricState, as_of: date) -> Comparison | None:
    """The metric before and after; the windows reach to the day of the check, or 14 days, or to `as_of`."""
    start = adjustment.date
    end = min(adjustment.check_on or start + timedelta(_WINDOW), as_of)
    days = (end - start).days
    if days < 1:
        return None
    first = start - timedelta(days)
    if grows(state.metric):
        return _paces(state.metric, state.series, first, start, end)
    before = [m.value for m in state.raw if first <= m.date < start]
    after = [m.value for m in state.raw if start < m.date <= end]
    if not before or not after:
        return None
    means = (sum(before) / len(before), sum(after) / len(after))
    return _before(state.metric, *means, days, len(before), len(after))


def _paces(metric: Metric, series: Series, first: date, start: date, end: date) -> Comparison | None:
    """What a day brought on either side, by the measurements nearest to the ends of the windows."""
    early = [m for m in series if first <= m.date <= start]
    late = [m for m in series if start <= m.date <= end]
    paces = [_pace(early), _pace(late)]
    if paces[0] is None or paces[1] is None:
        return None
    return _before(metric, paces[0], paces[1], (end - start).days, len(early), len(late))


def _pace(values: Sequence[Measurement]) -> float | None:
    days = (values[-1].date - values[0].date).days if values else 0
    return (values[-1].value - values[0].value) / days if days else None


def _before(metric: Metric, before: float, after: float, days: int, n: int, m: int) -> Comparison:
    return Comparison(before, after, days, n, m, _effect(metric, before, after))


def _effect(metric: Metric, before: float, after: float) -> Effect:
    """Which way a number went; of a range, whether it came nearer to it."""
    if metric.direction == "range":
        before, after = (-abs(value - (wanted(metric, value, value) or 0.0)) for value in (before, after))
    change = after - before if metric.direction != "down" else before - after
    if abs(change) <= abs(before) * _SAME_PCT / 100:
        return "same"
    return "better" if change > 0 else "worse"
