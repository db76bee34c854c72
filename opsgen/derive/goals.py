"""What goals leave open, and how far their key results have come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from opsgen.derive.metrics import MetricState, progress, reached
from opsgen.derive.standing import names, owner_of
from opsgen.words import Message, Text, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from opsgen.derive.schedule import MilestoneState
    from opsgen.model import (
        Goal,
        Item,
        KeyResult,
        Metric,
        Milestone,
        Project,
        Rag,
        Research,
        Risk,
        Task,
    )

Letter = Literal["S", "M", "A", "R", "T"]
_GREEN, _AMBER = 0.7, 0.4


@dataclass(frozen=True, slots=True)
class SmartPoint:
    """One letter of SMART; `gap` says what is missing, None where nothing is.

    What supports it is the author's own words (`written`), the items that show it, or the day it is due.
    """

    letter: Letter
    name: Message
    gap: Message | None
    written: Text = Text()
    shown_by: tuple[Item, ...] = ()
    day: date | None = None

    @property
    def met(self) -> bool:
        """Whether nothing is missing."""
        return self.gap is None


@dataclass(frozen=True, slots=True)
class KeyResultState:
    """A key result as of a day; `progress` is 0-1 on its way; `gap` says what it lacks, in a few words."""

    key_result: KeyResult
    progress: float | None
    value: float | None
    start_value: float | None
    target: float | None
    gap: Message | None
    owner: str
    shown_by: Metric | Milestone | None = None

    @property
    def unit(self) -> str:
        """The unit of its numbers."""
        return getattr(self.shown_by, "unit", "")


@dataclass(frozen=True, slots=True)
class Serving:
    """What names a goal, or is named by it: what shows it, leads to it, stands behind it or threatens it."""

    metrics: tuple[Metric, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    tasks: tuple[Task, ...] = ()
    research: tuple[Research, ...] = ()
    risks: tuple[Risk, ...] = ()


@dataclass(frozen=True, slots=True)
class GoalState:
    """A goal as of a day with all it leads to; `score` is 0-1 and None where a key result is unknown."""

    goal: Goal
    smart: tuple[SmartPoint, ...]
    key_results: tuple[KeyResultState, ...]
    score: float | None
    rag: Rag
    due: date | None
    metrics: tuple[MetricState, ...]
    milestones: tuple[MilestoneState, ...]
    owner: str
    serving: Serving = Serving()

    @property
    def gaps(self) -> tuple[Message, ...]:
        """What is missing to a SMART goal, in the order of the letters."""
        return tuple(point.gap for point in self.smart if point.gap)


@dataclass(frozen=True, slots=True)
class _Known:
    metrics: Mapping[str, MetricState]
    milestones: Mapping[str, MilestoneState]


def goals(
    project: Project, metrics: Iterable[MetricState], milestones: Iterable[MilestoneState]
) -> tuple[GoalState, ...]:
    """All goals in the order they are written."""
    known = _Known(
        {name: state for state in metrics for name in names(state.metric)},
        {name: state for state in milestones for name in names(state.milestone)},
    )
    return tuple(_goal_state(goal, project, known) for goal in project.goals)


def _goal_state(goal: Goal, project: Project, known: _Known) -> GoalState:
    key_results = tuple(_key_result(kr, goal, project, known) for kr in goal.key_results)
    points = score(key_results)
    linked = _linked_metrics(goal, known)
    serves = _serving(goal, project, known)
    return GoalState(
        goal=goal,
        smart=smart(goal, (state.metric for state in linked), serves.milestones),
        key_results=key_results,
        score=points,
        rag=score_rag(points),
        due=goal.due or max((s.metric.due for s in linked if s.metric.due), default=None),
        metrics=tuple(known.metrics[name] for name in goal.metrics if name in known.metrics),
        milestones=tuple(known.milestones[name] for name in goal.milestones if name in known.milestones),
        owner=owner_of(goal, project),
        serving=serves,
    )


def smart(
    goal: Goal, linked: Iterable[Metric], milestones: Iterable[Milestone] = ()
) -> tuple[SmartPoint, ...]:
    """The five letters; `linked` are the metrics of the goal and its key results, `milestones` what it names.

    Measurable is a linked metric with a target. Time-bound is a due date of the goal or of such a metric,
    a dated target, or a milestone, which always has a date. Source: Doran, There's a S.M.A.R.T. way to write
    management's goals and objectives, Management Review 70 (1981), in its common later reading (achievable
    for assignable, relevant for realistic).
    """
    metrics = tuple(linked)
    measured = tuple(metric for metric in metrics if metric.target)
    dated = tuple(m for m in metrics if m.due or (m.target and m.target.steps))
    timed = goal.due or dated or _milestones_of(goal)
    by: tuple[Item, ...] = () if goal.due else (dated or tuple(milestones))
    return (
        _written("S", message("Specific"), goal.specific, message("what exactly")),
        SmartPoint(
            "M",
            message("Measurable"),
            _unless(measured, message("a metric with a target")),
            shown_by=measured,
        ),
        _written("A", message("Achievable"), goal.achievable, message("why it can be done")),
        _written("R", message("Relevant"), goal.relevant, message("why it matters")),
        SmartPoint(
            "T",
            message("Time-bound"),
            _unless(timed, message("a due date")),
            shown_by=by,
            day=goal.due or max((m.due for m in dated if m.due), default=None),
        ),
    )


def _written(letter: Letter, name: Message, written: Text, gap: Message) -> SmartPoint:
    """A letter of which only the author can say anything."""
    return SmartPoint(letter, name, _unless(written, gap), written)


def _milestones_of(goal: Goal) -> tuple[str, ...]:
    """The milestones that a goal and its key results name."""
    return tuple(
        dict.fromkeys((*goal.milestones, *(kr.milestone for kr in goal.key_results if kr.milestone)))
    )


def _serving(goal: Goal, project: Project, known: _Known) -> Serving:
    """Both directions at once: what the goal names, and what names the goal."""
    called = frozenset(names(goal))
    own = {known.milestones[name].milestone.id for name in _milestones_of(goal) if name in known.milestones}
    return Serving(
        metrics=tuple(state.metric for state in _linked_metrics(goal, known)),
        milestones=tuple(
            stone
            for stone in project.milestones
            if (stone.id and stone.id in own) or called.intersection(stone.supports)
        ),
        tasks=tuple(task for task in project.tasks if called.intersection(task.supports)),
        research=tuple(study for study in project.research if called.intersection(study.supports)),
        risks=tuple(risk for risk in project.risks if called.intersection(risk.affects)),
    )


def score(key_results: Iterable[KeyResultState]) -> float | None:
    """Σ w·clamp₀₁(progress) / Σ w, 0-1; None without key results or where one of them is unknown.

    Source: Google re:Work, Set goals with OKRs, grading 0.0 to 1.0; Doerr, Measure What Matters (2018).
    """
    graded = [(state.key_result.weight, state.progress) for state in key_results]
    known = [(weight, min(1.0, max(0.0, part))) for weight, part in graded if part is not None]
    whole = sum(weight for weight, _ in graded)
    if len(known) < len(graded) or whole <= 0:
        return None
    return sum(weight * part for weight, part in known) / whole


def score_rag(points: float | None) -> Rag:
    """Green from 0.7, amber from 0.4, else red; grey where it is unknown.

    Source: Doerr, Measure What Matters (2018), chapter 10: 0.7 to 1.0 green, 0.4 to 0.6 yellow, below red.
    """
    if points is None:
        return "grey"
    if points >= _GREEN:
        return "green"
    return "amber" if points >= _AMBER else "red"


def _unless(given: object, gap: Message) -> Message | None:
    return None if given else gap


def _linked_metrics(goal: Goal, known: _Known) -> tuple[MetricState, ...]:
    linked = dict.fromkeys((*goal.metrics, *(kr.metric for kr in goal.key_results)))
    return tuple(known.metrics[name] for name in linked if name in known.metrics)


def _key_result(kr: KeyResult, goal: Goal, project: Project, known: _Known) -> KeyResultState:
    owner = kr.owner or owner_of(goal, project)
    milestone, metric = known.milestones.get(kr.milestone), known.metrics.get(kr.metric)
    if metric is not None:
        return _by_metric(kr, metric, owner)
    if milestone is not None:
        done = 1.0 if milestone.status == "achieved" else 0.0
        return KeyResultState(kr, done, None, None, None, None, owner, milestone.milestone)
    gap = message("no metric and no milestone")
    return KeyResultState(kr, None, None, kr.start_value, kr.target, gap, owner)


def _by_metric(kr: KeyResult, state: MetricState, owner: str) -> KeyResultState:
    """On the way from start value to target; without a start value it counts once the target is reached."""
    begin = state.start_value if kr.start_value is None else kr.start_value
    target = state.target if kr.target is None else kr.target
    value = state.latest.value if state.latest else None
    part: float | None = None
    gap: Message | None = None
    if value is None:
        gap = message("not measured yet")
    elif begin is not None and target is not None and begin != target:
        percent = progress(begin, target, value)
        part = None if percent is None else percent / 100
    elif target is None and not _ranged(state):
        gap = message("no target")
    else:
        part = 1.0 if _reached(kr, state, value) else 0.0
        unmarked = message("no start value: it counts only once the target is reached")
        gap = unmarked if begin is None else message("it counts only once the target is reached")
    return KeyResultState(kr, part, value, begin, target, gap, owner, state.metric)


def _ranged(state: MetricState) -> bool:
    target = state.metric.target
    return target is not None and target.min is not None


def _reached(kr: KeyResult, state: MetricState, value: float) -> bool:
    if kr.target is None:
        return reached(state.metric, value)
    return value <= kr.target if state.metric.direction == "down" else value >= kr.target
