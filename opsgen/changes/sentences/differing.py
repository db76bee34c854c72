"""Sentences that changes of many kinds share: a field that differs, a date that moved, another owner."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from opsgen.changes.labels import entity, field_label
from opsgen.changes.sentences.teller import dates, shortened, what
from opsgen.words import Message, Text, message, plural

if TYPE_CHECKING:
    from opsgen.changes.change import Change
    from opsgen.changes.sentences.teller import Teller

_MOST = 60
"""Characters of a longer text that a sentence gives."""


def differs(change: Change, teller: Teller, name: Message | Text | None = None) -> Message:
    """A field with what it was and is; of longer texts their beginnings."""
    field = name or field_label(change.kind, change.field)
    old, new = (_shown(one) for one in teller.values(change))
    given: dict[str, object] = {"what": what(change, entity(change.kind)), "field": field}
    if change.old is None:
        return message("{what}: {field} is new: {new}", new=new, **given)
    if change.new is None:
        return message("{what}: {field} is gone, it was {old}", old=old, **given)
    if isinstance(change.old, Text) and isinstance(change.new, Text):
        return message("{what}: {field} is now “{new}”, it was “{old}”", old=old, new=new, **given)
    return message("{what}: {field} {old} → {new}", old=old, new=new, **given)


def moved(change: Change, teller: Teller, name: Message | Text | None = None) -> Message:
    """A date with the days between; any other field as it differs."""
    if not change.delta or not isinstance(change.new, date):
        return differs(change, teller, name)
    old, new = dates(change)
    n = round(change.delta)
    field = name or field_label(change.kind, change.field)
    given: dict[str, object] = {
        "what": what(change, entity(change.kind)),
        "field": field,
        "old": old,
        "new": new,
    }
    if n > 0:
        return plural(
            "{what}: {field} {old} → {new} ({n} day later)",
            "{what}: {field} {old} → {new} ({n} days later)",
            n,
            **given,
        )
    return plural(
        "{what}: {field} {old} → {new} ({n} day earlier)",
        "{what}: {field} {old} → {new} ({n} days earlier)",
        -n,
        **given,
    )


def handed_over(change: Change, teller: Teller) -> Message:
    """Somebody else's; nobody's any more; or somebody's for the first time."""
    old, new = (teller.person(one) if isinstance(one, str) else None for one in (change.old, change.new))
    thing = what(change, entity(change.kind))
    if old is None:
        return message("{new} takes on {what}", new=new, what=thing)
    if new is None:
        return message("{what} has no owner any more, it was {old}", old=old, what=thing)
    return message("{what} goes from {old} to {new}", what=thing, old=old, new=new)


def came(said: Message, late: float | None) -> Message:
    """A sentence about something that came, with how late or early it was; on its day as it is."""
    n = round(late or 0)
    if n > 0:
        return plural("{said}, {n} day late", "{said}, {n} days late", n, said=said)
    if n < 0:
        return plural("{said}, {n} day early", "{said}, {n} days early", -n, said=said)
    return said


def beginning(text: Text) -> Text:
    """The beginning of a text, each language on its own; all of a short one."""
    plain, zh, en = (one if one is None else shortened(one, _MOST) for one in (text.plain, text.zh, text.en))
    return Text(plain or "", zh, en)


def _shown(given: object) -> object:
    return beginning(given) if isinstance(given, Text) else given
