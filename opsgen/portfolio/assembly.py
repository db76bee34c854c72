"""Files to one `Portfolio`; the same for a folder and for the tree of a commit."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from opsgen import load
from opsgen.model import Meeting, People, Project, Settings
from opsgen.portfolio.actuals import NO_SPENDING, NOTHING_SETTLED, Unmatched, read_spending, settle
from opsgen.portfolio.house import House, LastGood
from opsgen.portfolio.layout import ENTRIES, FOLDER, NOT_LISTS, Layout, sort_out
from opsgen.portfolio.reading import (
    Reading,
    read_extra,
    read_file,
    read_meeting,
    read_project,
    unknown_file,
)
from opsgen.problem import Place, Problem
from opsgen.schema import NONE, Extra
from opsgen.schema.fields import kinds
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path as FilePath

    from opsgen.load import Sources
    from opsgen.portfolio.actuals import Settlement, Spending
    from opsgen.portfolio.plans import PlanSources
    from opsgen.portfolio.reading import Contents


@dataclass(frozen=True)
class Portfolio:
    """All projects that could be read, with the settings and people in force."""

    settings: Settings = Settings()
    people: People = People()
    projects: tuple[Project, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    """Meetings about several projects."""
    problems: tuple[Problem, ...] = ()
    broken: tuple[str, ...] = ()
    """Ids of the projects that could not be read."""
    sources: Mapping[str, Sources] = field(default_factory=dict, repr=False)
    """Where everything stands: by project id, `portfolio`, `people`, `meetings/ID`."""
    has_people: bool = False
    """Whether there is a readable `people.yaml`; without one any name is right."""
    unread: tuple[str, ...] = ()
    """`portfolio`, `people`: files that are there but broken, so that defaults stand in for them."""
    extra: Extra = NONE
    """The team's own fields."""
    unmatched: tuple[Unmatched, ...] = ()
    """Rows of the finance sheet that are in no budget line."""
    spending: str = ""
    """The file of the finance sheet, where there is one."""
    plans: Mapping[str, PlanSources] = field(default_factory=dict, repr=False)
    """Where original plans come from that nobody wrote, by project id; nothing as it was read."""
    last_good: Mapping[str, LastGood] = field(default_factory=dict, repr=False)
    """What is of an older version, because its files have errors now; by the names of `sources`."""

    @property
    def house(self) -> House:
        """What holds for all projects."""
        return House(self.settings, self.people, self.has_people, self.unread, self.extra)

    def project(self, name: str) -> Project | None:
        """The project of this id or former id."""
        return next((p for p in self.projects if p.id == name or name in p.aliases), None)

    def as_today(self) -> Portfolio:
        """The same without the projects that are of an older version."""
        if not self.last_good:
            return self
        return replace(self, projects=tuple(p for p in self.projects if p.id not in self.last_good))

    def source_file(self, project: Project) -> str:
        """The file that holds the project's header, relative to the workspace."""
        return self.sources[project.id].file


def read(root: FilePath) -> Portfolio:
    """The portfolio in `root/projects`."""
    return assemble(*files(root))


def files(root: FilePath) -> tuple[Contents, tuple[Problem, ...]]:
    """The files of `root/projects` with a way to their bytes, and those that are refused."""
    found = load.find(root, FOLDER)
    return {name: partial(load.read, root, name) for name in found.files}, found.problems


def assemble(contents: Contents, problems: tuple[Problem, ...] = ()) -> Portfolio:
    """The portfolio of the files, each given by name with a way to its bytes."""
    layout = sorted_out(contents)
    house, shared = read_house(layout, contents)
    spending = spending_of(layout, contents, house)
    projects = [read_project(files, contents, house.extra, spending).kept() for files in layout.projects]
    settled = settled_with(spending, projects)
    for index in settled.other_than([reading.named for reading in projects]):
        files, named = layout.projects[index], settled.names[index]
        projects[index] = read_project(files, contents, house.extra, spending, named).kept()
    found = (*problems, *misplaced(layout, problems))
    return put_together(house, shared, projects, found, spending, settled)


