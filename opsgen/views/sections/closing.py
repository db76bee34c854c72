"""What is said at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.words import Message, message, plural

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.views.edition import Edition


def closing(_: Edition, assessment: Assessment) -> dict[str, object]:
    """How content those were who were asked."""
    return {"satisfaction": _satisfaction(assessment)}


def _satisfaction(assessment: Assessment) -> Message | None:
    closing = assessment.project.closing
    found = closing.satisfaction if closing else None
    if found is None:
        return None
    if found.n is None:
        return message("{score}", score=found.score)
    return plural("{score} from {n} answer", "{score} from {n} answers", found.n, score=found.score)
