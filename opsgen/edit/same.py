"""Whether two values say the same, to the type: what a change to a text is judged by."""

from __future__ import annotations

from typing import Any


def same(one: Any, other: Any) -> bool:
    """Whether two values of a file are equal in all they hold: 1 is not 1.0 here, nor True; order counts.

    They come from `load.parse`, so they are no deeper than it allows.
    """
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)
