"""Files to findings: each project is read and judged by itself, and its verdict kept by its content.

Nothing of a project stays in memory but what is said about it and what others must know of it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from opsgen import portfolio, rules
from opsgen.cache import Store, digest, program
from opsgen.portfolio.actuals import Called
from opsgen.rules import Verdict
from opsgen.rules.stored import in_rows, out_of_rows, restored, restored_called, stored, stored_called
from opsgen.timeline import NO_HISTORY, sides, timeline
from opsgen.timeline.later import Later
from opsgen.timeline.tagged import at_tag
from opsgen.timeline.walk import whole_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from opsgen.model import Project
    from opsgen.portfolio import Contents, House, Layout, Portfolio, ProjectFiles, Reading
    from opsgen.portfolio.actuals import Settlement, Spending
    from opsgen.portfolio.spending import Names, Spent
    from opsgen.problem import Problem
    from opsgen.rules import Judgement
    from opsgen.timeline import Timeline
    from opsgen.timeline.moment import Moment
    from opsgen.timeline.tagged import Until


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
    """Files that are refused, or belong to nothing; and what is wrong with the finance sheet as such."""
    spending: Spending
    """The finance sheet, of which every project takes its rows."""
    later: Later | None = None
    """Whose numbers stand in for those of its metrics; nobody's where it is not of the past."""

    @property
    def projects(self) -> int:
        """How many projects there are, broken ones too."""
        return len(self.layout.projects)


@dataclass(frozen=True, slots=True)
class Judged:
    """A portfolio, and the verdicts over all of it."""

    portfolio: Portfolio
    verdicts: tuple[Verdict, ...]
    house: House | None = None
    """What holds by today's files, where older ones stand in for them in the portfolio."""

    def findings(self, as_of: date) -> tuple[Problem, ...]:
        """What is wrong with the files and by the rules as of a day, in the order of the files."""
        return self.judgement(as_of).problems

    def with_past(self, root: Path, past: Timeline, day: date) -> Judged:
        """The same with what the history says of the projects."""
        tagged = partial(_at_baseline, root, past.until)
        found = rules.looked_back(self.verdicts, self.portfolio.as_today(), past, day, tagged)
        return replace(self, verdicts=found)

    def judgement(self, as_of: date) -> Judgement:
        """The same, and how much of it somebody allowed."""
        return rules.judged(self.verdicts, self.house or self.portfolio.house, as_of)


@dataclass(frozen=True, slots=True)
class Apart:
    """The projects of a workspace, each read and judged by itself."""

    workspace: Workspace
    readings: tuple[Reading, ...]
    """In the order of their files."""
    verdicts: tuple[Verdict, ...]


def opened(root: Path) -> Workspace:
    """The workspace in a folder, its settings and people read."""
    return workspace_of(root, *portfolio.files(root))


def at(root: Path, commit: str) -> Workspace:
    """The workspace as a commit has it, given by its full id.

    Raises:
        GitError: when git gives no answer, or this clone has left out contents.
    """
    side = sides.at(root, commit)
    side.fetch(side.contents)
    return workspace_of(root, side.contents, side.refused)


def then(root: Path, moment: Moment) -> Workspace:
    """The workspace as it was at a moment of the past.

    Raises:
        GitError: when git gives no answer, or this clone has left out contents.
    """
    found = at(root, moment.commit)
    if not moment.numbers:
        return found
    return replace(found, later=Later(sides.at(root, moment.numbers).whole(), moment.as_of))


def workspace_of(root: Path, contents: Contents, refused: tuple[Problem, ...]) -> Workspace:
    """The files, of the folder itself or of one of its commits, with settings and people read."""
    layout = portfolio.sorted_out(contents)
    house, shared = portfolio.read_house(layout, contents)
    spending = portfolio.spending_of(layout, contents, house)
    loose = (*refused, *portfolio.misplaced(layout, refused))
    return Workspace(root, contents, layout, house, tuple(shared), loose, spending)


def findings(workspace: Workspace, as_of: date) -> tuple[Problem, ...]:
    """What is wrong with the files and by the rules as of a day, in the order of the files."""
    return judgement(workspace, as_of).problems


