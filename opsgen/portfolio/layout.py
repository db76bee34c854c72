"""Which file of `projects/` is what."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from opsgen.schema import FILE

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER = "projects"
RESERVED = frozenset({"portfolio", "people", "meetings", "data", "extra"})
ENTRIES = frozenset({"updates", "meetings", "retrospectives"})
"""Lists that may be one file an entry."""
NOT_LISTS = frozenset({"project", "portfolio", "people", *(name.removesuffix("s") for name in ENTRIES)})
"""Kinds of files that are no list of a project."""
YAML = (".yaml", ".yml")
"""How the names of data files end, in lower case."""
_SHEETS = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")
TABLES = (".csv", ".tsv", ".xlsx")
"""What measured numbers may stand in."""
SPENDING = "actuals"
"""The finance sheet for all projects, as CSV or as a workbook."""


@dataclass
class ProjectFiles:
    """The files of one project by the part they hold; every name is relative to the workspace."""

    id: str
    header: list[str] = field(default_factory=list)
    lists: dict[str, list[str]] = field(default_factory=dict)
    entries: dict[str, list[str]] = field(default_factory=dict)
    tables: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """All files of the project."""
        grouped = (*self.lists.values(), *self.entries.values())
        return [*self.header, *(name for names in grouped for name in names), *self.tables, *self.unknown]

    @property
    def folder(self) -> str:
        """The folder it has, or could have."""
        return f"{FOLDER}/{self.id}"


@dataclass(frozen=True, slots=True)
class Layout:
    """All files of a portfolio, sorted out."""

    settings: tuple[str, ...]
    people: tuple[str, ...]
    meetings: tuple[str, ...]
    """Meetings about several projects, one file each."""
    projects: tuple[ProjectFiles, ...]
    unknown: tuple[str, ...]
    extra: tuple[str, ...] = ()
    """The file that types the team's own fields."""
    spending: tuple[str, ...] = ()
    """The finance sheet, which is one file where all is well."""


def kinds_of(layout: Layout) -> dict[str, str]:
    """The schema of each YAML file that somebody knows, by its name."""
    found = dict.fromkeys(layout.settings, "portfolio") | dict.fromkeys(layout.people, "people")
    found |= dict.fromkeys(layout.meetings, "meeting")
    for project in layout.projects:
        found |= dict.fromkeys(project.header, "project")
        for name, files in project.lists.items():
            found |= dict.fromkeys(files, name)
        for name, files in project.entries.items():
            found |= dict.fromkeys(files, name.removesuffix("s"))
    return found


def sort_out(names: Iterable[str], lists: frozenset[str], entries: frozenset[str]) -> Layout:
    """The layout of the files; `lists` may stand in files of their own, `entries` one file an entry."""
    special: dict[str, list[str]] = {"portfolio": [], "people": []}
    extra: list[str] = []
    meetings: list[str] = []
    projects: dict[str, ProjectFiles] = {}
    unknown: list[str] = []
    spending: list[str] = []
    for name in sorted(names):
        parts = name.removeprefix(FOLDER + "/").split("/")
        stem, suffix = _split(parts[0])
        if len(parts) == 1 and stem in special and suffix in YAML:
            special[stem].append(name)
        elif parts == [FILE]:
            extra.append(name)
        elif len(parts) == 1 and parts[0].startswith("extra."):
            unknown.append(name)
        elif len(parts) == 1 and suffix in YAML and stem not in RESERVED:
            _project(projects, stem).header.append(name)
        elif len(parts) == 2 and parts[0] == "meetings" and _split(name)[1] in YAML:
            meetings.append(name)
        elif parts[0] == "data" and len(parts) > 1:
            (spending if _is_spending(parts[1:]) else unknown).append(name)
        elif len(parts) > 1 and parts[0] not in RESERVED:
            _inside(_project(projects, parts[0]), name, parts[1:], lists, entries)
        elif len(parts) == 1 and stem not in RESERVED and suffix in (".csv", ".tsv", ".txt", *_SHEETS):
            unknown.append(name)
    return Layout(
        tuple(special["portfolio"]),
        tuple(special["people"]),
        tuple(meetings),
        tuple(projects.values()),
        tuple(unknown),
        tuple(extra),
        tuple(spending),
    )


def _is_spending(parts: list[str]) -> bool:
    stem, suffix = _split(parts[0])
    return len(parts) == 1 and stem.casefold() == SPENDING and suffix in (".csv", ".xlsx")


def _project(projects: dict[str, ProjectFiles], name: str) -> ProjectFiles:
    key = unicodedata.normalize("NFC", name)
    return projects.setdefault(key, ProjectFiles(key))


def _inside(
    project: ProjectFiles, name: str, parts: list[str], lists: frozenset[str], entries: frozenset[str]
) -> None:
    stem, suffix = _split(parts[-1])
    if len(parts) == 1 and suffix in YAML and stem == "project":
        project.header.append(name)
    elif len(parts) == 1 and suffix in YAML and stem in lists:
        project.lists.setdefault(stem, []).append(name)
    elif len(parts) == 2 and parts[0] in entries and suffix in YAML:
        project.entries.setdefault(parts[0], []).append(name)
    elif len(parts) == 2 and parts[0] == "data" and suffix in TABLES:
        project.tables.append(name)
    elif suffix in (*YAML, ".csv", ".tsv", ".txt") or (parts[0] == "data" and suffix in _SHEETS):
        project.unknown.append(name)


def _split(name: str) -> tuple[str, str]:
    stem, dot, suffix = name.rpartition(".")
    return (stem, "." + suffix.lower()) if dot else (name, "")
