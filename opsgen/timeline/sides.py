"""One version of a workspace, the folder or a commit of it: its files, read as far as somebody asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING

from opsgen import history, load, portfolio
from opsgen.load.files import listed
from opsgen.timeline.walk import whole_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from opsgen.history import Entry
    from opsgen.portfolio import Contents, House, Layout, Portfolio, ProjectFiles, Reading
    from opsgen.portfolio.actuals import Spending
    from opsgen.problem import Problem

_NOTHING = ""


@dataclass(frozen=True)
class Fetched:
    """The files of a commit; contents are asked of git together, and once."""

    root: Path
    blobs: Mapping[str, str]
    """The id of the contents of each file."""
    read: dict[str, bytes] = field(default_factory=dict, repr=False)

    def fetch(self, names: Iterable[str]) -> None:
        """Ask for the contents of these files.

        Raises:
            GitError: when git gives no answer, or this clone has left one out.
        """
        wanted = [name for name in names if self.blobs[name] not in self.read]
        for most in {load.most_bytes(name) for name in wanted}:
            blobs = (self.blobs[name] for name in wanted if load.most_bytes(name) == most)
            self.read.update(history.contents(self.root, blobs, most))

    def content(self, name: str) -> bytes:
        """The bytes of a file.

        Raises:
            GitError: when git gives no answer, or this clone has left it out.
        """
        self.fetch((name,))
        return self.read[self.blobs[name]]


@dataclass(frozen=True)
class Side:
    """The files of one version, and what holds for all projects in it."""

    contents: Contents
    refused: tuple[Problem, ...]
    fetched: Fetched | None = None
    """Of a commit, what asks git for contents."""

    @cached_property
    def layout(self) -> Layout:
        """Which file is what."""
        return portfolio.sorted_out(self.contents)

    @property
    def house(self) -> House:
        """What holds for all projects."""
        return self._shared[0]

    @property
    def shared(self) -> list[Reading]:
        """What the files gave that belong to all projects."""
        return self._shared[1]

    @cached_property
    def spending(self) -> Spending:
        """The finance sheet."""
        return portfolio.spending_of(self.layout, self.contents, self.house)

    @cached_property
    def _shared(self) -> tuple[House, list[Reading]]:
        layout = self.layout
        self.fetch((*layout.settings, *layout.people, *layout.extra, *layout.meetings, *layout.spending))
        return portfolio.read_house(layout, self.contents)

    def fetch(self, names: Iterable[str]) -> None:
        """Have the contents of these files at hand.

        Raises:
            GitError: when git gives no answer, or this clone has left one out.
        """
        if self.fetched is not None:
            self.fetched.fetch(names)

    def naming(self, names: Collection[str]) -> frozenset[str]:
        """The projects in whose files one of these projects is named as `ID:ITEM`, and those that they name.

        By their bytes: it costs no more than to read the files, and what is no name does no harm.
        """
        self.fetch(name for files in self.layout.projects for name in _written(files))
        found = {files.id: self._bytes(files) for files in self.layout.projects}
        own = b"\0".join(found[name] for name in names if name in found)
        sought = tuple(_before_colon(name) for name in names)
        return frozenset(
            name
            for name, content in found.items()
            if name not in names and (_before_colon(name) in own or any(part in content for part in sought))
        )

    def _bytes(self, files: ProjectFiles) -> bytes:
        contents = (self.contents[name]() for name in _written(files))
        return b"\0".join(content for content in contents if isinstance(content, bytes))

    def whole(self) -> Portfolio:
        """The portfolio with all its projects."""
        self.fetch(self.contents)
        return portfolio.assemble(self.contents, self.refused)

    def readings(self, names: Collection[str]) -> dict[str, Reading]:
        """What the projects of these names gave; of the finance sheet each has the rows that it claims."""
        chosen = [files for files in self.layout.projects if files.id in names]
        self.fetch(name for files in chosen for name in files.names)
        return {files.id: self._reading(files) for files in chosen}

    def _reading(self, files: ProjectFiles) -> Reading:
        return portfolio.read_project(files, self.contents, self.house.extra, self.spending).kept()

    def put_together(self, readings: Mapping[str, Reading]) -> Portfolio:
        """The portfolio of what was read."""
        return portfolio.put_together(self.house, self.shared, tuple(readings.values()), self.refused)


def _written(files: ProjectFiles) -> list[str]:
    return [name for name in files.names if not name.lower().endswith((".csv", ".tsv", ".xlsx"))]


def _before_colon(name: str) -> bytes:
    return f"{name}:".encode("utf-8", "surrogateescape")


def present(root: Path) -> Side:
    """The folder as it is."""
    return Side(*portfolio.files(root))


def at(root: Path, commit: str) -> Side:
    """The workspace as a commit has it, given by its full id.

    Raises:
        GitError: when git gives no answer.
    """
    return of(root, history.files(root, commit))


def of(root: Path, files: Mapping[str, Entry]) -> Side:
    """The same of the files of the commit."""
    found = listed({name: entry.mode for name, entry in files.items()})
    fetched = Fetched(root, {name: files[name].blob for name in found.files})
    given = {name: partial(fetched.content, name) for name in found.files}
    return Side(given, found.problems, fetched)


def differing(old: Mapping[str, Entry], new: Mapping[str, Entry]) -> frozenset[str]:
    """The names of the files that are not the same in two commits."""
    return frozenset(name for name in {**old, **new} if old.get(name) != new.get(name))


@dataclass(frozen=True, slots=True)
class Touched:
    """What the files that differ belong to."""

    projects: frozenset[str]
    """The names of projects, as of their files or folders."""
    house: bool
    """Whether it is something that holds for all projects: the settings, the people."""
    sheet: bool
    """Whether it is the finance sheet, or the team's own fields, in whose light all projects are read."""


def touched(names: Iterable[str]) -> Touched:
    """What these files belong to."""
    wholes = {name: whole_of(name) or _NOTHING for name in names}
    found = {whole for whole in wholes.values() if whole and not whole.startswith("meetings/")}
    special = {"portfolio", "people"}
    sheet = any(name.split("/")[1] in ("data", "extra.schema.json") for name in wholes if "/" in name)
    return Touched(frozenset(found - special), bool(found & special), sheet)
