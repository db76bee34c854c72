"""The figures of a project and of the portfolio: derived values in, SVG text out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from opsgen.derive.funnel import comparable, weakest
from opsgen.derive.metrics import MetricState, course, near_pct
from opsgen.derive.precedence import by_any_name, planned
from opsgen.derive.schedule import is_key
from opsgen.derive.standing import names
from opsgen.figures.budget_bars import BudgetRow, budget_bars
from opsgen.figures.funnel import FunnelStep, funnel
from opsgen.figures.gantt import GanttLink, GanttRow, gantt
from opsgen.figures.kpi_line import Kpi, KpiEvent, KpiPoint, kpi_line
from opsgen.figures.risk_matrix import Band, Past, RiskPoint, Sides, Step, count_matrix, risk_matrix
from opsgen.figures.roadmap import RoadmapMilestone, RoadmapPhase, RoadmapProject, roadmap
from opsgen.figures.s_curve import Curve, CurveMonth, s_curve
from opsgen.figures.sparkline import Spark, sparkline
from opsgen.views import states
from opsgen.views.moved_risks import MovedRisks
from opsgen.views.states import METRIC, PHASE, RAG, TASK, State
from opsgen.words import Text, message, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from opsgen.derive import Assessment
    from opsgen.derive.earned_value import EarnedValue
    from opsgen.derive.funnel import Step as StepState
    from opsgen.derive.money import BudgetState, LineState
    from opsgen.derive.risk import RiskState
    from opsgen.derive.schedule import MilestoneState, PhaseState, TaskState
    from opsgen.derive.segments import SegmentState
    from opsgen.derive.spending import Series
    from opsgen.figures.tokens import Status
    from opsgen.model import BandStep, Item, Measurement, Metric, Project, Rated
    from opsgen.views.edition import Edition
    from opsgen.views.past.metric import MetricPast

MOST_ROWS = 120
"""Rows that the chart of a plan has room for."""
_HEAT = {"low": "heat1", "medium": "heat2", "high": "heat3", "critical": "heat5"}
_COLOURS = {"grey": "heat1", "yellow": "heat2", "orange": "heat3", "deep_orange": "heat4", "red": "heat5"}
_CELL = 80.0  # the width of a cell of the risk matrix: room for two lines of ids
_NARROWEST, _WIDEST = 400.0, 760.0
RiskKind = Literal["threat", "opportunity"]


def plan(edition: Edition, assessment: Assessment, rows: Sequence[GanttRow]) -> str:
    """The Gantt of these rows."""
    title = words(edition.lang).gettext("Plan")
    around = _around(assessment.project, edition.as_of)
    return gantt(rows, edition.as_of, id="_plan-figure", title=title, lang=edition.lang, around=around)


def _around(project: Project, as_of: date) -> tuple[date, ...]:
    """Days the plan must reach: the project's own, and today while it runs."""
    days = tuple(day for day in (project.start, project.finish) if day)
    return (*days, as_of) if len(days) == 2 and days[0] <= as_of <= days[1] else days


def plan_rows(edition: Edition, assessment: Assessment) -> tuple[GanttRow, ...]:
    """Phases with their tasks and milestones, then those without a phase; cancelled tasks are left out.

    A task without a phase of its own stands where the task above it does, or the tasks below it. Where those
    stand in several phases it is left out: no bracket over bars that stand elsewhere.
    """
    spoken = words(edition.lang).pick
    phases = {name: phase.id for phase in assessment.project.phases for name in names(phase)}
    links = _links_of(assessment)
    placed: dict[str, list[GanttRow]] = {"": []}
    for of, row in _task_rows(assessment, phases, links, spoken):
        placed.setdefault(of, []).append(row)
    for state in assessment.milestones:
        row = _stone_row(state, assessment, links, spoken(state.milestone.title))
        placed.setdefault(phases.get(state.milestone.phase, ""), []).append(row)
    rows: list[GanttRow] = []
    for phase in assessment.phases:
        rows.append(_phase_row(phase, spoken(phase.phase.title)))
        rows += placed.pop(phase.phase.id, []) if phase.phase.id else []
    return (*rows, *placed[""])


def fewer(rows: Sequence[GanttRow]) -> tuple[GanttRow, ...]:
    """The rows that a chart has room for: of many first the finished tasks go, then those below others."""
    kept = tuple(rows)
    if len(kept) > MOST_ROWS:
        kept = tuple(row for row in kept if row.status != "done" or _stays(row))
    if len(kept) > MOST_ROWS:
        kept = tuple(row for row in kept if row.depth == 0 or _stays(row))
    return kept[:MOST_ROWS]


