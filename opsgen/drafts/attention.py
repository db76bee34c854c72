"""Risks and problems: what went wrong since the last update, and what is wrong now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opsgen.changes.sentences import sentence
from opsgen.changes.sentences.teller import line
from opsgen.derive.standing import currency_of
from opsgen.drafts.done import found, of_finish, of_lifecycle
from opsgen.drafts.point import Point, about_of, by, called, noun, on, point, why
from opsgen.words import Message, Money, Text, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from opsgen.changes.change import Change
    from opsgen.changes.sentences import Teller
    from opsgen.derive import Assessment
    from opsgen.derive.period import Duty
    from opsgen.drafts.window import Window

_TOLD: Mapping[str, int] = {
    "milestone.slipped": 2,
    "milestone.reopened": 2,
    "milestone.removed": 4,
    "kpi.now_missed": 3,
    "risk.occurred": 3,
    "risk.escalated": 4,
    "risk.trigger_met": 3,
    "risk.raised": 6,
    "task.blocked": 4,
    "scope.deliverable_dropped": 4,
    "scope.deliverable_rejected": 4,
    "assumption.false": 4,
    "baseline.changed": 3,
    "target.changed": 3,
    "conflict.opened": 5,
    "conflict.escalated": 5,
    "issue.opened": 6,
}
"""What is told in the words of the change itself."""
_WEIGHT_OF_BAND: Mapping[str, int] = {"critical": 3, "high": 5}
_OVER = frozenset({"missed", "behind"})
_OWED: Mapping[str, tuple[str, int]] = {
    "milestone": ("milestones", 1),
    "deliverable": ("deliverables", 4),
    "dependency": ("dependencies", 4),
    "issue": ("issues", 5),
    "task": ("tasks", 5),
    "action": ("actions", 6),
}
_SUPPORTING, _APPROVED = 7, 6
"""What supporting metrics weigh at most, and what somebody approved at least."""
_ALONE = 2
"""So many milestones are told of with their reasons where more than one other slipped."""
_HELD = frozenset({"on_hold", "cancelled"})


def attention(of: Assessment, changes: Iterable[Change], days: Window, teller: Teller) -> Iterator[Point]:
    """What went wrong and what is wrong, as points; of what is over or rests only what went wrong."""
    slipped: list[Change] = []
    for change in changes:
        if change.kind == "project":
            yield from _of_project(change, teller)
        elif change.code == "milestone.slipped" and found(of.project, change):
            slipped.append(change)
        elif change.code in _TOLD and (item := found(of.project, change)):
            yield _as_told(change, item, of, teller)
        elif change.code == "milestone.removed":
            yield point(sentence(change, teller), _TOLD[change.code])
    yield from _slipped(slipped, of, teller)
    if of.live:
        yield from _overdue(of, days, teller)
        yield from _numbers(of)
        yield from _money(of)
        yield from _risks(of)
        yield from _issues(of)
        yield from _furthest(of)


def _of_project(change: Change, teller: Teller) -> Iterator[Point]:
    """That the project itself ends later, or is stopped."""
    if change.code == "project.slipped":
        yield point(of_finish(change), 1)
    elif change.code == "lifecycle.changed" and change.field == "lifecycle" and change.new in _HELD:
        yield point(of_lifecycle(change, teller), 1)
    elif change.code in _TOLD:
        yield point(sentence(change, teller), _TOLD[change.code])


def _slipped(changes: list[Change], of: Assessment, teller: Teller) -> Iterator[Point]:
    """The milestones that moved furthest in the words of the changes, all others in one line."""
    several = sorted(changes, key=lambda change: -(change.delta or 0))
    alone = several if len(several) <= _ALONE + 1 else several[:_ALONE]
    for change in alone:
        yield _as_told(change, found(of.project, change), of, teller)
    if more := [change for change in changes if change not in alone]:
        items = tuple(
            plural(
                "{item} by {n} day",
                "{item} by {n} days",
                round(change.delta or 0),
                item=called(found(of.project, change)),
            )
            for change in more
        )
        yield point(message("slipped too: {items}", items=items), _TOLD["milestone.slipped"], "milestones")


def _as_told(change: Change, item: Any, of: Assessment, teller: Teller) -> Point:
    said, weight = sentence(change, teller), _TOLD[change.code]
    if change.approval:
        weight = max(weight, _APPROVED)
    if change.code == "risk.raised" and item.kind == "threat":
        said = _answered(said, item.response)
        band = next((state.band for state in of.risks if state.risk is item), None)
        weight = _WEIGHT_OF_BAND.get(band or "", weight)
    return Point(point(said, weight).text, weight, about_of(change.kind, item))


def _overdue(of: Assessment, days: Window, teller: Teller) -> Iterator[Point]:
    for duty in of.chronicle.duties:
        if duty.due < days.until and duty.met is None and not duty.planned and duty.kind in _OWED:
            yield _owed(duty, of, days, teller)


def _owed(duty: Duty, of: Assessment, days: Window, teller: Teller) -> Point:
    kind, weight = _OWED[duty.kind]
    said = plural(
        "{what} is {n} day overdue (due {day})",
        "{what} is {n} days overdue (due {day})",
        (days.until - duty.due).days,
        what=noun(kind, duty.item),
        day=on(duty.due, days.until),
    )
    return point(by(said, duty.owner, of.project, teller), weight, kind, duty.item)


def _numbers(of: Assessment) -> Iterator[Point]:
    """The metrics that are behind or missed their targets, in the words of the notices."""
    for notice in of.notices:
        if notice.kind in _OVER:
            weight = _SUPPORTING if notice.state.metric.level == "supporting" else 3
            yield point(notice.text, weight, "metrics", notice.state.metric)


def _money(of: Assessment) -> Iterator[Point]:
    """That more will be spent than was planned and is tolerated."""
    if of.budget is None:
        return
    total, currency = of.budget.spending, currency_of(of.project, of.settings)
    percent = total.variance_pct
    if total.variance > 0 and percent is not None and percent > of.limits.cost_pct / 2:
        said = message(
            "spending is forecast at {forecast}, {amount} ({percent}%) over the plan of {planned}",
            forecast=Money(total.forecast, currency),
            amount=Money(total.variance, currency),
            percent=round(percent, 1),
            planned=Money(total.planned, currency),
        )
        yield point(said, 2, "budget")


def _risks(of: Assessment) -> Iterator[Point]:
    """Open threats that weigh much, with what is done about them."""
    for state in of.risks:
        if state.risk.kind == "threat" and state.risk.status == "open" and state.band in ("high", "critical"):
            critical, weight = state.band == "critical", _WEIGHT_OF_BAND[state.band]
            what = noun("risks", state.risk)
            said = (
                message("{what} is critical", what=what) if critical else message("{what} is high", what=what)
            )
            yield point(_answered(said, state.risk.response), weight, "risks", state.risk)


def _answered(said: Message, response: Text) -> Message:
    if not response:
        return message("{said}, without a response yet", said=said)
    return message("{said}; response: {response}", said=said, response=line(response))


def _issues(of: Assessment) -> Iterator[Point]:
    """Severe issues that are open, with what they do."""
    for state in of.issues:
        if state.open and state.severe:
            said = noun("issues", state.issue)
            if state.issue.impact:
                said = message("{said}: {words}", said=said, words=line(state.issue.impact))
            yield point(said, 3, "issues", state.issue)


def _furthest(of: Assessment) -> Iterator[Point]:
    """The milestone that is furthest from its plan."""
    late = [s for s in of.milestones if s.status != "achieved" and (s.slip or 0) > s.tolerance]
    if late:
        worst = max(late, key=lambda s: s.slip or 0)
        said = plural(
            "{what} is expected {n} day later than planned",
            "{what} is expected {n} days later than planned",
            worst.slip or 0,
            what=noun("milestones", worst.milestone),
        )
        yield point(why(said, worst.milestone.reason), 4, "milestones", worst.milestone)
