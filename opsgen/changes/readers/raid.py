"""Changes of the RAID log: risks, issues, assumptions, dependencies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opsgen.derive.raid import unsolved
from opsgen.derive.risk import score
from opsgen.words import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from opsgen.changes.change import Change
    from opsgen.changes.edits import Edit
    from opsgen.changes.pairs import Pair
    from opsgen.model import Dependency, Issue, Rated, Risk, Trigger

DAYS = "days"
POINTS = "points"
CHANCE = "chance"
"""The unit of a score of an opportunity, of which more is better."""
_ENDS = {"closed": "risk.closed", "occurred": "risk.occurred"}
_ASSUMED = {"holds": "assumption.holds", "false": "assumption.false"}


def risk(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """A risk that weighs more or less than before; that was closed, happened, or is open again."""
    yield from _score(pair, left)
    if status := left.pop("status", None):
        for told in ("closed", "close_reason"):
            left.pop(told, None)
        code = _ENDS.get(status.new, "risk.reopened")
        why = pair.new.close_reason if code in _ENDS.values() else Text()
        yield pair.change(code, "status", status.old, status.new, reason=why)
    yield from together(pair, left, "trigger", "risk.response_changed", _trigger)
    yield from together(pair, left, "residual_target", "risk.response_changed", _rating)


def whole_risk(pair: Pair) -> Change:
    """A risk that is new or gone, with what it weighs."""
    found: Risk = pair.any
    unit = CHANCE if found.kind == "opportunity" else POINTS
    if pair.old is None:
        return pair.change("risk.raised", "", None, score(found), unit=unit)
    return pair.change("risk.removed", "", score(found), None, unit=unit)


def issue(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """An issue that is solved, or open again; its resolution stands as what was said of it."""
    solved = unsolved(pair.old) and not unsolved(pair.new)
    if solved or (unsolved(pair.new) and not unsolved(pair.old)):
        told = taken(left, "resolved", "status")
        left.pop("resolution", None)
        code = "issue.resolved" if solved else "issue.reopened"
        yield pair.change(code, told.field, told.old, told.new, reason=_resolution(pair.new, solved=solved))
    yield from moved(pair, left, "due", "issue.changed")


def assumption(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """An assumption that somebody checked: it holds or is false, or is open again."""
    if status := left.pop("status", None):
        code = _ASSUMED.get(status.new, "assumption.reopened")
        yield pair.change(code, "status", status.old, status.new)
    yield from moved(pair, left, "due", "assumption.changed")


def dependency(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """A dependency that was delivered, how late; that is awaited again, or for another day."""
    came = _delivered(pair.new)
    if came != _delivered(pair.old) or "delivered" in left:
        told = taken(left, "delivered", "status")
        code = "dependency.delivered" if came else "dependency.reopened"
        late = days(pair.new.due, pair.new.delivered)
        yield pair.change(code, told.field, told.old, told.new, delta=late, unit=DAYS)
    for field in ("due", "promised"):
        yield from moved(pair, left, field, "dependency.changed")


def days(old: date | None, new: date | None) -> int | None:
    """How many calendar days later the new date is; None where one of them is not known."""
    return (new - old).days if old and new else None


def moved(pair: Pair, left: dict[str, Edit], field: str, code: str) -> Iterator[Change]:
    """A date that differs, with the days between."""
    if edit := left.pop(field, None):
        yield pair.change(code, field, edit.old, edit.new, delta=days(edit.old, edit.new), unit=DAYS)


def taken(left: dict[str, Edit], *fields: str) -> Edit:
    """The first of the fields that differs; none of them is left."""
    found = [edit for field in fields if (edit := left.pop(field, None))]
    return found[0]


def together(
    pair: Pair, left: dict[str, Edit], field: str, code: str, said: Callable[[Any], object]
) -> Iterator[Change]:
    """The parts of a field as one, in the words for it."""
    parts = [name for name in left if name.partition(".")[0] == field]
    for name in parts:
        del left[name]
    if parts:
        old, new = getattr(pair.old, field), getattr(pair.new, field)
        yield pair.change(code, field, said(old) if old else None, said(new) if new else None)


def _score(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    rated = [left.pop(name) for name in tuple(left) if name.partition(".")[0] in ("probability", "impact")]
    old, new = score(pair.old), score(pair.new)
    if not rated:
        return
    if old is None or new is None or old == new:
        # The parts are told one by one where together they say nothing.
        yield from (pair.change("text.changed", edit.field, edit.old, edit.new) for edit in rated)
        return
    code = "risk.escalated" if new > old else "risk.reduced"
    unit = CHANCE if pair.new.kind == "opportunity" else POINTS
    yield pair.change(code, "score", old, new, delta=new - old, unit=unit)


def _trigger(found: Trigger) -> Text | str:
    """`K2 < 40`, or the words that stand for it."""
    limit = "" if found.value is None or not found.op else f" {found.op} {found.value:g}"
    return found.text or f"{found.metric}{limit}"


def _rating(found: Rated) -> str:
    return f"{found.probability}×{found.impact}"


def _resolution(found: Issue, *, solved: bool) -> Text:
    return found.resolution if solved else Text()


def _delivered(found: Dependency) -> bool:
    return found.status == "delivered" or found.delivered is not None
