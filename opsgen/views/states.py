"""States as readers see them: a mark of the palette and a word, never the colour alone."""

from __future__ import annotations

import re
from math import inf
from typing import TYPE_CHECKING, Literal

from opsgen.derive.health import used_share
from opsgen.words import Message, coded, message, plural

if TYPE_CHECKING:
    from datetime import date

    from opsgen.derive.adjustments import AdjustmentState
    from opsgen.derive.benefits import BenefitState
    from opsgen.derive.conflicts import ConflictState
    from opsgen.derive.equipment import Clash
    from opsgen.derive.learning import Improvement
    from opsgen.derive.links import Link
    from opsgen.derive.metrics import MetricState
    from opsgen.derive.money import Amounts, LineState
    from opsgen.derive.raid import AssumptionState, IssueState
    from opsgen.derive.risk import RiskState
    from opsgen.derive.schedule import MilestoneState
    from opsgen.derive.steering import ActionState
    from opsgen.derive.vendors import DeliveryState, PaymentState
    from opsgen.model import Band, Booking, Decision, Lesson, Risk, Scales, Training, Vendor

State = tuple[str, Message]
"""A token of the palette (ok, risk, late, done, todo) and the word beside its mark."""

RAG: dict[str, State] = {
    "green": ("ok", message("Green")),
    "amber": ("risk", message("Amber")),
    "red": ("late", message("Red")),
    "grey": ("todo", message("Not assessed")),
    "blue": ("done", message("Complete")),
}
MILESTONE: dict[str, State] = {
    "achieved": ("done", message("Achieved")),
    "overdue": ("late", message("Overdue")),
    "slipping": ("late", message("Slipping")),
    "due_soon": ("ok", message("Due soon")),
    "on_track": ("ok", message("On track")),
    "unknown": ("todo", message("No date")),
}
TASK: dict[str, State] = {
    "done": ("done", message("Done")),
    "cancelled": ("todo", message("Cancelled")),
    "overdue": ("late", message("Overdue")),
    "blocked": ("late", message("Blocked")),
    "late_start": ("risk", message("Not started yet")),
    "slipping": ("risk", message("Slipping")),
    "in_progress": ("ok", message("In progress")),
    "todo": ("todo", message("To do")),
}
PHASE: dict[str, State] = {
    "done": ("done", message("Done")),
    "overdue": ("late", message("Overdue")),
    "slipping": ("late", message("Slipping")),
    "current": ("ok", message("Current")),
    "upcoming": ("todo", message("Upcoming")),
}
METRIC: dict[str, State] = {
    "met": ("done", message("Target met")),
    "missed": ("late", message("Target missed")),
    "unknown": ("todo", message("No data")),
    "stale": ("todo", message("Data out of date")),
    "on_pace": ("ok", message("On pace")),
    "near": ("risk", message("Near")),
    "accepted": ("risk", message("Accepted")),
    "behind": ("late", message("Behind")),
}
BAND: dict[str, State] = {
    "low": ("ok", message("Low")),
    "medium": ("todo", message("Medium")),
    "high": ("risk", message("High")),
    "critical": ("late", message("Critical")),
}
GATE: dict[str, State] = {
    "go": ("done", message("Go")),
    "conditional_go": ("risk", message("Conditional go")),
    "hold": ("risk", message("Hold")),
    "stop": ("late", message("Stop")),
    "pending": ("todo", message("Decision to come")),
    "undecided": ("late", message("Decision missing")),
}
CRITERION: dict[bool | None, State] = {
    True: ("done", message("met")),
    False: ("risk", message("not met")),
    None: ("todo", message("unknown")),
}
DELIVERABLE: dict[str, State] = {
    "planned": ("todo", message("Not begun")),
    "in_progress": ("ok", message("In progress")),
    "in_review": ("ok", message("In review")),
    "accepted": ("done", message("Signed off")),
    "handed_over": ("done", message("Handed over")),
    "rejected": ("late", message("Rejected")),
    "overdue": ("late", message("Overdue")),
    "dropped": ("todo", message("Dropped")),
}
QUALITY: dict[str, State] = {
    "passed": ("done", message("Passed")),
    "failed": ("late", message("Failed")),
    "pending": ("todo", message("To be checked")),
}
CONFIDENCE: dict[str, State] = {
    "high": ("ok", message("High")),
    "medium": ("todo", message("Medium")),
    "low": ("risk", message("Low")),
}
GOAL: dict[str, State] = {
    "active": ("ok", message("Active")),
    "achieved": ("done", message("Achieved")),
    "partly_achieved": ("risk", message("Partly achieved")),
    "missed": ("late", message("Missed")),
    "dropped": ("todo", message("Dropped")),
}
CHANCE: dict[str, State] = {
    "low": ("todo", message("Low")),
    "medium": ("todo", message("Medium")),
    "high": ("ok", message("High")),
    "critical": ("ok", message("Very high")),
}
"""The bands of opportunities: a high score is good news."""
SIGNAL: dict[str, State] = {
    "met": ("late", message("Trigger met")),
    "not_met": ("ok", message("Trigger not met")),
    "unknown": ("todo", message("Trigger unknown: no data")),
    "words": ("todo", message("Trigger watched by people")),
}
ISSUE: dict[str, State] = {
    "open": ("risk", message("Open")),
    "in_progress": ("ok", message("In progress")),
    "resolved": ("done", message("Resolved")),
    "closed": ("done", message("Closed")),
}
ASSUMPTION: dict[str, State] = {
    "open": ("todo", message("Not checked yet")),
    "holds": ("done", message("Holds")),
    "false": ("late", message("Proved false")),
}
ARRIVAL: dict[str, State] = {
    "late": ("late", message("Late")),
    "never": ("late", message("Cancelled there")),
    "unknown": ("todo", message("No date known")),
    "waiting": ("ok", message("On time")),
    "delivered_late": ("done", message("Delivered late")),
    "delivered": ("done", message("Delivered")),
    "cancelled": ("todo", message("Cancelled")),
}
DELIVERY: dict[str, State] = {
    "overdue": ("late", message("Overdue")),
    "due": ("ok", message("Not due yet")),
    "delivered": ("done", message("Delivered")),
    "delivered_late": ("done", message("Delivered late")),
    "dropped": ("todo", message("No longer expected")),
}
PAYMENT: dict[str, State] = {
    "overdue": ("late", message("Overdue")),
    "payable": ("risk", message("Due now")),
    "due": ("ok", message("Not due yet")),
    "waiting": ("todo", message("Awaits milestone")),
    "undated": ("todo", message("No date")),
    "paid": ("done", message("Paid")),
    "dropped": ("todo", message("No longer to be paid")),
}
VENDOR: dict[str, State] = {
    "sourcing": ("todo", message("Sourcing")),
    "negotiating": ("todo", message("Negotiating")),
    "signed": ("ok", message("Signed")),
    "delivering": ("ok", message("Delivering")),
    "accepted": ("done", message("All accepted")),
    "terminated": ("todo", message("Terminated")),
}
RATING: dict[int, State] = {
    1: ("late", message("1 of 5: never again")),
    2: ("risk", message("2 of 5: poor")),
    3: ("todo", message("3 of 5: fair")),
    4: ("ok", message("4 of 5: good")),
    5: ("done", message("5 of 5: any time again")),
}
CONFLICT: dict[str, State] = {
    "open": ("risk", message("Open")),
    "escalated": ("late", message("Escalated")),
    "resolved": ("done", message("Resolved")),
}
RISK: dict[str, State] = {
    "draft": ("todo", message("Draft")),
    "open": ("todo", message("Open")),
    "closed": ("done", message("Closed")),
    "occurred": ("late", message("Occurred")),
}
ATTITUDE: dict[str, State] = {
    "champion": ("done", message("Champion")),
    "supporter": ("ok", message("Supporter")),
    "neutral": ("todo", message("Neutral")),
    "critic": ("risk", message("Critic")),
}
ADJUSTMENT: dict[str, State] = {
    "helped": ("done", message("Helped")),
    "no_effect": ("todo", message("No effect")),
    "worse": ("late", message("Made it worse")),
    "pending": ("todo", message("Not known yet")),
}
EFFECT: dict[str, State] = {
    "better": ("ok", message("better")),
    "same": ("todo", message("no difference")),
    "worse": ("late", message("worse")),
}
"""Which way a number went."""
NOTICE: dict[str, State] = {
    "missed": ("late", message("Target missed")),
    "behind": ("late", message("Behind")),
    "drop": ("late", message("Sudden drop")),
    "cost": ("risk", message("Dearer")),
    "slide": ("risk", message("Getting worse")),
    "outlier": ("todo", message("Odd value")),
    "stale": ("todo", message("Data out of date")),
}
MOOD: tuple[tuple[float, State], ...] = (
    (-1.5, ("late", message("Angry"))),
    (-0.5, ("risk", message("Unhappy"))),
    (0.5, ("todo", message("Neutral"))),
    (1.5, ("ok", message("Pleased"))),
    (2.0, ("done", message("Delighted"))),
)
"""The words of a mean sentiment by the highest value that each is for: the nearest of -2 to 2."""
BENEFIT: dict[str, State] = {
    "due": ("risk", message("To be looked at now")),
    "waiting": ("ok", message("To be looked at later")),
    "seen": ("done", message("Looked at")),
    "unplanned": ("todo", message("No day to look")),
}
IMPROVEMENT: dict[str, State] = {
    "overdue": ("late", message("Overdue")),
    "open": ("ok", message("Open")),
    "unverified": ("todo", message("Done, not verified")),
    "verified": ("done", message("Verified")),
    "cancelled": ("todo", message("Cancelled")),
}
RULE: dict[str, State] = {
    "start": ("ok", message("Start doing")),
    "stop": ("late", message("Stop doing")),
    "continue": ("done", message("Go on doing")),
}
"""What a rule of a retrospective says to do."""
DIMENSION: dict[str, Message] = {
    "schedule": message("Schedule"),
    "cost": message("Cost"),
    "scope": message("Scope"),
    "benefits": message("Benefits"),
    "risk": message("Risk"),
    "resources": message("Resources"),
}


