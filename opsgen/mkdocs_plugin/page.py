"""A page that arrives finished: neither Python-Markdown nor a theme template ever reads author text."""

from __future__ import annotations

import html
import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from opsgen.mkdocs_plugin.search_entries import has_entries
from opsgen.mkdocs_plugin.slim import slim
from opsgen.problem import render_text
from opsgen.render import LONG
from opsgen.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.toc import TableOfContents

    from opsgen.problem import Problem
    from opsgen.render import Rendered
    from opsgen.words import Words

_HEADING = re.compile(
    r'<(h[1-3]|p class="ops-part")(?=[ >])[^>]*?\bid="([^"]+)"[^>]*>(.*?)</(?:h[1-3]|p)>', re.DOTALL
)
_DEPTHS = {"h1": 1, 'p class="ops-part"': 1.5, "h2": 2, "h3": 3}
_COUNT = re.compile(r'<span class="ops-count">.*?</span>', re.DOTALL)
_DOUBLED = re.compile(r'<p><a id="([^"]+)"></a></p>\s*(?=<h[1-6] id="\1")')
_TAG = re.compile(r"<[^>]*>")
_EXCLUDED = re.compile(r'(<[a-z]\w*(?:\s+[\w-]+="[^"]*")*) data-search-exclude(?=[ >])')
"""What the search plugin is told of a part; of a page that it does not read nobody has to be told."""
_ID = re.compile(r'\bid="([^"]+)"')


class OpsPage(Page):
    """A page of MkDocs whose content is the HTML of a `Rendered`."""

    def __init__(self, rendered: Rendered, file: File, config: MkDocsConfig) -> None:
        super().__init__(escaped(rendered.title), file, config)
        self.rendered = rendered

    def read_source(self, config: MkDocsConfig) -> None:
        """Sets the metadata; there is no Markdown."""
        self.markdown = ""
        self.meta = {"title": escaped(self.rendered.title)}
        if self.rendered.description:
            self.meta["description"] = escaped(self.rendered.description)
        if feed := self.rendered.feed:
            self.meta["feed"] = {"title": escaped(feed.title), "href": quote(posixpath.basename(feed.path))}
        # The tabs, and the row of the pages beside this one, lead everywhere: no list at the left is needed.
        listed = self.file.inclusion is not InclusionLevel.NOT_IN_NAV
        short = not listed and self.rendered.html.count("<h2 id=") < LONG
        if has_entries(self.rendered):
            self.meta["search"] = {"exclude": True}  # what is found of it is told by its entries
        self.meta["hide"] = ["navigation", "toc"] if self.rendered.wide or short else ["navigation"]

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Sets content, table of contents and the ids that others may link to."""
        known = has_entries(self.rendered)
        self.content = slim(_EXCLUDED.sub(r"\1", self.rendered.html) if known else self.rendered.html)
        self.toc = contents(self.rendered.html)
        self.present_anchor_ids = set(_ID.findall(self.rendered.html))


def once(written: str) -> str:
    """A written page where an anchor made by hand goes if its heading has the same id."""
    return _DOUBLED.sub("", written)


def contents(finished: str) -> TableOfContents:
    """The headings with an id, h1 to h3, as a nested table of contents; their counts are left out.

    Sections stand below the part of the page they are of, where it has parts.
    """
    top: list[dict[str, object]] = []
    branch: list[tuple[float, dict[str, object]]] = []
    for element, anchor, inner in _HEADING.findall(finished):
        name = " ".join(_TAG.sub("", _COUNT.sub("", inner)).split())
        depth = _DEPTHS[element]
        entry: dict[str, object] = {"level": int(depth), "id": anchor, "name": name, "children": []}
        while branch and branch[-1][0] >= depth:
            branch.pop()
        siblings = branch[-1][1]["children"] if branch else top
        assert isinstance(siblings, list)
        siblings.append(entry)
        branch.append((depth, entry))
    return get_toc(top)  # type: ignore[arg-type]


def banner(problems: Iterable[Problem], words: Words) -> str:
    """A callout with the findings, to stand above a page that could not be made anew."""
    items = "".join(f"<li><code>{escaped(render_text(problem, words))}</code></li>" for problem in problems)
    title = words.gettext("The data has errors; this page shows how it was before them.")
    return (
        '<div class="ops"><aside class="ops-callout ops-callout--mismatch" data-search-exclude>'
        f'<p class="ops-callout-title">{title}</p><ul class="ops-list">{items}</ul></aside></div>\n'
    )


def escaped(text: str) -> str:
    """Author text for the theme, which escapes it in some places and prints it as it is in most."""
    return Markup(html.escape(plain(text)))


def file_of(rendered: Rendered, config: MkDocsConfig, up: str) -> File:
    """The virtual file of a page; `up` leads from the folder of hand-written pages to the workspace."""
    in_nav = "/" not in rendered.path
    inclusion = InclusionLevel.UNDEFINED if in_nav else InclusionLevel.NOT_IN_NAV
    file = File.generated(config, rendered.path, content="", inclusion=inclusion)
    file.edit_uri = posixpath.join(up, quote(rendered.source)) if rendered.source else None
    OpsPage(rendered, file, config)
    return file


def files_of(rendered: Rendered, config: MkDocsConfig) -> Iterator[File]:
    """The files beside a page: its tables, its feed and its calendar."""
    for path, content in rendered.files:
        yield File.generated(config, path, content=content)
    for followed in (rendered.feed, rendered.dates):
        if followed is not None:
            yield File.generated(config, followed.path, content=followed.content)
