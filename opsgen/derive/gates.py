"""Gates: what was to be shown there, what was shown, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from opsgen.derive.standing import names, settled_on

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from opsgen.derive.schedule import MilestoneState
    from opsgen.model import Criterion, Milestone, Phase, Project

GateStatus = Literal["go", "conditional_go", "hold", "stop", "pending", "undecided"]
DECIDED = frozenset({"go", "conditional_go", "hold", "stop"})


@dataclass(frozen=True, slots=True)
class GateState:
    """A gate as of a day; `phases` are those that end with it.

    `status` is what was decided, pending before, and undecided once its day has passed. A criterion of which
    nobody wrote whether it is met is unknown, and never counts as met.
    """

    state: MilestoneState
    status: GateStatus
    phases: tuple[Phase, ...]
    met: tuple[Criterion, ...]
    unmet: tuple[Criterion, ...]
    unknown: tuple[Criterion, ...]

    @property
    def milestone(self) -> Milestone:
        """The milestone that is the gate."""
        return self.state.milestone

    @property
    def against_criteria(self) -> bool:
        """Whether it was passed without conditions, although something is not shown to be met."""
        return self.status == "go" and bool(self.unmet or self.unknown)


def gates(project: Project, milestones: Iterable[MilestoneState], as_of: date) -> tuple[GateState, ...]:
    """All gates in the order of their dates, and what has criteria like one.

    Source: PRINCE2, end of a stage; Cooper, Winning at New Products, stage-gate.
    """
    return tuple(_gate(project, state, as_of) for state in milestones if _is_gate(state.milestone))


def _is_gate(milestone: Milestone) -> bool:
    return milestone.type == "gate" or bool(milestone.criteria)


def _gate(project: Project, state: MilestoneState, as_of: date) -> GateState:
    gate = state.milestone
    return GateState(
        state=state,
        status=_status(state, settled_on(project, as_of)),
        phases=tuple(phase for phase in project.phases if phase.exit_gate in names(gate)),
        met=tuple(criterion for criterion in gate.criteria if criterion.met),
        unmet=tuple(criterion for criterion in gate.criteria if criterion.met is False),
        unknown=tuple(criterion for criterion in gate.criteria if criterion.met is None),
    )


def _status(state: MilestoneState, day: date) -> GateStatus:
    gate = state.milestone
    if gate.outcome is not None and gate.outcome in DECIDED and (gate.decided is None or gate.decided <= day):
        return gate.outcome
    passed = state.status == "achieved" or (state.due is not None and state.due < day)
    return "undecided" if passed and gate.type == "gate" else "pending"
