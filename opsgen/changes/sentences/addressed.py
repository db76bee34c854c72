"""Changes told to whoever made them, in words that need no knowledge of the trade, and with what is wanted.

`You moved “Load test passed” 30 days later; the project turns from green to red; please add a line why.`
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from opsgen.changes.labels import word_label
from opsgen.changes.sentences import sentence
from opsgen.changes.sentences.teller import line, value
from opsgen.words import Measured, Message, Started, message, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from opsgen.changes.change import Change
    from opsgen.changes.sentences import Teller

    Told = Callable[[Change, Teller], Message | None]

_REMOVED = frozenset(
    {"milestone.removed", "phase.removed", "task.removed", "metric.removed", "budget.line_removed"}
)
_MOVES = frozenset({"milestone.slipped", "project.slipped"})


@dataclass(frozen=True, slots=True)
class Addressed:
    """A change, or one with the light that turned with it, and the sentence for it."""

    change: Change
    said: Message


def addressed(changes: Iterable[Change], teller_of: Callable[[str], Teller]) -> tuple[Addressed, ...]:
    """The sentences, in the order of the changes; a light that turned goes with the date that moved it."""
    found = tuple(changes)
    lights, taken = _lights(found)
    return tuple(
        Addressed(change, _whole(change, teller_of(change.project), lights.get(id(change))))
        for change in found
        if id(change) not in taken
    )


def listed(changes: Iterable[Change], teller_of: Callable[[str], Teller]) -> tuple[Addressed, ...]:
    """The same changes as they are told to everybody."""
    return tuple(Addressed(change, sentence(change, teller_of(change.project))) for change in changes)


def _lights(changes: tuple[Change, ...]) -> tuple[dict[int, Change], set[int]]:
    """By the one date of a project that moved its light, where there is one such date."""
    moved: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        if change.code in _MOVES:
            moved[change.project].append(change)
    lights, taken = {}, set()
    for change in changes:
        near = moved[change.project]
        whole = change.code == "health.changed" and change.field == "health" and not change.by_time
        if whole and change.old and change.new and len(near) == 1 and _names(change, near[0]):
            lights[id(near[0])] = change
            taken.add(id(change))
    return lights, taken


def _names(light: Change, moved: Change) -> bool:
    """Whether the reason of a light names what moved."""
    return moved.kind == "project" or any(
        title in form for form in light.reason.forms for title in moved.title.forms
    )


def _whole(change: Change, teller: Teller, light: Change | None) -> Message:
    """What was done, what it brings about, what is wanted."""
    told = _TOLD.get(change.code)
    said = told(change, teller) if told and not change.by_time else None
    if said is None:
        said = sentence(replace(change, approval=None), teller)
        return Message("{said}", (("said", Started(_wanting(said, change))),))
    if light is not None:
        said = _both(said, _turned(light))
    if change.reason and change.code not in _ASKING_WHY:
        said = message("{said}: {reason}", said=said, reason=line(change.reason))
    return Message("{said}", (("said", Started(_wanting(said, change))),))


def _wanting(said: Message, change: Change) -> Message:
    if change.approval:
        return message("{said} (approved by {decision})", said=said, decision=change.approval)
    if change.approval is not None:
        return _both(said, message("nobody approved that: please add the decision that does"))
    if change.code in _ASKING_WHY:
        if change.reason:
            return message("{said}: {reason}", said=said, reason=line(change.reason))
        return _both(said, message("please add a line why"))
    return said


def _both(first: Message, second: Message) -> Message:
    return message("{first}; {second}", first=first, second=second)


def _turned(light: Change) -> Message:
    old, new = (word_label("project", "declared_health.overall", str(one)) for one in (light.old, light.new))
    return message("the project turns from {old} to {new}", old=old, new=new)


def _title(change: Change) -> object:
    return line(change.title)


def _later(change: Change, _teller: Teller) -> Message | None:
    n = round(change.delta or 0)
    if n > 0:
        return plural(
            "you moved “{title}” {n} day later", "you moved “{title}” {n} days later", n, title=_title(change)
        )
    return plural(
        "you moved “{title}” {n} day earlier",
        "you moved “{title}” {n} days earlier",
        -n,
        title=_title(change),
    )


def _finish_later(change: Change, _teller: Teller) -> Message | None:
    n = round(change.delta or 0)
    if n > 0:
        return plural("you let the project end {n} day later", "you let the project end {n} days later", n)
    return plural("you let the project end {n} day earlier", "you let the project end {n} days earlier", -n)


def _reached(change: Change, _teller: Teller) -> Message | None:
    if not isinstance(change.new, date) or change.old is not None:
        return None
    return message("you marked “{title}” as reached on {date}", title=_title(change), date=value(change.new))


def _baseline(change: Change, _teller: Teller) -> Message | None:
    if isinstance(change.new, date) and isinstance(change.old, date):
        return message(
            "you changed the approved date of “{title}” from {old} to {new}",
            title=_title(change),
            old=value(change.old),
            new=value(change.new),
        )
    if isinstance(change.new, date):
        return message(
            "you wrote {new} as the approved date of “{title}”", title=_title(change), new=value(change.new)
        )
    if isinstance(change.old, date) and change.new is None:
        return message(
            "you took away the approved date of “{title}”, {old}", title=_title(change), old=value(change.old)
        )
    return None


def _target(change: Change, _teller: Teller) -> Message | None:
    old, new = change.old, change.new
    if change.field == "due" or isinstance(old, bool) or isinstance(new, bool):
        return None
    if not isinstance(old, int | float) or not isinstance(new, int | float):
        return None
    given: dict[str, object] = {
        "title": _title(change),
        "old": Measured(old, change.unit),
        "new": Measured(new, change.unit),
    }
    if new < old:
        return message("you lowered the target of “{title}” from {old} to {new}", **given)
    return message("you raised the target of “{title}” from {old} to {new}", **given)


def _planned(change: Change, teller: Teller) -> Message | None:
    if not isinstance(change.old, Decimal) or not isinstance(change.new, Decimal):
        return None
    return message(
        "you changed the planned amount of “{title}” from {old} to {new}",
        title=_title(change),
        old=teller.money(change, change.old),
        new=teller.money(change, change.new),
    )


def _forecast(change: Change, teller: Teller) -> Message | None:
    if not isinstance(change.old, Decimal) or not isinstance(change.new, Decimal):
        return None
    given = {
        "title": _title(change),
        "old": teller.money(change, change.old),
        "new": teller.money(change, change.new),
    }
    if change.new > change.old:
        return message("“{title}” will cost more than you expected: {old} → {new}", **given)
    return message("“{title}” will cost less than you expected: {old} → {new}", **given)


def _gone(change: Change, _teller: Teller) -> Message | None:
    return message("you took out “{title}”", title=_title(change))


_ASKING_WHY = frozenset({"milestone.slipped"})
"""What has a place in the file for why."""

_TOLD: Mapping[str, Told] = {
    "milestone.slipped": _later,
    "milestone.brought_forward": _later,
    "project.slipped": _finish_later,
    "project.brought_forward": _finish_later,
    "milestone.achieved": _reached,
    "baseline.changed": _baseline,
    "target.changed": _target,
    "planned.changed": _planned,
    "budget.forecast_changed": _forecast,
    **dict.fromkeys(_REMOVED, _gone),
}
"""What is said otherwise than in a list of changes; None where the list says it as well as can be."""
