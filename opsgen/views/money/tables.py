"""The tables of the money page: projects, what it is spent on, months; all of them add up to the same."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from opsgen.derive.burn_rate import burn
from opsgen.derive.money import percent, returned
from opsgen.schema.fields import choice_label
from opsgen.views import states
from opsgen.views.categories import category_title
from opsgen.views.how import treasury as how
from opsgen.views.money.teller import EMPTY, UNKNOWN, Amount, Teller
from opsgen.views.page import project_path
from opsgen.words import Message, Text, message, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from decimal import Decimal

    from opsgen.derive import Assessment
    from opsgen.derive.health import Light
    from opsgen.derive.money import Totals
    from opsgen.derive.spending import Month, Point
    from opsgen.derive.treasury import Cuts, Share, Treasury
    from opsgen.model import Project
    from opsgen.views.edition import Edition
    from opsgen.views.how import How
    from opsgen.views.states import State

FIVE = (
    message("Planned"),
    message("Used"),
    message("Forecast"),
    message("Deviation"),
    message("Committed"),
)
"""The columns of every cut; the last one is left out where nobody says anything."""
MONTHLY = (
    message("Planned"),
    message("Used"),
    message("Forecast"),
    message("Planned so far"),
    message("Used so far"),
    message("Forecast so far"),
)
_CONTINGENCY, _INCOME = message("Contingency used"), message("Expected income and return")
_BURN = message("Used a month")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of amounts under the headings of its table."""

    title: Text
    amounts: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project; `own` is its plan in its own currency, empty where that is counted as it is."""

    project: Project
    page: str
    light: State
    own: str
    amounts: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class Projects:
    """The projects and their sum, with the columns in which any project has something."""

    headings: tuple[Message, ...]
    lines: tuple[ProjectLine, ...]
    total: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """The spending by one thing; the last amount of each line is its share of the plan in percent."""

    name: str
    title: Message
    headings: tuple[Message, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month, or what is in no month: its own money, then all up to its end."""

    month: date | None
    now: bool
    amounts: tuple[Amount, ...]


def cost_light(of: Assessment) -> Light:
    """The light of the project's cost, held against its tolerance."""
    return next(light for light in of.health.dimensions if light.dimension == "cost")


def worst_first(shares: Iterable[Share]) -> list[Share]:
    """Those with the worst light first, of equals the largest overrun."""
    order = {"red": 0, "amber": 1, "green": 2, "grey": 3, "blue": 4}
    return sorted(
        shares,
        key=lambda s: (order[cost_light(s.assessment).rag], -s.spending.variance, s.assessment.project.id),
    )


def known(of: Totals) -> tuple[Decimal | None, ...]:
    """The amounts under the headings of `FIVE`."""
    return (of.planned, of.actual, of.forecast, of.variance, of.committed)


# ---- projects


def projects(of: Treasury, shares: Iterable[Share], edition: Edition) -> Projects:
    """These projects of a treasury, and the sum of all its projects."""
    listed = list(shares)
    plain = Teller(words(edition.lang), of.currency)
    tell = plain.of_table(chain.from_iterable(known(share.spending) for share in listed))
    headings = headings_of(of)
    columns = tuple(_columns(listed, tell))
    lines = tuple(
        ProjectLine(
            project=share.assessment.project,
            page=project_path(share.assessment.project.id),
            light=states.RAG[cost_light(share.assessment).rag],
            own=_own(share, plain),
            amounts=(
                *_sums(share.spending, tell, headings, how.project_deviation(share, of.currency, tell.say)),
                *(cells[place] for _, cells in columns),
            ),
        )
        for place, share in enumerate(listed)
    )
    total = (*_sums(of.spending, tell, headings), *(_sum(heading, of, tell) for heading, _ in columns))
    return Projects((*headings, *(heading for heading, _ in columns)), lines, total)


def _columns(shares: Iterable[Share], tell: Teller) -> Iterator[tuple[Message, list[Amount]]]:
    """What only some projects have, where any has it."""
    listed = list(shares)
    for heading, cell in ((_CONTINGENCY, _contingency), (_INCOME, _income), (_BURN, _burn)):
        cells = [cell(share, tell) for share in listed]
        if any(amount is not UNKNOWN for amount in cells):
            yield heading, cells


def headings_of(of: Treasury) -> tuple[Message, ...]:
    """The columns of which anybody says anything."""
    return FIVE if of.spending.committed is not None else FIVE[:-1]


def _sums(
    of: Totals, tell: Teller, headings: tuple[Message, ...], explained: How | None = None
) -> tuple[Amount, ...]:
    planned, used, forecast, _, committed = (tell.amount(amount) for amount in known(of))
    return (planned, used, forecast, tell.variance(of, explained), committed)[: len(headings)]


