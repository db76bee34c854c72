"""Rules about answering: risks, decisions and actions that somebody must do something about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.derive.risk import band, responded, score
from opsgen.derive.standing import is_live, lifecycle_of, named
from opsgen.rules.rule import Context, Finding, portfolio_rule, reach, rule
from opsgen.words import message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.model import Item, Project

_BANDS = {"high": message("high"), "critical": message("critical")}


@rule("action-overdue", "warning")
def action_overdue(project: Project, context: Context) -> Iterator[Finding]:
    """An open action is past its due date.

    Example:
        - {id: A1, title: Sign the second supplier, owner: 赵敏, due: 2026-10-01}     # and it is November
    """
    if not is_live(lifecycle_of(project, context.as_of)):
        return
    for i, action in enumerate(project.actions):
        late = (context.as_of - action.due).days
        if late > 0 and action.done is None and action.status in ("open", "in_progress"):
            text = plural("{item} is {n} day overdue", "{item} is {n} days overdue", late, item=named(action))
            yield Finding(("actions", i, "due"), text, message("write `done`, or agree on a new `due` date"))


@rule("risk-without-response", "warning")
def risk_without_response(project: Project, context: Context) -> Iterator[Finding]:
    """An open high or critical risk has no response: no `response`, no `actions`, not accepted or escalated.

    Example:
        - {id: R1, title: SMS gateway late, probability: 4, impact: 4, response: Sign a second supplier}
    """
    if not is_live(lifecycle_of(project, context.as_of)):
        return
    for i, risk in enumerate(project.risks):
        points = score(risk)
        found = band(points, context.portfolio.settings.scales) if points is not None else "low"
        if risk.kind == "threat" and risk.status == "open" and found in _BANDS and not responded(risk):
            text = message("{item} is {band} and has no response", item=named(risk), band=_BANDS[found])
            hint = message("write a `response`, or `strategy: accept` if it is accepted")
            yield Finding(("risks", i), text, hint)


@portfolio_rule("decided-without-outcome", "error")
def decided_without_outcome(context: Context) -> Iterator[Finding]:
    """A decision is marked as decided and does not say what was decided, or when.

    Example:
        - {id: D1, title: More advertising, status: decided, outcome: 600k more, date: 2026-11-12}
    """
    for whole in context.wholes():
        for path, decision in reach(whole.value, ("decisions", "*")):
            missing = [key for key in ("outcome", "date") if not getattr(decision, key)]
            if decision.status == "decided" and missing:
                text = message(
                    "{item} is decided but has no {fields}",
                    item=named(decision),
                    fields=tuple(f"`{key}`" for key in missing),
                )
                yield Finding((*path, "status"), text, source=whole.source)


@rule("open-after-closing", "warning")
def open_after_closing(project: Project, context: Context) -> Iterator[Finding]:
    """A milestone, decision or risk is still open although the project is closed.

    Actions may go on after it: improvements often do.

    Example:
        lifecycle: closed
        decisions: [{id: D1, title: More advertising, due: 2026-11-12}]     # nobody took it
    """
    if lifecycle_of(project, context.as_of) != "closed":
        return
    for key, items in _open_items(project):
        for i, item in items:
            text = message("{item} is still open, and the project is closed", item=named(item))
            hint = message("write what became of it, or `lifecycle: closing`")
            yield Finding((key, i), text, hint)


def _open_items(project: Project) -> Iterator[tuple[str, Iterator[tuple[int, Item]]]]:
    """What is open, by list, each item with its place in it."""
    yield "milestones", ((i, m) for i, m in enumerate(project.milestones) if m.actual is None)
    yield "decisions", ((i, d) for i, d in enumerate(project.decisions) if d.status == "requested")
    yield "risks", ((i, r) for i, r in enumerate(project.risks) if r.status == "open")


@rule("declared-health-expired", "warning")
def declared_health_expired(project: Project, context: Context) -> Iterator[Finding]:
    """What the owner declared about the project's health was valid until a day that has passed.

    Example:
        declared_health: {overall: green, reason: The delay is agreed, until: 2026-10-31}
    """
    declared = project.declared_health
    if declared and declared.until and declared.until < context.as_of:
        text = message("the declared health was valid until {day}", day=declared.until)
        hint = message("declare it again with a new `until`, or delete it")
        yield Finding(("declared_health", "until"), text, hint)


@rule("declared-health-without-end", "warning")
def declared_health_without_end(project: Project, _: Context) -> Iterator[Finding]:
    """What the owner declared about the project's health does not say until when it holds.

    Example:
        declared_health: {overall: green, reason: The delay is agreed}      # until when?
    """
    declared = project.declared_health
    if declared and declared.until is None:
        text = message("the declared health has no end")
        yield Finding(("declared_health",), text, message("write `until` with the day it is looked at again"))


@rule("period-twice", "error")
def period_twice(project: Project, _: Context) -> Iterator[Finding]:
    """Two updates are about the same period.

    Example:
        updates:
          - {period: 2026-W41, summary: On track}
          - {period: 2026-W41, summary: Late}
    """
    seen: set[str] = set()
    for i, update in enumerate(project.updates):
        if update.period in seen:
            text = message("there is another update for {period}", period=update.period)
            yield Finding(("updates", i, "period"), text, message("make one of the two"))
        seen.add(update.period)


RULES = (
    action_overdue,
    risk_without_response,
    decided_without_outcome,
    open_after_closing,
    declared_health_expired,
    declared_health_without_end,
    period_twice,
)
