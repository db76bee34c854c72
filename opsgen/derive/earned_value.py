"""Earned value: the money of the work that is done, beside what should be done and what was spent.

Source for the whole module: ANSI/EIA-748; PMI, Practice Standard for Earned Value Management. Amounts are
Decimals in the project's currency, and so are indices; what cannot be divided is None.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias

from opsgen.calendar import period_of
from opsgen.derive.earned_schedule import Timing, course, earned_schedule
from opsgen.derive.money import is_spending, spent
from opsgen.derive.ratio import quotient
from opsgen.derive.schedule import complete_of, completion_of
from opsgen.derive.standing import by_name, calendar_of, lifecycle_of, names, settled_on
from opsgen.model import Phase, Span, Task

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from opsgen.calendar import Period, WorkingCalendar
    from opsgen.derive.breakdown import Breakdown
    from opsgen.derive.earned_schedule import Course
    from opsgen.derive.money import BudgetState, LineState
    from opsgen.model import BudgetLine, Project, Settings

Work: TypeAlias = "Task | Phase"
Reason = Literal["unknown_item", "cancelled", "undated", "progress_unknown", "below_zero"]
"""Why a line that names a task or a phase is left out."""
Basis = Literal["pace", "forecast"]
_DAY = timedelta(days=1)
_WHOLE = Decimal(100)
_NONE = Decimal(0)
_DUST = 9
"""Decimals of a percentage that people may have meant; what is behind them comes from adding floats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """The terms of earned value for some budget lines together.

    `bac` is their plan, `pv` what of it should be earned by now, `ev` what is, `ac` what was spent, None
    where that is unknown of one line. `forecast` is what the owners expect, None where one has not said.
    """

    bac: Decimal
    pv: Decimal
    ev: Decimal
    ac: Decimal | None
    forecast: Decimal | None

    @property
    def sv(self) -> Decimal:
        """Schedule variance, EV − PV: less than 0 is behind."""
        return self.ev - self.pv

    @property
    def cv(self) -> Decimal | None:
        """Cost variance, EV − AC: less than 0 is over; None where the cost is unknown."""
        return None if self.ac is None else self.ev - self.ac

    @property
    def spi(self) -> Decimal | None:
        """Schedule performance index, EV / PV; None while nothing should be done."""
        return quotient(self.ev, self.pv)

    @property
    def cpi(self) -> Decimal | None:
        """Cost performance index, EV / AC; None while nothing is spent, or nobody knows."""
        return None if self.ac is None else quotient(self.ev, self.ac)

    @property
    def sv_pct(self) -> Decimal | None:
        """Schedule variance in percent of PV."""
        return quotient(self.sv * 100, self.pv)

    @property
    def cv_pct(self) -> Decimal | None:
        """Cost variance in percent of EV."""
        return None if self.cv is None else quotient(self.cv * 100, self.ev)

    @property
    def basis(self) -> Basis | None:
        """What the estimate at completion stands on: the cost so far, else the owners' forecast."""
        if self.cpi:
            return "pace"
        return None if self.forecast is None else "forecast"

    @property
    def eac(self) -> Decimal | None:
        """Estimate at completion, BAC / CPI; what the owners expect while there is no CPI above 0."""
        if self.ac is None or not self.cpi:
            return self.forecast
        return self.bac * self.ac / self.ev

    @property
    def etc(self) -> Decimal | None:
        """Estimate to complete, EAC − AC."""
        return None if self.eac is None or self.ac is None else self.eac - self.ac

    @property
    def vac(self) -> Decimal | None:
        """Variance at completion, BAC − EAC: less than 0 is over."""
        return None if self.eac is None else self.bac - self.eac

    @property
    def tcpi(self) -> Decimal | None:
        """To-complete performance index to keep to the plan, (BAC − EV) / (BAC − AC)."""
        return self._to_complete(self.bac)

    @property
    def aim(self) -> Decimal | None:
        """What the second to-complete index aims at: the owners' forecast, else the estimate."""
        return self.eac if self.forecast is None else self.forecast

    @property
    def tcpi_eac(self) -> Decimal | None:
        """The same to keep to what is expected now, (BAC − EV) / (EAC − AC)."""
        return self._to_complete(self.aim)

    def _to_complete(self, aim: Decimal | None) -> Decimal | None:
        """None when nothing is left to do, and when no money is left to do it with."""
        if aim is None or self.ac is None or self.ev == self.bac:
            return None
        return quotient(self.bac - self.ev, aim - self.ac)


