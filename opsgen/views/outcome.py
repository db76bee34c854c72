"""What came of a project, in words: what was reached of what was wanted, and whether it was worth it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from opsgen.derive.outcome import outcome
from opsgen.views.how import How, money
from opsgen.views.how import outcome as how_outcome
from opsgen.words import Message, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from opsgen.derive import Assessment
    from opsgen.derive.money import BudgetState, LineState
    from opsgen.derive.outcome import Judged, Kind, Outcome, Tally
    from opsgen.views.edition import Edition
    from opsgen.views.states import State
    from opsgen.words import Scale, Words

ENDING = ("closing", "closed", "cancelled")
NAMES: dict[Kind, Message] = {
    "goal": message("Goals reached"),
    "metric": message("Targets met"),
    "milestone": message("Milestones in time"),
    "deliverable": message("Deliverables accepted"),
    "budget": message("Budget lines kept"),
}
_SAID: dict[Kind, Message] = {
    "goal": message("{met} of {of} goals reached"),
    "metric": message("{met} of {of} targets met"),
    "milestone": message("{met} of {of} milestones in time"),
}


@dataclass(frozen=True, slots=True)
class Score:
    """How many of one kind were reached; `percent` is the width of its bar."""

    name: Message
    light: State
    shown: str
    percent: float
    notes: tuple[Message, ...]
    how: How


@dataclass(frozen=True, slots=True)
class Sum:
    """A figure of the strip; `note` stands beside it in its `tone`."""

    name: Message
    shown: str
    note: str = ""
    tone: str = ""
    how: How | None = None


@dataclass(frozen=True, slots=True)
class LineRow:
    """A budget line, planned against spent, in words; empty where an amount is unknown."""

    judged: Judged[LineState]
    planned: str
    actual: str
    forecast: str
    variance: str
    tone: str
    how: How | None


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """The outcome of a project as its page shows it; `over` tells that nothing more will come."""

    found: Outcome
    over: bool
    high: bool
    sentences: tuple[Message, ...]
    scores: tuple[Score, ...]
    sums: tuple[Sum, ...]
    lines: tuple[LineRow, ...]
    deviations: int
    unexplained: int


def seen(edition: Edition, of: Assessment) -> Outcome:
    """The outcome as this audience may see it: nothing of money where amounts are not for it."""
    found = outcome(of.as_agreed)
    return found if edition.shows_amounts(of.project) else replace(found, lines=())


def outcome_view(edition: Edition, of: Assessment) -> OutcomeView | None:
    """The outcome in words; None where there is nothing to evaluate yet, and nobody wrote of its end."""
    of = of.as_agreed
    found, high = seen(edition, of), of.lifecycle in ENDING
    if not of.project.closing and not found.begun and not (high and found.tallies):
        return None
    return _Speaker(edition, of, found).view(high=high)


class _Speaker:
    """Puts the outcome of one project into words of one language."""

    def __init__(self, edition: Edition, of: Assessment, found: Outcome) -> None:
        self.edition = edition
        self.of = of
        self.found = found
        self.over = of.over
        self.say: Words = words(edition.lang)
        self.budget: BudgetState | None = of.budget if edition.shows_amounts(of.project) else None

    def view(self, *, high: bool) -> OutcomeView:
        deviating = [one for _, items in self.found.judged for one in items if one.deviates]
        return OutcomeView(
            found=self.found,
            over=self.over,
            high=high,
            sentences=tuple(self.sentences()),
            scores=tuple(self.score(tally) for tally in self.found.tallies),
            sums=tuple(self.sums()),
            lines=tuple(self.lines()),
            deviations=len(deviating),
            unexplained=self.found.unexplained,
        )

    # ---- in sentences

    def sentences(self) -> Iterator[Message]:
        """What was reached, what it cost and when it ended: whether it was worth it in three sentences."""
        parts = tuple(
            _said(tally) for tally in self.found.tallies if tally.kind in ("goal", "metric", "milestone")
        )
        if parts:
            yield message("{parts}.", parts=parts)
        if self.over:
            yield from self.spent()
        slip = self.of.finish_slip
        if self.of.lifecycle == "closed" and slip is not None:
            yield _ended(slip)

    def spent(self) -> Iterator[Message]:
        """What was spent beside what was planned, once nothing more will be."""
        total = self.budget.spending if self.budget else None
        if total is None or self.budget is None or total.actual is None or total.without_actual:
            return
        code, over = self.budget.currency, total.actual - total.planned
        amounts = {
            "actual": self.say.money(total.actual, code),
            "planned": self.say.money(total.planned, code),
            "over": self.say.money(abs(over), code),
        }
        if over > 0:
            yield message("{actual} was spent, {over} more than the {planned} planned.", **amounts)
        elif over < 0:
            yield message("{actual} was spent, {over} less than the {planned} planned.", **amounts)
        else:
            yield message("{actual} was spent, as planned.", **amounts)

    # ---- in figures

    def score(self, tally: Tally) -> Score:
        return Score(
            name=NAMES[tally.kind],
            light=light(tally),
            shown=f"{tally.met} / {tally.of}",
            percent=tally.percent,
            notes=tuple(self.beside(tally)),
            how=how_outcome.reached(tally, self.of, self.say),
        )

    def beside(self, tally: Tally) -> Iterator[Message]:
        """What became of the others."""
        partly = sum(one.state.goal.status == "partly_achieved" for one in self.found.goals)
        if tally.kind == "goal" and partly:
            yield plural("{n} partly achieved", "{n} partly achieved", partly)
        if tally.open and self.over:
            yield plural("{n} nobody can say", "{n} nobody can say", tally.open)
        elif tally.open:
            yield plural("{n} still open", "{n} still open", tally.open)

    def sums(self) -> Iterator[Sum]:
        yield from self.money()
        yield from self.returns()
        yield from self.contentment()
        yield from self.span()

    def money(self) -> Iterator[Sum]:
        if self.budget is None or not self.budget.spending.lines:
            return
        total, code = self.budget.spending, self.budget.currency
        assumed = total.assumed > 0
        shown = total.forecast
        name = message("Spending expected")
        if self.over and total.actual is not None and not total.without_actual:
            name, shown = message("Spent"), total.actual
        note, tone = "", ""
        if total.variance_pct is not None and not (assumed and self.over):
            note, tone = _signed(total.variance_pct, self.say), "bad" if total.variance > 0 else "good"
        how = money.deviation(total, code, self.say, assumed=assumed)
        yield Sum(name, self.say.money(shown, code), note, tone if total.variance else "", how)

    def returns(self) -> Iterator[Sum]:
        """What came back for the spending, else what is expected to."""
        if self.budget is None or self.budget.income is None:
            return
        _, so_far, expected = money.returns(self.budget, self.say)
        actual = self.budget.return_so_far_pct
        share, how = (actual, so_far) if self.over else (self.budget.return_pct, expected)
        if share is None:
            return
        planned = self.budget.planned_return_pct
        note = "" if planned is None else message("planned {share}", share=_signed(planned, self.say))
        name = message("Return on spending") if self.over else message("Return expected")
        yield Sum(name, _signed(share, self.say), self.say.say(note) if note else "", how=how)

    def contentment(self) -> Iterator[Sum]:
        closing = self.of.project.closing
        found = closing.satisfaction if closing else None
        if found is None:
            return
        n = found.n
        note = message("number of answers unknown") if n is None else plural("{n} answer", "{n} answers", n)
        yield Sum(message("Satisfaction"), self.say.number(found.score), self.say.say(note))

    def span(self) -> Iterator[Sum]:
        """When it ended, or is expected to, beside the plan."""
        project, slip = self.of.project, self.of.finish_slip
        ended = project.closed or project.finish
        if ended is None or (self.of.lifecycle == "cancelled" and project.closed is None):
            return
        name = message("Ended") if project.closed else message("Finish expected")
        note = "" if slip is None else self.say.say(_days(slip, self.say))
        tone = (
            ""
            if not slip
            else "bad"
            if slip > self.of.limits.schedule_days
            else "some"
            if slip > 0
            else "good"
        )
        yield Sum(name, self.say.date(ended), note, tone, self._how_finish(ended))

    def _how_finish(self, ended: date) -> How | None:
        source = self.edition.agreed_source(self.of.project, "project")
        return how_outcome.finish(self.of, ended, source, self.say)

    def tone(self, slip: int) -> str:
        if slip < 0:
            return "good"
        return "bad" if slip > self.of.limits.schedule_days else "some"

    # ---- money line by line

    def lines(self) -> Iterator[LineRow]:
        if self.budget is None:
            return
        of = self.budget
        scale = self.say.scale(amount for one in self.found.lines for amount in _amounts(one.state))

        def cell(amount: Decimal | None, scale: Scale = scale) -> str:
            return "" if amount is None else self.say.money(amount, of.currency, scale)

        for one in self.found.lines:
            state, known = one.state, not one.state.assumed
            sign = "+" if state.variance > 0 else ""
            yield LineRow(
                judged=one,
                planned=cell(state.planned),
                actual=cell(state.actual),
                forecast=cell(state.forecast) if known else "",
                variance=sign + cell(state.variance) if known else "",
                tone="bad" if state.variance > 0 else "good" if state.variance < 0 else "flat",
                how=money.deviation(state, of.currency, self.say, assumed=False) if known else None,
            )


def _amounts(state: LineState) -> tuple[Decimal | None, ...]:
    return (state.planned, state.actual, state.forecast, state.variance)


def light(tally: Tally) -> State:
    """How well one kind was reached, in a mark and a word; while some are open, how well so far."""
    if tally.met == tally.of:
        return ("done", message("All reached"))
    if tally.open == tally.of:
        return ("todo", message("Nothing final yet"))
    if tally.open:
        return ("risk", message("Some missed")) if tally.missed else ("ok", message("None missed so far"))
    return ("risk", message("Partly reached")) if tally.met else ("late", message("None reached"))


def _said(tally: Tally) -> Message:
    return replace(_SAID[tally.kind], params=(("met", tally.met), ("of", tally.of)))


def _ended(slip: int) -> Message:
    if slip == 0:
        return message("It ended on the planned day.")
    if slip > 0:
        return plural("It ended {n} day later than planned.", "It ended {n} days later than planned.", slip)
    return plural("It ended {n} day earlier than planned.", "It ended {n} days earlier than planned.", -slip)


def _days(slip: int, say: Words) -> Message:
    if slip == 0:
        return message("on plan")
    return plural("{signed} day", "{signed} days", abs(slip), signed=say.signed(slip))


def _signed(share: float, say: Words) -> str:
    return ("+" if share > 0 else "") + say.percent(share, 1)
