"""What of a long list is over, and so stands folded below what is still to be seen to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")
SHORT = 4
"""Rows that need no folding."""
_FEW = 2  # rows that are over, from which folding them saves room


@dataclass(frozen=True, slots=True)
class Folding(Generic[T]):
    """The rows of a list in its order: those to see, and those that are over."""

    shown: tuple[T, ...]
    over: tuple[T, ...] = ()

    def __len__(self) -> int:
        return len(self.shown) + len(self.over)


def folding(rows: Iterable[T], over: Callable[[T], bool], *, latest: int = 0) -> Folding[T]:
    """Folds what is over, but for the `latest` first of it; nothing in a short list, or where all is over."""
    listed = tuple(rows)
    found = [i for i, row in enumerate(listed) if over(row)]
    folded = frozenset(found[latest:])
    if len(listed) <= SHORT or len(folded) < _FEW or len(found) == len(listed):
        return Folding(listed)
    return Folding(
        tuple(row for i, row in enumerate(listed) if i not in folded),
        tuple(row for i, row in enumerate(listed) if i in folded),
    )
