"""Registers over all projects: one function a register, one shape of table for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.views import drawings, states
from opsgen.views.one_pager import target_words
from opsgen.views.page import Page, project_path
from opsgen.views.states import METRIC, State
from opsgen.words import Message, Text, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opsgen.model import Item, Project
    from opsgen.views.edition import Edition

Cell = object
MOST_ROWS = 600


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, and how the cells are shown: text, name, num, date, days, light, project or figure."""

    title: Message
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Row:
    """An item of one project; `state` colours the edge."""

    id: str
    title: Text
    page: str
    anchor: str
    state: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ProjectCell:
    """The project an item belongs to."""

    title: Text
    page: str


_PROJECT = Column(message("Project"), "project")
_OWNER = Column(message("Owner"), "name")
_STATUS = Column(message("Status"), "light")


def milestones(edition: Edition) -> Page:
    """All milestones, overdue first, then by date."""
    found = [(a, s) for a in edition.assessments for s in a.milestones]
    order = {"overdue": 0, "slipping": 1, "achieved": 3}
    found.sort(key=lambda pair: (order.get(pair[1].status, 2), str(pair[1].due or "9")))
    late = sum(state.status in ("overdue", "slipping") for _, state in found)
    rows = tuple(
        _row(
            a.project,
            s.milestone,
            states.milestone(s),
            _project(a.project),
            edition.person(s.owner),
            s.milestone.baseline,
            s.due,
            s.slip,
            states.milestone(s),
        )
        for a, s in found
    )
    columns = (
        Column(message("Milestone")),
        _PROJECT,
        _OWNER,
        Column(message("Original plan"), "date"),
        Column(message("Forecast or actual"), "date"),
        Column(message("Deviation"), "days"),
        _STATUS,
    )
    lead = plural(
        "{n} milestone is overdue or slipping beyond its tolerance, of {all}.",
        "{n} milestones are overdue or slipping beyond their tolerance, of {all}.",
        late,
        all=len(rows),
    )
    return _register(
        edition,
        "milestones",
        message("Milestones"),
        lead,
        columns,
        rows,
        drawings.road(edition, _page_link),
        _undated(edition),
    )


def risks(edition: Edition) -> Page:
    """All open risks, worst first, then the others."""
    found = [(a, s) for a in edition.assessments for s in a.risks]
    found.sort(
        key=lambda pair: (pair[1].risk.status != "open", pair[1].risk.kind != "threat", -(pair[1].score or 0))
    )
    say = words(edition.lang)
    grave = sum(s.band in ("high", "critical") and s.open_threat for _, s in found)
    rows = tuple(
        _row(
            a.project,
            s.risk,
            states.band(s) if s.risk.status == "open" else None,
            _project(a.project),
            edition.person(s.owner),
            s.score,
            states.band(s),
            s.risk.response or (say.gettext("none yet") if s.open_threat else None),
            states.risk(s.risk),
        )
        for a, s in found
    )
    columns = (
        Column(message("Risk")),
        _PROJECT,
        _OWNER,
        Column(message("Score"), "num"),
        Column(message("Band"), "light"),
        Column(message("Response")),
        _STATUS,
    )
    lead = plural(
        "{n} open threat is high or critical, of {all} risks.",
        "{n} open threats are high or critical, of {all} risks.",
        grave,
        all=len(rows),
    )
    return _register(edition, "risks", message("Risks"), lead, columns, rows)


def metrics(edition: Edition) -> Page:
    """All metrics, those behind first."""
    say = words(edition.lang)
    found = [(a, s) for a in edition.assessments for s in a.metrics]
    order = {"missed": 0, "behind": 0, "near": 1, "stale": 2, "accepted": 2}
    found.sort(key=lambda pair: (order.get(pair[1].status, 3), -(pair[1].shortfall or 0)))
    behind = sum(s.status in ("behind", "missed") for _, s in found)
    rows = tuple(
        _row(
            a.project,
            s.metric,
            METRIC[s.status],
            _project(a.project),
            say.amount(s.latest.value, s.metric.unit) if s.latest else None,
            target_words(s, say) if s.metric.target else None,
            None if s.attainment is None else say.percent(s.attainment),
            None if s.elapsed is None else say.percent(s.elapsed),
            drawings.spark(edition, s, f"{number}") if len(s.series) > 1 else None,
            METRIC[s.status],
        )
        for number, (a, s) in enumerate(found)
    )
    columns = (
        Column(message("Metric")),
        _PROJECT,
        Column(message("Actual"), "num"),
        Column(message("Target"), "num"),
        Column(message("Attained"), "num"),
        Column(message("Time elapsed"), "num"),
        Column(message("Course"), "figure"),
        _STATUS,
    )
    lead = plural(
        "{n} metric is behind or has missed its target, of {all}.",
        "{n} metrics are behind or have missed their target, of {all}.",
        behind,
        all=len(rows),
    )
    return _register(edition, "metrics", message("Metrics"), lead, columns, rows)


