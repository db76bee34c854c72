"""Planned, committed, spent and expected money, by line and together.

Source for the whole module: PMBOK, cost management. Amounts are Decimals in one project's currency.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from opsgen.derive.standing import currency_of, lifecycle_of, owner_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from opsgen.model import BudgetLine, Project, Settings

_RESERVE = "management_reserve"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """Money planned, spent and expected; `actual` is None where nobody wrote it."""

    planned: Decimal
    actual: Decimal | None
    forecast: Decimal

    @property
    def variance(self) -> Decimal:
        """Forecast less plan, + is more than planned."""
        return self.forecast - self.planned

    @property
    def variance_pct(self) -> float | None:
        """Variance in percent of the plan; None where nothing was planned."""
        return percent(self.variance, self.planned)

    @property
    def used_pct(self) -> float | None:
        """Spent in percent of the plan; None where it is unknown or nothing was planned."""
        return None if self.actual is None else percent(self.actual, self.planned)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineState(Amounts):
    """A budget line as of a day; `committed` is None where nobody wrote it.

    `assumed` tells that nobody wrote a forecast, and that the highest of what is known stands for it.
    """

    line: BudgetLine
    committed: Decimal | None
    assumed: bool
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals(Amounts):
    """Several lines together; `actual` and `committed` are None where no line knows them.

    `without_actual` and `assumed` count the lines that have no actual and no written forecast.
    """

    committed: Decimal | None
    lines: int
    without_actual: int
    assumed: int


@dataclass(frozen=True, slots=True)
class BudgetState:
    """A project's money as of a day.

    `spending` is what is to be spent without the management reserve, which stands apart in `reserve`, as
    income does in `income`. `by_category` and `by_type` cut the spending, the largest plan first.
    """

    currency: str
    lines: tuple[LineState, ...]
    spending: Totals
    income: Totals | None
    reserve: Decimal
    by_category: tuple[tuple[str, Totals], ...]
    by_type: tuple[tuple[str, Totals], ...]

    @property
    def return_pct(self) -> float | None:
        """Expected income less expected spending, in percent of the spending; None without income.

        Source: return on investment.
        """
        if self.income is None:
            return None
        return percent(self.income.forecast - self.spending.forecast, self.spending.forecast)


def budget(project: Project, settings: Settings, as_of: date) -> BudgetState | None:
    """The project's money; None without a budget."""
    if not project.budget:
        return None
    lines = tuple(line_state(line, project, as_of) for line in project.budget)
    spending = [s for s in lines if is_spending(s.line)]
    income = [s for s in lines if s.line.type == "income"]
    reserve = [s.planned for s in lines if s.line.type != "income" and s.line.category == _RESERVE]
    return BudgetState(
        currency=currency_of(project, settings),
        lines=lines,
        spending=totals(spending),
        income=totals(income) if income else None,
        reserve=sum(reserve, Decimal(0)),
        by_category=_cut(spending, lambda line: line.category),
        by_type=_cut(spending, lambda line: line.type),
    )


def is_spending(line: BudgetLine) -> bool:
    """Whether a line is to be spent: neither income nor management reserve."""
    return line.type != "income" and line.category != _RESERVE


def line_state(line: BudgetLine, project: Project, as_of: date) -> LineState:
    """One budget line as of a day; of a closed project the forecast is what was spent."""
    actual = spent(line, as_of)
    final = actual if lifecycle_of(project, as_of) == "closed" else None
    written = line.forecast if final is None else final
    known = (line.planned, actual, line.committed)
    return LineState(
        line=line,
        planned=line.planned,
        committed=line.committed,
        actual=actual,
        forecast=max(a for a in known if a is not None) if written is None else written,
        assumed=written is None,
        owner=owner_of(line, project),
    )


def spent(line: BudgetLine, as_of: date) -> Decimal | None:
    """The dated amounts up to `as_of` added up, else the amount written; None where there is neither."""
    if line.actuals:
        return sum((a.amount for a in line.actuals if a.date <= as_of), Decimal(0))
    return line.actual


def totals(states: Iterable[LineState]) -> Totals:
    """Several lines together; 0 planned for none."""
    lines = tuple(states)
    return Totals(
        planned=sum((s.planned for s in lines), Decimal(0)),
        committed=known_sum(s.committed for s in lines),
        actual=known_sum(s.actual for s in lines),
        forecast=sum((s.forecast for s in lines), Decimal(0)),
        lines=len(lines),
        without_actual=sum(s.actual is None for s in lines),
        assumed=sum(s.assumed for s in lines),
    )


def known_sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The amounts that are known added up; None where none is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def percent(part: Decimal, whole: Decimal) -> float | None:
    """`part` in percent of `whole`; None where the whole is 0."""
    return float(part / whole * 100) if whole else None


def _cut(lines: Iterable[LineState], key: Callable[[BudgetLine], str]) -> tuple[tuple[str, Totals], ...]:
    groups: dict[str, list[LineState]] = defaultdict(list)
    for state in lines:
        groups[key(state.line)].append(state)
    found = ((name, totals(states)) for name, states in groups.items())
    return tuple(sorted(found, key=lambda cut: (-cut[1].planned, cut[0])))
