"""How the money of several projects became one amount; every amount to the cent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.views.how import money
from opsgen.views.how.how import How
from opsgen.words import message

if TYPE_CHECKING:
    from decimal import Decimal

    from opsgen.derive.burn_rate import Burn
    from opsgen.derive.money import Totals
    from opsgen.derive.treasury import Share, Treasury
    from opsgen.views.money.teller import Teller
    from opsgen.words import Message, Words


def sum_of(of: Treasury, say: Words) -> How:
    """The projects added up, with the rates of those that count in another currency."""
    inputs = [(message("Projects"), say.number(len(of.projects)))]
    inputs += [(message("{code} counts", code=code), worth) for code, worth in rates(of, say)]
    return How(message("Σ of the spending of the projects, without the management reserve"), tuple(inputs))


def rates(of: Treasury, say: Words) -> list[tuple[str, str]]:
    """What a unit of each converted currency is worth, as the portfolio says."""
    return [(code, _worth(rate, of.currency, say)) for code, rate in of.converted]


def _worth(rate: Decimal, currency: str, say: Words) -> str:
    exponent = rate.normalize().as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return f"{say.number(rate, places)} {currency}"


def deviation(of: Treasury, say: Words) -> How:
    """Forecast less plan, over all projects."""
    return money.deviation(of.spending, of.currency, say, assumed=of.spending.assumed > 0)


def project_deviation(of: Share, currency: str, say: Words) -> How:
    """Forecast less plan of one project, with its tolerance, and with its rate where it was converted."""
    how = money.deviation(of.spending, currency, say, assumed=of.spending.assumed > 0)
    inputs = [*how.inputs, (message("Tolerance"), say.percent(of.assessment.limits.cost_pct, 1))]
    if of.rate != 1 and of.assessment.budget:
        code = of.assessment.budget.currency
        inputs.append((message("{code} counts", code=code), _worth(of.rate, currency, say)))
    return How(how.formula, tuple(inputs))


def contingency(of: Totals, tell: Teller) -> How:
    """Used of the lines of category contingency."""
    inputs: list[tuple[Message, str]] = [(message("Planned"), tell.exact(of.planned))]
    if of.actual is not None:
        inputs.append((message("Used"), tell.exact(of.actual)))
    inputs.append((message("Forecast"), tell.exact(of.forecast)))
    return How(message("used of the budget lines of the category contingency"), tuple(inputs))


def return_pct(income: Totals, spending: Totals, tell: Teller) -> How:
    """Expected income less expected spending, in percent of the spending."""
    return How(
        message("(expected income − expected spending) / expected spending"),
        (
            (message("Expected income"), tell.exact(income.forecast)),
            (message("Expected spending"), tell.exact(spending.forecast)),
        ),
    )


def burn(of: Burn, rate: Decimal, tell: Teller) -> How:
    """The average of the last full months with money, and what is left, in the currency of the whole."""
    how = money.burn(of, tell.currency, tell.say) if rate == 1 else None
    inputs = list(how.inputs) if how else []
    inputs.append((message("Left of the plan"), tell.exact(of.rest * rate)))
    if of.lasts:
        inputs.append((message("Lasts, in months"), tell.say.number(of.lasts, 1)))
    return How(money.mean(of), tuple(inputs))
