"""What a project's data says of a period: what happened in it, what fell due, what was measured and spent.

Everything goes by the dates in the data. What has no date is in no period, and what is not known to be met
on some day is neither met nor missed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Literal, TypeAlias

from opsgen.calendar import Frequency, Period, WorkingCalendar, period_of
from opsgen.derive.metrics import MetricState, metric_state
from opsgen.derive.money import is_spending, known_sum
from opsgen.derive.risk import review_due
from opsgen.derive.standing import by_name, calendar_of, is_asleep, is_live, is_open, lifecycle_of, owner_of
from opsgen.derive.vendors import promise, vendors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from opsgen.derive.meetings import Share
    from opsgen.derive.standing import Called
    from opsgen.model import (
        Action,
        Actual,
        BudgetLine,
        Decision,
        Item,
        Measurement,
        Metric,
        Milestone,
        Project,
        Settings,
        Update,
    )

Happening = Literal[
    "project.started",
    "project.closed",
    "phase.finished",
    "milestone.achieved",
    "gate.decided",
    "task.done",
    "deliverable.delivered",
    "deliverable.checked",
    "dependency.delivered",
    "risk.raised",
    "risk.reviewed",
    "risk.closed",
    "risk.occurred",
    "issue.opened",
    "issue.resolved",
    "decision.requested",
    "decision.made",
    "action.closed",
    "delivery.made",
    "payment.made",
    "meeting.held",
    "training.held",
    "adjustment.made",
    "adjustment.checked",
]
Owed = Literal[
    "milestone",
    "deliverable",
    "delivery",
    "payment",
    "task",
    "decision",
    "action",
    "issue",
    "dependency",
    "review",
    "check",
]
Dated: TypeAlias = "tuple[Happening, Called | None, date | None]"
_DAY = timedelta(days=1)
_NOT_DELIVERED = frozenset({"planned", "in_progress", "in_review", "rejected"})


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day; without an item it happened to the project itself."""

    code: Happening
    day: date
    item: Called | None


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that is to happen by a day; `met` is the day it did, None where it has not.

    `planned` marks an original plan that has been moved: the item is expected on another day now.
    """

    kind: Owed
    due: date
    item: Called
    met: date | None
    owner: str
    planned: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """A metric measured in a period, as of the period's end; `before` is its last value before the period."""

    state: MetricState
    before: Measurement | None

    @property
    def change(self) -> float | None:
        """The period's last value less the last one before the period, in its unit; None without one."""
        if self.before is None or self.state.latest is None:
            return None
        return self.state.latest.value - self.before.value


@dataclass(frozen=True, slots=True)
class Facts:
    """What the data says of a period, up to `until`: its last day, or the status date where that is earlier.

    `missed` fell due in the period and was not met by its end, `coming` falls due in the period after it.
    `spent` and `earned` are the dated amounts of the period, None where there is none.
    """

    period: Period
    until: date
    events: tuple[Event, ...]
    missed: tuple[Duty, ...]
    coming: tuple[Duty, ...]
    measured: tuple[Measured, ...]
    spent: Decimal | None
    earned: Decimal | None

    def __bool__(self) -> bool:
        """Whether the data says anything of the period itself."""
        return bool(self.events or self.missed or self.measured) or (self.spent, self.earned) != (None, None)


