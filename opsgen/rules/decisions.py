"""Rules about decisions and actions: what somebody waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.derive.standing import goes_on, named
from opsgen.rules.minutes import actions, decisions
from opsgen.rules.rule import Finding, overdue, whole_rule
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.portfolio import House, Whole

_CHOICE = 2
"""Options that make a choice."""


@whole_rule("action-overdue", "warning")
def action_overdue(whole: Whole, _: House) -> Iterator[Finding]:
    """An open action, of a project or agreed on in a meeting, is past its due date.

    Example:
        # wrong
        actions:
          - {id: A1, title: Sign the second supplier, owner: 赵敏, due: 2026-11-01}
        # right
        actions:
          - {id: A1, title: Sign the second supplier, owner: 赵敏, due: 2026-11-01, done: 2026-11-03}
    """
    if whole.kind == "project" and not goes_on(whole.value):
        return
    for path, action in actions(whole.value):
        if action.done is None and action.status in ("open", "in_progress"):
            hint = message("write `done`, or agree on a new `due` date")
            yield overdue(action, (*path, "due"), action.due, hint)


@whole_rule("decided-without-outcome", "error")
def decided_without_outcome(whole: Whole, _: House) -> Iterator[Finding]:
    """A decision is marked as decided and does not say what was decided, or when.

    Example:
        # wrong
        decisions:
          - {id: D1, title: More advertising, status: decided}
        # right
        decisions:
          - {id: D1, title: More advertising, status: decided, outcome: 600k more, date: 2026-11-12}
    """
    for path, decision in decisions(whole.value):
        missing = [key for key in ("outcome", "date") if not getattr(decision, key)]
        if decision.status == "decided" and missing:
            fields = tuple(f"`{key}`" for key in missing)
            text = message("{item} is decided but has no {fields}", item=named(decision), fields=fields)
            hint = message("write {fields}, or `status: requested`", fields=fields)
            yield Finding((*path, "status"), text, hint)


@whole_rule("decision-overdue", "warning")
def decision_overdue(whole: Whole, _: House) -> Iterator[Finding]:
    """A decision is wanted, and the day it was wanted by has passed.

    Example:
        # wrong
        decisions:
          - id: D1
            title: More advertising
            due: 2026-11-12
            options: [Spend 60k more, Stop channel B]
            recommendation: Spend 60k more
        # right
        decisions:
          - {id: D1, title: More advertising, status: decided, outcome: 60k more, date: 2026-11-12}
    """
    if whole.kind == "project" and not goes_on(whole.value):
        return
    for path, decision in decisions(whole.value):
        if decision.status == "requested" and decision.due and not (decision.date or decision.outcome):
            hint = message("write `status: decided` with `outcome` and `date`, else a new `due` date")
            yield overdue(decision, (*path, "due"), decision.due, hint)


@whole_rule("decision-unprepared", "info")
def decision_unprepared(whole: Whole, _: House) -> Iterator[Finding]:
    """A decision is wanted without at least two options, a recommendation, or a day by which it is needed.

    Who is asked to decide has to find out first what there is to choose from.

    Example:
        # wrong
        decisions:
          - {id: D1, title: More advertising}
        # right
        decisions:
          - id: D1
            title: More advertising
            due: 2026-12-12
            options: [Spend 60k more, Stop channel B]
            recommendation: Spend 60k more
    """
    if whole.kind == "project" and not goes_on(whole.value):
        return
    for path, decision in decisions(whole.value):
        if decision.status != "requested" or decision.date or decision.outcome:
            continue
        given = {
            "options": len(decision.options) >= _CHOICE,
            "recommendation": decision.recommendation,
            "due": decision.due,
        }
        missing = tuple(f"`{key}`" for key, there in given.items() if not there)
        if missing:
            text = message("{item} is wanted, and has no {fields}", item=named(decision), fields=missing)
            hint = message("write {fields}, so that it can be decided", fields=missing)
            yield Finding(path, text, hint)


@whole_rule("replaced-decision-open", "warning")
def replaced_decision_open(whole: Whole, _: House) -> Iterator[Finding]:
    """A decision is still wanted although another one has replaced it.

    Example:
        # wrong
        decisions:
          - id: D1
            title: More advertising
            due: 2026-12-12
            options: [Spend 60k more, Stop channel B]
            recommendation: Spend 60k more
          - {id: D2, title: Smaller one, supersedes: D1, status: decided, outcome: "Yes", date: 2026-11-12}
        # right
        decisions:
          - {id: D1, title: More advertising, status: withdrawn}
          - {id: D2, title: Smaller one, supersedes: D1, status: decided, outcome: "Yes", date: 2026-11-12}
    """
    by = {decision.supersedes: decision for _, decision in decisions(whole.value) if decision.supersedes}
    for path, decision in decisions(whole.value):
        other = by.get(decision.id) if decision.id else None
        if other and decision.status == "requested":
            text = message(
                "{item} is still open, and {other} replaces it", item=named(decision), other=named(other)
            )
            yield Finding(path, text, message("write `status: withdrawn`"))


RULES = (
    action_overdue,
    decided_without_outcome,
    decision_overdue,
    decision_unprepared,
    replaced_decision_open,
)
