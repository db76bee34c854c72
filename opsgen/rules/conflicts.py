"""Rules about conflicts over people and things: settled before they hit, and by somebody."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from opsgen.calendar import period
from opsgen.derive.standing import goes_on, named
from opsgen.rules.rule import DAY, Finding, rule
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.model import Project
    from opsgen.portfolio import House


@rule("conflict-period-passed", "warning")
def conflict_period_passed(project: Project, _: House) -> Iterator[Finding]:
    """The time of a conflict is over, and nothing says how it was settled.

    Example:
        # wrong
        conflicts:
          - {id: C1, title: Two load tests in one week, period: 2026-W46}
        # right
        conflicts:
          - id: C1
            title: Two load tests in one week
            period: 2026-W46
            status: resolved
            resolution: The second one is a week later
            decided_by: Wang Fang
    """
    for i, conflict in enumerate(project.conflicts) if goes_on(project) else ():
        span = period(conflict.period)
        if span and conflict.status != "resolved" and conflict.decided is None and span.finish < date.max:
            text = message(
                "{item} was about {period}, and nothing says how it was settled",
                item=named(conflict),
                period=conflict.period,
            )
            hint = message("write `status: resolved` and `resolution`, or the `period` it is about now")
            yield Finding(("conflicts", i, "period"), text, hint, since=span.finish + DAY)


@rule("conflict-without-decision", "info")
def conflict_without_decision(project: Project, _: House) -> Iterator[Finding]:
    """A conflict is resolved, and nothing says how, or who decided.

    The side that gave way looks it up here.

    Example:
        # wrong
        conflicts:
          - {id: C1, title: Two load tests in one week, status: resolved}
        # right
        conflicts:
          - id: C1
            title: Two load tests in one week
            status: resolved
            resolution: The second one is a week later
            decided_by: Wang Fang
    """
    for i, conflict in enumerate(project.conflicts) if goes_on(project) else ():
        if conflict.status != "resolved":
            continue
        missing = [key for key in ("resolution", "decided_by") if not getattr(conflict, key)]
        if missing:
            fields = tuple(f"`{key}`" for key in missing)
            text = message("{item} is solved, and there is no {fields}", item=named(conflict), fields=fields)
            yield Finding(("conflicts", i, "status"), text, message("write {fields}", fields=fields))


@rule("escalated-to-nobody", "info")
def escalated_to_nobody(project: Project, _: House) -> Iterator[Finding]:
    """A conflict is escalated, and nothing says who is to decide.

    Example:
        # wrong
        conflicts:
          - {id: C1, title: Two load tests in one week, status: escalated}
        # right
        conflicts:
          - {id: C1, title: Two load tests in one week, status: escalated, decided_by: Wang Fang}
    """
    for i, conflict in enumerate(project.conflicts) if goes_on(project) else ():
        if conflict.status == "escalated" and not conflict.decided_by:
            text = message("{item} is escalated, and nothing says to whom", item=named(conflict))
            yield Finding(("conflicts", i, "status"), text, message("write `decided_by`: who is to decide"))


RULES = (conflict_period_passed, conflict_without_decision, escalated_to_nobody)
