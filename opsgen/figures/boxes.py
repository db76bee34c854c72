"""Where a label has room: boxes, and whether lines run through them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Point = tuple[float, float]
_MARK = 4.0  # half of the marks that stand on lines


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: Box) -> bool:
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )

    def touched(self, line: Sequence[Point]) -> bool:
        """Whether a line, with the marks on it, comes into the box."""
        return any(self._crossed(a, b) for a, b in pairwise(line))

    def _crossed(self, a: Point, b: Point) -> bool:
        (x, y), (x2, y2) = sorted((a, b))
        left, right = max(x, self.left), min(x2, self.right)
        if left > right:
            return False
        slope = (y2 - y) / (x2 - x) if x2 > x else 0.0
        ends = sorted((y + slope * (left - x), y + slope * (right - x))) if x2 > x else sorted((y, y2))
        return ends[0] - _MARK < self.bottom and ends[1] + _MARK > self.top
