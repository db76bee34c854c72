"""Actions of a project and of the meetings about it, open ones first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.derive.portfolio import Placed
from opsgen.views.agreed import action_of
from opsgen.views.sections.folding import folding

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.views.edition import Edition


def actions(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """The actions, and whether any says where it comes from."""
    project = assessment.project
    found = tuple(action_of(edition, Placed(project, state)) for state in assessment.actions)
    return {
        "actions": folding(found, lambda agreed: not agreed.wanted),
        "sourced": any(action.source or action.meeting for action in found),
    }
