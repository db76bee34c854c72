"""The risk register of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.views import drawings
from opsgen.words import Message, plural

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.views.edition import Edition


def risks(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """The matrix of the open risks, and what they weigh together."""
    open_risks = any(state.risk.status == "open" for state in assessment.risks)
    figure = drawings.matrix(edition, assessment) if open_risks else ""
    return {"risk_figure": figure, "exposure": _exposure(assessment)}


def _exposure(assessment: Assessment) -> Message | None:
    """What the open threats add up to; None where there is none."""
    found = assessment.exposure
    if not found.threats:
        return None
    return plural(
        "Exposure {score}: the score of {n} open threat.",
        "Exposure {score}: the scores of {n} open threats added up.",
        found.threats,
        score=found.score,
    )
