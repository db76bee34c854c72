"""Every project in one row: what the files about the whole portfolio say of each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.treasury import programme_of
from opsgen.model.shared import DIMENSIONS
from opsgen.views import states
from opsgen.views.page import project_path
from opsgen.views.registers.table import CURRENCY, OWNER, Choice, Column, Row, Table, choice
from opsgen.words import Message, Text, message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from opsgen.derive import Assessment
    from opsgen.derive.money import Totals
    from opsgen.derive.schedule import MilestoneState
    from opsgen.model import Project
    from opsgen.views.edition import Edition
    from opsgen.views.registers.table import Cell
    from opsgen.views.states import State

_PERCENT = message("%")
COUNTS: dict[str, Message] = {
    "milestones": message("Milestones"),
    "milestones_late": message("Late milestones"),
    "risks_open": message("Open risks"),
    "risks_high": message("High and critical risks"),
    "issues_open": message("Open issues"),
    "decisions_wanted": message("Decisions wanted"),
    "actions_open": message("Open actions"),
    "actions_overdue": message("Overdue actions"),
}
_COLUMNS = (
    Column(message("Project")),
    OWNER,
    Column(message("Stage"), "name"),
    Column(message("Category"), "name"),
    Column(message("Programme"), "name"),
    Column(message("Health"), "light"),
    Column(message("Why")),
    *(Column(states.DIMENSION[one], "light") for one in DIMENSIONS),
    Column(message("Start"), "date"),
    Column(message("Finish"), "date"),
    Column(message("Original finish"), "date"),
    Column(message("Deviation"), "days"),
    Column(message("Closed on"), "date"),
    Column(message("Time elapsed"), "num", unit=_PERCENT),
    Column(message("Work done"), "num", unit=_PERCENT),
    Column(message("Next milestone")),
    Column(message("Due"), "date"),
    Column(message("Planned"), "num"),
    Column(message("Committed"), "num"),
    Column(message("Used"), "num"),
    Column(message("Forecast"), "num"),
    CURRENCY,
    *(Column(title, "num", key=key) for key, title in COUNTS.items()),
)


@dataclass(frozen=True, slots=True)
class Next:
    """The milestone that comes next."""

    id: str
    title: Text
    due: date


@dataclass(frozen=True, slots=True)
class Standing:
    """A project as this audience may see it; what is not known, or not for it, is None."""

    project: Project
    page: str
    owner: str
    stage: Choice
    category: Choice | None
    programme: str
    light: State
    reason: Message
    dimensions: tuple[tuple[str, State, Message], ...]
    """Those that count, each with why."""
    slip: int | None
    elapsed: float | None
    complete: float | None
    next: Next | None
    money: Totals | None
    currency: str
    counts: tuple[tuple[str, int], ...]


def standings(edition: Edition) -> tuple[Standing, ...]:
    """The projects of an edition, the worst first."""
    agreed = _agreed(edition)
    return tuple(_standing(of, agreed[of.project.id], edition) for of in edition.summary.projects)


def table(found: tuple[Standing, ...], edition: Edition) -> Table:
    """The same as the table of a register."""
    titles = {one.id: one.title for one in edition.settings.programmes}
    return Table(_COLUMNS, tuple(_row(one, titles) for one in found))


def _agreed(edition: Edition) -> dict[str, Counter[str]]:
    """The decisions wanted and the actions to do, by project, as their registers count them."""
    found: dict[str, Counter[str]] = {of.project.id: Counter() for of in edition.assessments}
    for asked in edition.ledger.decisions:
        if asked.project and asked.project.id in found:
            found[asked.project.id]["decisions_wanted"] += asked.state.wanted
    for task in edition.ledger.actions:
        if task.project and task.project.id in found:
            found[task.project.id]["actions_open"] += task.state.open
            found[task.project.id]["actions_overdue"] += task.state.overdue
    return found


def _standing(of: Assessment, agreed: Counter[str], edition: Edition) -> Standing:
    project, health, lang = of.project, of.health, edition.lang
    budget = of.budget if edition.shows_amounts(project) else None
    return Standing(
        project=project,
        page=project_path(project.id),
        owner=edition.person(project.owner),
        stage=choice("lifecycle", of.lifecycle, lang),
        category=choice("category", project.category, lang) if project.category else None,
        programme=programme_of(of, edition.settings),
        light=states.RAG[health.overall],
        reason=health.reason,
        dimensions=tuple((o.dimension, states.RAG[o.rag], o.reason) for o in health.dimensions if o.counts),
        slip=of.finish_slip,
        elapsed=of.elapsed,
        complete=of.completion.percent,
        next=None if of.over else _next(of.milestones),
        money=budget.spending if budget else None,
        currency=budget.currency if budget else "",
        counts=tuple(_counts(of, agreed)),
    )


def _next(found: tuple[MilestoneState, ...]) -> Next | None:
    coming = [(s.due, s.milestone) for s in found if s.due and s.status != "achieved"]
    if not coming:
        return None
    due, milestone = min(coming, key=lambda pair: pair[0])
    return Next(milestone.id, milestone.title, due)


def _counts(of: Assessment, agreed: Counter[str]) -> Iterator[tuple[str, int]]:
    late = sum(state.status in ("overdue", "slipping") for state in of.milestones)
    own = {
        "milestones": len(of.milestones),
        "milestones_late": late,
        "risks_open": sum(state.open_threat for state in of.risks),
        "risks_high": sum(state.grave for state in of.risks),
        "issues_open": sum(state.open for state in of.issues),
    }
    yield from ((key, own.get(key, agreed[key])) for key in COUNTS)


def _row(one: Standing, programmes: dict[str, Text]) -> Row:
    project, money, lit = one.project, one.money, {name: light for name, light, _ in one.dimensions}
    amounts = (money.planned, money.committed, money.actual, money.forecast) if money else (None,) * 4
    cells: tuple[Cell, ...] = (
        one.owner,
        one.stage,
        one.category,
        programmes.get(one.programme),
        one.light,
        one.reason,
        *(lit.get(name) for name in DIMENSIONS),
        *(project.start, project.finish, project.baseline_finish, one.slip, project.closed),
        *(one.elapsed, one.complete),
        *((one.next.title, one.next.due) if one.next else (None, None)),
        *amounts,
        one.currency or None,
        *(count for _, count in one.counts),
    )
    return Row("", project.title, one.page, "", one.light[0], cells, project.id)
