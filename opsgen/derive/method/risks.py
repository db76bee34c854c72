"""Risks and the rest of the RAID log in words."""

from __future__ import annotations

from opsgen.derive.method.formula import Formula
from opsgen.words import message

RISKS: tuple[Formula, ...] = (
    Formula(
        message("Risk score and band"),
        message("Probability × the highest impact. The band comes from the portfolio's scales."),
        "PMBOK, M_o_R",
    ),
    Formula(
        message("Risk exposure"),
        message(
            "The sum of the scores of the open threats; opportunities stand apart. Expected money = "
            "midpoint of the probability × cost or benefit, where one is given; sums say of how many "
            "risks."
        ),
        "PMBOK, M_o_R",
    ),
    Formula(
        message("Risks since the last report"),
        message(
            "An open risk, found by its id or a former one, is compared with probability and impact as the "
            "last report of the portfolio's report calendar had them: one arrow for all risks that went from "
            "one cell to another. New is what that report did not have as open and rated. The day is that on "
            "which the present score landed. Risks without an id, projects that were not in that report, and "
            "reports that rated on another scale are compared with nothing."
        ),
        "M_o_R",
    ),
    Formula(
        message("Exposure, report by report"),
        message(
            "The risk exposure as each report had it on its day, and today's. Together: the sum over the "
            "projects of today; one counts 0 before the first report that had it, and where a later report "
            "could not read it, what it said before holds. Crosses stand above the tolerance of today."
        ),
        "M_o_R",
    ),
    Formula(
        message("Trigger of a risk"),
        message(
            "Met or not by the latest measurement of the metric it names; unknown while there is none; "
            "a trigger in words is for people to judge."
        ),
        "M_o_R",
    ),
    Formula(
        message("Review of a risk"),
        message(
            "Overdue when the agreed interval has passed since the last review, or since the risk was raised."
        ),
        "M_o_R",
    ),
    Formula(
        message("Issues and assumptions"),
        message(
            "The age of an issue runs in calendar days from the day it was raised to the day it was "
            "resolved, or to today. Severe from severity 4. An assumption is unchecked once its day "
            "has passed and nobody said whether it holds."
        ),
        "PRINCE2",
    ),
    Formula(
        message("Dependencies"),
        message(
            "Deviation = the later of the day promised and the day the other side now expects, not "
            "before today while it is open, − the day it is needed; + is late. What a task or "
            "milestone waits for in another project is needed at its start or finish, by the kind of "
            "the dependency and its lag. Unknown where one of the days is."
        ),
        "PMBOK",
    ),
)
