"""Rules about goals: one can see whether they are reached, and by when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from opsgen.derive.goals import smart
from opsgen.derive.metrics import reached
from opsgen.derive.series import series
from opsgen.derive.standing import by_name, goes_on, named, quantity
from opsgen.rules.minutes import decisions
from opsgen.rules.rule import Finding, Remark, across_rule, rule
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from opsgen.load import Path
    from opsgen.model import Goal, Item, Metric, Project
    from opsgen.portfolio import House
    from opsgen.rules.verdict import Verdict

_HINTS = {
    "M": message("name a metric that shows it, `metrics: [K1]`, and give that one a `target`"),
    "T": message("write `due`, or the `due` of its metrics"),
}


@rule("smart-gap", "info")
def smart_gap(project: Project, _: House) -> Iterator[Finding]:
    """One cannot see of a goal whether it is reached, or by when: no metric with a target, or no date.

    A goal is measurable by a metric that has a target, and time-bound by its own `due`, that of its metrics,
    or by a milestone.

    Example:
        # wrong
        goals:
          - {id: G1, title: New members come back}
        # right
        goals:
          - {id: G1, title: New members come back, metrics: [K1]}
        metrics:
          - {id: K1, title: Back within 30 days, unit: "%", target: 24, due: 2026-12-10}
    """
    metrics = by_name(project.metrics)
    for i, goal in enumerate(project.goals) if goes_on(project) else ():
        if goal.status != "active" or any(name not in metrics for name in _metric_names(goal)):
            continue  # a metric that does not exist is a finding already
        points = smart(goal, _linked(goal, metrics))
        gaps = {point.letter: point.gap for point in points if point.gap and point.letter in _HINTS}
        if gaps:
            text = message("{item} lacks {gaps}", item=named(goal), gaps=tuple(gaps.values()))
            yield Finding(("goals", i), text, _HINTS[min(gaps)])


@rule("key-result-without-measure", "warning")
def key_result_without_measure(project: Project, _: House) -> Iterator[Finding]:
    """A key result names neither a metric nor a milestone, so that its goal has no score.

    Example:
        # wrong
        goals:
          - id: G1
            title: New members come back
            due: 2026-12-10
            metrics: [K1]
            key_results: [{id: KR1, title: 24 % are back within 30 days}]
        metrics:
          - {id: K1, title: Back within 30 days, unit: "%", target: 24}
        # right
        goals:
          - id: G1
            title: New members come back
            due: 2026-12-10
            key_results: [{id: KR1, title: 24 % are back within 30 days, metric: K1}]
        metrics:
          - {id: K1, title: Back within 30 days, unit: "%", target: 24}
    """
    for i, goal in enumerate(project.goals):
        for k, key_result in enumerate(goal.key_results):
            if not key_result.metric and not key_result.milestone:
                text = message("{item} has neither a metric nor a milestone", item=named(key_result))
                hint = message("write `metric: K1`, or `milestone: M1`")
                yield Finding(("goals", i, "key_results", k), text, hint)


@rule("achieved-short-of-target", "warning")
def achieved_short_of_target(project: Project, _: House) -> Iterator[Finding]:
    """A goal is called achieved, and the last measurement of one of its metrics is short of its target.

    Example:
        # wrong
        goals: [{id: G1, title: New members come back, metrics: [K1], status: achieved}]
        metrics: [{id: K1, title: Back within 30 days, target: 24}]
        measurements: {2026-11-15: {K1: 22}}
        # right
        goals: [{id: G1, title: New members come back, metrics: [K1], status: partly_achieved}]
        metrics: [{id: K1, title: Back within 30 days, target: 24}]
        measurements: {2026-11-15: {K1: 22}}
    """
    metrics = by_name(project.metrics)
    for i, goal in enumerate(project.goals):
        for metric in _linked(goal, metrics) if goal.status == "achieved" else ():
            values = series(metric, metrics, date.max)
            if metric.target and values and not reached(metric, values[-1].value):
                text = message(
                    "{item} is achieved, but {metric} was {value} on {day}",
                    item=named(goal),
                    metric=named(metric),
                    value=quantity(values[-1].value, metric.unit),
                    day=values[-1].date,
                )
                hint = message("write the last measurement, or `status: partly_achieved`")
                yield Finding(("goals", i, "status"), text, hint)
                break


@rule("due-after-finish", "info")
def due_after_finish(project: Project, _: House) -> Iterator[Finding]:
    """A goal, a metric or a decision is due after the project's finish, when nobody works on it any more.

    Where an effect shows only later, allow it with that reason.

    Example:
        # wrong
        finish: 2026-12-10
        metrics:
          - {id: K1, title: Back within 30 days, target: 24, due: 2026-12-31}
        # right
        finish: 2026-12-31
        metrics:
          - {id: K1, title: Back within 30 days, target: 24, due: 2026-12-31}
    """
    if not project.finish or (project.start and project.finish < project.start):
        return
    for path, item, due in _with_due(project):
        if due and due > project.finish:
            text = message(
                "{item} is due on {day}, after the project's finish {finish}",
                item=named(item),
                day=due,
                finish=project.finish,
            )
            yield Finding((*path, "due"), text, message("move `due`, or the project's `finish`"))


@across_rule("unsupported-strategic-goal", "info")
def unsupported_strategic_goal(verdicts: Sequence[Verdict], *_: object) -> Iterator[tuple[Verdict, Remark]]:
    """No goal of any project supports a strategic goal of the portfolio.

    Either nobody works on it, or the project that does has not said so.

    Example:
        # wrong
        goals: [{id: G1, title: New members come back, due: 2026-12-10, metrics: [K1]}]
        metrics: [{id: K1, title: Back within 30 days, target: 24}]
        # in portfolio.yaml
        strategic_goals: [{id: S1, title: Members who stay}]
        # right
        goals: [{id: G1, title: New members come back, due: 2026-12-10, metrics: [K1], supports: S1}]
        metrics: [{id: K1, title: Back within 30 days, target: 24}]
        # in portfolio.yaml
        strategic_goals: [{id: S1, title: Members who stay}]
    """
    projects = [verdict for verdict in verdicts if verdict.called()]
    if not projects or not all(verdict.readable for verdict in projects):
        return
    supported = {name for verdict in projects for name in verdict.supports}
    for verdict in verdicts:
        for name, place in verdict.strategic:
            if name not in supported:
                text = message("no project supports the strategic goal `{id}`", id=name)
                hint = message("write `supports: {id}` at the goal that serves it", id=name)
                yield verdict, Remark("unsupported-strategic-goal", place, text, hint)


def _linked(goal: Goal, metrics: dict[str, Metric]) -> list[Metric]:
    """The metrics of the goal and of its key results."""
    return [metrics[name] for name in _metric_names(goal) if name in metrics]


def _metric_names(goal: Goal) -> Iterable[str]:
    """Each metric of the goal and of its key results, once."""
    return dict.fromkeys((*goal.metrics, *(kr.metric for kr in goal.key_results if kr.metric)))


def _with_due(project: Project) -> Iterator[tuple[Path, Item, date | None]]:
    yield from ((("goals", i), goal, goal.due) for i, goal in enumerate(project.goals))
    yield from ((("metrics", i), metric, metric.due) for i, metric in enumerate(project.metrics))
    yield from ((path, decision, decision.due) for path, decision in decisions(project))


RULES = (
    smart_gap,
    key_result_without_measure,
    achieved_short_of_target,
    due_after_finish,
    unsupported_strategic_goal,
)
