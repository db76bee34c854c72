"""The rules of `opsgen.derive` in words, for the method page."""

from __future__ import annotations

from dataclasses import dataclass

from opsgen.words import Message, message


@dataclass(frozen=True, slots=True)
class Formula:
    """One rule in words; the source is the standard or practice it comes from."""

    name: Message
    rule: Message
    source: str


_SCHEDULE = (
    Formula(
        message("Milestone status"),
        message(
            "Achieved once the actual date has come; else overdue when the forecast has passed; "
            "slipping when the forecast is later than the original plan plus the tolerance; due "
            "soon within 14 days, unless the portfolio says otherwise; else on track. An actual "
            "date in the future is a forecast."
        ),
        "PMBOK",
    ),
    Formula(
        message("Slip"),
        message(
            "The forecast or actual date less the original plan, in calendar days, + is late. An "
            "open milestone that is overdue keeps slipping: the later of forecast and status date "
            "counts. Unknown without an original plan."
        ),
        "MTA",
    ),
    Formula(
        message("Deliverable status"),
        message(
            "As written; overdue when its due date has passed and it is neither delivered nor dropped nor "
            "put off (won't). A rejected one is waited for again. Deviation = day delivered − due date."
        ),
        "PMBOK",
    ),
    Formula(
        message("Gate"),
        message(
            "The outcome as written once it was decided; missing when the gate's day has passed. A criterion "
            "of which nobody wrote whether it is met is unknown and counts as not shown."
        ),
        "PRINCE2, Cooper",
    ),
    Formula(
        message("Percent complete"),
        message(
            "Σ weight · complete / Σ weight over the tasks at the bottom. Weight is the effort, "
            "else the written weight, else 1. Cancelled tasks are left out, and so are those "
            "under way that nobody gave a percentage; their number is shown."
        ),
        "PMBOK",
    ),
    Formula(
        message("Float and critical path"),
        message(
            "Forward and backward pass over what tasks and milestones of one project wait for, with "
            "lags, in working days. Each is as early as it is expected, or as late as what it waits "
            "for makes it; what is done holds to its dates, an open date that has passed counts as "
            "today. The end is the latest date of what is linked. Total float = latest finish − "
            "earliest finish; free float is the room until the next one moves. Without float an item "
            "is critical; below 0 it is what the plan lacks. Unknown where something that waits for "
            "it has no dates; nothing is said of what is linked to nothing or waits for itself."
        ),
        "CPM",
    ),
    Formula(
        message("Contradicting dates"),
        message(
            "An item is expected before the day that a predecessor allows: its finish (FS, FF) or "
            "start (SS, SF), and the lag: working days (d), weeks (w), months (mo), calendar days "
            "(ed). What begins on the very day is in order."
        ),
        "CPM",
    ),
)
_METRICS = (
    Formula(
        message("Time elapsed"),
        message(
            "(status date − start) / (due − start), 0 to 100%. Due is the metric's, else the "
            "project's finish."
        ),
        "OKR",
    ),
    Formula(
        message("Attainment"),
        message(
            "Actual / target; target / actual where less is better. Not defined for a range, for "
            "a target of 0 or less, and for an actual of 0 or less where less is better."
        ),
        "OKR",
    ),
    Formula(
        message("Progress"),
        message("(actual − start value) / (target − start value), where there is a start value."),
        "OKR",
    ),
    Formula(
        message("Expected value and gap"),
        message(
            "A straight line from the start and the start value (0 for what adds up and should "
            "grow) to the due date and the target, or through the dated targets. A metric with "
            "neither is held against its target alone. Gap = actual − expected."
        ),
        "OKR",
    ),
    Formula(
        message("Projected value"),
        message(
            "Start value + (actual − start value) / the share of the way that was expected on the "
            "day of the measurement."
        ),
        "OKR",
    ),
    Formula(
        message("Metric status"),
        message(
            "After the due date or the close: met or missed. Before: unknown without data; stale "
            "when the last value is older than 1.5 of its periods; met at the target; on pace at "
            "the expectation or beyond it; near within 5% of it, unless it says otherwise; "
            "accepted within a deviation that somebody accepted and that has not expired; else "
            "behind."
        ),
        "Quality-time",
    ),
    Formula(
        message("Change against the period before"),
        message(
            "(this − previous) / |previous|. Of numbers that add up, what each whole period added "
            "is compared."
        ),
        "",
    ),
    Formula(
        message("Computed ratios"),
        message("The first metric divided by the second, on days when both were measured."),
        "OKR",
    ),
)
_GOALS = (
    Formula(
        message("OKR score"),
        message(
            "Σ weight · progress (kept within 0 and 1) / Σ weight over the key results. Green "
            "from 0.7, amber from 0.4. A key result without a start value counts once its target "
            "is reached. Unknown as long as one key result is unknown."
        ),
        "Doerr, Measure What Matters; Google re:Work",
    ),
    Formula(
        message("Score of a strategic goal"),
        message(
            "Σ weight · OKR score / Σ weight over the goals of projects that support it and have a score; "
            "how many have none is said. Goals that were dropped, and projects that are only proposed or "
            "cancelled, do not count. The money of a project stands in full with each strategic goal that "
            "it supports."
        ),
        "OKR",
    ),
    Formula(
        message("SMART"),
        message(
            "Measurable with a linked metric that has a target, time-bound with a due date of the "
            "goal or such a metric; specific, achievable and relevant where somebody wrote why. "
            "What is missing is named."
        ),
        "Doran 1981, SMART",
    ),
)
_RISKS = (
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
_MONEY = (
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
_EARNED_VALUE = (
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
_RESOURCES = (
    Formula(
        message("Working days"),
        message(
            "Monday to Friday, without the public holidays of the country or its part, and with the days "
            "that make up for bridge days as far as they have been announced. For a project in its own "
            "calendar, for a person in their own or their team's; else in that of the portfolio."
        ),
        "Python holidays",
    ),
    Formula(
        message("Load"),
        message(
            "Σ share · working days of the week that the allocation covers / working days of the week, by "
            "person and ISO week over all projects that go on, in the calendar of the person. Person-days "
            "are spread evenly over the working days from the first to the last. Dates that are not "
            "written are those of the task, the phase, the project. A week without a working day has no "
            "load; nothing counts before somebody comes, after they leave, or after a task is over."
        ),
        "PMBOK",
    ),
    Formula(
        message("Capacity and free capacity"),
        message(
            "Capacity is the share of the working time there is for projects, 100% where nothing is "
            "written, and less in the week in which somebody comes or leaves. Free = capacity − load. "
            "Of whom no project says anything, it is unknown whether they are free."
        ),
        "PMBOK",
    ),
    Formula(
        message("Over-allocation"),
        message(
            "Weeks after each other, from that of the status date on, in which the load is higher than the "
            "capacity; a week without a working day does not end it. Looked for in 26 weeks."
        ),
        "PMBOK",
    ),
    Formula(
        message("Payments due"),
        message(
            "A payment is due on the day written, and not before its milestone is achieved; without a "
            "day, when the milestone is achieved or expected. Still to pay = contract value − payments "
            "made; where the contract says no value, all payments − payments made. Currencies are never "
            "added to each other."
        ),
        "",
    ),
    Formula(
        message("Punctuality of vendors"),
        message(
            "Deliveries that came by the day they were due / all that came. What is overdue and has not "
            "come stands beside it."
        ),
        "SCOR",
    ),
    Formula(
        message("Clash of bookings"),
        message(
            "A stretch of days on each of which the bookings of some equipment add up to more than there "
            "is; both the first and the last day of a booking count. On the page of all projects, "
            "equipment with the same title is the same."
        ),
        "",
    ),
)
_HEALTH = (
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
        message("Declared against computed"),
        message(
            "What the owner declares never replaces the computed light. Until it expires it "
            "stands beside it, and a better declaration is named as a mismatch."
        ),
        "PRINCE2",
    ),
)
_STEERING = (
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
_COLLABORATION = (
    Formula(
        message("Decisions wanted"),
        message(
            "Asked for and not taken, of every project that is not over, of the portfolio, and of "
            "their meetings; the earliest due date first."
        ),
        "",
    ),
    Formula(
        message("Overdue actions"),
        message(
            "Open, and the due date lies before the status date. Actions that a meeting agreed on "
            "count for the project they name, else for the portfolio."
        ),
        "",
    ),
    Formula(
        message("Stakeholder quadrant"),
        message(
            "Influence and interest of 1 to 5; 4 and 5 are much. Much of both: manage closely; "
            "influence alone: keep satisfied; interest alone: keep informed; neither: monitor. Who is "
            "not rated stands in the table alone."
        ),
        "Mendelow 1991; PMBOK",
    ),
)
FORMULAS: tuple[Formula, ...] = (
    *_SCHEDULE,
    *_METRICS,
    *_GOALS,
    *_RISKS,
    *_MONEY,
    *_EARNED_VALUE,
    *_RESOURCES,
    *_HEALTH,
    *_STEERING,
    *_COLLABORATION,
)
