"""The critical path method over activities and the links between them, in working days.

A point in time is the evening of a day: an activity that starts on a Monday starts on the evening of the day
before, so that it follows without a gap on one that finishes on the Friday.

Source: Kelley and Walker 1959; Moder, Phillips and Davis, precedence diagramming with lags.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from opsgen.calendar import WEEKDAYS, WorkingCalendar
from opsgen.derive.precedence import in_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity as it is planned; what is not known is None.

    What has `begun` cannot start later any more, and what is `done` holds to its dates. A `joint` takes no
    time and only passes on what holds back others: one that opens a group, or one that closes it and is
    not known before all of the group is.
    """

    start: date | None
    finish: date | None
    begun: bool = False
    done: bool = False
    joint: Literal["opens", "closes"] | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """One activity's start or finish waits for another's; `shift` are calendar days on top of the lag."""

    before: int
    after: int
    from_finish: bool = True
    to_finish: bool = False
    lag: str = ""
    shift: int = 0

    def onward(self, day: date, calendar: WorkingCalendar) -> date:
        """The earliest point for the one that waits, when the other is at this point."""
        return _moved(calendar.after(day, self.lag) or day if self.lag else day, self.shift)

    def back(self, day: date, calendar: WorkingCalendar) -> date:
        """The latest point for the predecessor, when the one that waits is at this point."""
        day = _moved(day, -self.shift)
        return calendar.before(day, self.lag) or day if self.lag else day


@dataclass(slots=True)
class Times:
    """What the passes find of one activity; None is unknown.

    The floats count working days, + is room. `total` is how much later it may finish before the end moves,
    `free` before anything that waits for it moves.
    """

    early_start: date | None = None
    early_finish: date | None = None
    late_start: date | None = None
    late_finish: date | None = None
    total: int | None = None
    free: int | None = None


@dataclass(frozen=True, slots=True)
class Passes:
    """Activities with the links into and out of each, and what the passes found.

    `order` leaves out what waits for a circle. `end` is the latest finish as planned of what is linked.
    """

    activities: Sequence[Activity]
    incoming: Sequence[Sequence[Link]]
    outgoing: Sequence[Sequence[Link]]
    order: Sequence[int]
    days: Sequence[int | None]
    times: Sequence[Times]
    end: date | None
    calendar: WorkingCalendar

    def slack(self, link: Link) -> int | None:
        """Working days between what the link allows and what is planned."""
        one, other = self.times[link.before], self.times[link.after]
        here = one.early_finish if link.from_finish else one.early_start
        there = other.early_finish if link.to_finish else other.early_start
        if here is None or there is None:
            return None
        return self.calendar.working_days(here, link.back(there, self.calendar))


def passes(
    activities: Sequence[Activity], links: Sequence[Link], calendar: WorkingCalendar = WEEKDAYS
) -> Passes:
    """The forward and the backward pass, in time linear in activities and links."""
    days = calendar.working_days
    incoming: list[list[Link]] = [[] for _ in activities]
    outgoing: list[list[Link]] = [[] for _ in activities]
    for link in links:
        incoming[link.after].append(link)
        outgoing[link.before].append(link)
    waits = [[link.before for link in into] for into in incoming]
    awaited = [[link.after for link in out] for out in outgoing]
    found = Passes(
        activities=activities,
        incoming=incoming,
        outgoing=outgoing,
        order=in_order(waits, awaited),
        days=[days(a.start, a.finish) if a.start and a.finish else None for a in activities],
        times=[Times() for _ in activities],
        end=_end(activities, links),
        calendar=calendar,
    )
    for i in found.order:
        _forward(found, i)
    for i in reversed(found.order):
        _backward(found, i)
    return found


