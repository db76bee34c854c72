"""What the changes of a long history cost: `python -m benchmarks.timeline [--runs 3]`.

Two made-up repositories: many small files, and fewer of 8 KiB. Each version edits one or two fields, as
people do. Prints CPU seconds, git's too, as ratios to a bare script that runs the same two git commands and
loads each old content once with PyYAML's C loader: of the first walk (cold), of a walk when all is kept and
one more commit is there (warm); and the peaks of memory.

The files of the program are part of what everything is kept by: nobody may edit them meanwhile.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.run import measured

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

GIT = shutil.which("git") or "git"
_BEGIN = 1_700_000_000
_FIRST = date(2026, 1, 5)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many files and versions a repository has, and how long its projects are."""

    files: int
    versions: int
    tasks: int
    metrics: int = 1


SMALL = Sizes(files=700, versions=2_600, tasks=0)
LARGE = Sizes(files=100, versions=800, tasks=44, metrics=4)


@dataclass
class Made:
    """A made-up project as it is at one time."""

    number: int
    sizes: Sizes
    slips: Counter[int] = field(default_factory=Counter)
    reasons: dict[int, str] = field(default_factory=dict)
    odds: Counter[int] = field(default_factory=Counter)
    measured: Counter[int] = field(default_factory=Counter)
    done: Counter[int] = field(default_factory=Counter)
    lifecycle: str = "executing"

    def edit(self, chance: random.Random) -> None:
        """Change one or two fields."""
        match chance.choice(("date", "date", "measurement", "measurement", "risk", "task", "lifecycle")):
            case "date":
                at = chance.randrange(1, 4)
                self.slips[at] += chance.choice((-3, 2, 7, 14))
                self.reasons[at] = f"等接口 {chance.randrange(100)}"
            case "measurement":
                self.measured[chance.randrange(self.sizes.metrics)] += 1
            case "task" if self.sizes.tasks:
                self.done[chance.randrange(self.sizes.tasks)] += 1
            case "lifecycle":
                self.lifecycle = "on_hold" if self.lifecycle == "executing" else "executing"
            case _:
                self.odds[chance.randrange(1, 3)] += 1

    def text(self) -> str:
        """Its file."""
        begin = _FIRST + timedelta(days=self.number % 60)
        return (
            f"title: 项目 {self.number}\nowner: 王芳\nstart: {begin}\nfinish: {begin + timedelta(days=200)}\n"
            f"lifecycle: {self.lifecycle}\n" + "".join((*self._lists(begin), *self._tasks(begin)))
        )

    def _lists(self, begin: date) -> Iterator[str]:
        yield "milestones:\n"
        for at in range(1, 4):
            day = begin + timedelta(days=30 * at + self.slips[at])
            reason = f", reason: {self.reasons[at]}" if at in self.reasons else ""
            yield f"  - {{id: M{at}, title: 里程碑 {at}, forecast: {day}{reason}}}\n"
        yield "risks:\n"
        for at in range(1, 3):
            odds = (at + self.odds[at]) % 5 + 1
            yield f"  - {{id: R{at}, title: 风险 {at}, probability: {odds}, impact: 3, response: 备份}}\n"
        yield "metrics:\n"
        for at in range(self.sizes.metrics):
            yield f"  - id: K{at}\n    title: 指标 {at}\n    target: 100\n    measurements:\n"
            for number in range(self.measured[at] + 1):
                yield f"      - {{date: {begin + timedelta(days=7 * number)}, value: {50 + number}}}\n"

    def _tasks(self, begin: date) -> Iterator[str]:
        if self.sizes.tasks:
            yield "tasks:\n"
        for at in range(self.sizes.tasks):
            status = ("todo", "in_progress", "done")[min(self.done[at], 2)]
            yield (
                f"  - id: T{at}\n    title: 任务 {at} 的说明文字\n    status: {status}\n"
                f"    start: {begin + timedelta(days=at)}\n    finish: {begin + timedelta(days=at + 9)}\n"
                f"    effort: {at % 9 + 1}\n    owner: 王芳\n"
            )


