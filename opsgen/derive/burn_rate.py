"""What a month of a project costs, and how long its plan lasts at that.

Source: PMBOK, cost management. Amounts are Decimals in the project's currency.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING

from opsgen.calendar import month_end, month_start
from opsgen.derive.money import is_spending
from opsgen.derive.spending import dated, months_between, summed, undated

if TYPE_CHECKING:
    from opsgen.derive.assessment import Assessment
    from opsgen.derive.spending import Months

_RECENT = 3  # full months of which the burn rate is the average
_DAYS_A_MONTH = Decimal("30.4375")
_ENDLESS = Decimal(1200)  # months; what lasts longer has no month in which it ends
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Burn:
    """What a month costs, of the lines whose spending is known by its days.

    `recent` is the average of the last three full months up to the last one with money, `overall` that of
    all full months from the first with money; None where there is no such month. `first` and `last` are the
    months of `recent`. `rest` is what is left of the plan of these lines, less than 0 where it is used up;
    `lasts` how many months it will last at this rate, 0 where nothing is left, and None where that is without
    end, or unknown because lines are left out. `used_up` is the month in which the plan was or will be used
    up. `undated` counts the lines left out, because their spending has no days.
    """

    recent: Decimal | None
    overall: Decimal | None
    first: date | None
    last: date | None
    rest: Decimal
    lasts: Decimal | None
    used_up: date | None
    undated: int


def burn(of: Assessment) -> Burn | None:
    """What a month of a project costs, and how long the plan lasts at that; None where nothing is dated."""
    states = [state for state in of.budget.lines if is_spending(state.line)] if of.budget else []
    known = [state for state in states if not undated(state)]  # nothing spent needs no day
    months = summed(dated(state.line, of.as_of) for state in known)
    if not any(months.values()):
        return None
    full = _full(months, of.as_of)
    recent = full[-_RECENT:]
    rate = _mean(months, recent)
    planned = sum((state.planned for state in known), _NOTHING)
    rest = planned - sum(months.values(), _NOTHING)
    left_out = len(states) - len(known)
    lasts = None if left_out else _lasts(rest, rate)
    return Burn(
        recent=rate,
        overall=_mean(months, full),
        first=recent[0] if recent else None,
        last=recent[-1] if recent else None,
        rest=rest,
        lasts=lasts,
        used_up=_used_up(months, planned, lasts, of.as_of),
        undated=left_out,
    )


def _full(months: Months, as_of: date) -> list[date]:
    """The months that are over, from the first to the last one with money."""
    over = [month for month, amount in months.items() if amount and month_end(month) <= as_of]
    return list(months_between(min(over), max(over))) if over else []


def _mean(months: Months, wanted: list[date]) -> Decimal | None:
    if not wanted:
        return None
    return sum((months.get(month, _NOTHING) for month in wanted), _NOTHING) / len(wanted)


def _lasts(rest: Decimal, rate: Decimal | None) -> Decimal | None:
    if rest <= 0:
        return _NOTHING
    if rate is None or rate <= 0 or rest / rate > _ENDLESS:
        return None
    return rest / rate


def _used_up(months: Months, planned: Decimal, lasts: Decimal | None, as_of: date) -> date | None:
    if lasts is None:
        return None
    if lasts:
        return month_start(as_of + timedelta(days=int(lasts * _DAYS_A_MONTH)))
    so_far = accumulate(months[month] for month in sorted(months))
    return next((m for m, sum_ in zip(sorted(months), so_far, strict=True) if sum_ >= planned), None)
