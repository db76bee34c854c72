"""What waits for somebody: decisions, actions, the next update, and reminders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Literal

from opsgen.calendar import Frequency, Period, late_from, period
from opsgen.derive.standing import is_live, lifecycle_of, named, owner_of
from opsgen.derive.vendors import SOON
from opsgen.words import Message, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opsgen.derive.adjustments import AdjustmentState
    from opsgen.derive.benefits import BenefitState
    from opsgen.derive.learning import Improvement
    from opsgen.derive.meetings import Share, Sitting
    from opsgen.derive.metrics import MetricState
    from opsgen.derive.risk import RiskState
    from opsgen.derive.vendors import VendorState
    from opsgen.model import Action, Decision, Project, Settings, Update


@dataclass(frozen=True, slots=True)
class DecisionState:
    """A decision as of a day; `days_left` is negative once it is overdue, None without a due date.

    `wanted` where it is asked for and not taken; `sitting` is the meeting it is written in, if it is in one.
    """

    decision: Decision
    days_left: int | None
    owner: str
    wanted: bool = True
    sitting: Sitting | None = None


@dataclass(frozen=True, slots=True)
class ActionState:
    """An action as of a day; `days_left` counts to its due date, negative once that has passed.

    `sitting` is the meeting it is written in, if it is in one.
    """

    action: Action
    open: bool
    overdue: bool
    days_left: int
    owner: str
    sitting: Sitting | None = None


@dataclass(frozen=True, slots=True)
class UpdateState:
    """The latest update and its period; `age_days` since the period's end, at least 0, None without one.

    `late` where the next one has been due for half a period, in a project that lives and reports. `cadence`
    is how often it reports.
    """

    latest: Update | None
    period: Period | None
    age_days: int | None
    late: bool
    cadence: Frequency


@dataclass(frozen=True, slots=True)
class Reported:
    """An update with the period it is about, and the week or month among whose updates it stands.

    Both are the same, but for a project that reports by the quarter and writes a date: that has a month.
    """

    update: Update
    period: Period
    place: Period


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to do; `item` is its id, `owner` who should."""

    kind: Literal[
        "review",
        "trigger",
        "stale",
        "update",
        "override",
        "accepted",
        "delivery",
        "payment",
        "check",
        "benefit",
        "verification",
    ]
    text: Message
    item: str
    owner: str


def decisions(of: Project | Settings, shares: Iterable[Share], as_of: date) -> tuple[DecisionState, ...]:
    """All decisions of a project, or of the portfolio, and of the meetings about it, in order."""
    found = [decision_state(decision, of.owner, as_of) for decision in of.decisions]
    found += (
        decision_state(decision, of.owner, as_of, share.sitting)
        for share in shares
        for decision in share.decisions
        if not decision.ref
    )
    return in_order(found)


def in_order(found: Iterable[DecisionState]) -> tuple[DecisionState, ...]:
    """Decisions in the order of every list: those wanted by due date, then the others, the newest first."""
    return tuple(sorted(found, key=wanted_first))


def wanted_first(state: DecisionState) -> tuple[int, int, str]:
    """The order of a list of decisions: those wanted by due date, then the others, the newest first."""
    decision = state.decision
    if decision.status == "requested":
        return 0 if state.wanted else 1, (decision.due or date.max).toordinal(), decision.id
    return 2, -(decision.date or date.min).toordinal(), ""


def decision_state(
    decision: Decision, owner: str, as_of: date, sitting: Sitting | None = None
) -> DecisionState:
    """A decision as of a day; `owner` is whose it is where it names nobody."""
    return DecisionState(
        decision=decision,
        days_left=(decision.due - as_of).days if decision.due else None,
        owner=decision.owner or owner,
        wanted=decision.status == "requested" and (decision.raised is None or decision.raised <= as_of),
        sitting=sitting,
    )


def actions(project: Project, shares: Iterable[Share], as_of: date) -> tuple[ActionState, ...]:
    """All actions of a project and of the meetings about it, open ones first, each by due date."""
    found = [action_state(action, owner_of(action, project), as_of) for action in project.actions]
    return _open_first([*found, *_of_meetings(shares, as_of)])


def common_actions(common: Iterable[Share], as_of: date) -> tuple[ActionState, ...]:
    """The actions that are no project's: of what the portfolio's meetings hold in common."""
    return _open_first(_of_meetings(common, as_of))


def _of_meetings(shares: Iterable[Share], as_of: date) -> Iterator[ActionState]:
    for share in shares:
        for action in share.actions:
            if not action.ref:
                yield action_state(action, action.owner, as_of, share.sitting)


def _open_first(found: Iterable[ActionState]) -> tuple[ActionState, ...]:
    return tuple(sorted(found, key=lambda s: (not s.open, s.action.due, s.action.id)))


def action_state(action: Action, owner: str, as_of: date, sitting: Sitting | None = None) -> ActionState:
    """An action as of a day."""
    done = action.done is not None and action.done <= as_of
    still_open = action.status in ("open", "in_progress") and not done
    return ActionState(
        action=action,
        open=still_open,
        overdue=still_open and action.due < as_of,
        days_left=(action.due - as_of).days,
        owner=owner,
        sitting=sitting,
    )


