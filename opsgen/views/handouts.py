"""What is printed: every handout with its context, before anything is rendered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from opsgen.portfolio.layout import FOLDER
from opsgen.views.home import home
from opsgen.views.one_pager import one_pager
from opsgen.views.page import handout_path
from opsgen.views.paper import LEVELS, fitted
from opsgen.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from opsgen.derive import Assessment
    from opsgen.views.edition import Edition

ONE_PAGER, PORTFOLIO = "one-pager", "portfolio-summary"
SHIPPED = (ONE_PAGER, PORTFOLIO)
MOST_ROWS = 300  # paper for more is nobody's reading, and a page of rows takes half a second


@dataclass(frozen=True, slots=True)
class Report:
    """A handout to be: `context` gives what its template needs at each of its levels, roomy first.

    `project` is the project's id, empty for a report about all; `most_pages` is 0 where any number will do.
    """

    name: str
    project: str
    path: str
    title: str
    source: str
    author: str
    context: Callable[[int], Mapping[str, object]]
    levels: int = 1
    most_pages: int = 0


def reports(edition: Edition, names: Iterable[str] = SHIPPED) -> tuple[Report, ...]:
    """The handouts of these reports; a report that is not one of ours is made for every project."""
    return tuple(report for name in names for report in _reports(name, edition))


def _reports(name: str, edition: Edition) -> Iterator[Report]:
    if name == PORTFOLIO:
        yield _portfolio(edition)
        return
    for assessment in edition.assessments:
        yield _project(name, assessment, edition)


def _portfolio(edition: Edition) -> Report:
    say = words(edition.lang)
    return Report(
        name=PORTFOLIO,
        project="",
        path=handout_path(PORTFOLIO, "", edition.lang),
        title=f"{say.pick(edition.settings.title)} · {say.gettext('Portfolio summary')}",
        source=FOLDER,
        author=edition.person(edition.settings.owner),
        context=lambda _: {**home(edition).context, "source": FOLDER, "most": MOST_ROWS},
    )


def _project(name: str, assessment: Assessment, edition: Edition) -> Report:
    project, say = assessment.project, words(edition.lang)
    source = edition.portfolio.source_file(project)
    fits = name == ONE_PAGER
    return Report(
        name=name,
        project=project.id,
        path=handout_path(name, project.id, edition.lang),
        title=f"{say.pick(project.title)} · {say.gettext('Project one-pager')}"
        if fits
        else say.pick(project.title),
        source=source,
        author=edition.person(project.owner),
        context=partial(_context, assessment, edition, source, fits),
        levels=LEVELS if fits else 1,
        most_pages=1 if fits else 0,
    )


def _context(
    assessment: Assessment, edition: Edition, source: str, fits: bool, level: int
) -> Mapping[str, object]:
    one = one_pager(assessment, edition)
    return {
        "one": fitted(one, level) if fits else one,
        "assessment": assessment,
        "level": level,
        "source": source,
    }
