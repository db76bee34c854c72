"""The roadmap: phases and key milestones of all projects on one axis, and as a table."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from opsgen.derive.schedule import is_key
from opsgen.views import drawings, states
from opsgen.views.page import project_path
from opsgen.views.registers.table import (
    MOST_ROWS,
    PROJECT,
    STATUS,
    Choice,
    Column,
    Row,
    project_cell,
    register,
    row,
)
from opsgen.words import Message, Text, coded, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from opsgen.derive import Assessment
    from opsgen.model import Project, Settings
    from opsgen.views.edition import Edition
    from opsgen.views.page import Page
    from opsgen.views.registers.table import Cell

MOST_ROADS = 60
"""Projects that are drawn: more fit on no wall."""

_COLUMNS = (
    Column(message("Kind"), "name"),
    Column(message("Start"), "date"),
    Column(message("Finish"), "date"),
    Column(message("Deviation"), "days"),
    STATUS,
)
_WHOLE = (
    Column(message("Next milestone"), "text"),
    *_COLUMNS[1:],
)
_OTHERS = message("Other projects")
_GATE, _MILESTONE = message("Gate"), message("Milestone")


@dataclass(frozen=True, slots=True)
class Grouping:
    """What projects are put together by: the titles of the groups in their order, and who is in which."""

    name: Message
    titles: Mapping[str, Text]
    homes: Mapping[str, str]


def roadmap(edition: Edition) -> Page:
    """The projects that have a date, by programme or strategic goal."""
    found = tuple(filter(drawings.dated, edition.summary.projects))
    by = grouping(found, edition.settings)
    say = words(edition.lang)
    drawn = [(say.say(name) if name else "", members) for name, members in groups(found[:MOST_ROADS], by)]
    rows = tuple(_rows(groups(found, by), edition))
    group = (Column(by.name, "name", only_csv=True, key="group"),) if by else ()
    columns = (Column(message("Phase or milestone")), PROJECT, *group, *_COLUMNS)
    figure = drawings.road(edition, drawn, page_link)
    caption = _left_out(len(found), len(edition.assessments))
    page = register(edition, "roadmap", message("Roadmap"), _lead(found), columns, rows, figure, caption)
    roads = tuple(_roads(groups(found, by), edition))[:MOST_ROWS]
    beside = {"roads": roads, "road_columns": _road_columns(by)}
    return replace(page, template="pages/roadmap.html.j2", context={**page.context, **beside})


def grouping(assessments: Iterable[Assessment], settings: Settings) -> Grouping | None:
    """By programme, else by strategic goal; None where no project is in any.

    A project stands once: in its own or the first programme that names it, or under the first strategic goal.
    """
    found = tuple(assessments)
    programmes = {a.project.id: name for a in found if (name := _programme(a.project, settings))}
    if programmes:
        return Grouping(message("Programme"), {p.id: p.title for p in settings.programmes}, programmes)
    goals = {goal.id: goal.title for goal in settings.strategic_goals}
    served = {a.project.id: name for a in found if (name := _strategic_goal(a.project, goals))}
    return Grouping(message("Strategic goal"), goals, served) if served else None


def _programme(project: Project, settings: Settings) -> str:
    if project.programme in {programme.id for programme in settings.programmes}:
        return project.programme
    called = {project.id, *project.aliases}
    return next((p.id for p in settings.programmes if called.intersection(p.projects)), "")


def _strategic_goal(project: Project, goals: Mapping[str, Text]) -> str:
    supported = {goal.supports for goal in project.goals if goal.status != "dropped"}
    return next((name for name in goals if name in supported), "")


def groups(
    assessments: Iterable[Assessment], by: Grouping | None
) -> list[tuple[Text | Message | None, tuple[Assessment, ...]]]:
    """The projects group by group, those in none last; one group without a name where nothing groups them."""
    if by is None:
        return [(None, tuple(assessments))]
    found: dict[str, list[Assessment]] = defaultdict(list)
    for assessment in assessments:
        found[by.homes.get(assessment.project.id, "")].append(assessment)
    named: list[tuple[Text | Message | None, tuple[Assessment, ...]]]
    named = [(title, tuple(found[name])) for name, title in by.titles.items() if name in found]
    return [*named, (_OTHERS, tuple(found[""]))] if "" in found else named


def _road_columns(by: Grouping | None) -> tuple[Column, ...]:
    group = (Column(by.name, "name"),) if by else ()
    return (PROJECT, *group, *_WHOLE)


def _roads(
    of: Iterable[tuple[Text | Message | None, tuple[Assessment, ...]]], edition: Edition
) -> Iterator[Row]:
    """A row for each project: from when to when, and what comes next."""
    for name, assessments in of:
        group: tuple[Cell, ...] = (words(edition.lang).say(name),) if name else ()
        for assessment in assessments:
            project, light = assessment.project, states.RAG[assessment.health.overall]
            dates = (project.start, project.closed or project.finish, assessment.finish_slip)
            cells = (*group, _next(assessment, edition), *dates, light)
            yield Row("", project.title, project_path(project.id), "", light[0], cells, project.id)


def _next(assessment: Assessment, edition: Edition) -> str | None:
    """The key milestone that comes next, with its day; None where none is to come."""
    coming = [
        (state.due, state.milestone)
        for state in assessment.milestones
        if state.due and state.status != "achieved" and is_key(state.milestone)
    ]
    if assessment.project.closed or not coming:
        return None
    day, stone = min(coming, key=lambda pair: pair[0])
    return words(edition.lang).say(message("{day} · {title}", day=day, title=stone.title))


def _rows(
    of: Iterable[tuple[Text | Message | None, tuple[Assessment, ...]]], edition: Edition
) -> Iterator[Row]:
    for name, assessments in of:
        group: tuple[Cell, ...] = (words(edition.lang).say(name),) if name else ()
        for assessment in assessments:
            yield from _project(assessment, group, edition)


def _project(assessment: Assessment, group: tuple[Cell, ...], edition: Edition) -> Iterator[Row]:
    """The project itself, then its phases and key milestones by their dates."""
    project, say = assessment.project, words(edition.lang)
    place = (project_cell(project), *group)
    light = states.RAG[assessment.health.overall]
    dates = (project.start, project.closed or project.finish, assessment.finish_slip)
    whole = (*place, Choice("project", say.gettext("Project")), *dates, light)
    yield Row("", project.title, project_path(project.id), "", light[0], whole, project.id)
    listed: list[tuple[date, Row]] = []
    for phase in assessment.phases:
        light = states.PHASE[phase.status]
        cells = (*place, Choice("phase", say.gettext("Phase")), phase.start, phase.finish, phase.slip, light)
        listed.append((phase.start, row(project, phase.phase, light, *cells)))
    for stone in assessment.milestones:
        if is_key(stone.milestone):
            light = states.milestone(stone)
            kind = _GATE if stone.milestone.type == "gate" else _MILESTONE
            cells = (*place, Choice(coded(kind.text), say.say(kind)), None, stone.due, stone.slip, light)
            listed.append((stone.due or date.max, row(project, stone.milestone, light, *cells)))
    yield from (row for _, row in sorted(listed, key=lambda pair: pair[0]))


def _lead(found: tuple[Assessment, ...]) -> Message:
    late = sum(a.health.light("schedule").rag == "red" for a in found)
    if not late:
        return plural(
            "{n} project, not late beyond its tolerance.",
            "{n} projects, none late beyond its tolerance.",
            len(found),
        )
    return plural(
        "{n} of {all} projects is late beyond its tolerance.",
        "{n} of {all} projects are late beyond their tolerance.",
        late,
        all=len(found),
    )


def _left_out(dated: int, projects: int) -> Message | None:
    """What the figure leaves out; the table holds what has a date."""
    crowded = message(
        "The {n} projects in most need of attention are drawn, of {all}; the others are in the table below.",
        n=MOST_ROADS,
        all=dated,
    )
    undated = plural(
        "{n} project without any date is not drawn.",
        "{n} projects without any date are not drawn.",
        projects - dated,
    )
    said = [*((crowded,) if dated > MOST_ROADS else ()), *((undated,) if projects > dated else ())]
    return message("{one} {two}", one=said[0], two=said[1]) if len(said) > 1 else next(iter(said), None)


def page_link(project_id: str) -> str:
    """Where a link in the figure leads."""
    return project_path(project_id).removesuffix(".md") + ".html"
