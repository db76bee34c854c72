"""The navigation when mkdocs.yml gives none: home, the areas of work, the data, the hand-written pages."""

from __future__ import annotations

import posixpath
import re
from itertools import chain
from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import InclusionLevel, file_sort_key
from mkdocs.utils import nest_paths

from opsgen.views.areas import ABOUT, AREAS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs.structure.files import File

    from opsgen.words import Words

_LINK = re.compile(r"\]\(([^)#:\s]{1,200}\.md)")
_LISTED = re.compile(
    r"^##+ (?P<title>[^\n]{1,200})$"
    r"|^(?:[-*]|\d{1,3}\.) {1,4}\[[^]\n]{1,200}\]\((?P<page>[^)#:\s]{1,200}\.md)",
    re.M,
)
_IN_NAV = (InclusionLevel.UNDEFINED, InclusionLevel.INCLUDED)


def navigation(generated: Iterable[str], written: Iterable[File], words: Words) -> list[Any]:
    """The nav setting: the home page, the areas, pages of none, about the data, the hand-written ones."""
    made = [path for path in generated if "/" not in path]
    areas = [(words.say(area.title), area.paths(made)) for area in (*AREAS, ABOUT)]
    grouped = {path for _, paths in areas for path in paths}
    alone = [path for path in made if path not in grouped]
    home = [path for path in alone if path == "index.md"]
    *work, about = (_group(title, paths) for title, paths in areas)
    others = [path for path in alone if path not in home]
    return [*home, *chain(*work), *others, *about, *_group(words.gettext("Handbook"), _nested(written))]


def _nested(written: Iterable[File]) -> list[Any]:
    """The hand-written pages by folder; a folder that holds all of them is not shown."""
    pages = sorted((file for file in written if file.inclusion in _IN_NAV), key=file_sort_key)
    listed = _reading_order(pages)
    pages.sort(key=lambda file: listed.get(file.src_uri, 0 if file.name == "index" else len(listed) + 1))
    nested: list[Any] = nest_paths(file.src_uri for file in pages)  # type: ignore[no-untyped-call]
    while len(nested) == 1 and isinstance(nested[0], dict):
        nested = next(iter(nested[0].values()))
    return _sectioned(nested, _sections(pages))


def _sectioned(entries: list[Any], sections: dict[str, str]) -> list[Any]:
    """The entries with those pages together that a first page lists below one heading."""
    found: list[Any] = []
    for entry in entries:
        if isinstance(entry, dict):
            found.append({title: _sectioned(inside, sections) for title, inside in entry.items()})
        elif entry not in sections:
            found.append(entry)
        elif found and isinstance(found[-1], dict) and sections[entry] in found[-1]:
            found[-1][sections[entry]].append(entry)
        else:
            found.append({sections[entry]: [entry]})
    return found


def _sections(pages: Iterable[File]) -> dict[str, str]:
    """Pages with the heading below which their folder's first page lists them: a link leads the line."""
    found: dict[str, str] = {}
    for index in (page for page in pages if page.name == "index"):
        title = ""
        for listed in _LISTED.finditer(index.content_string):
            title = listed["title"] or title
            if title and listed["page"]:
                found.setdefault(_target(index, listed["page"]), title.strip())
    return found


def _target(index: File, link: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(index.src_uri), link))


def _reading_order(pages: Iterable[File]) -> dict[str, int]:
    """Pages by their place among the links of their folder's first page, from 1."""
    found: dict[str, int] = {}
    for index in (page for page in pages if page.name == "index"):
        for link in _LINK.findall(index.content_string):
            found.setdefault(_target(index, link), len(found) + 1)
    return found


def _group(title: str, entries: list[Any]) -> list[Any]:
    """A titled section; one entry alone needs no section."""
    return [{title: entries}] if len(entries) > 1 else entries
