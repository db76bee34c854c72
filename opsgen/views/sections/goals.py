"""Goals with their key results, what serves them and what threatens them; and the research behind them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from opsgen.derive.goals import score_rag
from opsgen.derive.standing import by_name
from opsgen.views.states import CONFIDENCE, RAG
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from opsgen.derive import Assessment
    from opsgen.derive.goals import GoalState, KeyResultState
    from opsgen.model import Item, Project, Research
    from opsgen.views.edition import Edition
    from opsgen.views.states import State

MOST_LINKS = 8
"""Of one kind, that a goal shows in its line; the others stand in their own section."""


@dataclass(frozen=True, slots=True)
class Ties:
    """Items of one kind that hang together with another; `more` are those left out."""

    name: Message
    items: tuple[Item, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Study:
    """A piece of research with the goals, risks and assumptions that it supports."""

    research: Research
    confidence: State | None
    supports: tuple[Item, ...]


def goals(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """What the sections on goals and research need, and for every other section what it ties to its items."""
    project = assessment.project
    return {
        "strategic": {goal.id: goal.title for goal in edition.settings.strategic_goals},
        "active_goals": tuple(s for s in assessment.goals if s.goal.status == "active"),
        "key_result_token": _token,
        "goal_ties": _goal_ties,
        "studies": tuple(_studies(project)),
        "backlinks": _backlinks(assessment),
    }


def _token(state: KeyResultState) -> str:
    """The palette's token for a key result, by the bands of the score."""
    return RAG[score_rag(state.progress)][0]


def _goal_ties(state: GoalState) -> tuple[Ties, ...]:
    """What serves a goal, and what threatens it, without the metrics that make it measurable."""
    serving = state.serving
    shown = next(point.shown_by for point in state.smart if point.letter == "M")
    kinds: tuple[tuple[Message, tuple[Item, ...]], ...] = (
        (message("Metrics"), tuple(metric for metric in serving.metrics if metric not in shown)),
        (message("Milestones"), serving.milestones),
        (message("Tasks"), serving.tasks),
        (message("Research"), serving.research),
        (message("Risks"), serving.risks),
    )
    return tuple(
        Ties(name, items[:MOST_LINKS], max(0, len(items) - MOST_LINKS)) for name, items in kinds if items
    )


def _studies(project: Project) -> Iterator[Study]:
    """The research, the latest first; what nobody dated stands last."""
    known = by_name(_supported(project))
    for research in sorted(project.research, key=_latest_first):
        found = {item.id: item for name in research.supports if (item := known.get(name))}
        confidence = CONFIDENCE[research.confidence] if research.confidence else None
        yield Study(research, confidence, tuple(found.values()))


def _latest_first(research: Research) -> int:
    return -(research.date or date.min).toordinal()


def _supported(project: Project) -> Iterable[Item]:
    return (*project.goals, *project.risks, *project.assumptions)


def _backlinks(assessment: Assessment) -> Mapping[str, tuple[Ties, ...]]:
    """By id of an item the goals it serves or threatens, and the research that stands behind it."""
    goals: dict[str, dict[str, Item]] = defaultdict(dict)
    for state in assessment.goals:
        served = state.serving
        items: tuple[Item, ...] = (*served.metrics, *served.milestones, *served.tasks, *served.risks)
        for item in items if state.goal.id else ():
            goals[item.id][state.goal.id] = state.goal
    research: dict[str, dict[str, Item]] = defaultdict(dict)
    for study in _studies(assessment.project):
        for item in study.supports if study.research.id else ():
            research[item.id][study.research.id] = study.research
    return {
        name: tuple(
            Ties(kind, tuple(found[name].values()))
            for kind, found in ((message("Goals"), goals), (message("Research"), research))
            if name in found
        )
        for name in {**goals, **research}
        if name
    }
