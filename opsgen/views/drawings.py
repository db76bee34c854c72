"""The figures of a project and of the portfolio: derived values in, SVG text out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.derive.metrics import MetricState, course, near_pct
from opsgen.derive.schedule import is_key
from opsgen.figures.budget_bars import BudgetRow, budget_bars
from opsgen.figures.gantt import GanttRow, gantt
from opsgen.figures.kpi_line import Kpi, KpiPoint, kpi_line
from opsgen.figures.risk_matrix import Band, RiskPoint, risk_matrix
from opsgen.figures.roadmap import RoadmapMilestone, RoadmapPhase, RoadmapProject, roadmap
from opsgen.figures.sparkline import Spark, sparkline
from opsgen.views import states
from opsgen.views.states import BAND, METRIC, PHASE, RAG, TASK, State
from opsgen.words import Text, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from opsgen.derive import Assessment
    from opsgen.derive.money import BudgetState, LineState
    from opsgen.derive.schedule import MilestoneState, TaskState
    from opsgen.figures.tokens import Status
    from opsgen.model import Item, Metric, Project
    from opsgen.views.edition import Edition

MOST_ROADS = 60
_HEAT = {"low": "heat1", "medium": "heat2", "high": "heat3", "critical": "heat5"}


def plan(edition: Edition, assessment: Assessment) -> str:
    """The Gantt of phases with their tasks, tasks without a phase, and milestones."""
    rows = tuple(_plan_rows(edition, assessment))
    title = words(edition.lang).gettext("Plan")
    around = _around(assessment.project, edition.as_of)
    return gantt(rows, edition.as_of, id="_plan-figure", title=title, lang=edition.lang, around=around)


def _around(project: Project, as_of: date) -> tuple[date, ...]:
    """Days the plan must reach: the project's own, and today while it runs."""
    days = tuple(day for day in (project.start, project.finish) if day)
    return (*days, as_of) if len(days) == 2 and days[0] <= as_of <= days[1] else days


def _plan_rows(edition: Edition, assessment: Assessment) -> Iterable[GanttRow]:
    spoken = words(edition.lang).pick
    phases = {state.phase.id for state in assessment.phases if state.phase.id}
    tasks = [
        _task_row(state, spoken(state.task.title))
        for state in assessment.tasks
        if state.status != "cancelled"
    ]
    stones = [_stone_row(state, spoken(state.milestone.title)) for state in assessment.milestones]
    for phase in assessment.phases:
        yield GanttRow(
            id=phase.phase.id,
            title=spoken(phase.phase.title),
            kind="phase",
            start=phase.start,
            finish=phase.finish,
            baseline_start=phase.phase.baseline.start,
            baseline_finish=phase.phase.baseline.finish,
            slipped=phase.slip,
            status=_token(PHASE[phase.status]),
        )
        yield from (row for of, row in [*tasks, *stones] if of and of == phase.phase.id)
    yield from (row for of, row in tasks if of not in phases)
    yield from (row for of, row in stones if of not in phases)


def _task_row(state: TaskState, title: str) -> tuple[str, GanttRow]:
    task = state.task
    row = GanttRow(
        id=task.id,
        title=title,
        start=state.start,
        finish=state.finish,
        baseline_start=task.baseline.start,
        baseline_finish=task.baseline.finish,
        slipped=state.slip,
        complete=state.complete,
        status=_token(TASK[state.status]),
        depends_on=tuple(dependency.ref for dependency in task.depends_on),
    )
    return task.phase, row


def _stone_row(state: MilestoneState, title: str) -> tuple[str, GanttRow]:
    milestone = state.milestone
    row = GanttRow(
        id=milestone.id,
        title=title,
        kind="milestone",
        finish=state.due,
        baseline_finish=milestone.baseline,
        slipped=state.slip,
        status=_token(states.milestone(state)),
        depends_on=tuple(dependency.ref for dependency in milestone.depends_on),
        href=f"#{milestone.id}" if milestone.id else "",
    )
    return milestone.phase, row


