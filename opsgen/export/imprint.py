"""What every file says of itself: of which day and commit it is, and for whom."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from opsgen import __version__
from opsgen.views.page import site_folder
from opsgen.words import words

if TYPE_CHECKING:
    from datetime import date

    from opsgen.views import Edition


@dataclass(frozen=True, slots=True)
class Imprint:
    """What is the same in all files of an edition; `folder` is where its site begins, or empty."""

    portfolio: str
    lang: str
    audience: str
    as_of: date
    commit: str | None
    dirty: bool
    commit_said: str
    folder: str
    version: str = __version__

    def address(self, page: str, anchor: str = "") -> str:
        """The whole address of a place on a page; empty where nobody says where the site is, or the place."""
        return f"{self.folder}{_place(page, anchor)}" if self.folder and page else ""

    def link(self, page: str, anchor: str, beside: str) -> str | None:
        """The address of a place on a page; from where a file lies, where nobody says where the site is."""
        if not page:
            return None
        return self.address(page, anchor) or _relative(_place(page, anchor), beside)

    def file(self, path: str, beside: str) -> str:
        """The address of a file, likewise."""
        return f"{self.folder}{quote(path)}" if self.folder else _relative(quote(path), beside)


def imprint(edition: Edition, site_url: str = "") -> Imprint:
    """What the files of an edition say of themselves."""
    say = words(edition.lang)
    return Imprint(
        portfolio=say.pick(edition.settings.title),
        lang=edition.lang,
        audience=edition.audience,
        as_of=edition.as_of,
        commit=edition.provenance.commit,
        dirty=edition.provenance.dirty,
        commit_said=say.say(edition.commit),
        folder=folder(edition, site_url),
    )


def folder(edition: Edition, site_url: str) -> str:
    """Where the site of this language begins; empty where nobody says."""
    return site_folder(site_url, edition.settings.languages, edition.lang)


def _place(page: str, anchor: str) -> str:
    return quote(page.removesuffix(".md") + ".html") + (f"#{quote(anchor)}" if anchor else "")


def _relative(target: str, beside: str) -> str:
    above = posixpath.dirname(beside)
    return "../" * (above.count("/") + 1) + target if above else target