@dataclass(frozen=True)
class Chronicle:
    """All that is dated in a project up to a day, in order, so that a period is a cut of it."""

    project: Project
    settings: Settings
    as_of: date
    shares: tuple[Share, ...] = ()
    """What meetings hold of the project."""
    _facts: dict[str, Facts] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """What happened, by day."""
        found = [
            Event(code, day, item)
            for code, item, day in _happened(self.project, self.shares)
            if day is not None and day <= self.as_of
        ]
        return tuple(sorted(found, key=lambda event: event.day))

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """What is or was to happen, by the day it is due."""
        return tuple(
            sorted(_duties(self.project, self.settings, self.shares, self.as_of), key=lambda duty: duty.due)
        )

    def during(self, period: Period) -> Facts:
        """The facts of a period; computed once."""
        if period.label not in self._facts:
            self._facts[period.label] = self._cut(period)
        return self._facts[period.label]

    def speaks_of(self, period: Period) -> bool:
        """Whether there are any facts of a period; cheaper than to make them."""
        until = min(period.finish, self.as_of)
        place = bisect_left(self._days, period.start)
        return (place < len(self._days) and self._days[place] <= until) or bool(self._missed(period))

    def _cut(self, period: Period) -> Facts:
        until = min(period.finish, self.as_of)
        first = bisect_left(self.events, period.start, key=lambda event: event.day)
        last = bisect_right(self.events, until, key=lambda event: event.day)
        return Facts(
            period=period,
            until=until,
            events=self.events[first:last],
            missed=self._missed(period),
            coming=self._coming(period, until),
            measured=tuple(self._measured(period.start, until)),
            spent=known_sum(a.amount for a in self._booked(period.start, until, income=False)),
            earned=known_sum(a.amount for a in self._booked(period.start, until, income=True)),
        )

    def _due(self, first: date, last: date) -> tuple[Duty, ...]:
        start = bisect_left(self.duties, first, key=lambda duty: duty.due)
        return self.duties[start : bisect_right(self.duties, last, key=lambda duty: duty.due)]

    def _missed(self, period: Period) -> tuple[Duty, ...]:
        """What fell due and was not met by the period's end; of two dates of an item the one in force."""
        until = min(period.finish, self.as_of)
        over = until if period.finish < self.as_of else self.as_of - _DAY  # today is not over yet
        late = (d for d in self._due(period.start, over) if d.met is None or d.met > until)
        return _once(late)

    def _coming(self, period: Period, until: date) -> tuple[Duty, ...]:
        after = following(period)
        if after is None:
            return ()
        due = self._due(after.start, after.finish)
        return _once(d for d in due if not d.planned and (d.met is None or d.met > until))

    def _measured(self, first: date, last: date) -> Iterator[Measured]:
        for metric in self.project.metrics:
            if not any(first <= m.date <= last for part in self._parts(metric) for m in part.measurements):
                continue
            state = metric_state(metric, self.project, self.settings, last, self._metrics)
            if state.latest and state.latest.date >= first:
                earlier = (m for m in reversed(state.series) if m.date < first)
                yield Measured(state, next(earlier, None))

    @cached_property
    def _metrics(self) -> dict[str, Metric]:
        return by_name(self.project.metrics)

    def _parts(self, metric: Metric) -> list[Metric]:
        """Whose measurements a metric's values come from."""
        if metric.measurements:
            return [metric]
        return [self._metrics[name] for name in metric.ratio_of if name in self._metrics]

    def _booked(self, first: date, last: date, *, income: bool) -> Iterator[Actual]:
        """The dated amounts of some days: income, or spending without the management reserve."""
        for line in self.project.budget:
            if line.type == "income" if income else is_spending(line):
                yield from (a for a in line.actuals if first <= a.date <= last)

    @cached_property
    def _days(self) -> tuple[date, ...]:
        """Every day on which something is dated."""
        measured = (m.date for metric in self.project.metrics for m in metric.measurements)
        booked = (a.date for line in self.project.budget if _counts(line) for a in line.actuals)
        return tuple(sorted({*(event.day for event in self.events), *measured, *booked}))


def following(period: Period) -> Period | None:
    """The period of the same kind after this one; None after the last day there is."""
    if period.finish == date.max:
        return None
    return period_of(period.finish + _DAY, frequency_of(period))


def frequency_of(period: Period) -> Frequency:
    """What kind of period it is: a week, a month, a quarter or a day."""
    if "W" in period.label:
        return "weekly"
    if "Q" in period.label:
        return "quarterly"
    return "monthly" if len(period.label) == len("2026-11") else "daily"


def month_of(period: Period) -> str:
    """The month that a week's update belongs to, `2026-11`: that of its Thursday, as ISO 8601 gives years.

    Of any other period it is the month of its first day.
    """
    week = frequency_of(period) == "weekly"
    return f"{period.start + 3 * _DAY if week else period.start:%Y-%m}"


def runs_in(project: Project, period: Period) -> bool:
    """Whether a project was under way on some day of a period, as far as its data says.

    One that is proposed, on hold or cancelled now is not: nobody wrote since when.
    """
    if is_asleep(project.lifecycle) or project.start is None:
        return False
    ended = (project.closed or project.finish) if project.lifecycle == "closed" else project.closed
    return project.start <= period.finish and (ended is None or ended >= period.start)


