"""Meetings of a project, and what others said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.views.minutes import part

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.views.edition import Edition


def meetings(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """The meetings, the newest first; none for the public."""
    shares = assessment.meetings if edition.audience != "public" else ()
    return {"held": tuple(part(edition, share, assessment.project.id) for share in shares)}
