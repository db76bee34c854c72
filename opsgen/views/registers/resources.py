"""Registers of what projects take: money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.derive.standing import owner_of
from opsgen.schema.fields import choice_label
from opsgen.views import states
from opsgen.views.categories import category_title
from opsgen.views.registers.table import (
    CURRENCY,
    OWNER,
    PROJECT,
    STATUS,
    Column,
    Number,
    Row,
    project_cell,
    register,
    row,
)
from opsgen.words import message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from opsgen.derive import Assessment
    from opsgen.derive.money import LineState
    from opsgen.views.edition import Edition
    from opsgen.views.page import Page

_BUDGET = (
    Column(message("Budget line")),
    PROJECT,
    OWNER,
    Column(message("Category"), "name"),
    Column(message("Type"), "name"),
    Column(message("Planned"), "num"),
    Column(message("Committed"), "num"),
    Column(message("Used"), "num"),
    Column(message("Forecast"), "num"),
    Column(message("Deviation"), "num"),
    Column(message("In percent of the plan"), "num", only_csv=True),
    Column(message("Phase"), "name", only_csv=True),
    Column(message("Task"), "name", only_csv=True),
    CURRENCY,
    STATUS,
)


def budget(edition: Edition) -> Page:
    """All budget lines whose amounts this audience may see, those furthest over their plan first."""
    found = _lines(edition)
    lead = plural(
        "{n} budget line; {over} expected to end worse than planned.",
        "{n} budget lines; {over} expected to end worse than planned.",
        len(found),
        over=sum(_excess(state) > 0 for _, state in found),
    )
    rows = tuple(_line(of, state, edition) for of, state in found)
    return register(edition, "budget", message("Budget lines"), lead, _BUDGET, rows)


def _lines(edition: Edition) -> list[tuple[Assessment, LineState]]:
    """The lines of all projects, the worst in percent of its plan first; what nobody planned above all."""
    found = list(_shown(edition))
    found.sort(key=lambda pair: (-_excess(pair[1]), pair[0].project.id))
    return found


def _shown(edition: Edition) -> Iterator[tuple[Assessment, LineState]]:
    for of in edition.assessments:
        if of.budget and edition.shows_amounts(of.project):
            yield from ((of, state) for state in of.budget.lines)


def _excess(state: LineState) -> float:
    """By how many percent of the plan a line ends worse; endless without a plan."""
    worse = -state.variance if state.line.type == "income" else state.variance
    if state.variance_pct is None:
        return float("inf") if worse > 0 else 0.0
    return abs(state.variance_pct) if worse > 0 else -abs(state.variance_pct)


def _line(of: Assessment, state: LineState, edition: Edition) -> Row:
    line, project = state.line, of.project
    light = states.spending(state, of.limits.cost_pct, income=line.type == "income")

    def money(amount: Decimal | None, *, signed: bool = False) -> Number | None:
        if amount is None:
            return None
        shown = edition.amount(amount, project)
        return Number(amount, f"+{shown}" if signed and amount > 0 else shown)

    return row(
        project,
        line,
        light if light[0] != "ok" else None,
        project_cell(project),
        edition.person(owner_of(line, project)),
        category_title(line.category, edition, "budget") if line.category else None,
        choice_label("budget-line.type", line.type, edition.lang),
        money(state.planned),
        money(state.committed),
        money(state.actual),
        money(state.forecast),
        money(state.variance, signed=True),
        _percent(state.variance_pct, edition),
        line.phase or None,
        line.task or None,
        of.budget.currency if of.budget else None,
        light,
    )


def _percent(share: float | None, edition: Edition) -> Number | None:
    return None if share is None else Number(share, words(edition.lang).percent(share, 1))
