"""Planned, committed, spent and expected money, by line and together.

Source for the whole module: PMBOK, cost management. Amounts are Decimals in one project's currency.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from opsgen.derive.standing import by_name, currency_of, lifecycle_of, owner_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from opsgen.model import BudgetLine, Project, Settings

_RESERVE = "management_reserve"
CONTINGENCY = "contingency"
Source = Literal["written", "dated"]


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
    `source` tells whether the actual is one written amount or the sum of dated ones; None without an actual.
    """

    line: BudgetLine
    committed: Decimal | None
    assumed: bool
    owner: str
    source: Source | None = None

    @property
    def unsaid(self) -> bool:
        """Whether nobody wrote more than the plan: that it will do is not known either."""
        return self.assumed and self.actual is None and self.committed is None

    @property
    def uncommitted(self) -> Decimal | None:
        """What of the plan is neither ordered, signed nor spent, less than 0 beyond it; None if unknown."""
        if self.committed is None:
            return None
        return self.planned - max(self.committed, self.actual or Decimal(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals(Amounts):
    """Several lines together; `actual` and `committed` are None where no line knows them.

    `without_actual` and `assumed` count the lines that have no actual and no written forecast. `uncommitted`
    is of the lines that know what is committed, None where none does.
    """

    committed: Decimal | None
    uncommitted: Decimal | None
    lines: int
    without_actual: int
    assumed: int

    @property
    def unsaid(self) -> bool:
        """Whether nobody wrote more of any line than its plan: that it will do is not known either."""
        return self.without_actual == self.assumed == self.lines and self.committed is None


@dataclass(frozen=True, slots=True)
class Contingency:
    """Money kept for what nobody foresaw; `used` is None where nobody wrote it.

    Source: PMBOK, contingency reserve.
    """

    planned: Decimal
    used: Decimal | None

    @property
    def left(self) -> Decimal | None:
        """What is left of it, less than 0 where more was used."""
        return None if self.used is None else self.planned - self.used

    @property
    def used_pct(self) -> float | None:
        """Used in percent of it; None where that is unknown or nothing was planned."""
        return None if self.used is None else percent(self.used, self.planned)


@dataclass(frozen=True, slots=True)
class BudgetState:
    """A project's money as of a day.

    `spending` is what is to be spent without the management reserve, which stands apart in `reserve`, as
    income does in `income`. `by_category`, `by_type` and `by_phase` cut the spending, the largest plan first;
    what belongs to no phase has an empty name. `contingency` is a part of the spending, None without one.
    """

    currency: str
    lines: tuple[LineState, ...]
    spending: Totals
    income: Totals | None
    reserve: Decimal
    by_category: tuple[tuple[str, Totals], ...]
    by_type: tuple[tuple[str, Totals], ...]
    by_phase: tuple[tuple[str, Totals], ...]
    contingency: Contingency | None

    @property
    def overruns(self) -> tuple[LineState, ...]:
        """The lines of spending that end over their plan, the furthest over first."""
        over = (state for state in self.lines if is_spending(state.line) and state.variance > 0)
        return tuple(sorted(over, key=lambda state: (-state.variance, state.line.id)))

    @property
    def return_pct(self) -> float | None:
        """Expected income less expected spending, in percent of the spending; None without income.

        Source: return on investment.
        """
        return returned(self.income.forecast, self.spending.forecast) if self.income else None

    @property
    def planned_return_pct(self) -> float | None:
        """Planned income less planned spending, in percent of the spending; None without income."""
        return returned(self.income.planned, self.spending.planned) if self.income else None

    @property
    def return_so_far_pct(self) -> float | None:
        """Income so far less spending so far, in percent of the spending; None where one is unknown."""
        earned, spent = self.income.actual if self.income else None, self.spending.actual
        return None if earned is None or spent is None else returned(earned, spent)


def budget(project: Project, settings: Settings, as_of: date) -> BudgetState | None:
    """The project's money; None without a budget."""
    if not project.budget:
        return None
    lines = tuple(line_state(line, project, as_of) for line in project.budget)
    return budget_of(lines, project, settings)


def budget_of(lines: tuple[LineState, ...], project: Project, settings: Settings) -> BudgetState:
    """The lines of a project, and what they come to."""
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
        by_phase=_cut(spending, _phases(project)),
        contingency=_contingency(spending),
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
        source="dated" if line.actuals else None if actual is None else "written",
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
        uncommitted=known_sum(s.uncommitted for s in lines),
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


def returned(income: Decimal, spending: Decimal) -> float | None:
    """Return on spending in percent: income less spending, of the spending; None without spending."""
    return percent(income - spending, spending) if spending > 0 else None


def _contingency(spending: Iterable[LineState]) -> Contingency | None:
    kept = [state for state in spending if state.line.category == CONTINGENCY]
    if not kept:
        return None
    planned = sum((state.planned for state in kept), Decimal(0))
    return Contingency(planned, known_sum(state.actual for state in kept))


def _phases(project: Project) -> Callable[[BudgetLine], str]:
    """The id of a line's phase, its own or its task's; empty where it belongs to none."""
    phases, tasks = by_name(project.phases), by_name(project.tasks)

    def of(line: BudgetLine) -> str:
        task = tasks.get(line.task)
        phase = phases.get(line.phase) or (phases.get(task.phase) if task else None)
        return phase.id if phase else ""

    return of


def _cut(lines: Iterable[LineState], key: Callable[[BudgetLine], str]) -> tuple[tuple[str, Totals], ...]:
    groups: dict[str, list[LineState]] = defaultdict(list)
    for state in lines:
        groups[key(state.line)].append(state)
    found = ((name, totals(states)) for name, states in groups.items())
    return tuple(sorted(found, key=lambda cut: (-cut[1].planned, cut[0])))
