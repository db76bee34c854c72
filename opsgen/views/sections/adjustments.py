"""Adjustments: what was seen, why, what was changed, and whether it helped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.portfolio import Placed
from opsgen.derive.series import grows
from opsgen.derive.standing import names
from opsgen.views import states
from opsgen.views.agreed import action_of
from opsgen.views.how import improvement
from opsgen.words import Text, message, words

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.derive.adjustments import AdjustmentState
    from opsgen.model import Metric
    from opsgen.views.agreed import Agreed
    from opsgen.views.edition import Edition
    from opsgen.views.how import How
    from opsgen.views.states import State
    from opsgen.words import Message, Words


@dataclass(frozen=True, slots=True)
class Change:
    """A metric before and after an adjustment in words; `effect` is which way it went, for a reader."""

    before: str
    after: str
    percent: str
    effect: State
    how: How | None


@dataclass(frozen=True, slots=True)
class AdjustmentItem:
    """An adjustment for a reader; what was done is an `action` of the project, or said in words.

    `doubt` is said where its owner says one thing and the number another.
    """

    state: AdjustmentState
    light: State
    metric: Metric | None
    action: Agreed | None
    said: Text
    change: Change | None
    doubt: Message | None


def adjustments(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """The adjustments, the latest first."""
    return {
        "adjusted": tuple(adjustment_item(state, assessment, edition) for state in assessment.adjustments)
    }


def adjustment_item(state: AdjustmentState, of: Assessment, edition: Edition) -> AdjustmentItem:
    """An adjustment for a reader of this edition."""
    action = named_action(of, state.adjustment.action, edition)
    return AdjustmentItem(
        state=state,
        light=states.adjustment(state),
        metric=state.metric.metric if state.metric else None,
        action=action,
        said=Text() if action else edition.told(state.adjustment.action),
        change=change_of(state, words(edition.lang)),
        doubt=_doubt(state),
    )


def named_action(of: Assessment, said: Text, edition: Edition) -> Agreed | None:
    """The action of the project, or of a meeting about it, that a text is the id of."""
    called = set(said.forms)
    for state in of.actions if called else ():
        if called.intersection(names(state.action)):
            return action_of(edition, Placed(of.project, state))
    return None


def change_of(state: AdjustmentState, say: Words) -> Change | None:
    """The metric before and after; of what adds up, what a day brought."""
    found = state.comparison
    if found is None or state.metric is None:
        return None
    metric = state.metric.metric
    before, after = (say.amount(value, metric.unit) for value in (found.before, found.after))
    if grows(metric):
        before, after = (say.say(message("{amount} a day", amount=one)) for one in (before, after))
    percent = "" if found.percent is None else f"{say.signed(round(found.percent, 1))}%"
    how = improvement.before_and_after(state, say)
    return Change(before, after, percent, states.EFFECT[found.effect], how)


def _doubt(state: AdjustmentState) -> Message | None:
    if not state.contradicted:
        return None
    if state.adjustment.result == "helped":
        return message("It is said to have helped, and the number got worse.")
    return message("It is said to have made it worse, and the number got better.")
