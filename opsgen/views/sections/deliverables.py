"""What is handed over, with how one sees that it is good."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.scope import scope
from opsgen.derive.standing import names
from opsgen.views.sections.folding import folding
from opsgen.views.states import DELIVERABLE, QUALITY
from opsgen.words import Message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.derive import Assessment
    from opsgen.derive.scope import DeliverableState
    from opsgen.model import Item, Project
    from opsgen.views.edition import Edition
    from opsgen.views.states import State


@dataclass(frozen=True, slots=True)
class DeliverableRow:
    """A deliverable, and the milestones and tasks that bring it."""

    state: DeliverableState
    light: State
    quality: State | None
    brought_by: tuple[Item, ...]


def deliverables(_: Edition, assessment: Assessment) -> dict[str, object]:
    """What the section on deliverables needs."""
    return {
        "deliverable_rows": folding(
            (deliverable_row(assessment, state) for state in assessment.deliverables), _over
        ),
        "must_haves": _must_haves(assessment),
    }


def deliverable_row(assessment: Assessment, state: DeliverableState) -> DeliverableRow:
    """A deliverable for a reader."""
    quality = state.deliverable.quality
    checked = QUALITY[quality.result] if quality and quality.result else None
    brought_by = tuple(_bringing(assessment.project, frozenset(names(state.deliverable))))
    return DeliverableRow(state, DELIVERABLE[state.status], checked, brought_by)


def _over(row: DeliverableRow) -> bool:
    return row.state.status in ("accepted", "handed_over", "dropped")


def _bringing(project: Project, called: frozenset[str]) -> Iterator[Item]:
    """The milestones at which it is handed over, and the tasks that work on it."""
    yield from (stone for stone in project.milestones if called.intersection(stone.deliverables))
    yield from (task for task in project.tasks if task.deliverable in called)


def _must_haves(assessment: Assessment) -> Message | None:
    """What became of the must-haves; None where there is none."""
    found = scope(assessment.project.deliverables)
    if not found.musts:
        return None
    return plural(
        "{lost} of {n} must-have is dropped or rejected, tolerance {tolerance}.",
        "{lost} of {n} must-haves are dropped or rejected, tolerance {tolerance}.",
        found.musts,
        lost=len(found.lost),
        tolerance=assessment.limits.scope,
    )
