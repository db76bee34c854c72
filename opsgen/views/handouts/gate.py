"""The review of a gate: what the criteria allow, what they stand on, and what is asked of whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.gates import DECIDED
from opsgen.derive.stage import stage
from opsgen.views import states
from opsgen.views.sections.deliverables import deliverable_row
from opsgen.views.sections.phases import phase_row, verdict
from opsgen.words import Message, message, plural

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.derive.gates import GateState
    from opsgen.derive.stage import Stage
    from opsgen.model import Criterion
    from opsgen.views.edition import Edition
    from opsgen.views.sections.deliverables import DeliverableRow
    from opsgen.views.sections.phases import PhaseRow
    from opsgen.views.states import State

_MEANING: dict[str, Message] = {
    "go": message("on to what comes next, as planned"),
    "conditional_go": message("on, under conditions that each have an owner and a day"),
    "hold": message("not yet; the day to come back is set now"),
    "stop": message("no further; what is left is wound up in order"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to decide at a gate, what it means, and whether it was taken."""

    name: Message
    meaning: Message
    taken: bool


@dataclass(frozen=True, slots=True)
class GateSheet:
    """A gate for those who decide there.

    `verdict` is what the criteria come to, `asked` what is to be done now; `conditions` are the criteria that
    a conditional go left open.
    """

    state: GateState
    light: State
    verdict: Message
    asked: Message
    choices: tuple[Choice, ...]
    conditions: tuple[Criterion, ...]
    phases: tuple[PhaseRow, ...]
    deliverables: tuple[DeliverableRow, ...]
    stage: Stage
    others: tuple[GateState, ...]

    @property
    def decided(self) -> bool:
        """Whether somebody has decided."""
        return self.state.status in DECIDED


def gate_sheet(edition: Edition, assessment: Assessment, state: GateState) -> GateSheet:
    """The review of one gate."""
    found = stage(assessment, state)
    missing = state.unmet + state.unknown
    return GateSheet(
        state=state,
        light=states.GATE[state.status],
        verdict=_verdict(state),
        asked=_asked(edition, state),
        choices=tuple(_choice(name, state) for name in _MEANING),
        conditions=missing if state.status == "conditional_go" else (),
        phases=tuple(phase_row(edition, assessment, one) for one in found.phases),
        deliverables=tuple(deliverable_row(assessment, one) for one in found.deliverables),
        stage=found,
        others=tuple(one for one in assessment.gates if one is not state),
    )


def _choice(name: str, state: GateState) -> Choice:
    return Choice(states.GATE[name][1], _MEANING[name], state.status == name)


def _verdict(state: GateState) -> Message:
    """What the criteria come to: before the decision what they allow, afterwards how it fits them."""
    total = len(state.milestone.criteria)
    if not total:
        return message("No criteria are written for this gate, so none speaks for a go or against it.")
    if state.status in DECIDED:
        return message("{said}.", said=verdict(state))
    if state.unmet:
        return plural(
            "The criteria do not allow a go: {n} of {all} is not met.",
            "The criteria do not allow a go: {n} of {all} are not met.",
            len(state.unmet),
            all=total,
        )
    if state.unknown:
        return plural(
            "Whether the criteria allow a go is not known: of {n} of {all} nobody says whether it is met.",
            "Whether the criteria allow a go is not known: of {n} of {all} nobody says whether they are met.",
            len(state.unknown),
            all=total,
        )
    return plural("The criterion is met and allows a go.", "All {n} criteria are met and allow a go.", total)


def _asked(edition: Edition, state: GateState) -> Message:
    """What is to be done now."""
    gate, due = state.milestone, state.state.due
    if state.status in DECIDED:
        return _taken(edition, state)
    if state.status == "undecided" and due:
        return message("A decision is missing: the gate was to be on {day}.", day=due)
    if due is None:
        return message("A decision is wanted; no day is set.")
    if gate.decided_by:
        who = edition.person(gate.decided_by)
        return message("{person} is to decide on {day}.", person=who, day=due)
    return message("A decision is wanted on {day}.", day=due)


def _taken(edition: Edition, state: GateState) -> Message:
    gate = state.milestone
    who = edition.person(gate.decided_by) if gate.decided_by else ""
    if who and gate.decided:
        return message("Decided by {person} on {day}.", person=who, day=gate.decided)
    if gate.decided:
        return message("Decided on {day}; nobody is named who decided.", day=gate.decided)
    return (
        message("Decided by {person}; no day is written.", person=who)
        if who
        else message("Decided; neither who nor when is written.")
    )
