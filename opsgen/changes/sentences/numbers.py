"""What changes of numbers say: metrics, feedback, adjustments, benefits."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from opsgen.changes.labels import entity, field_label
from opsgen.changes.sentences.differing import beginning, differs, moved
from opsgen.changes.sentences.teller import value, what
from opsgen.words import Measured, Message, Text, message, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opsgen.changes.change import Change
    from opsgen.changes.sentences import Sentence
    from opsgen.changes.sentences.teller import Teller

_MOST = 4
"""How many parts of a folded change are said."""
_TARGET_DAY = message("due day of the target")
_HOPED = {"expected": message("expected result"), "measure_on": message("days to measure")}
_JUDGED = frozenset({"direction", "level", "near", "start_value"})
"""Fields that say how a number is judged; the others say how it is counted."""


def number(change: Change, given: object) -> object:
    """A value in the unit of its metric; any other as it is said."""
    if isinstance(given, float | int) and not isinstance(given, bool):
        return Measured(given, change.unit)
    return some(value(given))


def some(parts: object) -> object:
    """The first few of several values."""
    if isinstance(parts, tuple) and len(parts) > _MOST:
        return (*parts[:_MOST], "…")
    return parts


def _added(change: Change, _teller: Teller) -> Message:
    thing = what(change, entity(change.kind))
    if change.new is None:
        return message("{what} is new", what=thing)
    return message("{what} is new, its target is {target}", what=thing, target=number(change, change.new))


def _removed(change: Change, _teller: Teller) -> Message:
    thing = what(change, entity(change.kind))
    if change.old is None:
        return message("{what} is gone", what=thing)
    return message("{what} is gone, its target was {target}", what=thing, target=number(change, change.old))


def _target(change: Change, teller: Teller) -> Message:
    if change.field.rpartition(".")[2] == "due":
        return moved(change, teller, _TARGET_DAY)
    old, new = number(change, change.old), number(change, change.new)
    thing = _aimed(change)
    if change.old is None:
        return message("{what}: target set to {new}", what=thing, new=new)
    if change.new is None:
        return message("{what}: target of {old} dropped", what=thing, old=old)
    return _turned(change, {"what": thing, "old": old, "new": new})


def _turned(change: Change, given: Mapping[str, object]) -> Message:
    old, new = change.old, change.new
    if not isinstance(old, float | int) or not isinstance(new, float | int):
        return message("{what}: target changed from {old} to {new}", **given)
    if new > old:
        return message("{what}: target raised from {old} to {new}", **given)
    return message("{what}: target lowered from {old} to {new}", **given)


def _aimed(change: Change) -> Message:
    """What has the target: the metric, one day of it, or a key result of a goal."""
    thing = what(change, entity(change.kind))
    first, _, rest = change.field.partition(".")
    if first == "key_results":
        return message("{what}, key result {id}", what=thing, id=rest.partition(".")[0])
    return message("{what}, {date}", what=thing, date=date.fromisoformat(rest)) if rest else thing


def _measured(change: Change, teller: Teller) -> Message:
    first, _, day = change.field.partition(".")
    if first == "segments":
        return _in_parts(change, date.fromisoformat(day[:10]))
    if first != "measurements":  # the confidence in a key result
        return differs(change, teller)
    given = {"what": what(change, entity(change.kind)), "date": date.fromisoformat(day[:10])}
    if isinstance(change.old, tuple) or isinstance(change.new, tuple):
        return _several(change, given)
    return _one(given, number(change, change.old), number(change, change.new), change)


def _one(given: Mapping[str, object], old: object, new: object, change: Change) -> Message:
    if change.old is None:
        return message("{what}: {value} measured on {date}", value=new, **given)
    if change.new is None:
        return message("{what}: the value of {date} was taken out, it was {value}", value=old, **given)
    return message("{what}: the value of {date} corrected from {old} to {new}", old=old, new=new, **given)


def _several(change: Change, given: Mapping[str, object]) -> Message:
    """The newest of several values, and how many there are."""
    ones, others = (found if isinstance(found, tuple) else () for found in (change.old, change.new))
    old, new = (number(change, found[-1]) if found else None for found in (ones, others))
    n = max(len(ones), len(others))
    if not ones:
        return plural(
            "{what}: {n} new value, the last {value} on {date}",
            "{what}: {n} new values, the last {value} on {date}",
            n,
            value=new,
            **given,
        )
    if not others:
        return plural(
            "{what}: {n} value taken out, the last {value} on {date}",
            "{what}: {n} values taken out, the last {value} on {date}",
            n,
            value=old,
            **given,
        )
    return plural(
        "{what}: {n} value corrected, the last from {old} to {new} on {date}",
        "{what}: {n} values corrected, the last from {old} to {new} on {date}",
        n,
        old=old,
        new=new,
        **given,
    )


def _in_parts(change: Change, day: date) -> Message:
    given = {"what": what(change, entity(change.kind)), "date": day}
    old, new = some(change.old), some(change.new)
    if change.old is None:
        return message("{what}: parts measured on {date}: {parts}", parts=new, **given)
    if change.new is None:
        return message("{what}: parts of {date} taken out: {parts}", parts=old, **given)
    return message("{what}: parts of {date} corrected: {old} → {new}", old=old, new=new, **given)


def _defined(change: Change, teller: Teller) -> Message:
    old, new = (_shown(change, found) for found in teller.values(change))
    field = field_label(change.kind, change.field)
    given: dict[str, object] = {"what": what(change, entity(change.kind)), "field": field}
    if change.field in _JUDGED:
        return message("{what} is judged differently: {field} {old} → {new}", old=old, new=new, **given)
    return message("{what} is counted differently: {field} {old} → {new}", old=old, new=new, **given)


def _shown(change: Change, given: object) -> object:
    if isinstance(given, Text):
        return beginning(given)
    if change.field == "start_value":
        return number(change, given)
    return some(given)


def _accepted(change: Change, teller: Teller) -> Message:
    new, old = change.new, change.old
    if not isinstance(new, tuple):  # who accepts it
        return differs(change, teller)
    given = {"what": what(change, entity(change.kind)), "value": number(change, new[0]), "date": new[1]}
    if not isinstance(old, tuple):
        return message("{what}: {value} is accepted until {date}", **given)
    return message(
        "{what}: {value} is accepted until {date}, it was {old} until {day}",
        old=number(change, old[0]),
        day=old[1],
        **given,
    )


def _withdrawn(change: Change, teller: Teller) -> Message:
    old = change.old
    if not isinstance(old, tuple):
        return differs(change, teller)
    return message(
        "{what}: {value} is no longer accepted, it was until {date}",
        what=what(change, entity(change.kind)),
        value=number(change, old[0]),
        date=old[1],
    )


def _said(change: Change) -> Message:
    """Feedback by its theme: without an id it is known by what is said of it anyway."""
    if any(form in change.item for form in change.title.forms):
        return message("{noun} “{title}”", noun=entity(change.kind), title=change.title)
    return what(change, entity(change.kind))


def _heard(change: Change, _teller: Teller) -> Message:
    return message("{what} of {date} is new", what=_dated(change), date=value(change.new))


def _unheard(change: Change, _teller: Teller) -> Message:
    return message("{what} of {date} is gone", what=_dated(change), date=value(change.old))


def _dated(change: Change) -> Message | Text:
    """Feedback of which the day is said anyway."""
    day, _, rest = change.title.plain.partition(" ")
    if change.title.plain != change.item or day != str(change.old or change.new):
        return _said(change)
    noun = entity(change.kind)
    return message("{noun} “{title}”", noun=noun, title=rest) if rest else noun


def _feedback(change: Change, teller: Teller) -> Message:
    field = field_label(change.kind, change.field)
    if change.field == "quote":  # what users said is not for every reader
        return message("{what}: {field} is not the same", what=_said(change), field=field)
    old, new = teller.values(change)
    return message("{what}: {field} {old} → {new}", what=_said(change), field=field, old=old, new=new)


def _adjusted(change: Change, _teller: Teller) -> Message:
    thing = what(change, entity(change.kind))
    return message("{what} was made, in force from {date}", what=thing, date=value(change.new))


def _checked(change: Change, _teller: Teller) -> Message:
    thing = what(change, entity(change.kind))
    if change.new == "helped":
        return message("{what} helped", what=thing)
    if change.new == "no_effect":
        return message("{what} had no effect", what=thing)
    if change.new == "worse":
        return message("{what} made it worse", what=thing)
    return message("{what} is to be checked again", what=thing)


def _otherwise(change: Change, teller: Teller) -> Message:
    if change.field == "date":
        return moved(change, teller, message("first day in force"))
    return moved(change, teller, message("day of the check"))


def _hoped(change: Change, teller: Teller) -> Message:
    return differs(change, teller, _HOPED.get(change.field))


def _promised(change: Change, _teller: Teller) -> Message:
    thing = what(change, entity(change.kind))
    if not isinstance(change.new, Text):
        return message("{what} is new", what=thing)
    return message("{what} is new, expected: {words}", what=thing, words=beginning(change.new))


def _came(change: Change, _teller: Teller) -> Message:
    day = date.fromisoformat(change.field.partition(".")[2][:10])
    given = {"what": what(change, entity(change.kind)), "date": day}
    return _one(given, _text(change.old), _text(change.new), change)


def _text(given: object) -> object:
    return beginning(given) if isinstance(given, Text) else value(given)


SENTENCES: Mapping[str, Sentence] = {
    "metric.added": _added,
    "metric.removed": _removed,
    "target.changed": _target,
    "kpi.measured": _measured,
    "kpi.definition_changed": _defined,
    "kpi.deviation_accepted": _accepted,
    "kpi.deviation_withdrawn": _withdrawn,
    "feedback.added": _heard,
    "feedback.removed": _unheard,
    "feedback.changed": _feedback,
    "adjustment.made": _adjusted,
    "adjustment.checked": _checked,
    "adjustment.rescheduled": _otherwise,
    "benefit.added": _promised,
    "benefit.changed": _hoped,
    "benefit.measured": _came,
}
