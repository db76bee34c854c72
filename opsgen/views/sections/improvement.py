"""What was looked back on, and what it was good for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.views.edition import Edition


def improvement(_: Edition, assessment: Assessment) -> dict[str, object]:
    """What the section on improvement needs."""
    project = assessment.project
    return {
        "retrospectives": project.retrospectives,
        "benefits": project.benefits,
    }
