"""What changes of people's time, equipment, vendors and conflicts say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from opsgen.changes.labels import entity, field_label, word_label
from opsgen.changes.sentences.differing import beginning, came, differs, moved
from opsgen.changes.sentences.money import turned
from opsgen.changes.sentences.numbers import some
from opsgen.changes.sentences.teller import dates, value, what
from opsgen.words import Measured, Message, Text, message, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opsgen.changes.change import Change
    from opsgen.changes.sentences import Sentence
    from opsgen.changes.sentences.teller import Teller

_SPAN = {"from": message("first day"), "until": message("last day")}
_CONTRACT = {
    "contract.no": message("number of the contract"),
    "contract.currency": message("currency of the contract"),
    "contract.signed": message("signing of the contract"),
    "contract.start": message("start of the contract"),
    "contract.finish": message("end of the contract"),
}


def _time(change: Change, teller: Teller) -> Message:
    """Whose time it is, and for which task or phase."""
    told = change.title.plain
    person: object = teller.person(told) if told else change.title
    rest = change.item.removeprefix(told).strip()
    if rest and " " not in rest:
        return message("{person}’s time for {id}", person=person, id=rest)
    return message("{person}’s time", person=person)


def _share(change: Change, given: object) -> object:
    """A share of the working time, or person-days."""
    if not isinstance(given, float | int):
        return value(given)
    if change.unit == "percent":
        return Measured(given, "%")
    return message("{days} person-days", days=float(given))


def _given(change: Change, teller: Teller) -> Message:
    share = _share(change, change.new)
    return message("{what} is new: {words}", what=_time(change, teller), words=share)


def _taken(change: Change, teller: Teller) -> Message:
    share = _share(change, change.old)
    return message("{what} is gone, it was {share}", what=_time(change, teller), share=share)


def _allocated(change: Change, teller: Teller) -> Message:
    thing, old, new = _time(change, teller), change.old, change.new
    if change.field in ("percent", "days"):
        given = {"what": thing, "old": _share(change, old), "new": _share(change, new)}
        if not isinstance(old, float | int) or not isinstance(new, float | int):
            return message("{what}: {old} → {new}", **given)
        if new > old:
            return message("{what} raised from {old} to {new}", **given)
        return message("{what} lowered from {old} to {new}", **given)
    before, after = (beginning(one) if isinstance(one, Text) else one for one in teller.values(change))
    field = _SPAN.get(change.field) or field_label(change.kind, change.field)
    return message("{what}: {field} {old} → {new}", what=thing, field=field, old=before, new=after)


def _booked(change: Change, _teller: Teller) -> Message:
    thing = what(change, entity(change.kind))
    old, new = some(change.old), some(change.new)
    if change.old is None:
        return message("{what} is booked: {new}", what=thing, new=new)
    if change.new is None:
        return message("{what} is no longer booked: {old}", what=thing, old=old)
    return message("{what} is booked otherwise: {old} → {new}", what=thing, old=old, new=new)


def _found(change: Change, _teller: Teller) -> Message:
    thing = what(change, entity(change.kind))
    if not isinstance(change.new, str):
        return message("{what} is new", what=thing)
    return message("{what} is new ({status})", what=thing, status=_word(change.new))


def _came_to(change: Change, teller: Teller) -> Message:
    thing = what(change, entity(change.kind))
    if not isinstance(change.new, str):
        return differs(change, teller)
    if not isinstance(change.old, str):
        return message("{what} is {new}", what=thing, new=_word(change.new))
    return message(
        "{what} went from {old} to {new}", what=thing, old=_word(change.old), new=_word(change.new)
    )


def _word(status: str) -> Text:
    return word_label("vendors", "status", status)


def _agreed(change: Change, teller: Teller) -> Message:
    if change.field == "contract.value":
        return turned(change, teller, message("contract value"))
    if change.field == "contact":  # whom to ask there is not for every reader
        field = field_label(change.kind, change.field)
        return message("{what}: {field} is not the same", what=what(change, entity(change.kind)), field=field)
    return moved(change, teller, _CONTRACT.get(change.field))


def _inner(change: Change) -> str:
    """What the delivery or payment is called."""
    name = change.field.partition(".")[2]
    for ending in (".due", ".delivered", ".paid", ".milestone"):
        name = name.removesuffix(ending)
    return name


def _owed(change: Change, _teller: Teller) -> Message:
    given = {"what": what(change, entity(change.kind)), "title": _inner(change)}
    if change.new is None:
        return message("{what} is not to deliver “{title}” any more", **given)
    if change.old is None:
        return message("{what} is to deliver “{title}” by {date}", date=value(change.new), **given)
    old, new = dates(change)
    n = round(change.delta or 0)
    if n > 0:
        return plural(
            "{what}: delivery “{title}” put off {n} day ({old} → {new})",
            "{what}: delivery “{title}” put off {n} days ({old} → {new})",
            n,
            old=old,
            new=new,
            **given,
        )
    return plural(
        "{what}: delivery “{title}” brought forward {n} day ({old} → {new})",
        "{what}: delivery “{title}” brought forward {n} days ({old} → {new})",
        -n,
        old=old,
        new=new,
        **given,
    )


def _delivered(change: Change, _teller: Teller) -> Message:
    given = {"what": what(change, entity(change.kind)), "title": _inner(change)}
    if change.new is None:
        return message("{what} has not delivered “{title}” after all", **given)
    said = message("{what} delivered “{title}” on {date}", date=value(change.new), **given)
    return came(said, change.delta)


def _payment(change: Change, teller: Teller) -> Message:
    name = _paid_for(change)
    thing = what(change, entity(change.kind))
    old, new = change.old, change.new
    if isinstance(old, date) or isinstance(new, date):
        return moved(change, teller, message("due day of the {payment}", payment=name))
    if change.field.endswith(".milestone"):
        return differs(change, teller, message("milestone of the {payment}", payment=name))
    if isinstance(new, Decimal) and old is None:
        return message(
            "{what}: {payment} of {amount} is new", what=thing, payment=name, amount=teller.money(change, new)
        )
    if isinstance(old, Decimal) and new is None:
        return message(
            "{what}: {payment} of {amount} is gone",
            what=thing,
            payment=name,
            amount=teller.money(change, old),
        )
    return turned(change, teller, name)


def _paid_for(change: Change) -> Message:
    title = _inner(change)
    if title.isdigit():  # its place among those without a name
        return message("payment {n}", n=title)
    return message("payment “{title}”", title=title)


def _paid(change: Change, _teller: Teller) -> Message:
    given = {"what": what(change, entity(change.kind)), "payment": _paid_for(change)}
    if change.new is None:
        return message("{what}: {payment} was not made after all", **given)
    return message("{what}: {payment} was made on {date}", date=value(change.new), **given)


def _opened(change: Change, _teller: Teller) -> Message:
    return message("{what} is new", what=what(change, entity(change.kind)))


def _removed(change: Change, _teller: Teller) -> Message:
    return message("{what} is gone", what=what(change, entity(change.kind)))


def _resolved(change: Change, _teller: Teller) -> Message:
    return message("{what} was solved", what=what(change, entity(change.kind)))


def _escalated(change: Change, _teller: Teller) -> Message:
    return message("{what} was taken higher", what=what(change, entity(change.kind)))


def _reopened(change: Change, _teller: Teller) -> Message:
    return message("{what} is open again", what=what(change, entity(change.kind)))


SENTENCES: Mapping[str, Sentence] = {
    "allocation.added": _given,
    "allocation.removed": _taken,
    "allocation.changed": _allocated,
    "equipment.booked": _booked,
    "equipment.changed": differs,
    "vendor.added": _found,
    "vendor.status_changed": _came_to,
    "vendor.changed": _agreed,
    "vendor.delivery_changed": _owed,
    "vendor.delivered": _delivered,
    "vendor.payment_changed": _payment,
    "vendor.paid": _paid,
    "conflict.opened": _opened,
    "conflict.removed": _removed,
    "conflict.resolved": _resolved,
    "conflict.escalated": _escalated,
    "conflict.reopened": _reopened,
    "conflict.changed": differs,
}
