"""Which days an update speaks of: since the last one, up to now, and what it calls the time that follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from opsgen.calendar import Period, period_of
from opsgen.derive.period import following, frequency_of
from opsgen.derive.steering import reported

if TYPE_CHECKING:
    from opsgen.derive.steering import Reported
    from opsgen.model import Project, Settings

_DAY = timedelta(days=1)
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
