"""What is to be done, and by when."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from opsgen.views import drawings
from opsgen.views.how.schedule import BASIS
from opsgen.views.outlook import outlooks
from opsgen.views.sections.folding import folding
from opsgen.views.since import last_report, moved_days
from opsgen.words import Message, message, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from opsgen.derive import Assessment
    from opsgen.derive.schedule import MilestoneState
    from opsgen.figures.gantt import GanttRow
    from opsgen.views.edition import Edition

_LAST = 2  # milestones achieved last, which stay in sight


def plan(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """The chart of the plan, how much of the work is done, and whether any milestone has a float."""
    rows = drawings.plan_rows(edition, assessment)
    drawn = drawings.fewer(rows)
    return {
        "plan_figure": drawings.plan(edition, assessment, drawn) if rows else "",
        "plan_left_out": _left_out(assessment, drawn),
        "completion": _completion(assessment),
        "milestones": folding(assessment.milestones, _earlier(assessment)),
        "roomy": any(assessment.network.of(state.milestone) for state in assessment.milestones),
        "moved_of": partial(moved_days, edition, assessment.project),
        "moved_since": last_report(edition),
        **outlooks(edition, assessment),
    }


def _left_out(assessment: Assessment, drawn: Sequence[GanttRow]) -> int:
    """Tasks that the chart does not draw, without those that are cancelled."""
    kept = len(assessment.tasks) - len(assessment.breakdown.dropped)
    return kept - sum(row.kind in ("task", "group") for row in drawn)


def _earlier(assessment: Assessment) -> Callable[[MilestoneState], bool]:
    """Whether a milestone was achieved before the last few that were."""
    achieved = [state for state in assessment.milestones if state.status == "achieved"]
    earlier = {id(state) for state in achieved[:-_LAST]}
    return lambda state: id(state) in earlier


def _completion(assessment: Assessment) -> Message | None:
    done = assessment.completion
    if done.percent is None:
        return None
    said: dict[str, object] = {"percent": round(done.percent), "basis": BASIS[done.basis]}
    if done.unknown:
        return plural(
            "{percent}% of the work is done, {basis}; {n} task does not say how far it is.",
            "{percent}% of the work is done, {basis}; {n} tasks do not say how far they are.",
            done.unknown,
            **said,
        )
    return message("{percent}% of the work is done, {basis}.", **said)