def actions(edition: Edition) -> Page:
    """All actions by owner, overdue first."""
    found = [(a, s) for a in edition.assessments for s in a.actions]
    found.sort(
        key=lambda pair: (
            not pair[1].open,
            not pair[1].overdue,
            edition.person(pair[1].action.owner),
            str(pair[1].action.due),
        )
    )
    late = sum(bool(s.overdue) for _, s in found)
    rows = tuple(
        _row(
            a.project,
            s.action,
            states.action(s),
            edition.person(s.action.owner),
            s.action.due,
            _project(a.project),
            states.action(s),
        )
        for a, s in found
    )
    columns = (Column(message("Action")), _OWNER, Column(message("Due"), "date"), _PROJECT, _STATUS)
    lead = plural(
        "{n} action is overdue, of {all}.", "{n} actions are overdue, of {all}.", late, all=len(rows)
    )
    return _register(edition, "actions", message("Actions"), lead, columns, rows)


def decisions(edition: Edition) -> Page:
    """Decisions wanted by due date, then those taken, the newest first."""
    pairs = [(a, d) for a in edition.assessments for d in a.project.decisions]
    wanted = sorted((p for p in pairs if p[1].status == "requested"), key=lambda p: str(p[1].due or "9"))
    taken = sorted(
        (p for p in pairs if p[1].status != "requested"), key=lambda p: str(p[1].date or ""), reverse=True
    )
    say = words(edition.lang)
    rows = tuple(
        _row(
            a.project,
            d,
            states.decision(d, edition.as_of),
            _project(a.project),
            edition.person(d.by) if d.by else None,
            d.due,
            d.recommendation or None,
            say.money(d.cost, a.project.currency or edition.settings.currency)
            if d.cost is not None and edition.shows_amounts(a.project)
            else None,
            d.outcome or None,
            states.decision(d, edition.as_of),
        )
        for a, d in [*wanted, *taken]
    )
    columns = (
        Column(message("Decision")),
        _PROJECT,
        Column(message("Who decides"), "name"),
        Column(message("Due"), "date"),
        Column(message("Recommendation")),
        Column(message("Amount"), "num"),
        Column(message("Outcome")),
        _STATUS,
    )
    lead = plural(
        "{n} decision is wanted, of {all}.", "{n} decisions are wanted, of {all}.", len(wanted), all=len(rows)
    )
    return _register(edition, "decisions", message("Decisions"), lead, columns, rows)


def lessons(edition: Edition) -> Page:
    """All lessons of all projects."""
    rows = tuple(
        _row(
            a.project,
            lesson,
            states.lesson(lesson),
            _project(a.project),
            lesson.recommendation,
            lesson.early_warning or None,
            states.lesson(lesson),
        )
        for a in edition.assessments
        for lesson in a.project.lessons
    )
    columns = (
        Column(message("Lesson")),
        _PROJECT,
        Column(message("Recommendation")),
        Column(message("Early warning sign")),
        Column(message("Keep or avoid"), "light"),
    )
    lead = plural(
        "{n} lesson from {projects} projects.",
        "{n} lessons from {projects} projects.",
        len(rows),
        projects=len({row.page for row in rows}),
    )
    return _register(edition, "lessons", message("Lessons"), lead, columns, rows)


def _register(
    edition: Edition,
    name: str,
    title: Message,
    lead: Message,
    columns: tuple[Column, ...],
    rows: tuple[Row, ...],
    figure: str = "",
    caption: Message | None = None,
) -> Page:
    context = {
        "title": words(edition.lang).say(title),
        "lead": lead,
        "columns": columns,
        "rows": rows[:MOST_ROWS],
        "cut": _cut(len(rows)),
        "figure": figure,
        "caption": caption,
        "empty": message("No project has written any yet."),
    }
    return Page(f"{name}.md", "pages/register.html.j2", words(edition.lang).say(title), context, wide=True)


def _cut(rows: int) -> Message | None:
    """What a long register leaves out: a page of thousands of rows opens in no browser."""
    if rows <= MOST_ROWS:
        return None
    return message(
        "The first {n} of {all}; the others stand on the pages of their projects.", n=MOST_ROWS, all=rows
    )


def _undated(edition: Edition) -> Message | None:
    """What the roadmap leaves out."""
    if sum(map(drawings.dated, edition.assessments)) > drawings.MOST_ROADS:
        return message("The {n} projects in most need of attention are drawn.", n=drawings.MOST_ROADS)
    n = sum(not drawings.dated(assessment) for assessment in edition.assessments)
    if not 0 < n < len(edition.assessments):
        return None
    return plural(
        "{n} project without any date is not drawn.", "{n} projects without any date are not drawn.", n
    )


def _row(project: Project, item: Item, state: State | None, *cells: Cell) -> Row:
    return Row(item.id, item.title, project_path(project.id), item.id, state[0] if state else "", cells)


def _project(project: Project) -> ProjectCell:
    return ProjectCell(project.title, project_path(project.id))


def _page_link(project_id: str) -> str:
    return project_path(project_id).removesuffix(".md") + ".html"


REGISTERS = (milestones, metrics, risks, decisions, actions, lessons)


def of(edition: Edition) -> Iterable[Page]:
    """Every register of an edition."""
    return (register(edition) for register in REGISTERS)
