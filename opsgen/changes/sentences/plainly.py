"""What changes say that have no words of their own: which field, what it was, what it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from opsgen.changes.fields import KINDS
from opsgen.changes.labels import entity, field_label, way
from opsgen.changes.sentences.differing import beginning, handed_over, moved
from opsgen.changes.sentences.teller import what
from opsgen.words import Message, Text, message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opsgen.changes.change import Change
    from opsgen.changes.labels import Step
    from opsgen.changes.sentences import Sentence
    from opsgen.changes.sentences.teller import Teller

_LONG = 40
"""Characters from which on a text is told by its beginning, and not with what it was."""


def plainly(change: Change, teller: Teller) -> Message:
    """An item that is new or gone; a field as it was and is."""
    if not change.field:
        return _whole(change, teller)
    entry = _entry_alone(change)
    if entry:
        return entry
    lists = isinstance(change.old, tuple | None) and isinstance(change.new, tuple | None)
    said = _of_lists(change, teller) if lists else None
    return said or moved(change, teller, place(change))


def _entry_alone(change: Change) -> Message | None:
    """An entry of a list of which its name is all there is to say."""
    given = change.new if change.old is None else change.old if change.new is None else None
    if given is None or not change.field.endswith(f".{given}"):
        return None
    about: dict[str, object] = {"what": what(change, entity(change.kind)), "field": place(change)}
    return (
        message("{what}: {field} is new", **about)
        if change.old is None
        else message("{what}: {field} is gone", **about)
    )


def place(change: Change) -> Message | Text:
    """What the field is called: with the entry of the list, or the field, that it stands in."""
    steps = way(change.kind, change.field)
    if not steps:
        return field_label(change.kind, change.field)
    *before, last = steps
    if last.entry:
        return message("{noun} “{title}”", noun=_noun(steps), title=beginning(Text(last.name)))
    name = last.label or Text(last.name)
    entry = next((step for step in reversed(before) if step.entry), None)
    if entry:
        return message("“{entry}”, {field}", field=name, entry=beginning(Text(entry.name)))
    return message("{whole}, {part}", part=name, whole=before[0].label) if before else name


def _noun(steps: tuple[Step, ...]) -> Text:
    """What an entry is: as its own kind is called, else the list."""
    return next((step.label for step in reversed(steps) if step.label), Text(steps[0].name))


def _whole(change: Change, teller: Teller) -> Message:
    thing = what(change, entity(change.kind))
    kind = KINDS[change.kind]
    # What has no headline was and is nothing; then the code tells which it is.
    gone = change.old is not None or change.code == kind.removed
    given = change.old if gone else change.new
    if given is None or isinstance(given, Text | tuple):
        return message("{what} is gone", what=thing) if gone else message("{what} is new", what=thing)
    about: dict[str, object] = {
        "what": thing,
        "field": field_label(change.kind, kind.headline),
        "value": teller.value(_of_field(change, kind.headline), given),
    }
    if gone:
        return message("{what} is gone ({field}: {value})", **about)
    return message("{what} is new ({field}: {value})", **about)


def _of_field(change: Change, field: str) -> Change:
    return replace(change, field=field)


def _of_lists(change: Change, teller: Teller) -> Message | None:
    """What a list of plain values has, and has not any more; None where both have the same."""
    old, new = (one if isinstance(one, tuple) else () for one in (change.old, change.new))
    added = tuple(_entry(change, one, teller) for one in new if one not in old)
    gone = tuple(_entry(change, one, teller) for one in old if one not in new)
    about: dict[str, object] = {"what": what(change, entity(change.kind)), "field": place(change)}
    if added and gone:
        return message("{what}: {field} now with {added}, without {gone}", added=added, gone=gone, **about)
    if added:
        return message("{what}: {field} now with {added}", added=added, **about)
    return message("{what}: {field} now without {gone}", gone=gone, **about) if gone else None


def _entry(change: Change, given: object, teller: Teller) -> object:
    if isinstance(given, Text):
        return message("“{title}”", title=beginning(given))
    return teller.value(change, given)


def _text(change: Change, teller: Teller) -> Message:
    """A text: which one, and how it begins now."""
    thing = what(change, entity(change.kind))
    if change.field in ("title", "name") and isinstance(change.old, Text):
        return message("{what} was called “{old}” before", what=thing, old=beginning(change.old))
    if entry := _entry_alone(change):
        return entry
    new = Text(change.new) if isinstance(change.new, str) and len(change.new) > _LONG else change.new
    if change.new is None and isinstance(change.old, Text):
        return message("{what}: {field} was taken away", what=thing, field=place(change))
    if isinstance(new, Text):
        return message(
            "{what}: {field} now reads “{new}”", what=thing, field=place(change), new=beginning(new)
        )
    return plainly(change, teller)


def _renamed(change: Change, _teller: Teller) -> Message:
    thing = what(change, entity(change.kind))
    outer, _, _ = change.field.rpartition(".")
    if outer and change.old and change.new:
        part = place(replace(change, field=outer))
        return message("{what}: {part} had the id {old} before", what=thing, part=part, old=change.old)
    if change.old is None:
        return message("{what} has an id now", what=thing)
    if change.new is None:
        return message("{what} has lost its id {old}", what=thing, old=change.old)
    return message("{what} had the id {old} before", what=thing, old=change.old)


def owner(change: Change, teller: Teller) -> Message:
    """Who owns an item now; other people as any list or field."""
    return handed_over(change, teller) if change.field == "owner" else plainly(change, teller)


SENTENCES: Mapping[str, Sentence] = {
    "text.changed": _text,
    "item.renamed": _renamed,
    "owner.changed": owner,
}
