"""All money of one currency as the page shows it: sums, overruns, projects, cuts and months."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.money import is_spending, percent, returned
from opsgen.derive.spending import burn
from opsgen.derive.treasury import added
from opsgen.schema.fields import choice_label
from opsgen.views import drawings, states
from opsgen.views.categories import category_title
from opsgen.views.home import deviation
from opsgen.views.how import How
from opsgen.views.how import treasury as how
from opsgen.views.page import project_path
from opsgen.views.registers.table import MOST_ROWS
from opsgen.words import Message, Text, Words, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from decimal import Decimal

    from opsgen.derive import Assessment
    from opsgen.derive.health import Light
    from opsgen.derive.money import Totals
    from opsgen.derive.spending import Series
    from opsgen.derive.treasury import Cuts, Share, Treasury
    from opsgen.model import BudgetLine, Project
    from opsgen.views.edition import Edition
    from opsgen.views.states import State

CARDS = 6
"""Projects that say on a card what is behind their overrun; all of them are in the table."""
REASONS = 3
"""Lines that a card names."""
_WIDE, _NARROW = 960.0, 340.0


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of the strip, how it came about, and a note in a tone."""

    title: Message
    shown: str
    how: How | None = None
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of a table: as it is read, and what it sorts by; `tone` colours a deviation."""

    shown: str
    value: Decimal | float | None
    tone: str = ""
    how: How | None = None


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
class ProjectLine:
    """A project in the table; `own` is its plan in its own currency, empty where that is counted as it is."""

    project: Project
    page: str
    light: State
    own: str
    amounts: tuple[Amount, ...]
    """In the order of the headings of the purse."""


@dataclass(frozen=True, slots=True)
class CutLine:
    """A group of spending; `share` is its part of the plan in percent."""

    title: Text
    amounts: tuple[Amount, ...]
    share: float | None


@dataclass(frozen=True, slots=True)
class Cut:
    """The spending by one thing."""

    title: Message
    lines: tuple[CutLine, ...]


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month, None for what is in no month: its own money, then all up to its end."""

    month: date | None
    now: bool
    amounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Purse:
    """All money of one currency; `anchor` is the end of the ids of its sections, empty for the first."""

    currency: str
    anchor: str
    sums: tuple[Sum, ...]
    overruns: tuple[Overrun, ...]
    more_overruns: int
    figure: str
    narrow: str
    headings: tuple[Message, ...]
    projects: tuple[ProjectLine, ...]
    total: tuple[Amount, ...]
    cuts: tuple[Cut, ...]
    months: tuple[MonthLine, ...]
    month_total: tuple[str, ...]
    cut: Message | None


def purse(of: Treasury, edition: Edition, *, first: bool) -> Purse:
    say, anchor = words(edition.lang), "" if first else f"-{of.currency}"
    lines = worst_first(of.projects)
    over = [share for share in lines if share.spending.variance > 0]
    return Purse(
        currency=of.currency,
        anchor=anchor,
        sums=tuple(_sums(of, say)),
        overruns=tuple(_overrun(share, of.currency, say) for share in over[:CARDS]),
        more_overruns=max(0, len(over) - CARDS),
        figure=_curve(of, edition, f"_curve{anchor}", _WIDE),
        narrow=_curve(of, edition, f"_curve-narrow{anchor}", _NARROW),
        headings=_HEADINGS,
        projects=tuple(_project(share, of.currency, edition) for share in lines[:MOST_ROWS]),
        total=_totals(of, edition),
        cuts=tuple(_cuts(of, edition)),
        months=tuple(_months(of.series, of.currency, edition)) if of.series else (),
        month_total=_in_months(of, say),
        cut=_left_out(len(lines)),
    )


def _left_out(projects: int) -> Message | None:
    if projects <= MOST_ROWS:
        return None
    return message("The first {n} of {all}; all of them are in the CSV file.", n=MOST_ROWS, all=projects)


