"""Rules about budget lines that name a task: whether their money can be held against the work."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from opsgen.derive.breakdown import breakdown
from opsgen.derive.earned_schedule import course
from opsgen.derive.earned_value import planned_spans
from opsgen.derive.money import is_spending, spent
from opsgen.derive.schedule import complete_of
from opsgen.derive.standing import calendar_of, goes_on, named, names
from opsgen.rules.rule import Finding, rule
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.derive.breakdown import Breakdown
    from opsgen.model import BudgetLine, Project
    from opsgen.portfolio import House


@rule("budget-without-dates", "info")
def budget_without_dates(project: Project, house: House) -> Iterator[Finding]:
    """A budget line names a task that has no start or no finish, so that nobody can say what should be done.

    Earned value leaves such a line out. The months of a `profile` are dates too.

    Example:
        # wrong
        tasks: [{id: T1, title: Print the cards, finish: 2026-12-04}]
        budget: [{id: B1, title: Printing, planned: 60k, task: T1}]
        # right
        tasks: [{id: T1, title: Print the cards, start: 2026-11-16, finish: 2026-12-04}]
        budget: [{id: B1, title: Printing, planned: 60k, task: T1}]
    """
    if not _names_tasks(project):
        return
    tree = breakdown(project.tasks)
    spans, calendar = planned_spans(tree), calendar_of(project, house.settings)
    for i, line, number in _on_tasks(project, tree):
        if course(line, spans[number], calendar) is None:
            text = message(
                "{line} is for {item}, which has no start or no finish: what should be done is unknown",
                line=named(line),
                item=named(tree.tasks[number]),
            )
            yield Finding(("budget", i, "task"), text, message("write `start` and `finish` of the task"))


@rule("budget-without-progress", "info")
def budget_without_progress(project: Project, _: House) -> Iterator[Finding]:
    """A budget line names a task under way, and nobody wrote how far it is: what its money earned is unknown.

    Example:
        # wrong
        tasks: [{id: T1, title: Print the cards, start: 2026-11-16, finish: 2026-12-04, status: in_progress}]
        budget: [{id: B1, title: Printing, planned: 60k, actual: 20k, task: T1}]
        # right
        tasks:
          - {id: T1, title: Cards, start: 2026-11-16, finish: 2026-12-04, status: in_progress, complete: 40}
        budget: [{id: B1, title: Printing, planned: 60k, actual: 20k, task: T1}]
    """
    if not goes_on(project) or not _names_tasks(project):
        return
    tree = breakdown(project.tasks)
    for i, line, number in _on_tasks(project, tree):
        task = tree.tasks[number]
        if not tree.children[number] and complete_of(task) is None:
            text = message(
                "{line} is for {item}, and nobody wrote how far that is", line=named(line), item=named(task)
            )
            yield Finding(("budget", i, "task"), text, message("write `complete` at the task, in percent"))


@rule("spent-before-begun", "info")
def spent_before_begun(project: Project, _: House) -> Iterator[Finding]:
    """Money was spent on a task that nobody has begun: its status is old, or the line names the wrong task.

    An advance is in order; say so with a comment that allows it.

    Example:
        # wrong
        tasks: [{id: T1, title: Print the cards, start: 2026-11-16, finish: 2026-12-04}]
        budget: [{id: B1, title: Printing, planned: 60k, actual: 20k, task: T1}]
        # right
        tasks:
          - {id: T1, title: Cards, start: 2026-11-16, finish: 2026-12-04, status: in_progress, complete: 30}
        budget: [{id: B1, title: Printing, planned: 60k, actual: 20k, task: T1}]
    """
    if not goes_on(project) or not _names_tasks(project):
        return
    tree = breakdown(project.tasks)
    for i, line, number in _on_tasks(project, tree):
        task, amount = tree.tasks[number], spent(line, date.max)
        untouched = task.status == "todo" and not task.actual.start and not complete_of(task)
        if amount and amount > 0 and untouched and not tree.children[number]:
            text = message(
                "{amount} of {line} is spent, and {item} has not begun",
                amount=amount,
                line=named(line),
                item=named(task),
            )
            hint = message("write the `status` of the task, or the task that the money is for")
            yield Finding(("budget", i, "task"), text, hint)


def _names_tasks(project: Project) -> bool:
    return any(line.task for line in project.budget)


def _on_tasks(project: Project, tree: Breakdown) -> Iterator[tuple[int, BudgetLine, int]]:
    """The lines of spending on tasks that are not cancelled, with the numbers of both."""
    known = {name: i for i, task in reversed(list(enumerate(tree.tasks))) for name in names(task)}
    for i, line in enumerate(project.budget):
        number = known.get(line.task) if line.task and is_spending(line) else None
        if number is not None and number not in tree.dropped:
            yield i, line, number


RULES = (budget_without_dates, budget_without_progress, spent_before_begun)
