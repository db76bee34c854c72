"""Two projects beside each other, day by day from their starts: this year's campaign and last year's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.ratio import share

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from opsgen.derive.metrics import MetricState
    from opsgen.derive.series import Series
    from opsgen.model import Project

_NEAR = 3  # days


@dataclass(frozen=True, slots=True)
class Aligned:
    """A metric of this project and the same one of the other, on the same day counted from the start.

    `own` and `other` are (days from the start, value) in the metric's unit, `day` the last day both are known
    near (within three days); `now` and `then` the values there. Metrics are the same by id, else by title.
    """

    state: MetricState
    other_state: MetricState
    own: tuple[tuple[int, float], ...]
    other: tuple[tuple[int, float], ...]
    day: int | None
    now: float | None
    then: float | None

    @property
    def percent(self) -> float | None:
        """同比: the difference in percent of the other's value; None where one is unknown, or it was 0."""
        if self.now is None or self.then is None:
            return None
        return share(self.now - self.then, abs(self.then))


def aligned(
    project: Project,
    metrics: tuple[MetricState, ...],
    other: Project,
    others: tuple[MetricState, ...],
) -> tuple[Aligned, ...]:
    """The metrics both projects have; nothing where one of them has no start."""
    if project.start is None or other.start is None:
        return ()
    known = _by_name(others)
    pairs = ((state, _same(state, known)) for state in metrics)
    return tuple(
        _aligned(state, twin, project.start, other.start)
        for state, twin in pairs
        if twin is not None and state.series and twin.series and state.metric.unit == twin.metric.unit
    )


def _by_name(states: tuple[MetricState, ...]) -> Mapping[str, MetricState]:
    names = {s.metric.id: s for s in states if s.metric.id}
    return {form.casefold(): s for s in states for form in s.metric.title.forms} | names


def _same(state: MetricState, known: Mapping[str, MetricState]) -> MetricState | None:
    """The other project's metric of the same id and a title in common, else of the same title."""
    titles = [form.casefold() for form in state.metric.title.forms]
    return next((known[title] for title in titles if title in known), known.get(state.metric.id))


def _aligned(state: MetricState, twin: MetricState, start: date, other_start: date) -> Aligned:
    own, other = _from(state.series, start), _from(twin.series, other_start)
    found = next(((now, then) for now in reversed(own) if (then := _near(other, now[0]))), None)
    now, then = found if found else (None, None)
    return Aligned(
        state=state,
        other_state=twin,
        own=own,
        other=other,
        day=now[0] if now else None,
        now=now[1] if now else None,
        then=then[1] if then else None,
    )


def _from(series: Series, start: date) -> tuple[tuple[int, float], ...]:
    return tuple(((m.date - start).days, m.value) for m in series)


def _near(points: tuple[tuple[int, float], ...], day: int) -> tuple[int, float] | None:
    """The point nearest to a day, within three days; the earlier one of two."""
    near = [point for point in points if abs(point[0] - day) <= _NEAR]
    return min(near, key=lambda point: (abs(point[0] - day), point[0]), default=None)
