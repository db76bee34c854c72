"""What changes of a project's own fields say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.changes.sentences.plainly import plainly
from opsgen.changes.sentences.plan import brought_forward, name, slipped
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opsgen.changes.change import Change
    from opsgen.changes.sentences import Sentence
    from opsgen.changes.sentences.teller import Teller


def _renamed(change: Change, _teller: Teller) -> Message:
    return message("{what} had the id {old} before", what=name(change), old=change.old)


def _lifecycle(change: Change, teller: Teller) -> Message:
    if change.field != "lifecycle" or change.old is None or change.new is None:
        return plainly(change, teller)
    old, new = teller.values(change)
    return message("{what} is {new} now, before {old}", what=name(change), new=new, old=old)


def _closing(change: Change, teller: Teller) -> Message:
    if change.field != "closing":
        return plainly(change, teller)
    if change.old is None:
        return message("the closing report of {what} was written", what=name(change))
    if change.new is None:
        return message("the closing report of {what} was taken away", what=name(change))
    return message("the closing report of {what} was changed", what=name(change))


SENTENCES: Mapping[str, Sentence] = {
    "project.slipped": slipped,
    "project.brought_forward": brought_forward,
    "project.renamed": _renamed,
    "lifecycle.changed": _lifecycle,
    "closing.written": _closing,
}
