"""The calendar: what happens when over all projects, four weeks back and half a year ahead."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from opsgen.calendar import iso_week, month_end, month_start, working_calendar
from opsgen.views.entries import KIND, Entry, entry
from opsgen.views.page import Dates, Page
from opsgen.views.registers.table import (
    CURRENCY,
    MOST_ROWS,
    OWNER,
    PROJECT,
    STATUS,
    Column,
    Number,
    ProjectCell,
    Row,
    Table,
)
from opsgen.words import Message, Text, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from opsgen.calendar import WorkingCalendar
    from opsgen.derive.dated import Dated, Kind
    from opsgen.model import Project
    from opsgen.views.edition import Edition

BACK, AHEAD = 4, 6
"""Whole weeks before the week of the status date, and months after its month."""
SUBSCRIBED_BACK, SUBSCRIBED_AHEAD = 91, 548
"""Days that a calendar can subscribe to, before and after the status date."""
MOST_SUBSCRIBED = 2_000
_SATURDAY = 5
_REGISTERS: Mapping[Kind, str] = {
    "milestone": "milestones.md",
    "gate": "milestones.md",
    "deliverable": "deliverables.md",
    "decision": "decisions.md",
    "action": "actions.md",
    "meeting": "meetings.md",
    "risk": "risks.md",
    "issue": "issues.md",
    "assumption": "assumptions.md",
    "dependency": "dependencies.md",
    "check": "adjustments.md",
    "benefit": "benefits.md",
    "delivery": "vendors.md",
    "payment": "vendors.md",
}
_COLUMNS = (
    Column(message("What")),
    Column(message("Date"), "date"),
    Column(message("Kind"), "name"),
    PROJECT,
    OWNER,
    Column(message("Amount"), "num"),
    CURRENCY,
    STATUS,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A day in the grid of its month; `mark` says of a weekday that it is off, of a weekend that it is on."""

    day: date
    count: int
    late: int
    anchor: str
    works: bool
    mark: Message | None
    inside: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month as weeks of seven days from Monday on; None before its first day and after its last.

    Weeks that lie before the calendar are left out.
    """

    first: date
    weeks: tuple[tuple[Cell | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list; `anchor` where it is the first of its day, `week` where the first of its week."""

    entry: Entry
    anchor: str
    week: str


@dataclass(frozen=True, slots=True)
class Left:
    """What the page does not show of one kind, and the register that has it."""

    kind: Message
    count: int
    page: str


def calendar(edition: Edition) -> Iterator[Page]:
    """The page, where anything has a day; what it leaves out is counted."""
    days = tuple(one for one in edition.diary.days if one.standing != "off")
    if not days:
        return
    first, last = span(edition.as_of)
    within = [one for one in days if first <= one.day <= last]
    shown = weightiest(within, MOST_ROWS)
    title = words(edition.lang).gettext("Calendar")
    context = {"title": title, **_context(edition, days, within, shown)}
    rows = tuple(_row(entry(edition, one), edition) for one in within)
    named = words(edition.lang).pick(edition.settings.title)
    yield Page(
        "calendar.md",
        "pages/calendar.html.j2",
        title,
        context,
        wide=True,
        table=Table(_COLUMNS, rows) if rows else None,
        dates=Dates("calendar.ics", named, subscribed(edition, edition.diary.days)),
    )


def _context(
    edition: Edition, days: Sequence[Dated], within: Sequence[Dated], shown: Sequence[Dated]
) -> dict[str, object]:
    first, last = span(edition.as_of)
    return {
        "lead": _lead(within, edition.as_of),
        "months": tuple(_months(edition, within, shown, first, last)),
        "holidays": _holidays(edition, first, last),
        "weekdays": tuple(words(edition.lang).weekday(first + timedelta(days=n)) for n in range(7)),
        "lines": tuple(_lines(edition, shown)),
        "cut": _cut(len(shown), len(within)),
        "left": tuple(_left(days, shown)),
        "first": first,
        "last": last,
        "today": next((day_anchor(one.day) for one in shown if one.day >= edition.as_of), ""),
    }


