"""Division that knows when it has no answer."""

from __future__ import annotations

from math import isfinite


def share(part: float, whole: float) -> float | None:
    """`part` in percent of `whole`; None where the whole is 0 or the answer is no number."""
    if not whole:
        return None
    percent = part * 100 / whole
    return percent if isfinite(percent) else None
