"""What comes next: what falls due in the time that follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.changes.sentences.teller import line
from opsgen.drafts.point import by, called, noun, on, point
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from opsgen.changes.sentences import Teller
    from opsgen.derive import Assessment
    from opsgen.derive.period import Duty
    from opsgen.drafts.point import Point
    from opsgen.drafts.window import Window
    from opsgen.model import Task

_KINDS: Mapping[str, tuple[str, int]] = {
    "milestone": ("milestones", 0),
    "deliverable": ("deliverables", 2),
    "task": ("tasks", 3),
    "issue": ("issues", 4),
    "action": ("actions", 4),
    "delivery": ("vendors", 5),
    "check": ("adjustments", 6),
    "review": ("risks", 7),
}
"""What somebody has to do, its list and how much it weighs; payments are for the accounts."""
_STARTS, _GOES_ON, _NEXT = 6, 6, 1
"""What tasks weigh that start or go on, and the milestone that comes only later."""


def coming(of: Assessment, days: Window, teller: Teller) -> Iterator[Point]:
    """What falls due in the days that follow, and the tasks that start in them."""
    for duty in of.chronicle.duties:
        if days.until < duty.due <= days.ahead and duty.met is None and not duty.planned:
            yield from _due(duty, of, days, teller)
    for task in of.project.tasks:
        if task.status == "todo" and task.start and days.until < task.start <= days.ahead:
            said = message("start {what} on {day}", what=noun("tasks", task), day=on(task.start, days.until))
            yield point(by(said, task.owner, of.project, teller), _STARTS, "tasks", task)
        elif task.status == "in_progress" and task.finish and task.finish > days.ahead:
            yield point(by(_going_on(task), task.owner, of.project, teller), _GOES_ON, "tasks", task)
    if of.live:
        yield from _next_milestone(of, days)


def _going_on(task: Task) -> Message:
    what = noun("tasks", task)
    if not task.complete:
        return message("go on with {what}", what=what)
    return message("go on with {what} ({percent}% done)", what=what, percent=round(task.complete))


def _next_milestone(of: Assessment, days: Window) -> Iterator[Point]:
    """The first milestone after the days that follow, where there is none in them."""
    stones = [(s.due, s.milestone) for s in of.milestones if s.status != "achieved" and s.due]
    coming = sorted(((day, stone) for day, stone in stones if day > days.until), key=lambda two: two[0])
    if coming and coming[0][0] > days.ahead:
        day, stone = coming[0]
        said = message("next milestone: {item} on {day}", item=called(stone), day=on(day, days.until))
        yield point(said, _NEXT, "milestones", stone)


def _due(duty: Duty, of: Assessment, days: Window, teller: Teller) -> Iterator[Point]:
    if duty.kind == "dependency":
        yield from _dependency(duty, days, of, teller)
    elif duty.kind in _KINDS:
        kind, weight = _KINDS[duty.kind]
        said = _to_do(duty, kind, on(duty.due, days.until))
        yield point(by(said, duty.owner, of.project, teller), weight, kind, duty.item)


def _to_do(duty: Duty, kind: str, day: object) -> Message:
    what = noun(kind, duty.item)
    match duty.kind:
        case "milestone":
            return message("reach {what} on {day}", what=what, day=day)
        case "deliverable":
            return message("deliver {what} by {day}", what=called(duty.item), day=day)
        case "issue":
            return message("solve {what} by {day}", what=what, day=day)
        case "delivery":
            return message("“{title}” is to be delivered on {day}", title=line(duty.item.title), day=day)
        case "check":
            return message("see on {day} whether {what} helped", what=what, day=day)
        case "review":
            return message("review {what} by {day}", what=what, day=day)
        case _:
            return message("finish {what} by {day}", what=what, day=day)


def _dependency(duty: Duty, days: Window, of: Assessment, teller: Teller) -> Iterator[Point]:
    one = next((d for d in of.project.dependencies if d is duty.item), None)
    if one is None:
        return
    what, day = noun("dependencies", one), on(duty.due, days.until)
    if one.direction == "outbound":
        said = by(
            message("deliver {what} by {day}", what=called(one), day=day), duty.owner, of.project, teller
        )
        yield point(said, 2, "dependencies", one)
    elif one.promised is None or one.promised <= duty.due:
        yield point(message("{what} is due on {day}", what=what, day=day), 5, "dependencies", one)
