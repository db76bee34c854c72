"""What is wanted of others: decisions, conflicts to settle, what they owe, what holds tasks up."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from opsgen.changes.sentences.teller import line
from opsgen.derive.links import links
from opsgen.derive.standing import owner_of
from opsgen.derive.steering import wanted_first
from opsgen.drafts.point import MOST, Wanted, about_of, called, noun, on, point
from opsgen.model import Dependency
from opsgen.words import Message, Text, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opsgen.derive import Assessment
    from opsgen.derive.links import End, Link
    from opsgen.derive.steering import DecisionState
    from opsgen.drafts.window import Window

_LISTS = ("milestones", "tasks", "deliverables", "phases", "dependencies", "decisions", "actions")
"""What a project may owe another one."""


def wanted(of: Assessment, days: Window, others: Iterable[Assessment] = ()) -> tuple[Wanted, ...]:
    """What is asked of others, the soonest first; `others` are the projects that this one waits for."""
    asked = [_decision(state) for state in sorted(of.decisions_wanted, key=wanted_first)]
    for state in of.conflicts:
        one = state.conflict
        if state.standing != "resolved" and one.decided_by:
            text = message("settle {what}", what=noun("conflicts", one))
            asked.append(Wanted(point(text, 0).text, one.decided_by))
    if of.live:
        asked += _awaited(of, days, others)
        asked += _held_up(of)
    return tuple(sorted(asked, key=lambda one: one.due or date.max)[:MOST])


def _decision(state: DecisionState) -> Wanted:
    decision = state.decision
    text = message("decision {item} is wanted", item=called(decision))
    if decision.recommendation:
        text = message(
            "decision {item} is wanted; recommended: {what}",
            item=called(decision),
            what=line(decision.recommendation),
        )
    return Wanted(point(text, 0).text, decision.by, decision.due)


def _awaited(of: Assessment, days: Window, others: Iterable[Assessment]) -> Iterator[Wanted]:
    """What others bring too late, or have not brought on its day."""
    for link in links((of, *others)).waits.get(of.project.id, ()):
        raised = isinstance(link.item, Dependency)
        if link.late and (raised or link.giving.item):
            due = link.needed if link.needed and link.needed > days.until else None
            about = about_of("dependencies", link.item) if raised else ("", "")
            yield Wanted(point(_late(link, days), 0).text, _of_whom(link, of), due, about)


def _of_whom(link: Link, of: Assessment) -> str:
    """Who answers for it in the other project; empty where it is no project."""
    owes = link.giving.project
    return owner_of(link.giving.item or owes, owes) if owes and owes is not of.project else ""


def _late(link: Link, days: Window) -> Message:
    near, needed, expected = days.until, link.needed, link.arrival.expected
    what = _from(link)
    if link.arrival.standing == "never" or needed is None:
        return message("{what} will not come; say what is to be done instead", what=what)
    if expected is None or expected <= near:
        return message("{what} was needed by {day} and is not here yet", what=what, day=on(needed, near))
    if needed > near:  # its day stands beside it
        return message("{what} is only expected on {expected}", what=what, expected=on(expected, near))
    return message(
        "{what} was needed by {day}, and is expected on {expected}",
        what=what,
        day=on(needed, near),
        expected=on(expected, near),
    )


def _from(link: Link) -> Message:
    """What somebody owes, and who."""
    item = link.giving.item
    raised = item is None or isinstance(link.item, Dependency)
    what = noun("dependencies", link.item) if raised or not item else noun(_list_of(link.giving), item)
    giver = _giver(link.giving)
    return message("{what} from {other}", what=what, other=giver) if giver else what


def _giver(end: End) -> Text | str:
    if end.project:
        return line(end.project.title)
    return line(end.vendor.name) if end.vendor else " ".join(end.name.split())


def _list_of(end: End) -> str:
    return next(key for key in _LISTS if any(one is end.item for one in getattr(end.project, key)))


def _held_up(of: Assessment) -> Iterator[Wanted]:
    """Tasks that are blocked, and by what."""
    for task in of.project.tasks:
        if task.status == "blocked":
            what = noun("tasks", task)
            said = message("{what} is blocked", what=what)
            if task.blocked_by:
                said = message("{what} is blocked: {reason}", what=what, reason=line(task.blocked_by))
            yield Wanted(point(said, 0).text, about=about_of("tasks", task))
