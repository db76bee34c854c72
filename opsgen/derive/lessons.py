"""What was learnt elsewhere and applies here, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opsgen.model import Lesson, Project

_OVER = frozenset({"closed", "cancelled"})


@dataclass(frozen=True, slots=True)
class Applicable:
    """A lesson of another project that applies; `reasons` say why, `adopted` that the project follows it."""

    home: Project
    lesson: Lesson
    reasons: tuple[Message, ...]
    adopted: bool


def applicable(project: Project, others: Iterable[Project]) -> tuple[Applicable, ...]:
    """The lessons of other projects that apply to this one, with the most reasons first.

    A lesson applies where its `applies_to` names the category of the project, one of its phases or one of its
    tags, or where the project stands in `adopted_in`. What applies to everything says nothing and is left
    out; so is everything once the project is over.
    """
    if project.lifecycle in _OVER:
        return ()
    found = (
        Applicable(home, lesson, reasons, adopted=adopts(project, lesson))
        for home in others
        if home.id != project.id
        for lesson in home.lessons
        if (reasons := tuple(_reasons(project, lesson)))
    )
    return tuple(sorted(found, key=lambda one: (-len(one.reasons), one.home.id, one.lesson.id)))


def adopts(project: Project, lesson: Lesson) -> bool:
    """Whether a lesson says that the project follows it already."""
    return bool({project.id, *project.aliases} & set(lesson.adopted_in))


def _reasons(project: Project, lesson: Lesson) -> Iterator[Message]:
    where = lesson.applies_to
    if project.category and project.category in where.category:
        yield message("same category")
    phases = {form.casefold() for phase in project.phases for form in (phase.id, *phase.title.forms) if form}
    for name in where.phase:
        if name.casefold() in phases:
            yield message("phase {name}", name=name)
    tags = _tags(project)
    for name in where.tags:
        if name.casefold() in tags:
            yield message("tag {name}", name=name)
    if adopts(project, lesson):
        yield message("adopted")


def _tags(project: Project) -> frozenset[str]:
    """The tags of a project and of its risks, where lessons are most often of use."""
    listed = (project.tags, *(risk.tags for risk in project.risks))
    return frozenset(tag.casefold() for tags in listed for tag in tags)
