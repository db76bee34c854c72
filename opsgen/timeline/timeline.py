"""The history of a workspace as one value."""

from __future__ import annotations

import gc
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from opsgen.cache import Store
from opsgen.changes.grade import severity
from opsgen.derive.standing import limits
from opsgen.history import GitError, changed
from opsgen.history.blobs import blobs
from opsgen.history.git import PARTIAL
from opsgen.history.log import steps
from opsgen.history.revisions import head_of, is_shallow
from opsgen.portfolio import files
from opsgen.problem import Place, Problem
from opsgen.timeline.versions import Versions
from opsgen.timeline.walk import State, pending, walk
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from opsgen.changes.change import Change, Severity
    from opsgen.model import Project
    from opsgen.portfolio import Portfolio
    from opsgen.timeline.moment import Moment
    from opsgen.timeline.stored import Broken
    from opsgen.timeline.tagged import Until
    from opsgen.timeline.walk import Landing

Reach = Literal["whole", "shallow", "partial", "none"]
"""How much of the history there is: all of it, only its end, without contents, nothing."""
_MOST = 50_000
"""So many changes are held at most, the newest ones."""
_MOST_BROKEN = 1_000
_SHALLOW = message(
    "This clone lacks the beginning of the history: what was before its oldest commit is not known."
    " To fetch it: git fetch --unshallow"
)


@dataclass(frozen=True)
class Timeline:
    """What the commits of the main line changed."""

    reach: Reach
    note: Message | None = None
    """Why the history is not whole."""
    landings: tuple[Landing, ...] = ()
    """The commits that changed something, the newest first."""
    commits: int = 0
    """How many commits touched the data."""
    versions: int = 0
    """How many versions of projects, settings, people and meetings they left."""
    broken: tuple[tuple[Landing, Broken], ...] = ()
    """The versions that cannot be read, the newest first, and the commits that left them."""
    unread: int = 0
    """How many versions cannot be read, which may be more than are named."""
    older: int = 0
    """How many older changes are not held."""
    pending: tuple[Change, ...] = ()
    """What is not committed yet."""
    began: datetime | None = None
    """When the oldest commit landed that is known."""
    head: str = ""
    """Full id of the commit up to which it goes; empty without a history."""
    until: Until | None = None
    """Which tags count, where it is that of a moment of the past."""

    @property
    def gap(self) -> Problem | None:
        """What is wrong with a history that is not whole; None for one that is."""
        if self.reach == "whole":
            return None
        said = message("the history is not whole") if self.reach != "none" else message("there is no history")
        return Problem(Place("projects"), "history-incomplete", "error", said, self.note)

    def of_project(self, *names: str) -> tuple[Landing, ...]:
        """The commits that changed a project, under its id or a former one, with nothing else in them."""
        found = [landing for name in names for landing in self._of_projects.get(name, ())]
        return (
            tuple(found)
            if len(names) < 2
            else tuple(sorted(found, key=lambda landing: self._order[landing.commit.id]))
        )

    def of_item(self, project: Project, kind: str, *names: str) -> tuple[Change, ...]:
        """The changes of one item of a project, under its id or a former one; the newest first."""
        landings = self.of_project(project.id, *project.aliases)
        changes = (change for landing in landings for change in landing.changes)
        return tuple(change for change in changes if change.kind == kind and change.item in names)

    @cached_property
    def _of_projects(self) -> Mapping[str, tuple[Landing, ...]]:
        found: dict[str, list[Landing]] = {}
        for landing in self.landings:
            of_one: dict[str, list[Change]] = {}
            for change in landing.changes:
                of_one.setdefault(change.project, []).append(change)
            for name, changes in of_one.items():
                found.setdefault(name, []).append(replace(landing, changes=tuple(changes)))
        return {name: tuple(landings) for name, landings in found.items()}

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {landing.commit.id: number for number, landing in enumerate(self.landings)}


NO_HISTORY = Timeline("none")


def timeline(root: Path, portfolio: Portfolio, moment: Moment | None = None) -> Timeline:
    """The history of the data in a workspace up to the commit checked out; never raises.

    Without git, or before the first commit, nothing is in it and its note says why. Of a moment of the past
    it is what had landed then.
    """
    until = moment.until if moment else None
    try:
        head = moment.commit if moment else head_of(root)
        if head is None:
            return Timeline("none", message("The repository has no commits yet."))
        return replace(_read(root, head, portfolio, with_pending=moment is None), until=until)
    except GitError as error:
        reach: Reach = "partial" if error.reason == PARTIAL else "none"
        return Timeline(reach, error.reason, until=until)


def _read(root: Path, head: str, portfolio: Portfolio, *, with_pending: bool) -> Timeline:
    shallow = is_shallow(root)
    grave = grader(portfolio)
    kept, lacking = _Kept(), False
    waiting: tuple[Change, ...] = ()
    try:
        with _fewer_collections(), blobs(root) as contents, Store(root, "changes") as store:
            versions, state = Versions(contents, store), State()
            for landing in walk(steps(root, head), versions, state, grave, shallow=shallow):
                kept.take(landing)
            lacking = versions.missing > 0
            if with_pending:
                waiting = pending(_uncommitted(root, head), versions, state)
    except GitError as error:
        if not lacking or error.reason != PARTIAL:
            raise
    found = replace(
        kept.timeline(),
        head=head,
        pending=tuple(replace(change, severity=grave(change)) for change in waiting),
    )
    if lacking:
        return replace(found, reach="partial", note=PARTIAL)
    return replace(found, reach="shallow", note=_SHALLOW) if shallow else found


@contextmanager
def _fewer_collections() -> Iterator[None]:
    """Old versions are many small values without cycles; to look for those takes a tenth of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


class _Kept:
    """The newest of what is walked past, so that a long history needs no more room than a short one."""

    def __init__(self) -> None:
        self.landings: deque[Landing] = deque()
        self.broken: deque[tuple[Landing, Broken]] = deque(maxlen=_MOST_BROKEN)
        self.changes = self.older = self.commits = self.versions = self.unread = 0
        self.began: datetime | None = None

    def take(self, landing: Landing) -> None:
        self.began = self.began or landing.commit.date
        self.commits += 1
        self.versions += landing.versions
        self.unread += len(landing.broken)
        self.broken.extend((replace(landing, changes=(), broken=()), broken) for broken in landing.broken)
        if landing.changes:
            self.landings.append(landing)
            self.changes += len(landing.changes)
        while self.changes > _MOST and len(self.landings) > 1:
            gone = len(self.landings.popleft().changes)
            self.changes, self.older = self.changes - gone, self.older + gone

    def timeline(self) -> Timeline:
        return Timeline(
            reach="whole",
            landings=tuple(reversed(self.landings)),
            commits=self.commits,
            versions=self.versions,
            broken=tuple(reversed(self.broken)),
            unread=self.unread,
            older=self.older,
            began=self.began,
        )


def _uncommitted(root: Path, head: str) -> dict[str, bytes | None]:
    """The data files that are not as the last commit has them; None for what is gone, or is refused."""
    contents, _ = files(root)
    found = {name: contents[name]() if name in contents else None for name in sorted(changed(root, head))}
    return {name: content if isinstance(content, bytes) else None for name, content in found.items()}


def grader(portfolio: Portfolio) -> Callable[[Change], Severity]:
    """What tells the severity of each change by the settings in force."""
    settings = portfolio.settings
    house = limits(None, settings)
    of = {project.id: limits(project, settings) for project in portfolio.projects}
    return lambda change: severity(change, settings.scales, of.get(change.project, house))
