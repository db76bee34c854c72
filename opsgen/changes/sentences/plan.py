"""What changes of the plan say."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from opsgen.changes.labels import entity, word_label
from opsgen.changes.sentences.differing import came, moved
from opsgen.changes.sentences.plainly import owner, place, plainly
from opsgen.changes.sentences.teller import dates, value, what
from opsgen.words import Message, message, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opsgen.changes.change import Change
    from opsgen.changes.sentences import Sentence
    from opsgen.changes.sentences.teller import Teller

_OPEN = frozenset({None, "pending"})


def name(change: Change) -> Message:
    """The item with what it is."""
    return what(change, entity(change.kind))


def slipped(change: Change, _teller: Teller) -> Message:
    """A date that is later than before."""
    old, new = dates(change)
    return plural(
        "{what} slipped {n} day ({old} → {new})",
        "{what} slipped {n} days ({old} → {new})",
        round(change.delta or 0),
        what=name(change),
        old=old,
        new=new,
    )


def brought_forward(change: Change, _teller: Teller) -> Message:
    """A date that is earlier than before."""
    old, new = dates(change)
    return plural(
        "{what} was brought forward {n} day ({old} → {new})",
        "{what} was brought forward {n} days ({old} → {new})",
        -round(change.delta or 0),
        what=name(change),
        old=old,
        new=new,
    )


def _achieved(change: Change, teller: Teller) -> Message:
    if change.old is not None:
        return plainly(change, teller)
    said = message("{what} was achieved on {date}", what=name(change), date=value(change.new))
    return came(said, change.delta)


def _reopened(change: Change, _teller: Teller) -> Message:
    return message("{what} is open again, it was achieved on {old}", what=name(change), old=value(change.old))


def _decided(change: Change, teller: Teller) -> Message:
    if change.field != "outcome":
        return plainly(change, teller)
    old, new = (
        word_label(change.kind, "outcome", one) if isinstance(one, str) else None
        for one in (change.old, change.new)
    )
    if change.new in _OPEN:
        return message("{what} is undecided again, it was: {old}", what=name(change), old=old)
    if change.old in _OPEN:
        return message("{what} was decided: {new}", what=name(change), new=new)
    return message("{what} was decided anew: {new}, before {old}", what=name(change), new=new, old=old)


def baseline(change: Change, teller: Teller) -> Message:
    """An approved date that was given, moved or taken away."""
    if change.field.endswith("dates"):
        return _span(change, message("baseline of {what}", what=name(change)))
    if change.field not in ("baseline", "baseline_finish", "baseline.ref"):
        return plainly(change, teller)
    old, new = teller.values(change)
    if change.old is None:
        return message("{what} has a baseline now: {new}", what=name(change), new=new)
    if change.new is None:
        return message("{what} has no baseline any more, it was {old}", what=name(change), old=old)
    if change.field == "baseline.ref":
        return message("baseline of {what} is {new} now, before {old}", what=name(change), new=new, old=old)
    return moved(change, teller, place(change))


def rescheduled(change: Change, teller: Teller) -> Message:
    """Start and finish together, or one of the two."""
    return _span(change, name(change)) if change.field == "dates" else plainly(change, teller)


def _span(change: Change, thing: Message) -> Message:
    n = round(change.delta or 0)
    now = _days(change.new if change.delta or change.old is None else change.old)
    if n > 0:
        return plural("{what} moved {n} day later: {now}", "{what} moved {n} days later: {now}", n,
                      what=thing, now=now)  # fmt: skip
    if n < 0:
        return plural("{what} moved {n} day earlier: {now}", "{what} moved {n} days earlier: {now}", -n,
                      what=thing, now=now)  # fmt: skip
    if change.old is None:
        return message("{what} has dates now: {now}", what=thing, now=now)
    return message("{what} has no dates any more, they were {now}", what=thing, now=now)


def _days(span: object) -> Message:
    start, finish = span if isinstance(span, tuple) else (None, None)
    return message("{start} – {finish}", start=value(start), finish=value(finish))


def _done(change: Change, _teller: Teller) -> Message:
    if isinstance(change.new, date):
        return message("{what} was finished on {date}", what=name(change), date=value(change.new))
    return message("{what} is done", what=name(change))


def _goes_on(change: Change, _teller: Teller) -> Message:
    return message("{what} is open again", what=name(change))


def _cancelled(change: Change, _teller: Teller) -> Message:
    return message("{what} was cancelled", what=name(change))


def _blocked(change: Change, _teller: Teller) -> Message:
    said = message("{what} is blocked", what=name(change))
    return message("{said}: {reason}", said=said, reason=change.new) if change.field == "blocked_by" else said


def _unblocked(change: Change, _teller: Teller) -> Message:
    return message("{what} is not blocked any more", what=name(change))


def _progressed(change: Change, teller: Teller) -> Message:
    if change.field == "actual.start" and isinstance(change.new, date) and change.old is None:
        return message("{what} was started on {date}", what=name(change), date=value(change.new))
    if change.field != "complete" or change.new is None:
        return plainly(change, teller)
    old, new = teller.values(change)
    if change.old is None:
        return message("{what} is {new} complete", what=name(change), new=new)
    return message("{what} is {new} complete, before {old}", what=name(change), new=new, old=old)


def _accepted(change: Change, _teller: Teller) -> Message:
    return message("{what} was accepted", what=name(change))


def _rejected(change: Change, _teller: Teller) -> Message:
    return message("{what} was rejected", what=name(change))


def _dropped(change: Change, teller: Teller) -> Message:
    if change.field == "moscow":
        return message("{what} will not be done this time", what=name(change))
    return message("{what} was dropped", what=name(change)) if change.field else plainly(change, teller)


def _back(change: Change, teller: Teller) -> Message:
    """A deliverable that is new, or in the scope after all."""
    return message("{what} is in scope again", what=name(change)) if change.field else plainly(change, teller)


SENTENCES: Mapping[str, Sentence] = {
    "milestone.slipped": slipped,
    "milestone.brought_forward": brought_forward,
    "milestone.achieved": _achieved,
    "milestone.reopened": _reopened,
    "gate.decided": _decided,
    "baseline.changed": baseline,
    "phase.rescheduled": rescheduled,
    "task.rescheduled": rescheduled,
    "goals:kpi.measured": plainly,
    "task.reassigned": owner,
    "task.done": _done,
    "task.reopened": _goes_on,
    "task.cancelled": _cancelled,
    "task.blocked": _blocked,
    "task.unblocked": _unblocked,
    "task.progressed": _progressed,
    "scope.deliverable_accepted": _accepted,
    "scope.deliverable_rejected": _rejected,
    "scope.deliverable_dropped": _dropped,
    "scope.deliverable_added": _back,
}
