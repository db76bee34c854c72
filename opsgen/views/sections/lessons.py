"""What was learnt here, and what was learnt elsewhere that applies here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.standing import names
from opsgen.schema.fields import choice_label
from opsgen.views import states
from opsgen.views.agreed import Spot, project_spot
from opsgen.views.page import project_path
from opsgen.views.sections.retrospectives import anchor_of

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.derive.lessons import Applicable
    from opsgen.model import Lesson, Retrospective
    from opsgen.views.edition import Edition
    from opsgen.views.states import State
    from opsgen.words import Message, Text

_SHOWN = 5
_FOLDED = 20
"""Beside those shown; whoever wants more has the library."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """A lesson of the project; `applies` are names of categories, phases and tags."""

    lesson: Lesson
    light: State
    applies: tuple[str, ...]
    adopted: tuple[Spot, ...]
    retrospectives: tuple[tuple[Retrospective, str], ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """A lesson of another project that applies here, where it stands, and why it was chosen."""

    lesson: Lesson
    at: Spot
    home: Text
    light: State
    reasons: tuple[Message, ...]
    adopted: bool


def lessons(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """The project's own lessons, and those of others of this edition that apply: some to see, the rest."""
    found = edition.library.matches(assessment.project)
    offered = tuple(_offered(one) for one in found.first(_SHOWN + _FOLDED))
    return {
        "learnt": tuple(learnt(one, assessment, edition) for one in assessment.project.lessons),
        "offered": offered[:_SHOWN],
        "more_offered": offered[_SHOWN:],
        "offered_in_all": len(found),
        "offered_adopted": len(found.adopted),
    }


def learnt(lesson: Lesson, assessment: Assessment, edition: Edition) -> Learnt:
    """A lesson for a reader of this edition."""
    where, called = lesson.applies_to, frozenset(names(lesson))
    categories = (choice_label("category", name, edition.lang) for name in where.category)
    return Learnt(
        lesson=lesson,
        light=states.lesson(lesson),
        applies=(*categories, *where.phase, *where.tags),
        adopted=tuple(project_spot(edition, project) for project in edition.library.adopters(lesson)),
        retrospectives=tuple(
            (held, anchor_of(held))
            for held in assessment.project.retrospectives
            if called.intersection(held.lessons)
        ),
    )


def _offered(one: Applicable) -> Offered:
    at = Spot(one.lesson.title, project_path(one.home.id), one.lesson.id)
    return Offered(one.lesson, at, one.home.title, states.lesson(one.lesson), one.reasons, one.adopted)
