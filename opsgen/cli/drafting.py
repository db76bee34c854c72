"""`opsgen new`: what a draft is made of: the project on a day, and what changed since the last update."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING
from unicodedata import normalize

from opsgen import history
from opsgen.calendar import zone
from opsgen.changes.sentences import Teller
from opsgen.derive import assess, meetings
from opsgen.derive.standing import currency_of
from opsgen.drafts import update_draft
from opsgen.history.revisions import head_of
from opsgen.load import parse
from opsgen.timeline import sides, timeline
from opsgen.timeline.between import between
from opsgen.timeline.sides import Side
from opsgen.timeline.walk import whole_of
from opsgen.words import message, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from opsgen.changes.change import Change
    from opsgen.derive import Assessment
    from opsgen.drafts import UpdateDraft, Window
    from opsgen.model import Project
    from opsgen.portfolio import Contents, Portfolio
    from opsgen.problem import Problem
    from opsgen.timeline import Timeline
    from opsgen.words import Message

    Content = Callable[[], bytes | Problem]

_DAY = timedelta(days=1)
_ENTRIES = (["updates"], ["retrospectives"], ["meetings"])
"""The folders of a project whose files are one entry each."""
_SHORT = message("the history of this clone begins later; only the dates in the data were looked at")
_NONE = message("there is no history; only the dates in the data were looked at")
_BROKEN = message("an older version cannot be read; only the dates in the data were looked at")


@dataclass(frozen=True, slots=True)
class _Since:
    """What changed since the last update, and what could not be looked at."""

    changes: tuple[Change, ...] = ()
    note: Message | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """The workspace as one drafts of it: without the entries whose placeholders nobody has replaced yet."""

    root: Path
    side: Side
    portfolio: Portfolio

    def project(self, name: str) -> Project | None:
        """The project in the file or folder of this name; None where it cannot be read."""
        found = self.portfolio
        stem = normalize("NFC", name)
        return next((p for p in found.projects if whole_of(found.source_file(p)) == stem), None)


def desk(root: Path) -> Desk:
    """The workspace, to draft of it."""
    side = sides.present(root)
    found = side.whole()
    begun = {p.place.file for p in found.problems if p.code == "placeholder-left"}
    if begun:
        side = Side(dict(_without_drafts(side.contents, begun)), side.refused)
        found = side.whole()
    return Desk(root, side, found)


def _without_drafts(contents: Contents, begun: set[str]) -> Iterator[tuple[str, Content]]:
    """The files without the entries and closing reports that somebody has begun."""
    for name, content in contents.items():
        if name not in begun:
            yield name, content
        elif name.split("/")[2:-1] not in _ENTRIES:
            yield name, partial(_without_closing, content)


def _without_closing(content: Content) -> bytes | Problem:
    """The file of a project without its closing report."""
    whole = content()
    if not isinstance(whole, bytes):
        return whole
    found = parse("", whole)
    if not isinstance(found.data, dict) or "closing" not in found.data:
        return whole
    first = found.place(("closing",), key=True).line
    keys = (found.place((key,), key=True).line for key in found.data)
    after = min((line for line in keys if line > first), default=None)
    lines = whole.splitlines(keepends=True)
    return b"".join((*lines[: first - 1], *(lines[after - 1 :] if after else ())))


def drafted(at: Desk, project: Project, days: Window, lang: str) -> UpdateDraft:
    """An update of a project on some days, as the files are now."""
    past, portfolio = _since(at, project, days), at.portfolio
    of, say = assessed(portfolio, project, days.until), teller(portfolio, project, lang)
    others = (assessed(portfolio, one, days.until) for one in _awaited(portfolio, project))
    return update_draft(of, past.changes, days, say, past.note, others)


def _awaited(portfolio: Portfolio, project: Project) -> Iterator[Project]:
    """The other projects that this one names as what it waits for, or that name it."""
    own = {project.id, *project.aliases}
    wanted = {one.other.partition(":")[0] for one in project.dependencies}
    wanted |= {one.ref.partition(":")[0] for task in project.tasks for one in task.depends_on}
    wanted |= {one.ref.partition(":")[0] for stone in project.milestones for one in stone.depends_on}
    for one in portfolio.projects:
        if one is not project and (
            wanted & {one.id, *one.aliases}
            or any(each.other.partition(":")[0] in own for each in one.dependencies)
        ):
            yield one


def assessed(portfolio: Portfolio, project: Project, day: date) -> Assessment:
    """A project on a day, with what all meetings hold of it."""
    held = meetings.shares(meetings.sittings(portfolio.projects, portfolio.meetings))
    return assess(project, portfolio.settings, day, held.get(project.id, ()))


def teller(portfolio: Portfolio, project: Project, lang: str) -> Teller:
    """How a draft names people and amounts."""
    settings = portfolio.settings
    return Teller(currency_of(project, settings), person(portfolio, lang), settings.scales)


def person(portfolio: Portfolio, lang: str) -> Callable[[str], str]:
    """What people are called in a language, by what the data calls them."""

    def name(given: str) -> str:
        known = portfolio.people.find(given)
        return words(lang).pick(known.name) if known else given

    return name


def _since(at: Desk, project: Project, days: Window) -> _Since:
    """What the working tree has of the project that it had not when the last update was written."""
    root, portfolio = at.root, at.portfolio
    past = timeline(root, portfolio)
    if past.reach == "none":
        return _Since(note=_NONE)
    try:
        commit = _base(root, past, portfolio, project, days)
        if commit is None:
            return _Since(note=_begins(past, days))
        return _compared(at, commit, project, days)
    except history.GitError:
        return _Since(note=_SHORT)


def _begins(past: Timeline, days: Window) -> Message | None:
    """A young repository has no earlier version, which is no lack; a shallow clone has lost it."""
    return _SHORT if past.reach != "whole" or days.last else None


def _base(root: Path, past: Timeline, portfolio: Portfolio, project: Project, days: Window) -> str | None:
    """Full id of the commit to compare with: that of the last update, or the last one before these days.

    Whichever is earlier: an update written on Friday speaks not of the weekend, and one written on Tuesday
    of no day of its own week.
    """
    landed = _landed(past, project, days)
    local = zone(portfolio.settings.timezone)
    if landed is not None and landed.date.astimezone(local).date() < days.since:
        return landed.id
    head = head_of(root)
    before = max(days.since, date.min + _DAY) - _DAY
    return history.at(root, head, before, local) if head else None


def _landed(past: Timeline, project: Project, days: Window) -> history.Commit | None:
    """The commit that first brought the last update."""
    if days.last is None:
        return None
    called = {days.last.update.id, days.last.update.period} - {""}
    found = None
    for landing in past.of_project(project.id, *project.aliases):
        if any(c.code == "update.written" and c.item in called for c in landing.changes):
            found = landing.commit
    return found


def _compared(at: Desk, commit: str, project: Project, days: Window) -> _Since:
    whole = whole_of(at.portfolio.source_file(project))
    names = frozenset(name for name in history.changed(at.root, commit) if whole_of(name) == whole)
    found = between(sides.at(at.root, commit), at.side, names, days.until, days.until)
    if {project.id, *project.aliases} & {*found.broken}:
        return _Since(note=_BROKEN)
    return _Since(tuple(change for change in found.changes if change.project == project.id))
