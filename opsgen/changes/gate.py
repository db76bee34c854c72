"""What a decision has to approve, and whether one does.

Everything is judged by the version before: its lifecycle, its tolerances, its items. So nobody gets round an
approval by changing, in the same go, what asks for it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from opsgen.changes.approvals import Register, covers
from opsgen.changes.edits import edits, named
from opsgen.changes.vocabulary import GATED
from opsgen.changes.watched import weighed
from opsgen.derive.standing import Limits, lifecycle_of, limits, names
from opsgen.model.shared import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from opsgen.changes.approvals import Approved
    from opsgen.changes.change import Change
    from opsgen.changes.edits import Edit
    from opsgen.model import Project
    from opsgen.portfolio import Portfolio

_BEFORE = frozenset({"proposed", "initiating", "planning"})
"""A project that has not begun promises nothing yet."""
_REMOVED = {
    "milestone.removed": ("baseline",),
    "phase.removed": ("baseline",),
    "task.removed": ("baseline",),
    "metric.removed": ("target",),
    "budget.line_removed": ("planned",),
    "goal.removed": ("key_results",),
}
"""What goes with an item takes the promise with it that stands in this field."""
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
    """Both versions, by the ids of projects."""

    def __init__(self, old: Portfolio, new: Portfolio, then: date, now: date) -> None:
        self.old, self.new, self.then = old, new, then
        self.register = Register(old, new, now)
        self._before = {name: p for p in old.projects for name in names(p)}
        self._after = {name: p for p in new.projects for name in names(p)}

    def judged(self, change: Change) -> Change:
        before, after = self._both(change)
        if change.code not in GATED and not _takes_away(change):
            return weighed(change, before, after, self.register, self.then)
        if not self._promised(change, before):
            return replace(change, severity="notice") if change.code in GATED else change
        return self._approved(change, before, after)

    def _both(self, change: Change) -> tuple[Project | None, Project | None]:
        after = self._after.get(change.project)
        called = (change.project, *(after.aliases if after else ()))
        before = next((self._before[name] for name in called if name in self._before), None)
        return before, after

    def _promised(self, change: Change, before: Project | None) -> bool:
        """Whether the version before promised what is not so any more."""
        if change.kind == "portfolio":
            written = "portfolio" in self.old.sources
            return written and not self._holds_anyway(change, None, None)
        return before is not None and lifecycle_of(before, self.then) not in _BEFORE

    def _approved(self, change: Change, before: Project | None, after: Project | None) -> Change:
        old, new = _pair(before or self.old.settings, after or self.new.settings, change)
        if _takes_away(change):
            if not _promises(change, old):
                return change
        elif self._says_the_same(change, old, new, before, after):
            return replace(change, severity="notice")
        approved = self.register.of(change.project, before, after)
        by = _by(change, old, new, approved)
        if by is None:
            return replace(change, severity="breach", approval="")
        return replace(change, severity="notice", approval=by)

    def _says_the_same(
        self, change: Change, old: Any, new: Any, before: Project | None, after: Project | None
    ) -> bool:
        """Whether it only writes down what held before: the plan as a baseline, an inherited tolerance."""
        if change.code == "baseline.changed":
            told = list(_leaves(change, old, new))
            return bool(told) and all(_is_plan(edit, old) for edit in told)
        return change.code == "tolerance.changed" and self._holds_anyway(change, before, after)

    def _holds_anyway(self, change: Change, before: Project | None, after: Project | None) -> bool:
        top, _, name = change.field.partition(".")
        if change.code != "tolerance.changed" or top != "tolerance" or name not in _OF_LIMITS:
            return False
        phase = change.item if change.kind == "phases" else ""
        settings = self.new.settings if change.kind == "portfolio" else self.old.settings
        was, now = limits(before, self.old.settings, phase), limits(after, settings, phase)
        return bool(getattr(was, name) == getattr(now, name))


def _takes_away(change: Change) -> bool:
    """Whether an item is gone on which a promise may stand, or a part of one."""
    part = change.code == "goal.changed" and change.field.count(".") == 1 and change.new is None
    return change.code in _REMOVED or (part and change.field.startswith("key_results."))


def _promises(change: Change, old: Any) -> bool:
    """Whether something was promised of what is gone."""
    if change.kind == "goals":
        name = change.field.rpartition(".")[2]
        found = (result for called, result in named(old.key_results) if name in ("", called)) if old else ()
        return any(result.target is not None for result in found)
    return any(_written(old, name) for name in _REMOVED[change.code])


def _by(change: Change, old: Any, new: Any, approved: Iterable[Approved]) -> str | None:
    """The decisions that approve all of a change, as a sentence names them; None where one is missing."""
    found = tuple(approved)
    called = _called(change, old, new)
    if _takes_away(change):
        return next((one.name for one in found if one.whole and one.approval.id in called), None)
    by = [_of_leaf(edit, new, called, found) for edit in _leaves(change, old, new)]
    return ", ".join(dict.fromkeys(filter(None, by))) if by and all(by) else None


def _of_leaf(edit: Edit, new: Any, called: frozenset[str], found: tuple[Approved, ...]) -> str | None:
    return next((one.name for one in found if covers(one, edit, new, called)), None)


def _called(change: Change, old: Any, new: Any) -> frozenset[str]:
    """What an approval may call the item; the project's and the portfolio's own fields name themselves."""
    own = {change.field.partition(".")[0]} if change.kind in ("project", "portfolio") else set()
    both = {name for one in (old, new) if hasattr(one, "aliases") for name in names(one)}
    ids = (both or {change.item}) if change.kind not in ("project", "portfolio") else set()
    inner = {change.field.split(".")[1]} if change.field.startswith("key_results.") else set()
    found = own | ids | inner
    return frozenset(found | {f"{change.project}:{name}" for name in found if change.project})


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


def _written(item: Any, field: str) -> bool:
    found = getattr(item, field, None)
    return bool(found.start or found.finish) if isinstance(found, Span) else found is not None


def _pair(before: Any, after: Any, change: Change) -> tuple[Any, Any]:
    """The item of a project, or of the settings, that a change is about, under whatever id; None for none."""
    if change.kind in ("project", "portfolio"):
        return before, after
    new = _item(after, change.kind, (change.item,))
    old = _item(before, change.kind, (change.item, *(names(new) if new is not None else ())))
    return old, new


def _item(whole: Any, kind: str, called: tuple[str, ...]) -> Any:
    listed = getattr(whole, kind, ())
    known = {name: one for one in listed if hasattr(one, "aliases") for name in names(one)}
    known |= dict(named(listed))
    return next((known[name] for name in called if name in known), None)
