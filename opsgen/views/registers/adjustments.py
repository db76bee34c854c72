"""The register of what was adjusted because of a number, and whether it helped."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from opsgen.views.registers.table import OWNER, PROJECT, Column, Row, project_cell, register, row
from opsgen.views.sections.adjustments import adjustment_item
from opsgen.words import Text, message, plural, words

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.derive.adjustments import AdjustmentState
    from opsgen.views.edition import Edition
    from opsgen.views.page import Page
    from opsgen.views.sections.adjustments import AdjustmentItem
    from opsgen.words import Words

_COLUMNS = (
    Column(message("Adjustment")),
    PROJECT,
    OWNER,
    Column(message("Date"), "date"),
    Column(message("Metric"), only_csv=True),
    Column(message("Observation")),
    Column(message("Cause"), only_csv=True),
    Column(message("What was changed")),
    Column(message("To be checked on"), "date"),
    Column(message("Number before"), "num", only_csv=True),
    Column(message("Number after"), "num", only_csv=True),
    Column(message("Unit"), "name", only_csv=True),
    Column(message("Metric, before → after")),
    Column(message("Did it help?"), "light"),
)


def adjustments(edition: Edition) -> Page:
    """The adjustments of all projects: those to be checked now first, then the latest."""
    found = [(of, state) for of in edition.assessments for state in of.adjustments]
    found.sort(key=lambda pair: _order(pair[1]))
    lead = plural(
        "{n} adjustment is to be checked now, of {all}; {helped} helped.",
        "{n} adjustments are to be checked now, of {all}; {helped} helped.",
        sum(state.check_due for _, state in found),
        all=len(found),
        helped=sum(state.adjustment.result == "helped" for _, state in found),
    )
    rows = tuple(_row(of, state, edition) for of, state in found)
    return register(edition, "adjustments", message("Adjustments"), lead, _COLUMNS, rows)


def _order(state: AdjustmentState) -> tuple[bool, int]:
    """Checks that are due by their day, the longest waiting first; the others from the latest on."""
    one = state.adjustment
    waiting = (one.check_on or date.max).toordinal()
    return not state.check_due, waiting if state.check_due else -one.date.toordinal()


def _row(of: Assessment, state: AdjustmentState, edition: Edition) -> Row:
    item, one = adjustment_item(state, of, edition), state.adjustment
    found = state.comparison if item.change else None
    return row(
        of.project,
        one,
        item.light,
        project_cell(of.project),
        edition.person(state.owner),
        one.date,
        item.metric.title if item.metric else None,
        one.observation,
        one.cause or None,
        _action(item) or None,
        one.check_on,
        found.before if found else None,
        found.after if found else None,
        (item.metric.unit or None) if found and item.metric else None,
        _change(item, words(edition.lang)) if item.metric else None,
        item.light,
    )


def _change(item: AdjustmentItem, say: Words) -> str:
    """`Conversion: 2.75% → 3.13% (better)`; the metric alone where there is nothing to compare."""
    assert item.metric
    title, change = item.metric.title, item.change
    if change is None:
        return say.pick(title)
    text = message(
        "{metric}: {before} → {after} ({effect})",
        metric=title,
        before=change.before,
        after=change.after,
        effect=change.effect[1],
    )
    return say.say(text)


def _action(item: AdjustmentItem) -> Text:
    return item.action.item.title if item.action else item.said
