"""Rules about the dated amounts of budget lines, which stand with them or in the finance sheet."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from opsgen.derive.standing import named
from opsgen.rules.rule import Finding, rule
from opsgen.words import message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from opsgen.model import Actual, BudgetLine, Project
    from opsgen.portfolio import House


@rule("repeated-spending", "warning")
def repeated_spending(project: Project, _: House) -> Iterator[Finding]:
    """The same amount is there more than once for the same day or month of a budget line.

    Perhaps a row was copied, or two sheets of a workbook say the same. Where both are meant, a different
    note for each tells so.

    Example:
        # wrong
        budget:
          - id: B1
            title: Advertising
            planned: 800k
            actuals: [{date: 2026-10-08, amount: 120k}, {date: 2026-10-08, amount: 120k}]
        # right
        budget:
          - id: B1
            title: Advertising
            planned: 800k
            actuals:
              - {date: 2026-10-08, amount: 120k, note: first film}
              - {date: 2026-10-08, amount: 120k, note: second film}
    """
    for i, line in enumerate(project.budget):
        same: dict[Actual, list[int]] = defaultdict(list)
        for j, actual in enumerate(line.actuals):
            same[actual].append(j)
        for actual, found in ((actual, at) for actual, at in same.items() if len(at) > 1):
            text = message(
                "{item}: {amount} on {day} stands {n} times",
                item=named(line),
                amount=actual.amount,
                day=actual.date,
                n=len(found),
            )
            hint = message("delete what is too much, or say in `note` what each is for")
            yield Finding(("budget", i, "actuals", found[1]), text, hint)


@rule("spending-before-start", "warning")
def spending_before_start(project: Project, _: House) -> Iterator[Finding]:
    """Money was spent in a month before the project began.

    Perhaps the amount belongs to another project, or the year is wrong; else the project began earlier than
    its `start` says.

    Example:
        # wrong
        start: 2026-07-01
        budget:
          - {id: B1, title: Advertising, planned: 800k, actuals: [{date: 2025-10-08, amount: 120k}]}
        # right
        start: 2026-07-01
        budget:
          - {id: B1, title: Advertising, planned: 800k, actuals: [{date: 2026-10-08, amount: 120k}]}
    """
    if project.start is None:
        return
    first = project.start.replace(day=1)
    for i, line in enumerate(project.budget):
        early = [j for j, actual in enumerate(line.actuals) if actual.date < first]
        if early:
            text = plural(
                "{item}: {n} amount is from before {day}, when the project begins",
                "{item}: {n} amounts are from before {day}, when the project begins",
                len(early),
                item=named(line),
                day=project.start,
            )
            hint = message("correct the month, or the `start` of the project")
            yield Finding(("budget", i, "actuals", early[0], "date"), text, hint)


@rule("spending-after-close", "info")
def spending_after_close(project: Project, _: House) -> Iterator[Finding]:
    """Money was spent more than three months after the project was closed.

    Invoices come late; this late they often belong to the project that came after it.

    Example:
        # wrong
        lifecycle: closed
        start: 2025-10-01
        finish: 2026-01-31
        closed: 2026-01-31
        milestones: [{id: M1, title: Gift sent, actual: 2026-01-20}]
        budget:
          - {id: B1, title: Advertising, planned: 800k, actuals: [{date: 2026-10-08, amount: 120k}]}
        # right
        lifecycle: closed
        start: 2025-10-01
        finish: 2026-01-31
        closed: 2026-01-31
        milestones: [{id: M1, title: Gift sent, actual: 2026-01-20}]
        budget:
          - {id: B1, title: Advertising, planned: 800k, actuals: [{date: 2026-02-08, amount: 120k}]}
    """
    if project.closed is None:
        return
    for i, line in enumerate(project.budget):
        late = _late(line, project.closed)
        if late:
            text = plural(
                "{item}: {n} amount is from long after {day}, when the project was closed",
                "{item}: {n} amounts are from long after {day}, when the project was closed",
                len(late),
                item=named(line),
                day=project.closed,
            )
            hint = message("correct the month, or write the amount to the project it belongs to")
            yield Finding(("budget", i, "actuals", late[0], "date"), text, hint)


def _late(line: BudgetLine, closed: date) -> list[int]:
    """The amounts of the fourth month after the day, and of later ones."""
    last = closed.year * 12 + closed.month + 3
    return [j for j, actual in enumerate(line.actuals) if actual.date.year * 12 + actual.date.month > last]


RULES = (repeated_spending, spending_before_start, spending_after_close)
