"""Which days an update speaks of: since the last one, up to now, and what it calls the time that follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from opsgen.calendar import Period, period_of
from opsgen.derive.period import following, frequency_of
from opsgen.derive.steering import cadence_of, reported

if TYPE_CHECKING:
    from opsgen.derive.steering import Reported
    from opsgen.model import Project, Settings

    Kind = Literal["weekly", "monthly"]

_DAY = timedelta(days=1)
_GRACE = {"weekly": timedelta(days=2), "monthly": timedelta(days=7)}
"""So long after its end the update on a period is still the one that is written."""
_EVERY = {"biweekly": timedelta(days=14), "quarterly": timedelta(days=89)}
_BEGUN = 2
"""Without an update before it, so many periods are looked back on."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days of an update, both ends included."""

    period: Period
    """What it is called after."""
    since: date
    """The first day that the last update does not speak of."""
    until: date
    """The last day that anything can be said of: the end of the period, or today."""
    ahead: date
    """The last day of the time that follows."""
    last: Reported | None = None
    """The update before it; None where there is none, or where somebody named the first day."""


def window(
    project: Project, settings: Settings, period: Period, today: date, since: date | None = None
) -> Window:
    """The days of an update on a period; `since` names the first one instead of the last update.

    The last update is the one before it on the same kind of period: a month is not over with its weeks.
    Without one it is the start of the project, or the period before, whichever is later.
    """
    until = min(period.finish, today)
    last = None if since else _last(project, settings, period)
    first = since or (last.period.finish + _DAY if last else _begun(project, period))
    return Window(period, min(first, until), until, _ahead(project, period), last)


def kind_of(project: Project, settings: Settings) -> Kind:
    """Whether updates of a project are on weeks or months: as it says, as its last one is, as is usual."""
    last = next(iter(reported(project, settings)), None)
    usual = frequency_of(last.period) if last and not project.cadence else cadence_of(project, settings)
    return "monthly" if usual in ("monthly", "quarterly") else "weekly"


def due_period(project: Project, settings: Settings, today: date) -> Period:
    """The period on which an update is due: this one, or in its first days the one before, if that has none.

    Nobody is asked to make up for updates of a project that has not reported before.
    """
    kind = kind_of(project, settings)
    span = period_of(today, kind)
    if span.start <= date.min + _DAY or today >= span.start + _GRACE[kind]:
        return span
    before = period_of(span.start - _DAY, kind)
    last = _last(project, settings, span)
    return before if last and before.finish - last.period.finish >= waited(project) else span


def waited(project: Project) -> timedelta:
    """How long at least lies between the ends of two periods on which a project reports."""
    return _EVERY.get(project.cadence or "", _DAY)


def _last(project: Project, settings: Settings, period: Period) -> Reported | None:
    kind = frequency_of(period)
    before = (one for one in reported(project, settings) if one.period.finish < period.start)
    return next((one for one in before if frequency_of(one.period) == kind), None)


def _begun(project: Project, period: Period) -> date:
    first = period
    for _ in range(_BEGUN - 1):
        if first.start <= date.min + _DAY:
            break
        first = period_of(first.start - _DAY, "monthly" if frequency_of(period) == "monthly" else "weekly")
    return max(first.start, project.start) if project.start else first.start


def _ahead(project: Project, period: Period) -> date:
    """The end of the next period; of the next two weeks where a project reports every other week."""
    after = following(period)
    if after is None:
        return period.finish
    twice = project.cadence == "biweekly" and frequency_of(period) == "weekly"
    return (following(after) or after).finish if twice else after.finish
