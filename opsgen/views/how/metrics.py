"""How measurements became rates, expectations and gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.derive.comparison import on_day
from opsgen.derive.metrics import distance
from opsgen.derive.standing import PERCENT
from opsgen.views.how.how import How
from opsgen.words import Message, message

if TYPE_CHECKING:
    from datetime import date

    from opsgen.derive.comparison import Aligned
    from opsgen.derive.funnel import Rate, Step
    from opsgen.derive.metrics import MetricState
    from opsgen.derive.series import Change
    from opsgen.model import Metric, Project
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
    """Actual less what is expected now, less the target, or less the nearer end of a range."""
    if distance(state) is None:
        return None
    metric, target = state.metric, state.metric.target
    if target and target.min is not None and target.max is not None:
        low, high = say.amount(target.min, metric.unit), say.amount(target.max, metric.unit)
        rule = message("actual − the nearer end of the range, 0 within it")
        return How(rule, (*_actual(state, say), (message("Range"), f"{low} – {high}")))
    if not state.paced:
        return How(message("actual − target"), (*_actual(state, say), _target(state, say)))
    if state.expected is None:
        return None
    aim = (message("Expected now"), say.amount(state.expected, metric.unit))
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
    """环比: a period against the one before it."""
    rule = message("(later period − the one before it) / the one before it")
    points = message("later period − the one before it, in percentage points")
    return _change(state.metric, state.period_change, rule, points, say)


def year_change(state: MetricState, say: Words) -> How | None:
    """同比: a period against the same one of the year before."""
    rule = message("(period − the same one of the year before) / the one of the year before")
    points = message("period − the same one of the year before, in percentage points")
    return _change(state.metric, state.year_change, rule, points, say)


def latest_change(metric: Metric, change: Change | None, say: Words) -> How | None:
    """A value against the one measured before it."""
    rule = message("(latest value − the one before it) / the one before it")
    points = message("latest value − the one before it, in percentage points")
    return _change(metric, change, rule, points, say)


def _change(metric: Metric, change: Change | None, rule: Message, points: Message, say: Words) -> How | None:
    if change is None:
        return None
    inputs = (
        (message("{label}", label=change.before_label), say.amount(change.before, metric.unit)),
        (message("{label}", label=change.after_label), say.amount(change.after, metric.unit)),
        (message("Difference"), say.signed(change.delta)),
    )
    return How(points if metric.unit in PERCENT else rule, inputs)


def beside(pair: Aligned, own: Project, other: Project, say: Words) -> How | None:
    """同比: a value against the compared project's, on the same day counted from either start."""
    if pair.now is None or pair.then is None:
        return None
    unit = pair.state.metric.unit
    inputs = tuple(
        (
            message("{project}, day {n}, {day}", project=of.title, n=day, day=on_day(of.start, day)),
            say.amount(value, unit),
        )
        for of, day, value in ((other, pair.other_day, pair.then), (own, pair.day, pair.now))
    )
    if unit in PERCENT:
        return How(message("this project − the other, on the same day from the start, in points"), inputs)
    return How(message("(this project − the other) / the other, on the same day from the start"), inputs)


def share(of: float, whole: float, name: Message, unit: str, say: Words) -> How:
    """A segment in percent of all of them together."""
    inputs = ((name, say.amount(of, unit)), (message("All together"), say.amount(whole, unit)))
    return How(message("segment / all segments together"), inputs)


def rate(rate: Rate, step: Step, of: Step, say: Words) -> How:
    """What comes to a step, in percent of what came to an earlier one."""
    inputs = tuple(
        (
            message("{metric}, {day}", metric=one.state.metric.title, day=measured.date),
            say.amount(measured.value, one.state.metric.unit),
        )
        for one, measured in ((of, rate.of), (step, rate.came))
    )
    return How(message("step / earlier step"), inputs)


def rate_change(step: Step, say: Words) -> How | None:
    """A rate less the one of the day before on which both steps were measured."""
    if step.rate is None or step.rate_before is None:
        return None
    inputs = (
        (message("Before"), say.percent(step.rate_before, 1)),
        (message("Now"), say.percent(step.rate, 1)),
    )
    return How(message("rate − rate on the day before on which both were measured, in points"), inputs)


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
