"""The work that is done against all there is to do, report by report, and what was added or dropped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.burn_up import burn_up as burnt
from opsgen.derive.standing import is_live, names
from opsgen.figures.burn_up import Burnt, Outlook, ScopeMark
from opsgen.figures.burn_up import burn_up as figure
from opsgen.views.past.traced import Tracer, note
from opsgen.words import message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from opsgen.changes.change import Change
    from opsgen.derive import Assessment
    from opsgen.derive.burn_up import BurnUp, Measure
    from opsgen.views.edition import Edition
    from opsgen.views.past.traced import Traced
    from opsgen.words import Message

_WIDE, _NARROW = 640.0, 340.0
_SHOWN = 12
"""Changes of the scope that are listed; of more the newest."""
_UNITS: Mapping[Measure, Message] = {
    "effort": message("person-days"),
    "weight": message("units of weight"),
    "count": message("tasks"),
    "deliverables": message("deliverables"),
}
_OF_TASKS = ("task.added", "task.removed", "task.cancelled", "task.reopened", "task.rescheduled")
_OF_DELIVERABLES = ("scope.deliverable_added", "scope.deliverable_dropped")


@dataclass(frozen=True, slots=True)
class BurnRow:
    """The work of one report; `percent` is what of the scope was done."""

    day: date
    scope: str
    done: str
    percent: str


@dataclass(frozen=True, slots=True)
class BurnUpView:
    """The burn-up in words and as a figure; `more` is how many older changes of the scope are not listed."""

    said: tuple[Message, ...]
    figure: str
    narrow: str
    unit: Message
    rows: tuple[BurnRow, ...]
    steps: tuple[Traced, ...]
    more: int
    apart: Message | None
    note: Message | None


@dataclass(frozen=True, slots=True)
class Scope:
    """What was added to the work, dropped from it, and estimated anew, by the changes of the commits."""

    added: tuple[Change, ...] = ()
    dropped: tuple[Change, ...] = ()
    estimated: int = 0

    @property
    def steps(self) -> tuple[Change, ...]:
        return (*self.added, *self.dropped)


def burn_up(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """What the section needs; None with fewer than two reports, and where none says other than the first."""
    live = is_live(assessment.lifecycle)
    found = burnt(edition.reports.course(assessment), goes_on=live)
    if found is None or not found.moved:
        return {"burn_up": None}
    tracer = Tracer(edition, assessment.project)
    scope = _scope(assessment, found, tracer)
    steps = sorted(scope.steps, key=tracer.day, reverse=True)
    return {
        "burn_up": BurnUpView(
            said=tuple(_said(found, scope, assessment.project.finish)),
            figure=_figure(edition, assessment, found, scope, tracer, _WIDE),
            narrow=_figure(edition, assessment, found, scope, tracer, _NARROW),
            unit=_UNITS[found.measure],
            rows=tuple(_rows(edition, found)),
            steps=tracer.told(steps[:_SHOWN], {}),
            more=max(0, len(steps) - _SHOWN),
            apart=_apart(found.otherwise) if found.otherwise else None,
            note=note(edition),
        )
    }


# ---- what was added and dropped


def _scope(assessment: Assessment, found: BurnUp, tracer: Tracer) -> Scope:
    """The changes of the scope after the first report; a cancelled task that is removed is dropped once."""
    of_tasks = found.measure != "deliverables"
    groups = _groups(assessment) if of_tasks else frozenset()
    gone: set[str] = set()
    added, dropped, estimated = [], [], set()
    for change in tracer.changes(*(_OF_TASKS if of_tasks else _OF_DELIVERABLES)):
        within = tracer.day(change) > found.points[0].day
        match _turn(change):
            case "added":
                gone.discard(change.item)
                added += [change] if within and change.item not in groups else []
            case "dropped":
                dropped += [change] if within and change.item not in gone else []
                gone.add(change.item)
            case "estimated" if within and change.item not in groups and found.measure == "effort":
                estimated.add(change.item)
    return Scope(tuple(added), tuple(dropped), len(estimated))


def _turn(change: Change) -> str:
    match change.code:
        case "task.added" | "scope.deliverable_added":
            return "added"
        case "task.removed" | "task.cancelled" | "scope.deliverable_dropped":
            return "dropped"
        case "task.reopened" if change.old == "cancelled":
            return "added"
        case "task.rescheduled" if change.field == "effort":
            return "estimated"
        case _:
            return ""


def _groups(assessment: Assessment) -> frozenset[str]:
    """The tasks with tasks below them, which weigh nothing of their own."""
    tree = assessment.breakdown
    return frozenset(name for i, task in enumerate(tree.tasks) if tree.children[i] for name in names(task))


# ---- in words


def _said(found: BurnUp, scope: Scope, finish: date | None) -> Iterator[Message]:
    first, last = found.points[0], found.points[-1]
    moved = first.scope != last.scope
    given: dict[str, object] = {"last": last.scope, "done": last.done, "day": first.day}
    given |= {"unit": _UNITS[found.measure], "why": tuple(_why(scope, found.measure))}
    if moved:
        given["first"] = first.scope
    if moved and given["why"]:
        yield message("Scope {first} → {last} {unit} since {day}: {why}; {done} done.", **given)
    elif moved:
        yield message("Scope {first} → {last} {unit} since {day}; {done} done.", **given)
    elif given["why"]:
        yield message("Scope {last} {unit}, as on {day}: {why}; {done} done.", **given)
    else:
        yield message("Scope {last} {unit}, as on {day}; {done} done.", **given)
    if found.ahead:
        yield from _outlook(found, finish)


def _why(scope: Scope, measure: Measure) -> Iterator[Message]:
    """`4 tasks added, 1 dropped, 2 estimated anew`."""
    if scope.added and measure == "deliverables":
        yield plural("{n} deliverable added", "{n} deliverables added", len(scope.added))
    elif scope.added:
        yield plural("{n} task added", "{n} tasks added", len(scope.added))
    if scope.dropped:
        yield plural("{n} dropped", "{n} dropped", len(scope.dropped))
    if scope.estimated:
        yield plural("{n} estimated anew", "{n} estimated anew", scope.estimated)


def _outlook(found: BurnUp, finish: date | None) -> Iterator[Message]:
    ahead = found.ahead
    assert ahead is not None
    given = {
        "day": ahead.day,
        "earliest": ahead.earliest,
        "latest": ahead.latest,
        "since": ahead.since,
    }
    if ahead.earliest == ahead.latest:
        yield message("At the pace since {since} the scope of today is done on {day}.", **given)
    else:
        yield message(
            "At the pace since {since} the scope of today is done on {day}, between {earliest} and {latest}.",
            **given,
        )
    if finish:
        yield message("The project is to finish on {day}.", day=finish)


def _rows(edition: Edition, found: BurnUp) -> Iterator[BurnRow]:
    """The reports, the newest first."""
    say = words(edition.lang)
    for point in reversed(found.points):
        percent = say.percent(point.done / point.scope * 100) if point.scope else ""
        yield BurnRow(point.day, say.number(point.scope), say.number(point.done), percent)


def _apart(otherwise: int) -> Message:
    return plural(
        "{n} report that counted the work in another way is left out.",
        "{n} reports that counted the work in another way are left out.",
        otherwise,
    )


# ---- the figure


def _figure(
    edition: Edition,
    assessment: Assessment,
    found: BurnUp,
    scope: Scope,
    tracer: Tracer,
    width: float,
) -> str:
    say, ahead = words(edition.lang), found.ahead
    return figure(
        tuple(Burnt(point.day, point.scope, point.done) for point in found.points),
        edition.as_of,
        unit=say.say(_UNITS[found.measure]),
        id="_burn-up-figure" if width == _WIDE else "_burn-up-narrow",
        title=say.gettext("Burn-up"),
        lang=edition.lang,
        marks=_marks(scope, tracer),
        ahead=Outlook(ahead.day, ahead.earliest, ahead.latest) if ahead else None,
        finish=assessment.project.finish,
        width=width,
    )


def _marks(scope: Scope, tracer: Tracer) -> tuple[ScopeMark, ...]:
    """One mark for what was added on a day, one for what was dropped."""
    marks = []
    for changes, added in ((scope.added, True), (scope.dropped, False)):
        by_day: dict[date, list[str]] = {}
        for change in changes:
            by_day.setdefault(tracer.day(change), []).append(change.item)
        marks += [ScopeMark(day, " ".join(items), added) for day, items in by_day.items()]
    return tuple(marks)
