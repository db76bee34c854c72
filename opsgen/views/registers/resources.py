"""Registers of what projects take: money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.derive.standing import currency_of, owner_of
from opsgen.derive.treasury import counted_in
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
    choice,
    project_cell,
    register,
    row,
)
from opsgen.words import message, plural, words

if TYPE_CHECKING:
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
    Column(message("Stage of the project"), "name", only_csv=True),
    CURRENCY,
    STATUS,
)


def budget(edition: Edition) -> Page:
    """All budget lines whose amounts this audience may see, those that go furthest over their plan first."""
    found = _lines(edition)
    over = sum(_worse(state) > 0 for _, state in found)
    lead = plural(
        "{n} budget line; {over} expected to end worse than planned.",
        "{n} budget lines; {over} expected to end worse than planned.",
        len(found),
        over=over,
    )
    if not over:
        lead = plural("{n} budget line.", "{n} budget lines.", len(found))
    rows = tuple(_line(of, state, edition) for of, state in found)
    return register(edition, "budget", message("Budget lines"), lead, _BUDGET, rows)


def _lines(edition: Edition) -> list[tuple[Assessment, LineState]]:
    """The lines of all projects, the worst first, in the portfolio's currency where there is a rate."""
    found = [
        (of, state)
        for of in edition.assessments
        if of.budget and edition.shows_amounts(of.project)
        for state in of.budget.lines
    ]
    return sorted(found, key=lambda pair: _worst_first(pair[0], pair[1], edition))


def _worst_first(of: Assessment, state: LineState, edition: Edition) -> tuple[bool, str, Decimal]:
    currency, rate = counted_in(currency_of(of.project, edition.settings), edition.settings)
    return (currency != edition.settings.currency, currency, -_worse(state) * rate)


def _worse(state: LineState) -> Decimal:
    """By how much a line is expected to end worse than planned; less than 0 where it ends better."""
    return -state.variance if state.line.type == "income" else state.variance


def _line(of: Assessment, state: LineState, edition: Edition) -> Row:
    line, project = state.line, of.project
    green_pct = edition.settings.health.thresholds.green_pct
    light = states.budget_line(state, of.limits.cost_pct, green_pct)

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
        choice("budget-line.type", line.type, edition.lang),
        money(state.planned),
        money(state.committed),
        money(state.actual),
        money(state.forecast),
        money(state.variance, signed=True),
        _percent(state.variance_pct, edition),
        line.phase or None,
        line.task or None,
        choice("lifecycle", of.lifecycle, edition.lang),
        of.budget.currency if of.budget else None,
        light,
    )


def _percent(share: float | None, edition: Edition) -> Number | None:
    return None if share is None else Number(share, words(edition.lang).percent(share, 1))
