"""The navigation when mkdocs.yml gives none: home, a few groups of registers, the hand-written pages."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import InclusionLevel, file_sort_key
from mkdocs.utils import nest_paths

from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs.structure.files import File

    from opsgen.words import Words

GROUPS = (
    (message("Risks and decisions"), ("risks", "decisions", "actions")),
    (message("About the data"), ("quality", "method")),
)
"""Pages that stand together under one title; every other page stands alone, in the order it is made."""

_IN_NAV = (InclusionLevel.UNDEFINED, InclusionLevel.INCLUDED)


def navigation(generated: Iterable[str], written: Iterable[File], words: Words) -> list[Any]:
    """The nav setting: generated pages of the top folder, some in groups, then the hand-written ones."""
    left = [path for path in generated if "/" not in path]
    grouped = {f"{name}.md" for _, names in GROUPS for name in names}
    nav: list[Any] = [path for path in left if path not in grouped]
    for title, names in GROUPS:
        nav += _group(words.say(title), [f"{name}.md" for name in names if f"{name}.md" in left])
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
