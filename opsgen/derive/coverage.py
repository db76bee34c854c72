"""Which of the eight areas of operations work a project has written for, as far as its lifecycle asks.

What counts for each area stands in `AREAS`, and on the method page. Nothing is said of how good it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from opsgen.model import Charter, Closing
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Callable

    from opsgen.derive.assessment import Assessment
    from opsgen.model import Lifecycle

AreaName = Literal[
    "planning", "resources", "analysis", "progress", "risk", "collaboration", "outcome", "improvement"
]
Extent = Literal["full", "partly", "nothing", "not_asked"]
_ORDER: tuple[Lifecycle, ...] = ("proposed", "initiating", "planning", "executing", "closing", "closed")
_GRAVE = frozenset({"high", "critical"})


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that counts for an area; `since` is the lifecycle from which it is asked for."""

    name: Message
    since: Lifecycle
    there: Callable[[Assessment], bool]

    def is_asked(self, lifecycle: Lifecycle) -> bool:
        """Whether a project of this lifecycle should have it; on hold like executing, cancelled never."""
        if lifecycle == "cancelled":
            return False
        reached: Lifecycle = "executing" if lifecycle == "on_hold" else lifecycle
        return _ORDER.index(reached) >= _ORDER.index(self.since)


@dataclass(frozen=True, slots=True)
class Area:
    """One of the eight areas of operations work, and what counts for it."""

    name: AreaName
    title: Message
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a project has written for an area: what is there, and what is asked for and missing."""

    area: Area
    extent: Extent
    there: tuple[Message, ...]
    missing: tuple[Message, ...]


def _named_people(of: Assessment) -> bool:
    project = of.project
    named = bool(project.team) or any(one.person for one in project.allocations)
    return named or any(task.owner or task.contributors for task in project.tasks)


def _planned_before(of: Assessment) -> bool:
    project = of.project
    return (
        bool(project.baseline_finish)
        or any(milestone.baseline for milestone in project.milestones)
        or any(phase.baseline.finish for phase in project.phases)
        or any(task.baseline.finish for task in project.tasks)
    )


def _answered(of: Assessment) -> bool:
    """Whether every grave open threat has a response; without any risks there is nothing to answer."""
    grave = [r for r in of.risks if r.risk.status == "open" and r.risk.kind == "threat" and r.band in _GRAVE]
    return bool(of.risks) and all(state.responded for state in grave)


def _compared(of: Assessment) -> bool:
    """Whether a target stands beside an actual value somewhere."""
    metrics = any(state.attainment is not None or state.progress is not None for state in of.metrics)
    return metrics or any(goal.score is not None for goal in of.goals)


def _closing(of: Assessment) -> Closing:
    return of.project.closing or Closing(summary=_NOTHING)


_NOTHING = Charter().purpose
AREAS: tuple[Area, ...] = (
    Area(
        "planning",
        message("Planning"),
        (
            Part(message("goals"), "proposed", lambda of: bool(of.project.goals)),
            Part(message("charter"), "initiating", lambda of: of.project.charter != Charter()),
            Part(
                message("milestones or phases"),
                "initiating",
                lambda of: bool(of.project.milestones or of.project.phases),
            ),
        ),
    ),
    Area(
        "resources",
        message("Resources"),
        (
            Part(message("a team, allocations or owners of tasks"), "initiating", _named_people),
            Part(message("budget"), "initiating", lambda of: of.budget is not None),
            Part(
                message("amounts spent"),
                "executing",
                lambda of: of.budget is not None and of.budget.spending.actual is not None,
            ),
        ),
    ),
    Area(
        "analysis",
        message("Analysis"),
        (
            Part(
                message("metrics with a target"),
                "initiating",
                lambda of: any(state.metric.target is not None for state in of.metrics),
            ),
            Part(
                message("measurements"),
                "executing",
                lambda of: any(state.latest is not None for state in of.metrics),
            ),
        ),
    ),
    Area(
        "progress",
        message("Progress"),
        (
            Part(
                message("tasks or deliverables"),
                "executing",
                lambda of: bool(of.project.tasks or of.project.deliverables),
            ),
            Part(message("original plan"), "executing", _planned_before),
            Part(message("updates"), "executing", lambda of: bool(of.project.updates)),
        ),
    ),
    Area(
        "risk",
        message("Risk"),
        (
            Part(message("risks"), "initiating", lambda of: bool(of.risks)),
            Part(message("responses to high risks"), "executing", _answered),
        ),
    ),
    Area(
        "collaboration",
        message("Collaboration"),
        (
            Part(
                message("sponsor or board"),
                "initiating",
                lambda of: bool(of.project.sponsor or of.project.board),
            ),
            Part(
                message("RACI or stakeholders"),
                "initiating",
                lambda of: bool(of.project.raci or of.project.stakeholders),
            ),
            Part(
                message("decisions, actions or meetings"),
                "executing",
                lambda of: bool(of.decisions or of.actions or of.meetings),
            ),
        ),
    ),
    Area(
        "outcome",
        message("Outcomes"),
        (
            Part(message("target against actual"), "executing", _compared),
            Part(message("closing report"), "closing", lambda of: of.project.closing is not None),
            Part(message("acceptance"), "closed", lambda of: _closing(of).accepted is not None),
        ),
    ),
    Area(
        "improvement",
        message("Improvement"),
        (
            Part(
                message("lessons or a retrospective"),
                "closing",
                lambda of: bool(of.project.lessons or of.project.retrospectives),
            ),
            Part(
                message("recommendations or follow-on actions"),
                "closing",
                lambda of: bool(_closing(of).recommendations or _closing(of).follow_on),
            ),
        ),
    ),
)


def coverage(of: Assessment) -> tuple[Coverage, ...]:
    """How far a project has written for each of the eight areas, in their order."""
    return tuple(_covered(area, of) for area in AREAS)


def _covered(area: Area, of: Assessment) -> Coverage:
    there = tuple(part.name for part in area.parts if part.there(of))
    missing = tuple(
        part.name for part in area.parts if part.name not in there and part.is_asked(of.lifecycle)
    )
    if not missing:
        extent: Extent = "full" if there else "not_asked"
    else:
        extent = "partly" if there else "nothing"
    return Coverage(area, extent, there, missing)


def missing(found: tuple[Coverage, ...]) -> int:
    """How many parts are asked for and missing in all areas, at least 0."""
    return sum(len(one.missing) for one in found)
