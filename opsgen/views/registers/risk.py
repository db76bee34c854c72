"""Registers of what may go wrong, what went wrong, what is taken for granted and what is waited for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from opsgen.views import drawings, states
from opsgen.views.between import side
from opsgen.views.categories import category_title
from opsgen.views.exposure import of_all
from opsgen.views.moved_risks import MovedRisks
from opsgen.views.registers.table import (
    CURRENCY,
    OWNER,
    PROJECT,
    STATUS,
    Column,
    Missing,
    Number,
    ProjectCell,
    Row,
    choice,
    project_cell,
    register,
    row,
)
from opsgen.words import Message, Text, message, plural, words

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from opsgen.derive.links import End, Link
    from opsgen.derive.raid import AssumptionState, IssueState
    from opsgen.derive.risk import RiskState
    from opsgen.model import Project
    from opsgen.views.edition import Edition
    from opsgen.views.moved_risks import RiskMark
    from opsgen.views.page import Page

_NEVER = 10**6  # days: after everything that has a day
_RISKS = (
    Column(message("Risk")),
    PROJECT,
    OWNER,
    Column(message("Kind"), "name"),
    Column(message("Category"), "name", only_csv=True),
    Column(message("Probability"), "num", only_csv=True),
    Column(message("Impact"), "num", only_csv=True),
    Column(message("Score"), "num"),
    Column(message("Since the last report"), "num"),
    Column(message("Score in the last report"), "num", only_csv=True),
    Column(message("Score since"), "date", only_csv=True),
    Column(message("Band"), "light"),
    Column(message("Strategy"), "name", only_csv=True),
    Column(message("Response")),
    Column(message("Contingency plan"), only_csv=True),
    Column(message("Cost or benefit"), "num", only_csv=True),
    Column(message("Expected money"), "num", only_csv=True),
    CURRENCY,
    Column(message("Next review"), "date", only_csv=True),
    Column(message("To see to"), "lights"),
    STATUS,
)
_ISSUES = (
    Column(message("Issue")),
    PROJECT,
    OWNER,
    Column(message("Type"), "name"),
    Column(message("Severity"), "num"),
    Column(message("Impact")),
    Column(message("Age"), "num", unit=message("days")),
    Column(message("Due"), "date"),
    Column(message("Resolution"), only_csv=True),
    STATUS,
)
_ASSUMPTIONS = (
    Column(message("Assumption")),
    PROJECT,
    OWNER,
    Column(message("Basis")),
    Column(message("Check by"), "date"),
    Column(message("If it is false")),
    STATUS,
)
_DEPENDENCIES = (
    Column(message("What is waited for")),
    Column(message("Who waits"), "project"),
    Column(message("Who delivers"), "project"),
    OWNER,
    Column(message("Needed"), "date"),
    Column(message("Expected or delivered"), "date"),
    Column(message("Deviation"), "days"),
    STATUS,
)


def risks(edition: Edition) -> Page:
    """All open risks, worst first, then the others; how many are in each cell of the matrix."""
    found = worst_risks(edition)
    grave = sum(s.grave for project, s in found)
    lead = plural(
        "{n} open threat is high or critical, of {all} risks.",
        "{n} open threats are high or critical, of {all} risks.",
        grave,
        all=len(found),
    )
    moved = {one.project.id: MovedRisks(edition, one) for one in edition.assessments}
    rows = tuple(_risk(project, state, moved[project.id], edition) for project, state in found)
    figure = drawings.risk_counts(edition)
    page = register(edition, "risks", message("Risks"), lead, _RISKS, rows, figure, _still_open(found))
    context = {**page.context, "exposure_trend": of_all(edition)}
    return replace(page, template="pages/risks.html.j2", context=context)


def worst_risks(edition: Edition) -> list[tuple[Project, RiskState]]:
    """The risks of all projects: open threats first, the highest score on top."""
    found = [(a.project, s) for a in edition.assessments for s in a.risks]
    found.sort(
        key=lambda pair: (pair[1].risk.status != "open", pair[1].risk.kind != "threat", -(pair[1].score or 0))
    )
    return found


def _still_open(found: list[tuple[Project, RiskState]]) -> Message:
    """What the matrix of all projects shows."""
    score = sum(s.score or 0 for project, s in found if s.open_threat)
    return plural(
        "{n} open threat of all projects, exposure {score}.",
        "{n} open threats of all projects, exposure {score}.",
        sum(s.open_threat for project, s in found),
        score=score,
    )


def _risk(project: Project, state: RiskState, moved: MovedRisks, edition: Edition) -> Row:
    say, risk, band = words(edition.lang), state.risk, states.band(state, edition.settings.scales)
    unanswered = Missing(say.gettext("none yet")) if state.open_threat and not state.responded else None

    def money(amount: Decimal | None) -> Number | None:
        shown = edition.amount(amount, project)
        return Number(amount, shown) if amount is not None and shown else None

    return row(
        project,
        risk,
        band if risk.status == "open" else None,
        project_cell(project),
        edition.person(state.owner),
        choice("risk.kind", risk.kind, edition.lang),
        category_title(risk.category, edition) if risk.category else None,
        risk.probability,
        state.impact,
        state.score,
        *_since(moved.mark(state), edition),
        band,
        choice("risk.strategy", risk.strategy, edition.lang) if risk.strategy else None,
        risk.response or unanswered,
        risk.contingency.plan if risk.contingency else None,
        money(risk.cost),
        money(state.emv),
        (project.currency or edition.settings.currency) if money(risk.cost) else None,
        state.review_due if risk.status == "open" else None,
        states.to_see_to(state),
        states.risk(risk),
    )


def _since(mark: RiskMark | None, edition: Edition) -> tuple[Number | None, int | None, date | None]:
    """The change of a score since the last report, what it was, and since when it is what it is."""
    if mark is None:
        return None, None, None
    shown = words(edition.lang).say(mark.shown)
    return Number(mark.delta, shown, mark.since), mark.before, mark.since


def issues(edition: Edition) -> Page:
    """All issues, open ones first, the most severe on top."""
    found = worst_issues(edition)
    still_open = sum(state.open for project, state in found)
    lead = plural(
        "{n} issue is open, {late} overdue, of {all}.",
        "{n} issues are open, {late} overdue, of {all}.",
        still_open,
        late=sum(state.overdue for project, state in found),
        all=len(found),
    )
    rows = tuple(_issue(project, state, edition) for project, state in found)
    return register(edition, "issues", message("Issues"), lead, _ISSUES, rows)


def worst_issues(edition: Edition) -> list[tuple[Project, IssueState]]:
    """The issues of all projects: open ones first, the most severe on top, of equals those overdue."""
    found = [(a.project, s) for a in edition.assessments for s in a.issues]
    found.sort(key=lambda pair: _gravest(pair[1]))
    return found


def _gravest(state: IssueState) -> tuple[bool, int, bool, int]:
    left = _NEVER if state.days_left is None else state.days_left
    return (not state.open, -(state.issue.severity or 0), not state.overdue, left)


def _issue(project: Project, state: IssueState, edition: Edition) -> Row:
    issue, light = state.issue, states.issue(state)
    return row(
        project,
        issue,
        light if state.open else None,
        project_cell(project),
        edition.person(state.owner),
        choice("issue.type", issue.type, edition.lang),
        issue.severity,
        issue.impact or None,
        None if state.age is None else Number(state.age, _days(state.age, edition)),
        issue.due,
        issue.resolution or None,
        light,
    )


def _days(count: int, edition: Edition) -> str:
    return words(edition.lang).say(plural("{n} day", "{n} days", count))


def assumptions(edition: Edition) -> Page:
    """All assumptions, false and unchecked ones first."""
    found = shakiest_assumptions(edition)
    lead = plural(
        "{n} assumption has proved false, the check of {late} is overdue, of {all}.",
        "{n} assumptions have proved false, the check of {late} is overdue, of {all}.",
        sum(state.assumption.status == "false" for project, state in found),
        late=sum(state.unchecked for project, state in found),
        all=len(found),
    )
    rows = tuple(_assumption(project, state, edition) for project, state in found)
    return register(edition, "assumptions", message("Assumptions"), lead, _ASSUMPTIONS, rows)


def shakiest_assumptions(edition: Edition) -> list[tuple[Project, AssumptionState]]:
    """The assumptions of all projects: false ones, those whose check is overdue, the other open ones."""
    found = [(a.project, s) for a in edition.assessments for s in a.assumptions]
    order = {"false": 0, "open": 2, "holds": 3}
    found.sort(
        key=lambda pair: (
            1 if pair[1].unchecked else order[pair[1].assumption.status],
            _NEVER if pair[1].days_left is None else pair[1].days_left,
        )
    )
    return found


def _assumption(project: Project, state: AssumptionState, edition: Edition) -> Row:
    light = states.assumption(state)
    return row(
        project,
        state.assumption,
        light if state.unchecked or state.assumption.status == "false" else None,
        project_cell(project),
        edition.person(state.owner),
        state.assumption.basis or None,
        state.assumption.due,
        state.risk.title if state.risk else None,
        light,
    )


def dependencies(edition: Edition) -> Page:
    """What projects wait for and who waits for them, late ones first."""
    found = edition.links.all
    lead = plural(
        "{n} dependency is late, {between} of {all} are between projects.",
        "{n} dependencies are late, {between} of {all} are between projects.",
        sum(link.late for link in found),
        between=sum(link.between for link in found),
        all=len(found),
    )
    rows = tuple(_dependency(link, edition) for link in found)
    return register(edition, "dependencies", message("Dependencies"), lead, _DEPENDENCIES, rows)


def _dependency(link: Link, edition: Edition) -> Row:
    light = states.arrival(link)
    return row(
        link.home,
        link.item,
        light if link.late else None,
        _end(link.waiting, edition),
        _end(link.giving, edition),
        edition.person(link.owner),
        link.needed,
        link.arrival.expected,
        link.arrival.late,
        light,
    )


def _end(end: End, edition: Edition) -> ProjectCell:
    found = side(end, edition)
    return ProjectCell(Text(found.said), found.page, found.anchor)
