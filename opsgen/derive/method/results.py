"""What of a project was reached, and how it stands beside another one."""

from __future__ import annotations

from opsgen.derive.method.formula import Formula
from opsgen.words import message

OUTCOME = (
    Formula(
        message("What was reached"),
        message(
            "A goal whose status is achieved; a metric that met its target; a milestone reached within the "
            "tolerance of its original plan; a deliverable accepted or handed over; a budget line that ended "
            "within the tolerance of its plan. Of those that can be judged: what has no target, plan or "
            "amount does not count, nor does a deliverable that was dropped. Before the end, what may still "
            "come is open, and neither reached nor missed."
        ),
        "PMBOK, PRINCE2",
    ),
    Formula(
        message("Deviation"),
        message(
            "What came out otherwise than wanted, or is about to: missed, dropped or partly achieved goals, "
            "metrics behind or missed, milestones later than the tolerance, deliverables rejected or never "
            "delivered, lines over their plan by more than the tolerance, and at the end those that used "
            "much less, but for contingency. Its reason is the nearest that somebody wrote: of a metric the "
            "accepted deviation, the cause of the last adjustment, the note of the measurement, its notes; "
            "of a goal its notes, else the reason of what shows it."
        ),
        "PRINCE2",
    ),
    Formula(
        message("Comparison with another project"),
        message(
            "Metrics with the same title, whatever the year in it, and the same unit, on the last day "
            "counted from each project's start that both measured, at most 3 days apart; rather the same "
            "day than a later one of one project alone. Difference = (this value − the other) / the other."
        ),
        "同比",
    ),
)
