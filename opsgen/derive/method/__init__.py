"""The rules of `opsgen.derive` in words, for the method page."""

from __future__ import annotations

from opsgen.derive.method.finance import EARNED_VALUE, MONEY
from opsgen.derive.method.formula import Formula
from opsgen.derive.method.learning import LEARNING
from opsgen.derive.method.numbers import METRICS, NOTICES
from opsgen.derive.method.people import COLLABORATION, RESOURCES
from opsgen.derive.method.planning import GOALS, SCHEDULE
from opsgen.derive.method.results import OUTCOME
from opsgen.derive.method.risks import RISKS
from opsgen.derive.method.steering import HEALTH, STEERING

__all__ = ["CLOSING", "FORMULAS", "HANDOUT", "Formula"]

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

HANDOUT: tuple[Formula, ...] = (*SCHEDULE[:2], *METRICS[:3], *MONEY[:2], *RISKS[:2], *HEALTH)
"""What a reader of a handout asks first; the rest is on the method page."""

CLOSING: tuple[Formula, ...] = (*OUTCOME[:2], SCHEDULE[1], METRICS[1], *MONEY[:2])
"""The same of somebody who reads how a project ended."""