def _stays(row: GanttRow) -> bool:
    return row.kind in ("phase", "milestone") or row.critical


def _task_rows(
    assessment: Assessment,
    phases: Mapping[str, str],
    links: Mapping[str, tuple[GanttLink, ...]],
    spoken: Callable[[Text], str],
) -> Iterable[tuple[str, GanttRow]]:
    """The tasks as a tree, with the id of the phase that each belongs to."""
    tree = assessment.breakdown
    below = _phases_below(assessment, phases)
    belongs: dict[int, str] = {}
    depths: dict[int, int] = {}
    for i in tree.walk():
        state, parent = assessment.tasks[i], tree.parents[i]
        above = belongs[parent] if parent is not None else ""
        only = next(iter(below[i])) if len(below[i]) == 1 else ""
        belongs[i] = phases.get(state.task.phase, above or only)
        depths[i] = depths[parent] + 1 if parent is not None and belongs[i] == above else 0
        astray = not belongs[i] and below[i] and "" not in below[i]
        if i in tree.dropped or astray:
            continue
        row = _task_row(state, assessment, links, spoken(state.task.title))
        kind: Literal["task", "group"] = "group" if state.below else "task"
        yield belongs[i], replace(row, kind=kind, depth=depths[i])


def _phases_below(assessment: Assessment, phases: Mapping[str, str]) -> Mapping[int, frozenset[str]]:
    """By task the phases that the tasks below it are in by themselves; "" for those in none."""
    tree = assessment.breakdown
    found: dict[int, frozenset[str]] = {}
    for i in reversed(list(tree.walk())):
        kept = [child for child in tree.children[i] if child not in tree.dropped]
        own = [phases.get(assessment.tasks[child].task.phase, "") for child in kept]
        found[i] = frozenset[str]().union(
            *(({phase} if phase else found[child] or {""}) for child, phase in zip(kept, own, strict=True))
        )
    return found


def _links_of(assessment: Assessment) -> Mapping[str, tuple[GanttLink, ...]]:
    """What each task and milestone waits for, by id."""
    items = planned(assessment.project)
    known = by_any_name(items)
    return {
        item.id: tuple(
            GanttLink(items[known[link.ref]].id, link.type) for link in item.depends_on if link.ref in known
        )
        for item in items
        if item.id and item.depends_on
    }


def _phase_row(phase: PhaseState, title: str) -> GanttRow:
    return GanttRow(
        id=phase.phase.id,
        title=title,
        kind="phase",
        start=phase.start,
        finish=phase.finish,
        baseline_start=phase.phase.baseline.start,
        baseline_finish=phase.phase.baseline.finish,
        slipped=phase.slip,
        status=token_of(PHASE[phase.status]),
        href=_own(phase.phase),
    )


def _task_row(
    state: TaskState, assessment: Assessment, links: Mapping[str, tuple[GanttLink, ...]], title: str
) -> GanttRow:
    task = state.task
    return GanttRow(
        id=task.id,
        title=title,
        start=state.start,
        finish=state.finish,
        baseline_start=task.baseline.start,
        baseline_finish=task.baseline.finish,
        slipped=state.slip,
        complete=state.complete,
        status=token_of(TASK[state.status]),
        depends_on=links.get(task.id, ()),
        href=_own(task),
        critical=assessment.network.is_critical(task),
    )


def _stone_row(
    state: MilestoneState, assessment: Assessment, links: Mapping[str, tuple[GanttLink, ...]], title: str
) -> GanttRow:
    milestone = state.milestone
    return GanttRow(
        id=milestone.id,
        title=title,
        kind="milestone",
        finish=state.due,
        baseline_finish=milestone.baseline,
        slipped=state.slip,
        status=token_of(states.milestone(state)),
        depends_on=links.get(milestone.id, ()),
        href=_own(milestone),
        critical=assessment.network.is_critical(milestone),
    )


def _own(item: Item) -> str:
    return f"#{item.id}" if item.id else ""


