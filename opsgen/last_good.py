"""The portfolio with every broken whole as its last good version has it.

A version is good that could be read and in which nothing is an error by what holds today. Of a whole
without one nothing is shown where it cannot be read now; otherwise it stays as it is. Wholes are projects,
the settings, the people, and the meetings about several projects.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, cast

from opsgen import check, portfolio, rules
from opsgen.cache import Store
from opsgen.check import Apart, Desk, Judged
from opsgen.history import GitError, is_shallow
from opsgen.history.revisions import head_of
from opsgen.load.files import listed
from opsgen.model import Project
from opsgen.portfolio import LastGood
from opsgen.rules import Verdict
from opsgen.timeline.former import former
from opsgen.timeline.walk import whole_of
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from opsgen.check import Workspace
    from opsgen.model import People
    from opsgen.portfolio import Contents, Portfolio, ProjectFiles, Reading
    from opsgen.problem import Problem
    from opsgen.timeline.former import Former
    from opsgen.timeline.moment import Moment

    Faults = Mapping[str, tuple[Problem, ...]]

_PLAIN_FILE = 0o100644
_CLOSED = ("public", "internal", "restricted")
"""Who may see a project, the most open first."""
_RESTRICTED = re.compile(r"(?i):\s*[\"']?restricted\b")
_SHALLOW = message("this clone lacks the beginning of the history")
_NO_COMMITS = message("the repository has no commits yet")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was read, and what of it no version without errors is known."""

    judged: Judged
    unknown: tuple[str, ...] = ()
    """What its files are kept as, in their order."""
    why: Message | None = None
    """Why there may be a good version that is not known here."""


def read(workspace: Workspace, day: date, moment: Moment | None = None) -> Restored:
    """The portfolio of a workspace, what is broken as of its last good version; its findings are today's."""
    apart = check.read_apart(workspace)
    today = check.joined(apart)
    faulty = _faulty(apart, today, day)
    if not faulty:
        return Restored(today)
    search = _Search(apart, day)
    search.through(faulty, moment)
    if search.found:
        today = Judged(search.together(faulty), today.verdicts, workspace.house)
    wholes = frozenset(map(whole_of, workspace.contents))
    unknown = tuple(name for name in faulty if name not in search.found and name in wholes)
    return Restored(today, unknown, search.why)


def _faulty(apart: Apart, today: Judged, day: date) -> dict[str, tuple[Problem, ...]]:
    """The wholes whose own files have errors, with those; and projects whose ids are taken."""
    found: dict[str, list[Problem]] = {}
    for problem in rules.faults(today.verdicts, apart.workspace.house, day):
        name = whole_of(problem.file) or whole_of(f"{problem.file}/_")
        if name is not None:
            found.setdefault(name, []).append(problem)
    return {name: tuple(found[name]) for name in sorted(found)}


@dataclass
class _Version:
    """The files of a whole in a version that is good, and what a project gave."""

    former: Former
    contents: Contents
    reading: Reading | None = None


