"""What the numbers rest on and nobody has written, or not lately: stale and unknown inputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.derive.assessment import Assessment
    from opsgen.model import Item

Kind = Literal[
    "no_update",
    "metric_without_data",
    "metric_stale",
    "milestone_without_plan",
    "task_without_percent",
    "budget_without_actual",
    "risk_not_rated",
    "risk_not_reviewed",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
_UNDER_WAY = frozenset({"executing", "closing"})


@dataclass(frozen=True, slots=True)
class Lack:
    """One input that is missing or old; `item` is None where it is the project's own."""

    kind: Kind
    item: Item | None = None


def lacking(of: Assessment) -> tuple[Lack, ...]:
    """The stale and unknown inputs of a project that lives; none of one that does not."""
    return tuple(_lacking(of)) if of.live else ()


def _lacking(of: Assessment) -> Iterator[Lack]:
    under_way = of.lifecycle in _UNDER_WAY
    if of.update.late:
        yield Lack("no_update")
    for metric in of.metrics:
        if metric.latest is None and under_way:
            yield Lack("metric_without_data", metric.metric)
        elif metric.status == "stale":
            yield Lack("metric_stale", metric.metric)
    if under_way:
        yield from _never_written(of)
    for risk in of.risks:
        if risk.risk.status == "open" and risk.score is None:
            yield Lack("risk_not_rated", risk.risk)
        elif risk.risk.status == "open" and risk.review_overdue:
            yield Lack("risk_not_reviewed", risk.risk)


def _never_written(of: Assessment) -> Iterator[Lack]:
    """What a project should know of itself once work has begun."""
    for milestone in of.milestones:
        if milestone.status != "achieved" and milestone.milestone.baseline is None:
            yield Lack("milestone_without_plan", milestone.milestone)
    for task in of.tasks:
        if task.status in ("in_progress", "overdue", "slipping") and task.complete is None:
            yield Lack("task_without_percent", task.task)
    for line in of.budget.lines if of.budget else ():
        if line.actual is None:
            yield Lack("budget_without_actual", line.line)
