"""Changes of steering and collaboration: decisions, meetings, actions, training."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from opsgen.changes.edits import edits, name_of, paired
from opsgen.changes.pairs import Pair, pairs
from opsgen.changes.readers.raid import DAYS, days, moved, taken
from opsgen.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.changes.change import Change
    from opsgen.changes.edits import Edit
    from opsgen.model import Action, Decision, MeetingAction, MeetingDecision

    Entry = MeetingAction | MeetingDecision

_STATUS = {
    "requested": "decision.reopened",
    "decided": "decision.made",
    "deferred": "decision.deferred",
    "withdrawn": "decision.withdrawn",
}


def decision(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """A decision that was taken with its outcome, put off, withdrawn, or is asked for again."""
    if "status" in left:
        told = taken(left, "date", "status")
        left.pop("outcome", None)
        code = _STATUS[pair.new.status]
        said = Text() if code == "decision.reopened" else pair.new.outcome
        yield pair.change(code, told.field, told.old, told.new, reason=said)
    for field in ("due", "date"):
        yield from moved(pair, left, field, "decision.changed")
    for name in [name for name in left if name.startswith("approves.")]:
        edit = left.pop(name)
        yield pair.change("decision.changed", name, _named(edit.old), _named(edit.new))


def whole_decision(pair: Pair) -> Change:
    """A decision that is new, taken already or asked for, or that is gone."""
    found: Decision = pair.any
    decided = found.status == "decided"
    day = found.date if decided else found.due
    if pair.old is not None:
        return pair.change("decision.removed", "", day, None)
    if decided:
        return pair.change("decision.made", "", None, day, reason=found.outcome)
    return pair.change("decision.requested", "", None, day)


def meeting(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """A meeting on another day, or that names what is written elsewhere."""
    yield from moved(pair, left, "date", "meeting.changed")
    for field in ("decisions", "actions"):
        old, new = (_refs(getattr(one, field)) for one in (pair.old, pair.new))
        for ref, one, other in paired(old, new, attrgetter("ref")):
            yield from _named_entry(pair, f"{field}.{ref}", one, other)


def _named_entry(pair: Pair, field: str, old: Entry | None, new: Entry | None) -> Iterator[Change]:
    """What a meeting names as written elsewhere: newly, no longer, or with something else beside it."""
    if old is None or new is None:
        names = (getattr(one, "ref", None) for one in (old, new))
        yield pair.change("meeting.changed", field, *names)
        return
    for edit in edits(old, new):
        told = (_named(edit.old), _named(edit.new))
        yield pair.change("meeting.changed", f"{field}.{edit.field}", *told)


def held(pair: Pair) -> Iterator[Pair]:
    """The decisions and actions of a meeting as items of their project, each in both versions."""
    for kind in ("decisions", "actions"):
        old, new = (_own(getattr(one, kind, ())) for one in (pair.old, pair.new))
        for inner in pairs(pair.project, kind, old, new):
            yield from _at_home(inner)


def action(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """An action that is done, how late; that is open again, or due on another day."""
    before, after = _open(pair.old), _open(pair.new)
    if before != after:
        told = taken(left, "done", "status")
        code = "action.reopened" if after else "action.closed"
        late = days(pair.new.due, pair.new.done)
        yield pair.change(code, told.field, told.old, told.new, delta=late, unit=DAYS)
    yield from moved(pair, left, "due", "action.rescheduled")


def training(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """A training on another day."""
    yield from moved(pair, left, "date", "training.changed")


def _open(found: Action) -> bool:
    return found.status in ("open", "in_progress") and found.done is None


def _own(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Those that are written in the meeting, not only named in it."""
    return tuple(entry for entry in entries if not entry.ref)


def _refs(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Those that are only named."""
    return tuple(entry for entry in entries if entry.ref)


def _at_home(pair: Pair) -> Iterator[Pair]:
    """The pair in the project that its entry names; one that went to another project is gone and new."""
    homes = [one.project or pair.project for one in (pair.old, pair.new) if one is not None]
    if len(set(homes)) == 1:
        yield replace(pair, project=homes[0])
        return
    yield replace(pair, project=homes[1], old=None)
    yield replace(pair, project=homes[0], new=None)


def _named(entry: object) -> object:
    """What an entry of a list is called, where it is more than a value."""
    return name_of(entry) if hasattr(entry, "__dataclass_fields__") and not isinstance(entry, Text) else entry
