"""How the load of people and what is free of their time were counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.views.how.how import How
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opsgen.derive.free import Room
    from opsgen.derive.workload import Cell
    from opsgen.model import Project
    from opsgen.words import Message, Words


def load(cell: Cell, projects: Mapping[str, Project], say: Words) -> How:
    """The load of one week: what each project takes of it, and what there is."""
    shares = tuple(
        (message("{title}", title=projects[name].title), say.amount(percent, "%"))
        for name, percent in cell.shares.items()
    )
    return How(
        message(
            "Σ share of the working time × working days of the week it covers / working days of the week"
        ),
        (
            (message("Week"), say.days(cell.week.start, cell.week.finish)),
            *shares,
            (message("Capacity"), say.amount(cell.capacity, "%")),
        ),
    )


def capacity(room: Room, share: float, say: Words) -> How:
    """What one person has for projects within some days."""
    return How(
        message("Σ working days while the person is there × share that there is for projects"),
        (
            *_days(room, say),
            (message("Share for projects"), say.amount(share, "%")),
            (message("Capacity, person-days"), say.number(room.capacity, 1)),
        ),
    )


def free(room: Room, people: int, say: Words) -> How:
    """What can still be planned of the time of some people."""
    counted = ((message("People counted"), say.number(people)),) if people > 1 else ()
    return How(
        message(
            "Σ (capacity − load) × working days of the week; a week with more than there is counts as 0, "
            "and takes nothing from other weeks or people"
        ),
        (
            *_days(room, say),
            *counted,
            (message("Capacity, person-days"), say.number(room.capacity, 1)),
            (message("Planned, person-days"), say.number(room.planned, 1)),
        ),
    )


def _days(room: Room, say: Words) -> tuple[tuple[Message, str], ...]:
    return ((message("Counted days"), say.days(room.first, room.last)),)
