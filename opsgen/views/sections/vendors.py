"""Who delivers to the project, what was agreed, and what is still to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.views.edition import Edition


def vendors(_: Edition, assessment: Assessment) -> dict[str, object]:
    """What the section on vendors needs."""
    return {"vendors": assessment.project.vendors}
