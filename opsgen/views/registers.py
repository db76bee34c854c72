"""Registers over all projects: one function a register, one shape of table for all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from opsgen.derive.steering import wanted_first
from opsgen.views import drawings, states
from opsgen.views.one_pager import target_words
from opsgen.views.page import Page, project_path
from opsgen.views.states import METRIC, State
from opsgen.words import Message, Text, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opsgen.derive.metrics import MetricState
    from opsgen.derive.risk import RiskState
    from opsgen.derive.schedule import MilestoneState
    from opsgen.derive.steering import ActionState
    from opsgen.model import Decision, Item, Lesson, Project
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
_MILESTONES = (
    Column(message("Milestone")),
    _PROJECT,
    _OWNER,
    Column(message("Original plan"), "date"),
    Column(message("Forecast or actual"), "date"),
    Column(message("Deviation"), "days"),
    _STATUS,
)
_RISKS = (
    Column(message("Risk")),
    _PROJECT,
    _OWNER,
    Column(message("Score"), "num"),
    Column(message("Band"), "light"),
    Column(message("Response")),
    _STATUS,
)
_METRICS = (
    Column(message("Metric")),
    _PROJECT,
    Column(message("Actual"), "num"),
    Column(message("Target"), "num"),
    Column(message("Attained"), "num"),
    Column(message("Time elapsed"), "num"),
    Column(message("Course"), "figure"),
    _STATUS,
)
_ACTIONS = (Column(message("Action")), _OWNER, Column(message("Due"), "date"), _PROJECT, _STATUS)
_DECISIONS = (
    Column(message("Decision")),
    _PROJECT,
    Column(message("Who decides"), "name"),
    Column(message("Due"), "date"),
    Column(message("Recommendation")),
    Column(message("Amount"), "num"),
    Column(message("Outcome")),
    _STATUS,
)
_LESSONS = (
    Column(message("Lesson")),
    _PROJECT,
    Column(message("Recommendation")),
    Column(message("Early warning sign")),
    Column(message("Keep or avoid"), "light"),
)


def milestones(edition: Edition) -> Page:
    """All milestones, overdue first, then by date."""
    found = [(a.project, s) for a in edition.assessments for s in a.milestones]
    order = {"overdue": 0, "slipping": 1, "achieved": 3}
    found.sort(key=lambda pair: (order.get(pair[1].status, 2), pair[1].due or date.max))
    late = sum(state.status in ("overdue", "slipping") for _, state in found)
    lead = plural(
        "{n} milestone is overdue or slipping beyond its tolerance, of {all}.",
        "{n} milestones are overdue or slipping beyond their tolerance, of {all}.",
        late,
        all=len(found),
    )
    rows = tuple(_milestone(project, state, edition) for project, state in found)
    road = drawings.road(edition, _page_link)
    title = message("Milestones")
    return _register(edition, "milestones", title, lead, _MILESTONES, rows, road, _undated(edition))


def _milestone(project: Project, state: MilestoneState, edition: Edition) -> Row:
    milestone, light = state.milestone, states.milestone(state)
    owner = edition.person(state.owner)
    dates = (milestone.baseline, state.due, state.slip)
    return _row(project, milestone, light, _project(project), owner, *dates, light)


def risks(edition: Edition) -> Page:
    """All open risks, worst first, then the others."""
    found = [(a.project, s) for a in edition.assessments for s in a.risks]
    found.sort(
        key=lambda pair: (pair[1].risk.status != "open", pair[1].risk.kind != "threat", -(pair[1].score or 0))
    )
    grave = sum(s.band in ("high", "critical") and s.open_threat for _, s in found)
    lead = plural(
        "{n} open threat is high or critical, of {all} risks.",
        "{n} open threats are high or critical, of {all} risks.",
        grave,
        all=len(found),
    )
    rows = tuple(_risk(project, state, edition) for project, state in found)
    return _register(edition, "risks", message("Risks"), lead, _RISKS, rows)


def _risk(project: Project, state: RiskState, edition: Edition) -> Row:
    risk, band = state.risk, states.band(state)
    unanswered = words(edition.lang).gettext("none yet") if state.open_threat else None
    return _row(
        project,
        risk,
        band if risk.status == "open" else None,
        _project(project),
        edition.person(state.owner),
        state.score,
        band,
        risk.response or unanswered,
        states.risk(risk),
    )


def metrics(edition: Edition) -> Page:
    """All metrics, those behind first."""
    found = [(a.project, s) for a in edition.assessments for s in a.metrics]
    order = {"missed": 0, "behind": 0, "near": 1, "stale": 2, "accepted": 2}
    found.sort(key=lambda pair: (order.get(pair[1].status, 3), -(pair[1].shortfall or 0)))
    behind = sum(s.status in ("behind", "missed") for _, s in found)
    lead = plural(
        "{n} metric is behind or has missed its target, of {all}.",
        "{n} metrics are behind or have missed their target, of {all}.",
        behind,
        all=len(found),
    )
    rows = tuple(_metric(project, state, edition, n) for n, (project, state) in enumerate(found))
    return _register(edition, "metrics", message("Metrics"), lead, _METRICS, rows)


def _metric(project: Project, state: MetricState, edition: Edition, number: int) -> Row:
    say, metric, light = words(edition.lang), state.metric, METRIC[state.status]
    return _row(
        project,
        metric,
        light,
        _project(project),
        say.amount(state.latest.value, metric.unit) if state.latest else None,
        target_words(state, say) if metric.target else None,
        None if state.attainment is None else say.percent(state.attainment),
        None if state.elapsed is None else say.percent(state.elapsed),
        drawings.spark(edition, state, number) if len(state.series) > 1 else None,
        light,
    )


def actions(edition: Edition) -> Page:
    """All actions, overdue first, then the other open ones, by owner."""
    found = [(a.project, s) for a in edition.assessments for s in a.actions]
    found.sort(
        key=lambda pair: (
            not pair[1].open,
            not pair[1].overdue,
            edition.person(pair[1].owner),
            pair[1].action.due,
        )
    )
    late = sum(state.overdue for _, state in found)
    lead = plural(
        "{n} action is overdue, of {all}.", "{n} actions are overdue, of {all}.", late, all=len(found)
    )
    rows = tuple(_action(project, state, edition) for project, state in found)
    return _register(edition, "actions", message("Actions"), lead, _ACTIONS, rows)


def _action(project: Project, state: ActionState, edition: Edition) -> Row:
    action, light = state.action, states.action(state)
    return _row(project, action, light, edition.person(state.owner), action.due, _project(project), light)


def decisions(edition: Edition) -> Page:
    """Decisions wanted by due date, then those taken, the newest first."""
    found = [(a.project, d) for a in edition.assessments for d in a.project.decisions]
    found.sort(key=lambda pair: wanted_first(pair[1]))
    wanted = sum(decision.status == "requested" for _, decision in found)
    lead = plural(
        "{n} decision is wanted, of {all}.", "{n} decisions are wanted, of {all}.", wanted, all=len(found)
    )
    rows = tuple(_decision(project, decision, edition) for project, decision in found)
    return _register(edition, "decisions", message("Decisions"), lead, _DECISIONS, rows)


def _decision(project: Project, decision: Decision, edition: Edition) -> Row:
    light = states.decision(decision, edition.as_of)
    return _row(
        project,
        decision,
        light,
        _project(project),
        edition.person(decision.by) if decision.by else None,
        decision.due,
        decision.recommendation or None,
        edition.amount(decision.cost, project) or None,
        decision.outcome or None,
        light,
    )


def lessons(edition: Edition) -> Page:
    """All lessons of all projects."""
    rows = tuple(_lesson(a.project, lesson) for a in edition.assessments for lesson in a.project.lessons)
    lead = plural(
        "{n} lesson from {projects} projects.",
        "{n} lessons from {projects} projects.",
        len(rows),
        projects=len({row.page for row in rows}),
    )
    return _register(edition, "lessons", message("Lessons"), lead, _LESSONS, rows)


def _lesson(project: Project, lesson: Lesson) -> Row:
    light, warning = states.lesson(lesson), lesson.early_warning or None
    return _row(project, lesson, light, _project(project), lesson.recommendation, warning, light)


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
