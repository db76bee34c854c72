"""How measurements became rates, expectations and gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.views.how.how import How
from opsgen.words import Message, message

if TYPE_CHECKING:
    from datetime import date

    from opsgen.derive.metrics import MetricState
    from opsgen.model import Project
    from opsgen.words import Words

Input = tuple[Message, str]


def elapsed(start: date | None, due: date | None, as_of: date, say: Words) -> How | None:
    """Time gone / time there is."""
    if start is None or due is None or due <= start:
        return None
    return How(
        message("(status date − start) / (due − start), 0 to 100%"),
        (
            (message("Status date"), say.date(as_of)),
            (message("Start"), say.date(start)),
            (message("Due"), say.date(due)),
        ),
    )


def attainment(state: MetricState, say: Words) -> How | None:
    """Actual / target, or the other way round where less is better."""
    if state.attainment is None or state.target is None:
        return None
    less = state.metric.direction == "down"
    rule = message("target / actual, because less is better") if less else message("actual / target")
    return How(rule, (*_actual(state, say), _target(state, say)))


def progress(state: MetricState, say: Words) -> How | None:
    """The way gone / the whole way."""
    if state.progress is None or state.metric.start_value is None:
        return None
    begin = (message("Start value"), say.amount(state.metric.start_value, state.metric.unit))
    return How(
        message("(actual − start value) / (target − start value)"),
        (*_actual(state, say), begin, _target(state, say)),
    )


def expected(state: MetricState, project: Project, say: Words) -> How | None:
    """Straight from the start to the due date, or through the dated targets."""
    if state.expected is None or not state.paced:
        return None
    unit, target = state.metric.unit, state.metric.target
    steps = target.steps if target else ()
    inputs: list[Input] = []
    if state.start_value is not None and project.start:
        inputs.append((_on(project.start, say), say.amount(state.start_value, unit)))
    if steps:
        inputs += [(_on(day, say), say.amount(value, unit)) for day, value in steps]
        return How(message("On the line through the dated targets"), tuple(inputs))
    if state.due and state.target is not None:
        inputs.append((_on(state.due, say), say.amount(state.target, unit)))
    return How(message("On the straight line from the start to the due date"), tuple(inputs))


def gap(state: MetricState, say: Words) -> How | None:
    """Actual less what is expected now."""
    if state.gap is None or state.expected is None:
        return None
    aim = (message("Expected now"), say.amount(state.expected, state.metric.unit))
    return How(message("actual − expected"), (*_actual(state, say), aim))


def projected(state: MetricState, say: Words) -> How | None:
    """What was reached, over the share of the way that was expected by then."""
    if state.projected is None or state.start_value is None:
        return None
    rule = message(
        "start value + (actual − start value) / share of the way that was expected on the day it was measured"
    )
    begin = (message("Start value"), say.amount(state.start_value, state.metric.unit))
    due = ((message("Due"), say.date(state.due)),) if state.due else ()
    return How(rule, (*_actual(state, say), begin, _target(state, say), *due))


def period_change(state: MetricState, say: Words) -> How | None:
    """The later of two periods less the earlier."""
    change, unit = state.period_change, state.metric.unit
    if change is None:
        return None
    return How(
        message("later period − the one before it"),
        (
            (message("{label}", label=change.before_label), say.amount(change.before, unit)),
            (message("{label}", label=change.after_label), say.amount(change.after, unit)),
        ),
    )


def _on(day: date, say: Words) -> Message:
    return message("{label}", label=say.date(day))


def _actual(state: MetricState, say: Words) -> tuple[Input, ...]:
    if state.latest is None:
        return ()
    label = message("Actual, {day}", day=state.latest.date)
    return ((label, say.amount(state.latest.value, state.metric.unit)),)


def _target(state: MetricState, say: Words) -> Input:
    return (
        message("Target"),
        say.amount(state.target, state.metric.unit) if state.target is not None else say.gettext("none"),
    )