def _sums(of: Treasury, say: Words) -> Iterator[Sum]:
    spending, currency, sum_of = of.spending, of.currency, how.sum_of(of, say)
    used = "" if spending.used_pct is None else say.percent(spending.used_pct)
    yield Sum(message("Planned"), say.money(spending.planned, currency), sum_of)
    if spending.committed is not None:
        yield Sum(message("Committed"), say.money(spending.committed, currency), sum_of)
    known = say.gettext("n/a") if spending.actual is None else say.money(spending.actual, currency)
    yield Sum(message("Used"), known, None if spending.actual is None else sum_of, used)
    more, tone = deviation(spending.variance, currency, say)
    yield Sum(message("Forecast"), say.money(spending.forecast, currency), how.deviation(of, say), more, tone)
    if of.contingency:
        yield _contingency_sum(of.contingency, currency, say)
    if of.income:
        more, tone = deviation(of.income.variance, currency, say)
        better = {"bad": "good", "good": "bad"}.get(tone, "")
        yield Sum(message("Expected income"), say.money(of.income.forecast, currency), None, more, better)
    gain = _together_gain(of, say)
    if gain.value is not None:
        earning = sum(share.income is not None for share in of.projects)
        note = plural("{n} project with income", "{n} projects with income", earning)
        yield Sum(message("Return on spending"), gain.shown, gain.how, say.say(note))
    if of.reserve:
        yield Sum(message("Management reserve, apart"), say.money(of.reserve, currency))


def _together_gain(of: Treasury, say: Words) -> Amount:
    """The return of the projects with income on their own spending: others were never meant to return any."""
    earning = [share.spending for share in of.projects if share.income]
    spending = added(earning)
    gain = returned(of.income.forecast, spending.forecast) if of.income else None
    if gain is None or of.income is None:
        return Amount("–", None)
    return Amount(_signed(gain, say), gain, how=how.return_pct(of.income, spending, of.currency, say))


def _contingency_sum(of: Totals, currency: str, say: Words) -> Sum:
    used = say.gettext("n/a") if of.actual is None else say.money(of.actual, currency)
    whole = say.say(message("of {amount}", amount=say.money(of.planned, currency)))
    return Sum(message("Contingency used"), used, how.contingency(of, currency, say), whole)


def _curve(of: Treasury, edition: Edition, id: str, width: float) -> str:
    if of.series is None:
        return ""
    kept = of.contingency.planned if of.contingency else None
    return drawings.money_curve(edition, of.series, of.currency, id=id, contingency=kept, width=width)


# ---- what goes wrong


def cost_light(of: Assessment) -> Light:
    """The light of the project's cost, held against its tolerance."""
    return next(light for light in of.health.dimensions if light.dimension == "cost")


def _overrun(of: Share, currency: str, say: Words) -> Overrun:
    project, spending = of.assessment.project, of.spending
    share = "" if spending.variance_pct is None else say.percent(spending.variance_pct, 1)
    return Overrun(
        project=project,
        page=project_path(project.id),
        light=states.RAG[cost_light(of.assessment).rag],
        amount="+" + say.money(spending.variance, currency),
        share=share,
        reasons=tuple(_reasons(of, currency, say)),
    )


def _reasons(of: Share, currency: str, say: Words) -> Iterator[Reason]:
    """The lines that are furthest over their plan, in the currency of the whole."""
    lines = of.assessment.budget.lines if of.assessment.budget else ()
    over = [state for state in lines if is_spending(state.line) and state.variance > 0]
    for state in sorted(over, key=lambda state: -state.variance)[:REASONS]:
        yield Reason(state.line, "+" + say.money(state.variance * of.rate, currency))


# ---- projects

_HEADINGS = (
    message("Planned"),
    message("Committed"),
    message("Used"),
    message("Forecast"),
    message("Deviation"),
    message("Contingency used"),
    message("Expected income and return"),
    message("Spent a month"),
)


def worst_first(shares: Iterable[Share]) -> list[Share]:
    """Those with the worst light first, of equals the largest overrun."""
    order = {"red": 0, "amber": 1, "green": 2, "grey": 3, "blue": 4}
    return sorted(
        shares,
        key=lambda s: (order[cost_light(s.assessment).rag], -s.spending.variance, s.assessment.project.id),
    )


def _project(of: Share, currency: str, edition: Edition) -> ProjectLine:
    say, project, budget = words(edition.lang), of.assessment.project, of.assessment.budget
    assert budget is not None
    own = say.money(budget.spending.planned, budget.currency) if of.rate != 1 else ""
    return ProjectLine(
        project=project,
        page=project_path(project.id),
        light=states.RAG[cost_light(of.assessment).rag],
        own=own,
        amounts=(
            *_five(of.spending, currency, say, how.project_deviation(of, currency, say)),
            _contingency(of.contingency, currency, say),
            _income(of, currency, say),
            _burn(of, currency, say),
        ),
    )


