"""What was learnt elsewhere and applies here, and why."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from itertools import chain
from typing import TYPE_CHECKING

from opsgen.derive.standing import folded, is_over
from opsgen.schema.fields import choice_label
from opsgen.words import LANGUAGES, Message, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from opsgen.model import Lesson, Phase, Project

_NUMBERED = re.compile(r"[A-Za-z]{0,2}[0-9]+")
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
class Matches:
    """Which lessons of a library apply to a project, by their places in it.

    `why` has the reasons of each, none where the project only follows it; `ranks` tell what was learnt last.
    """

    lessons: tuple[tuple[Project, Lesson], ...]
    ranks: Mapping[int, int]
    why: Mapping[int, Sequence[Message]]
    adopted: frozenset[int]

    def __len__(self) -> int:
        """How many lessons apply."""
        return len(self.why)

    @property
    def to_adopt(self) -> Iterator[int]:
        """The places of those that the project does not follow yet."""
        return (place for place in self.why if place not in self.adopted)

    def first(self, most: int | None = None) -> tuple[Applicable, ...]:
        """The first so many of them, those to adopt before those adopted; all without a number.

        The most reasons come first, then what was learnt last.
        """
        count = len(self.why) if most is None else most
        return tuple(
            Applicable(*self.lessons[place], tuple(self.why[place]), place in self.adopted, place)
            for place in nsmallest(count, self.why, key=self._order)
        )

    def _order(self, place: int) -> tuple[bool, int, int]:
        return place in self.adopted, -len(self.why[place]), self.ranks[place]


@dataclass(frozen=True, slots=True)
class Library:
    """The lessons of some projects, each with its home, and which of them are meant for what."""

    lessons: tuple[tuple[Project, Lesson], ...]
    meant_for: Mapping[Facet, tuple[int, ...]]
    """The places of lessons in `lessons`, in their order."""
    known: Mapping[str, Project]
    """The projects by their ids and former ids."""
    ranks: Mapping[int, int]
    """How late each lesson was learnt among all, from 0 for what was learnt last."""

    def matches(self, project: Project) -> Matches:
        """Which lessons of other projects apply to this one.

        A lesson applies where its `applies_to` names the category of the project, one of its phases or one
        of its tags or those of its risks; where its home is the project that this one is compared with; and
        where the project stands in `adopted_in`. What names nothing is meant for nobody in particular and is
        left out; so is everything once the project is over.
        """
        why: dict[int, list[Message]] = {}
        adopted: frozenset[int] = frozenset()
        if not is_over(project.lifecycle):
            own = frozenset(self.places([("own", project.id)]))
            for facets, reason in _facets(project):
                for place in self.places(facets):
                    why.setdefault(place, []).append(reason)
            adopted = frozenset(self.places([("adopted", name) for name in _called(project)])) - own
            for place in adopted:
                why.setdefault(place, [])
            for place in own:
                why.pop(place, None)
        return Matches(self.lessons, self.ranks, why, adopted)

    def applicable(self, project: Project) -> tuple[Applicable, ...]:
        """The lessons of other projects that apply to this one, the first of them first."""
        return self.matches(project).first()

    def places(self, facets: Sequence[Facet]) -> Iterable[int]:
        """The places of lessons that are meant for one of these, each once."""
        found = [self.meant_for[facet] for facet in facets if facet in self.meant_for]
        return found[0] if len(found) == 1 else dict.fromkeys(chain.from_iterable(found))

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
    latest = sorted(range(len(lessons)), key=lambda place: -_learnt(lessons[place][0]).toordinal())
    ranks = {place: rank for rank, place in enumerate(latest)}
    return Library(lessons, {facet: tuple(places) for facet, places in meant_for.items()}, known, ranks)


def _learnt(home: Project) -> date:
    return home.closed or home.finish or date.min


def _called(project: Project) -> tuple[str, ...]:
    return tuple(dict.fromkeys((project.id, *project.aliases)))


def _facets(project: Project) -> Iterator[tuple[Sequence[Facet], Message]]:
    """What a project is, each in all the ways in which it is called, with the reason it gives."""
    if project.compare_with:
        yield [("home", project.compare_with)], message("of the project this one is compared with")
    if project.category:
        labels = (choice_label("category", project.category, lang) for lang in LANGUAGES)
        called = dict.fromkeys(map(folded, (project.category, *labels)))
        yield [("category", name) for name in called], message("same category")
    phases = {folded(name): name for one in project.phases for name in _names(one) if name}
    for key, name in phases.items():
        yield [("phase", key)], message("phase {name}", name=name)
    listed = (project.tags, *(risk.tags for risk in project.risks))
    tags = {folded(tag): tag for some in listed for tag in some}
    for key, name in tags.items():
        yield [("tag", key)], message("tag {name}", name=name)


def _names(phase: Phase) -> tuple[str, ...]:
    """What a phase is called anywhere: its `P1` is another one in each project."""
    return phase.title.forms if _NUMBERED.fullmatch(phase.id) else (phase.id, *phase.title.forms)


def _aims(home: Project, lesson: Lesson) -> Iterator[Facet]:
    """What a lesson is meant for."""
    where = lesson.applies_to
    yield "own", home.id
    yield from (("home", name) for name in _called(home))
    yield from (("category", folded(name)) for name in where.category)
    yield from (("phase", folded(name)) for name in where.phase)
    yield from (("tag", folded(name)) for name in where.tags)
    yield from (("adopted", name) for name in lesson.adopted_in)
