"""The codes of all changes: how much each asks of its reader, and which one undoes it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from opsgen.changes.change import Severity

_BY_SEVERITY: Mapping[Severity, str] = {
    "attention": """
        project.removed project.slipped
        milestone.slipped milestone.missed milestone.reopened milestone.removed
        baseline.changed target.changed tolerance.changed scale.changed planned.changed
        risk.raised risk.escalated risk.occurred risk.trigger_met
        kpi.now_behind kpi.now_missed kpi.definition_changed metric.removed
        budget.overspent budget.forecast_changed budget.line_removed
        scope.deliverable_added scope.deliverable_dropped goal.changed goal.removed
        task.blocked action.overdue issue.opened dependency.late vendor.delivery_late
        load.over conflict.escalated assumption.false gate.decided
        health.changed health.declared health.mismatch
        allow.added rule.changed confidentiality.changed
    """,
    "notice": """
        project.added project.renamed project.brought_forward lifecycle.changed
        milestone.brought_forward milestone.achieved milestone.added milestone.changed
        risk.removed risk.reduced risk.closed risk.reopened risk.owner_changed risk.response_changed
        risk.review_overdue risk.exposure_changed
        kpi.now_met kpi.went_stale kpi.deviation_accepted kpi.deviation_withdrawn metric.added
        budget.line_added budget.line_changed budget.actual_changed budget.committed_changed
        benefit.changed benefit.measured
        scope.deliverable_accepted scope.deliverable_rejected goal.added
        scope.deliverable_changed task.cancelled task.added task.removed task.reassigned task.rescheduled
        task.unblocked
        action.opened action.removed action.closed action.reopened action.reassigned action.rescheduled
        decision.requested decision.removed decision.made decision.deferred decision.withdrawn
        decision.reopened decision.changed meeting.held meeting.removed
        load.freed vendor.added vendor.removed vendor.status_changed vendor.changed
        vendor.delivered vendor.delivery_changed
        allocation.added allocation.removed allocation.changed
        issue.resolved issue.reopened issue.removed issue.changed
        dependency.added dependency.removed dependency.delivered dependency.reopened dependency.changed
        assumption.added assumption.removed assumption.holds assumption.reopened assumption.changed
        conflict.opened conflict.resolved conflict.reopened conflict.removed conflict.changed
        phase.added phase.removed phase.rescheduled
        lesson.added lesson.removed retrospective.held retrospective.removed
        adjustment.made adjustment.removed adjustment.checked closing.written
        benefit.added benefit.removed allow.removed owner.changed item.renamed dates.changed
    """,
    "info": """
        kpi.measured task.done task.reopened task.progressed text.changed
        research.added research.removed feedback.added feedback.removed feedback.changed
        adjustment.rescheduled equipment.added equipment.removed equipment.changed equipment.booked
        vendor.payment_changed vendor.paid
        risk.reviewed action.progressed meeting.changed
        raci.added raci.removed raci.changed stakeholder.added stakeholder.removed stakeholder.changed
        communication.added communication.removed training.added training.removed training.changed
        update.written update.removed people.added people.removed people.changed settings.changed
    """,
}

GATED = frozenset(
    {"baseline.changed", "target.changed", "tolerance.changed", "scale.changed", "planned.changed"}
)
"""Changes that a decision has to approve."""

_OPPOSITES = """
    added removed / opened removed / raised removed / held removed / made removed / written removed
    requested removed / line_added line_removed / deliverable_added deliverable_dropped
    slipped brought_forward / achieved reopened / escalated reduced / closed reopened / done reopened
    deviation_accepted deviation_withdrawn / escalated reopened / resolved escalated
    resolved reopened / blocked unblocked / over freed / made reopened / deferred reopened
    withdrawn reopened / made deferred / made withdrawn / deferred withdrawn / delivered reopened
    occurred reopened / closed occurred / holds reopened / false reopened / holds false
    reopened reopened / delivered delivered
    done cancelled / cancelled reopened / achieved achieved / deviation_accepted deviation_accepted
    deliverable_accepted deliverable_rejected / deliverable_accepted deliverable_changed
    deliverable_rejected deliverable_changed / deliverable_changed deliverable_changed
"""
"""Pairs of what may be said of one difference when the two versions are swapped; others are their own."""


def _severities() -> Iterator[tuple[str, Severity]]:
    for severity, codes in _BY_SEVERITY.items():
        for code in codes.split():
            yield code, severity


VOCABULARY: Mapping[str, Severity] = dict(_severities())
"""Every code, and how much it asks of its reader unless its amount says otherwise."""


@cache
def opposites(code: str) -> frozenset[str]:
    """What may be said of a change where the two versions are swapped."""
    family, _, word = code.partition(".")
    pairs = [pair.split() for pair in _OPPOSITES.replace("\n", "/").split("/") if pair.strip()]
    words = {
        other for pair in pairs if word in pair for other in (pair if len({*pair}) == 1 else {*pair} - {word})
    }
    found = frozenset(f"{family}.{other}" for other in words) & VOCABULARY.keys()
    return found or frozenset({code})
