"""Rules about where money leads: overruns with a reason, contingency, months, and its own currency."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING

from opsgen.calendar import month_start
from opsgen.derive.breakdown import breakdown
from opsgen.derive.money import is_spending, percent, spent
from opsgen.derive.schedule import completion
from opsgen.derive.standing import currency_of, goes_on, limits, named, names
from opsgen.rules.rule import Finding, marked_values, rule, whole_rule
from opsgen.schema.values import Signed
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.load import Path
    from opsgen.model import BudgetLine, Decision, Project
    from opsgen.portfolio import House, Whole
    from opsgen.words import Message

_AHEAD = 20  # percentage points by which contingency may run ahead of the work
_AFTER = timedelta(days=92)  # in which what was delivered is still paid


@rule("unexplained-overrun", "warning")
def unexplained_overrun(project: Project, house: House) -> Iterator[Finding]:
    """The spending is forecast beyond the tolerance, and nobody says why or asks for a decision.

    An honest forecast is welcome; whoever reads it wants to know where it comes from. A sentence in the
    `notes` of a line that costs more is enough, or a decision that says what it costs or approves the line.

    Example:
        # wrong
        budget:
          - {id: B1, title: Advertising, planned: 800k, forecast: 960k}
        # right
        budget:
          - {id: B1, title: Advertising, planned: 800k, forecast: 960k, notes: The channel costs 20% more}
    """
    lines = [(i, line) for i, line in enumerate(project.budget) if is_spending(line)]
    over = [(i, line) for i, line in lines if _overrun(line) > 0]
    if not over or not goes_on(project) or any(line.notes for _, line in over) or _decided(project):
        return
    planned = sum((line.planned for _, line in lines), Decimal(0))
    share = percent(sum((_overrun(line) for _, line in lines), Decimal(0)), planned)
    tolerance = limits(project, house.settings).cost_pct
    worst, line = max(over, key=lambda found: _overrun(found[1]))
    if share is not None and share > tolerance and line.forecast is not None:
        text = message(
            "the forecast is {percent}% over the budget, tolerance {tolerance}%, and nobody says why",
            percent=round(share, 1),
            tolerance=tolerance,
        )
        hint = message("write why in the `notes` of {item}, or a decision with its `cost`", item=named(line))
        yield Finding(("budget", worst, "forecast"), text, hint)


def _overrun(line: BudgetLine) -> Decimal:
    """By how much a line is to cost more than planned; what is spent or ordered counts where it is more."""
    known = (line.planned, spent(line, date.max), line.committed)
    ending = line.forecast if line.forecast is not None else max(a for a in known if a is not None)
    return ending - line.planned


def _decided(project: Project) -> bool:
    """Whether a decision about money is wanted or taken."""
    lines = {name for line in project.budget for name in names(line)}
    return any(
        decision.status != "withdrawn"
        and (decision.cost is not None or any(approval.id in lines for approval in decision.approves))
        for decision in _decisions(project)
    )


def _decisions(project: Project) -> Iterator[Decision]:
    yield from project.decisions
    yield from chain.from_iterable(meeting.decisions for meeting in project.meetings)


@rule("contingency-running-out", "info")
def contingency_running_out(project: Project, _: House) -> Iterator[Finding]:
    """Contingency is used much faster than work is done: more than 20 percentage points ahead.

    What is left may not do for the rest. Notes on the line, which say what it went into, are enough.

    Example:
        # wrong
        tasks:
          - {id: T1, title: Build, status: done}
          - {id: T2, title: Test}
        budget:
          - {id: B9, title: Contingency, category: contingency, planned: 100k, actual: 80k}
        # right
        tasks:
          - {id: T1, title: Build, status: done}
          - {id: T2, title: Test}
        budget:
          - {id: B9, title: Contingency, category: contingency, planned: 100k, actual: 60k}
    """
    kept = [(i, line) for i, line in enumerate(project.budget) if line.category == "contingency"]
    if not kept or not goes_on(project) or any(line.notes for _, line in kept):
        return
    used = sum((spent(line, date.max) or Decimal(0) for _, line in kept), Decimal(0))
    share = percent(used, sum((line.planned for _, line in kept), Decimal(0)))
    if share is None or share <= _AHEAD:
        return
    done = completion(breakdown(project.tasks)).percent
    if done is not None and share > done + _AHEAD:
        text = message(
            "{share}% of the contingency is used, and {done}% of the work is done",
            share=round(share, 1),
            done=round(done, 1),
        )
        hint = message("say in `notes` what it went into, and whether the rest will do")
        yield Finding(("budget", kept[0][0]), text, hint)


@rule("profile-outside-project", "warning")
def profile_outside_project(project: Project, _: House) -> Iterator[Finding]:
    """A profile plans money for a month before the project starts, or over three months after its end.

    Example:
        # wrong
        start: 2026-08-01
        finish: 2026-12-15
        budget:
          - {id: B1, title: Advertising, planned: 800k, profile: {2025-10: 300k, 2026-11: 500k}}
        # right
        start: 2026-08-01
        finish: 2026-12-15
        budget:
          - {id: B1, title: Advertising, planned: 800k, profile: {2026-10: 300k, 2026-11: 500k}}
    """
    for i, line in enumerate(project.budget):
        for month in line.profile if isinstance(line.profile, dict) else ():
            hint = _outside(project, date(int(month[:4]), int(month[5:7]), 1))
            if hint:
                text = message("{item} plans money for {month}", item=named(line), month=month)
                yield Finding(("budget", i, "profile", month), text, hint, of_key=True)


def _outside(project: Project, month: date) -> Message | None:
    """What the days of the project are, if this month lies before its first one or long after its end."""
    start, ends = project.start, [end for end in (project.finish, project.closed) if end]
    if start and month < month_start(start):
        return message("the project starts on {day}: correct the month, or `start`", day=start)
    if ends and month > max(ends) + _AFTER:
        return message("the project ends on {day}: correct the month, or `finish`", day=max(ends))
    return None


@whole_rule("amount-in-other-currency", "error")
def amount_in_other_currency(whole: Whole, house: House) -> Iterator[Finding]:
    """The sign or code of an amount is not of the currency in which the project counts.

    Amounts are never converted on reading: `$60k` would count as 60 thousand of the project's currency.

    Example:
        # wrong
        currency: CNY
        budget:
          - {id: B1, title: Advertising, planned: $60k}
        # right
        currency: CNY
        budget:
          - {id: B1, title: Advertising, planned: 427k}
    """
    if whole.kind not in ("project", "portfolio") or "portfolio" in house.unread:
        return
    for path, _said, amount in marked_values(whole, "x-type", "money"):
        if isinstance(amount, Signed):
            own = _currency(whole, house, path)
            if own not in amount.currencies:
                text = message(
                    "`{sign}` does not stand for {currency}, in which this counts",
                    sign=amount.sign,
                    currency=own,
                )
                yield Finding(path, text, _in_own(amount, own))


def _currency(whole: Whole, house: House, path: Path) -> str:
    """The currency in which the amount at this path counts."""
    if whole.kind == "portfolio":
        return str(whole.value.currency)
    own = currency_of(whole.value, house.settings)
    contract = whole.value.vendors[path[1]].contract.currency if path[0] == "vendors" else ""
    return contract or own


def _in_own(amount: Signed, currency: str) -> Message:
    if len(amount.currencies) == 1:
        return message(
            "write the amount in {currency}, or `currency: {other}` where all of it is in {other}",
            currency=currency,
            other=min(amount.currencies),
        )
    return message("write the amount in {currency}, without a sign", currency=currency)


RULES = (
    unexplained_overrun,
    contingency_running_out,
    profile_outside_project,
    amount_in_other_currency,
)
