"""What is printed: every handout with its context, before anything is rendered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.model import Settings
from opsgen.views.handouts import subjects
from opsgen.views.handouts.report import Kind, Report
from opsgen.views.registers.improvement import lessons
from opsgen.views.registers.risk import risks
from opsgen.views.registers.roadmap import roadmap
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opsgen.views.edition import Edition

__all__ = ["KINDS", "PACK", "USUAL", "Kind", "Report", "asked", "kind_of", "published", "reports"]

PACK = "committee-pack"
KINDS = (
    Kind("one-pager", message("Project one-pager"), subjects.one_pagers),
    Kind("portfolio-summary", message("Portfolio summary"), subjects.portfolio),
    Kind("roadmap", message("Roadmap"), subjects.register(roadmap, "roadmap.md")),
    Kind("review", message("Review handout"), subjects.projects),
    Kind("deviation", message("Deviation report"), subjects.deviations),
    Kind("gate", message("Gate review"), subjects.gates),
    Kind("closing", message("Closing report"), subjects.closings),
    Kind("retrospective", message("Retrospective report"), subjects.retrospectives),
    Kind("weekly-report", message("Weekly report"), subjects.period("weekly")),
    Kind("monthly-report", message("Monthly report"), subjects.period("monthly")),
    Kind(PACK, message("Committee pack"), subjects.meetings),
    Kind("risk-register", message("Risk register"), subjects.register(risks, "risks.md", subjects.risky)),
    Kind("lessons", message("Lessons"), subjects.register(lessons, "lessons.md", subjects.learnt)),
)
"""The handouts that come with opsgen."""
USUAL = Settings().handouts
_NAMED = {kind.name: kind for kind in KINDS}


def kind_of(name: str) -> Kind:
    """The kind of handout with this name; one that is not ours is made for every project."""
    return _NAMED.get(name) or Kind(name, message("{name}", name=name), subjects.projects)


def published(edition: Edition) -> tuple[Report, ...]:
    """The handouts that are printed with the pages of an edition, by kind; nothing where none are."""
    if not edition.handouts:
        return ()
    return asked(reports(edition, (*edition.settings.handouts, *edition.own_reports)), ())


def reports(edition: Edition, names: Iterable[str] = USUAL) -> tuple[Report, ...]:
    """The handouts of these kinds, in their order."""
    kinds = map(kind_of, names)
    return tuple(report for kind in kinds for report in kind.make(kind, edition))


def asked(found: Iterable[Report], projects: Iterable[str], item: str = "") -> tuple[Report, ...]:
    """The handouts about these projects, of each only that about an item where one is named.

    Where no project is named, all but those that wait for a name.
    """
    wanted = frozenset(projects)
    named = (one for one in found if (one.project in wanted if wanted else not one.when_named))
    return tuple(one for one in named if not item or one.item == item)