def latest_update(project: Project, settings: Settings, as_of: date) -> UpdateState:
    """The update of the latest period that has begun, and whether the next one is late.

    Late after 1.5 × cadence; without an update the project's start counts, without a cadence the portfolio's
    is used where there are updates at all.
    """
    cadence = cadence_of(project, settings)
    begun = [one for one in reported(project, settings) if one.period.start <= as_of]
    span, update = (begun[0].period, begun[0].update) if begun else (None, None)
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
        cadence=cadence,
    )


def cadence_of(project: Project, settings: Settings) -> Frequency:
    """How often a project reports: what it says itself, else the portfolio."""
    return project.cadence or settings.report_calendar.cadence


def reported(project: Project, settings: Settings) -> tuple[Reported, ...]:
    """All updates with their periods, the latest first; of two that end on one day the shorter first."""
    cadence = cadence_of(project, settings)
    place: Frequency = "monthly" if cadence == "quarterly" else cadence
    found = [
        Reported(update, span, period(update.period, place) or span)
        for update in project.updates
        if (span := period(update.period, cadence))
    ]
    return tuple(sorted(found, key=lambda one: (one.period.finish, one.period.start), reverse=True))


def reminders(
    project: Project,
    as_of: date,
    metrics: Iterable[MetricState],
    risks: Iterable[RiskState],
    update: UpdateState,
    vendors: Iterable[VendorState] = (),
    adjustments: Iterable[AdjustmentState] = (),
    benefits: Iterable[BenefitState] = (),
    improvements: Iterable[Improvement] = (),
) -> tuple[Reminder, ...]:
    """What time or a measurement made due.

    Of a project that is closed its benefits and what was to be done better go on; of one that does not live
    for another reason there is nothing.
    """
    lifecycle = lifecycle_of(project, as_of)
    after = (*_of_benefits(benefits, as_of), *_of_improvements(improvements))
    if not is_live(lifecycle):
        return after if lifecycle == "closed" else ()
    found = (_of_risks(risks), _of_metrics(metrics, as_of), _checks(adjustments), _of_vendors(vendors))
    return (*chain.from_iterable(found), *after, *_of_project(project, as_of, update))


def _of_benefits(benefits: Iterable[BenefitState], as_of: date) -> Iterator[Reminder]:
    for state in benefits:
        benefit = state.benefit
        if state.due:
            text = message("What came of {item} was to be seen on {due}", item=named(benefit), due=state.due)
            yield Reminder("benefit", text, benefit.id, state.owner)
        elif state.next and (state.next - as_of).days <= SOON:
            text = message("What came of {item} is to be seen on {due}", item=named(benefit), due=state.next)
            yield Reminder("benefit", text, benefit.id, state.owner)


def _of_improvements(improvements: Iterable[Improvement]) -> Iterator[Reminder]:
    for one in improvements:
        if one.late and one.waits is not None:
            action = one.state.action
            text = plural(
                "{item} was done {n} day ago, and nobody says whether it helped",
                "{item} was done {n} days ago, and nobody says whether it helped",
                one.waits,
                item=named(action),
            )
            yield Reminder("verification", text, action.id, action.verified_by or one.state.owner)


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


def _checks(adjustments: Iterable[AdjustmentState]) -> Iterator[Reminder]:
    """Of adjustments whose day of the check has come whether they helped; the longest waiting first."""
    due = [(s.adjustment.check_on, s) for s in adjustments if s.check_due and s.adjustment.check_on]
    for day, state in sorted(due, key=lambda pair: (pair[0], pair[1].adjustment.id)):
        text = message(
            "Did {item} help? It was to be checked on {day}", item=named(state.adjustment), day=day
        )
        yield Reminder("check", text, state.adjustment.id, state.owner)


def _of_vendors(vendors: Iterable[VendorState]) -> Iterator[Reminder]:
    """Of each vendor what it owes next and what is owed to it, once that is late or soon due."""
    for state in vendors:
        vendor, delivery, payment = state.vendor, state.next_delivery, state.next_payment
        if delivery and delivery.days_left <= SOON:
            title, due = delivery.delivery.title, delivery.due
            if delivery.standing == "overdue":
                text = message(
                    "{item} was to deliver “{title}” by {due}", item=named(vendor), title=title, due=due
                )
            else:
                text = message(
                    "{item} is to deliver “{title}” by {due}", item=named(vendor), title=title, due=due
                )
            yield Reminder("delivery", text, vendor.id, state.owner)
        if payment and payment.due and payment.days_left is not None and payment.days_left <= SOON:
            if payment.standing in ("overdue", "payable"):
                text = message("A payment to {item} was due on {due}", item=named(vendor), due=payment.due)
            else:
                text = message("A payment to {item} is due on {due}", item=named(vendor), due=payment.due)
            yield Reminder("payment", text, vendor.id, state.owner)


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