def _five(of: Totals, currency: str, say: Words, explained: How | None = None) -> tuple[Amount, ...]:
    """Planned, committed, used, forecast and deviation."""
    known = (of.planned, of.committed, of.actual, of.forecast)
    text, tone = deviation(of.variance, currency, say)
    apart = Amount(text or say.money(of.variance, currency), of.variance, tone, explained)
    return (*(_amount(amount, currency, say) for amount in known), apart)


def _amount(amount: Decimal | None, currency: str, say: Words) -> Amount:
    return Amount("–", None) if amount is None else Amount(say.money(amount, currency), amount)


def _contingency(of: Totals | None, currency: str, say: Words) -> Amount:
    if of is None:
        return Amount("–", None)
    used = "–" if of.actual is None else say.money(of.actual, currency)
    said = say.say(message("{used} of {all}", used=used, all=say.money(of.planned, currency)))
    return Amount(said, of.actual, how=how.contingency(of, currency, say))


def _income(of: Share, currency: str, say: Words) -> Amount:
    """What is expected to come in, and the return on the spending in percent."""
    if of.income is None:
        return Amount("–", None)
    amount, gain = say.money(of.income.forecast, currency), returned(of.income.forecast, of.spending.forecast)
    if gain is None:
        return Amount(amount, of.income.forecast)
    said = say.say(message("{amount} ({percent})", amount=amount, percent=_signed(gain, say)))
    return Amount(said, of.income.forecast, how=how.return_pct(of.income, of.spending, currency, say))


def _signed(share: float, say: Words) -> str:
    return ("+" if share > 0 else "") + say.percent(share)


def _burn(of: Share, currency: str, say: Words) -> Amount:
    found = burn(of.assessment)
    if found is None or found.recent is None:
        return Amount("–", None)
    month = found.recent * of.rate
    explained = how.burn(found, say.money(found.rest * of.rate, currency), say)
    return Amount(say.money(month, currency), month, how=explained)


def _totals(of: Treasury, edition: Edition) -> tuple[Amount, ...]:
    """The last line of the table: all projects."""
    say = words(edition.lang)
    return (
        *_five(of.spending, of.currency, say),
        _contingency(of.contingency, of.currency, say),
        _amount(of.income.forecast if of.income else None, of.currency, say),
        Amount("", None),
    )


# ---- cuts and months


def _cuts(of: Treasury, edition: Edition) -> Iterator[Cut]:
    titles = {one.id: one.title for one in edition.settings.programmes}
    yield _by(message("By category"), of, of.by_category, edition, lambda id: _category(id, edition))
    yield _by(message("By type"), of, of.by_type, edition, lambda id: _type(id, edition))
    if titles:
        none = Text(words(edition.lang).gettext("In no programme"))
        yield _by(message("By programme"), of, of.by_programme, edition, lambda id: titles.get(id, none))


def _category(id: str, edition: Edition) -> Text:
    if not id:
        return Text(words(edition.lang).gettext("Without a category"))
    return category_title(id, edition, "budget")


def _type(id: str, edition: Edition) -> Text:
    return Text(choice_label("budget-line.type", id, edition.lang))


def _by(title: Message, of: Treasury, cuts: Cuts, edition: Edition, named: Callable[[str], Text]) -> Cut:
    say, whole = words(edition.lang), of.spending.planned
    return Cut(
        title,
        tuple(
            CutLine(named(id), _five(totals, of.currency, say), percent(totals.planned, whole))
            for id, totals in cuts
        ),
    )


def _months(of: Series, currency: str, edition: Edition) -> Iterator[MonthLine]:
    """Every month alone and all up to its end; last what is in no month."""
    say = words(edition.lang)

    def said(*amounts: Decimal | None) -> tuple[str, ...]:
        return tuple("–" if amount is None else say.money(amount, currency) for amount in amounts)

    this = edition.as_of.replace(day=1)
    for month, up_to in zip(of.months, of.points, strict=True):
        yield MonthLine(
            month.month,
            month.month == this,
            said(
                month.planned,
                month.actual if up_to.actual is not None else None,
                month.forecast,
                up_to.planned,
                up_to.actual,
                up_to.forecast,
            ),
        )
    if of.unplaced or of.unplaced_forecast:
        alone = said(of.unplaced, None, of.unplaced_forecast)
        yield MonthLine(None, False, (*alone, "", "", ""))


def _in_months(of: Treasury, say: Words) -> tuple[str, ...]:
    known = (of.spending.planned, of.spending.actual, of.spending.forecast)
    return tuple("–" if amount is None else say.money(amount, of.currency) for amount in known)
