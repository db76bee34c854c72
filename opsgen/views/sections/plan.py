"""What is to be done, and by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.views import drawings
from opsgen.views.how.schedule import BASIS
from opsgen.words import Message, message, plural

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.views.edition import Edition


def plan(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """The chart of the plan, how much of the work is done, and whether any milestone has a float."""
    rows = drawings.plan_rows(edition, assessment)
    drawn = drawings.fewer(rows)
    return {
        "plan_figure": drawings.plan(edition, assessment, drawn) if rows else "",
        "plan_left_out": len(rows) - len(drawn),
        "completion": _completion(assessment),
        "roomy": any(assessment.network.of(state.milestone) for state in assessment.milestones),
    }


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
