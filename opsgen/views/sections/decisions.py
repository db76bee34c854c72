"""Decisions of a project, those wanted first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.derive.steering import wanted_first

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.views.edition import Edition


def decisions(_: Edition, assessment: Assessment) -> dict[str, object]:
    """The decisions that are wanted, and the others."""
    found = sorted(assessment.project.decisions, key=wanted_first)
    return {
        "wanted": tuple(d for d in found if d.status == "requested"),
        "taken": tuple(d for d in found if d.status != "requested"),
    }
