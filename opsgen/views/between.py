"""What lies between two projects, in words: one side of a link, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.views.page import project_path
from opsgen.words import words

if TYPE_CHECKING:
    from opsgen.derive.links import End
    from opsgen.views.edition import Edition


@dataclass(frozen=True, slots=True)
class Side:
    """One side as a reader sees it; `page` is empty for what has none in this edition."""

    said: str
    page: str = ""
    anchor: str = ""


def side(end: End, edition: Edition) -> Side:
    """A project with its item, somebody else by name, or no more than that there is another project."""
    say = words(edition.lang)
    if end.hidden:
        return Side(say.gettext("a project outside this edition"))
    if end.vendor and end.buyer:
        return Side(say.pick(end.vendor.name), project_path(end.buyer.id), end.vendor.id)
    if end.project is None:
        return Side(end.name or "–")
    said = say.pick(end.project.title)
    if end.item is None:
        return Side(said, project_path(end.project.id))
    item = f"{end.item.id} {say.pick(end.item.title)}".strip()
    return Side(f"{said} · {item}", project_path(end.project.id), end.item.id)
