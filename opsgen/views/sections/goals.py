"""Goals with their key results."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.views.edition import Edition


def goals(edition: Edition, _: Assessment) -> dict[str, object]:
    """The titles of the strategic goals by id."""
    return {"strategic": {goal.id: goal.title for goal in edition.settings.strategic_goals}}
