"""What a result cost, month by month: the spending of a month over what it brought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from opsgen.calendar import month_end, month_start
from opsgen.derive.series import grows
from opsgen.derive.spending import spending

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from opsgen.derive.assessment import Assessment
    from opsgen.derive.metrics import MetricState

MONTHS = 3
"""Months that are compared: of two, one bill that came late would make every second month dearer."""
DEARER_PCT = 10
"""How much dearer the last month must be than the first: the tolerance of cost where nobody wrote one."""
_NEAR = 7
"""A total measured in so many last days of a month stands for its end."""
_RECENT = 62
"""Days after which a month is no news any more; bills come late, so that a month alone would be too short."""


@dataclass(frozen=True, slots=True)
class UnitCost:
    """A month that is over: what was spent in it, in the project's currency, and what it brought.

    Both are above 0, so that there is a cost of one.
    """

    month: date
    spent: Decimal
    brought: float
    state: MetricState

    @property
    def cost(self) -> Decimal:
        """What one result cost."""
        return self.spent / Decimal(str(self.brought))


def unit_costs(of: Assessment) -> tuple[UnitCost, ...]:
    """What a result cost in each month that is over, in their order; unknown months are left out.

    Results are those of the metric that counts for it: the north star that adds up and should grow, else the
    only such metric. All of the spending is held against it, so nothing is said of a project with several
    north stars, with spending that has no day, or without any dated spending. A month brought the last total
    of its last seven days less that of the month before.
    """
    state, money = _result(of.metrics), spending(of)
    if state is None or money is None or money.undated or not money.dated:
        return ()
    totals = _totals(state)
    found = []
    for month in money.months:
        brought = _brought(month.month, totals, state, of.project.start)
        over = month_end(month.month) <= of.as_of
        if over and month.actual and month.actual > 0 and brought is not None and brought > 0:
            found.append(UnitCost(month.month, month.actual, brought, state))
    return tuple(found)


def rising(costs: Sequence[UnitCost], as_of: date) -> tuple[UnitCost, ...]:
    """The last three months where each was dearer than the one before and the last by 10 % than the first.

    Nothing where one of them is unknown, or where they are long over.
    """
    last = tuple(costs[-MONTHS:])
    if len(last) < MONTHS or as_of - month_end(last[-1].month) > timedelta(_RECENT):
        return ()
    if any(b.month - month_end(a.month) != timedelta(1) or b.cost <= a.cost for a, b in pairwise(last)):
        return ()
    dearer = last[-1].cost * 100 >= last[0].cost * (100 + DEARER_PCT)
    return last if dearer else ()


def _result(states: Sequence[MetricState]) -> MetricState | None:
    """The metric whose results the money is for; None where that is not certain."""
    adding = [s for s in states if grows(s.metric) and s.metric.direction == "up"]
    stars = [s for s in states if s.metric.level == "north_star"]
    if stars:
        return stars[0] if len(stars) == 1 and stars[0] in adding else None
    return adding[0] if len(adding) == 1 else None


def _totals(state: MetricState) -> Mapping[date, float]:
    """The running totals by the month at whose end they were measured."""
    return {
        month_start(one.date): one.value
        for one in state.series
        if month_end(one.date) - one.date < timedelta(_NEAR)
    }


def _brought(
    month: date, totals: Mapping[date, float], state: MetricState, start: date | None
) -> float | None:
    """What a month brought; of the first one of the project all that there is."""
    if month not in totals:
        return None
    if start and month <= start <= month_end(month):
        return totals[month] - (state.start_value or 0.0)
    before = month_start(month - timedelta(1)) if month > date.min else month
    return totals[month] - totals[before] if before in totals else None
