"""What a number is made of: its channels, cities, … and how each has moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.ratio import share
from opsgen.derive.series import Change, grows, latest_change, merged, running

if TYPE_CHECKING:
    from datetime import date

    from opsgen.derive.series import Series
    from opsgen.model import Measurement, Metric, Segment


@dataclass(frozen=True, slots=True)
class SegmentState:
    """A segment as of a day; `share` is its percent of all segments together, of numbers that add up."""

    segment: Segment
    series: Series
    latest: Measurement
    change: Change | None
    share: float | None


def segments(metric: Metric, as_of: date) -> tuple[SegmentState, ...]:
    """The segments that have numbers, the largest first; of one whose numbers end early, the last of them."""
    found = [(one, running(metric, merged(one.measurements, as_of))) for one in metric.segments]
    known = [(one, series) for one, series in found if series]
    whole = sum(series[-1].value for _, series in known)
    states = (
        SegmentState(
            segment=one,
            series=series,
            latest=series[-1],
            change=latest_change(series),
            share=share(series[-1].value, whole) if grows(metric) else None,
        )
        for one, series in known
    )
    return tuple(sorted(states, key=lambda state: -state.latest.value))
