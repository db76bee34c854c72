"""What was done: what the data dates into the days of an update, and what was written since the last one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from opsgen.changes.labels import word_label
from opsgen.changes.sentences import sentence
from opsgen.changes.sentences.teller import dates, line
from opsgen.derive.schedule import days_late
from opsgen.derive.standing import names, quantity
from opsgen.drafts.point import LEVELS, called, noun, on, point
from opsgen.words import Message, Text, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from opsgen.changes.change import Change
    from opsgen.changes.sentences import Teller
    from opsgen.derive import Assessment
    from opsgen.derive.period import Event
    from opsgen.derive.standing import Called
    from opsgen.drafts.point import Point
    from opsgen.drafts.window import Window
    from opsgen.model import Decision, Issue, Metric, Milestone, Project, Risk

_OF_CHANGES: Mapping[str, str] = {
    "milestone.achieved": "milestone.achieved",
    "gate.decided": "gate.decided",
    "task.done": "task.done",
    "scope.deliverable_accepted": "deliverable.accepted",
    "dependency.delivered": "dependency.delivered",
    "risk.closed": "risk.closed",
    "issue.resolved": "issue.resolved",
    "decision.made": "decision.made",
    "action.closed": "action.closed",
}
"""What a change says to have happened."""
_TOLD = {"milestone.brought_forward": 3}
"""Other good news, in the words of the change itself."""
_MET, _MET_TOO, _PROGRESS = 2, 6, 9
"""What targets weigh that were reached, of the metrics that count most and of others; tasks that got on."""
_WORK = frozenset({"initiating", "planning", "executing", "closing"})
_KINDS: Mapping[str, tuple[str, int]] = {
    "milestone.achieved": ("milestones", 1),
    "gate.decided": ("milestones", 2),
    "phase.finished": ("phases", 3),
    "deliverable.accepted": ("deliverables", 3),
    "deliverable.delivered": ("deliverables", 4),
    "decision.made": ("decisions", 4),
    "issue.resolved": ("issues", 5),
    "risk.closed": ("risks", 5),
    "dependency.delivered": ("dependencies", 6),
    "delivery.made": ("vendors", 6),
    "task.done": ("tasks", 6),
    "action.closed": ("actions", 7),
    "training.held": ("training", 8),
}
"""The list of what happened, and how much it weighs."""


def done(of: Assessment, changes: Iterable[Change], days: Window, teller: Teller) -> Iterator[Point]:
    """What was done, as points; measurements, texts and meetings are not among them."""
    for event in of.chronicle.events:
        if days.since <= event.day <= days.until:
            yield from _happened(event, days)
    met: list[Metric] = []
    for change in changes:
        item, code = found(of.project, change), _OF_CHANGES.get(change.code)
        if change.kind == "project":
            yield from _of_project(change, teller)
        elif change.code in _TOLD or _is_progress(change):
            yield _as_told(change, teller)
        elif change.code == "kpi.now_met" and item:
            met.append(item)
        elif code and item and _is_done(item):
            yield _point(code, item, days)
    if met:
        yield _met(met, of)


def _of_project(change: Change, teller: Teller) -> Iterator[Point]:
    """That the project itself ends earlier, or entered another part of its life."""
    if change.code == "project.brought_forward":
        yield point(of_finish(change), 2)
    elif change.code == "lifecycle.changed" and change.field == "lifecycle" and change.new in _WORK:
        yield point(of_lifecycle(change, teller), 0)


def of_finish(change: Change) -> Message:
    """That the end of the project is another one: of which project, whoever reads its report knows."""
    old, new = dates(change)
    days = round(change.delta or 0)
    if days > 0:
        said = plural(
            "the end of the project slipped {n} day ({old} → {new})",
            "the end of the project slipped {n} days ({old} → {new})",
            days,
            old=old,
            new=new,
        )
    else:
        said = plural(
            "the end of the project was brought forward {n} day ({old} → {new})",
            "the end of the project was brought forward {n} days ({old} → {new})",
            -days,
            old=old,
            new=new,
        )
    return message("{said}: {reason}", said=said, reason=line(change.reason)) if change.reason else said


def of_lifecycle(change: Change, teller: Teller) -> Message:
    """Which part of its life the project entered."""
    old, new = teller.values(change)
    if change.old is None:
        return message("the project is {new} now", new=new)
    return message("the project is {new} now, before {old}", new=new, old=old)


def _met(metrics: Sequence[Metric], of: Assessment) -> Point:
    """The targets that were reached, in one line; those of the metrics that count most stand first."""
    ranked = sorted(metrics, key=lambda metric: LEVELS.index(metric.level))
    weight = _MET if ranked[0].level != "supporting" else _MET_TOO
    state = of.metric.get(ranked[0].id)
    if len(ranked) > 1 or state is None or state.latest is None:
        said = message("target reached: {items}", items=tuple(map(called, ranked)))
    else:
        value = quantity(state.latest.value, state.metric.unit)
        said = message("target reached: {item}, {value}", item=called(ranked[0]), value=value)
    return point(said, weight)


def found(project: Project, change: Change) -> Any:
    """The item that a change is about, as it is now; None where it is no more."""
    items = getattr(project, change.kind, ())
    if not isinstance(items, tuple):
        return None
    return next((item for item in items if _is_it(item, change)), None)


def _is_it(item: Any, change: Change) -> bool:
    title = getattr(item, "title", Text())
    called_so = " / ".join(title.forms) if isinstance(title, Text) else ""
    return change.item in (*names(item), called_so) if hasattr(item, "aliases") else False


def _is_done(item: Any) -> bool:
    """Whether it is not only said to be over because nobody will do it."""
    return getattr(item, "status", "") != "cancelled"


def _as_told(change: Change, teller: Teller) -> Point:
    told = point(sentence(change, teller), _TOLD.get(change.code, _PROGRESS))
    return replace(told, about=(change.kind, change.item))


def _is_progress(change: Change) -> bool:
    """Whether more of a task is done than before, and how much somebody said."""
    told = change.code == "task.progressed" and change.field == "complete"
    return told and change.new is not None and (change.delta or 0) >= 0


def _happened(event: Event, days: Window) -> Iterator[Point]:
    if event.code == "project.closed":
        yield point(message("the project was closed"), 0)
    elif event.item is not None and event.code in _KINDS:
        yield _point(event.code, event.item, days)


def _point(code: str, item: Called, days: Window) -> Point:
    kind, weight = _KINDS[code]
    return point(_said(code, kind, item, days), weight, kind, item)


def _said(code: str, kind: str, item: Any, days: Window) -> Message:
    what = noun(kind, item)
    match code:
        case "milestone.achieved" | "gate.decided":
            return _milestone(item, days)
        case "phase.finished" | "task.done":
            return message("{what} finished", what=what)
        case "deliverable.accepted":
            return message("{what} accepted", what=what)
        case "deliverable.delivered" | "dependency.delivered":
            return message("{what} delivered", what=what)
        case "delivery.made":
            return message("“{title}” delivered", title=line(item.title))
        case "decision.made":
            return _decision(item)
        case "risk.closed":
            return _with_words(message("{what} closed", what=what), _why(item))
        case "issue.resolved":
            return _with_words(message("{what} solved", what=what), _how(item))
        case "training.held":
            return message("{what} held", what=what)
        case _:
            return message("{what} done", what=what)


def _why(item: Risk) -> Text:
    return item.close_reason


def _how(item: Issue) -> Text:
    return item.resolution


def _with_words(said: Message, words: Text) -> Message:
    return message("{said}: {words}", said=said, words=line(words)) if words else said


def _decision(item: Decision) -> Message:
    if not item.outcome:
        return message("{what} taken", what=noun("decisions", item))
    return message("Decided on {item}: {outcome}", item=called(item), outcome=line(item.outcome))


def _milestone(stone: Milestone, days: Window) -> Message:
    what = noun("milestones", stone)
    said = _achieved(stone, what, days) if stone.actual else None
    if stone.type != "gate" or stone.outcome in (None, "pending"):
        return said or message("{what} achieved", what=what)
    outcome = word_label("milestones", "outcome", stone.outcome)
    if said is None:
        return message("{what} decided: {outcome}", what=what, outcome=outcome)
    return message("{said}; decided: {outcome}", said=said, outcome=outcome)


def _achieved(stone: Milestone, what: Message, days: Window) -> Message:
    assert stone.actual
    late = days_late(stone.baseline, stone.actual)
    if late is None:
        return message("{what} achieved on {day}", what=what, day=on(stone.actual, days.until))
    if late > 0:
        return plural(
            "{what} achieved ({n} day later than planned)",
            "{what} achieved ({n} days later than planned)",
            late,
            what=what,
        )
    if late < 0:
        return plural(
            "{what} achieved ({n} day earlier than planned)",
            "{what} achieved ({n} days earlier than planned)",
            -late,
            what=what,
        )
    return message("{what} achieved on the planned day", what=what)
