"""What it costs to read former reports: `python -m benchmarks.snapshots [--projects 1000] [--runs 1]`.

A made-up portfolio with thirteen monthly commits, each of which edits a third of its projects. Prints CPU
seconds, git's too, beside those of reading the portfolio with all its findings once, in the same run: of all
its reports (cold), of one report more when the others are kept (next), and of what is kept (warm); and the
peaks of memory.

The files of the program are part of what everything is kept by: nobody may edit them meanwhile.
"""

from __future__ import annotations

import argparse
import gc
import json
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.portfolio import AS_OF, project, write
from benchmarks.portfolio import yaml_text as written
from benchmarks.run import measured

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

GIT = shutil.which("git") or "git"
_MONTHS = 13
_EDITED = 3
"""One project in so many is edited each month."""


def begin(root: Path, projects: int) -> None:
    """A repository with the portfolio and its months; the last commit is of the week of the status date."""
    write(projects, root)
    subprocess.run((GIT, "init", "-q", "-b", "main", str(root)), check=True)
    with subprocess.Popen((GIT, "fast-import", "--quiet"), cwd=root, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        for part in _stream(root, projects):
            process.stdin.write(part)
    subprocess.run((GIT, "reset", "-q", "--hard", "main"), cwd=root, check=True)


def _stream(root: Path, projects: int) -> Iterator[bytes]:
    """Month by month from the files as they are: a third of the projects is newer each time."""
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in _files(root)}
    yield from _commit(0, files)
    for month in range(1, _MONTHS):
        yield from _commit(month, dict(_edited(month, projects)))


def _files(root: Path) -> list[Path]:
    return sorted(path for path in (root / "projects").rglob("*") if path.is_file())


def _edited(month: int, projects: int) -> Iterator[tuple[str, bytes]]:
    """The projects whose turn it is: another probability, another forecast."""
    for number in range(1 + month % _EDITED, projects + 1, _EDITED):
        name, contents = project(number)
        for risk in contents.get("risks", []):
            risk["probability"] = (risk["probability"] + month) % 5 + 1
        for stone in contents["milestones"]:
            if "forecast" in stone:
                stone |= {"forecast": stone["forecast"] + timedelta(days=month), "reason": "waiting"}
        yield f"projects/{name}.yaml", written(contents).encode()


def _commit(month: int, files: Mapping[str, bytes]) -> Iterator[bytes]:
    day = AS_OF - timedelta(days=30 * (_MONTHS - 1 - month) + 3)
    seconds = int(datetime.combine(day, datetime.min.time(), UTC).timestamp())
    said = f"Month {month}"
    yield (
        f"commit refs/heads/main\ncommitter Wang <wang@example.com> {seconds} +0800\n"
        f"data {len(said)}\n{said}\n"
    ).encode()
    for name, text in files.items():
        yield f"M 100644 inline {name}\ndata {len(text)}\n".encode() + text + b"\n"


# --- what is measured; each gets the folder of a workspace and the status date


def plain(root: Path, _: date) -> int:
    """The portfolio of today with all its findings, and nothing kept of it."""
    from opsgen import check

    return len(check.read(root).portfolio.projects)


def reports(root: Path, as_of: date) -> Callable[[], int]:
    """What the reports of a year said; the portfolio and its history are read before."""
    from opsgen import check
    from opsgen.timeline import timeline
    from opsgen.timeline.snapshots import snapshots

    portfolio = check.read(root).portfolio
    past = timeline(root, portfolio)
    assert past.reach == "whole"
    return lambda: sum(map(len, snapshots(root, portfolio, past, as_of).values()))


def _case(work: str, root: Path, as_of: date) -> Callable[[], int]:
    if work != "plain":
        return reports(root, as_of)
    from opsgen.portfolio import assemble

    # What is made once, whatever the number of files: the schemas' validators, the makers of values.
    assemble({"projects/a.yaml": lambda: b"title: A\nowner: B\nlifecycle: proposed\n"})
    return lambda: plain(root, as_of)


def main(arguments: Sequence[str]) -> int:
    """Prints a line for each case; exit code 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--projects", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--case", nargs=3, metavar=("WORK", "ROOT", "DAY"), help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.case:
        work, root, day = given.case
        gc.set_threshold(100_000, 20, 100)  # as the command does
        cost = measured(_case(work, Path(root), date.fromisoformat(day)))
        print(json.dumps([cost.cpu, cost.peak, cost.made]))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        begin(Path(folder), given.projects)
        _compare(Path(folder), given.projects, given.runs)
    return 0


def _compare(root: Path, projects: int, runs: int) -> None:
    month = AS_OF.replace(day=1)
    days = {"plain": AS_OF, "cold": month, "next": month + timedelta(days=31), "warm": month}
    costs: dict[str, list[tuple[float, float, int]]] = {work: [] for work in days}
    for _ in range(runs):
        shutil.rmtree(root / ".cache", ignore_errors=True)
        for work, day in days.items():
            if work == "cold":
                _forget(root)
            costs[work].append(_alone(work, root, day))
    least = {work: min(cost) for work, cost in costs.items()}
    floor = least["plain"][0]
    for work, (cpu, peak, made) in least.items():
        print(
            f"{work:6} {made:6} {'projects' if work == 'plain' else 'snapshots'} of {projects} projects"
            f"  {cpu:6.2f} s = {cpu / floor:.2f} × plain  peak {peak:.0f} MB",
            flush=True,
        )


def _forget(root: Path) -> None:
    """Keep what is known of the files of today and of the commits, and nothing of the reports."""
    for path in (root / ".cache").rglob("*snapshots*"):
        path.unlink()


def _alone(work: str, root: Path, day: date) -> tuple[float, float, int]:
    line = (sys.executable, "-m", "benchmarks.snapshots", "--case", work, str(root), day.isoformat())
    cpu, peak, made = json.loads(subprocess.run(line, check=True, capture_output=True).stdout)
    return cpu, peak, made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
