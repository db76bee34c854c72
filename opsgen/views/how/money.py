"""How amounts became totals, deviations, rates and returns; every amount to the cent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.derive.money import is_spending
from opsgen.derive.spending import months_between
from opsgen.views.how.how import How
from opsgen.words import message, plural

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from opsgen.derive.burn_rate import Burn
    from opsgen.derive.money import Amounts, BudgetState, Contingency, LineState
    from opsgen.words import Message, Words

_LISTED = 12
Input = tuple["Message", str]


def deviation(of: Amounts, currency: str, say: Words, *, assumed: bool) -> How:
    """Forecast less plan."""
    label = message("Forecast: highest of plan, used and committed") if assumed else message("Forecast")
    inputs = [
        (message("Planned"), say.exact(of.planned, currency)),
        (label, say.exact(of.forecast, currency)),
    ]
    if of.variance_pct is not None:
        inputs.append((message("In percent of the plan"), say.percent(of.variance_pct, 1)))
    return How(message("forecast − planned"), tuple(inputs))


def planned(of: BudgetState, say: Words) -> How:
    """The plan of all lines that are to be spent."""
    formula = message("Σ planned of the budget lines, without income and management reserve")
    return How(formula, _by_line(of, "planned", say))


def used(of: BudgetState, say: Words) -> How | None:
    """What was spent on all lines."""
    if of.spending.actual is None:
        return None
    inputs = list(_by_line(of, "actual", say))
    if of.spending.used_pct is not None:
        inputs.append((message("In percent of the plan"), say.percent(of.spending.used_pct, 1)))
    return How(message("Σ used of the budget lines, without income"), tuple(inputs))


def uncommitted(of: BudgetState, say: Words) -> How | None:
    """What is ordered or signed, and what of these lines is not."""
    if of.spending.uncommitted is None:
        return None
    inputs = (
        *_by_line(of, "committed", say),
        (
            message("Not committed: planned − the higher of committed and used"),
            say.exact(of.spending.uncommitted, of.currency),
        ),
    )
    return How(message("Σ committed of the budget lines that say it"), inputs)


def _by_line(of: BudgetState, field: str, say: Words) -> tuple[Input, ...]:
    """The amount of each line that has one; of many, how many they are."""
    known = [s for s in of.lines if is_spending(s.line) and _amount(s, field) is not None]
    if len(known) > _LISTED:
        return ((message("Budget lines"), say.number(len(known))),)
    return tuple(
        (message("{title}", title=s.line.title), say.exact(amount, of.currency))
        for s in known
        if (amount := _amount(s, field)) is not None
    )


def _amount(state: LineState, field: str) -> Decimal | None:
    found: Decimal | None = getattr(state, field)
    return found


def burn(of: Burn, currency: str, say: Words) -> How:
    """The average of the last full months with money."""
    inputs: list[Input] = []
    if of.first and of.last:
        inputs.append((message("Months counted"), _span(of.first, of.last, say)))
    if of.overall is not None:
        inputs.append((message("Average of all full months"), say.exact(of.overall, currency)))
    return How(mean(of), (*inputs, *_left_out(of, say)))


def mean(of: Burn) -> Message:
    """The formula of the burn rate: as many full months as there are, three at most."""
    full = len(list(months_between(of.first, of.last))) if of.first and of.last else 0
    return plural(
        "dated spending of the last full month / {n}",
        "dated spending of the last {n} full months / {n}",
        full,
    )


def lasts(of: Burn, currency: str, as_of: date, say: Words) -> How:
    """How long the rest of the plan lasts at the burn rate."""
    inputs: list[Input] = [(message("Left of the plan"), say.exact(of.rest, currency))]
    if of.recent is not None:
        inputs.append((message("Used a month"), say.exact(of.recent, currency)))
    if of.lasts:
        inputs.append((message("Months from {day}", day=as_of), say.number(of.lasts, 1)))
    formula = message("(planned − used) / used a month, from the status date")
    return How(formula, (*inputs, *_left_out(of, say)))


def _span(first: date, last: date, say: Words) -> str:
    return say.month(first) if first == last else f"{say.month(first)} – {say.month(last)}"


def _left_out(of: Burn, say: Words) -> tuple[Input, ...]:
    if not of.undated:
        return ()
    return ((message("Lines left out, as their spending has no dates"), say.number(of.undated)),)


def contingency(of: Contingency, done: float | None, currency: str, say: Words) -> How | None:
    """What is used of the contingency, beside the share of the work that is done."""
    if of.used is None or of.left is None:
        return None
    inputs: list[Input] = [
        (message("Planned"), say.exact(of.planned, currency)),
        (message("Used"), say.exact(of.used, currency)),
        (message("Left"), say.exact(of.left, currency)),
    ]
    if done is not None:
        inputs.append((message("Work done"), say.percent(done)))
    return How(message("used / planned of the lines of category contingency"), tuple(inputs))


def returns(of: BudgetState, say: Words) -> tuple[How | None, How | None, How | None]:
    """The return on spending as planned, so far and as expected; None where it is unknown."""
    income, spending = of.income, of.spending
    if income is None:
        return None, None, None
    so_far = None
    if income.actual is not None and spending.actual is not None:
        so_far = _return(income.actual, spending.actual, of, say)
    return (
        _return(income.planned, spending.planned, of, say),
        so_far,
        _return(income.forecast, spending.forecast, of, say),
    )


def _return(income: Decimal, spent: Decimal, of: BudgetState, say: Words) -> How:
    return How(
        message("(income − spending) / spending"),
        (
            (message("Income"), say.exact(income, of.currency)),
            (message("Spending"), say.exact(spent, of.currency)),
        ),
    )


def return_pct(budget: BudgetState | None, say: Words) -> How | None:
    """Expected income less expected spending, in percent of the spending."""
    if budget is None or budget.income is None or budget.return_pct is None:
        return None
    return How(
        message("(expected income − expected spending) / expected spending"),
        (
            (message("Expected income"), say.exact(budget.income.forecast, budget.currency)),
            (message("Expected spending"), say.exact(budget.spending.forecast, budget.currency)),
        ),
    )
