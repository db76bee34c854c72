"""Each change in one plain sentence, in no language yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.changes.fields import KINDS
from opsgen.changes.labels import entity, field_label
from opsgen.changes.sentences import consequences, money, numbers, plan, raid, resources, steering
from opsgen.changes.sentences.teller import Teller, what
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from opsgen.changes.change import Change

    Sentence = Callable[[Change, Teller], Message]

__all__ = ["Teller", "sentence"]

_SENTENCES: Mapping[str, Sentence] = {
    **plan.SENTENCES,
    **numbers.SENTENCES,
    **money.SENTENCES,
    **resources.SENTENCES,
    **raid.SENTENCES,
    **steering.SENTENCES,
    **consequences.SENTENCES,
}
_WITH_WORDS = frozenset(
    {
        *("issue.resolved", "conflict.resolved", "decision.made", "decision.deferred", "decision.withdrawn"),
        *("health.changed", "health.mismatch", "kpi.now_met", "kpi.now_behind", "kpi.now_missed"),
        "kpi.went_stale",
        *("load.over", "load.freed"),
    }
)
"""Changes of which the file says not why, but what came of it."""


def sentence(change: Change, teller: Teller) -> Message:
    """What changed, with both values, and why where the file says it; without a full stop."""
    made = _SENTENCES.get(change.code, _plain)
    said = made(change, teller)
    if change.reason and change.code in _WITH_WORDS:
        return message("{said}: {words}", said=said, words=change.reason)
    return message("{said}: {reason}", said=said, reason=change.reason) if change.reason else said


def _plain(change: Change, teller: Teller) -> Message:
    """The field with its old and its new value, for changes that have no words of their own."""
    thing = what(change, entity(change.kind))
    if not change.field:
        # What has no headline was and is nothing; then the code tells which it is.
        gone = change.old is not None or change.code == KINDS[change.kind].removed
        return message("{what} is gone", what=thing) if gone else message("{what} is new", what=thing)
    old, new = teller.values(change)
    name = field_label(change.kind, change.field)
    return message("{what}: {field} {old} → {new}", what=thing, field=name, old=old, new=new)
