"""Dates, work and goals in words."""

from __future__ import annotations

from opsgen.derive.method.formula import Formula
from opsgen.words import message

SCHEDULE: tuple[Formula, ...] = (
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
        message("Original plan"),
        message(
            "What is written as baseline; else what the project had at the tag that it names as its "
            "baseline; else the forecast that had landed when work began, or the first one that landed "
            "afterwards. Work begins with the first commit whose lifecycle is executing or closing, "
            "without a written one on the day of the start. Of a history that is not whole, and where a tag "
            "is named that is not there, no first forecast is taken."
        ),
        "",
    ),
    Formula(
        message("Milestone trend"),
        message(
            "What the commits of the main line say was forecast, on each report day. Back and forth with two "
            "or more changes of direction; receding where the forecast moves at least a day a day; steady "
            "within 2 days net; recovering where it comes nearer, or last came nearer; else slipping. The "
            "trend date is where a line through the last 4 to 6 reports (least squares) meets the diagonal: "
            "t* = (f₀ − s·t₀) / (1 − s); shown where it is later than the latest forecast."
        ),
        "MTA",
    ),
    Formula(
        message("P50 and P80 of a milestone"),
        message(
            "By when an open milestone is reached, if it goes as with those of all projects shown here. Each "
            "of these is one case for every distance at which it stood while open (due or overdue; up to 7, "
            "14, 30, 60, 90, 180 or 365 days before its date): by how many calendar days it missed the "
            "forecast in force on the first day it stood there. Milestones that are still open count as "
            "later than so far. Of the cases at the distance of the open milestone, without those reached "
            "earlier than is still possible, the slip that 50% and 80% did not exceed is added to its "
            "forecast; without open ones that is the ⌈(n + 1) · 0.5⌉-th and ⌈(n + 1) · 0.8⌉-th of n. Fewer "
            "than 8 that were reached give no day, nor does a history that is not whole. Milestones with "
            "trend: false are left out; nothing is computed for a person."
        ),
        "Kaplan and Meier 1958; Wilks 1941; Flyvbjerg 2006, reference class forecasting",
    ),
    Formula(
        message("What P50 and P80 do not see"),
        message(
            "Milestones that were removed, and open ones of projects that were cancelled or put on hold, are "
            "no cases, though many of them were late. Milestones of one project move together, so that 8 "
            "cases may be worth less than 8. That the past goes on is assumed; why a date moved plays no "
            "part."
        ),
        "Kahneman and Tversky 1979, outside view",
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
        message("Burn-up"),
        message(
            "Scope = Σ weight, done = Σ weight · complete over the tasks at the bottom, as each report had "
            "them; work under way without a percentage counts as not done. Without tasks, the deliverables "
            "wanted and those taken. Reports that weighed the tasks in another way are left out. Added and "
            "dropped is what commits added or reopened, removed or cancelled since the first report."
        ),
        "PMBOK",
    ),
    Formula(
        message("When a burn-up looks ahead"),
        message(
            "(scope − done) / pace, with the scope of today; pace = what was done per calendar day over the "
            "last 3 to 6 steps between reports at least 7 days apart, beside it the fastest and the slowest "
            "of these steps. Drawn only where every step brought something, and even the slowest leads to an "
            "end that is no further ahead than these reports look back; never for deliverables, nor where no "
            "work goes on."
        ),
        "",
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

GOALS: tuple[Formula, ...] = (
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
