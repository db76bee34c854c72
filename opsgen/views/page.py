"""A page before it is rendered, and where pages and handouts lie."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from opsgen.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from opsgen.derive.dated import Dated
    from opsgen.views.areas import Sibling
    from opsgen.views.past.told import Told
    from opsgen.views.registers.table import Table


@dataclass(frozen=True, slots=True)
class Feed:
    """What those who follow a page are told: `path` is its file, `project` the id of what it is about."""

    path: str
    title: str
    commits: tuple[Told, ...]
    project: str = ""


@dataclass(frozen=True, slots=True)
class Dates:
    """What a calendar can subscribe to: `path` is the file, `title` the name of the calendar."""

    path: str
    title: str
    days: tuple[Dated, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site: `path` is its place among MkDocs' sources, `title` plain text.

    A page with a `table` has it beside it as files of its own name, and each of its `lists` as some that have
    the name of the list too; `siblings` are those of its area. Its `dates` stand in a file beside it.
    """

    path: str
    template: str
    title: str
    context: Mapping[str, object] = field(default_factory=dict)
    description: str = ""
    source: str | None = None
    wide: bool = False
    table: Table | None = None
    lists: tuple[tuple[str, Table], ...] = ()
    siblings: tuple[Sibling, ...] = ()
    feed: Feed | None = None
    dates: Dates | None = None


def site_folder(site_url: str, languages: Sequence[str], lang: str) -> str:
    """The address below which the pages of a language are published; empty where the site has none.

    The first language has the address itself, each other one a folder of its name.
    """
    if not site_url:
        return ""
    home = f"{site_url.rstrip('/')}/"
    first = not languages or lang == languages[0]
    return home if first or home.endswith(f"/{lang}/") else f"{home}{lang}/"


def project_path(project_id: str) -> str:
    """Where a project's page lies."""
    return f"projects/{project_id}.md"


def project_of(page: str) -> str:
    """The id of the project whose page this is; empty where it is no project's."""
    inside = page.removeprefix("projects/")
    return inside.removesuffix(".md") if inside != page else ""


def project_history_path(project_id: str) -> str:
    """Where the page of a project's whole history lies; no id has a full stop."""
    return f"projects/{project_id}.changes.md"


def details_path(page: str) -> str:
    """Where the page beside a project's page lies that holds what is folded; no id has a full stop."""
    return page.removesuffix(".md") + ".details.md"


def meeting_path(meeting_id: str) -> str:
    """Where the page of a meeting of the portfolio lies."""
    return f"meetings/{meeting_id}.md"


def person_path(stem: str) -> str:
    """Where the page of a person lies; `stem` can be the name of a file."""
    return f"people/{stem}.md"


@dataclass(frozen=True, slots=True)
class Download:
    """A table of a page as files: what it is called, and where they lie; `page` is where it is shown.

    `name` is that of a list, empty for the page's own table.
    """

    name: str
    title: str
    page: str
    csv: str
    xlsx: str
    json: str
    table: Table

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return len(self.table.rows)

    @property
    def stem(self) -> str:
        """What programs call it: `risks`, `money.months`."""
        return self.json.rpartition("/")[2].removesuffix(".json")


def downloads(page: Page, lang: str) -> tuple[Download, ...]:
    """The tables of a page, its own first; a list is called as its items are."""
    say = words(lang)
    own = [_download(page.path, "", page.title, page.table)] if page.table else []
    lists = (_download(page.path, name, say.say(of.columns[0].title), of) for name, of in page.lists)
    return (*own, *lists)


def _download(page: str, name: str, title: str, of: Table) -> Download:
    csv, xlsx, json = (data_path(page, form, name) for form in ("csv", "xlsx", "json"))
    return Download(name, title, page, csv, xlsx, json, of)


def data_path(page: str, form: str, name: str = "") -> str:
    """The file beside a page that holds its table, or its list of this name; a workbook holds all of them."""
    stem = page.removesuffix(".md")
    return f"{stem}.{name}.{form}" if name and form != "xlsx" else f"{stem}.{form}"


def handout_path(report: str, project_id: str, lang: str, item: str = "") -> str:
    """The file of a handout in the folder of handouts: about all, a project, or an item of one of both."""
    named = (project_id, report, re.sub(r"[^\w-]", "_", item), lang, "pdf")
    return ".".join(filter(None, named))


def person_anchor(key: str) -> str:
    """The anchor of a person on the pages of people and of their load; `key` is an id or a name."""
    return "_p-" + "-".join(key.split())
