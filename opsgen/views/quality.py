"""The page about the data: what the check found, what is missing or old, which areas are written for, and how
far the history reaches.

It is not for the public: what a team has still to see to is its own business, and its findings quote files.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from opsgen.calendar import local_day
from opsgen.derive.coverage import AREAS, Coverage, coverage, missing
from opsgen.derive.inputs import KINDS, Kind, Lack, lacking
from opsgen.problem.finding import SEVERITIES, worst_first
from opsgen.views.page import Page, project_path
from opsgen.views.past import pages as past
from opsgen.views.registers.table import Column, Row, Table
from opsgen.words import Message, Text, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from opsgen.derive import Assessment
    from opsgen.derive.coverage import Extent
    from opsgen.model import Project
    from opsgen.problem import Problem
    from opsgen.views.edition import Edition
    from opsgen.views.states import State

MOST_PROJECTS = 100
"""Projects in one section: with more no browser opens the page, and nobody reads it."""
MOST_FINDINGS = 50
MOST_ITEMS = 300
_SHARED = Text(zh="所有项目共用的文件", en="Files of all projects")
_FOLDER = "projects"
_OF_ALL = frozenset({"portfolio", "people", "meetings", "extra"})
SEVERITY: dict[str, State] = {
    "error": ("late", message("Error")),
    "warning": ("risk", message("Warning")),
    "info": ("todo", message("Note")),
}
EXTENT: dict[Extent, State] = {
    "full": ("done", message("Full")),
    "partly": ("risk", message("Partly")),
    "nothing": ("late", message("Nothing")),
    "not_asked": ("todo", message("Not asked yet")),
}
REACH: dict[str, State] = {
    "none": ("todo", message("No history")),
    "shallow": ("risk", message("Shallow clone")),
    "partial": ("risk", message("Partial clone")),
}
LACK: dict[Kind, Message] = {
    "no_update": message("Projects without a current update"),
    "metric_without_data": message("Metrics without data"),
    "metric_stale": message("Metrics out of date"),
    "milestone_without_plan": message("Open milestones without an original plan"),
    "task_without_percent": message("Tasks under way without a percentage"),
    "budget_without_actual": message("Budget lines without an amount spent"),
    "risk_not_rated": message("Open risks without a rating"),
    "risk_not_reviewed": message("Risks whose review is overdue"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """The findings in the files of one project, or in those of all of them; `page` is empty then."""

    title: Text
    page: str
    problems: tuple[Problem, ...]
    counts: tuple[tuple[State, int], ...]
    allowed: int

    @property
    def shown(self) -> tuple[Problem, ...]:
        """The worst of them, as many as one reads."""
        return worst_first(self.problems)[:MOST_FINDINGS]


@dataclass(frozen=True, slots=True)
class Place:
    """A project and its items that lack the same; the items as (id, title)."""

    title: Text
    page: str
    items: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Lacking:
    """What is missing or old, of one kind: how often, and where; `shown` is cut after the first places."""

    title: Message
    count: int
    projects: int
    shown: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Covered:
    """A project and how far it has written for each area."""

    project: Project
    page: str
    areas: tuple[tuple[Coverage, State], ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the history reaches: the light of one that is not whole and why; and what there is of it."""

    state: State | None
    note: Message | None
    told: tuple[Message, ...]
    page: str
    """Where the changes are told; empty where there are none."""


def quality(edition: Edition) -> Page:
    """What a reader can trust: findings, inputs that are missing or old, coverage of areas, the history."""
    found, inputs = tuple(_findings(edition)), tuple(_inputs(edition.assessments))
    covered = sorted(map(_covered, edition.assessments), key=_worst_first)
    said = words(edition.lang).gettext("Data quality")
    context = {
        "lead": _lead(found, inputs),
        "total": _counts(problem for group in found for problem in group.problems),
        "allowed": sum(edition.allowed.values()),
        "findings": found[:MOST_PROJECTS],
        "findings_cut": _cut(len(found)),
        "most_findings": MOST_FINDINGS,
        "severity": SEVERITY,
        "inputs": inputs,
        "areas": AREAS,
        "covered": covered[:MOST_PROJECTS],
        "covered_cut": _cut(len(covered)),
        "reach": _reach(edition),
    }
    table = _table(covered) if covered else None
    return Page("quality.md", "pages/quality.html.j2", said, context, wide=True, table=table)


def _lead(found: Sequence[Found], inputs: Sequence[Lacking]) -> Message:
    findings, lacking = sum(len(group.problems) for group in found), sum(one.count for one in inputs)
    said = plural("{n} finding of the check", "{n} findings of the check", findings)
    old = plural("{n} input is missing or out of date", "{n} inputs are missing or out of date", lacking)
    return message("{findings}; {inputs}.", findings=said, inputs=old)


def _cut(projects: int) -> Message | None:
    if projects <= MOST_PROJECTS:
        return None
    return message("The worst {n} of {all}.", n=MOST_PROJECTS, all=projects)


# What the check found