def matrix(edition: Edition, assessment: Assessment, kind: RiskKind = "threat") -> str:
    """The open threats or opportunities of a project in the portfolio's matrix; "" where there is none."""
    pick, moved = words(edition.lang).pick, MovedRisks(edition, assessment)
    points = tuple(
        replace(
            _risk_point(state, moved, pick),
            id=_short_name(state.risk, pick),
            href=_own(state.risk),
            inherent=_cell(state.risk.inherent),
            target=_cell(state.risk.residual_target),
        )
        for state in _open_risks(assessment, kind)
    )
    past = Past(moved.since.day, moved.over(kind)) if moved.since else None
    return _in_matrix(risk_matrix, points, past, edition, kind, "_risk-figure", "_chance-figure")


def risk_counts(edition: Edition, kind: RiskKind = "threat") -> str:
    """How many open threats or opportunities of all projects are in each cell; "" where there is none."""
    pick = words(edition.lang).pick
    found = [(assessment, MovedRisks(edition, assessment)) for assessment in edition.assessments]
    points = tuple(
        _risk_point(state, moved, pick)
        for assessment, moved in found
        for state in _open_risks(assessment, kind)
    )
    day, over = edition.reports.previous, sum(moved.over(kind) for _, moved in found)
    past = Past(day, over) if day else None
    return _in_matrix(count_matrix, points, past, edition, kind, "risk-counts", "chance-counts")


def _open_risks(assessment: Assessment, kind: RiskKind) -> Iterator[RiskState]:
    """The open risks of a kind that have a place in the matrix."""
    for state in assessment.risks:
        if state.risk.status == "open" and state.risk.kind == kind and state.impact:
            yield state


def _risk_point(state: RiskState, moved: MovedRisks, pick: Callable[[Text], str]) -> RiskPoint:
    """A risk in its cell, and where the last report had it."""
    before, new = moved.place(state)
    risk = state.risk
    return RiskPoint(risk.id, pick(risk.title), risk.probability, state.impact or 0, before, new=new)


