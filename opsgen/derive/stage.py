"""The stage that a gate ends: its phases, what they hand over, and what threatens that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.standing import names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opsgen.derive.assessment import Assessment
    from opsgen.derive.gates import GateState
    from opsgen.derive.raid import IssueState
    from opsgen.derive.risk import RiskState
    from opsgen.derive.schedule import PhaseState
    from opsgen.derive.scope import DeliverableState
    from opsgen.model import Item, Project


@dataclass(frozen=True, slots=True)
class Stage:
    """What a gate looks back at, and what it lets begin.

    `risks` are the open threats that name the gate or anything of its phases, then those that are high or
    critical whatever they name; `issues` the open ones that came of these risks, are severe, or are to be
    solved before the gate. `next` are the phases that begin with it. Source: PRINCE2, end of a stage.
    """

    phases: tuple[PhaseState, ...]
    deliverables: tuple[DeliverableState, ...]
    risks: tuple[RiskState, ...]
    issues: tuple[IssueState, ...]
    next: tuple[PhaseState, ...]
    named: frozenset[str]
    """The names of the gate, its phases, and all that belongs to them."""

    def names(self, state: RiskState) -> bool:
        """Whether a risk says that it would hit what this gate is about."""
        return not self.named.isdisjoint(state.risk.affects)


def stage(of: Assessment, gate: GateState) -> Stage:
    """The stage before a gate."""
    project = of.project
    ending = tuple(state for state in of.phases if state.phase in gate.phases)
    inside = frozenset(name for phase in gate.phases for name in names(phase))
    items = (gate.milestone, *_of_phases(project, inside))
    handed = frozenset(_deliverables(items))
    pieces = tuple(s for s in of.deliverables if handed.intersection(names(s.deliverable)))
    every: tuple[Item, ...] = (*items, *gate.phases, *(state.deliverable for state in pieces))
    named = frozenset(name for item in every for name in names(item))
    risks = tuple(_risks(of, named))
    return Stage(
        phases=ending,
        deliverables=pieces,
        risks=risks,
        issues=tuple(_issues(of, gate, risks)),
        next=tuple(_next(of, gate, ending)),
        named=named,
    )


def _of_phases(project: Project, phases: frozenset[str]) -> Iterator[Item]:
    """The milestones and tasks of these phases."""
    yield from (stone for stone in project.milestones if stone.phase in phases)
    yield from (task for task in project.tasks if task.phase in phases)


def _deliverables(items: Iterable[Item]) -> Iterator[str]:
    """What milestones and tasks hand over, as they call it."""
    for item in items:
        yield from getattr(item, "deliverables", ())
        yield getattr(item, "deliverable", "")


def _risks(of: Assessment, named: frozenset[str]) -> Iterator[RiskState]:
    threats = [state for state in of.risks if state.open_threat]
    near = [state for state in threats if not named.isdisjoint(state.risk.affects)]
    yield from near
    yield from (state for state in threats if state.grave and state not in near)


def _issues(of: Assessment, gate: GateState, risks: Iterable[RiskState]) -> Iterator[IssueState]:
    sources = frozenset(name for state in risks for name in names(state.risk))
    day = gate.state.due
    for state in of.issues:
        due = state.issue.due
        before = due is not None and day is not None and due <= day
        if state.open and (state.severe or before or state.issue.from_risk in sources):
            yield state


def _next(of: Assessment, gate: GateState, ending: tuple[PhaseState, ...]) -> Iterator[PhaseState]:
    """The phases that begin first once these have ended; none after the last gate."""
    ends = max((state.finish for state in ending), default=gate.state.due)
    later = [s for s in of.phases if s not in ending and ends is not None and s.start >= ends]
    first = min((state.start for state in later), default=None)
    yield from (state for state in later if state.start == first)
