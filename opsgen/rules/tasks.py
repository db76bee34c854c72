"""Rules about tasks and phases: on time, within what they belong to, and of one mind about their state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.calendar import beyond
from opsgen.derive.breakdown import breakdown
from opsgen.derive.standing import by_name, goes_on, is_open, named, names
from opsgen.rules.measurements import fraction_fields
from opsgen.rules.rule import Finding, expected, rule
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from opsgen.load import Path
    from opsgen.model import Item, Phase, Project, Task
    from opsgen.portfolio import House

_ALL = 100


@rule("task-overdue", "warning")
def task_overdue(project: Project, _: House) -> Iterator[Finding]:
    """The finish of an open task has passed.

    Of a task with tasks below it only those are named.

    Example:
        # wrong
        tasks:
          - {id: T1, title: Train the tills, finish: 2026-11-20}     # and today is the 22nd
        # right
        tasks:
          - {id: T1, title: Train the tills, finish: 2026-11-20, status: done}
    """
    if not goes_on(project):
        return
    parents = {task.parent for task in project.tasks if task.parent}
    for i, task in enumerate(project.tasks):
        if task.finish and is_open(task) and not _complete(task) and parents.isdisjoint(names(task)):
            hint = message("write `status: done` if it is, else a new `finish`")
            yield expected(task, ("tasks", i, "finish"), task.finish, hint)


@rule("complete-against-status", "error")
def complete_against_status(project: Project, _: House) -> Iterator[Finding]:
    """A task is done and not at 100 percent, or at 100 percent and nobody has begun it.

    Example:
        # wrong
        tasks:
          - {id: T1, title: Train the tills, status: done, complete: 60}
          - {id: T2, title: Print the cards, complete: 100}
        # right
        tasks:
          - {id: T1, title: Train the tills, status: in_progress, complete: 60}
          - {id: T2, title: Print the cards, status: done, complete: 100}
    """
    tasks = () if "complete" in fraction_fields(project) else project.tasks
    for i, task in enumerate(tasks):
        if task.complete is None or (task.status == "done") == (task.complete >= _ALL):
            continue
        if task.status == "done":
            hint = message("write `complete: 100`, or the `status` it really has")
        elif _complete(task):
            hint = message("write `status: done`, or how much of it is complete")
        else:
            continue
        text = message(
            "{item} is {percent}% complete, and its `status` is `{status}`",
            item=named(task),
            percent=float(task.complete),
            status=task.status,
        )
        yield Finding(("tasks", i, "complete"), text, hint)


@rule("blocked-without-reason", "warning")
def blocked_without_reason(project: Project, _: House) -> Iterator[Finding]:
    """A task is blocked, and nothing says by what, so that nobody can help.

    Example:
        # wrong
        tasks:
          - {id: T1, title: Train the tills, status: blocked}
        # right
        tasks:
          - {id: T1, title: Train the tills, status: blocked, blocked_by: No test account yet}
    """
    for i, task in enumerate(project.tasks):
        if task.status == "blocked" and not task.blocked_by:
            text = message("{item} is blocked, and nothing says by what", item=named(task))
            yield Finding(("tasks", i, "status"), text, message("write a sentence: `blocked_by: …`"))


@rule("effort-of-parent", "info")
def effort_of_parent(project: Project, _: House) -> Iterator[Finding]:
    """A task with tasks below it has an effort or a percentage of its own, which nobody counts.

    Progress is added up from the tasks at the bottom.

    Example:
        # wrong
        tasks:
          - {id: T1, title: Open the shop, effort: 20}
          - {id: T2, title: Train the tills, parent: T1, effort: 12}
        # right
        tasks:
          - {id: T1, title: Open the shop}
          - {id: T2, title: Train the tills, parent: T1, effort: 12}
    """
    parents = {task.parent for task in project.tasks if task.parent}
    for i, task in enumerate(project.tasks) if parents else ():
        field = "effort" if task.effort is not None else "complete" if task.complete is not None else ""
        if field and not parents.isdisjoint(names(task)):
            text = message(
                "`{field}` of {item} is not counted: it has tasks below it", field=field, item=named(task)
            )
            hint = message("delete it, or write it at the tasks below")
            yield Finding(("tasks", i, field), text, hint)


@rule("work-outside-project", "warning")
def work_outside_project(project: Project, _: House) -> Iterator[Finding]:
    """A phase or an open task begins before the project or ends after it.

    Example:
        # wrong
        finish: 2026-12-10
        phases:
          - {id: P1, title: Rollout, start: 2026-11-01, finish: 2026-12-20}
        # right
        finish: 2026-12-20
        phases:
          - {id: P1, title: Rollout, start: 2026-11-01, finish: 2026-12-20}
    """
    if project.start and project.finish and project.finish < project.start:
        return
    for path, item, finish in _ends(project):
        if project.finish and finish and finish > project.finish:
            text = message(
                "{item} ends on {day}, after the project's finish {finish}",
                item=named(item),
                day=finish,
                finish=project.finish,
            )
            yield Finding((*path, "finish"), text, message("move it, or the project's `finish`"))
        elif project.start and item.start and item.start < project.start:
            text = message(
                "{item} begins on {day}, before the project's start {start}",
                item=named(item),
                day=item.start,
                start=project.start,
            )
            yield Finding((*path, "start"), text, message("move it, or the project's `start`"))


@rule("outside-phase", "info")
def outside_phase(project: Project, _: House) -> Iterator[Finding]:
    """An open task or milestone lies outside the dates of the phase it belongs to.

    Example:
        # wrong
        phases:
          - {id: P1, title: Preparation, start: 2026-10-01, finish: 2026-11-30}
        tasks:
          - {id: T1, title: Train the tills, phase: P1, start: 2026-11-20, finish: 2026-12-10}
        # right
        phases:
          - {id: P1, title: Preparation, start: 2026-10-01, finish: 2026-12-10}
        tasks:
          - {id: T1, title: Train the tills, phase: P1, start: 2026-11-20, finish: 2026-12-10}
    """
    phases = by_name(project.phases)
    for path, item, name, days in _in_phases(project):
        phase = phases.get(name)
        for field, day in days if phase else ():
            if phase and day and (day < phase.start <= phase.finish or beyond(day, phase.finish)):
                text = message(
                    "{item} on {day} is outside of its phase {phase}: {start} to {finish}",
                    item=named(item),
                    day=day,
                    phase=named(phase),
                    start=phase.start,
                    finish=phase.finish,
                )
                yield Finding((*path, field), text, message("move it, or move the phase"))
                break


@rule("outside-parent", "info")
def outside_parent(project: Project, _: House) -> Iterator[Finding]:
    """An open task lies outside the dates that are written at the task it belongs to.

    What stands above needs no dates: it takes those of the tasks below it.

    Example:
        # wrong
        tasks:
          - {id: T1, title: Open the shop, start: 2026-11-02, finish: 2026-11-30}
          - {id: T2, title: Train the tills, parent: T1, start: 2026-11-23, finish: 2026-12-04}
        # right
        tasks:
          - {id: T1, title: Open the shop}
          - {id: T2, title: Train the tills, parent: T1, start: 2026-11-23, finish: 2026-12-04}
    """
    if not any(task.parent for task in project.tasks):
        return
    tree = breakdown(project.tasks)
    for i, task in enumerate(project.tasks):
        above = tree.parents[i]
        if above is None or not is_open(task) or i in tree.dropped:
            continue
        parent = project.tasks[above]
        field, day = _outside(task, parent)
        if day is not None:
            text = message(
                "{item} on {day} is outside of {parent}, to which it belongs",
                item=named(task),
                day=day,
                parent=named(parent),
            )
            hint = message("move it, or delete the dates above: they follow from the tasks below")
            yield Finding(("tasks", i, field), text, hint)


def _outside(task: Task, parent: Task) -> tuple[str, date | None]:
    """The field and day with which a task reaches beyond the dates of another; None where it does not."""
    if parent.finish and task.finish and beyond(task.finish, parent.finish):
        return "finish", task.finish
    begun = task.actual.start is not None
    if parent.start and task.start and not begun and task.start < parent.start:
        return "start", task.start
    return "", None


def _complete(task: Task) -> bool:
    """Whether all of it is complete although nobody has begun it: that is told, and nothing that follows."""
    return task.complete is not None and task.complete >= _ALL and task.status in ("todo", "blocked")


def _ends(project: Project) -> Iterator[tuple[Path, Phase | Task, date | None]]:
    """Phases and open tasks with the day they end; a task in a phase moves with it."""
    for i, phase in enumerate(project.phases):
        yield ("phases", i), phase, phase.finish
    for i, task in enumerate(project.tasks):
        if is_open(task) and not task.phase:
            yield ("tasks", i), task, task.finish


def _in_phases(
    project: Project,
) -> Iterator[tuple[Path, Item, str, tuple[tuple[str, date | None], ...]]]:
    """What is open and belongs to a phase, with the phase's name and the dates it is expected on."""
    for i, task in enumerate(project.tasks):
        if task.phase and is_open(task):
            begun = task.actual.start is not None
            days = (("finish", task.finish), ("start", None if begun else task.start))
            yield ("tasks", i), task, task.phase, days
    for i, milestone in enumerate(project.milestones):
        if milestone.phase and milestone.actual is None:
            yield ("milestones", i), milestone, milestone.phase, (("forecast", milestone.forecast),)


RULES = (
    task_overdue,
    complete_against_status,
    blocked_without_reason,
    effort_of_parent,
    work_outside_project,
    outside_phase,
    outside_parent,
)
