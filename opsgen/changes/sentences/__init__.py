"""Each change in one plain sentence, in no language yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.changes.sentences import (
    consequences,
    house,
    money,
    numbers,
    plainly,
    plan,
    project,
    raid,
    resources,
    steering,
)
from opsgen.changes.sentences.approval import judged
from opsgen.changes.sentences.teller import Teller, line
from opsgen.words import Message, Started, message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from opsgen.changes.change import Change

    Sentence = Callable[[Change, Teller], Message]

__all__ = ["Teller", "sentence"]

_SENTENCES: Mapping[str, Sentence] = {
    **plainly.SENTENCES,
    **plan.SENTENCES,
    **project.SENTENCES,
    **house.SENTENCES,
    **numbers.SENTENCES,
    **money.SENTENCES,
    **resources.SENTENCES,
    **raid.SENTENCES,
    **steering.SENTENCES,
    **consequences.SENTENCES,
}
"""By the code, or by `kind:code` where a kind says it in words of its own."""
_WITH_WORDS = frozenset(
    {
        *("issue.resolved", "conflict.resolved", "decision.made", "decision.deferred", "decision.withdrawn"),
        *("health.changed", "health.mismatch", "kpi.now_met", "kpi.now_behind", "kpi.now_missed"),
        *("kpi.went_stale", "risk.occurred"),
        *("load.over", "load.freed"),
    }
)
"""Changes of which the file says not why, but what came of it."""


def sentence(change: Change, teller: Teller) -> Message:
    """What changed, with both values, and why where the file says it; without a full stop.

    It is one line, however long the texts of the file are.
    """
    of_kind = _SENTENCES.get(f"{change.kind}:{change.code}")
    made = of_kind or _SENTENCES.get(change.code, plainly.plainly)
    said = judged(made(change, teller), change.approval)
    if change.reason and change.code in _WITH_WORDS:
        said = message("{said}: {words}", said=said, words=line(change.reason))
    elif change.reason:
        said = message("{said}: {reason}", said=said, reason=line(change.reason))
    return Message("{said}", (("said", Started(said)),))
