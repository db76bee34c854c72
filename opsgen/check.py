"""Files to findings: each project is read and judged by itself, and its verdict kept by its content.

Nothing of a project stays in memory but what is said about it and what others must know of it.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from opsgen import portfolio, rules
from opsgen.cache import Store, digest
from opsgen.rules import Verdict
from opsgen.rules.stored import restored, stored
from opsgen.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from opsgen.portfolio import Contents, House, Layout, Portfolio, Reading
    from opsgen.problem import Problem
    from opsgen.rules import Judgement


@dataclass(frozen=True, slots=True)
class Workspace:
    """The files of a workspace: which is what, and what holds for all projects."""

    root: Path
    contents: Contents
    layout: Layout
    house: House
    shared: tuple[Reading, ...]
    """What the files of the house gave."""
    loose: tuple[Problem, ...]
    """Files that are refused, or belong to nothing."""

    @property
    def projects(self) -> int:
        """How many projects there are, broken ones too."""
        return len(self.layout.projects)


@dataclass(frozen=True, slots=True)
class Judged:
    """A portfolio, and the verdicts over all of it."""

    portfolio: Portfolio
    verdicts: tuple[Verdict, ...]

    def findings(self, as_of: date) -> tuple[Problem, ...]:
        """What is wrong with the files and by the rules as of a day, in the order of the files."""
        return self.judgement(as_of).problems

    def judgement(self, as_of: date) -> Judgement:
        """The same, and how much of it somebody allowed."""
        return rules.judged(self.verdicts, self.portfolio.house, as_of)


def opened(root: Path) -> Workspace:
    """The workspace in a folder, its settings and people read."""
    return workspace_of(root, *portfolio.files(root))


def workspace_of(root: Path, contents: Contents, refused: tuple[Problem, ...]) -> Workspace:
    """The files, of the folder itself or of one of its commits, with settings and people read."""
    layout = portfolio.sorted_out(contents)
    house, shared = portfolio.read_house(layout, contents)
    loose = (*refused, *portfolio.misplaced(layout, refused))
    return Workspace(root, contents, layout, house, tuple(shared), loose)


def findings(workspace: Workspace, as_of: date) -> tuple[Problem, ...]:
    """What is wrong with the files and by the rules as of a day, in the order of the files."""
    return judgement(workspace, as_of).problems


def judgement(workspace: Workspace, as_of: date) -> Judgement:
    """The same, and how much of it somebody allowed."""
    verdicts = _all(workspace, list(_kept_verdicts(workspace, as_of)))
    return rules.judged(verdicts, workspace.house, as_of)


def read(root: Path) -> Judged:
    """The portfolio in a folder with all its projects, for those who want more than to check it."""
    workspace = opened(root)
    verdicts: list[Verdict] = []
    readings: list[Reading] = []
    for files in workspace.layout.projects:
        reading = portfolio.read_project(files, workspace.contents, workspace.house.extra)
        verdicts.append(_verdict(reading, workspace.house))
        readings.append(reading.kept())
    whole = portfolio.put_together(workspace.house, workspace.shared, readings, workspace.loose)
    return Judged(whole, _all(workspace, verdicts))


def _all(workspace: Workspace, projects: Sequence[Verdict]) -> tuple[Verdict, ...]:
    """The verdicts on everything: what belongs to nothing, the settings, the people, the projects."""
    shared = (_verdict(reading, workspace.house) for reading in workspace.shared)
    return (Verdict("", workspace.loose), *shared, *_without_twins(projects))


def _kept_verdicts(workspace: Workspace, as_of: date) -> Iterator[Verdict]:
    """The verdicts on all projects: those kept from before, and new ones, which are kept."""
    shared = (*workspace.layout.settings, *workspace.layout.people, *workspace.layout.extra)
    house = digest((_version(), *_bytes({name: workspace.contents[name]() for name in shared})))
    with Store(workspace.root, "verdicts") as store:
        for files in workspace.layout.projects:
            contents = {name: workspace.contents[name]() for name in files.names}
            key = digest((house, *_bytes(contents)))
            kept = store.get(key)
            found = None if kept is None else restored(kept, as_of, (*files.names, files.folder))
            if found is None:
                found = _verdict(
                    portfolio.read_project(files, _given(contents), workspace.house.extra), workspace.house
                )
                with suppress(TypeError, ValueError):  # a sentence that JSON cannot keep is made each time
                    store.put(key, stored(found))
            # What is allowed is of use as long as something may come of it: then every day counts.
            yield found if workspace.house.settings.rules.allow else found.on(as_of)


def _bytes(contents: Mapping[str, bytes | Problem]) -> Iterator[bytes]:
    """The names of files, each with its contents or the reason why it has none."""
    for name, content in contents.items():
        yield name.encode("utf-8", "surrogateescape")
        yield content if isinstance(content, bytes) else repr(content).encode("utf-8", "replace")


def _given(contents: Mapping[str, bytes | Problem]) -> Contents:
    return {name: partial(contents.__getitem__, name) for name in contents}


def _verdict(reading: Reading, house: House) -> Verdict:
    if reading.whole.value is None:
        return Verdict(reading.whole.source, reading.problems, place=reading.place)
    return rules.verdict_of(reading.whole, house, reading.sources, reading.problems)


def _without_twins(verdicts: Sequence[Verdict]) -> Iterator[Verdict]:
    """The verdicts; of a project whose id is taken no more than that, and what was wrong with its files."""
    twins = portfolio.taken([(verdict.source, verdict.place) for verdict in verdicts])
    for verdict, twin in zip(verdicts, twins, strict=True):
        yield verdict if twin is None else Verdict("", (*verdict.problems, twin))


@cache
def _version() -> bytes:
    """What a verdict rests on besides the files: this program and the schemas."""
    package = Path(__file__).parent
    sources = sorted((*package.rglob("*.py"), *shipped("schemas").rglob("*.json")))
    return digest((sys.version.encode(), *(path.read_bytes() for path in sources)))
