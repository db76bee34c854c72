"""Who has a stake in a project, and how much it has to do for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opsgen.model import Stakeholder

Quadrant = Literal["keep_satisfied", "manage_closely", "monitor", "keep_informed"]
QUADRANTS: tuple[Quadrant, ...] = get_args(Quadrant)
"""As they lie: the upper row has much influence, the right column much interest."""
_MIDDLE = 3


def quadrant(of: Stakeholder) -> Quadrant | None:
    """How to deal with somebody of this influence and interest; None where one is unknown.

    Both are rated 1 to 5; 4 and 5 are much.

    Source: Mendelow 1991, the matrix of power and interest; its words as in the PMBOK Guide, 5th edition,
    13.1.2.1, figure 13-4.
    """
    if of.influence is None or of.interest is None:
        return None
    if of.influence > _MIDDLE:
        return "manage_closely" if of.interest > _MIDDLE else "keep_satisfied"
    return "keep_informed" if of.interest > _MIDDLE else "monitor"


def in_quadrants(stakeholders: Iterable[Stakeholder]) -> dict[Quadrant, tuple[Stakeholder, ...]]:
    """The stakeholders of each quadrant in the order of their list; those who are not rated are in none."""
    listed = tuple(stakeholders)
    return {where: tuple(s for s in listed if quadrant(s) == where) for where in QUADRANTS}


def weighty(of: Stakeholder) -> bool:
    """Whether somebody has much influence: 4 or 5 of 5."""
    return of.influence is not None and of.influence > _MIDDLE