def critical_paths(found: Passes, critical: frozenset[int]) -> Iterator[tuple[int, ...]]:
    """Chains of critical activities with no working day between, the longest that leads to each end."""
    lengths: dict[int, int] = {}
    driver: dict[int, int] = {}
    passed: set[int] = set()
    for i in found.order:
        if i in critical:
            drivers = [k.before for k in found.incoming[i] if k.before in critical and found.slack(k) == 0]
            if drivers:
                driver[i] = max(drivers, key=lambda j: (lengths[j], -j))
            lengths[i] = 1 + (lengths[driver[i]] if drivers else 0)
    passed = {
        link.before
        for i in lengths
        for link in found.incoming[i]
        if link.before in lengths and found.slack(link) == 0
    }
    for last in sorted(lengths.keys() - passed):
        yield tuple(reversed(list(_way_back(last, driver))))


def _way_back(i: int, driver: Mapping[int, int]) -> Iterator[int]:
    yield i
    while i in driver:
        i = driver[i]
        yield i


def _end(activities: Sequence[Activity], links: Sequence[Link]) -> date | None:
    linked = {i for link in links for i in (link.before, link.after)}
    finishes = (activities[i].finish for i in linked if not activities[i].joint and not activities[i].done)
    return max(filter(None, finishes), default=None)


def _forward(found: Passes, i: int) -> None:
    """Early dates: as planned, or as late as what it waits for makes it."""
    activity, times, days, calendar = found.activities[i], found.times[i], found.days[i], found.calendar
    start, finish = activity.start, activity.finish
    held = [(link, _early(found, link)) for link in found.incoming[i]]
    if activity.joint == "closes" and any(day is None for _, day in held):
        return
    if finish is not None and not activity.done:
        to_start = max((k.onward(d, calendar) for k, d in held if d and not k.to_finish), default=date.min)
        to_finish = max((k.onward(d, calendar) for k, d in held if d and k.to_finish), default=date.min)
        if start is None or days is None:
            finish = max(finish, to_start, to_finish)
        else:
            if not activity.begun and to_start > start:
                start, finish = to_start, max(finish, calendar.workday(to_start, days))
            if to_finish > finish:
                start = start if activity.begun else max(start, calendar.workday(to_finish, -days))
                finish = to_finish
    times.early_start, times.early_finish = start, finish


def _early(found: Passes, link: Link) -> date | None:
    times = found.times[link.before]
    return times.early_finish if link.from_finish else times.early_start


def _backward(found: Passes, i: int) -> None:
    """Late dates and floats: unknown where something that waits for it has no dates."""
    activity, times, days, calendar = found.activities[i], found.times[i], found.days[i], found.calendar
    if activity.done or times.early_finish is None or found.end is None:
        return
    late: date | None = found.end
    free: list[int | None] = [calendar.working_days(times.early_finish, found.end)]
    for link in found.outgoing[i]:
        if _is_overtaken(found, link):
            continue
        limit = _late(found, link)
        if limit is not None and not link.from_finish:
            limit = None if days is None else calendar.workday(limit, days)
        late = None if late is None or limit is None else min(late, limit)
        free.append(_room(found, link))
    if late is not None:
        times.late_finish, times.total = late, calendar.working_days(times.early_finish, late)
        if times.early_start is not None and days is not None:
            times.late_start = times.early_start if activity.begun else calendar.workday(late, -days)
    if None not in free:
        times.free = max(0, min(room for room in free if room is not None))


def _is_overtaken(found: Passes, link: Link) -> bool:
    """Whether the link holds nobody back any more: it leaves a start that was, or leads to one."""
    other = found.activities[link.after]
    waited = found.activities[link.before].begun and not link.from_finish
    return other.done or waited or (other.begun and not link.to_finish)


def _late(found: Passes, link: Link) -> date | None:
    """The latest point of the predecessor that this link allows."""
    other = found.times[link.after]
    point = other.late_finish if link.to_finish else other.late_start
    return None if point is None else link.back(point, found.calendar)


def _room(found: Passes, link: Link) -> int | None:
    """Working days before anything behind the link moves, further behind where it only passes a joint."""
    slack = found.slack(link)
    if slack is None or not found.activities[link.after].joint:
        return slack
    behind = found.times[link.after].free
    return None if behind is None else slack + behind


def _moved(day: date, days: int) -> date:
    """Calendar days later, within the years a date can have."""
    if not days:
        return day
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))
