"""What became of projects and milestones since the last report, as readers see it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.since import light_since, lights_by_day, moved
from opsgen.views.states import RAG, State
from opsgen.words import Message, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from opsgen.derive import Assessment
    from opsgen.derive.schedule import MilestoneState
    from opsgen.derive.since import Course
    from opsgen.model import Project, Rag
    from opsgen.views.edition import Edition

COURSES: Mapping[Course, Message] = {
    "better": message("better"),
    "worse": message("worse"),
    "same": message("unchanged"),
    "other": message("changed"),
}
_LOWER: Mapping[Rag, Message] = {
    "red": message("red"),
    "amber": message("amber"),
    "green": message("green"),
    "grey": message("not assessed"),
    "blue": message("complete"),
}


@dataclass(frozen=True, slots=True)
class Turn:
    """How the light of a project went since the last report: a sign, its word, and the light of then."""

    course: Course
    word: Message
    was: State
    day: date
    """Of the last report."""


def turn(edition: Edition, assessment: Assessment) -> Turn | None:
    """How the light of a project went; None where no last report had it."""
    found = light_since(assessment, edition.reports.last(assessment.project.id))
    return Turn(found.course, COURSES[found.course], RAG[found.was], found.day) if found else None


def last_report(edition: Edition) -> str:
    """The day of the last report; empty where there was none. Its year is said where it is another one."""
    day, say = edition.reports.previous, words(edition.lang)
    if day is None:
        return ""
    return say.day(day) if day.year == edition.as_of.year else say.date(day)


def moved_days(edition: Edition, project: Project, state: MilestoneState) -> int | None:
    """By how many days a milestone moved since the last report; None where that had no date of it."""
    return moved(state, edition.reports.last(project.id))


def turned(edition: Edition) -> Message | None:
    """What became of the lights of all projects since the last report; None where there was none."""
    day = edition.reports.previous
    if day is None:
        return None
    parts = (_counted(edition, day), _went(edition))
    said = tuple(part for part in parts if part)
    given = {"day": last_report(edition)}
    if not said:
        return message("since the last report of {day}: no light changed.", **given)
    if len(said) == 1:
        return message("since the last report of {day}: {lights}.", lights=said[0], **given)
    return message(
        "since the last report of {day}: {lights}; {projects}.", lights=said[0], projects=said[1], **given
    )


def _counted(edition: Edition, day: date) -> tuple[Message, ...]:
    """How many more or fewer projects have each light, as `red +1`."""
    then, say = lights_by_day(edition.reports)[day], words(edition.lang)
    changes = ((_LOWER[rag], n - then[rag]) for rag, n in edition.summary.counts)
    return tuple(message("{light} {signed}", light=rag, signed=say.signed(n)) for rag, n in changes if n)


def _went(edition: Edition) -> tuple[Message, ...]:
    """How many projects are worse, how many better, and how many were not in the last report."""
    turns = [turn(edition, assessment) for assessment in edition.assessments]
    found = Counter(of.course for of in turns if of)
    worse, better, new = found["worse"], found["better"], turns.count(None)
    return (
        *((plural("{n} project worse", "{n} projects worse", worse),) if worse else ()),
        *((plural("{n} project better", "{n} projects better", better),) if better else ()),
        *((plural("{n} project not in it", "{n} projects not in it", new),) if new else ()),
    )
