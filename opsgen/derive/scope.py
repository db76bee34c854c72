"""What is handed over: where each deliverable stands, and what became of the must-haves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from opsgen.derive.schedule import days_late
from opsgen.derive.standing import owner_of, settled_on

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opsgen.model import Deliverable, Project

DeliverableStatus = Literal[
    "planned", "in_progress", "in_review", "accepted", "handed_over", "rejected", "overdue", "dropped"
]
_TAKEN = ("accepted", "handed_over")
_LOST = ("dropped", "rejected")


@dataclass(frozen=True, slots=True)
class DeliverableState:
    """A deliverable as of a day.

    `status` is the written one, or overdue. `late` counts the calendar days it was delivered after its due
    date, − is early; None while it is not delivered or where one of the two days is unknown. `overdue` are
    the days something open is past its date, 0 where it is not.
    """

    deliverable: Deliverable
    status: DeliverableStatus
    late: int | None
    overdue: int
    owner: str

    @property
    def taken(self) -> bool:
        """Whether it is accepted or handed over."""
        return self.deliverable.status in _TAKEN

    @property
    def days(self) -> int | None:
        """The days it came late, or has been overdue so far; + is late."""
        return self.overdue or self.late


@dataclass(frozen=True, slots=True)
class Scope:
    """The must-haves of a project: how many there are, and those dropped or rejected."""

    musts: int
    lost: tuple[Deliverable, ...]


def deliverables(project: Project, as_of: date) -> tuple[DeliverableState, ...]:
    """All deliverables by their due dates, those without one last."""
    states = (_state(deliverable, project, as_of) for deliverable in project.deliverables)
    return tuple(sorted(states, key=lambda s: (s.deliverable.due or date.max, s.deliverable.id)))


def scope(deliverables: Iterable[Deliverable]) -> Scope:
    """The must-haves (MoSCoW), and those of them that will not come as agreed.

    Source: DSDM, MoSCoW prioritisation; PRINCE2, scope tolerance.
    """
    musts = [deliverable for deliverable in deliverables if deliverable.moscow == "must"]
    return Scope(len(musts), tuple(must for must in musts if must.status in _LOST))


def is_awaited(deliverable: Deliverable) -> bool:
    """Whether somebody waits for it: not delivered, not dropped and not put off (`wont`)."""
    return (
        deliverable.status not in (*_TAKEN, "dropped")
        and deliverable.moscow != "wont"
        and (deliverable.delivered is None or deliverable.status == "rejected")
    )


def _state(deliverable: Deliverable, project: Project, as_of: date) -> DeliverableState:
    delivered = deliverable.delivered
    if delivered and delivered > as_of:
        delivered = None  # a day in the future is a belief, whatever its name
    overdue = _overdue(deliverable, settled_on(project, as_of))
    return DeliverableState(
        deliverable=deliverable,
        status="overdue" if overdue and deliverable.status != "rejected" else deliverable.status,
        late=days_late(deliverable.due, delivered),
        overdue=overdue,
        owner=owner_of(deliverable, project),
    )


def _overdue(deliverable: Deliverable, day: date) -> int:
    if deliverable.due is None or not is_awaited(deliverable):
        return 0
    return max(0, (day - deliverable.due).days)
