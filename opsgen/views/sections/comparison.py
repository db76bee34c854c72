"""A project beside the one it is compared with, aligned by the days from their starts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.comparison import compared, on_day
from opsgen.figures.comparison import Course
from opsgen.figures.comparison import comparison as draw
from opsgen.views.agreed import Spot, project_spot
from opsgen.views.how.outcome import difference
from opsgen.words import Message, Text, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from opsgen.derive import Assessment
    from opsgen.derive.comparison import Aligned, Comparison, Side
    from opsgen.derive.money import BudgetState
    from opsgen.derive.outcome import Tally
    from opsgen.model import Metric
    from opsgen.views.edition import Edition
    from opsgen.views.how import How
    from opsgen.words import Words

DRAWN = 6
"""Metrics that get a figure; the others stand in the table alone."""
_WIDE, _NARROW = 440, 330


@dataclass(frozen=True, slots=True)
class MetricRow:
    """A metric of both projects on the same day; empty where they have no day in common."""

    metric: Metric
    day: int | None
    on: date | None
    other_on: date | None
    now: str
    then: str
    delta: str
    percent: str
    tone: str
    how: How | None
    figure: str
    narrow: str
    """The same figure, as wide as a phone."""


@dataclass(frozen=True, slots=True)
class FactRow:
    """Something both projects have; `difference` is empty where it cannot be told."""

    name: Message
    now: str
    then: str
    difference: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """Two projects side by side; `lead` says on which day, and what stands out."""

    other: Spot
    title: Text
    lead: tuple[Message, ...]
    rows: tuple[MetricRow, ...]
    facts: tuple[FactRow, ...]


def comparison(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """The compared project where this edition has it, and the projects that are compared with this one."""
    other = _named(edition, assessment)
    beside = None
    if other is not None:
        view = _Speaker(edition, compared(assessment, other)).view()
        beside = view if view.rows or view.facts else None
    return {
        "beside": beside,
        "compared_by": tuple(project_spot(edition, one.project) for one in _looking_at(edition, assessment)),
    }


def _named(edition: Edition, of: Assessment) -> Assessment | None:
    """The project this one is compared with; None where it is not in the edition."""
    name = of.project.compare_with
    found = edition.portfolio.project(name) if name else None
    if found is None or found.id == of.project.id:
        return None
    return next((one for one in edition.assessments if one.project.id == found.id), None)


def _looking_at(edition: Edition, of: Assessment) -> Iterator[Assessment]:
    names = (of.project.id, *of.project.aliases)
    for one in edition.assessments:
        if one.project.compare_with in names and one.project.id != of.project.id:
            yield one


class _Speaker:
    """Puts two projects side by side into words of one language."""

    def __init__(self, edition: Edition, of: Comparison) -> None:
        self.edition = edition
        self.of = of
        self.say: Words = words(edition.lang)

    def view(self) -> ComparisonView:
        rows = tuple(self.row(found, n) for n, found in enumerate(self.of.metrics))
        other = self.of.other.project
        return ComparisonView(
            other=project_spot(self.edition, other),
            title=other.title,
            lead=tuple(self.lead()),
            rows=rows,
            facts=tuple(self.facts()),
        )

    def lead(self) -> Iterator[Message]:
        """What stands out: the first metric that is known of both, in a sentence."""
        found = next((one for one in self.of.metrics if one.percent is not None), None)
        if found is None or found.now is None or found.then is None or found.percent is None:
            return
        unit = found.state.metric.unit
        said = {
            "metric": found.state.metric.title,
            "n": found.day,
            "now": self.say.amount(found.now, unit),
            "then": self.say.amount(found.then, unit),
            "percent": self.say.percent(abs(found.percent), 1),
        }
        if found.percent > 0:
            yield message("{metric} on day {n}: {now}, {percent} more than the {then} then.", **said)
        elif found.percent < 0:
            yield message("{metric} on day {n}: {now}, {percent} less than the {then} then.", **said)
        else:
            yield message("{metric} on day {n}: {now}, the same as then.", **said)

    # ---- metric by metric

    def row(self, found: Aligned, number: int) -> MetricRow:
        unit, say = found.state.metric.unit, self.say
        known = found.delta is not None
        drawn = known and number < DRAWN
        return MetricRow(
            metric=found.state.metric,
            day=found.day,
            on=on_day(self.of.own.project.start, found.day),
            other_on=on_day(self.of.other.project.start, found.other_day),
            now="" if found.now is None else say.amount(found.now, unit),
            then="" if found.then is None else say.amount(found.then, unit),
            delta=self.delta(found) if known else "",
            percent="" if found.percent is None else _signed(found.percent, say),
            tone=_tone(found),
            how=difference(found, self.of.own, self.of.other, say),
            figure=self.figure(found, f"_beside-{number}", _WIDE) if drawn else "",
            narrow=self.figure(found, f"_beside-{number}-narrow", _NARROW) if drawn else "",
        )

    def delta(self, found: Aligned) -> str:
        """The difference in the metric's unit; of a share in percentage points."""
        assert found.delta is not None
        shown, unit = self.say.signed(found.delta), found.state.metric.unit
        if unit in ("%", "％"):
            return self.say.say(message("{shown} points", shown=shown))
        return f"{shown} {unit}" if unit else shown

    def figure(self, found: Aligned, name: str, width: float) -> str:
        pick = self.say.pick
        own, other = (
            Course(pick(side.project.title), points, None if day is None or value is None else (day, value))
            for side, points, day, value in (
                (self.of.own, found.own, found.day, found.now),
                (self.of.other, found.other, found.other_day, found.then),
            )
        )
        metric = found.state.metric
        title, lang = pick(metric.title), self.edition.lang
        return draw(own, other, unit=metric.unit, id=name, title=title, lang=lang, width=width)

    # ---- as a whole

    def facts(self) -> Iterator[FactRow]:
        yield from self.duration()
        yield from self.money()
        yield from self.milestones()

    def duration(self) -> Iterator[FactRow]:
        now, then = self.of.own, self.of.other
        if now.days is None or then.days is None:
            return
        say, more = self.say.say, now.days - then.days
        name = message("Duration, from the start to the end or the expected finish")
        yield FactRow(name, say(_span(now)), say(_span(then)), say(_days(more, self.say)))

    def money(self) -> Iterator[FactRow]:
        """Planned, expected or spent, and what comes back; only of amounts this audience may see."""
        now, then = self.budget(self.of.own), self.budget(self.of.other)
        if now is None or then is None:
            return
        same = now.currency == then.currency
        for name, field in (
            (message("Spending planned"), "planned"),
            (message("Spending at the end or as expected"), "forecast"),
        ):
            one, two = getattr(now.spending, field), getattr(then.spending, field)
            share = float((one - two) / two * 100) if same and two else None
            shown = "" if share is None else _signed(share, self.say)
            yield FactRow(name, self.say.money(one, now.currency), self.say.money(two, then.currency), shown)
        if now.return_pct is not None and then.return_pct is not None:
            points = message("{shown} points", shown=self.say.signed(now.return_pct - then.return_pct, 1))
            one, two = _signed(now.return_pct, self.say), _signed(then.return_pct, self.say)
            yield FactRow(message("Return on spending"), one, two, self.say.say(points))

    def budget(self, side: Side) -> BudgetState | None:
        found = side.budget if self.edition.shows_amounts(side.project) else None
        return found if found and found.spending.lines else None

    def milestones(self) -> Iterator[FactRow]:
        now, then = self.of.own.milestones, self.of.other.milestones
        if now is not None and then is not None:
            say = self.say.say
            yield FactRow(message("Milestones in time"), say(_in_time(now)), say(_in_time(then)))


def _tone(found: Aligned) -> str:
    """Whether more is better, worse or neither."""
    way = found.state.metric.direction
    if not found.delta or way == "range":
        return "flat"
    return "good" if (found.delta > 0) == (way == "up") else "bad"


def _span(side: Side) -> Message:
    n = side.days or 0
    if side.over:
        return plural("{n} day", "{n} days", n)
    return plural("{n} day, expected", "{n} days, expected", n)


def _days(more: int, say: Words) -> Message:
    return plural("{signed} day", "{signed} days", abs(more), signed=say.signed(more))


def _in_time(tally: Tally) -> Message:
    if tally.open:
        return message("{met} of {of}, {open} still open", met=tally.met, of=tally.of, open=tally.open)
    return message("{met} of {of}", met=tally.met, of=tally.of)


def _signed(share: float, say: Words) -> str:
    return ("+" if share > 0 else "") + say.percent(share, 1)
