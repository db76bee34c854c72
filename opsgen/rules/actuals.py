"""Rules about the dated amounts of budget lines, which stand with them or in the finance sheet."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from opsgen.derive.standing import named
from opsgen.rules.rule import Finding, rule
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.model import Project
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
        same: dict[object, list[int]] = defaultdict(list)
        for j, actual in enumerate(line.actuals):
            same[actual.date, actual.amount, actual.note].append(j)
        for (day, amount, _note), found in ((key, at) for key, at in same.items() if len(at) > 1):
            text = message(
                "{item}: {amount} on {day} stands {n} times",
                item=named(line),
                amount=amount,
                day=day,
                n=len(found),
            )
            hint = message("delete what is too much, or say in `note` what each is for")
            yield Finding(("budget", i, "actuals", found[1]), text, hint)


RULES = (repeated_spending,)
