"""Registers of what is planned."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from opsgen.views import drawings, states
from opsgen.views.page import Page, project_path
from opsgen.views.registers.table import OWNER, PROJECT, STATUS, Column, Row, project_cell, register, row
from opsgen.words import Message, message, plural

if TYPE_CHECKING:
    from opsgen.derive.schedule import MilestoneState
    from opsgen.model import Project
    from opsgen.views.edition import Edition

_MILESTONES = (
    Column(message("Milestone")),
    PROJECT,
    OWNER,
    Column(message("Original plan"), "date"),
    Column(message("Forecast or actual"), "date"),
    Column(message("Deviation"), "days"),
    STATUS,
)


def milestones(edition: Edition) -> Page:
    """All milestones, overdue first, then by date."""
    found = [(a.project, s) for a in edition.assessments for s in a.milestones]
    order = {"overdue": 0, "slipping": 1, "achieved": 3}
    found.sort(key=lambda pair: (order.get(pair[1].status, 2), pair[1].due or date.max))
    late = sum(state.status in ("overdue", "slipping") for _, state in found)
    lead = plural(
        "{n} milestone is overdue or slipping beyond its tolerance, of {all}.",
        "{n} milestones are overdue or slipping beyond their tolerance, of {all}.",
        late,
        all=len(found),
    )
    rows = tuple(_milestone(project, state, edition) for project, state in found)
    road = drawings.road(edition, page_link)
    title = message("Milestones")
    return register(edition, "milestones", title, lead, _MILESTONES, rows, road, _undated(edition))


def _milestone(project: Project, state: MilestoneState, edition: Edition) -> Row:
    milestone, light = state.milestone, states.milestone(state)
    owner = edition.person(state.owner)
    dates = (milestone.baseline, state.due, state.slip)
    return row(project, milestone, light, project_cell(project), owner, *dates, light)


def _undated(edition: Edition) -> Message | None:
    """What the roadmap leaves out."""
    if sum(map(drawings.dated, edition.assessments)) > drawings.MOST_ROADS:
        return message("The {n} projects in most need of attention are drawn.", n=drawings.MOST_ROADS)
    n = sum(not drawings.dated(assessment) for assessment in edition.assessments)
    if not 0 < n < len(edition.assessments):
        return None
    return plural(
        "{n} project without any date is not drawn.", "{n} projects without any date are not drawn.", n
    )


def page_link(project_id: str) -> str:
    return project_path(project_id).removesuffix(".md") + ".html"
