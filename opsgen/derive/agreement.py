"""What a plan says now beside what it said at another time."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from opsgen.derive.money import is_spending
from opsgen.derive.standing import names
from opsgen.words import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from opsgen.model import BudgetLine, Milestone, Phase, Project


@dataclass(frozen=True, slots=True)
class Dates:
    """The day of one item then and now; None where it was not there, had none, or is not there any more."""

    id: str
    title: Text
    then: date | None
    now: date | None

    @property
    def days(self) -> int | None:
        """Calendar days from then to now, + is later."""
        return (self.now - self.then).days if self.now and self.then else None


@dataclass(frozen=True, slots=True)
class Money:
    """What was planned then and now; None where the line was not there, or is not any more."""

    id: str
    title: Text
    then: Decimal | None
    now: Decimal | None

    @property
    def more(self) -> Decimal:
        """How much more is planned now."""
        return (self.now or Decimal(0)) - (self.then or Decimal(0))


@dataclass(frozen=True, slots=True)
class Agreement:
    """A plan beside what it was; the items in the order of today, what is gone behind them."""

    finish: Dates
    milestones: tuple[Dates, ...]
    phases: tuple[Dates, ...]
    budget: tuple[Money, ...]
    total: Money | None
    """What is to be spent in all; None without a line, and where the two are in other currencies."""

    @property
    def moved(self) -> int:
        """How many milestones are on another day, or were not there, or are not any more."""
        return sum(row.then != row.now for row in self.milestones)

    @property
    def furthest(self) -> int:
        """The days of the milestone that moved furthest, + is later; 0 where none did."""
        return max((row.days or 0 for row in self.milestones), key=abs, default=0)


def agreement(then: Project, now: Project, *, agreed: bool) -> Agreement:
    """Today's plan beside an old one: what was agreed in it, else what was expected in it."""

    def old_milestone(item: Milestone) -> date | None:
        if agreed:
            return item.baseline or item.forecast or item.actual
        return _expected(item)

    def old_phase(item: Phase) -> date | None:
        return (item.baseline.finish if agreed else item.actual.finish) or item.finish

    finish = (then.baseline_finish if agreed else then.closed) or then.finish
    one_currency = then.currency == now.currency
    lines = tuple(_money(then.budget, now.budget)) if one_currency else ()
    return Agreement(
        finish=Dates(now.id, now.title, finish, now.closed or now.finish),
        milestones=tuple(_dates(then.milestones, now.milestones, old_milestone, _expected)),
        phases=tuple(_dates(then.phases, now.phases, old_phase, lambda p: p.actual.finish or p.finish)),
        budget=lines,
        total=_total(then, now) if lines else None,
    )


def _expected(item: Milestone) -> date | None:
    return item.actual or item.forecast or item.baseline


def _dates(
    then: tuple[Any, ...],
    now: tuple[Any, ...],
    old: Callable[[Any], date | None],
    new: Callable[[Any], date | None],
) -> Iterator[Dates]:
    for before, after in _pairs(then, now):
        item = after or before
        yield Dates(item.id, item.title, old(before) if before else None, new(after) if after else None)


def _money(then: tuple[BudgetLine, ...], now: tuple[BudgetLine, ...]) -> Iterator[Money]:
    for before, after in _pairs(then, now):
        item = after or before
        yield Money(item.id, item.title, before.planned if before else None, after.planned if after else None)


def _total(then: Project, now: Project) -> Money:
    sums = (sum((line.planned for line in p.budget if is_spending(line)), Decimal(0)) for p in (then, now))
    return Money("", Text(), *sums)


def _pairs(then: tuple[Any, ...], now: tuple[Any, ...]) -> Iterator[tuple[Any, Any]]:
    """Each item with what it was, under its id or a former one, else its title; what is gone comes last."""
    before = {name: item for item in then for name in _called(item)}
    known: set[int] = set()
    for item in now:
        found = next((before[name] for name in _called(item) if name in before), None)
        known.add(id(found))
        yield found, item
    yield from ((item, None) for item in then if id(item) not in known)


def _called(item: Any) -> tuple[str, ...]:
    return names(item) or (" / ".join(item.title.forms),)
