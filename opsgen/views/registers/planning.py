"""Registers of what is planned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from opsgen.views import states
from opsgen.views.how.plans import ORIGINAL
from opsgen.views.moments import plan_label
from opsgen.views.outlook import MEANING, outlook
from opsgen.views.registers.table import (
    OWNER,
    PROJECT,
    STATUS,
    Column,
    Row,
    choice,
    project_cell,
    register,
    row,
)
from opsgen.views.since import moved_days
from opsgen.words import message, plural, words

if TYPE_CHECKING:
    from opsgen.derive.schedule import MilestoneState
    from opsgen.derive.scope import DeliverableState
    from opsgen.model import Project
    from opsgen.views.edition import Edition
    from opsgen.views.page import Page

_PLAN = "original_plan"
_MILESTONES = (
    Column(message("Milestone")),
    PROJECT,
    OWNER,
    Column(ORIGINAL, "date", key=_PLAN),
    Column(message("Forecast or actual"), "date"),
    Column(message("Deviation"), "days"),
    Column(message("Since the last report"), "moved"),
    Column(message("P50"), "date"),
    Column(message("P80"), "date"),
    Column(message("Cases"), "num"),
    STATUS,
)

_P50 = 6
"""The place of these days among the cells."""


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
    if any(row.cells[_P50] for row in rows):
        lead = message("{late} {meaning}", late=lead, meaning=MEANING)
    if edition.reports.previous:
        last = message("The last report is that of {day}.", day=edition.reports.previous)
        lead = message("{lead} {last}", lead=lead, last=last)
    label = plan_label(edition)
    columns = tuple(replace(one, title=label) if one.key == _PLAN else one for one in _MILESTONES)
    return register(edition, "milestones", message("Milestones"), lead, columns, rows)


def _milestone(project: Project, state: MilestoneState, edition: Edition) -> Row:
    milestone, light = state.milestone, states.milestone(state)
    owner = edition.person(state.owner)
    dates = (milestone.baseline, state.due, state.slip)
    found = outlook(edition, project, state)
    likely = (found.p50, found.p80, found.cases) if found else (None, None, None)
    since = moved_days(edition, project, state)
    return row(project, milestone, light, project_cell(project), owner, *dates, since, *likely, light)


_DELIVERABLES = (
    Column(message("Deliverable")),
    PROJECT,
    OWNER,
    Column(message("Priority"), "name"),
    Column(message("Acceptance criteria")),
    Column(message("Due"), "date"),
    Column(message("Delivered on"), "date"),
    Column(message("Deviation"), "days"),
    Column(message("Quality check"), "light"),
    STATUS,
)


def deliverables(edition: Edition) -> Page:
    """All deliverables, overdue and rejected ones first, then by date."""
    found = [(a.project, s) for a in edition.assessments for s in a.deliverables]
    order = {"overdue": 0, "rejected": 0, "accepted": 2, "handed_over": 2, "dropped": 3}
    found.sort(key=lambda pair: (order.get(pair[1].status, 1), pair[1].deliverable.due or date.max))
    late = sum(state.overdue > 0 for _, state in found)
    taken = sum(state.taken for _, state in found)
    lead = plural(
        "{n} deliverable is overdue, {taken} of {all} are signed off or handed over.",
        "{n} deliverables are overdue, {taken} of {all} are signed off or handed over.",
        late,
        taken=taken,
        all=len(found),
    )
    rows = tuple(_deliverable(project, state, edition) for project, state in found)
    return register(edition, "deliverables", message("Deliverables"), lead, _DELIVERABLES, rows)


def _deliverable(project: Project, state: DeliverableState, edition: Edition) -> Row:
    thing, light = state.deliverable, states.DELIVERABLE[state.status]
    say = words(edition.lang)
    checked = states.QUALITY[thing.quality.result] if thing.quality and thing.quality.result else None
    criteria = say.gettext("; ").join(say.pick(text) for text in thing.acceptance_criteria)
    return row(
        project,
        thing,
        light,
        project_cell(project),
        edition.person(state.owner),
        choice("deliverable.moscow", thing.moscow, edition.lang) if thing.moscow else None,
        criteria or None,
        thing.due,
        thing.delivered,
        state.days if state.overdue or state.late is not None else None,
        checked,
        light,
    )
