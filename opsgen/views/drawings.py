"""The figures of a project and of the portfolio: derived values in, SVG text out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from opsgen.derive.metrics import MetricState, course, near_pct
from opsgen.derive.schedule import is_key
from opsgen.figures.budget_bars import BudgetRow, budget_bars
from opsgen.figures.gantt import GanttRow, gantt
from opsgen.figures.kpi_line import Kpi, KpiPoint, kpi_line
from opsgen.figures.risk_matrix import Band, RiskPoint, Sides, Step, count_matrix, risk_matrix
from opsgen.figures.roadmap import RoadmapMilestone, RoadmapPhase, RoadmapProject, roadmap
from opsgen.figures.sparkline import Spark, sparkline
from opsgen.views import states
from opsgen.views.states import METRIC, PHASE, RAG, TASK, State
from opsgen.words import Text, message, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from opsgen.derive import Assessment
    from opsgen.derive.money import BudgetState, LineState
    from opsgen.derive.schedule import MilestoneState, TaskState
    from opsgen.figures.tokens import Status
    from opsgen.model import BandStep, Item, Metric, Project, Rated
    from opsgen.views.edition import Edition

_HEAT = {"low": "heat1", "medium": "heat2", "high": "heat3", "critical": "heat5"}
_COLOURS = {"grey": "heat1", "yellow": "heat2", "orange": "heat3", "deep_orange": "heat4", "red": "heat5"}
_CELL = 76.0  # the width of a cell of the risk matrix with its names
_NARROWEST, _WIDEST = 400.0, 760.0
RiskKind = Literal["threat", "opportunity"]


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


def matrix(edition: Edition, assessment: Assessment, kind: RiskKind = "threat") -> str:
    """The open threats or opportunities of a project in the portfolio's matrix; "" where there is none."""
    say = words(edition.lang)
    points = tuple(
        RiskPoint(
            id=_short_name(state.risk, say.pick),
            title=say.pick(state.risk.title),
            probability=state.risk.probability,
            impact=state.impact,
            href=f"#{state.risk.id}" if state.risk.id else "",
            inherent=_cell(state.risk.inherent),
            target=_cell(state.risk.residual_target),
        )
        for state in assessment.risks
        if state.risk.status == "open" and state.risk.kind == kind and state.impact
    )
    if not points:
        return ""
    threat = kind == "threat"
    title = say.gettext("Risk matrix") if threat else say.gettext("Opportunity matrix")
    sides = _sides(edition)
    return risk_matrix(
        points,
        _bands(edition, kind),
        size=sides,
        id="_risk-figure" if threat else "_chance-figure",
        title=title,
        lang=edition.lang,
        width=_matrix_width(sides),
        outcome=None if threat else message("Benefit"),
    )


def risk_counts(edition: Edition, kind: RiskKind = "threat") -> str:
    """How many open threats or opportunities of all projects are in each cell; "" where there is none."""
    say = words(edition.lang)
    points = tuple(
        RiskPoint(state.risk.id, say.pick(state.risk.title), state.risk.probability, state.impact)
        for assessment in edition.assessments
        for state in assessment.risks
        if state.risk.status == "open" and state.risk.kind == kind and state.impact
    )
    if not points:
        return ""
    threat = kind == "threat"
    title = say.gettext("Risk matrix") if threat else say.gettext("Opportunity matrix")
    sides = _sides(edition)
    return count_matrix(
        points,
        _bands(edition, kind),
        size=sides,
        id="risk-counts" if threat else "chance-counts",
        title=title,
        lang=edition.lang,
        width=_matrix_width(sides),
        outcome=None if threat else message("Benefit"),
    )


def _sides(edition: Edition) -> Sides:
    """The steps of the portfolio's scales, with their names."""
    pick, scales = words(edition.lang).pick, edition.settings.scales
    return Sides(
        tuple(Step(step.value, pick(step.title)) for step in scales.probability),
        tuple(Step(step.value, pick(step.title)) for step in scales.impact),
    )


def _bands(edition: Edition, kind: RiskKind) -> tuple[Band, ...]:
    """The portfolio's bands; what may turn out well has colours of its own."""
    say, scales = words(edition.lang), edition.settings.scales
    return tuple(
        Band(say.say(states.band_word(step.id, scales, kind)), step.from_, _ground(step, kind))
        for step in scales.bands
    )


def _ground(step: BandStep, kind: RiskKind) -> str:
    token = _COLOURS[step.colour] if step.colour else _HEAT[step.id]
    return token if kind == "threat" else token.replace("heat", "gain")


def _matrix_width(sides: Sides) -> float:
    """Wide enough for the ids in a cell, however many there are."""
    return min(max(_NARROWEST, 40 + _CELL * len(sides.impact)), _WIDEST)


def _cell(rating: Rated | None) -> tuple[int, int] | None:
    return (rating.probability, rating.impact) if rating else None


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


def road(
    edition: Edition, groups: Iterable[tuple[str, Sequence[Assessment]]], href: Callable[[str], str]
) -> str:
    """Projects on one axis, group by group with its name; `href` leads to a project's page."""
    spoken = words(edition.lang).pick
    rows = tuple(
        replace(_road_row(assessment, spoken, href), group=name)
        for name, assessments in groups
        for assessment in assessments
    )
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
