"""Changes of a project's own fields: its finish, its life, its declared health, its closing report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.changes.readers.raid import DAYS, days, moved, taken
from opsgen.model import DIMENSIONS
from opsgen.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from opsgen.changes.change import Change
    from opsgen.changes.edits import Edit
    from opsgen.changes.pairs import Pair

_RATED = tuple(f"declared_health.{name}" for name in ("overall", *DIMENSIONS))
_WITH: Mapping[str, tuple[str, ...]] = {
    "lifecycle": ("closed",),
    "baseline.ref": ("baseline.approved", "baseline.by"),
    "delivery_confidence.rating": tuple(f"delivery_confidence.{name}" for name in ("date", "assessor")),
}
"""What is said with a field where that differs too."""


def project(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """What of a project's header says one thing together."""
    for field, others in _WITH.items():
        if field in left:
            for name in others:
                left.pop(name, None)
    yield from _finish(pair, left)
    yield from moved(pair, left, "start", "dates.changed")
    yield from _declared(pair, left)
    yield from _confidence(pair, left)
    yield from _closing(pair, left)


def _finish(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    if edit := left.pop("finish", None):
        delta = days(edit.old, edit.new)
        code = "dates.changed"  # there was none, or is none any more
        if delta:
            code = "project.slipped" if delta > 0 else "project.brought_forward"
        yield pair.change(code, "finish", edit.old, edit.new, delta=delta, unit=DAYS)


def _declared(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """The ratings that differ, the reason with the first of them."""
    found = [edit for field in _RATED if (edit := left.pop(field, None))]
    if not found:
        return
    why = left.pop("declared_health.reason", None)
    left.pop("declared_health.until", None)
    reason = pair.new.declared_health.reason if why and pair.new.declared_health else Text()
    for index, edit in enumerate(found):
        said = Text() if index else reason
        yield pair.change("health.declared", edit.field, edit.old, edit.new, reason=said)


def _confidence(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    if edit := left.pop("delivery_confidence.rating", None):
        note = left.pop("delivery_confidence.note", None)
        reason = note.new if note and note.new else Text()
        yield pair.change("health.declared", edit.field, edit.old, edit.new, reason=reason)


def _closing(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """The closing report as one: a single part of it as itself, otherwise its summary."""
    parts = [name for name in left if name.partition(".")[0] == "closing"]
    if not parts:
        return
    if len(parts) == 1 and pair.old.closing and pair.new.closing:
        edit = taken(left, *parts)
        yield pair.change("closing.written", edit.field, edit.old, edit.new)
        return
    for name in parts:
        del left[name]
    old, new = (one.closing.summary if one.closing else None for one in (pair.old, pair.new))
    yield pair.change("closing.written", "closing", old, new)
