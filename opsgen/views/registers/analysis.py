"""Registers of what is measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.views import drawings
from opsgen.views.readings import compared_with, readings, worst_first
from opsgen.views.registers.table import (
    OWNER,
    PROJECT,
    STATUS,
    UNIT,
    Column,
    Number,
    Row,
    choice,
    project_cell,
    register,
    row,
)
from opsgen.words import message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.views.edition import Edition
    from opsgen.views.page import Page
    from opsgen.views.readings import Reading, Shift, Shown
    from opsgen.views.registers.table import Cell

_PERCENT = message("%")
_IN_UNIT = message("in the metric's unit")
_METRICS = (
    Column(message("Metric")),
    PROJECT,
    STATUS,
    Column(message("Level"), "name", only_csv=True),
    Column(message("Actual"), "num"),
    Column(message("Target"), "num"),
    UNIT,
    Column(message("Due"), "date", only_csv=True),
    Column(message("Attained"), "num", unit=_PERCENT),
    Column(message("Progress"), "num", unit=_PERCENT, only_csv=True),
    Column(message("Time elapsed"), "num", unit=_PERCENT),
    Column(message("Expected now"), "num", only_csv=True),
    Column(message("Gap"), "num"),
    Column(message("At this pace"), "num", only_csv=True),
    Column(message("Against the period before"), "num", unit=_PERCENT),
    Column(message("Difference to the period before"), "num", unit=_IN_UNIT, only_csv=True),
    Column(message("Against the year before"), "num", unit=_PERCENT),
    Column(message("Difference to the year before"), "num", unit=_IN_UNIT, only_csv=True),
    Column(message("Course"), "figure"),
    Column(message("Last measured"), "date", only_csv=True),
    OWNER,
)


def metrics(edition: Edition) -> Page:
    """All metrics: of the projects that run what is behind first, then those of the others."""
    others = compared_with(edition)
    found = [
        (assessment.live, reading)
        for assessment in edition.assessments
        for reading in readings(edition, assessment, others.get(assessment.project.id))
    ]
    found.sort(key=lambda one: (not one[0], worst_first(one[1])))
    lead = plural(
        "{n} metric of running projects is behind or has missed its target, of {all}.",
        "{n} metrics of running projects are behind or have missed their target, of {all}.",
        sum(live and reading.late for live, reading in found),
        all=sum(live for live, _ in found),
    )
    rows = tuple(_metric(reading, edition, n) for n, (_, reading) in enumerate(found))
    return register(edition, "metrics", message("Metrics"), lead, _METRICS, rows)


def _metric(reading: Reading, edition: Edition, number: int) -> Row:
    state, metric = reading.state, reading.state.metric
    drawn = len(state.series) > 1
    return row(
        reading.project,
        metric,
        reading.light,
        project_cell(reading.project),
        reading.light,
        choice("metric.level", metric.level, edition.lang),
        _actual(reading),
        _target(reading),
        metric.unit or None,
        state.due if metric.target else None,
        _number(reading.attained),
        _number(reading.progress),
        _number(reading.elapsed) if metric.target else None,
        _number(reading.expected),
        _number(reading.gap),
        _number(reading.projected),
        *_shift(reading.period),
        *_shift(reading.year),
        drawings.spark(edition, state, number) if drawn else None,
        state.latest.date if state.latest else None,
        edition.person(state.owner),
    )


def _actual(reading: Reading) -> Number | None:
    """The latest value with its day: an old number is no news of today."""
    shown, latest = reading.actual, reading.state.latest
    return Number(shown.value, shown.text, latest.date) if shown and latest else None


def _number(shown: Shown | None) -> Number | None:
    return Number(shown.value, shown.text) if shown else None


def _shift(shift: Shift | None) -> Iterator[Cell]:
    """The change in percent, and in the metric's unit."""
    if shift is None:
        yield from (None, None)
        return
    yield None if shift.percent is None else Number(shift.percent, shift.text)
    yield Number(shift.delta, shift.text)


def _target(reading: Reading) -> Number | str | None:
    """Where a metric should end: a number, or a range in words."""
    target = reading.state.target
    return (reading.target or None) if target is None else Number(target, reading.target)
