"""What was learnt elsewhere and applies here, and why."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from opsgen.derive.standing import folded
from opsgen.schema.fields import choice_label
from opsgen.words import LANGUAGES, Message, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from opsgen.model import Lesson, Phase, Project

_NUMBERED = re.compile(r"[A-Za-z]{0,2}[0-9]+")
_OVER = frozenset({"closed", "cancelled"})
Facet = tuple[str, str]
"""What a project is, and a lesson is meant for: `("tag", "sms")`."""


@dataclass(frozen=True, slots=True)
class Applicable:
    """A lesson of another project that applies; `reasons` say why, `adopted` that the project follows it.

    Reasons are empty where a project follows a lesson that nothing else says it should.
    """

    home: Project
    lesson: Lesson
    reasons: tuple[Message, ...]
    adopted: bool
    place: int
    """Its place in the library."""


@dataclass(frozen=True, slots=True)
class Library:
    """The lessons of some projects, each with its home, and which of them are meant for what."""

    lessons: tuple[tuple[Project, Lesson], ...]
    meant_for: Mapping[Facet, tuple[int, ...]]
    """The places of lessons in `lessons`, in their order."""
    known: Mapping[str, Project]
    """The projects by their ids and former ids."""

    def applicable(self, project: Project) -> tuple[Applicable, ...]:
        """The lessons of other projects that apply to this one, those to adopt before those adopted.

        A lesson applies where its `applies_to` names the category of the project, one of its phases or one
        of its tags or those of its risks; where its home is the project that this one is compared with; and
        where the project stands in `adopted_in`. The most reasons come first, then what was learnt last.
        What names nothing is meant for nobody in particular and is left out; so is everything once the
        project is over.
        """
        if project.lifecycle in _OVER:
            return ()
        why: dict[int, list[Message]] = defaultdict(list)
        for facet, reason in _facets(project):
            for place in self.meant_for.get(facet, ()):
                if reason not in why[place]:
                    why[place].append(reason)
        adopted = {place for name in _called(project) for place in self.meant_for.get(("adopted", name), ())}
        found = (
            Applicable(*self.lessons[place], tuple(why.get(place, ())), place in adopted, place)
            for place in sorted({*why, *adopted})
        )
        return tuple(sorted((one for one in found if one.home.id != project.id), key=_first))

    def adopters(self, lesson: Lesson) -> tuple[Project, ...]:
        """The projects that follow a lesson, of those that are known."""
        found = (self.known[name] for name in lesson.adopted_in if name in self.known)
        return tuple({project.id: project for project in found}.values())


def library(projects: Iterable[Project]) -> Library:
    """The lessons of these projects, in the order of the projects' ids."""
    listed = sorted(projects, key=lambda one: one.id)
    lessons = tuple((home, lesson) for home in listed for lesson in home.lessons)
    meant_for: dict[Facet, dict[int, None]] = defaultdict(dict)
    for place, (home, lesson) in enumerate(lessons):
        for facet in _aims(home, lesson):
            meant_for[facet][place] = None
    known = {name: project for project in listed for name in _called(project)}
    return Library(lessons, {facet: tuple(places) for facet, places in meant_for.items()}, known)


def _first(one: Applicable) -> tuple[bool, int, int, str]:
    learnt = one.home.closed or one.home.finish or date.min
    return (one.adopted, -len(one.reasons), -learnt.toordinal(), one.home.id)


def _called(project: Project) -> tuple[str, ...]:
    return tuple(dict.fromkeys((project.id, *project.aliases)))


def _facets(project: Project) -> Iterator[tuple[Facet, Message]]:
    """What a project is, each with the reason it gives."""
    if project.compare_with:
        yield ("home", project.compare_with), message("of the project this one is compared with")
    if project.category:
        labels = (choice_label("category", project.category, lang) for lang in LANGUAGES)
        for name in dict.fromkeys(map(folded, (project.category, *labels))):
            yield ("category", name), message("same category")
    phases = {folded(name): name for one in project.phases for name in _names(one) if name}
    for key, name in phases.items():
        yield ("phase", key), message("phase {name}", name=name)
    listed = (project.tags, *(risk.tags for risk in project.risks))
    tags = {folded(tag): tag for some in listed for tag in some}
    for key, name in tags.items():
        yield ("tag", key), message("tag {name}", name=name)


def _names(phase: Phase) -> tuple[str, ...]:
    """What a phase is called anywhere: its `P1` is another one in each project."""
    return phase.title.forms if _NUMBERED.fullmatch(phase.id) else (phase.id, *phase.title.forms)


def _aims(home: Project, lesson: Lesson) -> Iterator[Facet]:
    """What a lesson is meant for."""
    where = lesson.applies_to
    yield from (("home", name) for name in _called(home))
    yield from (("category", folded(name)) for name in where.category)
    yield from (("phase", folded(name)) for name in where.phase)
    yield from (("tag", folded(name)) for name in where.tags)
    yield from (("adopted", name) for name in lesson.adopted_in)