@dataclass(frozen=True, slots=True)
class EarnedLine:
    """A budget line that counts, and the task or phase whose progress earns it; `complete` is 0-100."""

    line: BudgetLine
    item: Work
    complete: Decimal
    course: Course
    values: Values


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A budget line that cannot count, why, and the tasks that say too little."""

    line: BudgetLine
    reason: Reason
    item: Work | None = None
    silent: tuple[Task, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """The lines of one task or phase together."""

    item: Work
    complete: Decimal
    values: Values


@dataclass(frozen=True, slots=True)
class PhaseParts:
    """What stands in one phase: its own lines, then those of its tasks; None for tasks without a phase."""

    phase: Phase | None
    parts: tuple[Part, ...]
    values: Values


@dataclass(frozen=True, slots=True)
class EarnedMonth:
    """The terms up to the end of a month, cost and earned value up to today; None is unknown or to come.

    What was earned is known for today alone: the past is in no file.
    """

    month: date
    pv: Decimal
    ev: Decimal | None
    ac: Decimal | None


@dataclass(frozen=True, slots=True)
class EarnedValue:
    """Earned value of the budget lines of a project that name a task or a phase.

    `day` is the status date, of a closed project the day it was closed. `total` is None where no line counts.
    `unassigned` are the lines of spending that name neither, and
    `budget` is the plan of all spending: neither income nor management reserve.
    """

    currency: str
    as_of: date
    day: date
    total: Values | None
    timing: Timing | None
    phases: tuple[PhaseParts, ...]
    lines: tuple[EarnedLine, ...]
    left_out: tuple[LeftOut, ...]
    unassigned: tuple[BudgetLine, ...]
    budget: Decimal

    @property
    def covered_pct(self) -> Decimal | None:
        """How much of the plan of all spending counts here, in percent; None where nothing is planned."""
        return quotient(self.total.bac * 100, self.budget) if self.total else None

    @property
    def cost_unknown(self) -> tuple[BudgetLine, ...]:
        """The lines whose work has begun and of which nobody wrote what was spent."""
        return tuple(one.line for one in self.lines if one.values.ac is None)

    @property
    def months(self) -> tuple[EarnedMonth, ...]:
        """The terms by month, from the first that is planned to the last, and up to today at least."""
        courses = [one.course for one in self.lines if one.line.planned]
        if not courses:
            return ()
        first, last = min(one.start for one in courses), max(one.finish for one in courses)
        found = [period_of(first, "monthly")]
        while found[-1].finish < max(last, self.as_of):
            found.append(period_of(found[-1].finish + _DAY, "monthly"))
        return tuple(self._month(month) for month in found)

    def _month(self, month: Period) -> EarnedMonth:
        until = min(month.finish, self.as_of)
        present = month.start <= self.day <= month.finish
        return EarnedMonth(
            month=month.start,
            pv=sum((one.course.until(month.finish) for one in self.lines), _NONE),
            ev=self.total.ev if self.total and present else None,
            ac=_all_known(_spent_by(one, until, self.as_of) for one in self.lines)
            if month.start <= self.as_of
            else None,
        )


def earned_value(
    project: Project, tree: Breakdown, budget: BudgetState | None, settings: Settings, as_of: date
) -> EarnedValue | None:
    """Earned value as of a day, of a closed project as of its closing; costs count up to `as_of`.

    None where no line of spending names a task or a phase, and while the project is only proposed or when it
    is cancelled: then there is no plan to hold the work against.
    """
    if budget is None or lifecycle_of(project, as_of) in ("proposed", "cancelled"):
        return None
    spending = [state for state in budget.lines if is_spending(state.line)]
    named = [state for state in spending if state.line.task or state.line.phase]
    if not named:
        return None
    plan = _Plan.of(project, tree, calendar_of(project, settings), settled_on(project, as_of))
    found = [plan.judged(state) for state in named]
    lines = tuple(one for one in found if isinstance(one, EarnedLine))
    return EarnedValue(
        currency=budget.currency,
        as_of=as_of,
        day=plan.day,
        total=_together(one.values for one in lines) if lines else None,
        timing=plan.timing(lines),
        phases=plan.parts(lines),
        lines=lines,
        left_out=tuple(one for one in found if isinstance(one, LeftOut)),
        unassigned=tuple(s.line for s in spending if not (s.line.task or s.line.phase)),
        budget=sum((state.planned for state in spending), _NONE),
    )


@dataclass(frozen=True, slots=True)
class _Plan:
    """The work of a project: where each task and phase should stand, and where it does."""

    project: Project
    tree: Breakdown
    calendar: WorkingCalendar
    day: date
    number: Mapping[str, int]
    phases: Mapping[str, Phase]
    spans: Sequence[Span]
    phase_of: Sequence[Phase | None]
    below: Sequence[tuple[Task, ...]]
    """By task those at the bottom that it stands for: itself, or what lies below it and is not cancelled."""

    @classmethod
    def of(cls, project: Project, tree: Breakdown, calendar: WorkingCalendar, day: date) -> _Plan:
        phases = by_name(project.phases)
        number = {name: i for i, task in reversed(list(enumerate(tree.tasks))) for name in names(task)}
        return cls(
            project,
            tree,
            calendar,
            day,
            number,
            phases,
            planned_spans(tree),
            _phases(tree, phases),
            _bottoms(tree),
        )

    def judged(self, state: LineState) -> EarnedLine | LeftOut:
        """A line with its values, or why it has none."""
        line = state.line
        item = self._item(line)
        if item is None:
            return LeftOut(line, "unknown_item")
        if isinstance(item, Task) and self._number(line) in self.tree.dropped:
            return LeftOut(line, "cancelled", item)
        if line.planned < 0:
            return LeftOut(line, "below_zero", item)
        span = _planned_span(item) if isinstance(item, Phase) else self.spans[self._number(line)]
        spread = course(line, span, self.calendar)
        if spread is None:
            return LeftOut(line, "undated", item)
        complete = self._complete(item, line)
        if complete is None:
            return LeftOut(line, "progress_unknown", item, self._silent(item, line))
        return EarnedLine(line, item, complete, spread, _values(state, spread.until(self.day), complete))

    def timing(self, lines: Sequence[EarnedLine]) -> Timing | None:
        """Earned schedule of the lines together; None where they plan no working day."""
        courses = [one.course for one in lines if one.line.planned]
        if not courses:
            return None
        start, finish = min(one.start for one in courses), max(one.finish for one in courses)
        days = self.calendar.days_worked(start, finish)
        if not days:
            return None

        def planned(count: int) -> Decimal:
            day = self.calendar.workday(start - _DAY, count)
            return sum((one.until(day) for one in courses), _NONE)

        until = self._until(lines)
        return Timing(
            start=start,
            finish=finish,
            planned=days,
            es=earned_schedule(planned, days, sum((one.values.ev for one in lines), _NONE)),
            at=None if until is None else self.calendar.days_worked(start, until),
            until=until,
            calendar=self.calendar,
        )

    def parts(self, lines: Sequence[EarnedLine]) -> tuple[PhaseParts, ...]:
        """The lines by phase, in the order of the phases, and there by task in the order of the tasks."""
        found: dict[int, dict[int, list[EarnedLine]]] = {}
        order = [*map(id, self.project.phases), *map(id, self.tree.tasks)]
        place = {of: i for i, of in enumerate(order)}
        for one in lines:
            phase = self._phase(one)
            at = place[id(phase)] if phase else len(order)
            found.setdefault(at, {}).setdefault(place[id(one.item)], []).append(one)
        return tuple(
            _phase_parts(self.project.phases[at] if at < len(order) else None, by_item)
            for at, by_item in sorted(found.items())
        )

    def _item(self, line: BudgetLine) -> Work | None:
        """The task of a line, else its phase."""
        if line.task:
            return self.tree.tasks[self.number[line.task]] if line.task in self.number else None
        return self.phases.get(line.phase)

    def _phase(self, one: EarnedLine) -> Phase | None:
        """The phase that a line names, else that of its task."""
        if isinstance(one.item, Phase):
            return one.item
        return self.phases.get(one.line.phase) or self.phase_of[self._number(one.line)]

    def _number(self, line: BudgetLine) -> int:
        return self.number[line.task]

    def _bottom(self, item: Work, line: BudgetLine) -> tuple[Task, ...]:
        """The tasks that a task or phase stands for."""
        if isinstance(item, Task):
            return self.below[self._number(line)]
        skipped = self.tree.dropped | self.tree.circling
        return tuple(
            task
            for i, task in enumerate(self.tree.tasks)
            if self.phase_of[i] is item and not self.tree.children[i] and i not in skipped
        )

    def _complete(self, item: Work, line: BudgetLine) -> Decimal | None:
        """The share that is done, 0-100; None where a task that counts for it does not say."""
        if isinstance(item, Task) and item.status == "done":
            return _WHOLE
        if isinstance(item, Phase) and _over_by(item, self.day):
            return _WHOLE
        bottom = self._bottom(item, line)
        if isinstance(item, Phase) and not bottom:
            return None if _begun_by(item, self.day) else _NONE
        if bottom == (item,):
            return _share(complete_of(bottom[0]))
        whole = completion_of(bottom)
        return None if whole.unknown else _share(whole.percent)

    def _silent(self, item: Work, line: BudgetLine) -> tuple[Task, ...]:
        return tuple(task for task in self._bottom(item, line) if complete_of(task) is None)

    def _until(self, lines: Sequence[EarnedLine]) -> date | None:
        """The day up to which time goes by; of work that is done the day it was.

        That is the closing of the project where nobody wrote it at the work, and unknown while it is open.
        """
        if any(one.complete < _WHOLE for one in lines):
            return self.day
        days = [self._done_on(one) for one in lines]
        known = [day for day in days if day is not None]
        if len(known) < len(days):
            return self.day if self.day == self.project.closed else None
        return max(known)

    def _done_on(self, one: EarnedLine) -> date | None:
        if one.item.actual.finish:
            return one.item.actual.finish
        days = [task.actual.finish for task in self._bottom(one.item, one.line)]
        known = [day for day in days if day is not None]
        return max(known) if known and len(known) == len(days) else None


def _values(state: LineState, planned: Decimal, complete: Decimal) -> Values:
    """The terms of one line; work that has not begun has cost nothing where nobody wrote otherwise."""
    unspent = None if complete else _NONE
    return Values(
        bac=state.planned,
        pv=planned,
        ev=state.planned * complete / 100,
        ac=unspent if state.actual is None else state.actual,
        forecast=None if state.assumed else state.forecast,
    )


def _spent_by(one: EarnedLine, day: date, as_of: date) -> Decimal | None:
    """What a line had cost by a day; before the status date only where its amounts have dates."""
    if day == as_of or not one.values.ac:
        return one.values.ac
    return spent(one.line, day) if one.line.actuals else None


def _together(of: Iterable[Values]) -> Values:
    every = tuple(of)
    return Values(
        bac=sum((one.bac for one in every), _NONE),
        pv=sum((one.pv for one in every), _NONE),
        ev=sum((one.ev for one in every), _NONE),
        ac=_all_known(one.ac for one in every),
        forecast=_all_known(one.forecast for one in every),
    )


def _all_known(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum; None as soon as one of them is unknown."""
    every = tuple(amounts)
    known = [amount for amount in every if amount is not None]
    return sum(known, _NONE) if len(known) == len(every) else None


