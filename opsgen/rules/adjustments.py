"""Rules about adjustments: somebody looks whether they helped, and what is said fits the number."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from opsgen.derive.adjustments import compared, contradicts
from opsgen.derive.metrics import metric_state
from opsgen.derive.standing import by_name, goes_on, named, quantity
from opsgen.rules.rule import DAY, Finding, rule
from opsgen.words import DaysSince, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.model import Project
    from opsgen.portfolio import House


@rule("check-overdue", "warning")
def check_overdue(project: Project, _: House) -> Iterator[Finding]:
    """The day has come to see whether an adjustment helped, and nothing says whether it did.

    What did not help is worth as much to the next project as what did.

    Example:
        # wrong
        metrics:
          - {id: K1, title: Orders a week, target: 200}
        adjustments:
          - id: AD1
            title: Lighter coupon page
            date: 2026-11-01
            metric: K1
            observation: Orders fell to 140 in a week
            check_on: 2026-11-15
        # right
        metrics:
          - {id: K1, title: Orders a week, target: 200}
        adjustments:
          - id: AD1
            title: Lighter coupon page
            date: 2026-11-01
            metric: K1
            observation: Orders fell to 140 in a week
            check_on: 2026-11-15
            result: no_effect
    """
    for i, one in enumerate(project.adjustments) if goes_on(project) else ():
        if one.check_on and one.result == "pending":
            text = plural(
                "{item} was to be checked {n} day ago, and nothing says whether it helped",
                "{item} was to be checked {n} days ago, and nothing says whether it helped",
                DaysSince(one.check_on),
                item=named(one),
            )
            hint = message("write `result`: helped, no_effect or worse; or a new `check_on`")
            yield Finding(("adjustments", i, "check_on"), text, hint, since=one.check_on + DAY)


@rule("adjustment-without-check", "info")
def adjustment_without_check(project: Project, _: House) -> Iterator[Finding]:
    """Nothing says when somebody will look whether an adjustment helped, so that nobody will.

    Example:
        # wrong
        adjustments:
          - {id: AD1, title: More people on the phone, date: 2026-11-20, observation: Calls are lost}
        # right
        adjustments:
          - id: AD1
            title: More people on the phone
            date: 2026-11-20
            observation: Calls are lost
            check_on: 2026-12-04
    """
    for i, one in enumerate(project.adjustments) if goes_on(project) else ():
        if one.result == "pending" and one.check_on is None:
            text = message("nothing says when to see whether {item} helped", item=named(one))
            yield Finding(("adjustments", i), text, message("write `check_on`, two weeks later for instance"))


@rule("adjustment-without-metric", "info")
def adjustment_without_metric(project: Project, _: House) -> Iterator[Finding]:
    """An adjustment is said to have helped, and names none of the project's metrics in which that is seen.

    With the metric its page shows the number before and after.

    Example:
        # wrong
        metrics:
          - {id: K1, title: Orders a week, target: 200}
        adjustments:
          - id: AD1
            title: Lighter coupon page
            date: 2026-11-01
            observation: Orders fell to 140 in a week
            check_on: 2026-11-15
            result: helped
        # right
        metrics:
          - {id: K1, title: Orders a week, target: 200}
        adjustments:
          - id: AD1
            title: Lighter coupon page
            date: 2026-11-01
            metric: K1
            observation: Orders fell to 140 in a week
            check_on: 2026-11-15
            result: helped
    """
    for i, one in enumerate(project.adjustments) if project.metrics else ():
        if one.result == "helped" and not one.metric:
            text = message(
                "{item} is said to have helped, and names no metric that shows it", item=named(one)
            )
            yield Finding(
                ("adjustments", i, "result"),
                text,
                message("write the id of the metric, such as `metric: {id}`", id=_first(project)),
            )


@rule("result-against-numbers", "warning")
def result_against_numbers(project: Project, house: House) -> Iterator[Finding]:
    """What is said of an adjustment contradicts its metric: it is said to have helped, and the number got
    worse; or the other way round.

    Compared are the means of what was measured in as many days before it as after it to the day of the check,
    or 14 days; of what adds up, what a day brought. Where there is another reason, allow it and say which.

    Example:
        # wrong
        metrics:
          - {id: K1, title: Orders a week, target: 200}
        measurements:
          2026-10-25: {K1: 160}
          2026-11-08: {K1: 140}
        adjustments:
          - id: AD1
            title: Lighter coupon page
            date: 2026-11-01
            metric: K1
            observation: Orders fell to 160 in a week
            check_on: 2026-11-15
            result: helped
        # right
        metrics:
          - {id: K1, title: Orders a week, target: 200}
        measurements:
          2026-10-25: {K1: 160}
          2026-11-08: {K1: 140}
        adjustments:
          - id: AD1
            title: Lighter coupon page
            date: 2026-11-01
            metric: K1
            observation: Orders fell to 160 in a week
            check_on: 2026-11-15
            result: worse
    """
    known = by_name(project.metrics)
    for i, one in enumerate(project.adjustments):
        metric = known.get(one.metric)
        if metric is None or one.result not in ("helped", "worse"):
            continue
        found = compared(one, metric_state(metric, project, house.settings, date.max, known), date.max)
        if found is None or not contradicts(one, found):
            continue
        before, after = (quantity(value, metric.unit) for value in (found.before, found.after))
        given = {"item": named(one), "metric": named(metric), "before": before, "after": after}
        if one.result == "helped":
            text = message(
                "{item} is said to have helped, but {metric} got worse: {before} before, {after} after",
                **given,
            )
        else:
            text = message(
                "{item} is said to have done harm, but {metric} got better: {before} before, {after} after",
                **given,
            )
        hint = message("correct `result`, or say in `notes` why the number does not tell, and allow it")
        yield Finding(("adjustments", i, "result"), text, hint, since=one.check_on)


def _first(project: Project) -> str:
    return project.metrics[0].id or "K1"


RULES = (check_overdue, adjustment_without_check, adjustment_without_metric, result_against_numbers)
