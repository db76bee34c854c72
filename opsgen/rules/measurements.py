"""Rules about measured numbers: one a day, in order, and none that looks like a slip of the hand."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from opsgen.derive.outliers import outliers
from opsgen.derive.standing import PERCENT, named, quantity
from opsgen.rules.rule import Finding, reach, rule
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from opsgen.model import Measurement, Metric, Project
    from opsgen.portfolio import House
    from opsgen.rules.rule import Pattern

_WHOLE = 5.0
"""From here on a share in percent cannot be mistaken for a fraction."""
_ALIKE = 2.0
_SHARES: dict[str, tuple[Pattern, ...]] = {
    "complete": (("tasks", "*", "complete"),),
    "confidence": (("milestones", "*", "confidence"), ("goals", "*", "key_results", "*", "confidence")),
    "percent": (("allocations", "*", "percent"),),
}
"""Where items have a percentage."""


@rule("repeated-measurement", "warning")
def repeated_measurement(project: Project, _: House) -> Iterator[Finding]:
    """A metric has two different values for the same day; only the later one in the list counts.

    Example:
        # wrong
        metrics:
          - id: K1
            title: Orders
            target: 12000
            measurements:
              - {date: 2026-11-08, value: 4450}
              - {date: 2026-11-08, value: 4540}
        # right
        metrics:
          - id: K1
            title: Orders
            target: 12000
            measurements:
              - {date: 2026-11-08, value: 4540}
    """
    for i, metric in enumerate(project.metrics):
        seen: dict[date, float] = {}
        for k, one in enumerate(metric.measurements):
            if seen.setdefault(one.date, one.value) != one.value:
                text = message(
                    "{item} has two values for {day}: {first} and {second}",
                    item=named(metric),
                    day=one.date,
                    first=quantity(seen[one.date], metric.unit),
                    second=quantity(one.value, metric.unit),
                )
                yield Finding(("metrics", i, "measurements", k), text, message("keep one of the two"))


@rule("measurement-out-of-order", "info")
def measurement_out_of_order(project: Project, _: House) -> Iterator[Finding]:
    """One measurement stands at the wrong place of a list that is in order otherwise.

    Mostly its date is mistyped, the year above all.

    Example:
        # wrong
        metrics:
          - id: K1
            title: Orders
            target: 12000
            measurements:
              - {date: 2026-11-01, value: 1850}
              - {date: 2025-11-08, value: 4450}
              - {date: 2026-11-15, value: 6120}
        # right
        metrics:
          - id: K1
            title: Orders
            target: 12000
            measurements:
              - {date: 2026-11-01, value: 1850}
              - {date: 2026-11-08, value: 4450}
              - {date: 2026-11-15, value: 6120}
    """
    for i, metric in enumerate(project.metrics):
        place = _misplaced([one.date for one in metric.measurements])
        if place is not None:
            day = metric.measurements[place].date
            text = message(
                "the measurement of {day} stands out of order in {item}", day=day, item=named(metric)
            )
            hint = message("correct the date, or move it to its place")
            yield Finding(("metrics", i, "measurements", place), text, hint)


@rule("measurement-outlier", "info")
def measurement_outlier(project: Project, _: House) -> Iterator[Finding]:
    """A measured value is so far from the ones beside it that a digit may be wrong.

    Looked for in metrics of at least eight values, by the modified z-score of Iglewicz and Hoaglin; fast
    growth and a new level are not taken for it. Where the value is right, allow it with the reason.

    Example:
        # wrong
        metrics:
          - {id: K1, title: Orders a week, target: 220}
        measurements:
          2026-09-20: {K1: 180}
          2026-09-27: {K1: 182}
          2026-10-04: {K1: 181}
          2026-10-11: {K1: 184}
          2026-10-18: {K1: 183}
          2026-10-25: {K1: 186}
          2026-11-01: {K1: 185}
          2026-11-08: {K1: 1910}
          2026-11-15: {K1: 196}
        # right
        metrics:
          - {id: K1, title: Orders a week, target: 220}
        measurements:
          2026-09-20: {K1: 180}
          2026-09-27: {K1: 182}
          2026-10-04: {K1: 181}
          2026-10-11: {K1: 184}
          2026-10-18: {K1: 183}
          2026-10-25: {K1: 186}
          2026-11-01: {K1: 185}
          2026-11-08: {K1: 191}
          2026-11-15: {K1: 196}
    """
    for i, metric in enumerate(project.metrics):
        values = _by_day(metric)
        for place in sorted(outliers([one.value for _, one in values])):
            k, one = values[place]
            near = values[place - 1][1]
            text = message(
                "{item}: {value} on {day} is far from {near} on {other_day}",
                item=named(metric),
                value=quantity(one.value, metric.unit),
                day=one.date,
                near=quantity(near.value, metric.unit),
                other_day=near.date,
            )
            hint = message("look for a mistyped digit or a missing decimal point")
            yield Finding(("metrics", i, "measurements", k), text, hint)


@rule("cumulative-falls", "warning")
def cumulative_falls(project: Project, _: House) -> Iterator[Finding]:
    """A metric is written as adding up over time, and a value is below the one before it.

    Either each number is that of a single period, so that `cumulative` is wrong, or one is mistyped.

    Example:
        # wrong
        metrics:
          - {id: K1, title: Orders a week, target: 900, cumulative: true}
        measurements:
          2026-11-08: {K1: 450}
          2026-11-15: {K1: 430}
        # right
        metrics:
          - {id: K1, title: Orders a week, target: 900, aggregation: sum}
        measurements:
          2026-11-08: {K1: 450}
          2026-11-15: {K1: 430}
    """
    for i, metric in enumerate(project.metrics):
        if not metric.cumulative:
            continue
        values = _by_day(metric)
        odd = outliers([one.value for _, one in values])
        for place, ((_k, before), (k, one)) in enumerate(pairwise(values), 1):
            if one.value < before.value and not odd & {place, place - 1}:
                text = message(
                    "{item} adds up, and falls from {before} to {value} on {day}",
                    item=named(metric),
                    before=quantity(before.value, metric.unit),
                    value=quantity(one.value, metric.unit),
                    day=one.date,
                )
                hint = message(
                    "correct the number; where each one is that of a single period, write `aggregation: sum` "
                    "instead of `cumulative: true`"
                )
                yield Finding(("metrics", i, "measurements", k), text, hint)
                break


@rule("fraction-for-percent", "warning")
def fraction_for_percent(project: Project, _: House) -> Iterator[Finding]:
    """A percentage is written as a fraction, as sheets export it: 0.216 for 21.6 %.

    Of metrics that is seen by the values before; of `complete`, `confidence` and the `percent` of
    allocations, where none of the project's is above 1.

    Example:
        # wrong
        metrics:
          - {id: K1, title: Back within 30 days, unit: "%", start_value: 21, target: 24}
        measurements:
          2026-11-08: {K1: 0.216}
        # right
        metrics:
          - {id: K1, title: Back within 30 days, unit: "%", start_value: 21, target: 24}
        measurements:
          2026-11-08: {K1: 21.6}
    """
    for i, metric in enumerate(project.metrics):
        if metric.unit not in PERCENT or metric.cumulative:
            continue
        usual = metric.start_value
        for k, one in _by_day(metric):
            if usual and _is_fraction(one.value, usual):
                text = message(
                    "{item} is {value} on {day}, and was {usual} before",
                    item=named(metric),
                    value=f"{one.value:g}",
                    day=one.date,
                    usual=quantity(usual, metric.unit),
                )
                hint = message("write {value}: the unit is percent already", value=round(one.value * 100, 6))
                yield Finding(("metrics", i, "measurements", k), text, hint)
            else:
                usual = one.value
    yield from _fractions(project)


def _fractions(project: Project) -> Iterator[Finding]:
    """Shares of items that are written as fractions."""
    for name in fraction_fields(project):
        for path, value in (found for pattern in _SHARES[name] for found in reach(project, pattern)):
            if 0 < value < 1:
                meant = float(round(value * 100, 6))
                text = message("`{field}` is {value} percent", field=name, value=f"{value:g}")
                yield Finding(path, text, message("write {value}: the unit is percent already", value=meant))


def fraction_fields(project: Project) -> frozenset[str]:
    """Which shares of items are written as fractions: none of the project's is above 1."""
    values = {
        name: [value for pattern in patterns for _, value in reach(project, pattern)]
        for name, patterns in _SHARES.items()
    }
    return frozenset(
        name for name, of in values.items() if any(0 < value < 1 for value in of) and max(of) <= 1
    )


def _is_fraction(value: float, usual: float) -> bool:
    """Whether a hundred times the value would be more like the usual one."""
    return usual >= _WHOLE and 0 < value <= 1 and usual / _ALIKE <= value * 100 <= usual * _ALIKE


def _by_day(metric: Metric) -> list[tuple[int, Measurement]]:
    """The measurements by date, each with its place in the list."""
    return sorted(enumerate(metric.measurements), key=lambda numbered: numbered[1].date)


def _misplaced(days: Sequence[date]) -> int | None:
    """The place of the only date without which all of them would ascend; None where there is no such one.

    Several lists put together, or the newest first, are an order too.
    """
    falls = [i for i, (before, day) in enumerate(pairwise(days), 1) if day < before]
    if len(falls) != 1:
        return None
    fall = falls[0]
    for place in (fall, fall - 1):
        if 0 < place < len(days) - 1 and days[place - 1] <= days[place + 1]:
            return place
    return None


RULES = (
    repeated_measurement,
    measurement_out_of_order,
    measurement_outlier,
    cumulative_falls,
    fraction_for_percent,
)
