"""The schedule as a network: how much room each task and milestone has, and what is critical."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from opsgen.calendar import WEEKDAYS, WorkingCalendar
from opsgen.derive.critical_path import Activity, Link, Passes, critical_paths, passes
from opsgen.derive.precedence import (
    Contradiction,
    Planned,
    by_any_name,
    circling,
    contradictions,
    days_of,
    is_over,
    leads_to,
    leaves_from,
    planned,
)
from opsgen.derive.standing import settled_on
from opsgen.model import Milestone, Task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from opsgen.derive.breakdown import Breakdown
    from opsgen.model import Predecessor, Project

_DAY = timedelta(days=1)
_BEGUN = ("in_progress", "in_review")


@dataclass(frozen=True, slots=True)
class Scheduled:
    """An open task or milestone within the network; None is unknown.

    The early dates are those expected, or as late as what it waits for makes it; the late ones those that
    just leave the end of the plan where it is. `total_float` and `free_float` are the working days it may
    finish later before the end moves, and before anything that waits for it moves; less than 0 is what
    the plan lacks. `critical` is what has no room. A task with tasks below it takes the tightest of theirs.
    Source: CPM, Kelley and Walker 1959.
    """

    item: Planned
    early_start: date | None
    early_finish: date | None
    late_start: date | None
    late_finish: date | None
    total_float: int | None
    free_float: int | None

    @property
    def critical(self) -> bool:
        """Whether a day's delay moves the end of the plan."""
        return self.total_float is not None and self.total_float <= 0


@dataclass(frozen=True, slots=True)
class Network:
    """What follows from the predecessors within one project.

    `scheduled` holds by id what is open and linked to something; what waits for itself is left out. `end` is
    the latest day on which any of it is expected. `paths` are the critical paths, in order. `outside` are
    predecessors in other projects, which count for nothing here: `precedence.earliest` says what they allow.
    """

    scheduled: Mapping[str, Scheduled]
    paths: tuple[tuple[Planned, ...], ...]
    contradictions: tuple[Contradiction, ...]
    outside: tuple[tuple[Planned, Predecessor], ...]
    end: date | None

    def of(self, item: Planned) -> Scheduled | None:
        """What is known of one item; None where it is done, linked to nothing, or waits for itself."""
        return self.scheduled.get(item.id) if item.id else None

    def is_critical(self, item: Planned) -> bool:
        """Whether a delay of the item moves the end of the plan."""
        found = self.of(item)
        return found is not None and found.critical


def network(project: Project, tree: Breakdown, as_of: date, calendar: WorkingCalendar = WEEKDAYS) -> Network:
    """The network of a project's tasks and milestones as of a day, counted in its working days."""
    items = planned(project)
    outside = tuple((item, link) for item in items for link in item.depends_on if ":" in link.ref)
    if not any(item.depends_on for item in items):
        return Network({}, (), (), outside, None)
    plan = _Plan.of(items, tree, settled_on(project, as_of), calendar)
    found = passes(plan.activities, plan.links, calendar)
    scheduled = {
        item.id: _scheduled(item, plan, found, i) for i, item in enumerate(items) if item.id and plan.tells(i)
    }
    critical = frozenset(i for i in plan.linked if (room := found.times[i].total) is not None and room <= 0)
    ways = (tuple(items[i] for i in way if i < len(items)) for way in critical_paths(found, critical))
    return Network(
        scheduled=scheduled | _groups(items, tree, scheduled),
        paths=tuple(way for way in ways if way),
        contradictions=tuple(contradictions(project, calendar)),
        outside=outside,
        end=found.end,
    )


@dataclass(frozen=True, slots=True)
class _Plan:
    """The activities of the items, under the same numbers, then two joints for each group that is linked."""

    activities: list[Activity]
    links: list[Link]
    linked: frozenset[int]

    @classmethod
    def of(cls, items: Sequence[Planned], tree: Breakdown, day: date, calendar: WorkingCalendar) -> _Plan:
        groups = {i for i in range(len(tree.tasks)) if tree.children[i]} - tree.dropped
        silent = groups | tree.dropped | tree.circling
        activities = [_activity(item, day, silent=i in silent) for i, item in enumerate(items)]
        ties = list(_ties(items, tree))
        joints = _joints({i for tie in ties for i in tie[:2]} & groups, tree, activities)
        links = [*_membership(tree, joints), *_links(ties, joints, items, activities, calendar)]
        turning = circling(_waits(links, len(activities)))
        return cls(
            activities=[Activity(None, None) if i in turning else a for i, a in enumerate(activities)],
            links=[link for link in links if not {link.before, link.after} <= turning],
            linked=frozenset(i for link in links for i in (link.before, link.after)) - turning,
        )

    def tells(self, i: int) -> bool:
        """Whether the network has something to say of an item."""
        return i in self.linked and not self.activities[i].done and self.activities[i].finish is not None


