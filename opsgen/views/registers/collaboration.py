"""Registers of what people agreed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.derive.steering import wanted_first
from opsgen.views import states
from opsgen.views.registers.table import OWNER, PROJECT, STATUS, Column, Row, project_cell, register, row
from opsgen.words import message, plural

if TYPE_CHECKING:
    from opsgen.derive.steering import ActionState
    from opsgen.model import Decision, Project
    from opsgen.views.edition import Edition
    from opsgen.views.page import Page

_ACTIONS = (Column(message("Action")), OWNER, Column(message("Due"), "date"), PROJECT, STATUS)
_DECISIONS = (
    Column(message("Decision")),
    PROJECT,
    Column(message("Who decides"), "name"),
    Column(message("Due"), "date"),
    Column(message("Recommendation")),
    Column(message("Amount"), "num"),
    Column(message("Outcome")),
    STATUS,
)
_DECISIONS = (
    Column(message("Decision")),
    PROJECT,
    Column(message("Who decides"), "name"),
    Column(message("Due"), "date"),
    Column(message("Recommendation")),
    Column(message("Amount"), "num"),
    Column(message("Outcome")),
    STATUS,
)


def actions(edition: Edition) -> Page:
    """All actions, overdue first, then the other open ones, by owner."""
    found = [(a.project, s) for a in edition.assessments for s in a.actions]
    found.sort(
        key=lambda pair: (
            not pair[1].open,
            not pair[1].overdue,
            edition.person(pair[1].owner),
            pair[1].action.due,
        )
    )
    late = sum(state.overdue for _, state in found)
    lead = plural(
        "{n} action is overdue, of {all}.", "{n} actions are overdue, of {all}.", late, all=len(found)
    )
    rows = tuple(_action(project, state, edition) for project, state in found)
    return register(edition, "actions", message("Actions"), lead, _ACTIONS, rows)


def _action(project: Project, state: ActionState, edition: Edition) -> Row:
    action, light = state.action, states.action(state)
    return row(project, action, light, edition.person(state.owner), action.due, project_cell(project), light)


def decisions(edition: Edition) -> Page:
    """Decisions wanted by due date, then those taken, the newest first."""
    found = [(a.project, d) for a in edition.assessments for d in a.project.decisions]
    found.sort(key=lambda pair: wanted_first(pair[1]))
    wanted = sum(decision.status == "requested" for _, decision in found)
    lead = plural(
        "{n} decision is wanted, of {all}.", "{n} decisions are wanted, of {all}.", wanted, all=len(found)
    )
    rows = tuple(_decision(project, decision, edition) for project, decision in found)
    return register(edition, "decisions", message("Decisions"), lead, _DECISIONS, rows)


def _decision(project: Project, decision: Decision, edition: Edition) -> Row:
    light = states.decision(decision, edition.as_of)
    return row(
        project,
        decision,
        light,
        project_cell(project),
        edition.person(decision.by) if decision.by else None,
        decision.due,
        decision.recommendation or None,
        edition.amount(decision.cost, project) or None,
        decision.outcome or None,
        light,
    )
