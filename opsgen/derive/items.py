"""Every item of a project that has an id, whatever list it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.derive.standing import names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.derive.standing import Called
    from opsgen.model import Project

LISTS = (
    "goals",
    "metrics",
    "phases",
    "milestones",
    "tasks",
    "risks",
    "budget",
    "decisions",
    "actions",
    "lessons",
    "research",
    "assumptions",
    "deliverables",
    "issues",
    "dependencies",
    "training",
    "equipment",
    "vendors",
    "conflicts",
    "adjustments",
    "benefits",
)
"""The lists of a project whose entries are items with ids of their own."""


def every_item(project: Project) -> Iterator[Called]:
    """The entries of all lists, the key results, and what the project's meetings decided and agreed on."""
    for name in LISTS:
        yield from getattr(project, name)
    for goal in project.goals:
        yield from goal.key_results
    for meeting in project.meetings:
        yield from (decision for decision in meeting.decisions if not decision.ref)
        yield from (action for action in meeting.actions if not action.ref)


def items_by_name(project: Project) -> dict[str, Called]:
    """The items of a project by their ids and former ids."""
    return {name: item for item in every_item(project) for name in names(item)}
