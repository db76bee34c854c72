"""The original plan of what has none written: as the tag has it, else as it landed first in executing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from opsgen.derive.standing import names
from opsgen.model import Project, Span
from opsgen.portfolio.plans import PlanSource, PlanSources, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import tzinfo

    from opsgen.changes.change import Change
    from opsgen.model import Milestone
    from opsgen.timeline.timeline import Timeline

_FIELD = {"milestones": "forecast", "phases": "finish", "tasks": "finish", "project": "finish"}
"""What is told where an item is added, which tells nothing else of it."""
_UNDER_WAY = ("executing", "closing")
_SEEN_BY = ("restricted", "internal", "public")
"""The confidentialities, those that are seen by most last."""
_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Landed:
    """What landed of a project, the oldest first, and when its work began."""

    changes: Sequence[Change]
    began: datetime
    zone: tzinfo

    def first(self, kind: str, item: Any, field: str) -> tuple[object, date] | None:
        """The value that a field had when work began, else its first one after that, and that day.

        None where it never had one in any commit.
        """
        told = [change for change in self.changes if change.kind == kind and _is_of(change, item)]
        for change in told:
            if change.origin is None:
                break
            if change.origin.date <= self.began:
                continue
            found = _values(change, kind, field)
            if found is None:
                continue
            old, new = found
            if old is not None:
                return old, self._day(self.began)
            if new is not None:
                return new, self._day(change.origin.date)
        return self._unmoved(told, item, kind, field)

    def _unmoved(
        self, told: Sequence[Change], item: Any, kind: str, field: str
    ) -> tuple[object, date] | None:
        """Of a field that no commit changed since: what it is, or was before what is not committed."""
        for change in told:
            if change.origin is None:
                found = _values(change, kind, field)
                if not change.field and change.old is None:
                    return None
                if found is not None:
                    return None if found[0] is None else (found[0], self._day(self.began))
        value = getattr(item, field)
        return None if value is None else (value, self._day(self.began))

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()


def _is_of(change: Change, item: Any) -> bool:
    if isinstance(item, Project):
        return True
    return change.item in (names(item) or (" / ".join(item.title.forms),))


def _values(change: Change, kind: str, field: str) -> tuple[date | None, date | None] | None:
    """The dates of a field before and after a change; None where it tells nothing of them."""
    if change.field == field or (not change.field and _FIELD[kind] == field):
        return _date(change.old), _date(change.new)
    if change.field == "dates":
        part = 0 if field == "start" else 1
        return _part(change.old, part), _part(change.new, part)
    if change.code == "milestone.achieved" and isinstance(change.new, date) and change.delta is not None:
        # A forecast that was put on that day with it is not told for itself.
        return change.new - timedelta(days=change.delta), change.new
    return None


def _part(value: object, part: int) -> date | None:
    return _date(value[part]) if isinstance(value, tuple) and len(value) == 2 else None


def _date(value: object) -> date | None:
    return value if isinstance(value, date) else None


def landed(past: Timeline, project: Project, zone: tzinfo, as_of: date) -> Landed | None:
    """What landed of a project; None where its work has not begun, or nobody can know what it began with."""
    if past.reach != "whole" or past.older:
        return None
    called = names(project)
    changes = [c for landing in reversed(past.of_project(*called)) for c in landing.changes]
    changes += [c for c in past.pending if c.project in called]
    began = _began(project, changes, zone)
    if began is None or began.astimezone(zone).date() > as_of:
        return None
    opened = [change.origin for change in changes if _opens(project, change)]
    if None in opened:  # not committed yet
        return None
    return Landed(changes, max((began, *(origin.date for origin in opened if origin))), zone)


def _opens(project: Project, change: Change) -> bool:
    """Whether some who see the project now could not see it before: what was planned was for others then."""
    less = _SEEN_BY[: _SEEN_BY.index(project.confidentiality)]
    return change.kind == "project" and change.field == "confidentiality" and change.old in less


def _began(project: Project, changes: Sequence[Change], zone: tzinfo) -> datetime | None:
    """The first moment at which the work of a project went on, as far as it has landed."""
    versions = tuple(_versions(project, changes))
    for (since, lifecycle, start), (until, _, _) in pairwise((*versions, (_LAST, None, None))):
        if lifecycle in _UNDER_WAY:
            return since
        if lifecycle is None and isinstance(start, date):
            moment = max(since, datetime.combine(start, time(), zone).astimezone(UTC))
            if moment < until:
                return moment
    return None


def _versions(
    project: Project, changes: Sequence[Change]
) -> Iterator[tuple[datetime, object | None, object | None]]:
    """From when on the project had which lifecycle and start; nothing of one that has not landed."""
    own = [c for c in changes if c.kind == "project"]
    added = next((c.origin for c in own if c.code == "project.added" and c.origin), None)
    if added is None:
        return
    told = [c for c in own if c.field in ("lifecycle", "start")]
    now: dict[str, object | None] = {"lifecycle": project.lifecycle, "start": project.start}
    for change in reversed(told):
        now[change.field] = change.old
    yield added.date, now["lifecycle"], now["start"]
    for change in told:
        if change.origin is not None:
            now[change.field] = change.new
            yield change.origin.date, now["lifecycle"], now["start"]


def with_baselines(
    project: Project, tagged: Project | None, ref: str, past: Landed | None
) -> tuple[Project, PlanSources]:
    """The project with the original plans that are not written, and where each one comes from.

    A plan that is written stays; what the tag has comes before what landed first.
    """
    desk = _Desk(tagged, PlanSource(tag=ref), past)
    filled = replace(
        project,
        baseline_finish=project.baseline_finish or desk.finish(project),
        milestones=tuple(desk.milestone(item) for item in project.milestones),
        phases=tuple(desk.span("phases", item) for item in project.phases),
        tasks=tuple(desk.span("tasks", item) for item in project.tasks),
    )
    return (filled, desk.sources) if desk.sources else (project, {})


class _Desk:
    """Finds the plans of one project, and remembers where."""

    def __init__(self, tagged: Project | None, tag: PlanSource, past: Landed | None) -> None:
        self._tagged, self._tag, self._past = tagged, tag, past
        self._then = {kind: _named(getattr(tagged, kind, ())) for kind in ("milestones", "phases", "tasks")}
        self.sources: dict[tuple[str, str], PlanSource] = {}

    def finish(self, project: Project) -> date | None:
        if self._tagged is not None and (day := self._tagged.baseline_finish or self._tagged.finish):
            self.sources["project", ""] = self._tag
            return day
        return self._landed("project", project, "finish", ("project", ""))

    def milestone(self, item: Milestone) -> Milestone:
        if item.baseline is not None:
            return item
        old = self._old("milestones", item)
        if old is not None and (day := old.baseline or old.forecast or old.actual):
            self.sources[key_of("milestones", item)] = self._tag
            return replace(item, baseline=day)
        day = self._landed("milestones", item, "forecast", key_of("milestones", item))
        return item if day is None else replace(item, baseline=day)

    def span(self, kind: str, item: Any) -> Any:
        """A phase or task with the original dates of its start and finish."""
        if item.baseline != Span():
            return item
        old = self._old(kind, item)
        if old is not None and (old.baseline.finish or old.finish):
            self.sources[key_of(kind, item)] = self._tag
            start, finish = old.baseline.start or old.start, old.baseline.finish or old.finish
            return replace(item, baseline=Span(start=start, finish=finish))
        finish = self._landed(kind, item, "finish", key_of(kind, item))
        if finish is None:
            return item
        start = self._past.first(kind, item, "start") if self._past else None
        return replace(item, baseline=Span(start=_date(start[0]) if start else None, finish=finish))

    def _old(self, kind: str, item: Any) -> Any:
        then = self._then[kind]
        return next((then[name] for name in _names(item) if name in then), None)

    def _landed(self, kind: str, item: Any, field: str, key: tuple[str, str]) -> date | None:
        found = self._past.first(kind, item, field) if self._past else None
        if found is None:
            return None
        self.sources[key] = PlanSource(day=found[1])
        return _date(found[0])


def _names(item: Any) -> tuple[str, ...]:
    return names(item) or (" / ".join(item.title.forms),)


def _named(items: Iterable[Any]) -> Mapping[str, Any]:
    return {name: item for item in items for name in _names(item)}
