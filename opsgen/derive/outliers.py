"""Values of a series that look like a slip of the hand: a digit too many, a comma in the wrong place."""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FEWEST = 8
"""Values below which nothing can be said."""
_BOUND = 3.5
_SCALE = 0.6745  # the median absolute deviation of a normal distribution, in standard deviations
_SLIP = 4.0


def outliers(values: Sequence[float]) -> frozenset[int]:
    """The places of values that leap away from the one before and back again to the next.

    A leap is a difference whose modified z-score is above 3.5; it must also change the value at least
    fourfold. A step to a new level is none, and neither is fast growth. The last value has nothing to come
    back to, so its leap alone counts.

    Source: Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993): modified z-score by the median
    absolute deviation, with their bound.
    """
    if len(values) < FEWEST:
        return frozenset()
    steps = [later - earlier for earlier, later in pairwise(values)]
    middle = median(steps)
    spread = median(abs(step - middle) for step in steps)
    leaps = [step - middle if _SCALE * abs(step - middle) > _BOUND * spread else 0.0 for step in steps]
    found = {
        i + 1
        for i, (there, back) in enumerate(pairwise(leaps))
        if there * back < 0 and _slipped(values[i + 1], (values[i] + values[i + 2]) / 2)
    }
    last = len(values) - 1
    if leaps[-1] and last - 1 not in found and _slipped(values[last], values[last - 1]):
        found.add(last)
    return frozenset(found)


def _slipped(value: float, near: float) -> bool:
    """Whether a value is at least four times, or at most a quarter of, what is near it."""
    large, small = max(abs(value), abs(near)), min(abs(value), abs(near))
    return small > 0 and large >= _SLIP * small
