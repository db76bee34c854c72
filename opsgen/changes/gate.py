"""What a decision has to approve, and whether one does.

Everything is judged by the version before: its lifecycle, its tolerances, its items. So nobody gets round an
approval by changing, in the same go, what asks for it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from opsgen.changes.approvals import Register, covers
from opsgen.changes.change import SEVERITIES
from opsgen.changes.edits import edits, named
from opsgen.changes.pairs import pairs
from opsgen.changes.portfolio import twosomes
from opsgen.changes.promises import REMOVED, is_gone, is_restated, means_another, promised
from opsgen.changes.vocabulary import GATED
from opsgen.changes.watched import weighed
from opsgen.derive.standing import Limits, lifecycle_of, limits, names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from opsgen.changes.approvals import Approved
    from opsgen.changes.change import Change
    from opsgen.changes.edits import Edit
    from opsgen.model import Project
    from opsgen.portfolio import Portfolio

    Versions = tuple[Any, Any]
    """An item as it was and as it is."""

_BEFORE = frozenset({"proposed", "initiating", "planning"})
"""A project that has not begun promises nothing yet."""
_PLANS = {
    "baseline": "forecast",
    "baseline.start": "start",
    "baseline.finish": "finish",
    "baseline_finish": "finish",
}
"""What a first baseline may write down: the plan of the version before."""
_OF_LIMITS = frozenset(Limits.__slots__)


def gated(
    changes: Iterable[Change], old: Portfolio, new: Portfolio, then: date, now: date
) -> tuple[Change, ...]:
    """The changes between two versions, each with what a decision says of it and its severity by that.

    What has to be approved and is not is a breach, what is approved a notice that names the decision. `then`
    is the status date of the old version, `now` that of the new one.
    """
    gate = _Gate(old, new, then, now)
    return tuple(gate.judged(change) for change in changes)


class _Gate:
    """Both versions, and which project of the one is which of the other."""

    def __init__(self, old: Portfolio, new: Portfolio, then: date, now: date) -> None:
        self.old, self.new, self.then = old, new, then
        self.register = Register(old, new, now)
        self._before = {name: p for p in old.projects for name in names(p)}
        self._after = {name: p for p in new.projects for name in names(p)}
        # As the changes were found: by names alone a project could be taken for another one.
        found = ((two.new or two.old, (two.old, two.new)) for two in twosomes(old, new))
        self._both_of = {project.id: both for project, both in found if project}
        self._pairs: dict[tuple[str, str], list[tuple[str, Versions]]] = {}

    def judged(self, change: Change) -> Change:
        before, after = self._both(change)
        if change.code not in GATED and not is_gone(change) and not is_restated(change):
            return weighed(change, before, after, self.register, self.then)
        if not self._promised(change, before):
            return replace(change, severity="notice") if change.code in GATED else change
        found = [self._approved(change, both, before, after) for both in self._items(change, before, after)]
        return max(found, key=lambda one: SEVERITIES.index(one.severity))

    def _both(self, change: Change) -> tuple[Project | None, Project | None]:
        alone = (self._before.get(change.project), self._after.get(change.project))
        return self._both_of.get(change.project, alone)

    def _promised(self, change: Change, before: Project | None) -> bool:
        """Whether the version before promised what is not so any more."""
        if change.kind != "portfolio":
            return before is not None and self._is_begun(before)
        if change.field == "currency":
            return any(p.budget and not p.currency for p in self.old.projects if self._is_begun(p))
        written = "portfolio" in self.old.sources
        return written and not self._holds_anyway(change, (None, None), None, None)

    def _is_begun(self, project: Project) -> bool:
        return lifecycle_of(project, self.then) not in _BEFORE

    def _items(self, change: Change, before: Project | None, after: Project | None) -> list[Versions]:
        """What a change is about, as it was and as it is; several where it could be about any of them.

        Nothing and nothing where nobody can tell.
        """
        if change.kind in ("project", "portfolio"):
            return [(before or self.old.settings, after or self.new.settings)]
        key = (change.project, change.kind)
        if key not in self._pairs:
            listed = (getattr(one, change.kind, ()) for one in (before, after))
            self._pairs[key] = [(pair.item, (pair.old, pair.new)) for pair in pairs(*key, *listed)]
        gone = change.code in REMOVED
        found = [both for item, both in self._pairs[key] if item == change.item]
        return [both for both in found if gone == (both[1] is None)] or [(None, None)]

    def _approved(
        self, change: Change, both: Versions, before: Project | None, after: Project | None
    ) -> Change:
        old, new = both
        if is_gone(change):
            if old is not None and not promised(change, old):
                return change
        elif is_restated(change) and old is not None:
            if not means_another(change, old, new, self.old.settings):
                return replace(change, severity="notice") if change.code in GATED else change
        elif self._says_the_same(change, both, before, after):
            return replace(change, severity="notice")
        by = _by(change, old, new, self.register.of(change.project, before, after))
        if by is None:
            return replace(change, severity="breach", approval="")
        return replace(change, severity="notice", approval=by)

    def _says_the_same(
        self, change: Change, both: Versions, before: Project | None, after: Project | None
    ) -> bool:
        """Whether it only writes down what held before: the plan as a baseline, an inherited tolerance."""
        if change.code == "baseline.changed":
            told = list(_leaves(change, *both))
            tagged = before is not None and before.baseline.ref  # there the plan is written already
            return bool(told) and not tagged and all(_is_plan(edit, both[0]) for edit in told)
        return change.code == "tolerance.changed" and self._holds_anyway(change, both, before, after)

    def _holds_anyway(
        self, change: Change, both: Versions, before: Project | None, after: Project | None
    ) -> bool:
        top, _, name = change.field.partition(".")
        if change.code != "tolerance.changed" or top != "tolerance" or name not in _OF_LIMITS:
            return False
        settings = self.new.settings if change.kind == "portfolio" else self.old.settings
        was, now = (getattr(limits(*one), name) for one in ((before, self.old.settings), (after, settings)))
        if change.kind == "phases":
            was, now = (
                found if one is None or (own := getattr(one.tolerance, name)) is None else own
                for one, found in zip(both, (was, now), strict=True)
            )
        return bool(was == now)


def _by(change: Change, old: Any, new: Any, approved: Iterable[Approved]) -> str | None:
    """The decisions that approve all of a change, as a sentence names them; None where one is missing."""
    found = tuple(approved)
    called = _called(change, old, new)
    if is_gone(change):
        return next((one.name for one in found if one.whole and one.approval.id in called), None)
    by = [_of_leaf(edit, new, called, found) for edit in _leaves(change, old, new)]
    return ", ".join(dict.fromkeys(filter(None, by))) if by and all(by) else None


def _of_leaf(edit: Edit, new: Any, called: frozenset[str], found: tuple[Approved, ...]) -> str | None:
    return next((one.name for one in found if covers(one, edit, new, called)), None)


def _called(change: Change, old: Any, new: Any) -> frozenset[str]:
    """What an approval may call the item; the project's and the portfolio's own fields name themselves."""
    if change.code == "project.removed":
        return frozenset(names(old))
    if change.kind in ("project", "portfolio"):
        found = {change.field.partition(".")[0]}
    else:
        found = {name for one in (old, new) if hasattr(one, "aliases") for name in names(one)}
        found = found or {change.item}
    if change.field.startswith("key_results."):
        found |= {part for part in _parts(old, new) if _within(change.field, f"key_results.{part}")}
    return frozenset(found | {f"{change.project}:{name}" for name in found if change.project})


def _parts(*versions: Any) -> Iterator[str]:
    """What the key results of a goal are called, in either of its versions."""
    for one in versions:
        yield from (name for name, _ in named(getattr(one, "key_results", ())))


def _leaves(change: Change, old: Any, new: Any) -> Iterator[Edit]:
    """Every field in which the two versions differ that the change tells of."""
    if old is None or new is None:
        return
    found = list(edits(old, new))
    near = [edit for edit in found if _within(edit.field, change.field) or _within(change.field, edit.field)]
    top = change.field.partition(".")[0]
    yield from near or (edit for edit in found if edit.path[0] == top)


def _within(inner: str, outer: str) -> bool:
    return inner == outer or inner.startswith(f"{outer}.")


def _is_plan(edit: Edit, old: Any) -> bool:
    """Whether a baseline is written for the first time, and says what was planned."""
    plan = _PLANS.get(edit.field)
    return edit.old is None and plan is not None and getattr(old, plan, None) == edit.new
