"""Registers of what is measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.views import drawings
from opsgen.views.one_pager import target_words
from opsgen.views.registers.table import (
    PROJECT,
    STATUS,
    UNIT,
    Column,
    Number,
    Row,
    project_cell,
    register,
    row,
)
from opsgen.views.states import METRIC
from opsgen.words import message, plural, words

if TYPE_CHECKING:
    from opsgen.derive.metrics import MetricState
    from opsgen.model import Project
    from opsgen.views.edition import Edition
    from opsgen.views.page import Page
    from opsgen.words import Words

_PERCENT = message("%")
_METRICS = (
    Column(message("Metric")),
    PROJECT,
    Column(message("Actual"), "num"),
    Column(message("Target"), "num"),
    UNIT,
    Column(message("Attained"), "num", unit=_PERCENT),
    Column(message("Time elapsed"), "num", unit=_PERCENT),
    Column(message("Course"), "figure"),
    STATUS,
)


def metrics(edition: Edition) -> Page:
    """All metrics, those behind first."""
    found = [(a.project, s) for a in edition.assessments for s in a.metrics]
    order = {"missed": 0, "behind": 0, "near": 1, "stale": 2, "accepted": 2}
    found.sort(key=lambda pair: (order.get(pair[1].status, 3), -(pair[1].shortfall or 0)))
    behind = sum(s.status in ("behind", "missed") for _, s in found)
    lead = plural(
        "{n} metric is behind or has missed its target, of {all}.",
        "{n} metrics are behind or have missed their target, of {all}.",
        behind,
        all=len(found),
    )
    rows = tuple(_metric(project, state, edition, n) for n, (project, state) in enumerate(found))
    return register(edition, "metrics", message("Metrics"), lead, _METRICS, rows)


def _metric(project: Project, state: MetricState, edition: Edition, number: int) -> Row:
    say, metric, light = words(edition.lang), state.metric, METRIC[state.status]
    return row(
        project,
        metric,
        light,
        project_cell(project),
        Number(state.latest.value, say.amount(state.latest.value, metric.unit)) if state.latest else None,
        _target(state, say),
        metric.unit or None,
        None if state.attainment is None else Number(state.attainment, say.percent(state.attainment)),
        None if state.elapsed is None else Number(state.elapsed, say.percent(state.elapsed)),
        drawings.spark(edition, state, number) if len(state.series) > 1 else None,
        light,
    )


def _target(state: MetricState, say: Words) -> Number | str | None:
    """Where a metric should end: a number, or a range in words."""
    if not state.metric.target:
        return None
    shown = target_words(state, say)
    return shown if state.target is None else Number(state.target, shown)
