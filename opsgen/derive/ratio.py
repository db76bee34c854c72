"""Division that knows when it has no answer."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


def share(part: float, whole: float) -> float | None:
    """`part` in percent of `whole`; None where the whole is 0 or the answer is no number."""
    if not whole:
        return None
    percent = part * 100 / whole
    return percent if isfinite(percent) else None


def quotient(part: Decimal, whole: Decimal) -> Decimal | None:
    """`part` / `whole` to 28 digits; None where there is nothing to divide by, or less than nothing."""
    return part / whole if whole > 0 else None
