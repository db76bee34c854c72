"""How dates and work done became numbers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from opsgen.derive.precedents import LEAST
from opsgen.views.how.how import How
from opsgen.views.how.plans import original
from opsgen.words import Message, message, plural

if TYPE_CHECKING:
    from datetime import date

    from opsgen.derive.network import Network, Scheduled
    from opsgen.derive.precedents import Outlook
    from opsgen.derive.schedule import Completion, MilestoneState, TaskState
    from opsgen.portfolio.plans import PlanSource
    from opsgen.words import Words

BASIS = {
    "effort": message("by effort"),
    "weight": message("by weight"),
    "count": message("every task counted alike"),
}
_OUTLOOK = message(
    "forecast + the slip that half (P50) or four in five (P80) of comparable milestones did not exceed, in"
    " calendar days; those still open count as later than so far, and those that were reached earlier than is"
    " still possible do not count"
)


def days(n: int, say: Words) -> str:
    """A signed number of days: `+14 days`."""
    return say.say(plural("{signed} day", "{signed} days", abs(n), signed=say.signed(n)))


def whole_days(n: int, say: Words) -> str:
    """A number of days: `10 days`."""
    return say.say(plural("{n} day", "{n} days", n))


def slip(state: MilestoneState, say: Words, source: PlanSource | None = None, beside: str = "") -> How | None:
    """Forecast or actual date less the original plan; an overdue one is held against the status date."""
    planned = state.milestone.baseline
    if planned is None or state.due is None or state.slip is None:
        return None
    achieved = state.status == "achieved"
    reached = planned + timedelta(days=state.slip)
    inputs = original(planned, source, say, beside)
    inputs.append((message("Actual") if achieved else message("Forecast"), say.date(state.due)))
    if reached != state.due:
        inputs.append((message("Overdue, so up to"), say.date(reached)))
    if state.slip_working is not None:
        inputs.append((message("In working days"), days(state.slip_working, say)))
    inputs.append((message("Tolerance"), whole_days(state.tolerance, say)))
    return How(_slip_rule(achieved=achieved, beside=bool(beside)), tuple(inputs))


def moved(state: MilestoneState, n: int | None, last: date | None, say: Words) -> How | None:
    """How many days the date of a milestone is from that of the last report."""
    if n is None or last is None or state.due is None:
        return None
    inputs = (
        (message("Last report"), say.date(last)),
        (message("Date in it"), say.date(state.due - timedelta(days=n))),
        (message("Date now"), say.date(state.due)),
    )
    return How(message("date now − date in the last report, in calendar days"), inputs)


def _slip_rule(*, achieved: bool, beside: bool) -> Message:
    if beside and achieved:
        return message("actual date − plan compared with, in calendar days")
    if beside:
        return message("later of forecast and status date − plan compared with, in calendar days")
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


def task_slip(state: TaskState, say: Words, source: PlanSource | None = None, beside: str = "") -> How | None:
    """The finish of a task less its planned finish; an overdue one is held against the status date."""
    planned = state.task.baseline.finish
    if planned is None or state.finish is None or state.slip is None:
        return None
    reached = planned + timedelta(days=state.slip)
    inputs = [*original(planned, source, say, beside), (message("Finish"), say.date(state.finish))]
    if reached != state.finish:
        inputs.append((message("Overdue, so up to"), say.date(reached)))
    return How(_slip_rule(achieved=state.status == "done", beside=bool(beside)), tuple(inputs))


def task_completion(state: TaskState, say: Words) -> How | None:
    """How far a task is, where nobody wrote it: from the tasks below it, or from what is left to do."""
    task = state.task
    if state.below is not None:
        return completion(state.below, say)
    if state.complete is None or task.complete is not None or task.status == "done":
        return None
    if not task.effort or task.remaining is None:
        return None
    inputs = (
        (message("Effort"), say.number(task.effort)),
        (message("Remaining"), say.number(task.remaining)),
    )
    return How(message("(effort − remaining) / effort"), inputs)


def room(of: Scheduled, network: Network, say: Words) -> How | None:
    """Total float, with the dates it lies between, and free float."""
    if of.total_float is None:
        return None
    dates = (
        (message("Earliest finish"), of.early_finish),
        (message("Latest finish"), of.late_finish),
        (message("End of what is linked"), network.end),
    )
    inputs = [(name, say.date(day)) for name, day in dates if day]
    if of.free_float is not None:
        inputs.append((message("Until the next one moves (free float)"), whole_days(of.free_float, say)))
    return How(message("latest finish − earliest finish, in working days"), tuple(inputs))


def outlook(of: Outlook, say: Words) -> How:
    """How late earlier milestones became that stood as far from their date, and how many there are."""
    inputs = [
        (message("Forecast"), say.date(of.forecast)),
        (message("From today"), _away(of.distance, say)),
        (message("Compared with"), say.say(_class_of(of))),
        (message("Cases"), say.number(of.cases)),
    ]
    if of.waiting:
        inputs.append((message("Still open, and later than so far"), say.number(of.waiting)))
    if of.cases < LEAST:
        inputs.append((message("Cases needed"), say.number(LEAST)))
    if of.slip50 is not None:
        inputs.append((message("Slip of half of them, at most"), days(of.slip50, say)))
    if of.slip80 is not None:
        inputs.append((message("Slip of four in five of them, at most"), days(of.slip80, say)))
    return How(_OUTLOOK, tuple(inputs))


def _away(distance: int, say: Words) -> str:
    if distance < 0:
        return say.say(plural("{n} day overdue", "{n} days overdue", -distance))
    return say.say(plural("{n} day ahead", "{n} days ahead", distance))


def _class_of(of: Outlook) -> Message:
    """Which milestones the cases are of."""
    if of.nearest is None:
        if of.distance == 0:
            return message("milestones that were not reached on the day of their date")
        return plural(
            "milestones still open {n} day after their date",
            "milestones still open {n} days after their date",
            -of.distance,
        )
    return message(
        "milestones when they first stood {nearest} to {farthest} days before their date",
        nearest=of.nearest,
        farthest=of.farthest,
    )
