"""Money and earned value in words."""

from __future__ import annotations

from opsgen.derive.method.formula import Formula
from opsgen.words import message

MONEY: tuple[Formula, ...] = (
    Formula(
        message("Budget"),
        message(
            "Actual is the sum of the dated amounts, else the amount written. A line without a "
            "forecast is forecast at the highest of plan, actual and commitment, and says so. "
            "Variance = forecast − plan. Income and management reserve stand apart."
        ),
        "PMBOK",
    ),
    Formula(
        message("Return on spending"),
        message(
            "(income − spending) / spending: as planned, so far, and as expected in the end. Unknown without "
            "income or spending; what nobody wrote is not counted as 0."
        ),
        "ROI",
    ),
    Formula(
        message("Money by month"),
        message(
            "A line's plan is spread over the days of its task, else its phase, else the project, by the "
            "original plan where there is one: evenly over the working days of the project's calendar "
            "(linear), in the first or last month (start, end), or as its profile says by month. Cents that "
            "are left go to the largest remainders, so that the months add up to the line. Forecast = what "
            "was spent in the months so far, and the rest of the forecast spread over the days to come, in "
            "the present month where those are over. Spending without a day stands in the month of the "
            "status date; where nobody knows what was spent, the forecast keeps to all days of the line."
        ),
        "PMBOK",
    ),
    Formula(
        message("Money, report by report"),
        message(
            "Planned, used and forecast as each report said them on its day, without income and management "
            "reserve. Reports in another currency than today's are left out; of a project that is over, what "
            "follows once nothing moves any more. Of several projects: those counted today, at today's "
            "rates, each as the newest report up to then had it."
        ),
        "",
    ),
    Formula(
        message("Burn rate"),
        message(
            "The dated spending of the last three full months up to the last one with money, / 3; less where "
            "there are fewer. The plan lasts (planned − used) / burn rate months from the status date; "
            "unknown where some of the spending has no dates."
        ),
        "",
    ),
    Formula(
        message("Contingency"),
        message(
            "Used / planned of the lines of category contingency, beside the share of the work that is "
            "done. It is part of the spending; the management reserve is not."
        ),
        "PMBOK",
    ),
    Formula(
        message("Amounts of several currencies"),
        message(
            "An amount is multiplied by the rate that the portfolio gives for its currency. Where it gives "
            "none, the currency stands apart, and nothing is added to it."
        ),
        "",
    ),
)

EARNED_VALUE: tuple[Formula, ...] = (
    Formula(
        message("Earned value"),
        message(
            "Of the budget lines of spending that name a task or a phase; of both the task counts. BAC = "
            "their plan. PV = what of it should be earned by now: even over the working days from the start "
            "to the finish of the original plan, else of the plan; by the months of a profile where there "
            "are any. EV = plan · complete; of a group or a phase by its tasks, 100% once it is done. AC = "
            "what was spent on them. What is cancelled, has no dates or does not say how far it is is left "
            "out and named; a cost that nobody wrote is unknown, and 0 only before the work has begun."
        ),
        "ANSI/EIA-748; PMI, Practice Standard for Earned Value Management",
    ),
    Formula(
        message("Variances and indices"),
        message(
            "SV = EV − PV, CV = EV − AC, below 0 is behind or over. SPI = EV / PV, CPI = EV / AC, below 1 is "
            "behind or over. Not defined where nothing should be done, or nothing is spent."
        ),
        "ANSI/EIA-748",
    ),
    Formula(
        message("Estimate at completion"),
        message(
            "EAC = BAC / CPI; the forecast of the owners while there is no CPI above 0. ETC = EAC − AC. VAC "
            "= BAC − EAC, below 0 is over. TCPI = (BAC − EV) / (BAC − AC), and to keep to the forecast of "
            "the owners, else to the EAC, (BAC − EV) / (EAC − AC); not defined when nothing is left to do, "
            "or to spend."
        ),
        "PMI, Practice Standard for Earned Value Management",
    ),
    Formula(
        message("Earned schedule"),
        message(
            "ES = the working day of the plan on which PV was to reach the EV of today. SV(t) = ES − AT, "
            "SPI(t) = ES / AT, AT = working days from the planned start of the work to the status date, or "
            "to the day when all of it was done. IEAC(t) = planned duration / SPI(t); nothing is said of an "
            "end more than ten times as far as planned. It colours no light."
        ),
        "Lipke 2003, Schedule is Different",
    ),
)