@dataclass
class _Search:
    """Looks for good versions, whole by whole."""

    apart: Apart
    day: date
    found: dict[str, _Version] = field(default_factory=dict)
    why: Message | None = None
    taken: set[str] = field(default_factory=set)
    """The ids that a version may not have, because others have them; folded."""

    def through(self, faulty: Faults, moment: Moment | None) -> None:
        """Find the last good version of each, as far as this clone knows one."""
        root = self.apart.workspace.root
        readings = zip(self.apart.workspace.layout.projects, self.apart.readings, strict=True)
        self.taken = {r.whole.source.casefold() for files, r in readings if files.id not in faulty}
        try:
            head = moment.commit if moment else head_of(root)
            if head is None:
                self.why = _NO_COMMITS
                return
            self.why = _SHALLOW if is_shallow(root) else None
        except GitError as error:
            self.why = error.reason
            return
        with Store(root, "verdicts") as store:
            desk = Desk(self.apart.workspace, store, self.day)
            for name in faulty:
                self.look_for(name, head, desk)

    def look_for(self, name: str, head: str, desk: Desk) -> None:
        workspace = self.apart.workspace
        names = [file for file in workspace.contents if whole_of(file) == name]
        others = {files.id for files in workspace.layout.projects} - {name}
        try:
            for version in former(workspace.root, head, name, names):
                if version.whole not in others and (good := self.good(version, desk)):
                    self.found[name] = good
                    return
        except GitError as error:  # contents, or folders, that this clone has left out
            self.why = error.reason

    def good(self, version: Former, desk: Desk) -> _Version | None:
        """The version with what it gives; None where anything in it is an error."""
        if listed(dict.fromkeys(version.files, _PLAIN_FILE)).problems:
            return None
        version.fetched.fetch(version.files)
        given: Contents = {name: partial(version.fetched.content, name) for name in version.files}
        layout = portfolio.sorted_out(given)
        if layout.projects:
            return self.project(version, given, layout.projects[0], desk)
        return self.shared(version, given)

    def project(self, version: Former, given: Contents, files: ProjectFiles, desk: Desk) -> _Version | None:
        workspace = replace(self.apart.workspace, contents=given)
        if workspace.later is None:
            verdict = desk.judged(files, given=given)[2]
        else:  # what rests on two versions is kept for none
            verdict = check.verdict_on(check.read_one(workspace, files), workspace.house)
        name = verdict.source.casefold()
        if not verdict.readable or name in self.taken or self.faults(verdict, version):
            return None
        self.taken.add(name)
        return _Version(version, given, check.read_one(workspace, files).kept())

    def faults(self, verdict: Verdict, version: Former) -> bool:
        """Whether anything in the files of a project is an error, by what the settings of today allow."""
        found = rules.faults((verdict, *self.of_house), self.apart.workspace.house, self.day)
        return any(problem.file in version.files for problem in found)

    @cached_property
    def of_house(self) -> tuple[Verdict, ...]:
        """The verdicts on what holds for all, which allow things in projects."""
        workspace = self.apart.workspace
        return tuple(check.verdict_on(reading, workspace.house) for reading in workspace.shared)

    def shared(self, version: Former, given: Contents) -> _Version | None:
        """The same of the settings, the people or a meeting."""
        workspace = self.apart.workspace
        contents = {name: workspace.contents[name] for name in workspace.layout.extra} | dict(given)
        house, readings = portfolio.read_house(portfolio.sorted_out(contents), contents)
        own = [reading for reading in readings if reading.whole.kind != "extra"]
        if not own or any(reading.whole.value is None for reading in own):
            return None
        verdicts = [check.verdict_on(reading, house) for reading in own]
        return None if rules.faults(verdicts, house, self.day) else _Version(version, given)

    def together(self, faulty: Faults) -> Portfolio:
        """The portfolio of the good versions and of what is good today."""
        workspace = self.apart.workspace
        contents = {name: of for name, of in workspace.contents.items() if whole_of(name) not in self.found}
        for version in self.found.values():
            contents.update(version.contents)
        layout = portfolio.sorted_out(contents)
        house, shared = workspace.house, workspace.shared
        if any(version.reading is None for version in self.found.values()):
            house, again = portfolio.read_house(layout, contents)
            shared = tuple(again)
        if "people" in self.found:
            house = replace(house, people=_as_named(house.people, _text(workspace, workspace.layout.people)))
        made = replace(workspace, contents=contents, layout=layout, house=house, shared=shared)
        known = dict(self.readings())
        readings = tuple(known[files.id] for files in layout.projects)
        verdicts = tuple(Verdict(reading.whole.source) for reading in readings)  # asked for by nobody
        whole = check.joined(Apart(made, readings, verdicts)).portfolio
        return replace(whole, last_good=dict(self.told(faulty, shared)))

    def readings(self) -> Iterator[tuple[str, Reading]]:
        """What each project gives, by what its files are kept as in the version that is shown."""
        workspace = self.apart.workspace
        for files, reading in zip(workspace.layout.projects, self.apart.readings, strict=True):
            if files.id not in self.found:
                yield files.id, reading
        for name, version in self.found.items():
            if version.reading is not None:
                yield version.former.whole, _as_closed(version.reading, _header(workspace, name))

    def told(self, faulty: Faults, shared: Iterable[Reading]) -> Iterator[tuple[str, LastGood]]:
        """Which version is shown, and why, by the names that sources have."""
        sources = {reading.place.file: reading.whole.source for reading in shared}
        for name, version in self.found.items():
            of = version.former
            if version.reading is not None:
                source = version.reading.whole.source
            else:
                source = next(sources[file] for file in of.files if file in sources)
            yield source, LastGood(name, of.commit, of.date, faulty[name])


def _header(workspace: Workspace, name: str) -> str:
    """What a project says of itself today, readable or not; nothing where that is refused."""
    headers = (files.header for files in workspace.layout.projects if files.id == name)
    return _text(workspace, [file for header in headers for file in header])


def _text(workspace: Workspace, names: Iterable[str]) -> str:
    """What files say today that may be no YAML; of UTF-16 the letters are left."""
    contents = (workspace.contents[name]() for name in names)
    said = (of.decode("utf-8", "replace").replace("\0", "") for of in contents if isinstance(of, bytes))
    return "\n".join(said)


def _as_named(people: People, today: str) -> People:
    """The people, all by their roles where the file of today has more of those: nobody knows who it means."""
    hidden = [said for said in _said(today, "display") if said != "name"]
    if len(hidden) <= sum(person.display == "role" for person in people.people):
        return people
    return replace(people, people=tuple(replace(person, display="role") for person in people.people))


def _as_closed(reading: Reading, today: str) -> Reading:
    """The project, open to nobody who may not see it by what its file says today."""
    project = reading.whole.value
    if not today or not isinstance(project, Project):
        return reading
    levels = [_level(said) for said in _said(today, "confidentiality") or ["internal"]]
    if _RESTRICTED.search(today):  # under whatever key, misspelt perhaps
        levels.append(_CLOSED[-1])
    closed = max((*levels, project.confidentiality), key=_CLOSED.index)
    amounts = project.publish_amounts and set(_said(today, "publish_amounts")) == {"true"}
    value = replace(project, confidentiality=cast("Any", closed), publish_amounts=amounts)
    return replace(reading, whole=replace(reading.whole, value=value))


def _level(said: str) -> str:
    """A level that is meant: of what is none, the most closed."""
    return said if said in _CLOSED else _CLOSED[-1]


def _said(text: str, key: str) -> list[str]:
    """All that a text says of a field, wherever and however, even where it is no YAML."""
    return re.findall(rf"(?i){key}[\"']?\s*:\s*[\"']?([^\s\"'#,}}]*)", text)
