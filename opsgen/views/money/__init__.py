"""The money of all projects: what is planned, used and expected, what goes wrong, and what is to pay next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.portfolio import counted
from opsgen.derive.treasury import treasuries
from opsgen.derive.vendors import by_currency, payments_due
from opsgen.schema.fields import choice_label
from opsgen.views import states
from opsgen.views.agreed import decision_of
from opsgen.views.how import treasury as how
from opsgen.views.money import files
from opsgen.views.money.purse import purse
from opsgen.views.money.tables import MONTHLY, cost_light
from opsgen.views.page import Page, project_path
from opsgen.words import Message, Text, Words, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from opsgen.derive import Assessment
    from opsgen.derive.money import Totals
    from opsgen.derive.treasury import Treasury
    from opsgen.derive.vendors import PaymentState, Placed
    from opsgen.model import Project
    from opsgen.views.agreed import Agreed
    from opsgen.views.edition import Edition
    from opsgen.views.states import State

DECISIONS, PAYMENTS = 8, 12
AHEAD = 42
"""Days from today in which a payment is due that stands on the page."""


@dataclass(frozen=True, slots=True)
class Due:
    """A payment to a vendor that is due soon, or overdue."""

    project: Project
    page: str
    anchor: str
    vendor: Text
    title: Text
    amount: str
    day: date | None
    light: State


@dataclass(frozen=True, slots=True)
class Apart:
    """A project whose money is not counted, because it is only proposed or over."""

    project: Project
    page: str
    stage: str
    amounts: tuple[str, ...]


def money(edition: Edition) -> Iterator[Page]:
    """The page, where there is a budget whose amounts this audience may see."""
    shown = [a for a in edition.assessments if a.budget and edition.shows_amounts(a.project)]
    if not shown:
        return
    going = counted(shown)
    found = treasuries(going, edition.settings, edition.as_of)
    wanted, due = _decisions(edition), _payments(edition)
    title = words(edition.lang).gettext("Money")
    lead = tuple(_lead(found, words(edition.lang)))
    context = {
        "title": title,
        "MONTHLY": MONTHLY,
        "lead": lead,
        "notes": tuple(_notes(edition, found)),
        "unmatched": _unmatched(edition),
        "purses": tuple(purse(one, edition, first=one is found[0]) for one in found),
        "decisions": wanted[:DECISIONS],
        "more_decisions": max(0, len(wanted) - DECISIONS),
        "payments": due[:PAYMENTS],
        "more_payments": max(0, len(due) - PAYMENTS),
        "apart": tuple(_apart(one, edition) for one in shown if one not in going),
    }
    yield Page(
        "money.md",
        "pages/money.html.j2",
        title,
        context,
        " ".join(map(words(edition.lang).say, lead)),
        wide=True,
        table=files.projects(found, edition),
        lists=tuple(files.lists(found, edition)),
    )


# ---- the sentences


def _lead(found: tuple[Treasury, ...], say: Words) -> Iterator[Message]:
    """How all the money stands, and how many projects will cost more than planned."""
    if not found:
        yield message("No project that goes on has a budget.")
        return
    for one in found:
        yield _standing(one, say)
    yield overruns(share.assessment for one in found for share in one.projects)


def overruns(going: Iterable[Assessment]) -> Message:
    """How many of these projects will cost more than planned, and how many of them more than is tolerated."""
    all_of = [(one, one.budget.spending) for one in going if one.budget]
    over = [one for one, spending in all_of if spending.variance > 0]
    beyond = sum(cost_light(one).rag == "red" for one in over)
    if all(spending.unsaid for _, spending in all_of):
        return message(
            "Nobody has written yet what is used or expected: whether the plan will do is unknown."
        )
    if not over:
        return message("No project is expected to cost more than planned.")
    if beyond:
        return plural(
            "{n} project is expected to cost more than planned, {beyond} beyond the tolerance.",
            "{n} projects are expected to cost more than planned, {beyond} beyond their tolerance.",
            len(over),
            beyond=beyond,
        )
    return plural(
        "{n} project is expected to cost more than planned, within its tolerance.",
        "{n} projects are expected to cost more than planned, all within their tolerance.",
        len(over),
    )


def _standing(of: Treasury, say: Words) -> Message:
    """Planned, used, and where the forecast leads."""
    spending = of.spending
    if spending.unsaid:
        return message("{planned} planned.", planned=say.money(spending.planned, of.currency))
    return message(
        "{planned} planned, {used}, {outlook}.",
        planned=say.money(spending.planned, of.currency),
        used=_used(spending, of.currency, say),
        outlook=_outlook(spending, of.currency, say),
    )


def _used(of: Totals, currency: str, say: Words) -> Message:
    if of.actual is None:
        return message("nobody wrote what is used")
    amount = say.money(of.actual, currency)
    if of.used_pct is None:
        return message("{amount} used", amount=amount)
    return message("{amount} used ({percent})", amount=amount, percent=say.percent(of.used_pct))


def _outlook(of: Totals, currency: str, say: Words) -> Message:
    amount, apart = say.money(of.forecast, currency), say.money(abs(of.variance), currency)
    if of.variance > 0:
        return message("{amount} expected in the end: {more} more than planned", amount=amount, more=apart)
    if of.variance < 0:
        return message("{amount} expected in the end: {less} less than planned", amount=amount, less=apart)
    return message("{amount} expected in the end, as planned", amount=amount)


def _notes(edition: Edition, found: tuple[Treasury, ...]) -> Iterator[Message]:
    """What a reader must know of the sums: what is in them, and at which rates."""
    say = words(edition.lang)
    for one in found:
        for code, worth in how.rates(one, say):
            yield message(
                "Amounts in {code} are counted at the rate of the portfolio: 1 {code} = {worth}.",
                code=code,
                worth=worth,
            )
    for one in found:
        if len(found) > 1 and one.currency != edition.settings.currency:
            yield message(
                "Amounts in {code} stand apart: the portfolio has no rate for it.", code=one.currency
            )
    if edition.audience == "public":
        yield message("Only projects that publish their amounts are counted.")
        return
    if not edition.sees_all:
        yield message("Projects that this edition does not show are not counted.")
    if edition.gap:
        yield edition.gap


def _unmatched(edition: Edition) -> Message | None:
    """What of the finance sheet is in no budget line; nothing of projects that are not in the edition."""
    seen = {assessment.project.id for assessment in edition.assessments}
    lost = [one for one in edition.portfolio.unmatched if not one.project or one.project in seen]
    if not lost or edition.audience == "public":
        return None
    say, sums = words(edition.lang), by_currency((one.currency, one.amount) for one in lost)
    return plural(
        "{n} row of the finance sheet belongs to no budget line and is not counted: {amounts}.",
        "{n} rows of the finance sheet belong to no budget line and are not counted: {amounts}.",
        sum(one.rows for one in lost),
        amounts=tuple(say.money(amount, code) for code, amount in sums),
    )


# ---- what is to decide and to pay


def _decisions(edition: Edition) -> list[Agreed]:
    """The decisions wanted that cost money this audience may hear of."""
    return [
        decision_of(edition, placed)
        for placed in edition.summary.decisions
        if placed.state.decision.cost and edition.amount(placed.state.decision.cost, placed.project)
    ]


def _payments(edition: Edition) -> list[Due]:
    """Payments to vendors that are overdue or due within six weeks; not for the public."""
    if edition.audience == "public":
        return []
    say, near = words(edition.lang), (p for p in payments_due(edition.assessments) if _near(p.state))
    return [_due(placed, say) for placed in near]


def _near(state: PaymentState) -> bool:
    return state.standing == "payable" or (state.days_left is not None and state.days_left <= AHEAD)


def _due(placed: Placed[PaymentState], say: Words) -> Due:
    state, vendor = placed.state, placed.vendor.vendor
    waits = message("for {title}", title=state.milestone.title) if state.milestone else None
    return Due(
        project=placed.project,
        page=project_path(placed.project.id),
        anchor=vendor.id,
        vendor=vendor.name,
        title=state.payment.title or Text(say.say(waits) if waits else ""),
        amount=say.money(state.payment.amount, state.currency),
        day=state.due,
        light=states.payment(state),
    )


def _apart(of: Assessment, edition: Edition) -> Apart:
    """A project whose money is in no sum."""
    assert of.budget is not None
    spending = of.budget.spending
    known = (spending.planned, spending.actual, spending.forecast)
    return Apart(
        of.project,
        project_path(of.project.id),
        choice_label("lifecycle", of.lifecycle, edition.lang),
        tuple(edition.amount(amount, of.project) or "–" for amount in known),
    )