def _activity(item: Planned, day: date, *, silent: bool) -> Activity:
    """An item as it is expected on a day: what has not happened lies ahead of it."""
    if silent:
        return Activity(None, None)
    if isinstance(item, Milestone):
        due = item.actual or item.forecast
        over = item.actual is not None and item.actual <= day
        point = due if over or due is None else max(due, day)
        return Activity(point, point, done=over)
    dates = days_of(item)
    start, finish = dates["start"], dates["finish"]
    if is_over(item):
        finish = finish if item.actual.finish or finish is None else min(finish, day)
        return Activity(start and _eve(start), finish, begun=True, done=True)
    begun = item.actual.start is not None or (item.status in _BEGUN and start is not None and start <= day)
    if start is not None and not begun:
        start = max(start, day)
    if finish is not None:
        finish = max(finish, day, start or day)
    return Activity(start and _eve(start), finish, begun=begun)


def _ties(items: Sequence[Planned], tree: Breakdown) -> Iterator[tuple[int, int, Predecessor]]:
    """Predecessor, item and link; none to what is cancelled or contains the other."""
    known, contains = by_any_name(items), _containment(tree)
    left_out = tree.dropped | tree.circling
    for i, item in enumerate(items):
        for link in item.depends_on if i not in left_out else ():
            j = known.get(link.ref)
            if j is not None and j != i and j not in left_out and not contains(i, j) and not contains(j, i):
                yield j, i, link


def _containment(tree: Breakdown) -> Callable[[int, int], bool]:
    """Whether one task lies somewhere above another, asked in no time."""
    order = list(tree.walk())
    place = {i: n for n, i in enumerate(order)}
    last = dict(place)
    for i in reversed(order):
        parent = tree.parents[i]
        if parent is not None:
            last[parent] = max(last[parent], last[i])
    return lambda above, i: above in place and i in place and place[above] <= place[i] <= last[above]


def _joints(linked: set[int], tree: Breakdown, activities: list[Activity]) -> dict[int, tuple[int, int]]:
    """For each group that is linked the numbers of two new activities, which open and close it."""
    starts: dict[int, date] = {}
    finishes: dict[int, date] = {}
    for i in reversed(list(tree.walk()) if linked else ()):
        start = starts.get(i) or activities[i].start
        finish = finishes.get(i) or activities[i].finish
        parent = tree.parents[i]
        if parent is not None and start:
            starts[parent] = min(starts.get(parent, start), start)
        if parent is not None and finish:
            finishes[parent] = max(finishes.get(parent, finish), finish)
    found = {}
    for i in sorted(linked):
        found[i] = (len(activities), len(activities) + 1)
        opening, closing = starts.get(i, date.min), finishes.get(i, date.min)
        activities += [Activity(opening, opening, joint="opens"), Activity(closing, closing, joint="closes")]
    return found


def _membership(tree: Breakdown, joints: dict[int, tuple[int, int]]) -> Iterator[Link]:
    """Links from the joint that opens a group to all in it, and from these to the one that closes it."""
    nearest: dict[int, int | None] = {}
    left_out = tree.dropped | tree.circling
    for i in tree.walk() if joints else ():
        parent = tree.parents[i]
        above = None if parent is None else parent if parent in joints else nearest[parent]
        nearest[i] = above
        if above is None or i in left_out or (tree.children[i] and i not in joints):
            continue
        opens, closes = joints.get(i, (i, i))
        yield Link(joints[above][0], opens)
        yield Link(closes, joints[above][1], to_finish=True)


