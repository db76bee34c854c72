"""Meetings: a page for each one of the portfolio, and what every list and section shows of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive import meetings
from opsgen.views.agreed import (
    Agreed,
    Spot,
    agreed_in,
    decided_in,
    decision_of,
    meeting_spot,
    project_spot,
)
from opsgen.views.page import Page
from opsgen.words import message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opsgen.derive.meetings import Share, Sitting
    from opsgen.model import AgendaPoint, Meeting
    from opsgen.views.edition import Edition
    from opsgen.words import Message, Text


@dataclass(frozen=True, slots=True)
class Point:
    """A point of an agenda, with the decision it asks for."""

    text: Text
    minutes: Text
    decision: Agreed | None


@dataclass(frozen=True, slots=True)
class Group:
    """The points about one project; `project` is none for those about no project of their own."""

    project: Spot | None
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Minutes:
    """A meeting, or the part of it that is about one project."""

    meeting: Meeting
    at: Spot
    own: bool
    """Whether the whole meeting is shown: who was there, and what was said in general."""
    coming: bool
    groups: tuple[Group, ...]
    decisions: tuple[Agreed, ...]
    actions: tuple[Agreed, ...]
    left_out: Message | None


def minutes(edition: Edition, sitting: Sitting) -> Minutes:
    """All of a meeting that this audience may see."""
    whole = meetings.Share(
        sitting, sitting.meeting.agenda, sitting.meeting.decisions, sitting.meeting.actions
    )
    return _minutes(edition, whole)


def part(edition: Edition, share: Share, project_id: str) -> Minutes:
    """What a meeting holds of one project; all of it, where it is the project's own."""
    home = share.sitting.project
    if home is not None and home.id == project_id:
        return minutes(edition, share.sitting)
    return _minutes(edition, share, project_id)


def _minutes(edition: Edition, share: Share, about: str = "") -> Minutes:
    sitting = share.sitting
    decisions = [decided_in(edition, entry, sitting) for entry in share.decisions]
    actions = [agreed_in(edition, entry, sitting) for entry in share.actions]
    unseen = decisions.count(None) + actions.count(None)
    return Minutes(
        meeting=sitting.meeting,
        at=meeting_spot(sitting),
        own=not about,
        coming=sitting.meeting.date > edition.as_of,
        groups=tuple(_groups(edition, share, about)),
        decisions=tuple(filter(None, decisions)),
        actions=tuple(filter(None, actions)),
        left_out=None if about else _left_out(sitting.left_out + unseen),
    )


def _groups(edition: Edition, share: Share, about: str) -> Iterator[Group]:
    """The agenda by project, in the order in which they come first; the one it is all about is not named."""
    home = about or (share.sitting.project.id if share.sitting.project else "")
    for project_id in dict.fromkeys(point.project for point in share.points):
        points = tuple(_point(edition, p, share) for p in share.points if p.project == project_id)
        elsewhere = project_id and project_id != home
        project = edition.ledger.projects.get(project_id) if elsewhere else None
        yield Group(project_spot(edition, project) if project else None, points)


def _point(edition: Edition, point: AgendaPoint, share: Share) -> Point:
    sitting = share.sitting
    found = edition.ledger.decision(point.decision, sitting, point.project) if point.decision else None
    return Point(point.text, point.minutes, decision_of(edition, found) if found else None)


def _left_out(n: int) -> Message | None:
    """That something is not shown, and not what."""
    if not n:
        return None
    return plural(
        "{n} entry is left out: its project is not part of this edition.",
        "{n} entries are left out: their projects are not part of this edition.",
        n,
    )


def pages(edition: Edition) -> Iterator[Page]:
    """A page for each meeting of the portfolio."""
    for sitting in edition.sittings:
        if sitting.project is None:
            yield _page(edition, sitting)


def whole(edition: Edition, sitting: Sitting) -> dict[str, object]:
    """A meeting with what became of the meeting before it, and the projects that it is about."""
    before = meetings.previous(sitting, edition.sittings)
    return {
        "shown": minutes(edition, sitting),
        "before": minutes(edition, before) if before else None,
        "still_open": tuple(_still_open(edition, before)) if before else (),
        "concerned": tuple(
            project_spot(edition, edition.ledger.projects[name]) for name in meetings.concerned(sitting)
        ),
    }


def _page(edition: Edition, sitting: Sitting) -> Page:
    say, context = words(edition.lang), whole(edition, sitting)
    title = say.pick(sitting.meeting.title)
    about = say.say(message("Meeting of {day}", day=sitting.meeting.date))
    source = edition.portfolio.sources.get(f"meetings/{sitting.meeting.id}")
    return Page(
        meeting_spot(sitting).page,
        "pages/meeting.html.j2",
        title,
        context,
        about,
        source.file if source else None,
    )


def _still_open(edition: Edition, before: Sitting) -> Iterator[Agreed]:
    """What earlier meetings of the same kind left open, the oldest last."""
    sitting = meetings.previous(before, edition.sittings)
    while sitting:
        yield from open_of(minutes(edition, sitting))
        sitting = meetings.previous(sitting, edition.sittings)


def open_of(shown: Minutes) -> Iterable[Agreed]:
    """What a meeting left open: decisions not taken, actions not done."""
    return (entry for entry in (*shown.decisions, *shown.actions) if entry.wanted)
