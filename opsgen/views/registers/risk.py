"""Registers of what may go wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.views import states
from opsgen.views.registers.table import OWNER, PROJECT, STATUS, Column, Row, project_cell, register, row
from opsgen.words import message, plural, words

if TYPE_CHECKING:
    from opsgen.derive.risk import RiskState
    from opsgen.model import Project
    from opsgen.views.edition import Edition
    from opsgen.views.page import Page

_RISKS = (
    Column(message("Risk")),
    PROJECT,
    OWNER,
    Column(message("Score"), "num"),
    Column(message("Band"), "light"),
    Column(message("Response")),
    STATUS,
)


def risks(edition: Edition) -> Page:
    """All open risks, worst first, then the others."""
    found = [(a.project, s) for a in edition.assessments for s in a.risks]
    found.sort(
        key=lambda pair: (pair[1].risk.status != "open", pair[1].risk.kind != "threat", -(pair[1].score or 0))
    )
    grave = sum(s.band in ("high", "critical") and s.open_threat for _, s in found)
    lead = plural(
        "{n} open threat is high or critical, of {all} risks.",
        "{n} open threats are high or critical, of {all} risks.",
        grave,
        all=len(found),
    )
    rows = tuple(_risk(project, state, edition) for project, state in found)
    return register(edition, "risks", message("Risks"), lead, _RISKS, rows)


def _risk(project: Project, state: RiskState, edition: Edition) -> Row:
    risk, band = state.risk, states.band(state)
    unanswered = words(edition.lang).gettext("none yet") if state.open_threat else None
    return row(
        project,
        risk,
        band if risk.status == "open" else None,
        project_cell(project),
        edition.person(state.owner),
        state.score,
        band,
        risk.response or unanswered,
        states.risk(risk),
    )