def spending_of(layout: Layout, contents: Contents, house: House) -> Spending:
    """The finance sheet of the files."""
    return read_spending(layout.spending, contents, house, [files.id for files in layout.projects])


def settled_with(spending: Spending, projects: Sequence[Reading]) -> Settlement:
    """Which rows of the finance sheet belong to which project."""
    broken = sum(reading.whole.value is None for reading in projects)
    return settle(spending, [reading.called for reading in projects], broken)


def put_together(
    house: House,
    shared: Sequence[Reading],
    projects: Sequence[Reading],
    problems: tuple[Problem, ...],
    spending: Spending = NO_SPENDING,
    settled: Settlement = NOTHING_SETTLED,
) -> Portfolio:
    """The portfolio of what was read, without projects whose ids are taken."""
    twins = taken([(reading.whole.source, reading.place) for reading in projects])
    whole = [r for r, twin in zip(projects, twins, strict=True) if twin is None and r.whole.value is not None]
    found = [*problems, *spending.problems, *settled.problems, *filter(None, twins)]
    found += (problem for reading in (*shared, *projects) for problem in reading.problems)
    return Portfolio(
        settings=house.settings,
        people=house.people,
        projects=tuple(reading.whole.value for reading in whole),
        meetings=tuple(r.whole.value for r in shared if r.whole.kind == "meeting" and r.whole.value),
        problems=tuple(sorted(found, key=Problem.sort_key)),
        broken=tuple(reading.whole.source for reading in projects if reading.whole.value is None),
        sources={reading.whole.source: reading.sources.kept() for reading in (*shared, *whole)},
        has_people=house.has_people,
        unread=house.unread,
        extra=house.extra,
        unmatched=(*settled.unmatched, *(lost for reading in projects for lost in reading.unmatched)),
        spending=spending.file,
    )


def sorted_out(names: Iterable[str]) -> Layout:
    """Which of the files is what."""
    return sort_out(names, frozenset(kinds()) - NOT_LISTS, ENTRIES)


def read_house(layout: Layout, contents: Contents) -> tuple[House, list[Reading]]:
    """What holds for all projects, and what the files gave that belong to all of them."""
    own = [read_extra(name, contents) for name in layout.extra]
    extra = own[0][0] if own else NONE
    given = (("portfolio", layout.settings, Settings), ("people", layout.people, People))
    shared = [read_file(names, kind, made, contents, extra) for kind, names, made in given if names]
    values = {reading.whole.kind: reading.whole.value for reading in shared}
    house = House(
        settings=values.get("portfolio") or Settings(),
        people=values.get("people") or People(),
        has_people=values.get("people") is not None,
        unread=tuple(kind for kind, value in values.items() if value is None),
        extra=extra,
    )
    meetings = (read_meeting(name, contents, extra) for name in layout.meetings)
    return house, [*(reading for _, reading in own), *shared, *meetings]


def misplaced(layout: Layout, problems: tuple[Problem, ...]) -> Iterator[Problem]:
    """Files that belong to nothing, and that there is no project at all, unless its files were refused."""
    yield from map(unknown_file, layout.unknown)
    if not layout.projects and not problems and not (layout.settings or layout.people):
        text = message("there is no project in `{folder}/`", folder=FOLDER)
        hint = message("`opsgen new project ID` makes one")
        yield Problem(Place(FOLDER), "no-projects", "error", text, hint)


def taken(projects: Sequence[tuple[str, Place]]) -> list[Problem | None]:
    """For each project the finding that one before it has its id; upper and lower case are the same."""
    first: dict[str, str] = {}
    found: list[Problem | None] = []
    for name, place in projects:
        other = first.setdefault(name.casefold(), place.file)
        text = message(
            "the project id `{id}` is taken by `{file}`; upper and lower case count as the same",
            id=name,
            file=other,
        )
        twin = other != place.file
        found.append(Problem(place, "duplicate-project-id", "error", text) if twin else None)
    return found
