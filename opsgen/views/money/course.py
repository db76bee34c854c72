"""What each report said of the money of all projects of one currency together."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from opsgen.derive.money import known_sum
from opsgen.figures.budget_over_time import MoneyPoint
from opsgen.views.past import money
from opsgen.views.past.traced import note
from opsgen.words import Money, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from opsgen.derive.snapshot import Spent
    from opsgen.derive.treasury import Share, Treasury
    from opsgen.views.edition import Edition
    from opsgen.views.past.money import CourseRow
    from opsgen.words import Message, Text

_NAMED = 5


@dataclass(frozen=True, slots=True)
class TreasuryCourse:
    """The forecast of all projects over time; `partly` names those that earlier reports did not count."""

    said: tuple[Message, ...]
    partly: Message | None
    figure: str
    narrow: str
    rows: tuple[CourseRow, ...]
    note: Message | None


def course(of: Treasury, edition: Edition, anchor: str) -> TreasuryCourse | None:
    """The projects that are counted today, at today's rates, as each report had them.

    None with fewer than two reports, and where none says other than the first. A project that a report could
    not read stands with what the report before it said.
    """
    told = {share.assessment.project.id: _told(share, edition) for share in of.projects}
    days = sorted({day for said in told.values() for day in said})
    points = [_point(day, told.values()) for day in days]
    if len({money.amounts(point) for point in points}) < 2:
        return None
    late = [s for s in of.projects if min(told[s.assessment.project.id], default=days[0]) > days[0]]
    return TreasuryCourse(
        said=tuple(_said(told.values(), of.currency)),
        partly=_partly(late) if late else None,
        figure=money.drawn(edition, points, of.currency, f"_money-course{anchor}", money.WIDE),
        narrow=money.drawn(edition, points, of.currency, f"_money-course-narrow{anchor}", money.NARROW),
        rows=tuple(money.rows(edition, points, of.currency)),
        note=note(edition),
    )


def _said(told: Iterable[Mapping[date, MoneyPoint]], currency: str) -> Iterator[Message]:
    """How far forecasts and plans moved since each project was first reported: what joined is no move."""
    ends = [(said[min(said)], said[max(said)]) for said in told if said]
    forecast = sum((last.forecast - first.forecast for first, last in ends), Decimal(0))
    planned = sum((last.planned - first.planned for first, last in ends), Decimal(0))
    amount, plans = Money(abs(forecast), currency), Money(abs(planned), currency)
    if forecast > 0:
        yield message(
            "Since each project was first reported, the forecasts rose by {amount} in all.", amount=amount
        )
    elif forecast < 0:
        yield message(
            "Since each project was first reported, the forecasts fell by {amount} in all.", amount=amount
        )
    else:
        yield message("Since each project was first reported, the forecasts are the same in all.")
    if planned > 0:
        yield message("The plans rose by {amount}.", amount=plans)
    elif planned < 0:
        yield message("The plans fell by {amount}.", amount=plans)
    else:
        yield message("The plans are the same in all.")


def _told(share: Share, edition: Edition) -> Mapping[date, MoneyPoint]:
    """What each report said of a project, in the currency of the whole; nothing that was in another one."""
    budget = share.assessment.budget
    return {
        one.day: _converted(one.day, one.money, share.rate)
        for one in edition.reports.course(share.assessment)
        if one.money and budget and one.money.currency == budget.currency
    }


def _converted(day: date, spent: Spent, rate: Decimal) -> MoneyPoint:
    actual = None if spent.actual is None else spent.actual * rate
    return MoneyPoint(day, spent.planned * rate, actual, spent.forecast * rate)


def _point(day: date, told: Iterable[Mapping[date, MoneyPoint]]) -> MoneyPoint:
    """All projects on a day, each as the newest report up to then had it."""
    found = [said[max(known)] for said in told if (known := [one for one in said if one <= day])]
    return MoneyPoint(
        day,
        sum((one.planned for one in found), Decimal(0)),
        known_sum(one.actual for one in found),
        sum((one.forecast for one in found), Decimal(0)),
    )


def _partly(late: list[Share]) -> Message:
    titles: list[Text | Message] = [share.assessment.project.title for share in late[:_NAMED]]
    if len(late) > _NAMED:
        titles.append(plural("and {n} more", "and {n} more", len(late) - _NAMED))
    return plural(
        "{n} project is not in all of these reports, so that the sums grow with it: {projects}.",
        "{n} projects are not in all of these reports, so that the sums grow with them: {projects}.",
        len(late),
        projects=tuple(titles),
    )
