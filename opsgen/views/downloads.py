"""The page of all data files: what there is to take along, for spreadsheets and for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.views.page import Page, data_path, downloads
from opsgen.words import Message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from opsgen.views.edition import Edition
    from opsgen.views.page import Download

PATH = "downloads.md"
PORTFOLIO = "portfolio.md"
"""There is no such page: the files about all projects have its name."""
SCHEMAS = ("portfolio", "register")
"""The schemas of the JSON files, by the names of their files."""
MOST = 600
"""Pages in a folder that are listed; those of more projects have their files beside them all the same."""


@dataclass(frozen=True, slots=True)
class PageFiles:
    """A page and the files of its tables."""

    title: str
    page: str
    files: tuple[Download, ...]
    feed: str
    dates: str
    """The place of its calendar."""


def schema_path(name: str) -> str:
    """Where a schema lies in a site, in the folder of each language."""
    return f"schemas/{name}.schema.json"


def downloads_page(edition: Edition, pages: Sequence[Page]) -> Page:
    """What stands beside these pages, and the files about all projects."""
    say = words(edition.lang)
    listed = tuple(_listed(edition, pages))
    registers = tuple(of for of in listed if "/" not in of.page)
    others = tuple(of for of in listed if "/" in of.page)
    title = say.gettext("Data files")
    context = {
        "title": title,
        "lead": _lead(registers),
        "whole": {form: data_path(PORTFOLIO, form) for form in ("csv", "xlsx", "json")},
        "schemas": tuple(map(schema_path, SCHEMAS)),
        "registers": registers,
        "projects": others[:MOST],
        "more": max(0, len(others) - MOST),
    }
    return Page(PATH, "pages/downloads.html.j2", title, context)


def _listed(edition: Edition, pages: Iterable[Page]) -> Iterable[PageFiles]:
    for page in pages:
        files = downloads(page, edition.lang)
        own = "/" not in page.path
        feed = page.feed.path if page.feed and own else ""
        dates = page.dates.path if page.dates and own else ""
        if files or feed or dates:
            yield PageFiles(page.title, page.path, files, feed, dates)


def _lead(registers: tuple[PageFiles, ...]) -> Message:
    return plural(
        "What {n} page shows, as files for Excel, as CSV and as JSON for programs; nothing more is in them.",
        "What {n} pages show, as files for Excel, as CSV and as JSON for programs; nothing more is in them.",
        len(registers),
    )
