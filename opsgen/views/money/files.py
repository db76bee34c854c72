"""The tables of the money page as files: projects, months, and what it is spent on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.derive.burn_rate import burn
from opsgen.derive.treasury import programme_of
from opsgen.views import states
from opsgen.views.money import tables
from opsgen.views.money.tables import cost_light, in_month, worst_first
from opsgen.views.page import project_path
from opsgen.views.registers.table import CURRENCY, OWNER, Column, Row, Table
from opsgen.words import Text, message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opsgen.derive.treasury import Share, Treasury
    from opsgen.views.edition import Edition

_PROJECTS = (
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
    Column(message("Used a month"), "num"),
    CURRENCY,
    Column(message("Counted in"), "name"),
    Column(message("Rate"), "num"),
    Column(message("Cost"), "light"),
)
_MONTHS = (
    Column(message("Month")),
    *(Column(heading, "num") for heading in tables.MONTHLY),
    CURRENCY,
)
_CUTS = (
    Column(message("What it is spent on")),
    Column(message("Group"), "name"),
    *(Column(heading, "num") for heading in tables.FIVE),
    CURRENCY,
)


def projects(found: Sequence[Treasury], edition: Edition) -> Table | None:
    """Every amount in the project's own currency, and beside it the rate at which it is counted."""
    rows = tuple(
        _project(share, one.currency, edition) for one in found for share in worst_first(one.projects)
    )
    return Table(_PROJECTS, rows) if rows else None


def _project(of: Share, currency: str, edition: Edition) -> Row:
    assessment, project, budget = of.assessment, of.assessment.project, of.assessment.budget
    assert budget is not None
    spending, kept, spent = budget.spending, budget.contingency, burn(assessment)
    titles = {one.id: one.title for one in edition.settings.programmes}
    light = states.RAG[cost_light(assessment).rag]
    cells = (
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
        kept.used if kept else None,
        budget.income.forecast if budget.income else None,
        budget.return_pct,
        spent.recent if spent else None,
        budget.currency,
        currency,
        of.rate,
        light,
    )
    return Row("", project.title, project_path(project.id), "", light[0], cells, project.id)


def lists(found: Sequence[Treasury], edition: Edition) -> Iterator[tuple[str, Table]]:
    """The months and what it is spent on, in the currency they are counted in."""
    months = tuple(row for one in found for row in _months(one))
    if months:
        yield "months", Table(_MONTHS, months)
    spent = tuple(row for one in found for row in _cuts(one, edition))
    if spent:
        yield "groups", Table(_CUTS, spent)


def _months(of: Treasury) -> Iterator[Row]:
    series = of.series
    if series is None:
        return
    for month, point in zip(series.months, series.points, strict=True):
        name = f"{month.month:%Y-%m}"
        yield _row(name, Text(name), *in_month(month, point), of.currency)
    if series.unplaced or series.unplaced_forecast:
        yield _row("", Text(), series.unplaced, None, series.unplaced_forecast, None, None, None, of.currency)


def _cuts(of: Treasury, edition: Edition) -> Iterator[Row]:
    for cut in tables.cuts(of, edition):
        for line in cut.lines:
            amounts = [amount.value for amount in line.amounts[:-1]]
            unsaid = [None] * (len(tables.FIVE) - len(amounts))
            yield _row("", line.title, cut.title, *amounts, *unsaid, of.currency)


def _row(id: str, title: Text, *cells: object) -> Row:
    return Row(id, title, "", "", "", cells)
