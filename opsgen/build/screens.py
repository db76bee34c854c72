"""One-pagers for screens: as a page for phones, and as a picture for chat tools."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from opsgen.build.handouts import print_handouts, renderers
from opsgen.pdf.jobs import write
from opsgen.pdf.picture import picture
from opsgen.views.handouts import asked, reports
from opsgen.views.one_pager import one_pager
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opsgen.build import Progress
    from opsgen.build.showing import Showing
    from opsgen.derive import Assessment
    from opsgen.portfolio import Portfolio
    from opsgen.problem import Problem

Screen = Literal["html", "png"]
SCREENS: tuple[Screen, ...] = get_args(Screen)
REPORT = "one-pager"
"""The one handout that has other forms than paper."""


def show_one_pagers(
    root: Path,
    portfolio: Portfolio,
    folder: Path,
    showing: Showing,
    *,
    form: Screen,
    projects: Iterable[str] = (),
    progress: Progress = lambda _step, _done, _steps: None,
) -> tuple[Problem, ...]:
    """Write the one-pagers of these projects (none named: all) in this form; what is wrong with them."""
    if form == "html":
        pages = tuple(_pages(root, portfolio, showing, projects))
        for done, (name, html) in enumerate(pages):
            progress(message("Made {file}", file=name), done, len(pages))
            write(folder / name, html.encode())
        return ()
    with tempfile.TemporaryDirectory(prefix="opsgen-") as made:
        problems = print_handouts(
            root,
            portfolio,
            Path(made),
            showing,
            projects=projects,
            report=REPORT,
            progress=progress,
        )
        for file in sorted(Path(made).glob("*.pdf")):
            write(folder / f"{file.stem}.png", picture(file.read_bytes()))
    return problems


def _pages(
    root: Path, portfolio: Portfolio, showing: Showing, projects: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """Name and text of each page. Nothing is cut: a phone has room below."""
    wanted = tuple(projects)
    for renderer in renderers(root, portfolio, showing):
        by_id: dict[str, Assessment] = {of.project.id: of for of in renderer.edition.assessments}
        for report in asked(reports(renderer.edition, (REPORT,)), wanted):
            one = one_pager(by_id[report.project], renderer.edition)
            name = report.path.removesuffix(".pdf") + ".html"
            yield name, renderer.phone(REPORT, {**report.context(0), "one": one})
