"""How key results became a score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.derive.standing import named
from opsgen.views.how.how import How
from opsgen.words import message

if TYPE_CHECKING:
    from opsgen.derive.goals import GoalState, KeyResultState
    from opsgen.words import Words


def score(state: GoalState, say: Words) -> How | None:
    """Weighted mean of the key results."""
    if state.score is None:
        return None
    inputs = tuple((named(part.key_result), _share(part, say)) for part in state.key_results)
    return How(
        message("Σ weight × progress / Σ weight over the key results, each kept within 0 and 1"), inputs
    )


def _share(part: KeyResultState, say: Words) -> str:
    """`0.45`, as it counts, with its weight where it is not 1."""
    shown = say.gettext("n/a") if part.progress is None else say.number(min(1, max(0, part.progress)))
    return shown if part.key_result.weight == 1 else f"{say.number(part.key_result.weight)} × {shown}"


def key_result(state: KeyResultState, say: Words) -> How | None:
    """The way gone / the whole way, or whether its target or milestone is reached."""
    if state.progress is None:
        return None
    begin, target, value = state.start_value, state.target, state.value
    if value is None:
        return How(message("100% once the milestone is achieved, 0% before"))
    known = ((message("Actual"), value), (message("Start value"), begin), (message("Target"), target))
    inputs = tuple((name, say.number(number)) for name, number in known if number is not None)
    if begin is None or target is None or begin == target:
        return How(message("100% once the target is reached, 0% before"), inputs)
    return How(message("(actual − start value) / (target − start value)"), inputs)