def said_done(update: Update, project: Project, until: date) -> tuple[Item, ...]:
    """What an update lists as done although the data has it open at the end of the period.

    Only an entry that is nothing but an item's id or title names it for certain.
    """
    said = {_bare(form) for entry in update.done for form in entry.forms}
    still = (item for item in _unfinished(project, until) if said & set(_callings(item)))
    return tuple(still)


def _unfinished(project: Project, until: date) -> Iterator[Item]:
    yield from (m for m in project.milestones if m.actual is None or m.actual > until)
    yield from (t for t in project.tasks if is_open(t) or (t.actual.finish or until) > until)
    for one in project.deliverables:
        if one.status in ("planned", "in_progress") and (one.delivered is None or one.delivered > until):
            yield one


def _callings(item: Item) -> Iterator[str]:
    if item.id:
        yield _bare(item.id)
    for form in item.title.forms:
        yield _bare(form)
        yield _bare(f"{item.id} {form}")


def _bare(text: str) -> str:
    return text.strip().rstrip(".。!！").casefold()


def _once(duties: Iterator[Duty]) -> tuple[Duty, ...]:
    """Each item once, by due date: a date in force stands for the original plan."""
    found: dict[tuple[str, int], Duty] = {}
    for duty in duties:
        key = (duty.kind, id(duty.item))
        if key not in found or found[key].planned:
            found[key] = duty
    return tuple(sorted(found.values(), key=lambda duty: duty.due))


def _counts(line: BudgetLine) -> bool:
    return line.type == "income" or is_spending(line)


def _happened(project: Project, shares: Sequence[Share]) -> Iterator[Dated]:
    """Everything that the data says has happened, with its day where one is written."""
    if project.lifecycle in (None, "executing", "closing", "closed"):
        yield "project.started", None, project.start
    yield "project.closed", None, project.closed
    yield from _of_plan(project)
    yield from _of_risks(project)
    yield from _of_vendors(project)
    yield from _of_people(project, shares)
    for one in project.adjustments:
        yield "adjustment.made", one, one.date
        if one.result != "pending":
            yield "adjustment.checked", one, one.check_on


def _of_plan(project: Project) -> Iterator[Dated]:
    for phase in project.phases:
        yield "phase.finished", phase, phase.actual.finish
    for stone in project.milestones:
        yield "milestone.achieved", stone, stone.actual
        if stone.outcome and stone.outcome != "pending":
            yield "gate.decided", stone, stone.decided
    for task in project.tasks:
        if task.status != "cancelled":
            yield "task.done", task, task.actual.finish
    for item in project.deliverables:
        yield "deliverable.delivered", item, item.delivered
        if item.quality and item.quality.result in ("passed", "failed"):
            yield "deliverable.checked", item, item.quality.date
    for dependency in project.dependencies:
        yield "dependency.delivered", dependency, dependency.delivered


def _of_risks(project: Project) -> Iterator[Dated]:
    for risk in project.risks:
        yield "risk.raised", risk, risk.raised
        if risk.reviewed not in (risk.raised, risk.closed):
            yield "risk.reviewed", risk, risk.reviewed
        if risk.status in ("closed", "occurred"):
            yield "risk.closed" if risk.status == "closed" else "risk.occurred", risk, risk.closed
    for issue in project.issues:
        yield "issue.opened", issue, issue.raised
        if issue.status in ("resolved", "closed"):
            yield "issue.resolved", issue, issue.resolved


def _of_vendors(project: Project) -> Iterator[Dated]:
    for vendor in project.vendors:
        for delivery in vendor.deliveries:
            yield "delivery.made", promise(vendor, delivery.title), delivery.delivered
        for payment in vendor.payments:
            yield "payment.made", promise(vendor, payment.title), payment.paid


def _of_people(project: Project, shares: Sequence[Share]) -> Iterator[Dated]:
    for decision in _decisions(project, shares):
        yield "decision.requested", decision, decision.raised
        if decision.status == "decided":
            yield "decision.made", decision, decision.date
    for action in _actions(project, shares):
        if action.status != "cancelled":
            yield "action.closed", action, action.done
    for share in shares:
        yield "meeting.held", share.sitting.meeting, share.sitting.meeting.date
    for training in project.training:
        yield "training.held", training, training.date


def _decisions(project: Project, shares: Sequence[Share]) -> Iterator[Decision]:
    """The project's decisions, and those written in meetings."""
    return chain(project.decisions, (d for share in shares for d in share.decisions if not d.ref))