def _in_matrix(
    draw: Callable[..., str],
    points: Sequence[RiskPoint],
    past: Past | None,
    edition: Edition,
    kind: RiskKind,
    *ids: str,
) -> str:
    """The points drawn in the portfolio's matrix; `ids` are those of threats and of opportunities."""
    if not points:
        return ""
    say, sides, threat = words(edition.lang), _sides(edition), kind == "threat"
    return draw(
        points,
        _bands(edition, kind),
        size=sides,
        id=ids[0] if threat else ids[1],
        title=say.gettext("Risk matrix") if threat else say.gettext("Opportunity matrix"),
        lang=edition.lang,
        width=_matrix_width(sides),
        outcome=None if threat else message("Benefit"),
        past=past,
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


def metric_line(
    edition: Edition,
    assessment: Assessment,
    state: MetricState,
    id: str,
    past: MetricPast,
    *,
    width: float = 400,
    height: float = 190,
) -> str:
    """One metric over time, with the way it should go, what was adjusted because of it, and its past."""
    metric = state.metric
    last = state.series[-1].date if state.series else None
    kpi = Kpi(
        title=words(edition.lang).pick(metric.title),
        unit=metric.unit,
        points=tuple(
            KpiPoint(m.date, m.value, token_of(METRIC[state.status]) if m.date == last else None)
            for m in state.series
        ),
        target=_target(metric, state),
        expected=course(metric, assessment.project).points if state.paced else (),
        direction=metric.direction,
        near=near_pct(metric, edition.settings) / 100,
        due=state.due,
        events=tuple(_adjusted(edition, assessment, metric)),
        former=past.former,
        projected=past.projected,
    )
    return kpi_line(kpi, edition.as_of, id=id, title=kpi.title, lang=edition.lang, width=width, height=height)


def _adjusted(edition: Edition, assessment: Assessment, metric: Metric) -> Iterator[KpiEvent]:
    """The adjustments of a metric, at their days."""
    pick = words(edition.lang).pick
    for one in assessment.project.adjustments:
        if one.metric in names(metric):
            title = pick(one.title)
            yield KpiEvent(one.date, one.id or title, title if one.id else "")


def funnel_figure(edition: Edition, steps: Sequence[StepState], id: str, width: float = 640) -> str:
    """The steps of a funnel, the weakest marked; "" where they are not counted in one unit."""
    if not comparable(steps):
        return ""
    say, worst = words(edition.lang), weakest(tuple(steps))
    drawn = tuple(
        FunnelStep(
            id=step.state.metric.id,
            title=say.pick(step.state.metric.title),
            value=step.value,
            shown=say.amount(step.value, step.state.metric.unit),
            rate=step.rate,
            href=_own(step.state.metric),
            weakest=step is worst,
        )
        for step in steps
    )
    return funnel(drawn, id=id, title=say.gettext("Funnel"), lang=edition.lang, width=width)


def of_spark(series: Sequence[Measurement]) -> tuple[float, ...]:
    """The values that a course as small as a word has room for."""
    return tuple(measured.value for measured in series[-16:])


def segment_spark(edition: Edition, state: SegmentState, id: str) -> str:
    """The course of a segment as small as a word."""
    title = words(edition.lang).pick(state.segment.title)
    return sparkline(Spark(of_spark(state.series)), id=id, title=title, lang=edition.lang)


def _target(metric: Metric, state: MetricState) -> float | tuple[float, float] | None:
    if metric.target and metric.target.min is not None and metric.target.max is not None:
        return (metric.target.min, metric.target.max)
    return state.target


def spark(edition: Edition, state: MetricState, number: int) -> str:
    """The course of a metric as small as a word."""
    token = token_of(METRIC[state.status])
    return sparkline(
        Spark(of_spark(state.series), token),
        id=f"_spark-{number}",
        title=words(edition.lang).pick(state.metric.title),
        lang=edition.lang,
    )


def budget(edition: Edition, of: BudgetState, tolerance_pct: float) -> str:
    """Planned, spent and expected, line by line; a line is over where it is by more than is tolerated."""
    say, green_pct = words(edition.lang), edition.settings.health.thresholds.green_pct
    rows = tuple(
        BudgetRow(
            id=state.line.id,
            title=say.pick(state.line.title),
            planned=state.planned,
            actual=state.actual,
            forecast=state.forecast,
            status=_spending(state, tolerance_pct, green_pct),
            href=f"#{state.line.id}" if state.line.id else "",
        )
        for state in of.lines
        if state.line.type != "income"
    )
    return budget_bars(
        rows, currency=of.currency, id="_budget-figure", title=say.gettext("Budget"), lang=edition.lang
    )


def _spending(state: LineState, tolerance_pct: float, green_pct: float) -> Status:
    """What the register says of the line; a small overrun is not drawn as none."""
    token, _ = states.budget_line(state, tolerance_pct, green_pct)
    if token == "todo":
        return "todo"
    return "late" if token == "late" else "risk" if state.variance > 0 else "ok"


def money_curve(
    edition: Edition,
    of: Series,
    currency: str,
    *,
    id: str = "_curve-figure",
    contingency: Decimal | None = None,
    width: float = 700,
) -> str:
    """Money over time, all amounts in one currency."""
    curve = Curve(
        tuple(
            CurveMonth(
                month=point.month,
                planned=point.planned,
                actual=point.actual,
                forecast=point.forecast,
                spent=month.actual if of.dated else None,
            )
            for point, month in zip(of.points, of.months, strict=True)
        ),
        committed=of.committed,
        contingency=contingency,
    )
    return s_curve(
        curve,
        edition.as_of,
        currency=currency,
        id=id,
        title=words(edition.lang).gettext("Money over time"),
        lang=edition.lang,
        width=width,
        height=250 if width >= 560 else 220,
        why=None if of.months else message("No curve to draw: no budget line has dates."),
    )


def earned_curve(edition: Edition, of: EarnedValue) -> str:
    """What should be earned and what was spent month by month, and what is earned today."""
    months = of.months
    curve = Curve(
        tuple(CurveMonth(month=one.month, planned=one.pv, earned=one.ev, actual=one.ac) for one in months)
    )
    title = words(edition.lang).gettext("Earned value")
    return s_curve(
        curve, of.as_of, currency=of.currency, id="_earned-figure", title=title, lang=edition.lang, height=220
    )


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
        status=token_of(RAG[assessment.health.overall]),
        start=project.start,
        finish=project.closed or project.finish,
        phases=tuple(
            RoadmapPhase(spoken(state.phase.title), state.start, state.finish, token_of(PHASE[state.status]))
            for state in assessment.phases
        ),
        milestones=tuple(
            RoadmapMilestone(
                state.milestone.id,
                spoken(state.milestone.title),
                state.due,
                token_of(states.milestone(state)),
            )
            for state in assessment.milestones
            if state.due and is_key(state.milestone)
        ),
        href=href(project.id),
    )


def token_of(state: State) -> Status:
    """The status that a figure marks a state with."""
    token: Status = state[0]  # type: ignore[assignment]
    return token
