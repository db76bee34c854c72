"""Pages as values: one function a page, all of them gathered before one byte is written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from opsgen.views import minutes, reference, registers, status, strategic
from opsgen.views.areas import siblings
from opsgen.views.calendar import calendar
from opsgen.views.downloads import downloads_page
from opsgen.views.edition import AUDIENCES, Audience, Edition, edition
from opsgen.views.home import home
from opsgen.views.load import load
from opsgen.views.materials import materials
from opsgen.views.money import money
from opsgen.views.outcomes import outcomes
from opsgen.views.page import Dates, Feed, Page, handout_path, project_path
from opsgen.views.past.pages import changes
from opsgen.views.people import people
from opsgen.views.person import person_pages
from opsgen.views.project import project
from opsgen.views.quality import quality
from opsgen.views.raid import raid
from opsgen.views.registers.projects import projects
from opsgen.views.vendors import vendors

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "AUDIENCES",
    "Audience",
    "Dates",
    "Edition",
    "Feed",
    "Page",
    "edition",
    "handout_path",
    "pages",
    "project_path",
]


def pages(of: Edition) -> tuple[Page, ...]:
    """Every generated page of an edition; the home page first, that of all data files last."""
    found = tuple(_pages(of))
    found = (*found, downloads_page(of, found))
    titles = {page.path: page.title for page in found}
    return tuple(replace(page, siblings=siblings(page.path, titles)) for page in found)


def _pages(of: Edition) -> Iterator[Page]:
    yield home(of)
    yield from projects(of)
    for assessment in of.assessments:
        yield project(of, assessment)
    yield from status.of(of)
    yield from changes(of)
    yield from strategic.goals(of)
    yield from vendors(of)
    yield from raid(of)
    yield from money(of)
    yield from outcomes(of)
    yield from registers.of(of)
    yield from minutes.pages(of)
    yield from calendar(of)
    yield from materials(of)
    yield from people(of)
    yield from person_pages(of)
    yield from load(of)
    if of.audience != "public":
        yield quality(of)
    yield reference.method(of)