def _findings(edition: Edition) -> Iterable[Found]:
    """The findings by project, those with the worst first; none of projects not in this edition."""
    portfolio = edition.portfolio
    homes = {_stem(portfolio.source_file(project)): project for project in portfolio.projects}
    homes |= {portfolio.last_good[p.id].whole: p for p in portfolio.projects if p.id in portfolio.last_good}
    groups: dict[str, list[Problem]] = defaultdict(list)
    for problem in edition.problems:
        stem = "" if (stem := _stem(problem.file)) in _OF_ALL else stem
        if not stem or stem in homes or edition.sees_all:
            groups[stem].append(problem)
    for name in (stem for stem, project in homes.items() if edition.allowed.get(project.id)):
        groups[name]
    found = [_of_files(groups[stem], homes.get(stem), stem, edition) for stem in groups]
    return sorted(found, key=lambda one: [-n for _, n in one.counts])


def _of_files(problems: list[Problem], project: Project | None, stem: str, edition: Edition) -> Found:
    """What was found in the files of a project that could be read, of one that could not, or of all."""
    if project is not None:
        title, page, name = project.title, project_path(project.id), project.id
    else:
        title, page, name = (Text(stem) if stem else _SHARED), "", ""
    allowed = edition.allowed.get(name, 0) if name else 0
    return Found(title, page, tuple(problems), _counts(problems), allowed)


def _counts(problems: Iterable[Problem]) -> tuple[tuple[State, int], ...]:
    """How many there are of each severity, the worst first; none left out."""
    found = Counter(problem.severity for problem in problems)
    return tuple((SEVERITY[severity], found[severity]) for severity in SEVERITIES)


def _stem(file: str) -> str:
    """What a file below `projects/` belongs to: a project, or one of the names of the house."""
    folder, _, rest = file.partition("/")
    first = rest.partition("/")[0]
    return first.partition(".")[0] if folder == _FOLDER and rest else ""


# What is missing or old


def _inputs(assessments: Iterable[Assessment]) -> Iterable[Lacking]:
    places: Mapping[Kind, list[tuple[Project, tuple[Lack, ...]]]] = {kind: [] for kind in KINDS}
    for assessment in assessments:
        by_kind: dict[Kind, list[Lack]] = defaultdict(list)
        for lack in lacking(assessment.as_agreed):
            by_kind[lack.kind].append(lack)
        for kind, lacks in by_kind.items():
            places[kind].append((assessment.project, tuple(lacks)))
    for kind, found in places.items():
        if found:
            count = sum(len(lacks) for _, lacks in found)
            yield Lacking(LACK[kind], count, len(found), tuple(_places(found)))


def _places(found: Iterable[tuple[Project, tuple[Lack, ...]]]) -> Iterable[Place]:
    """The first projects, and of their items as many as one reads."""
    left = MOST_ITEMS
    for project, lacks in islice(found, MOST_PROJECTS):
        items = tuple((lack.item.id, lack.item.title) for lack in lacks[:left] if lack.item is not None)
        left -= len(lacks)
        yield Place(project.title, project_path(project.id), items)
        if left <= 0:
            return


# Which areas are written for


def _covered(of: Assessment) -> Covered:
    areas = tuple((one, EXTENT[one.extent]) for one in coverage(of))
    return Covered(of.project, project_path(of.project.id), areas)


def _worst_first(of: Covered) -> tuple[int, str]:
    return -missing(tuple(one for one, _ in of.areas)), of.project.id


def _table(covered: Iterable[Covered]) -> Table:
    """The matrix as a file, all projects of it, with what is missing in words."""
    lights = (Column(area.title, "light") for area in AREAS)
    columns = (Column(message("Project")), *lights, Column(message("Missing")))
    return Table(columns, tuple(map(_row, covered)))


def _row(of: Covered) -> Row:
    lacks = tuple(part for area, _ in of.areas for part in area.missing)
    cells = (*(state for _, state in of.areas), message("{parts}", parts=lacks))
    return Row("", of.project.title, of.page, "", "", cells, of.project.id)


# How far the history reaches


def _reach(edition: Edition) -> Reach | None:
    """What is known of the past; None where nobody asked for it."""
    if not past.has_page(edition):
        return None
    timeline = edition.timeline
    page = past.PATH if timeline.landings else ""
    return Reach(REACH.get(timeline.reach), timeline.note, tuple(_reached(edition)), page)


def _reached(edition: Edition) -> Iterator[Message]:
    timeline = edition.timeline
    if timeline.reach == "none" or timeline.began is None:
        yield message(
            "Without a history nobody can tell who moved a date and why; P50 and P80 need one, too."
        )
        return
    day = local_day(timeline.began, edition.settings.timezone)
    yield plural(
        "It reaches back to {day}: {n} commit has changed the data since then.",
        "It reaches back to {day}: {n} commits have changed the data since then.",
        len(timeline.landings) if timeline.older else timeline.commits,
        day=day,
    )
    if timeline.unread:
        yield plural(
            "{n} version of a file could not be read; what it changed is told with the next one.",
            "{n} versions of files could not be read; what they changed is told with the next ones.",
            timeline.unread,
        )
    if timeline.reach != "whole":
        yield message("Moves of dates, and plans that nobody wrote down, are not known from before that day.")
