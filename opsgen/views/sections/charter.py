"""What was agreed when the project began."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.words import words

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.views.edition import Edition


def charter(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """Whether anything of a charter is written, and who decides on the project and works on it."""
    project = assessment.project
    written = project.charter != type(project.charter)()
    return {
        "has_charter": bool(written or project.board),
        "charter_board": tuple(map(edition.person, project.board)),
        "charter_team": _team(edition, project.team),
        "charter_members": tuple(_members(edition, project.team)),
    }


def _team(edition: Edition, team: str) -> str:
    """The team as people call it."""
    titles = {known.id: known.title for known in edition.portfolio.people.teams}
    return words(edition.lang).pick(titles[team]) if team in titles else team


def _members(edition: Edition, team: str) -> list[str]:
    """Who belongs to the team; several who are called by one role are named once."""
    people = edition.portfolio.people.people
    found = [edition.person(person.id) for person in people if team and person.team == team]
    return list(dict.fromkeys(found))
