"""What is said at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.views.agreed import Spot, project_spot
from opsgen.words import Message, Text, message, plural

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.views.edition import Edition


def closing(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """How content those were who were asked, and who takes over what is left to do."""
    closing = assessment.project.closing
    steps = closing.follow_on if closing else ()
    return {
        "satisfaction": _satisfaction(assessment),
        "follow_on": tuple((step, _taker(edition, step.to)) for step in steps),
    }


def _taker(edition: Edition, name: str) -> Spot | None:
    """A project by its id, or somebody else in words."""
    project = edition.portfolio.project(name)
    if project is not None:
        return project_spot(edition, project)
    return Spot(edition.told(Text(name)), "") if name else None


def _satisfaction(assessment: Assessment) -> Message | None:
    closing = assessment.project.closing
    found = closing.satisfaction if closing else None
    if found is None:
        return None
    if found.n is None:
        return message("{score}", score=found.score)
    return plural("{score} from {n} answer", "{score} from {n} answers", found.n, score=found.score)
