"""What commits and reports say of a metric's past: its former targets, and where its pace led."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.standing import names
from opsgen.figures.kpi_past import FormerTarget, Projection
from opsgen.words import Measured, message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opsgen.changes.change import Change
    from opsgen.derive.metrics import MetricState
    from opsgen.derive.snapshot import Snapshot
    from opsgen.views.past.traced import Traced, Tracer
    from opsgen.words import Message

CODES = ("target.changed", "kpi.definition_changed")
_LEAST = 3
"""Reports from which on where a metric was heading is worth a line."""


@dataclass(frozen=True, slots=True)
class MetricPast:
    """Former targets for the figure and in words, the oldest first; where each report saw it end."""

    former: tuple[FormerTarget, ...] = ()
    steps: tuple[Traced, ...] = ()
    projected: tuple[Projection, ...] = ()
    heading: Message | None = None


def metric_past(
    state: MetricState, changes: Sequence[Change], course: Sequence[Snapshot], tracer: Tracer
) -> MetricPast:
    """The past of a metric; `changes` are those of the project with these codes, the oldest first."""
    metric = state.metric
    called = names(metric)
    own = [change for change in changes if change.kind == "metrics" and change.item in called]
    steps = [change for change in own if change.code == "target.changed" and change.old is not None]
    projected = _projected(state, own, course, tracer)
    return MetricPast(
        former=_former(state, steps, tracer),
        steps=tracer.told(steps, dict.fromkeys(called, metric), named=False),
        projected=projected,
        heading=_heading(state, projected) if projected else None,
    )


def _former(state: MetricState, steps: Sequence[Change], tracer: Tracer) -> tuple[FormerTarget, ...]:
    """The targets that were one number each, back to where one was not; of a day the first."""
    if state.metric.target is None or state.metric.target.value is None:
        return ()
    found: list[FormerTarget] = []
    for change in steps:
        if change.field != "target":
            continue
        if not isinstance(change.old, int | float) or not isinstance(change.new, int | float):
            found.clear()
        elif not found or found[-1].until != tracer.day(change):
            found.append(FormerTarget(change.old, tracer.day(change)))
    return tuple(found)


def _projected(
    state: MetricState, own: Sequence[Change], course: Sequence[Snapshot], tracer: Tracer
) -> tuple[Projection, ...]:
    """Where the reports up to the due date saw it end, since it is counted in its unit of today."""
    units = [tracer.day(change) for change in own if change.field == "unit"]
    begin, end = max(units, default=None), state.due
    found = []
    for report in course:
        value = _value(report, state)
        counted = (begin is None or report.day >= begin) and (end is None or report.day <= end)
        if value is not None and counted:
            found.append(Projection(report.day, value))
    return tuple(found) if len(found) >= _LEAST else ()


def _value(report: Snapshot, state: MetricState) -> float | None:
    readings = (report.metrics[name] for name in names(state.metric) if name in report.metrics)
    return next((reading.projected for reading in readings), None)


def _heading(state: MetricState, projected: Sequence[Projection]) -> Message:
    """`At this pace: 71 → 64 over 4 reports since 7 Oct 2026.`"""
    unit, values = state.metric.unit, [round(float(one.value), 2) for one in projected]
    given: dict[str, object] = {"since": projected[0].day, "n": len(values)}
    first, last = values[0], values[-1]
    if first != last:
        return message(
            "At this pace: {first} → {last} over {n} reports since {since}.",
            first=Measured(first, unit),
            last=Measured(last, unit),
            **given,
        )
    if len(set(values)) > 1:
        return message(
            "At this pace: {low} to {high} over {n} reports since {since}, {last} in the latest.",
            low=Measured(min(values), unit),
            high=Measured(max(values), unit),
            last=Measured(last, unit),
            **given,
        )
    return message(
        "At this pace: {last} in each of {n} reports since {since}.", last=Measured(last, unit), **given
    )
