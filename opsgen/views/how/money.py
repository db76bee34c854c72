"""How amounts became deviations and returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.views.how.how import How
from opsgen.words import message

if TYPE_CHECKING:
    from opsgen.derive.money import Amounts, BudgetState
    from opsgen.words import Words


def deviation(of: Amounts, currency: str, say: Words, *, assumed: bool) -> How:
    """Forecast less plan."""
    label = message("Forecast: highest of plan, used and committed") if assumed else message("Forecast")
    inputs = [
        (message("Planned"), say.money(of.planned, currency)),
        (label, say.money(of.forecast, currency)),
    ]
    if of.variance_pct is not None:
        inputs.append((message("In percent of the plan"), say.percent(of.variance_pct, 1)))
    return How(message("forecast − planned"), tuple(inputs))


def return_pct(budget: BudgetState | None, say: Words) -> How | None:
    """Expected income less expected spending, in percent of the spending."""
    if budget is None or budget.income is None or budget.return_pct is None:
        return None
    return How(
        message("(expected income − expected spending) / expected spending"),
        (
            (message("Expected income"), say.money(budget.income.forecast, budget.currency)),
            (message("Expected spending"), say.money(budget.spending.forecast, budget.currency)),
        ),
    )
