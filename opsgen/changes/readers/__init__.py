"""Fields of an item that say one thing together: a score of two numbers, an end of a status and a date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.changes.readers import house, money, numbers, plan, project, raid, resources, steering

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from opsgen.changes.change import Change
    from opsgen.changes.edits import Edit
    from opsgen.changes.pairs import Pair

    Reader = Callable[[Pair, dict[str, Edit]], Iterator[Change]]


@dataclass(frozen=True, slots=True)
class Within:
    """Lists of an item whose entries are items too, and what pairs them."""

    lists: tuple[str, ...]
    pairs: Callable[[Pair], Iterator[Pair]]


READERS: Mapping[str, Reader] = {
    "goals": plan.goal,
    "phases": plan.phase,
    "milestones": plan.milestone,
    "deliverables": plan.deliverable,
    "tasks": plan.task,
    "project": project.project,
    "portfolio": house.settings,
    "risks": raid.risk,
    "issues": raid.issue,
    "assumptions": raid.assumption,
    "dependencies": raid.dependency,
    "decisions": steering.decision,
    "meetings": steering.meeting,
    "actions": steering.action,
    "training": steering.training,
    "metrics": numbers.metric,
    "adjustments": numbers.adjustment,
    "benefits": numbers.benefit,
    "budget": money.budget_line,
    "allocations": resources.allocation,
    "equipment": resources.equipment,
    "vendors": resources.vendor,
    "conflicts": resources.conflict,
}
"""What reads the fields of a kind that differ; it takes out those it tells."""

WHOLES: Mapping[str, Callable[[Pair], Change]] = {
    "risks": raid.whole_risk,
    "decisions": steering.whole_decision,
    "metrics": numbers.whole_metric,
    "allocations": resources.whole_allocation,
}
"""What says that an item is new or gone, where that is more than its headline."""

WITHIN: Mapping[str, Within] = {
    "meetings": Within(("decisions", "actions"), steering.held),
}
"""Items that stand within others, and are told as what they are."""
