"""What was forecast of each milestone, and when that landed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from opsgen.derive.standing import names
from opsgen.derive.trend import Stated

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from opsgen.changes.change import Change
    from opsgen.model import Milestone, Project
    from opsgen.timeline.timeline import Timeline


def stated(
    timeline: Timeline, project: Project, milestone: Milestone, zone: tzinfo, as_of: date
) -> tuple[Stated, ...]:
    """The forecasts of a milestone in the order in which they landed, each with its day.

    What is not committed yet is of the status date. Nothing where nobody knows when it was first written.
    """
    called = names(milestone)
    landed = timeline.of_item(project, "milestones", *called)
    pending = (c for c in timeline.pending if c.project == project.id and c.kind == "milestones")
    told = (*(c for c in pending if c.item in called), *landed)
    moves = [change for change in reversed(told) if change.field == "forecast"]
    first = _first(timeline, project, told, zone)
    if first is None:
        return ()
    began = moves[0].old if moves else milestone.forecast
    told_on = [(first, began), *((_day(move, zone, as_of), move.new) for move in moves)]
    return tuple(Stated(day, said) for day, said in told_on if isinstance(said, date) and day <= as_of)


def _first(timeline: Timeline, project: Project, told: Sequence[Change], zone: tzinfo) -> date | None:
    """The day on which a milestone first landed: its own, else that of its project, else the oldest known."""
    added = next((c for c in reversed(told) if c.code == "milestone.added"), None)
    if added is None:
        landings = timeline.of_project(project.id, *project.aliases)
        of_project = (c for landing in landings[-1:] for c in landing.changes)
        added = next((c for c in of_project if c.code == "project.added"), None)
    if added is not None:
        return added.origin.date.astimezone(zone).date() if added.origin else None
    return timeline.began.astimezone(zone).date() if timeline.began else None


def _day(change: Change, zone: tzinfo, as_of: date) -> date:
    return change.origin.date.astimezone(zone).date() if change.origin else as_of
