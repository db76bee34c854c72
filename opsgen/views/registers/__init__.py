"""Registers over all projects: one function a register, in the order of the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.views.registers.adjustments import adjustments
from opsgen.views.registers.analysis import metrics
from opsgen.views.registers.collaboration import actions, decisions, meetings
from opsgen.views.registers.earned_value import earned_value
from opsgen.views.registers.feedback import feedback
from opsgen.views.registers.improvement import benefits, improvements, lessons
from opsgen.views.registers.planning import deliverables, milestones
from opsgen.views.registers.resources import budget
from opsgen.views.registers.risk import assumptions, dependencies, issues, risks
from opsgen.views.registers.roadmap import roadmap
from opsgen.views.registers.shared import conflicts, equipment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.views.edition import Edition
    from opsgen.views.page import Page

REGISTERS = (
    roadmap,
    milestones,
    deliverables,
    budget,
    earned_value,
    equipment,
    conflicts,
    metrics,
    adjustments,
    feedback,
    risks,
    issues,
    assumptions,
    dependencies,
    decisions,
    actions,
    meetings,
    lessons,
    improvements,
    benefits,
)

_ALWAYS = frozenset({"milestones.md", "metrics.md", "risks.md"})
"""Registers whose emptiness says something."""


def of(edition: Edition) -> Iterator[Page]:
    """Every register of an edition; those in `_ALWAYS`, and the others where somebody wrote for them."""
    made = (register(edition) for register in REGISTERS)
    return (page for page in made if page.table or page.path in _ALWAYS)
