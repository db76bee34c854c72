"""What changes of the plan say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.changes.sentences.teller import dates, value, what
from opsgen.words import message, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opsgen.changes.change import Change
    from opsgen.changes.sentences import Sentence
    from opsgen.changes.sentences.teller import Teller
    from opsgen.words import Message

_MILESTONE = message("milestone")


def _slipped(change: Change, _teller: Teller) -> Message:
    old, new = dates(change)
    return plural(
        "{what} slipped {n} day ({old} → {new})",
        "{what} slipped {n} days ({old} → {new})",
        round(change.delta or 0),
        what=what(change, _MILESTONE),
        old=old,
        new=new,
    )


def _brought_forward(change: Change, _teller: Teller) -> Message:
    old, new = dates(change)
    return plural(
        "{what} was brought forward {n} day ({old} → {new})",
        "{what} was brought forward {n} days ({old} → {new})",
        -round(change.delta or 0),
        what=what(change, _MILESTONE),
        old=old,
        new=new,
    )


def _achieved(change: Change, _teller: Teller) -> Message:
    return message("{what} was achieved on {date}", what=what(change, _MILESTONE), date=value(change.new))


SENTENCES: Mapping[str, Sentence] = {
    "milestone.slipped": _slipped,
    "milestone.brought_forward": _brought_forward,
    "milestone.achieved": _achieved,
}