_COUNT = re.compile(r" by \{n\} days?")


def code(of: State) -> str:
    """What programs call a state: its word in the language of the code, without what it counts.

    A word that the team chose says its code beside it.
    """
    word = of[1]
    return str(dict(word.params).get("code") or coded(_COUNT.sub("", word.text)))


def metric(state: MetricState) -> State:
    """How a metric stands; one that has numbers and nothing to be held against is not without data."""
    if state.status == "unknown" and state.latest:
        return ("todo", message("Not judged"))
    return METRIC[state.status]


def milestone(of: MilestoneState) -> State:
    """Where a milestone stands; late within the tolerance is no trouble yet, but it is not green either."""
    token, word = MILESTONE[of.status]
    behind = (of.slip or 0) > 0 if of.behind is None else of.behind
    late = token == "ok" and behind
    return ("risk", message("Within tolerance")) if late else (token, word)


def decision(of: Decision, as_of: date) -> State:
    """Where a decision stands: wanted ones past their date are late."""
    if of.status == "requested":
        overdue = of.due is not None and of.due < as_of
        return ("late", message("Overdue")) if overdue else ("risk", message("Decision wanted"))
    return {
        "decided": ("done", message("Decided")),
        "deferred": ("todo", message("Deferred")),
        "withdrawn": ("todo", message("Withdrawn")),
    }[of.status]


