"""Rules about dates: a project has some, they stand in order, and what is past has happened."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from heapq import nlargest
from typing import TYPE_CHECKING, Any

from opsgen.calendar import period
from opsgen.derive.standing import goes_on, named
from opsgen.rules.minutes import actions, decisions
from opsgen.rules.rule import DAY, Finding, attribute, marked_values, reach, rule, whole_rule
from opsgen.schema.fields import resolved, schema
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.load import Path
    from opsgen.model import Project
    from opsgen.portfolio import House, Whole
    from opsgen.rules.rule import Pattern
    from opsgen.words import Message

_PAIRS = (("start", "finish"), ("from", "until"))
_MOVE = message("move one of the two dates")
_DATED = re.compile(r"[0-9]{4}-(W[0-9]{2}|[0-9]{2}-[0-9]{2}|[0-9]{2})(?![0-9])", re.ASCII)
_LATEST = 8
"""Of many dates only the latest can matter."""
_ORDER = (
    ("risks", "raised", "reviewed"),
    ("risks", "raised", "closed"),
    ("issues", "raised", "due"),
    ("issues", "raised", "resolved"),
    ("adjustments", "date", "check_on"),
)
"""In a list, what comes before what."""
_AGREED_ORDER = (("raised", "date"), ("raised", "due"), ("done", "verified"))
"""The same for decisions and actions, in lists and in minutes."""


@rule("dates-missing", "error")
def dates_missing(project: Project, _: House) -> Iterator[Finding]:
    """A project has no `start` or no `finish`, and does not say that it is only proposed.

    Example:
        # wrong
        title: Member gift
        owner: Zhao Min
        milestones: [{id: M1, title: Launched, forecast: 2026-12-15}]
        # right
        title: Member gift
        owner: Zhao Min
        start: 2026-07-01
        finish: 2026-12-31
        milestones: [{id: M1, title: Launched, forecast: 2026-12-15}]
    """
    if project.lifecycle == "proposed":
        return
    missing = [key for key in ("start", "finish") if getattr(project, key) is None]
    if missing:
        text = message("the project has no {fields}", fields=tuple(f"`{key}`" for key in missing))
        yield Finding((), text, message("write the dates, or `lifecycle: proposed`"))


@whole_rule("finish-before-start", "error")
def finish_before_start(whole: Whole, _: House) -> Iterator[Finding]:
    """Something ends before it begins: a project, a phase, a task, an original plan, a stay in the team.

    Example:
        # wrong
        phases:
          - {id: P1, title: Preparation, start: 2026-09-01, finish: 2026-08-01}
        # right
        phases:
          - {id: P1, title: Preparation, start: 2026-09-01, finish: 2026-10-01}
    """
    for pattern, (first, last) in _spans(whole.kind):
        for path, span in reach(whole.value, pattern):
            start, finish = getattr(span, attribute(first)), getattr(span, last)
            if start and finish and finish < start:
                yield Finding((*path, last), _disorder(first, start, last, finish), _MOVE)


@whole_rule("dates-out-of-order", "error")
def dates_out_of_order(whole: Whole, _: House) -> Iterator[Finding]:
    """Something was answered before it was asked: reviewed before it was raised, verified before it was done.

    Example:
        # wrong
        risks:
          - {id: R1, title: SMS late, probability: 3, impact: 2, raised: 2026-10-12, reviewed: 2026-10-01}
        # right
        risks:
          - {id: R1, title: SMS late, probability: 3, impact: 2, raised: 2026-10-12, reviewed: 2026-10-21}
    """
    value = whole.value
    for name, first, last in _ORDER:
        for i, item in enumerate(getattr(value, name, ())):
            early, late = getattr(item, first), getattr(item, last)
            if early and late and late < early:
                yield Finding((name, i, last), _disorder(first, early, last, late), _MOVE)
    for path, item in (*decisions(value), *actions(value)):
        for first, last in _AGREED_ORDER:
            early, late = getattr(item, first, None), getattr(item, last, None)
            if early and late and late < early:
                yield Finding((*path, last), _disorder(first, early, last, late), _MOVE)
    if whole.kind == "project" and value.start and value.closed and value.closed < value.start:
        yield Finding(("closed",), _disorder("start", value.start, "closed", value.closed), _MOVE)


@whole_rule("actual-in-future", "warning")
def actual_in_future(whole: Whole, _: House) -> Iterator[Finding]:
    """A date that says what has happened lies in the future.

    Example:
        # wrong
        milestones:
          - {id: M1, title: Launched, actual: 2026-12-10}       # and it is November
        # right
        milestones:
          - {id: M1, title: Launched, forecast: 2026-12-10}
    """
    days: dict[tuple[date, object], Path] = {}
    for path, _, day in marked_values(whole, "x-past"):
        if isinstance(day, date):
            # All numbers of a day have one date, whether it is written once or at each of them.
            days.setdefault((day, "measurements" if "measurements" in path else path), path)
    for (day, _written), path in nlargest(_LATEST, days.items(), key=lambda found: found[0][0]):
        yield Finding(path, *_ahead(path, day), until=day - DAY)


@whole_rule("status-against-date", "error")
def status_against_date(whole: Whole, _: House) -> Iterator[Finding]:
    """Something has the date of its end, and its status says that it goes on.

    It is counted by its status: pages would go on to call it open.

    Example:
        # wrong
        decisions:
          - {id: D1, title: More advertising, date: 2026-11-12, outcome: 600k more}
        # right
        decisions:
          - {id: D1, title: More advertising, status: decided, date: 2026-11-12, outcome: 600k more}
    """
    for path, given, field, wanted, item in _ended(whole):
        hint = message(
            "write `{field}: {status}`, or delete `{given}`", given=given, field=field, status=wanted
        )
        if item is None:
            text = message(
                "the project has `{given}`, but its `{field}` is not `{status}`",
                given=given,
                field=field,
                status=wanted,
            )
        else:
            text = message(
                "{item} has `{given}`, but its `{field}` is not `{status}`",
                item=named(item),
                given=given,
                field=field,
                status=wanted,
            )
        yield Finding(path, text, hint)


@whole_rule("done-without-date", "info")
def done_without_date(whole: Whole, _: House) -> Iterator[Finding]:
    """An action is done, or a planned task, and nothing says when.

    Without the day nobody can see later what was late. Of tasks it is said where others of the project have
    their day, and of a project that is over no more.

    Example:
        # wrong
        actions:
          - {id: A1, title: Order samples, owner: 赵敏, due: 2026-11-20, status: done}
        # right
        actions:
          - {id: A1, title: Order samples, owner: 赵敏, due: 2026-11-20, status: done, done: 2026-11-18}
    """
    if whole.kind == "project" and not goes_on(whole.value):
        return
    for path, action in actions(whole.value):
        if action.status == "done" and action.done is None:
            text = message("{item} is done, and nothing says when", item=named(action))
            yield Finding((*path, "status"), text, message("write `done` with the day"))
    tasks = getattr(whole.value, "tasks", ())
    usual = any(task.actual.finish for task in tasks)
    for i, task in enumerate(tasks) if usual else ():
        if task.status == "done" and task.finish and task.actual.finish is None:
            text = message("{item} is done, and nothing says when", item=named(task))
            yield Finding(("tasks", i, "status"), text, message("write `actual: {{finish: …}}` with the day"))


def _ended(whole: Whole) -> Iterator[tuple[Path, str, str, str, Any]]:
    """What has the date of its end and goes on: where, the field given, and the one that should say so."""
    value = whole.value
    for path, decision in decisions(value):
        given = "date" if decision.date else "outcome" if decision.outcome else ""
        if given and decision.status == "requested":
            yield (*path, given), given, "status", "decided", decision
    for path, action in actions(value):
        if action.done and action.status in ("in_progress", "cancelled"):
            yield (*path, "done"), "done", "status", "done", action
    if whole.kind != "project":
        return
    if value.closed and value.lifecycle not in ("closed", "cancelled"):
        yield ("closed",), "closed", "lifecycle", "closed", None
    for i, risk in enumerate(value.risks):
        if risk.closed and risk.status in ("open", "draft"):
            yield ("risks", i, "closed"), "closed", "status", "closed", risk
    # `open` is what holds where nothing is written: there the day alone says enough.
    for i, issue in enumerate(value.issues):
        if issue.resolved and issue.status == "in_progress":
            yield ("issues", i, "resolved"), "resolved", "status", "resolved", issue
    for i, dependency in enumerate(value.dependencies):
        if dependency.delivered and dependency.status in ("agreed", "cancelled"):
            yield ("dependencies", i, "delivered"), "delivered", "status", "delivered", dependency
    for i, task in enumerate(value.tasks):
        if task.actual.finish and task.status not in ("done", "cancelled"):
            yield ("tasks", i, "actual", "finish"), "actual.finish", "status", "done", task


def _ahead(path: Path, day: date) -> tuple[Message, Message]:
    """What is wrong with a date that lies in the future, and what to do."""
    if "measurements" in path:
        text = message("the measurement of {day} lies in the future", day=day)
        return text, message("correct the date; a number that is only expected is no measurement")
    text = message("`{field}` {day} lies in the future", field=str(path[-1]), day=day)
    if "actuals" in path:
        return text, message("correct the date; money still to be spent is `committed` or `forecast`")
    return text, message("a date that is only expected is a `forecast`, or a `due` date")


def _disorder(first: str, early: date, last: str, late: date) -> Message:
    return message(
        "`{last}` {finish} is before `{first}` {start}", first=first, last=last, start=early, finish=late
    )


@cache
def _spans(kind: str) -> tuple[tuple[Pattern, tuple[str, str]], ...]:
    """Where a schema has a mapping with a first and a last day."""
    found: list[tuple[Pattern, tuple[str, str]]] = []
    waiting: list[tuple[Pattern, dict[str, Any]]] = [((), schema(kind))]
    while waiting:
        pattern, part = waiting.pop()
        part = resolved(part, schema(kind)) | part
        properties = part.get("properties", {})
        found += [(pattern, pair) for pair in _PAIRS if all(_is_date(properties.get(key)) for key in pair)]
        waiting += [((*pattern, key), field) for key, field in properties.items()]
        if isinstance(part.get("items"), dict):
            waiting.append(((*pattern, "*"), part["items"]))
    return tuple(found)


def _is_date(field: dict[str, Any] | None) -> bool:
    return field is not None and field.get("x-type") == "date"


@whole_rule("date-against-file-name", "warning")
def date_against_file_name(whole: Whole, _: House) -> Iterator[Finding]:
    """A meeting or an update is of another day or period than its id says, which is the name of its file.

    Most often a file was copied and only one of the two changed. Lists go by the date that is written.

    Example:
        # wrong
        meetings:
          - {id: 2026-11-16, title: Weekly, date: 2026-11-23}
        # right
        meetings:
          - {id: 2026-11-23, title: Weekly, date: 2026-11-23}
    """
    for path, meeting in reach(whole.value, ("meetings", "*")):
        yield from _against_name((*path, "date"), meeting.id, meeting.date.isoformat())
    for path, update in reach(whole.value, ("updates", "*")):
        yield from _against_name((*path, "period"), update.id, update.period)
    if whole.kind == "meeting":
        yield from _against_name(("date",), whole.value.id, whole.value.date.isoformat())


def _against_name(path: Path, name: str, written: str) -> Iterator[Finding]:
    begun = _DATED.match(name)
    called, meant = period(begun[0]) if begun else None, period(written)
    if called and meant and not (called.start <= meant.finish and meant.start <= called.finish):
        text = message("the id says {id}, and `{field}` is {value}", id=name, field=path[-1], value=written)
        yield Finding(path, text, message("correct the one that is wrong; the id is the name of the file"))


RULES = (
    dates_missing,
    date_against_file_name,
    finish_before_start,
    dates_out_of_order,
    actual_in_future,
    status_against_date,
    done_without_date,
)
