"""What changes of the settings and of people say; a person is named as the teller names one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.changes.labels import entity, field_label
from opsgen.changes.sentences.plainly import place
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opsgen.changes.change import Change
    from opsgen.changes.sentences import Sentence
    from opsgen.changes.sentences.teller import Teller


def _allowed(change: Change, _teller: Teller) -> Message:
    return message("findings of {rule} are allowed from now on", rule=change.new)


def _not_allowed(change: Change, _teller: Teller) -> Message:
    return message("findings of {rule} are not allowed any more", rule=change.old)


def _person(change: Change, teller: Teller) -> Message:
    return message("{noun} “{title}”", noun=entity(change.kind), title=teller.person(change.item))


def _new(change: Change, teller: Teller) -> Message:
    return message("{what} is new", what=_person(change, teller))


def _gone(change: Change, teller: Teller) -> Message:
    return message("{what} is gone", what=_person(change, teller))


def _changed(change: Change, teller: Teller) -> Message:
    old, new = teller.values(change)
    about: dict[str, object] = {"what": _person(change, teller), "field": place(change)}
    if change.old is None:
        return message("{what}: {field} is new: {new}", new=new, **about)
    if change.new is None:
        return message("{what}: {field} is gone, it was {old}", old=old, **about)
    return message("{what}: {field} {old} → {new}", old=old, new=new, **about)


def _personal(change: Change, teller: Teller) -> Message:
    """A name or an address: that it is another one, and not which."""
    field = field_label(change.kind, change.field)
    return message("{what}: {field} is another one", what=_person(change, teller), field=field)


SENTENCES: Mapping[str, Sentence] = {
    "allow.added": _allowed,
    "allow.removed": _not_allowed,
    "people:people.added": _new,
    "people:people.removed": _gone,
    "people:people.changed": _changed,
    "people:text.changed": _personal,
    "people:item.renamed": _personal,
}
