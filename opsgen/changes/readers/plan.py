"""Changes of the plan: goals, phases, milestones, deliverables, tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from opsgen.changes.change import Change
    from opsgen.changes.edits import Edit
    from opsgen.changes.pairs import Pair

DAYS = "days"


def milestone(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """A milestone whose date moved, with the reason that came with it; that was reached, or is open again."""
    if moved := left.pop("forecast", None):
        yield _moved(pair, moved, left.pop("reason", None))
    if reached := left.pop("actual", None):
        code = "milestone.reopened" if reached.new is None else "milestone.achieved"
        against = _days(pair.new.baseline, reached.new)
        yield pair.change(code, "actual", reached.old, reached.new, delta=against, unit=DAYS)


def _moved(pair: Pair, moved: Edit, reason: Edit | None) -> Change:
    delta = _days(moved.old, moved.new)
    later = bool(delta) and moved.new > moved.old
    code = "milestone.slipped" if later else "milestone.brought_forward"
    if not delta:  # it had no date, or has none any more
        code = "milestone.changed"
    said = pair.new.reason if reason is not None else type(pair.new.reason)()
    return pair.change(code, "forecast", moved.old, moved.new, delta=delta, unit=DAYS, reason=said)


def _days(old: date | None, new: date | None) -> int | None:
    """How many calendar days later the new date is; None where one of them is not known."""
    return (new - old).days if old and new else None