def action(of: ActionState) -> State:
    """Where an action stands."""
    if of.overdue:
        return ("late", message("Overdue"))
    return {
        "open": ("todo", message("To do")),
        "in_progress": ("ok", message("In progress")),
        "done": ("done", message("Done")),
        "cancelled": ("todo", message("Cancelled")),
    }[of.action.status]


def lesson(of: Lesson) -> State:
    """Whether a lesson says keep or avoid."""
    return ("ok", message("Keep")) if of.polarity == "keep" else ("risk", message("Avoid"))


def risk(of: Risk) -> State:
    """Whether a risk is open, closed or has occurred; an opportunity that has occurred is no trouble."""
    if of.kind == "opportunity" and of.status == "occurred":
        return ("done", message("Taken"))
    return RISK[of.status]


def band(of: RiskState, scales: Scales) -> State | None:
    """How much a risk weighs: without colour once it is closed, None where it is not rated."""
    if of.band is None:
        return None
    token = (BAND if of.risk.kind == "threat" else CHANCE)[of.band][0]
    return ("todo" if of.risk.status == "closed" else token, band_word(of.band, scales, of.risk.kind))


def band_word(of: Band, scales: Scales, kind: Literal["threat", "opportunity"] = "threat") -> Message:
    """What the portfolio calls a band, else our own word."""
    own = next((step.title for step in scales.bands if step.id == of and step.title), None)
    return message("{title}", title=own, code=of) if own else (BAND if kind == "threat" else CHANCE)[of][1]


def to_see_to(of: RiskState) -> tuple[State, ...]:
    """What somebody has to look at in an open risk: a trigger met or without data, a review overdue."""
    if of.risk.status != "open":
        return ()
    signal = (SIGNAL[of.signal],) if of.signal in ("met", "unknown") else ()
    return (*signal, ("risk", message("Review overdue"))) if of.review_overdue else signal


