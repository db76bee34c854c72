"""What each report said of the money: the plan, what was used, and where it was seen to end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.money import is_spending
from opsgen.derive.standing import is_over, names
from opsgen.figures.budget_over_time import MoneyPoint, budget_over_time
from opsgen.views.past.traced import Tracer, note
from opsgen.words import Money, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from opsgen.changes.change import Change
    from opsgen.derive import Assessment
    from opsgen.derive.snapshot import Snapshot
    from opsgen.views.edition import Edition
    from opsgen.views.past.traced import Traced
    from opsgen.words import Message

_WIDE, _NARROW = 640.0, 340.0
_CODES = ("planned.changed", "budget.line_added", "budget.line_removed")


@dataclass(frozen=True, slots=True)
class CourseRow:
    """The money of one report in words; empty where nobody had written what was used."""

    day: date
    planned: str
    used: str
    forecast: str
    variance: str
    tone: str


@dataclass(frozen=True, slots=True)
class BudgetCourse:
    """The forecast over time; `steps` are the changes of the plan, `apart` says what is not in it."""

    said: tuple[Message, ...]
    figure: str
    narrow: str
    rows: tuple[CourseRow, ...]
    steps: tuple[Traced, ...]
    apart: Message | None
    note: Message | None


def budget_course(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """What the part on the forecast over time needs; None for an audience that may not see amounts.

    Also None with fewer than two reports in the currency of today, and where none says other than the first.
    """
    budget = assessment.budget if edition.shows_amounts(assessment.project) else None
    if budget is None:
        return {"money_course": None}
    course = edition.reports.course(assessment)
    points = _points(course, budget.currency, over=is_over(assessment.lifecycle))
    if len({_amounts(point) for point in points}) < 2:
        return {"money_course": None}
    tracer = Tracer(edition, assessment.project)
    steps = _steps(assessment, tracer, points[0].day)
    lines = {name: line for line in assessment.project.budget for name in names(line)}
    foreign = sum(1 for one in course if one.money and one.money.currency != budget.currency)
    return {
        "money_course": BudgetCourse(
            said=tuple(_said(points, budget.currency, len({(c.origin and c.origin.commit) for c in steps}))),
            figure=_figure(edition, points, budget.currency, "_money-course", _WIDE),
            narrow=_figure(edition, points, budget.currency, "_money-course-narrow", _NARROW),
            rows=tuple(_rows(edition, points, budget.currency)),
            steps=tracer.told(steps, lines),
            apart=_apart(foreign) if foreign else None,
            note=note(edition),
        )
    }


def _points(course: Sequence[Snapshot], currency: str, *, over: bool) -> tuple[MoneyPoint, ...]:
    """The money of the reports in one currency; of a project that is over, until it moved no more."""
    found = [
        MoneyPoint(one.day, one.money.planned, one.money.actual, one.money.forecast)
        for one in course
        if one.money and one.money.currency == currency
    ]
    while over and len(found) > 1 and _amounts(found[-1]) == _amounts(found[-2]):
        found.pop()
    return tuple(found)


def _amounts(point: MoneyPoint) -> tuple[Decimal | None, ...]:
    return (point.planned, point.actual, point.forecast)


def _steps(assessment: Assessment, tracer: Tracer, since: date) -> tuple[Change, ...]:
    """The changes of what is planned to be spent, since the first report; income and reserves stand apart."""
    apart = {
        name
        for line in assessment.project.budget
        if not is_spending(line)
        for name in (*names(line), line.id)
    }
    found = (change for change in tracer.changes(*_CODES) if change.kind == "budget")
    return tuple(change for change in found if change.item not in apart and tracer.day(change) > since)


def _said(points: Sequence[MoneyPoint], currency: str, times: int) -> Iterator[Message]:
    first, last = points[0], points[-1]

    def money(amount: Decimal) -> Money:
        return Money(amount, currency)

    if first.forecast == last.forecast:
        yield message("The forecast is {amount}, as on {day}.", amount=money(last.forecast), day=first.day)
    else:
        yield message(
            "Forecast {first} → {last} since {day}.",
            first=money(first.forecast),
            last=money(last.forecast),
            day=first.day,
        )
    if first.planned != last.planned:
        yield message("Plan {first} → {last}.", first=money(first.planned), last=money(last.planned))
    elif not times:
        yield message("The plan is unchanged.")
    if times:
        yield plural("The plan was changed once:", "The plan was changed {n} times:", times)


def _figure(edition: Edition, points: Sequence[MoneyPoint], currency: str, id: str, width: float) -> str:
    title = words(edition.lang).gettext("Money, report by report")
    return budget_over_time(
        points, edition.as_of, currency=currency, id=id, title=title, lang=edition.lang, width=width
    )


def _rows(edition: Edition, points: Sequence[MoneyPoint], currency: str) -> Iterator[CourseRow]:
    """The reports, the newest first, all amounts in one step."""
    say = words(edition.lang)
    scale = say.scale(amount for point in points for amount in _amounts(point))

    def money(amount: Decimal | None) -> str:
        return "" if amount is None else say.money(amount, currency, scale if amount else None)

    for point in reversed(points):
        over = point.forecast - point.planned
        sign = "+" if over > 0 else ""
        tone = "bad" if over > 0 else "good" if over < 0 else "flat"
        yield CourseRow(
            point.day,
            money(point.planned),
            money(point.actual),
            money(point.forecast),
            sign + money(over),
            tone,
        )


def _apart(foreign: int) -> Message:
    return plural(
        "{n} report in another currency is left out.",
        "{n} reports in another currency are left out.",
        foreign,
    )
