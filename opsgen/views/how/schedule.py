"""How dates and work done became numbers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from opsgen.views.how.how import How
from opsgen.words import Message, message, plural

if TYPE_CHECKING:
    from opsgen.derive.schedule import Completion, MilestoneState
    from opsgen.words import Words

BASIS = {
    "effort": message("by effort"),
    "weight": message("by weight"),
    "count": message("every task counted alike"),
}


def days(n: int, say: Words) -> str:
    """A signed number of days: `+14 days`."""
    return say.say(plural("{signed} day", "{signed} days", abs(n), signed=say.signed(n)))


def whole_days(n: int, say: Words) -> str:
    """A number of days: `10 days`."""
    return say.say(plural("{n} day", "{n} days", n))


def slip(state: MilestoneState, say: Words) -> How | None:
    """Forecast or actual date less the original plan; an overdue one is held against the status date."""
    planned = state.milestone.baseline
    if planned is None or state.due is None or state.slip is None:
        return None
    achieved = state.status == "achieved"
    reached = planned + timedelta(days=state.slip)
    inputs = [(message("Original plan"), say.date(planned))]
    inputs.append((message("Actual") if achieved else message("Forecast"), say.date(state.due)))
    if reached != state.due:
        inputs.append((message("Overdue, so up to"), say.date(reached)))
    if state.slip_working is not None:
        inputs.append((message("In working days"), days(state.slip_working, say)))
    inputs.append((message("Tolerance"), whole_days(state.tolerance, say)))
    return How(_slip_rule(achieved=achieved), tuple(inputs))


def _slip_rule(*, achieved: bool) -> Message:
    if achieved:
        return message("actual date − original plan, in calendar days")
    return message("later of forecast and status date − original plan, in calendar days")


def completion(done: Completion, say: Words) -> How | None:
    """Weighted mean of the tasks at the bottom."""
    if done.percent is None:
        return None
    inputs = [(message("Weight"), say.say(BASIS[done.basis])), (message("Tasks"), say.number(done.tasks))]
    if done.unknown:
        inputs.append((message("Left out: nobody said how far"), say.number(done.unknown)))
    return How(message("Σ weight × complete / Σ weight, over the tasks at the bottom"), tuple(inputs))
