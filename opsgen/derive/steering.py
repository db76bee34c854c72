"""What waits for somebody: decisions, actions, the next update, and reminders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from opsgen.calendar import Frequency, Period, late_from, period
from opsgen.derive.standing import is_live, lifecycle_of, named, owner_of
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opsgen.derive.metrics import MetricState
    from opsgen.derive.risk import RiskState
    from opsgen.model import Action, Decision, Project, Settings, Update


@dataclass(frozen=True, slots=True)
class DecisionState:
    """A decision that is wanted; `days_left` is negative once it is overdue, None without a due date."""

    decision: Decision
    days_left: int | None
    owner: str


@dataclass(frozen=True, slots=True)
class ActionState:
    """An action as of a day; `days_left` counts to its due date, negative once that has passed."""

    action: Action
    open: bool
    overdue: bool
    days_left: int
    owner: str


@dataclass(frozen=True, slots=True)
class UpdateState:
    """The latest update and its period; `age_days` since the period's end, at least 0, None without one.

    `late` where the next one has been due for half a period, in a project that lives and reports.
    """

    latest: Update | None
    period: Period | None
    age_days: int | None
    late: bool


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to do; `item` is its id, `owner` who should."""

    kind: Literal["review", "trigger", "stale", "update", "override", "accepted"]
    text: Message
    item: str
    owner: str


def decisions_wanted(project: Project, as_of: date) -> tuple[DecisionState, ...]:
    """Decisions asked for and not taken, the most urgent first."""
    return wanted(project.decisions, project.owner, as_of)


def wanted(decisions: Iterable[Decision], owner: str, as_of: date) -> tuple[DecisionState, ...]:
    """Those of the decisions that are asked for and not taken by `as_of`, the most urgent first."""
    found = [
        DecisionState(d, (d.due - as_of).days if d.due else None, d.owner or owner)
        for d in decisions
        if d.status == "requested" and (d.raised is None or d.raised <= as_of)
    ]
    return tuple(sorted(found, key=lambda s: (s.decision.due or date.max, s.decision.id)))


def wanted_first(decision: Decision) -> tuple[bool, int]:
    """The order of a list of decisions: those wanted by due date, then the others, the newest first."""
    if decision.status == "requested":
        return False, (decision.due or date.max).toordinal()
    return True, -(decision.date or date.min).toordinal()


def actions(project: Project, as_of: date) -> tuple[ActionState, ...]:
    """All actions, open ones first, each by due date."""
    found = [_action_state(action, project, as_of) for action in project.actions]
    return tuple(sorted(found, key=lambda s: (not s.open, s.action.due, s.action.id)))


def _action_state(action: Action, project: Project, as_of: date) -> ActionState:
    done = action.done is not None and action.done <= as_of
    still_open = action.status in ("open", "in_progress") and not done
    return ActionState(
        action=action,
        open=still_open,
        overdue=still_open and action.due < as_of,
        days_left=(action.due - as_of).days,
        owner=owner_of(action, project),
    )


def latest_update(project: Project, settings: Settings, as_of: date) -> UpdateState:
    """The update of the latest period that has begun, and whether the next one is late.

    Late after 1.5 × cadence; without an update the project's start counts, without a cadence the portfolio's
    is used where there are updates at all.
    """
    cadence: Frequency = project.cadence or settings.report_calendar.cadence
    dated = [(span, update) for update in project.updates if (span := period(update.period, cadence))]
    begun = [pair for pair in dated if pair[0].start <= as_of]
    span, update = max(begun, key=lambda pair: (pair[0].finish, pair[0].start), default=(None, None))
    since = span.finish if span else project.start
    age = (as_of - since).days if since else None
    reports = project.cadence is not None or bool(begun)
    next_late = late_from(since, cadence) if since and reports else None
    late = next_late is not None and as_of >= next_late
    return UpdateState(
        latest=update,
        period=span,
        age_days=None if span is None or age is None else max(0, age),
        late=late and is_live(lifecycle_of(project, as_of)),
    )


def reminders(
    project: Project,
    as_of: date,
    metrics: Iterable[MetricState],
    risks: Iterable[RiskState],
    update: UpdateState,
) -> tuple[Reminder, ...]:
    """What time or a measurement made due; nothing for a project that does not live."""
    if not is_live(lifecycle_of(project, as_of)):
        return ()
    found = (*_of_risks(risks), *_of_metrics(metrics, as_of), *_of_project(project, as_of, update))
    return tuple(found)


def _of_risks(risks: Iterable[RiskState]) -> Iterator[Reminder]:
    for state in risks:
        risk = state.risk
        if state.trigger_met and state.risk.status == "open":
            yield Reminder(
                "trigger", message("{item} has met its trigger", item=named(risk)), risk.id, state.owner
            )
        if state.review_overdue and state.review_due:
            text = message("{item} was to be reviewed by {due}", item=named(risk), due=state.review_due)
            yield Reminder("review", text, risk.id, state.owner)


def _of_metrics(metrics: Iterable[MetricState], as_of: date) -> Iterator[Reminder]:
    for state in metrics:
        metric, deviation = state.metric, state.metric.accepted_deviation
        if state.status == "stale" and state.latest:
            text = message("{item} was last measured on {date}", item=named(metric), date=state.latest.date)
            yield Reminder("stale", text, metric.id, state.owner)
        if deviation and deviation.until < as_of:
            text = message(
                "The accepted deviation of {item} has expired on {until}",
                item=named(metric),
                until=deviation.until,
            )
            yield Reminder("accepted", text, metric.id, state.owner)


def _of_project(project: Project, as_of: date, update: UpdateState) -> Iterator[Reminder]:
    declared = project.declared_health
    if declared and declared.until and declared.until < as_of:
        text = message("The declared health has expired on {until}", until=declared.until)
        yield Reminder("override", text, "", project.owner)
    if update.late and update.period:
        text = message("No update since {period}", period=update.period.label)
        yield Reminder("update", text, "", project.owner)
    elif update.late:
        yield Reminder("update", message("No update yet"), "", project.owner)
