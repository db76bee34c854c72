"""Rules about answering: risks, decisions and actions that somebody must do something about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.derive.risk import band, responded, score
from opsgen.derive.standing import goes_on, named
from opsgen.rules.rule import DAY, Finding, reach, rule, whole_rule
from opsgen.words import DaysSince, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.model import Item, Project
    from opsgen.portfolio import House, Whole

_BANDS = {"high": message("high"), "critical": message("critical")}


@rule("action-overdue", "warning")
def action_overdue(project: Project, _: House) -> Iterator[Finding]:
    """An open action is past its due date.

    Example:
        - {id: A1, title: Sign the second supplier, owner: 赵敏, due: 2026-10-01}     # and it is November
    """
    if not goes_on(project):
        return
    for i, action in enumerate(project.actions):
        if action.done is None and action.status in ("open", "in_progress"):
            late = DaysSince(action.due)
            text = plural("{item} is {n} day overdue", "{item} is {n} days overdue", late, item=named(action))
            hint = message("write `done`, or agree on a new `due` date")
            yield Finding(("actions", i, "due"), text, hint, since=action.due + DAY)


@rule("risk-without-response", "warning")
def risk_without_response(project: Project, house: House) -> Iterator[Finding]:
    """An open high or critical risk has no response: no `response`, no `actions`, not accepted or escalated.

    Example:
        - {id: R1, title: SMS gateway late, probability: 4, impact: 4, response: Sign a second supplier}
    """
    if not goes_on(project):
        return
    for i, risk in enumerate(project.risks):
        points = score(risk)
        found = band(points, house.settings.scales) if points is not None else "low"
        if risk.kind == "threat" and risk.status == "open" and found in _BANDS and not responded(risk):
            text = message("{item} is {band} and has no response", item=named(risk), band=_BANDS[found])
            hint = message("write a `response`, or `strategy: accept` if it is accepted")
            yield Finding(("risks", i), text, hint)


@whole_rule("decided-without-outcome", "error")
def decided_without_outcome(whole: Whole, _: House) -> Iterator[Finding]:
    """A decision is marked as decided and does not say what was decided, or when.

    Example:
        - {id: D1, title: More advertising, status: decided, outcome: 600k more, date: 2026-11-12}
    """
    for path, decision in reach(whole.value, ("decisions", "*")):
        missing = [key for key in ("outcome", "date") if not getattr(decision, key)]
        if decision.status == "decided" and missing:
            fields = tuple(f"`{key}`" for key in missing)
            text = message("{item} is decided but has no {fields}", item=named(decision), fields=fields)
            yield Finding((*path, "status"), text)


@rule("open-after-closing", "warning")
def open_after_closing(project: Project, _: House) -> Iterator[Finding]:
    """A milestone, decision or risk is still open although the project is closed.

    Actions may go on after it: improvements often do.

    Example:
        lifecycle: closed
        decisions: [{id: D1, title: More advertising, due: 2026-11-12}]     # nobody took it
    """
    if project.lifecycle != "closed":
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
def declared_health_expired(project: Project, _: House) -> Iterator[Finding]:
    """What the owner declared about the project's health was valid until a day that has passed.

    Example:
        declared_health: {overall: green, reason: The delay is agreed, until: 2026-10-31}
    """
    declared = project.declared_health
    if declared and declared.until:
        text = message("the declared health was valid until {day}", day=declared.until)
        hint = message("declare it again with a new `until`, or delete it")
        yield Finding(("declared_health", "until"), text, hint, since=declared.until + DAY)


@rule("declared-health-without-end", "warning")
def declared_health_without_end(project: Project, _: House) -> Iterator[Finding]:
    """What the owner declared about the project's health does not say until when it holds.

    Example:
        declared_health: {overall: green, reason: The delay is agreed}      # until when?
    """
    declared = project.declared_health
    if declared and declared.until is None:
        text = message("the declared health has no end")
        yield Finding(("declared_health",), text, message("write `until` with the day it is looked at again"))


@rule("period-twice", "error")
def period_twice(project: Project, _: House) -> Iterator[Finding]:
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
