"""What each report said of the money: the plan, what was used, and where it was seen to end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.money import is_spending
from opsgen.derive.standing import is_over, names
from opsgen.figures.budget_over_time import MoneyPoint
from opsgen.views.past import money
from opsgen.views.past.traced import Tracer, note
from opsgen.words import Money, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from opsgen.changes.change import Change
    from opsgen.derive import Assessment
    from opsgen.derive.snapshot import Snapshot
    from opsgen.views.edition import Edition
    from opsgen.views.past.money import CourseRow
    from opsgen.views.past.traced import Traced
    from opsgen.words import Message

_CODES = ("planned.changed", "budget.line_added", "budget.line_removed")


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
    if len({money.amounts(point) for point in points}) < 2:
        return {"money_course": None}
    tracer = Tracer(edition, assessment.project)
    steps = _steps(assessment, tracer, points[0].day)
    lines = {name: line for line in assessment.project.budget for name in names(line)}
    foreign = sum(1 for one in course if one.money and one.money.currency != budget.currency)
    return {
        "money_course": BudgetCourse(
            said=tuple(_said(points, budget.currency, len({(c.origin and c.origin.commit) for c in steps}))),
            figure=money.drawn(edition, points, budget.currency, "_money-course", money.WIDE),
            narrow=money.drawn(edition, points, budget.currency, "_money-course-narrow", money.NARROW),
            rows=tuple(money.rows(edition, points, budget.currency)),
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
    while over and len(found) > 1 and money.amounts(found[-1]) == money.amounts(found[-2]):
        found.pop()
    return tuple(found)


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
    yield money.outlook(points, currency)
    if first.planned != last.planned:
        before, now = (Money(one.planned, currency) for one in (first, last))
        yield message("Plan {first} → {last}.", first=before, last=now)
    elif not times:
        yield message("The plan is unchanged.")
    if times:
        yield plural("The plan was changed once:", "The plan was changed {n} times:", times)


def _apart(foreign: int) -> Message:
    return plural(
        "{n} report in another currency is left out.",
        "{n} reports in another currency are left out.",
        foreign,
    )
