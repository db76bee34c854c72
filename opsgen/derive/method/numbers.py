"""Metrics, what is found in them, adjustments and what users say in words."""

from __future__ import annotations

from opsgen.derive.method.formula import Formula
from opsgen.words import message

METRICS: tuple[Formula, ...] = (
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
        message("Projected, report by report"),
        message(
            "The projected value as each report up to the due date had it, by the target and the due date it "
            "had then; shown from three reports on. Beyond the scale of the chart it stands at its edge."
        ),
        "",
    ),
    Formula(
        message("Former targets"),
        message(
            "What the commits of the main line say the target was, up to the day on which another one "
            "landed. A decision approves the change where it was taken and names this value, or names none "
            "and came in the same commit; once work has begun, every other change is not approved."
        ),
        "",
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
            "is compared; of running totals only where there is a total of the period before it too, "
            "so that what a gap brought is no period's."
        ),
        "",
    ),
    Formula(
        message("Computed ratios"),
        message("The first metric divided by the second, on days when both were measured."),
        "OKR",
    ),
)

NOTICES: tuple[Formula, ...] = (
    Formula(
        message("Problem: target missed, behind"),
        message(
            "A metric whose status is missed or behind, with all its values since it fell below what was "
            "expected on their days."
        ),
        "OKR",
    ),
    Formula(
        message("Problem: sudden drop"),
        message(
            "The last step went the wrong way by at least 5%, and by more than five times the usual step: "
            "the median of the five steps before it, in whatever direction. Of numbers that add up, what "
            "each period that is over brought is compared."
        ),
        "",
    ),
    Formula(
        message("Problem: getting worse"),
        message(
            "Worse three times in a row, as measured, or of numbers that add up by periods that follow each "
            "other and are over. A number that goes up as often as down does so one time in eight."
        ),
        "",
    ),
    Formula(
        message("Problem: cost per result rising"),
        message(
            "The spending of a month / what the month brought, of the north star that adds up, else of the "
            "only metric that does. Said when it rose in each of the last three months that are over and by "
            "10% or more from the first to the last. Only where all spending has its day, and where there is "
            "a total from the last seven days of each month; a bill that comes late counts in its own month."
        ),
        "",
    ),
    Formula(
        message("Problem: odd value"),
        message(
            "A value that leaps away from those around it and back, to four times or a fourth at least, by "
            "the modified z-score; looked for among eight values or more."
        ),
        "Iglewicz and Hoaglin, How to Detect and Handle Outliers, ASQC 1993",
    ),
    Formula(
        message("Adjustments that answer a problem"),
        message("Those that name its metric and came into force on or after the first day of its numbers."),
        "",
    ),
    Formula(
        message("Before and after an adjustment"),
        message(
            "The mean of what was measured after its day, up to the day of the check or for 14 days, against "
            "the mean of as many days before it; of what adds up, what a day brought between the first and "
            "the last measurement on either side. No difference within 1%; for a range, what came nearer to "
            "it is better. It says what changed, not what changed it."
        ),
        "",
    ),
    Formula(
        message("Net promoter score (NPS)"),
        message(
            "(answers of 9 and 10 − answers of 0 to 6) / all answers · 100. An entry counts for as many "
            "answers as it says. With fewer than 30 answers chance alone may move it by more than 36 points "
            "(95%), and it says so."
        ),
        "Reichheld, The One Number You Need to Grow, Harvard Business Review, December 2003",
    ),
    Formula(
        message("Satisfaction (CSAT) and mood"),
        message(
            "Σ score · answers / Σ answers, of the entries that give one: satisfaction of 1 to 5, mood of −2 "
            "to 2. Words for the mood: angry to −1.5, unhappy to −0.5, neutral to 0.5, pleased to 1.5, "
            "delighted above."
        ),
        "",
    ),
)