def _phase_parts(phase: Phase | None, by_item: Mapping[int, Sequence[EarnedLine]]) -> PhaseParts:
    parts = tuple(
        Part(lines[0].item, lines[0].complete, _together(one.values for one in lines))
        for _, lines in sorted(by_item.items())
    )
    return PhaseParts(phase, parts, _together(part.values for part in parts))


def planned_spans(tree: Breakdown) -> list[Span]:
    """The planned days of every task, the original plan first; of a group without any those below it."""
    found = [_planned_span(task) for task in tree.tasks]
    for i in reversed(list(tree.walk())):
        below = [found[child] for child in tree.children[i] if child not in tree.dropped]
        starts = [span.start for span in below if span.start]
        finishes = [span.finish for span in below if span.finish]
        found[i] = Span(
            start=found[i].start or min(starts, default=None),
            finish=found[i].finish or max(finishes, default=None),
        )
    return found


def _planned_span(item: Work) -> Span:
    """The original plan, else the plan."""
    return Span(start=item.baseline.start or item.start, finish=item.baseline.finish or item.finish)


def _phases(tree: Breakdown, phases: Mapping[str, Phase]) -> list[Phase | None]:
    """The phase of every task: its own, else that of the task above it."""
    found = [phases.get(task.phase) for task in tree.tasks]
    for i in tree.walk():
        parent = tree.parents[i]
        if found[i] is None and parent is not None:
            found[i] = found[parent]
    return found


def _bottoms(tree: Breakdown) -> list[tuple[Task, ...]]:
    found: list[tuple[Task, ...]] = [(task,) for task in tree.tasks]
    for i in reversed(list(tree.walk())):
        kept = [child for child in tree.children[i] if child not in tree.dropped]
        if kept:
            found[i] = tuple(task for child in kept for task in found[child])
    return found


def _over_by(phase: Phase, day: date) -> bool:
    return phase.actual.finish is not None and phase.actual.finish <= day


def _begun_by(phase: Phase, day: date) -> bool:
    return (phase.actual.start or phase.start) <= day


def _share(percent: float | None) -> Decimal | None:
    """A percentage as people mean it, 0-100."""
    if percent is None:
        return None
    return min(max(Decimal(str(round(percent, _DUST))), _NONE), _WHOLE)
