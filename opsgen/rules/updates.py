"""Rules about updates: one a period, in time, of a period that has begun, and no plea without an answer."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from opsgen.calendar import Frequency, Period, late_from, period
from opsgen.derive.standing import goes_on
from opsgen.derive.steering import cadence_of
from opsgen.rules.rule import DAY, Finding, rule
from opsgen.schema.fields import choice_label
from opsgen.words import DaysSince, Text, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.model import Project
    from opsgen.portfolio import House


@rule("period-twice", "error")
def period_twice(project: Project, _: House) -> Iterator[Finding]:
    """Two updates are about the same period.

    A date stands for its week: `2026-10-07` and `2026-W41` are the same; two dates of a week are not.

    Example:
        # wrong
        updates:
          - {period: 2026-W46, summary: On track}
          - {period: 2026-W46, summary: Late}
        # right
        updates:
          - {period: 2026-W46, summary: On track}
          - {period: 2026-W47, summary: Late}
    """
    seen: dict[str, set[str]] = defaultdict(set)
    for i, update in enumerate(project.updates):
        span = period(update.period)
        label = span.label if span else update.period
        written = seen[label]
        if update.period in written or label in written or (written and update.period == label):
            text = message("there is another update for {period}", period=label)
            yield Finding(("updates", i, "period"), text, message("make one of the two"))
        written.add(update.period)


@rule("update-overdue", "warning")
def update_overdue(project: Project, house: House) -> Iterator[Finding]:
    """The last update is older than 1.5 times the cadence; a project with a cadence begins with its start.

    Example:
        # wrong
        cadence: weekly
        updates:
          - {period: 2026-W41, summary: On track}     # and it is W47
        # right
        cadence: weekly
        updates:
          - {period: 2026-W41, summary: On track}
          - {period: 2026-W47, summary: Late}
    """
    cadence = cadence_of(project, house.settings)
    periods = _periods(project, cadence)
    if not goes_on(project) or not (project.cadence or periods):
        return
    last = max((span.finish for _, span in periods), default=project.start)
    since = late_from(last, cadence) if last else None
    if last and since:
        text = plural(
            "no update for {n} day, and the cadence is {cadence}",
            "no update for {n} days, and the cadence is {cadence}",
            DaysSince(last),
            cadence=_called(cadence),
        )
        latest = max(periods, key=lambda pair: pair[1].finish)[0] if periods else None
        path = ("cadence",) if latest is None else ("updates", latest, "period")
        yield Finding(
            path, text, message("write one under `updates`, or the `cadence` that holds"), since=since
        )


@rule("update-in-future", "warning")
def update_in_future(project: Project, house: House) -> Iterator[Finding]:
    """An update is about a period that has not begun.

    Example:
        # wrong
        updates:
          - {period: 2027-W46, summary: On track}     # and it is 2026
        # right
        updates:
          - {period: 2026-W46, summary: On track}
    """
    for i, span in _periods(project, cadence_of(project, house.settings))[-1:]:
        if span.start == date.min:
            continue  # no day is before it
        text = message("the update is about {period}, which has not begun", period=span.label)
        yield Finding(("updates", i, "period"), text, message("correct `period`"), until=span.start - DAY)


@rule("update-off-cadence", "info")
def update_off_cadence(project: Project, _: House) -> Iterator[Finding]:
    """The cadence is weekly and every update is about a month, or the other way round.

    Who is reminded when goes by the cadence. An update on a month beside those on its weeks is welcome, and a
    date stands for a period of the cadence, whatever that is.

    Example:
        # wrong
        cadence: weekly
        updates:
          - {period: 2026-10, summary: On track}
          - {period: 2026-11, summary: Late}
        # right
        cadence: weekly
        updates:
          - {period: 2026-10, summary: On track}
          - {period: 2026-W47, summary: Late}
    """
    cadence = project.cadence
    weekly = cadence in ("weekly", "biweekly")
    written = [update.period for update in project.updates if period(update.period)]
    if cadence is None or not written or any(_fits(text, weekly=weekly) for text in written):
        return
    text = message(
        "the cadence is {cadence}, and every update is about a {period}",
        cadence=_called(cadence),
        period=message("month") if weekly else message("week"),
    )
    yield Finding(("cadence",), text, message("write the `cadence` that holds, or updates of that length"))


@rule("help-overdue", "warning")
def help_overdue(project: Project, _: House) -> Iterator[Finding]:
    """The latest update needs help by a day that has passed.

    Earlier updates are history: what the next one does not ask for any more has been answered.

    Example:
        # wrong
        updates:
          - period: 2026-W47
            summary: The test is late
            help_needed: [{text: A test window, from: Li Qiang, due: 2026-11-20}]
        # right
        updates:
          - period: 2026-W47
            summary: The test is late
            help_needed: [{text: A test window, from: Li Qiang, due: 2026-11-30}]
    """
    latest = _periods(project, "weekly")[-1:] if goes_on(project) else []
    for i, _span in latest:
        for j, needed in enumerate(project.updates[i].help_needed):
            if needed.due:
                text = plural(
                    "help was needed {n} day ago: {text}",
                    "help was needed {n} days ago: {text}",
                    DaysSince(needed.due),
                    text=needed.text,
                )
                hint = message("say in the next update what came of it, or when it is needed now")
                yield Finding(("updates", i, "help_needed", j, "due"), text, hint, since=needed.due + DAY)


def _fits(written: str, *, weekly: bool) -> bool:
    """Whether a period is of the cadence: a week, or a month; any date is."""
    return ("W" in written) == weekly if len(written) < len("2026-11-08") else True


def _called(cadence: Frequency) -> Text:
    return Text(zh=choice_label("cadence", cadence, "zh"), en=choice_label("cadence", cadence, "en").lower())


def _periods(project: Project, cadence: Frequency) -> list[tuple[int, Period]]:
    """The periods of all updates, the latest last, each with the place of its update."""
    found = [(i, span) for i, one in enumerate(project.updates) if (span := period(one.period, cadence))]
    return sorted(found, key=lambda pair: pair[1].start)


RULES = (period_twice, update_overdue, update_in_future, update_off_cadence, help_overdue)