def write(root: Path, sizes: Sizes) -> None:
    """A repository of so many versions; one commit in five edits two files. The last commit is one more."""
    subprocess.run((GIT, "init", "-q", "-b", "main", str(root)), check=True)
    with subprocess.Popen((GIT, "fast-import", "--quiet"), cwd=root, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        for part in _stream(sizes):
            process.stdin.write(part)


def _stream(sizes: Sizes) -> Iterator[bytes]:
    chance = random.Random(1)
    projects = [Made(number, sizes) for number in range(sizes.files)]
    yield from _commit(0, projects)
    left, number = sizes.versions - sizes.files + 1, 1
    while left > 0:
        edited = chance.sample(projects, 2 if left > 2 and number % 5 == 0 else 1)
        for project in edited:
            project.edit(chance)
        yield from _commit(number, edited)
        left, number = left - len(edited), number + 1


def _commit(number: int, projects: Sequence[Made]) -> Iterator[bytes]:
    said = f"Change {number}"
    yield (
        f"commit refs/heads/main\ncommitter Wang <wang@example.com> {_BEGIN + 3600 * number} +0800\n"
        f"data {len(said)}\n{said}\n"
    ).encode()
    for project in projects:
        text = project.text().encode()
        yield f"M 100644 inline projects/p{project.number:04}.yaml\ndata {len(text)}\n".encode()
        yield text + b"\n"


def bare(root: Path) -> int:
    """The two git commands, and each old content loaded once."""
    import yaml

    options = ("--first-parent", "--diff-merges=first-parent", "--raw", "-z", "--no-renames", "--no-abbrev")
    log = (GIT, "log", *options, "--format=%H %ct", "main", "--", "projects/")
    said = subprocess.run(log, cwd=root, check=True, capture_output=True).stdout.split(b"\0")
    blobs = list(dict.fromkeys(part.split()[3] for part in said if part.lstrip(b"\n").startswith(b":")))
    batch = (GIT, "cat-file", "--batch", "--buffer")
    given = b"\n".join(blobs) + b"\n"
    answer = subprocess.run(batch, cwd=root, check=True, input=given, capture_output=True).stdout
    at = 0
    for _ in blobs:
        end = answer.index(b"\n", at)
        size = int(answer[at:end].split()[2])
        yaml.load(answer[end + 1 : end + 1 + size], yaml.CSafeLoader)
        at = end + size + 2
    return len(blobs)


def walk(root: Path) -> int:
    """The whole timeline, with what is kept."""
    from opsgen.portfolio import assemble
    from opsgen.timeline import timeline

    found = timeline(root, assemble({}))
    assert found.reach == "whole"
    assert found.unread == 0
    return found.versions


def _begin() -> None:
    """What every command has done by then: imports, and the readers of files put together."""
    import yaml

    import opsgen.timeline
    from opsgen.portfolio import assemble

    text = Made(0, LARGE).text().encode()
    assert assemble({"projects/p.yaml": lambda: text}).projects
    assert yaml
    assert opsgen.timeline


_WORK: dict[str, Callable[[Path], int]] = {"bare": bare, "cold": walk, "warm": walk}


def main(arguments: Sequence[str]) -> int:
    """Prints a line for each size; exit code 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--case", nargs=2, metavar=("WORK", "ROOT"), help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.case:
        work, root = given.case

        _begin()
        cost = measured(lambda: _WORK[work](Path(root)))
        print(json.dumps([cost.cpu, cost.peak, cost.made]))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        for name, sizes in (("small", SMALL), ("large", LARGE)):
            _compare(name, Path(folder) / name, sizes, given.runs)
    return 0


def _compare(name: str, root: Path, sizes: Sizes, runs: int) -> None:
    write(root, sizes)
    costs: dict[str, list[tuple[float, float]]] = {"bare": [], "cold": [], "warm": []}
    for _ in range(runs):
        shutil.rmtree(root / ".cache", ignore_errors=True)
        costs["bare"].append(_alone("bare", root))
        _at(root, "main~1")
        costs["cold"].append(_alone("cold", root))
        _at(root, "main")
        costs["warm"].append(_alone("warm", root))
    least = {work: min(cost) for work, cost in costs.items()}
    cpu = {work: seconds for work, (seconds, _) in least.items()}
    print(
        f"{name:6} {sizes.versions} versions of {sizes.files} files  bare {cpu['bare']:.2f} s"
        f"  cold {cpu['cold']:.2f} s = {cpu['cold'] / cpu['bare']:.2f} × bare"
        f"  warm {cpu['warm']:.2f} s = {cpu['warm'] / cpu['cold']:.2f} × cold"
        f"  peak {least['bare'][1]:.0f}, {least['cold'][1]:.0f}, {least['warm'][1]:.0f} MB",
        flush=True,
    )


def _at(root: Path, revision: str) -> None:
    """Let the workspace stand at a commit, with its files."""
    subprocess.run((GIT, "checkout", "-q", "--detach", revision), cwd=root, check=True)


def _alone(work: str, root: Path) -> tuple[float, float]:
    line = (sys.executable, "-m", "benchmarks.timeline", "--case", work, str(root))
    cpu, peak, _ = json.loads(subprocess.run(line, check=True, capture_output=True).stdout)
    return cpu, peak


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
