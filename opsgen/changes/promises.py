"""Changes that take a promise back without naming it: what it stood on is gone, or its number means another.

They have codes of their own, which need no approval where nothing was promised.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opsgen.changes.edits import named
from opsgen.derive.standing import currency_of
from opsgen.model.shared import Span, Tolerance

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from opsgen.changes.change import Change
    from opsgen.model import Project, Settings

REMOVED: Mapping[str, tuple[str, ...]] = {
    "milestone.removed": ("baseline",),
    "phase.removed": ("baseline", "tolerance"),
    "task.removed": ("baseline",),
    "metric.removed": ("target",),
    "budget.line_removed": ("planned",),
    "goal.removed": ("key_results",),
    "project.removed": ("baseline", "baseline_finish", "tolerance"),
}
"""What goes with an item takes the promise with it that stands in one of these fields."""
_LISTS: Mapping[str, tuple[str, ...]] = {
    "milestones": REMOVED["milestone.removed"],
    "phases": REMOVED["phase.removed"],
    "tasks": REMOVED["task.removed"],
    "metrics": REMOVED["metric.removed"],
    "budget": REMOVED["budget.line_removed"],
}
_KEY_RESULTS = "key_results."
_MEANINGS = frozenset(
    {
        *(("metrics", "unit"), ("metrics", "direction"), ("budget", "type")),
        *(("project", "currency"), ("portfolio", "currency")),
    }
)
"""Fields that say what a promised number means: 60 million yuan are no 60 million yen."""


def is_gone(change: Change) -> bool:
    """Whether something is gone on which a promise may stand: an item, a part of one, a whole project."""
    part = change.code == "goal.changed" and change.field.startswith(_KEY_RESULTS)
    return change.code in REMOVED or (part and change.new is None)


def is_restated(change: Change) -> bool:
    """Whether a field changed that says what a promised number means."""
    return (change.kind, change.field) in _MEANINGS


def promised(change: Change, old: Any) -> bool:
    """Whether something was promised of what is gone."""
    if change.kind == "project":
        return any(_all_of(old))
    if change.code == "goal.changed":
        name = change.field.removeprefix(_KEY_RESULTS)
        return any(part.target is not None for called, part in named(old.key_results) if called == name)
    return _promises(old, REMOVED[change.code])


def means_another(change: Change, old: Any, new: Any, settings: Settings) -> bool:
    """Whether a promised number of an item means another one now; `settings` are those before."""
    match change.kind:
        case "metrics":
            return old.target is not None
        case "budget":
            return "income" in (old.type, new.type)
        case "project":
            return bool(old.budget) and currency_of(old, settings) != currency_of(new, settings)
        case _:
            return True


def _all_of(project: Project) -> Iterator[bool]:
    yield _promises(project, REMOVED["project.removed"])
    for kind, fields in _LISTS.items():
        yield from (_promises(item, fields) for item in getattr(project, kind))
    yield from (_promises(goal, ("key_results",)) for goal in project.goals)


def _promises(item: Any, fields: tuple[str, ...]) -> bool:
    return any(_is_written(getattr(item, name)) for name in fields)


def _is_written(found: Any) -> bool:
    if isinstance(found, tuple):  # key results
        return any(part.target is not None for part in found)
    if isinstance(found, Span | Tolerance) or hasattr(found, "ref"):
        return bool(found != found.__class__())
    return found is not None
