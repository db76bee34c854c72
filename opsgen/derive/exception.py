"""What a project in trouble has to tell: what deviates beyond what is usual, and what that brings about.

Source for the whole module: PRINCE2, exception report: cause, consequences, options, recommendation.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.health import used_share
from opsgen.derive.money import is_spending
from opsgen.derive.outcome import why_metric
from opsgen.derive.precedence import is_over, planned
from opsgen.derive.schedule import is_key
from opsgen.derive.scope import scope
from opsgen.derive.standing import names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opsgen.derive.assessment import Assessment
    from opsgen.derive.benefits import BenefitState
    from opsgen.derive.goals import GoalState
    from opsgen.derive.health import Light
    from opsgen.derive.metrics import MetricState
    from opsgen.derive.money import LineState
    from opsgen.derive.precedence import Planned
    from opsgen.derive.risk import RiskState
    from opsgen.derive.schedule import MilestoneState
    from opsgen.model import Deliverable
    from opsgen.words import Text

_JUDGED = ("north_star", "key")
_SHORT = ("behind", "missed", "accepted")
WHOLE = 100
"""Percent of a tolerance: what is more is beyond it."""


@dataclass(frozen=True, slots=True)
class Causes:
    """What takes a part of the tolerance that is no longer green, the worst first."""

    milestones: tuple[MilestoneState, ...]
    lines: tuple[LineState, ...]
    metrics: tuple[MetricState, ...]
    risks: tuple[RiskState, ...]
    deliverables: tuple[Deliverable, ...]


@dataclass(frozen=True, slots=True)
class Effects:
    """What follows: open work that waits for what is late, and the goals and benefits it was to show."""

    waiting: tuple[Planned, ...]
    goals: tuple[GoalState, ...]
    benefits: tuple[BenefitState, ...]


def beyond(of: Assessment) -> tuple[Light, ...]:
    """The dimensions whose tolerance is used up, whether they count in the overall light or not."""
    return tuple(light for light in of.health.dimensions if _beyond(light))


def deviates(of: Assessment) -> bool:
    """Whether somebody above the owner has to know: a light that is not green, or a tolerance used up."""
    return of.live and (of.health.overall in ("red", "amber") or bool(beyond(of)))


def _beyond(light: Light) -> bool:
    return light.rag == "red" or (light.used is not None and round(light.used, 9) > WHOLE)


def causes(of: Assessment) -> Causes:
    """What the lights stand on."""
    green = of.settings.health.thresholds.green_pct
    late = [s for s in of.milestones if _late(s) and _used(s) > green]
    short = [s for s in of.metrics if s.metric.level in _JUDGED and s.shortfall and s.status in _SHORT]
    over = [s for s in of.budget.lines if is_spending(s.line) and s.variance > 0] if of.budget else []
    costly = of.health.light("cost").rag in ("red", "amber")
    return Causes(
        milestones=tuple(sorted(late, key=lambda s: (-_used(s), s.milestone.id))),
        lines=tuple(sorted(over, key=lambda s: (-s.variance, s.line.id))) if costly else (),
        metrics=tuple(sorted(short, key=lambda s: (-(s.shortfall or 0), s.metric.id))),
        risks=tuple(s for s in of.risks if s.grave and _unheld(s)),
        deliverables=scope(of.project.deliverables).lost,
    )


def _late(state: MilestoneState) -> bool:
    return state.status != "achieved" and is_key(state.milestone) and days_late(state) > 0


def _used(state: MilestoneState) -> float:
    return used_share(days_late(state), state.tolerance)


def days_late(state: MilestoneState) -> int:
    """The days it is later than planned; without an original plan those it is overdue."""
    return state.overdue if state.slip is None else state.slip


def _unheld(state: RiskState) -> bool:
    """Whether a grave threat is not in hand."""
    return not state.responded or state.band == "critical" or bool(state.trigger_met or state.review_overdue)


def effects(of: Assessment, found: Causes) -> Effects:
    """What follows from these causes within the project."""
    late = frozenset(name for state in found.milestones for name in names(state.milestone))
    short = frozenset(name for state in found.metrics for name in names(state.metric))
    waiting = after(planned(of.project), late)
    hit = late | short | frozenset(name for item in waiting for name in names(item))
    return Effects(
        waiting=waiting,
        goals=tuple(state for state in of.goals if _hit(state, hit)),
        benefits=tuple(s for s in of.benefits if s.metric and short.intersection(names(s.metric.metric))),
    )


def _hit(of: GoalState, items: frozenset[str]) -> bool:
    """Whether what shows a goal, or leads to it, is among these."""
    shown = (*of.serving.metrics, *of.serving.milestones)
    return of.goal.status == "active" and any(items.intersection(names(item)) for item in shown)


def after(items: Sequence[Planned], late: frozenset[str]) -> tuple[Planned, ...]:
    """The open tasks and milestones that wait for one of these, or for one that does, in their order."""
    waiting: dict[str, list[int]] = defaultdict(list)
    for i, item in enumerate(items):
        for link in item.depends_on:
            waiting[link.ref].append(i)
    reached: set[int] = set()
    todo = list(late)
    while todo:
        new = {i for i in waiting.pop(todo.pop(), ()) if i not in reached and not is_over(items[i])}
        reached |= new
        todo += (name for i in new for name in names(items[i]))
    return tuple(items[i] for i in sorted(reached) if not late.intersection(names(items[i])))


def reason_of(state: MetricState, of: Assessment) -> Text:
    """Why a metric is short, as far as anybody wrote it."""
    return why_metric(state.metric, of.project)
