"""The money of a project in words: whether it will do and why, line by line and by month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.calendar import month_start
from opsgen.derive import spending
from opsgen.derive.burn_rate import Burn, burn
from opsgen.derive.standing import by_name
from opsgen.schema.fields import choice_label
from opsgen.views import drawings, states
from opsgen.views.categories import category_title
from opsgen.views.home import deviation
from opsgen.views.how import How, money
from opsgen.views.registers.table import Column, Number, Row, Table, choice
from opsgen.words import Message, Text, Words, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from opsgen.derive import Assessment
    from opsgen.derive.money import Amounts, BudgetState, LineState, Totals
    from opsgen.derive.spending import Month, Point, Series
    from opsgen.model import BudgetLine, Phase, Task
    from opsgen.views.edition import Edition
    from opsgen.views.states import State
    from opsgen.words import Scale

REASONS = 4


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A budget line in words; empty where an amount is unknown."""

    line: BudgetLine
    id: str
    title: Text
    owner: str
    category: Text
    kind: str
    income: bool
    of: tuple[Phase | Task, ...]
    planned: str
    committed: str
    actual: str
    source: Message | None
    forecast: str
    assumed: bool
    variance: str
    tone: str
    how: How


@dataclass(frozen=True, slots=True)
class Why:
    """A line that is expected to cost more than planned, and what its owner says of it."""

    id: str
    title: Text
    over: str
    notes: Text


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount with its name; `note` stands beside it in its `tone`."""

    name: Message
    shown: str
    note: str = ""
    tone: str = ""
    how: How | None = None
    explains_note: bool = False
    """Whether `how` is of the note, not of the amount."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The spending by one kind of group; each with planned, committed, used, forecast and deviation."""

    title: Message
    heading: Message
    rows: tuple[tuple[Text, tuple[str, ...], str], ...]
    """The name of a group, its amounts, and the tone of the last of them."""
    columns: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month: planned, used and expected in it, then all three up to its end; empty where unknown."""

    name: str
    now: bool
    amounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BudgetView:
    """The section on money, in the order in which it is read; `narrow` is the curve as wide as a phone."""

    light: State
    verdict: Message
    why: tuple[Why, ...]
    notes: tuple[Message, ...]
    sums: tuple[Sum, ...]
    burn: tuple[Sum, ...]
    returns: tuple[Sum, ...]
    figure: str
    curve: str
    narrow: str
    months: tuple[MonthRow, ...]
    rows: tuple[BudgetRow, ...]
    columns: frozenset[str]
    cuts: tuple[Cut, ...]


def budget(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """What the section on money needs; `money` is None for an audience that may not see amounts."""
    seen = assessment.budget if edition.shows_amounts(assessment.project) else None
    return {"money": _Speaker(edition, assessment, seen).view() if seen else None}


def budget_tables(edition: Edition, assessment: Assessment) -> tuple[tuple[str, Table], ...]:
    """The lines and the months of a project as files; none for an audience that may not see amounts."""
    seen = assessment.budget if edition.shows_amounts(assessment.project) else None
    if seen is None:
        return ()
    speaker = _Speaker(edition, assessment, seen)
    months = speaker.month_table()
    return (("budget", speaker.line_table()), *((("months", months),) if months.rows else ()))


class _Speaker:
    """Puts the money of one project into words of one language, all tables in one step."""

    def __init__(self, edition: Edition, assessment: Assessment, of: BudgetState) -> None:
        self.edition = edition
        self.assessment = assessment
        self.of = of
        self.say: Words = words(edition.lang)
        self.series: Series | None = spending.spending(assessment)
        self.burn: Burn | None = burn(assessment)
        self.scale: Scale = self.say.scale(_amounts(of.lines))
        found = edition.portfolio.sources.get(assessment.project.id)
        self.sources = found.parts if found else {}

    def view(self) -> BudgetView:
        light, verdict = _verdict(self.assessment, self.of, self.say)
        months = tuple(self.months()) if self.series else ()
        return BudgetView(
            light=light,
            verdict=verdict,
            why=tuple(self.why()),
            notes=tuple(self.notes()),
            sums=tuple(self.sums()),
            burn=tuple(self.burning()),
            returns=tuple(self.returns()),
            figure=drawings.budget(self.edition, self.of, self.assessment.limits.cost_pct),
            curve=self.curve("_curve-figure", 960) if len(months) > 1 else "",
            narrow=self.curve("_curve-phone", 340) if len(months) > 1 else "",
            months=months if len(months) > 1 else (),
            rows=tuple(self.row(i, state) for i, state in enumerate(self.of.lines)),
            columns=self.columns(),
            cuts=tuple(self.cuts()),
        )

    def money(self, amount: Decimal | None) -> str:
        """An amount in its own step."""
        return "" if amount is None else self.say.money(amount, self.of.currency)

    def cell(self, amount: Decimal | None) -> str:
        """An amount in the step of all tables."""
        return "" if amount is None else self.say.money(amount, self.of.currency, self.scale)

    # ---- in sentences

    def why(self) -> Iterator[Why]:
        """The lines over their plan, the most expensive first."""
        for state in self.of.overruns[:REASONS]:
            yield Why(state.line.id, state.line.title, self.money(state.variance), state.line.notes)

    def notes(self) -> Iterator[Message]:
        """What the amounts leave out or take for granted."""
        total = self.of.spending
        if total.assumed:
            yield plural(
                "{n} of {all} lines has no forecast; the highest of its plan, use and commitment counts.",
                "{n} of {all} lines have no forecast; the highest of plan, use and commitment counts.",
                total.assumed,
                all=total.lines,
            )
        if total.without_actual and total.actual is not None:
            yield plural(
                "Of {n} of {all} lines nobody knows what is used.",
                "Of {n} of {all} lines nobody knows what is used.",
                total.without_actual,
                all=total.lines,
            )
        yield from self.undrawn()

    def undrawn(self) -> Iterator[Message]:
        """What is in no month, or in that of the status date for want of a day."""
        if self.series is None:
            return
        if self.series.undated and self.series.dated:
            yield message(
                "{amount} of what is used has no dates and stands in the month of the status date.",
                amount=self.money(self.series.undated),
            )
        if self.series.unplaced and self.series.months:
            yield message(
                "{amount} of the plan has no dates and is in no month.",
                amount=self.money(self.series.unplaced),
            )

    # ---- in figures

    def sums(self) -> Iterator[Sum]:
        total, code = self.of.spending, self.of.currency
        yield Sum(message("Planned"), self.money(total.planned), how=money.planned(self.of, self.say))
        if total.committed is not None:
            left = total.uncommitted
            note = message("{amount} not committed", amount=self.money(left)) if left and left > 0 else None
            yield Sum(
                message("Committed"),
                self.money(total.committed),
                self.say.say(note) if note else "",
                how=money.uncommitted(self.of, self.say),
            )
        used = "" if total.used_pct is None else self.say.percent(total.used_pct)
        shown = self.say.gettext("n/a") if total.actual is None else self.money(total.actual)
        yield Sum(message("Used"), shown, used, how=money.used(self.of, self.say))
        over, tone = deviation(total.variance, code, self.say)
        how = money.deviation(total, code, self.say, assumed=total.assumed > 0)
        yield Sum(message("Forecast"), self.money(total.forecast), over, tone, how)
        if self.of.reserve:
            yield Sum(message("Management reserve"), self.money(self.of.reserve), self.say.gettext("apart"))

    def burning(self) -> Iterator[Sum]:
        """What a month costs and what that leads to, and what is used of the contingency."""
        found = self.burn
        if found and found.recent is not None and self.assessment.live:
            how = money.burn(found, self.of.currency, self.say)
            yield Sum(message("Used a month"), self.money(found.recent), self.beside(found), how=how)
            yield from self.lasting(found)
        yield from self.contingency()

    def beside(self, found: Burn) -> str:
        """What the rate leaves out, else the average of all months."""
        if found.undated:
            lines = self.of.spending.lines
            part = message("{n} of {all} lines", n=lines - found.undated, all=lines)
            return self.say.say(part)
        if found.overall is None or found.overall == found.recent:
            return ""
        return self.say.say(message("{amount} over all months", amount=self.money(found.overall)))

    def lasting(self, found: Burn) -> Iterator[Sum]:
        how = money.lasts(found, self.of.currency, self.edition.as_of, self.say)
        if found.used_up and not found.lasts:
            yield Sum(message("Plan used up"), self.say.month(found.used_up), how=how)
        elif found.lasts is not None and found.used_up:
            yield Sum(
                message("At this rate the plan lasts until"),
                self.say.month(found.used_up),
                self.say.say(message("{n} months", n=self.say.number(found.lasts, 1))),
                how=how,
            )

    def contingency(self) -> Iterator[Sum]:
        kept = self.of.contingency
        if kept is None:
            return
        how = money.contingency(kept, self.assessment.completion.percent, self.of.currency, self.say)
        if kept.used is None:
            unknown = self.say.gettext("use unknown")
            yield Sum(message("Contingency"), self.money(kept.planned), unknown, how=how)
            return
        done, share = self.assessment.completion.percent, kept.used_pct
        faster = share is not None and done is not None and share > done
        note = "" if share is None else self.say.percent(share)
        shown = message(
            "{used} of {planned} used", used=self.money(kept.used), planned=self.money(kept.planned)
        )
        yield Sum(message("Contingency"), self.say.say(shown), note, "bad" if faster else "", how)

    def returns(self) -> Iterator[Sum]:
        """The income, and what comes back for the spending: as planned, so far, and in the end."""
        income = self.of.income
        if income is None:
            return
        kinds = (
            (message("Income planned"), income.planned, self.of.planned_return_pct),
            (message("Income so far"), income.actual, self.of.return_so_far_pct),
            (message("Income expected"), income.forecast, self.of.return_pct),
        )
        for (name, amount, share), how in zip(kinds, money.returns(self.of, self.say), strict=True):
            if amount is None:
                continue
            note = (
                ""
                if share is None
                else self.say.say(message("return {share}", share=_signed(share, self.say)))
            )
            yield Sum(name, self.money(amount), note, how=how if note else None, explains_note=True)

    # ---- in tables

    def row(self, index: int, state: LineState) -> BudgetRow:
        line = state.line
        text, tone = self.variance(state)
        income = line.type == "income"
        return BudgetRow(
            line=line,
            id=line.id,
            title=line.title,
            owner=state.owner,
            category=category_title(line.category, self.edition, "budget") if line.category else Text(),
            kind=choice_label("budget-line.type", line.type, self.edition.lang),
            income=income,
            of=tuple(self.belongs(line)),
            planned=self.cell(state.planned),
            committed=self.cell(state.committed),
            actual=self.cell(state.actual),
            source=self.source(index, state),
            forecast=self.cell(state.forecast),
            assumed=state.assumed,
            variance=text,
            tone={"bad": "good", "good": "bad"}.get(tone, "") if income else tone,
            how=money.deviation(state, self.of.currency, self.say, assumed=state.assumed),
        )

    def source(self, index: int, state: LineState) -> Message | None:
        """Where the spending of a line comes from, and how far it is known."""
        if not state.actual or state.source is None:
            return None
        if state.source == "written":
            return message("one amount")
        last = max(one.date for one in state.line.actuals)
        if ("budget", index, "actuals") in self.sources:  # its rows stand in a file of their own
            return message("finance sheet, up to {month}", month=self.say.month(last))
        return message("dated, up to {day}", day=last)

    def variance(self, of: Amounts) -> tuple[str, str]:
        """A deviation in the step of the tables, and its tone."""
        tone = deviation(of.variance, self.of.currency, self.say)[1]
        return ("+" if of.variance > 0 else "") + self.cell(of.variance) if of.variance else "", tone

    def belongs(self, line: BudgetLine) -> Iterator[Phase | Task]:
        phase = by_name(self.assessment.project.phases).get(line.phase)
        task = by_name(self.assessment.project.tasks).get(line.task)
        if phase:
            yield phase
        if task:
            yield task

    def columns(self) -> frozenset[str]:
        """The columns that say anything."""
        lines, project = self.of.lines, self.assessment.project
        wanted = {
            "owner": any(state.owner != project.owner for state in lines),
            "of": any(state.line.phase or state.line.task for state in lines),
            "committed": any(state.committed is not None for state in lines),
            "actual": any(state.actual is not None for state in lines),
        }
        return frozenset(name for name, there in wanted.items() if there)

    def cuts(self) -> Iterator[Cut]:
        """The spending by category, type and phase, where there are at least two of them."""
        phases = by_name(self.assessment.project.phases)
        none = Text(self.say.gettext("none"))
        yield from self.cut(
            message("By category"),
            message("Category"),
            ((category_title(n, self.edition, "budget") if n else none, of) for n, of in self.of.by_category),
        )
        yield from self.cut(
            message("By type"),
            message("Type"),
            ((Text(choice_label("budget-line.type", n, self.edition.lang)), of) for n, of in self.of.by_type),
        )
        yield from self.cut(
            message("By phase"),
            message("Phase"),
            ((phases[n].title if n in phases else none, of) for n, of in self.of.by_phase),
        )

    def cut(self, title: Message, heading: Message, groups: Iterable[tuple[Text, Totals]]) -> Iterator[Cut]:
        found = tuple(groups)
        if len(found) < 2:
            return
        wanted = (
            (message("Planned"), "planned"),
            (message("Committed"), "committed"),
            (message("Used"), "actual"),
            (message("Forecast"), "forecast"),
        )
        there = [(name, field) for name, field in wanted if getattr(self.of.spending, field) is not None]
        rows = tuple(
            (name, (*(self.cell(getattr(of, field)) for _, field in there), text), tone)
            for name, of in found
            for text, tone in (self.variance(of),)
        )
        columns = (*(name for name, _ in there), message("Deviation"))
        yield Cut(title, heading, rows, columns)

    # ---- by month

    def curve(self, id: str, width: float) -> str:
        assert self.series is not None
        kept = self.of.contingency.planned if self.of.contingency else None
        return drawings.money_curve(
            self.edition, self.series, self.of.currency, id=id, contingency=kept, width=width
        )

    def months(self) -> Iterator[MonthRow]:
        assert self.series is not None
        for month, point in zip(self.series.months, self.series.points, strict=True):
            alone = (month.planned, month.actual if self.series.dated else None, month.forecast)
            whole = (point.planned, point.actual, point.forecast)
            now = month.month == month_start(self.edition.as_of)
            yield MonthRow(self.say.month(month.month), now, tuple(map(self.cell, (*alone, *whole))))

    # ---- as files

    def line_table(self) -> Table:
        currency = message("{currency}", currency=self.of.currency)
        columns = (
            Column(message("Budget line")),
            Column(message("Owner"), "name"),
            Column(message("Category"), "name"),
            Column(message("Type"), "name"),
            Column(message("Phase"), "name"),
            Column(message("Task"), "name"),
            *(Column(name, "num", currency) for name in _AMOUNT_COLUMNS),
            Column(message("Source of what is used"), "name"),
        )
        return Table(columns, tuple(self.file_row(i, state) for i, state in enumerate(self.of.lines)))

    def file_row(self, index: int, state: LineState) -> Row:
        line, row = state.line, self.row(index, state)
        amounts = (
            state.planned,
            state.committed,
            state.uncommitted,
            state.actual,
            state.forecast,
            state.variance,
        )
        cells = (
            self.edition.person(state.owner),
            row.category,
            choice("budget-line.type", line.type, self.edition.lang),
            line.phase or None,
            line.task or None,
            *(_number(amount) for amount in amounts),
            row.source,
        )
        return Row(line.id, line.title, "", "", "", cells, self.assessment.project.id, line.extra)

    def month_table(self) -> Table:
        currency = message("{currency}", currency=self.of.currency)
        columns = (Column(message("Month")), *(Column(name, "num", currency) for name in _MONTH_COLUMNS))
        found = self.series
        rows = zip(found.months, found.points, strict=True) if found else ()
        return Table(columns, tuple(self.month_row(month, point) for month, point in rows))

    def month_row(self, month: Month, point: Point) -> Row:
        name = f"{month.month:%Y-%m}"
        alone = (month.planned, month.actual if self.series and self.series.dated else None, month.forecast)
        amounts = map(_number, (*alone, point.planned, point.actual, point.forecast))
        return Row(name, Text(name), "", "", "", tuple(amounts), self.assessment.project.id)


_AMOUNT_COLUMNS = (
    message("Planned"),
    message("Committed"),
    message("Not committed"),
    message("Used"),
    message("Forecast"),
    message("Deviation"),
)
_MONTH_COLUMNS = (
    message("Planned"),
    message("Used"),
    message("Forecast"),
    message("Planned so far"),
    message("Used so far"),
    message("Forecast so far"),
)


def _number(amount: Decimal | None) -> Number | None:
    return None if amount is None else Number(amount, str(amount))


def _amounts(lines: Iterable[LineState]) -> Iterator[Decimal | None]:
    for state in lines:
        yield from (state.planned, state.committed, state.actual, state.forecast)


def _signed(share: float, say: Words) -> str:
    return ("+" if share > 0 else "") + say.percent(share, 1)


def _verdict(of: Assessment, budget: BudgetState, say: Words) -> tuple[State, Message]:
    """Whether the money will do, in a mark and a sentence."""
    total, code = budget.spending, budget.currency
    planned, forecast = say.money(total.planned, code), say.money(total.forecast, code)
    if not total.lines:
        return ("todo", message("Not judged")), message("Nothing is to be spent.")
    if total.unsaid:
        unknown = message(
            "Whether {planned} will do is unknown: nothing says what is used or expected.", planned=planned
        )
        return ("todo", message("Not judged")), unknown
    light = states.spending(total, of.limits.cost_pct, of.settings.health.thresholds.green_pct)
    if total.variance <= 0:
        return light, _within(of, total, planned, forecast, say.money(-total.variance, code))
    if total.variance_pct is None:
        return light, message("{forecast} is expected, and nothing was planned.", forecast=forecast)
    numbers = {
        "forecast": forecast,
        "over": say.money(total.variance, code),
        "percent": _signed(total.variance_pct, say),
        "planned": planned,
        "tolerance": say.percent(of.limits.cost_pct),
    }
    if light[0] == "late":
        return light, message(
            "The money will not do: {forecast} is expected, {over} ({percent}) more than {planned} planned; "
            "the tolerance is {tolerance}.",
            **numbers,
        )
    return light, message(
        "The plan will be exceeded within its tolerance of {tolerance}: {forecast} is expected, {over} "
        "({percent}) more than the {planned} planned.",
        **numbers,
    )


def _within(of: Assessment, total: Totals, planned: str, forecast: str, left: str) -> Message:
    if of.lifecycle == "closed":
        return message("{forecast} was spent of the {planned} planned.", forecast=forecast, planned=planned)
    if not total.variance:
        return message("The money will do: {planned} is planned and expected.", planned=planned)
    return message(
        "The money will do: {forecast} is expected, {left} less than the {planned} planned.",
        forecast=forecast,
        left=left,
        planned=planned,
    )
