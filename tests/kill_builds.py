"""Kills builds at chosen steps and says what readers then see; `test_build_swap.py` runs it.

    python tests/kill_builds.py FOLDER exchange|renames PAGES POINTS

Every file opened, made, renamed or removed is a step. Each build is a child that kills itself, as `kill -9`
would, just before one of them; so the points are the same in each run. POINTS are spread evenly over the
steps, and every step around the swap is always among them; 0 means every step there is.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

from opsgen.build import swap

STEPS = ("open", "os.", "ctypes.dlsym", "shutil.rmtree")


class Killer:
    """Counts the steps of this process and kills it before one of them."""

    def __init__(self) -> None:
        self.point = 0
        self.steps: list[str] | None = None
        sys.addaudithook(self.see)

    def see(self, event: str, _arguments: tuple[Any, ...]) -> None:
        if self.steps is None or not event.startswith(STEPS):
            return
        self.steps.append(event)
        if len(self.steps) == self.point:
            os.kill(os.getpid(), signal.SIGKILL)


def write_pages(folder: Path, version: str, pages: int) -> None:
    for number in range(pages):
        page = folder / f"projects-{number % 7}" / f"page-{number}.html"
        page.parent.mkdir(exist_ok=True)
        page.write_text(f"<p>{version}</p>")


def build(site: Path, version: str, pages: int) -> None:
    with swap.staging(site) as folder:
        write_pages(folder, version, pages)


def seen(site: Path, pages: int) -> str:
    """old, new, missing, or broken: what a reader finds."""
    if not site.exists():
        return "missing"
    texts = [page.read_text() for page in site.rglob("*.html")]
    if len(texts) != pages or len(set(texts)) != 1:
        return "broken"
    return texts[0].removeprefix("<p>").removesuffix("</p>")


def killed(killer: Killer, site: Path, pages: int, point: int) -> bool:
    """Whether the build was killed at this point, instead of coming to its end."""
    child = os.fork()
    if child == 0:
        killer.point, killer.steps = point, []
        build(site, "new", pages)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def points(steps: list[str], wanted: int) -> list[int]:
    if not wanted:
        return list(range(1, len(steps) + 1))
    swapping = [i for i, step in enumerate(steps, 1) if step in ("ctypes.dlsym", "os.rename")]
    around = {i + near for i in swapping for near in range(-2, 3)}
    return sorted(around | {1 + i * (len(steps) - 1) // wanted for i in range(wanted)})


def trial(killer: Killer, site: Path, pages: int, point: int) -> dict[str, object]:
    shutil.rmtree(site.parent, ignore_errors=True)
    site.mkdir(parents=True)
    write_pages(site, "old", pages)
    died = killed(killer, site, pages, point)
    after_kill = seen(site, pages)
    swap.recover(site)
    recovered = seen(site, pages)
    build(site, "newer", pages)
    return {
        "point": point,
        "killed": died,
        "after_kill": after_kill,
        "recovered": recovered,
        "next_build": seen(site, pages),
        "left": sorted(path.name for path in site.parent.iterdir() if path != site),
    }


def main(folder: str, mode: str, pages: str, wanted: str) -> None:
    os.fsync = lambda fd: None  # it guards against a power cut, not against this
    if mode == "renames":
        swap.exchange = lambda one, other: False
    killer, site = Killer(), Path(folder, "workspace", "site")
    site.mkdir(parents=True)
    write_pages(site, "old", int(pages))
    killer.steps = []
    build(site, "new", int(pages))
    steps, killer.steps = killer.steps, None
    trials = [trial(killer, site, int(pages), point) for point in points(steps, int(wanted))]
    print(json.dumps({"steps": len(steps), "trials": trials}))


if __name__ == "__main__":
    main(*sys.argv[1:])
