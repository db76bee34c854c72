"""What consequences say: lights that turned, what is late, short or over now."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from opsgen.changes.labels import entity, field_label
from opsgen.changes.sentences.teller import value, what
from opsgen.derive.health import light_word
from opsgen.words import Message, message, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opsgen.changes.change import Change
    from opsgen.changes.sentences import Sentence
    from opsgen.changes.sentences.teller import Teller


def _name(change: Change) -> Message:
    return what(change, entity(change.kind))


def _project(change: Change) -> Message:
    """The project without its id, which readers of a sentence do not need."""
    return message("{noun} “{title}”", noun=entity("project"), title=change.title)


def _light(change: Change, _teller: Teller) -> Message:
    """From one light to another; what could not be assessed before, or cannot be now, says so."""
    dimension = change.field.partition(".")[2]
    thing = _project(change)
    if dimension:
        name = field_label("project", f"declared_health.{dimension}")
        thing = message("{dimension} of {what}", dimension=name, what=thing)
    old, new = _word(change.old), _word(change.new)
    if new is None:
        return message("{what} was {old}", what=thing, old=old)
    if old is None or change.old == "grey":
        return message("{what} is {new}", what=thing, new=new)
    if change.new in ("grey", "blue"):
        return message("{what} is {new}, it was {old}", what=thing, new=new, old=old)
    return message("{what} went from {old} to {new}", what=thing, old=old, new=new)


def _word(light: Any) -> Message | None:
    return light_word(light) if light else None


def _mismatch(change: Change, _teller: Teller) -> Message:
    dimension = change.field.partition(".")[2]
    if dimension == "overall":
        return message("{what} is declared better than it is computed", what=_project(change))
    name = field_label("project", f"declared_health.{dimension}")
    thing = message("{dimension} of {what}", dimension=name, what=_project(change))
    return message("{what} is declared better than it is computed", what=thing)


def _exposure(change: Change, _teller: Teller) -> Message:
    delta = f"{round(change.delta or 0):+d}".replace("-", "−")
    return message(
        "risk exposure of {what} {old} → {new} ({delta})",
        what=_project(change),
        old=change.old,
        new=change.new,
        delta=delta,
    )


def _met(change: Change, _teller: Teller) -> Message:
    return message("{what} has reached its target", what=_name(change))


def _behind(change: Change, _teller: Teller) -> Message:
    return message("{what} is behind", what=_name(change))


def _missed(change: Change, _teller: Teller) -> Message:
    return message("{what} missed its target", what=_name(change))


def _stale(change: Change, _teller: Teller) -> Message:
    return message("{what} is out of date", what=_name(change))


def _milestone(change: Change, _teller: Teller) -> Message:
    return plural(
        "{what} was due on {date}, {n} day ago, and is not achieved",
        "{what} was due on {date}, {n} days ago, and is not achieved",
        round(change.delta or 0),
        what=_name(change),
        date=value(change.new),
    )


def _action(change: Change, _teller: Teller) -> Message:
    return plural(
        "{what} was due on {date}, {n} day ago, and is still open",
        "{what} was due on {date}, {n} days ago, and is still open",
        round(change.delta or 0),
        what=_name(change),
        date=value(change.new),
    )


def _review(change: Change, _teller: Teller) -> Message:
    return message("{what} was to be reviewed by {date}", what=_name(change), date=value(change.new))


def _trigger(change: Change, _teller: Teller) -> Message:
    return message("{what} has met its trigger {trigger}", what=_name(change), trigger=change.new)


def _dependency(change: Change, _teller: Teller) -> Message:
    return plural(
        "{what} comes {n} day late, it was needed by {date}",
        "{what} comes {n} days late, it was needed by {date}",
        round(change.delta or 0),
        what=_name(change),
        date=value(change.new),
    )


def _delivery(change: Change, _teller: Teller) -> Message:
    return plural(
        "{what} was to deliver “{title}” by {date}, {n} day ago",
        "{what} was to deliver “{title}” by {date}, {n} days ago",
        round(change.delta or 0),
        what=_name(change),
        title=change.field.partition(".")[2],
        date=value(change.new),
    )


def _overspent(change: Change, teller: Teller) -> Message:
    """By how much of the plan, where there is one."""
    thing = _name(change)
    if change.kind == "project":
        thing = message("the budget of {what}", what=_project(change))
    over = Decimal(str(change.delta or 0))
    planned = change.new - over if isinstance(change.new, Decimal) else Decimal(0)
    amount = teller.money(change, over)
    if not planned:
        return message("{what} is forecast {amount} without a plan", what=thing, amount=amount)
    percent = float(round(over / planned * 100, 1))
    return message(
        "{what} is forecast {amount} ({percent}%) over its plan, beyond the tolerance",
        what=thing,
        amount=amount,
        percent=percent,
    )


def _over(change: Change, teller: Teller) -> Message:
    return message(
        "{person} is planned for more than there is in {weeks}",
        person=teller.person(change.item),
        weeks=_weeks(change.new),
    )


def _freed(change: Change, teller: Teller) -> Message:
    return message(
        "{person} is no longer planned for more than there is in {weeks}",
        person=teller.person(change.item),
        weeks=_weeks(change.old),
    )


def _weeks(labels: Any) -> tuple[object, ...]:
    """The weeks, those after each other as one: `2026-W46 to 2026-W48, 2026-W51`."""
    runs = [[labels[0]]]
    for one, following in pairwise(labels):
        if (_monday(following) - _monday(one)).days == 7:
            runs[-1].append(following)
        else:
            runs.append([following])
    return tuple(
        run[0] if len(run) == 1 else message("{first} to {last}", first=run[0], last=run[-1]) for run in runs
    )


def _monday(label: str) -> date:
    return date.fromisocalendar(int(label[:4]), int(label[-2:]), 1)


SENTENCES: Mapping[str, Sentence] = {
    "health.changed": _light,
    "health.mismatch": _mismatch,
    "risk.exposure_changed": _exposure,
    "kpi.now_met": _met,
    "kpi.now_behind": _behind,
    "kpi.now_missed": _missed,
    "kpi.went_stale": _stale,
    "milestone.missed": _milestone,
    "action.overdue": _action,
    "risk.review_overdue": _review,
    "risk.trigger_met": _trigger,
    "dependency.late": _dependency,
    "vendor.delivery_late": _delivery,
    "budget.overspent": _overspent,
    "load.over": _over,
    "load.freed": _freed,
}
