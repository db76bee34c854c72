"""Decisions of a project and of the meetings about it, those wanted first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.derive.portfolio import Placed
from opsgen.views.agreed import decision_of
from opsgen.views.sections.folding import folding

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.views.edition import Edition

_OVER = ("decided", "withdrawn")
_LAST = 2  # decisions taken last, which stay in sight


def decisions(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """The decisions in the order of every list."""
    project = assessment.project
    found = (decision_of(edition, Placed(project, state)) for state in assessment.decisions)
    return {"decisions": folding(found, lambda agreed: agreed.item.status in _OVER, latest=_LAST)}