def judgement(workspace: Workspace, as_of: date, past: Timeline = NO_HISTORY) -> Judgement:
    """The same, and how much of it somebody allowed; with what the past says of the projects."""
    if workspace.later is not None:  # what rests on two versions is kept for none
        return read_whole(workspace).with_past(workspace.root, past, as_of).judgement(as_of)
    verdicts, settled = _kept_verdicts(workspace, as_of)
    found = _looked_back(workspace, _all(workspace, verdicts, settled), past, as_of)
    return rules.judged(found, workspace.house, as_of)


def past_of(workspace: Workspace, moment: Moment | None = None) -> Timeline:
    """The history of a workspace, up to a moment of the past, graded by what holds for all projects."""
    return timeline(workspace.root, _some(workspace, ()), moment)


def _looked_back(
    workspace: Workspace, verdicts: tuple[Verdict, ...], past: Timeline, day: date
) -> tuple[Verdict, ...]:
    """The verdicts, with what the past says; only the projects that it may be about are read."""
    if past.reach == "none":
        return verdicts
    named = rules.suspects(past)
    asked = (verdict for verdict in verdicts if verdict.baseline or named & verdict.called())
    wanted = _some(workspace, {whole_of(verdict.place.file) for verdict in asked})
    return Judged(wanted, verdicts).with_past(workspace.root, past, day).verdicts


def _some(workspace: Workspace, wholes: Collection[str | None]) -> Portfolio:
    """The portfolio with some of its projects alone, by the names of their files."""
    house, contents = workspace.house, workspace.contents
    projects = [files for files in workspace.layout.projects if files.id in wholes]
    read = [portfolio.read_project(files, contents, house.extra) for files in projects]
    return portfolio.put_together(house, workspace.shared, read, ())


def _at_baseline(root: Path, until: Until | None, project: Project) -> tuple[Project | None, bool]:
    return at_tag(root, project, project.baseline.ref, until)


def read(root: Path) -> Judged:
    """The portfolio in a folder with all its projects, for those who want more than to check it."""
    return read_whole(opened(root))


def read_whole(workspace: Workspace) -> Judged:
    """The portfolio of a workspace with all its projects."""
    return joined(read_apart(workspace))


def read_apart(workspace: Workspace) -> Apart:
    """All its projects, each with the rows of the finance sheet that it claims."""
    readings: list[Reading] = []
    verdicts: list[Verdict] = []
    for files in workspace.layout.projects:
        reading = read_one(workspace, files)
        verdicts.append(verdict_on(reading, workspace.house))
        readings.append(reading.kept())
    return Apart(workspace, tuple(readings), tuple(verdicts))


def joined(apart: Apart) -> Judged:
    """The portfolio of projects that were read, each with the rows of the finance sheet that are its own."""
    workspace, readings, verdicts = apart.workspace, list(apart.readings), list(apart.verdicts)
    house, spending = workspace.house, workspace.spending
    settled = portfolio.settled_with(spending, readings)
    for index in settled.other_than([reading.named for reading in readings]):
        reading = read_one(workspace, workspace.layout.projects[index], settled.names[index])
        verdicts[index], readings[index] = verdict_on(reading, house), reading.kept()
    whole = portfolio.put_together(house, workspace.shared, readings, workspace.loose, spending, settled)
    return Judged(whole, _all(workspace, verdicts, settled))


def read_one(workspace: Workspace, files: ProjectFiles, named: tuple[Names, ...] | None = None) -> Reading:
    """What the files of a project give, with the rows of the finance sheet of these names."""
    house = workspace.house
    found = portfolio.read_project(files, workspace.contents, house.extra, workspace.spending, named)
    return found if workspace.later is None else workspace.later.put_into(found)


def _all(workspace: Workspace, projects: Sequence[Verdict], settled: Settlement) -> tuple[Verdict, ...]:
    """The verdicts on everything: what belongs to nothing, the settings, the people, the projects."""
    shared = (verdict_on(reading, workspace.house) for reading in workspace.shared)
    loose = (*workspace.loose, *workspace.spending.problems, *settled.problems)
    return (Verdict("", loose), *shared, *_without_twins(projects))


def _kept_verdicts(workspace: Workspace, as_of: date) -> tuple[list[Verdict], Settlement]:
    """The verdicts on all projects, those kept from before and new ones, which are kept; and whose rows
    of the finance sheet are whose.
    """
    projects, spending = workspace.layout.projects, workspace.spending
    with Store(workspace.root, "verdicts") as store:
        desk = Desk(workspace, store, as_of)
        found = [desk.judged(files) for files in projects]
        broken = sum(not verdict.readable for _, _, verdict in found)
        settled = portfolio.settle(spending, [called for called, _, _ in found], broken)
        for index in settled.other_than([named for _, named, _ in found]):
            found[index] = desk.judged(projects[index], settled.names[index])
    return [verdict for _, _, verdict in found], settled


