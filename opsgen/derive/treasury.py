"""The money of several projects together: by currency, project, category, type, programme and month.

What has a rate of the portfolio is counted in the portfolio's currency; what has none stands apart in its
own. Source: PMBOK, cost management. Amounts are Decimals.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from opsgen.derive import spending
from opsgen.derive.money import CONTINGENCY, Totals, known_sum

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from opsgen.derive.assessment import Assessment
    from opsgen.derive.spending import Series
    from opsgen.model import Settings

Cuts = tuple[tuple[str, Totals], ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A project's money in the currency of the whole; `rate` is what one unit of its own is worth in it.

    `contingency` is the part of the spending in that category, None where there is none.
    """

    assessment: Assessment
    rate: Decimal
    spending: Totals
    income: Totals | None
    reserve: Decimal
    contingency: Totals | None


@dataclass(frozen=True, slots=True)
class Treasury:
    """All money of one currency, projects and cuts by the largest plan first; cuts are of the spending.

    `by_programme` has the id of each programme, empty for projects in none. `converted` are the currencies
    that were multiplied by a rate. `series` and `income_series` are the months, None without any line.
    """

    currency: str
    projects: tuple[Share, ...]
    spending: Totals
    income: Totals | None
    reserve: Decimal
    contingency: Totals | None
    by_category: Cuts
    by_type: Cuts
    by_programme: Cuts
    series: Series | None
    income_series: Series | None
    converted: tuple[tuple[str, Decimal], ...]


def treasuries(assessments: Iterable[Assessment], settings: Settings, as_of: date) -> tuple[Treasury, ...]:
    """The money of these projects by currency, the portfolio's own first; nothing where none has a budget."""
    groups: dict[str, list[Share]] = defaultdict(list)
    for one in assessments:
        if one.budget:
            currency, rate = counted_in(one.budget.currency, settings)
            groups[currency].append(_share(one, rate))
    found = (_treasury(currency, shares, settings, as_of) for currency, shares in groups.items())
    return tuple(sorted(found, key=lambda one: (one.currency != settings.currency, one.currency)))


def counted_in(currency: str, settings: Settings) -> tuple[str, Decimal]:
    """The currency in which amounts are added up, and what one unit is worth in it."""
    rate = (settings.rates or {}).get(currency)
    if currency == settings.currency or rate is None:
        return currency, Decimal(1)
    return settings.currency, Decimal(str(rate))


def converted(of: Totals, rate: Decimal) -> Totals:
    """Totals in another currency."""
    return replace(
        of,
        planned=of.planned * rate,
        actual=None if of.actual is None else of.actual * rate,
        forecast=of.forecast * rate,
        committed=None if of.committed is None else of.committed * rate,
        uncommitted=None if of.uncommitted is None else of.uncommitted * rate,
    )


def added(parts: Iterable[Totals]) -> Totals:
    """Several totals of one currency together; 0 planned for none."""
    found = tuple(parts)
    return Totals(
        planned=sum((one.planned for one in found), Decimal(0)),
        committed=known_sum(one.committed for one in found),
        uncommitted=known_sum(one.uncommitted for one in found),
        actual=known_sum(one.actual for one in found),
        forecast=sum((one.forecast for one in found), Decimal(0)),
        lines=sum(one.lines for one in found),
        without_actual=sum(one.without_actual for one in found),
        assumed=sum(one.assumed for one in found),
    )


def _share(of: Assessment, rate: Decimal) -> Share:
    assert of.budget is not None
    budget = of.budget
    contingency = dict(budget.by_category).get(CONTINGENCY)
    return Share(
        assessment=of,
        rate=rate,
        spending=converted(budget.spending, rate),
        income=converted(budget.income, rate) if budget.income else None,
        reserve=budget.reserve * rate,
        contingency=converted(contingency, rate) if contingency else None,
    )


def _treasury(currency: str, shares: Sequence[Share], settings: Settings, as_of: date) -> Treasury:
    incomes = [share.income for share in shares if share.income]
    contingencies = [share.contingency for share in shares if share.contingency]
    rates = {s.assessment.budget.currency: s.rate for s in shares if s.assessment.budget and s.rate != 1}
    months = [(found, s.rate) for s in shares if (found := spending.spending(s.assessment))]
    earned = [(found, s.rate) for s in shares if (found := spending.income(s.assessment))]
    return Treasury(
        currency=currency,
        projects=tuple(sorted(shares, key=lambda s: (-s.spending.planned, s.assessment.project.id))),
        spending=added(share.spending for share in shares),
        income=added(incomes) if incomes else None,
        reserve=sum((share.reserve for share in shares), Decimal(0)),
        contingency=added(contingencies) if contingencies else None,
        by_category=_cut((s, name, part) for s in shares for name, part in _cuts(s, "by_category")),
        by_type=_cut((s, name, part) for s in shares for name, part in _cuts(s, "by_type")),
        by_programme=_cut(
            (s, programme_of(s.assessment, settings), s.assessment.budget.spending)
            for s in shares
            if s.assessment.budget
        ),
        series=spending.together(months, as_of) if months else None,
        income_series=spending.together(earned, as_of) if earned else None,
        converted=tuple(sorted(rates.items())),
    )


def programme_of(of: Assessment, settings: Settings) -> str:
    """The programme of a project, by its own word, else the first that names it; empty where none does."""
    project = of.project
    if project.programme in {one.id for one in settings.programmes}:
        return project.programme
    called = {project.id, *project.aliases}
    return next((one.id for one in settings.programmes if called.intersection(one.projects)), "")


def _cuts(share: Share, by: str) -> Cuts:
    found: Cuts = getattr(share.assessment.budget, by)
    return found


def _cut(parts: Iterable[tuple[Share, str, Totals]]) -> Cuts:
    groups: dict[str, list[Totals]] = defaultdict(list)
    for share, name, part in parts:
        groups[name].append(converted(part, share.rate))
    found = ((name, added(of)) for name, of in groups.items())
    return tuple(sorted(found, key=lambda cut: (-cut[1].planned, cut[0])))
