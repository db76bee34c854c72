"""Which change it is when a field differs, for every field there is.

Fields that change together have a reader of their own; what none takes is told by this list. A field stands
for all below it unless one of those is named too; `*` is any entry of a list.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Kind:
    """What is said of a list: of a new entry, of one that is gone, and of each field."""

    added: str
    removed: str
    headline: str
    """The field that says most of an entry."""
    fields: Mapping[str, str]
    """The code of each field."""


def _kind(added: str, removed: str, headline: str, **codes: str) -> Kind:
    """`text_changed="title notes"`: the fields of each code, its dot written as two underscores."""
    fields = {field: code.replace("__", ".") for code, names in codes.items() for field in names.split()}
    return Kind(added, removed, headline, fields)


_ITEM = "title tags links notes aliases extra"

KINDS: Mapping[str, Kind] = {
    "goals": _kind(
        "goal.added",
        "goal.removed",
        "due",
        goal__changed="weight supports metrics milestones due status key_results",
        target__changed="key_results.*.target",
        kpi__measured="key_results.*.confidence",
        owner__changed="owner key_results.*.owner",
        item__renamed="id key_results.*.id",
        text__changed=f"{_ITEM} why specific achievable relevant "
        + " ".join(f"key_results.*.{name}" for name in _ITEM.split()),
    ),
    "research": _kind(
        "research.added",
        "research.removed",
        "date",
        owner__changed="owner",
        item__renamed="id",
        text__changed=f"{_ITEM} method date source sample_size finding confidence implication supports",
    ),
    "assumptions": _kind(
        "assumption.added",
        "assumption.removed",
        "status",
        assumption__changed="status due if_false",
        owner__changed="owner",
        item__renamed="id",
        text__changed=f"{_ITEM} basis",
    ),
    "phases": _kind(
        "phase.added",
        "phase.removed",
        "finish",
        phase__rescheduled="start finish actual",
        baseline__changed="baseline",
        tolerance__changed="tolerance",
        owner__changed="owner",
        item__renamed="id",
        text__changed=f"{_ITEM} entry_criteria exit_gate weight",
    ),
    "milestones": _kind(
        "milestone.added",
        "milestone.removed",
        "forecast",
        baseline__changed="baseline",
        milestone__slipped="forecast",
        milestone__achieved="actual",
        milestone__changed="type phase depends_on deliverables supports confidence trend criteria",
        gate__decided="outcome decided_by decided",
        owner__changed="owner",
        item__renamed="id",
        text__changed=f"{_ITEM} acceptance reason",
    ),
    "deliverables": _kind(
        "scope.deliverable_added",
        "scope.deliverable_dropped",
        "due",
        dates__changed="due delivered",
        scope__deliverable_changed="status quality moscow",
        owner__changed="owner",
        item__renamed="id",
        text__changed=f"{_ITEM} acceptance_criteria quality.method",
    ),
    "tasks": _kind(
        "task.added",
        "task.removed",
        "finish",
        task__rescheduled="start finish depends_on effort",
        baseline__changed="baseline",
        task__progressed="status complete remaining actual",
        task__reassigned="owner contributors",
        task__blocked="blocked_by",
        item__renamed="id",
        text__changed=f"{_ITEM} parent phase supports weight deliverable external",
    ),
    "risks": _kind(
        "risk.raised",
        "risk.removed",
        "score",
        risk__escalated="probability impact",
        risk__closed="status",
        risk__reviewed="reviewed",
        risk__owner_changed="owner",
        risk__response_changed="response strategy actions contingency fallback secondary trigger"
        " residual_target review_every",
        item__renamed="id",
        text__changed=f"{_ITEM} kind cause event effect category raised raised_by inherent proximity affects"
        " delay cost closed close_reason",
    ),
    "issues": _kind(
        "issue.opened",
        "issue.removed",
        "severity",
        issue__changed="status resolved severity due type",
        owner__changed="owner",
        item__renamed="id",
        text__changed=f"{_ITEM} resolution raised raised_by impact from_risk",
    ),
    "dependencies": _kind(
        "dependency.added",
        "dependency.removed",
        "due",
        dependency__changed="due promised status direction other",
        dependency__delivered="delivered",
        owner__changed="owner",
        item__renamed="id",
        text__changed=_ITEM,
    ),
    "decisions": _kind(
        "decision.requested",
        "decision.removed",
        "due",
        decision__made="status",
        decision__changed="outcome date due cost days approves options recommendation supersedes",
        owner__changed="owner by",
        item__renamed="id",
        text__changed=f"{_ITEM} raised cause consequences project ref",
    ),
    "metrics": _kind(
        "metric.added",
        "metric.removed",
        "target",
        target__changed="target due",
        kpi__definition_changed="unit direction level cumulative aggregation start_value near frequency"
        " formula ratio_of funnel breakdown",
        kpi__measured="measurements segments",
        kpi__deviation_accepted="accepted_deviation",
        owner__changed="owner",
        item__renamed="id",
        text__changed=f"{_ITEM} source measurements.*.note segments.*.measurements.*.note"
        " accepted_deviation.reason",
    ),
    "feedback": _kind(
        "feedback.added",
        "feedback.removed",
        "date",
        item__renamed="id",
        feedback__changed="date channel theme sentiment csat nps count quote action",
        text__changed="extra",
    ),
    "adjustments": _kind(
        "adjustment.made",
        "adjustment.removed",
        "date",
        adjustment__checked="result",
        adjustment__rescheduled="date check_on",
        owner__changed="owner",
        item__renamed="id",
        text__changed=f"{_ITEM} metric observation cause action",
    ),
    "budget": _kind(
        "budget.line_added",
        "budget.line_removed",
        "planned",
        planned__changed="planned",
        budget__forecast_changed="forecast",
        budget__committed_changed="committed",
        budget__actual_changed="actual actuals",
        budget__line_changed="profile type category phase task",
        owner__changed="owner",
        item__renamed="id",
        text__changed=f"{_ITEM} also_called",
    ),
    "allocations": _kind(
        "allocation.added",
        "allocation.removed",
        "percent",
        allocation__changed="person role task phase percent days from until note extra",
    ),
    "equipment": _kind(
        "equipment.added",
        "equipment.removed",
        "quantity",
        equipment__changed="quantity unit",
        equipment__booked="bookings",
        owner__changed="owner",
        item__renamed="id",
        text__changed=_ITEM,
    ),
    "vendors": _kind(
        "vendor.added",
        "vendor.removed",
        "status",
        vendor__status_changed="status",
        vendor__changed="contract sla rating contact",
        vendor__delivered="deliveries.*.delivered",
        vendor__delivery_changed="deliveries",
        vendor__payment_changed="payments",
        vendor__paid="payments.*.paid",
        owner__changed="owner",
        item__renamed="id",
        text__changed="name service tags links notes aliases extra",
    ),
    "conflicts": _kind(
        "conflict.opened",
        "conflict.removed",
        "status",
        conflict__resolved="status",
        conflict__changed="resolution decided_by decided parties resource period",
        owner__changed="owner",
        item__renamed="id",
        text__changed=f"{_ITEM} impact options",
    ),
    "raci": _kind(
        "raci.added",
        "raci.removed",
        "accountable",
        raci__changed="item accountable responsible consulted informed",
        text__changed="extra",
    ),
    "stakeholders": _kind(
        "stakeholder.added",
        "stakeholder.removed",
        "attitude",
        stakeholder__changed="interest influence attitude",
        owner__changed="owner",
        item__renamed="id",
        text__changed="name needs strategy extra",
    ),
    "communications": _kind(
        "communication.added",
        "communication.removed",
        "cadence",
        owner__changed="owner",
        text__changed="audience what how cadence extra",
    ),
    "meetings": _kind(
        "meeting.held",
        "meeting.removed",
        "date",
        meeting__changed="date decisions actions",
        owner__changed="owner",
        item__renamed="id",
        text__changed=f"{_ITEM} type attendees absent agenda minutes",
    ),
    "actions": _kind(
        "action.opened",
        "action.removed",
        "due",
        action__progressed="status done verified verified_by",
        action__rescheduled="due",
        action__reassigned="owner",
        item__renamed="id",
        text__changed=f"{_ITEM} source project ref",
    ),
    "training": _kind(
        "training.added",
        "training.removed",
        "date",
        training__changed="date attended result",
        owner__changed="owner",
        item__renamed="id",
        text__changed=f"{_ITEM} trainer audience required_for",
    ),
    "updates": _kind(
        "update.written",
        "update.removed",
        "summary",
        item__renamed="id period",
        text__changed="summary done next help_needed author extra",
    ),
    "retrospectives": _kind(
        "retrospective.held",
        "retrospective.removed",
        "date",
        item__renamed="id",
        text__changed="date scope facilitator participants goals results causes rules lessons actions extra",
    ),
    "lessons": _kind(
        "lesson.added",
        "lesson.removed",
        "recommendation",
        owner__changed="owner",
        item__renamed="id",
        text__changed=f"{_ITEM} recommendation polarity event cause effect early_warning cause_category"
        " applies_to adopted_in",
    ),
    "benefits": _kind(
        "benefit.added",
        "benefit.removed",
        "expected",
        benefit__measured="actual",
        benefit__changed="expected measure_on goal metric disbenefit",
        owner__changed="owner",
        item__renamed="id",
        text__changed=f"{_ITEM} actual.*.note",
    ),
    "project": _kind(
        "project.added",
        "project.removed",
        "finish",
        project__renamed="id",
        baseline__changed="baseline baseline_finish",
        planned__changed="currency",
        tolerance__changed="tolerance health_dimensions",
        dates__changed="start finish",
        lifecycle__changed="lifecycle closed",
        health__declared="declared_health delivery_confidence",
        confidentiality__changed="confidentiality publish_amounts",
        owner__changed="owner sponsor board team",
        closing__written="closing",
        goal__changed="charter.purpose charter.scope_in charter.scope_out charter.success_criteria",
        text__changed="declared_health.reason delivery_confidence.note delivery_confidence.date"
        " delivery_confidence.assessor title code summary category programme priority cadence"
        " calendar compare_with tags links notes aliases also_called charter extra",
    ),
    "portfolio": _kind(
        "settings.changed",
        "settings.changed",
        "title",
        tolerance__changed="tolerance health",
        scale__changed="scales",
        rule__changed="rules",
        goal__changed="strategic_goals",
        decision__changed="decisions",
        settings__changed="languages handouts timezone currency calendar site_url repo_url opsgen programmes"
        " report_calendar categories rates",
        owner__changed="owner",
        item__renamed="programmes.*.id strategic_goals.*.id",
        text__changed="title links notes programmes.*.aliases strategic_goals.*.aliases",
    ),
    "people": _kind(
        "people.added",
        "people.removed",
        "role",
        people__changed="role team calendar capacity active display",
        item__renamed="id",
        text__changed="name email aliases extra",
    ),
    "teams": _kind(
        "people.added",
        "people.removed",
        "title",
        people__changed="calendar",
        item__renamed="id",
        text__changed="title aliases",
    ),
}
"""All lists, and the wholes with fields of their own."""


def code_of(kind: str, pattern: str) -> str:
    """The code of a field by the way to it in general.

    Raises:
        KeyError: for a field that nobody has placed.
    """
    fields = KINDS[kind].fields
    found = next((fields[way] for way in _ways(pattern) if way in fields), None)
    if found is None:
        raise KeyError(f"{kind}.{pattern}")
    return found


@cache
def _ways(pattern: str) -> tuple[str, ...]:
    """The field itself, and those it stands in, the nearest first."""
    return tuple(_shorter(pattern))


def _shorter(pattern: str) -> Iterator[str]:
    while pattern:
        yield pattern
        pattern = pattern.rpartition(".")[0]
