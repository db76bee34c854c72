"""Two versions of a project, of the settings or of the people: everything that is not the same."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from opsgen.changes.edits import edits
from opsgen.changes.fields import KINDS, code_of
from opsgen.changes.pairs import Pair, pairs
from opsgen.changes.readers import READERS, WHOLES, WITHIN
from opsgen.derive.risk import score
from opsgen.model import People, Project, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.changes.change import Change
    from opsgen.changes.edits import Edit
    from opsgen.model import Meeting


def project_changes(old: Project | None, new: Project | None) -> tuple[Change, ...]:
    """What is not the same in two versions of a project; None where there was or is none.

    Reordering, moving to another file and other ways to write the same give no change. The changes of
    (a, b) are those of (b, a) with old and new the other way round.
    """
    either = new or old
    if either is None or old == new:
        return ()
    pair = Pair(either.id, "project", old, new)
    if old is None or new is None:
        return tuple(_of_pair(pair))
    found = (*_of_pair(pair), *_of_lists(either.id, old, new))
    return tuple(_in_currency(change, new.currency) for change in found) if new.currency else found


def _in_currency(change: Change, currency: str) -> Change:
    """An amount that names no currency is in the project's own."""
    is_amount = any(isinstance(value, Decimal) for value in (change.old, change.new))
    return replace(change, unit=currency) if is_amount and not change.unit else change


def settings_changes(old: Settings, new: Settings) -> tuple[Change, ...]:
    """What is not the same in two versions of the settings; their decisions are those of the portfolio."""
    if old == new:
        return ()
    header = Pair("", "portfolio", replace(old, decisions=()), replace(new, decisions=()))
    decided = pairs("", "decisions", old.decisions, new.decisions)
    return (*_of_pair(header), *(change for pair in decided for change in _of_pair(pair)))


def people_changes(old: People, new: People) -> tuple[Change, ...]:
    """What is not the same among people and teams."""
    of_lists = (*pairs("", "people", old.people, new.people), *pairs("", "teams", old.teams, new.teams))
    return tuple(change for pair in of_lists for change in _of_pair(pair))


def meeting_changes(old: Meeting | None, new: Meeting | None) -> tuple[Change, ...]:
    """What is not the same in two versions of a meeting about several projects."""
    return () if old == new else tuple(_of_pair(Pair("", "meetings", old, new)))


def _of_lists(project: str, old: Project, new: Project) -> Iterator[Change]:
    for kind in _lists():
        before, after = getattr(old, kind), getattr(new, kind)
        if before is not after and before != after:
            for pair in pairs(project, kind, before, after):
                yield from _of_pair(pair)


@cache
def _lists() -> tuple[str, ...]:
    """The lists of a project, in its order."""
    return tuple(field.name for field in fields(Project) if field.name in KINDS)


def _of_pair(pair: Pair) -> Iterator[Change]:
    yield from _of_one(pair)
    if within := WITHIN.get(pair.kind):
        yield from (change for inner in within.pairs(pair) for change in _of_pair(inner))


def _of_one(pair: Pair) -> Iterator[Change]:
    if pair.old is None or pair.new is None:
        yield WHOLES.get(pair.kind, _whole)(pair)
        return
    lists = _lists() if pair.kind == "project" else ()  # which are told entry by entry
    if within := WITHIN.get(pair.kind):
        lists = within.lists
    left = {edit.field: edit for edit in edits(pair.old, pair.new, lists)}
    _without_the_former_id(left)
    reader = READERS.get(pair.kind)
    if reader:
        yield from reader(pair, left)
    yield from (_plainly(pair, edit) for edit in left.values())


def _without_the_former_id(left: dict[str, Edit]) -> None:
    """That a new id left the former one among the aliases is told with it, and not for itself."""
    for edit in [edit for edit in left.values() if edit.path[-1] == "id"]:
        beside = ".".join((*edit.path[:-1], "aliases"))
        listed = left.get(beside)
        if listed and set(listed.old or ()) ^ set(listed.new or ()) <= {edit.old, edit.new}:
            del left[beside]


def _whole(pair: Pair) -> Change:
    """That an item is new, or gone, with what says most of it."""
    kind = KINDS[pair.kind]
    found = _headline(pair.any, kind.headline)
    if pair.old is None:
        return pair.change(kind.added, "", None, found)
    return pair.change(kind.removed, "", found, None)


def _headline(item: Any, name: str) -> object:
    if name == "score":
        return score(item)
    if name == "forecast":
        return item.actual or item.forecast
    return getattr(item, name, None) or None


def _plainly(pair: Pair, edit: Edit) -> Change:
    """A field that differs, by the code of the field alone; of a date the days between."""
    code, old, new = code_of(pair.kind, edit.pattern), edit.old, edit.new
    if isinstance(old, date) and isinstance(new, date):
        return pair.change(code, edit.field, old, new, delta=(new - old).days, unit="days")
    return pair.change(code, edit.field, old, new)
