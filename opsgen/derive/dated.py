"""What happens when: everything of a project that has a day of its own, as of a day.

A day is the one on which it happened, else the one on which it is expected. Tasks stand apart: there are
many, and they matter to those who do them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

from opsgen.derive.benefits import unseen
from opsgen.derive.raid import unsolved
from opsgen.derive.standing import is_over, owner_of
from opsgen.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from opsgen.derive.assessment import Assessment
    from opsgen.derive.meetings import Sitting
    from opsgen.derive.portfolio import Placed
    from opsgen.derive.schedule import MilestoneState
    from opsgen.derive.steering import ActionState, DecisionState
    from opsgen.derive.vendors import DeliveryState, PaymentState, VendorState
    from opsgen.model import Action, Decision, Item, Meeting, Project, Vendor

Kind = Literal[
    "milestone",
    "gate",
    "finish",
    "phase",
    "deliverable",
    "decision",
    "action",
    "meeting",
    "retrospective",
    "risk",
    "issue",
    "assumption",
    "dependency",
    "training",
    "check",
    "benefit",
    "delivery",
    "payment",
    "task",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
Standing = Literal["late", "open", "done", "off"]
"""Whether somebody should have seen to it, has to, had to, or has not to any more."""
SHAKY = frozenset({"proposed", "on_hold"})
"""Lifecycles of projects whose days are not firm."""
_GRAVE = frozenset({"high", "critical"})
Identity = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Dated:
    """A day of something.

    `identity` tells it from everything else, whatever it is called and whenever it is: the first known id of
    its project, the list it stands in, its own first known id (its title where it has none), and which of its
    days it is. `traces` are the places where the history tells of it: project, list, name.
    """

    kind: Kind
    project: Project | None
    """None for what belongs to the portfolio itself."""
    item: str
    """Its id; empty where it has none."""
    title: Text
    day: date
    standing: Standing
    owner: str
    weight: int
    """How much it matters, 0 most."""
    identity: Identity
    traces: tuple[tuple[str, str, str], ...]
    also: tuple[str, ...] = ()
    """Who else has it in the calendar."""
    planned: date | None = None
    amount: Decimal | None = None
    currency: str = ""
    party: Text = Text()
    """The vendor who delivers or is paid."""
    shaky: bool = False
    """Whether its project is only proposed, or on hold."""
    sitting: Sitting | None = None
    """The meeting it is, or that it is written in."""

    @property
    def waits(self) -> bool:
        """Whether somebody still has to see to it."""
        return self.standing in ("late", "open")


def dated(of: Assessment) -> tuple[Dated, ...]:
    """The days of a project, without those of its tasks, decisions, actions and meetings."""
    maker = _Maker(of)
    return tuple(one for part in _PARTS for one in part(maker))


def tasks(of: Assessment) -> tuple[Dated, ...]:
    """The ends of the tasks at the bottom of the tree, for those who do them."""
    make = _Maker(of)
    found: list[Dated] = []
    for state in of.tasks:
        if state.below is None and state.finish:
            standing = _standing(
                state.finish, of.as_of, done=state.status == "done", off=state.status == "cancelled"
            )
            ends = make.item("task", "tasks", state.task, state.finish, standing, 5, owner=state.owner)
            found += (replace(end, also=state.task.contributors) for end in ends)
    return tuple(found)


def dated_decision(placed: Placed[DecisionState], as_of: date) -> Dated | None:
    """When a decision is due, or was taken; None without a day."""
    state, decision = placed.state, placed.state.decision
    done, off = decision.status == "decided", decision.status in ("withdrawn", "deferred")
    day = (decision.date if done else None) or decision.due
    if day is None:
        return None
    off = off or _over(placed.project)
    standing = _standing(day, as_of, done=done, off=off)
    weight = 3 if done else 0
    made = _agreed(decision, placed.project, state.sitting, "decision", day, standing, weight)
    return replace(made, owner=decision.by or state.owner)


def dated_action(placed: Placed[ActionState], as_of: date) -> Dated:
    """When an action is due, or was done."""
    state, action = placed.state, placed.state.action
    done = not state.open and action.status != "cancelled"
    off = action.status == "cancelled" or (state.open and _cancelled(placed.project))
    day = (action.done if done else None) or action.due
    standing = _standing(day, as_of, done=done, off=off)
    made = _agreed(action, placed.project, state.sitting, "action", day, standing, 2)
    return replace(made, owner=state.owner)


def dated_meeting(sitting: Sitting, as_of: date) -> Dated:
    """When a meeting is; those who attend have it in the calendar."""
    meeting, project = sitting.meeting, sitting.project
    standing = _standing(meeting.date, as_of, done=meeting.date < as_of, off=_cancelled(project))
    home = _home(project)
    return Dated(
        kind="meeting",
        project=project,
        item=meeting.id,
        title=meeting.title,
        day=meeting.date,
        standing=standing,
        owner=meeting.owner,
        weight=1,
        identity=(home, "meetings", first_name(meeting), ""),
        traces=((project.id if project else "", "meetings", meeting.id),),
        also=meeting.attendees,
        sitting=sitting,
    )


# ---- what all of them need


def first_name(item: Item | Vendor | Meeting | Project) -> str:
    """The first id that an item is known to have had; what it is called where it has none."""
    return item.aliases[0] if item.aliases else _name(item)


def _name(item: Item | Vendor | Meeting | Project) -> str:
    return item.id or " / ".join(item.title.forms)


def _home(project: Project | None) -> str:
    return first_name(project) if project else ""


def _over(project: Project | None) -> bool:
    return project is not None and is_over(project.lifecycle)


def _cancelled(project: Project | None) -> bool:
    return project is not None and project.lifecycle == "cancelled"


def _standing(day: date, as_of: date, *, done: bool, off: bool) -> Standing:
    """What is neither done nor dropped waits, and is late once its day has passed."""
    if done:
        return "done"
    if off:
        return "off"
    return "late" if day < as_of else "open"


def _agreed(
    item: Decision | Action,
    project: Project | None,
    sitting: Sitting | None,
    kind: Literal["decision", "action"],
    day: date,
    standing: Standing,
    weight: int,
) -> Dated:
    """A day of a decision or an action: its id is unique in its project, or in a meeting of the portfolio."""
    home, traces = _home(project), [(project.id if project else "", f"{kind}s", item.id)]
    if sitting:
        meeting, place = sitting.meeting, sitting.project
        home = _home(place) if place else f"meeting {first_name(meeting)}"
        traces.append((place.id if place else "", "meetings", meeting.id))
    return Dated(
        kind=kind,
        project=project,
        item=item.id,
        title=item.title,
        day=day,
        standing=standing,
        owner=item.owner,
        weight=weight,
        identity=(home, f"{kind}s", first_name(item), ""),
        traces=tuple(traces),
        sitting=sitting,
    )


class _Maker:
    """Makes the days of one project."""

    def __init__(self, of: Assessment) -> None:
        self.of = of
        self.project = of.project
        self.home = _home(of.project)
        self.shaky = of.lifecycle in SHAKY
        self.cancelled = of.lifecycle == "cancelled"

    def standing(self, day: date, *, done: bool, off: bool = False) -> Standing:
        """How something of this project stands; nothing waits in a project that is cancelled."""
        return _standing(day, self.of.as_of, done=done, off=off or self.cancelled)

    def item(
        self,
        kind: Kind,
        place: str,
        item: Item | Vendor,
        day: date | None,
        standing: Standing,
        weight: int,
        *,
        part: str = "",
        owner: str = "",
        planned: date | None = None,
    ) -> Iterator[Dated]:
        """A day of an item; nothing where it has none."""
        if day is None:
            return
        yield Dated(
            kind=kind,
            project=self.project,
            item=item.id,
            title=item.title,
            day=day,
            standing="off" if self.cancelled and standing in ("late", "open") else standing,
            owner=owner or owner_of(item, self.project),
            weight=weight,
            identity=(self.home, place, first_name(item), part),
            traces=((self.project.id, place, _name(item)),),
            planned=planned,
            shaky=self.shaky,
        )


# ---- the parts of a project


def _finish(make: _Maker) -> Iterator[Dated]:
    of, project = make.of, make.project
    day = project.closed or project.finish
    if day:
        standing = make.standing(day, done=of.over and not make.cancelled)
        yield Dated(
            kind="finish",
            project=project,
            item="",
            title=project.title,
            day=day,
            standing=standing,
            owner=project.owner,
            weight=0,
            identity=(make.home, "project", "finish", ""),
            traces=((project.id, "project", project.id),),
            planned=project.baseline_finish,
            shaky=make.shaky,
        )


def _milestones(make: _Maker) -> Iterator[Dated]:
    for state in make.of.milestones:
        kind: Kind = "gate" if state.milestone.type == "gate" else "milestone"
        if state.due is not None:
            standing = make.standing(state.due, done=state.status == "achieved", off=_unreached(make, state))
            weight = {"key": 0, "gate": 0, "internal": 4}.get(state.milestone.type, 1)
            yield from make.item(
                kind,
                "milestones",
                state.milestone,
                state.due,
                standing,
                weight,
                owner=state.owner,
                planned=state.milestone.baseline,
            )


def _unreached(make: _Maker, state: MilestoneState) -> bool:
    """Whether nobody waits for a milestone any more: its project ended without it."""
    return make.of.over and state.status != "achieved"


def _phases(make: _Maker) -> Iterator[Dated]:
    for state in make.of.phases:
        standing = make.standing(state.finish, done=state.status == "done", off=make.of.over)
        planned = state.phase.baseline.finish
        yield from make.item("phase", "phases", state.phase, state.finish, standing, 3, planned=planned)


def _deliverables(make: _Maker) -> Iterator[Dated]:
    for state in make.of.deliverables:
        thing = state.deliverable
        came = thing.delivered if thing.delivered and thing.delivered <= make.of.as_of else None
        day = came or thing.due
        if day:
            off = thing.status == "dropped" or thing.moscow == "wont" or make.of.over
            done = state.taken or (came is not None and thing.status != "rejected")
            standing = make.standing(day, done=done, off=off)
            weight = 1 if thing.moscow == "must" else 3
            yield from make.item(
                "deliverable", "deliverables", thing, day, standing, weight, planned=thing.due
            )


def _retrospectives(make: _Maker) -> Iterator[Dated]:
    for one in make.of.retrospectives:
        back = one.retrospective
        name = back.id or back.date.isoformat()
        yield Dated(
            kind="retrospective",
            project=make.project,
            item=name,
            title=back.scope or make.project.title,
            day=back.date,
            standing=make.standing(back.date, done=not one.coming),
            owner=back.facilitator or make.project.owner,
            weight=3,
            identity=(make.home, "retrospectives", name, ""),
            traces=((make.project.id, "retrospectives", name),),
            also=back.participants,
            shaky=make.shaky,
        )


def _raid(make: _Maker) -> Iterator[Dated]:
    """Open risks are reviewed; issues, assumptions and what one waits for have a day."""
    off = make.of.over
    for risk in make.of.risks:
        if risk.risk.status == "open" and risk.review_due:
            weight = 2 if risk.band in _GRAVE else 3
            standing = make.standing(risk.review_due, done=False, off=off)
            yield from make.item("risk", "risks", risk.risk, risk.review_due, standing, weight, part="review")
    for issue in make.of.issues:
        if issue.issue.due:
            solved = None if unsolved(issue.issue) else issue.issue.resolved
            day = solved or issue.issue.due
            standing = make.standing(day, done=not issue.open, off=off)
            yield from make.item("issue", "issues", issue.issue, day, standing, 1 if issue.severe else 2)
    for assumed in make.of.assumptions:
        due = assumed.assumption.due
        if due:
            standing = make.standing(due, done=assumed.assumption.status != "open", off=off)
            yield from make.item("assumption", "assumptions", assumed.assumption, due, standing, 4)


def _dependencies(make: _Maker) -> Iterator[Dated]:
    for one in make.project.dependencies:
        came = one.delivered if one.delivered and one.delivered <= make.of.as_of else None
        off = one.status == "cancelled" or make.of.over
        standing = make.standing(came or one.due, done=came is not None or one.status == "delivered", off=off)
        yield from make.item("dependency", "dependencies", one, came or one.due, standing, 2)


def _trainings(make: _Maker) -> Iterator[Dated]:
    for one in make.project.training:
        if one.date:
            standing = make.standing(one.date, done=one.date < make.of.as_of)
            yield from make.item(
                "training", "training", one, one.date, standing, 4, owner=one.trainer or make.project.owner
            )


def _checks(make: _Maker) -> Iterator[Dated]:
    for state in make.of.adjustments:
        one = state.adjustment
        if one.check_on:
            standing = make.standing(one.check_on, done=one.result != "pending")
            yield from make.item("check", "adjustments", one, one.check_on, standing, 3, part="check")


def _benefits(make: _Maker) -> Iterator[Dated]:
    for state in make.of.benefits:
        one, waited = state.benefit, {day for day, _ in unseen(state.benefit)}
        for n, day in enumerate(sorted(one.measure_on), 1):
            standing = make.standing(day, done=day not in waited, off=make.shaky)
            yield from make.item("benefit", "benefits", one, day, standing, 2, part=str(n), owner=state.owner)


def _vendors(make: _Maker) -> Iterator[Dated]:
    for state in make.of.vendors:
        for delivery in state.deliveries:
            yield from _delivery(make, state, delivery)
        for payment in state.payments:
            yield from _payment(make, state, payment)


def _delivery(make: _Maker, of: VendorState, state: DeliveryState) -> Iterator[Dated]:
    one = state.delivery
    day = one.delivered if not state.open and one.delivered else one.due
    standing = make.standing(day, done=one.delivered is not None and not state.open, off=not state.open)
    part = f"delivery {' / '.join(one.title.forms)}"
    for made in make.item("delivery", "vendors", of.vendor, day, standing, 1, part=part, owner=of.owner):
        yield replace(made, title=one.title, party=of.vendor.name, planned=one.due)


def _payment(make: _Maker, of: VendorState, state: PaymentState) -> Iterator[Dated]:
    """A payment that waits for a milestone has its day: not today, which would be another one tomorrow."""
    one, stone = state.payment, state.milestone
    awaited = (stone.actual or stone.forecast or stone.baseline) if stone else None
    day = (one.paid if state.standing == "paid" else None) or one.due or awaited
    if day is None:
        return
    done, off = state.standing == "paid", state.standing == "dropped"
    standing = make.standing(day, done=done, off=off)
    if state.standing == "waiting" and standing == "late":
        standing = "open"  # the milestone is late, not who pays
    named = " / ".join(one.title.forms) or (stone.id if stone else "") or one.milestone
    part = f"payment {named}"
    for made in make.item("payment", "vendors", of.vendor, day, standing, 2, part=part, owner=of.owner):
        title = one.title or of.vendor.name
        traces = (*made.traces, *(((make.project.id, "milestones", stone.id),) if stone else ()))
        money, currency = one.amount, state.currency
        yield replace(made, title=title, party=of.vendor.name, traces=traces, amount=money, currency=currency)


_PARTS = (
    _finish,
    _milestones,
    _phases,
    _deliverables,
    _retrospectives,
    _raid,
    _dependencies,
    _trainings,
    _checks,
    _benefits,
    _vendors,
)
