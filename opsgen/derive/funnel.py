"""The steps on the way to a result: how many come from one to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.ratio import share

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from opsgen.derive.metrics import MetricState
    from opsgen.model import Measurement


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of those of an earlier step came to this one, and the two measurements that say so."""

    came: Measurement
    of: Measurement

    @property
    def percent(self) -> float | None:
        """The conversion rate; None where nobody came to the earlier step."""
        return share(self.came.value, self.of.value)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a funnel with its latest value.

    `onward` holds it against the step before, `through` against the first step: by the latest of both, or
    where one was measured longer ago by what the other one was on that day. Both are None for the first step
    and where the units differ. `rate_before` is the rate on the last day before on which both steps were
    measured.
    """

    state: MetricState
    value: float
    onward: Rate | None
    through: Rate | None
    rate_before: float | None = None

    @property
    def rate(self) -> float | None:
        """What came to this step in percent of what came to the one before."""
        return self.onward.percent if self.onward else None

    @property
    def overall(self) -> float | None:
        """What came to this step in percent of what came to the first one."""
        return self.through.percent if self.through else None

    @property
    def rate_change(self) -> float | None:
        """The rate less the one before, in percentage points."""
        return None if self.rate is None or self.rate_before is None else self.rate - self.rate_before


def funnel(states: Iterable[MetricState]) -> tuple[Step, ...]:
    """The measured steps in their order; nothing where there are fewer than two.

    Source: 转化率, conversion rate.
    """
    measured = [s for s in states if s.metric.funnel and s.latest]
    ordered = sorted(measured, key=lambda s: s.metric.funnel.order if s.metric.funnel else 0)
    if len(ordered) < 2:
        return ()
    return tuple(_step(ordered, i) for i in range(len(ordered)))


def _step(ordered: Sequence[MetricState], i: int) -> Step:
    state = ordered[i]
    value = state.latest.value if state.latest else 0.0
    if not i:
        return Step(state, value, None, None)
    onward = _rate(state, ordered[i - 1])
    return Step(
        state=state,
        value=value,
        onward=onward,
        through=_rate(state, ordered[0]),
        rate_before=_rate_before(state, ordered[i - 1]) if onward else None,
    )


def _rate(state: MetricState, of: MetricState) -> Rate | None:
    """The conversion rate between two steps; None where they are not counted in the same unit."""
    if state.metric.unit != of.metric.unit or state.latest is None or of.latest is None:
        return None
    day = min(state.latest.date, of.latest.date)
    came, whole = (next((m for m in one.series if m.date == day), None) for one in (state, of))
    return Rate(came, whole) if came and whole else Rate(state.latest, of.latest)


def _rate_before(state: MetricState, of: MetricState) -> float | None:
    if state.latest is None or of.latest is None:
        return None
    end = min(state.latest.date, of.latest.date)
    known = {m.date: m.value for m in of.series if m.date < end}
    both = [(m.value, known[m.date]) for m in state.series if m.date in known]
    return share(*both[-1]) if both else None


def comparable(steps: Iterable[Step]) -> bool:
    """Whether all steps are counted in one unit, so that their sizes say something of each other."""
    return len({step.state.metric.unit for step in steps}) == 1


def weakest(steps: tuple[Step, ...]) -> Step | None:
    """The step that loses the largest share of those who came to it; None where none is known to lose any."""
    lossy = (s for s in steps if s.rate is not None and s.rate < 100)
    return min(lossy, key=lambda s: s.rate or 0.0, default=None)
