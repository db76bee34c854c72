"""The closing report: the outcome of a project with a light of its own, and what is left to somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.method import CLOSING
from opsgen.views.outcome import NAMES, light, outcome_view
from opsgen.words import Message, message

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.derive.method import Formula
    from opsgen.derive.outcome import Kind
    from opsgen.derive.raid import IssueState
    from opsgen.derive.risk import RiskState
    from opsgen.derive.standing import Called
    from opsgen.derive.steering import ActionState
    from opsgen.views.edition import Edition
    from opsgen.views.outcome import OutcomeView
    from opsgen.views.states import State


@dataclass(frozen=True, slots=True)
class ClosingSheet:
    """The end of a project: its light, whether it is accepted, what nobody explains, what is still open."""

    light: State
    standing: Message
    silent: tuple[tuple[Message, tuple[Called, ...]], ...]
    actions: tuple[ActionState, ...]
    issues: tuple[IssueState, ...]
    risks: tuple[RiskState, ...]
    formulas: tuple[Formula, ...] = CLOSING

    @property
    def left(self) -> bool:
        """Whether anything is still open that somebody has to take over."""
        return bool(self.actions or self.issues or self.risks)


_OF: dict[Kind, Message] = {
    "goal": message("Goals"),
    "metric": message("Metrics"),
    "milestone": message("Milestones"),
    "deliverable": message("Deliverables"),
    "budget": message("Budget"),
}
assert _OF.keys() == NAMES.keys()


def closing_sheet(edition: Edition, assessment: Assessment) -> ClosingSheet:
    """What a closing report says beside the outcome itself."""
    found = outcome_view(edition, assessment)
    return ClosingSheet(
        light=_light(found),
        standing=_standing(edition, assessment),
        silent=_silent(found),
        actions=tuple(state for state in assessment.actions if state.open),
        issues=tuple(state for state in assessment.issues if state.open),
        risks=tuple(state for state in assessment.risks if state.open_threat),
    )


def _standing(edition: Edition, of: Assessment) -> Message:
    """Whether somebody has accepted it."""
    closing = of.project.closing
    if not of.over:
        return message("The closing report is a draft until the project is closed.")
    if closing is None or not closing.accepted_by or closing.accepted is None:
        return message("Not accepted yet")
    who = edition.person(closing.accepted_by)
    return message("Accepted by {person} on {day}", person=who, day=closing.accepted)


def _light(of: OutcomeView | None) -> State:
    """How well the goals were reached; without goals the targets, else what comes first of the others."""
    tallies = of.found.tallies if of else ()
    return light(tallies[0]) if tallies else ("todo", message("Nothing to hold it against"))


def _silent(of: OutcomeView | None) -> tuple[tuple[Message, tuple[Called, ...]], ...]:
    """What came out otherwise than wanted and has no reason."""
    judged = of.found.judged if of else ()
    kinds = (
        (_OF[kind], tuple(_called(one.state) for one in items if one.deviates and not one.reason))
        for kind, items in judged
    )
    return tuple((name, items) for name, items in kinds if items)


def _called(state: object) -> Called:
    """The item of a state, whatever its kind."""
    kinds = ("goal", "metric", "milestone", "deliverable", "line")
    found: Called = next(getattr(state, kind) for kind in kinds if hasattr(state, kind))
    return found
