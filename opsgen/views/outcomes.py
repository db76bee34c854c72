"""What came of every project: those that have ended or are ending, then the others so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.views.outcome import ENDING, NAMES, seen
from opsgen.views.page import Page, project_path
from opsgen.views.registers.table import Column, Number, Row, Table, choice, written
from opsgen.words import Message, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.derive import Assessment
    from opsgen.derive.money import BudgetState
    from opsgen.derive.outcome import Kind, Outcome, Tally
    from opsgen.views.edition import Edition
    from opsgen.views.registers.table import Cell

_SHOWN: tuple[Kind, ...] = ("goal", "metric", "milestone", "deliverable")
_PERCENT = message("%")
FEW = 8
"""Projects under way that stand open below those that have ended."""
MOST = 300
"""Rows of a list on the page; the file has all."""


@dataclass(frozen=True, slots=True)
class _Found:
    of: Assessment
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Part:
    """One of the two lists of the page; `more` counts the rows that only the file has."""

    title: Message
    anchor: str
    rows: tuple[Row, ...]
    more: int
    folded: bool


def outcomes(edition: Edition) -> Iterator[Page]:
    """The page, where anything has been reached or missed."""
    found = [_Found(of, seen(edition, of)) for of in edition.assessments]
    kept = sorted((one for one in found if one.outcome.begun or _written(one)), key=_latest_first)
    if not kept:
        return
    title = words(edition.lang).gettext("Outcomes")
    ended = [_row(one, edition) for one in kept if _ends(one)]
    going = [_row(one, edition) for one in kept if not _ends(one)]
    parts = (
        _part(message("Ended and ending"), "ended", ended, folded=False),
        _part(message("Under way, so far"), "going", going, folded=bool(ended) and len(going) > FEW),
    )
    context = {
        "title": title,
        "lead": _lead(kept),
        "columns": written(_columns(), (*ended, *going)),
        "parts": tuple(part for part in parts if part.rows),
    }
    table = Table(_columns(), (*ended, *going))
    yield Page("outcome.md", "pages/outcome.html.j2", title, context, wide=True, table=table)


def _written(one: _Found) -> bool:
    return one.of.lifecycle in ENDING and one.of.project.closing is not None


def _ends(one: _Found) -> bool:
    return one.of.lifecycle in ENDING


def _latest_first(one: _Found) -> tuple[int, str]:
    """The project that ended last first; of the others the one that ends first."""
    project = one.of.project
    if one.of.over or one.of.lifecycle == "closing":
        ended = project.closed or project.finish
        return (-ended.toordinal() if ended else 0, project.id)
    return (project.finish.toordinal() if project.finish else 10**7, project.id)


def _part(title: Message, anchor: str, rows: list[Row], *, folded: bool) -> Part:
    return Part(title, anchor, tuple(rows[:MOST]), max(0, len(rows) - MOST), folded)


def _lead(found: list[_Found]) -> Message:
    """How many have ended, and what they reached together."""
    ended = [one for one in found if one.of.over]
    if not ended:
        return plural(
            "{n} project has reached or missed something; none has ended yet.",
            "{n} projects have reached or missed something; none has ended yet.",
            len(found),
        )
    goals, targets = (_sum(ended, kind) for kind in ("goal", "metric"))
    return plural(
        "{n} project has ended: {goals} of {of_goals} goals reached, {targets} of {of_targets} targets met.",
        "{n} projects have ended: {goals} of {of_goals} goals reached, "
        "{targets} of {of_targets} targets met.",
        len(ended),
        goals=goals[0],
        of_goals=goals[1],
        targets=targets[0],
        of_targets=targets[1],
    )


def _sum(found: list[_Found], kind: str) -> tuple[int, int]:
    tallies = [tally for one in found for tally in one.outcome.tallies if tally.kind == kind]
    return sum(tally.met for tally in tallies), sum(tally.of for tally in tallies)


def _columns() -> tuple[Column, ...]:
    counted = (
        column
        for kind in _SHOWN
        for column in (
            Column(NAMES[kind], "num", unit=_PERCENT, key=f"{kind}_percent"),
            Column(message("{what}: number", what=NAMES[kind]), "num", only_csv=True, key=f"{kind}_met"),
            Column(message("{what}: of all", what=NAMES[kind]), "num", only_csv=True, key=f"{kind}_of"),
        )
    )
    return (
        Column(message("Project")),
        Column(message("Stage"), "name"),
        *counted,
        Column(message("Spending against the plan"), "num", unit=_PERCENT),
        Column(message("Return on spending"), "num", unit=_PERCENT),
        Column(message("Satisfaction"), "num"),
        Column(message("Number of answers"), "num", only_csv=True),
        Column(message("Deviations"), "num"),
        Column(message("Without a reason"), "num"),
    )


def _row(one: _Found, edition: Edition) -> Row:
    project, tallies = one.of.project, {tally.kind: tally for tally in one.outcome.tallies}
    budget = one.of.budget if edition.shows_amounts(project) else None
    closing = project.closing
    satisfied = closing.satisfaction if closing else None
    say = words(edition.lang)
    deviations = len(one.outcome.deviations)
    cells = (
        choice("lifecycle", one.of.lifecycle, edition.lang),
        *(cell for kind in _SHOWN for cell in _counted(tallies.get(kind), edition)),
        _share(_spent(budget, one), edition),
        _share(_return(budget, one), edition),
        Number(satisfied.score, say.number(satisfied.score)) if satisfied else None,
        Number(satisfied.n, say.number(satisfied.n)) if satisfied and satisfied.n is not None else None,
        Number(deviations, say.number(deviations)),
        Number(one.outcome.unexplained, say.number(one.outcome.unexplained)),
    )
    return Row("", project.title, project_path(project.id), "_closing", _edge(tallies), cells, project.id)


def _edge(tallies: dict[Kind, Tally]) -> str:
    """Whether anything that was promised was missed: goals and targets."""
    return "risk" if any(tallies[kind].missed for kind in ("goal", "metric") if kind in tallies) else ""


def _counted(tally: Tally | None, edition: Edition) -> tuple[Cell, Cell, Cell]:
    if tally is None:
        return None, None, None
    say = words(edition.lang)
    waits = tally.open == tally.of
    shown = say.gettext("Nothing final yet") if waits else f"{tally.met} / {tally.of}"
    return (
        Number(round(tally.percent, 1), shown),
        Number(tally.met, say.number(tally.met)),
        Number(tally.of, say.number(tally.of)),
    )


def _spent(budget: BudgetState | None, one: _Found) -> float | None:
    """What was spent, or is expected to be, beside the plan in percent; None where it is only assumed."""
    if budget is None:
        return None
    total = budget.spending
    unknown = total.without_actual if one.of.over else total.assumed
    return None if unknown else total.variance_pct


def _return(budget: BudgetState | None, one: _Found) -> float | None:
    if budget is None:
        return None
    return budget.return_so_far_pct if one.of.over else budget.return_pct


def _share(share: float | None, edition: Edition) -> Number | None:
    if share is None:
        return None
    return Number(round(share, 1), ("+" if share > 0 else "") + words(edition.lang).percent(share, 1))