def matrix(edition: Edition, assessment: Assessment) -> str:
    """The open risks of a project in the portfolio's matrix."""
    say = words(edition.lang)
    scales = edition.settings.scales
    bands = tuple(Band(say.say(BAND[step.id][1]), step.from_, _HEAT[step.id]) for step in scales.bands)
    points = tuple(
        RiskPoint(
            id=_short_name(state.risk, say.pick),
            title=say.pick(state.risk.title),
            probability=state.risk.probability,
            impact=state.impact or 1,
            href=f"#{state.risk.id}" if state.risk.id else "",
        )
        for state in assessment.risks
        if state.risk.status == "open" and state.impact
    )
    size = (len(scales.probability), len(scales.impact))
    return risk_matrix(
        points, bands, size=size, id="_risk-figure", title=say.gettext("Risk matrix"), lang=edition.lang
    )


def _short_name(item: Item, spoken: Callable[[Text], str]) -> str:
    return item.id or spoken(item.title)[:4]


def metric_line(edition: Edition, assessment: Assessment, state: MetricState, number: int) -> str:
    """One metric over time, with the way it should go."""
    say = words(edition.lang)
    metric = state.metric
    last = state.series[-1].date if state.series else None
    kpi = Kpi(
        title=say.pick(metric.title),
        unit=metric.unit,
        points=tuple(
            KpiPoint(m.date, m.value, _token(METRIC[state.status]) if m.date == last else None)
            for m in state.series
        ),
        target=_target(metric, state),
        expected=course(metric, assessment.project).points if state.paced else (),
        direction=metric.direction,
        near=near_pct(metric, edition.settings) / 100,
        due=state.due,
    )
    return kpi_line(kpi, edition.as_of, id=f"_metric-{number}", title=kpi.title, lang=edition.lang)


def _target(metric: Metric, state: MetricState) -> float | tuple[float, float] | None:
    if metric.target and metric.target.min is not None and metric.target.max is not None:
        return (metric.target.min, metric.target.max)
    return state.target


def spark(edition: Edition, state: MetricState, number: int) -> str:
    """The course of a metric as small as a word."""
    values = tuple(m.value for m in state.series[-16:])
    token = _token(METRIC[state.status])
    return sparkline(
        Spark(values, token),
        id=f"_spark-{number}",
        title=words(edition.lang).pick(state.metric.title),
        lang=edition.lang,
    )


def budget(edition: Edition, of: BudgetState) -> str:
    """Planned, spent and expected, line by line."""
    say = words(edition.lang)
    rows = tuple(
        BudgetRow(
            id=state.line.id,
            title=say.pick(state.line.title),
            planned=state.planned,
            actual=state.actual,
            forecast=state.forecast,
            status=_spending(state),
            href=f"#{state.line.id}" if state.line.id else "",
        )
        for state in of.lines
        if state.line.type != "income"
    )
    return budget_bars(
        rows, currency=of.currency, id="_budget-figure", title=say.gettext("Budget"), lang=edition.lang
    )


def _spending(state: LineState) -> Status:
    return "late" if state.variance > 0 else "ok"


def road(edition: Edition, href: Callable[[str], str]) -> str:
    """The projects that have a date on one axis, the worst on top; `href` leads to a project's page."""
    spoken = words(edition.lang).pick
    projects = edition.summary.projects
    shown = tuple(filter(dated, projects)) or projects
    rows = tuple(_road_row(assessment, spoken, href) for assessment in shown[:MOST_ROADS])
    return roadmap(
        rows,
        edition.as_of,
        id="_road-figure",
        title=words(edition.lang).gettext("Roadmap"),
        lang=edition.lang,
    )


def dated(assessment: Assessment) -> bool:
    """Whether the roadmap has anything to draw of a project."""
    project = assessment.project
    return bool(
        project.start
        or project.finish
        or project.closed
        or assessment.phases
        or any(state.due and is_key(state.milestone) for state in assessment.milestones)
    )


def _road_row(
    assessment: Assessment, spoken: Callable[[Text], str], href: Callable[[str], str]
) -> RoadmapProject:
    project = assessment.project
    return RoadmapProject(
        id="",
        title=spoken(project.title),
        status=_token(RAG[assessment.health.overall]),
        start=project.start,
        finish=project.closed or project.finish,
        phases=tuple(
            RoadmapPhase(spoken(state.phase.title), state.start, state.finish, _token(PHASE[state.status]))
            for state in assessment.phases
        ),
        milestones=tuple(
            RoadmapMilestone(
                state.milestone.id, spoken(state.milestone.title), state.due, _token(states.milestone(state))
            )
            for state in assessment.milestones
            if state.due and is_key(state.milestone)
        ),
        href=href(project.id),
    )


def _token(state: State) -> Status:
    token: Status = state[0]  # type: ignore[assignment]
    return token
