"""All money of one currency as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.money import returned
from opsgen.derive.treasury import added
from opsgen.views import drawings, states
from opsgen.views.how import treasury as how
from opsgen.views.money import tables
from opsgen.views.money.course import course
from opsgen.views.money.teller import Teller
from opsgen.views.page import project_path
from opsgen.views.registers.table import MOST_ROWS
from opsgen.words import Message, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.derive.money import Totals
    from opsgen.derive.treasury import Share, Treasury
    from opsgen.model import BudgetLine, Project
    from opsgen.views.edition import Edition
    from opsgen.views.how import How
    from opsgen.views.money.course import TreasuryCourse
    from opsgen.views.money.tables import Cut, MonthLine, Projects
    from opsgen.views.money.teller import Amount
    from opsgen.views.states import State

CARDS = 6
"""Projects that say on a card what is behind their overrun; all of them are in the table."""
REASONS = 3
"""Lines that a card names."""
_WIDE, _NARROW = 700.0, 340.0


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of the strip, how it came about, and a note in a tone."""

    title: Message
    shown: str
    how: How | None = None
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """A budget line that ends over its plan, with what its owner says of it."""

    line: BudgetLine
    amount: str


@dataclass(frozen=True, slots=True)
class Overrun:
    """A project that is expected to cost more than planned, and the lines it comes from."""

    project: Project
    page: str
    light: State
    amount: str
    share: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Purse:
    """All money of one currency; `anchor` is the end of the ids of its sections, empty for the first.

    `narrow` is the figure as wide as a phone. `month_total` is the sum of the months, `left_out` says how
    many projects the table has no room for.
    """

    currency: str
    anchor: str
    sums: tuple[Sum, ...]
    overruns: tuple[Overrun, ...]
    more_overruns: int
    figure: str
    narrow: str
    projects: Projects
    left_out: Message | None
    cuts: tuple[Cut, ...]
    months: tuple[MonthLine, ...]
    month_total: tuple[Amount, ...]
    course: TreasuryCourse | None
    """What each report said of it."""


def purse(of: Treasury, edition: Edition, *, first: bool) -> Purse:
    """One currency of the page; `first` is that of the portfolio, or the only one."""
    tell, anchor = Teller(words(edition.lang), of.currency), "" if first else f"-{of.currency}"
    lines = tables.worst_first(of.projects)
    over = [share for share in lines if share.spending.variance > 0]
    return Purse(
        currency=of.currency,
        anchor=anchor,
        sums=tuple(_sums(of, tell)),
        overruns=tuple(_overrun(share, tell) for share in over[:CARDS]),
        more_overruns=max(0, len(over) - CARDS),
        figure=_curve(of, edition, f"_curve-figure{anchor}", _WIDE),
        narrow=_curve(of, edition, f"_curve-phone{anchor}", _NARROW),
        projects=tables.projects(of, lines[:MOST_ROWS], edition),
        left_out=_left_out(len(lines)),
        cuts=tuple(tables.cuts(of, edition)),
        months=tables.months(of, edition),
        month_total=tables.in_all_months(of, edition),
        course=course(of, edition, anchor),
    )


def _left_out(projects: int) -> Message | None:
    if projects <= MOST_ROWS:
        return None
    return message("The first {n} of {all}; all of them are in the CSV file.", n=MOST_ROWS, all=projects)


def _curve(of: Treasury, edition: Edition, id: str, width: float) -> str:
    if of.series is None:
        return ""
    kept = of.contingency.planned if of.contingency else None
    return drawings.money_curve(edition, of.series, of.currency, id=id, contingency=kept, width=width)


# ---- the sums


def _sums(of: Treasury, tell: Teller) -> Iterator[Sum]:
    spending, sum_of = of.spending, how.sum_of(of, tell.say)
    used = "" if spending.used_pct is None else tell.say.percent(spending.used_pct)
    yield Sum(message("Planned"), tell.money(spending.planned), sum_of)
    if spending.committed is not None:
        yield Sum(message("Committed"), tell.money(spending.committed), sum_of)
    if spending.actual is None:
        yield Sum(message("Used"), tell.say.gettext("n/a"))
    else:
        yield Sum(message("Used"), tell.money(spending.actual), sum_of, used)
    apart = tell.variance(spending)
    note = apart.shown if spending.variance else ""
    yield Sum(
        message("Forecast"), tell.money(spending.forecast), how.deviation(of, tell.say), note, apart.tone
    )
    if of.contingency:
        yield _contingency(of.contingency, tell)
    yield from _incomes(of, tell)
    if of.reserve:
        yield Sum(message("Management reserve, apart"), tell.money(of.reserve))


def _contingency(of: Totals, tell: Teller) -> Sum:
    used = tell.say.gettext("n/a") if of.actual is None else tell.money(of.actual)
    whole = tell.say.say(message("of {amount}", amount=tell.money(of.planned)))
    return Sum(message("Contingency used"), used, how.contingency(of, tell), whole)


def _incomes(of: Treasury, tell: Teller) -> Iterator[Sum]:
    """Income, and the return of the projects that have any: of others none was ever expected."""
    if of.income is None:
        return
    more = of.income.variance
    tone = "good" if more > 0 else "bad"
    yield Sum(
        message("Expected income"),
        tell.money(of.income.forecast),
        None,
        tell.signed(more) if more else "",
        tone,
    )
    earning = [share.spending for share in of.projects if share.income]
    gain = returned(of.income.forecast, added(earning).forecast)
    if gain is not None:
        who = plural("{n} project with income", "{n} projects with income", len(earning))
        came = how.return_pct(of.income, added(earning), tell)
        yield Sum(message("Return on spending"), tell.share(gain), came, tell.say.say(who))


# ---- what goes wrong


def _overrun(of: Share, tell: Teller) -> Overrun:
    project, spending = of.assessment.project, of.spending
    return Overrun(
        project=project,
        page=project_path(project.id),
        light=states.RAG[tables.cost_light(of.assessment).rag],
        amount=tell.signed(spending.variance),
        share="" if spending.variance_pct is None else tell.say.percent(spending.variance_pct, 1),
        reasons=tuple(_reasons(of, tell)),
    )


def _reasons(of: Share, tell: Teller) -> Iterator[Reason]:
    """The lines that are furthest over their plan, in the currency of the whole."""
    over = of.assessment.budget.overruns if of.assessment.budget else ()
    for state in over[:REASONS]:
        yield Reason(state.line, tell.signed(state.variance * of.rate))