def _links(
    ties: Sequence[tuple[int, int, Predecessor]],
    joints: dict[int, tuple[int, int]],
    items: Sequence[Planned],
    activities: Sequence[Activity],
    calendar: WorkingCalendar,
) -> Iterator[Link]:
    for j, i, tie in ties:
        from_finish, to_finish = leaves_from(tie) == "finish", leads_to(tie) == "finish"
        yield Link(
            before=joints[j][from_finish] if j in joints else j,
            after=joints[i][to_finish] if i in joints else i,
            from_finish=from_finish,
            to_finish=to_finish,
            lag=tie.lag if calendar.after(date.min, tie.lag) else "",
            shift=_shift(
                tie, _dates(j, joints, items, activities), _dates(i, joints, items, activities), calendar
            ),
        )


@dataclass(frozen=True, slots=True)
class _Dates:
    """The days an item is expected on as written; `morning` where it begins on the morning of its start."""

    start: date | None
    finish: date | None
    morning: bool


def _dates(
    i: int, joints: dict[int, tuple[int, int]], items: Sequence[Planned], activities: Sequence[Activity]
) -> _Dates:
    """The dates of an item; those of a group are its tasks'."""
    if i not in joints:
        dates = days_of(items[i])
        return _Dates(dates["start"], dates["finish"], isinstance(items[i], Task))
    opening, closing = (activities[k].start for k in joints[i])
    return _Dates(opening and opening + _DAY, closing, morning=True)


def _shift(tie: Predecessor, before: _Dates, item: _Dates, calendar: WorkingCalendar) -> int:
    """Calendar days between what holds for dates and what holds for points, which are evenings.

    What begins on the day its predecessor allows is in order, and goes on to share that day with it.
    """
    finishing = leaves_from(tie) == "finish"
    day = before.finish if finishing else before.start
    if tie.type == "SF":
        return int(before.morning)
    if tie.type == "FF" or day is None or item.start is None or not item.morning:
        return 0
    point = _eve(day) if before.morning and not finishing else day
    lagged, allowed = (calendar.after(one, tie.lag) or one for one in (point, day))
    return -int(_eve(item.start) < lagged and item.start >= allowed)


def _waits(links: Sequence[Link], count: int) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(count)]
    for link in links:
        found[link.after].append(link.before)
    return found


def _scheduled(item: Planned, plan: _Plan, found: Passes, i: int) -> Scheduled:
    times, activity = found.times[i], plan.activities[i]
    milestone = isinstance(item, Milestone)

    def starts(point: date | None) -> date | None:
        if point is None or milestone:
            return point
        return point + _DAY if point == activity.start else found.calendar.workday(point, 1)

    early_start, late_start = starts(times.early_start), starts(times.late_start)
    late_finish = times.late_finish and found.calendar.workday_until(times.late_finish)
    if times.total == 0:
        late_start, late_finish = early_start, times.early_finish
    return Scheduled(
        item=item,
        early_start=early_start,
        early_finish=times.early_finish,
        late_start=late_start,
        late_finish=late_finish,
        total_float=times.total,
        free_float=times.free,
    )


def _groups(
    items: Sequence[Planned], tree: Breakdown, scheduled: Mapping[str, Scheduled]
) -> dict[str, Scheduled]:
    """For each task with tasks below it what is known of these, taken together."""
    below: dict[int, list[Scheduled]] = defaultdict(list)
    found: dict[str, Scheduled] = {}
    for i in reversed(list(tree.walk())):
        item = items[i]
        own = _together(item, below[i]) if below[i] else scheduled.get(item.id)
        if own is None:
            continue
        if below[i] and item.id:
            found[item.id] = own
        parent = tree.parents[i]
        if parent is not None:
            below[parent].append(own)
    return found


def _together(item: Planned, parts: Sequence[Scheduled]) -> Scheduled:
    totals = [part.total_float for part in parts]
    frees = [part.free_float for part in parts]
    return Scheduled(
        item=item,
        early_start=min((p.early_start for p in parts if p.early_start), default=None),
        early_finish=max((p.early_finish for p in parts if p.early_finish), default=None),
        late_start=min((p.late_start for p in parts if p.late_start), default=None),
        late_finish=max((p.late_finish for p in parts if p.late_finish), default=None),
        total_float=None if None in totals else min(t for t in totals if t is not None),
        free_float=None if None in frees else min(f for f in frees if f is not None),
    )


def _eve(day: date) -> date:
    return day - _DAY if day > date.min else day
