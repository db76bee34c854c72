"""What was agreed when the project began."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.views.edition import Edition


def charter(_: Edition, assessment: Assessment) -> dict[str, object]:
    """Whether anything of a charter is written."""
    written = assessment.project.charter
    return {"has_charter": written != type(written)()}