def _own(of: Share, tell: Teller) -> str:
    budget = of.assessment.budget
    return tell.say.money(budget.spending.planned, budget.currency) if budget and of.rate != 1 else ""


def _contingency(of: Share, tell: Teller) -> Amount:
    kept = of.contingency
    if kept is None:
        return UNKNOWN
    return tell.part(kept.actual, kept.planned, how.contingency(kept, tell))


def _income(of: Share, tell: Teller) -> Amount:
    """What is expected to come in, and the return on the spending in percent."""
    if of.income is None:
        return UNKNOWN
    gain = returned(of.income.forecast, of.spending.forecast)
    amount = tell.money(of.income.forecast)
    if gain is None:
        return Amount(amount, of.income.forecast)
    said = message("{amount} ({percent})", amount=amount, percent=tell.share(gain))
    explained = how.return_pct(of.income, of.spending, tell)
    return Amount(tell.say.say(said), of.income.forecast, how=explained, pair=True)


def _burn(of: Share, tell: Teller) -> Amount:
    found = burn(of.assessment)
    if found is None or found.recent is None:
        return UNKNOWN
    month = found.recent * of.rate
    return Amount(tell.money(month), month, how=how.burn(found, of.rate, tell))


def _sum(heading: Message, of: Treasury, tell: Teller) -> Amount:
    """What all projects come to; how much a month costs is not added up: their months differ."""
    if heading is _CONTINGENCY and of.contingency:
        return tell.part(of.contingency.actual, of.contingency.planned, None)
    if heading is _INCOME and of.income:
        return tell.amount(of.income.forecast)
    return EMPTY


# ---- what it is spent on


def cuts(of: Treasury, edition: Edition) -> Iterator[Cut]:
    """The spending by category, by type and by programme, the latter two where there are several."""
    if of.by_category:
        yield _by("category", message("By category"), of, of.by_category, edition)
    if len(of.by_type) > 1:
        yield _by("type", message("By type"), of, of.by_type, edition)
    if len(of.by_programme) > 1:
        yield _by("programme", message("By programme"), of, of.by_programme, edition)


def _by(name: str, title: Message, of: Treasury, parts: Cuts, edition: Edition) -> Cut:
    tell, headings = Teller(words(edition.lang), of.currency), headings_of(of)
    tell = tell.of_table(chain.from_iterable(known(totals) for _, totals in parts))
    lines = (
        Line(_named(name, id, edition), (*_sums(totals, tell, headings), _share(totals, of, tell)))
        for id, totals in parts
    )
    return Cut(name, title, headings, tuple(lines))


def _share(part: Totals, of: Treasury, tell: Teller) -> Amount:
    share = percent(part.planned, of.spending.planned)
    return UNKNOWN if share is None else Amount(tell.say.percent(share), share)


def _named(name: str, id: str, edition: Edition) -> Text:
    """What a category, a type or a programme is called."""
    say = words(edition.lang)
    if name == "type":
        return Text(choice_label("budget-line.type", id, edition.lang))
    if name == "category":
        return category_title(id, edition, "budget") if id else Text(say.gettext("Without a category"))
    titles = {one.id: one.title for one in edition.settings.programmes}
    return titles.get(id, Text(say.gettext("In no programme")))


# ---- months


def months(of: Treasury, edition: Edition) -> tuple[MonthLine, ...]:
    """Every month alone and all up to its end; last what is in no month."""
    series = of.series
    if series is None:
        return ()
    pairs = tuple(zip(series.months, series.points, strict=True))
    tell = Teller(words(edition.lang), of.currency)
    tell = tell.of_table(chain.from_iterable(in_month(*pair) for pair in pairs))
    this = edition.as_of.replace(day=1)
    lines = [
        MonthLine(month.month, month.month == this, tuple(map(tell.amount, in_month(month, point))))
        for month, point in pairs
    ]
    if series.unplaced or series.unplaced_forecast:
        alone = (tell.amount(series.unplaced), UNKNOWN, tell.amount(series.unplaced_forecast))
        lines.append(MonthLine(None, False, (*alone, EMPTY, EMPTY, EMPTY)))
    return tuple(lines)


def in_month(month: Month, point: Point) -> tuple[Decimal | None, ...]:
    """The amounts under the headings of `MONTHLY`; what is used is unknown where no day of it is known."""
    used = None if point.actual is None else month.actual
    return (month.planned, used, month.forecast, point.planned, point.actual, point.forecast)


def in_all_months(of: Treasury, edition: Edition) -> tuple[Amount, ...]:
    """What the months add up to."""
    tell, spending = Teller(words(edition.lang), of.currency), of.spending
    return tuple(tell.amount(amount) for amount in (spending.planned, spending.actual, spending.forecast))
