"""The budget lines of a project in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.views import drawings
from opsgen.views.home import deviation
from opsgen.views.how import How, money
from opsgen.words import Text, Words, words

if TYPE_CHECKING:
    from decimal import Decimal

    from opsgen.derive import Assessment
    from opsgen.derive.money import LineState
    from opsgen.model import BudgetLine
    from opsgen.views.edition import Edition


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A budget line in words; empty where an amount is unknown."""

    line: BudgetLine
    id: str
    title: Text
    category: Text
    income: bool
    planned: str
    actual: str
    forecast: str
    variance: str
    tone: str
    how: How


def budget(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """What the section on money needs; empty for an audience that may not see amounts."""
    seen = assessment.budget if edition.shows_amounts(assessment.project) else None
    figure = drawings.budget(edition, seen) if seen else ""
    return {"budget_rows": _budget(edition, assessment, words(edition.lang)), "budget_figure": figure}


def _budget(edition: Edition, assessment: Assessment, say: Words) -> tuple[BudgetRow, ...]:
    budget = assessment.budget
    if budget is None or not edition.shows_amounts(assessment.project):
        return ()
    names = {category.id: category.title for category in edition.settings.categories.budget}
    return tuple(_budget_row(state, budget.currency, names, say) for state in budget.lines)


def _budget_row(state: LineState, currency: str, names: dict[str, Text], say: Words) -> BudgetRow:
    def spoken(amount: Decimal | None) -> str:
        return "" if amount is None else say.money(amount, currency)

    text, tone = deviation(state.variance, currency, say)
    income = state.line.type == "income"
    return BudgetRow(
        line=state.line,
        id=state.line.id,
        title=state.line.title,
        category=names.get(state.line.category, Text(state.line.category)),
        income=income,
        planned=spoken(state.planned),
        actual=spoken(state.actual),
        forecast=spoken(state.forecast),
        variance=text,
        tone={"bad": "good", "good": "bad"}.get(tone, "") if income else tone,
        how=money.deviation(state, currency, say, assumed=state.assumed),
    )
