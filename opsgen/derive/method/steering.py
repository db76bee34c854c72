"""Health, updates and periods in words."""

from __future__ import annotations

from opsgen.derive.method.formula import Formula
from opsgen.words import message

HEALTH: tuple[Formula, ...] = (
    Formula(
        message("Health by tolerance"),
        message(
            "Green while at most half of the tolerance is used, amber up to all of it, red "
            "beyond. Where nobody wrote one: 10 days, 10% of the cost, 10% of the benefit."
        ),
        "PRINCE2",
    ),
    Formula(
        message("Schedule health"),
        message(
            "The worst of the open key milestones, the open gates and the project's own finish. A "
            "milestone achieved late no longer colours. Without an original plan only days "
            "overdue count."
        ),
        "PRINCE2",
    ),
    Formula(
        message("Cost health"),
        message("Expected overrun of the spending, in percent of the plan."),
        "PRINCE2",
    ),
    Formula(
        message("Scope health"),
        message(
            "The must-haves (MoSCoW) that were dropped or rejected, against the tolerance: none, where "
            "nobody wrote one. Not assessed without a must-have; what is only late belongs to the schedule."
        ),
        "PRINCE2, DSDM",
    ),
    Formula(
        message("Benefits health"),
        message(
            "The worst north star or key metric, by what is missing in percent of the "
            "expectation. A stale value can make it worse, never better; an accepted deviation is "
            "amber at most."
        ),
        "PRINCE2",
    ),
    Formula(
        message("Risk health"),
        message(
            "Red for a critical risk without a response, or an exposure beyond a tolerance that "
            "is set. Amber for a critical risk with a response, and for a high risk without one, "
            "with an overdue review or with its trigger met. Else green. An action, or the "
            "decision to accept or escalate, is a response."
        ),
        "PRINCE2, M_o_R",
    ),
    Formula(
        message("Resources health"),
        message(
            "Counts only where the project or the portfolio names it. Amber where more is planned of "
            "somebody of the project than there is in the coming weeks, over all projects, and never red; "
            "else green. Not assessed where nobody is allocated in these weeks."
        ),
        "PRINCE2",
    ),
    Formula(
        message("Overall health"),
        message(
            "The worst of the dimensions that could be assessed; scope and resources make it "
            "amber at most. Blue for a closed project; grey while proposed or on hold, when "
            "cancelled, or with nothing to assess."
        ),
        "PRINCE2",
    ),
    Formula(
        message("Since the last report"),
        message(
            "The last report is the newest commit on the last report day before the status date, judged "
            "with its own settings on that day. Better and worse are said between green, amber and red alone."
            " The days of a milestone are its date now less that in the last report."
        ),
        "MTA",
    ),
    Formula(
        message("Health over time"),
        message(
            "The lights that each report showed: of the newest ones, and of a year the last one of each "
            "month, then those of the status date. A dimension that did not count has none. Of all projects "
            "those of today are counted."
        ),
        "PRINCE2",
    ),
    Formula(
        message("Declared against computed"),
        message(
            "What the owner declares never replaces the computed light. Until it expires it "
            "stands beside it, and a better declaration is named as a mismatch."
        ),
        "PRINCE2",
    ),
)

STEERING: tuple[Formula, ...] = (
    Formula(
        message("Update late"),
        message("When more than 1.5 reporting periods have gone since the end of the last one reported."),
        "PM²",
    ),
    Formula(
        message("Facts of a period"),
        message(
            "What is dated in the period and not after the status date. Missed is what was due in it, by "
            "the forecast or by an original plan that was moved, and not met by its last day; what ended on "
            "a day nobody wrote down is neither met nor missed. Metrics stand as of the last day."
        ),
        "PM²",
    ),
    Formula(
        message("Weeks and months"),
        message(
            "A week runs from Monday to Sunday. Its facts belong to the months of their days, its update to "
            "the month of its Thursday. Every two weeks means the week of the date."
        ),
        "ISO 8601",
    ),
    Formula(
        message("Unknown"),
        message(
            "What is missing is never counted as green, as 0 or as 100%: the light is grey or the "
            "gap is named."
        ),
        "opsgen",
    ),
)
