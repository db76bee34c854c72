"""Rules about metrics: they have a target in the right direction, and somebody measures them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from opsgen.calendar import late_from
from opsgen.derive.metrics import due_of, target_value
from opsgen.derive.series import measured
from opsgen.derive.standing import by_name, goes_on, named, names, quantity
from opsgen.rules.rule import DAY, Finding, reach, rule
from opsgen.words import DaysSince, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.model import Project
    from opsgen.portfolio import House

_JUDGED = ("north_star", "key")


@rule("range-upside-down", "error")
def range_upside_down(project: Project, _: House) -> Iterator[Finding]:
    """The lowest value of a target range is above its highest.

    Example:
        # wrong
        metrics:
          - {id: K1, title: Stock days, direction: range, target: {min: 30, max: 20}}
        # right
        metrics:
          - {id: K1, title: Stock days, direction: range, target: {min: 20, max: 30}}
    """
    for path, target in reach(project, ("metrics", "*", "target")):
        if target.min is not None and target.max is not None and target.min > target.max:
            text = message("`min` {low} is above `max` {high}", low=target.min, high=target.max)
            yield Finding((*path, "min"), text)


@rule("metric-without-target", "warning")
def metric_without_target(project: Project, _: House) -> Iterator[Finding]:
    """A key metric has no target, so that nobody can say how it stands.

    Example:
        # wrong
        metrics:
          - {id: K1, title: Orders, unit: pieces}
          - {id: K2, title: Visits}
        # right
        metrics:
          - {id: K1, title: Orders, unit: pieces, target: 12000}
          - {id: K2, title: Visits, level: supporting}      # this one is only watched
    """
    if not goes_on(project):
        return
    aimed = {kr.metric for goal in project.goals for kr in goal.key_results if kr.target is not None}
    used = aimed.union(*(metric.ratio_of for metric in project.metrics))
    for i, metric in enumerate(project.metrics):
        if metric.target is None and metric.level in _JUDGED and used.isdisjoint(names(metric)):
            text = message("{item} has no target", item=named(metric))
            hint = message("write `target`, or `level: supporting` where it is only watched")
            yield Finding(("metrics", i), text, hint)


@rule("target-behind-start", "warning")
def target_behind_start(project: Project, _: House) -> Iterator[Finding]:
    """A metric begins beyond its target: it is to go up, and the target is lower than where it began.

    Example:
        # wrong
        metrics:
          - {id: K1, title: Cost of a new member, unit: 元, start_value: 92, target: 86}
        # right
        metrics:
          - {id: K1, title: Cost of a new member, unit: 元, direction: down, start_value: 92, target: 86}
    """
    for i, metric in enumerate(project.metrics):
        begin, end = metric.start_value, target_value(metric)
        if begin is None or end is None or begin == end or metric.direction == "range":
            continue
        if (metric.direction == "up") != (end > begin):
            given = {
                "item": named(metric),
                "start": quantity(begin, metric.unit),
                "target": quantity(end, metric.unit),
            }
            if metric.direction == "up":
                text = message(
                    "{item} should go up, and its target {target} is below its start {start}", **given
                )
                hint = message("write `direction: down` where less is better, or correct one of the two")
            else:
                text = message(
                    "{item} should go down, and its target {target} is above its start {start}", **given
                )
                hint = message("delete `direction: down` where more is better, or correct one of the two")
            yield Finding(("metrics", i, "target"), text, hint)


@rule("range-without-limits", "warning")
def range_without_limits(project: Project, _: House) -> Iterator[Finding]:
    """A metric is to stay within a range, and its target is a single value: any other value misses it.

    Example:
        # wrong
        metrics:
          - {id: K1, title: Stock days, direction: range, target: 20}
        # right
        metrics:
          - {id: K1, title: Stock days, direction: range, target: {min: 10, max: 20}}
    """
    for i, metric in enumerate(project.metrics):
        if metric.direction == "range" and metric.target and metric.target.min is None:
            text = message("{item} should stay within a range, and its target is none", item=named(metric))
            hint = message("write `target: {{min: …, max: …}}`, or `direction: up` or `down`")
            yield Finding(("metrics", i, "target"), text, hint)


@rule("metric-never-measured", "warning")
def metric_never_measured(project: Project, _: House) -> Iterator[Finding]:
    """A metric has a target, and no value although one was due.

    Of a key metric with a `frequency` the first one is due 1.5 periods after the project's start, of others
    at the deadline.

    Example:
        # wrong
        metrics:
          - {id: K1, title: Orders, target: 12000, frequency: weekly}
        # right
        metrics:
          - {id: K1, title: Orders, target: 12000, frequency: weekly}
        measurements:
          2026-11-15: {K1: 4450}
    """
    if not goes_on(project) and project.lifecycle != "closed":
        return
    known = by_name(project.metrics)
    for i, metric in enumerate(project.metrics):
        if metric.target is None or measured(metric, known, date.max):
            continue
        due = due_of(metric, project)
        early = project.start if metric.level in _JUDGED else None
        first = late_from(early, metric.frequency or "") if early else None
        since = first or (due + DAY if due else None)
        if since:
            text = message("{item} has a target, and no measurement", item=named(metric))
            hint = message("write `measurements` by date, or a table in `data/`")
            yield Finding(("metrics", i), text, hint, since=since)


@rule("stale-metric", "warning")
def stale_metric(project: Project, _: House) -> Iterator[Finding]:
    """The last measurement of a metric is older than 1.5 of its periods.

    Its light is grey until there is a new one. After its deadline no more measurements are expected.

    Example:
        # wrong
        metrics:
          - {id: K1, title: Orders, target: 12000, frequency: weekly}
        measurements:
          2026-10-04: {K1: 4450}      # and it is November
        # right
        metrics:
          - {id: K1, title: Orders, target: 12000, frequency: weekly}
        measurements:
          2026-10-04: {K1: 4450}
          2026-11-15: {K1: 6120}
    """
    if not goes_on(project):
        return
    known = by_name(project.metrics)
    for i, metric in enumerate(project.metrics):
        values = measured(metric, known, date.max) if metric.frequency and metric.target else ()
        since = late_from(values[-1].date, metric.frequency or "") if values else None
        due = due_of(metric, project)
        if since and (due is None or since <= due):
            text = plural(
                "{item} was last measured {n} day ago, on {day}",
                "{item} was last measured {n} days ago, on {day}",
                DaysSince(values[-1].date),
                item=named(metric),
                day=values[-1].date,
            )
            hint = message("write the new measurement, or the `frequency` it really has")
            yield Finding(("metrics", i), text, hint, since=since)


@rule("accepted-deviation-expired", "warning")
def accepted_deviation_expired(project: Project, _: House) -> Iterator[Finding]:
    """A worse number of a metric was accepted until a day that is over.

    Example:
        # wrong
        metrics:
          - id: K1
            title: Back within 30 days
            target: 24
            accepted_deviation: {value: 21, until: 2026-10-31, reason: Two shops are being rebuilt}
        # right
        metrics:
          - id: K1
            title: Back within 30 days
            target: 24
            accepted_deviation: {value: 21, until: 2026-12-31, reason: Two shops are being rebuilt}
    """
    if not goes_on(project):
        return
    for i, metric in enumerate(project.metrics):
        if deviation := metric.accepted_deviation:
            text = message(
                "the deviation of {item} was accepted until {day}", item=named(metric), day=deviation.until
            )
            hint = message("agree on a new `until`, or delete it")
            path = ("metrics", i, "accepted_deviation", "until")
            yield Finding(path, text, hint, since=deviation.until + DAY)


RULES = (
    range_upside_down,
    metric_without_target,
    target_behind_start,
    range_without_limits,
    metric_never_measured,
    stale_metric,
    accepted_deviation_expired,
)
