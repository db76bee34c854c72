"""What changes of money say: budget lines, and amounts wherever they stand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from opsgen.changes.labels import entity
from opsgen.changes.sentences.differing import differs
from opsgen.changes.sentences.numbers import some
from opsgen.changes.sentences.teller import value, what
from opsgen.words import Measured, Message, Text, message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opsgen.changes.change import Change
    from opsgen.changes.sentences import Sentence
    from opsgen.changes.sentences.teller import Teller

_SPREAD = {
    "linear": message("evenly"),
    "start": message("mostly at the start"),
    "end": message("mostly at the end"),
}


def turned(change: Change, teller: Teller, name: Message | Text) -> Message:
    """An amount that is higher or lower, by how much; that was set, or is gone."""
    old, new = change.old, change.new
    if not isinstance(old, Decimal) or not isinstance(new, Decimal):
        return differs(change, teller, name)
    given: dict[str, object] = {
        "what": what(change, entity(change.kind)),
        "field": name,
        "old": teller.money(change, old),
        "new": teller.money(change, new),
        "more": _more(change, teller, old, new),
    }
    if new > old:
        return message("{what}: {field} raised from {old} to {new} ({more})", **given)
    return message("{what}: {field} lowered from {old} to {new} ({more})", **given)


def _more(change: Change, teller: Teller, old: Decimal, new: Decimal) -> object:
    """The difference with its sign, in percent too where that says something."""
    more = teller.money(change, new - old)
    signed = message("+{amount}", amount=more) if new > old else more
    if old <= 0:
        return signed
    percent = Measured(round(float((new - old) / old) * 100, 1), "%")
    told = message("+{amount}", amount=percent) if new > old else percent
    return message("{amount}, {percent}", amount=signed, percent=told)


def _added(change: Change, teller: Teller) -> Message:
    thing = what(change, entity(change.kind))
    return message("{what} is new, planned {amount}", what=thing, amount=_money(change, teller, change.new))


def _removed(change: Change, teller: Teller) -> Message:
    thing = what(change, entity(change.kind))
    return message(
        "{what} is gone, planned was {amount}", what=thing, amount=_money(change, teller, change.old)
    )


def _money(change: Change, teller: Teller, amount: object) -> object:
    """An amount; a headline of 0 is an amount too."""
    return teller.money(change, amount if isinstance(amount, Decimal) else Decimal(0))


def _planned(change: Change, teller: Teller) -> Message:
    if change.field == "currency":  # in which all of them are
        return differs(change, teller)
    return turned(change, teller, message("planned amount"))


def _forecast(change: Change, teller: Teller) -> Message:
    return turned(change, teller, message("forecast"))


def _committed(change: Change, teller: Teller) -> Message:
    return turned(change, teller, message("committed amount"))


def _actual(change: Change, teller: Teller) -> Message:
    thing = what(change, entity(change.kind))
    old, new = change.old, change.new
    if not isinstance(new, Decimal):
        return differs(change, teller, message("total so far"))
    total = teller.money(change, new)
    if old == new:
        return message("{what}: entries put right, the total is still {total}", what=thing, total=total)
    if not isinstance(old, Decimal):
        return message("{what} has come to {total} so far", what=thing, total=total)
    more = _more(change, teller, old, new)
    return message("{what} has come to {total} so far ({more})", what=thing, total=total, more=more)


def _line(change: Change, teller: Teller) -> Message:
    if change.field != "profile":
        return differs(change, teller)
    old, new = _spread(change.old), _spread(change.new)
    thing = what(change, entity(change.kind))
    return message("{what} spreads differently over time: {old} → {new}", what=thing, old=old, new=new)


def _spread(profile: object) -> object:
    return _SPREAD.get(profile, profile) if isinstance(profile, str) else some(value(profile))


SENTENCES: Mapping[str, Sentence] = {
    "planned.changed": _planned,
    "budget.line_added": _added,
    "budget.line_removed": _removed,
    "budget.line_changed": _line,
    "budget.forecast_changed": _forecast,
    "budget.committed_changed": _committed,
    "budget.actual_changed": _actual,
}
