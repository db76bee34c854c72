"""By when an open milestone is reached, if it goes as with earlier ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.derive.precedents import LEAST
from opsgen.derive.standing import is_live, lifecycle_of
from opsgen.words import Message, message

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.derive.precedents import Outlook
    from opsgen.derive.schedule import MilestoneState
    from opsgen.model import Project
    from opsgen.views.edition import Edition

MEANING = message(
    "Going by earlier milestones that stood as far from their date, half are reached by P50 and four in five"
    " by P80; fewer than {least} cases give no day, nor do too many that are still open.",
    least=LEAST,
)
_NOT_WHOLE = message(
    "By when milestones are usually reached (P50, P80) is not said: the history at hand is not whole."
)
_MOST_OPEN = message(
    "By when milestones are usually reached (P50, P80) is not known yet: most of those to compare with are"
    " still open."
)


def outlook(edition: Edition, project: Project, state: MilestoneState) -> Outlook | None:
    """What precedents say of a milestone.

    None for one that is reached, has no date, is left out of the trend or belongs to a project on which no
    work goes on, and where the history is not whole.
    """
    if edition.timeline.reach != "whole" or state.status == "achieved" or state.due is None:
        return None
    if not state.milestone.trend or not is_live(lifecycle_of(project, edition.as_of)):
        return None
    return edition.precedents.outlook(state.due, edition.as_of)


def outlooks(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """The same of all milestones of a project by their place among them, and what is to be said of all."""
    every = {id(s): outlook(edition, assessment.project, s) for s in assessment.milestones}
    found = [one for one in every.values() if one is not None]
    said = any(one.p50 for one in found)
    still = any(state.status != "achieved" for state in assessment.milestones)
    return {
        "outlook_of": lambda state: every[id(state)] if said else None,
        "outlook_note": _note(edition, found, said=said) if still else None,
    }


def _note(edition: Edition, found: list[Outlook], *, said: bool) -> Message | None:
    """What the dates mean, or why there are none."""
    if edition.timeline.reach in ("shallow", "partial"):
        return _NOT_WHOLE
    if said:
        return MEANING
    return _lacking(max(one.cases for one in found)) if found else None


def _lacking(cases: int) -> Message:
    """Why there are no dates with so many cases."""
    if cases >= LEAST:
        return _MOST_OPEN
    return message(
        "Not enough history to say by when milestones are usually reached (P50, P80): {cases} of the {least}"
        " cases that are needed.",
        cases=cases,
        least=LEAST,
    )
