"""What each strategic goal gets: the goals of projects that support it, how far they are, what they cost."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.goals import score_rag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opsgen.derive.assessment import Assessment
    from opsgen.derive.goals import GoalState
    from opsgen.model import Rag, Settings, StrategicGoal

_NOT_AT_WORK = frozenset({"proposed", "cancelled"})


@dataclass(frozen=True, slots=True)
class Support:
    """A goal of a project, and the other strategic goals that the same project supports."""

    assessment: Assessment
    goal: GoalState
    also: tuple[StrategicGoal, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether anybody works on it, or did: not of a proposed or cancelled project, and not dropped."""
        return self.assessment.lifecycle not in _NOT_AT_WORK and self.goal.goal.status != "dropped"


@dataclass(frozen=True, slots=True)
class StrategicState:
    """A strategic goal with all that supports it, in the order of the projects.

    `score` is Σ weight · OKR score / Σ weight over the goals that have a score, 0-1, and None where none has;
    `unscored` are those left out of it. `projects` are those that count, each once; `shared` those of them
    that support another strategic goal too, so that their money stands with each of them.
    """

    goal: StrategicGoal
    supports: tuple[Support, ...]
    score: float | None
    rag: Rag
    unscored: int
    projects: tuple[Assessment, ...]
    shared: tuple[Assessment, ...]

    @property
    def goals(self) -> int:
        """How many goals of projects count."""
        return sum(support.counts for support in self.supports)


@dataclass(frozen=True, slots=True)
class Strategy:
    """The strategic goals in the order of the portfolio, and the goals that support none of them."""

    goals: tuple[StrategicState, ...]
    loose: tuple[Support, ...]

    @property
    def unsupported(self) -> tuple[StrategicState, ...]:
        """The strategic goals that nobody works on."""
        return tuple(state for state in self.goals if not state.goals)


def strategy(assessments: Iterable[Assessment], settings: Settings) -> Strategy:
    """What the projects do for the strategic goals. Source: OKR, cascading of objectives and grading."""
    strategic = {goal.id: goal for goal in settings.strategic_goals}
    found: dict[str, list[Support]] = defaultdict(list)
    for assessment in assessments:
        also = _supported(assessment, strategic)
        for state in assessment.goals:
            name = state.goal.supports if state.goal.supports in strategic else ""
            others = tuple(strategic[other] for other in also if other != name)
            found[name].append(Support(assessment, state, others if name else ()))
    return Strategy(
        goals=tuple(_state(goal, tuple(found[goal.id])) for goal in settings.strategic_goals),
        loose=tuple(found[""]),
    )


def _supported(assessment: Assessment, strategic: dict[str, StrategicGoal]) -> tuple[str, ...]:
    """The strategic goals that a project works on, in the order of the portfolio."""
    named = {Support(assessment, s).counts and s.goal.supports for s in assessment.goals}
    return tuple(name for name in strategic if name in named)


def _state(goal: StrategicGoal, supports: tuple[Support, ...]) -> StrategicState:
    counting = [support for support in supports if support.counts]
    scored = [(s.goal.goal.weight, s.goal.score) for s in counting if s.goal.score is not None]
    whole = sum(weight for weight, _ in scored)
    score = sum(weight * part for weight, part in scored) / whole if whole > 0 else None
    projects = {s.assessment.project.id: s.assessment for s in counting}
    shared = {s.assessment.project.id: s.assessment for s in counting if s.also}
    return StrategicState(
        goal=goal,
        supports=supports,
        score=score,
        rag=score_rag(score),
        unscored=len(counting) - len(scored),
        projects=tuple(projects.values()),
        shared=tuple(shared.values()),
    )