def _actions(project: Project, shares: Sequence[Share]) -> Iterator[Action]:
    """The project's actions, and those written in meetings."""
    return chain(project.actions, (a for share in shares for a in share.actions if not a.ref))


def _duties(project: Project, settings: Settings, shares: Sequence[Share], as_of: date) -> Iterator[Duty]:
    """What is due and when; nothing of what ended on a day nobody wrote down.

    A project that does not go on has no duties: nobody wrote since when. A closed one has those up to then.
    """
    lifecycle = lifecycle_of(project, as_of)
    last = date.max if is_live(lifecycle) else project.closed if lifecycle == "closed" else None
    if last is None:
        return
    found = chain(
        _milestones(project, as_of),
        _tasks(project),
        _handed_over(project),
        _bought(project, settings, as_of),
        _agreed(project, shares),
        _reviews(project, calendar_of(project, settings)),
        _checks(project, as_of),
    )
    for duty in found:
        if duty.due <= last:
            yield replace(duty, met=None) if duty.met and duty.met > as_of else duty


def _milestones(project: Project, as_of: date) -> Iterator[Duty]:
    for stone in project.milestones:
        expected = stone.forecast or _not_yet(stone, as_of) or stone.baseline
        owner = owner_of(stone, project)
        if expected:
            yield Duty("milestone", expected, stone, stone.actual, owner)
        if stone.baseline and expected and stone.baseline < expected:
            yield Duty("milestone", stone.baseline, stone, stone.actual, owner, planned=True)


def _not_yet(stone: Milestone, as_of: date) -> date | None:
    """A day in the future is a belief, whatever its name."""
    return stone.actual if stone.actual and stone.actual > as_of else None


def _tasks(project: Project) -> Iterator[Duty]:
    for task in project.tasks:
        if task.finish and task.status != "cancelled" and (is_open(task) or task.actual.finish):
            yield Duty("task", task.finish, task, task.actual.finish, owner_of(task, project))


def _handed_over(project: Project) -> Iterator[Duty]:
    """What is delivered: by the project, to it, and from it to others."""
    for item in project.deliverables:
        if item.due and (item.delivered or item.status in _NOT_DELIVERED):
            yield Duty("deliverable", item.due, item, item.delivered, owner_of(item, project))
    for dependency in project.dependencies:
        if dependency.delivered or dependency.status in ("open", "agreed"):
            owner = owner_of(dependency, project)
            yield Duty("dependency", dependency.due, dependency, dependency.delivered, owner)


def _bought(project: Project, settings: Settings, as_of: date) -> Iterator[Duty]:
    """What vendors owe, and what is owed to them; a payment that waits for its milestone is not due."""
    for state in vendors(project, settings, as_of):
        for delivery in state.deliveries:
            if delivery.standing != "dropped":
                item = promise(state.vendor, delivery.delivery.title)
                yield Duty("delivery", delivery.due, item, delivery.delivery.delivered, state.owner)
        for payment in state.payments:
            if payment.due and payment.standing != "dropped":
                item = promise(state.vendor, payment.payment.title)
                yield Duty("payment", payment.due, item, payment.payment.paid, state.owner)


def _agreed(project: Project, shares: Sequence[Share]) -> Iterator[Duty]:
    """Decisions, actions and issues that have a date."""
    for decision in _decisions(project, shares):
        taken = decision.date if decision.status == "decided" else None
        if decision.due and (taken or decision.status == "requested"):
            yield Duty("decision", decision.due, decision, taken, decision.by or owner_of(decision, project))
    for action in _actions(project, shares):
        if action.status != "cancelled" and (action.done or action.status != "done"):
            yield Duty("action", action.due, action, action.done, owner_of(action, project))
    for issue in project.issues:
        if issue.due and (issue.resolved or issue.status in ("open", "in_progress")):
            yield Duty("issue", issue.due, issue, issue.resolved, owner_of(issue, project))


def _reviews(project: Project, calendar: WorkingCalendar) -> Iterator[Duty]:
    for risk in project.risks:
        due = review_due(risk, calendar)
        if due and risk.status == "open":
            yield Duty("review", due, risk, None, owner_of(risk, project))


def _checks(project: Project, as_of: date) -> Iterator[Duty]:
    """Whether an adjustment helped; what is known before its day is no duty any more."""
    for one in project.adjustments:
        known = one.result != "pending"
        if one.check_on and not (known and one.check_on > as_of):
            yield Duty("check", one.check_on, one, one.check_on if known else None, owner_of(one, project))
