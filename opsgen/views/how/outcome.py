"""How it is counted what was reached, and how two projects are held beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.derive.comparison import NEAR, on_day
from opsgen.views.how.how import How
from opsgen.views.how.plans import original
from opsgen.views.how.schedule import days, whole_days
from opsgen.words import message

if TYPE_CHECKING:
    from datetime import date

    from opsgen.derive.assessment import Assessment
    from opsgen.derive.comparison import Aligned, Side
    from opsgen.derive.outcome import Kind, Tally
    from opsgen.portfolio.plans import PlanSource
    from opsgen.words import Message, Words

Input = tuple["Message", str]
RULES: dict[Kind, Message] = {
    "goal": message("goals whose status is achieved, of all goals"),
    "metric": message("metrics that met their target, of those that have one"),
    "milestone": message(
        "milestones reached within the tolerance of their original plan, of those that have one"
    ),
    "deliverable": message("deliverables accepted or handed over, of those that were not dropped"),
    "budget": message("budget lines that ended within the tolerance of their plan, of those to be spent"),
}


def reached(tally: Tally, of: Assessment, say: Words) -> How:
    """What counts as reached, and how many did, did not, and may still."""
    inputs: list[Input] = []
    if tally.kind == "milestone":
        inputs.append((message("Tolerance"), whole_days(of.limits.schedule_days, say)))
    if tally.kind == "budget":
        inputs.append((message("Tolerance"), say.percent(of.limits.cost_pct)))
    inputs.append((message("Reached"), say.number(tally.met)))
    inputs.append((message("Not reached"), say.number(tally.missed)))
    if tally.open:
        inputs.append((message("Nothing final yet"), say.number(tally.open)))
    return How(RULES[tally.kind], tuple(inputs))


def finish(of: Assessment, ended: date, source: PlanSource | None, say: Words) -> How | None:
    """The end less the planned finish."""
    planned = of.project.baseline_finish
    if planned is None or of.finish_slip is None:
        return None
    inputs = (
        *original(planned, source, say),
        (message("Finish"), say.date(ended)),
        (message("Deviation"), days(of.finish_slip, say)),
    )
    return How(message("finish − original plan, in calendar days"), inputs)


def difference(found: Aligned, own: Side, other: Side, say: Words) -> How | None:
    """One value against the other of the same day from the start."""
    if found.now is None or found.then is None:
        return None
    unit = found.state.metric.unit
    inputs = tuple(
        (message("Day {n}, {day}", n=day, day=on_day(side.project.start, day)), say.amount(value, unit))
        for side, day, value in ((own, found.day, found.now), (other, found.other_day, found.then))
    )
    rule = message(
        "(this value − the other) / the other, on the last day from the start that both measured, "
        "at most {n} days apart",
        n=NEAR,
    )
    return How(rule, inputs)
