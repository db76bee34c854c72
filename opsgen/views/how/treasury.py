"""How the money of several projects became one amount."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.views.how import money
from opsgen.views.how.how import How
from opsgen.words import Message, message

if TYPE_CHECKING:
    from opsgen.derive.money import Totals
    from opsgen.derive.spending import Burn
    from opsgen.derive.treasury import Share, Treasury
    from opsgen.words import Words


def sum_of(of: Treasury, say: Words) -> How:
    """The projects added up, with the rates of those that count in another currency."""
    inputs = [(message("Projects"), say.number(len(of.projects)))]
    inputs += [(message("{code} counts", code=code), rate) for code, rate in rates(of, say)]
    return How(message("Σ of the spending of the projects, without the management reserve"), tuple(inputs))


def rates(of: Treasury, say: Words) -> list[tuple[str, str]]:
    """What a unit of each converted currency is worth, as the portfolio says."""
    return [(code, f"{say.number(rate, _places(rate))} {of.currency}") for code, rate in of.converted]


def _places(rate: object) -> int:
    written = f"{rate}".rstrip("0").partition(".")[2]
    return len(written)


def deviation(of: Treasury, say: Words) -> How:
    """Forecast less plan, over all projects."""
    return money.deviation(of.spending, of.currency, say, assumed=of.spending.assumed > 0)


def project_deviation(of: Share, currency: str, say: Words) -> How:
    """Forecast less plan of one project, with its tolerance and with its rate where it was converted."""
    how = money.deviation(of.spending, currency, say, assumed=of.spending.assumed > 0)
    inputs = [*how.inputs, (message("Tolerance"), say.percent(of.assessment.limits.cost_pct, 1))]
    if of.rate != 1 and of.assessment.budget:
        code = of.assessment.budget.currency
        inputs.append(
            (message("{code} counts", code=code), f"{say.number(of.rate, _places(of.rate))} {currency}")
        )
    return How(how.formula, tuple(inputs))


def contingency(of: Totals, currency: str, say: Words) -> How:
    """Used of the lines of category contingency."""
    inputs: list[tuple[Message, str]] = [(message("Planned"), say.money(of.planned, currency))]
    if of.actual is not None:
        inputs.append((message("Used"), say.money(of.actual, currency)))
    inputs.append((message("Forecast"), say.money(of.forecast, currency)))
    return How(message("used of the budget lines of the category contingency"), tuple(inputs))


def return_pct(income: Totals, spending: Totals, currency: str, say: Words) -> How:
    """Expected income less expected spending, in percent of the spending."""
    return How(
        message("(expected income − expected spending) / expected spending"),
        (
            (message("Expected income"), say.money(income.forecast, currency)),
            (message("Expected spending"), say.money(spending.forecast, currency)),
        ),
    )


def burn(of: Burn, shown: str, say: Words) -> How:
    """The average of the last full months with money; `shown` is what is left of the plan."""
    inputs: list[tuple[Message, str]] = []
    if of.first and of.last:
        inputs.append((message("Months"), f"{say.month(of.first)} – {say.month(of.last)}"))
    inputs.append((message("Left of the plan"), shown))
    if of.lasts:
        inputs.append((message("Lasts, in months"), say.number(of.lasts, 1)))
    if of.undated:
        inputs.append((message("Lines left out, as their spending has no dates"), say.number(of.undated)))
    return How(message("average of the last full months, at most three"), tuple(inputs))
