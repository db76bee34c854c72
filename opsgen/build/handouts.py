"""The handouts of a workspace on paper: every language, in parallel."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from opsgen.pdf.handouts import handouts
from opsgen.pdf.jobs import print_all
from opsgen.pdf.shelf import Shelf
from opsgen.render import Renderer, overrides, own_reports
from opsgen.rules.characters import told
from opsgen.timeline import timeline
from opsgen.timeline.against import plans_of
from opsgen.timeline.agreed import agreed
from opsgen.timeline.moment import numbers_of, origin
from opsgen.timeline.snapshots import snapshots
from opsgen.views import edition
from opsgen.views.handouts import KINDS
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from opsgen.build import Progress
    from opsgen.build.showing import Showing
    from opsgen.pdf.jobs import Outcome
    from opsgen.portfolio import Portfolio
    from opsgen.problem import Problem


def report_names(root: Path) -> tuple[str, ...]:
    """The kinds of handouts that come with opsgen, then the workspace's own."""
    return (*(kind.name for kind in KINDS), *own_reports(root))


def print_handouts(
    root: Path,
    portfolio: Portfolio,
    folder: Path,
    showing: Showing,
    *,
    projects: Iterable[str] = (),
    report: str | None = None,
    item: str = "",
    anew: bool = False,
    progress: Progress = lambda _step, _done, _steps: None,
) -> tuple[Problem, ...]:
    """Write the handouts of these projects (none named: all) into the folder; what is wrong with them.

    With an `item`, the id of a meeting, a gate or the day of a retrospective, only those about it.
    Of characters without a glyph it tells those that no rule finds in the portfolio.
    What is printed already is not printed again, unless it shall be made `anew`.
    """
    names = (report,) if report else (*portfolio.settings.handouts, *own_reports(root))
    wanted = tuple(projects)
    todo = tuple(
        handout
        for renderer in renderers(root, portfolio, showing)
        for handout in handouts(renderer, names, wanted, item)
    )
    done = 0

    def one_more(outcome: Outcome) -> None:
        nonlocal done
        progress(message("Printed {file}", file=outcome.handout.path), done, len(todo))
        done += 1

    with Shelf(root) if not anew else nullcontext() as shelf:
        outcomes = print_all(todo, folder, progress=one_more, shelf=shelf, told=told(portfolio))
    return tuple(problem for outcome in outcomes for problem in outcome.problems)


def renderers(root: Path, portfolio: Portfolio, showing: Showing) -> Iterator[Renderer]:
    """What renders the handouts, language by language."""
    moment, as_of, against = showing.moment, showing.as_of, showing.against
    past = timeline(root, portfolio, moment)
    portfolio = agreed(root, portfolio, past, as_of)
    said = snapshots(root, portfolio, past, as_of)
    plans = plans_of(root, portfolio, against) if against else None
    for lang in showing.languages:
        of = edition(
            portfolio,
            as_of=as_of,
            provenance=origin(root, moment),
            numbers=numbers_of(root, moment),
            lang=lang,
            handouts=True,
            own_reports=own_reports(root),
            audience=showing.audience,
            timeline=past,
            snapshots=said,
            plans=plans,
        )
        yield Renderer(of, overrides(root))
