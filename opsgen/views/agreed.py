"""Decisions and actions as every list shows them: how they stand, whose they are, and where they lead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.items import items_by_name
from opsgen.derive.portfolio import Placed
from opsgen.derive.steering import ActionState, DecisionState, action_state, decision_state
from opsgen.views import states
from opsgen.views.page import meeting_path, project_path
from opsgen.words import Text

if TYPE_CHECKING:
    from opsgen.derive.meetings import Sitting
    from opsgen.model import Action, Decision, MeetingAction, MeetingDecision, Project
    from opsgen.views.edition import Edition
    from opsgen.views.states import State

PORTFOLIO_DECISIONS = "decisions.md"
"""Where the decisions of the portfolio stand in full."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to go to: what it is called, its page, and the anchor there."""

    title: Text
    page: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Agreed:
    """A decision or an action; `at` is where it stands in full, `project` its project or the portfolio."""

    item: Decision | Action
    light: State
    owner: str
    amount: str
    at: Spot
    project: Spot
    project_id: str
    meeting: Spot | None
    source: Spot | None
    outcome: Text
    """What was decided; nothing of an action."""
    doer: str
    """Whose an action is; nobody for a decision."""
    overdue: bool
    wanted: bool
    """A decision somebody waits for, or an open action."""


def decision_of(edition: Edition, placed: Placed[DecisionState]) -> Agreed:
    """A decision for a reader of this edition."""
    state, decision = placed.state, placed.state.decision
    light = states.decision(decision, edition.as_of)
    return Agreed(
        item=decision,
        light=light,
        owner=edition.person(decision.by or state.owner),
        amount=edition.cost(decision.cost, placed.project),
        at=_at(edition, decision, placed.project, state.sitting),
        project=project_spot(edition, placed.project),
        project_id=placed.project.id if placed.project else "",
        meeting=_meeting(edition, state.sitting),
        source=None,
        outcome=decision.outcome,
        doer="",
        overdue=light[0] == "late",
        wanted=state.wanted,
    )


def action_of(edition: Edition, placed: Placed[ActionState]) -> Agreed:
    """An action for a reader of this edition."""
    state, action = placed.state, placed.state.action
    return Agreed(
        item=action,
        light=states.action(state),
        owner=edition.person(state.owner),
        amount="",
        at=_at(edition, action, placed.project, state.sitting),
        project=project_spot(edition, placed.project),
        project_id=placed.project.id if placed.project else "",
        meeting=_meeting(edition, state.sitting),
        source=_source(edition, action, placed.project),
        outcome=Text(),
        doer=edition.person(state.owner),
        overdue=state.overdue,
        wanted=state.open,
    )


def decided_in(edition: Edition, entry: MeetingDecision, sitting: Sitting) -> Agreed | None:
    """A decision of a meeting, wherever it is written; None where this audience may not see it."""
    if entry.ref:
        found = edition.ledger.decision(entry.ref, sitting, entry.project)
        return decision_of(edition, found) if found else None
    project = edition.ledger.projects.get(entry.project)
    owner = project.owner if project else edition.settings.owner
    state = decision_state(entry, owner, edition.as_of, sitting)
    return decision_of(edition, Placed(project, state))


def agreed_in(edition: Edition, entry: MeetingAction, sitting: Sitting) -> Agreed | None:
    """An action of a meeting, wherever it is written; None where this audience may not see it."""
    if entry.ref:
        found = edition.ledger.action(entry.ref, sitting, entry.project)
        return action_of(edition, found) if found else None
    project = edition.ledger.projects.get(entry.project)
    return action_of(edition, Placed(project, action_state(entry, entry.owner, edition.as_of, sitting)))


def project_spot(edition: Edition, project: Project | None) -> Spot:
    """The page of a project; the front page for what is the portfolio's own."""
    if project is None:
        return Spot(edition.settings.title, "index.md")
    return Spot(project.title, project_path(project.id))


def meeting_spot(sitting: Sitting) -> Spot:
    """Where a meeting stands: on a page of its own, or on its project's."""
    meeting = sitting.meeting
    if sitting.project is None:
        return Spot(meeting.title, meeting_path(meeting.id))
    return Spot(meeting.title, project_path(sitting.project.id), meeting_anchor(sitting))


def meeting_anchor(sitting: Sitting) -> str:
    """The anchor of a meeting on the page of its project; no item's id begins like that."""
    return "_meeting-" + "-".join(sitting.meeting.id.split())


def _meeting(edition: Edition, sitting: Sitting | None) -> Spot | None:
    """The meeting something is written in; meetings are not for the public."""
    return meeting_spot(sitting) if sitting and edition.audience != "public" else None


def _at(edition: Edition, item: Decision | Action, project: Project | None, sitting: Sitting | None) -> Spot:
    return agreed_spot(edition, item.title, item.id, project, sitting)


def agreed_spot(
    edition: Edition, title: Text, id: str, project: Project | None, sitting: Sitting | None
) -> Spot:
    """Where a decision or an action stands in full: with its project, in the meeting, or the portfolio's."""
    home = sitting.project if sitting else project
    if home is not None and home is not project and edition.audience == "public":
        return Spot(title, project_path(project.id if project else home.id))
    if home is not None:
        return Spot(title, project_path(home.id), id)
    return Spot(title, meeting_path(sitting.meeting.id) if sitting else PORTFOLIO_DECISIONS, id)


def _source(edition: Edition, action: Action, project: Project | None) -> Spot | None:
    """What an action says of its origin; it leads there where it names an item of its project."""
    if not action.source:
        return None
    known = items_by_name(project) if project else {}
    named = known.get(action.source)
    if named and project:
        return Spot(Text(action.source), project_path(project.id), named.id)
    return Spot(edition.told(Text(action.source)), "")
