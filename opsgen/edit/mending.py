"""What is certain of the findings put into the files: again and again, until nothing more comes of it.

Nothing is written here: what comes back are the contents of files, as they were and as they should be. After
every round the files are loaded and checked again; one in which anything is not as expected stays as it is.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from opsgen import check, portfolio
from opsgen.edit.compare import moved, moved_to, unlike
from opsgen.edit.encoding import recoded
from opsgen.edit.source import opened
from opsgen.load import parse
from opsgen.portfolio.layout import YAML
from opsgen.rules import RULES
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from opsgen.edit.source import Edit, Source
    from opsgen.problem import Problem
    from opsgen.words import Message

_ROUNDS = 1000
_MOST_TOLD = 100
"""Findings of one file; what comes behind them is not told."""
_OF_RULES = frozenset(rule.code for rule in RULES)


@dataclass(frozen=True, slots=True)
class Mended:
    """A file that was mended: its contents then and now, and of which findings."""

    file: str
    before: bytes
    after: bytes
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What can be mended, what was better left alone and why, and what is left for a person."""

    mended: tuple[Mended, ...]
    refused: tuple[tuple[str, Message], ...]
    left: tuple[Problem, ...]


def mended(root: Path, day: date, wanted: Collection[str] | None = None) -> Outcome:
    """What comes of mending the files of a workspace, or the `wanted` ones of them."""
    contents, refused = portfolio.files(root)
    return mended_of(root, {file: content() for file, content in contents.items()}, refused, day, wanted)


def mended_of(
    root: Path,
    contents: Mapping[str, bytes | Problem],
    refused: tuple[Problem, ...],
    day: date,
    wanted: Collection[str] | None = None,
) -> Outcome:
    """The same of files that were read already; `root` is no more than where verdicts are kept."""
    return _Mending(root, contents, refused, day, wanted).outcome()


@dataclass(frozen=True, slots=True)
class _Step:
    """One round in one file."""

    before: bytes
    after: bytes
    edits: tuple[Edit, ...]
    done: tuple[Problem, ...]


@dataclass
class _Mending:
    root: Path
    contents: Mapping[str, bytes | Problem]
    unread: tuple[Problem, ...]
    day: date
    wanted: Collection[str] | None
    now: dict[str, bytes] = field(default_factory=dict)
    codes: dict[str, list[str]] = field(default_factory=dict)
    refused: dict[str, Message] = field(default_factory=dict)

    def outcome(self) -> Outcome:
        self.to_utf8()
        found = self.findings()
        for _ in range(_ROUNDS):
            steps = self.steps(found)
            if not steps:
                break
            self.now |= {file: step.after for file, step in steps.items()}
            after = self.findings()
            wrong = {file for file, step in steps.items() if self.is_wrong(file, step, found, after)}
            for file in wrong:
                self.refuse(file)
            for file in steps.keys() - wrong:
                self.codes.setdefault(file, []).extend(problem.code for problem in steps[file].done)
            found = self.findings() if wrong else after
        made = (Mended(file, self.was(file), now, tuple(self.codes[file])) for file, now in self.now.items())
        return Outcome(
            tuple(sorted((one for one in made if one.before != one.after), key=lambda one: one.file)),
            tuple(sorted(self.refused.items())),
            found,
        )

    def is_asked(self, file: str) -> bool:
        asked = self.wanted is None or file in self.wanted
        return asked and file not in self.refused and file.lower().endswith(YAML)

    def was(self, file: str) -> bytes:
        content = self.contents[file]
        assert isinstance(content, bytes)  # nothing is found in what cannot be read
        return content

    def to_utf8(self) -> None:
        """Files that an editor saved in another encoding, where it is clear in which."""
        for file, content in self.contents.items():
            right = recoded(content) if isinstance(content, bytes) and self.is_asked(file) else None
            if right is not None:
                self.now[file] = right
                self.codes[file] = ["encoding"]

    def findings(self) -> tuple[Problem, ...]:
        given = {**self.contents, **self.now}
        contents = {file: partial(given.__getitem__, file) for file in given}
        return check.findings(check.workspace_of(self.root, contents, self.unread), self.day)

    def steps(self, found: Iterable[Problem]) -> dict[str, _Step]:
        """The next round: what is certain of each file, as far as it does not overlap."""
        of: dict[str, list[Problem]] = {}
        for problem in found:
            if problem.repair and self.is_asked(problem.file):
                of.setdefault(problem.file, []).append(problem)
        made = {file: self.step(file, problems) for file, problems in of.items()}
        return {file: step for file, step in made.items() if step is not None}

    def step(self, file: str, problems: list[Problem]) -> _Step | None:
        before = self.now.get(file) or self.was(file)
        source = opened(file, before)
        edits: list[tuple[Edit, Problem]] = []
        for problem in problems:
            if problem.repair is None or problem.repair.place.file != file:
                continue
            edit = source.at(problem.repair.place, problem.repair.text)
            if all(edit.end < other.start or other.end < edit.start for other, _ in edits):
                edits.append((edit, problem))
        after = source.edited(edit for edit, _ in edits).content
        if not edits or after == before:
            return None
        return _Step(before, after, tuple(edit for edit, _ in edits), tuple(one for _, one in edits))

    def is_wrong(self, file: str, step: _Step, before: Iterable[Problem], after: Iterable[Problem]) -> bool:
        """Whether a round did not do in a file what it should: all of that, and nothing else."""
        source = opened(file, step.before)
        of_file = [problem for problem in before if problem.file == file]
        old = {(one.code, moved(source, one.place, step.edits)): one for one in of_file}
        now = opened(file, step.after)
        new = {(one.code, now.offset(one.line, one.column)): one for one in after if one.file == file}
        claimed = {(one.code, moved(source, one.place, step.edits)): one for one in step.done}
        if any(key in new and new[key].message == one.message for key, one in claimed.items()):
            return True
        stage = min((_stage(one) for one in of_file if one.severity == "error"), default=_RULES)
        fresh = [one for key, one in new.items() if key not in old and one.severity == "error"]
        read_before, read_now = parse(file, step.before), parse(file, step.after)
        if read_before.data is None:
            # What the parser could not read hid what stands below it.
            first = min(problem.line for problem in step.done)
            return read_now.data is None and any(one.line < first for one in fresh)
        if read_now.data is None or unlike(read_before, read_now, source, now, step.edits):
            return True
        touched = _lines(source, now, step.edits) if len(of_file) < _MOST_TOLD else None
        return any(_stage(one) <= stage and not _is_revealed(one, stage, touched) for one in fresh)

    def refuse(self, file: str) -> None:
        """Leave a file alone from now on, as it was at first."""
        self.now.pop(file, None)
        self.codes.pop(file, None)
        self.refused[file] = message("something else would have changed with it, so it stays as it is")


_VALUES, _RULES = 1, 2


def _lines(source: Source, now: Source, edits: Sequence[Edit]) -> frozenset[int]:
    """The lines that changes stand in afterwards."""
    starts = [moved_to(edit.start, source, edits) for edit in edits]
    return frozenset(bisect_right(now.starts, at) for at in starts)


def _is_revealed(problem: Problem, stage: int, touched: frozenset[int] | None) -> bool:
    """Whether an error was hidden before: a worse one stood in its line, or there were too many."""
    return stage == _VALUES and (touched is None or problem.line in touched)


def _stage(problem: Problem) -> int:
    """How far a file could be read to find this: rules are asked only where all values are right."""
    return _RULES if problem.code in _OF_RULES else _VALUES
