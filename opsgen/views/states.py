"""States as readers see them: a mark of the palette and a word, never the colour alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.words import Message, message

if TYPE_CHECKING:
    from datetime import date

    from opsgen.derive.risk import RiskState
    from opsgen.derive.schedule import MilestoneState
    from opsgen.derive.steering import ActionState
    from opsgen.model import Decision, Lesson, Risk

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
RISK: dict[str, State] = {
    "draft": ("todo", message("Draft")),
    "open": ("todo", message("Open")),
    "closed": ("done", message("Closed")),
    "occurred": ("late", message("Occurred")),
}
DIMENSION: dict[str, Message] = {
    "schedule": message("Schedule"),
    "cost": message("Cost"),
    "scope": message("Scope"),
    "benefits": message("Benefits"),
    "risk": message("Risk"),
    "resources": message("Resources"),
}


def milestone(of: MilestoneState) -> State:
    """Where a milestone stands; late within the tolerance is no trouble yet, but it is not green either."""
    token, word = MILESTONE[of.status]
    late = token == "ok" and (of.slip or 0) > 0
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
    """Whether a risk is open, closed or has occurred."""
    return RISK[of.status]


def band(of: RiskState) -> State | None:
    """How grave a risk is: without colour once it is closed, None where it is not rated."""
    if of.band is None:
        return None
    token, word = BAND[of.band]
    return ("todo" if of.risk.status == "closed" else token, word)
