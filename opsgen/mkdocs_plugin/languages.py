"""One site a language: the hand-written pages of each, and the links from a page to itself in the others."""

from __future__ import annotations

import os
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

NAMES = {"zh": "中文", "en": "English"}


def folder(docs_dir: str, lang: str) -> str:
    """The folder of hand-written pages: `docs/<lang>` where it exists, else `docs`."""
    own = os.path.join(docs_dir, lang)
    return own if os.path.isdir(own) else docs_dir


def point_edit_links(files: Files, docs_dir: str, chosen: str) -> None:
    """Edit links count from the folder that mkdocs.yml names; the pages may stand one deeper."""
    below = os.path.relpath(chosen, docs_dir).replace(os.sep, "/")
    if below != ".":
        for file in files:
            if file.generated_by is None:
                file.edit_uri = posixpath.join(below, file.src_uri)


def link(config: MkDocsConfig, built: Sequence[str], lang: str, page: Page, docs_dir: Path) -> None:
    """Sets the language links of one page: to the same page, else to the home page of the other language."""
    if len(built) < 2:
        return
    source, url = page.file.src_uri, page.file.url
    targets = {}
    for other in built:
        same = page.file.generated_by is not None or (Path(folder(str(docs_dir), other)) / source).is_file()
        targets[other] = url if same else "index.html"
    # Not a list: for a list the theme also writes link elements, and its script fetches a sitemap for each.
    config.extra["alternate"] = True
    config.extra["languages"] = [
        {"name": NAMES[other], "lang": other, "href": _href(built, lang, other, targets[other], url)}
        for other in built
    ]


def _href(built: Sequence[str], lang: str, other: str, target: str, url: str) -> str:
    """From the page at `url` to the target; the first language stands at the root, the others in folders."""
    up = "../" * (url.count("/") + (lang != built[0]))
    return up + (target if other == built[0] else f"{other}/{target}")
