"""The rules of `opsgen.derive` in words, for the method page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.derive.method.finance import EARNED_VALUE, MONEY
from opsgen.derive.method.formula import Formula
from opsgen.derive.method.learning import LEARNING
from opsgen.derive.method.numbers import METRICS, NOTICES
from opsgen.derive.method.people import COLLABORATION, RESOURCES
from opsgen.derive.method.planning import GOALS, SCHEDULE
from opsgen.derive.method.results import OUTCOME
from opsgen.derive.method.risks import RISKS
from opsgen.derive.method.steering import HEALTH, STEERING

if TYPE_CHECKING:
    from opsgen.model import Project

__all__ = ["CLOSING", "FORMULAS", "Formula", "in_handout"]

FORMULAS: tuple[Formula, ...] = (
    *SCHEDULE,
    *METRICS,
    *NOTICES,
    *GOALS,
    *RISKS,
    *MONEY,
    *EARNED_VALUE,
    *OUTCOME,
    *LEARNING,
    *RESOURCES,
    *HEALTH,
    *STEERING,
    *COLLABORATION,
)

CLOSING: tuple[Formula, ...] = (*OUTCOME[:2], SCHEDULE[1], METRICS[1], *MONEY[:2])
"""What somebody asks first who reads how a project ended."""


def in_handout(project: Project, *, judged: bool) -> tuple[Formula, ...]:
    """What a reader of a project's handout asks first, of what the project has; the method page has all.

    `judged` says whether its health could be assessed.
    """
    return (
        *SCHEDULE[:2],
        *(METRICS[:3] if project.metrics else ()),
        *(MONEY[:2] if project.budget else ()),
        *(RISKS[:2] if project.risks else ()),
        *(HEALTH if judged else ()),
    )
