"""Changes that need no approval, but after which less is asked, or more is seen: somebody should look."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from opsgen.derive.standing import lifecycle_of

if TYPE_CHECKING:
    from datetime import date

    from opsgen.changes.approvals import Register
    from opsgen.changes.change import Change
    from opsgen.model import Project

_BEFORE = frozenset({"proposed", "initiating", "planning"})
_STRICT = {"info": 1, "warning": 2, "error": 3}
_SEEN_BY = {"restricted": 0, "internal": 1, "public": 2}
_COUNTED = frozenset({"key", "gate"})
"""The types of milestones that colour the light of a project."""


def weighed(
    change: Change, before: Project | None, after: Project | None, register: Register, then: date
) -> Change:
    """The change with more weight where less is asked from now on, and with less where more is."""
    match change.code:
        case "rule.changed" if change.field.startswith("rules.severity"):
            return replace(change, severity="attention" if _is_milder(change) else "notice")
        case "confidentiality.changed":
            return replace(change, severity="attention" if _is_opened(change) else "notice")
        case "decision.changed" if change.field.startswith("approves"):
            taken = register.was_taken(change.item, before)
            return replace(change, severity="attention") if taken else change
        case "lifecycle.changed" | "dates.changed":
            back = _goes_back(change, before, after, then)
            return replace(change, severity="attention") if back else change
        case "milestone.changed" if change.field == "type":
            left = change.old in _COUNTED and change.new not in _COUNTED
            return replace(change, severity="attention") if left else change
        case _:
            return change


def _is_milder(change: Change) -> bool:
    """Whether a rule asks less; what a rule asks by itself is taken for a warning."""
    old, new = (_STRICT.get(str(word), 2) for word in (change.old, change.new))
    return new < old or (new == old == 2)


def _is_opened(change: Change) -> bool:
    """Whether more people may see more of the project than before."""
    if change.field == "publish_amounts":
        return bool(change.new)
    return _SEEN_BY.get(str(change.new), 1) > _SEEN_BY.get(str(change.old), 1)


def _goes_back(change: Change, before: Project | None, after: Project | None, then: date) -> bool:
    """Whether a project that was under way is planned anew, so that changes need no approval any more."""
    if before is None or after is None or change.field not in ("lifecycle", "start"):
        return False
    return lifecycle_of(before, then) not in _BEFORE and lifecycle_of(after, then) in _BEFORE