class Desk:
    """Judges projects one by one, or remembers how it judged the same before."""

    def __init__(self, workspace: Workspace, store: Store, as_of: date) -> None:
        shared = (*workspace.layout.settings, *workspace.layout.people, *workspace.layout.extra)
        files = {name: workspace.contents[name]() for name in shared}
        self.key = digest((program(), *_bytes(files)))
        self.workspace = workspace
        self.store = store
        self.as_of = as_of
        self.sheet = workspace.spending

    def judged(
        self,
        files: ProjectFiles,
        named: tuple[Names, ...] | None = None,
        given: Contents | None = None,
    ) -> tuple[Called, tuple[Names, ...], Verdict]:
        """What a project is called, what it is called in the finance sheet, and the verdict on it.

        The verdict rests on the project's files and rows: not on other rows, nor on where its own stand. The
        files may be others than the workspace has: those that are `given`.
        """
        given = self.workspace.contents if given is None else given
        contents = {name: given[name]() for name in files.names}
        own = digest((self.key, *_bytes(contents)))
        called = self.called(own) if self.sheet.rows else Called("")
        if called is not None:
            named = self.sheet.claimed(called) if named is None else named
            found = self.kept(own, files, self.sheet.of(named))
            if found is not None:
                return called, named, self.on_the_day(found)
        reading = portfolio.read_project(
            files, _given(contents), self.workspace.house.extra, self.sheet, named
        )
        found = verdict_on(reading, self.workspace.house)
        self.keep(own, reading, found)
        return reading.called, reading.named, self.on_the_day(found)

    def called(self, own: bytes) -> Called | None:
        """What the project of these files is called, as far as that is kept."""
        text = self.store.get(_key_of_names(own))
        return None if text is None else restored_called(text)

    def kept(self, own: bytes, files: ProjectFiles, rows: tuple[Spent, ...]) -> Verdict | None:
        text = self.store.get(_key_of_rows(own, rows))
        names = (*files.names, files.folder, *filter(None, [self.sheet.file]))
        found = None if text is None else restored(text, self.as_of, names)
        return found if found is None or not rows else in_rows(found, self.sheet.file, rows)

    def keep(self, own: bytes, reading: Reading, found: Verdict) -> None:
        rows = self.sheet.of(reading.named)
        with suppress(TypeError, ValueError):  # a sentence that JSON cannot keep is made each time
            self.store.put(_key_of_rows(own, rows), stored(out_of_rows(found, self.sheet.file, rows)))
        if self.sheet.rows:
            self.store.put(_key_of_names(own), stored_called(reading.called))

    def on_the_day(self, found: Verdict) -> Verdict:
        """What is allowed is of use as long as something may come of it: then every day counts."""
        return found if self.workspace.house.settings.rules.allow else found.on(self.as_of)


def _key_of_names(own: bytes) -> bytes:
    return digest((b"called", own))


def _key_of_rows(own: bytes, rows: tuple[Spent, ...]) -> bytes:
    return digest((b"spent", own, *(row.content() for row in rows))) if rows else own


def _bytes(contents: Mapping[str, bytes | Problem]) -> Iterator[bytes]:
    """The names of files, each with its contents or the reason why it has none."""
    for name, content in contents.items():
        yield name.encode("utf-8", "surrogateescape")
        yield content if isinstance(content, bytes) else repr(content).encode("utf-8", "replace")


def _given(contents: Mapping[str, bytes | Problem]) -> Contents:
    return {name: partial(contents.__getitem__, name) for name in contents}


def verdict_on(reading: Reading, house: House) -> Verdict:
    """What is to be said about what was read."""
    if reading.whole.value is None:
        return Verdict(reading.whole.source, reading.problems, place=reading.place)
    return rules.verdict_of(reading.whole, house, reading.sources, reading.problems)


def _without_twins(verdicts: Sequence[Verdict]) -> Iterator[Verdict]:
    """The verdicts; of a project whose id is taken no more than that, and what was wrong with its files."""
    twins = portfolio.taken([(verdict.source, verdict.place) for verdict in verdicts])
    for verdict, twin in zip(verdicts, twins, strict=True):
        yield verdict if twin is None else Verdict("", (*verdict.problems, twin))
