"""Rules about money: amounts to the cent that agree with each other, in currencies that exist."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from opsgen.derive.money import spent
from opsgen.derive.standing import goes_on, named
from opsgen.rules.rule import Finding, marked_values, rule, whole_rule
from opsgen.schema.suggest import suggest
from opsgen.words import currencies, message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.load import Path
    from opsgen.model import BudgetLine, Project
    from opsgen.portfolio import House, Whole

_CENTS = -2
_LARGEST = 10**15
_SAID_WRONG = {"RMB": "CNY", "YUAN": "CNY", "CNH": "CNY", "NTD": "TWD", "UKP": "GBP", "STG": "GBP"}
"""What people write for a currency."""


@whole_rule("money-decimals", "error")
def money_decimals(whole: Whole, _: House) -> Iterator[Finding]:
    """An amount has more than two decimals.

    Example:
        # wrong
        budget:
          - {id: B1, title: Advertising, planned: 1200.125}
        # right
        budget:
          - {id: B1, title: Advertising, planned: 1200.13}
    """
    for path, _kind, amount in marked_values(whole, "x-type", "money"):
        exponent = amount.normalize().as_tuple().exponent if isinstance(amount, Decimal) else 0
        if isinstance(exponent, int) and exponent < _CENTS:
            text = message("the amount {amount} has more than two decimals", amount=f"{amount:f}")
            yield Finding(path, text, message("round it to cents"))


@whole_rule("amount-too-large", "error")
def amount_too_large(whole: Whole, _: House) -> Iterator[Finding]:
    """An amount is a thousand million million or more: no project costs as much.

    Mostly it was written in units and given one besides, `8000000万`. Sums of smaller amounts are exact.

    Example:
        # wrong
        budget:
          - {id: B1, title: Advertising, planned: 800000000万亿}
        # right
        budget:
          - {id: B1, title: Advertising, planned: 80万}
    """
    for path, _kind, amount in marked_values(whole, "x-type", "money"):
        if isinstance(amount, Decimal) and abs(amount) >= _LARGEST:
            text = message("the amount {amount} is larger than there is", amount=f"{amount:f}")
            hint = message("write it in units of the currency, and check the unit behind it")
            yield Finding(path, text, hint)


@rule("forecast-below-spent", "warning")
def forecast_below_spent(project: Project, _: House) -> Iterator[Finding]:
    """A budget line is expected to cost less than what is already spent or ordered.

    Example:
        # wrong
        budget:
          - {id: B1, title: Advertising, planned: 800k, actual: 860k, forecast: 820k}
        # right
        budget:
          - {id: B1, title: Advertising, planned: 800k, actual: 860k, forecast: 870k}
    """
    for i, line in enumerate(project.budget):
        known, field = _highest(line)
        if line.forecast is not None and line.type != "income" and known > line.forecast:
            text = message(
                "{item} is forecast at {forecast}, and `{field}` is already {known}",
                item=named(line),
                forecast=line.forecast,
                field=field,
                known=known,
            )
            hint = message("raise `forecast` to at least {known}", known=known)
            yield Finding(("budget", i, "forecast"), text, hint)


@rule("negative-plan", "warning")
def negative_plan(project: Project, _: House) -> Iterator[Finding]:
    """A budget line plans less than nothing; income has a `type` of its own.

    Example:
        # wrong
        budget:
          - {id: B2, title: Ticket sales, planned: -800k}
        # right
        budget:
          - {id: B2, title: Ticket sales, type: income, planned: 800k}
    """
    for i, line in enumerate(project.budget):
        if line.planned < 0:
            text = message(
                "{item} plans {planned}, less than nothing", item=named(line), planned=line.planned
            )
            hint = message("write the amount without a minus; for income with `type: income`")
            yield Finding(("budget", i, "planned"), text, hint)


@rule("overspent-without-forecast", "warning")
def overspent_without_forecast(project: Project, _: House) -> Iterator[Finding]:
    """More is spent or ordered than was planned, and nobody says what it will cost in the end.

    Example:
        # wrong
        budget:
          - {id: B1, title: Advertising, planned: 800k, actual: 860k}
        # right
        budget:
          - {id: B1, title: Advertising, planned: 800k, actual: 860k, forecast: 870k}
    """
    if not goes_on(project):
        return
    for i, line in enumerate(project.budget):
        known, field = _highest(line)
        if line.forecast is None and line.type != "income" and known > line.planned >= 0:
            text = message(
                "{item}: `{field}` {known} is more than the plan of {planned}, and there is no forecast",
                item=named(line),
                field=field,
                known=known,
                planned=line.planned,
            )
            yield Finding(("budget", i), text, message("write `forecast`: what it will have cost in the end"))


@rule("actuals-against-actual", "warning")
def actuals_against_actual(project: Project, _: House) -> Iterator[Finding]:
    """A budget line has both `actual` and `actuals`, and they do not agree; only `actuals` count.

    Example:
        # wrong
        budget:
          - id: B1
            title: Advertising
            planned: 800k
            actual: 240k
            actuals: [{date: 2026-10-08, amount: 120k}, {date: 2026-11-05, amount: 130k}]
        # right
        budget:
          - id: B1
            title: Advertising
            planned: 800k
            actuals: [{date: 2026-10-08, amount: 120k}, {date: 2026-11-05, amount: 130k}]
    """
    for i, line in enumerate(project.budget):
        total = sum((one.amount for one in line.actuals), Decimal(0))
        if line.actual is not None and line.actuals and line.actual != total:
            text = message(
                "{item}: `actual` is {actual}, and `actuals` add up to {total}",
                item=named(line),
                actual=line.actual,
                total=total,
            )
            yield Finding(("budget", i, "actual"), text, message("delete `actual`: `actuals` say it already"))


@rule("profile-against-plan", "warning")
def profile_against_plan(project: Project, _: House) -> Iterator[Finding]:
    """The months of a profile add up neither to what is planned nor to what is forecast.

    Example:
        # wrong
        budget:
          - {id: B1, title: Advertising, planned: 800k, profile: {2026-10: 300k, 2026-11: 400k}}
        # right
        budget:
          - {id: B1, title: Advertising, planned: 800k, profile: {2026-10: 300k, 2026-11: 500k}}
    """
    for i, line in enumerate(project.budget):
        if not isinstance(line.profile, dict):
            continue
        total = sum(line.profile.values(), Decimal(0))
        if total not in (line.planned, line.forecast):
            text = message(
                "the months of {item} add up to {total}, planned are {planned}",
                item=named(line),
                total=total,
                planned=line.planned,
            )
            hint = message("correct the months, or `planned`")
            yield Finding(("budget", i, "profile"), text, hint)


@whole_rule("unknown-currency", "error")
def unknown_currency(whole: Whole, _: House) -> Iterator[Finding]:
    """A currency does not exist; its code is one of ISO 4217.

    Example:
        # wrong
        currency: RMB
        # right
        currency: CNY
    """
    for path, code in _currencies(whole):
        of_key = path[0] == "rates"
        if code not in currencies():
            meant = _SAID_WRONG.get(code) or suggest(code, sorted(currencies()))
            hint = message("did you mean `{key}`?", key=meant) if meant else None
            yield Finding(path, message("there is no currency `{name}`", name=code), hint, of_key=of_key)


@rule("rate-missing", "warning")
def rate_missing(project: Project, house: House) -> Iterator[Finding]:
    """A budget is in another currency than the portfolio's, and there is no rate: totals leave it apart.

    Example:
        # wrong
        currency: USD
        budget: [{id: B1, title: Advertising, planned: 60k}]
        # in portfolio.yaml
        currency: CNY
        # right
        currency: USD
        budget: [{id: B1, title: Advertising, planned: 60k}]
        # in portfolio.yaml
        currency: CNY
        rates: {USD: 7.1}
    """
    settings = house.settings
    if not project.budget or "portfolio" in house.unread or project.currency in ("", settings.currency):
        return
    if project.currency in currencies() and project.currency not in (settings.rates or {}):
        text = message(
            "there is no rate from {currency} to {portfolio}, the currency of the portfolio",
            currency=project.currency,
            portfolio=settings.currency,
        )
        hint = message("write it in `portfolio.yaml`: `rates: {{{currency}: …}}`", currency=project.currency)
        yield Finding(("currency",), text, hint)


def _highest(line: BudgetLine) -> tuple[Decimal, str]:
    """The higher of what is spent and what is ordered, 0 where neither is known; and the field it is in."""
    actual = spent(line, date.max)
    if actual is not None and actual >= (line.committed or 0):
        return actual, "actuals" if line.actuals else "actual"
    return line.committed or Decimal(0), "committed"


def _currencies(whole: Whole) -> Iterator[tuple[Path, str]]:
    code = getattr(whole.value, "currency", "")
    if code:
        yield ("currency",), code
    for code in getattr(whole.value, "rates", None) or ():
        yield ("rates", code), code
    for i, vendor in enumerate(getattr(whole.value, "vendors", ())):
        if vendor.contract.currency:
            yield ("vendors", i, "contract", "currency"), vendor.contract.currency


RULES = (
    money_decimals,
    amount_too_large,
    forecast_below_spent,
    negative_plan,
    overspent_without_forecast,
    actuals_against_actual,
    profile_against_plan,
    unknown_currency,
    rate_missing,
)
