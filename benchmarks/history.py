"""What a long history costs to walk: `python -m benchmarks.history [--versions 150000]`.

The repository has few files and many versions of them. Prints the seconds and the peak memory of walking it
and reading every old content, beside those of a tenth and a hundredth of it, and beside the two git commands
alone.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

VERSIONS = 150_000
GROWTH = 1.25
"""So many times the memory a hundred times as long a history may need."""
GIT = shutil.which("git") or "git"
_BEGIN = 1_600_000_000


def write(root: Path, versions: int, files: int = 40) -> str:
    """Id of the last of so many commits, each of another version of a file, in a new repository."""
    subprocess.run((GIT, "init", "-q", str(root)), check=True)
    importing = (GIT, "fast-import", "--quiet", "--date-format=raw")
    with subprocess.Popen(importing, cwd=root, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        for part in _stream(versions, files):
            process.stdin.write(part)
    answer = subprocess.run((GIT, "rev-parse", "refs/heads/main"), cwd=root, check=True, capture_output=True)
    return answer.stdout.decode("ascii").strip()


def _stream(versions: int, files: int) -> Iterator[bytes]:
    for number in range(versions):
        text = (
            f"title: Version {number}\nmilestones:\n  - {{id: M1, forecast: 2026-10-{number % 28 + 1:02}}}\n"
        )
        said = f"version {number}"
        yield (
            f"commit refs/heads/main\ncommitter Wang <wang@example.com> {_BEGIN + 60 * number} +0800\n"
            f"data {len(said)}\n{said}\nM 100644 inline projects/{number % files}.yaml\n"
            f"data {len(text)}\n{text}\n"
        ).encode()


def walk(root: Path, head: str) -> None:
    """Every step, and every old content."""
    from opsgen.history import blobs, steps

    with blobs(root) as old:
        for step in steps(root, head):
            for touched in step.touched:
                if touched.blob:
                    old.read(touched.blob, 1_000_000)


def bare(root: Path, head: str) -> None:
    """The two git commands, and nothing made of what they say."""
    log = (GIT, "log", "--first-parent", "--topo-order", "--reverse", "--raw", "-z", "--no-abbrev", head)
    said = subprocess.run(log, cwd=root, check=True, capture_output=True).stdout
    given = b"".join(part.split(b" ")[3] + b"\n" for part in said.split(b"\0") if part.startswith(b"\n:"))
    batch = (GIT, "cat-file", "--batch", "--buffer")
    subprocess.run(batch, cwd=root, check=True, input=given, stdout=subprocess.DEVNULL)


def main(arguments: Sequence[str]) -> int:
    """Prints a line for each size; exit code 1 where the memory grows with the history, else 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--versions", type=int, default=VERSIONS)
    parser.add_argument("--case", nargs=3, metavar=("WORK", "ROOT", "HEAD"), help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.case:
        work, root, head = given.case
        print(json.dumps(_cost(work, Path(root), head)))
        return 0
    peaks = []
    with tempfile.TemporaryDirectory() as folder:
        for versions in (given.versions // 100, given.versions // 10, given.versions):
            root = Path(folder) / str(versions)
            head = write(root, versions)
            for work in ("bare", "walk"):
                seconds, peak = _alone(work, root, head)
                print(f"{versions:8} versions  {work}  {seconds:6.2f} s  {peak:7.1f} MB", flush=True)
            peaks.append(peak)
    return int(peaks[-1] > GROWTH * peaks[0])


def _alone(work: str, root: Path, head: str) -> list[float]:
    line = (sys.executable, "-m", "benchmarks.history", "--case", work, str(root), head)
    answer: list[float] = json.loads(subprocess.run(line, check=True, capture_output=True).stdout)
    return answer


def _cost(work: str, root: Path, head: str) -> tuple[float, float]:
    """CPU seconds with those of git, and the peak memory of this process in MB."""
    {"walk": walk, "bare": bare}[work](root, head)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = resource.getrusage(resource.RUSAGE_SELF)
    seconds = time.process_time() + children.ru_utime + children.ru_stime
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return round(seconds, 2), round(own.ru_maxrss / unit, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