def span(as_of: date) -> tuple[date, date]:
    """The first and the last day of the calendar: a Monday, and the end of a month."""
    monday = as_of - timedelta(days=as_of.weekday() + 7 * BACK)
    months = as_of.year * 12 + as_of.month - 1 + AHEAD
    return monday, month_end(date(months // 12, months % 12 + 1, 1))


def weightiest(found: Sequence[Dated], most: int) -> tuple[Dated, ...]:
    """As many as there is room for: what waits before what is over, then by weight; in their order."""
    ranked = sorted(range(len(found)), key=lambda n: (not found[n].waits, found[n].weight, n))
    return tuple(found[n] for n in sorted(ranked[:most]))


def subscribed(edition: Edition, days: Iterable[Dated]) -> tuple[Dated, ...]:
    """The days of a calendar to subscribe to: a quarter of a year back, a year and a half ahead.

    What is overdue for longer is in it too.
    """
    first = edition.as_of.toordinal() - SUBSCRIBED_BACK
    last = edition.as_of.toordinal() + SUBSCRIBED_AHEAD
    near = [
        d for d in days if (d.standing == "late" or first <= d.day.toordinal()) and d.day.toordinal() <= last
    ]
    return weightiest(near, MOST_SUBSCRIBED)


def project_dates(edition: Edition, project: Project) -> Dates | None:
    """The days of a project for those who subscribe to it; None where it has none."""
    days = edition.diary.of_project.get(project.id, ())
    if not days:
        return None
    title = words(edition.lang).pick(project.title)
    return Dates(f"projects/{project.id}.ics", title, subscribed(edition, days))


# ---- the sentences


def _lead(within: Sequence[Dated], as_of: date) -> Message:
    late = sum(one.standing == "late" for one in within)
    soon = sum(one.standing == "open" and (one.day - as_of).days < 7 for one in within)
    if not within:
        return message("Nothing has a day in these weeks and months.")
    coming = plural("{n} date in the next seven days", "{n} dates in the next seven days", soon)
    if not late:
        return message("{coming}; nothing of these weeks is overdue.", coming=coming)
    overdue = plural("{n} is overdue", "{n} are overdue", late)
    return message("{coming}; {overdue}.", coming=coming, overdue=overdue)


def _cut(shown: int, within: int) -> Message | None:
    if shown == within:
        return None
    return message(
        "The {n} weightiest of {all} dates are listed: what waits before what is over, then key milestones, "
        "gates and decisions first. All of them are counted in the months above and stand in the CSV file.",
        n=shown,
        all=within,
    )


def _left(days: Iterable[Dated], shown: Iterable[Dated]) -> Iterator[Left]:
    """What still waits and is not listed: overdue for longer, later, or not weighty enough."""
    seen = {one.identity for one in shown}
    counted = Counter(one.kind for one in days if one.waits and one.identity not in seen)
    for kind, word in KIND.items():
        if counted[kind]:
            yield Left(word, counted[kind], _REGISTERS.get(kind, ""))


def _holidays(edition: Edition, first: date, last: date) -> Message | None:
    """The days off and on that no weekday tells, for those who do not see the months."""
    known = working_calendar(edition.settings.calendar)
    off = tuple(_runs(known.off, first, last, edition)) if known else ()
    on = tuple(_runs(known.on, first, last, edition)) if known else ()
    if off and on:
        return message(
            "Days off ({calendar}): {off}. Worked instead: {on}.",
            calendar=edition.settings.calendar,
            off=off,
            on=on,
        )
    if off:
        return message("Days off ({calendar}): {off}.", calendar=edition.settings.calendar, off=off)
    return None


def _runs(ordinals: Iterable[int], first: date, last: date, edition: Edition) -> Iterator[str]:
    """Days after each other as one."""
    within = [n for n in ordinals if first.toordinal() <= n <= last.toordinal()]
    say = words(edition.lang)
    for _, run in groupby(enumerate(within), lambda pair: pair[1] - pair[0]):
        found = [date.fromordinal(n) for _, n in run]
        yield say.days(found[0], found[-1]) if len(found) > 1 else say.date(found[0])


# ---- the months


def _months(
    edition: Edition, within: Sequence[Dated], shown: Sequence[Dated], first: date, last: date
) -> Iterator[Month]:
    known = working_calendar(edition.settings.calendar)
    counts = Counter(one.day for one in within)
    late = Counter(one.day for one in within if one.standing == "late")
    listed = {one.day for one in shown}

    def cell(day: date) -> Cell:
        anchor = day_anchor(day) if day in listed else ""
        works = known.works(day) if known else day.weekday() < _SATURDAY
        return Cell(day, counts[day], late[day], anchor, works, _mark(known, day), first <= day <= last)

    month = month_start(first)
    while month <= last:
        days: list[Cell | None] = [None] * month.weekday()
        days += [cell(month.replace(day=n)) for n in range(1, month_end(month).day + 1)]
        days += [None] * (-len(days) % 7)
        weeks = (tuple(days[n : n + 7]) for n in range(0, len(days), 7))
        yield Month(month, tuple(week for week in weeks if any(day and day.inside for day in week)))
        month = month_end(month) + timedelta(days=1)


def _mark(known: WorkingCalendar | None, day: date) -> Message | None:
    if known is None:
        return None
    if known.works(day) and day.weekday() >= _SATURDAY:
        return message("works")
    return message("off") if not known.works(day) and day.weekday() < _SATURDAY else None


def day_anchor(day: date) -> str:
    """The anchor of a day in the list."""
    return f"_d-{day.isoformat()}"


# ---- the list


def _lines(edition: Edition, shown: Iterable[Dated]) -> Iterator[Line]:
    day, week = None, ""
    for one in shown:
        new = iso_week(one.day)
        yield Line(
            entry(edition, one), day_anchor(one.day) if one.day != day else "", new if new != week else ""
        )
        day, week = one.day, new


def _row(one: Entry, edition: Edition) -> Row:
    say, of = words(edition.lang), one.of
    return Row(
        of.item if of.kind not in ("meeting", "retrospective") else "",
        Text(say.say(one.title)),
        one.at.page,
        one.at.anchor,
        one.light[0],
        (
            of.day,
            say.say(one.kind),
            ProjectCell(one.project.title, one.project.page),
            edition.person(one.owner) if one.owner else None,
            Number(of.amount, one.amount) if one.amount and of.amount is not None else None,
            of.currency if one.amount else None,
            one.light,
        ),
        of.project.id if of.project else "",
    )