def issue(of: IssueState) -> State:
    """Where an issue stands."""
    if of.overdue:
        return ("late", message("Overdue"))
    if not of.open and of.issue.status in ("open", "in_progress"):
        return ISSUE["resolved"]
    return ISSUE[of.issue.status]


def assumption(of: AssumptionState) -> State:
    """Whether an assumption holds."""
    return ("late", message("Check overdue")) if of.unchecked else ASSUMPTION[of.assumption.status]


def arrival(of: Link) -> State:
    """Where what one side waits for stands."""
    token, word = ARRIVAL[of.arrival.standing]
    days = of.arrival.late or 0
    if of.arrival.standing == "late":
        return token, plural("Late by {n} day", "Late by {n} days", days)
    if of.arrival.standing == "waiting" and of.arrival.late is None:
        return "todo", message("Waiting")
    return token, word


def delivery(of: DeliveryState) -> State:
    """Where a delivery of a vendor stands."""
    token, word = DELIVERY[of.standing]
    late = of.standing == "overdue" and of.late
    return (token, plural("Overdue by {n} day", "Overdue by {n} days", late)) if late else (token, word)


def payment(of: PaymentState) -> State:
    """Where a payment to a vendor stands."""
    token, word = PAYMENT[of.standing]
    if of.standing == "overdue" and of.days_left is not None:
        return token, plural("Overdue by {n} day", "Overdue by {n} days", -of.days_left)
    return token, word


def vendor(of: Vendor) -> State | None:
    """How far things have come with a vendor, as it is written; None where it is not."""
    return VENDOR[of.status] if of.status else None


def conflict(of: ConflictState) -> State:
    """Where a conflict stands; one whose time is over without a decision is late."""
    return ("late", message("Its time is over")) if of.passed else CONFLICT[of.standing]


def booking(of: Booking, clash: Clash | None, as_of: date) -> State:
    """Whether equipment is booked in vain: where more is booked than there is, from now on."""
    if clash:
        alone = len(clash.uses) == 1
        return ("late", message("More than there is")) if alone else ("late", message("Clash"))
    if of.until < as_of:
        return ("done", message("Over"))
    return ("ok", message("In use")) if of.from_ <= as_of else ("ok", message("Booked"))


def training(of: Training, as_of: date) -> State:
    """Whether a training has been held; what is past without a result or anybody who came is not known."""
    if of.date is None:
        return ("todo", message("No date"))
    if of.date > as_of:
        return ("ok", message("To come"))
    return ("done", message("Held")) if of.result or of.attended else ("todo", message("Not known"))


def spending(of: Amounts, tolerance_pct: float, green_pct: float, *, income: bool = False) -> State:
    """Whether money ends as planned; amber from a share of the tolerance on, as the light of a project is.

    `tolerance_pct` is in percent of the plan, `green_pct` in percent of the tolerance.
    """
    worse = -of.variance if income else of.variance
    if worse <= 0:
        return ("ok", message("As planned or more") if income else message("Within budget"))
    used = inf if of.variance_pct is None else used_share(abs(of.variance_pct), tolerance_pct)
    if round(used, 9) <= 100:
        return ("ok" if round(used, 9) <= green_pct else "risk", message("Within tolerance"))
    return ("late", message("Short of plan") if income else message("Over budget"))


def budget_line(of: LineState, tolerance_pct: float, green_pct: float) -> State:
    """The same of a line; one of which only the plan is written is not judged."""
    if of.unsaid:
        return ("todo", message("Not judged"))
    return spending(of, tolerance_pct, green_pct, income=of.line.type == "income")


def benefit(of: BenefitState) -> State:
    """Whether somebody has to see what came of a benefit."""
    return BENEFIT[of.standing]


def improvement(of: Improvement) -> State:
    """Where an action stands that was to make something better; what waits long to be verified is a risk."""
    token, word = IMPROVEMENT[of.stage]
    return ("risk" if of.late else token, word)


def adjustment(of: AdjustmentState) -> State:
    """Whether an adjustment helped, as its owner says, or whether that is to be checked now."""
    if of.check_due:
        return ("risk", message("Check due"))
    if of.to_come and of.adjustment.result == "pending":
        return ("todo", message("To come"))
    return ADJUSTMENT[of.adjustment.result]


def mood(sentiment: float) -> State:
    """A sentiment of -2 to 2 in a word."""
    return next(state for most, state in MOOD if sentiment <= most)
