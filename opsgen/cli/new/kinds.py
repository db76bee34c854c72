"""The kinds of entries that somebody adds by hand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry that somebody adds by hand."""

    entity: str
    name: str
    """Its list."""
    usual: tuple[str, ...]
    """The fields that are asked for on a terminal, and written first, besides those that must be there."""
    help: str


KINDS = (
    Kind(
        "milestone",
        "milestones",
        ("title", "type", "forecast", "baseline", "owner", "acceptance"),
        "Add a milestone to a project.",
    ),
    Kind(
        "risk",
        "risks",
        ("title", "probability", "impact", "owner", "response", "raised"),
        "Add a risk to a project.",
    ),
    Kind(
        "metric",
        "metrics",
        ("title", "unit", "direction", "start_value", "target", "due"),
        "Add a metric to a project.",
    ),
    Kind("lesson", "lessons", ("title", "polarity", "recommendation"), "Add a lesson to a project."),
    Kind(
        "decision",
        "decisions",
        ("title", "by", "due", "options", "recommendation"),
        "Add a decision to a project: one that is wanted, or one that was taken.",
    ),
    Kind("action", "actions", ("title", "owner", "due"), "Add an action to a project."),
    Kind("issue", "issues", ("title", "severity", "owner", "due", "raised"), "Add an issue to a project."),
)
