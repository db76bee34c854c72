"""The projects of the money page as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.derive.spending import burn
from opsgen.derive.treasury import programme_of
from opsgen.views import states
from opsgen.views.money.purse import cost_light, worst_first
from opsgen.views.page import project_path
from opsgen.views.registers.table import CURRENCY, OWNER, Column, Row, Table
from opsgen.words import message

if TYPE_CHECKING:
    from opsgen.derive.treasury import Share, Treasury
    from opsgen.views.edition import Edition

_COLUMNS = (
    Column(message("Project")),
    OWNER,
    Column(message("Programme"), "name"),
    Column(message("Planned"), "num"),
    Column(message("Committed"), "num"),
    Column(message("Used"), "num"),
    Column(message("Forecast"), "num"),
    Column(message("Deviation"), "num"),
    Column(message("In percent of the plan"), "num"),
    Column(message("Tolerance in percent"), "num"),
    Column(message("Contingency"), "num"),
    Column(message("Contingency used"), "num"),
    Column(message("Expected income"), "num"),
    Column(message("Return on spending in percent"), "num"),
    Column(message("Spent a month"), "num"),
    CURRENCY,
    Column(message("Counted in"), "name"),
    Column(message("Rate"), "num"),
    Column(message("Cost"), "light"),
)


def table(found: tuple[Treasury, ...], edition: Edition) -> Table | None:
    """The projects as a file: every amount in the project's own currency, and the rate beside it."""
    rows = tuple(_row(share, one.currency, edition) for one in found for share in worst_first(one.projects))
    return Table(_COLUMNS, rows) if rows else None


def _row(of: Share, currency: str, edition: Edition) -> Row:
    assessment, project, budget = of.assessment, of.assessment.project, of.assessment.budget
    assert budget is not None
    spending, kept, spent = budget.spending, dict(budget.by_category).get("contingency"), burn(assessment)
    titles = {one.id: one.title for one in edition.settings.programmes}
    light = states.RAG[cost_light(assessment).rag]
    return Row(
        id="",
        title=project.title,
        page=project_path(project.id),
        anchor="",
        state=light[0],
        project=project.id,
        cells=(
            edition.person(project.owner),
            titles.get(programme_of(assessment, edition.settings)),
            spending.planned,
            spending.committed,
            spending.actual,
            spending.forecast,
            spending.variance,
            spending.variance_pct,
            assessment.limits.cost_pct,
            kept.planned if kept else None,
            kept.actual if kept else None,
            budget.income.forecast if budget.income else None,
            budget.return_pct,
            spent.recent if spent else None,
            budget.currency,
            currency,
            of.rate,
            light,
        ),
    )
