"""Changes of the RAID log: risks, issues, assumptions, dependencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.derive.risk import score

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.changes.change import Change
    from opsgen.changes.edits import Edit
    from opsgen.changes.pairs import Pair

POINTS = "points"
CHANCE = "chance"
"""The unit of a score of an opportunity, of which more is better."""
_ENDS = {"closed": "risk.closed", "occurred": "risk.occurred"}


def risk(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """A risk that weighs more or less than before; that was closed, happened, or is open again."""
    yield from _score(pair, left)
    if status := left.pop("status", None):
        for told in ("closed", "close_reason"):
            left.pop(told, None)
        code = _ENDS.get(status.new, "risk.reopened")
        yield pair.change(code, "status", status.old, status.new, reason=pair.new.close_reason)


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
