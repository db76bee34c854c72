"""The work: what is critical, a board by status, and the tree of tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, get_args

from opsgen.derive.standing import by_name, named
from opsgen.views.waits import Wait, waits
from opsgen.words import Message, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from opsgen.derive import Assessment
    from opsgen.derive.breakdown import Breakdown
    from opsgen.derive.network import Scheduled
    from opsgen.derive.precedence import Contradiction, Planned
    from opsgen.derive.schedule import TaskState
    from opsgen.model import Deliverable
    from opsgen.views.edition import Edition
    from opsgen.words import Words

Fold = Literal["now", "later", "finished"]
Column = Literal["todo", "in_progress", "blocked", "in_review", "done"]
_COLUMNS: dict[Column, Message] = {
    "todo": message("To do"),
    "in_progress": message("In progress"),
    "blocked": message("Blocked"),
    "in_review": message("In review"),
    "done": message("Done"),
}
_MOVED = 3  # tasks that somebody has moved, from which a board says anything
_SHORT = 12  # rows that need no folding
_LONG = 40  # rows from which what begins later is folded too
_SOON = timedelta(weeks=8)
_TICKETS = 8
_LAST_DONE = 5
_PATHS = 3
_WRONG = 5


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task in the tree; `depth` is 0 at the top, `part_of` its parent where that stands elsewhere."""

    state: TaskState
    depth: int
    part_of: TaskState | None
    scheduled: Scheduled | None
    waits: tuple[Wait, ...]
    deliverable: Deliverable | None


@dataclass(frozen=True, slots=True)
class Lane:
    """A column of the board: the tasks to show, and how many there are."""

    column: Column
    title: Message
    tickets: tuple[TaskState, ...]
    count: int

    @property
    def more(self) -> int:
        """Tasks that are not shown."""
        return self.count - len(self.tickets)


def tasks(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """What the section on tasks needs."""
    rows = _rows(assessment)
    return {
        "task_rows": rows["now"],
        "later_rows": rows["later"],
        "finished_rows": rows["finished"],
        "task_columns": _columns(assessment),
        "board": tuple(_board(assessment)),
        "cancelled": _cancelled(assessment),
        "critical_paths": _paths(assessment),
        "contradictions": _contradictions(assessment, words(edition.lang)),
        "predecessors": waits(assessment.project),
    }


def _paths(assessment: Assessment) -> tuple[tuple[Planned, ...], ...]:
    """The critical paths that lead over more than one item, those of most items first."""
    found = (path for path in assessment.network.paths if len(path) > 1)
    return tuple(sorted(found, key=len, reverse=True)[:_PATHS])


def _contradictions(assessment: Assessment, say: Words) -> tuple[str, ...]:
    found = assessment.network.contradictions
    shown = [say.say(_wrong(one)) for one in found[:_WRONG]]
    if len(found) > _WRONG:
        shown.append(say.say(plural("and {n} more", "and {n} more", len(found) - _WRONG)))
    return tuple(shown)


def _wrong(one: Contradiction) -> Message:
    return message(
        "{item} is expected on {day}; {other} allows it from {other_day} on.",
        item=named(one.item),
        day=one.expected,
        other=named(one.before),
        other_day=one.earliest,
    )


def _cancelled(assessment: Assessment) -> Message | None:
    count = sum(1 for i in assessment.breakdown.dropped if not assessment.breakdown.children[i])
    return (
        plural("{n} cancelled task is left out.", "{n} cancelled tasks are left out.", count)
        if count
        else None
    )


# ---- the board


def _board(assessment: Assessment) -> Iterator[Lane]:
    """Columns by status of what is really worked on; none where nobody has moved anything."""
    tree = assessment.breakdown
    tickets = [
        state for i, state in enumerate(assessment.tasks) if not tree.children[i] and i not in tree.dropped
    ]
    if sum(state.task.status != "todo" for state in tickets) < _MOVED:
        return
    for column in get_args(Column):
        found = [state for state in tickets if state.task.status == column]
        found.sort(key=lambda state: state.finish or date.max)
        if column == "done":
            shown = sorted(found, key=lambda state: state.finish or date.min, reverse=True)[:_LAST_DONE]
        else:
            shown = found[:_TICKETS]
        yield Lane(column, _COLUMNS[column], tuple(shown), len(found))


# ---- the tree


def _columns(assessment: Assessment) -> frozenset[str]:
    """The columns that have anything in them."""
    project, network = assessment.project, assessment.network
    wanted = {
        "effort": any(t.effort is not None or t.remaining is not None for t in project.tasks),
        "complete": any(state.complete for state in assessment.tasks),
        "deviation": any(state.slip is not None for state in assessment.tasks),
        "float": any((found := network.of(t)) and found.total_float is not None for t in project.tasks),
    }
    return frozenset(name for name, there in wanted.items() if there)


def _rows(assessment: Assessment) -> Mapping[Fold, tuple[TaskRow, ...]]:
    tree, states = assessment.breakdown, assessment.tasks
    folds = _folds(tree, states, assessment.as_of)
    known = by_name(assessment.project.deliverables)
    waiting = waits(assessment.project)
    tops: dict[int, int] = {}
    found: dict[Fold, list[TaskRow]] = {"now": [], "later": [], "finished": []}
    for i in tree.walk():
        parent, task = tree.parents[i], states[i].task
        apart = parent is not None and folds[parent] != folds[i]
        tops[i] = i if parent is None or apart else tops[parent]
        row = TaskRow(
            state=states[i],
            depth=tree.depths[i] - tree.depths[tops[i]],
            part_of=states[parent] if apart and parent is not None else None,
            scheduled=assessment.network.of(task),
            waits=waiting.get(task.id, ()),
            deliverable=known.get(task.deliverable),
        )
        found[folds[i]].append(row)
    return {fold: tuple(rows) for fold, rows in found.items()}


def _folds(tree: Breakdown, states: Sequence[TaskState], as_of: date) -> dict[int, Fold]:
    """Where each task stands: in a long list, branches that are finished or begin much later stand apart."""
    order = list(tree.walk())
    over = {i for i in order if states[i].status in ("done", "cancelled") or i in tree.dropped}
    later = {i for i in order if _begins_later(states[i], as_of)} if len(order) > _LONG else set()
    if len(order) <= _SHORT:
        return dict.fromkeys(order, "now")
    for i in reversed(order):
        if not over.issuperset(tree.children[i]):
            over.discard(i)
        if not all(child in later or child in over for child in tree.children[i]):
            later.discard(i)
    folds: dict[int, Fold] = {}
    for i in order:
        parent = tree.parents[i]
        above: Fold = "now" if parent is None else folds[parent]
        own: Fold = "finished" if i in over else "later" if i in later else "now"
        folds[i] = own if above == "now" else above
    return folds


def _begins_later(state: TaskState, as_of: date) -> bool:
    return state.status == "todo" and state.start is not None and state.start > as_of + _SOON
