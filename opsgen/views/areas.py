"""The pages by the area of work they serve: what stands together in the navigation and above each page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Area:
    """An area and its pages in their order, by name; an edition has those somebody has written for."""

    title: Message
    names: tuple[str, ...]

    def paths(self, made: Iterable[str]) -> list[str]:
        """The pages of the area among those that were made."""
        there = set(made)
        return [f"{name}.md" for name in self.names if f"{name}.md" in there]


AREAS = (
    Area(message("Planning"), ("all-projects", "goals", "roadmap", "calendar", "milestones", "deliverables")),
    Area(message("Progress"), ("status", "changes", "handouts")),
    Area(
        message("Resources"), ("money", "budget", "earned-value", "load", "equipment", "conflicts", "vendors")
    ),
    Area(message("Metrics"), ("metrics", "adjustments", "feedback")),
    Area(message("Risk"), ("raid", "risks", "issues", "assumptions", "dependencies")),
    Area(message("Collaboration"), ("decisions", "actions", "meetings", "people")),
    Area(message("Results and lessons"), ("outcome", "benefits", "lessons", "improvements")),
)
ABOUT = Area(message("About the data"), ("quality", "method", "downloads"))
"""What a reader needs last; pages of no area stand before it."""


@dataclass(frozen=True, slots=True)
class Sibling:
    """A page of the same area; `current` is `page` on itself, `true` on a page below it, else empty."""

    path: str
    title: str
    current: str


def siblings(path: str, titles: dict[str, str]) -> tuple[Sibling, ...]:
    """The pages of the area that `path` is of, from all that were made; none where it is alone.

    A page in a folder, such as `meetings/2026-11-20.md`, belongs to the page of that name.
    """
    own = path if "/" not in path else path.partition("/")[0] + ".md"
    for area in (*AREAS, ABOUT):
        paths = area.paths(titles)
        if own in paths and (len(paths) > 1 or own != path):
            return tuple(Sibling(other, titles[other], _current(other, own, path)) for other in paths)
    return ()


def _current(other: str, own: str, path: str) -> str:
    if other != own:
        return ""
    return "page" if other == path else "true"
