"""What a sentence adds of a change that a decision has to approve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.words import message

if TYPE_CHECKING:
    from opsgen.words import Message


def judged(said: Message, approval: str | None) -> Message:
    """A sentence with the decision that approves what it tells, or that none does."""
    if approval is None:
        return said
    if not approval:
        return message("{said}, not approved", said=said)
    return message("{said}, approved by {decision}", said=said, decision=approval)
