"""What was forecast of each milestone, and when that landed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from opsgen.derive.precedents import Course
from opsgen.derive.standing import is_live, lifecycle_of, names
from opsgen.derive.trend import Stated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import tzinfo

    from opsgen.changes.change import Change
    from opsgen.model import Milestone, Project
    from opsgen.timeline.timeline import Timeline


def stated(
    timeline: Timeline, project: Project, milestone: Milestone, zone: tzinfo, as_of: date
) -> tuple[Stated, ...]:
    """The forecasts of a milestone in the order in which they landed, each with its day.

    What is not committed yet is of the status date. Where nobody knows when it was first written, what its
    moves say is all.
    """
    called = names(milestone)
    landed = timeline.of_item(project, "milestones", *called)
    pending = (c for c in timeline.pending if c.project == project.id and c.kind == "milestones")
    told = (*(c for c in pending if c.item in called), *landed)
    moves = [change for change in reversed(told) if change.field == "forecast"]
    first = _first(timeline, project, told, zone)
    began = moves[0].old if moves else _unmoved(milestone, told)
    told_on = [(_day(move, zone, as_of), move.new) for move in moves]
    if first is not None:
        told_on.insert(0, (first, began))
    return tuple(Stated(day, said) for day, said in told_on if isinstance(said, date) and day <= as_of)


def courses(timeline: Timeline, projects: Iterable[Project], zone: tzinfo, as_of: date) -> Iterator[Course]:
    """What was forecast of every milestone, but for those left out of the trend, and when it was reached.

    Open ones count where work goes on. Nothing of a history that is not whole: what became of milestones
    early in it would be missing.
    """
    if timeline.reach != "whole":
        return
    for project in projects:
        goes_on = is_live(lifecycle_of(project, as_of))
        for milestone in project.milestones:
            reached = milestone.actual is not None and milestone.actual <= as_of
            if milestone.trend and (reached or goes_on):
                said = stated(timeline, project, milestone, zone, as_of)
                if said:
                    yield Course(said, milestone.actual)


def _unmoved(milestone: Milestone, told: Sequence[Change]) -> date | None:
    """The forecast of a milestone that never moved.

    Who writes the actual date often puts the forecast on the same day, or takes it out: then what it was
    reached against says what it was.
    """
    if milestone.actual is None or milestone.forecast not in (None, milestone.actual):
        return milestone.forecast
    achieved = next((c for c in told if c.field == "actual" and isinstance(c.new, date)), None)
    if achieved is None or achieved.delta is None:
        return milestone.forecast
    return milestone.actual - timedelta(days=achieved.delta)


def _first(timeline: Timeline, project: Project, told: Sequence[Change], zone: tzinfo) -> date | None:
    """The day on which a milestone first landed: its own, else that of its project.

    Where the beginning of the history is missing: the oldest day known.
    """
    added = next((c for c in reversed(told) if c.code == "milestone.added"), None)
    if added is None:
        landings = timeline.of_project(project.id, *project.aliases)
        of_project = (c for landing in landings[-1:] for c in landing.changes)
        added = next((c for c in of_project if c.code == "project.added"), None)
    if added is not None:
        return added.origin.date.astimezone(zone).date() if added.origin else None
    begun = timeline.began if timeline.reach == "shallow" else None
    return begun.astimezone(zone).date() if begun else None


def _day(change: Change, zone: tzinfo, as_of: date) -> date:
    return change.origin.date.astimezone(zone).date() if change.origin else as_of
