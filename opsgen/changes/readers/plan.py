"""Changes of the plan: goals, phases, milestones, deliverables, tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.changes.readers.raid import DAYS, days, taken
from opsgen.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.changes.change import Change
    from opsgen.changes.edits import Edit
    from opsgen.changes.pairs import Pair

PERCENT = "percent"
_DECIDED = frozenset({"go", "conditional_go", "hold", "stop"})
_OVER = frozenset({"done", "cancelled"})


def milestone(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """A milestone whose date moved, with the reason that came with it; that was reached, or is open again."""
    reached = left.pop("actual", None)
    moved = left.pop("forecast", None)
    if moved and not (reached and _says_the_same(moved, reached)):
        yield _moved(pair, moved, left.pop("reason", None))
    if reached:
        yield _reached(pair, reached, left.pop("reason", None))
    yield from _gate(pair, left)


def goal(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """A goal whose key results have other targets: by how much."""
    for name in [name for name, edit in left.items() if edit.pattern == "key_results.*.target"]:
        edit = left.pop(name)
        given = edit.old is not None and edit.new is not None
        more = edit.new - edit.old if given else None
        yield pair.change("target.changed", name, edit.old, edit.new, delta=more)


def phase(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """A phase that moved as a whole, or is longer or shorter; one that was approved for other dates."""
    yield from _span(pair, left, "", "phase.rescheduled")
    yield from _span(pair, left, "baseline.", "baseline.changed")


def deliverable(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """A deliverable that was accepted, sent back, or left out: once, whichever fields say it."""
    if status := left.pop("status", None):
        code = _of_deliverable(status.old, status.new)
        yield pair.change(code, "status", status.old, status.new)
    moscow = left.pop("moscow", None)
    if moscow and not (status and _dropped(status) and "wont" in (moscow.old, moscow.new)):
        yield pair.change(_of_moscow(moscow), "moscow", moscow.old, moscow.new)


def task(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """A task that goes on, is held up, done, or planned for other days."""
    if "status" in left:
        yield _status(pair, left)
    if hindered := left.pop("blocked_by", None):
        code = "text.changed"
        if hindered.old is None or hindered.new is None:
            code = "task.unblocked" if hindered.new is None else "task.blocked"
        yield pair.change(code, "blocked_by", hindered.old, hindered.new)
    if done := left.pop("complete", None):
        left.pop("remaining", None)
        more = (done.new or 0) - (done.old or 0)
        yield pair.change("task.progressed", "complete", done.old, done.new, delta=more, unit=PERCENT)
    yield from _span(pair, left, "", "task.rescheduled")
    yield from _span(pair, left, "baseline.", "baseline.changed")


def _moved(pair: Pair, moved: Edit, reason: Edit | None) -> Change:
    delta = days(moved.old, moved.new)
    code = "milestone.changed"  # it had no date, or has none any more
    if delta:
        code = "milestone.slipped" if delta > 0 else "milestone.brought_forward"
    said = pair.new.reason if reason is not None else Text()
    return pair.change(code, "forecast", moved.old, moved.new, delta=delta, unit=DAYS, reason=said)


def _says_the_same(forecast: Edit, actual: Edit) -> bool:
    """Whether a forecast was only put on the day of the actual date, or went with it."""
    return (actual.new is not None and forecast.new in (actual.new, None)) or (
        actual.old is not None and forecast.old in (actual.old, None)
    )


def _reached(pair: Pair, reached: Edit, reason: Edit | None) -> Change:
    """A milestone with its actual date, against its baseline, else against what was expected."""
    said = pair.new.reason if reason is not None else Text()
    if reached.new is None:
        return pair.change("milestone.reopened", "actual", reached.old, None, reason=said)
    planned = pair.new.baseline or pair.old.forecast or pair.new.forecast
    late = days(planned, reached.new)
    return pair.change(
        "milestone.achieved", "actual", reached.old, reached.new, delta=late, unit=DAYS, reason=said
    )


def _gate(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """What a gate came to; who decided it and when goes with it."""
    if outcome := left.pop("outcome", None):
        left.pop("decided_by", None)
        left.pop("decided", None)
        code = "gate.decided" if _DECIDED & {outcome.old, outcome.new} else "milestone.changed"
        yield pair.change(code, "outcome", outcome.old, outcome.new)


def _of_deliverable(old: str, new: str) -> str:
    if new == "dropped":
        return "scope.deliverable_dropped"
    if old == "dropped":
        return "scope.deliverable_added"
    if new == "accepted" and old != "handed_over":
        return "scope.deliverable_accepted"
    return "scope.deliverable_rejected" if new == "rejected" else "scope.deliverable_changed"


def _of_moscow(moscow: Edit) -> str:
    if moscow.new == "wont":
        return "scope.deliverable_dropped"
    return "scope.deliverable_added" if moscow.old == "wont" else "scope.deliverable_changed"


def _dropped(status: Edit) -> bool:
    return "dropped" in (status.old, status.new)


def _status(pair: Pair, left: dict[str, Edit]) -> Change:
    """The status, with the day it came where the file says it, and with what holds a task up."""
    old, new = pair.old.status, pair.new.status
    code = _of_task(old, new)
    if "blocked" in (old, new):
        left.pop("blocked_by", None)
    if "done" in (old, new):
        for name in ("complete", "remaining"):
            left.pop(name, None)
    edit = taken(left, _day_of(old, new, code), "status")
    why = pair.new.blocked_by if code == "task.blocked" else Text()
    return pair.change(code, edit.field, edit.old, edit.new, reason=why)


def _day_of(old: str, new: str, code: str) -> str:
    """The field with the day on which a task came to its status."""
    if "done" in (old, new):
        return "actual.finish"
    return "actual.start" if code == "task.progressed" and "todo" in (old, new) else "status"


def _of_task(old: str, new: str) -> str:
    if new in _OVER:
        return "task.done" if new == "done" else "task.cancelled"
    if old in _OVER:
        return "task.reopened"
    if new == "blocked":
        return "task.blocked"
    return "task.unblocked" if old == "blocked" else "task.progressed"


def _span(pair: Pair, left: dict[str, Edit], before: str, code: str) -> Iterator[Change]:
    """Start and finish as one change, where both moved by as many days, or are both new or gone."""
    start, finish = left.get(f"{before}start"), left.get(f"{before}finish")
    if start is None or finish is None:
        return
    delta = days(start.old, start.new)
    old = None if start.old is finish.old is None else (start.old, finish.old)
    new = None if start.new is finish.new is None else (start.new, finish.new)
    if (delta is not None and delta == days(finish.old, finish.new)) or old is None or new is None:
        if None in (*(old or ()), *(new or ())):
            return
        del left[start.field], left[finish.field]
        yield pair.change(code, f"{before}dates", old, new, delta=delta, unit=DAYS)
