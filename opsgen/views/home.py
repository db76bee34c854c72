"""The portfolio's front page: what a director reads in ten seconds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.portfolio import counted
from opsgen.views import states
from opsgen.views.agreed import decision_of
from opsgen.views.load import lead as load_lead
from opsgen.views.money import overruns
from opsgen.views.page import Page, project_path
from opsgen.views.past.pages import important, important_since
from opsgen.views.sections.health_trend import RAGS, lights_trend
from opsgen.views.since import last_report, moved_days, turn, turned
from opsgen.views.states import RAG, State
from opsgen.words import Message, Text, Words, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from opsgen.derive import Assessment
    from opsgen.derive.health import Health
    from opsgen.derive.portfolio import Money, Placed, Summary
    from opsgen.derive.schedule import MilestoneState
    from opsgen.derive.steering import DecisionState, Reminder
    from opsgen.model import Decision, Lifecycle, Project
    from opsgen.views.edition import Edition
    from opsgen.views.since import Turn

DECISIONS = 6
RED = 12
"""Projects in trouble or worse that have a card; where there are more, the table below has them all first."""
MILESTONES = 12
REMINDERS = 8
LINES = 60
"""Projects that the table holds with its filter; where there are more,"""
FIRST = 20
"""it shows as many, the most urgent, and leads to the page of all."""
ALL_PROJECTS = "all-projects.md"
_AFTER = 2  # of which as many are of projects that are closed


@dataclass(frozen=True, slots=True)
class Line:
    """A project in one line."""

    project: Project
    health: Health
    lifecycle: Lifecycle
    page: str
    state: str
    turn: Turn | None = None
    """How its light went since the last report; None where that did not have it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A decision somebody waits for."""

    decision: Decision
    title: Text
    page: str
    anchor: str
    amount: str


@dataclass(frozen=True, slots=True)
class Due:
    """A milestone that comes soon or is overdue."""

    state: MilestoneState
    project: Project
    page: str
    light: State
    moved: int | None = None
    """Days since the last report; None where that had no date of it."""


@dataclass(frozen=True, slots=True)
class Note:
    """A reminder of one project."""

    text: Message
    title: Text
    page: str
    owner: str
    """Whom to ask."""


def home(edition: Edition) -> Page:
    """The front page."""
    say = words(edition.lang)
    summary = edition.summary
    over = edition.workload.stretches
    lines = tuple(line(assessment, edition) for assessment in summary.projects)
    red = tuple(of for of in lines if _troubled(of))
    context = {
        "RAGS": RAGS,
        "counts": dict(summary.counts),
        "headline": headline(edition),
        "since": turned(edition),
        "last": last_report(edition),
        "decisions": tuple(_wanted(placed, edition) for placed in summary.decisions[:DECISIONS]),
        "more_decisions": max(0, len(summary.decisions) - DECISIONS),
        "red": red[:RED],
        "more_red": max(0, len(red) - RED),
        "important": important(edition),
        "important_since": important_since(edition),
        "amber": tuple(of for of in lines if of.health.overall == "amber" and not _troubled(of)),
        "money": tuple(tuple(_money(sums, say)) for sums in shown_money(edition)),
        "overruns": overruns(counted(edition.assessments)),
        "overload": load_lead(edition) if over and edition.audience != "public" else None,
        "milestones": tuple(
            _due(placed, edition) for placed in summary.milestones[:MILESTONES] if placed.project
        ),
        "more_milestones": max(0, len(summary.milestones) - MILESTONES),
        "no_update_names": tuple(_late_names(edition)),
        "reminders": tuple(_note(placed, edition) for placed in chosen(summary)),
        "more_reminders": max(0, len(summary.reminders) - REMINDERS),
        "lines": lines,
        "shown": shown_lines(lines),
        "more_lines": len(lines) - len(shown_lines(lines)),
        "all_page": ALL_PROJECTS,
        "lights": lights_trend(edition),
    }
    title = say.gettext("Portfolio overview")
    return Page("index.md", "pages/home.html.j2", title, context, say.say(headline(edition)), wide=True)


def headline(edition: Edition) -> Message:
    """One sentence: how many projects, and which one needs attention first."""
    summary = edition.summary
    total = len(summary.projects)
    red = summary.count("red")
    if not total:
        return message("no projects yet.")
    if red:
        worst = summary.red[0]
        return plural(
            "{n} of {all} projects is in trouble: {title}.",
            "{n} of {all} projects are in trouble; most of all {title}.",
            red,
            all=total,
            title=worst.project.title,
        )
    if summary.count("amber"):
        return plural(
            "no project is in trouble; {n} needs watching.",
            "no project is in trouble; {n} need watching.",
            summary.count("amber"),
        )
    if not summary.count("green"):
        return plural("{n} project, not assessed.", "{n} projects, none of them assessed.", total)
    unknown = summary.count("grey")
    if unknown:
        return plural(
            "no project is in trouble; {n} is not assessed.",
            "no project is in trouble; {n} are not assessed.",
            unknown,
        )
    return plural("{n} project, none in trouble.", "{n} projects, none in trouble.", total)


def shown_lines(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The projects that have a row on the front page: all, or the most urgent of many."""
    return lines if len(lines) <= LINES else lines[:FIRST]


