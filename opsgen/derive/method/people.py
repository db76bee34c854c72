"""Load, vendors, equipment and what people agree on in words."""

from __future__ import annotations

from opsgen.derive.method.formula import Formula
from opsgen.words import message

RESOURCES: tuple[Formula, ...] = (
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

COLLABORATION: tuple[Formula, ...] = (
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
