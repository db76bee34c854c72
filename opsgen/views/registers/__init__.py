"""Registers over all projects: one function a register, in the order of the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.views.registers.analysis import metrics
from opsgen.views.registers.collaboration import actions, decisions
from opsgen.views.registers.improvement import lessons
from opsgen.views.registers.planning import milestones
from opsgen.views.registers.risk import risks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.views.edition import Edition
    from opsgen.views.page import Page

REGISTERS = (milestones, metrics, risks, decisions, actions, lessons)


def of(edition: Edition) -> Iterator[Page]:
    """Every register of an edition."""
    return (register(edition) for register in REGISTERS)
