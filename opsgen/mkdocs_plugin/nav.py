"""The navigation when mkdocs.yml gives none: home, a few groups of registers, the hand-written pages."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import InclusionLevel, file_sort_key
from mkdocs.utils import nest_paths

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs.structure.files import File

    from opsgen.words import Words

GROUPS = (
    ("Plan", ("roadmap", "milestones", "calendar")),
    ("Risks and decisions", ("risks", "issues", "decisions", "actions")),
    ("Figures", ("metrics", "budget")),
    ("People and vendors", ("people", "load", "vendors")),
    ("Changes and lessons", ("changes", "reports", "lessons")),
    ("About the data", ("quality", "method", "glossary")),
)


_IN_NAV = (InclusionLevel.UNDEFINED, InclusionLevel.INCLUDED)


def navigation(generated: Iterable[str], written: Iterable[File], words: Words) -> list[Any]:
    """The nav setting: generated pages of the top folder by group, then the hand-written ones."""
    left = [path for path in generated if "/" not in path]
    nav: list[Any] = [path for path in left if path == "index.md"]
    for title, names in GROUPS:
        paths = [path for name in names for path in left if posixpath.splitext(path)[0] == name]
        nav += _group(words.gettext(title), paths)
    grouped = {path for _, names in GROUPS for path in (f"{name}.md" for name in names)} | {"index.md"}
    nav += _group(words.gettext("More"), [path for path in left if path not in grouped])
    return nav + _group(words.gettext("Handbook"), _nested(written))


def _nested(written: Iterable[File]) -> list[Any]:
    """The hand-written pages by folder; a folder that holds all of them is not shown."""
    pages = sorted((file for file in written if file.inclusion in _IN_NAV), key=file_sort_key)
    nested: list[Any] = nest_paths(file.src_uri for file in pages)  # type: ignore[no-untyped-call]
    while len(nested) == 1 and isinstance(nested[0], dict):
        nested = next(iter(nested[0].values()))
    return nested


def _group(title: str, entries: list[Any]) -> list[Any]:
    """A titled section; one entry alone needs no section."""
    return [{title: entries}] if len(entries) > 1 else entries
