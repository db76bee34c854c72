"""A day of something as every list and calendar shows it: what it is called, where it stands, whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.views.agreed import Spot, agreed_spot, meeting_spot, project_spot
from opsgen.views.page import project_path
from opsgen.views.sections.retrospectives import anchor_at
from opsgen.words import Message, message, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opsgen.derive.dated import Dated, Kind
    from opsgen.views.edition import Edition
    from opsgen.views.states import State
    from opsgen.words import Text

KIND: Mapping[Kind, Message] = {
    "milestone": message("Milestone"),
    "gate": message("Gate"),
    "finish": message("End of project"),
    "phase": message("End of phase"),
    "deliverable": message("Deliverable"),
    "decision": message("Decision"),
    "action": message("Action"),
    "meeting": message("Meeting"),
    "retrospective": message("Retrospective"),
    "risk": message("Risk review"),
    "issue": message("Issue"),
    "assumption": message("Assumption to check"),
    "dependency": message("Dependency"),
    "training": message("Training"),
    "check": message("Check of an adjustment"),
    "benefit": message("Benefit review"),
    "delivery": message("Delivery by a vendor"),
    "payment": message("Payment to a vendor"),
    "task": message("Task"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One day of something; `owner` is an id or a name, empty where this audience is told none."""

    of: Dated
    kind: Message
    title: Text | Message
    at: Spot
    project: Spot
    owner: str
    light: State
    amount: str


def entry(edition: Edition, one: Dated) -> Entry:
    """A day for a reader of this edition."""
    title: Text | Message = one.title
    if one.party and one.party != one.title:
        title = message("{vendor}: {title}", vendor=one.party, title=one.title)
    return Entry(
        of=one,
        kind=KIND[one.kind],
        title=title,
        at=spot(edition, one),
        project=project_spot(edition, one.project),
        owner=one.owner if edition.audience != "public" else "",
        light=light(edition, one),
        amount=_amount(edition, one),
    )


def spot(edition: Edition, one: Dated) -> Spot:
    """Where something stands in full."""
    project = one.project
    if one.kind == "meeting" and one.sitting:
        return meeting_spot(one.sitting)
    if one.kind in ("decision", "action"):
        return agreed_spot(edition, one.title, one.item, project, one.sitting)
    assert project is not None
    anchor = anchor_at(one.item) if one.kind == "retrospective" else one.item
    return Spot(one.title, project_path(project.id), anchor)


def light(edition: Edition, one: Dated) -> State:
    """How it stands, in the same few words for all kinds."""
    if one.standing == "late":
        return ("late", message("Overdue"))
    if one.standing == "done":
        return ("done", message("Done"))
    if one.standing == "off":
        return ("todo", message("Cancelled"))
    if one.shaky:
        return ("todo", message("Not firm yet"))
    soon = (one.day - edition.as_of).days <= edition.settings.health.thresholds.due_soon_days
    return ("ok", message("Due soon")) if soon else ("todo", message("Upcoming"))


def _amount(edition: Edition, one: Dated) -> str:
    if one.amount is None or one.project is None or not edition.shows_amounts(one.project):
        return ""
    return words(edition.lang).money(one.amount, one.currency)
