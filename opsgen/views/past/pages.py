"""The pages of changes: of all projects, of a project with a long history; what home and projects show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from opsgen.changes.change import SEVERITIES
from opsgen.text import plain
from opsgen.views.page import Feed, Page, project_history_path, project_path
from opsgen.views.past.told import SEVERITY, Speaker
from opsgen.words import Message, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from opsgen.changes.change import Change
    from opsgen.derive import Assessment
    from opsgen.model import Project
    from opsgen.timeline import Broken, Landing
    from opsgen.views.edition import Edition
    from opsgen.views.past.told import Line, Told
    from opsgen.words import Words

PATH = "changes.md"
COMMITS = 200
CHANGES = 1_000
"""So many commits and changes a page holds at most."""
OF_COMMIT = 40
ON_PROJECT = 5
"""So many of them stand on the page of a project; the page of its history has the others."""
OF_PROJECT = 20
"""So many of them its feed and its handouts know."""
IN_FEED = 50
_OF_PROJECT_COMMIT = 12
_BROKEN = 100
DAYS = 30
MOST_IMPORTANT = 5
_OF_ONE = 2
"""So many of them may be of one project."""
_WEIGHTY = (
    *("health.changed", "project.slipped", "milestone.slipped", "budget.overspent", "kpi.now_missed"),
    *("risk.occurred", "load.over", "budget.forecast_changed", "milestone.removed", "target.changed"),
)


@dataclass(frozen=True, slots=True)
class Dated:
    """The commits of a day."""

    day: date
    commits: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """A version that could not be read: where, what is wrong first, and what left it so."""

    day: date
    short: str
    place: str
    code: str


@dataclass(frozen=True, slots=True)
class Recent:
    """What the page of a project shows of its history."""

    shown: tuple[Told, ...]
    commits: int
    """How many there are in all."""
    page: str
    """The page that shows more of them; empty where this is all."""
    note: Message | None


@dataclass(frozen=True, slots=True)
class Important:
    """One of the changes that somebody who was away should know of."""

    day: date
    line: Line
    anchor: str


def has_page(edition: Edition) -> bool:
    """Whether anybody has asked for the history."""
    return edition.timeline.reach != "none" or edition.timeline.note is not None


def changes(edition: Edition) -> Iterator[Page]:
    """The page of all changes, then those of projects with more of them than their pages show."""
    if not has_page(edition):
        return
    speaker = Speaker(edition)
    yield _of_all(edition, speaker)
    for project in edition.portfolio.projects:
        landings = edition.timeline.of_project(project.id, *project.aliases)
        if len(landings) > ON_PROJECT:
            yield _of_one(edition, speaker, project, landings)


def _of_all(edition: Edition, speaker: Speaker) -> Page:
    timeline = edition.timeline
    told = tuple(_told(timeline.landings, speaker))
    say = words(edition.lang)
    title = say.gettext("Changes")
    pending = speaker.pending(timeline.pending, CHANGES // 4)
    context = {
        "title": title,
        "lead": _lead(edition, len(timeline.landings)),
        "project": None,
        "pending": pending,
        "days": _days(told),
        "more": _more(len(timeline.landings) - len(told), timeline.older),
        "reach": timeline.reach,
        "note": timeline.note,
        "unread": timeline.unread or len(timeline.broken),
        "versions": timeline.versions,
        "broken": tuple(_unread(edition, speaker)),
        "by_severity": _severities(told, pending, say),
        "by_project": _projects(told, pending, say),
    }
    feed = Feed("changes.xml", title, told[:IN_FEED])
    return Page(PATH, "pages/changes.html.j2", title, context, wide=True, feed=feed)


def _of_one(edition: Edition, speaker: Speaker, project: Project, landings: tuple[Landing, ...]) -> Page:
    told = tuple(_told(landings, speaker))
    say = words(edition.lang)
    title = say.say(message("Changes: {project}", project=project.title))
    context = {
        "title": say.gettext("Changes"),
        "lead": _lead(edition, len(landings)),
        "project": project,
        "pending": None,
        "days": _days(told),
        "more": _more(len(landings) - len(told), edition.timeline.older),
        "reach": edition.timeline.reach,
        "note": edition.timeline.note,
        "unread": 0,
        "versions": 0,
        "broken": (),
        "by_severity": _severities(told, None, say),
        "by_project": (),
    }
    return Page(project_history_path(project.id), "pages/changes.html.j2", title, context, wide=True)


def of_project(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """What the section of changes on the page of a project needs."""
    return {"recent": recent(edition, assessment.project)}


def recent(edition: Edition, project: Project, most: int = ON_PROJECT) -> Recent | None:
    """The newest commits of a project; None where there are none to show."""
    landings = edition.timeline.of_project(project.id, *project.aliases)
    if not landings:
        return None
    speaker = Speaker(edition)
    told = tuple(speaker.told(landing, _OF_PROJECT_COMMIT) for landing in landings[:most])
    more = project_history_path(project.id) if len(landings) > ON_PROJECT else ""
    return Recent(told, len(landings), more, edition.timeline.note)


def project_feed(edition: Edition, project: Project) -> Feed | None:
    """The newest commits of a project for those who follow it; None where there are none."""
    landings = edition.timeline.of_project(project.id, *project.aliases)
    if not landings:
        return None
    speaker = Speaker(edition)
    told = tuple(speaker.told(landing, _OF_PROJECT_COMMIT) for landing in landings[:OF_PROJECT])
    title = words(edition.lang).say(message("Changes: {project}", project=project.title))
    return Feed(project_path(project.id).removesuffix(".md") + ".xml", title, told, project.id)


def important_since(edition: Edition) -> date:
    """The first day that the most important changes are of: the one after the last report.

    Without a last report it is thirty days before the status date.
    """
    last = edition.reports.previous
    return last + timedelta(days=1) if last else edition.as_of - timedelta(days=DAYS)


def important(edition: Edition) -> tuple[Important, ...]:
    """The gravest changes since the last report, each item once for a kind, no more than two of a project.

    Of equal gravity what turned a light comes before what moved a date, and that before the rest; the newest
    comes first.
    """
    speaker = Speaker(edition)
    since = important_since(edition)
    newest: dict[tuple[str, ...], Change] = {}
    for landing in edition.timeline.landings:
        day = landing.commit.date.astimezone(speaker.zone).date()
        if not since <= day <= edition.as_of:
            continue
        for change in landing.changes:
            # A light that turned back is no news any more.
            field = change.field if change.code == "health.changed" else ""
            newest.setdefault((change.project, change.kind, change.item, change.code, field), change)
    grave = (change for change in newest.values() if change.severity in ("attention", "breach"))
    gravest = sorted(grave, key=_weight)
    shown: list[Change] = []
    for change in gravest:
        if sum(change.project == other.project for other in shown) < _OF_ONE:
            shown.append(change)
    return tuple(_important(change, speaker) for change in shown[:MOST_IMPORTANT])


def _weight(change: Change) -> tuple[int, int]:
    """Where a change stands among others, the weightiest first."""
    weighty = change.code in _WEIGHTY and (change.code != "health.changed" or change.field == "health")
    rank = _WEIGHTY.index(change.code) if weighty else len(_WEIGHTY)
    return -SEVERITIES.index(change.severity), rank


def _important(change: Change, speaker: Speaker) -> Important:
    origin = change.origin
    assert origin is not None
    return Important(
        origin.date.astimezone(speaker.zone).date(), speaker.line(change), f"_c-{origin.commit[:10]}"
    )


def _told(landings: Iterable[Landing], speaker: Speaker) -> Iterator[Told]:
    """The newest commits, as many as a page holds."""
    left = CHANGES
    for _, landing in zip(range(COMMITS), landings, strict=False):
        told = speaker.told(landing, min(OF_COMMIT, left))
        yield told
        left -= len(told.lines) + len(told.details)
        if left <= 0:
            return


def _severities(told: Iterable[Told], pending: Told | None, say: Words) -> tuple[tuple[str, str], ...]:
    """The severities that there are to choose from, each with its word, the gravest first."""
    found = {line.severity for line in _every(told, pending)}
    return tuple((severity, say.say(word)) for severity, word in SEVERITY.items() if severity in found)


def _projects(told: Iterable[Told], pending: Told | None, say: Words) -> tuple[tuple[str, str], ...]:
    """The projects that there are to choose from, each with its title."""
    titles = {line.of: plain(say.pick(line.project)) for line in _every(told, pending)}
    return tuple((of, title or say.gettext("Portfolio")) for of, title in titles.items())


def _every(told: Iterable[Told], pending: Told | None) -> Iterator[Line]:
    for commit in (*told, *((pending,) if pending else ())):
        yield from (*commit.lines, *commit.details)


def _days(told: Iterable[Told]) -> tuple[Dated, ...]:
    """By day; what clocks that ran backwards brought out of order stays in the order of the history."""
    grouped = groupby(told, key=lambda one: one.day)
    return tuple(Dated(day, tuple(commits)) for day, commits in grouped if day is not None)


def _lead(edition: Edition, commits: int) -> Message:
    if edition.timeline.reach == "none" or (edition.timeline.reach != "whole" and not commits):
        return message("The history of the data is not known.")
    return plural(
        "{n} commit changed the data: what, when and by whom.",
        "{n} commits changed the data: what, when and by whom.",
        commits,
    )


def _more(commits: int, older: int) -> Message | None:
    if commits > 0:
        return plural(
            "{n} older commit is not on this page; `opsgen log` shows all.",
            "{n} older commits are not on this page; `opsgen log` shows all.",
            commits,
        )
    return message("Older changes are not on this page; `opsgen log` shows all.") if older else None


def _unread(edition: Edition, speaker: Speaker) -> Iterator[Unread]:
    for landing, broken in edition.timeline.broken[:_BROKEN]:
        day = landing.commit.date.astimezone(speaker.zone).date()
        yield Unread(day, landing.commit.id[:10], _place(broken), broken.code)


def _place(broken: Broken) -> str:
    return f"{broken.file}:{broken.line}"
