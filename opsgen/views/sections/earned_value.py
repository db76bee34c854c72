"""Earned value of a project: in a sentence, term by term, by phase and task, and what does not count."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from opsgen.derive.standing import named
from opsgen.views import drawings
from opsgen.views.how.earned_value import LETTERS, MEANINGS, NAMES, SHORT, Terms
from opsgen.words import Message, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.derive import Assessment
    from opsgen.derive.earned_value import EarnedValue, LeftOut, PhaseParts, Values, Work
    from opsgen.model import BudgetLine
    from opsgen.views.edition import Edition
    from opsgen.views.how import How
    from opsgen.words import Words

_EARLY = 20
"""Percent of the work below which the indices still swing. Source: Christensen and Heise 1993."""
_TERMS = (
    *("bac", "pv", "ev", "ac", "sv", "spi", "cv", "cpi", "es", "sv_t", "spi_t"),
    *("eac", "etc", "vac", "tcpi", "tcpi_eac", "ieac_t", "expected"),
)
_TONED = frozenset({"sv", "cv", "vac", "sv_t"})


@dataclass(frozen=True, slots=True)
class Term:
    """A term in words and letters, its value, what it says in plain words, and how it came about."""

    name: Message
    letters: str
    shown: str
    tone: str
    meaning: Message
    how: How | None


@dataclass(frozen=True, slots=True)
class PartRow:
    """A phase, all of it or its own lines, or a task; without an item what stands in no phase."""

    item: Work | None
    depth: int
    whole: bool
    complete: Decimal | None
    terms: Terms


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A budget line that names work and does not count, its plan, and why."""

    line: BudgetLine
    planned: str
    reason: Message


@dataclass(frozen=True, slots=True)
class EarnedView:
    """The section; without terms where no line counts."""

    lead: tuple[Message, ...]
    all: Terms | None
    terms: tuple[Term, ...]
    rows: tuple[PartRow, ...]
    coverage: Message
    left_out: tuple[LeftRow, ...]
    notes: tuple[Message, ...]


