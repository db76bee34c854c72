"""Who and what the project takes: people, equipment, and the quarrels about both."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.views.edition import Edition


def resources(_: Edition, assessment: Assessment) -> dict[str, object]:
    """What the section on people and equipment needs."""
    project = assessment.project
    return {
        "allocations": project.allocations,
        "equipment": project.equipment,
        "conflicts": project.conflicts,
    }
