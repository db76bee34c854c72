"""The steps on the way to a result: how many come from one to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.ratio import share

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opsgen.derive.metrics import MetricState


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a funnel with its latest value.

    `rate` is that value in percent of the step before, `overall` of the first step; both are None for the
    first step and where that was 0.
    """

    state: MetricState
    value: float
    rate: float | None
    overall: float | None


def funnel(states: Iterable[MetricState]) -> tuple[Step, ...]:
    """The measured steps in their order; nothing where there are fewer than two.

    Source: 转化率, conversion rate.
    """
    ordered = sorted(
        ((s.metric.funnel.order, s, s.latest.value) for s in states if s.metric.funnel and s.latest),
        key=lambda step: step[0],
    )
    if len(ordered) < 2:
        return ()
    values = [value for _, _, value in ordered]
    return tuple(
        Step(
            state=state,
            value=value,
            rate=share(value, values[i - 1]) if i else None,
            overall=share(value, values[0]) if i else None,
        )
        for i, (_, state, value) in enumerate(ordered)
    )


def weakest(steps: tuple[Step, ...]) -> Step | None:
    """The step that loses the largest share of those who came to it; None where no rate is known."""
    return min((s for s in steps if s.rate is not None), key=lambda s: s.rate or 0.0, default=None)