def earned_value(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """What the section on earned value needs; nothing for an audience that may not see amounts."""
    found = assessment.earned_value if edition.shows_amounts(assessment.project) else None
    view = _view(found, words(edition.lang)) if found else None
    figure = drawings.earned_curve(edition, found) if found and len(found.months) > 1 else ""
    return {
        "earned": view,
        "earned_figure": figure,
        "names_of": NAMES,
        "short_of": SHORT,
        "letters_of": LETTERS,
    }


def lead(of: EarnedValue, say: Words) -> tuple[Message, ...]:
    """Where the work stands, in sentences that name no index."""
    if of.total is None:
        return (message("Nothing can be said of the work yet: no budget line of a task or phase counts."),)
    return tuple(_sentences(of, of.total, say))


def _sentences(of: EarnedValue, total: Values, say: Words) -> Iterator[Message]:
    def money(amount: Decimal | None) -> str:
        return "" if amount is None else say.money(amount, of.currency)

    amounts = {"ev": money(total.ev), "pv": money(total.pv), "ac": money(total.ac), "bac": money(total.bac)}
    if total.ev == total.bac:
        yield message("All of this work is done, worth {bac}.", **amounts)
        if total.ac is not None:
            yield message("It cost {ac}: {cost}.", **amounts, cost=_cost(total, say))
    elif total.ac is None:
        schedule = _schedule(total, say)
        yield message("Work worth {ev} is done, {pv} should be: {schedule}.", **amounts, schedule=schedule)
    else:
        said = {"schedule": _schedule(total, say), "cost": _cost(total, say)}
        yield message(
            "Work worth {ev} is done, {pv} should be, and {ac} is spent: {schedule}, {cost}.",
            **amounts,
            **said,
        )
    if total.ac is None:
        which = tuple(named(line) for line in of.cost_unknown)
        yield message("What it cost is unknown, because nobody wrote it for {which}.", which=which)
    if total.ev == total.bac:
        return
    if total.basis == "pace":
        yield message(
            "At this rate this work costs {eac} instead of {bac}.", eac=money(total.eac), bac=amounts["bac"]
        )
    elif total.basis == "forecast":
        yield message("The owner expects that it costs {eac}.", eac=money(total.eac))


def _schedule(total: Values, say: Words) -> Message:
    if total.sv_pct is None:
        return message("nothing should be done yet")
    share = say.percent(abs(total.sv_pct))
    if not round(total.sv_pct):
        return message("on plan")
    return (
        message("about {share} behind", share=share)
        if total.sv < 0
        else message("about {share} ahead", share=share)
    )


def _cost(total: Values, say: Words) -> Message:
    if total.cv_pct is None or total.cv is None:
        return message("nothing is earned for it yet") if total.ac else message("nothing is spent yet")
    if not round(total.cv_pct):
        return message("at the planned cost")
    share = say.percent(abs(total.cv_pct))
    return (
        message("about {share} over the planned cost", share=share)
        if total.cv < 0
        else message("about {share} below the planned cost", share=share)
    )


def _view(of: EarnedValue, say: Words) -> EarnedView:
    whole = Terms(of.total, of.timing, of.currency, say) if of.total else None
    return EarnedView(
        lead=lead(of, say),
        all=whole,
        terms=tuple(_terms(of, whole)) if whole else (),
        rows=tuple(_rows(of, say)),
        coverage=_coverage(of, say),
        left_out=tuple(
            LeftRow(one.line, say.money(one.line.planned, of.currency), why(one)) for one in of.left_out
        ),
        notes=tuple(_notes(of)),
    )


def _terms(of: EarnedValue, whole: Terms) -> Iterator[Term]:
    for term in _TERMS:
        tone = whole.tone(term) if term in _TONED else ""
        meaning = MEANINGS.get(term) or _meaning(term, of, whole)
        yield Term(NAMES[term], LETTERS[term], whole.shown(term), tone, meaning, whole.how(term))


def _meaning(term: str, of: EarnedValue, whole: Terms) -> Message:
    """What a term says where that depends on what is known."""
    if term == "eac":
        if whole.values.basis == "forecast":
            return message("What the owner expects; by the cost so far nothing can be said yet.")
        return message("What the work costs in the end if it goes on as so far.")
    if term == "tcpi_eac":
        if whole.values.forecast is None:
            return message("The same, to keep to the estimate.")
        return message("The same, to keep to {aim}, what the owner expects.", aim=whole.shown("aim"))
    if of.timing is None:
        return message("The day on which the work ends at this pace.")
    return message("The day on which the work ends at this pace; planned is {day}.", day=of.timing.finish)


def _rows(of: EarnedValue, say: Words) -> Iterator[PartRow]:
    phased = any(found.phase for found in of.phases)
    for found in of.phases:
        alone = len(found.parts) == 1 and found.parts[0].item is found.phase
        if phased and not alone:
            yield PartRow(found.phase, 0, True, None, _of(found.values, of, say))
        yield from _parts(found, 0 if alone or not phased else 1, of, say)


def _parts(found: PhaseParts, depth: int, of: EarnedValue, say: Words) -> Iterator[PartRow]:
    for part in found.parts:
        yield PartRow(part.item, depth, False, part.complete, _of(part.values, of, say))


def _of(values: Values, of: EarnedValue, say: Words) -> Terms:
    return Terms(values, None, of.currency, say)


def _coverage(of: EarnedValue, say: Words) -> Message:
    """How much of the budget counts, and how many lines name no work."""
    counted = message(
        "{covered} of {budget} planned ({share}) counts here: budget lines that name a task or a phase.",
        covered=say.money(of.total.bac if of.total else Decimal(0), of.currency),
        budget=say.money(of.budget, of.currency),
        share=say.percent(of.covered_pct or Decimal(0)) if of.budget else "–",
    )
    if not of.unassigned:
        return counted
    rest = plural("{n} line names neither.", "{n} lines name neither.", len(of.unassigned))
    return message("{counted} {rest}", counted=counted, rest=rest)


def why(of: LeftOut) -> Message:
    """Why a line is left out, as a sentence that says what is missing."""
    if of.item is None:
        return message("The task or phase that it names does not exist.")
    item = named(of.item)
    match of.reason:
        case "cancelled":
            return message("{item} is cancelled: this work will not be done.", item=item)
        case "undated":
            return message("{item} has no start or no finish: nobody can say what should be done.", item=item)
        case "below_zero":
            return message("Its plan is below 0.")
        case _ if of.silent:
            which = tuple(named(task) for task in of.silent)
            return message("Nobody wrote how far this is: {which}.", which=which)
        case _:
            return message("{item} has begun, and no task says how far it is.", item=item)


def _notes(of: EarnedValue) -> Iterator[Message]:
    """What a reader of these numbers must know, as far as it applies."""
    total = of.total
    if total is None:
        return
    if total.bac and 0 < total.ev * 100 < total.bac * _EARLY:
        yield message("Less than a fifth of the work is done: indices and estimates still swing.")
    if of.timing and of.timing.at is None:
        yield message("All is done and nobody wrote when: how long it took is unknown.")
    yield message(
        "The estimates assume that the rest goes as the work so far. They see no risk, no decision and no "
        "agreed price."
    )
    yield message(
        "The light of the schedule comes from dates. SPI(t) stands beside it; where the two contradict each "
        "other, look at the critical path."
    )