def _troubled(of: Line) -> bool:
    """Whether a project is red, or worse than in the last report."""
    return of.health.overall == "red" or (of.turn is not None and of.turn.course == "worse")


def line(assessment: Assessment, edition: Edition) -> Line:
    """One project in the table."""
    return Line(
        project=assessment.project,
        health=assessment.health,
        lifecycle=assessment.lifecycle,
        page=project_path(assessment.project.id),
        state=RAG[assessment.health.overall][0],
        turn=turn(edition, assessment),
    )


def shown_money(edition: Edition) -> tuple[Money, ...]:
    """The sums this audience may see: all, or none where one project's amounts are not public."""
    open_to_all = all(edition.shows_amounts(a.project) for a in edition.assessments if a.budget)
    return edition.summary.money if open_to_all else ()


Sum = tuple[Message, str, str, str]


def _money(sums: Money, say: Words) -> Iterator[Sum]:
    """Planned, used and forecast with their notes: heading, amount, note, tone of the note."""
    used = "" if sums.used_pct is None else say.percent(sums.used_pct)
    actual = say.gettext("n/a") if sums.actual is None else say.money(sums.actual, sums.currency)
    yield message("Planned"), say.money(sums.planned, sums.currency), "", ""
    yield message("Used"), actual, used, ""
    yield (
        message("Forecast"),
        say.money(sums.forecast, sums.currency),
        *deviation(sums.variance, sums.currency, say),
    )


def deviation(variance: Decimal, currency: str, say: Words) -> tuple[str, str]:
    """A signed amount and its tone; nothing where there is none."""
    if not variance:
        return "", ""
    sign = "+" if variance > 0 else ""
    return sign + say.money(variance, currency), "bad" if variance > 0 else "good"


def _wanted(placed: Placed[DecisionState], edition: Edition) -> Wanted:
    agreed = decision_of(edition, placed)
    return Wanted(
        placed.state.decision, agreed.project.title, agreed.at.page, agreed.at.anchor, agreed.amount
    )


def _due(placed: Placed[MilestoneState], edition: Edition) -> Due:
    project, state = placed.project, placed.state
    assert project is not None
    return Due(
        state,
        project,
        project_path(project.id),
        states.milestone(state),
        moved_days(edition, project, state),
    )


def _late_names(edition: Edition) -> Iterator[str]:
    """Who has no current update, with the projects: names to copy."""
    say = words(edition.lang)
    by_owner: dict[str, list[str]] = {}
    for placed in edition.summary.no_update:
        if placed.project:
            by_owner.setdefault(placed.project.owner, []).append(say.pick(placed.project.title))
    for owner, titles in by_owner.items():
        yield say.gettext("{name} ({projects})").format(
            name=edition.person(owner), projects=say.gettext(", ").join(titles)
        )


def chosen(summary: Summary) -> tuple[Placed[Reminder], ...]:
    """The reminders there is room for; up to two of projects that are over: nobody else thinks of those."""
    over = frozenset(a.project.id for a in summary.projects if a.lifecycle == "closed")
    is_after = [one.project is not None and one.project.id in over for one in summary.reminders]
    ours = [one for one, after in zip(summary.reminders, is_after, strict=True) if not after]
    late = [one for one, after in zip(summary.reminders, is_after, strict=True) if after]
    kept = ours[: REMINDERS - min(len(late), _AFTER)]
    return (*kept, *late[: REMINDERS - len(kept)])


def _note(placed: Placed[Reminder], edition: Edition) -> Note:
    project = placed.project
    return Note(
        placed.state.text,
        project.title if project else Text(),
        project_path(project.id) if project else "index.md",
        edition.person(placed.state.owner) if placed.state.owner else "",
    )
