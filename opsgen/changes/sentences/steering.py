"""What changes of steering, collaboration and learning say: decisions, meetings, actions, lessons."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from opsgen.changes.labels import entity, field_label, word_label
from opsgen.changes.sentences.differing import beginning, came, differs, handed_over, moved
from opsgen.changes.sentences.teller import dates, value, what
from opsgen.words import Message, Text, message, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opsgen.changes.change import Change
    from opsgen.changes.sentences import Sentence
    from opsgen.changes.sentences.teller import Teller


def _name(change: Change) -> Message:
    return what(change, entity(change.kind))


def _by_title(change: Change) -> Message:
    """Of what needs no id: its title alone."""
    return message("{noun} “{title}”", noun=entity(change.kind), title=change.title)


def _new(change: Change, _teller: Teller) -> Message:
    return message("{what} is new", what=_name(change))


def _requested(change: Change, teller: Teller) -> Message:
    if change.new is None:
        return _new(change, teller)
    return message("{what} is asked for by {date}", what=_name(change), date=value(change.new))


def _made(change: Change, _teller: Teller) -> Message:
    if isinstance(change.new, date):
        return message("{what} was made on {date}", what=_name(change), date=value(change.new))
    return message("{what} was made", what=_name(change))


def _deferred(change: Change, _teller: Teller) -> Message:
    return message("{what} was deferred", what=_name(change))


def _withdrawn(change: Change, _teller: Teller) -> Message:
    return message("{what} was withdrawn", what=_name(change))


def _asked_again(change: Change, _teller: Teller) -> Message:
    return message("{what} is asked for again", what=_name(change))


def _undecided(change: Change, _teller: Teller) -> Message:
    # Its day is that of the request or of the outcome, which nobody needs any more.
    return message("{what} is gone", what=_name(change))


def _decision(change: Change, teller: Teller) -> Message:
    if not change.field.startswith("approves."):
        return moved(change, teller)
    if change.old is None:
        return message("{what} now approves {thing}", what=_name(change), thing=change.new)
    if change.new is None:
        return message("{what} no longer approves {thing}", what=_name(change), thing=change.old)
    return differs(change, teller)


def _opened(change: Change, teller: Teller) -> Message:
    if not isinstance(change.new, date):
        return _new(change, teller)
    return message("{what} is new, due {date}", what=_name(change), date=value(change.new))


def _closed(change: Change, _teller: Teller) -> Message:
    if change.new == "cancelled":
        return message("{what} was cancelled", what=_name(change))
    if not isinstance(change.new, date):
        return message("{what} is done", what=_name(change))
    said = message("{what} was done on {date}", what=_name(change), date=value(change.new))
    return came(said, change.delta)


def _reopened(change: Change, _teller: Teller) -> Message:
    return message("{what} is open again", what=_name(change))


def _rescheduled(change: Change, teller: Teller) -> Message:
    if not change.delta:
        return differs(change, teller)
    old, new = dates(change)
    given: dict[str, object] = {"what": _name(change), "old": old, "new": new}
    n = round(change.delta)
    if n > 0:
        return plural(
            "{what} was put off {n} day ({old} → {new})",
            "{what} was put off {n} days ({old} → {new})",
            n,
            **given,
        )
    return plural(
        "{what} was brought forward {n} day ({old} → {new})",
        "{what} was brought forward {n} days ({old} → {new})",
        -n,
        **given,
    )


def _action(change: Change, teller: Teller) -> Message:
    if change.field == "verified" and isinstance(change.new, date):
        return message("{what} was verified on {date}", what=_name(change), date=value(change.new))
    return differs(change, teller)


def _held(change: Change, _teller: Teller) -> Message:
    return message("{what} was recorded for {date}", what=_name(change), date=value(change.new))


def _meeting(change: Change, teller: Teller) -> Message:
    if change.field == "date":
        old, new = dates(change)
        return message("{what} was moved from {old} to {new}", what=_name(change), old=old, new=new)
    kind, _, ref = change.field.partition(".")
    if ref not in (change.old, change.new):  # something that stands beside a name
        return differs(change, teller, field_label(kind, change.field.rpartition(".")[2]))
    noun = entity(kind)
    if change.old is None:
        return message("{what} now names the {noun} {id}", what=_name(change), noun=noun, id=change.new)
    return message("{what} no longer names the {noun} {id}", what=_name(change), noun=noun, id=change.old)


def _training(change: Change, teller: Teller) -> Message:
    if not isinstance(change.new, date):
        return _new(change, teller)
    return message("{what} is planned for {date}", what=_name(change), date=value(change.new))


def _trained(change: Change, teller: Teller) -> Message:
    if change.field == "attended" and change.old is None:
        return message("{what} was attended by {people}", what=_name(change), people=teller.values(change)[1])
    return moved(change, teller)


def _written(change: Change, teller: Teller) -> Message:
    """The beginning of the summary says most of it."""
    if not isinstance(change.new, Text):
        return _new(change, teller)
    return message("update on {period}: {summary}", period=change.item, summary=beginning(change.new))


def _unwritten(change: Change, _teller: Teller) -> Message:
    return message("the update on {period} is gone", period=change.item)


def _looked_back(change: Change, _teller: Teller) -> Message:
    on = value(change.new)
    if change.item in change.title.forms:  # without a scope only its day tells it
        return message("a retrospective was held on {date}", date=on)
    return message("{what} was held on {date}", what=_by_title(change), date=on)


def _lesson(change: Change, teller: Teller) -> Message:
    if not isinstance(change.new, Text):
        return _new(change, teller)
    return message("{what} is new: {words}", what=_name(change), words=beginning(change.new))


def _accountable(change: Change, teller: Teller) -> Message:
    if not isinstance(change.new, str):
        return _new(change, teller)
    person = teller.person(change.new)
    return message("{what} is new, accountable is {person}", what=_name(change), person=person)


def _raci(change: Change, teller: Teller) -> Message:
    old, new = change.old, change.new
    if change.field == "accountable" and isinstance(old, str) and isinstance(new, str):
        return message(
            "{what}: {new} is accountable instead of {old}",
            what=_name(change),
            old=teller.person(old),
            new=teller.person(new),
        )
    return differs(change, teller)


def _stakeholder(change: Change, teller: Teller) -> Message:
    if not isinstance(change.new, str):
        return _new(change, teller)
    attitude = word_label(change.kind, "attitude", change.new)
    return message("{what} is new, attitude: {words}", what=_name(change), words=attitude)


def _told(change: Change, _teller: Teller) -> Message:
    return message("{what} is new", what=_by_title(change))


def _untold(change: Change, _teller: Teller) -> Message:
    return message("{what} is gone", what=_by_title(change))


SENTENCES: Mapping[str, Sentence] = {
    "decision.requested": _requested,
    "decision.made": _made,
    "decision.deferred": _deferred,
    "decision.withdrawn": _withdrawn,
    "decision.reopened": _asked_again,
    "decision.changed": _decision,
    "decision.removed": _undecided,
    "action.opened": _opened,
    "action.closed": _closed,
    "action.reopened": _reopened,
    "action.rescheduled": _rescheduled,
    "action.reassigned": handed_over,
    "action.progressed": _action,
    "meeting.held": _held,
    "meeting.changed": _meeting,
    "training.added": _training,
    "training.changed": _trained,
    "update.written": _written,
    "update.removed": _unwritten,
    "retrospective.held": _looked_back,
    "lesson.added": _lesson,
    "communication.added": _told,
    "communication.removed": _untold,
    "raci.added": _accountable,
    "raci.changed": _raci,
    "stakeholder.added": _stakeholder,
    "stakeholder.changed": differs,
}
"""What each code says; `{what} is gone` where nothing else is to be said of what was removed."""
