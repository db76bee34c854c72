"""The handouts that are printed with the site, on one page."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from opsgen.views.handouts import kind_of, published
from opsgen.views.older import older
from opsgen.views.page import Page, project_path
from opsgen.words import message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from opsgen.model import Project
    from opsgen.views.edition import Edition
    from opsgen.views.handouts import Report
    from opsgen.words import Message


@dataclass(frozen=True, slots=True)
class Sheet:
    """A handout: its file, what it is about, and the day whose state it shows."""

    report: Report
    project: Project | None
    page: str
    day: date


@dataclass(frozen=True, slots=True)
class Pile:
    """The handouts of one kind."""

    name: str
    title: Message
    sheets: tuple[Sheet, ...]


def materials(edition: Edition) -> Iterator[Page]:
    """The page of all handouts; none where none are printed."""
    found = published(edition)
    if not found:
        return
    say = words(edition.lang)
    piles = tuple(
        Pile(name, kind_of(name).title, tuple(_sheet(report, edition) for report in of))
        for name, of in groupby(found, key=lambda report: report.name)
    )
    lead = plural("{n} handout as PDF.", "{n} handouts as PDF.", len(found))
    title = say.say(message("Handouts"))
    context = {"title": title, "lead": lead, "piles": piles}
    yield Page("handouts.md", "pages/handouts.html.j2", title, context, say.say(lead), wide=True)


def _sheet(report: Report, edition: Edition) -> Sheet:
    project = edition.portfolio.project(report.project) if report.project else None
    stale = older(edition, report.project)
    page = project_path(project.id) if project else next(iter(report.pages), "index.md")
    return Sheet(report, project, page, stale.day if stale else edition.as_of)
