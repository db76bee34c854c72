"""Who wants the same thing as others, what is possible, and who decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.conflicts import wanted
from opsgen.model import Person
from opsgen.views import states
from opsgen.views.agreed import Spot
from opsgen.views.page import project_path
from opsgen.views.period import period_name
from opsgen.views.sections.folding import folding
from opsgen.words import Message, Text, message, plural, words

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.derive.conflicts import ConflictState
    from opsgen.model import Conflict, Project
    from opsgen.views.edition import Edition
    from opsgen.views.states import State


@dataclass(frozen=True, slots=True)
class ConflictItem:
    """A conflict in words; `when` is its period, `ahead` how far off that is while it is open."""

    conflict: Conflict
    owner: str
    light: State
    parties: tuple[Spot, ...]
    resource: Spot | None
    when: str
    ahead: Message | None


def conflicts(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """What the part on conflicts needs; empty where the audience may not see them."""
    items = (conflict_item(state, assessment.project, edition) for state in assessment.conflicts)
    return {"conflict_items": folding(items, lambda item: item.light[0] == "done")}


def conflict_item(state: ConflictState, project: Project, edition: Edition) -> ConflictItem:
    """A conflict of a project in words."""
    of = state.conflict
    return ConflictItem(
        conflict=of,
        owner=state.owner,
        light=states.conflict(state),
        parties=tuple(_party(name, edition) for name in of.parties),
        resource=_resource(of, project, edition),
        when=period_name(state.period, words(edition.lang)) if state.period else of.period,
        ahead=_ahead(state),
    )


def _ahead(state: ConflictState) -> Message | None:
    """How soon an open conflict hits."""
    days = state.days_left
    if days is None or not state.open or state.passed:
        return None
    return plural("in {n} day", "in {n} days", days) if days > 0 else message("now")


def _party(name: str, edition: Edition) -> Spot:
    """One side: a project of the edition with its page, else a person, a team or a text."""
    told = edition.told(Text(name))
    project = next(
        (p for p in edition.portfolio.projects if name in (p.id, *p.aliases, *p.title.forms)), None
    )
    if project:
        return Spot(project.title, project_path(project.id))
    team = next((t for t in edition.portfolio.people.teams if name in (t.id, *t.title.forms)), None)
    if team:
        return Spot(team.title, "")
    return Spot(Text(edition.person(name)) if told.plain == name else told, "")


def _resource(of: Conflict, project: Project, edition: Edition) -> Spot | None:
    """What both sides want, at its place on the project's page where it has one."""
    if not of.resource:
        return None
    found = wanted(of, project, edition.portfolio.people)
    if found is None:
        return Spot(edition.told(of.resource), "")
    if isinstance(found, Person):
        return Spot(Text(edition.person(found.id)), "")
    return Spot(found.title, project_path(project.id), found.id)
