"""Issues, assumptions and dependencies of a project; what it waits for, and who waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.model import Dependency
from opsgen.views import states
from opsgen.views.between import Side, side
from opsgen.views.how import How
from opsgen.views.page import project_path
from opsgen.views.sections.folding import Folding, folding
from opsgen.words import Message, message, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opsgen.derive import Assessment
    from opsgen.derive.links import Link
    from opsgen.derive.vendors import DeliveryState
    from opsgen.model import Project, Risk
    from opsgen.views.edition import Edition
    from opsgen.views.states import State


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link as one of its two projects shows it.

    `own` where it is written in this project: then its id is at home here, if it is a dependency. `home` is
    where it is written else. `other` is the other side, `mine` the item of this side, if it names one.
    """

    link: Link
    own: bool
    home: Side
    other: Side
    mine: Side | None
    light: State
    how: How | None
    owed: tuple[DeliveryState, ...] = ()
    """What the vendor who is the other side owes already."""

    @property
    def dependency(self) -> Dependency | None:
        """The dependency of a RAID log; None for a task or milestone with a predecessor."""
        return self.link.item if isinstance(self.link.item, Dependency) else None


def raid(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """Issues and assumptions, and both directions of what lies between this project and others."""
    project = assessment.project
    found = edition.links
    return {
        "issues": folding(assessment.issues, lambda state: not state.open),
        "assumptions": folding(assessment.assumptions, lambda state: state.assumption.status == "holds"),
        "waits": _rows(found.waits.get(project.id, ()), assessment, edition),
        "awaited": _rows(found.awaited.get(project.id, ()), assessment, edition),
        "risks_by_issue": _sources(project),
    }


def _sources(project: Project) -> dict[str, Risk]:
    """The risks that issues came of, by what an issue calls them."""
    return {name: risk for risk in project.risks for name in (risk.id, *risk.aliases) if name}


def _rows(links: Iterable[Link], assessment: Assessment, edition: Edition) -> Folding[LinkRow]:
    return folding((_row(link, assessment, edition) for link in links), _over)


def _over(row: LinkRow) -> bool:
    return row.link.arrival.standing in ("delivered", "delivered_late", "cancelled")


def _row(link: Link, assessment: Assessment, edition: Edition) -> LinkRow:
    project = assessment.project
    waits = link.waiting.project is not None and link.waiting.project.id == project.id
    mine, other = (link.waiting, link.giving) if waits else (link.giving, link.waiting)
    own = link.home.id == project.id
    home = Side(words(edition.lang).pick(link.home.title), project_path(link.home.id), link.item.id)
    return LinkRow(
        link=link,
        own=own,
        home=home,
        other=side(other, edition),
        mine=side(mine, edition) if mine.item else None,
        light=states.arrival(link),
        how=_late(link, edition),
        owed=tuple(_owed(link, assessment)),
    )


def _owed(link: Link, assessment: Assessment) -> Iterator[DeliveryState]:
    """The overdue deliveries of the vendor that is waited for."""
    for state in assessment.vendors:
        if link.giving.vendor is not None and state.vendor is link.giving.vendor:
            yield from state.overdue


def _late(link: Link, edition: Edition) -> How | None:
    """How the days late came about."""
    if link.arrival.late is None or link.needed is None:
        return None
    say = words(edition.lang)
    inputs: list[tuple[Message, str]] = [(message("Needed"), say.date(link.needed))]
    if link.arrival.expected:
        come = link.arrival.standing in ("delivered", "delivered_late")
        name = message("Delivered") if come else message("Expected")
        inputs.append((name, say.date(link.arrival.expected)))
    return How(
        message("day expected or delivered, today at the earliest while it is open − day needed"),
        tuple(inputs),
    )
