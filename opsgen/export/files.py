"""The data files of a site: those beside each page, and those about the whole portfolio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.export.data import register_json
from opsgen.export.grid import grid
from opsgen.export.portfolio import portfolio_json
from opsgen.export.sheet import separated
from opsgen.export.workbook import Leaf, workbook
from opsgen.schema.output import output_schema
from opsgen.views.downloads import PORTFOLIO, SCHEMAS, schema_path
from opsgen.views.page import data_path, downloads
from opsgen.views.standings import standings, table
from opsgen.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opsgen.export.imprint import Imprint
    from opsgen.views import Edition, Page

File = tuple[str, bytes]


class Files:
    """The files of an edition; a table that stands in several of them is computed once."""

    def __init__(self, edition: Edition, of: Imprint) -> None:
        self.edition = edition
        self.of = of
        self.leaves: list[Leaf] = []
        """The registers so far, for the workbook of all."""

    def beside(self, page: Page) -> Iterator[File]:
        """The files of the tables of a page."""
        lang, leaves = self.of.lang, []
        for one in downloads(page, lang):
            found = grid(one.table, lang)
            leaves.append(Leaf(one.title, found))
            yield one.csv, separated(found, lang)
            yield one.json, register_json(one, found, self.of)
        if leaves:
            yield data_path(page.path, "xlsx"), workbook(page.title, page.path, leaves, self.of)
        if page.table and "/" not in page.path:
            self.leaves.append(leaves[0])

    def whole(self, pages: Sequence[Page]) -> Iterator[File]:
        """The files about all projects, once those beside the pages are made; and the schemas."""
        edition, lang = self.edition, self.of.lang
        found = standings(edition)
        projects = grid(table(found, edition), lang)
        title = words(lang).gettext("Projects")
        unread = None if edition.audience == "public" else len(edition.portfolio.broken)
        files = [one for page in pages for one in downloads(page, lang)]
        yield data_path(PORTFOLIO, "csv"), separated(projects, lang)
        yield data_path(PORTFOLIO, "json"), portfolio_json(found, files, unread, self.of)
        leaves = (Leaf(title, projects), *self.leaves)
        name = self.of.portfolio or title
        yield data_path(PORTFOLIO, "xlsx"), workbook(name, "index.md", leaves, self.of)
        for schema in SCHEMAS:
            yield schema_path(schema), output_schema(schema).encode()
