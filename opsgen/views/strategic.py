"""The strategic goals of the portfolio, what supports each of them, and what each of them gets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from opsgen.derive.portfolio import money_of
from opsgen.derive.strategy import Strategy, strategy
from opsgen.views.how.how import How
from opsgen.views.page import project_path
from opsgen.views.registers.table import (
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
from opsgen.views.states import GOAL, RAG, State
from opsgen.words import Message, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from opsgen.derive import Assessment
    from opsgen.derive.strategy import StrategicState, Support
    from opsgen.model import StrategicGoal
    from opsgen.views.edition import Edition
    from opsgen.views.page import Page
    from opsgen.words import Words

MOST_BRANCHES = 20
"""Goals of projects under one strategic goal; all of them are in the table."""

_GOALS = (
    Column(message("Goal")),
    PROJECT,
    Column(message("Strategic goal"), "name"),
    OWNER,
    Column(message("Due"), "date"),
    Column(message("Score"), "num"),
    Column(message("Health"), "light"),
    STATUS,
)


@dataclass(frozen=True, slots=True)
class Branch:
    """A goal of a project with the lights of both, and where it stands."""

    support: Support
    page: str
    status: State
    health: State


@dataclass(frozen=True, slots=True)
class Tree:
    """A strategic goal with its first branches; `more` are left to the table.

    `money` are the sums of the projects that support it, `shared` says which of them support another too.
    """

    state: StrategicState
    branches: tuple[Branch, ...]
    more: int
    money: tuple[tuple[str, str, str], ...]
    shared: Message | None
    how: How | None


def goals(edition: Edition) -> Iterator[Page]:
    """The page of all goals, where there are any."""
    found = strategy(edition.summary.projects, edition.settings)
    rows = tuple(_rows(found, edition))
    if not rows and not found.goals:
        return
    page = register(edition, "goals", message("Goals"), _lead(found, edition), _GOALS, rows)
    context = {
        "trees": tuple(_tree(state, edition) for state in found.goals),
        "loose": tuple(map(_branch, found.loose[:MOST_BRANCHES])),
        "all_loose": len(found.loose),
        "all_goals": len(rows),
        "whole": not edition.unseen,
        "RAG": RAG,
    }
    yield replace(page, template="pages/goals.html.j2", context={**page.context, **context})


def _lead(found: Strategy, edition: Edition) -> Message:
    if not found.goals:
        return plural(
            "{n} goal of projects; the portfolio names no strategic goals.",
            "{n} goals of projects; the portfolio names no strategic goals.",
            len(found.loose),
        )
    if found.unsupported:
        return _unsupported(found, edition)
    return plural(
        "{n} strategic goal, supported by projects.",
        "{n} strategic goals, each supported by projects.",
        len(found.goals),
    )


def _unsupported(found: Strategy, edition: Edition) -> Message:
    """The goals that nobody works on, as far as this edition knows: a project outside of it may."""
    count, of = len(found.unsupported), len(found.goals)
    which = tuple(state.goal.title for state in found.unsupported)
    if edition.unseen:
        return plural(
            "{n} of {all} strategic goals is supported by no project of this edition: {which}.",
            "{n} of {all} strategic goals are supported by no project of this edition: {which}.",
            count,
            all=of,
            which=which,
        )
    return plural(
        "{n} of {all} strategic goals is supported by no project: {which}.",
        "{n} of {all} strategic goals are supported by no project: {which}.",
        count,
        all=of,
        which=which,
    )


def _tree(state: StrategicState, edition: Edition) -> Tree:
    return Tree(
        state=state,
        branches=tuple(map(_branch, state.supports[:MOST_BRANCHES])),
        more=max(0, len(state.supports) - MOST_BRANCHES),
        money=tuple(_money(state.projects, edition)),
        shared=_shared(state),
        how=_how(state, edition),
    )


def _branch(support: Support) -> Branch:
    goal, health = support.goal.goal, support.assessment.health.overall
    return Branch(support, project_path(support.assessment.project.id), GOAL[goal.status], RAG[health])


def _money(projects: Iterable[Assessment], edition: Edition) -> Iterator[tuple[str, str, str]]:
    """Planned, used and forecast in each currency; nothing where an amount is not for this audience."""
    found, say = tuple(projects), words(edition.lang)
    if not all(edition.shows_amounts(a.project) for a in found if a.budget):
        return
    for sums in money_of(found, edition.settings):
        known = (sums.planned, sums.actual, sums.forecast)
        planned, used, forecast = (_amount(amount, sums.currency, say) for amount in known)
        yield planned, used, forecast


def _amount(amount: Decimal | None, currency: str, say: Words) -> str:
    return say.gettext("n/a") if amount is None else say.money(amount, currency)


def _shared(state: StrategicState) -> Message | None:
    """Whose money stands with another strategic goal as well; None where nobody's does."""
    if not state.shared:
        return None
    others = {goal.id: goal for support in state.supports if support.counts for goal in support.also}
    names = tuple(message("{id} “{title}”", id=goal.id, title=goal.title) for goal in others.values())
    return plural(
        "{n} of its projects also supports {others}; its money is counted in full at each.",
        "{n} of its projects also support {others}; their money is counted in full at each.",
        len(state.shared),
        others=names,
    )


def _how(state: StrategicState, edition: Edition) -> How | None:
    if state.score is None:
        return None
    say = words(edition.lang)
    scored = [s for s in state.supports if s.counts and s.goal.score is not None]
    inputs = tuple(
        (
            message("{project}: {goal}", project=s.assessment.project.title, goal=s.goal.goal.title),
            f"{say.number(s.goal.goal.weight)} × {say.number(s.goal.score or 0.0, 2)}",
        )
        for s in scored[:MOST_BRANCHES]
    )
    formula = plural(
        "Σ weight × OKR score / Σ weight over the goals that have a score; {n} has none and is left out",
        "Σ weight × OKR score / Σ weight over the goals that have a score; {n} have none and are left out",
        state.unscored,
    )
    return How(formula, inputs)


def _rows(found: Strategy, edition: Edition) -> Iterator[Row]:
    for state in found.goals:
        yield from (_row(support, state.goal, edition) for support in state.supports)
    yield from (_row(support, None, edition) for support in found.loose)


def _row(support: Support, strategic: StrategicGoal | None, edition: Edition) -> Row:
    state, project, say = support.goal, support.assessment.project, words(edition.lang)
    light = GOAL[state.goal.status]
    return row(
        project,
        state.goal,
        light,
        project_cell(project),
        say.pick(strategic.title) if strategic else None,
        edition.person(state.owner),
        state.due,
        None if state.score is None else Number(state.score, say.number(state.score, 2)),
        RAG[support.assessment.health.overall],
        light,
    )
