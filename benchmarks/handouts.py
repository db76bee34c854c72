"""What handouts cost: `python -m benchmarks.handouts [--projects 50] [--runs 1]`.

One-pagers of a made-up portfolio, of projects that fit on their page. Prints CPU seconds of printing them on
one worker beside those of bare WeasyPrint on the same HTML and style in one warm process, with one shared set
of fonts; the time on the clock with one worker beside that with one for each processor; and how many were
printed again when nothing had changed.

The files of the program are part of what everything is kept by: nobody may edit them meanwhile.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.portfolio import AS_OF, write
from benchmarks.run import Cost, measured

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opsgen.pdf.jobs import Handout
    from opsgen.pdf.shelf import Answer

LANG = "zh"


def todo(root: Path) -> tuple[Handout, ...]:
    """The one-pagers of the projects named in `fits.json`; of all where there is none."""
    from opsgen.history import Provenance
    from opsgen.pdf.handouts import handouts
    from opsgen.portfolio import read
    from opsgen.render import Renderer
    from opsgen.views import edition

    of = edition(read(root), as_of=AS_OF, provenance=Provenance(None, None), lang=LANG, handouts=True)
    named = root / "fits.json"
    wanted = json.loads(named.read_text(encoding="utf-8")) if named.exists() else ()
    return handouts(Renderer(of), ["one-pager"], wanted)


def fitting(root: Path) -> int:
    """How many projects fit on their page without leaving anything out; `fits.json` then names them."""
    from opsgen.pdf.jobs import print_all

    outcomes = print_all(todo(root), root / "handouts")
    named = [of.handout.imprint.project for of in outcomes if of.level == 0 and of.handout.imprint]
    (root / "fits.json").write_text(json.dumps(named), encoding="utf-8")
    return len(named)


def one(root: Path) -> int:
    """Printed on one worker."""
    return _printed(root, 1)


def workers(root: Path) -> int:
    """Printed on as many workers as there are processors."""
    return _printed(root, os.cpu_count() or 1)


def first(root: Path) -> int:
    """Printed, and kept."""
    return _again(root)


def again(root: Path) -> int:
    """Printed once more when nothing has changed: how many went to a worker."""
    return _again(root)


def _printed(root: Path, count: int) -> int:
    from opsgen.pdf.jobs import print_all

    outcomes = print_all(todo(root), root / "handouts", workers=count)
    assert all(outcome.file for outcome in outcomes), outcomes
    return len(outcomes)


def _again(root: Path) -> int:
    """How many handouts no shelf had."""
    from opsgen.pdf.jobs import print_all
    from opsgen.pdf.shelf import Shelf

    put: list[bytes] = []

    class Counting(Shelf):
        def put(self, key: bytes, answer: Answer) -> None:
            put.append(key)
            super().put(key, answer)

    with Counting(root) as shelf:
        print_all(todo(root), root / "handouts", shelf=shelf)
    return len(put)


def bare(root: Path) -> int:
    """The same documents by WeasyPrint alone: fonts and style read once, each laid out once and written."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from opsgen.pdf import faces
    from opsgen.pdf.fetcher import Fetcher

    fonts = FontConfiguration()
    fetcher = Fetcher(faces.files())
    CSS(string=faces.css(), font_config=fonts, url_fetcher=fetcher)
    styles: dict[str, CSS] = {}
    handouts = todo(root)
    for handout in handouts:
        if handout.css not in styles:
            styles[handout.css] = CSS(
                string=handout.css, font_config=fonts, base_url=faces.BASE, url_fetcher=fetcher
            )
        html = HTML(string=handout.html(0), base_url=faces.BASE, url_fetcher=fetcher)
        html.write_pdf(
            root / "bare.pdf", font_config=fonts, stylesheets=[styles[handout.css]], pdf_variant="pdf/a-3a"
        )
    return len(handouts)


CASES = {case.__name__: case for case in (fitting, bare, one, workers, first, again)}


def main(arguments: Sequence[str]) -> int:
    """Prints a line for each case; exit code 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--projects", type=int, default=50)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--case", nargs=2, metavar=("CASE", "ROOT"), help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.case:
        name, root = given.case
        print(json.dumps(asdict(measured(partial(CASES[name], Path(root))))))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write(given.projects, root)
        _tell(_measured(root, given.runs))
    return 0


def _measured(root: Path, runs: int) -> dict[str, Cost]:
    """The cheapest run of each case, in turns: a machine that others use is slow to all of them alike."""
    from opsgen.pdf.jobs import FONTCONFIG

    fonts = root / "fonts.conf"  # bare WeasyPrint looks for fonts where opsgen does: nowhere else
    fonts.write_text(FONTCONFIG.format(cache=(root / "fonts").as_posix()), encoding="utf-8")
    costs: dict[str, list[Cost]] = {"fitting": [_alone("fitting", root, fonts)]}
    for _ in range(runs):
        for name in ("bare", "one", "workers"):
            costs.setdefault(name, []).append(_alone(name, root, fonts))
    for name in ("first", "again"):
        costs[name] = [_alone(name, root, fonts)]
    return {name: min(runs_of, key=lambda cost: cost.cpu) for name, runs_of in costs.items()}


def _alone(name: str, root: Path, fonts: Path) -> Cost:
    line = (sys.executable, "-m", "benchmarks.handouts", "--case", name, str(root))
    env = os.environ | {"FONTCONFIG_FILE": str(fonts)}
    done = subprocess.run(line, check=True, capture_output=True, env=env)
    return Cost(**json.loads(done.stdout))


def _tell(costs: dict[str, Cost]) -> None:
    bare, one, several = (costs[name] for name in ("bare", "one", "workers"))
    for name in ("bare", "one", "workers"):
        cost = costs[name]
        print(
            f"{name:8} {cost.made} one-pagers  {cost.cpu:6.2f} s of processor, {cost.wall:.2f} s on the clock"
        )
    print(f"printing by opsgen: {one.cpu / bare.cpu:.2f} × bare WeasyPrint")
    print(f"{os.cpu_count()} workers: {one.wall / several.wall:.2f} × as fast as one")
    first, again = costs["first"], costs["again"]
    print(
        f"printed again when nothing changed: {again.made} of {first.made}, {again.cpu / first.cpu:.3f} × CPU"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
